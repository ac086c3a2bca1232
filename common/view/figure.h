/*
 * figure.h - pictures of arrays as one would print them: arrays in, RGB out.
 *
 * A figure has one or more panels on white, a title, a colour bar with round
 * numbers and the quantity, a scale bar under the panels, and ticks along the
 * axes of a panel that are no lengths (angles, say).  A sample is a square of
 * "zoom" output pixels, or a rectangle so wide where panel.aspect says so; below 1
 * an output pixel is the mean of the samples it covers.  Letters grow with the figure.
 *
 * Pure and deterministic; every *rgb is uint8 [row][col][3], overwritten,
 * array_free() it.  Errors: E_DATA when the figure would be larger than
 * CANVAS_MAX, E_NOMEM.
 */
#ifndef VIEW_FIGURE_H
#define VIEW_FIGURE_H

#include "base/array.h"
#include "view/colormap.h"
#include "view/window.h"

/* Ticks along an axis: the value at sample i is first + i * step. */
struct figure_axis {
	const char *label;		/* with its unit; NULL: no ticks */
	double first, step;
};

struct figure_panel {
	const float *data;		/* [nrow][ncol], borrowed */
	size_t nrow, ncol;
	bool up;			/* row 0 is at the foot; else at the top */
	double aspect;			/* height of a sample by its width; 0: 1.  Of bare panels always 1 */
	const char *title;		/* above it, or NULL */
	struct figure_axis row, col;	/* figure_slice() alone draws them */
};

struct figure_par {
	enum colormap cmap;
	struct window window;
	const char *title;		/* or NULL */
	const char *quantity, *unit;	/* at the colour bar; NULL or "" when unknown */
	double pixel_m;			/* a sample along a row, m; 0 unknown: the scale bar counts pixels */
	bool bar, scale;		/* colour bar, scale bar */
	bool bare;			/* the panels alone: no margins, words, bars */
	double zoom;			/* 0: so that the panels are about 800 pixels wide or high */
	size_t width;			/* of the figure, pixels; 0: as it comes.  zoom is ignored then */
};

int figure_slice(struct array *rgb, const struct figure_panel *p, const struct figure_par *par, struct err *e);

/* n panels of one shape in rows of "columns"; 0: as square as it comes. */
int figure_montage(struct array *rgb, const struct figure_panel *p, size_t n, size_t columns,
		   const struct figure_par *par, struct err *e);

/*
 * Three cuts of [z][y][x] that share their edges: p[0] is [y][x], p[1] below it [z][x],
 * p[2] to its right [y][z].
 */
int figure_ortho(struct array *rgb, const struct figure_panel p[3], const struct figure_par *par, struct err *e);

/*
 * Samples in each of n bins over par->window (log: of the count axis).  zoom, pixel_m, cmap, bar
 * and scale mean nothing here.
 */
int figure_histogram(struct array *rgb, const double *count, size_t n, const struct figure_par *par,
		     struct err *e);

/* y over x. */
struct figure_curve {
	const double *x;		/* [n], in any order */
	const float *y;			/* [n] */
	size_t n;
	const char *label;		/* of x, with its unit */
};

/*
 * A line from each sample to the next, with gaps at what is no number (log: or not positive); a sample
 * with gaps on both sides is a dot.  par->window is the range of y.  zoom, pixel_m, cmap, bar and
 * scale mean nothing here.
 */
int figure_curve(struct array *rgb, const struct figure_curve *v, const struct figure_par *par, struct err *e);

#endif
