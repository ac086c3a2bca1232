#include "scat/sim.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/par.h"
#include "num/vmath.h"
#include "scat/amp.h"
#include "scat/averaged.h"
#include "scat/lines.h"
#include "scat/rough.h"

struct sim {
	const struct sample *sample;
	const struct sim_par *par;
	struct view view;
	bool born, one_angle;
	struct amp_in *in;		/* [nlayer] */
	const double complex *n2;	/* of averaged layers, or NULL */
	double *waves;			/* [nlayer][6] and w: all of the incoming wave, for rough interfaces */
	struct wave *w;
	bool rough;
	struct amp **amp;		/* [nlayout] */
	double *radius;			/* [nlayout] mean of the species */
	double *phi;			/* [2][ncol] cos and sin of the columns, or NULL */
	double factor;			/* weight and footprint */
	double *out;
	size_t ncol;			/* of the detector */
	size_t *lost;			/* [nrow] (sim.h) */
};

/* ---- set-up ---- */

static double footprint(const struct view *v, const struct beam *b, const struct sim_par *p)
{
	double s = sin(b->alpha_i_rad), c = fabs(rot3_apply(&v->to_sample, v->ki).z) / v->k;	/* of beam and normal */

	if (p->through)
		return exp(-p->mu_t / c) / c;
	if (b->beam_height_mm > 0 && b->sample_length_mm > 0)
		return fmin(1 / s, b->sample_length_mm / b->beam_height_mm);
	return 1 / s;
}

static int incoming(struct sim *s, const struct beam *b, struct err *e)
{
	size_t n = s->sample->nlayer;
	double sin_a = sin(b->alpha_i_rad);
	bool t = s->par->term < 0 || s->par->term % 2 == 0, r = s->par->term < 0 || s->par->term % 2 == 1;

	s->waves = mem_alloc(6 * n, sizeof *s->waves, "the layers", e);
	s->w = mem_alloc(n, sizeof *s->w, "the layers", e);
	s->in = mem_zero(n, sizeof *s->in, "the layers", e);
	if (e->code)
		return e->code;
	for (size_t l = 0; l < n; l++) {
		double *x = s->waves + 6 * l;
		s->w[l] = (struct wave){ x, x + 1, x + 2, x + 3, x + 4, x + 5 };
	}
	layers_waves(s->sample->layer, n, s->view.k, 1, &sin_a, s->w);
	for (size_t l = 0; l < n; l++) {
		const double *x = s->waves + 6 * l;
		s->in[l] = (struct amp_in){ x[0] + I * x[1], t ? x[2] + I * x[3] : 0, r ? x[4] + I * x[5] : 0 };
	}
	s->rough = s->par->term < 0 && rough_any(s->sample->layer, n);
	return 0;
}

static double mean_radius(const struct layout *l)
{
	double sum = 0;

	for (size_t i = 0; i < l->nspecies; i++)
		sum += l->species[i].weight * l->species[i].radius_nm;
	return sum;
}

/* Orders on the Ewald sphere, not an intensity everywhere. */
static bool spots(const struct layout *l)
{
	return l->lines_pitch > 0 || lines_surface(l);
}

static int set_up(struct sim *s, const struct beam *b, struct err *e)
{
	const struct sample *from = s->sample;

	s->phi = mem_alloc(2 * s->view.ncol, sizeof *s->phi, "the columns", e);
	s->lost = mem_zero(s->view.d->nrow, sizeof *s->lost, "the rows", e);
	if (e->code || (!s->born && incoming(s, b, e)))
		return e->code;
	if (view_phi(&s->view, s->phi, s->phi + s->view.ncol)) {
		s->view.cos_phi = s->phi;
		s->view.sin_phi = s->phi + s->view.ncol;
	}
	s->amp = mem_zero(from->nlayout + 1, sizeof *s->amp, "the layouts", e);
	s->radius = mem_zero(from->nlayout + 1, sizeof *s->radius, "the layouts", e);
	for (size_t i = 0; i < from->nlayout && !e->code; i++) {
		struct amp_par p = {
			.view = &s->view, .sample = from, .layout = &from->layout[i], .in = s->in, .n2 = s->n2, .born = s->born,
			.each_pixel = spots(&from->layout[i]), .allow_alias = s->par->allow_alias, .look = s->par->look,
		};
		s->radius[i] = mean_radius(&from->layout[i]);
		amp_new(&s->amp[i], &p, e);
	}
	return e->code;
}

