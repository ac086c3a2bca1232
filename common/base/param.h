/*
 * param.h - typed parameters of a named method: one table gives parsing,
 * checks, documentation and --list.  A filter of xfilter, an algorithm of
 * xrecon and a phantom of xphantom each have such a table; the values are an
 * array of double in the order of the table, so that a method reads them by
 * an enum of its own.
 *
 * Text form: NAME, or NAME:key=value,key=value
 */
#ifndef BASE_PARAM_H
#define BASE_PARAM_H

#include "base/head.h"

enum param_type { PARAM_END, PARAM_NUM, PARAM_INT, PARAM_FLAG, PARAM_CHOICE };

enum { PARAM_MAX = 16 };	/* parameters of one method */

struct param {
	const char *name;		/* key in the text form */
	enum param_type type;
	const char *unit;		/* "px", "keV", "m", "" */
	double def;			/* default; NAN: required unless meta has it; INFINITY: the method
					   chooses, as the help says, and puts its choice in place */
	double lo, hi;			/* closed range */
	const char *meta;		/* metadata key that stands in, or NULL */
	const char *const *choices;	/* PARAM_CHOICE: NULL-terminated; value is the index */
	const char *help;		/* one phrase */
};

/*
 * Parse "key=value,..." (text may be NULL or "") into val[0..].  What is not
 * given becomes its default, or NAN when it has a metadata key or no default:
 * param_resolve() settles those.  E_USAGE lists what is known and the near
 * name.  "who" is for the message: "filter gaussian".
 */
int param_parse(const struct param *p, const char *who, const char *text,
		double *val, struct err *e);
/*
 * For each value still NAN: the metadata at p->meta, else the default, else
 * E_USAGE that names both ways to give it (after "who: ", unless who is "").
 */
int param_resolve(const struct param *p, const char *who, const struct meta *m,
		  double *val, struct err *e);
/* "key=value,..." of all values, for the history; buf of len. */
void param_print(const struct param *p, const double *val, char *buf, size_t len);

#endif
