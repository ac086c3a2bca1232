/*
 * rmcjob.h - what xrmc is asked to do, as its options and the predecessor's configuration say, and the run made of it.
 */
#ifndef APP_RMCJOB_H
#define APP_RMCJOB_H

#include "app/rmcframe.h"
#include "app/rmcrun.h"
#include "base/node.h"

/* The options; see the table in tools/xrmc.c. */
struct rmcopt {
	const char *mask, *sigma, *loading, *recentre, *config, *stop, *init, *checkpoint, *timeline, *model, *pictures;
	struct range items;
	int tiles, size, seed, seeds, metric, move, reach, anneal, charge, raar, start, grow;
	double moves, temperature, smooth, prior, holdout, q_step, every;
	bool independent, background, polish, resume;
};

extern const char *const rmcopt_moves[];	/* as enum rmc_move */

struct rmcjob {
	const struct tool *tool;
	struct rmcopt o;
	const char *input;		/* path of the pattern */
	const char *output;
	struct node_tree tree;		/* of --config */
	char *text[6];			/* names made from it */
	size_t ntext;
	struct rmcframe frame;
	struct rmc_prepared prepared;
	struct rmc_par par;
	struct rmcset set;
	struct rmcrun run;
	double centre[2];
	double steps;			/* single swaps of each row, by the configuration: moves, once the size is known; NAN: not there */
	unsigned char *init;
	char *checkpoint;		/* default name, or NULL */
};

/* input: the operand, or NULL.  What the configuration says becomes options that were not given.  E_DATA with FILE:LINE:COL. */
int rmcjob_config(struct rmcjob *j, const char *input, struct err *e);
/* From options to a run that can go.  Refuses by memory before it allocates: E_NOMEM. */
int rmcjob_prepare(struct rmcjob *j, struct err *e);
void rmcjob_free(struct rmcjob *j);
const char *rmcjob_input(const struct rmcjob *j);	/* its name for messages */

/* ---- rmcconf.c */
int rmcconf_read(struct rmcjob *j, const char **image, struct err *e);

#endif
