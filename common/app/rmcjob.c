#include "app/rmcjob.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/rmcout.h"
#include "base/mem.h"
#include "cli/files.h"
#include "io/outfile.h"
#include "num/par.h"
#include "rmc/recentre.h"
#include "rmc/steps.h"

const char *const rmcopt_moves[] = { "batch", "swap", "metropolis", "cluster", NULL };

int rmcjob_config(struct rmcjob *j, const char *input, struct err *e)
{
	const char *image = NULL;

	j->steps = NAN;
	if (j->o.config && rmcconf_read(j, &image, e))
		return e->code;
	j->input = input ? input : image ? image : "-";
	return 0;
}

/* ---- options that are words ---- */

/* "A" or "A,B,...": most numbers at most. */
static int list(const char *option, const char *text, double *v, size_t most, size_t *n, struct err *e)
{
	char word[64];

	*n = 0;
	for (const char *at = text;; at++) {
		size_t len = strcspn(at, ",");

		if (*n == most)
			return err_set(e, E_USAGE, "%s %.40s: more than %zu numbers", option, text, most);
		snprintf(word, sizeof word, "%.*s", (int)(len < sizeof word ? len : sizeof word - 1), at);
		if (len >= sizeof word || num_parse(word, &v[(*n)++]))
			return err_set(e, E_USAGE, "%s: '%.40s' is not a number", option, word);
		at += len;
		if (!*at)
			return 0;
	}
}

static int loading(struct rmcjob *j, struct err *e)
{
	size_t n, tiles = j->set.tiles, many = j->o.independent ? j->set.nseed : tiles;
	double *v;

	if (!j->o.loading)
		return err_set(e, E_USAGE, "give the filled part: --loading, between 0 and 1");
	if (!(v = mem_alloc(many, sizeof *v, "loadings", e)) || list("--loading", j->o.loading, v, many, &n, e))
		goto end;
	if (n != 1 && n != many)
		err_set(e, E_USAGE, "--loading %.40s: %zu numbers for %zu %s: give one, or one for each", j->o.loading, n, many, j->o.independent ? "models" : "tiles");
	for (size_t i = 0; i < many && !e->code; i++) {
		v[i] = v[n == 1 ? 0 : i];
		if (!(v[i] > 0 && v[i] < 1))
			err_set(e, E_USAGE, "--loading %g is not between 0 and 1", v[i]);
		else if (i < tiles)
			j->set.loading[i] = v[i];
		if (j->o.independent && n > 1)
			j->set.seed[i].loading = v[i];
	}
end:
	mem_free(v);
	return e->code;
}

static int stop(struct rmcjob *j, struct err *e)
{
	if (!j->o.stop)
		return 0;
	j->par.noise = !strcmp(j->o.stop, "noise");
	if (j->par.noise && !j->o.sigma && j->o.metric != RMC_POISSON)
		return err_set(e, E_USAGE, "--stop noise needs --sigma: the noise is not known");
	if (!j->par.noise && (num_parse(j->o.stop, &j->par.stop) || !(j->par.stop >= 0)))
		return err_set(e, E_USAGE, "--stop: '%.40s' is neither a number >= 0 nor noise", j->o.stop);
	return 0;
}

/* A file, there or to be: beside a pipe or a device there is no checkpoint that a later run would look for. */
static bool lasts(const char *output)
{
	return strcmp(output, "-") && !outfile_is_direct(output);
}

static int check(struct rmcjob *j, struct err *e)
{
	struct rmcopt *o = &j->o;
	const char *const names[] = { "the pattern", "--mask", "--sigma", "--init" }, *const paths[] = { j->input, o->mask, o->sigma, o->init };

	if (files_stdin(o->config && !strcmp(o->config, "-") ? "--config" : NULL, names, paths, 4, e))
		return e->code;
	if (o->sigma && !strcmp(o->sigma, "poisson")) {
		if (opt_given("metric") && o->metric != RMC_POISSON)
			return err_set(e, E_USAGE, "--sigma poisson is metric poisson, not %s", rmcset_metrics[o->metric]);
		o->metric = RMC_POISSON;
		o->sigma = NULL;
	}
	if (o->sigma && o->metric != RMC_INTENSITY)
		return err_set(e, E_USAGE, "--sigma FILE is for --metric intensity");
	if (o->background && o->metric != RMC_INTENSITY)
		return err_set(e, E_USAGE, "--background is for --metric intensity");
	if (o->charge && o->init)
		return err_set(e, E_USAGE, "--charge-flip begins without models: no --init");
	if (o->charge && o->tiles > 1 && !o->independent)
		return err_set(e, E_USAGE, "--charge-flip is of one tile: phases of %d are not to be told apart", o->tiles);
	if (o->init && o->independent && o->loading && strchr(o->loading, ','))
		return err_set(e, E_USAGE, "--init FILE has its own loading: give one --loading");
	if (o->independent && o->seeds > 1)
		return err_set(e, E_USAGE, "--independent with --tiles M is M seeds: no --seeds");
	if ((o->move == RMC_MOVE_SWAP || o->move == RMC_MOVE_METROPOLIS) && o->metric != RMC_INTENSITY)
		return err_set(e, E_USAGE, "--move %s is for --metric intensity", rmcopt_moves[o->move]);
	if (o->move == RMC_MOVE_METROPOLIS && o->background)
		return err_set(e, E_USAGE, "--move metropolis has no background");
	if (o->resume && !o->checkpoint && !lasts(j->output))
		return err_set(e, E_USAGE, "--resume: give --checkpoint FILE, or -o FILE whose checkpoint it is");
	if (o->timeline && (!strcmp(o->timeline, "-") || !strcmp(o->timeline, j->output)))
		return err_set(e, E_USAGE, "--timeline %s: give a file of its own", o->timeline);
	return 0;
}

