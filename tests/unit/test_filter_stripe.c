/* Stripe filters: what they remove, what they leave, and formulas summed directly. */
#include "filter_run.h"

#include "num/rng.h"
#include "num/wavelet.h"

enum { NA = 180, NC = 130, N = NA * NC };

static float x[N], y[N];

/* Sinogram of three Gaussian blobs, of deviations 14, 10 and 9 pixels, off the axis. */
static void sinogram(float *s)
{
	static const double blob[][4] = { { 2, 14, 12, 0.3 }, { 1, 10, -25, 1.2 }, { -0.5, 9, 20, 2.5 } };

	memset(s, 0, N * sizeof *s);
	for (int k = 0; k < 3; k++)
		for (int i = 0; i < N; i++) {
			double u = i % NC - 64.5 - blob[k][2] * cos(M_PI * (i / NC) / NA - blob[k][3]);
			s[i] += (float)(blob[k][0] * exp(-0.5 * u * u / (blob[k][1] * blob[k][1])));
		}
}

static double rms(const float *a, const float *b, int n)
{
	double s = 0;

	for (int i = 0; i < n; i++)
		s += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
	return sqrt(s / n);
}

static double farthest(const float *a, const float *b)
{
	double m = 0;

	for (int i = 0; i < N; i++)
		m = fmax(m, fabs((double)a[i] - b[i]));
	return m;
}

/* sum h = sqrt 2, orthonormal to its even shifts, n vanishing moments. */
static void wavelet_identities(void)
{
	struct err e = { 0, "" };

	for (int n = 1; n <= WAVELET_MAX; n++) {
		double h[2 * WAVELET_MAX], sum = 0;
		CHECK(!wavelet_daubechies(n, h, &e));
		for (int k = 0; k < 2 * n; k++)
			sum += h[k];
		NEAR(sum, M_SQRT2, 1e-13);
		for (int m = 0; m < n; m++) {
			double dot = 0, moment = 0, size = 0;
			for (int k = 2 * m; k < 2 * n; k++)
				dot += h[k] * h[k - 2 * m];
			NEAR(dot, m == 0, 1e-12);
			for (int k = 0; k < 2 * n; k++) {
				double t = pow((k - n + 0.5) / n, m) * h[k];
				moment += k % 2 ? -t : t;
				size += fabs(t);
			}
			NEAR(moment, 0, 1e-11 * size);
		}
	}
	CHECK(wavelet_daubechies(0, (double[2]){ 0 }, &e) == E_INTERNAL);
}

/* rec_lo of PyWavelets 1.1.1. */
static void wavelet_numbers(void)
{
	static const double db2[] = { 0.48296291, 0.8365163, 0.22414387, -0.12940952 };
	static const double db5[] = { 0.1601024, 0.60382927, 0.72430853, 0.13842815, -0.24229489,
		-0.03224487, 0.077571494, -0.0062414902, -0.012580752, 0.0033357253 };
	static const double db10[] = { 0.026670058, 0.1881768, 0.52720119, 0.68845904, 0.28117234,
		-0.24984642, -0.19594627, 0.12736934, 0.093057365, -0.071394147, -0.029457537, 0.033212674,
		0.0036065536, -0.010733175, 0.0013953517, 0.0019924053, -0.00068585669, -0.00011646686,
		9.358867e-05, -1.3264203e-05 };
	struct err e = { 0, "" };
	double h[2 * WAVELET_MAX];

	CHECK(!wavelet_daubechies(2, h, &e));
	for (int k = 0; k < 4; k++)
		NEAR(h[k], db2[k], 5e-9);
	CHECK(!wavelet_daubechies(5, h, &e));
	for (int k = 0; k < 10; k++)
		NEAR(h[k], db5[k], 5e-9);
	CHECK(!wavelet_daubechies(10, h, &e));
	for (int k = 0; k < 20; k++)
		NEAR(h[k], db10[k], 5e-9);
}

/*
 * odd_image(16, 16), level 2, db2, sigma 1: decomposed, damped by numpy's FFT
 * and composed in full by PyWavelets 1.1.1 (dwt2, idwt2, symmetric), rows 0 and 9.
 */
