/* steps.c - how models are changed. */
#include "rmc/steps.h"

#include <math.h>
#include <string.h>

#include "rmc/select.h"

size_t rmc_fill(size_t n2, double loading)
{
	return (size_t)(loading * (double)n2 + 0.5);
}

/* ---- batches ---- */

static size_t choose(const struct rmc_ensemble *s, const float *g, double many, struct rmc_flip *out)
{
	size_t n = 0, m = (size_t)many;

	for (size_t i = 0; i < s->m; i++)
		n += rmc_select(g + i * s->n2, s->a + i * s->n2, s->n2, m, (unsigned)i, out + n);
	return n;
}

/* Many tiles, and only one pair left to try: the best of all tiles alone. */
static size_t only_one(const struct rmc_ensemble *s, const float *g, struct rmc_flip *f, size_t n)
{
	double most = 0;
	size_t best = 0;

	for (size_t i = 0; i + 1 < n; i += 2) {
		double v = fabs(g[f[i].tile * s->n2 + f[i].at]) + fabs(g[f[i + 1].tile * s->n2 + f[i + 1].at]);
		if (v > most)
			most = v, best = i;
	}
	f[0] = f[best];
	f[1] = f[best + 1];
	return 2;
}

static double most_pairs(const struct rmc_ensemble *s)
{
	return (double)s->n2 / 2;
}

/* Nothing better was found: as it was. */
static bool settled(struct rmc_ensemble *s)
{
	rmc_evaluate(s);
	return false;
}

/* Fewer and fewer pairs, until they are for the better. */
static bool try_fewer(struct rmc_ensemble *s, struct rmc_pace *p, struct rmc_flip *room)
{
	double before = s->value;
	struct rmc_scale at = s->at;
	bool single = false;

	p->many = fmin(fmax(p->many, 1), most_pairs(s));
	for (;;) {
		size_t n = choose(s, s->g, p->many, room);
		if (!n)
			return settled(s);
		if (single && s->m > 1)
			n = only_one(s, s->g, room, n);
		p->tried++;
		rmc_flip(s, room, n);
		if (rmc_evaluate(s) < before) {
			p->taken++;
			p->many = fmax(1, (double)n / (double)(2 * s->m)) * 1.5 + 1;
			return true;
		}
		rmc_flip(s, room, n);
		s->at = at;
		s->value = before;
		if (p->many < 2) {
			if (single || s->m == 1)
				return settled(s);
			single = true;
		}
		p->many = fmax(1, floor((double)n / (double)(4 * s->m)));
	}
}

bool rmc_batch(struct rmc_ensemble *s, struct rmc_pace *p, struct rmc_flip *room)
{
	if (!p->plain) {
		rmc_direction(s);
		if (try_fewer(s, p, room))
			return true;
		p->plain = 1;
		p->many = 8;
	}
	rmc_gradient(s);
	return try_fewer(s, p, room);
}

static void blurred(const struct rmc_ensemble *s, double blur, struct rng *rng, float *out)
{
	size_t n = s->m * s->n2;
	double sum = 0;
	float sd;

	for (size_t i = 0; i < n; i++)
		sum += (double)s->g[i] * s->g[i];
	sd = (float)(blur * sqrt(sum / (double)n) * 1.7320508 / 4294967296.);		/* two uniform numbers: deviation 1/sqrt(6) of their width */
	for (size_t i = 0; i < n; i++)
		out[i] = s->g[i] + 1.41421356f * sd * (float)((double)rng_u32(rng) + (double)rng_u32(rng) - 4294967295.);
}

void rmc_anneal(struct rmc_ensemble *s, struct rmc_pace *p, double temperature, double blur, struct rng *rng, float *noisy, struct rmc_flip *room)
{
	double before = s->value;
	struct rmc_scale at = s->at;

	rmc_direction(s);
	for (int i = 0; i < 20; i++) {
		size_t n;
		p->many = fmin(fmax(p->many, 1), most_pairs(s));
		blurred(s, blur, rng, noisy);
		n = choose(s, noisy, p->many, room);
		if (!n)
			break;
		p->tried++;
		rmc_flip(s, room, n);
		if (rmc_evaluate(s) < before || rng_uniform(rng) < exp((before - s->value) / temperature)) {
			p->taken++;
			p->many *= 1.05;
			return;
		}
		rmc_flip(s, room, n);
		s->at = at;
		s->value = before;
		p->many *= 0.96;
	}
	rmc_evaluate(s);
}

