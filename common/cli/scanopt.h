/*
 * scanopt.h - --theta and --center, and the quantity that is needed: the same in every tool that asks for them.
 */
#ifndef CLI_SCANOPT_H
#define CLI_SCANOPT_H

#include "io/stream.h"

/*
 * Angles of the axis "angle" of h, degrees: what text says (START:END[:excl], FILE[:a:b]), or the table angle.theta_deg when
 * it is NULL.  name: of the input, for messages.  *own is the caller's (mem_free), NULL when the table's are used.
 */
int scanopt_theta(const char *text, const struct head *h, const char *name, double **own,
		  const double **theta_deg, size_t *n, struct err *e);

/*
 * Columns of the axis: a number or a file of numbers, one, one a row, or one for each row of the detector where h has
 * fewer, two at least, and tells which (row.index); NULL: bp.center_px.  range: of all that the file has.  *center is the caller's; *n is 0, and it NULL,
 * when text is NULL and the input does not know, or has a table row.center_px.
 */
int scanopt_center(const char *text, const struct head *h, double **center, size_t *n, double range[2], struct err *e);

/* Is it transmission instead of mu_t (or unknown)?  E_DATA for any other quantity; name: of the input. */
int scanopt_mu_t(const struct head *h, const char *name, bool *transmission, struct err *e);

#endif
