/* What both algorithms plan: transform lengths, the ramp, columns of a full turn, masks. */
#include "check.h"

#include "base/mem.h"
#include "num/fft.h"
#include "tomo/polar.h"

static struct err e;

/* A plan for n columns, m angles over deg degrees. */
static struct polar make(size_t n, size_t m, double deg, double center, struct recon_par par)
{
	const char *const label[] = { "row", "angle", "col" };
	double theta[720];
	struct polar p = { 0 };
	struct head in, out;

	for (size_t i = 0; i < m; i++)
		theta[i] = deg * (double)i / (double)m;
	head_init(&in, DT_F32, 3, (size_t[]){ 3, m, n }, label);
	head_copy(&out, &in, &e);
	par.theta_deg = theta;
	par.ntheta = m;
	par.center = &center;
	par.ncenter = 1;
	CHECK(!polar_init(&p, &par, &in, &out, &e));
	head_free(&in);
	head_free(&out);
	return p;
}

/* No place inside the circle is further from a column than half the transform. */
static void lengths(void)
{
	CHECK(polar_length(1024, 1024, 511.5, 511.5) == 2048);
	for (size_t n = 1; n < 400; n += 13)
		for (double c = -50; c < 500; c += 60.7) {
			size_t len = polar_length(n, n, c, c);
			CHECK(len % 2 == 0 && len >= n);
			CHECK((double)len / 2 >= (double)n / 2 + fmax(c, (double)n - 1 - c));
		}
	CHECK(polar_length(100, 100, 0, 99) == polar_length(100, 100, 0, 0));
}

/* Transformed back, the filter is Ramachandran & Lakshminarayanan's kernel. */
static void ramp(void)
{
	struct recon_par par = { .filter = WINDOW_RAMP };
	struct polar p = make(60, 10, 180, 29.5, par);
	size_t n = p.len;
	float *z = mem_zero(n + 2, sizeof *z, "z", &e);
	const struct fft *back;

	CHECK(!fft_plan(&back, FFT_C2R, 1, &n, 1, 1, &e));
	for (size_t k = 0; k <= n / 2; k++)
		z[2 * k] = p.filter[k];
	fft_run(back, z, z);
	for (size_t d = 0; d < n / 2; d++) {
		double h = d == 0 ? 0.25 : d % 2 ? -1 / (M_PI * M_PI * (double)(d * d)) : 0;
		NEAR(z[d], h, 2e-7);
		NEAR(z[d], z[d ? n - d : 0], 2e-7);
	}
	mem_free(z);
	polar_free(&p);
}

/* s and -s together count 2; where only one was seen it counts 2. */
static void columns(void)
{
	struct recon_par par = { .filter = WINDOW_RAMP };
	float w[100];

	for (int side = 0; side < 2; side++) {
		double center = side ? 79 : 20;
		struct polar p = make(100, 360, 360, center, par);
		CHECK(p.geo.turn && p.geo.size == 159);
		CHECK(geo_columns(&p.geo, geo_center(&p.geo, 2), w));
		for (int d = 0; d <= 20; d++)
			NEAR(w[(int)center - d] + w[(int)center + d], 2, 1e-6);
		for (int d = 21; d < 79; d++)
			NEAR(w[(int)center + (side ? -d : d)], 2, 1e-6);
		NEAR(w[(int)center], 1, 1e-6);
		polar_free(&p);
	}
	struct polar p = make(100, 360, 360, 49.5, par);
	CHECK(!p.geo.turn && p.geo.size == 100 && !geo_columns(&p.geo, 49.5, w));
	polar_free(&p);
	p = make(100, 180, 180, 20, par);
	CHECK(!p.geo.turn && p.geo.size == 100);
	polar_free(&p);
}

static void mask(void)
{
	struct recon_par par = { .filter = WINDOW_RAMP, .circle = 1 };
	struct polar p = make(11, 10, 180, 5, par);

	for (size_t i = 0; i < 11; i++) {
		float row[11];
		for (int j = 0; j < 11; j++)
			row[j] = 3;
		geo_mask(&p.geo, i, row);
		for (int j = 0; j < 11; j++)
			NEAR(row[j], hypot(j - 5., (double)i - 5) < 5.5 ? 3 : 0, 0);
	}
	polar_free(&p);
}

/* Phases of far away samples are as good as near ones, whichever kernel runs. */
static void turn(void)
{
	enum { N = 5000 };
	static float z[2 * N], one[N];

	for (int k = 0; k < N; k++) {
		z[2 * k] = 1;
		z[2 * k + 1] = 2;
		one[k] = (float)k;
	}
	HOT_PICK(polar_turn)(z, one, N, 0.5f, -2.718, -1);
	for (int k = 0; k < N; k += 97) {
		double c = cos(-2.718 * k), s = sin(-2.718 * k);
		NEAR(z[2 * k], 0.5 * k * (c - 2 * s), 1e-6 * k);
		NEAR(z[2 * k + 1], -0.5 * k * (2 * c + s), 1e-6 * k);
	}
}

static void valid(void)
{
	float x[37];

	for (int bad = 0; bad < 37; bad += 4) {
		for (int i = 0; i < 37; i++)
			x[i] = (float)(i + 1);
		CHECK(HOT_PICK(geo_valid)(x, 37, 0) && HOT_PICK(geo_valid)(x, 37, 1));
		x[bad] = -1;
		CHECK(HOT_PICK(geo_valid)(x, 37, 0) && !HOT_PICK(geo_valid)(x, 37, 1));
		x[bad] = 0;
		CHECK(HOT_PICK(geo_valid)(x, 37, 0) && !HOT_PICK(geo_valid)(x, 37, 1));
		x[bad] = (float)NAN;
		CHECK(!HOT_PICK(geo_valid)(x, 37, 0) && !HOT_PICK(geo_valid)(x, 37, 1));
		x[bad] = (float)-INFINITY;
		CHECK(!HOT_PICK(geo_valid)(x, 37, 0) && !HOT_PICK(geo_valid)(x, 37, 1));
	}
}

int main(void)
{
	CASE(lengths);
	CASE(ramp);
	CASE(columns);
	CASE(mask);
	CASE(turn);
	CASE(valid);
	fft_forget();
	return done();
}
