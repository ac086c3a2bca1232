/*
 * node.h - a tree of texts, lists and maps with the place of each in its file: what a YAML, JSON or .hig file becomes.
 *
 * The reader of a file makes it (io/yaml.h, io/hig.h), science reads numbers and names from it.  Every error says
 * "FILE:LINE:COLUMN: what", with the path of the value where that helps.  A tree is one allocation arena: nodes are
 * never freed singly.
 */
#ifndef BASE_NODE_H
#define BASE_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum node_type { NODE_TEXT, NODE_LIST, NODE_MAP };

struct node {
	enum node_type type;
	int line, col;			/* 1-based; 0: from the command line */
	bool quoted;			/* a text in quotes: never a number */
	const char *key;		/* within a map, else NULL */
	int key_line, key_col;
	const char *text;		/* NODE_TEXT: never NULL */
	size_t n;			/* children of a list or map, in order */
	struct node **child;
	struct node *parent;		/* NULL: the root */
	struct node_tree *tree;
};

struct node_tree {			/* owns all nodes and texts of it */
	const char *file;		/* for messages */
	struct node *root;
	void *arena;
	size_t nodes;			/* made so far; refused beyond NODE_MOST */
};
enum { NODE_MOST = 4000000, NODE_DEPTH = 64 };

void node_free(struct node_tree *t);			/* safe on a zeroed struct */
int node_tree_copy(struct node_tree *to, const struct node_tree *from, struct err *e);	/* a deep copy */

/* For those who make trees.  NULL with a set error: E_DATA beyond NODE_MOST or NODE_DEPTH, or a key that is there already; E_NOMEM. */
struct node *node_new(struct node_tree *t, enum node_type type, int line, int col, struct err *e);
struct node *node_text(struct node_tree *t, const char *text, int line, int col, struct err *e);
int node_add(struct node *parent, const char *key, struct node *child, struct err *e);	/* key NULL: to a list */
int node_replace(struct node *old, struct node *by, struct err *e);			/* in old's place, with its key */
struct node *node_clone(struct node_tree *t, const struct node *n, struct err *e);	/* within a tree or into another */

/* E_DATA "FILE:LINE:COL: text" (and nothing before it).  Returns e->code. */
int node_err(const struct node *n, struct err *e, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* "layers.0.layouts.0.particles.0.particle.shape.radius"; buf of len */
const char *node_path(const struct node *n, char *buf, size_t len);
/* The node at such a path, or NULL. */
struct node *node_at(struct node *root, const char *path);

/* The child of this key, or NULL.  n may be NULL. */
const struct node *node_get(const struct node *n, const char *key);
/* A map whose keys are all of the NULL-terminated list; E_DATA names the first unknown key, with the near one. */
int node_keys(const struct node *n, const char *const *known, struct err *e);
/* n must be of this type: E_DATA "expected a map" ... */
int node_is(const struct node *n, enum node_type type, struct err *e);

/* What a bare number means, and what units a text may have ("5 um", "0.3 deg"). */
enum node_unit { UNIT_NONE, UNIT_NM, UNIT_MM, UNIT_DEG, UNIT_KEV, UNIT_PER_NM, UNIT_PER_NM2, UNIT_PER_NM3, UNIT_NM2, UNIT_G_CM3 };
/* The number at n, in the unit, within [lo, hi]: E_DATA tells the range.  nan and inf are refused. */
int node_num(const struct node *n, enum node_unit unit, double lo, double hi, double *out, struct err *e);
int node_int(const struct node *n, long lo, long hi, long *out, struct err *e);
int node_bool(const struct node *n, bool *out, struct err *e);
/* The index of the text in a NULL-terminated list; E_DATA with the near one and the list. */
int node_choice(const struct node *n, const char *const *names, int *out, struct err *e);
/* count numbers of a list */
int node_nums(const struct node *n, enum node_unit unit, size_t count, double lo, double hi, double *out, struct err *e);

#endif