/* ---- projections ---- */

static double loading_power(const struct rmc_ensemble *s)
{
	double sum = 0, n2 = (double)s->n2;

	for (size_t i = 0; i < s->m; i++)
		sum += (double)s->filled[i] * (n2 - (double)s->filled[i]);
	return sum;
}

/* I of the target for which the sum over pixels in use is the part of the power that they have now. */
static double amplitude_scale(const struct rmc_ensemble *s)
{
	const struct rmc_target *t = s->t;
	double used = 0, all = 0, d = 0;

	for (size_t row = 0; row < t->n; row++) {
		float u = 0, a = 0, dd = 0;
		for (size_t q = row * t->ncol, c = 0; c < t->ncol; c++, q++) {
			float m = t->mult[c], i = m * s->intensity[q], on = t->w[q] > 0 ? 1 : 0;
			a += q ? i : 0;
			u += on * i;
			dd += on * m * t->amp[q] * t->amp[q];
		}
		used += u;
		all += a;
		d += dd;
	}
	return d > 0 && all > 0 ? loading_power(s) * used / all / d : 0;
}

static void put_amplitudes(struct rmc_ensemble *s, size_t tile, double k)
{
	const struct rmc_target *t = s->t;
	float inv = 1 / (float)s->n2, *f = s->f[tile], kf = (float)k;

	for (size_t q = 0; q < t->nq; q++) {
		float ratio = t->w[q] > 0 ? t->amp[q] * sqrtf(kf / (s->intensity[q] + 1e-12f)) : 1;
		s->room[2 * q] = inv * ratio * f[2 * q];
		s->room[2 * q + 1] = inv * ratio * f[2 * q + 1];
	}
	if (!t->ramp) {
		s->room[0] = (float)s->filled[tile] * inv;
		s->room[1] = 0;
	}
}

void rmc_raar(struct rmc_ensemble *s, float *x, double beta, float *room)
{
	double k;
	float b = (float)beta;

	for (size_t i = 0; i < s->m; i++) {
		rmc_forward(s, x + i * s->n2, s->f[i]);
		HOT_PICK(rmc_abs2)(s->t->nq, s->f[i], s->intensity, i > 0);
	}
	k = amplitude_scale(s);
	for (size_t i = 0; i < s->m; i++) {
		unsigned char *a = s->a + i * s->n2;
		float *y = x + i * s->n2, *p = s->g + i * s->n2;
		put_amplitudes(s, i, k);
		rmc_back(s, s->room, p);
		for (size_t j = 0; j < s->n2; j++)
			room[j] = 2 * p[j] - y[j];
		rmc_threshold(room, s->n2, s->filled[i], a);
		for (size_t j = 0; j < s->n2; j++)
			y[j] = 0.5f * b * (2 * (float)a[j] - room[j] + y[j]) + (1 - b) * p[j];
	}
}

/* ---- beginnings ---- */

void rmc_grow(struct rmc_ensemble *s, const struct rmc_ensemble *small, const double *loading)
{
	size_t n = s->t->n, k = small->t->n, nc = n / 2 + 1;
	bool ramp = s->t->ramp;

	for (size_t i = 0; i < s->m; i++) {
		const float *f = small->f[i];
		memset(s->room, 0, 2 * s->t->nq * sizeof *s->room);
		for (size_t row = 0; row < k; row++)
			for (size_t col = 0; col < (ramp ? k : (k + 1) / 2); col++) {
				size_t to = (row < k - k / 2 ? row : row + n - k) * (ramp ? n : nc) + (col < k - k / 2 ? col : col + n - k);
				if (k % 2 == 0 && (2 * row == k || 2 * col == k))
					continue;
				s->room[2 * to] = f[2 * (row * small->t->ncol + col)];
				s->room[2 * to + 1] = f[2 * (row * small->t->ncol + col) + 1];
			}
		rmc_back(s, s->room, s->g);
		s->filled[i] = rmc_fill(s->n2, loading[i]);
		rmc_threshold(s->g, s->n2, s->filled[i], s->a + i * s->n2);
	}
}

void rmc_random(struct rmc_ensemble *s, const double *loading, struct rng *rng)
{
	for (size_t i = 0; i < s->m; i++) {
		for (size_t k = 0; k < s->n2; k++)
			s->g[k] = (float)rng_uniform(rng);
		s->filled[i] = rmc_fill(s->n2, loading[i]);
		rmc_threshold(s->g, s->n2, s->filled[i], s->a + i * s->n2);
	}
}
