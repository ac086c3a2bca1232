/*
 * chord.h - chords of a two-phase model: lengths within each phase along straight lines, and what they tell of surfaces and sizes.
 *
 * A model is a[row][col] of 0 and 1 (filled) on an N x N periodic lattice, N >= 1.  Lines run along rows, columns and both diagonals,
 * all N of each, N pixels long over the periodic boundary; pixels along a diagonal are sqrt(2) apart.  A chord of k pixels is
 * a run of k pixels of one phase, k from 1 to N - 1, of length k or k sqrt(2).  A line that is all of one phase has no chord.
 * Pure and thread-safe.
 *
 * S. Torquato & B. Lu, Phys. Rev. E 47 (1993) 2950 (chord lengths); E. E. Underwood, Quantitative Stereology, Addison-Wesley (1970), chapters 2 and 3
 * (Cauchy, Crofton: surface and size from lines).
 */
#ifndef RMC_CHORD_H
#define RMC_CHORD_H

#include <stddef.h>

#include "base/err.h"

enum chord_line { CHORD_ROW, CHORD_COL, CHORD_DOWN, CHORD_UP, CHORD_LINES };	/* down: col grows with row; up: it falls */

struct chords {
	size_t n;
	size_t *count;		/* [phase][line][n]: chords of k pixels, phase 0 empty, 1 filled */
};

/* E_NOMEM.  chords_free() is safe on a zeroed struct. */
int chords_count(struct chords *c, const unsigned char *a, size_t n, struct err *e);
void chords_free(struct chords *c);
static inline const size_t *chords_of(const struct chords *c, int phase, enum chord_line line)
{
	return c->count + ((size_t)phase * CHORD_LINES + line) * c->n;
}
/* Pixels between two of a line: 1, or sqrt(2). */
double chord_step_px(enum chord_line line);

/*
 * Mean length of the chords of a phase, in pixels: all lengths over the number of chords, each direction with the same length of
 * line.  0 when there is none.  Of discs <l> = pi <R^2>/(2 <R>) (Cauchy: pi times area over perimeter).
 */
double chord_mean_px(const struct chords *c, int phase);
/*
 * Length of the border between the phases over the area, 1/pixel: pi/2 times the crossings per length of line (Crofton), mean
 * of the four directions.  2/R times phi of discs; of straight borders it depends on their direction, by up to 5.5 % either way:
 * 0.948 at 0 and 45 degrees, 1.026 at 22.5 degrees.
 */
double chord_surface_per_px(const struct chords *c);

/*
 * The radius of discs.  A disc of radius R that lies at random on the lattice has along lines with pixels s apart, for each spacing of these lines,
 *
 *	h_k(R) = (2 G(ks) - G((k-1)s) - G((k+1)s))/s,  G(c) = 2 u sqrt(R^2 - u^2) + 2 R^2 asin(u/R), u = min(c/2, R)
 *
 * chords of k pixels, exactly: G is the integral of 2 sqrt(R^2 - c^2/4), the number of chords longer than c, and a chord of length c has
 * k pixel centres with a chance of max(0, 1 - |c/s - k|).  Radii are distributed normally, mean R and deviation D.  R and D are those of
 * the greatest likelihood for the chords between `from` and `to`, all directions together, each direction's histogram being
 *
 *	(1 - 0.05) h_k/sum h_k + 0.05/number of k.
 *
 * from = R0 and to = 2.2 R0 + 2 pixels, R0 = m/1.83 where m is the median of chords weighted with their length (of a disc it is 1.83 R).  Isolated pixels,
 * notches and holes make short chords and touching discs long ones, so that both are left out; what remains within is the 5 %.
 */
struct chord_disc {
	double radius_px, spread_px;	/* R, D */
	double chord_radius_px;		/* <R^2>/<R> = R + D^2/R, the radius of discs of one size with the same mean chord: a disc counts as often as lines meet it */
	double from_px, to_px;
	double used;		/* of all lengths, the part within from..to */
	double misfit;		/* half the sum of |found - fitted| parts of the histograms: 0 discs, towards 1 anything else */
};
/* Discs of this phase.  E_DATA: fewer than 20 chords of it; E_NOMEM. */
int chord_disc_fit(const struct chords *c, int phase, struct chord_disc *d, struct err *e);

#endif
