#include "scat/lines.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

/* ---- where a direction hits ---- */

static bool look(const struct view *v, double row, double col, struct vec3 *d)
{
	struct det_dir dir;

	if (!det_direction(v->d, v->k, v->alpha_i_rad, v->phi_i_rad, row, col, &dir))
		return false;
	*d = (struct vec3){ dir.x, dir.y, dir.z };
	return true;
}

bool lines_place(const struct view *v, struct vec3 dir, double *row, double *col)
{
	const double h = 0.01;

	*row = 0.5 * (double)v->d->nrow;
	*col = 0.5 * (double)v->d->ncol;
	for (int i = 0; i < 50; i++) {		/* Newton's method for y and z */
		struct vec3 o, r, c;
		double det, dy, dz, dr, dc;
		if (!look(v, *row, *col, &o) || !look(v, *row + h, *col, &r) || !look(v, *row, *col + h, &c))
			return false;
		r = (struct vec3){ 0, (r.y - o.y) / h, (r.z - o.z) / h };
		c = (struct vec3){ 0, (c.y - o.y) / h, (c.z - o.z) / h };
		dy = dir.y - o.y;
		dz = dir.z - o.z;
		det = r.y * c.z - r.z * c.y;
		if (!(fabs(det) > 0))
			return false;
		dr = (dy * c.z - dz * c.y) / det;
		dc = (r.y * dz - r.z * dy) / det;
		*row += dr;
		*col += dc;
		if (fabs(dr) + fabs(dc) < 1e-7)
			return *row >= -0.5 && *col >= -0.5 && *row < (double)v->d->nrow - 0.5 && *col < (double)v->d->ncol - 0.5 &&
			       dir.x * o.x > 0;
		if (!(fabs(*row) < 1e7 && fabs(*col) < 1e7))
			return false;
	}
	return false;
}

/* The pixel of a place on the detector; a rounding beyond its edge is of the last one. */
static size_t pixel_of(const struct detector *d, double row, double col)
{
	size_t r = (size_t)(row + 0.5), c = (size_t)(col + 0.5);

	return (r < d->nrow ? r : d->nrow - 1) * d->ncol + (c < d->ncol ? c : d->ncol - 1);
}

/* ---- orders ---- */

struct order { struct vec3 dir; double qx, qy; };	/* q_par of the sample's frame */

/* Does the wave of q_par = (qx, qy) leave upwards? */
static bool leaves(const struct view *v, double qx, double qy, struct order *o)
{
	const double (*m)[3] = v->to_sample.m;
	double x, y, z2;

	o->qx = qx;
	o->qy = qy;
	x = v->ki.x - (m[0][0] * o->qx + m[1][0] * o->qy);	/* back into the beam's frame */
	y = v->ki.y - (m[0][1] * o->qx + m[1][1] * o->qy);
	z2 = v->k * v->k - x * x - y * y;
	if (!(z2 > 0))
		return false;
	o->dir = (struct vec3){ x / v->k, y / v->k, sqrt(z2) / v->k };
	return true;
}

static double complex mean_amplitude(const struct amp *a, const struct layout *l, const struct wave *w, const struct order *o, double qz)
{
	double complex sum = 0;

	for (size_t i = 0; i < l->nspecies; i++)
		sum += l->species[i].weight * amp_pixel(a, i, w, 0, o->qx, o->qy, qz) / amp_length(a, i);
	return sum;
}

static void waves_at(const struct sample *s, const struct view *v, const struct sim_par *p, double sin_a, struct wave *w, double *room)
{
	for (size_t i = 0; i < s->nlayer; i++, room += 6)
		w[i] = (struct wave){ room, room + 1, room + 2, room + 3, room + 4, room + 5 };
	layers_waves(s->layer, s->nlayer, v->k, 1, &sin_a, w);
	for (size_t i = 0; i < s->nlayer && p->term >= 0; i++) {
		bool t = p->term / 2 == 0;
		*(t ? w[i].r_re : w[i].t_re) = 0;
		*(t ? w[i].r_im : w[i].t_im) = 0;
	}
}

int lines_add(const struct amp *a, const struct view *v, const struct sample *s, size_t layout, const struct sim_par *p,
	      double factor, double *out, struct err *e)
{
	const struct layout *l = &s->layout[layout];
	double scale = factor * pow(2 * M_PI / l->lines_pitch, 2) / (v->k * v->k), row, col;
	int most = (int)fmin(2 * v->k * l->lines_pitch / (2 * M_PI), 1e6);
	double *room = mem_alloc(6 * s->nlayer, sizeof *room, "the layers", e);
	struct wave *w = mem_alloc(s->nlayer, sizeof *w, "the layers", e);
	struct order o;

	for (int n = -most; !e->code && n <= most; n++) {
		double g = 2 * M_PI * n / l->lines_pitch;
		if (!leaves(v, g * cos(l->lines_xi_rad), g * sin(l->lines_xi_rad), &o) || !lines_place(v, o.dir, &row, &col))
			continue;
		waves_at(s, v, p, o.dir.z, w, room);
		double q2 = o.qx * o.qx + o.qy * o.qy, f = cabs(mean_amplitude(a, l, w, &o, v->ki.z - v->k * o.dir.z));
		out[pixel_of(v->d, row, col)] += scale * f * f * exp(-q2 * l->inter.variance) / o.dir.z;
	}
	mem_free(room);
	mem_free(w);
	return e->code;
}

