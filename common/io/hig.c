#include "io/hig.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/hig_priv.h"
#include "io/textfile.h"
#include "io/yaml.h"

struct scan {
	struct node_tree *t;
	const char *at, *counted;	/* counted: where col is known */
	int line, col;
	struct err *e;
};

static const char *const repeated[] = {
	"shape", "unitcell", "layer", "structure", "param", "element", "fitparam", "algorithm", "algoparam", "referencedata", NULL,
};

static struct node *value(struct scan *s, int depth);

static int column(struct scan *s)
{
	for (; s->counted < s->at; s->counted++)
		s->col += (*s->counted & 0xc0) != 0x80;
	return s->col;
}

static void *refuse(struct scan *s, const char *what)
{
	struct node at = { .line = s->line, .col = column(s), .tree = s->t };

	node_err(&at, s->e, "%s", what);
	return NULL;
}

/* To the next character that is neither blank nor comment. */
static char next(struct scan *s)
{
	for (;; s->at++) {
		if (*s->at == '#')
			s->at += strcspn(s->at, "\r\n");
		if (*s->at == '\n' || (*s->at == '\r' && s->at[1] != '\n')) {
			s->line++;
			s->counted = s->at + 1;
			s->col = 1;
		} else if (!*s->at || !strchr(" \t\r", *s->at)) {
			return *s->at;
		}
	}
}

static struct node *quoted(struct scan *s)
{
	char quote = *s->at, end[] = { quote, '\n', '\r', '\0' }, text[1000];
	int col = column(s);
	size_t len = strcspn(s->at + 1, end);
	struct node *n;

	if (s->at[1 + len] != quote)
		return refuse(s, "a text without its closing quote");
	if (len >= sizeof text)
		return refuse(s, "a text of more than 999 bytes");
	memcpy(text, s->at + 1, len);
	text[len] = '\0';
	s->at += len + 2;
	n = node_text(s->t, text, s->line, col, s->e);
	if (n)
		n->quoted = true;
	return n;
}

static size_t word(const char *s)
{
	return strcspn(s, " \t\r\n#={}[],\"'");
}

static struct node *bare(struct scan *s)
{
	char text[100];
	size_t len = word(s->at);
	int col = column(s);

	if (!len)
		return refuse(s, *s->at ? "a value is missing" : "the file ends before a value");
	if (len >= sizeof text)
		return refuse(s, "a word of more than 99 bytes");
	memcpy(text, s->at, len);
	text[len] = '\0';
	s->at += len;
	return node_text(s->t, text, s->line, col, s->e);
}

static struct node *vector(struct scan *s, int depth)
{
	struct node *n = node_new(s->t, NODE_LIST, s->line, column(s), s->e), *v;
	struct scan begin = *s;
	char c;

	s->at++;
	while (n && (c = next(s)) != ']') {
		if (!c)
			return refuse(&begin, "a [ without its ]");
		v = value(s, depth);
		if (!v || node_add(n, NULL, v, s->e))
			return NULL;
		s->at += next(s) == ',';
	}
	s->at++;
	return n;
}

/* KEY = VALUE into an object; a repeated key into the list it holds. */
static int pair(struct scan *s, struct node *to, int depth)
{
	char key[64];
	size_t len = word(s->at), i = 0;
	int line = s->line, col = column(s);
	struct node *v, *list;

	if (!len || len >= sizeof key)
		return refuse(s, len ? "a key of more than 63 bytes" : "a key is missing"), s->e->code;
	memcpy(key, s->at, len);
	key[len] = '\0';
	s->at += len;
	if (next(s) != '=')
		return refuse(s, "a = is missing after the key"), s->e->code;
	s->at++;
	next(s);
	v = value(s, depth);
	if (!v)
		return s->e->code;
	while (repeated[i] && strcmp(repeated[i], key))
		i++;
	v->key_line = line;
	v->key_col = col;
	if (!repeated[i])
		return node_add(to, key, v, s->e);
	list = node_at(to, key);
	if (!list) {
		list = node_new(s->t, NODE_LIST, line, col, s->e);
		if (!list || node_add(to, key, list, s->e))
			return s->e->code;
	}
	return node_add(list, NULL, v, s->e);
}

