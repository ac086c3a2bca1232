/*
 * stripe_score.h - which columns of a sinogram stand out from their neighbours
 * at all angles: where a filter for stripes has something to remove.
 *
 * A stripe is wrong by much the same at all angles, while what belongs to the
 * object moves through the columns.  With the angles in B blocks of equal length,
 * x(b, c) the mean of column c over block b, m(c) that over all angles, for each
 * window of 2 h + 1 columns, h = 1 .. width,
 *
 *	d(c)    = m(c) - median of m(c - h .. c + h),
 *	e(b, c) = x(b, c) - mean of the other columns of the window,
 *	t(c)    = |d(c)| sqrt(B) / (standard deviation of e(b, c) over b),
 *
 * so that the noise of the data and the changes of the object from block to block
 * are what a column is measured against, and slopes and edges of an object that is
 * round do not count (a median leaves what is monotone).  A column is a stripe
 * when t > snr in any of the windows.  On a slope it shows by what it exceeds the slope.
 * An object's own thin ring about the axis looks the same and cannot be told from one.
 * To the deviation 3e-5 of the range of m is added, below which nothing is a stripe.
 *
 * Beyond the edges columns are mirrored, (c b | a b c).  With fewer than STRIPE_BLOCKS_MIN angles, and in a sinogram
 * with a sample that is not finite, nothing is found; nor when all columns would be stripes.  Pure, thread-safe.
 */
#ifndef TOMO_STRIPE_SCORE_H
#define TOMO_STRIPE_SCORE_H

#include <stddef.h>

enum {
	STRIPE_BLOCKS = 24,		/* B, or the number of angles when it is smaller */
	STRIPE_BLOCKS_MIN = 4,
	STRIPE_WIDTH_MAX = 50,
};

/* Scratch of stripe_score(), bytes. */
size_t stripe_score_work(size_t ncol);

/*
 * x: sinogram [nrow][ncol].  mean[c] becomes m(c); t[c] the largest t of all
 * windows where the column is a stripe, else 0.  snr 0: t is 1 everywhere.
 * snr >= 0, 1 <= width <= STRIPE_WIDTH_MAX.  Returns how many columns are stripes.
 * work: aligned for double.
 */
size_t stripe_score(const float *x, size_t nrow, size_t ncol, double snr, size_t width,
		   double *mean, double *t, void *work);

/*
 * y[c] = x[c] where t[c] is 0; elsewhere linear between the nearest such columns
 * on either side, the nearest one beyond the outermost.  All zero when there
 * is none.  y may be x.
 */
void stripe_fill(const double *x, const double *t, size_t ncol, double *y);

/*
 * One row of samples: where t[c] is not 0, y[c] is by how much x[c] differs from what
 * stripe_fill() would put there; other y[c] are left alone.
 */
void stripe_stand(const float *x, const double *t, size_t ncol, float *y);

/* The same row with what stripe_fill() would put there, in place. */
void stripe_bridge(float *x, const double *t, size_t ncol);

#endif
