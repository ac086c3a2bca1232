/*
 * The exact change of a swap against sums written out over all pixels: any weights, masks, tiles, scale and background fixed and free,
 * with and without a sub-pixel centre.  Tolerance: 1e-10 of the sum of absolute terms, since the change itself passes through 0.
 */
#include "check.h"
#include "base/mem.h"
#include "rmc/swap.h"
#include "rmc_case.h"

enum { MOST = 25, TILES = 3 };

static double d[MOST * MOST], w[MOST * MOST], before[MOST * MOST], after[MOST * MOST];
static double complex f[MOST * MOST];		/* of the tile */
static unsigned char a[TILES * MOST * MOST];

static size_t pick(struct rng *r, const unsigned char *m, size_t n2, int on)
{
	size_t k;

	do
		k = (size_t)(rng_uniform(r) * (double)n2);
	while (m[k] != on);
	return k;
}

struct worst { double fixed, free, value, proposed; };

/* Proposals in single precision against the same in double: 1e-6 of the value: a change's terms, rounded to 6e-8, are some ten times as large. */
static void propose(const struct rmc_swaps *s, const unsigned char *m, struct rng *r, struct worst *x)
{
	struct rmc_proposal p[RMC_PROPOSALS];

	rmc_swap_propose(s, 0, r, p);
	for (int i = 0; i < RMC_PROPOSALS; i++) {
		double v = rmc_swap_value(s, rmc_swap_change(s, p[i].from, p[i].to));
		CHECK(m[p[i].from] && !m[p[i].to]);
		x->proposed = fmax(x->proposed, fabs(p[i].value - v) / v);
	}
}

/* From anywhere to anywhere: 6400 draws of each, 1600 in each quarter of the filled and of the empty pixels with a deviation of 35. */
static void propose_all(const struct rmc_swaps *s, const unsigned char *m, size_t n, struct rng *r)
{
	struct rmc_proposal p[RMC_PROPOSALS];
	size_t rank[2] = { 0 }, *of = malloc(n * n * sizeof *of), seen[2][4] = { { 0 } };

	for (size_t k = 0; k < n * n; k++)
		of[k] = rank[m[k]]++;
	for (int many = 0; many < 400; many++) {
		rmc_swap_propose(s, 0, r, p);
		for (int i = 0; i < RMC_PROPOSALS; i += 4) {
			seen[1][4 * of[p[i].from] / rank[1]]++;
			seen[0][4 * of[p[i].to] / rank[0]]++;
			for (int j = 1; j < 4; j++)
				CHECK(p[i + j].from == p[i].from && of[p[i + j].to] == (of[p[i].to] + (size_t)j) % rank[0]);
		}
	}
	for (int k = 0; k < 8; k++)		/* a quarter of few pixels is one more or less */
		CHECK(fabs((double)seen[k / 4][k % 4] - 1600) < 150 + 6400.0 / (double)rank[k / 4]);
	free(of);
}

static size_t apart(size_t x, size_t y, size_t n)
{
	size_t k = (x + n - y) % n;

	return k < n - k ? k : n - k;
}

/* With a reach: not farther, all places in reach, and no value where it is not empty. */
static void propose_near(const struct rmc_swaps *s, const unsigned char *m, size_t n, struct rng *r, struct worst *x)
{
	struct rmc_proposal p[RMC_PROPOSALS];
	size_t seen[5][5] = { { 0 } }, taken = 0;

	for (int many = 0; many < 40; many++) {
		rmc_swap_propose(s, 2, r, p);
		for (int i = 0; i < RMC_PROPOSALS; i++) {
			size_t row = apart(p[i].to / n, p[i].from / n, n), col = apart(p[i].to % n, p[i].from % n, n);
			double v;
			CHECK(row <= 2 && col <= 2 && row + col > 0 && m[p[i].from] && m[p[i].to] == !(p[i].value < INFINITY));
			seen[(p[i].to / n + 2 + n - p[i].from / n) % n % 5][(p[i].to % n + 2 + n - p[i].from % n) % n % 5]++;
			taken += m[p[i].to];
			if (m[p[i].to])
				continue;
			v = rmc_swap_value(s, rmc_swap_change(s, p[i].from, p[i].to));
			x->proposed = fmax(x->proposed, fabs(p[i].value - v) / v);
		}
	}
	for (size_t k = 0; k < 25; k++)		/* 2560 in 24: 107 each, deviation 10 */
		CHECK(k == 12 ? !seen[2][2] : seen[k / 5][k % 5] > 60 && seen[k / 5][k % 5] < 160);
	CHECK(taken > 0 && taken < 40 * RMC_PROPOSALS);
}