/* ---- periodic surfaces ---- */

const struct field *lines_surface(const struct layout *l)
{
	const struct field *f = l->nspecies == 1 && l->species[0].npart == 1 ? l->species[0].part[0].field : NULL;

	return f && f->period[0] > 0 ? f : NULL;
}

struct spots { size_t n, cap; double *qy, *qz; size_t *pixel; };

static int remember(struct spots *s, const struct view *v, const struct order *o, size_t pixel, struct err *e)
{
	if (s->n == s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 256;
		struct spots more = { s->n, cap, mem_alloc(cap, sizeof(double), "the orders", e), mem_alloc(cap, sizeof(double), "the orders", e),
				      mem_alloc(cap, sizeof(size_t), "the orders", e) };
		if (!e->code && s->n) {
			memcpy(more.qy, s->qy, s->n * sizeof *s->qy);
			memcpy(more.qz, s->qz, s->n * sizeof *s->qz);
			memcpy(more.pixel, s->pixel, s->n * sizeof *s->pixel);
		}
		mem_free(s->qy);
		mem_free(s->qz);
		mem_free(s->pixel);
		*s = more;
		if (e->code)
			return e->code;
	}
	s->qy[s->n] = v->ki.y - v->k * o->dir.y;
	s->qz[s->n] = v->k * o->dir.z - v->ki.z;
	s->pixel[s->n++] = pixel;
	return 0;
}

/* All orders that hit the detector. */
static int find_spots(struct spots *s, const struct view *v, const struct field *f, const struct rot3 *rot, struct err *e)
{
	const double short_of = 1e-9;		/* an order at q_max itself stands for two, whichever way rounding goes */
	int mx = (int)fmin(f->q_max * f->period[0] / (2 * M_PI) - short_of, 1e5);
	int my = (int)fmin(f->q_max * f->period[1] / (2 * M_PI) - short_of, 1e5);
	struct order o;
	double row, col;

	for (int j = -my; j <= my; j++)
		for (int i = -mx; i <= mx && !e->code; i++) {
			struct vec3 g = rot3_apply(rot, (struct vec3){ 2 * M_PI * i / f->period[0], 2 * M_PI * j / f->period[1], 0 });
			if (leaves(v, g.x, g.y, &o) && lines_place(v, o.dir, &row, &col))
				remember(s, v, &o, pixel_of(v->d, row, col), e);
		}
	return e->code;
}

/* |A|^2 of the spots, as if each were a pixel of a detector. */
static int deposit(const struct view *from, const struct spots *spots, const struct amp_par *par, const struct sim_par *p, double scale, double *out,
		   struct err *e)
{
	struct detector d = { .type = DET_POINTS, .nrow = spots->n, .ncol = 1, .point_qy = spots->qy, .point_qz = spots->qz };
	struct view v = *from;
	struct amp_par here = *par;
	struct amp *a = NULL;
	size_t nlayer = par->sample->nlayer;
	double *room = mem_alloc(6 * nlayer + 5, sizeof *room, "the layers", e);
	struct wave *w = mem_alloc(nlayer, sizeof *w, "the layers", e);
	void *work = NULL;

	v.d = &d;
	v.nrow = spots->n;
	v.ncol = 1;
	v.oversample = 1;
	v.cos_phi = v.sin_phi = NULL;
	here.view = &v;
	if (!e->code && !amp_new(&a, &here, e))
		work = mem_alloc(amp_work(a), 1, "the orders", e);
	for (size_t i = 0; work && i < spots->n; i++) {
		struct view_row q = { room + 6 * nlayer, room + 6 * nlayer + 1, room + 6 * nlayer + 2, room + 6 * nlayer + 3, room + 6 * nlayer + 4 };
		double abs2 = 0;
		view_row(&v, i, &q);
		if (!(q.sin_a[0] > 0))
			continue;
		waves_at(par->sample, &v, p, q.sin_a[0], w, room);
		amp_row(a, i, &q, w, true, &(struct amp_sums){ .abs2 = &abs2 }, work);
		out[spots->pixel[i]] += scale * abs2 / q.sin_a[0];
	}
	amp_free(a);
	mem_free(work);
	mem_free(room);
	mem_free(w);
	return e->code;
}

int lines_add_surface(const struct view *v, const struct sample *s, size_t layout, const struct sim_par *p, const struct amp_in *in,
		      const double complex *n2, bool born, double factor, double *out, struct err *e)
{
	const struct field *f = lines_surface(&s->layout[layout]);
	const struct part *part = &s->layout[layout].species[0].part[0];
	struct amp_par par = { .sample = s, .layout = &s->layout[layout], .in = in, .n2 = n2, .born = born };
	struct spots spots = { 0 };
	double scale = factor * pow(2 * M_PI / (f->period[0] * f->period[1] * v->k), 2);

	if (!find_spots(&spots, v, f, &part->rot, e) && spots.n)
		deposit(v, &spots, &par, p, scale, out, e);
	mem_free(spots.qy);
	mem_free(spots.qz);
	mem_free(spots.pixel);
	return e->code;
}
