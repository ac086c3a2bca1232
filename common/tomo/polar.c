#include "tomo/polar.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"

/* ---- the plan ---------------------------------------------------------------------------- */

size_t polar_length(size_t ncol, size_t size, double lo, double hi)
{
	double lag = (double)size / 2 + fmax(hi, (double)ncol - 1 - lo);	/* inside the circle */
	double corner = M_SQRT1_2 * (double)size + 8;

	return fft_good_size((size_t)fmax((double)ncol, 2 * ceil(fmax(lag, corner))), 1);
}

/* A table at even frequencies 0 ... 1/2, linear between. */
static double tabled(const double *v, size_t n, double f)
{
	double at = 2 * f * (double)(n - 1);
	size_t i = (size_t)at < n - 1 ? (size_t)at : n - 1;

	return i + 1 < n ? v[i] + (at - (double)i) * (v[i + 1] - v[i]) : v[i];
}

/*
 * The transform of the kernel cut at len/2 is |k|/len, that of the endless one
 * repeated at len, less the transform of the repetitions:
 * sum over j != 0 of -1 / (pi (d + j len))^2 for odd d.
 */
static int ramp_fill(const struct recon_par *par, const struct fft *forward, size_t n, float *filter,
		     struct err *e)
{
	double cut = par->cutoff > 0 ? par->cutoff : window_cutoff(par->filter);
	double order = par->order > 0 ? par->order : window_order(par->filter);
	float *buf = mem_zero(n + 2, sizeof *buf, "filter", e);

	if (!buf)
		return e->code;
	for (size_t d = 1; d < n; d += 2) {
		double near = d < n - d ? (double)d : (double)(n - d);
		double x = M_PI * near / (double)n;
		buf[d] = (float)((1 / (sin(x) * sin(x)) - 1 / (x * x)) / (double)n);
	}
	fft_run(forward, buf, buf);
	for (size_t k = 0; k <= n / 2; k++) {
		double f = (double)k / (double)n;
		double ramp = par->filter == WINDOW_NONE ? 1 : f + buf[2 * k] / (double)n;
		double w = par->window ? tabled(par->window, par->nwindow, f) :
					 window_value(par->filter, f, cut, order);
		filter[k] = (float)(ramp * w / (double)n);
	}
	mem_free(buf);
	return 0;
}

static int fill_filter(struct polar *p, const struct recon_par *par, struct err *e)
{
	p->filter = mem_alloc(p->len / 2 + 1, sizeof *p->filter, "filter", e);
	return p->filter ? ramp_fill(par, p->forward, p->len, p->filter, e) : e->code;
}

/* ---- the edges, repeated ------------------------------------------------------------------ */

/* A long line of columns, column c at c modulo n. */
struct line {
	size_t n;
	const struct fft *forward, *back;
	float *filter, *x;
};

static int line_plan(struct line *l, const struct recon_par *par, size_t n, struct err *e)
{
	*l = (struct line){ .n = n };
	l->filter = mem_alloc(n / 2 + 1, sizeof *l->filter, "edges", e);
	l->x = mem_alloc(n + 2, sizeof *l->x, "edges", e);
	return e->code || fft_plan(&l->forward, FFT_R2C, 1, &n, 1, 1, e) ||
	       fft_plan(&l->back, FFT_C2R, 1, &n, 1, 1, e) ||
	       ramp_fill(par, l->forward, n, l->filter, e) ? e->code : 0;
}

static size_t modulo(long long c, size_t n)
{
	long long m = c % (long long)n;

	return (size_t)(m < 0 ? m + (long long)n : m);
}

/* What ones at columns [c, c + n) give everywhere, filtered. */
static void line_step(const struct line *l, long long c, size_t n)
{
	memset(l->x, 0, (l->n + 2) * sizeof *l->x);
	for (size_t i = 0; i < n; i++)
		l->x[modulo(c + (long long)i, l->n)] = 1;
	fft_run(l->forward, l->x, l->x);
	for (size_t k = 0; k <= l->n / 2; k++) {
		l->x[2 * k] *= l->filter[k];
		l->x[2 * k + 1] *= l->filter[k];
	}
	fft_run(l->back, l->x, l->x);
}

/*
 * What is seen of it by the slices, [first, first + len), as a spectrum that
 * the filter has still to be applied to.  Off the slices' corners it is led
 * smoothly to the mean of its two ends, which meet.
 */
