/*
 * mbir: model-based reconstruction, the minimum of
 *
 *	1/2 sum of w (Ax - b)^2 + s^2 R(x)
 *
 * with R of qggmrf.h, s the standard deviation of the noise, w = 1 or the photons that were counted, exp(-b) over their mean, and the
 * Fourier projector of fproj.h (D. Kumar, D. Y. Parkinson & J. J. Donatelli, J. Synchrotron Rad. 31 (2024) 85, have this
 * operator and prior).  At each x the parabola above the objective is minimised in the plane of two directions, the
 * preconditioned gradient and the last step (E. Chouzenoux, J. Idier & S. Moussaoui, IEEE Trans. Image Process. 20 (2011) 1517):
 * the objective never grows.  Held at or above 0: by the projected gradient of iter_spg.h, with the same parabola.
 *
 * What is kept is G = A'w(Ax - b), which with H = A'wA follows a step d as G + Hd, the data term growing by <G, d> + <d, Hd>/2.  Where
 * w = 1 and the detector sees all H is a convolution.
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/vec.h"
#include "tomo/fproj.h"
#include "tomo/iter_reg.h"
#include "tomo/iter_spg.h"
#include "tomo/qggmrf.h"

enum { SIGMA = ITER_OWN, SHARPNESS, POWER, T, WEIGHTS, TOLERANCE };

static const struct param params[] = {
	ITER_PARAMS(30, 0),
	{ .name = "sigma", .type = PARAM_NUM, .unit = "", .def = 0, .lo = 0, .hi = 1e30,
	  .help = "scale of the differences of neighbours, 1/pixel; 0: a quarter of the root mean square of mu_t "
		  "over the slice's width, times 2^sharpness" },
	{ .name = "sharpness", .type = PARAM_NUM, .unit = "", .def = 0, .lo = -20, .hi = 20,
	  .help = "more: less smooth; when sigma is not given" },
	{ .name = "p", .type = PARAM_NUM, .unit = "", .def = 1.2, .lo = 1, .hi = 1.999,
	  .help = "power of large differences in the penalty: 1 keeps edges most" },
	{ .name = "t", .type = PARAM_NUM, .unit = "", .def = 1, .lo = 1e-3, .hi = 1e3,
	  .help = "where a difference is large, in sigma" },
	{ .name = "weights", .type = PARAM_FLAG, .unit = "", .def = 0, .hi = 1,
	  .help = "each ray counts as the photons that it has left, exp(-mu_t)" },
	REG_TOLERANCE,
	{ .type = PARAM_END },
};

/* ---- what all slices share ---------------------------------------------------------------- */

struct own {
	struct fproj *f;
	size_t size, plane;		/* plane: of the preconditioner's transforms, along an axis */
	const struct fft *there, *back;
	bool convolution;
};

static int plan(const struct geo *g, const struct recon_par *par, void **own, struct err *e)
{
	struct own *o = mem_zero(1, sizeof *o, "plan", e);

	*own = o;
	if (!o)
		return e->code;
	o->size = g->size + 2 * (par->pad > 0 ? (size_t)par->pad : 0);
	o->plane = fft_good_size(o->size, 1);
	o->convolution = !(par->val && par->val[WEIGHTS] > 0);
	size_t shape[2] = { o->plane, o->plane };
	if (fft_plan(&o->there, FFT_R2C, 2, shape, 1, 1, e) || fft_plan(&o->back, FFT_C2R, 2, shape, 1, 1, e))
		return e->code;
	return fproj_new(&o->f, g, o->size, o->convolution, e);
}

static void free_own(void *own)
{
	struct own *o = own;

	fproj_free(o->f);
	mem_free(o);
}

static size_t own_fixed(const void *own)
{
	const struct own *o = own;

	return sizeof *o + fproj_fixed(o->f);
}

/* Floats of the larger of the projector's work and the preconditioner's plane; then the weights of four pairs. */
static size_t shared(const struct own *o)
{
	size_t a = fproj_work(o->f) / sizeof(float), b = o->plane * (o->plane + 2);

	return mem_lines(a > b ? a : b);
}

static size_t own_work(const void *own)
{
	const struct own *o = own;

	return (shared(o) + 4 * o->size * o->size) * sizeof(float);
}

/* ---- one slice ---------------------------------------------------------------------------- */

struct mbir {
	const struct own *own;
	struct qggmrf q;
	double noise2, top;		/* top: curvature of the penalty where all is flat */
	double fit, prior;		/* the two terms at x */
	bool square;			/* H is a convolution */
	float *work, *pairs;
	float *rays, *weight;		/* sinograms; weight NULL: 1 */
	float *gfit, *g, *d, *hd, *step, *hstep;
	const float *last;		/* direction of curvature() */
};

