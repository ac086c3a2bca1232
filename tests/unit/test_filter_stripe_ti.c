/* stripe-ti, and which columns stripe-sf and stripe-fw touch: numpy's solutions, limits, planted stripes. */
#include "filter_run.h"

#include "num/rng.h"

enum { NA = 180, NC = 130, N = NA * NC };

static float x[N], y[N], z[N];

/* As test_stripe_score.c has it: 60 x 30, three stripes and two that the formula makes. */
static void odd_stripes(void)
{
	odd_image(60, 30, x);
	for (int i = 0; i < 60 * 30; i++)
		x[i] += i % 30 == 7 ? 0.6f : i % 30 == 20 || i % 30 == 21 ? -0.4f : i % 30 == 29;
}

static void row_is(const char *text, int row, const double *want)
{
	odd_stripes();
	CHECK(!run_once(text, SINO, 60, 30, x, y, NULL));
	for (int c = 0; c < 30; c++)
		NEAR(y[row * 30 + c], want[c], 2e-6);	/* single precision of 4 */
}

/* numpy 1.24: numpy.linalg.solve of D'D and lambda in full, from the formulas, row 0. */
static void ti_numpy(void)
{
	static const double found[] = { 0, 3.25, 2.25, 1.25, 0.25, 3.5, 2.5, 1.5708303, 0.5, 2.0163646, 2.75, 1.75, 0.75, 4, 3,
		2, 1, 0, 3.25, 2.25, 0.85, -0.15, 3.5, 2.5, 1.5, 0.5, 2.0202182, 2.75, 1.75, 0.87028153 };
	static const double all[] = { 0.02636016, 3.2050457, 2.2408253, 1.2712843, 0.26164147, 3.5450718, 2.6527909,
		1.8794967, 0.96224375, 2.7854786, 3.1277556, 1.8847335, 0.7757122, 3.9868662, 3.0425017,
		1.9178985, 1.0163445, 0.038584518, 3.1737427, 2.1315907, 1.0232128, 0.0023712725,
		3.3869485, 2.4906022, 1.6158994, 0.83339738, 2.7476744, 3.1919124, 2.1481199, 1.4338929 };
	static const double range[] = { 0.072432674, 3.2562915, 2.3321315, 1.4087965, 0.4157708, 3.6732628, 2.6799062,
		1.6834783, 0.67809514, 2.2149309, 2.9546003, 1.9174784, 0.8773507, 4.0862833, 3.116549,
		1.9362188, 1.0411747, 0.07906952, 3.2306744, 2.2802898, 1.3383415, 0.33817781,
		3.6009237, 2.623255, 1.6534831, 0.68953579, 2.2786754, 3.0803462, 2.1133723, 1.1491042 };
	static const double product[] = { 0.10369685, 3.2575544, 2.3343013, 1.4127785, 0.4294796, 3.6747941, 2.6818502, 1.6863014,
		0.68460127, 2.216984, 2.9562351, 1.920256, 0.88383696, 4.0876952, 3.1182924, 1.9386597,
		1.0448038, 0.10857086, 3.2312626, 2.2809354, 1.3396193, 0.34567971, 3.601989, 2.6252067,
		1.6569777, 0.69713173, 2.2801142, 3.0800826, 2.1101138, 1.1358983 };
	static const double blocks[] = { 1.0758548, 2.1311779, 3.4626943, 0.54602421, 1.8935027, 3.2671106, 0.14041607,
		1.5613294, 2.9549939, 2.3677102, 1.0928142, 2.0839033, 3.3598606, 0.39740426, 1.4167715,
		2.7166959, 4.0138582, 1.0602447, 2.0748119, 3.3612315, 0.39789153, 1.726431, 3.1093558,
		-0.0064686867, 1.4312707, 2.8929362, 2.3925907, 1.2274401, 2.3557195, 3.7944233 };

	row_is("stripe-ti", 0, found);
	row_is("stripe-ti:where=all", 0, all);
	row_is("stripe-ti:where=all,lambda=0", 0, range);
	row_is("stripe-ti:where=all,lambda=0,combine=product", 0, product);
	row_is("stripe-ti:where=all,lambda=0.1,nblock=4", 20, blocks);
}

/* Without stripes the product is sqrt(x^2 + alpha min x^2), 1.5 by default; alpha 0 is |x|. */
static void ti_alpha(void)
{
	for (int i = 0; i < N; i++)
		x[i] = i / NC % 2 ? -3 : 2;
	CHECK(!run_once("stripe-ti:where=all,combine=product", SINO, NA, NC, x, y, NULL));
	NEAR(y[0], sqrt(10), 1e-6);
	NEAR(y[NC], sqrt(15), 1e-6);
	CHECK(!run_once("stripe-ti:where=all,combine=product,alpha=0", SINO, NA, NC, x, y, NULL));
	NEAR(y[0], 2, 1e-6);
	NEAR(y[NC], 3, 1e-6);
}

/* What has no differences between columns has no stripes; neither has what is nothing. */
static void ti_constant(void)
{
	for (int i = 0; i < N; i++)
		x[i] = (float)sin(i / NC * 0.1);
	CHECK(!run_once("stripe-ti:where=all", SINO, NA, NC, x, y, NULL));
	CHECK(!memcmp(x, y, sizeof x));
	memset(x, 0, sizeof x);
	CHECK(!run_once("stripe-ti:where=all,lambda=0", SINO, NA, NC, x, y, NULL));
	CHECK(!memcmp(x, y, sizeof x));
	CHECK(!run_once("stripe-ti:where=all,lambda=0,combine=product", SINO, NA, NC, x, y, NULL));
	CHECK(!memcmp(x, y, sizeof x));
}