static struct node *object(struct scan *s, int depth)
{
	struct node *n = node_new(s->t, NODE_MAP, s->line, column(s), s->e);
	struct scan begin = *s;
	char c;

	s->at++;
	while (n && (c = next(s)) != '}') {
		if (!c)
			return refuse(&begin, "a { without its }");
		if (pair(s, n, depth))
			return NULL;
		s->at += next(s) == ',';
	}
	s->at++;
	return n;
}

static struct node *value(struct scan *s, int depth)
{
	if (depth >= NODE_DEPTH / 2)
		return refuse(s, "deeper than 32 levels");
	if (*s->at == '{')
		return object(s, depth + 1);
	if (*s->at == '[')
		return vector(s, depth + 1);
	return *s->at == '"' || *s->at == '\'' ? quoted(s) : bare(s);
}

/* Files of the family: simulation and fit of patterns, and reverse Monte Carlo, whose programs differ in capitals. */
static const char *const words[] = { "hipGisaxsInput", "hipRMCInput", "hiprmcinput", NULL };

const char *hig_word(const char *bytes, size_t n)
{
	size_t i = n >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;

	for (bool comment = false; i < n && bytes[i] && (comment || strchr(" \t\r\n#", bytes[i])); i++)
		comment = (comment || bytes[i] == '#') && bytes[i] != '\n';
	for (int k = 0; words[k]; k++) {
		size_t len = strlen(words[k]);

		if (n - i > len && !memcmp(bytes + i, words[k], len) && strchr(" \t\r\n=#", bytes[i + len]))
			return words[k];
	}
	return NULL;
}

/* The bytes end with NUL. */
int hig_syntax(struct node_tree *t, const char *bytes, struct err *e)
{
	struct scan s = { .t = t, .at = bytes, .counted = bytes, .line = 1, .col = 1, .e = e };
	const char *name = hig_word(bytes, strlen(bytes));
	char what[80];

	if (!strncmp(bytes, "\xef\xbb\xbf", 3))
		s.at += 3;
	next(&s);
	s.at += word(s.at);
	name = name ? name : words[0];
	snprintf(what, sizeof what, "a = is missing after %s", name);
	if (next(&s) != '=')
		return refuse(&s, what), e->code;
	s.at++;
	snprintf(what, sizeof what, "a { is missing after %s =", name);
	if (next(&s) != '{')
		return refuse(&s, what), e->code;
	t->root = value(&s, 0);
	snprintf(what, sizeof what, "something after the end of %s", name);
	if (t->root && next(&s))
		refuse(&s, what);
	return e->code;
}

int hig_tree(struct node_tree *t, const char *name, const char *bytes, size_t n, struct err *e)
{
	char *copy;

	*t = (struct node_tree){ 0 };
	copy = textfile_copy(name, bytes, n, YAML_FILE_MOST, e);
	if (copy && !node_tree_name(t, strcmp(name, "-") ? name : "standard input", e))
		hig_syntax(t, copy, e);
	if (e->code)
		node_free(t);
	mem_free(copy);
	return e->code;
}

bool hig_is(const char *bytes, size_t n)
{
	return hig_word(bytes, n) != NULL;
}

int hig_parse(struct node_tree *t, const char *name, const char *bytes, size_t n, const struct node_warn *warn, struct err *e)
{
	struct node_tree raw = { 0 };
	struct hig h = { .t = t, .warn = warn, .e = e };
	char *copy;

	*t = (struct node_tree){ 0 };
	copy = textfile_copy(name, bytes, n, YAML_FILE_MOST, e);
	if (!copy)
		return e->code;
	name = strcmp(name, "-") ? name : "standard input";
	if (!node_tree_name(&raw, name, e) && !node_tree_name(t, name, e) && !hig_syntax(&raw, copy, e)) {
		h.root = raw.root;
		hig_map(&h);
	}
	if (e->code)
		node_free(t);
	node_free(&raw);
	mem_free(copy);
	return e->code;
}
