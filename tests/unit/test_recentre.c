#include <complex.h>

#include "base/mem.h"
#include "check.h"
#include "num/fft.h"
#include "num/par.h"
#include "num/rng.h"
#include "rmc/recentre.h"

enum { N = 256, BOX = N / 2 };

/* A measurement: what was looked at, and where its q = 0 is. */
struct shot {
	size_t nrow, ncol;
	float *frame;
	unsigned char *mask;
	double centre[2];
};

static void shot_free(struct shot *s)
{
	mem_free(s->frame);
	mem_free(s->mask);
}

static void must(struct err *e)
{
	if (e->code)
		printf("# %s\n", e->msg);
	CHECK(!e->code);
}

/* Noise of [BOX][BOX], smoothed and cut at its median, of which box x box is in a corner of [N][N]: two phases. */
static void two_phase(double complex *a, size_t box, double grain, struct rng *g, struct err *e)
{
	double complex *noise = mem_alloc(BOX * BOX, sizeof *noise, "noise", e);
	const struct fft *go, *back;
	size_t n[2] = { BOX, BOX };

	fft_plan_double(&go, FFT_FORWARD, 2, n, 1, 1, e);
	fft_plan_double(&back, FFT_INVERSE, 2, n, 1, 1, e);
	for (size_t i = 0; i < BOX * BOX; i++)
		noise[i] = rng_normal(g);
	fft_run(go, noise, noise);
	for (size_t i = 0; i < BOX * BOX; i++) {
		double k = hypot(fft_freq(i / BOX, BOX), fft_freq(i % BOX, BOX)) * 2 * M_PI * grain;

		noise[i] *= i ? exp(-k * k / 2) : 0;
	}
	fft_run(back, noise, noise);
	for (size_t i = 0; i < N * N; i++)
		a[i] = i / N < box && i % N < box && creal(noise[i / N * BOX + i % N]) > 0;
	mem_free(noise);
}

/* I(q + delta), q = 0 at (N/2, N/2). */
static void speckle(double *intensity, size_t box, double grain, const double delta[2], struct rng *g, struct err *e)
{
	double complex *a = mem_alloc(N * N, sizeof *a, "model", e);
	const struct fft *go;
	size_t n[2] = { N, N };

	two_phase(a, box, grain, g, e);
	fft_plan_double(&go, FFT_FORWARD, 2, n, 1, 1, e);
	for (size_t i = 0; i < N * N; i++) {
		double r = (double)(i / N), c = (double)(i % N);

		a[i] *= cexp(-2 * M_PI * I * (delta[0] * r + delta[1] * c) / N);
	}
	fft_run(go, a, a);
	for (size_t i = 0; i < N * N; i++) {
		size_t from = (i / N + N / 2) % N * N + (i % N + N / 2) % N;

		intensity[i] = creal(a[from] * conj(a[from]));
	}
	mem_free(a);
}

static double between(struct rng *g, double lo, double hi)
{
	return lo + (hi - lo) * rng_uniform(g);
}

/* A beam stop that is not quite about the centre, with its arm, and gaps of a detector. */
static void hide(struct shot *s, struct rng *g)
{
	double at[2] = { s->centre[0] + between(g, -2, 2), s->centre[1] + between(g, -2, 2) };
	double radius = between(g, 5, 8), gap = floor(between(g, 5, 11));
	double top = between(g, 0.15, 0.85) * (double)s->nrow, left = between(g, 0.15, 0.85) * (double)s->ncol;
	bool arm_left = rng_uniform(g) < 0.5;

	for (size_t i = 0; i < s->nrow * s->ncol; i++) {
		double row = (double)(i / s->ncol), col = (double)(i % s->ncol);
		bool stop = hypot(row - at[0], col - at[1]) < radius;
		bool arm = fabs(row - at[0]) < 2.5 && (arm_left ? col < at[1] : col > at[1]);
		bool gaps = fabs(row - top) < gap / 2 || fabs(col - left) < gap / 2;

		s->mask[i] = !(stop || arm || gaps);
	}
}

/* As counts: the brightest pixel in use has `peak' of them, 0: as it is. */
static void count(struct shot *s, double peak, struct rng *g)
{
	double most = 0;

	for (size_t i = 0; i < s->nrow * s->ncol; i++)
		if (s->mask[i] && s->frame[i] > most)
			most = s->frame[i];
	for (size_t i = 0; peak > 0 && i < s->nrow * s->ncol; i++)
		s->frame[i] = (float)rng_poisson(g, s->frame[i] / most * peak);
}

