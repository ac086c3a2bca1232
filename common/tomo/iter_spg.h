/*
 * iter_spg.h - the minimum of a convex, smooth function of a slice, held at or above 0 and within a support
 * when that is asked for: the spectral projected gradient of E. G. Birgin, J. M. Martinez & M. Raydan, SIAM J. Optim. 10 (2000)
 * 1196, with the steps of J. Barzilai & J. M. Borwein, IMA J. Numer. Anal. 8 (1988) 141, eq. 6:
 *
 *	d = limited(x - a g) - x,	x <- x + l d,	a <- |d|^2 / <d, Hd>
 *
 * Hd is that of a parabola above the function that touches it in x (of a quadratic, itself; then a is theirs, <s, s> / <s, y>).
 * The whole step l = 1 is taken when the parabola's value there is below the largest of the last "memory" values; else the l
 * in (0, 1] with its least value, which makes the function fall.  With a memory of 1 it never grows.
 *
 * With a preconditioner P d = limited(x - a P g) - x, where P leaves out the pixels that the limits hold (D. P. Bertsekas, SIAM J.
 * Control Optim. 20 (1982) 221), and a follows the l that would have been best; should <g, d> not be negative P is left out.
 */
#ifndef TOMO_ITER_SPG_H
#define TOMO_ITER_SPG_H

#include "tomo/iter.h"

enum { SPG_MEMORY = 10 };

struct spg {
	void *ctx;
	size_t memory;		/* 1 ... SPG_MEMORY */
	double tolerance;	/* of reg_settled() */
	float *g, *d;		/* images */
	double (*value)(void *ctx, const struct iter *it, double *residual2);	/* at it->x; |Ax - b|^2 */
	void (*gradient)(void *ctx, const struct iter *it, float *g);
	double (*curvature)(void *ctx, const struct iter *it, const float *d);	/* <d, Hd> */
	/* d = P g with a P near the inverse of H, as g is zeroed where x is held; NULL: 1 */
	void (*precondition)(void *ctx, const struct iter *it, const float *g, float *d);
	void (*moved)(void *ctx, const struct iter *it, double l);	/* x was moved by l times the last d */
};

void spg_run(struct iter *it, const struct spg *s);

#endif
