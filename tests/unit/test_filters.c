/* Filters of images: against their formulas, brute force, and scipy. */
#include "filter_run.h"

#include "num/rng.h"
#include "tomo/filter_image.h"
#include "tomo/filter_median.h"

enum { NROW = 37, NCOL = 150, N = NROW * NCOL, MORE = 20000 };

static float x[MORE], y[MORE], z[4 * N];

static void noise(uint64_t seed)
{
	struct rng g = rng_at(seed, 0, 0);

	for (int i = 0; i < MORE; i++)
		x[i] = (float)rng_normal(&g);
}

static float at(const float *im, long r, long c, size_t nrow, size_t ncol)
{
	return im[image_reflect(r, nrow) * ncol + image_reflect(c, ncol)];
}

static void mirror(void)
{
	static const int want[] = { 2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1 };

	for (int i = 0; i < 12; i++)
		CHECK(image_reflect(i - 4, 3) == (size_t)want[i]);
	CHECK(image_reflect(-1000001, 1) == 0);
}

static void not_finite(void)
{
	noise(1);
	CHECK(image_finite(x, N) == N);
	x[4321] = -INFINITY;
	CHECK(image_finite(x, N) == 4321);
	x[5] = NAN;
	CHECK(image_finite(x, N) == 5 && image_finite(x, 5) == 5);
}

/* An impulse gives the product of the two lines of weights. */
static void gaussian_impulse(void)
{
	double sigma = 1.7, sum = 0;
	int half = 7, r0 = 15, c0 = 80;	/* floor(4 * 1.7 + 1/2) */

	memset(x, 0, sizeof x);
	x[r0 * NCOL + c0] = 1;
	CHECK(!run_once("gaussian:sigma=1.7", PROJ, NROW, NCOL, x, y, NULL));
	for (int i = -half; i <= half; i++)
		sum += exp(-i * i / (2 * sigma * sigma));
	for (int r = 0; r < NROW; r++)
		for (int c = 0; c < NCOL; c++) {
			double i = r - r0, j = c - c0, w = exp(-(i * i + j * j) / (2 * sigma * sigma));
			if (fabs(i) > half || fabs(j) > half)
				w = 0;
			NEAR(y[r * NCOL + c], w / (sum * sum), 1e-8);	/* of 0.055: single precision */
		}
}

static void gaussian_constant(void)
{
	static const char *const text[] = { "gaussian:sigma=0.3", "gaussian", "gaussian:sigma=50" };

	for (int i = 0; i < N; i++)
		x[i] = 3.5f;
	for (int k = 0; k < 3; k++) {
		CHECK(!run_once(text[k], PROJ, NROW, NCOL, x, y, NULL));
		for (int i = 0; i < N; i++)
			NEAR(y[i], 3.5, 2e-6);	/* 400 terms, rounded each */
	}
}

/*
 * A wave whose period fits the mirrored image is damped by exp(-2 pi^2 sigma^2 f^2);
 * cutting the weights at 4 sigma and sampling them leaves 1e-4 of it.
 */
static void gaussian_wave(void)
{
	for (int k = 1; k < 40; k += 6) {
		double f = k / (2.0 * NCOL), damp = exp(-2 * M_PI * M_PI * 4 * f * f);
		for (int i = 0; i < N; i++)
			x[i] = (float)cos(2 * M_PI * f * (i % NCOL + 0.5));
		CHECK(!run_once("gaussian:sigma=2", PROJ, NROW, NCOL, x, y, NULL));
		for (int i = 0; i < N; i++)
			NEAR(y[i], damp * x[i], 1.5e-4);
	}
}

/* scipy 1.10.1, gaussian_filter(odd_image(5, 7), 1.5), first and last row. */
static void gaussian_scipy(void)
{
	static const double row0[] = { 1.7259608, 1.7229988, 1.608348, 1.4446713, 1.4156439, 1.5357027, 1.6513497 };
	static const double row4[] = { 1.9863651, 1.8783797, 1.6923794, 1.5108477, 1.4098292, 1.373226, 1.3565176 };

	odd_image(5, 7, x);
	CHECK(!run_once("gaussian:sigma=1.5", SLICE, 5, 7, x, y, NULL));
	for (int c = 0; c < 7; c++) {
		NEAR(y[c], row0[c], 5e-7);
		NEAR(y[28 + c], row4[c], 5e-7);
	}
}

