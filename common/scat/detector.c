#include "scat/detector.h"

#include <math.h>

#include "num/vmath.h"
#include "scat/detector.hot.h"

enum { CHUNK = 256 };

/* Where the columns of a row go. */
struct out { double *x, *y, *z, *domega; };

static size_t flat_row(const struct detector *d, double row, double col0, size_t n, const struct out *o)
{
	const double *r = d->row_mm, *c = d->col_mm;
	double at[3];
	double normal[3] = { r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0] };

	for (int i = 0; i < 3; i++)
		at[i] = d->origin_mm[i] + row * r[i];
	HOT_PICK(det_flat_)(n, at, c, normal, col0, o->x, o->y, o->z, o->domega);
	return n;
}

static size_t spherical_row(const struct detector *d, double row, double col0, size_t n, const struct out *o)
{
	double da = (d->alpha_max_rad - d->alpha_min_rad) / (double)d->nrow;
	double dp = (d->phi_max_rad - d->phi_min_rad) / (double)d->ncol;
	double af = d->alpha_min_rad + (row + 0.5) * da, low = d->alpha_min_rad + floor(row + 0.5) * da;
	double ca = cos(af), sa = sin(af), domega = fabs(dp * (sin(low + da) - sin(low)));
	double ph[CHUNK], s[CHUNK], c[CHUNK];

	for (size_t i0 = 0; i0 < n; i0 += CHUNK) {
		size_t m = n - i0 < CHUNK ? n - i0 : CHUNK;

		for (size_t i = 0; i < m; i++)
			ph[i] = d->phi_min_rad + (col0 + (double)(i0 + i) + 0.5) * dp;
		vmath_sincos(m, ph, s, c);
		for (size_t i = 0; i < m; i++) {
			o->x[i0 + i] = ca * c[i];
			o->y[i0 + i] = -ca * s[i];
			o->z[i0 + i] = sa;
			o->domega[i0 + i] = domega;
		}
	}
	return n;
}

/* To the direction of (qy, qz), or NaN.  si: sin ai; yi: cos ai sin pi. */
static bool reach(double k, double si, double yi, double qy, double qz, double *x, double *y, double *z, double *domega)
{
	double ky = -(qy / k + yi), kz = qz / k - si, x2 = 1 - ky * ky - kz * kz;
	bool ok = x2 >= 0;

	*x = ok ? sqrt(x2) : NAN;
	*y = ok ? ky : NAN;
	*z = ok ? kz : NAN;
	*domega = ok ? 1 : NAN;
	return ok;
}

static size_t qgrid_row(const struct detector *d, double k, double si, double yi, double row, double col0, size_t n,
			const struct out *o)
{
	double qz = d->qz_min + (row + 0.5) * (d->qz_max - d->qz_min) / (double)d->nrow;
	double dy = (d->qy_max - d->qy_min) / (double)d->ncol;
	size_t got = 0;

	for (size_t i = 0; i < n; i++)
		got += reach(k, si, yi, d->qy_min + (col0 + (double)i + 0.5) * dy, qz, &o->x[i], &o->y[i], &o->z[i],
			     &o->domega[i]);
	return got;
}

/* A place between two points has no meaning: the nearest one. */
static size_t points_row(const struct detector *d, double k, double si, double yi, double row, size_t n,
			 const struct out *o)
{
	double at = floor(row + 0.5);
	size_t p = at > 0 ? (size_t)at : 0, got = 0;

	if (p >= d->nrow)
		p = d->nrow - 1;
	for (size_t i = 0; i < n; i++)
		got += reach(k, si, yi, d->point_qy[p], d->point_qz[p], &o->x[i], &o->y[i], &o->z[i], &o->domega[i]);
	return got;
}

size_t det_row(const struct detector *d, double k, double alpha_i_rad, double phi_i_rad, double row, double col0, size_t n,
	       double *x, double *y, double *z, double *domega)
{
	struct out o = { x, y, z, domega };
	double si = sin(alpha_i_rad), yi = cos(alpha_i_rad) * sin(phi_i_rad);

	switch (d->type) {
	case DET_SPHERICAL:
		return spherical_row(d, row, col0, n, &o);
	case DET_FLAT:
		return flat_row(d, row, col0, n, &o);
	case DET_QGRID:
		return qgrid_row(d, k, si, yi, row, col0, n, &o);
	case DET_POINTS:
		return points_row(d, k, si, yi, row, n, &o);
	}
	return 0;
}

bool det_direction(const struct detector *d, double k, double alpha_i_rad, double phi_i_rad, double row, double col,
		   struct det_dir *out)
{
	return det_row(d, k, alpha_i_rad, phi_i_rad, row, col, 1, &out->x, &out->y, &out->z, &out->domega);
}

bool det_rows(const struct detector *d)
{
	switch (d->type) {
	case DET_FLAT:
		return false;
	case DET_SPHERICAL:
	case DET_QGRID:
	case DET_POINTS:
		return true;
	}
	return false;
}

static int positive(const char *what, double v, struct err *e)
{
	return v > 0 && isfinite(v) ? 0 : err_set(e, E_DATA, "%s of a flat detector: %g is not above 0", what, v);
}

int det_flat(struct detector *d, size_t n_x, size_t n_y, double width_mm, double height_mm, double distance_mm,
	     double u0_mm, double v0_mm, double alpha_i_rad, struct err *e)
{
	double ca = cos(alpha_i_rad), sa = sin(alpha_i_rad), pu, pv, u, v;

	if (!n_x || !n_y)
		return err_set(e, E_DATA, "a flat detector of %zu x %zu pixels has none", n_x, n_y);
	if (positive("width", width_mm, e) || positive("height", height_mm, e) || positive("distance", distance_mm, e))
		return e->code;
	if (!isfinite(u0_mm) || !isfinite(v0_mm) || !isfinite(alpha_i_rad))
		return err_set(e, E_DATA, "place of the direct beam on a flat detector: u0 %g, v0 %g, alpha_i %g rad is not finite",
			       u0_mm, v0_mm, alpha_i_rad);
	pu = width_mm / (double)n_x;
	pv = height_mm / (double)n_y;
	u = pu / 2 - u0_mm;
	v = pv / 2 - v0_mm;
	*d = (struct detector){
		.type = DET_FLAT, .nrow = n_y, .ncol = n_x,
		.origin_mm = { distance_mm * ca + v * sa, -u, -distance_mm * sa + v * ca },
		.row_mm = { pv * sa, 0, pv * ca },
		.col_mm = { 0, -pu, 0 },
	};
	return 0;
}

static void turn(double v[3], double c, double s)
{
	double x = v[0];

	v[0] = c * x + s * v[1];
	v[1] = -s * x + c * v[1];
}

void det_turn(struct detector *d, double phi_rad)
{
	double c = cos(phi_rad), s = sin(phi_rad);

	turn(d->origin_mm, c, s);
	turn(d->row_mm, c, s);
	turn(d->col_mm, c, s);
	d->phi_min_rad += phi_rad;
	d->phi_max_rad += phi_rad;
}
