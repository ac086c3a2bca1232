/*
 * art, bart, sart, sirt, cgls: against their formulas with the whole matrix, in double, ray by ray; what theory says
 * of their residuals and errors; consistent data.
 */
#include "iter_run.h"

#include "tomo/iter_order.h"

enum { SIZE = 12, NX = SIZE * SIZE, COLS = 15, ANGLES = 10, NB = ANGLES * COLS };

static double a[NB][NX];		/* the matrix */
static struct scan small;
static double x[NX], r[NB];

/* Projections of a random slice, and noise: nothing solves them. */
static void setup(void)
{
	static float noise[NB];

	small = scan_new(COLS, ANGLES, 180, 6.3);
	small.size = SIZE;
	scan_matrix(&small, SIZE, &a[0][0]);
	random_slice(small.x, NX, 0);
	random_slice(noise, NB, 1);
	scan_project(&small, SIZE, small.x, small.sino);
	for (size_t i = 0; i < NB; i++)
		small.sino[i] += 0.2f * noise[i] - 0.1f;
}

/* Residuals of these rays. */
static void residual(size_t first, size_t n)
{
	for (size_t i = first; i < first + n; i++) {
		r[i] = small.sino[i];
		for (size_t j = 0; j < NX; j++)
			r[i] -= a[i][j] * x[j];
	}
}

static double ray_sum(size_t i, int power)
{
	double sum = 0;

	for (size_t j = 0; j < NX; j++)
		sum += pow(a[i][j], power);
	return sum;
}

/* float against double: each of a few updates is good to 1e-6 of the values, which are about 1. */
static void same(const struct method *m, const char *text)
{
	struct recon_par par = { .size = SIZE, .pad = -1 };
	size_t size = 0;
	float *got = recon(m, text, &small, &par, NULL, &size);
	double worst = 0;

	CHECK(!e.code && size == SIZE);
	for (size_t j = 0; got && j < NX; j++)
		worst = fmax(worst, fabs(got[j] - x[j]));
	CHECK(worst < 2e-5);
	if (!(worst < 2e-5))
		printf("# %s: %g\n", m->name, worst);
	mem_free(got);
}

static void angles(size_t blocks, size_t *angle, size_t *first)
{
	size_t sorted[ANGLES];

	for (size_t i = 0; i < ANGLES; i++)	/* from 0 to 162 degrees; directions are sorted from -90 on */
		sorted[i] = (i + 6) % ANGLES;
	iter_order(sorted, ANGLES, blocks, angle, first);
}

static void art_by_ray(void)
{
	size_t angle[ANGLES], first[ANGLES + 1];
	double most = 0;

	angles(ANGLES, angle, first);
	memset(x, 0, sizeof x);
	for (size_t i = 0; i < NB; i++)
		most = fmax(most, ray_sum(i, 2));
	for (size_t k = 0; k < 2 * ANGLES; k++)
		for (size_t i = angle[k % ANGLES] * COLS, end = i + COLS; i < end; i++) {
			double norm = ray_sum(i, 2);
			residual(i, 1);
			for (size_t j = 0; norm > 0.01 * most && j < NX; j++)
				x[j] += 0.7 * a[i][j] * r[i] / norm;
		}
	same(&recon_art, "iterations=2,relax=0.7");
}

static void by_block(const struct method *m, size_t blocks, const char *text)
{
	size_t angle[ANGLES], first[ANGLES + 1];

	angles(blocks, angle, first);
	memset(x, 0, sizeof x);
	for (size_t k = 0; k < 2 * blocks; k++) {
		size_t from = first[k % blocks], end = first[k % blocks + 1];
		residual(0, NB);
		for (size_t at = from; at < end; at++)
			for (size_t i = angle[at] * COLS; i < angle[at] * COLS + COLS; i++) {
				double sum = ray_sum(i, 1);
				for (size_t j = 0; sum > 1e-4 && j < NX; j++)
					x[j] += 0.8 / (double)(end - from) * a[i][j] * r[i] / sum;
			}
	}
	same(m, text);
}

static void blocks(void)
{
	by_block(&recon_sart, ANGLES, "iterations=2,relax=0.8");
	by_block(&recon_bart, ANGLES, "iterations=2,relax=0.8,blocks=1000");
	by_block(&recon_bart, 3, "iterations=2,relax=0.8,blocks=3");
	by_block(&recon_bart, 1, "iterations=2,relax=0.8,blocks=1");
}

static void sirt_plain(void)
{
	memset(x, 0, sizeof x);
	for (int k = 0; k < 3; k++) {
		residual(0, NB);
		for (size_t j = 0; j < NX; j++) {
			double sum = 0, column = 0;
			for (size_t i = 0; i < NB; i++) {
				double row = ray_sum(i, 1);
				sum += row > 1e-4 ? a[i][j] * r[i] / row : 0;
				column += a[i][j];
			}
			x[j] += 1.5 * sum / column;
		}
	}
	same(&recon_sirt, "iterations=3,relax=1.5,momentum=no");
}

