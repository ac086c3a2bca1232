#include "io/scanwrite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/head.h"
#include "base/mem.h"
#include "io/outfile.h"
#include "h5/scanlayout.h"

size_t scanwrite_frames(const struct scanwrite *w)
{
	return w->nframe;
}

/* Blocks of flats that stand between projections. */
static size_t middle_blocks(const struct scan_par *p)
{
	return p->flat_every > 0 ? (p->nangle - 1) / p->flat_every : 0;
}

/* Image j of the part between the first and the last flats. */
static struct scan_frame middle(const struct scan_par *p, size_t j)
{
	size_t every = p->flat_every ? p->flat_every : p->nangle, size = every + p->flat_before;
	size_t block = j / size, in = j % size;		/* a block is its projections, then flats */
	struct scan_frame f = { .key = KEY_PROJECTION };

	if (in < every) {
		f.index = f.projection = block * every + in;
		return f;
	}
	f.key = KEY_FLAT;
	f.index = p->flat_before * (block + 1) + in - every;
	f.projection = (block + 1) * every;
	return f;
}

struct scan_frame scanwrite_frame(const struct scanwrite *w, size_t i)
{
	const struct scan_par *p = &w->par;
	size_t blocks = middle_blocks(p), mid = p->nangle + blocks * p->flat_before;
	struct scan_frame f = { .key = KEY_DARK, .index = i };
	double time = w->nframe > 1 ? (double)i / ((double)w->nframe - 1) : 0;

	if (i >= p->dark_before) {
		i -= p->dark_before;
		if (i < p->flat_before) {
			f = (struct scan_frame){ .key = KEY_FLAT, .index = i };
		} else if (i < p->flat_before + mid) {
			f = middle(p, i - p->flat_before);
		} else if (i < p->flat_before + mid + p->flat_after) {
			f = (struct scan_frame){ .key = KEY_FLAT, .projection = p->nangle,
				.index = i - mid + blocks * p->flat_before };
		} else {
			f = (struct scan_frame){ .key = KEY_DARK, .projection = p->nangle,
				.index = i - mid - p->flat_before - p->flat_after + p->dark_before };
		}
	}
	f.time = time;
	return f;
}

static int check(const struct scan_par *p, struct err *e)
{
	size_t n[3] = { p->nangle, p->nrow, p->ncol }, bytes;

	if (p->layout == SCAN_ALS832 && p->type != DT_U16)
		return err_set(e, E_USAGE, "the layout of ALS 8.3.2 holds uint16, not %s", dtype_name(p->type));
	if (p->layout == SCAN_ALS832 && (p->nangle > 9999 || p->flat_before > 9999))
		return err_set(e, E_USAGE, "the layout of ALS 8.3.2 has names for 9999 images");
	if (p->flat_every > 0 && p->flat_before == 0)
		return err_set(e, E_USAGE, "flats between projections need flats before them");
	if (p->layout == SCAN_DX && p->flat_every > 0 && p->flat_after != p->flat_before)
		return err_set(e, E_USAGE, "the Data Exchange layout with flats every %zu projections "
			       "needs as many after as before", p->flat_every);
	return array_total(3, n, p->type, &bytes, e);
}

static void count(struct scanwrite *w)
{
	const struct scan_par *p = &w->par;

	w->nflat = p->flat_before * (1 + middle_blocks(p)) + p->flat_after;
	w->ndark = p->dark_before + p->dark_after;
	w->nframe = p->nangle + w->nflat + w->ndark;
}

static int begin(struct scanwrite *w, const char *path, struct err *e)
{
	if (outfile_new(&w->out, path, w->par.input, e))
		return e->code;
	h5_enter();
	if (h5_make(&w->file, outfile_path(w->out), &w->disk, e) || scanlayout_begin(w, e))
		err_at(e, path);
	h5_leave();
	return e->code;
}

static int keep_theta(struct scanwrite *w, struct err *e)
{
	w->theta = mem_alloc(w->par.nangle, sizeof *w->theta, "angles", e);
	if (w->theta)
		memcpy(w->theta, w->par.theta_deg, w->par.nangle * sizeof *w->theta);
	w->par.theta_deg = w->theta;
	return e->code;
}

int scanwrite_new(struct scanwrite **out, const char *path, const struct scan_par *par, struct err *e)
{
	struct scanwrite *w = *out = calloc(1, sizeof *w);

	if (!w)
		return err_nomem(e, "a scan file");
	w->par = *par;
	w->file = w->set[0] = w->set[1] = w->set[2] = -1;
	w->path = strdup(path);
	if (!w->path)
		return err_nomem(e, "a file name");
	if (check(par, e) || keep_theta(w, e))
		return e->code;
	count(w);
	return begin(w, path, e);
}

int scanwrite_put(struct scanwrite *w, const void *image, struct err *e)
{
	struct scan_frame f = scanwrite_frame(w, w->done);

	if (w->done == w->nframe)
		return err_set(e, E_INTERNAL, "more than the %zu images of the scan", w->nframe);
	h5_enter();
	if (scanlayout_put(w, &f, w->done, image, e) || h5disk_check(&w->disk, e))
		err_at(e, w->path);
	h5_leave();
	w->done++;
	return e->code;
}

static void close_sets(struct scanwrite *w, struct err *e)
{
	for (int i = 0; i < 3; i++) {
		if (w->set[i] >= 0 && H5Dclose(w->set[i]) < 0)
			h5_fail(e, E_IO, "cannot be written");
		w->set[i] = -1;
	}
}

int scanwrite_commit(struct scanwrite *w, struct err *e)
{
	if (w->done != w->nframe)
		return err_set(e, E_INTERNAL, "%zu of %zu images were written", w->done, w->nframe);
	h5_enter();
	close_sets(w, e);
	h5_finish(w->file, &w->disk, e);
	w->file = -1;
	h5_leave();
	return e->code ? err_at(e, w->path) : outfile_commit(w->out, e);
}

void scanwrite_close(struct scanwrite *w)
{
	struct err e = { 0, "" };

	if (!w)
		return;
	h5_enter();
	close_sets(w, &e);
	if (w->file >= 0)
		H5Fclose(w->file);
	h5_leave();
	outfile_close(w->out);
	mem_free(w->theta);
	free(w->path);
	free(w);
}
