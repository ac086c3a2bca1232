/* phantom_scan.c - images of a simulated scan */
#include "tomo/phantom_scan.h"

#include <math.h>
#include <string.h>

#include "base/head.h"
#include "base/mem.h"
#include "num/par.h"
#include "num/rng.h"
#include "tomo/phantom_hot.h"

enum { NOISE = 1, FAINT, ZINGER, RING, PATTERN };	/* sequences of random numbers */
static const float enough = 64;				/* mean from which the expansion is good */

struct ring {
	size_t col, width;
	float gain, level;
	size_t from, to;	/* projections, half-open */
};

struct sim {
	const struct phantom *phantom;
	struct sim_par par;
	float *dark, *flat;	/* [nrow][ncol] means, beam 1 */
	struct ring *ring;
};

static uint64_t sequence(int purpose, int key, size_t index)
{
	return (uint64_t)purpose << 60 | (uint64_t)key << 56 | (uint64_t)index;
}

/* 0 in the middle, 1 in the corners. */
static double shape(const struct sim_par *p, size_t row, size_t col)
{
	double y = (2 * (double)row + 1) / (double)p->nrow - 1;
	double x = (2 * (double)col + 1) / (double)p->ncol - 1;

	return (1 - exp(-y * y)) / (1 - exp(-1)) * 0.8 + 0.2 * x * x;
}

static void fill_pattern(struct sim *s)
{
	const struct sim_par *p = &s->par;
	struct rng g = rng_at(p->seed, sequence(PATTERN, 0, 0), 0);

	for (size_t r = 0; r < p->nrow; r++)
		for (size_t c = 0; c < p->ncol; c++) {
			size_t i = r * p->ncol + c;
			double a = 0.04 * (rng_u32(&g) * 0x1p-32 - 0.5);
			double b = 0.04 * (rng_u32(&g) * 0x1p-32 - 0.5);
			s->dark[i] = (float)(p->dark * (1 + a));
			s->flat[i] = (float)(p->counts * (1 - p->profile * shape(p, r, c)) * (1 + b));
		}
}

/* One ring: its number says which kind. */
static struct ring make_ring(const struct sim_par *p, size_t i)
{
	struct rng g = rng_at(p->seed, sequence(RING, 0, i), 0);
	enum sim_ring kind = p->ring_kind ? p->ring_kind : (enum sim_ring)(SIM_RING_FULL + i % 3);
	struct ring r = { .width = 1, .to = p->nangle };
	double n = (double)p->nangle;

	r.col = (size_t)(((double)i + rng_uniform(&g)) * (double)p->ncol / (double)p->rings);	/* one a strip */
	double gain = fmax(0, 1 + p->ring_gain * rng_normal(&g)), length = 0.25 + 0.25 * rng_uniform(&g);
	double start = (1 - length) * rng_uniform(&g), level = 0.3 + 0.4 * rng_uniform(&g);
	if (kind == SIM_RING_PARTIAL) {
		r.from = (size_t)(start * n);
		r.to = (size_t)((start + length) * n);
	}
	r.gain = kind == SIM_RING_UNRESPONSIVE ? 0 : (float)gain;
	r.level = kind == SIM_RING_UNRESPONSIVE ? (float)level : 0;
	if (kind == SIM_RING_WIDE)
		r.width = 4 + (size_t)(9 * rng_uniform(&g));
	r.width = r.width < p->ncol - r.col ? r.width : p->ncol - r.col;
	return r;
}

int sim_new(struct sim **out, const struct phantom *p, const struct sim_par *par, struct err *e)
{
	struct sim *s = *out = mem_zero(1, sizeof *s, "a simulation", e);
	size_t count;

	if (!s || mem_mul(par->nrow, par->ncol, &count, "the image", e))
		return e->code;
	s->phantom = p;
	s->par = *par;
	s->dark = mem_alloc(count, sizeof *s->dark, "the dark field", e);
	s->flat = mem_alloc(count, sizeof *s->flat, "the flat field", e);
	s->ring = mem_zero(par->rings ? par->rings : 1, sizeof *s->ring, "the rings", e);
	if (e->code)
		return e->code;
	fill_pattern(s);
	for (size_t i = 0; i < par->rings; i++)
		s->ring[i] = make_ring(par, i);
	return 0;
}

void sim_free(struct sim *s)
{
	if (!s)
		return;
	mem_free(s->dark);
	mem_free(s->flat);
	mem_free(s->ring);
	mem_free(s);
}

/* Arrays of one row each, a multiple of 64 long. */
struct scratch {
	double *mu;
	float *gain, *level, *mean, *z;
	struct shadow *shadow;
};

static size_t stride(size_t ncol)
{
	return (ncol + 63) / 64 * 64;
}

size_t sim_work(const struct sim *s)
{
	return stride(s->par.ncol) * (sizeof(double) + 4 * sizeof(float)) +
	       s->phantom->n * sizeof(struct shadow);
}

static struct scratch carve(const struct sim *s, void *work)
{
	size_t n = stride(s->par.ncol);
	struct scratch w = { .mu = work };

	w.gain = (float *)(w.mu + n);
	w.level = w.gain + n;
	w.mean = w.level + n;
	w.z = w.mean + n;
	w.shadow = (struct shadow *)(w.z + n);
	return w;
}

