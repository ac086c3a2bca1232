#include "app/rmcout.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/interrupt.h"
#include "io/late.h"
#include "io/outfile.h"
#include "io/stream.h"
#include "rmc/chord.h"
#include "rmc/structure.h"

/* Two outputs at most. */
struct out {
	const struct rmcset *s;
	const struct aligned *a;
	struct bundle *bundle;
	size_t best;
	double *room;			/* [n][n] */
};

/* ---- heads ---- */

static int numbers(struct head *h, const struct rmcset *s, struct err *e)
{
	const struct rmcset_seed *best = &s->seed[rmcset_best(s)];
	const double *loading = rmcset_loading(s, rmcset_best(s));
	const struct { const char *key; double v; } number[] = {
		{ "rmc.delta_row_px", s->delta_px[0] }, { "rmc.delta_col_px", s->delta_px[1] }, { "rmc.q_step_per_nm", s->q_step_per_nm },
	};
	char text[400] = "";
	size_t len = 0;

	for (int k = 0; k < RMCSET_NUMBERS; k++) {
		double v = rmcset_number(&best->result, k);
		if (!isnan(v) && meta_set_num(&h->meta, rmcset_numbers[k].key, v, e))
			return e->code;
	}
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		if (!isnan(number[i].v) && meta_set_num(&h->meta, number[i].key, number[i].v, e))
			return e->code;
	for (size_t i = 0, room = sizeof text - 40; i < s->tiles && len < room; i++) {
		char v[32];
		num_print(loading[i], v, sizeof v);
		len += (size_t)snprintf(text + len, sizeof text - len, "%s%s", i ? "," : "", v);
		if (len >= room && i + 1 < s->tiles)
			snprintf(text + len, sizeof text - len, ",...");	/* the table has all */
	}
	meta_set(&h->meta, "rmc.loading", text, e);
	snprintf(text, sizeof text, "%" PRIu64, best->seed);
	meta_set(&h->meta, RMCSET_SEED_KEY, text, e);
	meta_set(&h->meta, "rmc.metric", s->metric, e);
	return meta_set(&h->meta, "rmc.digest", s->digest, e);
}

static int head(struct head *h, const struct rmcset *s, enum dtype type, int ndim, const size_t *n, const char *const *labels, const char *quantity,
		struct err *e)
{
	struct meta none;

	head_init(h, type, ndim, n, labels);
	none = h->meta;
	if (meta_copy(&h->meta, &s->meta, e))
		return e->code;
	meta_free(&none);
	if (quantity)
		meta_set(&h->meta, META_QUANTITY, quantity, e);
	return numbers(h, s, e);
}

static int seed_tables(struct head *h, const struct rmcset *s, struct err *e)
{
	double *v = mem_zero(s->nseed, sizeof *v, "a table", e);

	for (size_t i = 0; v && i < s->nseed; i++)
		v[i] = (double)s->seed[i].seed;
	if (v)
		head_set_table(h, "seed", RMCSET_SEED_TABLE, v, s->nseed, e);
	for (size_t i = 0; v && i < s->nseed; i++)
		v[i] = s->seed[i].loading;
	if (v && rmcset_own_loadings(s))
		head_set_table(h, "seed", "loading", v, s->nseed, e);
	for (int k = 0; k < RMCSET_NUMBERS && !e->code; k++) {
		bool all = true;
		for (size_t i = 0; i < s->nseed; i++) {
			v[i] = rmcset_number(&s->seed[i].result, k);
			all = all && !isnan(v[i]);
		}
		if (all)
			head_set_table(h, "seed", rmcset_numbers[k].table, v, s->nseed, e);
	}
	mem_free(v);
	return e->code;
}

static int models_head(struct head *h, const struct rmcset *s, bool best_alone, struct err *e)
{
	static const char *const labels[] = { "seed", "tile", "row", "col" };
	size_t n[] = { s->nseed, s->tiles, s->n, s->n };
	int skip = s->nseed == 1 || best_alone ? 1 : 0;

	skip += best_alone && s->tiles == 1;
	if (head(h, s, DT_U8, 4 - skip, n + skip, labels + skip, "phase", e))
		return e->code;
	if (!isnan(s->q_step_per_nm) && meta_set_num(&h->meta, META_PIXEL, rmcset_pixel_m(s), e))
		return e->code;
	if (skip < 2 && (best_alone || !rmcset_own_loadings(s)) &&
	    head_set_table(h, "tile", "loading", rmcset_loading(s, rmcset_best(s)), s->tiles, e))
		return e->code;
	return skip ? 0 : seed_tables(h, s, e);
}

