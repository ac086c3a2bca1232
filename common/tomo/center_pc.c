/* center_pc.c - the axis from projections half a turn apart */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "num/fft.h"
#include "num/interp.h"
#include "tomo/center_rows.h"

static const double exact = 0.1;	/* steps: nearer than this is half a turn */
enum { EXACT_PAIRS = 8, FINE = 20 };	/* FINE: places a pixel of the last search */

static double median_gap(const double *theta_deg, size_t n, struct err *e)
{
	double *t = mem_alloc(n, sizeof *t, "the angles", e), g = 0;

	if (!t)
		return 0;
	for (size_t i = 0; i + 1 < n; i++)
		t[i] = fabs(theta_deg[i + 1] - theta_deg[i]);
	g = n > 1 ? center_median(t, n - 1) : 0;
	mem_free(t);
	return g;
}

/* The partner of i: nearest to half a turn on. */
static struct center_pair partner(const double *theta_deg, size_t n, size_t i)
{
	struct center_pair p = { i, i, INFINITY };

	for (size_t j = 0; j < n; j++) {
		double gap = theta_deg[j] - theta_deg[i] - 180;
		if (fabs(gap) < fabs(p.gap_deg))
			p = (struct center_pair){ i, j, gap };
	}
	return p;
}

/* Up to EXACT_PAIRS of the pairs that are half a turn apart, evenly spread. */
static size_t exact_pairs(const double *theta_deg, size_t n, double limit, struct center_pair *pair)
{
	size_t found = 0, taken = 0;

	for (size_t i = 0; i < n; i++)
		found += fabs(partner(theta_deg, n, i).gap_deg) <= limit;
	for (size_t i = 0, k = 0; i < n && taken < EXACT_PAIRS; i++) {
		struct center_pair p = partner(theta_deg, n, i);
		if (fabs(p.gap_deg) > limit)
			continue;
		if (k++ * EXACT_PAIRS >= taken * found)
			pair[taken++] = p;
	}
	return taken;
}

/* Every pair whose gap is within the limit, at most CENTER_PAIRS. */
static size_t near_pairs(const double *theta_deg, size_t n, double limit, struct center_pair *pair)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n && m < CENTER_PAIRS; j++) {
			double gap = theta_deg[j] - theta_deg[i] - 180;
			if (fabs(gap) <= limit)
				pair[m++] = (struct center_pair){ i, j, gap };
		}
	return m;
}

int center_pairs(const double *theta_deg, size_t nangle, struct center_pair *pair, size_t *n, struct err *e)
{
	double step = median_gap(theta_deg, nangle, e), best = INFINITY;

	*n = 0;
	if (e->code)
		return e->code;
	for (size_t i = 0; i < nangle; i++)
		best = fmin(best, fabs(partner(theta_deg, nangle, i).gap_deg));
	if (!(best <= 2 * step * 1.001))
		return err_set(e, E_DATA, "no two projections are 180 degrees apart: the nearest miss it by %.4g, "
			       "more than two steps of %.4g", best, step);
	*n = best <= exact * step ? exact_pairs(theta_deg, nangle, exact * step, pair)
				  : near_pairs(theta_deg, nangle, best + 1.01 * step, pair);
	return 0;
}

/* Correlation over a padded length: lines and spectra. */
struct pc {
	size_t nrow, ncol, padded, half;
	const struct fft *r2c, *c2r;
	float *line, *a, *b;	/* padded; half complex each */
	double *cross;		/* half complex: summed over rows and pairs */
};

static int pc_new(struct pc *p, size_t nrow, size_t ncol, struct err *e)
{
	*p = (struct pc){ .nrow = nrow, .ncol = ncol, .padded = fft_good_size(2 * ncol, 1) };
	p->half = p->padded / 2 + 1;
	p->line = mem_zero(p->padded, sizeof *p->line, "a correlation", e);
	p->a = mem_zero(p->half, 2 * sizeof *p->a, "a correlation", e);
	p->b = mem_zero(p->half, 2 * sizeof *p->b, "a correlation", e);
	p->cross = mem_zero(p->half, 2 * sizeof *p->cross, "a correlation", e);
	return e->code || fft_plan(&p->r2c, FFT_R2C, 1, &p->padded, 1, 0, e) ||
	       fft_plan(&p->c2r, FFT_C2R, 1, &p->padded, 1, 0, e) ? e->code : 0;
}

