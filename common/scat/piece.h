/*
 * piece.h - what of a particle lies in one layer: its homogeneous parts with their contrast to what surrounds them, cut at the
 * interfaces where they cross them.
 *
 * F(q) = L(q) sum over parts of (n_part^2 - n_around^2) exp(i q.at) F_shape(rot' q), heights counted from z0.  Equal parts at several
 * places (a composition that is a lattice) are one form factor times a sum of phases, plane by plane.
 */
#ifndef SCAT_PIECE_H
#define SCAT_PIECE_H

#include "scat/sample.h"

struct piece_group {
	struct ff_shape shape;
	const struct field *field;	/* instead */
	struct rot3 rot;
	bool turned;			/* rot is not the unit */
	double complex contrast;
	size_t n, nplane;
	double *x, *y;			/* [n] places, plane by plane */
	double *z;			/* [nplane], in the layer's frame */
	size_t *start;			/* [nplane + 1] */
	void *data;			/* of a cut shape, owned */
};

struct piece {
	int layer;
	size_t n;
	struct piece_group *group;
	const struct grain *grain;
	struct vec3 lo, hi;		/* box of it, of all the grain, in the layer's frame */
};

/*
 * The pieces of a particle of a layout's layer: *p [*n], owned, piece_free() each and mem_free().  uncut: all of it in its own
 * layer whatever it crosses (Born).  E_DATA: a part that crosses an interface and cannot be cut (tilted, or given by samples), a lattice
 * that crosses one.  The first and the last layer have no end.
 */
int piece_make(const struct species *s, int layer, const struct layer *l, size_t nlayer, const double complex *n2,
	       bool uncut, struct piece **p, size_t *n, struct err *e);
void piece_free(struct piece *p);		/* safe on a zeroed struct */

/* F at one (qx, qy) and n values of qz, heights counted from z0. */
void piece_eval(const struct piece *p, double z0, double qx, double qy, size_t n, const double complex *qz, double complex *out);
/* Without the lattice: a single one of its particles, at its own place in the cell. */
void piece_eval_one(const struct piece *p, double z0, double qx, double qy, size_t n, const double complex *qz, double complex *out);

#endif
