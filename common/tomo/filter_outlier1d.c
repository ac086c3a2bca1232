/*
 * outlier1d - replace zingers by the median along one axis of a sinogram.
 *
 *     y = m   where x - m > dif    (kind bright, both)
 *             or    m - x > dif    (kind dark, both)
 *     y = x   elsewhere, bit for bit,
 *
 * m being the median of the size samples around x along axis: angle, the same
 * column at neighbouring angles, or col, neighbouring columns at the same angle.  Ends
 * are mirrored, dif is in the units of the data.  A NaN counts as inf, so that one with
 * numbers around it is replaced.  As TomoPy's remove_outlier1d, which has kind bright.
 *
 * A zinger hits one projection: along the angles its neighbours are good ones whatever its
 * size.  The edges of an object move through a column slowly when angles are many.
 */
#include <math.h>

#include "base/map.h"
#include "base/mem.h"
#include "num/slide.h"
#include "num/sort.h"
#include "tomo/filter_image.h"
#include "tomo/filter_median.h"
#include "tomo/filter_median.hot.h"
#include "tomo/filter_outlier1d.hot.h"

enum { DIF, SIZE, AXIS, KIND };
enum { ANGLE, COL };
enum { BRIGHT, DARK, BOTH };

static const char *const axes[] = { "angle", "col", NULL };
static const char *const kinds[] = { "bright", "dark", "both", NULL };

static const struct param params[] = {
	[DIF] = { "dif", PARAM_NUM, "data", NAN, 0, 1e30, NULL, NULL, "how far from the median is out" },
	[SIZE] = { "size", PARAM_INT, "", 3, 3, MEDIAN_MAX, NULL, NULL, "samples in the window, odd" },
	[AXIS] = { "axis", PARAM_CHOICE, "", ANGLE, 0, COL, NULL, axes, "along which the window lies" },
	[KIND] = { "kind", PARAM_CHOICE, "", BRIGHT, 0, BOTH, NULL, kinds, "which side is replaced" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	size_t size;
	bool cols;
	float above, below;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || median_check(val[SIZE], e) || image_of(&p->im, in, e))
		return e->code;
	p->size = (size_t)val[SIZE];
	p->cols = val[AXIS] == COL;
	p->above = val[KIND] == DARK ? INFINITY : (float)val[DIF];
	p->below = val[KIND] == BRIGHT ? INFINITY : (float)val[DIF];
	return 0;
}

static size_t line(const struct plan *p)
{
	return p->cols ? p->im.ncol : p->im.nrow;
}

/* A strip, its medians, the window. */
static size_t work(const void *plan)
{
	const struct plan *p = plan;

	return p->size == 3 ? 0 : 2 * line(p) * STRIP * sizeof(float) + slide_work(p->size);
}

static void strips(const struct plan *p, const float *in, float *out, float *tile)
{
	size_t n = line(p), lanes = p->cols ? p->im.nrow : p->im.ncol;
	size_t step = p->cols ? 1 : p->im.ncol, across = p->cols ? p->im.ncol : 1;
	float *med = tile + n * STRIP, *window = med + n * STRIP;

	for (size_t l = 0; l < lanes; l += STRIP) {
		size_t some = lanes - l < STRIP ? lanes - l : STRIP;
		HOT_PICK(outlier1d_gather)(in + l * across, step, across, n, some, tile);
		slide_median(tile, n, p->size, med, window);
		HOT_PICK(outlier1d_scatter)(med, step, across, n, some, out + l * across);
	}
}

/* Beyond an end is the end itself: the median of it twice and its neighbour is the end. */
static void three_rows(const struct plan *p, const float *in, float *out)
{
	size_t nrow = p->im.nrow, ncol = p->im.ncol;

	for (size_t r = 0; r < nrow; r++) {
		const float *x = in + r * ncol, *up = r > 0 ? x - ncol : x, *down = r + 1 < nrow ? x + ncol : x;
		HOT_PICK(outlier1d_three)(up, x, down, ncol, out + r * ncol);
	}
}

static void three_cols(const struct plan *p, const float *in, float *out)
{
	size_t ncol = p->im.ncol;

	for (size_t r = 0; r < p->im.nrow; r++) {
		const float *x = in + r * ncol;
		float *y = out + r * ncol;

		HOT_PICK(outlier1d_three)(x, x, x, 1, y);
		if (ncol > 1)
			HOT_PICK(outlier1d_three)(x + ncol - 1, x + ncol - 1, x + ncol - 1, 1, y + ncol - 1);
		if (ncol > 2)
			HOT_PICK(outlier1d_three)(x, x + 1, x + 2, ncol - 2, y + 1);
	}
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;

	(void)first, (void)n, (void)before, (void)after, (void)e;
	if (p->size > 3)
		strips(p, in, out, work);
	else if (p->cols)
		three_cols(p, in, out);
	else
		three_rows(p, in, out);
	for (size_t r = 0; r < p->im.nrow; r++)
		HOT_PICK(median_keep)(in + r * p->im.ncol, p->im.ncol, p->above, p->below, out + r * p->im.ncol);
	return 0;
}

const struct method filter_outlier1d = {
	.name = "outlier1d",
	.brief = "replace zingers by the median along one axis",
	.reference = "",
	.param = params,
	.map = { .name = "outlier1d", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = work,
		 .apply = apply, .free = mem_free },
};
