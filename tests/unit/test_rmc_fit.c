/* Fits as a whole: models that are known, what is conserved, saving and going on. */
#include "check.h"
#include "base/mem.h"
#include "rmc/fit.h"
#include "rmc/levels.h"
#include "rmc/select.h"
#include "rmc/steps.h"
#include "rmc/swap.h"
#include "rmc_case.h"

enum { N = 32 };

static double d[N * N], w[N * N];
static unsigned char a[4 * N * N];
static struct err e;

/* Blobs: a smooth random field, cut at its median; their pattern by the definition, and so slow that it is made once a seed. */
static void blobs(unsigned char *m, size_t n, uint64_t seed)
{
	float *x = mem_alloc(n * n, sizeof *x, "", &e), *y = mem_alloc(n * n, sizeof *y, "", &e);
	struct rng r = rng_at(seed, 9, 0);

	for (size_t k = 0; k < n * n; k++)
		x[k] = (float)rng_normal(&r);
	for (int pass = 0; pass < 6; pass++) {
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < n; j++)
				y[i * n + j] = x[i * n + j] + x[(i + 1) % n * n + j] + x[(i + n - 1) % n * n + j] + x[i * n + (j + 1) % n] + x[i * n + (j + n - 1) % n];
		memcpy(x, y, n * n * sizeof *x);
	}
	rmc_threshold(x, n * n, n * n / 2, m);
	mem_free(x);
	mem_free(y);
}

static struct rmc_pattern pattern(size_t tiles, double row)
{
	struct rmc_pattern p = { .n = N, .d = d, .delta_px = { row, 0 } };

	e = (struct err){ 0, "" };
	for (size_t i = 0; i < tiles; i++)
		blobs(a + i * N * N, N, 4 + i);
	plain_pattern(a, tiles, N, p.delta_px, d);
	return p;
}

static const double halves[4] = { 0.5, 0.5, 0.5, 0.5 };

static struct rmc_par par(void)
{
	struct rmc_par p = rmc_par_default();

	p.loading = halves;
	p.start = 16;
	return p;
}

static size_t count(const unsigned char *m, size_t n2)
{
	size_t sum = 0;

	for (size_t k = 0; k < n2; k++)
		sum += m[k];
	return sum;
}

static void go_on(struct rmc_par how, double row);

static double run(struct rmc_fit *f, long most)
{
	bool more = true;

	while (more && most-- != 0 && !rmc_fit_step(f, &more, &e))
		;
	return rmc_fit_point(f).value;
}

static void known_model_stays(void)
{
	struct rmc_pattern p = pattern(2, 0);
	struct rmc_par how = par();
	struct rmc_fit *f;
	struct rmc_result r;

	how.tiles = 2;
	how.init = a;
	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	run(f, -1);
	CHECK(!memcmp(rmc_fit_models(f), a, 2 * N * N));
	CHECK(!rmc_fit_result(f, &r, NULL, &e));
	CHECK(r.value < 1e-12);			/* D are floats there: (1e-7)^2 of the value */
	NEAR(r.c, 1, 1e-6);
	rmc_fit_free(f);
}

/* Of noisy pixels, and pairs of which one is masked, R is that of each pixel by itself: by the formula from the arrays alone. */
static void r_of_each_pixel(void)
{
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	struct rmc_fit *f;
	struct rmc_result r;
	double fit[N * N], off = 0, sum = 0;

	for (size_t k = 0; k < N * N; k++) {
		d[k] *= k % 3 ? 1.6 : 0.2;
		w[k] = k % 7 != 2;
	}
	p.w = w;
	how.raar = 0;
	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	run(f, 5);
	run(f, -1);
	CHECK(!rmc_fit_result(f, &r, fit, &e));
	for (size_t k = 0; k < N * N; k++)
		if (w[k] > 0 && k != N / 2 * N + N / 2) {
			off += fabs(sqrt(fit[k]) - sqrt(d[k]));
			sum += sqrt(d[k]);
		}
	NEAR(r.r, off / sum, 1e-12);
	off = r.r;
	CHECK(!rmc_fit_result(f, &r, NULL, &e));
	NEAR(r.r, off, 0);
	rmc_fit_free(f);
}

