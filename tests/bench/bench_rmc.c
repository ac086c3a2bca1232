/*
 * bench_rmc - how soon, and how well, models of scattering patterns are found.
 *
 *	bench_rmc speed [SIZE [SEEDS]]	time to the cost that single swaps have after 3 N^2 moves, against that of these moves
 *	bench_rmc ends [SIZE [SEEDS]]	costs at the end: greedy batches, RAAR and batches, annealed; seconds
 *	bench_rmc swaps [SIZE]		exact proposals a second
 *	bench_rmc noise [SIZE [SEEDS]]	Poisson noise: sum (D - c I)^2/mu over pixels in use, of the truth, of fits from it and from anywhere
 *	bench_rmc discs [SIZE [SEEDS]]	the radius of discs from the chords of fitted models, each the best of 8
 *	bench_rmc tiles [SIZE]		held-out cost against the number of tiles, on a pattern that is smooth
 *
 * One thread; seconds are those of its clock.  Models are spinodal, loading 0.5, k0 = N/16, seeds 1, 2, ...; medians.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "num/par.h"
#include "rmc/chord.h"
#include "rmc/fit.h"
#include "rmc/swap.h"
#include "rmc/twophase.h"

enum { SEEDS = 100 };		/* at most */

static struct err e;

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void die(void)
{
	fprintf(stderr, "bench_rmc: %s\n", e.msg);
	exit(1);
}

static void *room(size_t n, size_t size)
{
	void *p = mem_zero(n, size, "a pattern", &e);

	if (!p)
		die();
	return p;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *x, size_t n)
{
	qsort(x, n, sizeof *x, ascending);
	return n % 2 ? x[n / 2] : 0.5 * (x[n / 2 - 1] + x[n / 2]);
}

struct test { size_t n; unsigned char *a; double *d, *w, loading; struct rmc_pattern p; };

static void pattern_of(struct test *t)
{
	struct pattern_par p = { .oversample = 1, .scale = 1 };

	if (twophase_pattern(t->a, t->n, &p, t->d, &e))
		die();
	t->p = (struct rmc_pattern){ .n = t->n, .d = t->d };
}

static struct test empty(size_t n)
{
	return (struct test){ n, room(n * n, 1), room(n * n, sizeof(double)), room(n * n, sizeof(double)), 0.5, { 0 } };
}

static struct test spinodal(size_t n, uint64_t seed)
{
	struct test t = empty(n);
	struct spinodal_par s = { .n = n, .loading = 0.5, .seed = seed };

	if (twophase_spinodal(t.a, &s, &e))
		die();
	pattern_of(&t);
	return t;
}

static void done_with(struct test *t)
{
	mem_free(t->a);
	mem_free(t->d);
	mem_free(t->w);
}

static struct rmc_par par(const struct test *t, uint64_t seed)
{
	struct rmc_par p = rmc_par_default();

	p.loading = &t->loading;
	p.seed = seed;
	return p;
}

/* Runs to the end; the models into out unless NULL. */
static double fit(const struct rmc_pattern *p, const struct rmc_par *how, unsigned char *out, struct rmc_result *result, double *value)
{
	struct rmc_fit *f;
	double start = seconds(), took;
	bool more = true;

	if (rmc_fit_new(&f, p, how, &e))
		die();
	while (more && !rmc_fit_step(f, &more, &e))
		;
	took = seconds() - start;
	if (value)
		*value = rmc_fit_point(f).value;
	if (e.code || (result && rmc_fit_result(f, result, NULL, &e)))
		die();
	if (out)
		memcpy(out, rmc_fit_models(f), how->tiles * p->n * p->n);
	rmc_fit_free(f);
	return took;
}