static void fw_pywavelets(void)
{
	static const double row0[] = { 0.38743369, 2.6573841, 2.2718586, 1.5635214, 0.29097501, 2.8763004,
		2.6602903, 2.3212614, 0.80102812, 2.720043, 2.9735693, 1.8109483, 1.2361283, 3.5314943,
		2.9055616, 2.0552087 };
	static const double row9[] = { 2.9134504, 0.39237809, 1.6974733, 2.6480634, 0.82661824, 1.9565345,
		3.3959112, 1.1619747, 2.9802722, 2.7663424, 1.3797337, 2.4350158, 3.8980125, 1.2745478,
		2.5949381, 0.063214085 };

	odd_image(16, 16, x);
	CHECK(!run_once("stripe-fw:where=all,level=2,wavelet=db2,sigma=1,pad=0", SINO, 16, 16, x, y, NULL));
	for (int c = 0; c < 16; c++) {
		NEAR(y[c], row0[c], 2e-6);	/* numbers to 8 digits; single precision of 4 */
		NEAR(y[9 * 16 + c], row9[c], 2e-6);
	}
}

/* Nothing but a constant along both axes, or none at all, is left bit for bit. */
static void fw_constant(void)
{
	static const char *const text[] = { "stripe-fw:where=all,level=3", "stripe-fw:where=all,wavelet=haar,level=1", "stripe-fw:where=all,wavelet=db20,level=8" };

	for (int k = 0; k < 3; k++) {
		for (int i = 0; i < N; i++)
			x[i] = 1.5f;
		CHECK(!run_once(text[k], SINO, NA, NC, x, y, NULL));
		for (int i = 0; i < N; i++)
			NEAR(y[i], 1.5, 1e-5);	/* coefficients of 1.5 * 2^level rounded in single precision */
		memset(x, 0, sizeof x);
		CHECK(!run_once(text[k], SINO, NA, NC, x, y, NULL));
		CHECK(!memcmp(x, y, sizeof x));
	}
}

/* What oscillates along the angles faster than is damped stays: the transform loses nothing. */
static void fw_reconstructs(void)
{
	static const char *const wavelet[] = { "haar", "db2", "db3", "db5", "db7", "db12", "db20" };
	struct rng g = rng_at(7, 0, 0);
	char text[80];

	for (int c = 0; c < NC; c++) {
		double v = rng_normal(&g);
		for (int a = 0; a < NA; a++)	/* mirrored ends, alternating signs: no mean in any band */
			x[a * NC + c] = (float)(a % 2 ? v : -v);
	}
	for (int k = 0; k < 7; k++) {
		snprintf(text, sizeof text, "stripe-fw:where=all,sigma=0,pad=0,level=2,wavelet=%s", wavelet[k]);
		CHECK(!run_once(text, SINO, NA, NC, x, y, NULL));
		/* only where the mirror repeats a sign does the low pass see something */
		NEAR(rms(x, y, N), 0, 0.02);
		CHECK(rms(x + 40 * NC, y + 40 * NC, 100 * NC) < 0.012);
	}
}

/* A stripe of one column, one of three, one that fades, on a sinogram. */
static void planted(float *s)
{
	for (int a = 0; a < NA; a++) {
		s[a * NC + 50] += 0.1f;
		for (int c = 80; c < 83; c++)
			s[a * NC + c] -= 0.08f;
		s[a * NC + 30] += 0.1f * (float)(0.5 - 0.5 * cos(2 * M_PI * (a + 0.5) / NA));
	}
}

/* A band of w < 2^level columns keeps about w/2^level of its height, where it cannot be told from the object. */
static void fw_stripes(void)
{
	static float clean[N], full[N];
	double after, cost;

	sinogram(clean);
	memcpy(full, clean, sizeof full);
	planted(full);
	NEAR(farthest(full, clean), 0.1, 1e-4);
	CHECK(!run_once("stripe-fw:where=all,level=3", SINO, NA, NC, full, x, NULL));
	CHECK(!run_once("stripe-fw:where=all,level=3", SINO, NA, NC, clean, y, NULL));
	cost = farthest(y, clean);
	after = farthest(x, y);
	NEAR(cost, 0, 0.02);		/* of 2, 1 %: a clean sinogram is nearly unchanged */
	NEAR(after, 0, 0.04);		/* 3/8 of 0.08 */
	CHECK(!run_once("stripe-fw:where=all,level=5", SINO, NA, NC, full, x, NULL));
	CHECK(!run_once("stripe-fw:where=all,level=5", SINO, NA, NC, clean, y, NULL));
	CHECK(farthest(x, y) < 0.6 * after);	/* deeper takes more of the stripes */
	CHECK(farthest(y, clean) > 5 * cost);	/* and of the object */
}