/* ---- a row ---- */

struct row {			/* arrays of the columns of the fine grid */
	struct view_row q;
	struct wave *w;		/* [nlayer] */
	double *sin_ok;		/* sines, 1 where they are not > 0, for the layers */
	double *abs2, *mean_re, *mean_im, *s, *sum;
	double *x[8];		/* of coupled species */
	double *rough;		/* [2][nlayer - 1][n or 1 angle] */
	void *amp;
};

/* Of work NULL: only how many bytes. */
static size_t lay_out(const struct sim *s, struct row *r, void *work)
{
	size_t n = (s->view.ncol + 7) / 8 * 8, nlayer = s->sample->nlayer, each = s->one_angle ? 8 : n, amp = 0;
	size_t at = 0;
	double **part[] = {
		&r->q.qx, &r->q.qy, &r->q.qz, &r->q.sin_a, &r->q.domega, &r->sin_ok, &r->abs2, &r->mean_re, &r->mean_im, &r->s, &r->sum,
		&r->x[0], &r->x[1], &r->x[2], &r->x[3], &r->x[4], &r->x[5], &r->x[6], &r->x[7],
	};

	for (size_t i = 0; i < sizeof part / sizeof *part; i++, at += n)
		*part[i] = work ? (double *)work + at : NULL;
	r->w = work ? (void *)((double *)work + at) : NULL;
	at += (nlayer * sizeof *r->w + 63) / 64 * 8;
	for (size_t l = 0; work && l < nlayer && !s->born; l++) {
		double *v = (double *)work + at + 6 * l * each;
		r->w[l] = (struct wave){ v, v + each, v + 2 * each, v + 3 * each, v + 4 * each, v + 5 * each };
	}
	at += s->born ? 0 : 6 * nlayer * each;
	r->rough = work ? (double *)work + at : NULL;
	at += s->rough ? 2 * nlayer * each : 0;
	r->amp = work ? (double *)work + at : NULL;
	for (size_t i = 0; i < s->sample->nlayout; i++)
		amp = amp_work(s->amp[i]) > amp ? amp_work(s->amp[i]) : amp;
	return at * sizeof(double) + amp;
}

static void outgoing(const struct sim *s, const struct row *r)
{
	size_t n = s->one_angle ? 1 : s->view.ncol;

	for (size_t c = 0; c < s->view.ncol; c++)
		r->sin_ok[c] = r->q.sin_a[c] > 0 ? r->q.sin_a[c] : 1;
	layers_waves(s->sample->layer, s->sample->nlayer, s->view.k, n, r->sin_ok, r->w);
	for (size_t l = 0; l < s->sample->nlayer && s->par->term >= 0; l++) {
		bool t = s->par->term / 2 == 0;
		memset(t ? r->w[l].r_re : r->w[l].t_re, 0, n * sizeof(double));
		memset(t ? r->w[l].r_im : r->w[l].t_im, 0, n * sizeof(double));
	}
}

/* rho { <|A|^2> + |<A>|^2 (S - 1) } */
static void decoupled(const struct sim *s, size_t i, size_t row, const struct row *r)
{
	const struct layout *l = &s->sample->layout[i];
	size_t n = s->view.ncol;
	bool alone = l->inter.type == INTERFER_NONE;
	struct amp_sums sums = { .abs2 = r->abs2, .mean_re = alone ? NULL : r->mean_re, .mean_im = r->mean_im };

	amp_row(s->amp[i], row, &r->q, r->w, s->one_angle, &sums, r->amp);
	if (alone) {
		for (size_t c = 0; c < n; c++)
			r->sum[c] += l->density * r->abs2[c];
		return;
	}
	interfer_s(&l->inter, n, r->q.qx, r->q.qy, r->q.qz, r->s);
	for (size_t c = 0; c < n; c++) {		/* what varies between particles, and what does not, each without loss of digits */
		double mean2 = r->mean_re[c] * r->mean_re[c] + r->mean_im[c] * r->mean_im[c];
		r->sum[c] += l->density * ((l->nspecies > 1 || l->species[0].grain ? fmax(r->abs2[c] - mean2, 0) : 0) + r->s[c] * mean2);
	}
}

