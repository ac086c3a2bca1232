#include "num/rescale.h"

#include <float.h>
#include <math.h>

/* The ends of what the target holds; where scaling puts lo and hi. */
static void ends(const struct rescale *r, double *a, double *b)
{
	if (!dtype_is_float(r->to))
		dtype_range(r->to, a, b);
	else if (r->scale) {
		*a = 0;
		*b = 1;
	} else {
		*b = r->to == DT_F32 ? FLT_MAX : DBL_MAX;
		*a = -*b;
	}
}

static enum rescale_end fit(const struct rescale *r, double *v, double a, double b, size_t *clipped)
{
	double lo = r->scale ? r->lo : a, hi = r->scale ? r->hi : b, x = *v, y;

	if (isnan(x)) {
		*v = r->nan;
		return isnan(r->nan) && !dtype_is_float(r->to) ? RESCALE_NAN : RESCALE_OK;
	}
	if (isinf(x) && dtype_is_float(r->to) && !r->scale)
		return RESCALE_OK;
	if (x < lo || x > hi) {
		if (!r->clip)
			return RESCALE_OUTSIDE;
		x = x < lo ? lo : hi;
		++*clipped;
	}
	if (r->scale)
		x = a + (x - lo) / (hi - lo) * (b - a);
	y = r->to == DT_F64 ? x : r->to == DT_F32 ? (double)(float)x : nearbyint(x);
	*v = y;
	return y != x && !r->scale && !r->round ? RESCALE_INEXACT : RESCALE_OK;
}

enum rescale_end rescale_apply(const struct rescale *r, double *x, void *out, size_t n, size_t *clipped,
			       size_t *at)
{
	double a, b;

	ends(r, &a, &b);
	for (size_t i = 0; i < n; i++) {
		double v = x[i];
		enum rescale_end end = fit(r, &v, a, b, clipped);

		if (end != RESCALE_OK) {
			*at = i;
			return end;
		}
		x[i] = v;
	}
	convert(x, DT_F64, out, r->to, n);
	return RESCALE_OK;
}

bool rescale_holds(enum dtype from, enum dtype to)
{
	static const int digits[DT_COUNT] = {	/* bits of a whole number */
		[DT_I8] = 7, [DT_U8] = 8, [DT_I16] = 15, [DT_U16] = 16, [DT_I32] = 31, [DT_U32] = 32,
		[DT_F32] = 24, [DT_F64] = 53,
	};
	bool is_unsigned = to == DT_U8 || to == DT_U16 || to == DT_U32;
	bool from_unsigned = from == DT_U8 || from == DT_U16 || from == DT_U32;

	if (from == to)
		return true;
	if (dtype_is_float(from) && (!dtype_is_float(to) || to == DT_F32))
		return false;
	return digits[from] <= digits[to] && (from_unsigned || !is_unsigned);
}
