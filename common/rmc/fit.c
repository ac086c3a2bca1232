/* fit.c - the schedule. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "rmc/cluster.h"
#include "rmc/fit_part.h"
#include "rmc/metropolis.h"

struct rmc_par rmc_par_default(void)
{
	return (struct rmc_par){ .tiles = 1, .raar = RMC_RAAR_DEFAULT, .beta = 0.85, .coarse = 40, .temperature = RMC_TEMPERATURE_DEFAULT, .blur = 0.4,
				 .moves = RMC_MOVES_DEFAULT, .seed = 1, .stop = NAN };
}

const char *rmc_phase_name(enum rmc_phase p)
{
	static const char *const name[] = { "raar", "batch", "anneal", "polish", "single", "cluster", "done", "charge" };

	return name[p];
}

/* ---- beginning ---- */

bool rmc_held_out(const struct rmc_par *par, size_t n, size_t at)
{
	size_t row = at / n, col = at % n, other = (2 * (n / 2) + n - row) % n * n + (2 * (n / 2) + n - col) % n;
	struct rng r = rng_at(par->seed, 0x686f6c64, at < other ? at : other);		/* "hold" */

	return rng_uniform(&r) < par->holdout;
}

static int hold_out(struct rmc_fit *f, struct err *e)
{
	size_t n = f->pattern->n, n2 = n * n;

	f->seen = *f->pattern;
	if (!(f->par.holdout > 0))
		return 0;
	f->seen_w = mem_alloc(n2, sizeof *f->seen_w, "weights", e);
	f->held_w = mem_alloc(n2, sizeof *f->held_w, "weights", e);
	for (size_t at = 0; !e->code && at < n2; at++) {
		double w = f->pattern->w ? f->pattern->w[at] : 1;
		bool held = rmc_held_out(&f->par, n, at);
		f->seen_w[at] = held ? 0 : w;
		f->held_w[at] = held ? w : 0;
	}
	f->seen.w = f->seen_w;
	return e->code;
}

/* The held-out pixels in the units of the last level, their values by what that level's are divided by, for each pixel. */
static int hide(struct rmc_fit *f, struct err *e)
{
	struct rmc_pattern held = *f->pattern;
	struct rmc_target all;

	if (rmc_target_new(&all, &f->seen, held.n, e))
		return e->code;
	held.w = f->held_w;
	held.prior = 0;
	held.unit = all.unit;
	if (!rmc_target_new(&f->held, &held, held.n, e))
		f->held.norm = all.norm / all.weight_unit * f->held.weight_unit * all.used / f->held.used;
	else if (e->code == E_DATA)
		err_at(e, "the held-out pixels");
	rmc_target_free(&all);
	return e->code;
}

void rmc_fit_leave(struct rmc_fit *f)
{
	rmc_ensemble_free(&f->s);
	rmc_target_free(&f->target);
	rmc_target_free(&f->known);
	rmc_swaps_free(f->swaps);
	rmc_charge_free(&f->charge);
	mem_free(f->x);
	mem_free(f->room);
	mem_free(f->flips);
	f->x = f->room = NULL;
	f->flips = NULL;
	f->swaps = NULL;
}

/* A guess is not a measurement: what is good enough is told by the rest. */
static int know(struct rmc_fit *f, size_t n, struct err *e)
{
	struct rmc_pattern p = f->seen;

	if (!(p.prior > 0) || (!f->par.noise && isnan(f->par.stop)))
		return 0;
	p.prior = 0;
	p.unit = f->target.unit;
	return rmc_target_new(&f->known, &p, n, e);
}

int rmc_fit_enter(struct rmc_fit *f, size_t level, struct err *e)
{
	size_t n = f->size[level], n2 = n * n;

	if (rmc_target_new(&f->target, &f->seen, n, e) || know(f, n, e) || rmc_ensemble_new(&f->s, &f->target, f->par.tiles, e))
		return e->code;
	f->x = mem_alloc(f->par.tiles * n2, sizeof *f->x, "the fields", e);
	f->room = mem_alloc(n2, sizeof *f->room, "a field", e);
	f->flips = mem_alloc(f->par.tiles * n2, sizeof *f->flips, "the moves", e);
	for (size_t i = 0; i < f->par.tiles && !e->code; i++) {
		size_t k = rmc_fill(n2, f->par.loading[i]);
		if (k < 1 || k >= n2)
			return err_set(e, E_DATA, "a loading of %g fills %zu of the %zu x %zu pixels of the first level", f->par.loading[i], k, n, n);
		f->s.filled[i] = k;
	}
	f->is.level = level;
	return e->code;
}

/* ---- phases ---- */

static bool last(const struct rmc_fit *f)
{
	return f->is.level + 1 == f->nlevel;
}

