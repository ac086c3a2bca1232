/* swap_part.h - what swap*.c and polish.c share: the maps. */
#ifndef RMC_SWAP_PART_H
#define RMC_SWAP_PART_H

#include <complex.h>
#include <math.h>
#include <stdint.h>

#include "num/fft.h"
#include "rmc/swap.h"

/* Of one pixel. */
struct pixel { double g, gd; };			/* 4 G_I + 12 L, 2 G_D */
/* Of a distance d = n - o. */
struct apart { double a, hd, w; };		/* 4 H_I + 4 P + 8 W(d) - 2 W(2d), 2 H_D, 2 W */

enum { MK, ML, MU, MD, MW, NMAP };		/* with a ramp: complex maps of K, L, 4 H_I + 4 P + 8 W, H_D, W */

struct place { uint16_t row, col; };

/* The same in single precision, for many proposals: what they look up is half as far away. */
struct pixel_f { float g, k, gd, l; };
struct apart_f { float a, hd, w, none; };

struct rmc_swaps {
	const struct rmc_target *t;
	const struct fft *fft;
	double complex *z;			/* [n][n] while maps are made; pixel_f after it */
	double complex *fs;			/* [n][ncol] F of the tile, likewise; kl_f after it */
	double *intensity;			/* [n][ncol] of all tiles */
	double *own;				/* of the tile alone */
	struct pixel *pixel;			/* [n][n] */
	double *kl;				/* [n][n] K, L beside each other; without a ramp */
	struct apart *apart;			/* [n][n] likewise */
	double complex *map[NMAP];		/* [n][n] with a ramp */
	struct pixel_f *pixel_f;		/* copies of these three, for many proposals */
	float *kl_f;
	struct apart_f *apart_f;
	struct place *place;			/* [n][n] filled pixels first */
	size_t filled;
	const unsigned char *model;		/* [n][n] of the tile */
	double a, b, c, w, wd, wdd;		/* sums of w I^2, w I D, w I, w, w D, w D^2 */
	double a0, hd0, w0;			/* at distance 0 */
};

static inline double complex rmc_swap_turn(const struct rmc_target *t, double row, double col)
{
	return t->ramp ? cexp(-2 * M_PI * I * (t->delta_px[0] * row + t->delta_px[1] * col) / (double)t->n) : 1;
}

/* A map with a ramp, at any place. */
static inline double rmc_swap_at(const struct rmc_swaps *w, int m, double row, double col)
{
	double n = (double)w->t->n;
	size_t r = (size_t)(row - n * floor(row / n)), c = (size_t)(col - n * floor(col / n));

	return creal(rmc_swap_turn(w->t, row, col) * w->map[m][r * w->t->n + c]);
}

/* What a pixel adds when it is filled alone; when it is emptied all signs but that of k turn. */
struct alone { double g, k, gd, l; };		/* 4 G_I + 12 L, 2 K(2r), 2 G_D, 2 L */

static inline struct alone rmc_swap_alone(const struct rmc_swaps *w, size_t row, size_t col)
{
	size_t n = w->t->n, at = row * n + col, twice = 2 * row % n * n + 2 * col % n;
	double k = w->kl ? w->kl[2 * twice] : rmc_swap_at(w, MK, 2 * (double)row, 2 * (double)col);
	double l = w->kl ? w->kl[2 * at + 1] : rmc_swap_at(w, ML, (double)row, (double)col);

	return (struct alone){ w->pixel[at].g, 2 * k, w->pixel[at].gd, 2 * l };
}

#endif
