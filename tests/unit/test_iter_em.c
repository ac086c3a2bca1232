/*
 * mlem, osem and the penalised ones: against their formulas with the whole matrix, in double; their objectives; the
 * conditions of a minimum.
 */
#include "iter_run.h"

#include "tomo/iter_em.h"

enum { SIZE = 10, NX = SIZE * SIZE, COLS = 18, ANGLES = 12, NB = ANGLES * COLS };

static double a[NB][NX];		/* the matrix; every pixel is on the detector at each angle */
static struct scan small;

/* Projections of a random slice, and noise. */
static void setup(void)
{
	static float noise[NB];

	small = scan_new(COLS, ANGLES, 180, 8.3);
	small.size = SIZE;
	scan_matrix(&small, SIZE, &a[0][0]);
	random_slice(small.x, NX, 0);
	random_slice(noise, NB, 1);
	scan_project(&small, SIZE, small.x, small.sino);
	for (size_t i = 0; i < NB; i++)
		small.sino[i] *= 0.8f + 0.4f * noise[i];
}

static double ray(size_t i, const double *x)
{
	double sum = 0;

	for (size_t j = 0; j < NX; j++)
		sum += a[i][j] * x[j];
	return sum;
}

static float *small_recon(const struct method *m, const char *text, struct told *t)
{
	struct recon_par par = { .size = SIZE, .pad = -1 };
	size_t size = 0;
	float *x = recon(m, text, &small, &par, t, &size);

	CHECK(!e.code && size == SIZE);
	return x;
}

/* What is told from 0 goes with the data, and is never 0. */
static void least(void)
{
	float b[] = { 1, -5, 300, 0 };
	struct iter it = { .b = b, .nb = 4 };

	NEAR(em_least(&it), 3e-10, 1e-16);
	it.nb = 2;
	b[0] = -1;
	CHECK(em_least(&it) > 0 && em_least(&it) < 1e-30f);
}

/* x <- x A'(b / Ax) / A'1 from the constant of the right sum, negative data being none. */
static void formula(void)
{
	double x[NX], sum = 0;
	float kept = small.sino[25];

	small.sino[25] = -3;
	for (size_t i = 0; i < NB; i++)
		sum += small.sino[i];
	for (size_t j = 0; j < NX; j++)
		x[j] = sum / ANGLES / NX;
	for (int k = 0; k < 5; k++) {
		double back[NX] = { 0 }, ones[NX] = { 0 };
		for (size_t i = 0; i < NB; i++) {
			double p = ray(i, x);
			for (size_t j = 0; j < NX; j++) {
				back[j] += p > 0 ? a[i][j] * fmax(0, small.sino[i]) / p : 0;
				ones[j] += a[i][j];
			}
		}
		for (size_t j = 0; j < NX; j++)
			x[j] *= back[j] / ones[j];
	}
	float *got = small_recon(&recon_mlem, "iterations=5", NULL);
	double worst = 0;
	for (size_t j = 0; j < NX; j++)
		worst = fmax(worst, fabs(got[j] - x[j]));
	CHECK(worst < 1e-5);		/* float, 5 updates of values of about 1 */
	small.sino[25] = kept;
	mem_free(got);
}

/* The same bytes by other names. */
static void names(void)
{
	static const struct { const struct method *m; const char *text; } pair[][2] = {
		{ { &recon_mlem, "iterations=3" }, { &recon_osem, "iterations=3,blocks=1" } },
		{ { &recon_pml_quad, "iterations=3,beta=2" }, { &recon_ospml_quad, "iterations=3,beta=2,blocks=1" } },
		{ { &recon_pml_hybrid, "iterations=3,beta=2,delta=0.3" },
		  { &recon_ospml_hybrid, "iterations=3,beta=2,delta=0.3,blocks=1" } },
	};

	for (int i = 0; i < 3; i++) {
		float *x = small_recon(pair[i][0].m, pair[i][0].text, NULL);
		float *y = small_recon(pair[i][1].m, pair[i][1].text, NULL);
		CHECK(!memcmp(x, y, NX * sizeof *x));
		mem_free(x);
		mem_free(y);
	}
}

/* Without a penalty they are mlem, to rounding; with an endless delta hybrid is quadratic. */
static void special(void)
{
	float *em = small_recon(&recon_mlem, "iterations=20", NULL);
	float *q0 = small_recon(&recon_pml_quad, "iterations=20,beta=0", NULL);
	float *h0 = small_recon(&recon_pml_hybrid, "iterations=20,beta=0", NULL);
	float *q = small_recon(&recon_pml_quad, "iterations=20,beta=3", NULL);
	float *h = small_recon(&recon_pml_hybrid, "iterations=20,beta=3,delta=1e9", NULL);
	double differ = 0;

	for (size_t j = 0; j < NX; j++) {
		NEAR(q0[j], em[j], 1e-5);
		NEAR(h0[j], em[j], 1e-5);
		NEAR(h[j], q[j], 1e-5);
		differ = fmax(differ, fabs(q[j] - em[j]));
	}
	CHECK(differ > 0.05);
	mem_free(em);
	mem_free(q0);
	mem_free(h0);
	mem_free(q);
	mem_free(h);
}

