/* The HDF5 driver, reading (driver.h); h5out.c is its other half. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/late.h"
#include "h5/dxfile.h"
#include "h5/h5find.h"
#include "h5/h5out.h"
#include "h5/h5own.h"
#include "h5/h5probe.h"
#include "h5/h5source.h"

struct source {
	struct h5source h5;
};

/* One data set as it stands: what labels are known, and all that we wrote to it. */
static int open_set(struct h5source *s, const char *path, struct head *h, struct err *e)
{
	const char *labels;
	struct h5set *set;
	char text[100], *save = NULL, *t;
	int i = 0;

	if (h5source_whole(s, path, e) || h5source_set(s, 0, &set, e))
		return e->code;
	head_init(h, s->type, s->ndim, s->n, NULL);
	labels = h5find_labels(path, s->ndim);
	snprintf(text, sizeof text, "%s", labels);
	for (t = strtok_r(text, " ", &save); t && i < h->ndim; t = strtok_r(NULL, " ", &save))
		snprintf(h->label[i++], LABEL_MAX, "%s", t);
	return h5own_is(set->id) ? h5own_restore(set->id, h, e) : 0;
}

static int open_locked(struct h5source *s, const char *name, const char *path,
		       const struct select *sel, struct head *h, struct err *e)
{
	char found[H5FIND_PATH];

	if (h5source_open(s, name, e))
		return e->code;		/* names the file itself */
	if (!*path && !dx_open(s, sel, h, e) && s->npart == 0 && !h5find_default(s->file, found, e))
		path = found;
	if (!e->code && *path == '/' && h5_is_group(s->file, path))
		h5find_group(s->file, path, e);
	else if (!e->code && *path)
		open_set(s, path, h, e);
	return e->code ? err_at(e, name) : 0;
}

/* What is asked of HDF5 when a file is opened: for the child that tries it first. */
struct attempt {
	const char *name, *path;
	const struct select *sel;
};

static void attempt(void *ctx)
{
	const struct attempt *a = ctx;
	size_t start[ARRAY_MAXDIM] = { 0 }, count[ARRAY_MAXDIM] = { 1, 1, 1, 1 };
	struct err e = { 0, "" };
	struct h5source s;
	struct head h = { .ndim = 0 };
	char sample[2 * sizeof(double)];

	if (!open_locked(&s, a->name, a->path, a->sel, &h, &e) &&
	    !h5source_read(&s, start, count, sample, &e)) {
		start[0] = s.n[0] - 1;		/* a scan's last item is of another data set */
		h5source_read(&s, start, count, sample, &e);
	}
	h5source_close(&s);
	head_free(&h);
}

static int open_h5(struct source **out, const char *text, const struct select *sel,
		   struct head *h, struct err *e)
{
	struct source *s = *out = calloc(1, sizeof *s);
	const char *path;
	char *name;

	*h = (struct head){ .ndim = 0 };
	if (!s)
		return err_nomem(e, "an HDF5 file");
	if (!h5_split(text, &name, &path, e)) {
		h5_enter();
		if (!h5probe(attempt, &(struct attempt){ name, path, sel }))
			err_set(e, E_DATA, "%s: is damaged: HDF5 crashes on it", name);
		else if (open_locked(&s->h5, name, path, sel, h, e)) {
			h5source_close(&s->h5);
			head_free(h);
		}
		h5_leave();
		mem_free(name);
	}
	if (e->code) {
		free(s);
		*out = NULL;
	}
	return e->code;
}

static int read_box(struct source *s, size_t i, size_t ni, size_t r, size_t nr,
		    size_t c, size_t nc, void *buf, struct err *e)
{
	size_t start[ARRAY_MAXDIM] = { i, r, c, 0 }, count[ARRAY_MAXDIM] = { ni, nr, nc, s->h5.n[3] };

	h5_enter();
	if (h5source_read(&s->h5, start, count, buf, e))
		err_at(e, s->h5.name);
	h5_leave();
	return e->code;
}

static bool favours_axis1(const struct source *s)
{
	return h5source_favours_axis1(&s->h5);
}

static void close_h5(struct source *s)
{
	if (!s)
		return;
	h5_enter();
	h5source_close(&s->h5);
	h5_leave();
	free(s);
}

const struct driver driver_h5 = {
	.name = "HDF5",
	.suffix = H5_SUFFIXES,
	.starts = h5_starts,
	.open = open_h5,
	.read_box = read_box,
	.favours_axis1 = favours_axis1,
	.close = close_h5,
	.fits = h5out_fits,
	.create = h5out_create,
	.write = h5out_write,
	.finish = h5out_finish,
	.drop = h5out_drop,
};

extern const struct h5_api beampipe_h5;
const struct h5_api beampipe_h5 = {
	.driver = &driver_h5,
	.scan_new = scanwrite_new, .scan_frames = scanwrite_frames, .scan_frame = scanwrite_frame,
	.scan_put = scanwrite_put, .scan_commit = scanwrite_commit, .scan_close = scanwrite_close,
	.bundle_new = bundle_new, .bundle_compress = bundle_compress, .bundle_put = bundle_put,
	.bundle_commit = bundle_commit, .bundle_close = bundle_close,
};
