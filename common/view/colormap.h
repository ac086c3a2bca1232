/*
 * colormap.h - colours for numbers.
 *
 *	gray      black to white
 *	viridis   perceptually even, readable in gray and for the colour-blind
 *	inferno   the same from black over red to yellow: for wide ranges
 *	jet       blue to red (MATLAB's: three trapezia); uneven, for comparison with old pictures
 *
 * viridis and inferno are interpolated between every fifth entry of the
 * published tables of 256 colours and differ from them by 1 level of 255 at most.
 * Thread-safe, pure.
 */
#ifndef VIEW_COLORMAP_H
#define VIEW_COLORMAP_H

enum colormap { CMAP_GRAY, CMAP_VIRIDIS, CMAP_INFERNO, CMAP_JET, CMAP_COUNT };
enum { CMAP_LEVELS = 1024 };

extern const char *const colormap_names[];	/* in that order; NULL ends */

/* t in [0, 1], held there; NaN is magenta (214, 39, 160), which is in none of the maps. */
void colormap_rgb(enum colormap m, double t, unsigned char rgb[3]);
/* The colours of t = i / (CMAP_LEVELS - 1). */
void colormap_table(enum colormap m, unsigned char table[CMAP_LEVELS][3]);

#endif
