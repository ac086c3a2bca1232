/*
 * align.h - models of several seeds laid upon the best one.
 *
 * An intensity |F(q)|^2 does not know where its model lies on the periodic lattice, nor a(r) from a(-r), nor, q = 0
 * aside, a from 1 - a.  So models that were fitted to the same pattern are first moved upon one of them, the reference,
 * and only then averaged and compared.  (Of |DFT(a exp(-i delta r))|^2, a centre between pixels, this holds as far as
 * no filled pixel is moved across the lattice's edge, and not of the complement.)
 *
 * A model is an ensemble of M tiles (M = 1: one model), each N x N, 0 or 1, row major, periodic.  Intensities of tiles
 * add, so that each tile may be moved on its own, and their order means nothing: the tiles of a model go one to one to
 * those of the reference, the most similar two first, then the most similar of those that are left.
 *
 * A tile b is moved like this, in this order: inverted, b(-r); complemented, 1 - b; shifted, what was at r comes to
 * r + (row, col), all modulo N.  Every shift is tried, with and without inversion, and where it is allowed with and
 * without complement; the one of the largest correlation with the reference tile is taken.  Of equal ones it is one
 * without complement, then without inversion, then of the lowest row, then of the lowest column.
 *
 * Correlation is Pearson's,
 *
 *	(n c - n_a n_b) / sqrt(n_a (n - n_a) n_b (n - n_b)),    n = N^2,
 *
 * with n_a and n_b the filled pixels of each and c those filled in both.  The numbers c of all shifts come from two FFTs
 * in double precision (of a + ib, and of A B* + i A B, whose real part is c as it stands and whose imaginary part is c
 * inverted) and are rounded to the integers that they are: equal models give exactly 1.  A constant tile is like no
 * other: its correlation is 0 by definition, even with itself.
 *
 * What chance gives: of two models of independent random pixels the correlation at one shift has the deviation 1/N,
 * and the largest of 2 N^2 is about sqrt(2 ln(2 N^2)) / N (4 N^2 with the complement): 0.066 at N = 64, 0.019 at N = 256.
 * Models with structure have fewer independent parts, so that chance gives more: unrelated spinodal patterns of 16 waves a
 * side come to 0.12 (N = 256), of 8 waves to 0.2, discs of radius 8 at loading 0.2 to 0.12 (N = 256).
 *
 * Time: two transforms of N x N for each pair of tiles of two models, S (S - 1) / 2 x M^2 pairs.  Memory: results, and
 * 16 N^2 bytes a thread.  The same bytes for any number of threads.
 */
#ifndef RMC_ALIGN_H
#define RMC_ALIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "rmc/target.h"

struct align_par {
	size_t nmodel;			/* S >= 1 */
	size_t ntile;			/* M >= 1 */
	size_t side;			/* N, 1 .. RMC_SIZE_MAX */
	size_t reference;		/* index of the model that the others are laid upon */
	bool complement;		/* may 1 - b stand for b?  (Only where the loading is 0.5.) */
};

/* How a tile came upon a tile of the reference. */
struct align_move {
	size_t tile;			/* which of its model's tiles it is */
	size_t row, col;		/* shift, 0 .. N - 1 */
	bool inverted, complemented;
	bool constant;			/* it or the reference tile is: nothing could be compared, it is not moved */
	double correlation;		/* with the reference tile, afterwards; 0 when constant */
};

struct aligned {
	struct align_move *move;	/* [S][M]: what came upon tile m of the reference */
	unsigned char *model;		/* [S][M][N][N], moved; the reference as it was */
	float *mean;			/* [M][N][N], over the S models */
	float *deviation;		/* [M][N][N], of the population: sqrt(mean (1 - mean)), 0 .. 0.5; 0 where all agree */
	double *correlation;		/* [S][S] of each pair at its own best moves, the mean over tiles; symmetric */
	double median;			/* of the pairs above the diagonal; NaN when S = 1 */
};

/*
 * model: [S][M][N][N], borrowed.  *out is safe to free whatever comes.  E_DATA: sizes out of range, a value that is
 * neither 0 nor 1 (named with its place).  E_USAGE: no such reference.  E_NOMEM.
 */
int align_models(struct aligned *out, const struct align_par *par, const unsigned char *model, struct err *e);
void aligned_free(struct aligned *a);		/* safe on a zeroed struct */

/* Move one tile of N x N; from and to do not overlap. */
void align_move_tile(const struct align_move *move, size_t side, const unsigned char *from, unsigned char *to);

#endif
