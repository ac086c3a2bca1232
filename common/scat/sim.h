/*
 * sim.h - the intensity of a sample on a detector: distorted-wave Born approximation.
 *
 * Pixel: dOmega / sin(ai) * dSigma/dOmega per area, for an incident beam of unit intensity (CONVENTIONS in gisaxs(7)).
 *
 * Pure and thread-safe; loops over rows run in parallel (num/par.h), with the same result for any number of threads.
 */
#ifndef SCAT_SIM_H
#define SCAT_SIM_H

#include "scat/detector.h"
#include "scat/sample.h"

enum { SIM_TERMS = 4 };			/* TiTf RiTf TiRf RiRf */

struct sim_par {
	bool born;			/* particles as in the vacuum, no layers */
	bool zero_below;		/* pixels with alpha_f <= 0 are 0, not NaN */
	bool terms;			/* SIM_TERMS images more: intensity of each term alone */
	int oversample;			/* >= 1 */
};

/* out[nrow][ncol] (terms: [1 + SIM_TERMS][nrow][ncol]) is added weight times the image. */
int sim_add(const struct sample *s, const struct beam *b, const struct detector *d, const struct sim_par *p,
	    double weight, double *out, struct err *e);

#endif
