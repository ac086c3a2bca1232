/*
 * vec3.h - vectors and rotations of space.  Wavevectors are complex within an absorbing layer.
 *
 * Lengths in nm, q in 1/nm.  x is the beam's direction projected on the surface, z its normal, upwards.
 * Pure and thread-safe.
 */
#ifndef SCAT_VEC3_H
#define SCAT_VEC3_H

#include <complex.h>

struct vec3 { double x, y, z; };
struct cvec3 { double complex x, y, z; };
struct rot3 { double m[3][3]; };		/* r' = m r */

static inline double complex cvec3_dot(struct cvec3 q, struct vec3 r)
{
	return q.x * r.x + q.y * r.y + q.z * r.z;
}

static inline struct vec3 rot3_apply(const struct rot3 *m, struct vec3 r)
{
	return (struct vec3){
		m->m[0][0] * r.x + m->m[0][1] * r.y + m->m[0][2] * r.z,
		m->m[1][0] * r.x + m->m[1][1] * r.y + m->m[1][2] * r.z,
		m->m[2][0] * r.x + m->m[2][1] * r.y + m->m[2][2] * r.z,
	};
}

/* The transpose times q: what a particle that was rotated by m sees, F_rot(q) = F(m' q). */
static inline struct cvec3 rot3_back(const struct rot3 *m, struct cvec3 q)
{
	return (struct cvec3){
		m->m[0][0] * q.x + m->m[1][0] * q.y + m->m[2][0] * q.z,
		m->m[0][1] * q.x + m->m[1][1] * q.y + m->m[2][1] * q.z,
		m->m[0][2] * q.x + m->m[1][2] * q.y + m->m[2][2] * q.z,
	};
}

extern const struct rot3 rot3_none;
/* By this angle about an axis through the origin, right-handed.  The axis need not be of length 1, but not 0. */
struct rot3 rot3_about(struct vec3 axis, double angle_rad);
struct rot3 rot3_mul(const struct rot3 *a, const struct rot3 *b);	/* a after b */

#endif
