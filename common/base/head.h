/*
 * head.h - what is known of an array besides its samples: type, shape, axis
 * labels, metadata, and tables along axes; and how these follow each step
 * (geometry: crop, bin, pad, reverse, swap of axes).
 *
 * Axis 0 is the item axis, along which a stream flows.  Labels say the order:
 *   "angle" "row" "col"  projections      "row" "angle" "col"  sinograms
 *   "z" "y" "x"          volume           "frame" "qz" "qy"    patterns
 * slowest first here; NRRD's text lists them fastest first.
 *
 * A table holds a number for each sample of the axis with its label, wherever
 * that axis stands: angle.theta_deg, angle.key (0 projection, 1 flat, 2 dark),
 * angle.frame (acquisition index), row.index (row of the detector),
 * row.center_px (tilted axis).
 */
#ifndef BASE_HEAD_H
#define BASE_HEAD_H

#include "base/array.h"
#include "base/meta.h"

enum { LABEL_MAX = 24 };

enum { KEY_PROJECTION = 0, KEY_FLAT = 1, KEY_DARK = 2, KEY_INVALID = 3 };	/* angle.key */

struct table {
	char label[LABEL_MAX];		/* of the axis */
	char name[40];			/* "theta_deg", "key", ... */
	size_t n;
	double *v;			/* owned */
};

struct head {
	enum dtype type;
	int ndim;			/* 1 .. ARRAY_MAXDIM */
	size_t n[ARRAY_MAXDIM];		/* n[0] is 0 while the length is unknown */
	char label[ARRAY_MAXDIM][LABEL_MAX];	/* "" unknown */
	bool is_complex;		/* the fastest axis is (re, im), 2 samples */
	struct meta meta;		/* bp.* and foreign keys; not the tables */
	size_t ntable;
	struct table *table;		/* owned */
};

void head_free(struct head *h);		/* safe on a zeroed struct */
int head_copy(struct head *to, const struct head *from, struct err *e);	/* *to overwritten */
/* Type and shape with labels slowest first; meta and tables empty. */
void head_init(struct head *h, enum dtype t, int ndim, const size_t *n, const char *const *labels);

int head_axis(const struct head *h, const char *label);		/* or -1 */
bool head_is(const struct head *h, const char *l0, const char *l1, const char *l2);
size_t head_item_count(const struct head *h);			/* elements in one item */
size_t head_item_bytes(const struct head *h);
/* "3-D [angle][row][col] uint16 1500 x 2048 x 2048"; for messages. */
const char *head_print(const struct head *h, char *buf, size_t len);

/* Tables.  NULL when absent. */
struct table *head_table(const struct head *h, const char *label, const char *name);
/* Set or replace; copies n values; E_DATA when n is not the axis's length (if it is known). */
int head_set_table(struct head *h, const char *label, const char *name,
		   const double *v, size_t n, struct err *e);
void head_del_table(struct head *h, const char *label, const char *name);
/* Every table fits its axis, numbers in range: E_DATA names the table. */
int head_check(const struct head *h, struct err *e);
/* Run-length text "10*0 10*1 0.5 0.75" to and from values.  *v is malloc'd (mem_free). */
int table_parse(const char *text, double **v, size_t *n, struct err *e);
int table_print(const double *v, size_t n, char **text, struct err *e);	/* mem_free */

/*
 * Geometry.  Each changes shape, center, pixel and tables together; what can no
 * longer be known is dropped.  Axis by number.  Errors: E_USAGE naming the range.
 *
 * crop [a, b) by step: on "col" center' = center - a (step 1 only), on "row" and
 *   "angle" tables follow.  On "x","y" of a volume: nothing but the shape.
 * bin by b (n / b samples, the rest dropped): center' = (center + 0.5)/b - 0.5,
 *   pixel' = b pixel only when both axes of the image are binned alike: pass
 *   both at once with head_bin2(); tables are averaged (key: the first).  The
 *   quantity mu_per_px is dropped: a mean per old pixel is not one per new pixel.
 * pad a before, b after: center' = center + a; tables of that axis are dropped.
 * reverse: center' = n - 1 - center; tables reversed.
 * swap: exchanges two axes; nothing else changes.
 */
int head_crop(struct head *h, int axis, size_t a, size_t b, size_t step, struct err *e);
/* Ahead of a crop that a user asks for: an axis "row" or "z" without an index gets one, 0, 1, 2, ... */
int head_number(struct head *h, int axis, struct err *e);
int head_bin(struct head *h, int axis, size_t b, struct err *e);
int head_bin2(struct head *h, int axis0, int axis1, size_t b, struct err *e);
int head_pad(struct head *h, int axis, size_t before, size_t after, struct err *e);
int head_reverse(struct head *h, int axis, struct err *e);
void head_swap(struct head *h, int axis0, int axis1);

/* Quantity, "" when unknown. */
const char *head_quantity(const struct head *h);
/* Projection angles of the axis "angle", degrees; E_DATA "no angles ..." when absent. */
int head_theta(const struct head *h, const double **theta_deg, size_t *n, struct err *e);

#endif
