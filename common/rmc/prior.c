#include "rmc/prior.h"

#include <math.h>

#include "base/mem.h"

size_t rmc_ring(const struct rmc_pattern *p, size_t at)
{
	double y = (double)(at / p->n) - (double)(p->n / 2) + p->delta_px[0], x = (double)(at % p->n) - (double)(p->n / 2) + p->delta_px[1];

	return (size_t)(hypot(x, y) + 0.5);
}

/* Logarithms where the mean is positive, NaN elsewhere, to a guess everywhere. */
static void fill(double *mean, size_t n)
{
	size_t last = n;

	for (size_t k = 0; k < n; k++) {
		if (isnan(mean[k]))
			continue;
		for (size_t j = last == n ? 0 : last + 1; j < k; j++)
			mean[j] = last == n ? mean[k] : mean[last] + (mean[k] - mean[last]) * (double)(j - last) / (double)(k - last);
		last = k;
	}
	for (size_t j = last == n ? 0 : last + 1; j < n; j++)
		mean[j] = last == n ? -INFINITY : mean[last];
	for (size_t k = 0; k < n; k++)
		mean[k] = exp(mean[k]);
}

void rmc_prior_free(struct rmc_prior *r)
{
	mem_free(r->guess);
	*r = (struct rmc_prior){ NULL, NULL };
}

int rmc_prior_new(struct rmc_prior *r, const struct rmc_pattern *p, struct err *e)
{
	size_t n = p->n, rings = 2 * n + 2;
	double *sum = mem_zero(3 * rings, sizeof *sum, "the prior", e), *variance, *count;

	*r = (struct rmc_prior){ NULL, NULL };
	if (!sum)
		return e->code;
	variance = sum + rings;
	count = variance + rings;
	*r = (struct rmc_prior){ sum, variance };
	for (size_t i = 0; i < n * n; i++) {
		size_t k = rmc_ring(p, i);
		double w = p->w ? p->w[i] : 1;

		if (w > 0 && i != n / 2 * n + n / 2) {
			sum[k] += p->d[i];
			variance[k] += 1 / w;
			count[k]++;
		}
	}
	for (size_t k = 0; k < rings; k++) {
		sum[k] = sum[k] > 0 ? log(sum[k] / count[k]) : NAN;
		variance[k] = count[k] > 0 ? log(variance[k] / count[k]) : NAN;
	}
	fill(sum, rings);
	fill(variance, rings);
	for (size_t k = 0; k < rings; k++)
		r->w[k] = r->w[k] > 0 ? 1 / r->w[k] : 0;
	return 0;
}
