/*
 * phantom_scan.h - the images of a simulated scan of a phantom.
 *
 * What a camera of photon counts sees, at time t in [0, 1] of the scan:
 *
 *	dark        D(row, col)                       dark (1 +- 2 % from pixel to pixel)
 *	flat        D + F(row, col) (1 - drift t)     F = counts (1 - profile shape(row, col)) (1 +- 2 %)
 *	projection  D + F (1 - drift t) (g exp(-mu_t) + h)
 *
 * each with the Poisson noise of its mean, and zingers.  shape rises from 0 in the middle to 1 in the
 * corners, mostly along the rows, as the beam of a bending magnet does.  g = 1 and h = 0 but in the
 * columns that are in error (rings), which are of one kind or, in turn, of the first three:
 *
 *	full		g = 1 + a normal deviate times ring_gain, at all angles
 *	partial		the same, for a stretch of a quarter to a half of the projections
 *	unresponsive	g = 0, h between 0.3 and 0.7: blind to the sample
 *	wide		full, the same g in 4 to 12 neighbouring columns
 *
 * A flat field does not mend them.  Zingers: pixels, chosen at random, that get 10 000 to 50 000 counts more.
 *
 * Noise: above a mean of 64 the quantile of a uniform number by the expansion of M. B.
 * Giles, ACM Trans. Math. Softw. 42 (2016) 7, sec. 2, to order mean^(-1/2) (it misses
 * the exact integer in some 0.1 %, by one); below, rng_poisson().  Counts
 * above 65535 saturate.  Each image is a pure function of the parameters, its key and
 * its index: same bytes in any order, on any number of threads.
 */
#ifndef TOMO_PHANTOM_SCAN_H
#define TOMO_PHANTOM_SCAN_H

#include "tomo/phantom.h"

enum sim_ring { SIM_RING_TURN, SIM_RING_FULL, SIM_RING_PARTIAL, SIM_RING_UNRESPONSIVE, SIM_RING_WIDE };

struct sim_par {
	size_t nangle, nrow, ncol;
	double center_px, tilt_deg;
	double counts;		/* of the flat field where it is brightest, at the beginning */
	double dark;		/* counts */
	double profile;		/* [0, 1): how much darker the corners are */
	double drift;		/* [0, 1): fraction of the beam lost during the scan */
	double zingers;		/* fraction of the pixels of an image, every image */
	size_t rings;		/* columns in error */
	double ring_gain;	/* standard deviation of their gain */
	enum sim_ring ring_kind;
	bool noise;		/* false: rounded means */
	uint64_t seed;
};

struct sim;

/* p is borrowed until sim_free().  E_NOMEM: it holds two floats a pixel of one image. */
int sim_new(struct sim **s, const struct phantom *p, const struct sim_par *par, struct err *e);
void sim_free(struct sim *s);		/* NULL is fine */
size_t sim_work(const struct sim *s);	/* bytes */
/*
 * The image [nrow][ncol] of KEY_DARK, KEY_FLAT or KEY_PROJECTION (head.h) with this index (among those
 * of its key), angle and time.  Thread-safe; work of sim_work() bytes, aligned.
 */
void sim_image(const struct sim *s, int key, size_t index, double theta_deg, double time,
	       uint16_t *out, void *work);

/*
 * The largest pixel of all projections at these angles (0 when all are negative), in parallel over
 * angles.  Of a phantom that is not flat and of more than 2^24 samples, the rows and
 * angles are thinned evenly to that number.
 */
int phantom_peak(const struct phantom *p, const struct phantom_view *v, const double *theta_deg,
		 size_t n, double *peak, struct err *e);

#endif
