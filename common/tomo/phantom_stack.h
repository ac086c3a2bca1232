/*
 * phantom_stack.h - a phantom as a stack of items, as tools hand them on: sinograms,
 * projections, slices, or the images of a scan, with the head that describes them.
 */
#ifndef TOMO_PHANTOM_STACK_H
#define TOMO_PHANTOM_STACK_H

#include "base/head.h"
#include "tomo/phantom_scan.h"

enum stack_kind {
	STACK_SINOGRAMS,	/* [row][angle][col] float, mu_t */
	STACK_PROJECTIONS,	/* [angle][row][col] float, mu_t */
	STACK_SLICES,		/* [z][y][x] float, mu_per_px: the truth, z = row */
	STACK_SCAN,		/* [angle][row][col] uint16, counts: darks, flats, projections */
};

struct stack {
	enum stack_kind kind;
	const struct phantom *phantom;
	struct phantom_view view;	/* theta_deg unused */
	size_t nangle;
	const double *theta_deg;	/* [nangle] */
	size_t size;			/* slices are size x size */
	const struct sim *sim;		/* of a scan */
	size_t ndark, nflat;		/* half of the flats, less one if odd, come after the projections */
};

/* Type, shape, labels; tables of angles (with key and frame), and of centres when tilted; quantity, center, tilt. */
int stack_head(const struct stack *s, struct head *h, struct err *e);

/* Items [first, first + n) into out, of stack_head()'s type, in parallel. */
int stack_make(const struct stack *s, size_t first, size_t n, void *out, struct err *e);

/* One image of a scan. */
struct stack_frame {
	int key;		/* KEY_PROJECTION, KEY_FLAT, KEY_DARK (head.h) */
	size_t index;		/* among those */
	double time;		/* 0 first, 1 last of the acquisition */
};
/* n images [n][nrow][ncol] of a scan, in parallel. */
int stack_images(const struct stack *s, const struct stack_frame *f, size_t n, uint16_t *out, struct err *e);

#endif
