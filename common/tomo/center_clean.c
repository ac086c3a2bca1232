/* center_clean.c - a sinogram without the faults of its detector, good enough to find the axis by */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "num/stat.h"
#include "tomo/center_part.h"

enum { HALF = 2, NEAR = 5 };	/* columns on each side: of the median; of the comparison of columns */
enum { DIGITS = 4, BITS = 8 };	/* of a value, when sorted */
enum { TILE = 16 };
static const float outstanding = 6;	/* times the median of moduli: four standard deviations */
static const double restless = 2;		/* times those around */
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

/* Medians of up to NEAR values on each side of at: the smaller and the larger one. */
static void sides(const double *x, size_t n, size_t at, double *low, double *high)
{
	double near[NEAR], m[2];
	size_t left = at < NEAR ? at : NEAR, right = n - 1 - at < NEAR ? n - 1 - at : NEAR;

	memcpy(near, x + at - left, left * sizeof *x);
	m[0] = left ? center_median(near, left) : NAN;
	memcpy(near, x + at + 1, right * sizeof *x);
	m[1] = right ? center_median(near, right) : NAN;
	*low = fmin(m[0], m[1]);	/* of a number and NAN: the number */
	*high = fmax(m[0], m[1]);
}

/* From here on a sinogram is turned, [ncol][nangle], as most is done along angles. */
static void turn(const float *in, size_t nrow, size_t ncol, float *out)
{
	for (size_t top = 0; top < nrow; top += TILE)
		for (size_t left = 0; left < ncol; left += TILE)
			for (size_t c = left; c < ncol && c < left + TILE; c++)
				for (size_t r = top; r < nrow && r < top + TILE; r++)
					out[c * nrow + r] = in[r * ncol + c];
}

/* Standard deviation along angles of each column. */
static void variation(const float *turned, size_t nangle, size_t ncol, double *sd)
{
	for (size_t c = 0; c < ncol; c++) {
		const float *x = turned + c * nangle;
		double m = mean(x, nangle), q = 0;
		for (size_t a = 0; a < nangle; a++)
			q += (x[a] - m) * (x[a] - m);
		sd[c] = sqrt(q / (double)nangle);
	}
}

static void bridge(float *turned, size_t nangle, size_t ncol, size_t c)
{
	const float *l = turned + (c > 0 ? c - 1 : c + 1) * nangle, *r = turned + (c + 1 < ncol ? c + 1 : c - 1) * nangle;

	for (size_t a = 0; a < nangle; a++)
		turned[c * nangle + a] = 0.5f * (l[a] + r[a]);
}

/* A column between others that vary along angles, which does not itself. */
static void bridge_blind(float *turned, size_t nangle, size_t ncol, const double *sd)
{
	for (size_t c = 0; c < ncol; c++) {
		double low, high;
		sides(sd, ncol, c, &low, &high);
		if (sd[c] < blind * low)
			bridge(turned, nangle, ncol, c);
	}
}

struct entry { float v; uint32_t a; };

/* Bits whose order as integers is that of the values. */
static uint32_t ordered(float v)
{
	uint32_t u;

	memcpy(&u, &v, sizeof u);
	return u & 0x80000000u ? ~u : u | 0x80000000u;
}

/* Stable, by DIGITS times BITS bits of the values, the lowest first; n of them, to and fro, at last in x. */
static void sort_entries(struct entry *x, struct entry *other, size_t n)
{
	uint32_t count[DIGITS][1u << BITS] = { { 0 } }, mask = (1u << BITS) - 1;

	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < DIGITS; d++)
			count[d][ordered(x[i].v) >> d * BITS & mask]++;
	for (unsigned d = 0; d < DIGITS; d++) {
		uint32_t at = 0;
		for (size_t i = 0; i <= mask; i++) {
			uint32_t c = count[d][i];
			count[d][i] = at;
			at += c;
		}
		for (size_t i = 0; i < n; i++)
			other[count[d][ordered(x[i].v) >> d * BITS & mask]++] = x[i];
		struct entry *swap = x;
		x = other;
		other = swap;
	}
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

static void sort_columns(const float *turned, size_t nangle, size_t ncol, struct entry *const *column,
			 struct entry *spare)
{
	for (size_t c = 0; c < ncol; c++) {
		for (size_t a = 0; a < nangle; a++)
			column[c][a] = (struct entry){ turned[c * nangle + a], (uint32_t)a };
		sort_entries(column[c], spare, nangle);
	}
}

struct tables {
	double *sd, *unrest;		/* of each column */
	struct entry *all, *spare, **column;	/* [ncol][nangle] sorted; one column */
	float *d, *copy, *stripe, *turned;
};

/* How column c differs from its smoothed self, d[nangle]. */
static void difference(struct entry *const *column, size_t nangle, size_t ncol, size_t c, float *d)
{
	for (size_t k = 0; k < nangle; k++)
		d[column[c][k].a] = column[c][k].v - median5(column, ncol, c, k);
}

