#include "base/array.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

static const struct {
	const char *name, *alias;
	size_t size;
	double lo, hi;
} types[DT_COUNT] = {
	[DT_I8]  = { "int8",   "i8",  1, INT8_MIN,  INT8_MAX },
	[DT_U8]  = { "uint8",  "u8",  1, 0,         UINT8_MAX },
	[DT_I16] = { "int16",  "i16", 2, INT16_MIN, INT16_MAX },
	[DT_U16] = { "uint16", "u16", 2, 0,         UINT16_MAX },
	[DT_I32] = { "int32",  "i32", 4, INT32_MIN, INT32_MAX },
	[DT_U32] = { "uint32", "u32", 4, 0,         UINT32_MAX },
	[DT_F32] = { "float",  "f32", 4, -INFINITY, INFINITY },
	[DT_F64] = { "double", "f64", 8, -INFINITY, INFINITY },
};

static const struct { const char *name; enum dtype type; } aliases[] = {
	{ "signed char", DT_I8 }, { "int8_t", DT_I8 },
	{ "uchar", DT_U8 }, { "unsigned char", DT_U8 }, { "uint8_t", DT_U8 },
	{ "short", DT_I16 }, { "short int", DT_I16 }, { "signed short", DT_I16 },
	{ "signed short int", DT_I16 }, { "int16_t", DT_I16 },
	{ "ushort", DT_U16 }, { "unsigned short", DT_U16 },
	{ "unsigned short int", DT_U16 }, { "uint16_t", DT_U16 },
	{ "int", DT_I32 }, { "signed int", DT_I32 }, { "int32_t", DT_I32 },
	{ "uint", DT_U32 }, { "unsigned int", DT_U32 }, { "uint32_t", DT_U32 },
	{ "float32", DT_F32 }, { "float64", DT_F64 },
};

size_t dtype_size(enum dtype t)
{
	return types[t].size;
}

const char *dtype_name(enum dtype t)
{
	return types[t].name;
}

bool dtype_is_float(enum dtype t)
{
	return t == DT_F32 || t == DT_F64;
}

int dtype_parse(const char *name)
{
	for (int t = 0; t < DT_COUNT; t++)
		if (!strcmp(name, types[t].name) || !strcmp(name, types[t].alias))
			return t;
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		if (!strcmp(name, aliases[i].name))
			return (int)aliases[i].type;
	return -1;
}

void dtype_range(enum dtype t, double *lo, double *hi)
{
	*lo = types[t].lo;
	*hi = types[t].hi;
}

enum dtype dtype_join(enum dtype a, enum dtype b)
{
	double lo, hi, l, h;

	if (a == b)
		return a;
	if (a == DT_F64 || b == DT_F64)
		return DT_F64;
	if (dtype_is_float(a) || dtype_is_float(b))	/* float holds integers of 24 bits */
		return dtype_size(dtype_is_float(a) ? b : a) > 2 ? DT_F64 : DT_F32;
	dtype_range(a, &lo, &hi);
	dtype_range(b, &l, &h);
	lo = l < lo ? l : lo;
	hi = h > hi ? h : hi;
	for (int t = DT_I8; t < DT_F32; t++) {
		dtype_range((enum dtype)t, &l, &h);
		if (l <= lo && hi <= h)
			return (enum dtype)t;
	}
	return DT_F64;
}

int array_total(int ndim, const size_t *n, enum dtype t, size_t *bytes, struct err *e)
{
	*bytes = dtype_size(t);
	if (ndim < 1 || ndim > ARRAY_MAXDIM)
		return err_set(e, E_DATA, "%d axes: 1 to %d are supported", ndim, ARRAY_MAXDIM);
	for (int i = 0; i < ndim; i++)
		if (n[i] == 0 || __builtin_mul_overflow(*bytes, n[i], bytes))
			return err_set(e, E_DATA, "impossible size %zu on axis %d", n[i], i);
	if (*bytes > (size_t)INT64_MAX)
		return err_set(e, E_DATA, "an array of %zu bytes is too large", *bytes);
	return 0;
}

int array_new(struct array *a, enum dtype t, int ndim, const size_t *n, struct err *e)
{
	size_t bytes;

	*a = (struct array){ .type = t, .ndim = ndim };
	if (array_total(ndim, n, t, &bytes, e))
		return e->code;
	memcpy(a->n, n, (size_t)ndim * sizeof *n);
	a->data = mem_zero(bytes, 1, "an array", e);
	return a->data ? 0 : e->code;
}

void array_free(struct array *a)
{
	if (!a->view)
		mem_free(a->data);
	a->data = NULL;
}

size_t array_count(const struct array *a)
{
	size_t c = 1;

	for (int i = 0; i < a->ndim; i++)
		c *= a->n[i];
	return c;
}

size_t array_bytes(const struct array *a)
{
	return array_count(a) * dtype_size(a->type);
}

size_t array_item_count(const struct array *a)
{
	size_t c = 1;

	for (int i = 1; i < a->ndim; i++)
		c *= a->n[i];
	return c;
}

struct array array_part(const struct array *a, size_t from, size_t n)
{
	struct array v = *a;

	assert(from + n <= a->n[0]);
	v.view = true;
	v.n[0] = n;
	v.data = (char *)a->data + from * array_item_count(a) * dtype_size(a->type);
	return v;
}

struct array array_item(const struct array *a, size_t i)
{
	struct array v = array_part(a, i, 1);

	if (a->ndim == 1)
		return v;
	v.ndim = a->ndim - 1;
	memcpy(v.n, a->n + 1, (size_t)v.ndim * sizeof *v.n);
	return v;
}

float *array_f32(const struct array *a)
{
	assert(a->type == DT_F32);
	return a->data;
}

double array_get(const struct array *a, size_t i)
{
	double v;
	size_t w = dtype_size(a->type);

	convert((const char *)a->data + i * w, a->type, &v, DT_F64, 1);
	return v;
}

static void swap2(unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint16_t v;
		memcpy(&v, p + 2 * i, 2);
		v = __builtin_bswap16(v);
		memcpy(p + 2 * i, &v, 2);
	}
}

static void swap4(unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t v;
		memcpy(&v, p + 4 * i, 4);
		v = __builtin_bswap32(v);
		memcpy(p + 4 * i, &v, 4);
	}
}

static void swap8(unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t v;
		memcpy(&v, p + 8 * i, 8);
		v = __builtin_bswap64(v);
		memcpy(p + 8 * i, &v, 8);
	}
}

void array_swap_bytes(void *data, enum dtype t, size_t count)
{
	static void (*const by_size[])(unsigned char *, size_t) = {
		[2] = swap2, [4] = swap4, [8] = swap8,
	};

	if (dtype_size(t) > 1)
		by_size[dtype_size(t)](data, count);
}