/* Linear, and the sum over the angles of a removed stripe is all that goes with sigma 0. */
static void fw_linear(void)
{
	static float a[N], b[N], ya[N], yb[N];
	struct rng g = rng_at(8, 0, 0);

	for (int i = 0; i < N; i++) {
		a[i] = (float)rng_normal(&g);
		b[i] = (float)rng_normal(&g);
		x[i] = 2 * a[i] - 3 * b[i];
	}
	CHECK(!run_once("stripe-fw:where=all,level=3", SINO, NA, NC, a, ya, NULL));
	CHECK(!run_once("stripe-fw:where=all,level=3", SINO, NA, NC, b, yb, NULL));
	CHECK(!run_once("stripe-fw:where=all,level=3", SINO, NA, NC, x, y, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i], 2 * ya[i] - 3 * yb[i], 2e-5);
}

/* Any shape: images smaller than the filter, single rows and columns. */
static void fw_shapes(void)
{
	static const size_t shape[][2] = { { 1, 1 }, { 1, 50 }, { 50, 1 }, { 2, 3 }, { 7, 33 }, { 33, 7 }, { 64, 64 } };
	char text[80];

	for (size_t i = 0; i < sizeof shape / sizeof *shape; i++)
		for (int level = 1; level <= 16; level += 5) {
			size_t n = shape[i][0] * shape[i][1];
			for (size_t k = 0; k < n; k++)
				x[k] = 1;
			snprintf(text, sizeof text, "stripe-fw:where=all,level=%d,wavelet=db9,pad=1", level);
			CHECK(!run_once(text, SINO, shape[i][0], shape[i][1], x, y, NULL));
			for (size_t k = 0; k < n; k++)
				NEAR(y[k], 1, 1e-3);	/* 2^16 in single precision at the deepest */
		}
}

static void sf_formula(void)
{
	static const int size[] = { 3, 5, 21, 301 };
	struct rng g = rng_at(9, 0, 0);
	double mean[NC] = { 0 };
	char text[40];

	for (int i = 0; i < N; i++)
		x[i] = (float)rng_normal(&g);
	for (int i = 0; i < N; i++)
		mean[i % NC] += (double)x[i] / NA;
	for (int k = 0; k < 4; k++) {
		snprintf(text, sizeof text, "stripe-sf:where=all,size=%d", size[k]);
		CHECK(!run_once(text, SINO, NA, NC, x, y, NULL));
		for (int i = 0; i < N; i++) {
			double s = 0;
			for (int j = -size[k] / 2; j <= size[k] / 2; j++) {
				int c = i % NC + j;
				s += mean[c < 0 ? 0 : c < NC ? c : NC - 1];
			}
			NEAR(y[i], x[i] - mean[i % NC] + s / size[k], 1e-6);
		}
	}
	CHECK(run_once("stripe-sf:where=all,size=4", SINO, NA, NC, x, y, "not odd") == E_USAGE);
}

/* A lone stripe keeps 1/size of itself, spread over the window; any number of angles. */
static void sf_stripe(void)
{
	for (size_t na = 1; na < 40; na++) {
		memset(x, 0, sizeof x);
		for (size_t a = 0; a < na; a++)
			x[a * NC + 60] = 1;
		CHECK(!run_once("stripe-sf:where=all,size=5", SINO, na, NC, x, y, NULL));
		for (size_t c = 0; c < NC; c++)
			NEAR(y[(na - 1) * NC + c], c >= 58 && c <= 62 ? 0.2 : 0, 1e-6);
	}
}

int main(void)
{
	CASE(wavelet_identities);
	CASE(wavelet_numbers);
	CASE(fw_pywavelets);
	CASE(fw_constant);
	CASE(fw_reconstructs);
	CASE(fw_stripes);
	CASE(fw_linear);
	CASE(fw_shapes);
	CASE(sf_formula);
	CASE(sf_stripe);
	return done();
}
