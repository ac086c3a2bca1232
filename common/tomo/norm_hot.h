/*
 * norm_hot.h - the inner loops of norm.c: counts to transmission to -ln, one
 * pass over memory.
 *
 * Each element goes through the same instructions wherever it stands, so a
 * pixel's value does not depend on the span it was computed in.
 */
#ifndef TOMO_NORM_HOT_H
#define TOMO_NORM_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* What the counts p become: (p - dark) scale, or (p - dark) / (from + (to - from) at) when to is not NULL. */
struct norm_span {
	const float *p;			/* counts */
	const float *dark;
	const float *scale;		/* 1 / (flat - dark); NaN where that is not above 0 */
	const float *from, *to;		/* flat - dark of two blocks of flats; NaN likewise */
	float at;			/* the place between them, 0 to 1 */
	float least;			/* > 0: transmission is held at or above it */
	int log;			/* -ln of that; else the transmission as it is, not held */
};

/*
 * n elements into out.  What is not finite becomes NaN; returns how many did.
 */
HOT_DECLARE(size_t, norm_span, (const struct norm_span *s, float *out, size_t n));

/* In place: hold at or above least, then -ln when log; NaN stays. */
HOT_DECLARE(void, norm_log, (float *x, float least, int log, size_t n));

/* In place: x (c[0] + x (c[1] + ...)), k coefficients. */
HOT_DECLARE(void, norm_poly, (float *x, const float *c, size_t k, size_t n));

#endif
