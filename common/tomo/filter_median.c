/*
 * median - the median of size x size samples around each.
 *
 * Removes what is smaller than half the window and keeps straight edges.
 * Edges are mirrored; the same as scipy.ndimage.median_filter with its
 * defaults.  A NaN counts as larger than any number.
 */
#include "tomo/filter_median.h"

#include "base/map.h"
#include "base/mem.h"
#include "tomo/filter_median.hot.h"

enum { SIZE };

static const struct param params[] = {
	[SIZE] = { "size", PARAM_INT, "px", 3, 3, MEDIAN_MAX, NULL, NULL, "width of the window, odd" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	size_t size;
};

int median_check(double size, struct err *e)
{
	if ((int)size % 2 == 0)
		return err_set(e, E_USAGE, "size=%d is not odd", (int)size);
	return 0;
}

/* One row of keys with its mirrored margins. */
static size_t key_stride(const struct image *im, size_t size)
{
	return image_align(im->ncol + size - 1 < 16 ? 16 : im->ncol + size - 1);
}

size_t median_work(const struct image *im, size_t size)
{
	size_t ring = size * key_stride(im, size), more = 3 * key_stride(im, size);

	if (size > 3)
		more = (size * size / 2 + 2) * MEDIAN_LANES;
	return (ring + more) * sizeof(int32_t);
}

static void load_row(const struct image *im, size_t size, const float *x, size_t r, int32_t *key)
{
	size_t half = size / 2, n = im->ncol;

	HOT_PICK(median_keys)(x + r * n, n, key + half);
	for (size_t i = 1; i <= half; i++) {
		key[half - i] = key[half + image_reflect(-(long)i, n)];
		key[half + n + i - 1] = key[half + image_reflect((long)(n + i) - 1, n)];
	}
}

void median_row(const struct image *im, size_t size, const float *x, size_t r,
		void *work, float *out)
{
	size_t stride = key_stride(im, size), half = size / 2;
	int32_t *ring = work, *more = ring + size * stride;
	const int32_t *row[MEDIAN_MAX];

	/* the ring holds image rows r - half .. r + half by index modulo size */
	for (size_t i = r == 0 ? 0 : r + half; i <= r + half && i < im->nrow; i++)
		load_row(im, size, x, i, ring + i % size * stride);
	for (size_t i = 0; i < size; i++)
		row[i] = ring + stride *
			 (image_reflect((long)(r + i) - (long)half, im->nrow) % size);
	if (size == 3)
		HOT_PICK(median_3x3)(row, im->ncol, more, stride, out);
	else
		HOT_PICK(median_any)(row, size, im->ncol, more, out);
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || median_check(val[SIZE], e) ||
	    image_of(&p->im, in, e))
		return e->code;
	p->size = (size_t)val[SIZE];
	return 0;
}

static size_t work(const void *plan)
{
	const struct plan *p = plan;

	return median_work(&p->im, p->size);
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;

	(void)first, (void)n, (void)before, (void)after, (void)e;
	for (size_t r = 0; r < p->im.nrow; r++)
		median_row(&p->im, p->size, in, r, work, out + r * p->im.ncol);
	return 0;
}

const struct method filter_median = {
	.name = "median",
	.brief = "median of a square window",
	.reference = "",
	.param = params,
	.map = { "median", ORDER_ANY, 1, 0, NULL, plan, work, NULL, apply, mem_free },
};
