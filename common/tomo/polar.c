#include "tomo/polar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "num/fft.h"
#include "tomo/angle.h"

/* ---- the plan ---------------------------------------------------------------------------- */

static int check_input(const struct head *in, struct err *e)
{
	const struct table *key = head_table(in, "angle", "key");
	char text[160];

	if (!head_is(in, "row", "angle", "col"))
		return err_set(e, E_DATA, "%s: need sinograms [row][angle][col]",
			       head_print(in, text, sizeof text));
	for (size_t i = 0; key && i < key->n; i++)
		if (key->v[i] > 0)
			return err_set(e, E_DATA, "angle %zu is a flat or dark, no projection: "
				       "normalise with xnorm first", i);
	return 0;
}

struct direction { double at; size_t i; };

static int by_direction(const void *a, const void *b)
{
	const struct direction *p = a, *q = b;

	return p->at != q->at ? (p->at > q->at) - (p->at < q->at) : (p->i > q->i) - (p->i < q->i);
}

static int sort_angles(struct polar *p, struct err *e)
{
	struct direction *d = mem_alloc(p->nangle, sizeof *d, "angles", e);

	for (size_t i = 0; d && i < p->nangle; i++) {
		double sign = p->cs[i] < 0 ? -1 : 1;
		d[i] = (struct direction){ atan2(sign * p->sn[i], sign * p->cs[i]), i };
	}
	if (d)
		qsort(d, p->nangle, sizeof *d, by_direction);
	for (size_t i = 0; d && i < p->nangle; i++)
		p->sorted[i] = d[i].i;
	mem_free(d);
	return e->code;
}

static int plan_angles(struct polar *p, const struct recon_par *par, const struct head *in,
		       struct err *e)
{
	const double *theta = par->theta_deg;
	size_t n = par->ntheta;

	if (!theta && head_theta(in, &theta, &n, e))
		return e->code;
	if (n != p->nangle)
		return err_set(e, E_DATA, "%zu angles for %zu projections", n, p->nangle);
	p->cs = mem_alloc(n, sizeof *p->cs, "angles", e);
	p->sn = mem_alloc(n, sizeof *p->sn, "angles", e);
	p->weight = mem_alloc(n, sizeof *p->weight, "angles", e);
	p->sorted = mem_alloc(n, sizeof *p->sorted, "angles", e);
	if (e->code || angle_weights(theta, n, p->weight, e) ||
	    angle_full_turn(theta, n, &p->turn, e))
		return e->code;
	for (size_t i = 0; i < n; i++) {
		p->cs[i] = cos(theta[i] * UNIT_DEG);
		p->sn[i] = sin(theta[i] * UNIT_DEG);
	}
	return sort_angles(p, e);
}

static int plan_center(struct polar *p, const struct recon_par *par, const struct head *in,
		       struct err *e)
{
	const struct table *t = head_table(in, "row", "center_px");
	double one = NAN, far = 2 * (double)p->ncol, mid = ((double)p->ncol - 1) / 2;
	const double *c = par->center;
	size_t n = par->ncenter;

	if (!c && t) {
		c = t->v;
		n = t->n;
	} else if (!c) {
		if (meta_get_num(&in->meta, META_CENTER, &one, e))
			return e->code;
		if (isnan(one))
			return err_set(e, E_USAGE, "the input has no %s: give --center COL, or --center auto "
				       "to find it", META_CENTER);
		c = &one;
		n = 1;
	}
	if (n != 1 && n != in->n[0])
		return err_set(e, E_DATA, "%zu centers for %zu rows", n, in->n[0]);
	p->center = mem_alloc(n, sizeof *p->center, "centers", e);
	for (size_t i = 0; p->center && i < n; i++) {
		if (!(fabs(c[i] - mid) <= far))
			return err_set(e, E_DATA, "row %zu: center %g is more than twice the detector's "
				       "%zu columns off its middle", i, c[i], p->ncol);
		p->center[i] = c[i];
	}
	p->ncenter = n;
	return e->code;
}

static void center_range(const struct polar *p, double *lo, double *hi)
{
	*lo = *hi = p->center[0];
	for (size_t i = 1; i < p->ncenter; i++) {
		*lo = fmin(*lo, p->center[i]);
		*hi = fmax(*hi, p->center[i]);
	}
}

