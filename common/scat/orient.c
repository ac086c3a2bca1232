#include "scat/orient.h"

#include <math.h>

#include "base/mem.h"
#include "scat/quad.h"

static int some(int n)
{
	return n > 1 ? n : 1;
}

size_t orient_count(const struct orient_par *p, struct err *e)
{
	double n = some(p->turns);

	if (p->tilt != TILT_NONE) {
		if (p->tilts < 1 || p->azimuths < 1 || p->tilts > QUAD_MOST)
			return err_set(e, E_DATA, "orientations have %d x %d tilts and azimuths: each must be 1 or more, tilts at most %d",
				       p->tilts, p->azimuths, QUAD_MOST), 0;
		n *= (double)p->tilts * p->azimuths;
	}
	if (p->tilt == TILT_GAUSS && !(p->sigma_rad >= 0 && p->sigma_rad <= M_PI))
		return err_set(e, E_DATA, "orientations have sigma %g degrees: it must be between 0 and 180",
			       p->sigma_rad * 180 / M_PI), 0;
	if (p->turns > 1 && !(p->period_rad > 0 && p->period_rad <= 7))
		return err_set(e, E_DATA, "turns have the period %g degrees: it must be within 0 and 360", p->period_rad * 180 / M_PI), 0;
	if (!isfinite(p->axis.x + p->axis.y + p->axis.z))
		return err_set(e, E_DATA, "the axis of orientations is not a vector"), 0;
	if (n > ORIENT_MOST)
		return err_set(e, E_DATA, "%g orientations are more than %d", n, ORIENT_MOST), 0;
	return (size_t)n;
}

/* z onto the axis, the shortest way */
static struct rot3 onto(struct vec3 axis)
{
	double side = hypot(axis.x, axis.y);

	if (side == 0)
		return axis.z < 0 ? rot3_about((struct vec3){ 0, 1, 0 }, M_PI) : rot3_none;
	return rot3_about((struct vec3){ -axis.y, axis.x, 0 }, atan2(side, axis.z));
}

/* Angles t and weights. */
static int tilts(const struct orient_par *p, double *t, double *w, struct err *e)
{
	double most = fmin(M_PI, 6 * p->sigma_rad), sum = 0;
	int n = p->tilts;

	if (p->tilt == TILT_GAUSS && p->sigma_rad == 0) {
		for (int i = 0; i < n; i++)
			t[i] = 0, w[i] = 1.0 / n;
		return 0;
	}
	if (quad_legendre(p->tilt == TILT_GAUSS ? 0 : -1, p->tilt == TILT_GAUSS ? most : 1, (size_t)n, t, w, e))
		return e->code;
	for (int i = 0; i < n; i++) {
		double u = t[i] / p->sigma_rad;

		if (p->tilt == TILT_GAUSS)
			w[i] *= exp(-u * u / 2) * sin(t[i]);
		else
			t[i] = acos(t[i]);
		sum += w[i];
	}
	for (int i = 0; i < n; i++)
		w[i] /= sum;
	return 0;
}

/* All turns, then this tilt. */
static struct orient *turns(const struct orient_par *p, const struct rot3 *tilt, double weight, struct orient *out)
{
	int n = some(p->turns);

	for (int k = 0; k < n; k++) {
		double a = n > 1 ? p->period_rad * ((k + 0.5) / n - 0.5) : 0;
		struct rot3 turn = rot3_about((struct vec3){ 0, 0, 1 }, a);

		*out++ = (struct orient){ rot3_mul(tilt, &turn), weight / n };
	}
	return out;
}

static void all(const struct orient_par *p, const double *t, const double *w, struct orient *out)
{
	struct rot3 mean = onto(p->axis);

	for (int i = 0; i < p->tilts; i++)
		for (int j = 0; j < p->azimuths; j++) {
			double f = 2 * M_PI * (j + 0.5 * (i % 2)) / p->azimuths;
			struct rot3 r = rot3_about((struct vec3){ -sin(f), cos(f), 0 }, t[i]);

			r = rot3_mul(&mean, &r);
			out = turns(p, &r, w[i] / p->azimuths, out);
		}
}

int orient_make(const struct orient_par *p, struct orient *out, struct err *e)
{
	struct rot3 mean = onto(p->axis);
	double *t;

	if (!orient_count(p, e))
		return e->code;
	if (p->tilt == TILT_NONE) {
		turns(p, &mean, 1, out);
		return 0;
	}
	t = mem_alloc(2 * (size_t)p->tilts, sizeof *t, "the tilts of orientations", e);
	if (t && !tilts(p, t, t + p->tilts, e))
		all(p, t, t + p->tilts, out);
	mem_free(t);
	return e->code;
}

int grain_orient(const struct grain_par *g, int nturn, double sigma_rad, int ntilt, int azimuths, struct orient *out,
		 size_t *n, struct err *e)
{
	struct orient_par p = { .turns = nturn, .sigma_rad = sigma_rad, .tilts = ntilt, .azimuths = azimuths };

	p.period_rad = nturn > 1 ? grain_period(g) : 0;
	p.tilt = sigma_rad > 0 || isnan(sigma_rad) ? TILT_GAUSS : TILT_NONE;
	*n = orient_count(&p, e);
	if (*n && out)
		orient_make(&p, out, e);
	return e->code;
}
