/* Models of two phases: exact loading, the correlations that theory gives, discs that are discs, patterns by their definition. */
#include "check.h"

#include <complex.h>

#include "num/par.h"
#include "rmc/structure.h"
#include "rmc/twophase.h"

static const double pi = 3.14159265358979323846;

static size_t filled(const unsigned char *a, size_t count)
{
	size_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += a[i] == 1;
	return sum;
}

static void loading_is_exact(void)
{
	static const size_t sizes[] = { 1, 2, 3, 7, 16, 45, 64 };
	static const double loadings[] = { 0, 0.013, 0.3, 0.5, 0.77, 1 };
	static unsigned char a[64 * 64];

	for (int i = 0; i < 7; i++)
		for (int j = 0; j < 6; j++) {
			struct err e = { 0, "" };
			struct spinodal_par p = { .n = sizes[i], .loading = loadings[j], .seed = 5 };

			CHECK(!twophase_spinodal(a, &p, &e));
			CHECK(filled(a, p.n * p.n) == (size_t)lround(p.loading * (double)(p.n * p.n)));
		}
}

/* Correlation of the field at (row, col): the transform of the filter's square. */
static double field_correlation(int n, double k0, int row, int col)
{
	static double cosine[64];
	double norm = 0, sum = 0;

	for (int i = 0; i < n; i++)
		cosine[i] = cos(2 * pi * i / n);
	for (int i = -n / 2; i < n / 2; i++)
		for (int j = -n / 2; j < n / 2; j++) {
			double d = (hypot(i, j) - k0) / (0.15 * k0), w = exp(-d * d);

			norm += w;
			sum += w * cosine[((i * row + j * col) % n + n) % n];
		}
	return sum / norm;
}

/*
 * A Gaussian field cut at its median has S2 = 1/4 + asin(rho)/(2 pi).  Means over rings of r, whose values scatter by less
 * than 0.001 with 60 models; a filter of 0.12 k0 is off by 0.005, a correlation of its first power by more.
 */
static void arcsine_law(void)
{
	enum { N = 64, SEEDS = 60, FAR = 25 };
	static unsigned char a[N * N];
	static double s2[N * N], found[FAR], want[FAR], count[FAR];

	for (int seed = 0; seed < SEEDS; seed++) {
		struct err e = { 0, "" };
		struct spinodal_par p = { .n = N, .loading = 0.5, .k0 = 7, .seed = (uint64_t)seed };

		CHECK(!twophase_spinodal(a, &p, &e) && !structure_s2(a, N, s2, &e));
		for (int i = 0; i < FAR; i++)
			for (int j = 0; j < FAR; j++)
				if (hypot(i, j) < FAR - 0.5)
					found[(int)(hypot(i, j) + 0.5)] += (s2[i * N + j] + s2[i * N + (N - j) % N]) / (2 * SEEDS);
	}
	for (int i = 0; i < FAR; i++)
		for (int j = 0; j < FAR; j++)
			if (hypot(i, j) < FAR - 0.5) {
				want[(int)(hypot(i, j) + 0.5)] += 0.25 + asin(fmin(1, field_correlation(N, 7, i, j))) / (2 * pi);
				count[(int)(hypot(i, j) + 0.5)]++;
			}
	for (int k = 0; k < FAR; k++)
		NEAR(found[k] / count[k], want[k] / count[k], 0.002);
}

static void spinodal_default_and_seeds(void)
{
	static unsigned char a[96 * 96], b[96 * 96];
	struct err e = { 0, "" };
	struct spinodal_par p = { .n = 96, .loading = 0.4, .seed = 1 };

	par_set_threads(1);
	CHECK(!twophase_spinodal(a, &p, &e));
	par_set_threads(2);
	p.k0 = 6;
	CHECK(!twophase_spinodal(b, &p, &e));
	CHECK(!memcmp(a, b, sizeof a));			/* n/16, any number of threads */
	p.seed = 2;
	CHECK(!twophase_spinodal(b, &p, &e) && memcmp(a, b, sizeof a));
	p.k0 = 6.5, p.seed = 1;
	CHECK(!twophase_spinodal(b, &p, &e) && memcmp(a, b, sizeof a));
}

