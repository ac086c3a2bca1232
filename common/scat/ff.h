/*
 * ff.h - form factors: F(q) = integral over the shape of exp(i q.r) d3r, nm^3, for complex q.
 *
 * The reference point (0, 0, 0) of a shape is the centre of its bottom face (of a sphere or spheroid: its lowest
 * point; of an octahedron, which stands on a corner: that corner); z is up.  F(0) is the volume.  Every kind is entire in q
 * (longbox_lorentz excepted), and computed so that it is: within 1e-12 of its volume times exp(|Im q| size) wherever
 * |q| size < 1000, at and around each removable singularity, for any complex q.
 *
 * A kind is one row of a table: a name, its parameters (all lengths in nm, angles in degrees), and functions.
 * Pure and thread-safe; nothing is kept.
 */
#ifndef SCAT_FF_H
#define SCAT_FF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "scat/vec3.h"

enum { FF_PARAMS = 6 };

struct ff_param {
	/* Key in the sample file, which tells the unit: alpha_deg an angle, ..._ratio and ..._flattening pure numbers, else nm. */
	const char *name;
	double def;			/* NAN: must be given */
	double lo, hi;			/* closed range; lengths > 0 say lo = FF_LEAST */
	const char *help;
};
#define FF_LEAST 1e-6			/* nm: no length is less */
#define FF_MOST  1e9

struct ff_shape {
	const struct ff_kind *kind;
	double par[FF_PARAMS];		/* in the order of kind->param */
	const void *data;		/* of kinds with more than numbers (polyhedron, slabs, ...): borrowed */
};

struct ff_box { struct vec3 lo, hi; };	/* contains the shape, in its own frame */

struct ff_kind {
	const char *name, *brief;	/* as in the sample file; one phrase */
	const char *reference;		/* of the formula */
	struct ff_param param[FF_PARAMS];	/* ends with a NULL name, or full */
	/*
	 * Of a prism: its cross-section's transform, integral exp(i (qx x + qy y)) dx dy, nm^2;
	 * F = cross(qx, qy) * H sinc(qz H / 2) exp(i qz H / 2), with H the parameter "height".
	 */
	double complex (*cross)(const struct ff_shape *s, double complex qx, double complex qy);
	double complex (*f)(const struct ff_shape *s, struct cvec3 q);	/* NULL: from cross */
	double (*volume)(const struct ff_shape *s);			/* nm^3, closed form */
	struct ff_box (*box)(const struct ff_shape *s);
	/* Parameters that are each in range but impossible together: E_DATA says which.  NULL: none are. */
	int (*check)(const struct ff_shape *s, struct err *e);
	bool round;			/* a rotation about z changes nothing */
	int height;			/* index of the height in par, for prisms; else -1 */
	/*
	 * The part of the shape with z0 <= z <= z1 (within the box, z0 < z1), as a shape of some kind whose reference
	 * point lies at *at of this one's frame.  A shape that needs data gets it in *data: ff_data_free().
	 * NULL: cannot be cut.
	 */
	int (*slice)(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at,
		     void **data, struct err *e);
	void (*data_free)(void *data);	/* of data that slice() or a builder of this kind made; NULL: none has any */
	/* Area of the section at this z within the box, nm^2; NULL: of a prism cross(0, 0), else by slices. */
	double (*area)(const struct ff_shape *s, double z);
};

double complex ff_eval(const struct ff_shape *s, struct cvec3 q);
double ff_volume(const struct ff_shape *s);
struct ff_box ff_box(const struct ff_shape *s);
/*
 * Area of the cross-section at height z, nm^2; 0 below and above the box.  Of a kind that has neither area() nor cross(): the
 * volume of a slice of 1e-4 of the height about z over its thickness; NAN of one that cannot be cut either.
 */
double ff_area(const struct ff_shape *s, double z);
/* Ranges and combinations of the parameters; E_DATA names the parameter and its range. */
int ff_check(const struct ff_shape *s, struct err *e);
/* As ff_kind.slice(); E_DATA "a ... cannot be cut" where the kind has none. */
int ff_slice(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e);
/* Data made for a shape of this kind. */
void ff_data_free(const struct ff_kind *kind, void *data);

/* All kinds that are numbers only, NULL at the end: what a sample file names. */
extern const struct ff_kind *const ff_kinds[];
const struct ff_kind *ff_find(const char *name);	/* or NULL */

#endif
