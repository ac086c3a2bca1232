/*
 * dxfile.h - scan files as beamlines write them, recognised by content:
 *
 *	1. ALS 8.3.2 classic: one data set an image, in a group named after the sample
 *	2. Data Exchange (APS; ALS 8.3.2 now): /exchange/{data,data_white,data_dark,theta}
 *	   (De Carlo et al., J. Synchrotron Rad. 21 (2014) 1224)
 *	3. NeXus NXtomo (Diamond, ESRF): one stack, image_key, rotation_angle
 *
 * Each becomes one head [angle][row][col]: darks, flats, projections, every kind
 * in the order of acquisition, with the tables
 *
 *	angle.key        0 projection, 1 flat, 2 dark (3, invalid, is left out)
 *	angle.frame      acquisition index, counted over all images of the scan
 *	angle.theta_deg  when the file has angles; a flat or dark has that of the
 *	                 projection that follows (NXtomo: as the file says)
 *
 * and bp.quantity counts (when there are flats or darks), bp.scan (the layout),
 * bp.sample, bp.energy_keV, bp.distance_m, bp.pixel_m, bp.exposure_s as far as
 * known.  What had to be assumed, since the file does not say, is in
 * bp.assumed: units by magnitude, flats taken ahead of the projections.
 * The type is the narrowest that holds all parts exactly.
 *
 * Errors: E_DATA when counts disagree (both are named): angles and
 * projections, nangles and images; E_BUSY when images are missing from a file
 * that is still being written.
 *
 * Called between h5_enter() and h5_leave().
 */
#ifndef H5_DXFILE_H
#define H5_DXFILE_H

#include "h5/h5source.h"
#include "io/stream.h"

/* A scan being put together. */
struct dx {
	struct h5source *s;
	const char *layout;		/* for bp.scan */
	bool ignore_theta;		/* angles will be given from outside */
	bool has_theta;
	size_t nproj, nflat, ndark;
	size_t expected;		/* projections that there should be; 0: the file does not say */
	char sample[200];
	double energy_kev, distance_m, pixel_m, exposure_s;	/* 0: unknown */
	char assumed[200];
};

/*
 * Recognise and open.  When the file is no scan, returns 0 and s->npart is 0.
 * sel->theta given: the angles of the file are not looked at.
 */
int dx_open(struct h5source *s, const struct select *sel, struct head *h, struct err *e);

/* The layouts; each answers "is it mine" first.  base: where it was found. */
enum { DX_PATH = 600 };
bool dx_is_als(hid_t file, char *base);
int dx_als(struct dx *d, const char *base, struct err *e);
bool dx_is_nxtomo(hid_t file, char *base);
int dx_nxtomo(struct dx *d, const char *base, struct err *e);
bool dx_is_exchange(hid_t file);
int dx_exchange(struct dx *d, struct err *e);

/* Shared by the layouts. */
void dx_assume(struct dx *d, const char *what);
/* v in a unit that is `factor` standard units, without gathering a rounding error. */
double dx_scale(double v, double factor);
/* Energy by its unit, or by magnitude: eV above 1000. */
void dx_energy(struct dx *d, double v, const char *unit);

#endif