/* A pixel whose opposite one was measured is not guessed: by the mean of its ring the truth would be wrong. */
static void measured_pairs_need_no_guess(void)
{
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	struct rmc_fit *f;

	for (size_t k = 0; k < N * N; k++) {
		size_t other = (N - k / N) % N * N + (N - k % N) % N;
		w[k] = k <= other;
	}
	p.w = w;
	p.prior = 1;
	how.init = a;
	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	CHECK(rmc_fit_point(f).value < 1e-10);
	rmc_fit_free(f);
}

/*
 * The truth, where noise is to tell when to stop, is good enough at once, whatever is guessed of the pixels that were not measured; and what ends by noise has the
 * value of noise in those that were.
 */
static void guesses_are_no_noise(void)
{
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	struct rmc_fit *f;
	struct rng r = rng_at(8, 0, 0);

	for (size_t k = 0; k < N * N; k++) {
		double sigma = 0.1 * d[k] + 20;
		d[k] += sigma * rng_normal(&r);
		w[k] = k % N == 13 || k % N == N - 13 || k / N == 17 || k / N == N - 17 ? 0 : 1 / (sigma * sigma);
	}
	p.w = w;
	p.weighted = true;
	p.prior = 1;
	how.init = a;
	how.noise = true;
	for (int i = 0; i < 2; i++) {
		CHECK(!rmc_fit_new(&f, &p, &how, &e));
		run(f, -1);
		CHECK(!e.code && !memcmp(rmc_fit_models(f), a, N * N));
		rmc_fit_free(f);
		how.noise = false;
		how.stop = 1.2;
	}
	how.stop = 0;
	CHECK(!rmc_fit_new(&f, &p, &how, &e));		/* not good enough: it does leave */
	run(f, -1);
	CHECK(memcmp(rmc_fit_models(f), a, N * N));
	rmc_fit_free(f);
}

/*
 * The part that is held out, q and -q together, is not seen: other intensities there give the same models; it has the chi2 that is told, at the scale of the rest, over the
 * square of the sum of the rest, as if it had as many pixels.  The brightest pixel is beyond the first level.
 */
static void held_out(void)
{
	static unsigned char was[N * N];
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	double part = 0;

	how.holdout = 0.2;
	d[2 * N + 3] = d[(N - 2) * N + N - 3] = 3e5;
	CHECK(!rmc_held_out(&how, N, 2 * N + 3));
	for (int i = 0; i < 2; i++) {
		double fit[N * N], off = 0, rest = 0, all = 0, hidden = 0;
		struct rmc_fit *f;
		struct rmc_result r;
		CHECK(!rmc_fit_new(&f, &p, &how, &e));
		run(f, -1);
		CHECK(!rmc_fit_result(f, &r, fit, &e));
		for (size_t k = 0; k < N * N; k++) {
			size_t other = (N - k / N) % N * N + (N - k % N) % N;
			struct rng g = rng_at(how.seed, 0x686f6c64, k < other ? k : other);
			bool held = rng_uniform(&g) < how.holdout;
			if (k == N / 2 * N + N / 2)
				continue;
			hidden += held;
			*(held ? &off : &rest) += pow(fit[k] - d[k], 2);
			all += held ? 0 : d[k];
			d[k] *= held ? 1 + k % 3 : 1;
		}
		part += hidden;
		NEAR(r.held / (off / (all * all) * (N * N - 1 - hidden) / hidden), 1, 1e-4);
		NEAR(rmc_fit_point(f).held / r.held, 1, 1e-3);
		NEAR(r.value / (rest / (all * all)), 1, 1e-6);
		CHECK(!i || !memcmp(was, rmc_fit_models(f), N * N));
		memcpy(was, rmc_fit_models(f), N * N);
		rmc_fit_free(f);
	}
	NEAR(part / (2 * N * N), 0.2, 0.05);
}

/* D off the truth by as much everywhere, in what the metric compares. */
static double disturbed(enum rmc_metric metric, double i, bool up)
{
	switch (metric) {
	case RMC_INTENSITY: return i + (up ? 30 : -30);
	case RMC_LOG: return i * (up ? 1.2 : 1 / 1.2);
	case RMC_AMPLITUDE: case RMC_POISSON: break;
	}
	return pow(fmax(sqrt(i) + (up ? 1 : -1), 0), 2);
}

