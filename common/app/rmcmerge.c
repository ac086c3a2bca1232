#include "app/rmcmerge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/stream.h"
#include "num/par.h"
#include "rmc/align.h"

/* One array of a run, whole. */
struct part { struct head head; double *v; };

static void part_free(struct part *p)
{
	head_free(&p->head);
	mem_free(p->v);
	*p = (struct part){ 0 };
}

/* Its head alone, or all of it. */
static int get(struct part *p, const char *path, const char *name, bool all, struct err *e)
{
	struct stream *s = NULL;
	struct array a = { 0 };
	char *where = NULL;
	size_t n = 1;

	*p = (struct part){ 0 };
	if (asprintf(&where, "%s::/rmc/%s", path, name) < 0)
		return err_nomem(e, "a name");
	if (!stream_open(&s, where, NULL, e) && !head_copy(&p->head, stream_head(s), e) && all) {
		for (int i = 0; i < p->head.ndim; i++)
			n *= p->head.n[i];
		p->v = mem_alloc(n, sizeof *p->v, "an array", e);
		for (size_t at = 0; !e->code && !stream_read(s, 64, &a, e) && a.n[0] && at + array_count(&a) <= n; at += array_count(&a))
			convert(a.data, a.type, p->v + at, DT_F64, array_count(&a));
	}
	array_free(&a);
	stream_close(s);
	free(where);
	return e->code;
}

static const char *word(const struct head *h, const char *key)
{
	const char *v = meta_get(&h->meta, key);

	return v ? v : "";
}

static int number(const struct head *h, const char *key, double *v, struct err *e)
{
	*v = NAN;
	return meta_get_num(&h->meta, key, v, e);
}

static size_t seeds_of(const struct head *h)
{
	return h->ndim == 4 ? h->n[0] : 1;
}

static const struct table *own_loadings(const struct head *h)
{
	return h->ndim == 4 ? head_table(h, "seed", "loading") : NULL;
}

/* The text of many is cut, the table is not. */
static bool same_loading(const struct head *h, const struct head *first)
{
	const struct table *a = head_table(h, "tile", "loading"), *b = head_table(first, "tile", "loading");

	if (own_loadings(h) || own_loadings(first))
		return own_loadings(h) && own_loadings(first);
	return !a || !b || (a->n == b->n && !memcmp(a->v, b->v, a->n * sizeof *a->v));
}

static int check(const char *path, const struct head *h, const struct head *first, struct err *e)
{
	static const char *const same[] = { "rmc.digest", "rmc.loading" };
	int d = h->ndim, f = first->ndim;

	if (d < 3 || h->type != DT_U8 || !*word(h, "rmc.digest") || h->n[d - 1] != h->n[d - 2] || (d == 4 && !head_table(h, "seed", RMCSET_SEED_TABLE)))
		return err_set(e, E_DATA, "%s: is no run of xrmc", path);
	if (h->n[d - 1] != first->n[f - 1] || h->n[d - 3] != first->n[f - 3])
		return err_set(e, E_DATA, "%s: %zu tiles of %zu x %zu pixels, the first run has %zu of %zu x %zu", path, h->n[d - 3], h->n[d - 1], h->n[d - 1],
			       first->n[f - 3], first->n[f - 1], first->n[f - 1]);
	for (int i = 0; i < (own_loadings(h) ? 1 : 2); i++)
		if (strcmp(word(h, same[i]), word(first, same[i])))
			return err_set(e, E_DATA, "%s: of another pattern, mask, metric or loading than the first run (%s)", path, same[i]);
	if (!same_loading(h, first))
		return err_set(e, E_DATA, "%s: of another loading than the first run", path);
	return 0;
}

/* ---- a seed ---- */

/* From the table of several seeds, or of one alone the metadata. */
static int of_seed(const struct head *h, size_t i, const char *table, const char *key, double *v, struct err *e)
{
	const struct table *t = h->ndim == 4 ? head_table(h, "seed", table) : NULL;

	*v = t && t->n > i ? t->v[i] : NAN;
	return h->ndim == 3 ? number(h, key, v, e) : 0;
}

static int results(struct rmcset_seed *s, const struct head *h, size_t i, struct err *e)
{
	double seed, v;

	s->result.aim = NAN;
	s->loading = own_loadings(h) && own_loadings(h)->n > i ? own_loadings(h)->v[i] : NAN;
	if (of_seed(h, i, RMCSET_SEED_TABLE, RMCSET_SEED_KEY, &seed, e))
		return e->code;
	for (int k = 0; k < RMCSET_NUMBERS; k++) {
		if (of_seed(h, i, rmcset_numbers[k].table, rmcset_numbers[k].key, &v, e))
			return e->code;
		rmcset_set_number(&s->result, k, v);
	}
	if (!(seed >= 0 && seed < 1e15) || isnan(s->result.value))
		return err_set(e, E_DATA, "seed or chi2 of model %zu is missing", i);
	s->seed = (uint64_t)seed;
	s->result.reported = s->result.value;
	s->done = true;
	return 0;
}