/* ---- size and memory ---- */

static int sizes(struct rmcjob *j, size_t *n, struct err *e)
{
	const struct rmcframe *f = &j->frame;
	size_t seeds = j->o.independent ? (size_t)j->o.tiles : (size_t)j->o.seeds, tiles = j->o.independent ? 1 : (size_t)j->o.tiles, live;
	double n2, need;
	char least[24];

	*n = j->o.size ? (size_t)j->o.size : f->nrow;
	if (!j->o.size && f->nrow != f->ncol)
		return err_set(e, E_DATA, "%zu x %zu pixels are no square: give --size N", f->nrow, f->ncol);
	if (*n > RMC_SIZE_MAX)
		return err_set(e, E_DATA, "a pattern of %zu x %zu pixels: the most is %d (see --size)", *n, *n, RMC_SIZE_MAX);
	j->par.tiles = tiles;
	if (!isnan(j->steps))
		j->par.moves = j->o.moves = j->steps / (double)*n;
	n2 = (double)*n * (double)*n;
	live = seeds < (size_t)par_threads() ? seeds : (size_t)par_threads();
	need = (double)live * rmc_fit_bytes(*n, &j->par, true) + (double)seeds * RMCSET_POINTS * RMCSET_COLUMNS * 8 + n2 * (8 * 7 + 3 * (double)(seeds * tiles)) + 8 * 5 * (double)f->nrow * (double)f->ncol;
	if (need > (double)tool_memory())
		return err_set(e, E_NOMEM, "--memory is below the minimum of %s, for %zu x %zu pixels", mem_print(need, least, sizeof least), *n, *n);
	return rmcset_new(&j->set, *n, tiles, seeds, e);
}

static void parameters(struct rmcjob *j)
{
	const struct rmcopt *o = &j->o;
	struct rmc_par p = rmc_par_default();

	p.tiles = (size_t)o->tiles;
	p.start = (size_t)o->start;
	p.grow = (size_t)o->grow;
	p.charge = o->charge;
	p.raar = o->raar;
	p.anneal = o->anneal;
	p.temperature = o->temperature;
	p.smooth = o->smooth;
	p.move = (enum rmc_move)o->move;
	p.moves = o->moves;
	p.reach = (size_t)o->reach;
	p.holdout = o->holdout;
	p.polish = o->polish;
	j->par = p;
}

/* ---- the pattern ---- */

static int find(struct rmcjob *j, struct err *e)
{
	const struct rmcframe *f = &j->frame;
	size_t n = f->nrow * f->ncol;
	float *x = mem_alloc(n, sizeof *x, "the pattern", e);
	unsigned char *m = mem_alloc(n, 1, "the mask", e);
	struct rmc_centre c;

	for (size_t i = 0; !e->code && i < n; i++) {
		x[i] = (float)f->d[i];
		m[i] = !f->mask || (f->mask[i] != 0 && !isnan(f->mask[i]));
	}
	if (!e->code && !rmc_recentre(&c, x, m, f->nrow, f->ncol, NULL, e)) {
		j->centre[0] = c.row;
		j->centre[1] = c.col;
		tool_note(j->tool, "centre at row %.3f, col %.3f: symmetry %.3f of %zu pairs", c.row, c.col, c.correlation, c.pairs);
	}
	mem_free(x);
	mem_free(m);
	return e->code;
}