/* Then both values are the same, but for the scale, and for few counts: a tenth. */
static void held_out_compares(void)
{
	static const enum rmc_metric metric[] = { RMC_INTENSITY, RMC_INTENSITY, RMC_AMPLITUDE, RMC_AMPLITUDE, RMC_LOG, RMC_POISSON };

	for (size_t i = 0; i < sizeof metric / sizeof *metric; i++) {
		struct rmc_pattern p = pattern(1, 0);
		struct rmc_par how = par();
		struct rmc_fit *f;
		struct rmc_result r;

		for (size_t k = 0; k < N * N; k++) {
			size_t other = (N - k / N) % N * N + (N - k % N) % N;
			d[k] = disturbed(metric[i], d[k], (k < other ? k : other) * 2654435761u >> 20 & 1);
			w[k] = 1e-3;
		}
		p.metric = metric[i];
		p.weighted = i % 2;
		p.w = p.weighted ? w : NULL;
		how.init = a;
		how.holdout = 0.2;
		CHECK(!rmc_fit_new(&f, &p, &how, &e));
		CHECK(!rmc_fit_result(f, &r, NULL, &e));
		printf("# metric %d%s: %.4g, held out %.4g\n", metric[i], p.weighted ? ", weighted" : "", r.value, r.held);
		NEAR(r.held / r.value, 1, 0.1);
		rmc_fit_free(f);
	}
}

/* From noise to a hundredth of what noise has; the loading is what was asked for; the value is that of the models. */
static void fits(struct rmc_par how, double row, double to)
{
	struct rmc_pattern p = pattern(how.tiles, row);
	struct rmc_fit *f;
	struct rmc_result r;
	double first, fit[N * N], sum = 0, all = 0;

	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	{
		struct rmc_target t;
		struct rmc_ensemble s;
		struct rng g = rng_at(99, 0, 0);
		CHECK(!rmc_target_new(&t, &p, N, &e) && !rmc_ensemble_new(&s, &t, how.tiles, &e));
		rmc_random(&s, how.loading, &g);
		first = rmc_evaluate(&s);
		rmc_ensemble_free(&s);
		rmc_target_free(&t);
	}
	run(f, -1);
	CHECK(!e.code && rmc_fit_point(f).phase == RMC_DONE);
	for (size_t i = 0; i < how.tiles; i++)
		CHECK(count(rmc_fit_models(f) + i * N * N, N * N) == rmc_fill(N * N, how.loading[i]));
	CHECK(!rmc_fit_result(f, &r, fit, &e));
	printf("# from %.3g to %.3g\n", first, r.value);
	CHECK(r.value < to * first);
	for (size_t k = 0; k < N * N; k++)
		if (k != N / 2 * N + N / 2) {
			sum += pow(fit[k] - d[k], 2);
			all += d[k];
		}
	NEAR(sum / (all * all) / r.value, 1, 1e-6);
	NEAR(r.value / rmc_fit_point(f).value, 1, 1e-4);
	rmc_fit_free(f);
}

static void batch(void) { fits(par(), 0, 0.05); }
static void off_centre(void) { fits(par(), 0.37, 0.05); }

static void two_tiles(void)
{
	struct rmc_par how = par();
	static const double loading[2] = { 0.5, 0.45 };

	how.tiles = 2;
	how.loading = loading;
	fits(how, 0, 0.05);
}

static void annealed(void)
{
	struct rmc_par how = par();

	how.anneal = 200;
	fits(how, 0, 0.05);
}

