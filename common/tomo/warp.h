/*
 * warp.h - images seen through a map of places: output pixel (r, c) is the
 * input at any place (row, col), interpolated, the image going on beyond its
 * edges with the edge sample repeated.
 *
 * Cubic: the convolution of Keys, IEEE Trans. ASSP 29 (1981) 1153, eq. 15
 * (a = -1/2), along rows and columns, exact for polynomials up to the second degree;
 * linear: bilinear.  At whole places both give the sample itself.  Places are
 * rounded to 1/65536 of a pixel, so that a map takes 8 bytes a pixel.
 */
#ifndef TOMO_WARP_H
#define TOMO_WARP_H

#include "tomo/filter_image.h"
#include "tomo/warp.hot.h"

enum warp_kind { WARP_LINEAR, WARP_CUBIC };
extern const char *const warp_kinds[];	/* their names, NULL-terminated, for a parameter */

struct warp {
	struct image im;
	struct warp_kernel kernel;
	struct warp_place *place;	/* [nrow][ncol], owned */
};

/*
 * where(ctx, row, col, at) puts the place of the input that is seen at this output pixel into
 * at[0] (row) and at[1] (col), finite.  *w is overwritten; warp_free() also after failure.
 * E_DATA when a side is longer than WARP_MAX, E_NOMEM.
 */
int warp_new(struct warp *w, const struct image *im, enum warp_kind kind,
	     void (*where)(const void *ctx, size_t row, size_t col, double *at), const void *ctx, struct err *e);
/* One image [nrow][ncol] to another; they do not overlap. */
void warp_apply(const struct warp *w, const float *in, float *out);
size_t warp_bytes(const struct warp *w);	/* what it holds */
void warp_free(struct warp *w);			/* safe on a zeroed struct */

/* The functions of a map whose plan is a struct warp from mem_zero(). */
size_t warp_map_fixed(const void *plan);
int warp_map_apply(const void *plan, size_t first, size_t n, size_t before, size_t after, const float *in, float *out,
		   void *work, struct err *e);
void warp_map_free(void *plan);

#endif
