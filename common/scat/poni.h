/*
 * poni.h - the calibration of a flat detector in a .poni file (pyFAI, versions 1, 2 and 2.1) as a detector of detector.h.
 *
 * A pixel of frame row d1 and column d2 (0-based, centres) is at p1 = (d1 + 1/2) pixel1, p2 = (d2 + 1/2) pixel2, and in the laboratory at
 *	t = R3(rot3) R2(rot2) R1(rot1) (p1 - poni1, p2 - poni2, distance)
 * along axis 1 (up), 2 (to the right, seen from the sample) and 3 (the beam), of which R1 and R2 turn left-handed and R3 right-handed
 * about their axis (G. Ashiotis et al., J. Appl. Cryst. 48 (2015) 510; geometry page of pyFAI's documentation):
 *	R1 = [1 0 0; 0 c s; 0 -s c]	R2 = [c 0 -s; 0 1 0; s 0 c]	R3 = [c -s 0; s c 0; 0 0 1]
 *
 * In the sample's frame (vec3.h) the beam is horizontal in the laboratory and the surface is tilted by alpha_i:
 * axis 3 = (cos ai, 0, -sin ai), axis 2 = -y = (0, -1, 0), axis 1 = (sin ai, 0, cos ai).  Rotations of 0 give det_flat() with
 * u0 = poni2, v0 = poni1.
 *
 * Which way up: rows of a detector go up.  pyFAI takes the first row of a frame as the lowest (orientation 3), although most frames are stored from
 * the top; a calibration of those sees axis 1 pointing down.  row0 tells what the frames are that were calibrated:
 *	PONI_BOTTOM	the first row is the lowest, or the file has orientation 1 or 2 (p1 then counts from the bottom)
 *	PONI_TOP	orientation 3 or 4, but the first row is in truth the highest: axis 1 points down.  Row r of the
 *			detector is row nrow - 1 - r of the frame, as it is once the frame was flipped on reading
 * Columns go to the right, phi > 0.  Orientations 1 and 4 say that frames have their first column at the right:
 * mirror them on reading (poni.mirrored).
 *
 * Pure and thread-safe.
 */
#ifndef SCAT_PONI_H
#define SCAT_PONI_H

#include <stdbool.h>

#include "scat/detector.h"

struct poni {
	double distance_m, poni1_m, poni2_m, rot1_rad, rot2_rad, rot3_rad;
	double pixel1_m, pixel2_m;	/* along a column, along a row */
	double wavelength_m;		/* NAN: not in the file */
	size_t nrow, ncol;		/* of the frame; 0: not known */
	int orientation;		/* 1 .. 4 as in EXIF; 3 when the file says nothing */
	bool mirrored;			/* frames have their first column at the right */
	char detector[64];		/* its name, or "" */
};

enum poni_row0 { PONI_BOTTOM, PONI_TOP };

/*
 * text: the file; name: for messages.  Later entries win, as files grow by one calibration after another.  Pixels and shape come from
 * PixelSize1, 2 or Detector_config, or from the name of a Pilatus or Eiger.  E_DATA: not a number, no distance, foot or pixel size, curved or
 * distorted detectors.
 */
int poni_read(struct poni *p, const char *text, const char *name, struct err *e);

/* n_x, n_y: shape; 0: that of the file, E_DATA when it has none.  E_DATA: PONI_TOP with orientation 1 or 2. */
int det_poni(struct detector *d, const struct poni *p, size_t n_x, size_t n_y, enum poni_row0 row0, double alpha_i_rad,
	     struct err *e);

#endif
