#include "tomo/stripe_score.h"

#include <math.h>
#include <string.h>

#include "tomo/filter_stripe.hot.h"

struct parts {
	double *block;			/* [STRIPE_BLOCKS][ncol] means */
	double *sum, *sum2;		/* [ncol] of e over the blocks */
	double *run;			/* [ncol + 2 STRIPE_WIDTH_MAX + 1] running sums of one block */
	float *part;			/* [ncol] */
};

static struct parts lay_out(void *work, size_t ncol)
{
	struct parts p = { .block = work };

	p.sum = p.block + STRIPE_BLOCKS * ncol;
	p.sum2 = p.sum + ncol;
	p.run = p.sum2 + ncol;
	p.part = (float *)(p.run + ncol + 2 * STRIPE_WIDTH_MAX + 1);
	return p;
}

size_t stripe_score_work(size_t ncol)
{
	return ((STRIPE_BLOCKS + 3) * ncol + 2 * STRIPE_WIDTH_MAX + 1) * sizeof(double) + ncol * sizeof(float);
}

/* The sum of rows [from, to). */
static void sum_rows(const float *x, size_t from, size_t to, size_t ncol, float *part, double *sum)
{
	memset(sum, 0, ncol * sizeof *sum);
	for (size_t r = from; r < to; r += STRIPE_ROWS)
		HOT_PICK(stripe_sum)(x + r * ncol, to - r < STRIPE_ROWS ? to - r : STRIPE_ROWS, ncol, part, sum);
}

static void block_means(const float *x, size_t nrow, size_t ncol, size_t nblock, const struct parts *p, double *mean)
{
	memset(mean, 0, ncol * sizeof *mean);
	for (size_t b = 0; b < nblock; b++) {
		size_t from = b * nrow / nblock, to = (b + 1) * nrow / nblock;
		double *m = p->block + b * ncol;

		sum_rows(x, from, to, ncol, p->part, m);
		for (size_t c = 0; c < ncol; c++) {
			mean[c] += m[c] / (double)nrow;
			m[c] /= (double)(to - from);
		}
	}
}

/* Column c - back, mirrored about the middle of the first and the last column; at most once: back < ncol. */
static size_t mirror(size_t c, size_t back, size_t ncol)
{
	c = c < back ? back - c : c - back;
	return c < ncol ? c : 2 * (ncol - 1) - c;
}

/* Sum and sum of squares of e(b, c) over all b, for windows of 2 half + 1. */
static void spread(const struct parts *p, size_t nblock, size_t ncol, size_t half)
{
	memset(p->sum, 0, 2 * ncol * sizeof *p->sum);
	for (size_t b = 0; b < nblock; b++) {
		const double *m = p->block + b * ncol;
		double *run = p->run;

		run[0] = 0;
		for (size_t i = 0; i < ncol + 2 * half; i++) {
			run[i + 1] = run[i] + m[mirror(i, half, ncol)];
		}
		for (size_t c = 0; c < ncol; c++) {
			double others = run[c + 2 * half + 1] - run[c] - m[c];
			double e = m[c] - others / (2 * (double)half);
			p->sum[c] += e;
			p->sum2[c] += e * e;
		}
	}
}

/* Of a sorted list of n, replace one. */
static void exchange(double *v, size_t n, double out, double in)
{
	size_t i = 0;

	while (i + 1 < n && v[i] < out)
		i++;
	for (; i + 1 < n && v[i + 1] < in; i++)
		v[i] = v[i + 1];
	for (; i > 0 && v[i - 1] > in; i--)
		v[i] = v[i - 1];
	v[i] = in;
}

