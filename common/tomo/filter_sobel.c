/*
 * sobel - the size of the gradient of each image.
 *
 *     y = sqrt(gx^2 + gy^2),   gx = (1 2 1)' (-1 0 1) * x / 8, gy its transpose,
 *
 * so that a ramp of slope s per pixel gives s.  Edges are mirrored: the same
 * as hypot of the two scipy.ndimage.sobel over 8.
 */
#include <math.h>

#include "base/map.h"
#include "base/mem.h"
#include "tomo/filter_image.h"

static const struct param params[] = { { .type = PARAM_END } };

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	struct image *im = *plan = mem_zero(1, sizeof *im, "a plan", e);

	(void)par;
	if (!im || image_of(im, in, e))
		return e->code;
	meta_del(&out->meta, META_QUANTITY);
	return 0;
}

static float gradient(const float *a, const float *b, const float *c, size_t l, size_t m, size_t r)
{
	float gx = (a[r] - a[l]) + 2 * (b[r] - b[l]) + (c[r] - c[l]);
	float gy = (c[l] - a[l]) + 2 * (c[m] - a[m]) + (c[r] - a[r]);

	return sqrtf(gx * gx + gy * gy) / 8;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct image *im = plan;
	size_t nrow = im->nrow, ncol = im->ncol;

	(void)first, (void)n, (void)before, (void)after, (void)work, (void)e;
	for (size_t row = 0; row < nrow; row++) {
		const float *b = in + row * ncol, *a = row ? b - ncol : b;
		const float *c = row + 1 < nrow ? b + ncol : b;
		float *y = out + row * ncol;
		for (size_t i = 1; i + 1 < ncol; i++)
			y[i] = gradient(a, b, c, i - 1, i, i + 1);
		y[0] = gradient(a, b, c, 0, 0, ncol > 1);
		if (ncol > 1)
			y[ncol - 1] = gradient(a, b, c, ncol - 2, ncol - 1, ncol - 1);
	}
	return 0;
}

static size_t rows(const double *val, double *fade)
{
	(void)val, (void)fade;
	return 1;
}

const struct method filter_sobel = {
	.name = "sobel",
	.brief = "size of the gradient",
	.reference = "",
	.param = params,
	.rows = rows,
	.map = { .name = "sobel", .order = ORDER_ANY, .batch = 1, .plan = plan, .apply = apply,
		 .free = mem_free },
};
