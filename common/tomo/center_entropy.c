/* center_entropy.c - the axis from the entropy of slices */
#include "tomo/center_entropy.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/interp.h"
#include "num/stat.h"
#include "tomo/center_try.h"
#include "tomo/center_vo.h"

enum { BINS = 256, COARSE = 160, FINE = 800, PLACES = 9, SHARP = 4 };	/* columns of the first and the last search */
static const double within = 0.95;	/* of the inscribed circle */
static const double finest = 0.25;	/* columns between places of the last search */
static const double shallow = 0.003;	/* of a slice's entropy: what noise explains */
static const double lopsided = 0.2;	/* the lower side of a minimum over the higher */

/* Slices of one row at one resolution. */
struct look {
	size_t ncol;
	double radius, lo, hi;		/* what counts, and the ends of the histogram */
	double *entropy;		/* of each slice */
	float *pixel;			/* of one slice; npixel of them */
	size_t npixel;
};

/* Columns [a, b) of line y that are inside of the circle. */
static bool inside(const struct look *l, size_t y, size_t *a, size_t *b)
{
	double mid = 0.5 * ((double)l->ncol - 1), off = (double)y - mid, x2 = l->radius * l->radius - off * off;

	if (x2 <= 0)
		return false;
	*a = (size_t)ceil(fmax(0, mid - sqrt(x2)));
	*b = (size_t)floor(fmin(2 * mid, mid + sqrt(x2))) + 1;
	return *a < *b;
}

/* Each value shared by the two nearest bins, so that the sum changes smoothly. */
static void add(double *bin, const float *x, size_t n, double lo, double scale)
{
	for (size_t i = 0; i < n; i++) {
		double at = fmin(fmax((x[i] - lo) * scale, 0), BINS - 1.001);
		size_t k = (size_t)at;
		bin[k] += 1 - (at - (double)k);
		bin[k + 1] += at - (double)k;
	}
}

static void see_entropy(void *ctx, size_t i, const float *slice)
{
	const struct look *l = ctx;
	double bin[BINS] = { 0 }, total = 0, sum = 0;

	for (size_t y = 0, a, b; y < l->ncol; y++)
		if (inside(l, y, &a, &b))
			add(bin, slice + y * l->ncol + a, b - a, l->lo, (BINS - 1) / (l->hi - l->lo));
	for (size_t k = 0; k < BINS; k++)
		total += bin[k];
	for (size_t k = 0; k < BINS; k++)
		sum += bin[k] > 0 ? bin[k] * log(total / bin[k]) : 0;
	l->entropy[i] = total > 0 ? sum / total : 0;
}

static void see_pixels(void *ctx, size_t i, const float *slice)
{
	struct look *l = ctx;

	(void)i;
	for (size_t y = 0, a, b; y < l->ncol; y++)
		if (inside(l, y, &a, &b)) {
			memcpy(l->pixel + l->npixel, slice + y * l->ncol + a, (b - a) * sizeof *slice);
			l->npixel += b - a;
		}
}

/* The ends of the histogram, the same for all slices: those of one of them, and a little more. */
static int find_range(struct look *l, const float *sino, const struct entropy_row *row, double center, struct err *e)
{
	l->pixel = mem_alloc(l->ncol, l->ncol * sizeof *l->pixel, "a slice", e);
	if (l->pixel && !center_look(sino, row->nangle, l->ncol, row->theta_deg, &center, 1, WINDOW_HANN, see_pixels, l, e)) {
		l->lo = stat_percentile_f32(l->pixel, l->npixel, 0.5);
		l->hi = stat_percentile_f32(l->pixel, l->npixel, 99.5);
		double more = 0.25 * (l->hi - l->lo);
		l->lo -= more;
		l->hi += more;
	}
	mem_free(l->pixel);
	return e->code;
}

static void bin_columns(const float *in, size_t nrow, size_t ncol, size_t bin, float *out)
{
	size_t n = ncol / bin;

	for (size_t r = 0; r < nrow; r++)
		for (size_t c = 0; c < n; c++) {
			float sum = 0;
			for (size_t k = 0; k < bin; k++)
				sum += in[r * ncol + c * bin + k];
			out[r * n + c] = sum / (float)bin;
		}
}

/* The search so far. */
struct search {
	size_t ncol, bin, n;		/* columns; of them one now; places */
	double *center, *entropy;	/* [n]; summed over rows */
	double guess;
};

static double in_bins(const struct search *s, double center)
{
	return (center + 0.5) / (double)s->bin - 0.5;
}

