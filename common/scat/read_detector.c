#include "scat/read.h"

#include <math.h>

#include "base/units.h"
#include "scat/own.h"
#include "scat/poni.h"

enum { PIXELS = 1 << 16, POINTS = 1 << 26 };
#define COMMON "type", "resolution", "mask", "beam_stop", "oversample"

static int count(struct rd *r, const struct node *n, const char *key, size_t *out)
{
	const struct node *c = rd_need(r, n, key);
	long v;

	if (!c || node_int(c, 1, PIXELS, &v, r->e))
		return r->e->code;
	*out = (size_t)v;
	return 0;
}

/* All variants share one detector, so its numbers are no distributions. */
static int fixed(struct rd *r, const struct node *n, const char *key, enum node_unit unit, double lo, double hi,
		 double *out)
{
	const struct node *c = rd_need(r, n, key);

	return c ? node_num(c, unit, lo, hi, out, r->e) : r->e->code;
}

static int ends(struct rd *r, const struct node *n, const char *lo_key, const char *hi_key, enum node_unit unit,
		double most, double factor, double *lo, double *hi)
{
	if (fixed(r, n, lo_key, unit, -most, most, lo) || fixed(r, n, hi_key, unit, -most, most, hi))
		return r->e->code;
	if (!(*lo < *hi))
		return node_err(node_get(n, hi_key), r->e, "%s, %.6g, must be more than %s, %.6g", hi_key, *hi, lo_key,
				*lo);
	*lo *= factor;
	*hi *= factor;
	return 0;
}

static int spherical(struct rd *r, const struct node *n, struct detector *d, const struct beam *b)
{
	static const char *const keys[] = {
		COMMON, "n_phi", "phi_min_deg", "phi_max_deg", "n_alpha", "alpha_min_deg", "alpha_max_deg", NULL,
	};

	(void)b;
	d->type = DET_SPHERICAL;
	return rd_keys(r, n, keys) || count(r, n, "n_phi", &d->ncol) || count(r, n, "n_alpha", &d->nrow) ||
			       ends(r, n, "phi_min_deg", "phi_max_deg", UNIT_DEGREE, 180, UNIT_DEG, &d->phi_min_rad,
				    &d->phi_max_rad) ||
			       ends(r, n, "alpha_min_deg", "alpha_max_deg", UNIT_DEGREE, 90, UNIT_DEG,
				    &d->alpha_min_rad, &d->alpha_max_rad)
		       ? r->e->code
		       : 0;
}

static int rectangular(struct rd *r, const struct node *n, struct detector *d, const struct beam *b)
{
	static const char *const keys[] = { COMMON, "n_x", "n_y", "width", "height", "distance", "u0", "v0", NULL };
	double width, height, distance, u0, v0;
	struct err why = { 0 };
	size_t nx = 0, ny = 0;

	if (rd_keys(r, n, keys) || count(r, n, "n_x", &nx) || count(r, n, "n_y", &ny) ||
	    fixed(r, n, "width", UNIT_MILLIMETRE, 1e-6, 1e6, &width) ||
	    fixed(r, n, "height", UNIT_MILLIMETRE, 1e-6, 1e6, &height) ||
	    fixed(r, n, "distance", UNIT_MILLIMETRE, 1e-3, 1e9, &distance) ||
	    fixed(r, n, "u0", UNIT_MILLIMETRE, -1e6, 1e6, &u0) || fixed(r, n, "v0", UNIT_MILLIMETRE, -1e6, 1e6, &v0))
		return r->e->code;
	if (det_flat(d, nx, ny, width, height, distance, u0, v0, b->alpha_i_rad, &why))
		return rd_at(r, n, &why);
	det_turn(d, b->phi_i_rad);
	return 0;
}

static int qgrid(struct rd *r, const struct node *n, struct detector *d, const struct beam *b)
{
	static const char *const keys[] = { COMMON, "n_qy", "qy_min", "qy_max", "n_qz", "qz_min", "qz_max", NULL };

	(void)b;
	d->type = DET_QGRID;
	return rd_keys(r, n, keys) || count(r, n, "n_qy", &d->ncol) || count(r, n, "n_qz", &d->nrow) ||
	       ends(r, n, "qy_min", "qy_max", UNIT_PER_NM, 1e4, 1, &d->qy_min, &d->qy_max) ||
	       ends(r, n, "qz_min", "qz_max", UNIT_PER_NM, 1e4, 1, &d->qz_min, &d->qz_max) ? r->e->code : 0;
}

