#include "scat/view.h"

#include <math.h>

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

void view_row(const struct view *v, size_t fine_row, const struct view_row *out)
{
	double row = view_at(v, fine_row);

	for (size_t c = 0; c < v->ncol; c++) {
		struct det_dir dir;
		struct vec3 q = { 0, 0, 0 };
		bool there = det_direction(v->d, v->k, v->alpha_i_rad, v->phi_i_rad, row, view_at(v, c), &dir);

		if (there)
			q = turn(v, dir.x, dir.y, dir.z);
		out->qx[c] = q.x;
		out->qy[c] = q.y;
		out->qz[c] = q.z;
		out->sin_a[c] = there ? dir.z : NAN;
		out->domega[c] = there ? dir.domega / (v->oversample * v->oversample) : NAN;
	}
}