static int model(struct rmcset *s, struct rmcset_seed *to, const double *v, struct err *e)
{
	size_t n = s->tiles * s->n * s->n;

	to->model = mem_alloc(n, 1, "models", e);
	for (size_t i = 0; !e->code && i < n; i++) {
		if (v[i] != 0 && v[i] != 1)
			return err_set(e, E_DATA, "a model has a pixel of %g", v[i]);
		to->model[i] = v[i] == 1;
	}
	return e->code;
}

/* Each which step is a point: those of one phase tell. */
static size_t stride(const struct rmcset_seed *s)
{
	for (size_t i = 0; i + 2 < s->npoint; i++) {
		const double *a = s->point + i * RMCSET_COLUMNS, *b = a + RMCSET_COLUMNS;
		if (a[RMCSET_SIZE] == b[RMCSET_SIZE] && a[RMCSET_PHASE] == b[RMCSET_PHASE])
			return (size_t)fmin(fmax(1, b[RMCSET_STEP] - a[RMCSET_STEP]), 1e9);
	}
	return 1;
}

static int points(struct rmcset_seed *s, const struct part *t, struct err *e)
{
	size_t n = t->head.n[0], cols = t->head.ndim == 2 ? t->head.n[1] : 0;

	if (cols != RMCSET_COLUMNS)
		return err_set(e, E_DATA, "the timeline has %zu columns, not %d", cols, RMCSET_COLUMNS);
	s->point = mem_alloc(n, cols * sizeof *s->point, "the timeline", e);
	for (size_t i = 0; !e->code && i < n; i++)
		if (t->v[i * cols] == (double)s->seed)
			memcpy(s->point + s->npoint++ * cols, t->v + i * cols, cols * sizeof *s->point);
	if (!e->code)
		s->stride = stride(s);
	return e->code;
}

static int run(struct rmcset *s, size_t *at, const char *path, struct err *e)
{
	struct part m = { 0 }, t = { 0 }, f = { 0 };
	size_t one = s->tiles * s->n * s->n, first = *at, best = first;

	if (get(&m, path, "models", true, e) || get(&t, path, "timeline", true, e) || get(&f, path, "fit", true, e))
		goto end;
	if (f.head.ndim != 2 || f.head.n[0] != s->n || f.head.n[1] != s->n) {
		err_set(e, E_DATA, "/rmc/fit is not of %zu x %zu", s->n, s->n);
		goto end;
	}
	for (size_t i = 0; i < seeds_of(&m.head) && !e->code; i++) {
		struct rmcset_seed *to = &s->seed[(*at)++];
		if (results(to, &m.head, i, e) || model(s, to, m.v + i * one, e) || points(to, &t, e))
			break;
		best = to->result.value < s->seed[best].result.value ? *at - 1 : best;
	}
	s->seed[best].fit = f.v;
	f.v = NULL;
end:
	part_free(&m);
	part_free(&t);
	part_free(&f);
	return e->code ? err_at(e, path) : 0;
}

/* ---- what is the same in all ---- */

static void without_results(struct meta *m)
{
	for (size_t i = m->n; i-- > 0;)
		if (!strncmp(m->entry[i].key, "rmc.", 4))
			meta_del(m, m->entry[i].key);
	meta_del(m, META_QUANTITY);
	meta_del(m, META_PIXEL);
}

static const char *metric_name(const char *path, const char *name, struct err *e)
{
	for (int i = 0; rmcset_metrics[i]; i++)
		if (!strcmp(rmcset_metrics[i], name))
			return rmcset_metrics[i];
	err_set(e, E_DATA, "%s: unknown metric '%.40s'", path, name);
	return "";
}

