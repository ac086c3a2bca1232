/*
 * stripe_vo.h - removal of stripes by sorting: N. T. Vo, R. C. Atwood and M. Drakopoulos, Superior
 * techniques for eliminating ring artifacts in X-ray micro-tomography, Opt. Express 26 (2018) 28396,
 * algorithms 3 to 6, in one pass over a sinogram x(a, c) of n angles.  Their steps:
 *
 * Algorithm 3, small and partial stripes.  Sort each column over the angles, S(r, c); along the
 * columns replace S by its median M(r, c) of "size" columns at the same rank r; put M(r, c)
 * back to the angle from which S(r, c) came.  (Neighbouring columns see the same object, so sorted
 * they are alike.)
 *
 * Algorithm 4, detection in a profile p(c) whose background is about 1: vo_detect().
 *
 * Algorithm 5, large stripes.  With M of a large "size", and the means over the ranks but for
 * drop_ratio/2 of them at each end, f(c) = mean_r S / mean_r M; stripes are where algorithm 4
 * finds them in f, widened by a column.  All columns are divided by f (norm); those of a stripe
 * become M, put back as in algorithm 3.
 *
 * Algorithm 6, unresponsive and fluctuating columns.  With x smoothed over 10 angles, the roughness d(c) =
 * sum_a |x - smoothed x|, and f = d / its median of "size" columns; the columns found by algorithm 4 in f,
 * widened by one, but never the two at each edge, are interpolated between the nearest good ones on
 * either side, linearly at each angle; then algorithm 5 for what is left.
 *
 * All of them is algorithm 6, 5 and 3, with the same rank for a sample throughout: dividing a column
 * keeps its order, and M rises with the rank as S does, so that one sort serves all.
 *
 * Where the paper is silent: a factor f that is not a positive number is 1.  A column in which the roughness is not finite
 * is unresponsive; a NaN sorts as the largest number.  Equal samples keep their order.  Edges are mirrored.
 */
#ifndef TOMO_STRIPE_VO_H
#define TOMO_STRIPE_VO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"

/*
 * where=all is this, as published.  It changes a sinogram without stripes too: where the object has edges, sorted
 * columns differ over a wide window more than by their noise.  With where=stripes columns in which no stripe is
 * found that lasts (stripe_find.h, up to half a window wide) stay as they are, bit for bit, and
 *
 *	6: those found are interpolated that are blind, of a correlation below 0.8 with the nearest
 *	   columns that are not found; or that algorithm 4 finds and that are snr times as rough as
 *	   those; 5 and 3 leave blind columns alone: they have no ranks to go by
 *	5: f(c) = mean_r S / mean_r L, L interpolated linearly at each rank between the same
 *	   two columns; and M(r, c) the median of S(r, c) / f(c) and S at these columns
 *	3: the window for a stripe of k columns is 4 k + 1, at most "size"
 */
struct vo {
	size_t nrow, ncol;	/* angles, columns */
	bool dead, large, sort;	/* algorithms 6, 5, 3, in this order */
	double snr;		/* of algorithm 4 */
	size_t size;		/* window of 6 and 5, odd */
	size_t small;		/* of 3, odd */
	double drop_ratio;	/* of 5 */
	bool norm;
	int where;		/* of stripe_mark.h */
	double above;		/* of STRIPE_MARKED */
};

/*
 * A plan with these settings and the shape of the input; mem_free(*plan), also after failure.
 * E_USAGE for an even window, E_DATA for a wrong shape or too many angles.
 */
int vo_new(void **plan, const struct vo *settings, const struct head *in, struct err *e);

/* Parameters that several of the filters have. */
#define VO_PARAM_SNR \
	{ "snr", PARAM_NUM, "", 3, 0.1, 1000, NULL, NULL, "how far a stripe stands out of the noise of the profile" }
#define VO_PARAM_SIZE \
	{ "size", PARAM_INT, "px", 51, 1, 1001, NULL, NULL, "width of the median, odd: over twice the widest stripe" }
#define VO_PARAM_NORM \
	{ "norm", PARAM_FLAG, "", 1, 0, 1, NULL, NULL, "divide columns by their ratio to their surroundings" }

/* work and apply of a map (map.h) whose plan is a struct vo. */
size_t vo_work(const void *plan);
int vo_apply(const void *plan, size_t first, size_t n, size_t before, size_t after, const float *in, float *out,
	     void *work, struct err *e);

/*
 * Algorithm 4.  The n samples of p sorted descending, s(k), are fitted by a line b + a k over their
 * middle half, n/4 <= k < n - n/4.  Its change over all n, N = |a (n - 1)|, is taken for the noise of the
 * profile, and
 *
 *	where s(0) - b >= snr N:                    mask is 1 where p > b + snr N / 2
 *	where b + a (n - 1) - s(n - 1) >= snr N:    and where p <= b + a (n - 1) - snr N / 2
 *
 * mask is 0 elsewhere, and where n < 8.  N is at least 1e-6 |b|, single precision.
 * p holds finite samples; s: scratch of n.
 */
void vo_detect(const float *p, size_t n, double snr, uint8_t *mask, float *s);

#endif
