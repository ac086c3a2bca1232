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
	return !two || node_add(two, NULL, node_text(t, word[0], at, 1, e), e) || node_add(two, NULL, node_text(t, word[1], at, 1, e), e) ||
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