static int add_row(struct search *s, const struct entropy_row *row, struct err *e)
{
	struct look l = { .ncol = s->ncol / s->bin };
	float *sino = mem_alloc(row->nangle, l.ncol * sizeof *sino, "a sinogram", e);
	double *c = mem_alloc(2 * s->n, sizeof *c, "centres", e);

	if (sino && c) {
		l.radius = 0.5 * (double)l.ncol * within;
		l.entropy = c + s->n;
		bin_columns(row->sino, row->nangle, s->ncol, s->bin, sino);
		for (size_t i = 0; i < s->n; i++)
			c[i] = in_bins(s, s->center[i] + row->shear);
		if (!find_range(&l, sino, row, in_bins(s, s->guess + row->shear), e) && l.hi > l.lo &&
		    !center_look(sino, row->nangle, l.ncol, row->theta_deg, c, s->n, WINDOW_HANN, see_entropy, &l, e))
			for (size_t i = 0; i < s->n; i++)
				s->entropy[i] += l.entropy[i];
	}
	mem_free(sino);
	mem_free(c);
	return e->code;
}

/* How much lower a place is than those k on either side; 0 when one of these is as low. */
static double depth(const struct search *s, size_t i, size_t k)
{
	double a, b;

	if (i < k || i + k >= s->n)
		return 0;
	a = s->entropy[i - k] - s->entropy[i];
	b = s->entropy[i + k] - s->entropy[i];
	return a > 0 && b > 0 ? a + b : 0;
}

static int measure(struct search *s, const struct entropy_row *row, size_t nrow, double from, double step, size_t n,
		   struct err *e)
{
	s->n = n;
	for (size_t i = 0; i < n; i++) {
		s->center[i] = from + step * (double)i;
		s->entropy[i] = 0;
	}
	for (size_t k = 0; k < nrow; k++)
		if (add_row(s, &row[k], e))
			return e->code;
	return 0;
}

static void take(struct search *s, size_t best)
{
	s->guess = s->center[best];
	if (best > 0 && best + 1 < s->n)
		s->guess += (s->center[1] - s->center[0]) *
			    interp_vertex(s->entropy[best - 1], s->entropy[best], s->entropy[best + 1]);
}

/* The sharpest minimum: far off there may be lower ones, but flat. */
static double take_sharpest(struct search *s)
{
	double most = 0, next = 0;
	size_t best = 0, near = s->n / 8 < SHARP ? 1 + s->n / 8 : SHARP;

	for (size_t i = 0; i < s->n; i++)
		if (depth(s, i, near) > most) {
			most = depth(s, i, near);
			best = i;
		}
	for (size_t i = 0; i < s->n; i++)
		if (i + near < best || i > best + near)
			next = fmax(next, depth(s, i, near));
	if (most > 0)
		take(s, best);
	return most > 0 ? 1 - next / most : 0;
}

/* The lowest place, when it is far enough below both ends of the search, and alike: else there is nothing but noise. */
static bool take_lowest(struct search *s, size_t nrow)
{
	size_t best = 0;

	for (size_t i = 1; i < s->n; i++)
		if (s->entropy[i] < s->entropy[best])
			best = i;
	double a = s->entropy[0] - s->entropy[best], b = s->entropy[s->n - 1] - s->entropy[best];
	if (!(fmin(a, b) > fmax(shallow * (double)nrow, lopsided * fmax(a, b))))
		return false;
	take(s, best);
	return true;
}

int entropy_find(const struct entropy_row *row, size_t nrow, size_t ncol, double lo, double hi,
		 double *center, double *score, struct err *e)
{
	struct search s = { .ncol = ncol, .bin = 1, .guess = 0.5 * (lo + hi) };

	*score = 0;
	if (ncol < 16)
		return err_set(e, E_DATA, "%zu columns are too few to find the axis", ncol);
	while (ncol / s.bin > COARSE)
		s.bin *= 2;
	double step = (double)s.bin;
	size_t n = (size_t)((hi - lo) / step) + 1, most = n > PLACES ? n : PLACES;
	s.center = mem_alloc(most, sizeof *s.center, "a search", e);
	s.entropy = mem_alloc(most, sizeof *s.entropy, "a search", e);
	if (!e->code && !measure(&s, row, nrow, lo, step, n, e))
		*score = take_sharpest(&s);
	for (bool deep = *score > 0; !e->code && deep && step > finest;) {
		step = fmax(step / 4, finest);
		while (s.bin > 1 && (double)s.bin > 2 * step && 2 * ncol / s.bin <= FINE)
			s.bin /= 2;
		if (!measure(&s, row, nrow, s.guess - step * (PLACES / 2), step, PLACES, e))
			deep = take_lowest(&s, nrow);
	}
	*center = *score > 0 ? s.guess : NAN;
	mem_free(s.center);
	mem_free(s.entropy);
	return e->code;
}
