/* ensemble.c - models, their transforms, the derivative. */
#include "rmc/ensemble.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

void rmc_ensemble_free(struct rmc_ensemble *s)
{
	for (size_t i = 0; s->f && i < s->m; i++)
		mem_free(s->f[i]);
	mem_free(s->f);
	mem_free(s->a);
	mem_free(s->filled);
	mem_free(s->g);
	mem_free(s->intensity);
	mem_free(s->r);
	mem_free(s->x);
	mem_free(s->room);
	*s = (struct rmc_ensemble){ .m = 0 };
}

int rmc_ensemble_new(struct rmc_ensemble *s, const struct rmc_target *t, size_t m, struct err *e)
{
	size_t shape[2] = { t->n, t->n }, n2 = t->n * t->n;

	*s = (struct rmc_ensemble){ .t = t, .m = m, .n2 = n2 };
	s->a = mem_zero(m * n2, 1, "the models", e);
	s->filled = mem_zero(m, sizeof *s->filled, "the models", e);
	s->f = mem_zero(m, sizeof *s->f, "the models", e);
	s->g = mem_alloc(m * n2, sizeof *s->g, "a gradient", e);
	s->intensity = mem_alloc(t->nq, sizeof *s->intensity, "a pattern", e);
	s->r = mem_alloc(t->nq, sizeof *s->r, "a pattern", e);
	s->x = mem_alloc(t->ramp ? 2 * n2 : n2, sizeof *s->x, "a model", e);
	s->room = mem_alloc(2 * t->nq, sizeof *s->room, "a pattern", e);
	for (size_t i = 0; s->f && i < m && !e->code; i++)
		s->f[i] = mem_alloc(2 * t->nq, sizeof **s->f, "a transform", e);
	if (!e->code && !fft_plan(&s->forward, t->ramp ? FFT_FORWARD : FFT_R2C, 2, shape, 1, 0, e))
		fft_plan(&s->back, t->ramp ? FFT_INVERSE : FFT_C2R, 2, shape, 1, 0, e);
	if (e->code)
		rmc_ensemble_free(s);
	return e->code;
}

static double complex turn(const struct rmc_target *t, size_t row, size_t col)
{
	return cexp(-2 * M_PI * I * (t->delta_px[0] * (double)row + t->delta_px[1] * (double)col) / (double)t->n);
}

void rmc_forward(const struct rmc_ensemble *s, const float *x, float *f)
{
	const struct rmc_target *t = s->t;

	if (!t->ramp) {
		fft_run(s->forward, x, f);
		return;
	}
	for (size_t row = 0; row < t->n; row++) {
		double complex ramp = turn(t, row, 0), step = turn(t, 0, 1);
		for (size_t col = 0; col < t->n; col++, ramp *= step) {
			float v = x[row * t->n + col];
			s->x[2 * (row * t->n + col)] = v * (float)creal(ramp);
			s->x[2 * (row * t->n + col) + 1] = v * (float)cimag(ramp);
		}
	}
	fft_run(s->forward, s->x, f);
}

void rmc_back(const struct rmc_ensemble *s, float *x_of_q, float *out)
{
	const struct rmc_target *t = s->t;

	if (!t->ramp) {
		fft_run(s->back, x_of_q, out);
		return;
	}
	fft_run(s->back, x_of_q, s->x);
	for (size_t row = 0; row < t->n; row++) {
		double complex ramp = conj(turn(t, row, 0)), step = conj(turn(t, 0, 1));
		for (size_t col = 0; col < t->n; col++, ramp *= step) {
			const float *v = s->x + 2 * (row * t->n + col);
			out[row * t->n + col] = v[0] * (float)creal(ramp) - v[1] * (float)cimag(ramp);
		}
	}
}

/* One pass from a scale. */
static void look(struct rmc_ensemble *s, struct rmc_scale from)
{
	struct rmc_cost c = rmc_cost(s->t, s->intensity, from, s->r);

	s->from = from;
	s->at = c.at;
	s->penalty = s->surface > 0 ? s->surface * rmc_borders(s) : 0;
	s->value = c.value + s->penalty;
}

/* exp(-2 pi i delta.r/n) a, or a alone, into the room of the transform. */
static void load(const struct rmc_ensemble *s, const unsigned char *a)
{
	const struct rmc_target *t = s->t;

	if (!t->ramp) {
		for (size_t k = 0; k < s->n2; k++)
			s->x[k] = a[k];
		return;
	}
	for (size_t row = 0; row < t->n; row++) {
		double complex ramp = turn(t, row, 0), step = turn(t, 0, 1);
		for (size_t col = 0; col < t->n; col++, ramp *= step) {
			size_t k = row * t->n + col;
			s->x[2 * k] = a[k] ? (float)creal(ramp) : 0;
			s->x[2 * k + 1] = a[k] ? (float)cimag(ramp) : 0;
		}
	}
}

double rmc_borders(const struct rmc_ensemble *s)
{
	size_t n = s->t->n, straight = 0, diagonal = 0;

	for (size_t row = 0; row < s->m * n; row++) {
		const unsigned char *a = s->a + row * n, *b = s->a + (row / n * n + (row + 1) % n) * n;
		for (size_t col = 0; col < n; col++) {
			size_t next = col + 1 < n ? col + 1 : 0;
			straight += (size_t)(a[col] ^ a[next]) + (a[col] ^ b[col]);
			diagonal += (size_t)(a[col] ^ b[next]) + (a[next] ^ b[col]);
		}
	}
	return (double)straight + 0.5 * (double)diagonal;
}

