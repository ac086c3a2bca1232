/*
 * phantom_hot.h - kernels of phantom.c.
 */
#ifndef TOMO_PHANTOM_HOT_H
#define TOMO_PHANTOM_HOT_H

#include "base/hot.h"
#include "tomo/phantom.h"

/*
 * Add to out[a..b) the pixel means of a chord that is smooth over each pixel,
 * at dr rows from the shadow's centre: f + (f_cc + f_rr)/24, of which the error
 * is of fourth order.
 */
HOT_DECLARE(void, phantom_inside, (const struct shadow *sh, double dr, size_t a, size_t b, double *out));

#endif