static void begin_phase(struct rmc_fit *f, enum rmc_phase p)
{
	rmc_swaps_free(f->swaps);
	rmc_charge_free(&f->charge);
	f->swaps = NULL;
	f->is.tried += f->is.pace.tried;
	f->is.phase = p;
	f->is.rounds = 0;
	f->is.pace = (struct rmc_pace){ .many = (p == RMC_ANNEAL ? 0.0005 : 0.02) * (double)f->s.n2 };
	f->s.surface = p == RMC_RAAR ? 0 : f->s.surface;
	if (f->par.smooth > 0 && (p == RMC_BATCH || (p == RMC_CLUSTER && !(f->s.surface > 0)))) {
		f->s.surface = f->par.smooth * f->s.value / fmax(rmc_borders(&f->s), 1);
		rmc_evaluate(&f->s);
	}
	f->is.start = f->s.value;
	for (size_t i = 0; p == RMC_RAAR && i < f->s.m * f->s.n2; i++)
		f->x[i] = f->s.a[i];
}

static bool has(const struct rmc_fit *f, enum rmc_phase p)
{
	bool cluster = f->par.move == RMC_MOVE_CLUSTER, single = f->par.move != RMC_MOVE_BATCH && !cluster;

	switch (p) {
	case RMC_CHARGE: return f->par.charge > 0;
	case RMC_RAAR: return f->par.raar > 0 && !f->par.init && !single;
	case RMC_BATCH: return !single && !(cluster && f->par.init);
	case RMC_ANNEAL: return f->par.anneal > 0 && last(f) && !single;
	case RMC_POLISH: return f->par.polish && last(f) && !single && f->target.metric == RMC_INTENSITY && !(f->par.smooth > 0);
	case RMC_SINGLE: return single;
	case RMC_CLUSTER: return cluster && last(f);
	case RMC_DONE: break;
	}
	return true;
}

/* Three deviations above what noise gives on average: a truth is hardly ever further off. */
double rmc_fit_good_enough(const struct rmc_fit *f, const struct rmc_target *t, struct rmc_scale at, struct err *e)
{
	struct rmc_noise n = { 0, 0 };

	if (!f->par.noise)
		return f->par.stop;
	rmc_cost_expected(t, f->s.intensity, at, &n, e);
	return n.mean + 3 * n.sd;
}

static bool enough(const struct rmc_fit *f, struct err *e)
{
	const struct rmc_target *t = f->known.n ? &f->known : &f->target;
	struct rmc_cost c = { f->s.value - f->s.penalty, f->s.at };

	if ((rmc_fit_in_field(&f->is) && f->is.rounds) || (!f->par.noise && isnan(f->par.stop)))
		return false;
	for (int i = 0; f->known.n && i < 2; i++)		/* sums of floats are fine near the least */
		c = rmc_cost(t, f->s.intensity, c.at, NULL);
	return c.value <= rmc_fit_good_enough(f, t, c.at, e);
}

/* The first phase of a level that has models. */
static void begin_level(struct rmc_fit *f)
{
	enum rmc_phase p = RMC_RAAR;

	while (p < RMC_DONE && !has(f, p))
		p++;
	begin_phase(f, p);
}

static struct rng dice(struct rmc_fit *f)
{
	return rng_at(f->par.seed, 0x64696365 + f->is.dice++, 0);	/* "dice", and how many */
}

static void begin_charge(struct rmc_fit *f)
{
	struct rng r = dice(f);

	begin_phase(f, RMC_CHARGE);
	rmc_charge_begin(f->x, f->s.n2, &r);
}

/* From one level to the next, models and all. */
static int grow(struct rmc_fit *f, struct err *e)
{
	struct rmc_ensemble small = f->s;
	struct rmc_target target = f->target;

	small.t = &target;
	f->s = (struct rmc_ensemble){ .m = 0 };
	f->target = (struct rmc_target){ .n = 0 };
	rmc_fit_leave(f);
	if (!rmc_fit_enter(f, f->is.level + 1, e)) {
		rmc_grow(&f->s, &small, f->par.loading);
		rmc_evaluate(&f->s);
		begin_level(f);
	}
	rmc_ensemble_free(&small);
	rmc_target_free(&target);
	return e->code;
}

static int next_phase(struct rmc_fit *f, struct err *e)
{
	enum rmc_phase p = f->is.phase;
	bool done = enough(f, e);

	if (e->code)
		return e->code;
	if (p == RMC_CHARGE) {
		rmc_charge_model(&f->charge, &f->s, f->x);
		rmc_evaluate(&f->s);
		begin_level(f);
		return 0;
	}
	if (!done && p == RMC_RAAR) {
		rmc_evaluate(&f->s);
		begin_phase(f, RMC_BATCH);
		return 0;
	}
	if (!last(f))
		return grow(f, e);
	while (!done && p + 1 < RMC_DONE)
		if (has(f, ++p)) {
			begin_phase(f, p);
			return 0;
		}
	begin_phase(f, RMC_DONE);
	return 0;
}

