/*
 * sidevol.h - a volume beside the main input: a slice for each of its rows, or one for all.
 */
#ifndef CLI_SIDEVOL_H
#define CLI_SIDEVOL_H

#include "cli/tool.h"

struct sidevol;

/*
 * Open [z][y][x], or one slice [y][x].  rows: the input's head, whose axis "row" has nrow rows (0: not known yet);
 * slices are matched by z.index (or their number in a longer volume without one) and row.index, else one by one.  E_DATA
 * when they do not match.  Takes at most half of the memory; a pipe is gathered.
 */
int sidevol_open(struct sidevol **v, const char *path, const struct head *rows, size_t nrow,
		 const struct flow_par *par, struct err *e);
void sidevol_close(struct sidevol *v);			/* NULL is fine */
const struct head *sidevol_head(const struct sidevol *v);	/* [z][y][x] */
/* The slice of a row as float; v is a struct sidevol.  Thread-safe. */
int sidevol_read(void *v, size_t row, float *slice, struct err *e);

#endif
