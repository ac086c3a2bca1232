/*
 * grain.h - lattices of finite size as a factor of the amplitude: L(q) = sum over particles of exp(i q.r), for complex q,
 * in closed form along each period.
 *
 *	L(q) = D(q.a1, N1) D(q.a2, N2) sum_m exp(i q.t_m),   D(x, N) = (1 - exp(i N x))/(1 - exp(i x))
 *
 * with two periods and the places t_m of the layers above each other; a plain lattice of three periods has t_m = m a3.
 * On a substrate it stands in each of the four terms with that term's own q.
 *
 * grain_build() cuts a crystal.  Its plane hkl lies in z = 0, the reciprocal vector of hkl along +z.  a1, a2 are the primitive
 * cell of that plane, reduced after Gauss: a1 a shortest vector, a1.a2 within (-1/2, 1/2] of |a1|^2, a1 x a2 along +z.  a1
 * points along x at xi = 0; of a1 and -a1 the one is taken for which the second layer is shifted less along a1 + a2, so that
 * FCC (111) has its layers at 0, (a1 + a2)/3, 2 (a1 + a2)/3, 0 ...  A layer is all places of one height, counted upwards
 * from that of the first particle of the cell; each is moved by whole periods to lie within the first cell, so that a grain
 * stands upright.
 * Letters of stacking: A at 0, B at (a1 + a2)/3, C at 2 (a1 + a2)/3, again from the first when layers are more.
 *
 * Pure and thread-safe.
 */
#ifndef SCAT_GRAIN_H
#define SCAT_GRAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "scat/vec3.h"

struct grain {
	struct vec3 a[2];		/* in-plane periods, nm */
	int N[2];
	size_t nlayer;
	struct vec3 *t;			/* [nlayer], owned; places of the basis (several particles a layer: more entries) */
	double debye_nm2;		/* mean square displacement along one direction: amplitude times exp(-q.q v/2), or 0 */
};

void grain_free(struct grain *g);			/* safe on a zeroed struct */
/* Without the Debye factor; within 1e-12 of the number of particles (times exp(|Im q| size)), at Bragg points too. */
double complex grain_sum(const struct grain *g, struct cvec3 q);
/* D(x, N); N where x is a multiple of 2 pi */
double complex grain_row(double complex x, int N);
size_t grain_count(const struct grain *g);		/* particles */
struct vec3 grain_lo(const struct grain *g);		/* corners of the box around all particles' places */
struct vec3 grain_hi(const struct grain *g);

/* A lattice of three vectors, N of each, the first particle at the origin.  E_DATA: vectors in one plane, N < 1. */
int grain_lattice(struct grain *g, const double basis[3][3], const int N[3], struct err *e);

enum grain_cell { CELL_SC, CELL_BCC, CELL_FCC, CELL_HCP, CELL_HEXAGONAL, CELL_VECTORS, CELL_KINDS };
extern const char *const grain_cells[];	/* "sc", "bcc", ... NULL at the end */

struct grain_par {
	enum grain_cell cell;
	double d_nn;			/* distance of nearest neighbours, nm; 0: a (and c) given */
	double a, c;			/* of the conventional cell; c of hexagonal and hcp (0: ideal sqrt(8/3) a) */
	double vectors[3][3];		/* CELL_VECTORS */
	int hkl[3];			/* of the conventional cell (hexagonal: i left out); its reciprocal vector points along +z */
	double xi_rad;			/* the in-plane lattice turned about z */
	int N[2], layers;		/* N1 x N2 surface cells, layers of particles */
	const char *stacking;		/* fcc {111}, hcp and hexagonal {001}: "ABCABA..."; NULL: the cell's own */
	bool uneven;			/* its particles are not round and turn with it: grain_period() is 2 pi */
};

/* E_DATA: what is impossible, named.  The lowest particle is at z = 0, the lateral middle of the lowest layer at x = y = 0. */
int grain_build(struct grain *g, const struct grain_par *p, struct err *e);
/*
 * The angle after which a turn about z repeats the whole grain, for powder averages, rad: 2 pi in general, pi when its layers
 * stand straight above each other, pi/2 when it is square besides.  0: p is impossible.
 */
double grain_period(const struct grain_par *p);

#endif
