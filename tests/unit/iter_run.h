/*
 * iter_run.h - a scan, its slice, and any iterative method on it, with what it told of each iteration.
 */
#ifndef ITER_RUN_H
#define ITER_RUN_H

#include "check.h"

#include "base/mem.h"
#include "num/rng.h"
#include "tomo/phantom.h"
#include "tomo/proj.h"
#include "tomo/recon.h"

enum { SCAN_ANGLES = 720, TOLD = 1024 };

struct scan {
	size_t n, m;			/* columns, angles */
	size_t size;			/* of x and of the slices; 0: as recon.h has it */
	double theta[SCAN_ANGLES], center;
	float *sino;			/* [m][n] */
	float *x;			/* truth [size][size], or NULL */
};

struct told { size_t n; double residual[TOLD], objective[TOLD]; };

static struct err e;

static inline struct scan scan_new(size_t n, size_t m, double range, double center)
{
	struct scan s = { .n = n, .m = m, .center = center, .size = n };

	for (size_t i = 0; i < m; i++)
		s.theta[i] = range * (double)i / (double)m;
	s.sino = mem_zero(m * n, sizeof(float), "sinogram", &e);
	s.x = mem_zero(n * n, sizeof(float), "slice", &e);
	return s;
}

static inline void scan_free(struct scan *s)
{
	mem_free(s->sino);
	mem_free(s->x);
}

/* sino = A x, of the projector itself. */
static inline void scan_project(const struct scan *s, size_t size, const float *x, float *sino)
{
	double cs[SCAN_ANGLES], sn[SCAN_ANGLES];
	struct proj *p = NULL;

	for (size_t i = 0; i < s->m; i++) {
		cs[i] = cos(s->theta[i] * M_PI / 180);
		sn[i] = sin(s->theta[i] * M_PI / 180);
	}
	proj_new(&p, size, s->n, cs, sn, s->m, &e);
	void *work = mem_alloc(1, proj_work(p), "work", &e);
	proj_forward(p, s->center, NULL, s->m, x, sino, work);
	mem_free(work);
	proj_free(p);
}

/* The matrix of the projector, [m * n][size * size], a pixel at a time. */
static inline void scan_matrix(const struct scan *s, size_t size, double *a)
{
	size_t nx = size * size, nb = s->m * s->n;
	float *one = mem_zero(nx, sizeof *one, "a pixel", &e), *b = mem_alloc(nb, sizeof *b, "its rays", &e);

	for (size_t j = 0; j < nx; j++) {
		one[j] = 1;
		scan_project(s, size, one, b);
		one[j] = 0;
		for (size_t i = 0; i < nb; i++)
			a[i * nx + j] = b[i];
	}
	mem_free(one);
	mem_free(b);
}

/* Exact projections of a phantom of this radius, or those of its truth by the projector; values times scale. */
static inline struct scan scan_of(enum phantom_kind kind, double radius, size_t n, size_t m, double range, bool consistent)
{
	struct scan s = scan_new(n, m, range, ((double)n - 1) / 2);
	struct phantom p;

	phantom_new(&p, kind, radius, &e);
	phantom_slice(&p, 0, n, s.x);
	void *work = mem_alloc(phantom_work(&p, n), 1, "work", &e);
	for (size_t i = 0; i < m && !consistent; i++) {
		struct phantom_view v = { s.theta[i], s.center, 0, 1, n };
		phantom_project(&p, &v, 0, 1, s.sino + i * n, work);
	}
	if (consistent)
		scan_project(&s, n, s.x, s.sino);
	mem_free(work);
	phantom_free(&p);
	return s;
}

/* Truth and projections so that the largest projection is mu_t, and each has the noise of so many photons. */
static inline void scan_noise(struct scan *s, double mu_t, double counts)
{
	struct rng r = rng_at(7, 0, 0);
	double most = 0;

	for (size_t i = 0; i < s->n * s->m; i++)
		most = fmax(most, s->sino[i]);
	for (size_t i = 0; i < s->size * s->size; i++)
		s->x[i] *= (float)(mu_t / most);
	for (size_t i = 0; i < s->n * s->m; i++) {
		double k = rng_poisson(&r, counts * exp(-s->sino[i] * mu_t / most));
		s->sino[i] = (float)-log(fmax(k, 1) / counts);
	}
}