struct each {
	const struct sim *sim;
	const struct layout *l;
	const struct row *r;
	double radius;
};

/* S of particles as large as those of this species: their own radius at the same coverage. */
static void add_local(void *ctx, size_t species, const double *re, const double *im)
{
	const struct each *x = ctx;
	size_t n = x->sim->view.ncol;
	struct interfer s = x->l->inter;
	double ratio = x->radius > 0 ? x->l->species[species].radius_nm / x->radius : 1;

	if (s.type == INTERFER_HARD_DISK || s.type == INTERFER_PERCUS_YEVICK) {
		s.radius *= ratio;
		s.density /= s.type == INTERFER_HARD_DISK ? ratio * ratio : ratio * ratio * ratio;
	}
	interfer_s(&s, n, x->r->q.qx, x->r->q.qy, x->r->q.qz, x->r->s);
	for (size_t c = 0; c < n; c++)
		x->r->abs2[c] += x->l->species[species].weight * (re[c] * re[c] + im[c] * im[c]) * x->r->s[c];
}

/* x: 0 1 sum g A; 2 3 sum g A*; 4 5 sum p exp(2 i kappa q dR); 6 kappa q */
static void add_coupled(void *ctx, size_t species, const double *re, const double *im)
{
	const struct each *e = ctx;
	double *const *x = e->r->x, p = e->l->species[species].weight, dr = e->l->species[species].radius_nm - e->radius;

	for (size_t c = 0; c < e->sim->view.ncol; c++) {
		double complex a = re[c] + I * im[c], u = cexp(I * x[6][c] * dr), g = p * u, ga = g * a, gb = g * conj(a), uu = p * u * u;
		x[0][c] += creal(ga);
		x[1][c] += cimag(ga);
		x[2][c] += creal(gb);
		x[3][c] += cimag(gb);
		x[4][c] += creal(uu);
		x[5][c] += cimag(uu);
		e->r->abs2[c] += p * (re[c] * re[c] + im[c] * im[c]);
	}
}

static void coupled(const struct sim *s, size_t i, size_t row, const struct row *r)
{
	const struct layout *l = &s->sample->layout[i];
	size_t n = s->view.ncol;
	struct each each = { s, l, r, s->radius[i] };
	struct amp_sums sums = { .each = l->approx == APPROX_LMA ? add_local : add_coupled, .ctx = &each };

	for (int j = 0; j < 8; j++)
		memset(r->x[j], 0, n * sizeof(double));
	for (size_t c = 0; c < n; c++) {
		r->x[7][c] = hypot(r->q.qx[c], r->q.qy[c]);
		r->x[6][c] = l->inter.kappa * r->x[7][c];
	}
	amp_row(s->amp[i], row, &r->q, r->w, s->one_angle, &sums, r->amp);
	if (l->approx == APPROX_SSCA) {
		interfer_p(&l->inter, n, r->x[7], r->mean_re, r->mean_im);
		for (size_t c = 0; c < n; c++) {
			double complex p = r->mean_re[c] + I * r->mean_im[c], ab = (r->x[0][c] + I * r->x[1][c]) * (r->x[2][c] + I * r->x[3][c]);
			r->abs2[c] += 2 * creal(ab * p / (1 - p * (r->x[4][c] + I * r->x[5][c])));
		}
	}
	for (size_t c = 0; c < n; c++)
		r->sum[c] += l->density * r->abs2[c];
}

static void add_rough(const struct sim *s, const struct row *r)
{
	size_t n = s->one_angle ? 1 : s->view.ncol, nlayer = s->sample->nlayer;
	double *re = r->rough, *im = re + nlayer * n;

	rough_amplitudes(s->sample->layer, nlayer, s->w, n, r->w, re, im);
	rough_add(s->sample->layer, nlayer, s->view.k,
		  s->sample->rough_absolute ? ROUGH_ABSOLUTE : ROUGH_BORNAGAIN, s->sample->cross_corr_length_nm, n, s->one_angle ? 0 : 1, re, im,
		  s->view.ncol, r->q.qx, r->q.qy, r->sum);
}

