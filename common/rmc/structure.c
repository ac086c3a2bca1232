#include "rmc/structure.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>

#include "base/mem.h"
#include "num/fft.h"

double structure_fraction(const unsigned char *a, size_t n)
{
	size_t filled = 0;

	for (size_t i = 0; i < n * n; i++)
		filled += a[i];
	return (double)filled / (double)(n * n);
}

/* |F|^2 into f, as complex numbers. */
static int power(const unsigned char *a, size_t n, double complex **f, struct err *e)
{
	size_t shape[2] = { n, n };
	const struct fft *plan;

	*f = mem_alloc(n * n, sizeof **f, "the transform of a model", e);
	if (!*f || fft_plan_double(&plan, FFT_FORWARD, 2, shape, 1, 1, e))
		return e->code;
	for (size_t i = 0; i < n * n; i++)
		(*f)[i] = a[i];
	fft_run(plan, *f, *f);
	for (size_t i = 0; i < n * n; i++)
		(*f)[i] = creal((*f)[i]) * creal((*f)[i]) + cimag((*f)[i]) * cimag((*f)[i]);
	return 0;
}

int structure_f2(const unsigned char *a, size_t n, double *f2, struct err *e)
{
	double complex *f = NULL;

	if (!power(a, n, &f, e))
		for (size_t i = 0; i < n * n; i++)
			f2[i] = creal(f[i]);
	mem_free(f);
	return e->code;
}

int structure_s2(const unsigned char *a, size_t n, double *s2, struct err *e)
{
	size_t shape[2] = { n, n };
	double complex *f = NULL;
	double count = (double)(n * n);
	const struct fft *plan;

	if (!power(a, n, &f, e) && !fft_plan_double(&plan, FFT_INVERSE, 2, shape, 1, 1, e)) {
		fft_run(plan, f, f);
		for (size_t i = 0; i < n * n; i++)
			s2[i] = round(creal(f[i]) / count) / count;
	}
	mem_free(f);
	return e->code;
}

size_t structure_rings(size_t n)
{
	return n / 2 + 1;
}

int structure_radial(const double *map, size_t n, double *radius, double *mean, struct err *e)
{
	size_t rings = structure_rings(n);
	double *pixels = mem_zero(2 * rings, sizeof *pixels, "rings", e), *way = pixels + rings;

	if (!pixels)
		return e->code;
	for (size_t k = 0; k < rings; k++)
		mean[k] = 0;
	for (size_t i = 0; i < n * n; i++) {
		size_t row = i / n, col = i % n;
		double y = (double)(row < n - row ? row : n - row), x = (double)(col < n - col ? col : n - col);
		double r = sqrt(x * x + y * y);
		size_t k = (size_t)(r + 0.5);

		if (k >= rings)
			continue;
		mean[k] += map[i];
		way[k] += r;
		pixels[k]++;
	}
	for (size_t k = 0; k < rings; k++) {
		mean[k] /= pixels[k];
		if (radius)
			radius[k] = way[k] / pixels[k];
	}
	mem_free(pixels);
	return 0;
}

static int need_phases(double phi, bool both, struct err *e)
{
	if (!(phi > 0))
		return err_set(e, E_DATA, "the model is empty: no pixel is filled");
	if (both && !(phi < 1))
		return err_set(e, E_DATA, "the model is full: every pixel is filled");
	return 0;
}

int structure_g(const unsigned char *a, size_t n, double *r_px, double *g, struct err *e)
{
	double phi = structure_fraction(a, n), *s2;

	if (need_phases(phi, false, e) || !(s2 = mem_alloc(n * n, sizeof *s2, "correlations", e)))
		return e->code;
	if (!structure_s2(a, n, s2, e) && !structure_radial(s2, n, r_px, g, e))
		for (size_t k = 0; k < structure_rings(n); k++)
			g[k] /= phi * phi;
	mem_free(s2);
	return e->code;
}

int structure_s(const unsigned char *a, size_t n, double *q, double *s, struct err *e)
{
	double phi = structure_fraction(a, n), *f2;

	if (need_phases(phi, true, e) || !(f2 = mem_alloc(n * n, sizeof *f2, "a pattern", e)))
		return e->code;
	if (!structure_f2(a, n, f2, e)) {
		f2[0] = 0;
		structure_radial(f2, n, q, s, e);
		for (size_t k = 0; k < structure_rings(n); k++)
			s[k] /= (double)(n * n) * phi * (1 - phi);
	}
	mem_free(f2);
	return e->code;
}

double structure_peak(const double *s, size_t count)
{
	size_t top = 1;
	double curve, slope;

	for (size_t k = 2; k < count; k++)
		top = s[k] > s[top] ? k : top;
	if (count < 2 || !(s[top] > 0))
		return 0;
	if (top < 2 || top + 1 >= count)
		return (double)top;
	curve = s[top - 1] - 2 * s[top] + s[top + 1];
	slope = (s[top + 1] - s[top - 1]) / 2;
	return (double)top - (curve < 0 ? slope / curve : 0);
}
