/* center_clean.c - a sinogram without the faults of its detector, good enough to find the axis by */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tomo/center_part.h"

enum { HALF = 2, NEAR = 5 };	/* columns on each side: of the median; of the comparison of columns */
static const double blind = 0.3;	/* of the neighbours' variation along angles */

static double mean(const float *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

void center_taper(float *line, size_t n)
{
	size_t w = n / 64 + 2;
	double a = mean(line, w), b = mean(line + n - w, w), slope = (b - a) / (double)(n - w);

	for (size_t i = 0; i < n; i++)
		line[i] -= (float)(a + slope * ((double)i - 0.5 * ((double)w - 1)));
	for (size_t i = 0; i < w; i++) {
		float f = (float)(0.5 - 0.5 * cos(M_PI * ((double)i + 0.5) / (double)w));
		line[i] *= f;
		line[n - 1 - i] *= f;
	}
}

/* Median of up to 2 NEAR values around at, itself left out. */
static double around(const double *x, size_t n, size_t at)
{
	double near[2 * NEAR];
	size_t k = 0, a = at > NEAR ? at - NEAR : 0;

	for (size_t i = a; i <= at + NEAR && i < n; i++)
		if (i != at)
			near[k++] = x[i];
	return center_median(near, k);
}

/* Standard deviation along angles of each column. */
static void variation(const float *sino, size_t nangle, size_t ncol, double *sd)
{
	for (size_t c = 0; c < ncol; c++) {
		double m = 0, q = 0;
		for (size_t a = 0; a < nangle; a++)
			m += sino[a * ncol + c];
		m /= (double)nangle;
		for (size_t a = 0; a < nangle; a++)
			q += (sino[a * ncol + c] - m) * (sino[a * ncol + c] - m);
		sd[c] = sqrt(q / (double)nangle);
	}
}

static void bridge(float *sino, size_t nangle, size_t ncol, size_t c)
{
	size_t l = c > 0 ? c - 1 : c + 1, r = c + 1 < ncol ? c + 1 : c - 1;

	for (size_t a = 0; a < nangle; a++)
		sino[a * ncol + c] = 0.5f * (sino[a * ncol + l] + sino[a * ncol + r]);
}

struct entry { float v; int a; };

static int by_value(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	return a->v != b->v ? (a->v > b->v) - (a->v < b->v) : (a->a > b->a) - (a->a < b->a);
}

/* Median of 2 HALF + 1 in a row of sorted values, the ends repeated. */
static float median5(struct entry *const *column, size_t ncol, size_t c, size_t rank)
{
	float x[2 * HALF + 1];

	for (size_t i = 0; i <= 2 * HALF; i++) {
		size_t at = c + i < HALF ? 0 : c + i - HALF < ncol ? c + i - HALF : ncol - 1;
		float v = column[at][rank].v;
		size_t k = i;
		for (; k > 0 && x[k - 1] > v; k--)
			x[k] = x[k - 1];
		x[k] = v;
	}
	return x[HALF];
}

static void sort_columns(const float *sino, size_t nangle, size_t ncol, struct entry *const *column)
{
	for (size_t c = 0; c < ncol; c++) {
		for (size_t a = 0; a < nangle; a++)
			column[c][a] = (struct entry){ sino[a * ncol + c], (int)a };
		qsort(column[c], nangle, sizeof **column, by_value);
	}
}

int center_clean(float *sino, size_t nangle, size_t ncol, struct err *e)
{
	double *sd = mem_alloc(ncol, sizeof *sd, "columns", e);
	struct entry *all = mem_alloc(nangle, ncol * sizeof *all, "columns", e);
	struct entry **column = mem_alloc(ncol, sizeof *column, "columns", e);

	if (!e->code) {
		variation(sino, nangle, ncol, sd);
		for (size_t c = 0; c < ncol; c++)
			if (sd[c] < blind * around(sd, ncol, c))
				bridge(sino, nangle, ncol, c);
		for (size_t c = 0; c < ncol; c++)
			column[c] = all + c * nangle;
		sort_columns(sino, nangle, ncol, column);
		for (size_t c = 0; c < ncol; c++)
			for (size_t k = 0; k < nangle; k++)
				sino[(size_t)column[c][k].a * ncol + c] = median5(column, ncol, c, k);
	}
	mem_free(sd);
	mem_free(all);
	mem_free(column);
	return e->code;
}
