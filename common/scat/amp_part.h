/*
 * amp_part.h - within amp_*.c: a layout's plan.
 */
#ifndef SCAT_AMP_PART_H
#define SCAT_AMP_PART_H

#include "scat/amp.h"
#include "scat/piece.h"

enum { NFUN_MOST = 256 };		/* functions of a layout at nodes: two for each layer it lies in */

enum { AMP_DECAY = 600 };		/* exponents beyond are those of what has long decayed */

enum amp_mode { AMP_NODES, AMP_ENSEMBLE, AMP_PIXELS, AMP_FIELD };

struct amp_base {			/* a layer that holds pieces; its functions are 2 i and 2 i + 1 (Born: one, 0) */
	int layer;
	double z0;			/* heights are counted from here */
	double complex kzi, ti, ri;	/* at z0 */
	double complex dn;		/* k^2 (n_l^2 - n_0^2) */
};

struct amp_species {
	double weight;
	double disorder;		/* weight with which its incoherent part counts: 0 where another's is the same */
	size_t n;
	struct piece *piece;
	int *base;			/* [n] */
};

struct amp {
	struct view view;
	bool born, allow_alias, apart;		/* apart: each species' amplitude is asked for */
	double prefactor;		/* pi / lambda^2 */
	size_t nbase, nfun;
	struct amp_base *base;
	size_t nspecies;
	struct amp_species *species;
	enum amp_mode mode;
	double evaluations;
	/* nodes; of an ensemble the first set are the means, and quad the products at 2 nv x 2 nu nodes */
	size_t nv, nu, nset;
	double complex *c;		/* [nset][nfun][nv][nu] coefficients */
	double *quad;			/* [nfun * nfun][2 nv][2 nu]: m == n; then re and im of m < n */
	double *basis;			/* [2 nu or nu][ncol] T_j of each column */
	double complex *field;		/* [nfun][nrow][ncol] */
	size_t look;			/* pixels of a field to be looked at by the sum itself */
	double look_error;
};

/* f_m of a species at a place of the pixel grid; false: not to be reached. */
bool amp_functions(const struct amp *a, const struct amp_species *s, double row, double col, double complex *f);
/* E and O of one layer from kf^2: the values F(s ki -+ kf) in the order - -, + -, - +, + +. */
void amp_even_odd(const struct amp_base *b, double complex kzf, const double complex *f4, double complex *even, double complex *odd);
/* kf of E and O, kept away from 0 */
double complex amp_kzf(const struct amp *a, const struct amp_base *b, double sin2_a);

/*
 * Upright prisms of one height, place and contrast that differ in their section: what z gives of E and O is computed once (with a section
 * of 1), and each species is that times its section's transform.
 */
struct amp_sections {
	double complex *z;		/* [nfun][nv][nu] */
	double *qx, *qy;		/* [nv][nu] */
};
bool amp_sections(const struct amp *a);			/* are all species so? */
/* at(a, axis, k): the pixel coordinate of node k of the rows (axis 0) or columns. */
int amp_sections_new(struct amp_sections *s, const struct amp *a, double (*at)(const struct amp *a, int axis, size_t k), struct err *e);
void amp_sections_row(const struct amp *a, const struct amp_sections *s, const struct amp_species *sp, size_t v, double complex *out);
void amp_sections_free(struct amp_sections *s);		/* safe on a zeroed struct */
extern const struct ff_kind amp_unit_prism;
/* t exp(i kz z), the exponent held within AMP_DECAY: a wave at a height.  0 where t is 0, whatever the phase. */
double complex amp_moved(double complex t, double complex kz, double z);

int amp_nodes(struct amp *a, struct err *e);	/* tries to: the mode stays AMP_PIXELS where it does not pay */
int amp_field(struct amp *a, struct err *e);

/* gamma of each function: at one angle or at each column. */
void amp_gamma(const struct amp *a, const struct wave *w, size_t i, double complex *gamma);

#endif
