/*
 * mesh.h - triangles of a file as a polyhedron.
 *
 * Vertices that are the same place (within 1e-9 of the mesh's size) become one; a triangle of which two corners are one place
 * then is left out.  The surface falls into shells, parts that share edges.  Each shell must be closed: each edge is shared by
 * two triangles, which go along it in opposite directions.
 *
 * A shell that lies in an even number of others is outer, and looks outwards; one in an odd number is a hole and looks
 * inwards.  When all shells are the wrong way round (the volume is negative) all are turned, and *turned says so.  When some are and others
 * are not, the mesh is refused.  Which shell lies in which is told by one point of each, and by its winding number: the sum
 * of solid angles (A. van Oosterom and J. Strackee, IEEE Trans. Biomed. Eng. 30 (1983) 125, eq. 8).  Shells that cross one
 * another are not noticed.
 *
 * Pure and thread-safe.
 */
#ifndef SCAT_MESH_H
#define SCAT_MESH_H

#include <stdbool.h>

#include "scat/polyhedron.h"

enum mesh_origin { MESH_FILE, MESH_BOTTOM_CENTRE };

struct mesh_par {
	double unit_nm;			/* of one unit of the file; > 0 */
	double scale;			/* > 0 */
	/* BOTTOM_CENTRE: (0, 0, 0) is the middle of the bottom of the box that contains it */
	enum mesh_origin origin;
};

extern const char *const mesh_origins[];	/* "file", "bottom_centre"; NULL at the end */

/*
 * v[nv] in units of the file, tri[3 nt] corners counter-clockwise seen from outside.  *turned may be NULL.
 * E_DATA names a triangle (counted from 0, as it was given) or two.
 */
int mesh_polyhedron(struct polyhedron **p, const struct mesh_par *par, size_t nv, const struct vec3 *v, size_t nt,
		    const size_t *tri, bool *turned, struct err *e);

#endif
