/* center_vo.c - the axis from the double wedge of the spectrum of a sinogram of a whole turn */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/interp.h"
#include "tomo/center_hot.h"
#include "tomo/center_vo.h"

enum { DROP = 8, LOW = 4 };
static const double radius_part = 0.8;		/* of half the columns: the wedge that is left out */

void vo_free(struct vo *s)
{
	mem_free(s->part[0]);
	s->part[0] = NULL;
}

/* The first k outside of the wedge for f. */
static size_t first_k(const struct vo *s, size_t f)
{
	double k = ceil(s->wedge * (double)f);

	return k < DROP ? DROP : k < (double)s->nk ? (size_t)k : s->nk;
}

/* Spectra of all lines along columns, turned: out [nf][2 m] complex, the second half zero. */
static int along_columns(const float *even, size_t m, size_t ncol, struct vo *s, float *out, struct err *e)
{
	const struct fft *f = NULL;
	size_t half = s->padded / 2 + 1;
	float *line = mem_zero(s->padded, sizeof *line, "a line", e);
	float *spec = line ? mem_alloc(half, 2 * sizeof *spec, "a line", e) : NULL;

	if (spec && !fft_plan(&f, FFT_R2C, 1, &s->padded, 1, 0, e))
		for (size_t i = 0; i < m; i++) {
			memcpy(line, even + i * ncol, ncol * sizeof *line);
			center_taper(line, ncol);
			fft_run(f, line, spec);
			for (size_t k = 0; k < s->nf; k++)
				memcpy(out + 2 * (k * 2 * m + i), spec + 2 * (k + 1), 2 * sizeof *out);
		}
	mem_free(line);
	mem_free(spec);
	return e->code;
}

/* Pick A(k) and (-1)^k conj A(-k) of one line of 2 m. */
static void split(const struct vo *s, const float *line, size_t row)
{
	size_t m2 = 2 * s->nk, at = row * s->nk;

	for (size_t k = 0; k < s->nk; k++) {
		float sign = k % 2 ? -1 : 1;
		const float *a = line + 2 * k, *b = line + 2 * ((m2 - k) % m2);
		s->part[0][at + k] = a[0];
		s->part[1][at + k] = a[1];
		s->part[2][at + k] = sign * b[0];
		s->part[3][at + k] = -sign * b[1];
	}
}

static int make_spectrum(struct vo *s, const float *even, size_t m, size_t ncol, struct err *e)
{
	const struct fft *f = NULL;
	size_t m2 = 2 * m;

	s->nk = m;
	s->padded = fft_good_size(2 * ncol, 1);
	s->wedge = 2 * M_PI * radius_part * 0.5 * (double)ncol / (double)s->padded;
	s->nf = (size_t)fmin((double)m / s->wedge, 0.5 * (double)s->padded - 1);
	float *turned = mem_zero(s->nf * m2, 2 * sizeof *turned, "a spectrum", e);
	float *parts = turned ? mem_alloc(4 * s->nf, m * sizeof *parts, "a spectrum", e) : NULL;
	for (size_t i = 0; i < 4; i++)
		s->part[i] = parts ? parts + i * s->nf * m : NULL;
	if (parts && !along_columns(even, m, ncol, s, turned, e) &&
	    !fft_plan(&f, FFT_FORWARD, 1, &m2, 1, 1, e))
		for (size_t i = 0; i < s->nf; i++) {
			fft_run(f, turned + 2 * i * m2, turned + 2 * i * m2);
			split(s, turned + 2 * i * m2, i);
		}
	mem_free(turned);
	return e->code;
}

double vo_measure(const struct vo *s, double center)
{
	double sum = 0;

	for (size_t f = LOW; f <= s->nf; f++) {
		size_t k = first_k(s, f), at = (f - 1) * s->nk + k;
		double phase = -4 * M_PI * center * (double)f / (double)s->padded;
		if (k < s->nk)
			sum += HOT_PICK(center_moduli)(s->part[0] + at, s->part[1] + at, s->part[2] + at,
						       s->part[3] + at, (float)cos(phase), (float)sin(phase),
						       s->nk - k);
	}
	return sum;
}

int vo_new(struct vo *s, const struct even *even, size_t ncol, struct err *e)
{
	*s = (struct vo){ 0 };
	if (ncol < 16)
		return err_set(e, E_DATA, "%zu columns are too few to find the axis", ncol);
	return make_spectrum(s, even->sino, even->n, ncol, e);
}

size_t vo_places(double lo, double hi)
{
	return (size_t)floor(hi - lo) + 1;
}

void vo_coarse(const struct vo *s, double lo, size_t n, double *q)
{
	for (size_t i = 0; i < n; i++)
		q[i] = vo_measure(s, lo + (double)i);
}

void vo_fine(const struct vo *s, double center, double q[VO_FINE])
{
	for (int i = 0; i < VO_FINE; i++)
		q[i] = vo_measure(s, vo_fine_place(center, i));
}

double vo_fine_place(double center, double i)
{
	return center + 0.1 * (i - VO_FINE / 2);
}

double vo_fine_lowest(double center, const double q[VO_FINE])
{
	int b = 0;

	for (int i = 1; i < VO_FINE; i++)
		if (q[i] < q[b])
			b = i;
	double part = b > 0 && b < VO_FINE - 1 ? interp_vertex(q[b - 1], q[b], q[b + 1]) : 0;
	return vo_fine_place(center, b + part);
}

