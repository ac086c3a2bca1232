/*
 * chain.h - a chain of named methods, NAME or NAME:key=value,... each, as maps
 * for the loop (io/flow.h); and the list of them for people.
 *
 * Parameters that stand in the metadata are taken from the head as it is at
 * that place of the chain.  The quantity is checked there too: where a method
 * wants another one than comes, and one formula leads from one to the other,
 * that method is put in front of it; otherwise it is refused.  An input whose
 * quantity is not known is taken as it is.
 */
#ifndef CLI_CHAIN_H
#define CLI_CHAIN_H

#include "base/map.h"
#include "cli/opt.h"

enum { CHAIN_MAX = 64 };	/* methods: as many as a struct opt_list holds */

struct chain_link {
	const struct method *method;
	const struct method *before;	/* conversion of the quantity, or NULL; known when planned */
	double val[PARAM_MAX];		/* NAN until planned where the metadata stands in */
	char name[80];			/* "filter median": its map's, and in front of its messages */
	const struct chain *chain;
};

struct chain {
	const char *kind;		/* "filter", for messages */
	const struct method *(*convert)(const char *from, const char *to);	/* or NULL */
	size_t n;
	struct chain_link link[CHAIN_MAX];
	struct map map[CHAIN_MAX];	/* one a link; par points into link */
	char used[4000];		/* chain_used() */
};

/*
 * *c is overwritten, kind and convert excepted, and must not be moved.  E_USAGE
 * for an unknown name or key (with the near ones) and for a value that does
 * not fit.
 */
int chain_parse(struct chain *c, const struct method *const *list, const struct opt_list *text,
		struct err *e);

/* After planning: each step with all its values, conversions included, into c->used. */
void chain_used(struct chain *c);

/* All methods with their parameters on stdout, 79 columns at most. */
void chain_list(const struct method *const *list);

#endif