/* Of each column: the median of that, its stripe; and how far the rest is from it, its unrest. */
static void survey(const struct tables *t, size_t nangle, size_t ncol)
{
	for (size_t c = 0; c < ncol; c++) {
		difference(t->column, nangle, ncol, c, t->d);
		memcpy(t->copy, t->d, nangle * sizeof *t->d);
		t->stripe[c] = stat_median_f32(t->copy, nangle);
		t->unrest[c] = 0;
		for (size_t a = 0; a < nangle; a++)
			t->unrest[c] += fabsf(t->d[a] - t->stripe[c]);
	}
	for (size_t c = 0; c < ncol; c++)
		t->copy[c] = fabsf(t->stripe[c]);
	float limit = outstanding * stat_median_f32(t->copy, ncol);
	for (size_t c = 0; c < ncol; c++)
		if (fabsf(t->stripe[c]) <= limit)
			t->stripe[c] = 0;
}

/* A column more restless than those around it becomes its smoothed self; another loses its stripe. */
static void mend(const struct tables *t, float *turned, size_t nangle, size_t ncol)
{
	for (size_t c = 0; c < ncol; c++) {
		float *x = turned + c * nangle;
		double low, high;
		sides(t->unrest, ncol, c, &low, &high);
		bool bad = t->unrest[c] > restless * high;
		if (!bad && t->stripe[c] == 0)
			continue;
		difference(t->column, nangle, ncol, c, t->d);
		for (size_t a = 0; a < nangle; a++)
			x[a] -= bad ? t->d[a] : t->stripe[c];
	}
}

static float lower(float a, float b)
{
	return a < b ? a : b;
}

static float upper(float a, float b)
{
	return a < b ? b : a;
}

/* Each value, or its smaller and larger neighbour along angles when it is outside of them: a median of three. */
static void along(const float *x, size_t n, float *out)
{
	out[0] = x[0];
	for (size_t a = 1; a + 1 < n; a++) {
		float lo = lower(x[a - 1], x[a + 1]), hi = upper(x[a - 1], x[a + 1]);
		out[a] = lower(upper(x[a], lo), hi);
	}
	out[n - 1] = x[n - 1];
}

/* Values far from their neighbours along angles, farther than noise and slopes explain. */
static void despike(float *turned, size_t nangle, size_t ncol, float *smooth, float *copy)
{
	float lo = INFINITY, hi = -INFINITY, noise = 0;

	for (size_t c = 0; c < ncol; c++) {
		const float *x = turned + c * nangle;
		along(x, nangle, smooth);
		for (size_t a = 0; a < nangle; a++) {
			copy[a] = fabsf(x[a] - smooth[a]);
			lo = lower(smooth[a], lo);
			hi = upper(hi, smooth[a]);
		}
		noise += stat_percentile_f32(copy, nangle, 75) / (float)ncol;
	}
	float far = 2 * outstanding * noise + 0.02f * (hi - lo);
	for (size_t c = 0; c < ncol; c++) {
		float *x = turned + c * nangle;
		along(x, nangle, smooth);
		for (size_t a = 0; a < nangle; a++)
			if (fabsf(x[a] - smooth[a]) > far)
				x[a] = smooth[a];
	}
}

static int tables_new(struct tables *t, size_t nangle, size_t ncol, struct err *e)
{
	size_t longer = nangle > ncol ? nangle : ncol;

	t->turned = mem_alloc(nangle, ncol * sizeof *t->turned, "a sinogram", e);
	t->sd = mem_alloc(ncol, sizeof *t->sd, "columns", e);
	t->unrest = mem_alloc(ncol, sizeof *t->unrest, "columns", e);
	t->all = mem_alloc(nangle, ncol * sizeof *t->all, "columns", e);
	t->spare = mem_alloc(nangle, sizeof *t->spare, "a column", e);
	t->column = mem_alloc(ncol, sizeof *t->column, "columns", e);
	t->d = mem_alloc(nangle, sizeof *t->d, "a column", e);
	t->copy = mem_alloc(longer, sizeof *t->copy, "a column", e);
	t->stripe = mem_alloc(ncol, sizeof *t->stripe, "columns", e);
	for (size_t c = 0; !e->code && c < ncol; c++)
		t->column[c] = t->all + c * nangle;
	return e->code;
}

static void tables_free(struct tables *t)
{
	mem_free(t->turned);
	mem_free(t->sd);
	mem_free(t->unrest);
	mem_free(t->all);
	mem_free(t->spare);
	mem_free(t->column);
	mem_free(t->d);
	mem_free(t->copy);
	mem_free(t->stripe);
}

int center_clean(float *sino, size_t nangle, size_t ncol, struct err *e)
{
	struct tables t = { 0 };

	if (!tables_new(&t, nangle, ncol, e)) {
		turn(sino, nangle, ncol, t.turned);
		despike(t.turned, nangle, ncol, t.d, t.copy);
		variation(t.turned, nangle, ncol, t.sd);
		bridge_blind(t.turned, nangle, ncol, t.sd);
		sort_columns(t.turned, nangle, ncol, t.column, t.spare);
		survey(&t, nangle, ncol);
		mend(&t, t.turned, nangle, ncol);
		turn(t.turned, ncol, nangle, sino);
	}
	tables_free(&t);
	return e->code;
}