static double temperature(const struct rmc_fit *f)
{
	bool moves = f->is.phase == RMC_SINGLE || f->is.phase == RMC_CLUSTER;
	double all = moves ? f->par.moves * (double)f->s.n2 : f->is.phase == RMC_ANNEAL ? f->par.anneal : 0;
	double done = moves ? f->is.pace.tried : (double)f->is.rounds, left = all > 0 ? fmax(0, 1 - done / all) : 0;

	return f->par.temperature * f->is.start * left * left;
}

static bool anneal_step(struct rmc_fit *f)
{
	struct rng r = dice(f);
	double left = 1 - (double)f->is.rounds / f->par.anneal;

	rmc_anneal(&f->s, &f->is.pace, temperature(f), f->par.blur * left, &r, f->x, f->flips);
	return f->is.rounds + 1 < (uint64_t)f->par.anneal;
}

static bool single_step(struct rmc_fit *f, struct err *e)
{
	struct rng r = dice(f);
	double left = f->par.moves * (double)f->s.n2 - f->is.pace.tried;
	struct rmc_single how = { .temperature = temperature(f), .reach = f->par.reach, .most = fmin(left, RMC_SINGLE_STEP) };

	if (f->par.move == RMC_MOVE_METROPOLIS)
		rmc_metropolis(&f->s, &f->is.pace, &how, &r, e);
	else
		rmc_swap_step(&f->s, f->swaps, &f->is.pace, &how, &r);
	return !e->code && f->is.pace.tried < f->par.moves * (double)f->s.n2;
}

/* Batches when all clusters were proposed to move. */
static bool cluster_step(struct rmc_fit *f, struct err *e)
{
	struct rng r = dice(f);
	double left = f->par.moves * (double)f->s.n2 - f->is.pace.tried;
	struct rmc_single how = { .temperature = temperature(f), .reach = f->par.reach, .most = left };

	if (left > 0)
		return !rmc_cluster_step(&f->s, &f->is.pace, &how, &r, e);
	return rmc_batch(&f->s, &f->is.pace, f->flips);
}

/* What a phase needs beyond its level. */
static int prepare(struct rmc_fit *f, struct err *e)
{
	if (!f->swaps && (f->is.phase == RMC_POLISH || (f->is.phase == RMC_SINGLE && f->par.move == RMC_MOVE_SWAP)))
		rmc_swaps_new(&f->swaps, &f->target, f->is.phase == RMC_SINGLE, e);
	if (!f->charge.amp && f->is.phase == RMC_CHARGE)
		rmc_charge_new(&f->charge, &f->seen, f->target.n, e);
	return e->code;
}

static bool run_phase(struct rmc_fit *f, struct err *e)
{
	switch ((enum rmc_phase)f->is.phase) {
	case RMC_CHARGE:
		rmc_charge_step(&f->charge, &f->s, f->x);
		return f->is.rounds + 1 < (uint64_t)f->par.charge;
	case RMC_RAAR:
		rmc_raar(&f->s, f->x, f->par.beta, f->room);
		f->is.pace.tried++;
		f->is.pace.taken++;
		return f->is.rounds + 1 < (uint64_t)f->par.raar;
	case RMC_BATCH:
		return rmc_batch(&f->s, &f->is.pace, f->flips) && (last(f) || f->is.rounds + 1 < (uint64_t)f->par.coarse);
	case RMC_ANNEAL:
		return anneal_step(f);
	case RMC_POLISH:
		return rmc_polish(&f->s, f->swaps, &f->is.pace, e);
	case RMC_SINGLE:
		return single_step(f, e);
	case RMC_CLUSTER:
		return cluster_step(f, e);
	case RMC_DONE:
		break;
	}
	return false;
}

int rmc_fit_step(struct rmc_fit *f, bool *more, struct err *e)
{
	bool go_on = false;

	*more = f->is.phase != RMC_DONE;
	if (!*more || prepare(f, e))
		return e->code;
	if (!enough(f, e) && !e->code) {
		go_on = run_phase(f, e);
		f->is.rounds++;
	}
	if (!e->code && (!go_on || enough(f, e)) && !e->code)
		next_phase(f, e);
	if (!e->code && !rmc_fit_in_field(&f->is) && f->held.n && last(f))
		f->is.held = rmc_cost_at(&f->held, f->s.intensity, f->s.at);
	*more = !e->code && f->is.phase != RMC_DONE;
	return e->code;
}

struct rmc_point rmc_fit_point(const struct rmc_fit *f)
{
	const struct rmc_pace *p = &f->is.pace;
	bool field = rmc_fit_in_field(&f->is);