static double complex wave(size_t n, size_t k, size_t at, const double *delta)
{
	double qr = (double)(k / n) - (double)(n / 2) + delta[0], qc = (double)(k % n) - (double)(n / 2) + delta[1];

	return cexp(-2 * M_PI * I * (qr * (double)(at / n) + qc * (double)(at % n)) / (double)n);
}

/* One swap, all sums before and after. */
static void one(const struct rmc_swaps *s, const struct rmc_target *t, size_t from, size_t to, struct worst *x)
{
	struct rmc_change c = rmc_swap_change(s, from, to);
	double da = 0, db = 0, dc = 0, fixed = 0, terms[4] = { 0 }, c0, b0, least;
	const double scale = 0.8, level = 3;
	size_t n = t->n;

	for (size_t k = 0; k < n * n; k++) {
		double complex g = f[k] + wave(n, k, to, t->delta_px) - wave(n, k, from, t->delta_px);
		double i0 = before[k], i1 = i0 - creal(f[k]) * creal(f[k]) - cimag(f[k]) * cimag(f[k]) + creal(g) * creal(g) + cimag(g) * cimag(g);
		double v = k == n / 2 * n + n / 2 ? 0 : w[k], r0 = scale * i0 + level - d[k], r1 = scale * i1 + level - d[k];
		da += v * (i1 * i1 - i0 * i0), db += v * (i1 - i0) * d[k], dc += v * (i1 - i0);
		fixed += v * (r1 * r1 - r0 * r0);
		terms[0] += v * fabs(i1 * i1 - i0 * i0), terms[1] += v * fabs(i1 - i0) * d[k], terms[2] += v * fabs(i1 - i0);
		terms[3] += v * fabs(r1 * r1 - r0 * r0);
		after[k] = i1;
	}
	x->free = fmax(x->free, fmax(fabs(c.a - da) / terms[0], fmax(fabs(c.b - db) / terms[1], fabs(c.c - dc) / terms[2])));
	x->fixed = fmax(x->fixed, fabs(rmc_swap_fixed(c, (struct rmc_scale){ scale, level }) - fixed) / terms[3]);
	least = t->norm * plain_least(n, after, d, w, t->background, &c0, &b0);
	x->value = fmax(x->value, fabs(rmc_swap_value(s, c) - least) / least);
}

