/*
 * rmcrun.h - the fits of a run: several seeds at a time, watched, saved now and then, stopped by a signal and gone on with.
 *
 * Each fit runs in one thread; fits of several seeds run in parallel.  Between steps of all of them, about once a second, the run
 * is looked at: a line on the terminal, a checkpoint when it is due, and the end when a signal came (cli/interrupt.h).
 *
 * A checkpoint is a file of this program and this machine's order of bytes: a head with the digest of the run, then each seed's timeline and
 * either its result or all that rmc_fit_restore() needs, then a digest of all bytes.  It appears complete or not at all.
 */
#ifndef APP_RMCRUN_H
#define APP_RMCRUN_H

#include <stdio.h>

#include "app/rmcset.h"
#include "cli/tool.h"

struct rmcrun {
	const struct tool *tool;
	struct rmcset *set;		/* n, tiles, seeds given; results come here */
	const struct rmc_pattern *pattern;
	struct rmc_par par;		/* of all; the seed is each one's own */
	char digest[33];		/* of all that the result depends on */
	const char *checkpoint;		/* path, or NULL: none */
	double every_s;			/* between checkpoints */
	bool resume;
	const char *timeline;		/* path, or NULL */
	/* within: */
	struct rmc_fit **fit;		/* [nseed] */
	double *told_s;			/* [nseed] when the timeline was last told of it */
	double start_s, before_s, saved_s, until_s;
	bool unsaved;			/* a checkpoint could not be written, which has been told */
	FILE *tsv;
};

/*
 * E_DATA: the checkpoint is of another run, or damaged; there is none to resume from: E_IO.  Signals are held (cli/interrupt.h) until the fits are done.  When
 * one came, the last step of all among them, the checkpoint has been written and *stopped is true; the caller cleans up and calls interrupt_obey().
 */
int rmcrun_go(struct rmcrun *r, bool *stopped, struct err *e);
void rmcrun_free(struct rmcrun *r);		/* not what was given; safe on a zeroed struct */

/* ---- rmcsave.c */
int rmcrun_save(struct rmcrun *r, struct err *e);
int rmcrun_load(struct rmcrun *r, struct err *e);
/* After the end: removes the checkpoint, also one that an older run left there; not what is no checkpoint. */
void rmcrun_forget(const struct rmcrun *r);

#endif