/* Borders that cost something are fewer, and as the price is of a saved fit too, going on is the same. */
static void smooth(void)
{
	struct rmc_par how = par();
	double borders[2];

	for (int i = 0; i < 2; i++) {
		struct rmc_pattern p = pattern(1, 0);
		struct rmc_target t;
		struct rmc_ensemble s;
		struct rmc_fit *f;
		how.smooth = i ? 10 : 0;
		how.raar = 0;
		CHECK(!rmc_fit_new(&f, &p, &how, &e));
		run(f, -1);
		CHECK(!rmc_target_new(&t, &p, N, &e) && !rmc_ensemble_new(&s, &t, 1, &e));
		put_models(&s, rmc_fit_models(f));
		borders[i] = rmc_borders(&s);
		if (i) {		/* what one pixel more or less changes, by the gradient's own part */
			double was = rmc_borders(&s), g;
			rmc_evaluate(&s);
			rmc_gradient(&s);
			g = s.g[5];
			s.surface = 2 * t.norm;
			rmc_evaluate(&s);
			rmc_gradient(&s);
			g = s.g[5] - g;
			s.a[5] ^= 1;
			NEAR(rmc_borders(&s) - was, s.a[5] ? g : -g, 1e-3 * fabs((double)s.g[5]) + 1e-6);
		}
		rmc_ensemble_free(&s);
		rmc_target_free(&t);
		rmc_fit_free(f);
	}
	CHECK(borders[1] < 0.8 * borders[0]);
	go_on(how, 0);
}

static void single_swaps(void)
{
	struct rmc_par how = par();

	how.move = RMC_MOVE_SWAP;
	how.temperature = 0;
	fits(how, 0, 0.3);
	how.reach = 4;
	fits(how, 0.2, 0.5);
	how.move = RMC_MOVE_METROPOLIS;
	fits(how, 0, 0.5);
	how.tiles = 2;
	how.reach = 0;
	fits(how, 0, 0.5);
	how.start = 20;
	how.grow = 6;
	fits(how, 0.1, 0.5);
}

/* Clusters come after batches, and batches after them. */
static void clusters(void)
{
	struct rmc_par how = par();

	how.move = RMC_MOVE_CLUSTER;
	how.temperature = 0;
	how.reach = 2;
	fits(how, 0, 0.1);
	go_on(how, 0);
	how.temperature = 0.1;
	how.tiles = 2;
	fits(how, 0.2, 0.5);
}

/* From given models, and with nothing to propose, it is the closing batches alone that make them fit. */
static void batches_after_clusters(void)
{
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	static unsigned char start[N * N];
	struct rmc_fit *f;
	double first;

	random_models(start, 1, N, 7);
	how.move = RMC_MOVE_CLUSTER;
	how.init = start;
	how.moves = 0;
	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	first = rmc_fit_point(f).value;
	CHECK(rmc_fit_point(f).phase == RMC_CLUSTER);
	CHECK(run(f, -1) < 0.1 * first && rmc_fit_point(f).phase == RMC_DONE);
	rmc_fit_free(f);
}

/* The temperature falls with the square of what is left of the proposals from its part of the value at the start to 0, and is that of the steps. */
static void falling_temperature(void)
{
	static const struct { enum rmc_move move; enum rmc_phase phase; } c[] = {
		{ RMC_MOVE_SWAP, RMC_SINGLE }, { RMC_MOVE_METROPOLIS, RMC_SINGLE }, { RMC_MOVE_CLUSTER, RMC_CLUSTER },
	};

	static unsigned char squares[N * N];

	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct rmc_pattern p = pattern(1, 0);
		struct rmc_par how = par();
		struct rmc_point at, first = { 0 };
		struct rmc_fit *f;
		double last = 0;
		bool more = true, worse = false;

		how.move = c[i].move;
		how.temperature = 2;
		how.moves = 20;
		how.start = N;
		for (size_t k = 0; k < N * N; k++)		/* apart, or there is nothing to move */
			squares[k] = k / N % 8 < 2 && k % N % 8 < 2;
		how.init = how.move == RMC_MOVE_CLUSTER ? squares : NULL;
		CHECK(!rmc_fit_new(&f, &p, &how, &e));
		for (at = rmc_fit_point(f); more; at = rmc_fit_point(f)) {
			if (at.phase == c[i].phase) {
				double left;
				first = first.n ? first : at;
				left = fmax(0, 1 - (at.proposals - first.proposals) / (20 * N * N));
				NEAR(at.temperature, 2 * first.value * left * left, 1e-9 * first.value);
				worse = worse || (last > 0 && at.value > last * 1.001);
				last = at.value;
			}
			CHECK(!rmc_fit_step(f, &more, &e));
		}
		CHECK(first.n == N && worse);
		rmc_fit_free(f);
	}
}

