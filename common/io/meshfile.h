/*
 * meshfile.h - triangles from files.
 *
 *	OBJ	lines "v x y z" and "f a b c ...": polygons become fans from their first corner; a/b/c are a, negative ones
 *		count back from the last vertex; a backslash at the end of a line joins the next one; all other lines are passed over
 *	STL	ASCII ("solid", with "endsolid" at the end) or binary (80 bytes, a count, 50 bytes a triangle); stored normals are
 *		passed over; each triangle has vertices of its own
 *	HDF5	FILE.h5::/GROUP with the data sets vertices [nv][3] (numbers) and faces [nt][3] (vertices counted from 0)
 *
 * HDF5 is told by "::" in the name; STL by its content, or by the suffix .stl; OBJ by .obj, or by lines v and f.
 * Numbers are finite and indices in range; whether the surface is closed is not asked.
 *
 * Errors: E_IO; E_DATA "FILE: line N: what" (binary: triangle N); nothing is left allocated then.
 */
#ifndef IO_MESHFILE_H
#define IO_MESHFILE_H

#include <stddef.h>

#include "base/err.h"

struct meshfile {			/* in the file's units; meshfile_free() */
	size_t nv, nt;
	double *v;			/* [nv][3], x y z; mem_alloc */
	size_t *tri;			/* [nt][3], counted from 0; mem_alloc */
};

int meshfile_read(struct meshfile *m, const char *path, struct err *e);
/* The same of n bytes of OBJ or STL; name is for messages and for the suffix. */
int meshfile_parse(struct meshfile *m, const char *name, const void *bytes, size_t n, struct err *e);
void meshfile_free(struct meshfile *m);		/* safe on a zeroed struct */

#endif