/* Widths around the blocks of the kernels give the same numbers as a narrow image does. */
static void gaussian_widths(void)
{
	noise(2);
	for (size_t n = 1; n < 140; n += 3) {
		CHECK(!run_once("gaussian:sigma=1", PROJ, 3, n, x, y, NULL));
		for (size_t c = 0; c < n; c++) {
			double s = 0, sum = 0;
			for (long i = -4; i <= 4; i++)
				for (long j = -4; j <= 4; j++) {
					double w = exp(-0.5 * (double)(i * i + j * j));
					s += w * at(x, 1 + i, (long)c + j, 3, n);
					sum += w;
				}
			NEAR(y[n + c], s / sum, 1e-6);
		}
	}
}

static int by_value(const void *a, const void *b)
{
	float p = *(const float *)a, q = *(const float *)b;

	return (p > q) - (p < q);
}

static float brute_median(const float *im, long r, long c, long size, size_t nrow, size_t ncol)
{
	static float w[99 * 99];
	size_t n = 0;

	for (long i = -size / 2; i <= size / 2; i++)
		for (long j = -size / 2; j <= size / 2; j++)
			w[n++] = at(im, r + i, c + j, nrow, ncol);
	qsort(w, n, sizeof *w, by_value);
	return w[n / 2];
}

static void median_size(int size, size_t nrow, size_t ncol)
{
	char text[40];

	snprintf(text, sizeof text, "median:size=%d", size);
	CHECK(!run_once(text, PROJ, nrow, ncol, x, y, NULL));
	for (size_t i = 0; i < nrow * ncol; i++)
		CHECK(y[i] == brute_median(x, (long)(i / ncol), (long)(i % ncol), size, nrow, ncol));
}

/* Exact, edges and images smaller than the window included. */
static void median_brute(void)
{
	static const int size[] = { 3, 5, 7, 9, 15, 31, MEDIAN_MAX };

	noise(3);
	for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
		median_size(size[i], 11, 40);
		median_size(size[i], 1, 17);
		median_size(size[i], 2, 3);
		median_size(size[i], 21, 1);
	}
	for (size_t n = 1; n < 70; n++)
		median_size(3, 2, n);
	median_size(3, NROW, NCOL);
	median_size(5, NROW, NCOL);
	median_size(7, NROW, NCOL);
	median_size(9, 70, 140);	/* more than one block */
	median_size(11, 65, 260);
}

/* Few values, many of them equal, of both signs, zeros and infinities. */
static void median_ties(void)
{
	for (int i = 0; i < N; i++)
		x[i] = (float)(i * 7919 % 5 - 2) / 2;
	x[99] = -0.f;
	x[100] = INFINITY;
	x[200] = -INFINITY;
	median_size(3, NROW, NCOL);
	median_size(5, NROW, NCOL);
	median_size(11, NROW, NCOL);
}

static void median_scipy(void)
{
	/* scipy 1.10.1, median_filter(odd_image(5, 7), 3)[0] and (..., 5)[2] */
	static const double m3[] = { 1.5, 1.75, 1.5, 1.25, 1, 0.75, 2.5 };
	static const double m5[] = { 2.25, 1.5, 1.25, 1.25, 1.25, 1.25, 1.75 };

	odd_image(5, 7, x);
	CHECK(!run_once("median", PROJ, 5, 7, x, y, NULL));
	for (int c = 0; c < 7; c++)
		NEAR(y[c], m3[c], 0);
	CHECK(!run_once("median:size=5", PROJ, 5, 7, x, y, NULL));
	for (int c = 0; c < 7; c++)
		NEAR(y[14 + c], m5[c], 0);
}

/* The function that median and outlier share, and its check. */
static void median_direct(void)
{
	struct image im = { 3, 3 };
	struct err e = { 0, "" };
	float in[9] = { 9, 1, 8, 2, 7, 3, 6, 4, 5 }, out[9];
	void *work = mem_alloc(median_work(&im, 5), 1, "scratch", &e);

	median_image(&im, 5, in, work, out);
	CHECK(out[4] == brute_median(in, 1, 1, 5, 3, 3) && out[0] == brute_median(in, 0, 0, 5, 3, 3));
	CHECK(!median_check(3, &e) && median_check(8, &e) == E_USAGE);
	mem_free(work);
}

