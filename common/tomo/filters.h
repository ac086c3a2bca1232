/*
 * filters.h - the filters of xfilter by name.
 *
 * A filter is one file, filter_NAME.c, that defines one struct method (its
 * formula, reference, parameters and errors stand at its top), and one line in
 * filters.c.  Items are images [row][col], [angle][col] or [y][x] of float;
 * a filter that needs one of these orders says so in its map.  No filter
 * allocates while it runs: plan() makes what all items share, the scratch of
 * each thread comes from the loop.
 *
 * Samples are expected to be finite.  What a filter does with one that is not
 * is said at its top, where it is better than passing it on.
 */
#ifndef TOMO_FILTERS_H
#define TOMO_FILTERS_H

#include "base/map.h"

extern const struct method *const filter_methods[];	/* NULL-terminated */

/*
 * The filter that takes quantity "from" to quantity "to" where one formula
 * does (transmission to mu_t: log; back: exp), or NULL.
 */
const struct method *filter_conversion(const char *from, const char *to);

#endif
