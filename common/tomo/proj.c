#include "tomo/proj.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "tomo/proj_hot.h"

/*
 * Both kinds of angle are one: a slice, as it is or transposed, whose line r is shifted by -(r - mid) slope, and
 * columns whose edges fall on (c - center -+ 1/2) / d of the common line.
 */
struct ray {
	bool along_x;
	double slope, d;
	double first;		/* left edge of cell 0, an integer */
};

struct proj {
	size_t size, ncol, nangle;
	size_t span;		/* cells of one parity, of any angle */
	struct ray *ray;	/* [nangle] */
};

static void plan_ray(struct ray *r, size_t size, double c, double s)
{
	double mid = ((double)size - 1) / 2;

	r->along_x = fabs(c) >= fabs(s);
	r->slope = r->along_x ? s / c : c / s;
	r->d = r->along_x ? c : -s;
	r->first = floor(-mid - 0.5 - mid * fabs(r->slope)) - 1;
}

int proj_new(struct proj **p_, size_t size, size_t ncol, const double *cs, const double *sn, size_t nangle,
	     struct err *e)
{
	struct proj *p = mem_zero(1, sizeof *p, "projector", e);

	*p_ = p;
	if (!p)
		return e->code;
	*p = (struct proj){ .size = size, .ncol = ncol, .nangle = nangle, .span = (2 * size + 8 + 15) / 16 * 16 };
	p->ray = mem_alloc(nangle, sizeof *p->ray, "projector", e);
	for (size_t a = 0; p->ray && a < nangle; a++)
		plan_ray(p->ray + a, size, cs[a], sn[a]);
	return e->code;
}

void proj_free(struct proj *p)
{
	if (!p)
		return;
	mem_free(p->ray);
	mem_free(p);
}

/* Cells of both parities, and a plane for the transposed slice. */
size_t proj_work(const struct proj *p)
{
	return (2 * p->span + (p->size * p->size + 15) / 16 * 16) * sizeof(float);
}

size_t proj_fixed(const struct proj *p)
{
	return sizeof *p + p->nangle * sizeof *p->ray;
}

/* Where line r of the slice meets the cells: pixel 0 begins in cell *cell, of which it leaves w to the left of it. */
static float meet(const struct proj *p, const struct ray *ray, size_t r, size_t *cell)
{
	double mid = ((double)p->size - 1) / 2;
	double edge = (-mid - 0.5 - ((double)r - mid) * ray->slope - ray->first) * PROJ_CELLS;

	*cell = (size_t)edge;
	return (float)(edge - (double)*cell);
}

/* The cells of pixel 0's parity from its own on, and those of the other. */
static void parities(const struct proj *p, float *u, size_t cell, float **even, float **odd)
{
	*even = u + (cell % 2) * p->span + cell / 2;
	*odd = u + (1 - cell % 2) * p->span + (cell + 1) / 2;
}

/* ---- columns and cells -------------------------------------------------------------------- */

/* The cells [*first, *last) that column c touches, and its edges among them. */
static void column(const struct proj *p, const struct ray *ray, double center, size_t c, double *lo, double *hi,
		   size_t *first, size_t *last)
{
	double a = ((double)c - center - 0.5) / ray->d, b = ((double)c - center + 0.5) / ray->d, end = 2 * (double)p->span;

	*lo = fmin(end, fmax(0, (fmin(a, b) - ray->first) * PROJ_CELLS));
	*hi = fmin(end, fmax(0, (fmax(a, b) - ray->first) * PROJ_CELLS));
	*first = (size_t)*lo;
	*last = (size_t)ceil(*hi);
}

static float *cell_at(const struct proj *p, float *u, size_t k)
{
	return u + (k % 2) * p->span + k / 2;
}

/* What column c covers of cell k, in pixels. */
static double covered(double lo, double hi, size_t k)
{
	return (fmin(hi, (double)k + 1) - fmax(lo, (double)k)) / PROJ_CELLS;
}

static void cells_to_columns(const struct proj *p, const struct ray *ray, double center, float *u, float *b)
{
	for (size_t c = 0; c < p->ncol; c++) {
		double lo, hi, sum = 0;
		size_t first, last;
		column(p, ray, center, c, &lo, &hi, &first, &last);
		for (size_t k = first; k < last; k++)
			sum += covered(lo, hi, k) * *cell_at(p, u, k);
		b[c] = (float)sum;
	}
}

