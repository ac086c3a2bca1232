/*
 * recon_window.h - windows that multiply the ramp of filtered back-projection.
 *
 * With f the frequency and c the cutoff, both in cycles per pixel, and r = f / c:
 *
 *	none         no filter at all, not even the ramp
 *	ramp         1 (also called ramlak)                     Ramachandran & Lakshminarayanan, PNAS 68 (1971) 2236
 *	shepp        sin(pi r / 2) / (pi r / 2)                 Shepp & Logan, IEEE TNS 21 (1974) 21
 *	cosine       cos(pi r / 2)
 *	hann         0.5 + 0.5 cos(pi r)
 *	hamming      0.54 + 0.46 cos(pi r)
 *	parzen       1 - 6 r^2 (1 - r) for r <= 1/2, else 2 (1 - r)^3
 *	blackman     0.42 + 0.5 cos(pi r) + 0.08 cos(2 pi r)
 *	kaiser       I0(order sqrt(1 - r^2)) / I0(order)
 *	butterworth  1 / (1 + r^(2 order)), at every f
 *
 * All but butterworth are zero above the cutoff.
 */
#ifndef TOMO_RECON_WINDOW_H
#define TOMO_RECON_WINDOW_H

enum window {
	WINDOW_NONE, WINDOW_RAMP, WINDOW_SHEPP, WINDOW_COSINE, WINDOW_HANN, WINDOW_HAMMING,
	WINDOW_PARZEN, WINDOW_BUTTERWORTH, WINDOW_BLACKMAN, WINDOW_KAISER, WINDOW_COUNT
};

/* Names in the order of the enum, then the aliases, then NULL. */
extern const char *const window_names[];
/* The window of an index into window_names[]: aliases resolved. */
enum window window_of(int index);

/* Cutoff in cycles per pixel and order that are taken when none is given. */
double window_cutoff(enum window w);
double window_order(enum window w);

/* Value at frequency f >= 0, cycles per pixel; 0 < cutoff. */
double window_value(enum window w, double f, double cutoff, double order);

#endif
