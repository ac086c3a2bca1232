/* phantom_stack.c - sinograms, projections, slices and images of a phantom, item by item */
#include "tomo/phantom_stack.h"

#include "base/mem.h"
#include "num/par.h"

/* ---- the head ----------------------------------------------------------------------------- */

/* Item i of a scan, and its place in the acquisition: darks, flats, projections, flats. */
static struct stack_frame frame(const struct stack *s, size_t i, size_t *at)
{
	size_t before = s->ndark + s->nflat - s->nflat / 2, total = s->ndark + s->nflat + s->nangle;
	struct stack_frame f = { .key = KEY_DARK, .index = i };

	*at = i;
	if (i >= s->ndark + s->nflat) {
		f.key = KEY_PROJECTION;
		f.index = i - s->ndark - s->nflat;
		*at = before + f.index;
	} else if (i >= s->ndark) {
		f.key = KEY_FLAT;
		f.index = i - s->ndark;
		*at = i < before ? i : i + s->nangle;
	}
	f.time = total > 1 ? (double)*at / (double)(total - 1) : 0;
	return f;
}

static double frame_theta(const struct stack *s, const struct stack_frame *f)
{
	return f->key == KEY_PROJECTION ? s->theta_deg[f->index] : 0;
}

static int scan_tables(const struct stack *s, struct head *h, struct err *e)
{
	size_t n = h->n[0], at;
	double *v = mem_alloc(3 * n, sizeof *v, "the tables", e);

	for (size_t i = 0; v && i < n; i++) {
		struct stack_frame f = frame(s, i, &at);
		v[i] = f.key;
		v[n + i] = (double)at;
		v[2 * n + i] = frame_theta(s, &f);
	}
	if (v && !head_set_table(h, "angle", "key", v, n, e) && !head_set_table(h, "angle", "frame", v + n, n, e))
		head_set_table(h, "angle", "theta_deg", v + 2 * n, n, e);
	mem_free(v);
	return e->code;
}

/* The axis: its column in the middle row, and in each when it is tilted. */
static int axis(const struct stack *s, struct head *h, struct err *e)
{
	size_t n = s->view.nrow;

	if (meta_set_num(&h->meta, META_CENTER, s->view.center_px, e) || s->view.tilt_deg == 0)
		return e->code;
	double *v = mem_alloc(n, sizeof *v, "the centres", e);
	for (size_t r = 0; v && r < n; r++)
		v[r] = phantom_center(&s->view, r);
	if (v && !meta_set_num(&h->meta, META_TILT, s->view.tilt_deg, e))
		head_set_table(h, "row", "center_px", v, n, e);
	mem_free(v);
	return e->code;
}

int stack_head(const struct stack *s, struct head *h, struct err *e)
{
	static const char *const label[][3] = {
		{ "row", "angle", "col" }, { "angle", "row", "col" }, { "z", "y", "x" }, { "angle", "row", "col" } };
	static const char *const quantity[] = { "mu_t", "mu_t", "mu_per_px", "counts" };
	size_t r = s->view.nrow, c = s->view.ncol, all = s->nangle + s->ndark + s->nflat;
	const size_t n[][3] = { { r, s->nangle, c }, { s->nangle, r, c }, { r, s->size, s->size }, { all, r, c } };

	head_init(h, s->kind == STACK_SCAN ? DT_U16 : DT_F32, 3, n[s->kind], label[s->kind]);
	if (meta_set(&h->meta, META_QUANTITY, quantity[s->kind], e) || s->kind == STACK_SLICES)
		return e->code;
	if (s->kind == STACK_SCAN ? scan_tables(s, h, e)
				  : head_set_table(h, "angle", "theta_deg", s->theta_deg, s->nangle, e))
		return e->code;
	return axis(s, h, e);
}

/* ---- items -------------------------------------------------------------------------------- */

struct job {
	const struct stack *s;
	size_t first;
	float *out;
	const struct stack_frame *frame;
	uint16_t *image;
};

/* One line of a sinogram: i counts rows and angles. */
static int line_of_sinogram(void *ctx, size_t i, void *work, struct err *e)
{
	struct job *j = ctx;
	struct phantom_view v = j->s->view;

	(void)e;
	v.theta_deg = j->s->theta_deg[i % j->s->nangle];
	phantom_project(j->s->phantom, &v, j->first + i / j->s->nangle, 1, j->out + i * v.ncol, work);
	return 0;
}

static int projection(void *ctx, size_t i, void *work, struct err *e)
{
	struct job *j = ctx;
	struct phantom_view v = j->s->view;

	(void)e;
	v.theta_deg = j->s->theta_deg[j->first + i];
	phantom_project(j->s->phantom, &v, 0, v.nrow, j->out + i * v.nrow * v.ncol, work);
	return 0;
}

static int slice(void *ctx, size_t i, void *work, struct err *e)
{
	struct job *j = ctx;
	double z = (double)(j->first + i) - 0.5 * ((double)j->s->view.nrow - 1);

	(void)work;
	(void)e;
	phantom_slice(j->s->phantom, z, j->s->size, j->out + i * j->s->size * j->s->size);
	return 0;
}

static int image(void *ctx, size_t i, void *work, struct err *e)
{
	struct job *j = ctx;
	const struct stack *s = j->s;
	size_t at;
	struct stack_frame f = j->frame ? j->frame[i] : frame(s, j->first + i, &at);

	(void)e;
	sim_image(s->sim, f.key, f.index, frame_theta(s, &f), f.time, j->image + i * s->view.nrow * s->view.ncol, work);
	return 0;
}

int stack_make(const struct stack *s, size_t first, size_t n, void *out, struct err *e)
{
	struct job j = { .s = s, .first = first, .out = out, .image = out };
	size_t work = phantom_work(s->phantom, s->view.ncol);

	switch (s->kind) {
	case STACK_SINOGRAMS:
		return par_for(n * s->nangle, work, line_of_sinogram, &j, e);
	case STACK_PROJECTIONS:
		return par_for(n, work, projection, &j, e);
	case STACK_SLICES:
		return par_for(n, 0, slice, &j, e);
	default:
		return par_for(n, sim_work(s->sim), image, &j, e);
	}
}

int stack_images(const struct stack *s, const struct stack_frame *f, size_t n, uint16_t *out, struct err *e)
{
	struct job j = { .s = s, .frame = f, .image = out };

	return par_for(n, sim_work(s->sim), image, &j, e);
}