/* q of the pixels of the pattern. */
static int coordinates(struct head *h, const struct rmcset *s, int axis, struct err *e)
{
	const char *label = axis ? s->col_label : s->row_label;
	bool known = !isnan(s->q_step_per_nm);
	double *v = mem_zero(s->n, sizeof *v, "a table", e);

	for (size_t i = 0; v && i < s->n; i++)
		v[i] = ((double)i - (double)(s->n / 2) + s->delta_px[axis]) * (known ? s->q_sign[axis] * s->q_step_per_nm : 1);
	if (v)
		head_set_table(h, label, known ? "per_nm" : "q_px", v, s->n, e);
	mem_free(v);
	return e->code;
}

static int put(struct out *o, const char *path, struct head *h, const void *data, struct err *e)
{
	if (!e->code)
		bundle_put(o->bundle, path, h, data, e);
	head_free(h);
	return e->code;
}

static int put_pattern(struct out *o, const char *path, enum dtype type, const char *quantity, const void *data, struct err *e)
{
	const struct rmcset *s = o->s;
	const char *const labels[] = { s->row_label, s->col_label };
	size_t n[] = { s->n, s->n };
	struct head h = { 0 };

	if (!head(&h, s, type, 2, n, labels, quantity, e) && !coordinates(&h, s, 0, e))
		coordinates(&h, s, 1, e);
	return put(o, path, &h, data, e);
}

static int patterns(struct out *o, struct err *e)
{
	const struct rmcset *s = o->s;
	const double *fit = s->seed[o->best].fit;
	size_t n2 = s->n * s->n;
	unsigned char *mask = mem_zero(n2, 1, "the mask", e);

	if (!mask || put_pattern(o, "/rmc/fit", DT_F64, "intensity", fit, e))
		goto end;
	for (size_t i = 0; i < n2; i++)
		o->room[i] = s->w[i] > 0 ? s->d[i] - fit[i] : NAN;
	if (put_pattern(o, "/rmc/residual", DT_F64, "residual", o->room, e))
		goto end;
	for (size_t i = 0; i < n2; i++) {
		mask[i] = s->w[i] > 0;
		o->room[i] = mask[i] ? s->d[i] : NAN;
	}
	if (!put_pattern(o, "/rmc/pattern", DT_F64, "intensity", o->room, e))
		put_pattern(o, "/rmc/mask", DT_U8, "mask", mask, e);
end:
	mem_free(mask);
	return e->code;
}

static int timeline(struct out *o, struct err *e)
{
	static const char *const labels[] = { "point", "column" };
	const struct rmcset *s = o->s;
	size_t n[] = { 0, RMCSET_COLUMNS }, at = 0;
	char names[200] = "";
	struct head h = { 0 };
	double *v;

	for (size_t i = 0; i < s->nseed; i++)
		n[0] += s->seed[i].npoint;
	if (!n[0] || !(v = mem_alloc(n[0], RMCSET_COLUMNS * sizeof *v, "the timeline", e)))
		return e->code;
	for (size_t i = 0; i < s->nseed; i++) {
		if (s->seed[i].npoint)
			memcpy(v + at * RMCSET_COLUMNS, s->seed[i].point, s->seed[i].npoint * RMCSET_COLUMNS * sizeof *v);
		at += s->seed[i].npoint;
	}
	for (int i = 0; rmcset_columns[i]; i++)
		snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? " " : "", rmcset_columns[i]);
	if (!head(&h, s, DT_F64, 2, n, labels, "timeline", e))
		meta_set(&h.meta, "rmc.columns", names, e);
	put(o, "/rmc/timeline", &h, v, e);
	mem_free(v);
	return e->code;
}

/* ---- what the best models say ---- */

static int curve(struct out *o, const char *path, const char *quantity, const char *name, const char *unit_name, double unit, const double *x, const double *y,
		 size_t n, struct err *e)
{
	static const char *const labels[] = { "ring" };
	struct head h = { 0 };
	double *v = mem_alloc(n, sizeof *v, "a table", e);

	for (size_t i = 0; v && i < n; i++)
		v[i] = x[i] * unit;
	if (v && !head(&h, o->s, DT_F64, 1, &n, labels, quantity, e) && !head_set_table(&h, "ring", name, x, n, e) && !isnan(unit))
		head_set_table(&h, "ring", unit_name, v, n, e);
	put(o, path, &h, y, e);
	mem_free(v);
	return e->code;
}