/* After the polish no swap among all pairs of a small model improves, by the exact formula. */
static void nothing_left(void)
{
	enum { M = 16 };
	static double small[M * M];
	static unsigned char model[M * M];
	static const double delta[2] = { 0, 0 };
	struct rmc_pattern p = { .n = M, .d = small };
	struct rmc_par how = par();
	struct rmc_fit *f;
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rmc_swaps *maps = NULL;
	size_t better = 0;
	double now;

	e = (struct err){ 0, "" };
	blobs(model, M, 3);
	plain_pattern(model, 1, M, delta, small);
	for (size_t k = 0; k < M * M; k++)
		small[k] += 40 * (double)(k % 7);		/* that no model fits */
	how.polish = true;
	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	run(f, -1);
	CHECK(!rmc_target_new(&t, &p, M, &e) && !rmc_ensemble_new(&s, &t, 1, &e) && !rmc_swaps_new(&maps, &t, false, &e));
	put_models(&s, rmc_fit_models(f));
	rmc_evaluate(&s);
	rmc_swaps_map(maps, &s, 0);
	now = rmc_swap_value(maps, (struct rmc_change){ 0, 0, 0 });
	for (size_t i = 0; i < M * M; i++)
		for (size_t j = 0; j < M * M; j++)
			better += s.a[i] && !s.a[j] && rmc_swap_value(maps, rmc_swap_change(maps, i, j)) < now * (1 - 1e-8);
	CHECK(better == 0);
	rmc_swaps_free(maps);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
	rmc_fit_free(f);
}

/* Saved after so many steps, restored into a new fit: the same models, bit for bit. */
static void go_on(struct rmc_par how, double row)
{
	struct rmc_pattern p = pattern(how.tiles, row);
	struct rmc_fit *f;
	unsigned char *whole = mem_alloc(how.tiles, N * N, "", &e);
	double value;

	how.holdout = 0.05;
	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	value = run(f, -1);
	memcpy(whole, rmc_fit_models(f), how.tiles * N * N);
	rmc_fit_free(f);
	for (long at = 1; at < 200; at = at * 2 + 3) {
		void *bytes;
		size_t n;
		CHECK(!rmc_fit_new(&f, &p, &how, &e));
		run(f, at);
		CHECK(!rmc_fit_save(f, &bytes, &n, &e));
		rmc_fit_free(f);
		CHECK(!rmc_fit_new(&f, &p, &how, &e) && !rmc_fit_restore(f, bytes, n, &e));
		NEAR(run(f, -1), value, 0);
		CHECK(!memcmp(whole, rmc_fit_models(f), how.tiles * N * N));
		CHECK(rmc_fit_restore(f, bytes, n - 1, &e) == E_DATA);
		e = (struct err){ 0, "" };
		mem_free(bytes);
		CHECK(!rmc_fit_save(f, &bytes, &n, &e));
		((unsigned char *)bytes)[n - 1] = 2;		/* of an ended fit the models stand last */
		CHECK(rmc_fit_restore(f, bytes, n, &e) == E_DATA && strstr(e.msg, "a pixel of 2"));
		e = (struct err){ 0, "" };
		mem_free(bytes);
		rmc_fit_free(f);
	}
	mem_free(whole);
}

static void saved_and_restored(void)
{
	struct rmc_par how = par();

	how.anneal = 40;
	how.polish = true;
	go_on(how, 0);
	how.charge = 20;
	go_on(how, 0);
	how.charge = 0;
	how.tiles = 2;
	go_on(how, 0.3);
	how.move = RMC_MOVE_METROPOLIS;
	how.moves = 20;
		how.start = N;
	go_on(how, 0);
	how.move = RMC_MOVE_SWAP;
	how.moves = 3;
	go_on(how, 0);
}

static void seeds_differ(void)
{
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	struct rmc_fit *f, *g;

	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	how.seed = 2;
	CHECK(!rmc_fit_new(&g, &p, &how, &e));
	run(f, -1);
	run(g, -1);
	CHECK(memcmp(rmc_fit_models(f), rmc_fit_models(g), N * N));
	rmc_fit_free(f);
	rmc_fit_free(g);
}

static void stops_where_it_should(void)
{
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	struct rmc_fit *f;

	how.stop = 1e-3;
	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	run(f, -1);
	CHECK(rmc_fit_point(f).value <= 1e-3 && rmc_fit_point(f).phase == RMC_DONE);
	rmc_fit_free(f);
}

