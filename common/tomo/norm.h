/*
 * norm.h - flat-field correction: from counts to transmission and to -ln.
 *
 *	T = (p - dark) / (flat - dark),	mu_t = -ln max(T, least)
 *
 * after Seibert, Boone & Lindfors, Proc. SPIE 3336 (1998) 348.  Darks are
 * averaged, or the median of each pixel is taken.  Flats likewise, or (interp)
 * each block of flats - those with no projection between them - is averaged,
 * and flat - dark is interpolated linearly between the two blocks around each
 * projection, by acquisition index; before the first and after the last block
 * it is that block's (as the conventional method that Van Nieuwenhove et al.,
 * Opt. Express 23 (2015) 27975, start from).
 *
 * By option T is divided, before it is held at or above 'least', by the mean of
 * a region of its own projection (roi), and by a background that runs linearly
 * along each row between the means of its first and last 'air' pixels.  At the
 * end mu_t may pass through a polynomial without constant term against beam
 * hardening (Herman, Phys. Med. Biol. 24 (1979) 81).
 *
 * Where flat - dark is not above 0 (in either of the two blocks), or T is not
 * finite, the result is the mean of its valid 3 x 3 neighbours; if there is none,
 * of 3 rows of as many columns as it takes, up to NORM_REACH to each side.
 * The neighbours' own values are used, never repaired ones, so the order of
 * working does not matter.
 *
 * Images are [row][col]; pixels are the same whether projections or rows of a
 * sinogram are asked for.
 */
#ifndef TOMO_NORM_H
#define TOMO_NORM_H

#include "base/map.h"

enum { NORM_REACH = 4, NORM_MAXPOLY = 8 };

enum norm_how { NORM_INTERP, NORM_MEAN, NORM_MEDIAN };

struct norm_par {
	enum norm_how flat, dark;	/* dark: MEAN or MEDIAN */
	bool no_dark;			/* the dark is 0 */
	bool log;			/* give mu_t, else T */
	bool strict;			/* a pixel to be repaired is an error */
	double least;			/* T is held at or above it; > 0 when log */
	size_t air;			/* pixels of each margin; 0: no ramp */
	bool roi;
	size_t roi_row[2], roi_col[2];	/* half-open */
	size_t npoly;
	double poly[NORM_MAXPOLY];	/* of mu_t, mu_t^2, ... */
};

struct norm;

/*
 * Images of [nrow][ncol] will come.  E_USAGE when air or roi do not fit them.
 * What follows is of one thread, up to norm_finish().
 */
int norm_new(struct norm **n, const struct norm_par *par, size_t nrow, size_t ncol, struct err *e);
void norm_free(struct norm *n);		/* NULL is fine */

/*
 * Bytes held at the most, for this many darks and flats: so that a tool can
 * tell before it reads.  (A median needs all of its images at once.)
 */
size_t norm_need(const struct norm_par *par, size_t nrow, size_t ncol,
		 size_t ndark, size_t nflat, size_t nblock);

/*
 * One flat or dark (key KEY_FLAT, KEY_DARK; others are passed over), with its acquisition
 * index.  Flats come in the order they were taken, darks before them if they can.
 */
int norm_add(struct norm *n, int key, double frame, const float *image, struct err *e);
/*
 * All have come.  E_DATA: no flats, no darks (unless no_dark), flats all 0,
 * more than 1 % of the pixels with no flat above the dark, or one when strict.
 */
int norm_finish(struct norm *n, struct err *e);

size_t norm_blocks(const struct norm *n);	/* of flats */
double norm_block_frame(const struct norm *n, size_t b);	/* mean acquisition index */
size_t norm_dead(const struct norm *n);		/* pixels whose flat is not above the dark in some block */

/*
 * The maps.  By projection: [angle][row][col], any option.  By sinogram:
 * [row][angle][col], not with roi (E_USAGE).  norm is borrowed.  The output's
 * quantity is mu_t or transmission; angle.key and angle.frame are dropped; the
 * input's quantity must be counts or unknown (E_DATA).
 */
struct map norm_map(struct norm *n, enum map_order order);

/* How many pixels were repaired, of how many, by all maps so far. */
void norm_count(const struct norm *n, size_t *repaired, size_t *total);
/* More than 1 % repaired: E_DATA with the share. */
int norm_check(const struct norm *n, struct err *e);

#endif
