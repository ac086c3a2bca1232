/*
 * cuts.h - images taken out of a stream: one index of one axis, the other two as
 * they stand.  Complex samples become magnitudes.  More than three axes are one
 * series of images, those of all slow axes one after the other.
 *
 * From a file that is read at random only the images asked for are read (axes
 * 0 and 1); otherwise one pass over all of it.  An input of unknown length is kept
 * first, through a temporary when memory is short.  Memory: the images, and a slab.
 */
#ifndef CLI_CUTS_H
#define CLI_CUTS_H

#include "cli/tool.h"
#include "io/order.h"

/* The input as [n[0]][n[1]][n[2]]; an image is one item of rows. */
struct cuts {
	const struct tool *t;
	struct stream *s;		/* not owned */
	struct order *o;		/* what had to be kept, or NULL */
	const struct head *head;	/* complete: n[0] is known; three axes at most */
	struct head series;		/* what head points to when there are more; owned */
	size_t per;			/* images in an item of the stream; 1 but for a series */
	size_t n[3];
	bool flat;			/* two axes: n[0] is 1, the stream's items are rows */
	bool line;			/* one axis: flat, and n[2] is 1: an image of one column */
};

struct cut {
	int axis;			/* 0, 1, 2 */
	size_t index;
	size_t nrow, ncol;		/* set by cuts_read() */
	float *image;			/* owned; cut_free() */
};

/* E_DATA when it has another number of axes. */
int cuts_open(struct cuts *c, const struct tool *t, struct stream *s, struct err *e);
/* Axis 0, 1 or 2 by its label, as z, y, x, or as a number; E_USAGE lists the labels. */
int cuts_axis(const struct cuts *c, const char *name, int *axis, struct err *e);
/* Reads the images; once.  E_USAGE when an index is outside, E_NOMEM when they are more than --memory. */
int cuts_read(struct cuts *c, struct cut *cut, size_t n, struct err *e);
void cuts_close(struct cuts *c);		/* safe on a zeroed struct; leaves the stream open */
int cut_transpose(struct cut *cut, struct err *e);	/* rows become columns */
void cut_free(struct cut *cut, size_t n);

#endif
