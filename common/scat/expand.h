/*
 * expand.h - values that are distributions: where a tree has them, and the nodes and weights of each.
 *
 * Any number of a sample file may be a map
 *	{distribution: gaussian | lognormal | uniform | cauchy | schulz, mean: m, sigma: s, n: 15, limits: [lo, hi]}
 *	{values: [v, ...], weights: [w, ...]}
 * whose numbers are in the unit of the place where it stands.  Nodes and weights of the first are those of quad_nodes()
 * (scat/quad.h); n defaults to 15, limits to those of the kind, and ~ for one of them too; uniform may have limits instead of mean
 * and sigma.  Weights of the second are normalised, and equal when there are none.
 *
 * Each distribution is an axis, whose weights sum to 1; what a tree describes is the product of its axes (scat/read_draw.c puts their values
 * in, one combination after the other, as the tree is read).
 *
 * WHAT VARIES TOGETHER.  A distribution that is written at its place is an axis of its own.  One that is a parameter,
 *	parameters: {R: {distribution: gaussian, mean: 5, sigma: 0.4}}
 * is ONE axis, however many references and expressions use it: radius: $R, height: 2*$R, a: = 4*$R + 1 take the same draw in each
 * combination.  node_param_apply() (base/node_param.h) makes copies of the map for $R, which keep its line and column, and leaves
 * expressions as texts: maps of the same line and column are one axis (also the aliases of an anchor), and so are names whose parameter
 * is such a map.  Maps of line 0 (from the command line) are apart unless they are the same node.
 *
 * Where an axis belongs depends on where it is used.  First the whole file is searched with `apart` = {"particles", "parameters", NULL}:
 * an axis is what is used outside particles (a lattice, a thickness, an angle); it makes variants of the whole sample, whose images add, and
 * has its value in the particles too.  What is then left within a particle makes species of it, with weights to be
 * multiplied by its abundance.
 *
 * Pure and thread-safe; a struct expand is read-only once made.
 */
#ifndef SCAT_EXPAND_H
#define SCAT_EXPAND_H

#include "base/node.h"

enum { EXPAND_AXES = 32, EXPAND_NODES = 15 };

struct expand_axis {
	const struct node *at;		/* the map of the distribution, where it was first met */
	size_t n;
	double *x, *w;			/* [n] */
};

struct expand {
	size_t naxis;			/* in the order in which the tree has them */
	struct expand_axis *axis;
};

/* Has the subtree a distribution, or a reference to a parameter? */
bool expand_any(const struct node *n);
/* Do two distributions vary together: one node, or copies of one place? */
bool expand_same(const struct node *a, const struct node *b);

/*
 * The axes of a subtree.  params: the map `parameters` of the file, or NULL.  Subtrees at the keys of apart (NULL-terminated, or NULL) give none.
 * Both trees must outlive x.  E_DATA with the place: what is no distribution, a distribution within another, an unknown
 * parameter, more than EXPAND_AXES axes.
 */
int expand_new(struct expand *x, const struct node *n, const struct node *params, const char *const *apart, struct err *e);
void expand_free(struct expand *x);		/* safe on a zeroed struct */

#endif
