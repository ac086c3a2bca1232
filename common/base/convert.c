/* Converters between all pairs of types: one loop each, made by macros. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/array.h"

/*
 * Values go through double, which holds each of the types exactly.  A float
 * target takes anything (double to float rounds, beyond float's range is inf:
 * counted); an integer target is clamped.
 */
#define TO_INT(from, to, FT, TT, LO, HI) \
static size_t from##_##to(const void *s, void *d, size_t n) \
{ \
	const FT *x = s; \
	TT *y = d; \
	size_t bad = 0; \
	for (size_t i = 0; i < n; i++) { \
		double v = (double)x[i]; \
		double c = v >= (LO) ? v <= (HI) ? v : (HI) : v < (LO) ? (LO) : 0; \
		bad += !(v > (LO) - 0.5 && v < (HI) + 0.5); \
		y[i] = (TT)__builtin_rint(c); \
	} \
	return bad; \
}

#define TO_SAME(from, to, FT, TT) \
static size_t from##_##to(const void *s, void *d, size_t n) \
{ \
	const FT *x = s; \
	TT *y = d; \
	for (size_t i = 0; i < n; i++) \
		y[i] = (TT)x[i]; \
	return 0; \
}

static size_t f64_f32(const void *s, void *d, size_t n)
{
	const double *x = s;
	float *y = d;
	size_t bad = 0;

	for (size_t i = 0; i < n; i++) {
		y[i] = (float)x[i];
		bad += isfinite(x[i]) && !isfinite(y[i]);
	}
	return bad;
}

#define INTO_ALL(f, FT) \
	TO_INT(f, i8, FT, int8_t, (double)INT8_MIN, (double)INT8_MAX) \
	TO_INT(f, u8, FT, uint8_t, 0.0, (double)UINT8_MAX) \
	TO_INT(f, i16, FT, int16_t, (double)INT16_MIN, (double)INT16_MAX) \
	TO_INT(f, u16, FT, uint16_t, 0.0, (double)UINT16_MAX) \
	TO_INT(f, i32, FT, int32_t, (double)INT32_MIN, (double)INT32_MAX) \
	TO_INT(f, u32, FT, uint32_t, 0.0, (double)UINT32_MAX) \
	TO_SAME(f, f64, FT, double)

INTO_ALL(i8, int8_t)
INTO_ALL(u8, uint8_t)
INTO_ALL(i16, int16_t)
INTO_ALL(u16, uint16_t)
INTO_ALL(i32, int32_t)
INTO_ALL(u32, uint32_t)
INTO_ALL(f32, float)
INTO_ALL(f64, double)
TO_SAME(i8, f32, int8_t, float)
TO_SAME(u8, f32, uint8_t, float)
TO_SAME(i16, f32, int16_t, float)
TO_SAME(u16, f32, uint16_t, float)
TO_SAME(i32, f32, int32_t, float)
TO_SAME(u32, f32, uint32_t, float)
TO_SAME(f32, f32, float, float)

#define ROW(f) { \
	[DT_I8] = f##_i8, [DT_U8] = f##_u8, [DT_I16] = f##_i16, [DT_U16] = f##_u16, \
	[DT_I32] = f##_i32, [DT_U32] = f##_u32, [DT_F32] = f##_f32, [DT_F64] = f##_f64 }

size_t convert(const void *src, enum dtype from, void *dst, enum dtype to, size_t count)
{
	static size_t (*const by[DT_COUNT][DT_COUNT])(const void *, void *, size_t) = {
		[DT_I8] = ROW(i8), [DT_U8] = ROW(u8), [DT_I16] = ROW(i16), [DT_U16] = ROW(u16),
		[DT_I32] = ROW(i32), [DT_U32] = ROW(u32), [DT_F32] = ROW(f32), [DT_F64] = ROW(f64),
	};

	if (from == to) {
		memmove(dst, src, count * dtype_size(to));
		return 0;
	}
	return by[from][to](src, dst, count);
}