static void put(const struct sim *s, size_t row, const struct row *r)
{
	size_t os = (size_t)s->view.oversample;
	double *out = s->out + row * s->ncol;

	for (size_t c = 0; c < s->view.ncol; c++) {
		bool there = s->par->through ? !isnan(r->q.sin_a[c]) : r->q.sin_a[c] > 0;
		out[c / os] += there ? s->factor * r->q.domega[c] * r->sum[c] : NAN;
		s->lost[row] += there && isnan(r->sum[c]);
	}
}

static int one_row(void *ctx, size_t row, void *work, struct err *e)
{
	const struct sim *s = ctx;
	size_t n = s->view.ncol * sizeof(double), os = (size_t)s->view.oversample;
	struct row r;

	(void)e;
	lay_out(s, &r, work);
	for (size_t fine = row * os; fine < (row + 1) * os; fine++) {
		view_row(&s->view, fine, &r.q);
		if (!s->born)
			outgoing(s, &r);
		memset(r.sum, 0, n);
		for (size_t i = 0; i < s->sample->nlayout; i++) {
			if (spots(&s->sample->layout[i]))
				continue;
			memset(r.abs2, 0, n);
			memset(r.mean_re, 0, n);
			memset(r.mean_im, 0, n);
			if (s->sample->layout[i].approx == APPROX_DA)
				decoupled(s, i, fine, &r);
			else
				coupled(s, i, fine, &r);
		}
		if (s->rough)
			add_rough(s, &r);
		put(s, row, &r);
	}
	return 0;
}

/* ---- all ---- */

static void sim_free(struct sim *s)
{
	for (size_t i = 0; s->amp && i < s->sample->nlayout; i++)
		amp_free(s->amp[i]);
	mem_free(s->amp);
	mem_free(s->radius);
	mem_free(s->in);
	mem_free(s->phi);
	mem_free(s->waves);
	mem_free(s->w);
	mem_free(s->lost);
}

static int run(struct sim *s, const struct beam *b, struct sim_tell *tell, struct err *e)
{
	struct row none;

	if (!set_up(s, b, e))
		par_for(s->view.d->nrow, lay_out(s, &none, NULL), one_row, s, e);
	for (size_t i = 0; i < s->sample->nlayout && !e->code; i++) {
		if (s->sample->layout[i].lines_pitch > 0)
			lines_add(s->amp[i], &s->view, s->sample, i, s->par, s->factor, s->out, e);
		if (lines_surface(&s->sample->layout[i]))
			lines_add_surface(&s->view, s->sample, i, s->par, s->in, s->n2, s->born, s->factor, s->out, e);
	}
	if (tell && !e->code && s->sample->nlayout)
		tell->how = amp_how(s->amp[0], &tell->evaluations, &tell->look_error);
	for (size_t r = 0; tell && !e->code && r < s->view.d->nrow; r++)
		tell->lost += s->lost[r];
	sim_free(s);
	return e->code;
}

int sim_add(const struct sample *sample, const struct beam *b, const struct detector *d, const struct sim_par *p,
	    double weight, double *out, struct sim_tell *tell, struct err *e)
{
	struct averaged_sample averaged = { .n2 = NULL };
	struct sim s = {
		.sample = sample, .par = p, .born = p->born || p->through || sample->nlayer == 1, .out = out, .ncol = d->ncol,
		.view = p->through ? view_through(d, b, p->axis, p->omega_rad, p->oversample)
				   : view_grazing(d, b, sample->azimuth_rad, p->oversample),
		.one_angle = det_rows(d) && !p->through,
	};

	s.factor = weight * footprint(&s.view, b, p);
	if (sample->average_layers > 0 && !s.born) {
		if (averaged_sample_new(&averaged, sample, e)) {
			averaged_sample_free(&averaged);
			return e->code;
		}
		s.sample = &averaged.sample;
		s.n2 = averaged.n2;
	}
	run(&s, b, tell, e);
	averaged_sample_free(&averaged);
	return e->code;
}