/* The slope of the penalty at pixel j, by its definition. */
static double slope(const float *x, size_t j, double beta, double delta, double mean)
{
	double sum = 0;
	long row = (long)(j / SIZE), col = (long)(j % SIZE);

	for (long u = -1; u <= 1; u++)
		for (long v = -1; v <= 1; v++) {
			bool in = row + u >= 0 && row + u < SIZE && col + v >= 0 && col + v < SIZE;
			double t = in ? x[j] - x[(row + u) * SIZE + col + v] : 0;
			sum += t / (u && v ? sqrt(2) : 1) / (delta > 0 ? 1 + fabs(t) / (delta * mean) : 1);
		}
	return beta / mean * sum / (4 + 4 / sqrt(2));
}

/* Where many iterations end the objective has no slope, or a positive one at 0.  Its terms are sums of the order of ANGLES. */
static void minimum(void)
{
	static const struct { const struct method *m; const char *text; double beta, delta; } c[] = {
		{ &recon_pml_quad, "iterations=4000,beta=2", 2, 0 },
		{ &recon_pml_hybrid, "iterations=4000,beta=4,delta=0.5", 4, 0.5 },
	};

	for (int k = 0; k < 2; k++) {
		float *x = small_recon(c[k].m, c[k].text, NULL);
		double mean = 0, at[NX];
		for (size_t i = 0; i < NB; i++)
			mean += small.sino[i] / ANGLES / NX;
		for (size_t j = 0; j < NX; j++)
			at[j] = x[j];
		for (size_t j = 0; j < NX; j++) {
			double g = slope(x, j, c[k].beta, c[k].delta, mean);
			for (size_t i = 0; i < NB; i++)
				g += a[i][j] > 0 ? a[i][j] * (1 - small.sino[i] / ray(i, at)) : 0;
			CHECK(x[j] > 1e-3 ? fabs(g) < 0.01 : g > -0.01);
		}
		mem_free(x);
	}
}

static void never_grows(const struct method *m, const char *text, const struct scan *s)
{
	static struct told t;
	float *x = solve(m, text, s, &t);

	CHECK(t.n > 20 && t.objective[0] > 0);
	for (size_t k = 1; k < t.n; k++)	/* slices are float: 1e-6 of the objective is their rounding */
		CHECK(t.objective[k] <= t.objective[k - 1] * (1 + 1e-6));
	CHECK(t.objective[t.n - 1] < 0.5 * t.objective[0]);
	for (size_t i = 0; i < s->size * s->size; i++)
		CHECK(x[i] >= 0);
	mem_free(x);
}

/* Noisy, with negative data; also where part of the slice is off the detector, and within a circle. */
static void monotone(void)
{
	static const char *const text[] = { "iterations=60", "iterations=60,beta=5" };

	for (int wide = 0; wide < 2; wide++) {
		struct scan s = scan_of(PHANTOM_SHEPP2D, wide ? 50 : 28, 64, 50, 180, false);
		scan_noise(&s, 2, 1000);
		CHECK(wide || s.sino[0] != 0);
		never_grows(&recon_mlem, text[0], &s);
		never_grows(&recon_pml_quad, text[0], &s);
		never_grows(&recon_pml_quad, text[1], &s);
		never_grows(&recon_pml_hybrid, text[0], &s);
		never_grows(&recon_pml_hybrid, "iterations=60,beta=20,delta=0.02", &s);
		scan_free(&s);
	}
}

/* On consistent data L falls to nothing, and one iteration of s subsets does what s of mlem do. */
static void subsets(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 32, 64, 60, 180, true);
	static struct told one, ten;
	float *x = solve(&recon_mlem, "iterations=100", &s, &one), *y = solve(&recon_osem, "iterations=10", &s, &ten);

	CHECK(one.objective[100] < 1e-3 * one.objective[0]);
	CHECK(ten.objective[10] < 1.5 * one.objective[100] && ten.objective[10] > 0.6 * one.objective[100]);
	NEAR(slice_error(y, &s), slice_error(x, &s), 0.02);
	mem_free(x);
	mem_free(y);
	scan_free(&s);
}

int main(void)
{
	setup();
	CASE(least);
	CASE(formula);
	CASE(names);
	CASE(special);
	CASE(minimum);
	CASE(monotone);
	CASE(subsets);
	scan_free(&small);
	return done();
}
