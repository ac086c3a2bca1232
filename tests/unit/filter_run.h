/*
 * filter_run.h - run one filter by its text on a series of images, as a tool would.
 *
 *	struct run r = run_begin("gaussian:sigma=2", SINO, n, nrow, ncol);
 *	run_item(&r, 0, in, out); ... run_end(&r);
 *
 * r.e holds the first error.  The scratch is filled with NaN ahead of each
 * item, so that a filter that uses what it did not write shows.
 */
#ifndef FILTER_RUN_H
#define FILTER_RUN_H

#include "check.h"

#include "base/mem.h"
#include "tomo/filters.h"

static const char *const PROJ[] = { "angle", "row", "col" };
static const char *const SINO[] = { "row", "angle", "col" };
static const char *const SLICE[] = { "z", "y", "x" };

struct run {
	const struct method *m;
	double val[PARAM_MAX];
	struct head in, out;
	void *plan, *work;
	size_t nwork;
	struct err e;
};

static inline void run_plan(struct run *r, const char *text)
{
	char name[40];
	size_t len = strcspn(text, ":");

	snprintf(name, sizeof name, "%.*s", (int)len, text);
	r->m = method_find(filter_methods, "filter", name, &r->e);
	if (!r->m || head_copy(&r->out, &r->in, &r->e) ||
	    param_parse(r->m->param, "", text[len] ? text + len + 1 : NULL, r->val, &r->e) ||
	    param_resolve(r->m->param, "", &r->in.meta, r->val, &r->e) ||
	    r->m->map.plan(r->val, &r->in, &r->out, &r->plan, &r->e))
		return;
	r->nwork = r->m->map.work ? r->m->map.work(r->plan) : 0;
	if (r->nwork)
		r->work = mem_alloc(r->nwork, 1, "scratch", &r->e);
}

static inline struct run run_begin(const char *text, const char *const *label, size_t n,
				   size_t nrow, size_t ncol)
{
	struct run r = { .nwork = 0 };

	head_init(&r.in, DT_F32, 3, (size_t[]){ n, nrow, ncol }, label);
	run_plan(&r, text);
	return r;
}

static inline int run_item(struct run *r, size_t i, const float *in, float *out)
{
	if (r->e.code)
		return r->e.code;
	if (r->work)
		memset(r->work, 0xff, r->nwork);
	return r->m->map.apply(r->plan, i, 1, 0, 0, in, out, r->work, &r->e);
}

static inline void run_end(struct run *r)
{
	if (r->m && r->m->map.free)
		r->m->map.free(r->plan);
	mem_free(r->work);
	head_free(&r->in);
	head_free(&r->out);
}

/* One image through one filter; the code of the error, which must say "says" when it is not NULL. */
static inline int run_once(const char *text, const char *const *label, size_t nrow, size_t ncol,
			   const float *in, float *out, const char *says)
{
	struct run r = run_begin(text, label, 1, nrow, ncol);
	int code = run_item(&r, 0, in, out);

	if (says && !strstr(r.e.msg, says)) {
		printf("# '%s' says '%s', not '%s'\n", text, r.e.msg, says);
		check_here++;
	}
	run_end(&r);
	return code;
}

/* ((7 r + 13 c + 3 r c) mod 17) / 4: nothing about it is regular, and any program makes it. */
static inline void odd_image(size_t nrow, size_t ncol, float *x)
{
	for (size_t r = 0; r < nrow; r++)
		for (size_t c = 0; c < ncol; c++)
			x[r * ncol + c] = (float)((7 * r + 13 * c + 3 * r * c) % 17) / 4;
}

#endif
