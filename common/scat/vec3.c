#include "scat/vec3.h"

#include <math.h>

const struct rot3 rot3_none = { { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } };

struct rot3 rot3_about(struct vec3 axis, double angle_rad)
{
	double len = sqrt(axis.x * axis.x + axis.y * axis.y + axis.z * axis.z);
	double u[3] = { axis.x / len, axis.y / len, axis.z / len };
	double c = cos(angle_rad), s = sin(angle_rad);
	struct rot3 r;

	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			r.m[i][j] = (1 - c) * u[i] * u[j] + (i == j ? c : 0);
	r.m[0][1] -= s * u[2];
	r.m[1][0] += s * u[2];
	r.m[0][2] += s * u[1];
	r.m[2][0] -= s * u[1];
	r.m[1][2] -= s * u[0];
	r.m[2][1] += s * u[0];
	return r;
}

struct rot3 rot3_mul(const struct rot3 *a, const struct rot3 *b)
{
	struct rot3 r = { { { 0 } } };

	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			for (int k = 0; k < 3; k++)
				r.m[i][j] += a->m[i][k] * b->m[k][j];
	return r;
}