static int centre(struct rmcjob *j, struct err *e)
{
	const struct rmcframe *f = &j->frame;
	const char *how = j->o.recentre;
	size_t n;

	j->centre[0] = (double)(f->nrow / 2);
	j->centre[1] = (double)(f->ncol / 2);
	if (!how && !isnan(f->zero[0]) && !isnan(f->zero[1])) {
		j->centre[0] = f->zero[0];
		j->centre[1] = f->zero[1];
	}
	if (!how || !strcmp(how, "none"))
		return 0;
	if (!strcmp(how, "auto"))
		return find(j, e);
	if (list("--recentre", how, j->centre, 2, &n, e))
		return e->code;
	return n == 2 ? 0 : err_set(e, E_USAGE, "--recentre: '%.40s' is neither auto, none nor ROW,COL", how);
}

static int pattern(struct rmcjob *j, struct err *e)
{
	const struct rmcframe *f = &j->frame;
	const struct rmc_frame raw = { f->nrow, f->ncol, f->d, f->mask, f->sigma };
	const struct rmc_prepare_par par = {
		.n = j->set.n, .metric = (enum rmc_metric)j->o.metric, .background = j->o.background, .prior = j->o.prior,
		.centre = { j->centre[0], j->centre[1] },
	};
	size_t n2 = j->set.n * j->set.n;

	if (rmc_prepare(&j->prepared, &raw, &par, e))
		return err_at(e, rmcjob_input(j));
	if (!j->o.recentre && (isnan(f->zero[0]) || isnan(f->zero[1])) && (f->nrow != j->set.n || f->ncol != j->set.n))
		tool_note(j->tool, "q = 0 is taken to be at row %g, col %g, the middle of the frame: if it is not, give --recentre", j->centre[0], j->centre[1]);
	if (f->marked)
		tool_note(j->tool, "%zu pixels have values by which detectors mark gaps (-1, -2, the largest of 32 bits): they are taken as masked", f->marked);
	if (j->prepared.used < n2 / 2)
		tool_note(j->tool, "only %zu of %zu x %zu pixels are used: the mask excludes %zu (those that are 0 in it), the frame does not cover %zu", j->prepared.used,
			  j->set.n, j->set.n, j->prepared.masked, n2 - j->prepared.used - j->prepared.masked - j->prepared.nan);
	if (j->prepared.nan > f->marked)
		tool_note(j->tool, "%zu of the pixels are no numbers: they are taken as masked", j->prepared.nan);
	memcpy(j->set.d, j->prepared.d, n2 * sizeof *j->set.d);
	memcpy(j->set.w, j->prepared.w, n2 * sizeof *j->set.w);
	memcpy(j->set.delta_px, j->prepared.p.delta_px, sizeof j->set.delta_px);
	memcpy(j->set.row_label, f->row_label, sizeof f->row_label);
	memcpy(j->set.col_label, f->col_label, sizeof f->col_label);
	j->set.q_step_per_nm = isnan(j->o.q_step) ? f->step_per_nm : j->o.q_step;
	memcpy(j->set.q_sign, f->sign, sizeof j->set.q_sign);
	j->set.metric = rmcset_metrics[j->o.metric];
	j->set.weighted = j->prepared.p.weighted;
	return 0;
}

/* ---- digests ---- */

static void digests(struct rmcjob *j)
{
	struct rmcset *s = &j->set;
	const struct rmc_par *p = &j->par;
	const struct rmc_pattern *q = &j->prepared.p;
	size_t n2 = s->n * s->n;
	char text[700];

	snprintf(text, sizeof text, "%zu %s %a %a", s->n, s->metric, s->delta_px[0], s->delta_px[1]);
	rmcset_digest(s->digest, text, strlen(text));
	rmcset_digest(s->digest, s->d, n2 * sizeof *s->d);
	rmcset_digest(s->digest, s->w, n2 * sizeof *s->w);
	memcpy(j->run.digest, s->digest, sizeof s->digest);
	snprintf(text, sizeof text, "%s %zu %zu %zu %d %d %a %d %d %a %a %a %d %d %a %zu %a %d %a %d %a %d %zu %" PRIu64, BEAMPIPE_VERSION, p->tiles, p->start, p->grow,
		 p->charge, p->raar, p->beta, p->coarse, p->anneal, p->temperature, p->blur, p->smooth, p->polish, p->move, p->moves, p->reach, p->stop, p->noise, p->holdout,
		 q->background, q->prior, q->weighted, s->nseed, s->seed[0].seed);
	rmcset_digest(j->run.digest, text, strlen(text));
	for (size_t i = 0; i < (rmcset_own_loadings(s) ? s->nseed : 1); i++)
		rmcset_digest(j->run.digest, rmcset_loading(s, i), s->tiles * sizeof *s->loading);
	if (j->init)
		rmcset_digest(j->run.digest, j->init, s->tiles * n2);
}

/* ---- a start ---- */