static void columns_to_cells(const struct proj *p, const struct ray *ray, double center, const float *b, float *u)
{
	memset(u, 0, 2 * p->span * sizeof *u);
	for (size_t c = 0; c < p->ncol; c++) {
		double lo, hi;
		size_t first, last;
		column(p, ray, center, c, &lo, &hi, &first, &last);
		for (size_t k = first; k < last; k++)
			*cell_at(p, u, k) += (float)covered(lo, hi, k) * b[c];
	}
}

/* ---- slices ------------------------------------------------------------------------------- */

static void transpose(const float *x, size_t n, float *out)
{
	for (size_t i0 = 0; i0 < n; i0 += 16)
		for (size_t j0 = 0; j0 < n; j0 += 16)
			for (size_t i = i0; i < n && i < i0 + 16; i++)
				for (size_t j = j0; j < n && j < j0 + 16; j++)
					out[j * n + i] = x[i * n + j];
}

static void add_transposed(const float *x, size_t n, float *out)
{
	for (size_t i0 = 0; i0 < n; i0 += 16)
		for (size_t j0 = 0; j0 < n; j0 += 16)
			for (size_t i = i0; i < n && i < i0 + 16; i++)
				for (size_t j = j0; j < n && j < j0 + 16; j++)
					out[j * n + i] += x[i * n + j];
}

static size_t number(const size_t *angle, size_t i)
{
	return angle ? angle[i] : i;
}

static bool any(const struct proj *p, const size_t *angle, size_t n, bool along_x)
{
	for (size_t i = 0; i < n; i++)
		if (p->ray[number(angle, i)].along_x == along_x)
			return true;
	return false;
}

void proj_forward(const struct proj *p, double center, const size_t *angle, size_t n, const float *x,
		  float *b, void *work)
{
	float *u = work, *plane = u + 2 * p->span, *even, *odd;
	size_t cell;

	if (any(p, angle, n, false))
		transpose(x, p->size, plane);
	for (size_t i = 0; i < n; i++) {
		const struct ray *ray = p->ray + number(angle, i);
		memset(u, 0, 2 * p->span * sizeof *u);
		for (size_t r = 0; r < p->size; r++) {
			float w = meet(p, ray, r, &cell);
			parities(p, u, cell, &even, &odd);
			HOT_PICK(proj_spread)((ray->along_x ? x : plane) + r * p->size, p->size, w, even, odd);
		}
		cells_to_columns(p, ray, center, u, b + i * p->ncol);
	}
}

void proj_back(const struct proj *p, double center, const size_t *angle, size_t n, const float *b,
	       float *x, void *work)
{
	float *u = work, *plane = u + 2 * p->span, *even, *odd;
	bool turned = any(p, angle, n, false);
	size_t cell;

	if (turned)
		memset(plane, 0, p->size * p->size * sizeof *plane);
	for (size_t i = 0; i < n; i++) {
		const struct ray *ray = p->ray + number(angle, i);
		columns_to_cells(p, ray, center, b + i * p->ncol, u);
		for (size_t r = 0; r < p->size; r++) {
			float w = meet(p, ray, r, &cell);
			parities(p, u, cell, &even, &odd);
			HOT_PICK(proj_gather)((ray->along_x ? x : plane) + r * p->size, p->size, w, even, odd);
		}
	}
	if (turned)
		add_transposed(plane, p->size, x);
}

/* ---- norms -------------------------------------------------------------------------------- */

/*
 * A pixel's weight in column c is the overlap of the column with its cells, of which it has the parts
 * 1 - w, 1, w: a few products for each pixel and angle.
 */
void proj_norms(const struct proj *p, double center, const size_t *angle, size_t n, float *b, void *work)
{
	(void)work;
	for (size_t i = 0; i < n; i++) {
		const struct ray *ray = p->ray + number(angle, i);
		for (size_t c = 0; c < p->ncol; c++) {
			double lo, hi, sum = 0;
			size_t first, last, cell;
			column(p, ray, center, c, &lo, &hi, &first, &last);
			for (size_t r = 0; r < p->size && last > first; r++) {
				float w = meet(p, ray, r, &cell);
				double part[3] = { 1 - w, 1, w };
				for (long j = ((long)first - (long)cell) / 2 - 1; 2 * j + (long)cell < (long)last; j++) {
					double a = 0;
					for (long m = 0; m < 3; m++) {
						long k = (long)cell + 2 * j + m;
						if (j >= 0 && j < (long)p->size && k >= (long)first && k < (long)last)
							a += part[m] * covered(lo, hi, (size_t)k);
					}
					sum += a * a;
				}
			}
			b[i * p->ncol + c] = (float)sum;
		}
	}
}