size_t polar_length(size_t ncol, size_t size, double lo, double hi)
{
	double lag = (double)size / 2 + fmax(hi, (double)ncol - 1 - lo);	/* inside the circle */
	double corner = M_SQRT1_2 * (double)size + 8;

	return fft_good_size((size_t)fmax((double)ncol, 2 * ceil(fmax(lag, corner))), 1);
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
		filter[k] = (float)(ramp * window_value(par->filter, f, cut, order) / (double)n);
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
	double half = (double)p->len / 2, seen = fmin(M_SQRT1_2 * (double)p->size + 8, half - 1);
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

/*
 * The filter is linear: a projection with its edge pixels repeated is the one
 * without and each edge times a step, filtered once at a length at which
 * nothing wraps.  So projections need no longer transforms.
 */
static int fill_edges(struct polar *p, const struct recon_par *par, struct err *e)
{
	bool wanted = par->pad > 0 || (par->pad < 0 && par->filter != WINDOW_NONE);
	size_t pad = !wanted ? 0 : par->pad < 0 ? p->ncol : (size_t)par->pad;
	double lo, hi;
	struct line l = { 0 };

	if (!wanted)
		return 0;
	center_range(p, &lo, &hi);
	double mid = floor((lo + hi) / 2), side = fmax(fabs(mid), fabs((double)p->ncol - mid));
	p->edge = mem_alloc(2 * (p->len + 2), sizeof *p->edge, "edges", e);
	if (p->edge && !line_plan(&l, par, fft_good_size(2 * ((size_t)side + pad + p->len / 2 + 2), 1), e)) {
		long long first = (long long)mid - (long long)(p->len / 2);
		line_step(&l, -(long long)pad, pad);
		edge_spectrum(p, &l, first, p->edge);
		line_step(&l, (long long)p->ncol, pad);
		edge_spectrum(p, &l, first, p->edge + p->len + 2);
	}
	mem_free(l.filter);
	mem_free(l.x);
	return e->code;
}

static int plan_size(struct polar *p, const struct recon_par *par, struct err *e)
{
	double lo, hi, mid = ((double)p->ncol - 1) / 2;

	center_range(p, &lo, &hi);
	if (fmax(fabs(lo - mid), fabs(hi - mid)) < 0.5)
		p->turn = false;
	double side = fmax(hi, (double)p->ncol - 1 - lo);
	p->size = par->size ? par->size : p->turn ? (size_t)ceil(2 * side + 1) : p->ncol;
	if (p->size > 65536 || par->pad > 65536)
		return err_set(e, E_USAGE, "slices of %zu x %zu with %ld columns of padding are too "
			       "large", p->size, p->size, par->pad);
	p->circle = par->circle > 0 ? par->circle * (double)p->size / 2 : -1;
	p->len = polar_length(p->ncol, p->size, lo, hi);
	return fft_plan(&p->forward, FFT_R2C, 1, &p->len, 1, 1, e);
}

/* ---- the head of the volume --------------------------------------------------------------- */

static int plan_unit(struct polar *p, const struct recon_par *par, struct head *out, struct err *e)
{
	double pixel_m = NAN;

	if (meta_get_num(&out->meta, META_PIXEL, &pixel_m, e))
		return e->code;
	bool known = pixel_m > 0, cm = par->unit == RECON_CM || (par->unit == RECON_AUTO && known);
	if (cm && !known)
		return err_set(e, E_USAGE, "the input has no %s: 1/cm is not known (xconvert --set %s=METRES "
			       "says it)", META_PIXEL, META_PIXEL);
	p->scale = cm ? UNIT_CM / pixel_m : 1;
	return meta_set(&out->meta, META_QUANTITY, cm ? "mu_per_cm" : "mu_per_px", e);
}

static void drop_tables(struct head *h, const char *label)
{
	for (size_t i = h->ntable; i-- > 0; )
		if (!strcmp(h->table[i].label, label)) {
			char name[sizeof h->table[i].name];
			memcpy(name, h->table[i].name, sizeof name);
			head_del_table(h, label, name);
		}
}

static void volume_head(const struct polar *p, struct head *out)
{
	drop_tables(out, "angle");
	drop_tables(out, "col");
	head_del_table(out, "row", "center_px");
	meta_del(&out->meta, META_CENTER);
	for (size_t i = 0; i < out->ntable; i++)
		if (!strcmp(out->table[i].label, "row"))
			memcpy(out->table[i].label, "z", 2);
	memcpy(out->label[0], "z", 2);
	memcpy(out->label[1], "y", 2);
	memcpy(out->label[2], "x", 2);
	out->n[1] = out->n[2] = p->size;
}

int polar_init(struct polar *p, const struct recon_par *par, const struct head *in,
	      struct head *out, struct err *e)
{
	if (check_input(in, e))
		return e->code;
	p->nangle = in->n[1];
	p->ncol = in->n[2];
	p->transmission = par->transmission;
	p->prof = par->prof;
	if (plan_angles(p, par, in, e) || plan_center(p, par, in, e) || plan_size(p, par, e) ||
	    fill_filter(p, par, e) || fill_edges(p, par, e) || plan_unit(p, par, out, e))
		return e->code;
	volume_head(p, out);
	return 0;
}

void polar_free(struct polar *p)
{
	mem_free(p->cs);
	mem_free(p->sn);
	mem_free(p->weight);
	mem_free(p->sorted);
	mem_free(p->center);
	mem_free(p->filter);
	mem_free(p->edge);
}

size_t polar_fixed(const struct polar *p)
{
	return p->nangle * (3 * sizeof(double) + sizeof(size_t)) + p->ncenter * sizeof(double) +
	       (p->len / 2 + 1 + (p->edge ? 2 * (p->len + 2) : 0)) * sizeof(float);
}

/* ---- a sinogram --------------------------------------------------------------------------- */

double polar_center(const struct polar *p, size_t item)
{
	return p->center[p->ncenter > 1 ? item : 0];
}

bool polar_columns(const struct polar *p, double center, float *weight)
{
	double last = (double)p->ncol - 1, overlap = fmin(center, last - center);
	double step = fmin(overlap, (double)p->ncol / 16), side = center < last / 2 ? 1 : -1;

	for (size_t c = 0; p->turn && c < p->ncol; c++) {
		double s = ((double)c - center) * side, t = 1;
		if (step > 0)
			t = fmax(0, fmin(1, (fabs(s) - overlap + step) / step));
		weight[c] = (float)(1 + copysign(0.5 - 0.5 * cos(M_PI * t), s));
	}
	return p->turn;
}

static int bad_value(const struct polar *p, size_t angle, const float *row, struct err *e)
{
	size_t c = 0;

	while (c < p->ncol - 1 && isfinite(row[c]) && (!p->transmission || row[c] > 0))
		c++;
	return err_set(e, E_DATA, "angle %zu, col %zu: value %g is not %s", angle, c, row[c],
		       isfinite(row[c]) ? "positive" : "finite");
}

int polar_spectrum(const struct polar *p, size_t angle, const float *sino, const float *colweight,
		  float *buf, struct err *e)
{
	const float *row = sino + angle * p->ncol;

	if (!HOT_PICK(polar_valid)(row, p->ncol, p->transmission))
		return bad_value(p, angle, row, e);
	memcpy(buf, row, p->ncol * sizeof *row);
	for (size_t c = 0; p->transmission && c < p->ncol; c++)
		buf[c] = -logf(buf[c]);
	for (size_t c = 0; colweight && c < p->ncol; c++)
		buf[c] *= colweight[c];
	float left = buf[0], right = buf[p->ncol - 1];
	memset(buf + p->ncol, 0, (p->len + 2 - p->ncol) * sizeof *buf);
	fft_run(p->forward, buf, buf);
	if (p->edge)
		HOT_PICK(polar_edges)(buf, p->edge, p->edge + p->len + 2, p->len + 2, left, right);
	return 0;
}

void polar_mask(const struct polar *p, size_t i, float *row)
{
	double mid = ((double)p->size - 1) / 2, y = mid - (double)i;
	double half = p->circle < 0 ? 2 * mid + 1 : sqrt(fmax(0, p->circle * p->circle - y * y));
	bool none = p->circle >= 0 && fabs(y) >= p->circle;

	for (size_t j = 0; j < p->size; j++) {
		bool in = !none && fabs((double)j - mid) < half;
		row[j] = in ? row[j] * (float)p->scale : 0;
	}
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
