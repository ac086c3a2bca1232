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

/* ---- orders ---- */

struct order { struct vec3 dir; double qx, qy; };	/* q_par of the sample's frame */

/* Does order n leave upwards? */
static bool leaves(const struct view *v, const struct layout *l, int n, struct order *o)
{
	double g = 2 * M_PI * n / l->lines_pitch;
	const double (*m)[3] = v->to_sample.m;
	double x, y, z2;

	o->qx = g * cos(l->lines_xi_rad);
	o->qy = g * sin(l->lines_xi_rad);
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
		if (!leaves(v, l, n, &o) || !lines_place(v, o.dir, &row, &col))
			continue;
		waves_at(s, v, p, o.dir.z, w, room);
		double q2 = o.qx * o.qx + o.qy * o.qy, f = cabs(mean_amplitude(a, l, w, &o, v->ki.z - v->k * o.dir.z));
		out[(size_t)(row + 0.5) * v->d->ncol + (size_t)(col + 0.5)] += scale * f * f * exp(-q2 * l->inter.variance) / o.dir.z;
	}
	mem_free(room);
	mem_free(w);
	return e->code;
}
