#include "app/rmcrun.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "num/par.h"

/* ---- the timeline: a table that grows ---- */

static int timeline_open(struct rmcrun *r, struct err *e)
{
	if (!r->timeline)
		return 0;
	r->tsv = fopen(r->timeline, r->resume ? "ae" : "we");
	if (!r->tsv)
		return err_sys(e, "%s", r->timeline);
	fseek(r->tsv, 0, SEEK_END);
	if (ftell(r->tsv) <= 0) {
		fputs("time_s", r->tsv);
		for (int i = 0; rmcset_columns[i]; i++)
			fprintf(r->tsv, "\t%s", rmcset_columns[i]);
		fputc('\n', r->tsv);
	}
	return fflush(r->tsv) ? err_sys(e, "%s", r->timeline) : 0;
}

/* A full disk is no reason to lose the fit: the first failure is told. */
static void timeline_tell(struct rmcrun *r, size_t i, const struct rmc_point *p, bool last)
{
	double now = tool_seconds();

	if (!r->tsv || (!last && now - r->told_s[i] < 0.1))
		return;
	r->told_s[i] = now;
	fprintf(r->tsv, "%.3f\t%" PRIu64 "\t%zu\t%s\t%.10g\t%.10g\t%.6g\t%.10g\t%.6g\t%.6g\t%.6g\t%.10g\n", r->before_s + now - r->start_s, r->set->seed[i].seed,
		p->n, rmc_phase_name(p->phase), p->step, p->value, p->r, p->held, p->accepted, p->temperature, p->pairs, p->proposals);
	fflush(r->tsv);
}

static void timeline_check(struct rmcrun *r)
{
	if (!r->tsv || !ferror(r->tsv))
		return;
	tool_note(r->tool, "%s: cannot be written: this table ends here", r->timeline);
	fclose(r->tsv);
	r->tsv = NULL;
}

/* ---- one seed ---- */

static int finish(struct rmcrun *r, size_t i, struct err *e)
{
	struct rmcset_seed *s = &r->set->seed[i];
	size_t n2 = r->set->n * r->set->n;

	s->model = mem_alloc(r->set->tiles, n2, "models", e);
	s->fit = mem_alloc(n2, sizeof *s->fit, "the pattern of a model", e);
	if (e->code || rmc_fit_result(r->fit[i], &s->result, s->fit, e))
		return e->code;
	memcpy(s->model, rmc_fit_models(r->fit[i]), r->set->tiles * n2);
	rmc_fit_free(r->fit[i]);
	r->fit[i] = NULL;
	s->done = true;
	return 0;
}

/* Until the round ends. */
static int advance(void *ctx, size_t i, void *work, struct err *e)
{
	struct rmcrun *r = ctx;
	struct rmcset_seed *s = &r->set->seed[i];
	struct rmc_par par = r->par;
	struct rmc_point p;
	bool more = true;

	(void)work;
	if (s->done || interrupt_seen() || tool_seconds() > r->until_s)
		return 0;
	par.seed = s->seed;
	par.loading = rmcset_loading(r->set, i);
	if (!r->fit[i] && rmc_fit_new(&r->fit[i], r->pattern, &par, e))
		return e->code;
	do {
		if (rmc_fit_step(r->fit[i], &more, e))
			return e->code;
		p = rmc_fit_point(r->fit[i]);
		if (rmcset_point(s, &p, !more, e))
			return e->code;
		timeline_tell(r, i, &p, !more);
	} while (more && !interrupt_seen() && tool_seconds() < r->until_s);
	return more ? 0 : finish(r, i, e);
}

/* ---- all of them ---- */

/* Only the best one's pattern is kept. */
static void drop_patterns(struct rmcset *s)
{
	size_t best = rmcset_best(s);

	for (size_t i = 0; i < s->nseed; i++)
		if (s->seed[i].done && i != best) {
			mem_free(s->seed[i].fit);
			s->seed[i].fit = NULL;
		}
}

static size_t show(const struct rmcrun *r)
{
	size_t done = 0, at = r->set->nseed;

	for (size_t i = r->set->nseed; i-- > 0;) {
		done += r->set->seed[i].done;
		at = r->fit[i] ? i : at;
	}
	if (at < r->set->nseed && progress_wanted()) {
		struct rmc_point p = rmc_fit_point(r->fit[at]);
		char seeds[60] = "";

		if (r->set->nseed > 1)
			snprintf(seeds, sizeof seeds, "%zu of %zu seeds, ", done, r->set->nseed);
		progress_line("%s: %s%zu x %zu, %s %.0f, chi2 %.6g, R %.4g, %.0f s", r->tool->name, seeds, p.n, p.n, rmc_phase_name(p.phase), p.step, p.value, p.r,
			      r->before_s + tool_seconds() - r->start_s);
	}
	return done;
}

static int round_of(struct rmcrun *r, struct err *e)
{
	r->until_s = tool_seconds() + (progress_wanted() ? 0.25 : 1);
	if (par_for(r->set->nseed, 0, advance, r, e))
		return e->code;
	drop_patterns(r->set);
	timeline_check(r);
	return 0;
}

/* What cannot be saved now may be later, or the run ends by itself: no reason to end it. */
static void save_now_and_then(struct rmcrun *r)
{
	struct err e = { 0, "" };

	if (!r->checkpoint || tool_seconds() - r->saved_s < r->every_s || !rmcrun_save(r, &e))
		return;
	if (!r->unsaved)
		tool_note(r->tool, "%s: no checkpoint for now, the run goes on", e.msg);
	r->unsaved = true;
}

static int go(struct rmcrun *r, struct err *e)
{
	size_t n = r->set->nseed;

	r->fit = mem_zero(n, sizeof *r->fit, "fits", e);
	r->told_s = mem_zero(n, sizeof *r->told_s, "fits", e);
	if (e->code || (r->resume && rmcrun_load(r, e)) || timeline_open(r, e))
		return e->code;
	r->start_s = r->saved_s = tool_seconds();
	while (show(r) < n && !interrupt_seen()) {
		if (round_of(r, e))
			return e->code;
		save_now_and_then(r);
	}
	progress_end();
	return 0;
}

int rmcrun_go(struct rmcrun *r, bool *stopped, struct err *e)
{
	*stopped = false;
	interrupt_hold();
	go(r, e);
	if (e->code || !interrupt_seen())
		interrupt_release();
	*stopped = !e->code && interrupt_seen();	/* one that came before the release counts, one after it is obeyed at once */
	return *stopped && r->checkpoint ? rmcrun_save(r, e) : e->code;
}

void rmcrun_free(struct rmcrun *r)
{
	for (size_t i = 0; r->fit && i < r->set->nseed; i++)
		rmc_fit_free(r->fit[i]);
	mem_free(r->fit);
	mem_free(r->told_s);
	if (r->tsv)
		fclose(r->tsv);
	r->fit = NULL;
	r->told_s = NULL;
	r->tsv = NULL;
}