/* ---- discs ---- */

struct blob { double row, col, area; };

/* One 4-connected blob from pixel i on: its pixels are set to 2; the centroid relative to its first pixel. */
static struct blob flood(unsigned char *a, long n, long first)
{
	static long stack[1 << 18][2];
	struct blob b = { 0, 0, 0 };
	long top = 0;

	stack[top][0] = first / n, stack[top++][1] = first % n;
	a[first] = 2;
	while (top) {
		long row = stack[--top][0], col = stack[top][1];

		b.row += (double)row, b.col += (double)col, b.area++;
		for (int i = 0; i < 4; i++) {
			long y = row + (i == 0) - (i == 1), x = col + (i == 2) - (i == 3);
			long at = (y % n + n) % n * n + (x % n + n) % n;

			if (a[at] != 1)
				continue;
			a[at] = 2;
			stack[top][0] = y, stack[top++][1] = x;
		}
	}
	b.row /= b.area, b.col /= b.area;
	return b;
}

static double nearest_image(double d, double n)
{
	return d - n * round(d / n);
}

/* With a gap of 1.6 pixels every blob is one disc: its pixels are those within R of some centre near the centroid. */
static void discs_are_discs(void)
{
	enum { N = 160 };
	static unsigned char a[N * N], b[N * N];
	static struct blob blob[400];
	struct discs_par p = { .n = N, .loading = 0.25, .radius_px = 6.3, .gap_px = 1.6, .seed = 3 };
	struct discs_made made;
	struct err e = { 0, "" };
	size_t count = 0;
	double area = pi * 6.3 * 6.3, nearest = N, fraction = 0;

	CHECK(!twophase_discs(a, &p, &made, &e));
	NEAR((double)filled(a, N * N), 0.25 * N * N, area / 2 + 6);	/* half a disc, whose pixels scatter by a few */
	memcpy(b, a, sizeof a);
	for (long i = 0; i < N * N; i++)
		if (b[i] == 1 && count < 400)
			blob[count++] = flood(b, N, i);
	CHECK(count == made.count);
	NEAR(made.mean_px, 6.3, 1e-12);
	NEAR(made.mean2_px2, 6.3 * 6.3, 1e-9);
	for (size_t i = 0; i < count; i++) {
		NEAR(blob[i].area, area, 8);	/* lattice points in a circle */
		fraction += blob[i].row - floor(blob[i].row) + blob[i].col - floor(blob[i].col);
		for (size_t j = 0; j < i; j++)
			nearest = fmin(nearest, hypot(nearest_image(blob[i].row - blob[j].row, N), nearest_image(blob[i].col - blob[j].col, N)));
		/* centroids are within 0.15 of centres */
		for (int y = -8; y <= 8; y++)
			for (int x = -8; x <= 8; x++) {
				double row = floor(blob[i].row) + y, col = floor(blob[i].col) + x, r = hypot(row - blob[i].row, col - blob[i].col);
				int v = a[((int)row + N) % N * N + ((int)col + N) % N];

				CHECK(!(r < 6.3 - 0.3 && !v));
				CHECK(!(r > 6.3 + 0.3 && r < 6.3 + 1.2 && v));
			}
	}
	CHECK(nearest > 2 * 6.3 + 1.6 - 0.3 && nearest < 2 * 6.3 + 1.6 + 1);
	NEAR(fraction / (2 * (double)count), 0.5, 5 * 0.29 / sqrt(2 * (double)count));	/* sub-pixel centres, uniform */
}