static void pc_free(struct pc *p)
{
	mem_free(p->line);
	mem_free(p->a);
	mem_free(p->b);
	mem_free(p->cross);
}

static void spectrum(struct pc *p, const float *x, float *out)
{
	memcpy(p->line, x, p->ncol * sizeof *x);
	center_taper(p->line, p->ncol);
	memset(p->line + p->ncol, 0, (p->padded - p->ncol) * sizeof *x);
	fft_run(p->r2c, p->line, out);
}

/*
 * Add A B of all rows.  With b(c) = a(2 center - c) it is |A|^2 exp(-2 pi i f 2 center): a peak at
 * 2 center.
 */
static void add_cross(struct pc *p, const float *a, const float *b)
{
	for (size_t r = 0; r < p->nrow; r++) {
		spectrum(p, a + r * p->ncol, p->a);
		spectrum(p, b + r * p->ncol, p->b);
		for (size_t k = 0; k < p->half; k++) {
			double ar = p->a[2 * k], ai = p->a[2 * k + 1], br = p->b[2 * k], bi = p->b[2 * k + 1];
			p->cross[2 * k] += ar * br - ai * bi;
			p->cross[2 * k + 1] += ar * bi + ai * br;
		}
	}
}

/*
 * Weights of the phases: the square root of the modulus instead of none at all, because half of
 * the frequencies hold nothing but noise; low ones (the overall shape) go out.
 */
static double whiten(struct pc *p)
{
	double total = 0;

	for (size_t k = 0; k < p->half; k++) {
		double re = p->cross[2 * k], im = p->cross[2 * k + 1], m = sqrt(hypot(re, im));
		double f = (double)k / (double)p->padded, w = (1 - exp(-f * f * 800 * 2)) * exp(-f * f * 20);
		double g = m > 0 ? w / m : 0;
		p->cross[2 * k] = re * g;
		p->cross[2 * k + 1] = im * g;
		total += m * w;
	}
	return total;
}

/* The correlation, over its largest possible value, at any center. */
static double correlation(const struct pc *p, double center, double total)
{
	double sum = 0;

	for (size_t k = 1; k < p->half; k++) {
		double phase = 4 * M_PI * center * (double)k / (double)p->padded;
		sum += p->cross[2 * k] * cos(phase) - p->cross[2 * k + 1] * sin(phase);
	}
	return total > 0 ? sum / total : 0;
}

/* First in steps of half a pixel by one transform, then between them. */
static double peak(struct pc *p, double lo, double hi, double total, double *height)
{
	size_t best = 0;

	for (size_t k = 0; k < p->half; k++) {
		p->a[2 * k] = (float)p->cross[2 * k];
		p->a[2 * k + 1] = (float)p->cross[2 * k + 1];
	}
	fft_run(p->c2r, p->a, p->line);
	for (size_t i = (size_t)fmax(0, 2 * lo); i < p->padded && (double)i <= 2 * hi; i++)
		if (best == 0 || p->line[i] > p->line[best])
			best = i;
	double from = 0.5 * (double)best - 0.5, q[FINE + 1];
	int b = 0;
	for (int i = 0; i <= FINE; i++) {
		q[i] = correlation(p, from + (double)i / FINE, total);
		if (q[i] > q[b])
			b = i;
	}
	*height = fmax(0, q[b]);
	return from + (b + (b > 0 && b < FINE ? interp_vertex(q[b - 1], q[b], q[b + 1]) : 0)) / FINE;
}

static void one(struct pc *p, const float *a, const float *b, size_t from, size_t n, double lo, double hi,
		double *center, double *height)
{
	size_t item = p->nrow * p->ncol;

	memset(p->cross, 0, 2 * p->half * sizeof *p->cross);
	for (size_t i = from; i < from + n; i++)
		add_cross(p, a + i * item, b + i * item);
	*center = peak(p, lo, hi, whiten(p), height);
}

/* The line through (gap, center) at gap 0; its mean where all gaps are alike. */
static double at_zero(const struct center_pair *pair, const double *center, size_t n)
{
	double g = 0, c = 0, gg = 0, gc = 0;

	for (size_t i = 0; i < n; i++) {
		g += pair[i].gap_deg / (double)n;
		c += center[i] / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		gg += (pair[i].gap_deg - g) * (pair[i].gap_deg - g);
		gc += (pair[i].gap_deg - g) * (center[i] - c);
	}
	return gg > 0 ? c - g * gc / gg : c;
}

