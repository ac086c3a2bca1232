#include "io/pointfile.h"

#include <string.h>

#include "base/mem.h"
#include "io/textfile.h"

enum { MOST = 256 << 20 };

static int line_of(struct node_tree *t, struct node *all, const char *path, char *line, int at, struct err *e)
{
	char *word[3], *one;
	int n = 0;
	struct node *two;

	while (n < 3 && (one = strsep(&line, " \t\r")))
		if (*one)
			word[n++] = one;
	if (n < 1 || word[0][0] == '#')
		return 0;
	if (n != 2)
		return err_set(e, E_DATA, "%s:%d: not two numbers, qy and qz", path, at);
	two = node_new(t, NODE_LIST, at, 1, e);
	for (int i = 0; two && i < 2; i++) {
		struct node *text = node_text(t, word[i], at, 1, e);
		double v;

		if (!text || node_add(two, NULL, text, e))
			return e->code;
		if (!node_plain(text, &v) || !(v >= -1e4 && v <= 1e4))
			return err_set(e, E_DATA, "%s:%d: expected a number from -1e4 to 1e4, found '%.60s'", path, at, word[i]);
	}
	return two ? node_add(all, NULL, two, e) : e->code;
}

bool pointfile_missing(const struct node_tree *t)
{
	const struct node *d = node_get(t->root, "detector"), *type = d ? node_get(d, "type") : NULL;

	return type && type->type == NODE_TEXT && !strcmp(type->text, "points") && !node_get(d, "points");
}

int pointfile_read(struct node_tree *t, const char *path, struct err *e)
{
	const char *name = strcmp(path, "-") ? path : "standard input";
	struct node *all;
	char *text = NULL, *line, *rest;
	size_t n;

	if (!pointfile_missing(t))
		return err_set(e, E_USAGE, "--points: there is no detector of type points, or it has its points already");
	all = node_new(t, NODE_LIST, 0, 0, e);
	if (all)
		textfile_read(path, MOST, &text, &n, e);
	rest = text;
	for (int at = 1; !e->code && (line = strsep(&rest, "\n")); at++)
		line_of(t, all, name, line, at, e);
	mem_free(text);
	if (!e->code && !all->n)
		err_set(e, E_DATA, "%s: no points in it", name);
	return e->code ? e->code : node_add(node_at(t->root, "detector"), "points", all, e);
}
