/*
 * parts.h - files that are the slabs of rows (base/slab.h) of one whole, in
 * any order: checked to be all of it, each row once, and to agree in all else.
 */
#ifndef CLI_PARTS_H
#define CLI_PARTS_H

#include "base/slab.h"
#include "io/stream.h"

struct part {
	const char *path;	/* borrowed */
	struct stream *s;
	struct slab slab;
};

struct parts {
	struct part *part;	/* [n], by rows */
	size_t n;
	int axis;		/* of the rows: 0 or 1 */
	struct head head;	/* of the whole; no word of slabs */
};

/* E_DATA names the part and what is missing, twice, or differs; E_USAGE for a pipe.  n >= 1. */
int parts_open(struct parts *j, char **path, size_t n, struct err *e);
void parts_close(struct parts *j);		/* safe on a zeroed struct */

/* Rows of its own, and those ahead of them in its data. */
static inline size_t part_rows(const struct part *p) { return p->slab.b - p->slab.a; }
static inline size_t part_halo(const struct part *p) { return p->slab.a - p->slab.from; }

#endif
