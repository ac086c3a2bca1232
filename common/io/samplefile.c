#include "io/samplefile.h"

#include <string.h>

#include "base/mem.h"
#include "io/hig.h"
#include "io/pointfile.h"
#include "io/textfile.h"
#include "io/yaml.h"

int sample_read(struct node_tree *t, const char *path, const struct node_warn *warn, struct err *e)
{
	char *bytes;
	size_t n;

	*t = (struct node_tree){ 0 };
	if (textfile_read(path, YAML_FILE_MOST, &bytes, &n, e))
		return e->code;
	if (hig_is(bytes, n))
		hig_parse(t, path, bytes, n, warn, e);
	else
		yaml_parse(t, path, bytes, n, e);
	mem_free(bytes);
	return e->code;
}

int sample_value(struct node_tree *t, const char *text, struct err *e)
{
	struct err why = { 0 };

	*t = (struct node_tree){ 0 };
	if (!text[strspn(text, " \t")]) {
		t->root = node_text(t, "", 0, 0, e);
		return e->code;
	}
	if (yaml_parse(t, "-D", text, strlen(text), &why))
		return err_set(e, why.code == E_DATA ? E_USAGE : why.code, "%s", why.msg);
	return 0;
}

int sample_load(struct node_tree *t, const char *path, const char *const *set, size_t n, sample_setter *assign,
		const char **points, const struct node_warn *warn,
		struct err *e)
{
	if (sample_read(t, path, warn, e))
		return e->code;
	for (size_t i = 0; i < n && !e->code; i++)
		assign(t, set[i], sample_value, e);
	if (!e->code && !*points && pointfile_missing(t))
		*points = "-";
	if (e->code || !*points)
		return e->code;
	if (!strcmp(*points, "-") && !strcmp(path, "-"))
		return err_set(e, E_USAGE, "the sample and the points cannot both come from standard input");
	return pointfile_read(t, *points, e);
}