/* Where the mean stands out from its running median by more than snr errors, t grows. */
static void compare(const struct parts *p, const double *mean, size_t nblock, size_t ncol, size_t half,
		    double snr, double least, double *t)
{
	double v[2 * STRIPE_WIDTH_MAX + 1], n = (double)nblock;

	for (size_t i = 0; i <= 2 * half; i++)
		v[i] = INFINITY;
	for (size_t i = 0; i <= 2 * half; i++)
		exchange(v, 2 * half + 1, INFINITY, mean[mirror(i, half, ncol)]);
	for (size_t c = 0; c < ncol; c++) {
		double d = fabs(mean[c] - v[half]), ave = p->sum[c] / n;
		double error = sqrt(fmax(0, p->sum2[c] / n - ave * ave) / (n - 1)) + least;
		if (d > snr * error && d / error > t[c])
			t[c] = d / error;
		if (c + 1 < ncol)
			exchange(v, 2 * half + 1, mean[mirror(c, half, ncol)], mean[mirror(c + 2 * half + 1, half, ncol)]);
	}
}

/* Of the means, and of their rounding: what is no stripe.  NaN when one is not finite. */
static double negligible(const double *mean, size_t ncol)
{
	double lo = mean[0], hi = mean[0], all = 0;

	for (size_t c = 0; c < ncol; c++) {
		lo = fmin(lo, mean[c]);
		hi = fmax(hi, mean[c]);
		all += mean[c];
	}
	return isfinite(all) ? 3e-5 * (hi - lo) + 1e-6 * fmax(fabs(lo), fabs(hi)) : NAN;
}

size_t stripe_score(const float *x, size_t nrow, size_t ncol, double snr, size_t width,
		   double *mean, double *t, void *work)
{
	struct parts p = lay_out(work, ncol);
	size_t nblock = nrow < STRIPE_BLOCKS ? nrow : STRIPE_BLOCKS, found = 0;

	block_means(x, nrow, ncol, nblock, &p, mean);
	for (size_t c = 0; c < ncol; c++)
		t[c] = snr > 0 ? 0 : 1;
	double least = negligible(mean, ncol);
	for (size_t half = 1; half <= width && half < ncol && nblock >= STRIPE_BLOCKS_MIN && snr > 0 && least > 0; half++) {
		spread(&p, nblock, ncol, half);
		compare(&p, mean, nblock, ncol, half, snr, least, t);
	}
	for (size_t c = 0; c < ncol; c++)
		found += t[c] > 0;
	if (found < ncol || !(snr > 0))
		return found;
	memset(t, 0, ncol * sizeof *t);
	return 0;
}

/* The columns from c on that are stripes, up to the returned one, and the two beside them (one twice at an edge, none: n). */
static size_t gap(const double *t, size_t ncol, size_t c, size_t *left, size_t *right)
{
	size_t next = c + 1;

	while (next < ncol && t[next] != 0)
		next++;
	*left = c > 0 ? c - 1 : next;
	*right = next < ncol ? next : *left;
	return next;
}

void stripe_fill(const double *x, const double *t, size_t ncol, double *y)
{
	size_t next, left, right;

	for (size_t c = 0; c < ncol; c = next) {
		next = c + 1;
		if (t[c] == 0) {
			y[c] = x[c];
			continue;
		}
		next = gap(t, ncol, c, &left, &right);
		double a = left < ncol ? x[left] : 0, b = right < ncol ? x[right] : 0;
		for (size_t i = c; i < next; i++)
			y[i] = a + (b - a) * (double)(i - c + 1) / (double)(next - c + 1);
	}
}

void stripe_stand(const float *x, const double *t, size_t ncol, float *y)
{
	size_t next, left, right;

	for (size_t c = 0; c < ncol; c = next) {
		next = c + 1;
		if (t[c] == 0)
			continue;
		next = gap(t, ncol, c, &left, &right);
		float a = left < ncol ? x[left] : 0, b = right < ncol ? x[right] : 0;
		for (size_t i = c; i < next; i++)
			y[i] = x[i] - (a + (b - a) * (float)(i - c + 1) / (float)(next - c + 1));
	}
}

void stripe_bridge(float *x, const double *t, size_t ncol)
{
	size_t next, left, right;

	for (size_t c = 0; c < ncol; c = next) {
		next = c + 1;
		if (t[c] == 0)
			continue;
		next = gap(t, ncol, c, &left, &right);
		float a = left < ncol ? x[left] : 0, b = right < ncol ? x[right] : 0;
		for (size_t i = c; i < next; i++)
			x[i] = a + (b - a) * (float)(i - c + 1) / (float)(next - c + 1);
	}
}