/* The first step goes down the gradient to the minimum along it. */
static void cgls_first(void)
{
	double s[NX] = { 0 }, s2 = 0, q2 = 0;

	memset(x, 0, sizeof x);
	residual(0, NB);
	for (size_t j = 0; j < NX; j++) {
		for (size_t i = 0; i < NB; i++)
			s[j] += a[i][j] * r[i];
		s2 += s[j] * s[j];
	}
	for (size_t i = 0; i < NB; i++) {
		double q = 0;
		for (size_t j = 0; j < NX; j++)
			q += a[i][j] * s[j];
		q2 += q * q;
	}
	for (size_t j = 0; j < NX; j++)
		x[j] = s2 / q2 * s[j];
	same(&recon_cgls, "iterations=1");
}

static void never_grows(const struct method *m, const char *text, const struct scan *s)
{
	static struct told t;
	float *slice = solve(m, text, s, &t);

	CHECK(t.n > 20);
	for (size_t k = 1; k < t.n; k++) {	/* but for rounding of the sum, of floats */
		CHECK(t.objective[k] <= t.objective[k - 1] * (1 + 1e-6));
		CHECK(t.residual[k] >= 0 && isfinite(t.residual[k]));
	}
	CHECK(t.objective[t.n - 1] < 0.1 * t.objective[0]);
	mem_free(slice);
}

static void monotone(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 32, 64, 50, 180, false);

	scan_noise(&s, 2, 1000);
	never_grows(&recon_sirt, "iterations=300", &s);
	never_grows(&recon_sirt, "iterations=200,nonneg=yes", &s);
	never_grows(&recon_sirt, "iterations=40,momentum=no", &s);
	never_grows(&recon_sirt, "iterations=40,momentum=no,relax=1.9", &s);
	never_grows(&recon_cgls, "iterations=40", &s);
	scan_free(&s);
}

/* On consistent data the distance to the truth shrinks, whatever the relaxation below 2. */
static void nearer(const struct method *m, const char *more)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 16, 32, 40, 180, true);
	double before = 1;

	for (int k = 1; k <= 6; k++) {
		float *slice = solve_to(m, k, more, &s, NULL);
		double d = slice_error(slice, &s);
		CHECK(d < before);
		before = d;
		mem_free(slice);
	}
	CHECK(before < 0.9);
	scan_free(&s);
}

static void distance(void)
{
	nearer(&recon_art, "");
	nearer(&recon_art, ",relax=1");
	nearer(&recon_art, ",relax=1.9");
	nearer(&recon_sart, "");
	nearer(&recon_sart, ",relax=1.9");
	nearer(&recon_bart, "");
	nearer(&recon_bart, ",relax=1.9,blocks=4");
}

/*
 * b = A x exactly, 256^2 from 402 angles, none outside.  The goals: 2 % and 0.1 % of residual, slices within 5 %.
 * From fewer angles there are slices other than the truth with nearly the same projections.
 */
static void consistent(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 128, 256, 402, 180, true);
	static struct told t;
	float *slice = solve(&recon_sirt, "iterations=200", &s, &t);

	CHECK(t.n == 201 && t.residual[200] <= 0.002 && slice_error(slice, &s) <= 0.05);
	printf("# sirt 200: residual %.3g, slice %.3g\n", t.residual[200], slice_error(slice, &s));
	mem_free(slice);
	slice = solve(&recon_cgls, "iterations=50", &s, &t);
	CHECK(t.n == 51 && t.residual[50] <= 0.001 && slice_error(slice, &s) <= 0.05);
	printf("# cgls 50: residual %.3g, slice %.3g\n", t.residual[50], slice_error(slice, &s));
	mem_free(slice);
	scan_free(&s);
}

static void refused(void)
{
	size_t size = 0;

	mem_free(recon(&recon_sirt, "relax=1.5", &small, NULL, NULL, &size));
	CHECK(e.code == E_USAGE && strstr(e.msg, "momentum=no"));
	e = (struct err){ 0 };
	mem_free(recon(&recon_art, "relax=2", &small, NULL, NULL, &size));
	CHECK(e.code == E_USAGE);
	e = (struct err){ 0 };
}

int main(void)
{
	setup();
	CASE(art_by_ray);
	CASE(blocks);
	CASE(sirt_plain);
	CASE(cgls_first);
	CASE(monotone);
	CASE(distance);
	CASE(consistent);
	CASE(refused);
	scan_free(&small);
	return done();
}
