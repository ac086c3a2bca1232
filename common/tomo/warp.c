#include "tomo/warp.h"

#include <math.h>

#include "base/mem.h"

const char *const warp_kinds[] = { "linear", "cubic", NULL };

static const struct warp_kernel kernels[] = {
	[WARP_LINEAR] = { { { 0, 1, 0, 0 }, { 0, -1, 1, 0 } } },
	[WARP_CUBIC] = { { { 0, 1, 0, 0 }, { -0.5f, 0, 0.5f, 0 }, { 1, -2.5f, 2, -0.5f }, { -0.5f, 1.5f, -1.5f, 0.5f } } },
};

/* Split into a whole pixel and 65536ths; two pixels beyond an edge there is nothing new. */
static int16_t split(double at, size_t n, uint16_t *fraction)
{
	double held = fmin(fmax(at, -2), (double)n + 1);
	long fixed = lround(held * 65536), whole = (long)floor((double)fixed / 65536);

	*fraction = (uint16_t)(fixed - whole * 65536);
	return (int16_t)whole;
}

int warp_new(struct warp *w, const struct image *im, enum warp_kind kind,
	     void (*where)(const void *ctx, size_t row, size_t col, double *at), const void *ctx, struct err *e)
{
	struct warp_place *p;
	double at[2];
	size_t n;

	*w = (struct warp){ .im = *im, .kernel = kernels[kind] };
	if (im->nrow > WARP_MAX || im->ncol > WARP_MAX)
		return err_set(e, E_DATA, "images of %zu x %zu are too large: %d is the most", im->nrow, im->ncol,
			       WARP_MAX);
	if (mem_mul(im->nrow, im->ncol, &n, "an image", e))
		return e->code;
	w->place = p = mem_alloc(n, sizeof *w->place, "a map of places", e);
	for (size_t i = 0; p && i < n; i++) {
		where(ctx, i / im->ncol, i % im->ncol, at);
		p[i].row = split(at[0], im->nrow, &p[i].frow);
		p[i].col = split(at[1], im->ncol, &p[i].fcol);
	}
	return e->code;
}

void warp_apply(const struct warp *w, const float *in, float *out)
{
	HOT_PICK(warp_line)(w->place, w->im.nrow * w->im.ncol, in, w->im.nrow, w->im.ncol, &w->kernel, out);
}

size_t warp_bytes(const struct warp *w)
{
	return w->im.nrow * w->im.ncol * sizeof *w->place;
}

void warp_free(struct warp *w)
{
	mem_free(w->place);
	*w = (struct warp){ .place = NULL };
}

size_t warp_map_fixed(const void *plan)
{
	return warp_bytes(plan);
}

int warp_map_apply(const void *plan, size_t first, size_t n, size_t before, size_t after, const float *in, float *out,
		   void *work, struct err *e)
{
	(void)first, (void)n, (void)before, (void)after, (void)work, (void)e;
	warp_apply(plan, in, out);
	return 0;
}

void warp_map_free(void *plan)
{
	if (plan)
		warp_free(plan);
	mem_free(plan);
}