static int start_models(struct rmcjob *j, struct err *e)
{
	size_t n2 = j->set.n * j->set.n, all = j->set.tiles * n2;
	double *v = NULL;

	if (!j->o.init)
		return 0;
	j->init = mem_alloc(all, 1, "a start", e);
	if (e->code || rmcframe_array(j->o.init, all, "--init", &v, e))
		return e->code;
	for (size_t i = 0; i < all && !e->code; i++) {
		if (v[i] != 0 && v[i] != 1)
			err_set(e, E_DATA, "%s: %g at tile %zu, row %zu, col %zu is neither 0 nor 1", j->o.init, v[i], i / n2, i % n2 / j->set.n,
				i % j->set.n);
		j->init[i] = v[i] == 1;
	}
	for (size_t i = 0; i < j->set.tiles && !e->code; i++) {
		size_t filled = 0;
		for (size_t k = 0; k < n2; k++)
			filled += j->init[i * n2 + k];
		if (!filled || filled == n2)
			err_set(e, E_DATA, "%s: tile %zu is %s: there is nothing to exchange", j->o.init, i, filled ? "full" : "empty");
		else if (filled != rmc_fill(n2, j->set.loading[i])) {
			tool_note(j->tool, "--init: of tile %zu %.6g is filled, and stays so: not %g as --loading says", i, (double)filled / (double)n2, j->set.loading[i]);
			j->set.loading[i] = (double)filled / (double)n2;
		}
	}
	mem_free(v);
	j->par.init = j->init;
	return e->code;
}

/* No two of these are one file, and each can be written: asked now, not when the fit is done. */
static int outputs(const struct rmcjob *j, struct err *e)
{
	const struct { const char *option, *path; } all[] = {
		{ "-o", strcmp(j->output, "-") ? j->output : NULL }, { "--model", j->o.model }, { "--checkpoint", j->o.checkpoint }, { "--timeline", j->o.timeline },
		{ "--pictures", j->o.pictures },
	};
	enum { MANY = sizeof all / sizeof *all };

	if (j->o.checkpoint && !strcmp(j->o.checkpoint, "-"))
		return err_set(e, E_USAGE, "--checkpoint -: give a file");
	for (int i = 0; i < MANY; i++)
		for (int k = 0; k < i; k++)
			if (all[i].path && all[k].path && outfile_same(all[i].path, all[k].path))
				return err_set(e, E_USAGE, "%s and %s cannot both be %s", all[k].option, all[i].option, all[i].path);
	if (j->o.checkpoint && (j->o.checkpoint != j->checkpoint || !access(j->checkpoint, F_OK)) && outfile_check(j->o.checkpoint, j->input, e))
		return e->code;		/* beside an output that cannot be there the output is what is told */
	return j->o.timeline ? outfile_check(j->o.timeline, j->input, e) : 0;
}

static int names(struct rmcjob *j, struct err *e)
{
	if (!j->o.checkpoint && lasts(j->output)) {
		if (asprintf(&j->checkpoint, "%s.ckpt", j->output) < 0) {
			j->checkpoint = NULL;
			return err_nomem(e, "a name");
		}
		j->o.checkpoint = j->checkpoint;
	}
	if (j->o.checkpoint && !j->o.resume && !access(j->o.checkpoint, F_OK))
		tool_note(j->tool, "%s is there, from which --resume would go on: this run begins anew", j->o.checkpoint);
	return 0;
}

int rmcjob_prepare(struct rmcjob *j, struct err *e)
{
	size_t n;

	if (check(j, e))
		return e->code;
	parameters(j);
	if (stop(j, e) || rmcframe_open(&j->frame, j->input, &j->o.items, e) || sizes(j, &n, e) || loading(j, e) || names(j, e) ||
	    rmcframe_read(&j->frame, j->o.mask, j->o.sigma, e) || centre(j, e) || pattern(j, e) || start_models(j, e) || outputs(j, e))
		return e->code;
	for (size_t i = 0; i < j->set.nseed; i++)
		j->set.seed[i].seed = (uint64_t)j->o.seed + i;
	j->par.loading = j->set.loading;
	j->run = (struct rmcrun){
		.tool = j->tool, .set = &j->set, .pattern = &j->prepared.p, .par = j->par, .checkpoint = j->o.checkpoint, .every_s = j->o.every,
		.resume = j->o.resume, .timeline = j->o.timeline,
	};
	digests(j);
	return 0;
}

const char *rmcjob_input(const struct rmcjob *j)
{
	return strcmp(j->input, "-") ? j->input : "<stdin>";
}

void rmcjob_free(struct rmcjob *j)
{
	rmcrun_free(&j->run);
	rmcset_free(&j->set);
	rmc_prepared_free(&j->prepared);
	rmcframe_free(&j->frame);
	node_free(&j->tree);
	mem_free(j->init);
	free(j->checkpoint);
	for (size_t i = 0; i < j->ntext; i++)
		free(j->text[i]);
}
