/*
 * polyhedron.h - the form factor of any polyhedron with plane faces, for complex q.
 *
 * Reduction of the volume to faces and of faces to edges, with series where q is small or normal to a face:
 * J. Wuttke, J. Appl. Cryst. 54 (2021) 580.  Edges shared by two faces are computed once.
 *
 * Faces are polygons of vertices in counter-clockwise order seen from outside (a hole is a shell with faces the
 * other way round).  Closed: each edge is used once in each direction.  Read-only once made, so thread-safe.
 */
#ifndef SCAT_POLYHEDRON_H
#define SCAT_POLYHEDRON_H

#include <stddef.h>

#include "scat/ff.h"

struct polyhedron;

/*
 * nv vertices (nm); nf faces, of which face f has the vertices index[start[f] .. start[f + 1]).  Copies all.
 * E_DATA: an index out of range, a face that is not plane (within 1e-6 of its size) or has no area, an edge that is not shared
 * by just two faces in opposite directions; names the face.
 */
int polyhedron_new(struct polyhedron **p, size_t nv, const struct vec3 *v, size_t nf, const size_t *start,
		   const size_t *index, struct err *e);
void polyhedron_free(struct polyhedron *p);

double complex polyhedron_f(const struct polyhedron *p, struct cvec3 q);
double polyhedron_volume(const struct polyhedron *p);		/* signed: negative when faces look inwards */
struct ff_box polyhedron_box(const struct polyhedron *p);
/* What of it lies between z0 and z1; E_DATA when nothing does. */
int polyhedron_cut(const struct polyhedron *p, double z0, double z1, struct polyhedron **out, struct err *e);

/* A shape whose data is a polyhedron (kind "polyhedron"; not in ff_kinds). */
extern const struct ff_kind ff_polyhedron;

#endif