/* A NaN alone disappears. */
static void median_nan(void)
{
	noise(4);
	for (int i = 333; i < N; i += 991)
		x[i] = NAN;
	CHECK(!run_once("median", PROJ, NROW, NCOL, x, y, NULL));
	CHECK(image_finite(y, N) == N);
	CHECK(!run_once("outlier:dif=100", PROJ, NROW, NCOL, x, y, NULL));
	for (int i = 0; i < N; i++)
		CHECK(isnan(x[i]) ? isfinite(y[i]) : y[i] == x[i]);
}

/* Planted zingers go, the rest stays bit for bit. */
static void outlier_planted(const char *text, float step, int removed)
{
	for (int i = 0; i < N; i++)
		x[i] = (float)(1 + 0.05 * sin(0.01 * (i / NCOL + 2 * (i % NCOL))));
	memcpy(z, x, sizeof x);
	for (int i = 77; i < N; i += 401)
		x[i] += step;
	CHECK(!run_once(text, PROJ, NROW, NCOL, x, y, NULL));
	for (int i = 0; i < N; i++)
		if (removed && x[i] != z[i])
			NEAR(y[i], z[i], 0.02);	/* the median of neighbours that change by 0.0015 a pixel */
		else
			CHECK(!memcmp(y + i, x + i, sizeof *x));
}

static void outlier(void)
{
	outlier_planted("outlier:dif=0.5", 2, 1);
	outlier_planted("outlier:dif=0.5", -2, 0);
	outlier_planted("outlier:dif=0.5,kind=dark", -2, 1);
	outlier_planted("outlier:dif=0.5,kind=dark", 2, 0);
	outlier_planted("outlier:dif=0.5,kind=both,size=5", -2, 1);
	outlier_planted("outlier:dif=0.5,kind=both,size=15", 2, 1);
	outlier_planted("outlier:dif=3,kind=both", 2, 0);
}

static void sobel(void)
{
	/* scipy 1.10.1: hypot(sobel(x, 0), sobel(x, 1)) / 8, row 1 of odd_image(5, 7) */
	static const double row1[] = { 1.4637548, 0.45069391, 0.91108623, 0.35355339, 0.28298079, 0.44414595, 0.3365728 };

	odd_image(5, 7, x);
	CHECK(!run_once("sobel", PROJ, 5, 7, x, y, NULL));
	for (int c = 0; c < 7; c++)
		NEAR(y[7 + c], row1[c], 3e-7);
	for (int i = 0; i < N; i++)
		x[i] = (float)(3 * (i / NCOL) + 4 * (i % NCOL));
	CHECK(!run_once("sobel", PROJ, NROW, NCOL, x, y, NULL));
	NEAR(y[10 * NCOL + 10], 5, 1e-6);
}

/* Against libm, of values over all of the range. */
static void logarithm(void)
{
	for (int i = 0; i < N; i++)
		x[i] = (float)exp(-87 + 175.0 * i / N);
	CHECK(!run_once("log", PROJ, NROW, NCOL, x, y, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i], -log((double)x[i]), 1.3e-7 * fabs(log((double)x[i])) + 1e-9);	/* 2 ulp at most */
	for (int i = 0; i < N; i++)
		x[i] = (float)(1 + 0.2 * ((double)i / N - 0.5));
	CHECK(!run_once("log", PROJ, NROW, NCOL, x, y, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i], -log((double)x[i]), 2e-7 * fabs(log((double)x[i])) + 1e-12);
}

static void exponential(void)
{
	for (int i = 0; i < N; i++)
		x[i] = (float)(-86 + 172.0 * i / N);
	CHECK(!run_once("exp", PROJ, NROW, NCOL, x, y, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i] / exp(-(double)x[i]), 1, 2.4e-7);	/* 2 ulp */
	CHECK(!run_once("log", PROJ, NROW, NCOL, y, z, NULL));
	for (int i = 0; i < N; i++)
		NEAR(z[i], x[i], 4e-7 * (1 + fabsf(x[i])));
	x[0] = 200;
	CHECK(!run_once("exp", PROJ, NROW, NCOL, x, y, NULL) && y[0] == 0);
}

