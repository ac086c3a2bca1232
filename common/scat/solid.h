/*
 * solid.h - solids put together of tetrahedra: form factor, volume, sections and slices.
 *
 *	F(q) = sum of 6 V exp[i q.v0, i q.v1, i q.v2, i q.v3]  (simplex.h),  V signed: a tetrahedron the other way round is taken away
 *
 * Within 1e-13 of the sum of |V| times the largest exponential, for any complex q: no face or edge is special.
 * Pure and thread-safe.
 */
#ifndef SCAT_SOLID_H
#define SCAT_SOLID_H

#include "scat/ff.h"

enum { SOLID_MOST = 32 };

struct solid {
	int nv, nt;
	const unsigned char (*t)[4];	/* [nt]: corners, right-handed: (v1 - v0) x (v2 - v0) . (v3 - v0) > 0 */
	struct vec3 v[SOLID_MOST];
};

double complex solid_f(const struct solid *s, struct cvec3 q);
struct ff_box solid_box(const struct solid *s);
double solid_area(const struct solid *s, double z);
/* For ff_kind.slice(): a shape of kind ff_tets with data of its own. */
int solid_cut(const struct solid *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e);

/* Any set of tetrahedra, as cut from a solid; not in ff_kinds. */
extern const struct ff_kind ff_tets;

#endif