/* Discs are in all of the box, over its edges too: as many pixels in each row and column within five deviations. */
static void discs_are_everywhere(void)
{
	enum { N = 60, SEEDS = 60 };
	static unsigned char a[N * N];
	double row[N] = { 0 }, col[N] = { 0 };
	struct err e = { 0, "" };

	for (int s = 0; s < SEEDS; s++) {
		struct discs_par p = { .n = N, .loading = 0.2, .radius_px = 4, .seed = (uint64_t)s };

		CHECK(!twophase_discs(a, &p, NULL, &e));
		for (int i = 0; i < N * N; i++) {
			row[i / N] += a[i];
			col[i % N] += a[i];
		}
	}
	/* mean of 0.2 N SEEDS = 720 pixels a line, from 14 discs a model, 8/60 of which a line meets: deviation about 60 */
	for (int i = 0; i < N; i++) {
		NEAR(row[i], 720, 300);
		NEAR(col[i], 720, 300);
	}
}

static void discs_spread(void)
{
	enum { N = 512 };
	static unsigned char a[N * N];
	struct discs_par p = { .n = N, .loading = 0.3, .radius_px = 5, .spread = 0.15, .seed = 1 };
	struct discs_made made;
	struct err e = { 0, "" };

	CHECK(!twophase_discs(a, &p, &made, &e));
	CHECK(made.count > 900);
	NEAR(made.mean_px, 5, 4 * 0.75 / sqrt(900));
	/* cut at three deviations a normal deviate has 0.9866 of its deviation; 4 standard errors of it */
	NEAR(sqrt(made.mean2_px2 - made.mean_px * made.mean_px), 0.74, 4 * 0.75 / sqrt(1800));
	NEAR((double)filled(a, N * N), (double)made.count * pi * made.mean2_px2, 900);	/* no disc lies on another */
	NEAR((double)filled(a, N * N), 0.3 * N * N, 70);
}

/* Boxes so small that all cells are neighbours, and a disc is its own. */
static void discs_small_box(void)
{
	static unsigned char a[40 * 40];
	struct err e = { 0, "" };
	struct discs_made made;

	for (size_t n = 12; n <= 40; n += 7)
		for (uint64_t seed = 0; seed < 8; seed++) {
			struct discs_par p = { .n = n, .loading = 0.3, .radius_px = 3, .gap_px = 1, .seed = seed };

			CHECK(!twophase_discs(a, &p, &made, &e));
			NEAR((double)filled(a, n * n), (double)made.count * 28.27, 6 * (double)made.count);
			NEAR((double)filled(a, n * n), 0.3 * (double)(n * n), 18);
		}
}

/* ---- patterns ---- */

static double by_definition(const unsigned char *a, size_t n, const struct pattern_par *p, size_t row, size_t col)
{
	double m = (double)(n * p->oversample);
	double qr = (double)row - floor(m / 2) + p->shift_row_px, qc = (double)col - floor(m / 2) + p->shift_col_px;
	double complex f = 0;

	for (size_t y = 0; y < n; y++)
		for (size_t x = 0; x < n; x++)
			f += a[y * n + x] * cexp(-2 * pi * I * (qr * (double)y + qc * (double)x) / m);
	return p->scale * (creal(f) * creal(f) + cimag(f) * cimag(f)) + p->background;
}

/* Sums of 60 terms: rounding is 1e-13 of the squares. */
static void pattern_is_its_definition(void)
{
	static const struct pattern_par par[] = {
		{ 1, 0, 0, 1, 0, 0, 0 }, { 1, 0.3, -1.25, 2.5, 0, 0, 0 }, { 2, 0.5, 0, 1e-3, 7, 0, 0 }, { 3, -2.2, 1.75, 1, 0.5, 0, 0 },
	};
	static const size_t sizes[] = { 1, 8, 11 };
	static double out[33 * 33];
	static unsigned char a[11 * 11];

	for (int s = 0; s < 3; s++)
		for (int i = 0; i < 4; i++) {
			size_t n = sizes[s], m = n * par[i].oversample;
			struct pattern_par p = par[i];
			struct spinodal_par sp = { .n = n, .loading = 0.45, .k0 = 1, .seed = 9 };
			struct err e = { 0, "" };

			if (n == 1)
				p.shift_row_px = p.shift_col_px = 0.25;
			if (n == 1)
				a[0] = 1;
			else
				CHECK(!twophase_spinodal(a, &sp, &e));
			CHECK(!twophase_pattern(a, n, &p, out, &e));
			for (size_t k = 0; k < m * m; k++)
				NEAR(out[k], by_definition(a, n, &p, k / m, k % m), 1e-10 * p.scale * 3600 + 1e-12);
		}
}