static int common_part(struct rmcset *s, const char *path, const struct head *h, struct err *e)
{
	struct part d = { 0 }, w = { 0 };
	const struct table *loading = head_table(h, "tile", "loading");
	size_t n2 = s->n * s->n;

	for (size_t i = 0; i < s->tiles; i++)
		s->loading[i] = loading && loading->n == s->tiles ? loading->v[i] : NAN;
	snprintf(s->digest, sizeof s->digest, "%s", word(h, "rmc.digest"));
	s->metric = metric_name(path, word(h, "rmc.metric"), e);
	if (e->code || number(h, "rmc.delta_row_px", &s->delta_px[0], e) || number(h, "rmc.delta_col_px", &s->delta_px[1], e) ||
	    number(h, "rmc.q_step_per_nm", &s->q_step_per_nm, e) || get(&d, path, "pattern", true, e) || get(&w, path, "mask", true, e))
		goto end;
	if (d.head.ndim != 2 || d.head.n[0] != s->n || d.head.n[1] != s->n || w.head.ndim != 2 || w.head.n[0] != s->n || w.head.n[1] != s->n) {
		err_set(e, E_DATA, "%s: /rmc/pattern or /rmc/mask is not of %zu x %zu", path, s->n, s->n);
		goto end;
	}
	for (size_t i = 0; i < n2; i++) {
		s->w[i] = w.v[i];
		s->d[i] = w.v[i] > 0 ? d.v[i] : 0;
	}
	for (int i = 0; i < 2; i++) {
		const struct table *q = head_table(&d.head, d.head.label[i], "per_nm");
		s->q_sign[i] = q && q->n > 1 && q->v[q->n - 1] < q->v[0] ? -1 : 1;
	}
	memcpy(s->row_label, d.head.label[0], LABEL_MAX);
	memcpy(s->col_label, d.head.label[1], LABEL_MAX);
	if (!meta_copy(&s->meta, &h->meta, e))
		without_results(&s->meta);
end:
	part_free(&d);
	part_free(&w);
	return e->code;
}

static int by_seed(const void *a, const void *b)
{
	uint64_t x = ((const struct rmcset_seed *)a)->seed, y = ((const struct rmcset_seed *)b)->seed;

	return x < y ? -1 : x > y;
}

/* The patterns of all but the best. */
static int finish(struct rmcset *s, struct err *e)
{
	qsort(s->seed, s->nseed, sizeof *s->seed, by_seed);
	for (size_t i = 1; i < s->nseed; i++)
		if (s->seed[i].seed == s->seed[i - 1].seed)
			return err_set(e, E_DATA, "seed %llu is there twice", (unsigned long long)s->seed[i].seed);
	for (size_t i = 0, best = rmcset_best(s); i < s->nseed; i++)
		if (i != best) {
			mem_free(s->seed[i].fit);
			s->seed[i].fit = NULL;
		}
	return s->seed[rmcset_best(s)].fit ? 0 : err_set(e, E_DATA, "the fit of the best seed is missing");
}

/* While files are read (one as doubles, and the fit of each), or when models are aligned and written; pictures are small beside these. */
static int afford(const struct head *h, size_t files, size_t seeds, size_t most, double memory_bytes, struct err *e)
{
	double n2 = (double)h->n[h->ndim - 1] * (double)h->n[h->ndim - 1], tiles = (double)h->n[h->ndim - 3], models = tiles * n2, all = (double)seeds;
	double points = RMCSET_POINTS * RMCSET_COLUMNS * sizeof(double), set = all * (models + points) + 2 * 8 * n2;
	double pairs = all * (all - 1) / 2 * tiles * tiles * sizeof(struct align_move), threads = (double)par_threads();
	double reading = (double)most * (8 * models + points) + 8 * n2 * (double)files + 2 * 8 * n2;
	double writing = all * points + 2 * all * models + 8 * models + 8 * all * all + pairs + (16 * threads + 8 * 6) * n2;
	double need = set + fmax(reading, writing);
	char least[24];

	return need <= memory_bytes ? 0 : err_set(e, E_NOMEM, "--memory is below the minimum of %s, for %zu seeds of %zu x %zu pixels",
						   mem_print(need, least, sizeof least), seeds, h->n[h->ndim - 1], h->n[h->ndim - 1]);
}

int rmcmerge_read(struct rmcset *s, const char *const *path, size_t n, double memory_bytes, struct err *e)
{
	struct part first = { 0 }, other = { 0 };
	size_t seeds = 0, most = 0, at = 0;

	*s = (struct rmcset){ 0 };
	for (size_t i = 0; i < n && !e->code; i++) {
		const struct head *h = i ? &other.head : &first.head;

		if (!get(i ? &other : &first, path[i], "models", false, e) && !check(path[i], h, &first.head, e)) {
			seeds += seeds_of(h);
			most = seeds_of(h) > most ? seeds_of(h) : most;
		}
		part_free(&other);
	}
	if (!e->code && !afford(&first.head, n, seeds, most, memory_bytes, e) &&
	    !rmcset_new(s, first.head.n[first.head.ndim - 1], first.head.n[first.head.ndim - 3], seeds, e))
		common_part(s, path[0], &first.head, e);
	for (size_t i = 0; i < n && !e->code; i++)
		run(s, &at, path[i], e);
	part_free(&first);
	return e->code ? e->code : finish(s, e);
}
