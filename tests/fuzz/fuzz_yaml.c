/*
 * fuzz_yaml.c - sample files of any bytes: a tree or an error with its place.  A tree is whole (parents, keys, depth),
 * copies of it are equal, and parameters put in it leave one as whole.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/node_param.h"
#include "io/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void whole(const struct node *n, const struct node_tree *t, int depth)
{
	if (depth > NODE_DEPTH + 1 || n->tree != t || (n->type == NODE_TEXT) != (n->text != NULL))
		abort();
	for (size_t i = 0; i < n->n; i++) {
		const struct node *c = n->child[i];

		if (c->parent != n || (c->key != NULL) != (n->type == NODE_MAP) || (c->key && node_get(n, c->key) != c))
			abort();
		whole(c, t, depth + 1);
	}
}

static void numbers(const struct node *n)
{
	struct err e = { 0, "" };
	double v = 0;

	if (n->type == NODE_TEXT && !node_num(n, UNIT_NM, -1e300, 1e300, &v, &e) && !(v >= -1e300 && v <= 1e300))
		abort();
	for (size_t i = 0; i < n->n; i++)
		numbers(n->child[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct node_tree t, to;
	struct err e = { 0, "" };

	if (yaml_parse(&t, "f", (const char *)data, size, &e)) {
		if (t.arena || (e.code == E_DATA && strncmp(e.msg, "f:", 2)))
			abort();
		return 0;
	}
	whole(t.root, &t, 1);
	numbers(t.root);
	if (!node_param_apply(&to, &t, NULL, &e))
		whole(to.root, &to, 1);
	else if (to.arena || !*e.msg)
		abort();
	node_free(&to);
	node_free(&t);
	return 0;
}
