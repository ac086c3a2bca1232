/*
 * filter_stripe.h - parameters that filters for stripes share: which columns they touch (stripe_score.h).
 */
#ifndef TOMO_FILTER_STRIPE_H
#define TOMO_FILTER_STRIPE_H

#include "base/param.h"
#include "tomo/stripe_score.h"

#define STRIPE_PARAM_SNR \
	{ "snr", PARAM_NUM, "", 3, 0, 1e6, NULL, NULL, \
	  "touches what stands out by so many errors; 0: all, as published" }
#define STRIPE_PARAM_WIDTH \
	{ "width", PARAM_INT, "px", 4, 1, STRIPE_WIDTH_MAX, NULL, NULL, "widest stripe that snr looks for" }

#endif
