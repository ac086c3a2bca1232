/*
 * sinos.h - the sinograms of an input, to be looked at in any sequence before
 * they flow (flow_new_order()).
 */
#ifndef CLI_SINOS_H
#define CLI_SINOS_H

#include "cli/tool.h"

/*
 * From sinograms [row][angle][col] or projections [angle][row][col]: E_DATA for
 * other axes.  Takes half the memory; a pipe is gathered, in a temporary when it must.
 */
int sinos_open(struct order **o, struct stream *in, const struct flow_par *par, struct err *e);

/*
 * mu_t of a row, [angle][col].  raw: an item of order_head().  Transmission is converted
 * by -ln, held at 1e-6, as this is for looking only.
 */
int sinos_read(struct order *o, size_t row, bool transmission, void *raw, float *sino, struct err *e);

#endif
