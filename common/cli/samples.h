/*
 * samples.h - samples as text: a line each, values parted by TABs, under one line of names.
 *
 * Ahead of a sample stand, for each axis, the values of all its tables ("alpha.deg"), or its index where it has
 * none ("row"); then the sample, called by its quantity (or "value"), of complex ones "re" and "im".
 */
#ifndef CLI_SAMPLES_H
#define CLI_SAMPLES_H

#include <stdio.h>

#include "base/head.h"

void samples_names(FILE *f, const struct head *h);
/* n items from number "first" on, as doubles at x; every digit that counts. */
void samples_put(FILE *f, const struct head *h, size_t first, size_t n, const double *x);

#endif
