/*
 * phantom.h - analytic phantoms: sums of ellipsoids and elliptic cylinders,
 * with their exact projections and their rasterised truth.
 *
 * Lengths are in pixels, the origin on the rotation axis.  x and y lie in a
 * slice as tomography has it (column j at x = j - (N-1)/2, row i of a slice at
 * y = (N-1)/2 - i), z along the axis, growing with the detector row:
 * z = row - (R-1)/2.  A shape of value m adds m per pixel inside itself, so a
 * line integral is in pixels times value, without dimension.
 *
 * A projection at theta (degrees, positive: counter-clockwise) sees
 * s = x cos theta + y sin theta.  On the detector the axis stands at column
 * center + (row - (R-1)/2) tan(tilt), 0-based, pixel centres:
 *	s =   (col - center) cos tilt - (row - (R-1)/2) sin tilt
 *	z =   (col - center) sin tilt + (row - (R-1)/2) cos tilt
 *
 * A pixel of a projection is the mean of the line integrals over its unit
 * square, exact to about 1e-7 of the largest.  For a shape |M (p - c)| <= 1 and a
 * ray of direction d the chord is 2/|Md| sqrt(1 - |w|^2), w the part of
 * M (p - c) orthogonal to Md: for a given detector row a half ellipse in s, of
 * which the integral over s is (u sqrt(1 - u^2) + asin u)/2 in scaled units.
 *
 * Thread safety: everything borrows and changes nothing but its output.
 */
#ifndef TOMO_PHANTOM_H
#define TOMO_PHANTOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct shape {
	double c[3];		/* centre x, y, z */
	double m[3][3];		/* |M (p - c)| <= 1 inside; third row 0: an endless cylinder */
	double value;		/* per pixel */
	bool cylinder;		/* endless */
};

/* Semi-axes abc (c = INFINITY: endless along z), turned by phi_deg in the x-y plane, counter-clockwise. */
struct shape shape_ellipsoid(const double center[3], const double abc[3], double phi_deg, double value);
/* Endless round cylinder of this radius through center along dir (not across the z axis). */
struct shape shape_wire(const double center[3], const double dir[3], double radius, double value);

struct phantom {
	size_t n;
	struct shape *shape;	/* owned */
	bool flat;		/* all shapes are endless along z: every slice is the same */
};

enum phantom_kind {
	PHANTOM_SHEPP2D,	/* Shepp & Logan, IEEE Trans. Nucl. Sci. 21 (1974) 21, with the contrast
				   of P. Toft, The Radon Transform, thesis, DTU (1996), p. 201 */
	PHANTOM_SHEPP3D,	/* its extension by M. Schabel, phantom3d, MATLAB Central 9416 (2006),
				   'modified-shepp-logan'; the Euler angles phi + psi add up, theta = 0 */
	PHANTOM_DISC,		/* one disc of value 1 and radius 0.9 */
	PHANTOM_DISCS,		/* a disc of 0.2 holding discs of values 0 to 1 and radii 0.18 to 0.01 */
	PHANTOM_SPHERES,	/* 48 spheres that do not touch, radii 0.04 to 0.16, values 0.4 to 1 */
	PHANTOM_WIRES,		/* a cylinder of 0.1 with 12 wires of radius 0.012, value 1, up to 15 degrees inclined */
	PHANTOM_KINDS
};
extern const char *const phantom_name[PHANTOM_KINDS + 1];	/* "shepp2d", ...; NULL ends */
extern const char *const phantom_brief[PHANTOM_KINDS];

/* The unit disc or sphere of the phantom gets this radius.  *p is overwritten; phantom_free() also after failure.  E_NOMEM. */
int phantom_new(struct phantom *p, enum phantom_kind kind, double radius_px, struct err *e);
void phantom_free(struct phantom *p);		/* safe on a zeroed struct */
void phantom_scale(struct phantom *p, double factor);	/* all values */

/* How it is looked at. */
struct phantom_view {
	double theta_deg;
	double center_px;	/* column of the axis at the middle row */
	double tilt_deg;
	size_t nrow, ncol;
};

/* Column of the axis in this row. */
double phantom_center(const struct phantom_view *v, size_t row);

/* A shape as the detector sees it: mean chord amp sqrt(1 - (ib dr)^2 - ((dc - k dr)/a)^2), dr = row - r0, dc = col - c0. */
struct shadow {
	double c0, r0;		/* its centre on the detector */
	double k;		/* slope, columns a row */
	double a, ib;		/* half width in columns; 1 / half height, 0: endless */
	double amp;		/* value times the longest chord */
	double inner;		/* within this scaled radius the chord is smooth over a pixel */
};

/* sh[p->n] */
void phantom_shadows(const struct phantom *p, const struct phantom_view *v, struct shadow *sh);
/* One detector row [ncol] of n shadows, pixel means; out is overwritten. */
void phantom_row(const struct shadow *sh, size_t n, size_t row, size_t ncol, double *out);
/* Doubles and bytes that phantom_project() needs as work. */
size_t phantom_work(const struct phantom *p, size_t ncol);
/* Rows [row, row + n) of a projection, out [n][ncol]; work of phantom_work() bytes, aligned to double. */
void phantom_project(const struct phantom *p, const struct phantom_view *v, size_t row, size_t n,
		     float *out, void *work);
/* The same for a flat phantom without tilt costs one row and copies. */

/*
 * Truth: slice [n][n] at z, mean of 4 x 4 samples a pixel (of 4 x 4 x 4 over
 * z +- 1/2 when the phantom is not flat).
 */
void phantom_slice(const struct phantom *p, double z, size_t n, float *out);

/*
 * Peak signal-to-noise ratio in dB, peak 1, over pixels with centres at r < n/2:
 * -10 log10(mean((a - b)^2)); INFINITY when equal.  a, b: [n][n].
 */
double phantom_psnr(const float *a, const float *b, size_t n);

#endif
