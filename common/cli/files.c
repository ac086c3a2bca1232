#include "cli/files.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/meshfile.h"
#include "io/stream.h"
#include "io/textfile.h"

enum { TEXT_MOST = 64 << 20 };		/* bytes of a table of optical constants, or a list of points */

/* The name as seen from here; mem_free. */
static char *beside(const char *folder_of, const char *path, struct err *e)
{
	const char *slash = strrchr(folder_of, '/');
	size_t folder = path[0] == '/' || !strcmp(path, "-") || !slash ? 0 : (size_t)(slash - folder_of) + 1;
	char *out = mem_alloc(folder + strlen(path) + 1, 1, "a name", e);

	if (out) {
		memcpy(out, folder_of, folder);
		memcpy(out + folder, path, strlen(path) + 1);
	}
	return out;
}

int files_doubles(struct stream *s, double *v, struct err *e)
{
	struct array a = { 0 };

	for (size_t at = 0; !stream_read(s, 64, &a, e) && a.n[0]; at += array_count(&a))
		convert(a.data, a.type, v + at, DT_F64, array_count(&a));
	array_free(&a);
	return e->code;
}

static int read_whole(struct stream *s, double **v, size_t n[3], int *ndim, struct err *e)
{
	const struct head *h = stream_head(s);
	size_t count = 1;

	*ndim = h->ndim;
	for (int i = 0; i < h->ndim; i++)
		count *= h->n[i];
	if (h->ndim < 2 || h->ndim > 3 || h->is_complex || !h->n[0])
		return err_set(e, E_DATA, "%s: need an array of 2 or 3 axes", stream_name(s));
	for (int i = 0; i < h->ndim; i++)
		n[i] = h->n[i];
	if (!(*v = mem_alloc(count, sizeof **v, "an array", e)))
		return e->code;
	return files_doubles(s, *v, e);
}

/* Rows that go upwards by their label, as in patterns and as xview draws them. */
static bool upwards(const struct head *h)
{
	const char *label = h->ndim < 2 ? "" : h->label[h->ndim - 2];

	return !strcmp(label, "alpha") || !strcmp(label, "qz") || !strcmp(label, "v");
}

static int array(const char *path, double **v, size_t n[3], int *ndim, bool *up, struct err *e)
{
	struct stream *s = NULL;

	*v = NULL;
	*up = false;
	if (!stream_open(&s, path, NULL, e) && !read_whole(s, v, n, ndim, e))
		*up = upwards(stream_head(s));
	stream_close(s);
	if (e->code) {
		mem_free(*v);
		*v = NULL;
	}
	return e->code;
}

static int get_array(void *ctx, const struct node *where, const char *path, double **v, size_t n[3], int *ndim, struct err *e)
{
	char *name = beside(ctx, path, e);
	bool up;

	if (name)
		array(name, v, n, ndim, &up, e);
	mem_free(name);
	return node_err_at(where, e);
}

static int get_text(void *ctx, const struct node *where, const char *path, char **text, struct err *e)
{
	char *name = beside(ctx, path, e);
	size_t n;

	*text = NULL;
	if (name)
		textfile_read(name, TEXT_MOST, text, &n, e);
	mem_free(name);
	return node_err_at(where, e);
}

static int get_mesh(void *ctx, const struct node *where, const char *path, double **xyz, size_t *nv, size_t **tri, size_t *nt,
		    struct err *e)
{
	char *name = beside(ctx, path, e);
	struct meshfile m = { 0 };

	if (name)
		meshfile_read(&m, name, e);
	mem_free(name);
	*xyz = m.v;
	*tri = m.tri;
	*nv = m.nv;
	*nt = m.nt;
	return node_err_at(where, e);
}

struct job_files files_beside(const char *path)
{
	return (struct job_files){ (void *)(size_t)(const void *)path, get_mesh, get_array, get_text, NULL, 0 };
}

int files_image(const char *path, size_t nrow, size_t ncol, enum files_row0 row0, double **v, struct err *e)
{
	size_t n[3];
	int ndim;
	bool up;

	if (array(path, v, n, &ndim, &up, e))
		return e->code;
	if (ndim == 3 && n[0] == 1) {
		n[0] = n[1];
		n[1] = n[2];
		ndim = 2;
	}
	if (ndim != 2 || n[0] != nrow || n[1] != ncol) {
		mem_free(*v);
		*v = NULL;
		return err_set(e, E_DATA, "%s: %zu x %zu%s, the detector has %zu rows and %zu columns", path, n[0], n[1],
			       ndim == 3 ? " x more" : "", nrow, ncol);
	}
	up = row0 == FILES_BOTTOM || (row0 == FILES_AUTO && up);
	for (size_t r = 0; !up && r < nrow / 2; r++)
		for (size_t c = 0; c < ncol; c++) {
			double *a = *v + r * ncol + c, *b = *v + (nrow - 1 - r) * ncol + c, t = *a;
			*a = *b;
			*b = t;
		}
	return 0;
}

static int image_at(const struct job_files *f, const struct node *where, size_t nrow, size_t ncol, enum files_row0 row0, double **v,
		    struct err *e)
{
	char *name = node_is(where, NODE_TEXT, e) ? NULL : beside(f->ctx, where->text, e);

	if (name && files_image(name, nrow, ncol, row0, v, e))
		node_err_at(where, e);
	mem_free(name);
	return e->code;
}

/* NaN, too, is how images say that a pixel is none. */
static bool counts(double v)
{
	return v != 0 && !isnan(v);
}

int files_masks(const struct job_files *f, const struct node *where, const char *path, size_t nrow, size_t ncol, enum files_row0 row0, double **v,
		struct err *e)
{
	double *more = NULL;

	*v = NULL;
	if ((where && image_at(f, where, nrow, ncol, row0, v, e)) || (path && files_image(path, nrow, ncol, row0, *v ? &more : v, e)))
		return e->code;
	for (size_t i = 0; *v && i < nrow * ncol; i++)
		(*v)[i] = counts((*v)[i]) && (!more || counts(more[i]));
	mem_free(more);
	return 0;
}

int files_put(struct stream *out, const struct head *h, const double *v, struct err *e)
{
	struct array a = { .type = DT_F64, .ndim = h->ndim, .data = (void *)(size_t)(const void *)v, .view = true };
	size_t n[ARRAY_MAXDIM];

	memcpy(n, h->n, sizeof n);
	n[0] = n[0] ? n[0] : 1;
	memcpy(a.n, n, sizeof n);
	if (h->type == DT_F64)
		return stream_write(out, &a, e);
	a = (struct array){ 0 };
	if (!array_new(&a, h->type, h->ndim, n, e)) {
		convert(v, DT_F64, a.data, h->type, array_count(&a));
		stream_write(out, &a, e);
	}
	array_free(&a);
	return e->code;
}

int files_stdin(const char *first, const char *const *names, const char *const *paths, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (!paths[i] || strcmp(paths[i], "-"))
			continue;
		if (first)
			return err_set(e, E_USAGE, "%s and %s cannot both come from standard input", first, names[i]);
		first = names[i];
	}
	return 0;
}
