/*
 * hig_priv.h - between the parts of the reader of .hig files: hig.c (syntax), hig_map.c (beam, detector, layers), hig_grain.c (structures),
 * hig_shape.c.
 *
 * The syntax gives a tree of its own, where keys that may be repeated hold lists.  Functions that make nodes return NULL with a set
 * error; adding NULL then only keeps it.
 */
#ifndef IO_HIG_PRIV_H
#define IO_HIG_PRIV_H

#include "base/node_param.h"

enum { HIG_MOST = 1000, HIG_FINDS = 20000 };	/* layers, shapes, ... each; uses of them */

struct hig {
	struct node_tree *t;		/* what is made */
	const struct node *root;	/* the object hipGisaxsInput */
	const struct node_warn *warn;
	struct node *layers;		/* made: a list */
	const struct node **source;	/* of each layer; NULL: the vacuum */
	const struct node *range;	/* angles of the orientations about z; NULL: none */
	bool born, saxs, told_sizes, told_pyramid;	/* warnings given */
	int finds;
	struct err *e;
};

/* ---- hig.c */
int hig_syntax(struct node_tree *t, const char *bytes, struct err *e);

/* ---- hig_map.c */
int hig_map(struct hig *h);
struct node *hig_put(struct hig *h, struct node *to, const char *key, struct node *n);		/* n, or NULL */
struct node *hig_put_map(struct hig *h, struct node *to, const char *key, const struct node *at);
struct node *hig_put_list(struct hig *h, struct node *to, const char *key, const struct node *at);
struct node *hig_put_num(struct hig *h, struct node *to, const char *key, double v, const struct node *at);
struct node *hig_put_text(struct hig *h, struct node *to, const char *key, const char *text, const struct node *at);
int hig_put_material(struct hig *h, struct node *to, const struct node *refindex);
/* Warns of each key of n that is in none of the two lists; those of the second silently. */
void hig_ignored(struct hig *h, const struct node *n, const char *const *used, const char *const *silent);
/* The number at key; def when there is none. */
int hig_num(struct hig *h, const struct node *n, const char *key, double def, double lo, double hi, double *out);
int hig_vec(struct hig *h, const struct node *n, const char *key, size_t count, double *out);	/* kept when there is none */
const char *hig_text(const struct node *n, const char *key);			/* or "" */
bool hig_has(const struct node *n, const char *key);
/* Of a repeated object the one whose key is this; NULL and an error at n. */
const struct node *hig_find(struct hig *h, const char *kind, const struct node *n);

/* ---- hig_grain.c: a structure becomes a layout of its layer */
int hig_structure(struct hig *h, const struct node *s);

/* ---- hig_shape.c: the keys shape, material, rotation_z_deg, and position, moved by at_nm, of a simple particle */
int hig_shape(struct hig *h, struct node *particle, const struct node *shape, const struct node *refindex, const double at_nm[3]);

#endif