static void all(size_t n, size_t tiles, double row, double col, bool background, int swaps)
{
	struct rmc_pattern p = { .n = n, .d = d, .w = w, .weighted = true, .background = background, .delta_px = { row, col }, .unit = 1 };
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rmc_swaps *maps;
	struct rng r = rng_at(7, n, tiles);
	struct worst x = { 0, 0, 0, 0 };
	struct err e = { 0, "" };

	odd_pattern(n, n, d, w);
	random_models(a, tiles, n, 3);
	CHECK(!rmc_target_new(&t, &p, n, &e) && !rmc_ensemble_new(&s, &t, tiles, &e) && !rmc_swaps_new(&maps, &t, true, &e));
	for (size_t k = 0; k < n * n; k++)		/* as the target has them */
		w[k] /= t.weight_unit;
	put_models(&s, a);
	rmc_evaluate(&s);
	plain_pattern(a, tiles, n, p.delta_px, before);
	for (size_t tile = 0; tile < tiles; tile++) {
		const unsigned char *m = a + tile * n * n;
		rmc_swaps_map(maps, &s, tile);
		for (size_t k = 0; k < n * n; k++)
			f[k] = plain_f(m, n, k / n, k % n, p.delta_px);
		for (int i = 0; i < swaps; i++)
			one(maps, &t, pick(&r, m, n * n, 1), pick(&r, m, n * n, 0), &x);
		propose(maps, m, &r, &x);
		propose_near(maps, m, n, &r, &x);
		propose_all(maps, m, n, &r);
	}
	printf("# %zu x %zu, %zu tiles: %.1e free, %.1e fixed, of the terms; value %.1e, proposed %.1e\n", n, n, tiles, x.free, x.fixed, x.value, x.proposed);
	CHECK(x.proposed < 1e-6);
	CHECK(x.free < 1e-10);
	CHECK(x.fixed < 1e-10);
	CHECK(x.value < 1e-9);		/* a difference of sums 10 times as large */
	rmc_swaps_free(maps);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

static void even(void) { all(16, 1, 0, 0, false, 1000); }
static void odd_with_background(void) { all(15, 1, 0, 0, true, 1000); }
static void tiles(void) { all(12, TILES, 0, 0, false, 400); }
static void tiles_off_centre_with_background(void) { all(12, TILES, 0.3, -0.45, true, 400); }
static void off_centre(void) { all(11, 1, -0.5, 0.125, false, 1000); }

static void other_metrics_are_refused(void)
{
	struct rmc_target t = { .metric = RMC_LOG, .n = 8 };
	struct rmc_swaps *maps;
	struct err e = { 0, "" };

	CHECK(rmc_swaps_new(&maps, &t, true, &e) == E_USAGE && !maps);
	rmc_swaps_free(NULL);
}

/*
 * Two pixels on 5 x 5 by single swaps, of which two in 25 or less find a place taken: their distances are visited as exp(-value/T).  60 000 proposals, most of them
 * accepted: some 5000 of each of 12 pairs of distances, and 4 deviations of a chain with a memory of a few steps are 0.1 to 0.15.
 */
static void in_equilibrium(size_t reach)
{
	enum { M = 5, STEPS = 60000 };
	static double pattern[M * M];
	struct rmc_pattern p = { .n = M, .d = pattern, .unit = 1 };
	struct rmc_single how = { .reach = reach, .most = 1 };
	struct rmc_pace pace = { 0 };
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rmc_swaps *maps = NULL;
	struct rng r = rng_at(12, 3, 0);
	struct err e = { 0, "" };
	unsigned char m[M * M] = { [0] = 1, [12] = 1 };
	double seen[M * M] = { 0 }, value[M * M], least = INFINITY, highest = 0, all = 0;

	for (size_t k = 0; k < M * M; k++)
		pattern[k] = 1 + (double)(k * 7 % 5);
	CHECK(!rmc_target_new(&t, &p, M, &e) && !rmc_ensemble_new(&s, &t, 1, &e) && !rmc_swaps_new(&maps, &t, true, &e));
	put_models(&s, m);
	for (size_t k = 1; k < M * M; k++) {
		memset(s.a, 0, M * M);
		s.a[0] = s.a[k] = 1;
		value[k] = rmc_evaluate(&s);
		least = fmin(least, value[k]);
		highest = fmax(highest, value[k]);
	}
	how.temperature = (highest - least) / 1.5;
	put_models(&s, m);
	rmc_evaluate(&s);
	for (int i = 0; i < STEPS; i++) {
		size_t first, second;
		rmc_swap_step(&s, maps, &pace, &how, &r);
		first = (size_t)((unsigned char *)memchr(s.a, 1, M * M) - s.a);
		second = (size_t)((unsigned char *)memchr(s.a + first + 1, 1, M * M - first - 1) - s.a);
		seen[(second / M + M - first / M) % M * M + (second % M + M - first % M) % M]++;
	}
	CHECK(pace.tried == STEPS);
	for (size_t k = 1; k < M * M; k++)
		all += exp(-value[k] / how.temperature);
	for (size_t k = 1; k < M * M; k++) {
		size_t other = (M - k / M) % M * M + (M - k % M) % M;
		NEAR((seen[k] + seen[other]) / STEPS / (2 * exp(-value[k] / how.temperature) / all), 1, 0.15);
	}
	rmc_swaps_free(maps);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

static void visits(void)
{
	in_equilibrium(0);
	in_equilibrium(1);
}

int main(void)
{
	CASE(even);
	CASE(odd_with_background);
	CASE(tiles);
	CASE(tiles_off_centre_with_background);
	CASE(off_centre);
	CASE(other_metrics_are_refused);
	CASE(visits);
	return done();
}
