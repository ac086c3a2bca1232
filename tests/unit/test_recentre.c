#include <complex.h>

#include "base/mem.h"
#include "check.h"
#include "num/fft.h"
#include "num/par.h"
#include "num/rng.h"
#include "rmc/prepare.h"
#include "rmc/recentre.h"
#include "rmc/recentre_part.h"

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
	for (int k = 0; k < 12; k++) {
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

static void find(const struct shot *s, struct rmc_centre *c)
{
	struct err e = { 0 };

	CHECK(!rmc_recentre(c, s->frame, s->mask, s->nrow, s->ncol, NULL, &e));
	must(&e);
}

/* Waves that are all even about the centre: symmetric without noise, all the rest by chance. */
static void waves(struct shot *s, size_t nrow, size_t ncol, double row0, double col0, struct rng *g)
{
	struct err e = { 0 };

	*s = (struct shot){ .nrow = nrow, .ncol = ncol, .centre = { row0, col0 } };
	s->frame = mem_zero(nrow * ncol, sizeof *s->frame, "frame", &e);
	s->mask = mem_alloc(nrow * ncol, 1, "mask", &e);
	memset(s->mask, 1, nrow * ncol);
	for (int k = 0; k < 60; k++) {
		double down = between(g, -0.2, 0.2), right = between(g, -0.2, 0.2);

		for (size_t i = 0; i < nrow * ncol; i++)
			s->frame[i] += (float)(2 + cos(2 * M_PI * (down * ((double)(i / ncol) - row0) +
								   right * ((double)(i % ncol) - col0))));
	}
}

static void half_pixels(void)
{
	for (size_t k = 0; k < 4; k++) {
		struct rng g = rng_at(9, k, 0);
		struct shot s;
		struct rmc_centre c;

		waves(&s, 96, 81, 35 + (double)(k % 2) / 2, 50 + (double)(k / 2) / 2, &g);
		find(&s, &c);
		/* the window of the local mean is cut at the edges, which is not symmetric: a hundredth */
		NEAR(c.row, s.centre[0], 0.02);
		NEAR(c.col, s.centre[1], 0.02);
		/* all pairs that the centre leaves: rows 0..70 + k%2, columns from 20 + k/2 on */
		CHECK(c.pairs == (71 + k % 2) * (81 - (20 + k / 2)));
		CHECK(c.correlation > 0.95);
		shot_free(&s);
	}
}

/* The same frame, turned about its diagonal, or laid upside down, has the same centre. */
static void turned(void)
{
	struct rng g = rng_at(10, 0, 0);
	struct err e = { 0 };
	struct shot s, t;
	struct rmc_centre a, b;

	shoot(&s, 120, 143, (size_t[]){ 40, 90 }, (double[]){ 0.3, -0.4 }, 100, 2, 500, &g, &e);
	must(&e);
	find(&s, &a);
	t = (struct shot){ .nrow = s.ncol, .ncol = s.nrow };
	t.frame = mem_alloc(s.nrow * s.ncol, sizeof *t.frame, "frame", &e);
	t.mask = mem_alloc(s.nrow * s.ncol, 1, "mask", &e);
	for (size_t row = 0; row < s.nrow; row++)
		for (size_t col = 0; col < s.ncol; col++) {
			t.frame[(s.ncol - 1 - col) * s.nrow + row] = s.frame[row * s.ncol + col];
			t.mask[(s.ncol - 1 - col) * s.nrow + row] = s.mask[row * s.ncol + col];
		}
	find(&t, &b);
	/* sums of floats in another order */
	NEAR(b.row, (double)s.ncol - 1 - a.col, 1e-3);
	NEAR(b.col, a.row, 1e-3);
	NEAR(b.correlation, a.correlation, 1e-3);
	shot_free(&s);
	shot_free(&t);
}

/* Masked pixels and NaN are the same, whatever is in them; a unit does not matter, nor do threads. */
static void same_centre(void)
{
	struct rng g = rng_at(11, 0, 0);
	struct err e = { 0 };
	struct shot s;
	struct rmc_centre a, b;

	shoot(&s, 130, 131, (size_t[]){ 50, 80 }, (double[]){ -0.2, 0.1 }, 100, 2, 1000, &g, &e);
	find(&s, &a);
	CHECK(miss(&s, &a) < 0.05);
	for (size_t i = 0; i < s.nrow * s.ncol; i++)
		s.frame[i] = s.mask[i] ? s.frame[i] : i % 3 ? NAN : 1e30F;
	find(&s, &b);
	CHECK(a.row == b.row && a.col == b.col && a.pairs == b.pairs);
	par_set_threads(2);
	find(&s, &b);
	par_set_threads(1);
	CHECK(!memcmp(&a, &b, sizeof a));
	for (size_t i = 0; i < s.nrow * s.ncol; i++) {
		s.frame[i] = s.mask[i] ? s.frame[i] * 1e-6F : NAN;
		s.mask[i] = 1;
	}
	find(&s, &b);
	NEAR(a.row, b.row, 1e-3);
	NEAR(a.col, b.col, 1e-3);
	shot_free(&s);
}

/* Half of the frame is masked to one side: what is left has its centre near its edge. */
static void one_sided(void)
{
	struct rng g = rng_at(12, 0, 0);
	struct err e = { 0 };
	struct shot s;
	struct rmc_centre c;

	shoot(&s, 150, 150, (size_t[]){ 75, 60 }, (double[]){ 0.4, 0.25 }, 120, 2, 2000, &g, &e);
	for (size_t i = 0; i < s.nrow * s.ncol; i++)
		s.mask[i] = s.mask[i] && i % s.ncol >= 45;
	find(&s, &c);
	CHECK(miss(&s, &c) < 0.05);
	shot_free(&s);
}

static void guesses(void)
{
	struct rng g = rng_at(13, 0, 0);
	struct err e = { 0 };
	struct shot s;
	struct rmc_centre c;
	struct rmc_centre_par par = { .guess = { 72, 58 }, .radius = 6 };

	shoot(&s, 140, 150, (size_t[]){ 75, 60 }, (double[]){ 0.4, 0.25 }, 120, 2, 2000, &g, &e);
	CHECK(!rmc_recentre(&c, s.frame, s.mask, s.nrow, s.ncol, &par, &e));
	CHECK(miss(&s, &c) < 0.05);
	par.guess[0] = 40;
	CHECK(!rmc_recentre(&c, s.frame, s.mask, s.nrow, s.ncol, &par, &e) || e.code == E_DATA);
	CHECK(e.code || hypot(c.row - 40, c.col - 58) < 8);
	e.code = 0;
	par.guess[0] = -100;
	CHECK(rmc_recentre(&c, s.frame, s.mask, s.nrow, s.ncol, &par, &e) == E_DATA);
	CHECK(strstr(e.msg, "no point of symmetry"));
	shot_free(&s);
}

static void nothing(void)
{
	float flat[400], lone[400];
	unsigned char none[400] = { 0 };
	struct err e = { 0 };
	struct rmc_centre c;

	for (int i = 0; i < 400; i++) {
		flat[i] = 3;
		lone[i] = NAN;
	}
	CHECK(rmc_recentre(&c, flat, NULL, 20, 20, NULL, &e) == E_DATA);
	CHECK(!strcmp(e.msg, "all 400 pixels in use are equal: there is no centre to be found"));
	e.code = 0;
	CHECK(rmc_recentre(&c, flat, none, 20, 20, NULL, &e) == E_DATA);
	CHECK(!strcmp(e.msg, "none of the 20 x 20 pixels is in use: there is no centre to be found"));
	e.code = 0;
	CHECK(rmc_recentre(&c, lone, NULL, 20, 20, NULL, &e) == E_DATA);
	e.code = 0;
	for (int i = 0; i < 20; i++)
		lone[21 * i] = (float)i;
	CHECK(rmc_recentre(&c, lone, NULL, 20, 20, NULL, &e) == E_DATA);
	CHECK(!strcmp(e.msg, "no point of symmetry has 32 pairs of the 20 pixels in use about it"));
	e.code = 0;
	CHECK(rmc_recentre(&c, flat, NULL, 1, 1, NULL, &e) == E_DATA);
}

/* Laid about the centre (prepare.h), the pattern is what the phase ramp says, pixel by pixel. */
static void placed(void)
{
	struct rng g = rng_at(14, 0, 0), again = rng_at(14, 0, 0);
	struct err e = { 0 };
	struct shot s;
	struct rmc_prepared q;
	struct rmc_prepare_par par = { .n = N };
	size_t n2 = (size_t)N * N, covered = 0;
	double *full = mem_alloc(n2, sizeof *full, "pattern", &e), *d, *mask, worst = 0;

	shoot(&s, 120, 101, (size_t[]){ 40, 70 }, (double[]){ 0.3, -0.45 }, 100, 2, 0, &g, &e);
	d = mem_alloc(s.nrow * s.ncol, sizeof *d, "frame", &e);
	mask = mem_alloc(s.nrow * s.ncol, sizeof *mask, "mask", &e);
	must(&e);
	for (size_t i = 0; i < s.nrow * s.ncol; i++) {
		d[i] = s.frame[i];
		mask[i] = s.mask[i];
		covered += s.mask[i];
	}
	par.centre[0] = s.centre[0];
	par.centre[1] = s.centre[1];
	CHECK(!rmc_prepare(&q, &(struct rmc_frame){ s.nrow, s.ncol, d, mask, NULL }, &par, &e));
	NEAR(q.p.delta_px[0], -0.3, 1e-12);
	NEAR(q.p.delta_px[1], 0.45, 1e-12);
	speckle(full, 100, 2, q.p.delta_px, &again, &e);
	must(&e);
	for (size_t i = 0; i < n2; i++)
		if (q.w[i] > 0)
			worst = fmax(worst, fabs(q.d[i] - full[i]) / (full[i] + 1e-3));
	/* only the rounding to float */
	NEAR(worst, 0, 1e-6);
	CHECK(q.used == covered && covered > 9000);
	rmc_prepared_free(&q);
	mem_free(d);
	mem_free(mask);
	mem_free(full);
	shot_free(&s);
}

/* Of a slope the window's mean is the pixel itself: nothing is left but at the edges, where the window is cut. */
static void slope(void)
{
	enum { SIDE = 48, EDGE = 10 };
	float frame[SIDE * SIDE];
	struct err e = { 0 };
	struct centre_form f;

	for (int i = 0; i < SIDE * SIDE; i++)
		frame[i] = powf(20 + 0.5F * (float)(i / SIDE) + 0.25F * (float)(i % SIDE), 2);
	CHECK(!centre_form_new(&f, frame, NULL, SIDE, SIDE, &e));
	for (int row = 0; row < SIDE; row++)
		for (int col = 0; col < SIDE; col++) {
			bool inside = row >= EDGE && col >= EDGE && row < SIDE - EDGE && col < SIDE - EDGE;
			double g = f.speckle[row * SIDE + col];

			CHECK(!inside || fabs(g) < 1e-4);	/* rounding of sums of 441 floats */
		}
	CHECK(fabsf(f.speckle[0]) > 0.1);
	centre_form_free(&f);
}

/* r, the difference, pairs and weight at one s, pair by pair. */
static void by_pairs(const struct centre_form *f, size_t row, size_t col, double out[4])
{
	double n = 0, sum = 0, square = 0, same = 0, diff = 0, whole = 0;

	for (size_t i = 0; i < f->nrow * f->ncol; i++) {
		size_t r = row - i / f->ncol, c = col - i % f->ncol;
		double x = f->root[i];

		whole += x * x;
		if (!f->ok[i] || r >= f->nrow || c >= f->ncol || !f->ok[r * f->ncol + c])
			continue;
		n++;
		sum += x;
		square += x * x;
		same += x * f->root[r * f->ncol + c];
		diff += pow(x - f->root[r * f->ncol + c], 2);
	}
	out[0] = (same - sum * sum / n) / (square - sum * sum / n);
	out[1] = diff / n;
	out[2] = n;
	out[3] = (square - sum * sum / n) / (whole / (double)f->used);
}

static void map(void)
{
	struct rng g = rng_at(15, 0, 0);
	struct err e = { 0 };
	struct centre_form f;
	struct centre_map m;
	float frame[13 * 10];
	unsigned char mask[13 * 10];
	double want[4];

	for (int i = 0; i < 130; i++) {
		frame[i] = (float)(10 * rng_uniform(&g) - 1);
		mask[i] = rng_uniform(&g) < 0.8;
	}
	CHECK(!centre_form_new(&f, frame, mask, 13, 10, &e));
	CHECK(!centre_map_new(&m, &f, f.root, 8, &e));
	CHECK(m.nrow == 25 && m.ncol == 19);
	for (size_t row = 0; row < m.nrow; row++)
		for (size_t col = 0; col < m.ncol; col++) {
			size_t i = row * m.stride + col;

			by_pairs(&f, row, col, want);
			CHECK(m.pairs[i] == want[2]);
			CHECK(isnan(m.r[i]) == (want[2] < 8));
			if (want[2] < 8)
				continue;
			NEAR(m.r[i], want[0], 1e-4);	/* floats of a transform of 500 */
			NEAR(m.diff[i], want[1], 1e-4);
			NEAR(m.weight[i], want[3], 1e-3);
		}
	centre_map_free(&m);
	centre_form_free(&f);
}

/* Frames that are empty but for a few hundred counts about the centre: no chance likeness of single counts wins. */
static void few_counts(void)
{
	for (int k = 0; k < 8; k++) {
		struct rng g = rng_at(16, (uint64_t)k, 0);
		struct err e = { 0 };
		struct shot s;
		struct rmc_centre c;

		shoot(&s, 140, 150, (size_t[]){ 60, 100 }, (double[]){ 0.4, 0.25 }, 120, 2, 40, &g, &e);
		find(&s, &c);
		CHECK(miss(&s, &c) < 0.25);
		shot_free(&s);
	}
}

int main(void)
{
	CASE(fifty);
	CASE(rings);
	CASE(half_pixels);
	CASE(turned);
	CASE(same_centre);
	CASE(one_sided);
	CASE(guesses);
	CASE(nothing);
	CASE(placed);
	CASE(slope);
	CASE(map);
	CASE(few_counts);
	fft_forget();
	return done();
}