/* out = H d; rays: A d. */
static void square(const struct iter *it, const struct mbir *m, const float *d, float *out)
{
	if (m->square) {
		fproj_square(m->own->f, d, out, m->work);
		return;
	}
	fproj_forward(m->own->f, it->center, d, m->rays, m->work);
	if (m->weight)
		vec_mul(m->rays, m->weight, it->nb);
	fproj_back(m->own->f, it->center, m->rays, out, m->work);
}

static void weigh(const struct iter *it, float *w)
{
	for (size_t i = 0; i < it->nb; i++)
		w[i] = expf(-fmaxf(it->b[i], -80));
	double mean = vec_sum(w, it->nb) / (double)it->nb;
	vec_scale(w, it->nb, mean > 0 ? 1 / mean : 1);
}

/* The penalty at x, and the parabola above it. */
static void touch(const struct iter *it, struct mbir *m)
{
	m->prior = m->noise2 * HOT_PICK(qggmrf_weights)(&m->q, it->x, it->size, it->size, m->pairs);
}

static double bend(const struct iter *it, const struct mbir *m, const float *a, const float *b)
{
	return m->noise2 * HOT_PICK(qggmrf_product)(a, b, m->pairs, it->size, it->size);
}

static void start(const struct iter *it, struct mbir *m)
{
	double usual = sqrt(it->b2 / (double)it->nb) / (double)it->size, noise = reg_noise(it, m->rays);

	m->q = (struct qggmrf){ .p = (float)it->val[POWER], .t = (float)it->val[T] };
	m->q.sigma = (float)(it->val[SIGMA] > 0 ? it->val[SIGMA] : usual > 0 ? usual / 4 * exp2(it->val[SHARPNESS]) : 1);
	m->noise2 = noise * noise;
	m->top = m->noise2 * HOT_PICK(qggmrf_top)(&m->q);
	m->square = m->own->convolution && fproj_sees_all(it->geo, it->center, it->size, it->support);
	if (m->weight)
		weigh(it, m->weight);
	fproj_forward(m->own->f, it->center, it->x, m->rays, m->work);
	vec_sub(m->rays, it->b, m->rays, it->nb);
	m->fit = vec_norm2(m->rays, it->nb) / 2;
	if (m->weight) {
		float *wr = it->sino[2];
		memcpy(wr, m->rays, it->nb * sizeof *wr);
		vec_mul(wr, m->weight, it->nb);
		m->fit = vec_dot(wr, m->rays, it->nb) / 2;
		memcpy(m->rays, wr, it->nb * sizeof *wr);
	}
	fproj_back(m->own->f, it->center, m->rays, m->gfit, m->work);
	touch(it, m);
}

static void gradient(void *ctx, const struct iter *it, float *g)
{
	const struct mbir *m = ctx;

	memcpy(g, m->gfit, it->nx * sizeof *g);
	HOT_PICK(qggmrf_gradient)(it->x, m->pairs, it->size, it->size, (float)m->noise2, g);
	if (it->support)
		vec_mul(g, it->support, it->nx);
}

/* |Ax - b|^2: of the recursion when nothing is weighed. */
static double residual2(const struct iter *it, const struct mbir *m)
{
	if (!m->weight)
		return 2 * m->fit;
	if (!it->watched)
		return NAN;
	fproj_forward(m->own->f, it->center, it->x, m->rays, m->work);
	return vec_dist2(m->rays, it->b, it->nb);
}

/* ---- in the plane of two directions ------------------------------------------------------- */

/* d = -P g, P about the inverse of H and the penalty's curvature where it is flat. */
static void precondition(const struct iter *it, const struct mbir *m, const float *g, float *d)
{
	size_t n = it->size, p = m->own->plane, stride = p + 2;
	double rays = (double)it->nangle, low = 0.4 / (double)n;
	float *z = m->work;

	memset(z, 0, p * stride * sizeof *z);
	for (size_t i = 0; i < n; i++)
		memcpy(z + i * stride, g + i * n, n * sizeof *z);
	fft_run(m->own->there, z, z);
	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j <= p / 2; j++) {
			double fy = fft_freq(i, p), fx = (double)j / (double)p, f2 = fx * fx + fy * fy;
			double h = rays / (M_PI * sqrt(f2 + low * low)) + m->top * 4 * M_PI * f2;
			float f = (float)(-1 / (h * (double)p * (double)p));
			z[i * stride + 2 * j] *= f;
			z[i * stride + 2 * j + 1] *= f;
		}
	fft_run(m->own->back, z, z);
	for (size_t i = 0; i < n; i++)
		memcpy(d + i * n, z + i * stride, n * sizeof *z);
	if (it->support)
		vec_mul(d, it->support, it->nx);
}

