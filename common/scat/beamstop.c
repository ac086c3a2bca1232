#include "scat/beamstop.h"

#include <math.h>

static const char *const units[] = { "mm", "pixels", "deg", "per_nm", NULL };
static const enum node_unit node_units[] = { UNIT_MILLIMETRE, UNIT_NONE, UNIT_DEGREE, UNIT_PER_NM };

/* Where centres of pixels are: at[axis] + (i + 1/2) step[axis]; axis 0 along columns. */
struct place { double at[2], step[2]; };

static double length(const double v[3])
{
	return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

static struct place places(enum beamstop_unit unit, const struct detector *d)
{
	double nx = (double)d->ncol, ny = (double)d->nrow, deg = 180 / M_PI;

	switch (unit) {
	case STOP_MM:
		return (struct place){ { 0, 0 }, { length(d->col_mm), length(d->row_mm) } };
	case STOP_DEG:
		return (struct place){ { deg * d->phi_min_rad, deg * d->alpha_min_rad },
				       { deg * (d->phi_max_rad - d->phi_min_rad) / nx,
					 deg * (d->alpha_max_rad - d->alpha_min_rad) / ny } };
	case STOP_PER_NM:
		return (struct place){ { d->qy_min, d->qz_min },
				       { (d->qy_max - d->qy_min) / nx, (d->qz_max - d->qz_min) / ny } };
	case STOP_PIXELS:
		break;
	}
	return (struct place){ { 0, 0 }, { 1, 1 } };
}

/* Of the numbers of a shadow where it says none. */
static enum beamstop_unit unit_of(enum det_type type)
{
	switch (type) {
	case DET_SPHERICAL:
		return STOP_DEG;
	case DET_QGRID:
		return STOP_PER_NM;
	case DET_FLAT:
		return STOP_MM;
	case DET_POINTS:
		break;
	}
	return STOP_PIXELS;
}

static int read_unit(struct beamstop *s, const struct node *n, const struct detector *d, struct err *e)
{
	const struct node *u = node_get(n, "unit");
	int own = unit_of(d->type), unit = own;

	if (d->type == DET_POINTS)
		return node_err(n, e, "a list of points has no beam stop");
	if (u && node_choice(u, units, &unit, e))
		return e->code;
	if (unit != STOP_PIXELS && unit != own)
		return node_err(u, e, "this detector has no unit %s", units[unit]);
	s->unit = (enum beamstop_unit)unit;
	return 0;
}

static int read_range(const struct node *n, enum node_unit unit, double r[2], struct err *e)
{
	r[0] = -INFINITY;
	r[1] = INFINITY;
	if (!n)
		return 0;
	if (node_nums(n, unit, 2, -1e9, 1e9, r, e))
		return e->code;
	return r[0] <= r[1] ? 0 : node_err(n, e, "%s: %g comes after %g", n->key, r[0], r[1]);
}

static int read_circle(struct beamstop *s, const struct node *n, struct err *e)
{
	static const char *const keys[] = { "center", "radius", NULL };
	const struct node *c = node_get(n, "center"), *r = node_get(n, "radius");
	double at[2], radius;

	if (node_is(n, NODE_MAP, e) || node_keys(n, keys, e))
		return e->code;
	if (!c || !r)
		return node_err(n, e, "a circle needs center and radius");
	if (node_nums(c, node_units[s->unit], 2, -1e9, 1e9, at, e) || node_num(r, node_units[s->unit], 0, 1e9, &radius, e))
		return e->code;
	s->circle = true;
	s->x[0] = at[0] - radius;
	s->x[1] = at[0] + radius;
	s->y[0] = at[1] - radius;
	s->y[1] = at[1] + radius;
	return 0;
}

int beamstop_read(struct beamstop *s, const struct node *n, const struct detector *d, struct err *e)
{
	static const char *const keys[] = { "x", "y", "circle", "unit", "name", "description", NULL };
	const struct node *x = node_get(n, "x"), *y = node_get(n, "y"), *c = node_get(n, "circle");

	*s = (struct beamstop){ 0 };
	if (node_is(n, NODE_MAP, e) || node_keys(n, keys, e) || read_unit(s, n, d, e))
		return e->code;
	if (c && (x || y))
		return node_err(c, e, "a beam stop is either a circle or {x, y}");
	if (c)
		return read_circle(s, c, e);
	if (!x && !y)
		return node_err(n, e, "a beam stop is {x: [x0, x1], y: [y0, y1]} or {circle: {center, radius}}");
	return read_range(x, node_units[s->unit], s->x, e) ? e->code : read_range(y, node_units[s->unit], s->y, e);
}

static bool covers(const struct beamstop *s, double x, double y)
{
	double r = (s->x[1] - s->x[0]) / 2, dx = x - (s->x[0] + s->x[1]) / 2, dy = y - (s->y[0] + s->y[1]) / 2;

	if (s->circle)
		return dx * dx + dy * dy <= r * r;
	return x >= s->x[0] && x <= s->x[1] && y >= s->y[0] && y <= s->y[1];
}

size_t beamstop_cover(const struct beamstop *s, const struct detector *d, double *image)
{
	struct place p = places(s->unit, d);
	size_t n = 0;

	for (size_t row = 0; row < d->nrow; row++)
		for (size_t col = 0; col < d->ncol; col++)
			if (covers(s, p.at[0] + ((double)col + 0.5) * p.step[0], p.at[1] + ((double)row + 0.5) * p.step[1])) {
				image[row * d->ncol + col] = NAN;
				n++;
			}
	return n;
}

int beamstop_apply(const struct node *n, const struct detector *d, double *image, struct err *e)
{
	struct beamstop s;

	if (!n)
		return 0;
	if (n->type != NODE_LIST) {
		if (!beamstop_read(&s, n, d, e))
			beamstop_cover(&s, d, image);
		return e->code;
	}
	for (size_t i = 0; i < n->n; i++) {
		if (beamstop_read(&s, n->child[i], d, e))
			return e->code;
		beamstop_cover(&s, d, image);
	}
	return 0;
}

size_t beamstop_mask(const double *mask, size_t n, double *image)
{
	size_t out = 0;

	for (size_t i = 0; i < n; i++)
		if (mask[i] == 0) {
			image[i] = NAN;
			out++;
		}
	return out;
}