/* Of a two-phase model: nrow x ncol pixels of its pattern, q = 0 at pixel middle + the rest. */
static void shoot(struct shot *s, size_t nrow, size_t ncol, const size_t middle[2], const double rest[2], size_t box,
		  double grain, double peak, struct rng *g, struct err *e)
{
	double *full = mem_alloc(N * N, sizeof *full, "pattern", e), delta[2] = { -rest[0], -rest[1] };

	*s = (struct shot){ .nrow = nrow, .ncol = ncol, .centre = { (double)middle[0] + rest[0], (double)middle[1] + rest[1] } };
	s->frame = mem_alloc(nrow * ncol, sizeof *s->frame, "frame", e);
	s->mask = mem_alloc(nrow * ncol, 1, "mask", e);
	speckle(full, box, grain, delta, g, e);
	for (size_t i = 0; i < nrow * ncol; i++)
		s->frame[i] = (float)full[(i / ncol + N / 2 - middle[0]) * N + i % ncol + N / 2 - middle[1]];
	hide(s, g);
	count(s, peak, g);
	mem_free(full);
}

static double miss(const struct shot *s, const struct rmc_centre *c)
{
	return fmax(fabs(c->row - s->centre[0]), fabs(c->col - s->centre[1]));
}

static double sixth(size_t n, struct rng *g)
{
	return floor(between(g, 1.0 / 6, 5.0 / 6) * (double)n);
}

static void fifty(void)
{
	enum { CASES = 50 };
	double error[CASES];

	for (int k = 0; k < CASES; k++) {
		struct rng g = rng_at(7, (uint64_t)k, 0);
		struct err e = { 0 };
		struct shot s;
		struct rmc_centre c;
		size_t nrow = (size_t)between(&g, 130, 153), ncol = (size_t)between(&g, 130, 153);
		size_t middle[2] = { (size_t)sixth(nrow, &g), (size_t)sixth(ncol, &g) };
		double rest[2] = { between(&g, -0.5, 0.5), between(&g, -0.5, 0.5) };
		double peak = pow(10, between(&g, 2, 4)), grain = between(&g, 1.5, 3);

		shoot(&s, nrow, ncol, middle, rest, (size_t)between(&g, 80, 129), grain, peak, &g, &e);
		CHECK(!rmc_recentre(&c, s.frame, s.mask, nrow, ncol, NULL, &e));
		must(&e);
		error[k] = miss(&s, &c);
		printf("# %zu x %zu, peak %.0f, grain %.1f, centre %.2f %.2f: error %.4f, r %.3f, %.0f deviations, %zu pairs, by %d\n",
		       nrow, ncol, peak, grain, s.centre[0], s.centre[1], error[k], c.correlation, c.significance, c.pairs, (int)c.by);
		CHECK(error[k] < 0.1);
		shot_free(&s);
	}
}

/* A liquid: rings about the centre, without speckle, far wider than the window of the speckle. */
static void ring(struct shot *s, size_t nrow, size_t ncol, const double centre[2], double radius, double peak,
		 struct rng *g, struct err *e)
{
	*s = (struct shot){ .nrow = nrow, .ncol = ncol, .centre = { centre[0], centre[1] } };
	s->frame = mem_alloc(nrow * ncol, sizeof *s->frame, "frame", e);
	s->mask = mem_alloc(nrow * ncol, 1, "mask", e);
	for (size_t i = 0; i < nrow * ncol; i++) {
		double q = hypot((double)(i / ncol) - centre[0], (double)(i % ncol) - centre[1]);

		s->frame[i] = (float)(exp(-pow((q - radius) / (0.3 * radius), 2)) + 0.1 + 0.3 * exp(-q / radius));
	}
	hide(s, g);
	count(s, peak, g);
}

static void rings(void)
{
	for (int k = 0; k < 24; k++) {
		struct rng g = rng_at(8, (uint64_t)k, 0);
		struct err e = { 0 };
		struct shot s;
		struct rmc_centre c;
		double centre[2] = { between(&g, 30, 130), between(&g, 30, 110) }, radius = between(&g, 15, 60);
		double peak = k % 4 ? pow(10, 1 + k % 4) : 0;

		ring(&s, 160, 140, centre, radius, peak, &g, &e);
		CHECK(!rmc_recentre(&c, s.frame, s.mask, s.nrow, s.ncol, NULL, &e));
		must(&e);
		printf("# ring of %.0f, peak %.0f, centre %.2f %.2f: error %.4f, r %.4f, %.0f deviations, %zu pairs, by %d\n",
		       radius, peak, centre[0], centre[1], miss(&s, &c), c.correlation, c.significance, c.pairs, (int)c.by);
		CHECK(miss(&s, &c) < 0.1);
		shot_free(&s);
	}
}

int main(void)
{
	CASE(fifty);
	CASE(rings);
	return done();
}
