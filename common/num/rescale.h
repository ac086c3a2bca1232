/*
 * rescale.h - samples into another type, with nothing lost unseen: every
 * value is exactly representable, or was allowed to be rounded or clipped.
 */
#ifndef NUM_RESCALE_H
#define NUM_RESCALE_H

#include "base/array.h"

struct rescale {
	enum dtype to;
	bool scale;		/* [lo, hi] onto the whole range of an integer type, or 0..1 of a float type */
	double lo, hi;		/* lo < hi */
	bool clip;		/* outside: the nearest end; else RESCALE_OUTSIDE */
	bool round;		/* to nearest, halves to even; else RESCALE_INEXACT; scaling always rounds */
	double nan;		/* stands for NaN, in the target's values; NAN: RESCALE_NAN (integers) */
};

enum rescale_end { RESCALE_OK, RESCALE_OUTSIDE, RESCALE_INEXACT, RESCALE_NAN };

/*
 * n samples of x to out.  *clipped grows by the number of samples moved to an
 * end.  Stops at the first that does not fit: its index is *at.  x is
 * overwritten.  Pure, thread-safe.
 */
enum rescale_end rescale_apply(const struct rescale *r, double *x, void *out, size_t n, size_t *clipped,
			       size_t *at);

/* Does every value of one type fit the other? */
bool rescale_holds(enum dtype from, enum dtype to);

#endif