/* The deepest local minimum further than five places from the best. */
static double second(const double *q, size_t n, size_t best)
{
	double low = INFINITY;

	for (size_t i = 1; i + 1 < n; i++)
		if ((i > best + 5 || i + 5 < best) && q[i] <= q[i - 1] && q[i] <= q[i + 1])
			low = fmin(low, q[i]);
	return low;
}

int vo_lowest(const double *q, size_t n, size_t *best, double *middle, double *score, struct err *e)
{
	double *sorted = mem_alloc(n, sizeof *sorted, "a search", e);

	*best = 0;
	if (!sorted)
		return e->code;
	for (size_t i = 0; i < n; i++)
		if (q[i] < q[*best])
			*best = i;
	memcpy(sorted, q, n * sizeof *q);
	*middle = center_median(sorted, n);
	mem_free(sorted);
	double depth = *middle - q[*best], other = *middle - second(q, n, *best);
	*score = !(depth > 0) ? 0 : other > 0 ? 1 - other / depth : 1;
	return 0;
}

static int search(const struct vo *s, double lo, double hi, double *center, double *score, struct err *e)
{
	size_t n = vo_places(lo, hi), b;
	double *q = mem_alloc(n, sizeof *q, "a search", e), fine[VO_FINE], middle;

	if (!q)
		return e->code;
	vo_coarse(s, lo, n, q);
	if (!vo_lowest(q, n, &b, &middle, score, e)) {
		vo_fine(s, lo + (double)b, fine);
		*center = vo_fine_lowest(lo + (double)b, fine);
	}
	mem_free(q);
	return e->code;
}

int center_vo(const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
	      double lo, double hi, double *center, double *score, struct err *e)
{
	struct even even = { 0 };
	struct vo s = { 0 };

	center_range(ncol, &lo, &hi);
	if (!center_even(&even, sino, nangle, ncol, theta_deg, e) && !center_clean(even.sino, even.n, ncol, e) &&
	    !vo_new(&s, &even, ncol, e))
		search(&s, lo, hi, center, score, e);
	vo_free(&s);
	mem_free(even.sino);
	return e->code;
}

/* ---- many rows ---------------------------------------------------------------------------- */

int vo_rows_new(struct vo_rows *v, struct rows *rows, double lo, double hi, struct err *e)
{
	*v = (struct vo_rows){ .rows = rows, .lo = lo, .places = vo_places(lo, hi) };
	v->coarse = mem_alloc(CENTER_ROWS, v->places * sizeof *v->coarse, "a search", e);
	return e->code;
}

void vo_rows_free(struct vo_rows *v)
{
	mem_free(v->coarse);
}

int vo_rows_coarse(struct vo_rows *v, size_t k, const struct even *even, struct err *e)
{
	struct center_result *r = v->rows->r;
	double *q = v->coarse + k * v->places, fine[VO_FINE];
	size_t best;
	struct vo s;

	if (!vo_new(&s, even, v->rows->src->ncol, e)) {
		vo_coarse(&s, v->lo, v->places, q);
		if (!vo_lowest(q, v->places, &best, &v->middle[k], &r->row_score[k], e)) {
			vo_fine(&s, v->lo + (double)best, fine);
			r->row_center[k] = vo_fine_lowest(v->lo + (double)best, fine);
		}
		for (size_t c = 0; c < v->places; c++)
			q[c] /= v->middle[k] > 0 ? v->middle[k] : 1;
	}
	vo_free(&s);
	return e->code;
}

int vo_rows_fine(struct vo_rows *v, size_t k, const struct even *even, struct err *e)
{
	struct vo s;

	if (!vo_new(&s, even, v->rows->src->ncol, e))
		vo_fine(&s, v->guess + rows_shear(v->rows, k), v->fine[k]);
	vo_free(&s);
	return e->code;
}

int vo_rows_guess(struct vo_rows *v, struct err *e)
{
	double *sum = mem_zero(v->places, sizeof *sum, "a search", e), middle;
	size_t best;

	if (!sum)
		return e->code;
	for (size_t k = 0; k < v->rows->r->nrow; k++) {
		long by = lround(rows_shear(v->rows, k)), last = (long)v->places - 1;
		for (long c = 0; c <= last; c++) {
			long from = c + by < 0 ? 0 : c + by > last ? last : c + by;
			sum[c] += v->coarse[k * v->places + (size_t)from];
		}
	}
	if (!vo_lowest(sum, v->places, &best, &middle, &v->rows->r->vo_score, e))
		v->guess = v->lo + (double)best;
	mem_free(sum);
	return e->code;
}

void vo_rows_answer(struct vo_rows *v)
{
	double sum[VO_FINE] = { 0 };

	for (size_t k = 0; k < v->rows->r->nrow; k++)
		for (int i = 0; i < VO_FINE && v->middle[k] > 0; i++)
			sum[i] += v->fine[k][i] / v->middle[k];
	v->rows->r->vo = vo_fine_lowest(v->guess, sum);
	for (size_t k = 0; k < v->rows->r->nrow; k++)
		if (v->middle[k] > 0)
			v->rows->r->row_center[k] = vo_fine_lowest(v->guess + rows_shear(v->rows, k), v->fine[k]);
	rows_slope(v->rows);
}
