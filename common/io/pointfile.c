#include "io/pointfile.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/textfile.h"

enum { MOST = 256 << 20 };

static int line_of(struct node_tree *t, struct node *all, const char *path, const char *line, int at, struct err *e)
{
	char a[64], b[64], more;
	int got = sscanf(line, "%63s %63s %c", a, b, &more);
	struct node *two;

	if (got < 1 || a[0] == '#')
		return 0;
	if (got != 2)
		return err_set(e, E_DATA, "%s:%d: not two numbers, qy and qz", path, at);
	two = node_new(t, NODE_LIST, at, 1, e);
	return !two || node_add(two, NULL, node_text(t, a, at, 1, e), e) || node_add(two, NULL, node_text(t, b, at, 1, e), e) ||
	       node_add(all, NULL, two, e) ? e->code : 0;
}

int pointfile_read(struct node_tree *t, const char *path, struct err *e)
{
	struct node *d = node_at(t->root, "detector"), *all;
	char *text = NULL, *line, *rest;
	size_t n;

	if (!d || node_get(d, "points"))
		return err_set(e, E_USAGE, "--points: there is no detector of type points, or it has its points already");
	all = node_new(t, NODE_LIST, 0, 0, e);
	if (all)
		textfile_read(path, MOST, &text, &n, e);
	rest = text;
	for (int at = 1; !e->code && (line = strsep(&rest, "\n")); at++)
		line_of(t, all, path, line, at, e);
	mem_free(text);
	return e->code ? e->code : node_add(d, "points", all, e);
}