/*
 * Poisson numbers: the mean of 400 seeds is within 5 standard errors of counts I/peak, the brightest pixel but q = 0 has `counts`.
 * 256 pixels and two cases: one of 1e6 draws would exceed 5.
 */
static void pattern_noise(void)
{
	enum { N = 8, M = 16, SEEDS = 400 };
	static double clean[M * M], noisy[M * M], sum[M * M];
	unsigned char a[N * N];
	struct spinodal_par sp = { .n = N, .loading = 0.5, .k0 = 2, .seed = 4 };
	struct err e = { 0, "" };

	CHECK(!twophase_spinodal(a, &sp, &e));
	for (int over = 1; over <= 2; over++) {
		struct pattern_par p = { .oversample = (size_t)over, .shift_row_px = over == 2 ? 0.4 : 0, .scale = 3, .background = 2 };
		size_t m = N * p.oversample;
		double peak = 0;

		CHECK(!twophase_pattern(a, N, &p, clean, &e));
		for (size_t k = 0; k < m * m; k++) {
			double qr = fabs((double)(k / m) - (double)(m / 2) + p.shift_row_px), qc = fabs((double)(k % m) - (double)(m / 2));

			peak = (qr >= over || qc >= over) && clean[k] > peak ? clean[k] : peak;
			sum[k] = 0;
		}
		p.counts = 50;
		for (p.seed = 0; p.seed < SEEDS; p.seed++) {
			CHECK(!twophase_pattern(a, N, &p, noisy, &e));
			for (size_t k = 0; k < m * m; k++) {
				CHECK(noisy[k] == floor(noisy[k]));
				sum[k] += noisy[k] / SEEDS;
			}
		}
		for (size_t k = 0; k < m * m; k++)
			NEAR(sum[k], 50 * clean[k] / peak, 5 * sqrt(50 * clean[k] / peak / SEEDS) + 1e-9);
	}
}

static void pattern_threads(void)
{
	enum { N = 50 };
	static unsigned char a[N * N];
	static double x[4 * N * N], y[4 * N * N];
	struct spinodal_par sp = { .n = N, .loading = 0.5, .seed = 4 };
	struct pattern_par p = { .oversample = 2, .scale = 1, .counts = 1e4, .shift_col_px = 0.3, .seed = 1 };
	struct err e = { 0, "" };

	CHECK(!twophase_spinodal(a, &sp, &e));
	par_set_threads(1);
	CHECK(!twophase_pattern(a, N, &p, x, &e));
	par_set_threads(2);
	CHECK(!twophase_pattern(a, N, &p, y, &e));
	CHECK(!memcmp(x, y, sizeof x));
}

/* ---- errors ---- */

static int disc_code(struct discs_par p, const char *says)
{
	static unsigned char a[64 * 64];
	struct err e = { 0, "" };
	int code = twophase_discs(a, &p, NULL, &e);

	CHECK(strstr(e.msg, says));
	return code;
}

static int pattern_code(struct pattern_par p, size_t n, const char *says)
{
	static unsigned char a[16];
	static double out[256];
	struct err e = { 0, "" };
	int code = twophase_pattern(a, n, &p, out, &e);

	CHECK(strstr(e.msg, says));
	return code;
}

static int spinodal_code(struct spinodal_par p, const char *says)
{
	unsigned char a[64];
	struct err e = { 0, "" };
	int code = twophase_spinodal(a, &p, &e);

	CHECK(strstr(e.msg, says));
	return code;
}

