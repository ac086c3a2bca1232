/*
 * bin - the mean of factor x factor pixels.
 *
 * What does not fill a bin at the end is dropped.  Pixel size and centre of
 * rotation follow: center' = (center + 1/2)/factor - 1/2.  For projections,
 * slices and patterns; of a sinogram it would be the angles that are binned.
 */
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "tomo/filter_image.h"

enum { FACTOR };

static const struct param params[] = {
	[FACTOR] = { "factor", PARAM_INT, "px", 2, 1, 1024, NULL, NULL, "width of a bin" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im, out;
	size_t factor;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	if (!p || image_of(&p->im, in, e))
		return e->code;
	if (in->ndim != 3 || !strcmp(in->label[1], "angle"))
		return err_set(e, E_DATA, "needs images of rows and columns, not "
			       "sinograms: put it in front of what needs sinograms, or xsino");
	p->factor = (size_t)val[FACTOR];
	if (head_bin2(out, 1, 2, p->factor, e))
		return e->code;
	return image_of(&p->out, out, e);
}

static size_t work(const void *plan)
{
	const struct plan *p = plan;

	return p->im.ncol * sizeof(float);
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	size_t b = p->factor, ncol = p->im.ncol;
	float *sum = work, scale = 1 / ((float)b * (float)b);

	(void)first, (void)n, (void)before, (void)after, (void)e;
	for (size_t r = 0; r < p->out.nrow; r++) {
		const float *x = in + r * b * ncol;
		memcpy(sum, x, ncol * sizeof *sum);
		for (size_t k = 1; k < b; k++)
			for (size_t c = 0; c < ncol; c++)
				sum[c] += x[k * ncol + c];
		for (size_t c = 0; c < p->out.ncol; c++) {
			float s = 0;
			for (size_t k = 0; k < b; k++)
				s += sum[c * b + k];
			out[r * p->out.ncol + c] = s * scale;
		}
	}
	return 0;
}

const struct method filter_bin = {
	.name = "bin",
	.brief = "mean of square bins",
	.reference = "",
	.param = params,
	.rows = rows_none,
	.map = { .name = "bin", .order = ORDER_ANY, .batch = 1, .plan = plan, .work = work, .apply = apply,
		 .free = mem_free },
};
