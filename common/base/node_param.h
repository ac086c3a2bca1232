/*
 * node_param.h - parameters of a tree of values: named once, used as $NAME.
 *
 *	parameters: {R: 5, D: $R*4, gold: {delta: 4.5e-5, beta: 3e-6}}
 *	... radius: $R      a: = 2*($R + 1)      material: $gold
 *
 * Any value may be a reference or an expression (base/expr.h), in quotes or not: $R, -$R, $R/2, 2*$R, = 3/4.  A reference alone
 * takes whatever the parameter is: a number, a text with a unit, a list, a map.  In an expression it must be a plain number.  Parameters may
 * refer to each other, not to themselves.  Texts at description, generator, units and *_note are left alone.
 *
 * A parameter that is a distribution (a map with the key distribution or values) has no value yet.  A reference to it alone
 * becomes a copy of the map, with the line and column of the original: copies of one place vary together.  An expression with one in it stays
 * in the tree as a text, "2*$R", with the other names replaced, for scat/expand.h.
 *
 * Thread-safe.
 */
#ifndef BASE_NODE_PARAM_H
#define BASE_NODE_PARAM_H

#include "base/node.h"

/* One sentence of warning, as an error's: "FILE:LINE:COL: what".  Both may be NULL. */
struct node_warn {
	void (*tell)(void *ctx, const char *text);
	void *ctx;
};
void node_warn(const struct node_warn *w, const struct node *n, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/*
 * "name=value" (-D): a parameter, or else the value at a path, layers.0.thickness=5.  The last key of a path may be new to its map, if
 * there is none like it.  What is not there otherwise is E_USAGE, which names the deepest part that is, and the near name.
 * The value becomes what parse makes of its text (a tree of its own, which is then copied and freed); parse NULL: a plain text.  Its line
 * is 0; a distribution has the place of the key, so that its copies vary together.
 */
int node_param_set(struct node_tree *t, const char *assignment, int (*parse)(struct node_tree *out, const char *text, struct err *e),
		   struct err *e);

/*
 * A copy of a tree with the parameters put in.  Warns of each that is not used.  E_DATA: an unknown parameter, with the near name; a
 * circle; what is no number in an expression.  The copy keeps the map parameters, their values put in.  On error *to is freed.
 */
int node_param_apply(struct node_tree *to, const struct node_tree *from, const struct node_warn *warn, struct err *e);

/* A map that is a distribution: it has the key distribution or values. */
bool node_is_distribution(const struct node *n);

#endif