/* By how much borders grow when a pixel is filled, as the gradient counts. */
static void add_borders(const struct rmc_ensemble *s, const unsigned char *a, float *g)
{
	size_t n = s->t->n;
	float price = (float)(s->surface / (2 * s->t->norm));

	for (size_t row = 0; row < n; row++) {
		const unsigned char *up = a + (row + n - 1) % n * n, *at = a + row * n, *down = a + (row + 1) % n * n;
		for (size_t col = 0; col < n; col++) {
			size_t l = col ? col - 1 : n - 1, r = col + 1 < n ? col + 1 : 0;
			int like = 2 * (up[col] + down[col] + at[l] + at[r]) + up[l] + up[r] + down[l] + down[r];
			g[row * n + col] += price * (float)(6 - like);
		}
	}
}

static void transform(struct rmc_ensemble *s)
{
	for (size_t i = 0; i < s->m; i++) {
		load(s, s->a + i * s->n2);
		fft_run(s->forward, s->x, s->f[i]);
		HOT_PICK(rmc_abs2)(s->t->nq, s->f[i], s->intensity, i > 0);
	}
}

double rmc_evaluate(struct rmc_ensemble *s)
{
	transform(s);
	for (int i = 0; i < 3; i++) {		/* R at a scale that is far from the least tells another derivative */
		look(s, s->at);
		if (s->t->metric != RMC_INTENSITY || (fabs(s->at.c - s->from.c) < 1e-3 * fabs(s->at.c) && fabs(s->at.b - s->from.b) < 1e-3))
			break;
	}
	return s->value;
}

void rmc_evaluate_from(struct rmc_ensemble *s, struct rmc_scale from)
{
	transform(s);
	look(s, from);
}

/* X in the room to g of a tile. */
static void back(struct rmc_ensemble *s, size_t tile)
{
	rmc_back(s, s->room, s->g + tile * s->n2);
	if (s->surface > 0)
		add_borders(s, s->a + tile * s->n2, s->g + tile * s->n2);
}

void rmc_gradient(struct rmc_ensemble *s)
{
	for (size_t i = 0; i < s->m; i++) {
		HOT_PICK(rmc_times)(s->t->nq, s->r, s->f[i], s->room);
		back(s, i);
	}
}

void rmc_direction(struct rmc_ensemble *s)
{
	const struct rmc_target *t = s->t;

	if (t->metric != RMC_INTENSITY || s->surface > 0) {
		rmc_gradient(s);
		return;
	}
	for (size_t i = 0; i < s->m; i++) {
		HOT_PICK(rmc_times_even)(t->nq, s->r, s->f[i], s->intensity, t->w, (float)s->at.c, (float)(t->sum_d / t->used), s->room);
		back(s, i);
	}
}

void rmc_flip(struct rmc_ensemble *s, const struct rmc_flip *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s->a[f[i].tile * s->n2 + f[i].at] ^= 1;
}

/* |F|^2 of all tiles in double, of the whole plane in the DFT's order. */
static int intensities(const struct rmc_ensemble *s, double *sum, struct err *e)
{
	size_t n = s->t->n, shape[2] = { n, n };
	double complex *x = mem_alloc(s->n2, sizeof *x, "a transform", e);
	const struct fft *f;

	if (!x || fft_plan_double(&f, FFT_FORWARD, 2, shape, 1, 1, e)) {
		mem_free(x);
		return e->code;
	}
	for (size_t k = 0; k < s->n2; k++)
		sum[k] = 0;
	for (size_t i = 0; i < s->m; i++) {
		for (size_t row = 0; row < n; row++)
			for (size_t col = 0; col < n; col++)
				x[row * n + col] = s->a[i * s->n2 + row * n + col] ? turn(s->t, row, col) : 0;
		fft_run(f, x, x);
		for (size_t k = 0; k < s->n2; k++)
			sum[k] += creal(x[k]) * creal(x[k]) + cimag(x[k]) * cimag(x[k]);
	}
	mem_free(x);
	return 0;
}

/* Of a metric other than intensity, whose value does not need digits that a float has not. */
static struct rmc_cost coarse(const struct rmc_target *t, const double *intensity, struct err *e)
{
	float *x = mem_alloc(t->nq, sizeof *x, "a pattern", e);
	struct rmc_cost c = { .value = 0 };

	for (size_t k = 0; x && k < t->nq; k++)
		x[k] = (float)intensity[k];
	if (x)
		c = rmc_cost(t, x, c.at, NULL);
	mem_free(x);
	return c;
}

int rmc_verify(const struct rmc_ensemble *s, const struct rmc_target *t, struct rmc_cost *c, double *fit, struct err *e)
{
	size_t n = t->n;
	double *all = mem_alloc(s->n2, sizeof *all, "a pattern", e), *half = mem_alloc(t->nq, sizeof *half, "a pattern", e);

	if (!e->code && !intensities(s, all, e)) {
		for (size_t row = 0; row < n; row++)
			for (size_t col = 0; col < t->ncol; col++)
				half[row * t->ncol + col] = all[row * n + col];
		*c = t->metric == RMC_INTENSITY ? rmc_cost_exact(t, half) : coarse(t, half, e);
		for (size_t row = 0; fit && row < n; row++)
			for (size_t col = 0; col < n; col++)
				fit[rmc_centred(row, n, n) * n + rmc_centred(col, n, n)] = t->unit * (c->at.c * all[row * n + col] + c->at.b);
	}
	mem_free(all);
	mem_free(half);
	return e->code;
}
