/*
 * node.h - a tree of texts, lists and maps with the place of each in its file: what a YAML, JSON or .hig file becomes.
 *
 * The reader of a file makes it (io/yaml.h, io/hig.h), science reads numbers and names from it.  Every error says
 * "FILE:LINE:COLUMN: what" (line 0: "FILE, set by -D: what"), with the name of the value where that helps.  A tree is one
 * allocation arena: nodes are never freed singly.  Start with a zeroed struct node_tree, which then stays where it is, as its nodes
 * point to it; node_free() frees all.
 *
 * A tree may be read by many threads at a time, and changed by one.
 */
#ifndef BASE_NODE_H
#define BASE_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum node_type { NODE_TEXT, NODE_LIST, NODE_MAP };

struct node {
	enum node_type type;
	int line, col;			/* 1-based; line 0: from the command line, where col numbers what has no place */
	bool quoted;			/* a text in quotes: never a number */
	const char *key;		/* within a map, else NULL */
	int key_line, key_col;
	const char *text;		/* NODE_TEXT: never NULL */
	size_t n;			/* children of a list or map, in order */
	struct node **child;
	struct node *parent;		/* NULL: the root */
	size_t at;			/* its index in parent->child */
	struct node_tree *tree;
	size_t room;			/* of child[]; and an index by key of large maps: both of node.c alone */
	size_t slots;
	struct node **slot;
};

struct node_tree {			/* owns all nodes and texts of it */
	const char *file;		/* for messages */
	struct node *root;
	void *arena;
	size_t nodes;			/* made so far; refused beyond NODE_MOST */
	int unplaced;			/* numbers given to values without a place */
};
enum { NODE_MOST = 4000000, NODE_DEPTH = 64 };

void node_free(struct node_tree *t);			/* safe on a zeroed struct */
/* A name for messages, copied.  A tree without one says "(input)". */
int node_tree_name(struct node_tree *t, const char *file, struct err *e);
int node_tree_copy(struct node_tree *to, const struct node_tree *from, struct err *e);	/* a deep copy */

/*
 * For those who make trees; texts and keys are copied.  NULL or a code with a set error: E_DATA beyond NODE_MOST or NODE_DEPTH (levels
 * of lists and maps), or a key that is there already or empty; E_NOMEM.  What is added has no parent, and is of the same tree; its key_line
 * and key_col, when set before, are the place of an error.  A tree's root is what its maker says (t->root).
 */
struct node *node_new(struct node_tree *t, enum node_type type, int line, int col, struct err *e);
struct node *node_text(struct node_tree *t, const char *text, int line, int col, struct err *e);
int node_add(struct node *parent, const char *key, struct node *child, struct err *e);	/* key NULL: to a list */
int node_replace(struct node *old, struct node *by, struct err *e);			/* in old's place, with its key */
struct node *node_clone(struct node_tree *t, const struct node *n, struct err *e);	/* within a tree or into another */

/* E_DATA "FILE:LINE:COL: text" (and nothing before it).  Returns e->code. */
int node_err(const struct node *n, struct err *e, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* That place in front of what e says, whose code stays; without n, or an error, nothing. */
int node_err_at(const struct node *n, struct err *e);
/* What to call it in a message: the path from the nearest key on, "radius", "position.2" */
const char *node_name(const struct node *n, char *buf, size_t len);
/* The node at a path, "layers.0.layouts.0.density" ("": the root), or NULL.  A key with a dot in it cannot be reached. */
struct node *node_at(struct node *root, const char *path);

/* The child of this key, or NULL.  n may be NULL. */
const struct node *node_get(const struct node *n, const char *key);
/* A map whose keys are all of the NULL-terminated list; E_DATA names the first unknown key, with the near one. */
int node_keys(const struct node *n, const char *const *known, struct err *e);
/* n must be of this type: E_DATA "expected a map" ... */
int node_is(const struct node *n, enum node_type type, struct err *e);

/*
 * What a bare number means, and what units a text may have ("5 um", 0.3 deg; a blank or nothing before the unit):
 *	lengths		m cm mm um nm pm A angstrom		angles		deg rad mrad urad
 *	energies	eV keV MeV				densities	g/cm^3 g/cm3 kg/m^3 kg/m3
 *	1/nm ... nm^-1	of nm, um, A; of 1/nm^2, 1/nm^3 and nm^2 likewise (nm^-2, 1/A^3, um^2 ...)
 * A number is digits with at most one point, and an exponent: 5, -.5, +1.5e-3; no blanks in it, no hexadecimal.  Quoted texts are
 * numbers only with a unit.
 */
enum node_unit {	/* base/units.h has factors UNIT_MM and UNIT_DEG: none of these, and 0 is E_INTERNAL */
	UNIT_NONE = 1, UNIT_NM, UNIT_MILLIMETRE, UNIT_DEGREE, UNIT_KEV, UNIT_PER_NM, UNIT_PER_NM2, UNIT_PER_NM3, UNIT_NM2, UNIT_G_CM3,
};
/* The number at n, in the unit, within [lo, hi]: E_DATA tells the range.  nan and inf are refused. */
int node_num(const struct node *n, enum node_unit unit, double lo, double hi, double *out, struct err *e);
int node_int(const struct node *n, long lo, long hi, long *out, struct err *e);
int node_bool(const struct node *n, bool *out, struct err *e);	/* true, false, yes, no, on, off; not quoted */
/* Is it a text that reads as a plain number, and which?  Nothing is set otherwise. */
bool node_plain(const struct node *n, double *out);
/* The index of the text in a NULL-terminated list; E_DATA with the near one and the list. */
int node_choice(const struct node *n, const char *const *names, int *out, struct err *e);
/* count numbers of a list; E_DATA when there are more or fewer */
int node_nums(const struct node *n, enum node_unit unit, size_t count, double lo, double hi, double *out, struct err *e);

#endif