static void speed(size_t n, size_t seeds)
{
	double slow[SEEDS], fast[SEEDS], ratio[SEEDS], cost[SEEDS], rate[SEEDS], least = INFINITY;

	for (size_t i = 0; i < seeds; i++) {
		struct test t = spinodal(n, i + 1);
		struct rmc_par how = par(&t, i + 1);
		how.move = RMC_MOVE_METROPOLIS;
		how.start = n;
		how.temperature = 0;
		how.moves = 3;
		slow[i] = fit(&t.p, &how, NULL, NULL, &cost[i]);
		rate[i] = 3 * (double)(n * n) / slow[i];
		how = par(&t, i + 1);
		how.stop = cost[i];
		fast[i] = fit(&t.p, &how, NULL, NULL, NULL);
		ratio[i] = slow[i] / fast[i];
		least = fmin(least, ratio[i]);
		done_with(&t);
	}
	printf("%zu: 3 N^2 single swaps %.3f s (%.0f a second) to %.3g; the same cost in %.4f s: %.0f times sooner (least %.0f)\n", n, median(slow, seeds),
	       median(rate, seeds), median(cost, seeds), median(fast, seeds), median(ratio, seeds), least);
}

static void ends(size_t n, size_t seeds)
{
	static const struct { const char *name; int raar, anneal; } how[] = { { "batches alone", 0, 0 }, { "RAAR, batches", 20, 0 }, { "annealed", 20, 2000 } };
	double cost[3][SEEDS], took[3][SEEDS];

	for (size_t i = 0; i < seeds; i++) {
		struct test t = spinodal(n, i + 1);
		for (int k = 0; k < 3; k++) {
			struct rmc_par p = par(&t, i + 1);
			struct rmc_result r;
			p.raar = how[k].raar;
			p.anneal = how[k].anneal;
			took[k][i] = fit(&t.p, &p, NULL, &r, NULL);
			cost[k][i] = r.value;
		}
		done_with(&t);
	}
	for (int k = 0; k < 3; k++)
		printf("%zu: %-14s %.3g in %.3f s, %.2f of the first\n", n, how[k].name, median(cost[k], seeds), median(took[k], seeds), median(cost[k], seeds) / median(cost[0], seeds));
}

static void swaps(size_t n)
{
	struct test t = spinodal(n, 1);
	struct rmc_target target;
	struct rmc_ensemble s;
	struct rmc_swaps *w = NULL;
	struct rmc_proposal p[RMC_PROPOSALS];
	struct rng r = rng_at(1, 2, 0);
	double start, maps, all, least = INFINITY;
	const size_t blocks = 100000;

	if (rmc_target_new(&target, &t.p, n, &e) || rmc_ensemble_new(&s, &target, 1, &e) || rmc_swaps_new(&w, &target, true, &e))
		die();
	memcpy(s.a, t.a, n * n);
	s.filled[0] = n * n / 2;
	rmc_evaluate(&s);
	start = seconds();
	rmc_swaps_map(w, &s, 0);
	maps = seconds() - start;
	start = seconds();
	for (size_t i = 0; i < blocks; i++) {
		rmc_swap_propose(w, 0, &r, p);
		least = fmin(least, p[0].value);
	}
	all = seconds() - start;
	printf("%zu: %.1f million exact proposals a second, maps in %.1f ms (least %.3g)\n", n, 1e-6 * (double)blocks * RMC_PROPOSALS / all, 1e3 * maps, least);
	rmc_swaps_free(w);
	rmc_ensemble_free(&s);
	rmc_target_free(&target);
	done_with(&t);
}

/* ---- noise ---- */

/* sum (D - c I)^2/mu/M over pixels of weight on, c of the least. */
static double statistic(const struct test *t, const double *mu, const double *intensity, const double *on)
{
	double a = 0, b = 0, sum = 0, m = 0;

	for (size_t k = 0; k < t->n * t->n; k++)
		if (on[k] > 0 && mu[k] > 0) {
			a += t->d[k] * intensity[k] / mu[k];
			b += intensity[k] * intensity[k] / mu[k];
		}
	for (size_t k = 0; k < t->n * t->n; k++)
		if (on[k] > 0 && mu[k] > 0) {
			sum += pow(t->d[k] - a / b * intensity[k], 2) / mu[k];
			m++;
		}
	return sum / m;
}

static void intensity_of(const unsigned char *a, size_t n, double *out)
{
	struct pattern_par p = { .oversample = 1, .scale = 1 };

	if (twophase_pattern(a, n, &p, out, &e))
		die();
}

