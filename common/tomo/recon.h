/*
 * recon.h - reconstruction of slices from sinograms: what all algorithms
 * share, and the list of them.
 *
 * Geometry.  Columns are counted from 0 at pixel centres.  Column c of the
 * projection at angle t (positive: counter-clockwise) sees the line
 *
 *	s = c - center = x cos t + y sin t		in pixels, axis at the origin
 *
 * Pixel (i, j) of a slice of N x N is centred on x = j - (N - 1)/2,
 * y = (N - 1)/2 - i.  Input items are [angle][col] line integrals (mu t, no
 * unit), output items [y][x] attenuation: per pixel, or per cm when the pixel
 * size is known.
 *
 *	f(x, y) = sum over angles of w_t q_t(x cos t + y sin t)
 *
 * with w_t of angle.h and q_t the projection convolved with the ramp: the
 * band-limited kernel of Ramachandran & Lakshminarayanan (PNAS 68 (1971)
 * 2236), h(0) = 1/4, h(odd d) = -1 / (pi d)^2, h(even d) = 0, transformed at a
 * length at which nothing wraps, so that its mean value is right too; times
 * the window.  See Kak & Slaney, Principles of Computerized Tomographic
 * Imaging (IEEE Press, 1988), ch. 3, eqs. 61 and 67-68.  Nothing is known off
 * the detector: it counts as zero, or with pad as the edge pixel.
 *
 * Full turns whose axis is off the middle see one side from two directions
 * and the other from one: columns are weighed by 0 ... 2 so that s and -s
 * together count 2, with a smooth step.
 */
#ifndef TOMO_RECON_H
#define TOMO_RECON_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/map.h"
#include "tomo/recon_window.h"

enum recon_unit { RECON_AUTO, RECON_CM, RECON_PIXEL };

/* Where the time goes. */
enum recon_phase { RECON_FFT1, RECON_FILTER, RECON_SPREAD, RECON_FFT2, RECON_FINISH, RECON_PHASES };

struct recon_prof {
	uint64_t (*now)(void);			/* CPU time of this thread, ns */
	_Atomic uint64_t ns[RECON_PHASES];	/* summed over threads */
};

/*
 * What map.par of these methods points to: it and what it points to must
 * live until plan() returns, prof until the last apply().
 */
struct recon_par {
	const double *val;	/* values of the method's own parameters, or NULL: their defaults */
	const double *theta_deg;	/* [ntheta]; NULL: the head's angle.theta_deg */
	size_t ntheta;
	const double *center;	/* [ncenter], 1 or one a row; NULL: row.center_px, then bp.center_px */
	size_t ncenter;
	double center_range[2];	/* of all rows, where center is of some; else both 0 */
	enum window filter;	/* zeroed is WINDOW_NONE: set it */
	const double *window;	/* [nwindow] instead of filter: at frequencies 0 ... 1/2, evenly; or NULL */
	size_t nwindow;
	double cutoff;		/* cycles per pixel; <= 0: the window's own */
	double order;		/* <= 0: the window's own */
	long pad;		/* edge pixels repeated so often on each side, for objects wider than the
				   detector; < 0: as often as there are columns, not for WINDOW_NONE */
	size_t size;		/* N; 0: columns, or for a full turn all that was seen */
	double circle;		/* 0 outside this part of the inscribed circle; <= 0: no mask */
	enum recon_unit unit;
	bool transmission;	/* input is transmission: -ln is taken first */
	struct recon_prof *prof;	/* or NULL */

	/* of the iterative methods alone (iter.h) */
	size_t memory;		/* a slice and its sinogram must fit before a plan is made; 0: whatever they take */
	const float *support;	/* [N][N]: where it is not above 0 a slice is 0; or NULL.  Lives until plan() returns */
	size_t support_size;	/* N */
	/* The slice [N][N] that item starts from, in the unit of the output; called from many threads; or NULL. */
	int (*init)(void *ctx, size_t item, float *slice, struct err *e);
	void *init_ctx;
	size_t init_size;	/* N */
	double noise;		/* standard deviation of mu_t: stop when |Ax - b|^2 is that of the noise; <= 0: do not */
	/* Told of each iteration of each item, the start being 0: |Ax - b| / |b|, and the method's objective or NAN. */
	void (*tell)(void *ctx, size_t item, size_t iteration, double residual, double objective);
	void *tell_ctx;
};

/* All of them, in the sequence of --list.  Input ORDER_SINO, output [z][y][x]. */
#define RECON_METHODS(X) \
	X(recon_gridrec) X(recon_fbp) \
	X(recon_art) X(recon_bart) X(recon_sart) X(recon_sirt) X(recon_cgls) \
	X(recon_mlem) X(recon_osem) X(recon_pml_quad) X(recon_pml_hybrid) X(recon_ospml_quad) X(recon_ospml_hybrid) \
	X(recon_tv) X(recon_grad) X(recon_tikh) X(recon_fista_tv) X(recon_mbir)
#define RECON_DECLARE(name) extern const struct method name;

RECON_METHODS(RECON_DECLARE)
extern const struct method *const recon_methods[];	/* ends with NULL */

/*
 * The transforms alone that one slice of gridrec takes: nangle real 1-D ones
 * and a 2-D inverse one of the whole grid at this oversampling, on zeros; for
 * comparison.  seconds(): any clock.
 */
int gridrec_transforms(size_t nangle, size_t ncol, size_t size, double oversampling,
		       uint64_t (*now)(void), double *seconds, struct err *e);

#endif
