/* center_vo.c - the axis from the double wedge of the spectrum of a sinogram of a whole turn */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "num/fft.h"
#include "num/interp.h"
#include "num/stat.h"
#include "tomo/center.h"
#include "tomo/center_hot.h"
#include "tomo/center_part.h"

enum { MAX_ANGLES = 720, DROP = 8, LOW = 4 };
static const double radius_part = 0.8;		/* of half the columns: the wedge that is left out */

/*
 * The spectrum outside of the wedge, of |A(k, f) + e^(-i phase(f)) B(k, f)|:
 * A of the half turn measured, B of its mirror image about column 0, (-1)^k conj A(-k, f).
 */
struct spectrum {
	size_t nf, nk;		/* frequencies f = 1 .. nf of padded columns; k = 0 .. nk - 1 */
	size_t padded;
	double wedge;		/* k per f from which it is outside */
	float *part[4];		/* re A, im A, re B, im B: [nf][nk] */
};

static void spectrum_free(struct spectrum *s)
{
	mem_free(s->part[0]);
}

/* The first k outside of the wedge for f. */
static size_t first_k(const struct spectrum *s, size_t f)
{
	double k = ceil(s->wedge * (double)f);

	return k < DROP ? DROP : k < (double)s->nk ? (size_t)k : s->nk;
}

static double mean(const float *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

/*
 * Take off the line through both ends, and make what is left fade there: what reaches over the detector, or lies under
 * all of it, must not end in a jump, which would be symmetric about the detector's middle.
 */
static void taper(float *line, size_t n)
{
	size_t w = n / 20 + 1;
	double a = mean(line, w), b = mean(line + n - w, w), slope = (b - a) / (double)(n - w);

	for (size_t i = 0; i < n; i++)
		line[i] -= (float)(a + slope * ((double)i - 0.5 * ((double)w - 1)));
	for (size_t i = 0; i < w; i++) {
		float f = (float)(0.5 - 0.5 * cos(M_PI * ((double)i + 0.5) / (double)w));
		line[i] *= f;
		line[n - 1 - i] *= f;
	}
}

/* Spectra of all lines along columns, turned: out [nf][2 m] complex, the second half zero. */
static int along_columns(const float *even, size_t m, size_t ncol, struct spectrum *s, float *out, struct err *e)
{
	const struct fft *f = NULL;
	size_t half = s->padded / 2 + 1;
	float *line = mem_zero(s->padded, sizeof *line, "a line", e);
	float *spec = line ? mem_alloc(half, 2 * sizeof *spec, "a line", e) : NULL;

	if (spec && !fft_plan(&f, FFT_R2C, 1, &s->padded, 1, 0, e))
		for (size_t i = 0; i < m; i++) {
			memcpy(line, even + i * ncol, ncol * sizeof *line);
			taper(line, ncol);
			fft_run(f, line, spec);
			for (size_t k = 0; k < s->nf; k++)
				memcpy(out + 2 * (k * 2 * m + i), spec + 2 * (k + 1), 2 * sizeof *out);
		}
	mem_free(line);
	mem_free(spec);
	return e->code;
}

/* Pick A(k) and (-1)^k conj A(-k) of one line of 2 m. */
static void split(const struct spectrum *s, const float *line, size_t row)
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

static int make_spectrum(struct spectrum *s, const float *even, size_t m, size_t ncol, struct err *e)
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

/* Sum of moduli outside of the wedge when the axis is at this column. */
static double measure(const struct spectrum *s, double center)
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

/* The lowest of n centres from "from" by step; all of them into q. */
static size_t scan(const struct spectrum *s, double from, double step, size_t n, double *q)
{
	size_t best = 0;

	for (size_t i = 0; i < n; i++) {
		q[i] = measure(s, from + step * (double)i);
		if (q[i] < q[best])
			best = i;
	}
	return best;
}

static double median(double *q, size_t n, struct err *e)
{
	float *f = mem_alloc(n, sizeof *f, "a search", e), m = 0;

	for (size_t i = 0; f && i < n; i++)
		f[i] = (float)q[i];
	if (f)
		m = stat_median_f32(f, n);
	mem_free(f);
	return m;
}

static int search(const struct spectrum *s, double lo, double hi, double *center, double *score, struct err *e)
{
	size_t n = (size_t)floor(hi - lo) + 1, b;
	double *q = mem_alloc(n, sizeof *q, "a search", e), fine[31];

	if (!q)
		return e->code;
	b = scan(s, lo, 1, n, q);
	double from = lo + (double)b - 1.5, best = q[b], mid = median(q, n, e);
	mem_free(q);
	*score = mid > 0 ? fmax(0, 1 - best / mid) : 0;
	b = scan(s, from, 0.1, 31, fine);
	*center = from + 0.1 * (double)b;
	if (b > 0 && b < 30)
		*center += 0.1 * interp_vertex(fine[b - 1], fine[b], fine[b + 1]);
	return e->code;
}

int center_vo(const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
	      double lo, double hi, double *center, double *score, struct err *e)
{
	struct spectrum s = { 0 };
	struct even even = { 0 };

	center_range(ncol, &lo, &hi);
	if (ncol < 16)
		return err_set(e, E_DATA, "%zu columns are too few to find the axis", ncol);
	if (!center_even(&even, sino, nangle, ncol, theta_deg, MAX_ANGLES, e) &&
	    !make_spectrum(&s, even.sino, even.n, ncol, e))
		search(&s, lo, hi, center, score, e);
	spectrum_free(&s);
	mem_free(even.sino);
	return e->code;
}
