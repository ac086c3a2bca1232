/*
 * angles.h - projection angles as given on the command line.
 *
 *	0:180          n angles from 0 to 180, both ends included
 *	0:180:excl     n angles from 0, the end left out (step 180 / n)
 *	FILE           a number a line, as many as there are projections
 *	FILE:10:101    the lines 10 to 100 of it, counted from 0 (a or b may be left out)
 *	FILE.npy, FILE.h5::/PATH, ...   a row of numbers; :10:101 as well
 *
 * Degrees, at most 1e9 either way.  Empty lines and lines that start with # are counted, and hold no angle.
 */
#ifndef IO_ANGLES_H
#define IO_ANGLES_H

#include <stddef.h>

#include "base/err.h"

/*
 * Angles of n projections into theta_deg[0..n-1].  E_USAGE when text is no
 * form of the above; E_IO; E_DATA naming file, line and text, or both counts.
 */
int angles_parse(const char *text, size_t n, double *theta_deg, struct err *e);

#endif
