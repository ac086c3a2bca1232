/*
 * polyhedron_part.h - what polyhedron.c and polyhedron_cut.c share.
 */
#ifndef SCAT_POLYHEDRON_PART_H
#define SCAT_POLYHEDRON_PART_H

#include "scat/polyhedron.h"
#include "scat/polyhedron.hot.h"

struct surface { size_t nv, nf; struct vec3 *v; size_t *start, *index; };

struct polyhedron {
	struct surface s;		/* as given */
	struct vec3 centre;		/* of the box; vertices of blocks count from it */
	struct ff_box box;
	double radius, volume;
	size_t nblock;
	struct poly_block *block;
};

/* Of a surface that is closed; takes what s owns, also on failure. */
int poly_make(struct polyhedron **p, struct surface *s, struct err *e);
void poly_surface_free(struct surface *s);

/* Triangles in order of place, in blocks (polyhedron_block.c): fills block of p, whose s, centre and box are set. */
int poly_blocks(struct polyhedron *p, struct err *e);
void poly_blocks_free(struct polyhedron *p);

static inline struct vec3 vec3_less(struct vec3 a, struct vec3 b)
{
	return (struct vec3){ a.x - b.x, a.y - b.y, a.z - b.z };
}

static inline struct vec3 vec3_cross(struct vec3 a, struct vec3 b)
{
	return (struct vec3){ a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x };
}

static inline double vec3_dot(struct vec3 a, struct vec3 b)
{
	return a.x * b.x + a.y * b.y + a.z * b.z;
}

#endif
