/*
 * array.h - dense n-dimensional arrays in memory.
 *
 * Axis 0 is the slowest (C order): a stack of projections is
 * [angle][row][col], of sinograms [row][angle][col], a volume [z][y][x].
 * Elements are contiguous; there are no strides.  A view shares its parent's
 * data and must not outlive it.  A complex array is float with a fastest axis
 * of 2 samples.
 *
 * Ownership: whoever calls array_new() calls array_free().  A function given
 * an array pointer borrows it; none in common/ frees or keeps one.
 */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { ARRAY_MAXDIM = 4 };

enum dtype { DT_I8, DT_U8, DT_I16, DT_U16, DT_I32, DT_U32, DT_F32, DT_F64, DT_COUNT };

struct array {
	enum dtype type;
	int ndim;			/* 1 .. ARRAY_MAXDIM */
	size_t n[ARRAY_MAXDIM];		/* samples along each axis, slowest first */
	void *data;			/* aligned to MEM_ALIGN unless a view */
	bool view;			/* data belongs to another array */
};

size_t dtype_size(enum dtype t);		/* bytes per element */
const char *dtype_name(enum dtype t);		/* NRRD's: "uint16", "float", ... */
bool dtype_is_float(enum dtype t);
/* Any NRRD spelling ("ushort", "unsigned short"), or u8 i16 f32 ...; -1: none. */
int dtype_parse(const char *name);
/* The closed range of an integer type; -inf..inf of a float type. */
void dtype_range(enum dtype t, double *lo, double *hi);
/* The narrowest type that holds every value of both exactly. */
enum dtype dtype_join(enum dtype a, enum dtype b);

/* Samples in n[0..ndim-1], checked for overflow and zero; E_DATA. */
int array_total(int ndim, const size_t *n, enum dtype t, size_t *bytes, struct err *e);

/* Allocate, zeroed.  E_DATA when a size is 0 or the product overflows, E_NOMEM. */
int array_new(struct array *a, enum dtype t, int ndim, const size_t *n, struct err *e);
void array_free(struct array *a);		/* safe on a zeroed struct */

size_t array_count(const struct array *a);	/* number of elements */
size_t array_bytes(const struct array *a);
size_t array_item_count(const struct array *a);	/* elements in one item of axis 0 */

/* Item i along axis 0, as a view with one axis fewer (1-D: a view of 1 sample). */
struct array array_item(const struct array *a, size_t i);
/* Items [from, from + n) along axis 0, as a view with the same axes. */
struct array array_part(const struct array *a, size_t from, size_t n);

/* Data of an array whose type is known; asserts that it is that type. */
float *array_f32(const struct array *a);

/*
 * Convert count elements.  Integers keep their value, never scaled.  A value
 * that the target cannot hold (out of range, NaN into an integer) is clamped,
 * NaN becomes 0; rounding is to nearest, halves to even.  Returns how many
 * were changed by more than rounding, so that the caller can say so.
 * src and dst do not overlap, unless the types have the same size and
 * src == dst.
 */
size_t convert(const void *src, enum dtype from, void *dst, enum dtype to, size_t count);

/* Reverse the bytes of each element, in place. */
void array_swap_bytes(void *data, enum dtype t, size_t count);

/* The i-th element as a double: for tests and messages, not for loops. */
double array_get(const struct array *a, size_t i);

#endif
