/*
 * gaussian - smoothing of each image by a Gaussian.
 *
 *     y(r, c) = sum_i sum_j w(i) w(j) x(r + i, c + j),
 *     w(i) = exp(-i^2 / (2 sigma^2)) / sum_k exp(-k^2 / (2 sigma^2)),
 *     i, j = -h .. h,   h = floor(4 sigma + 1/2)
 *
 * so that a constant stays and a wave of f cycles per pixel is damped by
 * exp(-2 pi^2 sigma^2 f^2).  Edges are mirrored (filter_image.h); the weights
 * and the edge are those of scipy.ndimage.gaussian_filter with its defaults.
 * Two passes, rows then columns, single precision.  sigma 0 copies.
 */
#include <math.h>

#include "base/map.h"
#include "base/mem.h"
#include "tomo/filter_gaussian.hot.h"
#include "tomo/filter_image.h"

enum { SIGMA };

static const struct param params[] = {
	[SIGMA] = { "sigma", PARAM_NUM, "px", 1, 0, 200, NULL, NULL, "standard deviation" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	size_t half;
	float *w;		/* [half + 1], w[0] the middle */
};

static size_t half_width(double sigma)
{
	return (size_t)(4 * sigma + 0.5);
}

static int weights(struct plan *p, double sigma, struct err *e)
{
	double sum = 1;

	p->half = half_width(sigma);
	p->w = mem_zero(p->half + 1, sizeof *p->w, "the weights", e);
	if (!p->w)
		return e->code;
	for (size_t i = 1; i <= p->half; i++)
		sum += 2 * exp(-0.5 * (double)(i * i) / (sigma * sigma));
	p->w[0] = (float)(1 / sum);
	for (size_t i = 1; i <= p->half; i++)
		p->w[i] = (float)(exp(-0.5 * (double)(i * i) / (sigma * sigma)) / sum);
	return 0;
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || image_of(&p->im, in, e))
		return e->code;
	return weights(p, val[SIGMA], e);
}

static size_t work(const void *plan)
{
	const struct plan *p = plan;

	return image_align(p->im.ncol + 2 * p->half) * sizeof(float) +
	       (2 * p->half + 1) * sizeof(float *);
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	size_t nrow = p->im.nrow, ncol = p->im.ncol, half = p->half;
	float *line = work;
	const float **row = (const float **)(line + image_align(ncol + 2 * half));

	(void)first, (void)n, (void)before, (void)after, (void)e;
	for (size_t r = 0; r < nrow; r++) {
		for (size_t i = 0; i <= 2 * half; i++)
			row[i] = in + ncol * image_reflect((long)(r + i) - (long)half, nrow);
		HOT_PICK(gaussian_rows)(row, p->w, half, ncol, line + half);
		for (size_t i = 1; i <= half; i++) {
			line[half - i] = line[half + image_reflect(-(long)i, ncol)];
			line[half + ncol + i - 1] =
				line[half + image_reflect((long)(ncol + i) - 1, ncol)];
		}
		HOT_PICK(gaussian_cols)(line, p->w, half, ncol, out + r * ncol);
	}
	return 0;
}

static void plan_free(void *plan)
{
	struct plan *p = plan;

	if (p)
		mem_free(p->w);
	mem_free(p);
}

static size_t rows(const double *val, double *fade)
{
	(void)fade;
	return half_width(val[SIGMA]);
}

const struct method filter_gaussian = {
	.name = "gaussian",
	.brief = "smooth by a Gaussian",
	.reference = "",
	.param = params,
	.rows = rows,
	.map = { .name = "gaussian", .order = ORDER_ANY, .batch = 1, .plan = plan, .work = work,
		 .apply = apply, .free = plan_free },
};