static int points(struct rd *r, const struct node *n, struct detector *d, const struct beam *b)
{
	static const char *const keys[] = { COMMON, "points", NULL };
	const struct node *list;
	double *qy, *qz;

	(void)b;
	d->type = DET_POINTS;
	d->ncol = 1;
	if (rd_keys(r, n, keys) || !(list = node_get(n, "points")))
		return r->e->code;
	if (rd_list(r, list, 1, POINTS))
		return r->e->code;
	qy = own_alloc(&r->job->owned, list->n, sizeof *qy, r->e);
	qz = own_alloc(&r->job->owned, list->n, sizeof *qz, r->e);
	for (size_t i = 0; qy && qz && i < list->n; i++) {
		double two[2];

		if (node_nums(list->child[i], UNIT_PER_NM, 2, -1e4, 1e4, two, r->e))
			return r->e->code;
		qy[i] = two[0];
		qz[i] = two[1];
	}
	d->nrow = list->n;
	d->point_qy = qy;
	d->point_qz = qz;
	return r->e->code;
}

static int poni(struct rd *r, const struct node *n, struct detector *d, const struct beam *b)
{
	static const char *const keys[] = { COMMON, "file", "n_x", "n_y", "row0", NULL };
	static const char *const rows[] = { "top", "bottom", NULL };
	const struct node *file;
	int row0 = 0;

	if (rd_keys(r, n, keys) || !(file = rd_need(r, n, "file")) || rd_opt_choice(r, n, "row0", rows, &row0))
		return r->e->code;
	return rd_poni(r, n, file, row0 == 0, d, b);
}

static double step_deg(const struct detector *d, int axis)
{
	return (axis ? (d->phi_max_rad - d->phi_min_rad) / (double)d->ncol
		     : (d->alpha_max_rad - d->alpha_min_rad) / (double)d->nrow) /
	       UNIT_DEG;
}

/* {row_px, col_px}, or of angles {alpha_deg, phi_deg} */
static int resolution(struct rd *r, const struct node *n, const struct detector *d)
{
	static const char *const keys[] = { "row_px", "col_px", "alpha_deg", "phi_deg", NULL };
	static const char *const px[] = { "row_px", "col_px" }, *const deg[] = { "alpha_deg", "phi_deg" };

	if (rd_keys(r, n, keys))
		return r->e->code;
	for (int i = 0; i < 2; i++) {
		const struct node *p = node_get(n, px[i]), *a = node_get(n, deg[i]);

		if (p && a)
			return node_err(a, r->e, "%s and %s exclude each other", px[i], deg[i]);
		if (a && d->type != DET_SPHERICAL)
			return node_err(a, r->e, "only a spherical detector has a resolution in degrees");
		if (p && node_num(p, UNIT_NONE, 0, 1e6, &r->job->resolution[i], r->e))
			return r->e->code;
		if (a && node_num(a, UNIT_DEGREE, 0, 180, &r->job->resolution[i], r->e))
			return r->e->code;
		if (a)
			r->job->resolution[i] /= step_deg(d, i);
	}
	return d->type == DET_POINTS && (r->job->resolution[0] > 0 || r->job->resolution[1] > 0) ?
	       node_err(n, r->e, "a list of points has no resolution") : 0;
}

static int oversample(struct rd *r, const struct node *n)
{
	long k;

	r->job->oversample = 1;
	if (!n)
		return 0;
	if (rd_is(n, "auto")) {
		r->job->oversample = 0;
		return 0;
	}
	if (node_int(n, 1, 64, &k, r->e))
		return r->e->code;
	r->job->oversample = (int)k;
	return 0;
}

int rd_detector(struct rd *r, const struct node *n, const struct beam *b)
{
	static const char *const types[] = { "spherical", "rectangular", "poni", "qgrid", "points", NULL };
	int (*const read[])(struct rd *, const struct node *, struct detector *, const struct beam *) = {
		spherical, rectangular, poni, qgrid, points,
	};
	const struct node *type, *res;
	int i;

	if (node_is(n, NODE_MAP, r->e) || !(type = rd_need(r, n, "type")) || node_choice(type, types, &i, r->e) ||
	    read[i](r, n, &r->job->detector, b))
		return r->e->code;
	res = node_get(n, "resolution");
	if (res && resolution(r, res, &r->job->detector))
		return r->e->code;
	r->job->mask = node_get(n, "mask");
	r->job->beam_stop = node_get(n, "beam_stop");
	return oversample(r, node_get(n, "oversample"));
}
