#include "scat/smear.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "num/par.h"

struct smear {
	size_t nrow, ncol;
	double *v, *w;			/* values with 0 for NaN, and weights: [nrow][ncol] */
	const double *in_v, *in_w;
	const double *k;		/* k[0 .. reach] of the kernel */
	size_t reach;
};

/* Beyond this sigma a pixel's share is the Gaussian at its centre to 4e-10, and a difference of two erfc is not. */
enum { WIDE = 10000 };

static double share(double i, double sigma)
{
	double a = (i - 0.5) / (M_SQRT2 * sigma), b = (i + 0.5) / (M_SQRT2 * sigma);

	if (sigma > WIDE)
		return exp(-i / sigma * (i / sigma) / 2);
	return i > 0 ? (erfc(a) - erfc(b)) / 2 : erf(b);
}

/* Half of the kernel, up to n - 1 pixels away; the caller frees it. */
static int kernel(double sigma, size_t n, double **k, size_t *reach, struct err *e)
{
	double far = ceil(6 * sigma);

	*reach = far < (double)(n - 1) ? (size_t)far : n - 1;
	*k = mem_alloc(*reach + 1, sizeof **k, "the resolution", e);
	if (!*k)
		return e->code;
	(*k)[0] = 1;
	for (size_t i = 0; i <= *reach && sigma > 0; i++)
		(*k)[i] = share((double)i, sigma);
	return 0;
}

/* to += k from, n values */
static void add(double *restrict to, const double *restrict from, size_t n, double k)
{
	for (size_t i = 0; i < n; i++)
		to[i] += k * from[i];
}

/* One row of the output from the rows around it. */
static int from_rows(void *ctx, size_t r, void *work, struct err *e)
{
	const struct smear *s = ctx;
	size_t n = s->ncol, lo = r > s->reach ? r - s->reach : 0, hi = s->nrow - r > s->reach ? r + s->reach : s->nrow - 1;
	double *v = s->v + r * n, *w = s->w + r * n;

	(void)work;
	(void)e;
	memset(v, 0, n * sizeof *v);
	memset(w, 0, n * sizeof *w);
	for (size_t i = lo; i <= hi; i++) {
		double k = s->k[i > r ? i - r : r - i];

		add(v, s->in_v + i * n, n, k);
		add(w, s->in_w + i * n, n, k);
	}
	return 0;
}

/* Along one row: every offset shifts the row as a whole. */
static int from_cols(void *ctx, size_t r, void *work, struct err *e)
{
	const struct smear *s = ctx;
	size_t n = s->ncol;
	double *v = s->v + r * n, *w = s->w + r * n;
	const double *iv = s->in_v + r * n, *iw = s->in_w + r * n;

	(void)work;
	(void)e;
	memset(v, 0, n * sizeof *v);
	memset(w, 0, n * sizeof *w);
	add(v, iv, n, s->k[0]);
	add(w, iw, n, s->k[0]);
	for (size_t i = 1; i <= s->reach; i++) {
		add(v, iv + i, n - i, s->k[i]);
		add(w, iw + i, n - i, s->k[i]);
		add(v + i, iv, n - i, s->k[i]);
		add(w + i, iw, n - i, s->k[i]);
	}
	return 0;
}

static int pass(struct smear *s, double *a, double *b, double sigma, bool rows, struct err *e)
{
	size_t n = s->nrow * s->ncol;
	double *k;

	if (kernel(sigma, rows ? s->nrow : s->ncol, &k, &s->reach, e))
		return e->code;
	s->k = k;
	s->in_v = a;
	s->in_w = a + n;
	s->v = b;
	s->w = b + n;
	par_for(s->nrow, 0, rows ? from_rows : from_cols, s, e);
	mem_free(k);
	return e->code;
}

int smear_gauss(double *image, size_t nrow, size_t ncol, double sigma_row, double sigma_col, struct err *e)
{
	size_t n = nrow * ncol;
	struct smear s = { .nrow = nrow, .ncol = ncol };
	double *a, *b;

	if (!(sigma_row >= 0 && isfinite(sigma_row)) || !(sigma_col >= 0 && isfinite(sigma_col)))
		return err_set(e, E_DATA, "resolution: sigmas of %g and %g pixels must be at least 0", sigma_row, sigma_col);
	if (!n || (sigma_row == 0 && sigma_col == 0))
		return 0;
	a = mem_alloc(n, 2 * sizeof *a, "an image to smear", e);
	b = mem_alloc(n, 2 * sizeof *b, "an image to smear", e);
	if (!e->code) {
		for (size_t i = 0; i < n; i++) {
			a[i] = isnan(image[i]) ? 0 : image[i];
			a[n + i] = !isnan(image[i]);
		}
		if (!pass(&s, a, b, sigma_row, true, e) && !pass(&s, b, a, sigma_col, false, e))
			for (size_t i = 0; i < n; i++)
				image[i] = isnan(image[i]) ? NAN : a[i] / a[n + i];
	}
	mem_free(a);
	mem_free(b);
	return e->code;
}
