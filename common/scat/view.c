#include "scat/view.h"

#include <math.h>

#include "num/vmath.h"

static struct view make(const struct detector *d, const struct beam *b, int oversample)
{
	double k = 2 * M_PI / b->wavelength_nm, ai = b->alpha_i_rad, pi = b->phi_i_rad;

	return (struct view){
		.d = d, .k = k, .alpha_i_rad = ai, .phi_i_rad = pi,
		.ki = { k * cos(ai) * cos(pi), -k * cos(ai) * sin(pi), -k * sin(ai) },
		.to_sample = rot3_none,
		.oversample = oversample, .nrow = d->nrow * (size_t)oversample, .ncol = d->ncol * (size_t)oversample,
	};
}

struct view view_grazing(const struct detector *d, const struct beam *b, double azimuth_rad, int oversample)
{
	struct view v = make(d, b, oversample);

	if (azimuth_rad != 0)
		v.to_sample = rot3_about((struct vec3){ 0, 0, 1 }, -azimuth_rad);
	return v;
}

struct view view_through(const struct detector *d, const struct beam *b, struct vec3 axis, double omega_rad, int oversample)
{
	static const struct rot3 stand = { { { 0, 0, -1 }, { 0, 1, 0 }, { 1, 0, 0 } } };	/* rows: the sample's x, y, z */
	struct view v = make(d, b, oversample);
	struct rot3 back = rot3_about(axis, -omega_rad);

	v.to_sample = rot3_mul(&stand, &back);
	return v;
}

enum { SUB = 64 };

static struct vec3 turn(const struct view *v, double x, double y, double z)
{
	return rot3_apply(&v->to_sample, (struct vec3){ v->ki.x - v->k * x, v->ki.y - v->k * y, v->ki.z - v->k * z });
}

bool view_q(const struct view *v, double row, double col, struct vec3 *q, double *sin_a)
{
	struct det_dir dir;

	if (!det_direction(v->d, v->k, v->alpha_i_rad, v->phi_i_rad, row, col, &dir))
		return false;
	*q = turn(v, dir.x, dir.y, dir.z);
	*sin_a = dir.z;
	return true;
}

/* The i-th place of each pixel. */
static void sub_row(const struct view *v, double row, size_t i, const struct view_row *out)
{
	size_t n = v->d->ncol, os = (size_t)v->oversample;
	double x[SUB], y[SUB], z[SUB], o[SUB], at = view_at(v, i);

	for (size_t c = 0; c < n; c += SUB) {
		size_t m = n - c < SUB ? n - c : SUB;
		det_row(v->d, v->k, v->alpha_i_rad, v->phi_i_rad, row, (double)c + at, m, x, y, z, o);
		for (size_t j = 0; j < m; j++) {
			size_t to = (c + j) * os + i;
			out->qx[to] = x[j];
			out->qy[to] = y[j];
			out->sin_a[to] = z[j];
			out->domega[to] = o[j];
		}
	}
}

bool view_phi(const struct view *v, double *cos_phi, double *sin_phi)
{
	double step = (v->d->phi_max_rad - v->d->phi_min_rad) / (double)v->ncol;

	for (size_t c = 0; v->d->type == DET_SPHERICAL && c < v->ncol; c++)
		sin_phi[c] = v->d->phi_min_rad + ((double)c + 0.5) * step;
	if (v->d->type == DET_SPHERICAL)
		vmath_sincos(v->ncol, sin_phi, sin_phi, cos_phi);
	return v->d->type == DET_SPHERICAL;
}

/* What det_row() does for a spherical detector, with the columns known. */
static void spherical_row(const struct view *v, double row, const struct view_row *out)
{
	struct det_dir first;
	double cos_a, step = (v->d->alpha_max_rad - v->d->alpha_min_rad) / (double)v->d->nrow;

	det_direction(v->d, v->k, v->alpha_i_rad, v->phi_i_rad, row, 0, &first);
	cos_a = cos(v->d->alpha_min_rad + (row + 0.5) * step);
	for (size_t c = 0; c < v->ncol; c++) {
		out->qx[c] = cos_a * v->cos_phi[c];
		out->qy[c] = -cos_a * v->sin_phi[c];
		out->sin_a[c] = first.z;
		out->domega[c] = first.domega;
	}
}

static void any_row(const struct view *v, double row, const struct view_row *out)
{
	if (v->cos_phi)
		spherical_row(v, row, out);
	else if (v->oversample == 1)
		det_row(v->d, v->k, v->alpha_i_rad, v->phi_i_rad, row, 0, v->ncol, out->qx, out->qy, out->sin_a, out->domega);
	else
		for (size_t i = 0; i < (size_t)v->oversample; i++)	/* det_row() goes in whole pixels */
			sub_row(v, row, i, out);
}

void view_row(const struct view *v, size_t fine_row, const struct view_row *out)
{
	double row = view_at(v, fine_row), step = 1.0 / v->oversample, share = step * step;
	const struct rot3 *m = &v->to_sample;

	any_row(v, row, out);
	for (size_t c = 0; c < v->ncol; c++) {
		struct vec3 q = { v->ki.x - v->k * out->qx[c], v->ki.y - v->k * out->qy[c], v->ki.z - v->k * out->sin_a[c] };
		q = rot3_apply(m, q);
		out->qx[c] = q.x;
		out->qy[c] = q.y;
		out->qz[c] = q.z;
		out->domega[c] *= share;
	}
}
