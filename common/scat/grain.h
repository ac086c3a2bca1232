/*
 * grain.h - lattices of finite size as a factor of the amplitude: L(q) = sum over particles of exp(i q.r), for complex q,
 * in closed form along each period.
 *
 *	L(q) = D(q.a1, N1) D(q.a2, N2) sum_m exp(i q.t_m),   D(x, N) = (1 - exp(i N x))/(1 - exp(i x))
 *
 * with two periods and the places t_m of the layers above each other; a plain lattice of three periods has t_m = m a3.
 * On a substrate it stands in each of the four terms with that term's own q.
 * Pure and thread-safe.
 */
#ifndef SCAT_GRAIN_H
#define SCAT_GRAIN_H

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
double complex grain_sum(const struct grain *g, struct cvec3 q);	/* without the Debye factor */
size_t grain_count(const struct grain *g);		/* particles */
struct vec3 grain_lo(const struct grain *g);		/* corners of the box around all particles' places */
struct vec3 grain_hi(const struct grain *g);

/* A lattice of three vectors, N of each, the first particle at the origin. */
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
	const char *stacking;		/* close-packed planes: "ABCABA..."; NULL: the cell's own */
};

/* E_DATA: what is impossible, named.  The lowest particle is at z = 0, the lateral middle of the lowest layer at x = y = 0. */
int grain_build(struct grain *g, const struct grain_par *p, struct err *e);
/* The angle after which a turn about z repeats the lattice, for powder averages, rad (pi for a general one). */
double grain_period(const struct grain_par *p);

#endif