static void log_errors(void)
{
	static const float bad[] = { 0, -1, INFINITY, NAN, -0.f };
	static const char *const says[] = { "sample 0 at row 1, col 3", "sample -1 at row 1, col 3",
					    "sample inf", "sample nan", "sample -0" };

	for (int k = 0; k < 5; k++) {
		for (int i = 0; i < 12; i++)
			x[i] = 1;
		x[9] = bad[k];
		CHECK(run_once("log", PROJ, 2, 6, x, y, says[k]) == E_DATA);
		CHECK(run_once("log:min=0.01", PROJ, 2, 6, x, y, k == 2 || k == 3 ? says[k] : NULL) ==
		      (k == 2 || k == 3 ? E_DATA : 0));
		if (k < 2)
			NEAR(y[9], -log(0.01), 1e-6);
	}
	x[9] = NAN;
	CHECK(run_once("exp", PROJ, 2, 6, x, y, "sample nan at row 1, col 3 is not finite") == E_DATA);
}

static void circle(void)
{
	for (int i = 0; i < N; i++)
		x[i] = 1;
	for (size_t n = 30; n < 32; n++) {
		double sum = 0;
		CHECK(!run_once("circle:value=-2", SLICE, n, n, x, y, NULL));
		for (size_t i = 0; i < n * n; i++) {
			double dx = (double)(i % n) - 0.5 * (double)(n - 1), dy = (double)(i / n) - 0.5 * (double)(n - 1);
			CHECK(y[i] == (hypot(dx, dy) < 0.5 * (double)n ? 1 : -2));
			sum += y[i] == 1;
		}
		NEAR(sum / (double)(n * n), M_PI / 4, 0.02);
	}
	CHECK(!run_once("circle:ratio=0", SLICE, 5, 5, x, y, NULL) && y[12] == 0);
}

static double number(const struct head *h, const char *key)
{
	double v = NAN;
	struct err e = { 0, "" };

	meta_get_num(&h->meta, key, &v, &e);
	return v;
}

/* A feature stays where the centre says, whatever is cropped, padded or binned. */
static void geometry(const char *text, size_t nrow, size_t ncol, double center, double pixel)
{
	struct run r = { .nwork = 0 };
	double m = 0, sum = 0;

	head_init(&r.in, DT_F32, 3, (size_t[]){ 1, NROW, NCOL }, PROJ);
	CHECK(!meta_set_num(&r.in.meta, META_CENTER, 71.25, &r.e));
	CHECK(!meta_set_num(&r.in.meta, META_PIXEL, 2e-6, &r.e));
	for (int i = 0; i < N; i++)
		x[i] = (float)exp(-0.5 * pow((i % NCOL - 71.25) / 9, 2));
	run_plan(&r, text);
	CHECK(!run_item(&r, 0, x, z));
	CHECK(r.out.n[1] == nrow && r.out.n[2] == ncol && r.out.n[0] == 1);
	NEAR(number(&r.out, META_CENTER), center, 1e-12);
	NEAR(number(&r.out, META_PIXEL), pixel, 1e-18);
	for (size_t c = 0; c < ncol; c++) {	/* the centre of mass of a middle row */
		m += (double)c * z[nrow / 2 * ncol + c];
		sum += z[nrow / 2 * ncol + c];
	}
	NEAR(m / sum, center, 1e-3);
	run_end(&r);
}

static void follows(void)
{
	geometry("crop:left=10,right=3,top=5,bottom=2", 30, 137, 61.25, 2e-6);
	geometry("pad:left=7,right=2,top=1,bottom=3", 41, 159, 78.25, 2e-6);
	geometry("bin", 18, 75, (71.25 + 0.5) / 2 - 0.5, 4e-6);
	geometry("bin:factor=4", 9, 37, (71.25 + 0.5) / 4 - 0.5, 8e-6);
	geometry("bin:factor=3", 12, 50, (71.25 + 0.5) / 3 - 0.5, 6e-6);
	geometry("bin:factor=1", NROW, NCOL, 71.25, 2e-6);
}

