/*
 * compare.h - one number for how far a simulated image is from a measured one: what a fit makes small.
 *
 * Of data d and model m, with m' = scale m + background, over pairs that are finite and in the mask:
 *	raw	sum (d - m')^2 / sum d^2
 *	sqrt	sum (sqrt d - sqrt m')^2 / sum d		(below 0 counts as 0)
 *	cbrt	sum (cbrt d - cbrt m')^2 / sum cbrt(d)^2
 *	log	mean (ln d - ln m')^2				(pairs with d <= 0 left out)
 *	poisson	mean 2 (m' - d + d ln(d/m'))			(pairs with d < 0 left out; the deviance per pixel:
 *			S. Baker and R. D. Cousins, Nucl. Instrum. Methods 221 (1984) 437, eq. 9)
 *	chi2	mean (d - m')^2 / sigma^2			(sigma of each pixel; without: sigma^2 = max(d, 1))
 * In log and poisson m' counts as not below 1e-3 of the smallest d > 0.  All are 0 where d = m'.
 *
 * Scale and background are given, or those that make the number smallest, none below 0: of raw and chi2 by the linear equations, of the
 * others from a weighted linear solution on by Newton steps.  Where the model is constant, background stays 0.
 *
 * Pure and thread-safe; the same bytes for any number of threads.
 */
#ifndef SCAT_COMPARE_H
#define SCAT_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum compare_metric { COMPARE_RAW, COMPARE_SQRT, COMPARE_CBRT, COMPARE_LOG, COMPARE_POISSON, COMPARE_CHI2 };
extern const char *const compare_names[];	/* "raw", ... NULL at the end */

struct compare_par {
	enum compare_metric metric;
	bool fit_scale, fit_background;
	double scale, background;	/* where they are not fitted: 1 and 0 as a rule */
};

struct compare {
	double value;
	double scale, background;	/* used */
	size_t n;			/* pairs */
};

/*
 * model[n], data[n]; sigma[n] for chi2 or NULL (pairs without sigma > 0 are left out); mask[n]: 0 is left out, or NULL.
 * E_DATA: no pair is left, or (raw, sqrt, cbrt) all data are 0; E_NOMEM.
 */
int compare_images(struct compare *out, const struct compare_par *p, const double *model, const double *data,
		   const double *sigma, const unsigned char *mask, size_t n, struct err *e);

#endif
