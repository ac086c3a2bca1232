#include "app/rmcframe.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "cli/files.h"

/* Step and place of zero of a table of the axis that is evenly spaced to a ten-thousandth of a pixel. */
static void zero_of(const struct head *h, const char *label, double *step, double *zero)
{
	const struct table *t = head_table(h, label, "per_nm");

	*step = *zero = NAN;
	if (!t || t->n < 2)
		return;
	double s = (t->v[t->n - 1] - t->v[0]) / (double)(t->n - 1);
	for (size_t i = 0; i < t->n; i++)
		if (!(fabs(t->v[i] - t->v[0] - s * (double)i) <= 1e-4 * fabs(s)))
			return;
	*step = s;
	*zero = s ? -t->v[0] / s : NAN;
	if (fabs(*zero - round(*zero)) < 1e-6)
		*zero = round(*zero);
}

static void axes(struct rmcframe *f)
{
	const char *row = f->head.label[f->head.ndim - 2], *col = f->head.label[f->head.ndim - 1];
	double step[2];

	snprintf(f->row_label, sizeof f->row_label, "%s", *row ? row : "row");
	snprintf(f->col_label, sizeof f->col_label, "%s", *col ? col : "col");
	zero_of(&f->head, row, &step[0], &f->zero[0]);
	zero_of(&f->head, col, &step[1], &f->zero[1]);
	f->step_per_nm = fabs(fabs(step[0]) - fabs(step[1])) < 1e-4 * fabs(step[1]) ? fabs(step[1]) : NAN;
	for (int i = 0; i < 2; i++)
		f->sign[i] = step[i] < 0 ? -1 : 1;
}

int rmcframe_open(struct rmcframe *f, const char *path, const struct range *items, struct err *e)
{
	struct select sel = { .item = *items, .images = true };
	char shape[120];

	*f = (struct rmcframe){ 0 };
	if (stream_open(&f->in, path, &sel, e))
		return e->code;
	const struct head *h = stream_head(f->in);
	if (h->ndim != 3 || h->is_complex)
		return err_set(e, E_DATA, "%s: %s: need one image of two axes", stream_name(f->in), head_print(h, shape, sizeof shape));
	if (h->n[0] != 1)
		return err_set(e, E_DATA, "%s: %s: several images: choose one by --items", stream_name(f->in), head_print(h, shape, sizeof shape));
	f->nrow = h->n[1];
	f->ncol = h->n[2];
	if (head_copy(&f->head, h, e))
		return e->code;
	axes(f);
	return 0;
}

int rmcframe_array(const char *path, size_t count, const char *what, double **v, struct err *e)
{
	struct stream *s = NULL;
	size_t n = 1;

	*v = NULL;
	if (stream_open(&s, path, NULL, e))
		goto end;
	const struct head *h = stream_head(s);
	for (int i = 0; i < h->ndim; i++)
		n *= h->n[i];
	if (n != count || h->is_complex)
		err_set(e, E_DATA, "%s: %zu samples, %s needs %zu", stream_name(s), n, what, count);
	else if ((*v = mem_alloc(count, sizeof **v, what, e)))
		files_doubles(s, *v, e);
end:
	stream_close(s);
	return e->code;
}

/* An image beside the frame. */
static int beside(const struct rmcframe *f, const char *path, const char *what, double **v, struct err *e)
{
	struct stream *s = NULL;
	char shape[120];

	if (stream_open(&s, path, &(struct select){ .images = true }, e))
		goto end;
	const struct head *h = stream_head(s);
	if (h->ndim != 3 || h->n[0] != 1 || h->n[1] != f->nrow || h->n[2] != f->ncol || h->is_complex)
		err_set(e, E_DATA, "%s: %s: the %s must have the %zu x %zu pixels of the pattern", stream_name(s), head_print(h, shape, sizeof shape), what,
			f->nrow, f->ncol);
	else if ((*v = mem_alloc(f->nrow * f->ncol, sizeof **v, what, e)))
		files_doubles(s, *v, e);
end:
	stream_close(s);
	return e->code;
}

/* What a detector writes where it has no pixel: -1, -2 (Pilatus), the largest number (Eiger). */
static bool is_mark(enum dtype t, double v)
{
	bool is_signed = t == DT_I8 || t == DT_I16 || t == DT_I32;

	return (is_signed && (v == -1 || v == -2)) || (t == DT_I32 && v == INT32_MAX) || (t == DT_U32 && v == UINT32_MAX);
}

int rmcframe_read(struct rmcframe *f, const char *mask, const char *sigma, struct err *e)
{
	f->d = mem_alloc(f->nrow, f->ncol * sizeof *f->d, "the pattern", e);
	if (e->code || files_doubles(f->in, f->d, e) || (mask && beside(f, mask, "mask", &f->mask, e)))
		return e->code;
	for (size_t i = 0; i < f->nrow * f->ncol; i++)
		if (is_mark(f->head.type, f->d[i])) {
			f->d[i] = NAN;
			f->marked++;
		}
	return sigma ? beside(f, sigma, "sigma", &f->sigma, e) : 0;
}

void rmcframe_free(struct rmcframe *f)
{
	stream_close(f->in);
	head_free(&f->head);
	mem_free(f->d);
	mem_free(f->mask);
	mem_free(f->sigma);
	*f = (struct rmcframe){ 0 };
}
