#include "num/metric.h"

#include <math.h>
#include <stdint.h>

enum { BLOCK = 1024 };		/* pairs summed at once */

/* Finite pairs of one block, close together. */
struct pairs { size_t n; double a[BLOCK], b[BLOCK]; };

void metric_init(struct metric *m)
{
	*m = (struct metric){ .first = SIZE_MAX, .min_a = INFINITY, .max_a = -INFINITY };
}

static void note_different(struct metric *m, double a, double b, size_t at)
{
	m->differ++;
	if (m->first != SIZE_MAX)
		return;
	m->first = at;
	m->first_a = a;
	m->first_b = b;
}

static void note_not_finite(struct metric *m, double a, double b, size_t at)
{
	if (a == b || (isnan(a) && isnan(b)))
		return;
	m->odd++;
	note_different(m, a, b, at);
}

/* Takes the finite pairs, and notes what differs. */
static void gather(struct metric *m, struct pairs *q, const double *a, const double *b,
		   const unsigned char *mask, size_t n, size_t at, const struct metric_par *p)
{
	q->n = 0;
	for (size_t i = 0; i < n; i++) {
		double v = p->gain * b[i] + p->offset, d = fabs(a[i] - v);

		if (mask && !mask[i])
			continue;
		if (!isfinite(a[i]) || !isfinite(v)) {
			note_not_finite(m, a[i], v, at + i);
			continue;
		}
		if (d > p->abs_tol + p->rel_tol * fabs(a[i]))
			note_different(m, a[i], v, at + i);
		if (d > m->max_abs) {
			m->max_abs = d;
			m->worst = at + i;
		}
		q->a[q->n] = a[i];
		q->b[q->n++] = v;
	}
}

static void sum_differences(struct metric *m, const struct pairs *q, const struct metric_par *p)
{
	double d2 = 0, abs_d = 0, a2 = 0, chi2 = 0;

	for (size_t i = 0; i < q->n; i++) {
		double d = q->a[i] - q->b[i];

		d2 += d * d;
		abs_d += fabs(d);
		a2 += q->a[i] * q->a[i];
		m->min_a = fmin(m->min_a, q->a[i]);
		m->max_a = fmax(m->max_a, q->a[i]);
		if (p->poisson)
			chi2 += d * d / fmax(q->a[i], 1);
	}
	m->n = q->n;
	m->d2 = d2;
	m->abs_d = abs_d;
	m->a2 = a2;
	m->chi2 = p->poisson ? chi2 : p->sigma > 0 ? d2 / (p->sigma * p->sigma) : 0;
}

static void sum_moments(struct metric *m, const struct pairs *q)
{
	double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;

	if (!q->n)
		return;
	for (size_t i = 0; i < q->n; i++) {
		sa += q->a[i];
		sb += q->b[i];
	}
	m->mean_a = sa / (double)q->n;
	m->mean_b = sb / (double)q->n;
	for (size_t i = 0; i < q->n; i++) {
		double x = q->a[i] - m->mean_a, y = q->b[i] - m->mean_b;

		aa += x * x;
		bb += y * y;
		ab += x * y;
	}
	m->m2_a = aa;
	m->m2_b = bb;
	m->c_ab = ab;
}

void metric_add(struct metric *m, const double *a, const double *b, const unsigned char *mask,
		size_t n, size_t at, const struct metric_par *p)
{
	struct pairs q;

	for (size_t i = 0; i < n; i += BLOCK) {
		struct metric part;

		metric_init(&part);
		gather(&part, &q, a + i, b + i, mask ? mask + i : NULL, n - i < BLOCK ? n - i : BLOCK,
		       at + i, p);
		sum_differences(&part, &q, p);
		sum_moments(&part, &q);
		metric_merge(m, &part);
	}
}

/* Chan, Golub & LeVeque, Am. Stat. 37 (1983) 242, eq. 2.1, and likewise for the product. */
static void merge_moments(struct metric *m, const struct metric *o)
{
	double n = (double)m->n, k = (double)o->n, da = o->mean_a - m->mean_a, db = o->mean_b - m->mean_b;

	if (!o->n)
		return;
	m->m2_a += o->m2_a + da * da * n * k / (n + k);
	m->m2_b += o->m2_b + db * db * n * k / (n + k);
	m->c_ab += o->c_ab + da * db * n * k / (n + k);
	m->mean_a += da * k / (n + k);
	m->mean_b += db * k / (n + k);
}

void metric_merge(struct metric *m, const struct metric *o)
{
	merge_moments(m, o);
	if (m->first == SIZE_MAX) {
		m->first = o->first;
		m->first_a = o->first_a;
		m->first_b = o->first_b;
	}
	if (o->max_abs > m->max_abs) {
		m->max_abs = o->max_abs;
		m->worst = o->worst;
	}
	m->n += o->n;
	m->odd += o->odd;
	m->differ += o->differ;
	m->d2 += o->d2;
	m->abs_d += o->abs_d;
	m->a2 += o->a2;
	m->min_a = fmin(m->min_a, o->min_a);
	m->max_a = fmax(m->max_a, o->max_a);
	m->chi2 += o->chi2;
	m->ssim += o->ssim;
	m->windows += o->windows;
}

double metric_rmse(const struct metric *m)
{
	return m->n ? sqrt(m->d2 / (double)m->n) : NAN;
}

double metric_mae(const struct metric *m)
{
	return m->n ? m->abs_d / (double)m->n : NAN;
}

double metric_bias(const struct metric *m)
{
	return m->n ? m->mean_b - m->mean_a : NAN;
}

double metric_rel_l2(const struct metric *m)
{
	if (!m->n || (m->d2 > 0 && m->a2 == 0))
		return NAN;
	return m->d2 > 0 ? sqrt(m->d2 / m->a2) : 0;
}

double metric_correlation(const struct metric *m)
{
	return m->m2_a > 0 && m->m2_b > 0 ? m->c_ab / (sqrt(m->m2_a) * sqrt(m->m2_b)) : NAN;
}

double metric_psnr(const struct metric *m, double peak)
{
	double rmse = metric_rmse(m);

	return rmse == 0 ? INFINITY : peak > 0 ? 20 * log10(peak / rmse) : NAN;
}

double metric_ssim(const struct metric *m)
{
	return m->windows ? m->ssim / (double)m->windows : NAN;
}

void metric_fit(const struct metric *m, double *gain, double *offset)
{
	*gain = m->m2_b > 0 ? m->c_ab / m->m2_b : 1;
	*offset = m->m2_b > 0 ? m->mean_a - *gain * m->mean_b : 0;
}