/* The least of the parabola over a d + b step. */
static void best(const struct iter *it, const struct mbir *m, double *a, double *b)
{
	double dd = vec_dot(m->d, m->hd, it->nx) + bend(it, m, m->d, m->d);
	double ds = vec_dot(m->step, m->hd, it->nx) + bend(it, m, m->d, m->step);
	double ss = vec_dot(m->step, m->hstep, it->nx) + bend(it, m, m->step, m->step);
	double gd = vec_dot(m->g, m->d, it->nx), gs = vec_dot(m->g, m->step, it->nx), det = dd * ss - ds * ds;

	*a = dd > 0 ? -gd / dd : 0;
	*b = 0;
	if (dd > 0 && det > 1e-6 * dd * ss) {
		*a = (ds * gs - ss * gd) / det;
		*b = (ds * gd - dd * gs) / det;
	}
}

static void plane_steps(struct iter *it, struct mbir *m)
{
	bool settled = false;

	memset(m->step, 0, it->nx * sizeof *m->step);
	memset(m->hstep, 0, it->nx * sizeof *m->hstep);
	while (iter_next(it)) {
		double a, b;
		if (iter_tell(it, residual2(it, m), m->fit + m->prior) || settled)
			break;
		gradient(m, it, m->g);
		precondition(it, m, m->g, m->d);
		square(it, m, m->d, m->hd);
		best(it, m, &a, &b);
		vec_scale(m->step, it->nx, b);
		vec_axpy(a, m->d, m->step, it->nx);
		vec_scale(m->hstep, it->nx, b);
		vec_axpy(a, m->hd, m->hstep, it->nx);
		m->fit += vec_dot(m->gfit, m->step, it->nx) + vec_dot(m->step, m->hstep, it->nx) / 2;
		vec_axpy(1, m->step, it->x, it->nx);
		vec_axpy(1, m->hstep, m->gfit, it->nx);
		touch(it, m);
		settled = reg_settled(it, vec_norm2(m->step, it->nx), it->val[TOLERANCE]);
	}
}

/* ---- held at or above 0 ------------------------------------------------------------------- */

static void towards(void *ctx, const struct iter *it, const float *g, float *d)
{
	precondition(it, ctx, g, d);
	vec_scale(d, it->nx, -1);
}

static double value(void *ctx, const struct iter *it, double *r2)
{
	const struct mbir *m = ctx;

	*r2 = residual2(it, m);
	return m->fit + m->prior;
}

static double curvature(void *ctx, const struct iter *it, const float *d)
{
	struct mbir *m = ctx;

	m->last = d;
	square(it, m, d, m->hd);
	return vec_dot(d, m->hd, it->nx) + bend(it, m, d, d);
}

static void moved(void *ctx, const struct iter *it, double l)
{
	struct mbir *m = ctx;

	m->fit += l * vec_dot(m->gfit, m->last, it->nx) + l * l / 2 * vec_dot(m->last, m->hd, it->nx);
	vec_axpy(l, m->hd, m->gfit, it->nx);
	touch(it, m);
}

static int run(struct iter *it, struct err *e)
{
	struct own *o = it->own;
	struct mbir m = {
		.own = o, .work = it->own_work, .pairs = (float *)it->own_work + shared(o), .rays = it->sino[0],
		.weight = it->val[WEIGHTS] > 0 ? it->sino[1] : NULL, .gfit = it->image[0], .g = it->image[1],
		.d = it->image[2], .hd = it->image[3], .step = it->image[4], .hstep = it->image[5],
	};
	struct spg s = {
		.ctx = &m, .memory = 1, .tolerance = it->val[TOLERANCE], .g = m.g, .d = m.d,
		.value = value, .gradient = gradient, .curvature = curvature, .precondition = towards, .moved = moved,
	};

	(void)e;
	start(it, &m);
	if (it->val[ITER_NONNEG] > 0)
		spg_run(it, &s);
	else
		plane_steps(it, &m);
	return 0;
}

static const struct iter_kind kind = {
	.run = run, .images = 6, .sinos = 3, .plan = plan, .free = free_own, .own_fixed = own_fixed, .own_work = own_work,
};

ITER_METHOD(mbir, &kind, params, "model-based: noise, and a q-GGMRF prior that keeps edges",
	    "Thibault, Sauer, Bouman & Hsieh, Med. Phys. 34 (2007) 4526; "
	    "Kumar, Parkinson & Donatelli, J. Synchrotron Rad. 31 (2024) 85")