/* The means of a flat field are those of a projection of nothing, of a dark field those without a beam. */
static void response(const struct sim *s, int key, size_t index, struct scratch *w)
{
	for (size_t c = 0; c < s->par.ncol; c++) {
		w->gain[c] = 1;
		w->level[c] = 0;
	}
	for (size_t i = 0; i < s->par.rings && key == KEY_PROJECTION; i++) {
		const struct ring *r = &s->ring[i];
		if (index < r->from || index >= r->to)
			continue;
		for (size_t c = r->col; c < r->col + r->width; c++) {
			w->gain[c] = r->gain;
			w->level[c] = r->level;
		}
	}
}

/* Pixels whose mean is small, once more and exactly. */
static void count_faint(const struct sim *s, uint64_t seq, size_t first, const float *mean, uint16_t *out)
{
	for (size_t c = 0; c < s->par.ncol; c++)
		if (mean[c] < enough) {
			struct rng g = rng_at(s->par.seed, seq, (uint64_t)(first + c) << 8);
			double k = rng_poisson(&g, mean[c]);
			out[c] = (uint16_t)fmin(k, 65535);
		}
}

static void count_row(const struct sim *s, int key, size_t index, size_t row, struct scratch *w, uint16_t *out)
{
	size_t n = s->par.ncol, words = stride(n);

	if (!s->par.noise) {
		for (size_t c = 0; c < n; c++)
			out[c] = (uint16_t)fminf(65535, floorf(w->mean[c] + 0.5f));
		return;
	}
	HOT_PICK(noise_normal)(s->par.seed, sequence(NOISE, key, index), row * (words / 4), n, w->z);
	if (HOT_PICK(noise_count)(w->mean, w->z, enough, n, out))
		count_faint(s, sequence(FAINT, key, index), row * n, w->mean, out);
}

static void add_zingers(const struct sim *s, int key, size_t index, uint16_t *out)
{
	struct rng g = rng_at(s->par.seed, sequence(ZINGER, key, index), 0);
	double count = (double)s->par.nrow * (double)s->par.ncol;

	for (double n = rng_poisson(&g, s->par.zingers * count); n > 0; n--) {
		size_t i = (size_t)(rng_uniform(&g) * count);
		double v = out[i] + 10000 + 40000 * rng_uniform(&g);
		out[i] = (uint16_t)fmin(v, 65535);
	}
}

void sim_image(const struct sim *s, int key, size_t index, double theta_deg, double time,
	       uint16_t *out, void *work)
{
	const struct sim_par *p = &s->par;
	struct scratch w = carve(s, work);
	struct phantom_view v = { theta_deg, p->center_px, p->tilt_deg, p->nrow, p->ncol };
	bool same = s->phantom->flat && p->tilt_deg == 0;
	float beam = key == KEY_DARK ? 0 : (float)(1 - p->drift * time);

	response(s, key, index, &w);
	memset(w.mu, 0, p->ncol * sizeof *w.mu);
	phantom_shadows(s->phantom, &v, w.shadow);
	for (size_t r = 0; r < p->nrow; r++) {
		if (key == KEY_PROJECTION && (r == 0 || !same))
			phantom_row(w.shadow, s->phantom->n, r, p->ncol, w.mu);
		HOT_PICK(noise_mean)(w.mu, w.gain, w.level, s->dark + r * p->ncol, s->flat + r * p->ncol,
				     beam, p->ncol, w.mean);
		count_row(s, key, index, r, &w, out + r * p->ncol);
	}
	if (p->zingers > 0)
		add_zingers(s, key, index, out);
}

struct peak {
	const struct phantom *p;
	const struct phantom_view *v;
	const double *theta_deg;
	size_t row_step, angle_step;
	double *top;		/* [angles looked at] */
};

static int peak_one(void *ctx, size_t i, void *work, struct err *e)
{
	struct peak *k = ctx;
	struct phantom_view v = *k->v;
	double *line = work, top = 0;
	struct shadow *sh = (struct shadow *)(line + v.ncol);

	(void)e;
	v.theta_deg = k->theta_deg[i * k->angle_step];
	phantom_shadows(k->p, &v, sh);
	for (size_t r = 0; r < v.nrow; r += k->row_step) {
		phantom_row(sh, k->p->n, r, v.ncol, line);
		for (size_t c = 0; c < v.ncol; c++)
			top = line[c] > top ? line[c] : top;
	}
	k->top[i] = top;
	return 0;
}

int phantom_peak(const struct phantom *p, const struct phantom_view *v, const double *theta_deg,
		 size_t n, double *peak, struct err *e)
{
	struct peak k = { p, v, theta_deg, 1, 1, NULL };
	double lines = 0x1p24 / (double)v->ncol, have = (double)v->nrow * (double)n;

	if (p->flat && v->tilt_deg == 0)
		k.row_step = v->nrow;
	else if (have > lines) {
		k.row_step = (size_t)ceil(sqrt(have / lines));
		k.angle_step = k.row_step;
	}
	size_t looks = (n + k.angle_step - 1) / k.angle_step;
	k.top = mem_zero(looks, sizeof *k.top, "the peaks", e);
	*peak = 0;
	if (k.top && !par_for(looks, phantom_work(p, v->ncol), peak_one, &k, e))
		for (size_t i = 0; i < looks; i++)
			*peak = fmax(*peak, k.top[i]);
	mem_free(k.top);
	return e->code;
}
