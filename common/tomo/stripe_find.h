/*
 * stripe_find.h - which columns of a sinogram hold a stripe: a difference from their neighbours that
 * lasts over the angles, as no part of an object off the axis does.
 *
 * The angles are cut into B = 32 blocks (of one angle where there are fewer; less than 16 angles tell
 * nothing), P(b, c) is the mean of a block, and med_5 the median of 5 columns, edges mirrored, which
 * leaves what rises or falls as it is.  A signal Q(b, c) is, for narrow stripes, P - med_5 P; for the
 * edges of wide ones D - med_5 D, with the step D(b, c) = P(b, c + 1) - P(b, c).  With
 *
 *	u(c), d(c): that which a fifth of the blocks are above, and that which a fifth of -Q are above
 *	s(c) = max(u, d),   s0(c) = max(med_21 s (c), median of all s, med_21 t (c) / 1.7)
 *
 * (t is s of Q = p(c) - 9/10 (p(c - 2) + p(c + 2)) + 4/10 (p(c - 3) + p(c + 3)), p = P or D, to which slopes
 * and curves give nothing and noise 1.7 times its own),
 * a signal lasts where s > above s0 and s > 0.002 of the mean of |P|.  Noise alone gives s near s0;
 * a stripe of a quarter of the angles gives its height.
 *
 * A wide stripe is the columns between a lasting step and the next one of the opposite sign, at most
 * "wide" columns on, if their mean differs from that of the columns next to them by at least half of the
 * step, in the same sense, and if the columns on either side see the same: over the blocks they differ by no
 * more than the step, but for a constant, or their correlation is at least 1/5.  Between two edges of an object past
 * which another one moves they do not.  A narrow one (one or two columns) is where the first signal
 * lasts, with the greatest s within two columns, and where, in the same sense, the Q of t is at least 3/4 s.  Narrow ones are sought after the wide ones, and up to four times over, each
 * time with P interpolated over all that was found.
 *
 * What turns about the axis itself cannot be told from a stripe.
 */
#ifndef TOMO_STRIPE_FIND_H
#define TOMO_STRIPE_FIND_H

#include <stddef.h>
#include <stdint.h>

/* Scratch, bytes. */
size_t stripe_find_work(size_t nrow, size_t ncol);

/*
 * found[c] = 1 or 0, for the columns of x[nrow][ncol]; how many are found.  Where a mean is
 * not finite it counts as 0.  work aligned to a cache line.
 *
 * like[c], where any are found (or NULL): the correlation, over the blocks, of a found column with the mean of
 * the nearest that are not found on either side: 1 for one that sees the object, 0 for one that is
 * blind; 1 for columns that are not found.
 */
size_t stripe_find(const float *x, size_t nrow, size_t ncol, double above, size_t wide, uint8_t *found,
		   float *like, void *work);

#endif
