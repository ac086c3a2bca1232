/*
 * scan.h - a scan put together from files of any format: projections, flats,
 * darks and angles (layout 4: TIFF sequences and anything else), and the same
 * over a scan file whose flats, darks or angles are to be replaced.
 *
 * It is a source like any driver's: stream_open() takes driver_scan in place of
 * the driver it would pick when scan_wanted(sel).  (It opens the parts by
 * stream_open() without a selection, so this file knows no format.)  The
 * result is one head as from a scan file: [angle][row][col], darks, then flats,
 * then projections, with the tables angle.key, angle.frame and angle.theta_deg.
 *
 * sel->flat, sel->dark: a file of any format, multi-page, a sequence, or
 *   file.h5::/data/set; each of its items is one image.  Given for a scan that
 *   has flats (darks) of its own, they replace those.  A scan file may be named:
 *   its flats (darks) are taken.  Side images are taken to come before the
 *   projections.
 * sel->theta: as angles.h; replaces what the file says.
 * The type is the narrowest that holds all parts exactly.
 *
 * Errors: E_DATA when image shapes differ (both named), when the number of
 * angles is not that of projections (both named), when there are no angles
 * (names --theta).  E_USAGE when the projections cannot be read at random (a pipe).
 */
#ifndef IO_SCAN_H
#define IO_SCAN_H

#include "io/driver.h"

/* Does this selection need it?  (flat, dark or theta is given.) */
bool scan_wanted(const struct select *sel);

extern const struct driver driver_scan;		/* read-only; starts is NULL */

#endif
