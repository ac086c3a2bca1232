#include "app/rmcset.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const char *const rmcset_columns[] = {
	[RMCSET_SEED] = "seed", [RMCSET_SIZE] = "size", [RMCSET_PHASE] = "phase", [RMCSET_STEP] = "step", [RMCSET_CHI2] = "chi2", [RMCSET_R] = "R",
	[RMCSET_HELD] = "held", [RMCSET_ACCEPTED] = "accepted", [RMCSET_TEMPERATURE] = "temperature", [RMCSET_PAIRS] = "pairs",
	[RMCSET_PROPOSALS] = "proposals", [RMCSET_COLUMNS] = NULL,
};
const char *const rmcset_metrics[] = {
	[RMC_INTENSITY] = "intensity", [RMC_AMPLITUDE] = "amplitude", [RMC_LOG] = "log", [RMC_POISSON] = "poisson", NULL,
};

const struct rmcset_number rmcset_numbers[RMCSET_NUMBERS] = {
	{ "chi2", "rmc.chi2", offsetof(struct rmc_result, value) },
	{ "R", "rmc.R", offsetof(struct rmc_result, r) },
	{ "held", "rmc.held", offsetof(struct rmc_result, held) },
	{ "scale", "rmc.scale", offsetof(struct rmc_result, c) },
	{ "background", "rmc.background", offsetof(struct rmc_result, b) },
};

double rmcset_number(const struct rmc_result *r, int k)
{
	double v;

	memcpy(&v, (const char *)r + rmcset_numbers[k].at, sizeof v);
	return v;
}

void rmcset_set_number(struct rmc_result *r, int k, double v)
{
	memcpy((char *)r + rmcset_numbers[k].at, &v, sizeof v);
}

int rmcset_new(struct rmcset *s, size_t n, size_t tiles, size_t nseed, struct err *e)
{
	*s = (struct rmcset){ .n = n, .tiles = tiles, .nseed = nseed, .q_step_per_nm = NAN, .q_sign = { 1, 1 } };
	s->loading = mem_zero(tiles, sizeof *s->loading, "loadings", e);
	s->seed = mem_zero(nseed, sizeof *s->seed, "seeds", e);
	s->d = mem_zero(n * n, sizeof *s->d, "the pattern", e);
	s->w = mem_zero(n * n, sizeof *s->w, "the weights", e);
	for (size_t i = 0; !e->code && i < nseed; i++)
		s->seed[i] = (struct rmcset_seed){ .stride = 1, .loading = NAN };
	return e->code;
}

void rmcset_free(struct rmcset *s)
{
	for (size_t i = 0; s->seed && i < s->nseed; i++) {
		mem_free(s->seed[i].model);
		mem_free(s->seed[i].fit);
		mem_free(s->seed[i].point);
	}
	mem_free(s->seed);
	mem_free(s->loading);
	mem_free(s->d);
	mem_free(s->w);
	meta_free(&s->meta);
	*s = (struct rmcset){ 0 };
}

bool rmcset_own_loadings(const struct rmcset *s)
{
	return !isnan(s->seed[0].loading);
}

const double *rmcset_loading(const struct rmcset *s, size_t seed)
{
	return rmcset_own_loadings(s) ? &s->seed[seed].loading : s->loading;
}

double rmcset_pixel_m(const struct rmcset *s)
{
	return 2 * M_PI / ((double)s->n * s->q_step_per_nm) * 1e-9;
}

static void thin(struct rmcset_seed *s)
{
	size_t half = 0;

	for (size_t i = 0; i < s->npoint; i += 2)
		memmove(s->point + half++ * RMCSET_COLUMNS, s->point + i * RMCSET_COLUMNS, RMCSET_COLUMNS * sizeof *s->point);
	s->npoint = half;
	s->stride *= 2;
}

int rmcset_point(struct rmcset_seed *s, const struct rmc_point *p, bool last, struct err *e)
{
	const double row[RMCSET_COLUMNS] = {
		[RMCSET_SEED] = (double)s->seed, [RMCSET_SIZE] = (double)p->n, [RMCSET_PHASE] = p->phase, [RMCSET_STEP] = p->step, [RMCSET_CHI2] = p->value,
		[RMCSET_R] = p->r, [RMCSET_HELD] = p->held, [RMCSET_ACCEPTED] = p->accepted, [RMCSET_TEMPERATURE] = p->temperature,
		[RMCSET_PAIRS] = p->pairs, [RMCSET_PROPOSALS] = p->proposals,
	};

	if (!s->point && !(s->point = mem_zero(RMCSET_POINTS + 1, sizeof row, "the timeline", e)))
		return e->code;
	if (s->calls % s->stride == 0 || last) {
		memcpy(s->point + s->npoint * RMCSET_COLUMNS, row, sizeof row);
		s->npoint++;
	}
	s->calls++;
	if (s->npoint >= RMCSET_POINTS && !last)
		thin(s);
	return 0;
}

size_t rmcset_best(const struct rmcset *s)
{
	size_t best = s->nseed;

	for (size_t i = 0; i < s->nseed; i++)
		if (s->seed[i].done && (best == s->nseed || s->seed[i].result.value < s->seed[best].result.value))
			best = i;
	return best;
}

/* G. Fowler, L. C. Noll, P. Vo's hash FNV-1a of 64 bits, from two starts and over 8 bytes at a time. */
static uint64_t hash(uint64_t h, const unsigned char *at, size_t n)
{
	uint64_t word;

	for (; n >= sizeof word; n -= sizeof word, at += sizeof word) {
		memcpy(&word, at, sizeof word);
		h = (h ^ word) * 1099511628211u;
		h ^= h >> 29;
	}
	for (; n; n--)
		h = (h ^ *at++) * 1099511628211u;
	return h ^ h >> 32;
}

void rmcset_digest(char digest[33], const void *bytes, size_t n)
{
	uint64_t a = hash(14695981039346656037u, (const unsigned char *)digest, strlen(digest));
	uint64_t b = hash(0x9e3779b97f4a7c15u, (const unsigned char *)digest, strlen(digest));

	snprintf(digest, 33, "%016" PRIx64 "%016" PRIx64, hash(a, bytes, n), hash(b, bytes, n));
}