static int rings(struct out *o, struct err *e)
{
	const struct rmcset *s = o->s;
	const unsigned char *a = s->seed[o->best].model;
	size_t n = structure_rings(s->n), n2 = s->n * s->n;
	double *r = mem_zero(6 * n, sizeof *r, "curves", e), *q = r + n, *g = q + n, *sq = g + n, *one = sq + n;

	for (size_t t = 0; t < s->tiles && !e->code; t++) {
		if (structure_g(a + t * n2, s->n, r, one, e) || structure_s(a + t * n2, s->n, q, one + n, e))
			break;
		for (size_t i = 0; i < n; i++) {
			g[i] += one[i] / (double)s->tiles;
			sq[i] += one[n + i] / (double)s->tiles;
		}
	}
	if (!e->code && !curve(o, "/rmc/g", "g", "px", "nm", rmcset_pixel_m(s) * 1e9, r, g, n, e))
		curve(o, "/rmc/s", "S", "cycles", "per_nm", s->q_step_per_nm, q, sq, n, e);
	mem_free(r);
	return e->code;
}

static int add_chords(double *sum, double mean[2], const unsigned char *a, size_t n, struct err *e)
{
	struct chords c = { 0 };

	if (!chords_count(&c, a, n, e))
		for (int phase = 0; phase < 2; phase++) {
			for (size_t k = 1; k < n; k++)
				sum[(size_t)phase * n + k - 1] += (double)(chords_of(&c, phase, CHORD_ROW)[k] + chords_of(&c, phase, CHORD_COL)[k]);
			mean[phase] += chord_mean_px(&c, phase);
		}
	chords_free(&c);
	return e->code;
}

static int chords(struct out *o, struct err *e)
{
	static const char *const labels[] = { "phase", "length" };
	const struct rmcset *s = o->s;
	size_t n[] = { 2, 1 }, n2 = s->n * s->n;
	double *v = mem_zero(3 * s->n, sizeof *v, "chords", e), *length = v + 2 * s->n, mean[2] = { 0, 0 };
	struct head h = { 0 };

	for (size_t t = 0; t < s->tiles && !e->code; t++)
		add_chords(v, mean, s->seed[o->best].model + t * n2, s->n, e);
	for (size_t k = 0; !e->code && k < s->n; k++) {
		n[1] = v[k] > 0 || v[s->n + k] > 0 ? k + 1 : n[1];
		length[k] = (double)k + 1;
	}
	if (!e->code) {
		memmove(v + n[1], v + s->n, n[1] * sizeof *v);
		if (!head(&h, s, DT_F64, 2, n, labels, "chords", e) && !head_set_table(&h, "length", "px", length, n[1], e) &&
		    !meta_set_num(&h.meta, "rmc.chord_empty_px", mean[0] / (double)s->tiles, e))
			meta_set_num(&h.meta, "rmc.chord_filled_px", mean[1] / (double)s->tiles, e);
		put(o, "/rmc/chords", &h, v, e);
	}
	mem_free(v);
	return e->code;
}

/* ---- several seeds ---- */

static int gather(const struct rmcset *s, unsigned char **all, struct err *e)
{
	size_t one = s->tiles * s->n * s->n;

	*all = mem_alloc(s->nseed, one, "models", e);
	for (size_t i = 0; *all && i < s->nseed; i++)
		memcpy(*all + i * one, s->seed[i].model, one);
	return e->code;
}

int rmcout_align(struct aligned *a, const struct rmcset *s, struct err *e)
{
	struct align_par par = { s->nseed, s->tiles, s->n, rmcset_best(s), s->delta_px[0] == 0 && s->delta_px[1] == 0 };
	unsigned char *all;

	for (size_t i = 0; i < s->nseed * s->tiles; i++)
		par.complement = par.complement && rmcset_loading(s, i / s->tiles)[i % s->tiles] == 0.5;
	*a = (struct aligned){ 0 };
	if (!gather(s, &all, e))
		align_models(a, &par, all, e);
	mem_free(all);
	return e->code;
}

static int map_of(struct out *o, const char *path, const char *quantity, const float *data, struct err *e)
{
	static const char *const labels[] = { "tile", "row", "col" };
	const struct rmcset *s = o->s;
	size_t n[] = { s->tiles, s->n, s->n };
	struct head h = { 0 };

	if (!head(&h, s, DT_F32, 3, n, labels, quantity, e) && !isnan(s->q_step_per_nm))
		meta_set_num(&h.meta, META_PIXEL, rmcset_pixel_m(s), e);
	return put(o, path, &h, data, e);
}

