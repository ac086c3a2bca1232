/*
 * kb.h - the Kaiser-Bessel kernel of Fourier regridding, its transform, and
 * its values in a table.
 *
 *	C(u) = I0(beta sqrt(1 - (2 u / W)^2)) / I0(beta)   for |u| <= W / 2 cells
 *	c(t) = W sinh(sqrt(beta^2 - (pi W t)^2)) / sqrt(beta^2 - (pi W t)^2) / I0(beta)
 *
 * with the shape for an oversampling a = grid / image of
 *
 *	beta = pi sqrt(W^2 (a - 1/2)^2 / a^2 - 0.8)
 *
 * Jackson, Meyer, Nishimura & Macovski, IEEE TMI 10 (1991) 473; Beatty,
 * Nishimura & Pauly, IEEE TMI 24 (2005) 799, eq. 5.
 */
#ifndef TOMO_KB_H
#define TOMO_KB_H

#include <stddef.h>

enum {
	KB_WIDTH = 4,		/* cells that a sample touches along an axis */
	KB_STEPS = 1024,	/* places of a sample between two cells */
	KB_TABLE = (KB_STEPS + 1) * KB_WIDTH
};

double kb_beta(double oversampling);
double kb_value(double u, double beta);			/* C(u) */
double kb_transform(double t, double beta);		/* c(t), t cycles per cell */

/*
 * table[step][tap]: C at the cells floor(u) - 1 .. floor(u) + 2 for a sample
 * at u with fraction step / KB_STEPS.
 */
void kb_fill(float *table, double beta);

#endif