/* q keeps the sum: D'D m sums to 0, and with one lambda so does q; large lambda leaves all, small takes all. */
static void ti_limits(void)
{
	struct rng g = rng_at(4, 0, 0);
	double sum = 0, mean[NC] = { 0 };

	for (int i = 0; i < N; i++)
		x[i] = (float)rng_normal(&g);
	CHECK(!run_once("stripe-ti:where=all,lambda=0.01", SINO, NA, NC, x, y, NULL));
	for (int i = 0; i < N; i++)
		sum += (double)y[i] - x[i];
	NEAR(sum / N, 0, 1e-8);
	CHECK(!run_once("stripe-ti:where=all,lambda=1e12", SINO, NA, NC, x, y, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i], x[i], 1e-6);
	CHECK(!run_once("stripe-ti:where=all,lambda=1e-9", SINO, NA, NC, x, y, NULL));
	for (int i = 0; i < N; i++)
		mean[i % NC] += (double)y[i] / NA;
	for (int c = 2; c < NC; c++)	/* the mean is a line, of first and of second order */
		NEAR(mean[c] - 2 * mean[c - 1] + mean[c - 2], 0, 1e-6);
}

/* Noise, the slope of an object, and three stripes: what is left of them, and that nothing else is touched. */
static void stripes_go(const char *text, double left, size_t most)
{
	struct rng g = rng_at(5, 0, 0);
	double worst = 0;
	size_t touched = 0;

	for (int i = 0; i < N; i++) {
		int c = i % NC;
		z[i] = (float)(0.005 * c + 0.02 * rng_normal(&g));
		x[i] = z[i] + (c == 30 ? 0.1f : c == 70 || c == 71 ? -0.2f : c == 100 ? 0.05f : 0);
	}
	CHECK(!run_once(text, SINO, NA, NC, x, y, NULL));
	for (int c = 0; c < NC; c++) {
		double d = 0, more = 0;
		for (int a = 0; a < NA; a++) {
			d += ((double)y[a * NC + c] - z[a * NC + c]) / NA;
			more = fmax(more, fabs((double)y[a * NC + c] - x[a * NC + c]));
		}
		worst = fmax(worst, fabs(d));
		touched += more > 1e-6;
	}
	NEAR(worst, 0, left);
	CHECK(touched >= 4 && touched <= most);
	if (touched < 4 || touched > most)
		printf("# %s: %zu columns touched\n", text, touched);
}

/* Errors of a mean are 0.0015: what is left is a few of these; a wavelet spreads it over 32 columns, size 5 smears a slope. */
static void found_stripes(void)
{
	stripes_go("stripe-ti", 0.008, 20);
	stripes_go("stripe-ti:nblock=3", 0.015, 40);
	stripes_go("stripe-sf", 0.012, 20);
	stripes_go("stripe-fw", 0.02, NC);
	stripes_go("stripe-fw:level=7", 0.012, NC);
}

/* Where nothing is found, nothing changes, bit for bit. */
static void clean_is_left(void)
{
	static const char *const text[] = { "stripe-ti", "stripe-ti:nblock=2", "stripe-sf", "stripe-fw" };

	for (int i = 0; i < N; i++) {
		double u = i % NC - 64.5 - 10 * cos(M_PI * (i / NC) / NA - 0.3);
		x[i] = (float)(1 / (1 + exp(-0.3 * u)));	/* of which the mean rises all the way */
	}
	for (int k = 0; k < 4; k++) {
		CHECK(!run_once(text[k], SINO, NA, NC, x, y, NULL));
		CHECK(!memcmp(x, y, sizeof x));
	}
}

static void shapes(void)
{
	static const size_t shape[][2] = { { 1, 1 }, { 1, 50 }, { 50, 1 }, { 50, 2 }, { 5, 3 }, { 64, 64 } };
	static const char *const text[] = { "stripe-ti", "stripe-ti:where=all", "stripe-ti:where=all,lambda=0.1",
		"stripe-sf", "stripe-sf:width=50", "stripe-fw", "stripe-fw:width=50,pad=1" };

	for (size_t i = 0; i < sizeof shape / sizeof *shape; i++)
		for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
			size_t n = shape[i][0] * shape[i][1];
			for (size_t j = 0; j < n; j++)
				x[j] = 2;
			CHECK(!run_once(text[k], SINO, shape[i][0], shape[i][1], x, y, NULL));
			for (size_t j = 0; j < n; j++)
				NEAR(y[j], 2, 1e-5);
		}
	CHECK(run_once("stripe-ti:nblock=51", SINO, 50, 2, x, y, "nblock=51 is more than the 50 angles") == E_USAGE);
	CHECK(run_once("stripe-ti:combine=sum", SINO, 50, 2, x, y, "combine") == E_USAGE);
}

int main(void)
{
	CASE(ti_numpy);
	CASE(ti_alpha);
	CASE(ti_constant);
	CASE(ti_limits);
	CASE(found_stripes);
	CASE(clean_is_left);
	CASE(shapes);
	return done();
}
