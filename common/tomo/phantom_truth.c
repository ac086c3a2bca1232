/* phantom_truth.c - rasterised slices, and how far another is from them */
#include <math.h>
#include <string.h>

#include "tomo/phantom.h"

enum { SUPER = 4 };		/* samples a pixel along each axis */

static double sample(size_t k)
{
	return ((double)k + 0.5) / SUPER - 0.5;		/* relative to the pixel's centre */
}

/* The x between which the line at (y, z) lies inside. */
static int chord(const struct shape *s, double y, double z, double *lo, double *hi)
{
	double a = 0, b = 0, c = -1;	/* a x^2 + 2 b x + c <= 0, x from the centre */

	for (int i = 0; i < 3; i++) {
		double r = s->m[i][1] * (y - s->c[1]) + s->m[i][2] * (z - s->c[2]);
		a += s->m[i][0] * s->m[i][0];
		b += s->m[i][0] * r;
		c += r * r;
	}
	double disc = b * b - a * c;
	if (disc <= 0 || a <= 0)
		return 0;
	*lo = s->c[0] - (b + sqrt(disc)) / a;
	*hi = s->c[0] - (b - sqrt(disc)) / a;
	return 1;
}

/* Index of the first sample at or right of x, of n pixels. */
static size_t first_sample(double x, size_t n)
{
	double k = ceil((x + 0.5 * (double)n) * SUPER - 0.5);

	return k <= 0 ? 0 : k >= (double)(n * SUPER) ? n * SUPER : (size_t)k;
}

static void add_line(const struct shape *s, double y, double z, size_t n, float value, float *out)
{
	double lo, hi;

	if (!chord(s, y, z, &lo, &hi))
		return;
	size_t a = first_sample(lo, n), b = first_sample(hi, n);
	while (a < b) {
		size_t pixel = a / SUPER, end = (pixel + 1) * SUPER;
		end = end < b ? end : b;
		out[pixel] += value * (float)(end - a);
		a = end;
	}
}

void phantom_slice(const struct phantom *p, double z, size_t n, float *out)
{
	size_t depth = p->flat ? 1 : SUPER;
	double unit = 1.0 / (double)(SUPER * SUPER * depth);

	memset(out, 0, n * n * sizeof *out);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < SUPER * depth; k++) {
			double y = 0.5 * ((double)n - 1) - (double)i - sample(k % SUPER);
			double zz = p->flat ? z : z + sample(k / SUPER);
			for (size_t j = 0; j < p->n; j++)
				add_line(&p->shape[j], y, zz, n, (float)(p->shape[j].value * unit),
					 out + i * n);
		}
}

double phantom_psnr(const float *a, const float *b, size_t n)
{
	double sum = 0, mid = 0.5 * ((double)n - 1), r2 = 0.25 * (double)n * (double)n;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			double x = (double)j - mid, y = (double)i - mid;
			if (x * x + y * y >= r2)
				continue;
			double d = (double)a[i * n + j] - b[i * n + j];
			sum += d * d;
			count++;
		}
	return sum > 0 ? -10 * log10(sum / (double)count) : INFINITY;
}