static void levels(void)
{
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	size_t size[RMC_LEVELS_MAX];

	how.start = 10;
	CHECK(rmc_levels(size, &p, &how) == 2 && size[0] == 16 && size[1] == N);
	how.grow = 9;
	CHECK(rmc_levels(size, &p, &how) == 4 && size[0] == 10 && size[1] == 19 && size[2] == 28 && size[3] == N);
	how.init = a;
	CHECK(rmc_levels(size, &p, &how) == 1 && size[0] == N);
	how.init = NULL;
	for (size_t k = 0; k < N * N; k++)		/* a beam stop over all of the first level, and of the second */
		w[k] = k / N >= N / 2 - 11 && k / N < N / 2 + 11 && k % N >= N / 2 - 11 && k % N < N / 2 + 11 ? 0 : 1;
	p.w = w;
	CHECK(rmc_levels(size, &p, &how) == 2 && size[0] == 28 && size[1] == N);
}

static void errors(void)
{
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	static const double none[1] = { 0 }, few[1] = { 0.0001 };
	struct rmc_fit *f;

	how.loading = none;
	CHECK(rmc_fit_new(&f, &p, &how, &e) == E_USAGE && !f);
	e = (struct err){ 0, "" };
	how.loading = few;
	CHECK(rmc_fit_new(&f, &p, &how, &e) == E_DATA && strstr(e.msg, "first level"));
	e = (struct err){ 0, "" };
	how = par();
	how.tiles = 0;
	CHECK(rmc_fit_new(&f, &p, &how, &e) == E_USAGE);
	e = (struct err){ 0, "" };
	how = par();
	p.n = 1;
	CHECK(rmc_fit_new(&f, &p, &how, &e) == E_DATA);
	e = (struct err){ 0, "" };
	p = pattern(1, 0);
	p.metric = RMC_LOG;
	how.move = RMC_MOVE_SWAP;
	CHECK(rmc_fit_new(&f, &p, &how, &e) == E_USAGE);
	rmc_fit_free(NULL);
	(void)w;
}

/* A beam stop over all of the first level: the fit begins at the next one.  So it does when a loading would fill nothing there. */
static void covered_start(void)
{
	static const double few[1] = { 0.0015 };		/* 0.4 of 16 x 16 pixels, 1.5 of 32 x 32 */
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	struct rmc_fit *f;

	for (size_t i = 0; i < N * N; i++)
		w[i] = labs((long)(i / N) - N / 2) > 8 || labs((long)(i % N) - N / 2) > 8;
	p.w = w;
	CHECK(!rmc_fit_new(&f, &p, &how, &e) && rmc_fit_point(f).n == N);
	rmc_fit_free(f);
	w[(N / 2 + 3) * N + N / 2] = 1;
	CHECK(!rmc_fit_new(&f, &p, &how, &e) && rmc_fit_point(f).n == 16);
	rmc_fit_free(f);
	p.w = NULL;
	how.loading = few;
	CHECK(!rmc_fit_new(&f, &p, &how, &e) && rmc_fit_point(f).n == N);
	rmc_fit_free(f);
}

/* Weights of any unit: chi2 goes by it, the models do not. */
static void unit_of_weights(void)
{
	static const int power[] = { 0, -220, 220, 900, -900 };
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	struct rmc_result r[5];
	unsigned char first[N * N];
	double *fit = mem_alloc(N * N, sizeof *fit, "", &e);

	p.weighted = true;
	p.w = w;
	for (int k = 0; k < 5; k++) {
		struct rmc_fit *f;
		struct rng dice = rng_at(3, 1, 0);

		for (size_t i = 0; i < N * N; i++)
			w[i] = ldexp(0.5 + rng_uniform(&dice), power[k]);
		CHECK(!rmc_fit_new(&f, &p, &how, &e));
		run(f, -1);
		CHECK(!rmc_fit_result(f, &r[k], fit, &e));
		if (!k)
			memcpy(first, rmc_fit_models(f), sizeof first);
		CHECK(!memcmp(first, rmc_fit_models(f), sizeof first));
		NEAR(ldexp(r[k].value, -power[k]) / r[0].value, 1, 1e-12);
		CHECK(r[k].c == r[0].c);
		rmc_fit_free(f);
	}
	mem_free(fit);
}

