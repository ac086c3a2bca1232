#include "tomo/proj_gram.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "tomo/proj.h"

enum { FIRST = 2, REACH = 2, TOUCH = 5 };	/* cells before the first; that a pixel joins; that a column touches, at most */

/* h[m][k] = (S S')(k, k + m). */
struct cells { size_t n; double *h[REACH + 1]; };

/* What a column covers of the cells from this one on, in pixels. */
struct cover { size_t at; double part[TOUCH]; };

static size_t cell_count(size_t size)
{
	return 2 * PROJ_CELLS * size + 16;
}

size_t proj_gram_work(size_t size)
{
	return (REACH + 1) * cell_count(size) * sizeof(double);
}

/* Every second of 2n cells from k on is to get v more; summed up later. */
static void range(double *h, size_t k, size_t n, double v)
{
	h[k] += v;
	h[k + 2 * n] -= v;
}

/* A row of n pixels that begins in cell k, of which it leaves w to the left: its pixels have the parts 1 - w, 1, w. */
static void add_row(struct cells *s, size_t k, size_t n, double w)
{
	range(s->h[0], k, n, (1 - w) * (1 - w));
	range(s->h[0], k + 1, n, 1);
	range(s->h[0], k + 2, n, w * w);
	range(s->h[1], k, n, 1 - w);
	range(s->h[1], k + 1, n, w);
	range(s->h[2], k, n, w * (1 - w));
}

static void add_rows(struct cells *s, size_t size, double slope, double first)
{
	double mid = ((double)size - 1) / 2;

	for (size_t r = 0; r < size; r++) {
		double edge = FIRST + (-mid - 0.5 - ((double)r - mid) * slope - first) * PROJ_CELLS;
		add_row(s, (size_t)edge, size, edge - floor(edge));
	}
	for (int m = 0; m <= REACH; m++)
		for (size_t k = 2; k < s->n; k++)
			s->h[m][k] += s->h[m][k - 2];
}

static struct cover cover(const struct cells *s, double a, double b, double first)
{
	double last = (double)s->n - FIRST - TOUCH;
	double lo = fmax(FIRST, fmin(last, FIRST + (fmin(a, b) - first) * PROJ_CELLS));
	double hi = fmax(FIRST, fmin(last, FIRST + (fmax(a, b) - first) * PROJ_CELLS));
	struct cover c = { .at = (size_t)lo };

	for (size_t i = 0; i < TOUCH; i++) {
		double k = (double)(c.at + i);
		c.part[i] = fmax(0, fmin(hi, k + 1) - fmax(lo, k)) / PROJ_CELLS;
	}
	return c;
}

static double joint(const struct cells *s, const struct cover *a, const struct cover *b)
{
	double sum = 0;

	for (size_t i = 0; i < TOUCH; i++)
		for (size_t j = 0; j < TOUCH; j++) {
			size_t k = a->at + i, l = b->at + j, low = k < l ? k : l, m = k < l ? l - k : k - l;
			if (m <= REACH)
				sum += a->part[i] * b->part[j] * s->h[m][low];
		}
	return sum;
}

void proj_gram(size_t size, size_t ncol, double center, double cs, double sn, float *const g[PROJ_GRAM], void *work)
{
	bool along_x = fabs(cs) >= fabs(sn);
	double slope = along_x ? sn / cs : cs / sn, d = along_x ? cs : -sn, mid = ((double)size - 1) / 2;
	double first = floor(-mid - 0.5 - mid * fabs(slope)) - 1;
	struct cells s = { .n = cell_count(size) };
	struct cover c[PROJ_GRAM] = { 0 };

	memset(work, 0, proj_gram_work(size));
	for (size_t m = 0; m <= REACH; m++)
		s.h[m] = (double *)work + m * s.n;
	add_rows(&s, size, slope, first);
	for (size_t i = 0; i < ncol; i++) {
		double at = (double)i - center;
		memmove(c + 1, c, sizeof c - sizeof *c);
		c[0] = cover(&s, (at - 0.5) / d, (at + 0.5) / d, first);
		for (size_t m = 0; m < PROJ_GRAM; m++)
			g[m][i] = m <= i ? (float)joint(&s, c, c + m) : 0;
	}
}
