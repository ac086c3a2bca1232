#include "num/vec.h"

enum { BLOCK = 1024, LANES = 16 };

/* A block in float products and double lanes: the same order on any machine. */
#define SUM(name, args, term) \
static double name##_block args \
{ \
	double lane[LANES] = { 0 }, sum = 0; \
	size_t i = 0; \
	for (; i + LANES <= n; i += LANES) \
		for (size_t l = 0; l < LANES; l++) \
			lane[l] += term(i + l); \
	for (; i < n; i++) \
		sum += term(i); \
	for (size_t l = 0; l < LANES; l++) \
		sum += lane[l]; \
	return sum; \
}

#define PRODUCT(k) ((double)a[k] * (double)b[k])
#define DIFFERENCE(k) (((double)a[k] - (double)b[k]) * ((double)a[k] - (double)b[k]))
#define VALUE(k) ((double)a[k])
SUM(dot, (const float *a, const float *b, size_t n), PRODUCT)
SUM(dist, (const float *a, const float *b, size_t n), DIFFERENCE)
SUM(sum, (const float *a, size_t n), VALUE)

static size_t length(size_t n, size_t i)
{
	return n - i < BLOCK ? n - i : BLOCK;
}

double vec_dot(const float *a, const float *b, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i += BLOCK)
		s += dot_block(a + i, b + i, length(n, i));
	return s;
}

double vec_norm2(const float *a, size_t n)
{
	return vec_dot(a, a, n);
}

double vec_dist2(const float *a, const float *b, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i += BLOCK)
		s += dist_block(a + i, b + i, length(n, i));
	return s;
}

double vec_sum(const float *a, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i += BLOCK)
		s += sum_block(a + i, length(n, i));
	return s;
}

void vec_fill(float *a, size_t n, float value)
{
	for (size_t i = 0; i < n; i++)
		a[i] = value;
}

void vec_scale(float *a, size_t n, double f)
{
	for (size_t i = 0; i < n; i++)
		a[i] *= (float)f;
}

void vec_axpy(double f, const float *x, float *y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] += (float)f * x[i];
}

void vec_xpay(const float *x, double f, float *y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = x[i] + (float)f * y[i];
}

void vec_sub(const float *a, const float *b, float *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = a[i] - b[i];
}

void vec_mul(float *a, const float *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		a[i] *= b[i];
}

void vec_at_least(float *a, size_t n, float least)
{
	for (size_t i = 0; i < n; i++)
		a[i] = a[i] < least ? least : a[i];
}
