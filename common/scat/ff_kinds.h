/*
 * ff_kinds.h - the kinds of form factors by family, for the table of ff.c.
 *
 * Prisms are F = cross(qx, qy) H exp(i qz H/2) sinc(qz H/2).
 */
#ifndef SCAT_FF_KINDS_H
#define SCAT_FF_KINDS_H

#include "scat/ff.h"

/* ff_prism.c */
extern const struct ff_kind ff_cylinder, ff_elliptical_cylinder, ff_box_kind, ff_longbox_lorentz, ff_longbox_gauss, ff_prism3, ff_prism6;
/* ff_round.c */
extern const struct ff_kind ff_sphere, ff_spheroid, ff_truncated_sphere, ff_truncated_spheroid, ff_hemi_ellipsoid, ff_cone;
/* ff_pyramid.c */
extern const struct ff_kind ff_pyramid, ff_anisopyramid, ff_cuboctahedron;
/* ff_stack.c */
extern const struct ff_kind ff_trapezoid;
/* ff_solid.c */
extern const struct ff_kind ff_cone6, ff_tetrahedron, ff_truncated_cube, ff_cantellated_cube, ff_octahedron, ff_dodecahedron,
	ff_icosahedron;

/* Rows of param[] that many kinds share. */
#define FF_LENGTH(key, text) { key, NAN, FF_LEAST, FF_MOST, text }
#define FF_LENGTH0(key, text) { key, 0, 0, FF_MOST, text }
#define FF_SLOPE { "alpha_deg", NAN, 0.01, 90, "angle between base and side faces" }

double ff_cot_deg(double alpha_deg);	/* 0 at 90 */
/* height cot > room, where the sides meet: E_DATA names "what".  A millionth of rounding is allowed. */
int ff_check_apex(const struct ff_shape *s, const char *what, double height, double cot, double room, struct err *e);

#endif
