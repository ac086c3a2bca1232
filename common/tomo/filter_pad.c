/*
 * pad - add pixels to the sides of each image.
 *
 * They are those of the edge, of the mirrored image (edge sample repeated), or
 * of one value.  The centre of rotation follows.
 */
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "tomo/filter_image.h"

enum { LEFT, RIGHT, TOP, BOTTOM, MODE, VALUE };
enum { EDGE, MIRROR, CONSTANT };

static const char *const modes[] = { "edge", "mirror", "constant", NULL };

#define SIDE(side, text) { side, PARAM_INT, "px", 0, 0, 65536, NULL, NULL, text }
static const struct param params[] = {
	[LEFT] = SIDE("left", "columns added at the start"),
	[RIGHT] = SIDE("right", "columns added at the end"),
	[TOP] = SIDE("top", "rows added at the start"),
	[BOTTOM] = SIDE("bottom", "rows added at the end"),
	[MODE] = { "mode", PARAM_CHOICE, "", EDGE, EDGE, CONSTANT, NULL, modes, "what they hold" },
	[VALUE] = { "value", PARAM_NUM, "data", 0, -1e30, 1e30, NULL, NULL, "of mode constant" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im, out;
	long top, left;
	int mode;
	float value;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);
	bool rows = val[TOP] > 0 || val[BOTTOM] > 0, cols = val[LEFT] > 0 || val[RIGHT] > 0;

	if (!p || image_of(&p->im, in, e))
		return e->code;
	if (rows && (in->ndim == 2 || !strcmp(in->label[1], "angle")))
		return err_set(e, E_USAGE, "top and bottom add rows, which are no axis "
			       "of these images");
	p->top = (long)val[TOP];
	p->left = (long)val[LEFT];
	p->mode = (int)val[MODE];
	p->value = (float)val[VALUE];
	if ((cols && head_pad(out, in->ndim - 1, (size_t)val[LEFT], (size_t)val[RIGHT], e)) ||
	    (rows && head_pad(out, in->ndim - 2, (size_t)val[TOP], (size_t)val[BOTTOM], e)))
		return e->code;
	return image_of(&p->out, out, e);
}

/* Index i as one of [0, n), or -1 when it is the constant. */
static long from(int mode, long i, size_t n)
{
	if (i >= 0 && i < (long)n)
		return i;
	if (mode == CONSTANT)
		return -1;
	return mode == MIRROR ? (long)image_reflect(i, n) : i < 0 ? 0 : (long)n - 1;
}

static void pad_row(const struct plan *p, const float *x, float *y)
{
	long n = (long)p->im.ncol;

	for (long c = 0; c < (long)p->out.ncol; c++) {
		long i = from(p->mode, c - p->left, p->im.ncol);
		y[c] = i < 0 ? p->value : x[i];
		if (i == 0 && c == p->left) {	/* the middle at once */
			memcpy(y + c, x, (size_t)n * sizeof *y);
			c += n - 1;
		}
	}
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;

	(void)first, (void)n, (void)before, (void)after, (void)work, (void)e;
	for (size_t r = 0; r < p->out.nrow; r++) {
		long i = from(p->mode, (long)r - p->top, p->im.nrow);
		float *y = out + r * p->out.ncol;
		if (i >= 0)
			pad_row(p, in + (size_t)i * p->im.ncol, y);
		else
			for (size_t c = 0; c < p->out.ncol; c++)
				y[c] = p->value;
	}
	return 0;
}

const struct method filter_pad = {
	.name = "pad",
	.brief = "add pixels to the sides",
	.reference = "",
	.param = params,
	.rows = rows_none,
	.map = { .name = "pad", .order = ORDER_ANY, .batch = 1, .plan = plan, .apply = apply,
		 .free = mem_free },
};