static void crop_pad_bin(void)
{
	noise(5);
	CHECK(!run_once("crop:left=3,right=5,top=2,bottom=4", PROJ, NROW, NCOL, x, y, NULL));
	for (int r = 0; r < NROW - 6; r++)
		CHECK(!memcmp(y + r * (NCOL - 8), x + (r + 2) * NCOL + 3, (NCOL - 8) * sizeof *x));
	CHECK(!run_once("pad:left=3,right=5,top=2,bottom=4,mode=mirror", PROJ, 10, 20, x, z, NULL));
	for (int r = 0; r < 16; r++)
		for (int c = 0; c < 28; c++)
			CHECK(z[r * 28 + c] == at(x, r - 2, c - 3, 10, 20));
	CHECK(!run_once("pad:left=40,top=2,mode=edge", PROJ, 10, 20, x, z, NULL));
	CHECK(z[0] == x[0] && z[40] == x[0] && z[11 * 60 + 59] == x[199] && z[5 * 60 + 3] == x[60]);
	CHECK(!run_once("pad:right=2,mode=constant,value=7", PROJ, 2, 2, x, z, NULL));
	CHECK(z[1] == x[1] && z[2] == 7 && z[3] == 7 && z[4] == x[2]);
	CHECK(!run_once("bin:factor=3", PROJ, NROW, NCOL, x, y, NULL));
	for (int r = 0; r < NROW / 3; r++)
		for (int c = 0; c < NCOL / 3; c++) {
			double s = 0;
			for (int k = 0; k < 9; k++)
				s += x[(3 * r + k / 3) * NCOL + 3 * c + k % 3];
			NEAR(y[r * (NCOL / 3) + c], s / 9, 1e-6);
		}
}

static void errors(void)
{
	CHECK(run_once("median:size=4", PROJ, 5, 5, x, y, "size=4 is not odd") == E_USAGE);
	CHECK(run_once("outlier", PROJ, 5, 5, x, y, "dif is required") == E_USAGE);
	CHECK(run_once("crop:left=3,right=2", PROJ, 5, 5, x, y, "leave nothing of 5 columns") == E_USAGE);
	CHECK(run_once("crop:top=1", SINO, 5, 5, x, y, "no axis") == E_USAGE);
	CHECK(run_once("pad:bottom=1", SINO, 5, 5, x, y, "no axis") == E_USAGE);
	CHECK(run_once("bin", SINO, 6, 6, x, y, "not sinograms") == E_DATA);
	CHECK(run_once("bin:factor=7", PROJ, 6, 6, x, y, "cannot bin") == E_USAGE);
}

static void shapes(void)
{
	static const char *const label[] = { "frame", "z", "y", "x" }, *const line[] = { "angle", "col" };
	struct err e = { 0, "" };
	struct image im;
	struct head h;

	head_init(&h, DT_F32, 4, (size_t[]){ 1, 2, 3, 4 }, label);
	CHECK(image_of(&im, &h, &e) == E_DATA && strstr(e.msg, "series of images"));
	e = (struct err){ 0, "" };
	head_init(&h, DT_F32, 2, (size_t[]){ 5, 7 }, line);
	CHECK(!image_of(&im, &h, &e) && im.nrow == 1 && im.ncol == 7);
	h.is_complex = true;
	CHECK(image_of(&im, &h, &e) == E_DATA && strstr(e.msg, "complex"));
}

static void registry(void)
{
	CHECK(filter_conversion("mu_t", "transmission") != NULL);
	CHECK(!strcmp(filter_conversion("transmission", "mu_t")->name, "log"));
	CHECK(!filter_conversion("counts", "mu_t") && !filter_conversion("mu_t", "mu_t"));
	for (size_t i = 0; filter_methods[i]; i++) {
		const struct method *m = filter_methods[i];
		struct err e = { 0, "" };
		double val[PARAM_MAX];
		CHECK(m->map.batch == 1 && m->map.plan && m->map.apply && !strcmp(m->name, m->map.name));
		CHECK(!param_parse(m->param, m->name, NULL, val, &e));
		for (size_t k = 0; k < i; k++)
			CHECK(strcmp(m->name, filter_methods[k]->name));
	}
}

int main(void)
{
	CASE(mirror);
	CASE(not_finite);
	CASE(gaussian_impulse);
	CASE(gaussian_constant);
	CASE(gaussian_wave);
	CASE(gaussian_scipy);
	CASE(gaussian_widths);
	CASE(median_brute);
	CASE(median_ties);
	CASE(median_scipy);
	CASE(median_direct);
	CASE(median_nan);
	CASE(outlier);
	CASE(sobel);
	CASE(logarithm);
	CASE(exponential);
	CASE(log_errors);
	CASE(circle);
	CASE(follows);
	CASE(crop_pad_bin);
	CASE(errors);
	CASE(shapes);
	CASE(registry);
	return done();
}
