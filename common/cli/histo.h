/*
 * histo.h - how often which values occur in a stream, in bounded memory; what is
 * not finite is left out.  Complex samples count by their magnitude.
 */
#ifndef CLI_HISTO_H
#define CLI_HISTO_H

#include "cli/slabs.h"

enum { HISTO_BINS = 256 };

struct histo {
	double lo, hi;			/* edges of the first and the last bin */
	size_t bins;			/* <= HISTO_BINS; of equal width */
	double count[HISTO_BINS];
};

/*
 * From h->lo to h->hi when lo < hi (values outside are not counted), else between the percentiles p_lo
 * and p_hi (0 and 100: all).  The bins of integers hold a whole number of them
 * each.  Reads all, up to four times; a pipe through a temporary.  E_DATA when nothing is finite.
 */
int histo_read(struct histo *h, const struct tool *t, struct stream *s, double p_lo, double p_hi,
	       struct err *e);

#endif
