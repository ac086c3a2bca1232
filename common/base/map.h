/*
 * map.h - one step applied to each item of a stream: what a filter or a
 * reconstruction algorithm is to the loop that runs it (io/flow.h), and to the
 * user who names it (struct method).  Pure declarations.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/head.h"
#include "base/param.h"

enum map_order {
	ORDER_ANY,
	ORDER_PROJ,		/* [angle][row][col] */
	ORDER_SINO,		/* [row][angle][col] */
	ORDER_SLICE,		/* [z][y][x] */
};

/*
 * One step.  Input and output items are float32, with the shapes of axes 1..
 * of the heads that plan() saw and made.
 */
struct map {
	const char *name;	/* for messages */
	enum map_order order;	/* what it needs; the order it gives is the labels of its output head */
	size_t batch;		/* items a call, >= 1; calls start at multiples of it */
	size_t halo;		/* items needed ahead of and behind each; fewer at the ends */
	void *par;		/* handed to plan(); for a method: double *values of its params */
	/*
	 * Called once.  *out is a copy of *in with type float: change it to the
	 * output's (n[0] stays, unless the order changes: sinograms to slices).
	 * out->type stays float, or becomes the type as which the last map of a chain
	 * writes its values, floats still: rounded to nearest, clamped, NaN as 0.
	 * Allocates *plan; on failure leaves *plan to be freed all the same.
	 * A value that asks for a choice may be replaced by what was chosen, for the history.
	 */
	int (*plan)(void *par, const struct head *in, struct head *out, void **plan, struct err *e);
	size_t (*work)(const void *plan);	/* scratch per thread, bytes; NULL: 0 */
	size_t (*fixed)(const void *plan);	/* what the plan itself holds, bytes; NULL: 0 */
	/*
	 * Items [first, first + n), n <= batch, absolute index, [n][...] in out.
	 * in holds [before + n + after][...]: before, after <= halo items ahead and
	 * behind.  in and out never overlap.  Called from many threads; work is the
	 * thread's own, aligned, with anything in it.  Errors name row and column;
	 * the loop puts the item in front.
	 */
	int (*apply)(const void *plan, size_t first, size_t n, size_t before, size_t after,
		     const float *in, float *out, void *work, struct err *e);
	void (*free)(void *plan);	/* NULL plan is fine */
	/* The halo (items, for the loop; rows of a slab are method.rows) where it depends on the parameters; NULL: .halo */
	size_t (*halo_of)(const void *plan);
};

/* The halo of a map that is planned. */
static inline size_t map_halo(const struct map *m, const void *plan)
{
	return m->halo_of ? m->halo_of(plan) : m->halo;
}

/* A map with a name and parameters: a row of a registry. */
struct method {
	const char *name;
	const char *brief;		/* one line, no full stop */
	const char *reference;		/* authors, journal volume (year) page; or "" */
	const char *wants;		/* quantity of its input, or NULL: any */
	const char *gives;		/* quantity of its output, or NULL: as it came */
	const struct param *param;	/* ends with PARAM_END */
	/*
	 * How many rows (axis 1 of its items, where that is "row") a sample depends on to each side,
	 * for slabs of a job array (slab.h); SIZE_MAX: all, fading by e in *fade rows (untouched:
	 * unknown).  val are its parameters.  NULL: all; rows_none: its own row only.
	 */
	size_t (*rows)(const double *val, double *fade);
	struct map map;			/* par is filled in by who uses it */
};

/* The method of this name in a NULL-terminated list; E_USAGE with the near name and the list. */
const struct method *method_find(const struct method *const *list, const char *kind,
				 const char *name, struct err *e);

#endif
