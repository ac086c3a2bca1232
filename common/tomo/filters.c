#include "tomo/filters.h"

#include <string.h>

#define FILTERS(X) \
	X(filter_outlier) \
	X(filter_outlier1d) \
	X(filter_median) \
	X(filter_gaussian) \
	X(filter_sobel) \
	X(filter_paganin) \
	X(filter_stripe_fw) \
	X(filter_stripe_sf) \
	X(filter_stripe_ti) \
	X(filter_stripe_interp) \
	X(filter_360to180) \
	X(filter_ring) \
	X(filter_stripe_sort) \
	X(filter_stripe_large) \
	X(filter_stripe_dead) \
	X(filter_stripe_all) \
	X(filter_circle) \
	X(filter_crop) \
	X(filter_pad) \
	X(filter_bin) \
	X(filter_rotate) \
	X(filter_distortion) \
	X(filter_scale) \
	X(filter_log) \
	X(filter_exp)

#define DECLARE(name) extern const struct method name;
#define ENTRY(name) &name,

FILTERS(DECLARE)

const struct method *const filter_methods[] = { FILTERS(ENTRY) NULL };

const struct method *filter_conversion(const char *from, const char *to)
{
	static const struct method *const ways[] = { &filter_log, &filter_exp };

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (!strcmp(ways[i]->wants, from) && !strcmp(ways[i]->gives, to))
			return ways[i];
	return NULL;
}
