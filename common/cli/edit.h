/*
 * edit.h - heads changed by words of the command line.
 */
#ifndef CLI_EDIT_H
#define CLI_EDIT_H

#include "base/head.h"

/* "angle,row,col": new labels, slowest first; tables follow their axis.  E_USAGE. */
int edit_axes(struct head *h, const char *labels, struct err *e);
/* "KEY=VALUE"; nothing after = removes; bp.table.LABEL.NAME=RUNS is a table.  E_USAGE, E_DATA. */
int edit_set(struct head *h, const char *entry, struct err *e);
/* "LO:HI", two finite numbers, LO < HI.  E_USAGE names the option. */
int edit_pair(const char *option, const char *text, double *lo, double *hi, struct err *e);
/* "N" or "CxR", both within 1 .. most, their product too; of N alone *columns is 0.  E_USAGE names the option. */
int edit_grid(const char *option, const char *text, int most, size_t *columns, size_t *n, struct err *e);

#endif