static inline void told(void *ctx, size_t item, size_t iteration, double residual, double objective)
{
	struct told *t = ctx;

	CHECK(item == 0 && iteration == t->n && t->n < TOLD);
	t->residual[t->n] = residual;
	t->objective[t->n++] = objective;
}

static inline int start_at(void *ctx, size_t item, float *slice, struct err *err)
{
	const struct scan *s = ctx;

	(void)item, (void)err;
	memcpy(slice, s->x, s->size * s->size * sizeof *slice);
	return 0;
}

/* A method with the parameters in text, NULL for its defaults; the work is full of NaN.  *t may be NULL.  To be freed. */
static inline float *recon(const struct method *m, const char *text, const struct scan *s, const struct recon_par *given,
			   struct told *t, size_t *size)
{
	const char *const label[] = { "row", "angle", "col" };
	struct recon_par par = given ? *given : (struct recon_par){ .filter = WINDOW_RAMP, .pad = -1 };
	struct head in, out;
	double val[PARAM_MAX];
	void *plan = NULL;
	float *slice = NULL, *work = NULL;

	head_init(&in, DT_F32, 3, (size_t[]){ 1, s->m, s->n }, label);
	head_set_table(&in, "angle", "theta_deg", s->theta, s->m, &e);
	meta_set_num(&in.meta, META_CENTER, s->center, &e);
	head_copy(&out, &in, &e);
	if (text) {
		param_parse(m->param, m->name, text, val, &e);
		par.val = val;
	}
	if (t) {
		t->n = 0;
		par.tell = told;
		par.tell_ctx = t;
	}
	if (!e.code && !m->map.plan(&par, &in, &out, &plan, &e)) {
		size_t bytes = m->map.work(plan);
		work = mem_alloc(bytes, 1, "work", &e);
		memset(work, 0xff, bytes);
		*size = out.n[1];
		slice = mem_alloc(out.n[1] * out.n[2], sizeof *slice, "slice", &e);
		m->map.apply(plan, 0, 1, 0, 0, s->sino, slice, work, &e);
	}
	m->map.free(plan);
	mem_free(work);
	head_free(&in);
	head_free(&out);
	return slice;
}

/* The same, as large as the truth, without an error. */
static inline float *solve(const struct method *m, const char *text, const struct scan *s, struct told *t)
{
	size_t size = 0;
	float *x = recon(m, text, s, NULL, t, &size);

	CHECK(!e.code && x && size == s->size);
	if (e.code)
		printf("# %s:%s: %s\n", m->name, text ? text : "", e.msg);
	return x;
}

/* After so many of a method's iterations; t as above. */
static inline float *solve_to(const struct method *m, int iterations, const char *more, const struct scan *s, struct told *t)
{
	char text[120];

	snprintf(text, sizeof text, "iterations=%d%s", iterations, more);
	return solve(m, text, s, t);
}

static inline void *random_slice(float *x, size_t n, uint64_t stream)
{
	struct rng r = rng_at(3, stream, 0);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_uniform(&r);
	return x;
}

static inline bool all_finite(const float *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(x[i]))
			return false;
	return true;
}

/* |x - truth| / |truth| */
static inline double slice_error(const float *x, const struct scan *s)
{
	double d = 0, sum = 0;

	for (size_t i = 0; i < s->size * s->size; i++) {
		d += ((double)x[i] - s->x[i]) * ((double)x[i] - s->x[i]);
		sum += (double)s->x[i] * s->x[i];
	}
	return sqrt(d / sum);
}

/* In dB, inside the circle, against the largest value of the truth. */
static inline double slice_psnr(const float *x, const struct scan *s)
{
	double peak = 0;

	for (size_t i = 0; i < s->size * s->size; i++)
		peak = fmax(peak, s->x[i]);
	return phantom_psnr(x, s->x, s->size) + 20 * log10(peak);
}

#endif
