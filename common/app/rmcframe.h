/*
 * rmcframe.h - what xrmc reads: a frame of any format with its mask and deviations.
 */
#ifndef APP_RMCFRAME_H
#define APP_RMCFRAME_H

#include "io/stream.h"
#include "rmc/prepare.h"

struct rmcframe {
	struct stream *in;		/* within, until it is read */
	struct head head;		/* [row][col], or [1][row][col] */
	size_t nrow, ncol;
	double *d, *mask, *sigma;	/* [nrow][ncol]; mask and sigma NULL: none */
	size_t marked;			/* pixels of d that are NaN as they had the mark of a gap */
	double step_per_nm;		/* of q, by the tables of the axes; NAN: they tell none, or not the same for both */
	double sign[2];			/* of q along rows and columns: -1 where it falls; 1 when not known */
	double zero[2];			/* row and column of q = 0 by these tables; NAN */
	char row_label[LABEL_MAX], col_label[LABEL_MAX];
};

/* Shape and metadata of one image of path.  E_DATA: several images, or none. */
int rmcframe_open(struct rmcframe *f, const char *path, const struct range *items, struct err *e);
/*
 * The pixels; mask and sigma (paths, or NULL) must have the same shape.  Pixels of whole numbers by which detectors mark gaps and bad pixels, -1 and -2 and
 * of 32 bits the largest number, become NaN.
 */
int rmcframe_read(struct rmcframe *f, const char *mask, const char *sigma, struct err *e);
void rmcframe_free(struct rmcframe *f);		/* safe on a zeroed struct */

/* One array of so many doubles, of any format and shape: E_DATA when it has not that many samples. */
int rmcframe_array(const char *path, size_t count, const char *what, double **v, struct err *e);

#endif