int center_pc(const float *a, const float *b, const struct center_pair *pair, size_t npair,
	      size_t nrow, size_t ncol, double lo, double hi, double *center, double *score, struct err *e)
{
	struct pc p;
	double each[CENTER_PAIRS], height, widest = 0;

	center_range(ncol, &lo, &hi);
	for (size_t i = 0; i < npair; i++)
		widest = fmax(widest, fabs(pair[i].gap_deg - pair[0].gap_deg));
	if (!pc_new(&p, nrow, ncol, e)) {
		if (widest < 1e-3 * (180 + fabs(pair[0].gap_deg)) / 180) {
			one(&p, a, b, 0, npair, lo, hi, center, score);
		} else {
			*score = 0;
			for (size_t i = 0; i < npair; i++) {
				one(&p, a, b, i, 1, lo, hi, &each[i], &height);
				*score += height / (double)npair;
			}
			*center = at_zero(pair, each, npair);
		}
	}
	pc_free(&p);
	return e->code;
}

/* ---- the pairs of many rows --------------------------------------------------------------- */

enum { THIN = 64 };		/* projections, besides the pairs, by which faults of the detector are found */

static void mark(bool *take, size_t n, size_t i)
{
	for (size_t k = i > 0 ? i - 1 : 0; k <= i + 1 && k < n; k++)
		take[k] = true;
}

static int choose_lines(struct pairs *p, size_t nangle, struct err *e)
{
	bool *take = mem_zero(nangle, sizeof *take, "the angles", e);

	p->line = mem_alloc(nangle, sizeof *p->line, "the angles", e);
	if (take && p->line) {
		for (size_t i = 0; i < nangle; i += 1 + nangle / THIN)
			take[i] = true;
		for (size_t i = 0; i < p->n; i++) {
			mark(take, nangle, p->pair[i].i);
			mark(take, nangle, p->pair[i].j);
		}
		for (size_t i = 0; i < nangle; i++)
			if (take[i])
				p->line[p->nline++] = i;
	}
	mem_free(take);
	return e->code;
}

int pairs_new(struct pairs *p, struct rows *rows, struct err *e)
{
	const struct center_source *s = rows->src;

	*p = (struct pairs){ .rows = rows };
	if (center_pairs(s->theta_deg, s->nangle, p->pair, &p->n, e) || choose_lines(p, s->nangle, e))
		return e->code;
	p->a = mem_alloc(p->n * rows->r->nrow, s->ncol * sizeof *p->a, "projections", e);
	p->b = mem_alloc(p->n * rows->r->nrow, s->ncol * sizeof *p->b, "projections", e);
	return e->code;
}

void pairs_free(struct pairs *p)
{
	mem_free(p->line);
	mem_free(p->a);
	mem_free(p->b);
}

int pairs_row(struct pairs *p, size_t k, const float *sino, struct err *e)
{
	size_t n = p->rows->src->ncol, nrow = p->rows->r->nrow;
	float *some = mem_alloc(p->nline, n * sizeof *some, "projections", e);

	if (!some)
		return e->code;
	for (size_t i = 0; i < p->nline; i++)
		memcpy(some + i * n, sino + p->line[i] * n, n * sizeof *some);
	if (!center_clean(some, p->nline, n, e))
		for (size_t i = 0; i < p->nline; i++)
			for (size_t q = 0; q < p->n; q++) {
				if (p->line[i] == p->pair[q].i)
					memcpy(p->a + (q * nrow + k) * n, some + i * n, n * sizeof *some);
				if (p->line[i] == p->pair[q].j)
					memcpy(p->b + (q * nrow + k) * n, some + i * n, n * sizeof *some);
			}
	mem_free(some);
	return e->code;
}

int pairs_answer(const struct pairs *p, double lo, double hi, struct err *e)
{
	struct center_result *r = p->rows->r;

	return center_pc(p->a, p->b, p->pair, p->n, r->nrow, p->rows->src->ncol, lo, hi, &r->pc, &r->pc_score, e);
}
