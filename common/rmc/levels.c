#include "rmc/levels.h"

#include <string.h>

#include "rmc/steps.h"

static size_t all(size_t size[RMC_LEVELS_MAX], size_t n, const struct rmc_par *par)
{
	size_t start = par->start ? par->start : n < 64 ? n : 64, falling[RMC_LEVELS_MAX], k = 0;

	if (par->init || start >= n) {
		size[0] = n;
		return 1;
	}
	if (par->grow) {
		size_t each = par->grow, steps = (n - start + each - 1) / each;
		if (steps > RMC_LEVELS_MAX - 1)
			each = (n - start + RMC_LEVELS_MAX - 2) / (RMC_LEVELS_MAX - 1);
		for (; k < RMC_LEVELS_MAX - 1 && start + k * each < n; k++)
			size[k] = start + k * each;
		size[k++] = n;
		return k;
	}
	for (size_t m = n; k < RMC_LEVELS_MAX && (m >= start || !k); m = (m + 1) / 2)
		falling[k++] = m;
	for (size_t i = 0; i < k; i++)
		size[i] = falling[k - 1 - i];
	return k;
}

static bool can_be_fitted(const struct rmc_pattern *p, const struct rmc_par *par, size_t m)
{
	for (size_t i = 0; i < par->tiles; i++) {
		size_t k = rmc_fill(m * m, par->loading[i]);
		if (k < 1 || k >= m * m)
			return false;
	}
	return rmc_target_sum(p, m) > 0;
}

size_t rmc_levels(size_t size[RMC_LEVELS_MAX], const struct rmc_pattern *p, const struct rmc_par *par)
{
	size_t n = all(size, p->n, par), first = 0;

	while (first + 1 < n && !can_be_fitted(p, par, size[first]))
		first++;
	memmove(size, size + first, (n - first) * sizeof *size);
	return n - first;
}
