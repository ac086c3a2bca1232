/*
 * crop - cut pixels off the sides of each image.
 *
 * top and bottom count rows of a projection (y of a slice), left and right
 * columns (x).  The centre of rotation and the tables of rows follow.  What is
 * the item axis of the stream is cut by the options --rows and --items.
 */
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "tomo/filter_image.h"

enum { LEFT, RIGHT, TOP, BOTTOM };

#define SIDE(side, text) { side, PARAM_INT, "px", 0, 0, 1e6, NULL, NULL, text }
static const struct param params[] = {
	[LEFT] = SIDE("left", "columns cut off at the start"),
	[RIGHT] = SIDE("right", "columns cut off at the end"),
	[TOP] = SIDE("top", "rows cut off at the start"),
	[BOTTOM] = SIDE("bottom", "rows cut off at the end"),
	{ .type = PARAM_END }
};

struct plan {
	struct image im, out;
	size_t top, left;
};

static int cut(struct head *out, int axis, double before, double after, const char *what,
	       struct err *e)
{
	double n = (double)out->n[axis];

	if (before == 0 && after == 0)
		return 0;
	if (before + after >= n)
		return err_set(e, E_USAGE, "%g and %g leave nothing of %g %s",
			       before, after, n, what);
	if (head_number(out, axis, e))
		return e->code;
	return head_crop(out, axis, (size_t)before, (size_t)(n - after), 1, e);
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);
	bool rows = val[TOP] > 0 || val[BOTTOM] > 0;

	if (!p || image_of(&p->im, in, e))
		return e->code;
	if (rows && (in->ndim == 2 || !strcmp(in->label[1], "angle")))
		return err_set(e, E_USAGE, "top and bottom cut rows, which are no axis "
			       "of these images: use --rows or --angles");
	if (cut(out, in->ndim - 1, val[LEFT], val[RIGHT], "columns", e) ||
	    cut(out, in->ndim - 2, val[TOP], val[BOTTOM], "rows", e) ||
	    image_of(&p->out, out, e))
		return e->code;
	p->top = (size_t)val[TOP];
	p->left = (size_t)val[LEFT];
	return 0;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;

	(void)first, (void)n, (void)before, (void)after, (void)work, (void)e;
	for (size_t r = 0; r < p->out.nrow; r++)
		memcpy(out + r * p->out.ncol, in + (r + p->top) * p->im.ncol + p->left,
		       p->out.ncol * sizeof *out);
	return 0;
}

const struct method filter_crop = {
	.name = "crop",
	.brief = "cut pixels off the sides",
	.reference = "",
	.param = params,
	.rows = rows_none,
	.map = { .name = "crop", .order = ORDER_ANY, .batch = 1, .plan = plan, .apply = apply,
		 .free = mem_free },
};