static void noise_at(double peak, size_t n, size_t seeds)
{
	struct test t = spinodal(n, 1);
	double *mu = room(n * n, sizeof *mu), *in = room(n * n, sizeof *in), *truth = room(n * n, sizeof *truth), most = 0, mean = 0, var = 0;
	double own[SEEDS], from[SEEDS], kept[SEEDS], out[SEEDS], above[SEEDS], truth_out[SEEDS], truth_kept[SEEDS];
	unsigned char *model = room(n * n, 1);

	memcpy(truth, t.d, n * n * sizeof *truth);
	for (size_t k = 0; k < n * n; k++)
		most = k == n / 2 * n + n / 2 ? most : fmax(most, t.d[k]);
	for (size_t k = 0; k < n * n; k++) {
		struct rng r = rng_at(1, 3, k);
		mu[k] = t.d[k] / most * peak;
		t.w[k] = rng_uniform(&r) < 0.2 || k == n / 2 * n + n / 2 ? 0 : 1;
	}
	for (size_t draw = 0; draw < SEEDS; draw++) {
		for (size_t k = 0; k < n * n; k++) {
			struct rng r = rng_at(draw + 1, 4, k);
			t.d[k] = rng_poisson(&r, mu[k]);
		}
		own[draw] = statistic(&t, mu, truth, t.w);
		mean += own[draw] / SEEDS;
		if (draw >= seeds)
			continue;
		t.p = (struct rmc_pattern){ .n = n, .d = t.d, .w = t.w, .metric = RMC_POISSON };
		struct rmc_par how = par(&t, draw + 1);
		how.noise = true;
		how.init = t.a;
		fit(&t.p, &how, model, NULL, NULL);
		intensity_of(model, n, in);
		from[draw] = statistic(&t, mu, in, t.w);
		how = par(&t, draw + 1);
		how.noise = true;
		how.holdout = 0.05;
		struct rmc_result res;
		fit(&t.p, &how, model, &res, NULL);
		intensity_of(model, n, in);
		double *held = room(n * n, sizeof *held), *seen = room(n * n, sizeof *seen);
		for (size_t k = 0; k < n * n; k++) {
			bool h = rmc_held_out(&how, n, k);
			held[k] = h ? t.w[k] : 0;
			seen[k] = h ? 0 : t.w[k];
		}
		kept[draw] = statistic(&t, mu, in, seen);
		out[draw] = statistic(&t, mu, in, held);
		truth_out[draw] = statistic(&t, mu, truth, held);
		truth_kept[draw] = statistic(&t, mu, truth, seen);
		above[draw] = kept[draw] - truth_kept[draw];
		mem_free(held);
		mem_free(seen);
	}
	for (size_t draw = 0; draw < SEEDS; draw++)
		var += (own[draw] - mean) * (own[draw] - mean) / (SEEDS - 1);
	double worst = 0, least = INFINITY;
	for (size_t i = 0; i < seeds; i++) {
		worst = fmax(worst, fabs(from[i] - own[i]) / sqrt(var));
		least = fmin(least, above[i]);
	}
	printf("peak %6.0f: truth %.4f +- %.4f; from it at most %.2f deviations off; from anywhere %.4f (truth %.4f, the least difference %+.4f), held out %.4f (truth %.4f)\n", peak,
	       mean, sqrt(var), worst, median(kept, seeds), median(truth_kept, seeds), least, median(out, seeds), median(truth_out, seeds));
	mem_free(mu);
	mem_free(in);
	mem_free(truth);
	mem_free(model);
	done_with(&t);
}

/* ---- discs ---- */

/* The best of some fits by its cost, as xrmc --seeds has it. */
static double best_of(const struct test *t, uint64_t seed, unsigned char *model)
{
	enum { FITS = 8 };
	unsigned char *one = room(t->n * t->n, 1);
	double least = INFINITY;

	for (uint64_t i = 0; i < FITS; i++) {
		struct rmc_par how = par(t, seed + 1000 * i);
		struct rmc_result r;
		how.charge = 500;
		how.start = t->n;
		how.smooth = 5;
		fit(&t->p, &how, one, &r, NULL);
		if (r.value < least) {
			least = r.value;
			memcpy(model, one, t->n * t->n);
		}
	}
	mem_free(one);
	return least;
}