/* Neither value of the result has guesses in it; pixels that are not used count nowhere. */
static void held_out_no_guess(void)
{
	static double fit[N * N];
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	double off = 0, rest = 0, all = 0, hidden = 0, shown = 0;
	struct rmc_fit *f;
	struct rmc_result r;

	for (size_t k = 0; k < N * N; k++)
		w[k] = k % N < 24 || k / N == N / 2;
	p.w = w;
	p.prior = 1;
	how.holdout = 0.2;
	CHECK(!rmc_fit_new(&f, &p, &how, &e));
	run(f, -1);
	CHECK(!rmc_fit_result(f, &r, fit, &e));
	for (size_t k = 0; k < N * N; k++) {
		bool held = rmc_held_out(&how, N, k);
		if (!(w[k] > 0) || k == N / 2 * N + N / 2)
			continue;
		*(held ? &hidden : &shown) += 1;
		*(held ? &off : &rest) += pow(fit[k] - d[k], 2);
		all += held ? 0 : d[k];
	}
	NEAR(r.value / (rest / (all * all)), 1, 1e-5);
	NEAR(r.held / (off / (all * all) * shown / hidden), 1, 1e-4);
	rmc_fit_free(f);
}

/* What is held out says nothing to the fit, nor by guesses of it and of what was not measured: whatever it is, the models are the same. */
static void held_out_is_not_seen(void)
{
	static unsigned char model[N * N];
	struct rmc_pattern p = pattern(1, 0);
	struct rmc_par how = par();
	struct rmc_fit *f;
	double value = 0;

	for (size_t k = 0; k < N * N; k++)
		w[k] = k % N < 24 || k / N == N / 2;
	p.w = w;
	p.prior = 1;
	how.holdout = 0.2;
	for (int i = 0; i < 4; i++) {
		how.charge = i < 2 ? 0 : 20;
		CHECK(!rmc_fit_new(&f, &p, &how, &e));
		run(f, -1);
		CHECK(i % 2 == 0 || (!memcmp(model, rmc_fit_models(f), N * N) && rmc_fit_point(f).value == value));
		memcpy(model, rmc_fit_models(f), N * N);
		value = rmc_fit_point(f).value;
		rmc_fit_free(f);
		for (size_t k = 0; k < N * N; k++)
			d[k] *= rmc_held_out(&how, N, k) ? 3 : 1;
	}
}

/* What is told to be needed is no less because of an option that does nothing: single swaps are not polished. */
static void bytes(void)
{
	struct rmc_par how = par();
	double single;

	how.move = RMC_MOVE_SWAP;
	single = rmc_fit_bytes(256, &how, false);
	how.polish = true;
	CHECK(rmc_fit_bytes(256, &how, false) >= single);
	how.move = RMC_MOVE_BATCH;
	CHECK(single - rmc_fit_bytes(256, &how, false) <= 256 * 256 * 4 * sizeof(float));	/* of the copies for many proposals one alone is no other's place */
	how.move = RMC_MOVE_CLUSTER;
	how.polish = false;
	how.tiles = 40;
	single = rmc_fit_bytes(256, &how, false);
	how.move = RMC_MOVE_BATCH;
	CHECK(single - rmc_fit_bytes(256, &how, false) > 256 * 256 * (40 - 10) * 0.5 * sizeof(size_t));		/* half of all places */
}

int main(void)
{
	CASE(known_model_stays);
	CASE(r_of_each_pixel);
	CASE(measured_pairs_need_no_guess);
	CASE(guesses_are_no_noise);
	CASE(held_out);
	CASE(held_out_compares);
	CASE(held_out_no_guess);
	CASE(held_out_is_not_seen);
	CASE(batch);
	CASE(off_centre);
	CASE(two_tiles);
	CASE(annealed);
	CASE(smooth);
	CASE(single_swaps);
	CASE(clusters);
	CASE(batches_after_clusters);
	CASE(falling_temperature);
	CASE(bytes);
	CASE(nothing_left);
	CASE(saved_and_restored);
	CASE(seeds_differ);
	CASE(stops_where_it_should);
	CASE(covered_start);
	CASE(unit_of_weights);
	CASE(levels);
	CASE(errors);
	return done();
}
