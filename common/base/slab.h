/*
 * slab.h - rows that are a part of a whole, for a job array: which rows of how
 * many, which of their neighbours (the halo) came along, and how far the steps
 * so far have reached into these.  Steps that mix rows make the outermost ones
 * differ from those of the whole; as long as the sum of their reaches is within
 * the halo, the part's own rows are the same as in one process, bit for bit.
 *
 * It travels as the metadata key bp.slab, "A:B/N FROM:TO REACH FADE MODE":
 *
 *	rows [A, B) of the N of the whole are the part's own, the data hold [FROM, TO),
 *	REACH rows next to an inner edge are no longer those of the whole;
 *	FADE: e-folding length, in rows, of a step that depends on all rows, 0: there was none.
 *
 * The rows lie along the axis "row", or "z" when there is none.
 */
#ifndef BASE_SLAB_H
#define BASE_SLAB_H

#include "base/head.h"

#define META_SLAB "bp.slab"

enum slab_mode {
	SLAB_EXACT,		/* a step that the halo is too narrow for is an error */
	SLAB_LOOSE,		/* the same, but one that depends on all rows may pass */
	SLAB_PROBE,		/* nothing is an error: to find out how wide the halo must be */
};

struct slab {
	size_t a, b, n;		/* 0 <= a < b <= n */
	size_t from, to;	/* from <= a, b <= to <= n */
	size_t reach;
	double fade;		/* rows; INFINITY: a step of unknown reach */
	enum slab_mode mode;
};

/*
 * What "A:B", "A:B:HALO", "A:B:HALO:loose", "probe" or "probe:ROWS" (so many in the middle, 1)
 * means of n rows.  E_USAGE.
 */
int slab_parse(const char *text, size_t n, struct slab *s, struct err *e);

/* The slab of a head; false when it is none, or malformed (e is set, E_DATA). */
bool slab_get(const struct head *h, struct slab *s, struct err *e);
int slab_put(struct head *h, const struct slab *s, struct err *e);
int slab_axis(const struct head *h);		/* "row" or "z", or -1 */

/* The halo is cut off: *skip rows at the start, of which s->b - s->a are kept.  E_USAGE when it is no slab. */
int slab_keep(struct head *h, size_t *skip, struct slab *s, struct err *e);

/* E_USAGE when rows of a slab would be cut, averaged, padded or turned round. */
int slab_guard(const struct head *h, int axis, const char *what, struct err *e);

/* Of n values, one for each row of the whole, those of the slab; any other n is left as it is. */
int slab_take(const struct head *h, double *v, size_t *n, struct err *e);
/* E_USAGE when h is a slab: what would need all rows. */
int slab_refuse(const struct head *h, const char *what, struct err *e);

/*
 * A step looks so many rows to each side, SIZE_MAX: all, which fade by e in so
 * many rows.  E_USAGE when the slab's halo is too narrow; nothing when h is no slab.
 */
int slab_reach(struct head *h, size_t rows, double fade, struct err *e);

/* method.rows (map.h) of what works on each sample, or on each row, by itself. */
size_t rows_none(const double *val, double *fade);

#endif