/* How far off the radius of chords is, of one suspension; its cost. */
static double disc_off(const struct discs_par *p, double *cost)
{
	struct test t = empty(p->n);
	struct discs_made made;
	struct chords c;
	struct chord_disc d;
	unsigned char *model = room(p->n * p->n, 1);
	size_t filled = 0;

	if (twophase_discs(t.a, p, &made, &e))
		die();
	for (size_t k = 0; k < p->n * p->n; k++)
		filled += t.a[k];
	t.loading = (double)filled / (double)(p->n * p->n);
	pattern_of(&t);
	t.p.metric = RMC_AMPLITUDE;		/* edges scatter to where intensities are small */
	*cost = best_of(&t, p->seed, model);
	if (chords_count(&c, model, p->n, &e) || chord_disc_fit(&c, 1, &d, &e))
		die();
	chords_free(&c);
	mem_free(model);
	done_with(&t);
	return fabs(d.chord_radius_px / made.mean_px - 1);
}

static void discs(size_t n, size_t seeds)
{
	static const double radius[] = { 6, 8, 10 }, loading[] = { 0.1, 0.2, 0.3 };

	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 3; j++) {
			double worst = 0, off[SEEDS], cost;
			size_t solved = 0;
			for (size_t s = 0; s < seeds; s++) {
				struct discs_par p = { .n = n, .loading = loading[j], .radius_px = radius[i], .seed = s + 1 };
				off[s] = disc_off(&p, &cost);
				worst = fmax(worst, off[s]);
				solved += cost < 1e-9;
			}
			printf("%zu: discs of %.0f pixels, loading %.1f: radius off by %.2f %% (median), %.2f %% at worst; %zu of %zu are the truth\n", n, radius[i], loading[j],
			       100 * median(off, seeds), 100 * worst, solved, seeds);
		}
}

/* ---- tiles ---- */

static void tiles(size_t n)
{
	enum { MEMBERS = 64 };
	struct test t = spinodal(n, 1);
	double *sum = room(n * n, sizeof *sum);

	for (size_t i = 0; i < MEMBERS; i++) {		/* what many illuminated regions add up to */
		struct test one = spinodal(n, 100 + i);
		for (size_t k = 0; k < n * n; k++)
			sum[k] += one.d[k];
		done_with(&one);
	}
	memcpy(t.d, sum, n * n * sizeof *sum);
	for (size_t m = 1; m <= 16; m *= 2) {
		double halves[16], took;
		struct rmc_par how = par(&t, 1);
		struct rmc_result r;
		for (size_t i = 0; i < m; i++)
			halves[i] = 0.5;
		how.loading = halves;
		how.tiles = m;
		how.holdout = 0.05;
		took = fit(&t.p, &how, NULL, &r, NULL);
		printf("%zu: %2zu tiles: %.3g, held out %.3g, in %.2f s\n", n, m, r.value, r.held, took);
	}
	mem_free(sum);
	done_with(&t);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "speed";
	size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0, seeds = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;

	par_set_threads(1);
	seeds = seeds > SEEDS ? SEEDS : seeds;
	if (!strcmp(what, "speed") && n)
		speed(n, seeds ? seeds : 10);
	else if (!strcmp(what, "speed")) {
		speed(128, 10);
		speed(256, 10);
		speed(512, 3);
		swaps(128);
		swaps(256);
		swaps(512);
		swaps(1024);
		ends(128, 10);
		ends(256, 3);
	} else if (!strcmp(what, "ends"))
		ends(n ? n : 128, seeds ? seeds : 10);
	else if (!strcmp(what, "swaps"))
		swaps(n ? n : 256);
	else if (!strcmp(what, "noise"))
		for (double peak = 30; peak < 2e4; peak = peak == 30 ? 100 : 10 * peak)
			noise_at(peak, n ? n : 128, seeds ? seeds : 5);
	else if (!strcmp(what, "discs"))
		discs(n ? n : 128, seeds ? seeds : 10);
	else if (!strcmp(what, "tiles"))
		tiles(n ? n : 128);
	else
		return 2;
	return 0;
}