static int several(struct out *o, struct err *e)
{
	static const char *const labels[] = { "seed", "other" };
	const struct rmcset *s = o->s;
	size_t n[] = { s->nseed, s->nseed };
	struct head h = { 0 };

	if (!o->a || map_of(o, "/rmc/mean", "mean", o->a->mean, e) || map_of(o, "/rmc/deviation", "deviation", o->a->deviation, e))
		return e->code;
	if (!head(&h, s, DT_F64, 2, n, labels, "correlation", e) && !seed_tables(&h, s, e))
		meta_set_num(&h.meta, "rmc.correlation_median", o->a->median, e);
	return put(o, "/rmc/correlation", &h, o->a->correlation, e);
}

/* ---- all ---- */

static int bundle(struct out *o, const char *path, const char *input, struct err *e)
{
	struct head h = { 0 };
	unsigned char *all = NULL;

	if (bundle_new(&o->bundle, path, input, e))
		return e->code;
	bundle_compress(o->bundle, 1);
	if (!gather(o->s, &all, e))
		models_head(&h, o->s, false, e);
	put(o, "/rmc/models", &h, all, e);
	mem_free(all);
	return e->code || patterns(o, e) || timeline(o, e) || rings(o, e) || chords(o, e) || several(o, e) ? e->code : 0;
}

/* Models alone, begun and written but for the last word. */
static int models(struct stream **out, const struct rmcset *s, bool best_alone, const char *path, const char *input, struct err *e)
{
	struct head h = { 0 };
	struct array a = { .type = DT_U8, .view = true };
	unsigned char *all = NULL;

	if (!models_head(&h, s, best_alone, e) && !stream_create(out, path, &h, &(struct sink_par){ .input = input }, e)) {
		a.ndim = h.ndim;
		memcpy(a.n, h.n, sizeof a.n);
		a.data = s->seed[rmcset_best(s)].model;
		if (!best_alone && s->nseed > 1 && !gather(s, &all, e))
			a.data = all;
		if (!e->code)
			stream_write(*out, &a, e);
	}
	head_free(&h);
	mem_free(all);
	return e->code;
}

static int check_models(const struct rmcset *s, bool best_alone, const char *path, const char *input, struct err *e)
{
	struct head h = { 0 };

	if (!models_head(&h, s, best_alone, e))
		stream_check(path, &h, input, e);
	head_free(&h);
	return e->code;
}

int rmcout_try(const struct rmcset *s, const char *path, const char *model_path, const char *pictures, const char *input, struct err *e)
{
	struct rmcset empty = *s;
	struct stat st;

	if (model_path && outfile_same(path, model_path))
		return err_set(e, E_USAGE, "-o and --model cannot both be %s", path);
	empty.seed = mem_zero(s->nseed, sizeof *empty.seed, "seeds", e);
	for (size_t i = 0; !e->code && i < s->nseed; i++)
		empty.seed[i] = (struct rmcset_seed){ .done = true, .loading = s->seed[i].loading };
	if (!e->code && !(h5_named(path) ? outfile_check(path, input, e) : check_models(&empty, false, path, input, e)) && model_path)
		check_models(&empty, true, model_path, input, e);
	mem_free(empty.seed);
	if (!e->code && pictures && ((mkdir(pictures, 0777) && errno != EEXIST) || access(pictures, W_OK | X_OK)))
		err_sys(e, "%s", pictures);
	else if (!e->code && pictures && (stat(pictures, &st) || !S_ISDIR(st.st_mode)))
		err_set(e, E_IO, "%s: is no directory", pictures);
	return e->code;
}

int rmcout_write(const struct rmcset *s, const struct aligned *a, const char *path, const char *model_path, const char *input, struct err *e)
{
	struct out o = { .s = s, .a = a, .best = rmcset_best(s) };
	struct stream *out = NULL, *model = NULL;

	o.room = mem_alloc(s->n * s->n, sizeof *o.room, "a pattern", e);
	if (model_path && !e->code)
		models(&model, s, true, model_path, input, e);
	if (!e->code && (h5_named(path) ? bundle(&o, path, input, e) : models(&out, s, false, path, input, e)) == 0) {
		interrupt_hold();	/* both or none */
		if (!model || !stream_commit(model, e))
			o.bundle ? bundle_commit(o.bundle, e) : stream_commit(out, e);
		interrupt_release();
	}
	bundle_close(o.bundle);
	stream_close(out);
	stream_close(model);
	mem_free(o.room);
	return e->code;
}