static void edge_spectrum(const struct polar *p, const struct line *l, long long first, float *z)
{
	double half = (double)p->len / 2, seen = fmin(M_SQRT1_2 * (double)p->geo.size + 8, half - 1);
	float end = l->x[modulo(first, l->n)] / 2 + l->x[modulo(first + (long long)p->len, l->n)] / 2;

	for (size_t i = 0; i < p->len; i++) {
		double over = fmax(0, fabs((double)i - half) - seen) / (half - seen);
		float x = l->x[modulo(first + (long long)i, l->n)], w = (float)(0.5 + 0.5 * cos(M_PI * over));
		z[modulo(first + (long long)i, p->len)] = end + w * (x - end);
	}
	fft_run(p->forward, z, z);
	for (size_t k = 0; k <= p->len / 2; k++) {
		float h = p->filter[k] * (float)p->len, f = h > 1e-12f ? 1 / h : 0;
		z[2 * k] *= f;
		z[2 * k + 1] *= f;
	}
}

/* Floats from one to the other: as aligned as the transform wants them. */
static size_t edge_floats(const struct polar *p)
{
	return mem_lines(p->len + 2);
}

/*
 * The filter is linear: a projection with its edge pixels repeated is the one
 * without and each edge times a step, filtered once at a length at which
 * nothing wraps.  So projections need no longer transforms.
 */
static int fill_edges(struct polar *p, const struct recon_par *par, struct err *e)
{
	bool wanted = par->pad > 0 || (par->pad < 0 && par->filter != WINDOW_NONE);
	size_t pad = !wanted ? 0 : par->pad < 0 ? p->geo.ncol : (size_t)par->pad;
	struct line l = { 0 };

	if (!wanted)
		return 0;
	double mid = floor((p->geo.lo + p->geo.hi) / 2), side = fmax(fabs(mid), fabs((double)p->geo.ncol - mid));
	p->edge = mem_alloc(2 * edge_floats(p), sizeof *p->edge, "edges", e);
	if (p->edge && !line_plan(&l, par, fft_good_size(2 * ((size_t)side + pad + p->len / 2 + 2), 1), e)) {
		long long first = (long long)mid - (long long)(p->len / 2);
		line_step(&l, -(long long)pad, pad);
		edge_spectrum(p, &l, first, p->edge);
		line_step(&l, (long long)p->geo.ncol, pad);
		edge_spectrum(p, &l, first, p->edge + edge_floats(p));
	}
	mem_free(l.filter);
	mem_free(l.x);
	return e->code;
}

static int plan_transform(struct polar *p, struct err *e)
{
	p->len = polar_length(p->geo.ncol, p->geo.size, p->geo.lo, p->geo.hi);
	return fft_plan(&p->forward, FFT_R2C, 1, &p->len, 1, 1, e);
}

int polar_init(struct polar *p, const struct recon_par *par, const struct head *in,
	      struct head *out, struct err *e)
{
	p->prof = par->prof;
	if (geo_init(&p->geo, par, in, out, e) || plan_transform(p, e) || fill_filter(p, par, e))
		return e->code;
	return fill_edges(p, par, e);
}

void polar_free(struct polar *p)
{
	geo_free(&p->geo);
	mem_free(p->filter);
	mem_free(p->edge);
}

size_t polar_fixed(const struct polar *p)
{
	return geo_fixed(&p->geo) + (p->len / 2 + 1 + (p->edge ? 2 * edge_floats(p) : 0)) * sizeof(float);
}

/* ---- a sinogram --------------------------------------------------------------------------- */

int polar_spectrum(const struct polar *p, size_t angle, const float *sino, const float *colweight,
		  float *buf, struct err *e)
{
	size_t n = p->geo.ncol;

	if (geo_row(&p->geo, angle, sino, buf, e))
		return e->code;
	for (size_t c = 0; colweight && c < n; c++)
		buf[c] *= colweight[c];
	float left = buf[0], right = buf[n - 1];
	memset(buf + n, 0, (p->len + 2 - n) * sizeof *buf);
	fft_run(p->forward, buf, buf);
	if (p->edge)
		HOT_PICK(polar_edges)(buf, p->edge, p->edge + edge_floats(p), p->len + 2, left, right);
	return 0;
}

void polar_tick(const struct polar *p, uint64_t *t, enum recon_phase phase)
{
	if (!p->prof)
		return;
	uint64_t now = p->prof->now();
	if (phase < RECON_PHASES)
		atomic_fetch_add(&p->prof->ns[phase], now - *t);
	*t = now;
}
