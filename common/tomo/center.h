/*
 * center.h - finders of the rotation axis: the column (0-based, pixel centres)
 * onto which it projects.
 *
 * All work on sinograms [angle][col] of mu_t.  Measures whose minimum is
 * sought are evaluated at any real centre by phase factors, never by
 * interpolation.
 */
#ifndef TOMO_CENTER_H
#define TOMO_CENTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { CENTER_ROWS = 16 };		/* rows that center_auto() asks, at most */

/* Where the sinograms come from. */
struct center_source {
	size_t nrow, nangle, ncol;
	const double *theta_deg;	/* [nangle], borrowed */
	/* Sinogram [nangle][ncol] of this row; called by one thread, rows in any order, any number of times. */
	int (*fetch)(void *ctx, size_t row, float *sino, struct err *e);
	void *ctx;
	double lo, hi;			/* columns within which to seek; lo >= hi: within a quarter of the middle, turn: all */
};

/*
 * vo: N. T. Vo, M. Drakopoulos, R. C. Atwood & C. Reinhard, Opt. Express 22 (2014)
 * 19078, sec. 2.2.  A sinogram and its mirror image about the right column make one of 360 degrees, whose
 * 2-D spectrum is nothing outside of |k| <= 2 pi r |f| (k periods a turn, f cycles a
 * pixel, r the radius of the object).  Minimises the sum of moduli there, by a coarse search
 * and then a fine one.  Angles need not be even, but must cover 170 degrees or more without a
 * gap of 20: E_DATA.  *score is how much deeper the minimum is than the median of
 * the search, 0 to 1.  Memory: of the order of two sinograms of at most 720 angles.
 */
int center_vo(const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
	      double lo, double hi, double *center, double *score, struct err *e);

/*
 * pc: phase correlation of projections half a turn apart (C. D. Kuglin & D. C. Hines, Proc. IEEE
 * Conf. Cybern. Soc. (1975) 163), the second mirrored; the peak to a fraction of a pixel
 * by evaluating the correlation between samples.  Takes all pairs nearest to 180 degrees apart (up to 8); where
 * they miss it by up to two steps the shift is extrapolated to 180 from the neighbouring angles;
 * further off is E_DATA.  pairs: from center_pairs().
 */
struct center_pair { size_t i, j; double gap_deg; };	/* theta_j - theta_i - 180 */
enum { CENTER_PAIRS = 16 };
/* Up to CENTER_PAIRS pairs; *n of them.  E_DATA when there are none within two steps. */
int center_pairs(const double *theta_deg, size_t nangle, struct center_pair *pair, size_t *n, struct err *e);
/*
 * a, b: [npair][nrow][ncol] of mu_t, b not mirrored.  *score is the height of the peak, 0 to 1.
 */
int center_pc(const float *a, const float *b, const struct center_pair *pair, size_t npair,
	      size_t nrow, size_t ncol, double lo, double hi, double *center, double *score, struct err *e);

/* How much there is to see in a sinogram: mean over angles of the variance along columns. */
double center_contrast(const float *sino, size_t nangle, size_t ncol);

/*
 * entropy: T. Donath, F. Beckmann & A. Schreyer, J. Opt. Soc. Am. A 23 (2006) 1048: the least entropy of the histogram of
 * slices (center_entropy.h), of up to 8 rows.  Angles as for vo.
 *
 * turn: of a full turn (angle_full_turn()), with the axis anywhere on the detector: projections against the mirror images
 * of what was seen half a turn on, over the columns that both have in common; after N. T. Vo et al., Opt. Express 29
 * (2021) 17849.  E_DATA of other angles.
 */
enum { CENTER_VO = 1, CENTER_PC = 2, CENTER_ENTROPY = 4, CENTER_TURN = 8, CENTER_ALL = 15 };

struct center_result {
	double center;			/* the answer */
	double vo, vo_score;		/* NAN, 0 when not asked or without an answer */
	double pc, pc_score;
	double entropy, entropy_score;
	double turn, turn_score;	/* of a full turn */
	double overlap;			/* columns seen from both sides, of a full turn; else NAN */
	int side;			/* of the detector on which the axis is: -1 left, 1 right; 0 when not a full turn */
	double disagreement;		/* the largest between two methods; NAN of one alone */
	double slope;			/* columns a row, of the rows' centres; 0 of less than 4 rows */
	size_t nrow;			/* asked */
	size_t row[CENTER_ROWS];
	double row_center[CENTER_ROWS], row_score[CENTER_ROWS];	/* by vo, or turn alone; NAN when not asked */
};

/*
 * Ask up to CENTER_ROWS rows, spread over those that are not air (contrast at least a tenth of the best of 64),
 * by these methods.  Of several: turn's answer alone where less than half of the columns are seen from both sides,
 * turn's where its score is above 0.3; else the middle one of vo, pc and entropy; without pc, or with one whose score is
 * not above 0.3, the mean of the other two, entropy's where they are more than half a pixel apart; without vo and entropy
 * pc's.  E_DATA when there is nothing to see, no method can work, or turn sees that the one asked cannot (without lo, hi).
 * In parallel over rows and slices (num/par.h); the result does not depend on the number of threads.
 * Memory: for each thread one sinogram and what the methods need; cleaned sinograms of at most 720 angles of 8 rows, or of
 * all while they are less than 48 MiB.
 */
int center_auto(const struct center_source *src, int methods, struct center_result *r, struct err *e);

/* "vo 60.251 score 0.80; pc 60.250 score 0.95": the methods that answered, and the overlap of a full turn.  Returns buf. */
const char *center_print(const struct center_result *r, char *buf, size_t len);

#endif