	return (struct rmc_point){
		.n = f->target.n, .phase = (enum rmc_phase)f->is.phase, .step = (double)f->is.rounds,
		.value = field ? NAN : f->s.value - f->s.penalty, .r = field ? NAN : rmc_r_factor(&f->target, f->s.intensity, f->s.at),
		.held = f->is.held, .accepted = p->tried > 0 ? p->taken / p->tried : 0, .temperature = temperature(f),
		.pairs = field ? 0 : p->many, .proposals = f->is.tried + p->tried,
	};
}

/* ---- all ---- */

static int check_par(const struct rmc_pattern *p, const struct rmc_par *par, struct err *e)
{
	if (p->n < 2 || p->n > RMC_SIZE_MAX)
		return err_set(e, E_DATA, "a pattern of %zu x %zu, not 2 to %d", p->n, p->n, RMC_SIZE_MAX);
	if (par->tiles < 1 || par->tiles > 4096)
		return err_set(e, E_USAGE, "%zu tiles, not 1 to 4096", par->tiles);
	for (size_t i = 0; i < par->tiles; i++)
		if (!(par->loading[i] > 0 && par->loading[i] < 1))
			return err_set(e, E_USAGE, "a loading of %g is not between 0 and 1", par->loading[i]);
	if (par->charge > 0 && (par->tiles > 1 || par->init))
		return err_set(e, E_USAGE, "charge flipping is of one tile, and begins without models");
	if (par->move == RMC_MOVE_SWAP && p->metric != RMC_INTENSITY)
		return err_set(e, E_USAGE, "exact swaps are of metric intensity alone");
	if (par->move == RMC_MOVE_METROPOLIS && (p->metric != RMC_INTENSITY || p->background))
		return err_set(e, E_USAGE, "single moves by passes are of metric intensity without background alone");
	return 0;
}

void rmc_fit_load(struct rmc_fit *f, const unsigned char *models)
{
	memcpy(f->s.a, models, f->s.m * f->s.n2);
	for (size_t i = 0; i < f->s.m; i++) {
		f->s.filled[i] = 0;
		for (size_t k = 0; k < f->s.n2; k++)
			f->s.filled[i] += f->s.a[i * f->s.n2 + k];
	}
}

int rmc_fit_new(struct rmc_fit **out, const struct rmc_pattern *p, const struct rmc_par *par, struct err *e)
{
	struct rmc_fit *f;

	*out = NULL;
	if (check_par(p, par, e) || !(f = mem_zero(1, sizeof *f, "a fit", e)))
		return e->code;
	f->pattern = p;
	f->par = *par;
	f->is.held = NAN;
	if (!hold_out(f, e))
		f->nlevel = rmc_levels(f->size, &f->seen, par);
	if (!e->code && !rmc_fit_enter(f, 0, e)) {
		struct rng r = dice(f);
		if (par->init)
			rmc_fit_load(f, par->init);
		else
			rmc_random(&f->s, par->loading, &r);
		rmc_evaluate(&f->s);
		has(f, RMC_CHARGE) ? begin_charge(f) : begin_level(f);
	}
	if (e->code || (f->held_w && hide(f, e))) {
		rmc_fit_free(f);
		return e->code;
	}
	*out = f;
	return 0;
}

void rmc_fit_free(struct rmc_fit *f)
{
	if (!f)
		return;
	rmc_fit_leave(f);
	rmc_target_free(&f->held);
	mem_free(f->seen_w);
	mem_free(f->held_w);
	mem_free(f);
}

const unsigned char *rmc_fit_models(const struct rmc_fit *f)
{
	return f->s.a;
}

double rmc_fit_bytes(size_t n, const struct rmc_par *par, bool ramp)
{
	double n2 = (double)n * (double)n, m = (double)par->tiles, half = ramp ? 1 : 0.5, each = sizeof(float);
	double target = 3 * half * n2 * each * (par->noise || !isnan(par->stop) ? 2 : 1), models = m * n2 * (1 + 2 * half * each + 2 * each + sizeof(struct rmc_flip));
	double room = (2 * half + 2 * half + (ramp ? 2 : 1) + 1) * n2 * each, held = par->holdout > 0 ? 2 * n2 * sizeof(double) + target : 0;
	double swaps = par->polish || par->move == RMC_MOVE_SWAP ? (ramp ? 10 : par->move == RMC_MOVE_SWAP ? 7 : 6) * n2 * 2 * sizeof(double) : 0;
	double clusters = par->move == RMC_MOVE_CLUSTER ? n2 * (1 + sizeof(unsigned) + 2 * sizeof(struct rmc_flip)) + m * n2 * sizeof(size_t) : 0;

	return target + models + room + held + fmax(fmax(swaps, clusters), 4 * n2 * sizeof(double));	/* of the result at the end; charge flipping takes less */
}