static void errors(void)
{
	CHECK(spinodal_code((struct spinodal_par){ 0, 0.5, 0, 1 }, "model of 0") == E_USAGE);
	CHECK(spinodal_code((struct spinodal_par){ 4097, 0.5, 0, 1 }, "4097") == E_USAGE);
	CHECK(spinodal_code((struct spinodal_par){ 8, -0.1, 0, 1 }, "loading -0.1") == E_USAGE);
	CHECK(spinodal_code((struct spinodal_par){ 8, 1.1, 0, 1 }, "loading 1.1") == E_USAGE);
	CHECK(spinodal_code((struct spinodal_par){ 8, NAN, 0, 1 }, "loading nan") == E_USAGE);
	CHECK(spinodal_code((struct spinodal_par){ 8, 0.5, 4.1, 1 }, "k0 of 4.1") == E_USAGE);
	CHECK(spinodal_code((struct spinodal_par){ 8, 0.5, 0.9, 1 }, "k0 of 0.9") == E_USAGE);
	CHECK(spinodal_code((struct spinodal_par){ 8, 0.5, -1, 1 }, "k0 of -1") == E_USAGE);
	CHECK(disc_code((struct discs_par){ 64, 0.65, 5, 0, 0, 1 }, "not 0.65") == E_DATA);
	CHECK(disc_code((struct discs_par){ 64, 0.3, 0.5, 0, 0, 1 }, "radius of 0.5") == E_USAGE);
	CHECK(disc_code((struct discs_par){ 64, 0.3, NAN, 0, 0, 1 }, "radius of nan") == E_USAGE);
	CHECK(disc_code((struct discs_par){ 64, 0.3, 5, 0.4, 0, 1 }, "spread of 0.4") == E_USAGE);
	CHECK(disc_code((struct discs_par){ 64, 0.3, 5, 0, -1, 1 }, "gap of -1") == E_USAGE);
	CHECK(disc_code((struct discs_par){ 64, 0.3, 31, 0, 3, 1 }, "larger than the box of 64") == E_USAGE);
	CHECK(disc_code((struct discs_par){ 64, 1.5, 5, 0, 0, 1 }, "loading 1.5") == E_USAGE);
	CHECK(pattern_code((struct pattern_par){ 0, 0, 0, 1, 0, 0, 1 }, 4, "0 times 4") == E_USAGE);
	CHECK(pattern_code((struct pattern_par){ 2000, 0, 0, 1, 0, 0, 1 }, 4, "2000 times 4") == E_USAGE);
	CHECK(pattern_code((struct pattern_par){ SIZE_MAX, 0, 0, 1, 0, 0, 1 }, 4, "outside 1 to") == E_USAGE);
	CHECK(pattern_code((struct pattern_par){ 1, 2.1, 0, 1, 0, 0, 1 }, 4, "shift by 2.1") == E_USAGE);
	CHECK(pattern_code((struct pattern_par){ 1, 0, NAN, 1, 0, 0, 1 }, 4, "shift") == E_USAGE);
	CHECK(pattern_code((struct pattern_par){ 1, 0, 0, 0, 0, 0, 1 }, 4, "scale of 0") == E_USAGE);
	CHECK(pattern_code((struct pattern_par){ 1, 0, 0, 1, -1, 0, 1 }, 4, "background of -1") == E_USAGE);
	CHECK(pattern_code((struct pattern_par){ 1, 0, 0, 1, 0, -5, 1 }, 4, "-5 counts") == E_USAGE);
	CHECK(pattern_code((struct pattern_par){ 1, 0, 0, 1, 0, 5, 1 }, 4, "5 counts") == E_DATA);	/* an empty model */
}

int main(void)
{
	CASE(loading_is_exact);
	CASE(arcsine_law);
	CASE(spinodal_default_and_seeds);
	CASE(discs_are_discs);
	CASE(discs_are_everywhere);
	CASE(discs_spread);
	CASE(discs_small_box);
	CASE(pattern_is_its_definition);
	CASE(pattern_noise);
	CASE(pattern_threads);
	CASE(errors);
	return done();
}
