#include "io/yaml.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/mem.h"
#include "io/textfile.h"

struct anchor { char name[64]; struct node *node; };

struct reader {
	struct node_tree *t;
	yaml_parser_t parser;
	const char *text;		/* its bytes, len of them */
	size_t len;
	int line0, col0;		/* where the bytes of the parser begin */
	struct node *open[NODE_DEPTH + 1];
	int depth;
	char *key;			/* in a map: of the value to come; NULL: a key is next */
	int key_line, key_col;
	struct anchor *anchor;
	size_t nanchor, aliased;
	struct err *e;
};

static int line_of(const struct reader *r, yaml_mark_t m) { return (int)m.line + 1 + r->line0; }
static int col_of(const struct reader *r, yaml_mark_t m) { return (int)m.column + 1 + (m.line ? 0 : r->col0); }

static int refuse(const struct reader *r, yaml_mark_t m, const char *what, const char *name)
{
	struct node at = { .line = line_of(r, m), .col = col_of(r, m), .tree = r->t };

	return node_err(&at, r->e, "%s%s%.80s%s", what, *name ? " '" : "", name, *name ? "'" : "");
}

/* Is there a tab among the blanks that a line begins with? */
static bool tabbed(const struct reader *r, size_t line)
{
	const char *s = r->text, *end = r->text + r->len;

	for (; line && s; line--)
		if ((s = memchr(s, '\n', (size_t)(end - s))))
			s++;
	while (s && s < end && *s == ' ')
		s++;
	return s && s < end && *s == '\t';
}

/* What libyaml says, at its place. */
static int parser_err(const struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	const char *what = p->problem ? p->problem : "malformed";
	struct node at = { .line = line_of(r, p->problem_mark), .col = col_of(r, p->problem_mark), .tree = r->t };

	if (p->error == YAML_MEMORY_ERROR)
		return err_nomem(r->e, "the YAML parser");
	if (p->error == YAML_READER_ERROR)
		return node_err(&at, r->e, "%s at byte %zu", what, p->problem_offset);
	if (tabbed(r, p->problem_mark.line))
		return node_err(&at, r->e, "a tab in the indentation of the line: YAML takes blanks alone");
	if (p->context && p->context_mark.line != p->problem_mark.line)
		return node_err(&at, r->e, "%s (%s that began at line %d, column %d)", what, p->context, line_of(r, p->context_mark),
				col_of(r, p->context_mark));
	return node_err(&at, r->e, "%s%s%s", what, p->context ? ", " : "", p->context ? p->context : "");
}

/* ---- anchors ----------------------------------------------------------------------------------- */

static int anchor_set(struct reader *r, const yaml_event_t *ev, const yaml_char_t *name, struct node *n)
{
	const char *s = (const char *)name;
	size_t i = 0;

	if (!name)
		return 0;
	if (strlen(s) >= sizeof r->anchor->name)
		return refuse(r, ev->start_mark, "an anchor with a name of more than 63 letters:", s);
	while (i < r->nanchor && strcmp(r->anchor[i].name, s))
		i++;
	if (i == YAML_ANCHORS_MOST)
		return refuse(r, ev->start_mark, "more than 1000 anchors", "");
	if (!r->anchor && !(r->anchor = mem_zero(YAML_ANCHORS_MOST, sizeof *r->anchor, "anchors", r->e)))
		return r->e->code;
	snprintf(r->anchor[i].name, sizeof r->anchor[i].name, "%s", s);
	r->anchor[i].node = n;
	r->nanchor += i == r->nanchor;
	return 0;
}

static size_t count(const struct node *n)
{
	size_t sum = 1;

	for (size_t i = 0; i < n->n; i++)
		sum += count(n->child[i]);
	return sum;
}

static struct node *alias(struct reader *r, const yaml_event_t *ev)
{
	const char *s = (const char *)ev->data.alias.anchor;
	size_t i = 0;

	while (i < r->nanchor && strcmp(r->anchor[i].name, s))
		i++;
	if (i == r->nanchor) {
		refuse(r, ev->start_mark, "no anchor of the name", s);
		return NULL;
	}
	for (int d = 0; d < r->depth; d++)
		if (r->open[d] == r->anchor[i].node) {
			refuse(r, ev->start_mark, "an alias within its own anchor:", s);
			return NULL;
		}
	r->aliased += count(r->anchor[i].node);
	if (r->aliased > YAML_ALIAS_MOST) {
		refuse(r, ev->start_mark, "aliases make more than 200000 values, here", s);
		return NULL;
	}
	return node_clone(r->t, r->anchor[i].node, r->e);
}

/* ---- values ------------------------------------------------------------------------------------ */

/* Sets *text when the tag makes a text of a scalar. */
static int tag_check(const struct reader *r, const yaml_event_t *ev, const yaml_char_t *tag, const char *const *known, bool *text)
{
	const char *s = (const char *)tag, *prefix = "tag:yaml.org,2002:";
	size_t n = strlen(prefix);

	if (!tag)
		return 0;
	if (!strcmp(s, "!") || !strcmp(s, YAML_STR_TAG))
		*text = true;
	for (; *known; known++)
		if (!strcmp(s, *known) || (!strncmp(s, prefix, n) && !strcmp(s + n, *known)))
			return 0;
	return refuse(r, ev->start_mark, "a tag is not taken here:", s);
}

static struct node *scalar(struct reader *r, const yaml_event_t *ev)
{
	static const char *const tags[] = { "!", "str", "int", "float", "bool", "null", NULL };
	const char *s = (const char *)ev->data.scalar.value;
	bool text = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE && ev->data.scalar.style != YAML_ANY_SCALAR_STYLE;
	struct node *n;

	if (strlen(s) != ev->data.scalar.length) {
		refuse(r, ev->start_mark, "a text with a NUL character", "");
		return NULL;
	}
	if (tag_check(r, ev, ev->data.scalar.tag, tags, &text))
		return NULL;
	n = node_text(r->t, s, line_of(r, ev->start_mark), col_of(r, ev->start_mark), r->e);
	if (!n || anchor_set(r, ev, ev->data.scalar.anchor, n))
		return NULL;
	n->quoted = text;
	return n;
}

static struct node *collection(struct reader *r, const yaml_event_t *ev)
{
	static const char *const lists[] = { "!", "seq", NULL }, *const maps[] = { "!", "map", NULL };
	bool map = ev->type == YAML_MAPPING_START_EVENT, text;
	struct node *n;

	if (tag_check(r, ev, map ? ev->data.mapping_start.tag : ev->data.sequence_start.tag, map ? maps : lists, &text))
		return NULL;
	if (r->depth >= NODE_DEPTH) {
		refuse(r, ev->start_mark, "deeper than 64 levels", "");
		return NULL;
	}
	n = node_new(r->t, map ? NODE_MAP : NODE_LIST, line_of(r, ev->start_mark), col_of(r, ev->start_mark), r->e);
	if (!n || anchor_set(r, ev, map ? ev->data.mapping_start.anchor : ev->data.sequence_start.anchor, n))
		return NULL;
	return n;
}

/* Into the list or map that is open, or as the root. */
static int put(struct reader *r, struct node *n)
{
	struct node *up = r->depth ? r->open[r->depth - 1] : NULL;

	if (!n)
		return r->e->code;
	if (!up) {
		r->t->root = n;
		return 0;
	}
	n->key_line = r->key ? r->key_line : 0;
	n->key_col = r->key ? r->key_col : 0;
	node_add(up, r->key, n, r->e);
	mem_free(r->key);
	r->key = NULL;
	return r->e->code;
}

static int key(struct reader *r, const yaml_event_t *ev)
{
	const char *s = (const char *)ev->data.scalar.value;
	size_t n;

	if (ev->type != YAML_SCALAR_EVENT)
		return refuse(r, ev->start_mark, "a key that is no text", "");
	n = ev->data.scalar.length;
	if (strlen(s) != n)
		return refuse(r, ev->start_mark, "a key with a NUL character", "");
	if (!n)
		return refuse(r, ev->start_mark, "an empty key", "");
	if (ev->data.scalar.tag || ev->data.scalar.anchor)
		return refuse(r, ev->start_mark, "a key with a tag or an anchor:", s);
	if (ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !strcmp(s, "<<"))
		return refuse(r, ev->start_mark, "a merge key is not taken:", s);
	r->key = mem_alloc(n + 1, 1, "a key", r->e);
	if (!r->key)
		return r->e->code;
	memcpy(r->key, s, n + 1);
	r->key_line = line_of(r, ev->start_mark);
	r->key_col = col_of(r, ev->start_mark);
	return 0;
}

static int event(struct reader *r, const yaml_event_t *ev)
{
	struct node *n;

	switch (ev->type) {
	case YAML_DOCUMENT_START_EVENT:
		return r->t->root ? refuse(r, ev->start_mark, "a second document", "") : 0;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		r->depth--;
		return 0;
	case YAML_ALIAS_EVENT:
	case YAML_SCALAR_EVENT:
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		break;
	default:
		return 0;
	}
	if (r->depth && r->open[r->depth - 1]->type == NODE_MAP && !r->key)
		return key(r, ev);
	n = ev->type == YAML_ALIAS_EVENT ? alias(r, ev) : ev->type == YAML_SCALAR_EVENT ? scalar(r, ev) : collection(r, ev);
	if (put(r, n))
		return r->e->code;
	if (ev->type == YAML_SEQUENCE_START_EVENT || ev->type == YAML_MAPPING_START_EVENT)
		r->open[r->depth++] = n;
	return 0;
}

static int events(struct reader *r)
{
	yaml_event_t ev;
	bool more = true;

	while (more && !r->e->code) {
		if (!yaml_parser_parse(&r->parser, &ev))
			return parser_err(r);
		more = ev.type != YAML_STREAM_END_EVENT;
		event(r, &ev);
		yaml_event_delete(&ev);
	}
	return r->e->code;
}

/* ---- bytes ------------------------------------------------------------------------------------- */

/* Blanks and a byte order mark at the beginning: libyaml takes no tabs there. */
static size_t skip(const char *s, size_t n, int *line, int *col)
{
	size_t i = n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3) ? 3 : 0, k = i;

	*line = *col = 0;
	while (k < n && strchr(" \t\r\n", s[k]) && s[k])
		k++;
	if (k == n || (s[k] != '{' && s[k] != '['))
		return i;
	for (; i < k; i++) {
		bool end = s[i] == '\n' || (s[i] == '\r' && s[i + 1] != '\n');

		*line += end;
		*col = end ? 0 : *col + 1;
	}
	return k;
}

static int hex4(const char *s, unsigned *v)
{
	*v = 0;
	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef", *at = s[i] ? strchr(digits, s[i] | (s[i] > '9' ? 0x20 : 0)) : NULL;

		if (!at)
			return -1;
		*v = *v << 4 | (unsigned)(at - digits);
	}
	return 0;
}

/* JSON writes a character beyond U+FFFF as two escapes, YAML as one: \ud83d\ude00 is \U0001F600.  In place; the new length. */
static size_t pairs(char *s, size_t n)
{
	size_t to = 0;
	unsigned a, b;

	for (size_t i = 0; i < n; to++) {
		if (s[i] == '\\' && n - i >= 12 && s[i + 1] == 'u' && s[i + 6] == '\\' && s[i + 7] == 'u' && !hex4(s + i + 2, &a) &&
		    !hex4(s + i + 8, &b) && a >= 0xd800 && a < 0xdc00 && b >= 0xdc00 && b < 0xe000) {
			char text[16];

			snprintf(text, sizeof text, "\\U%08X", 0x10000 + ((a - 0xd800) << 10) + (b - 0xdc00));
			memcpy(s + to, text, 10);
			to += 9;
			i += 12;
		} else if (s[i] == '\\' && i + 1 < n) {
			s[to++] = s[i++];
			s[to] = s[i++];
		} else {
			s[to] = s[i++];
		}
	}
	return to;
}

static int parse(struct node_tree *t, char *bytes, size_t n, struct err *e)
{
	struct reader r = { .t = t, .e = e };
	size_t from = skip(bytes, n, &r.line0, &r.col0), len = n - from;

	if (len && (bytes[from] == '{' || bytes[from] == '['))
		len = pairs(bytes + from, len);
	if (!yaml_parser_initialize(&r.parser))
		return err_nomem(e, "the YAML parser");
	r.text = bytes + from;
	r.len = len;
	yaml_parser_set_input_string(&r.parser, (unsigned char *)bytes + from, len);
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	events(&r);
	yaml_parser_delete(&r.parser);
	mem_free(r.key);
	mem_free(r.anchor);
	if (!e->code && (!t->root || (t->root->type == NODE_TEXT && !*t->root->text)))
		err_set(e, E_DATA, "%.300s:1:1: nothing in it", t->file);
	return e->code;
}

int yaml_parse(struct node_tree *t, const char *name, const char *bytes, size_t n, struct err *e)
{
	char *copy;

	*t = (struct node_tree){ 0 };
	copy = textfile_copy(name, bytes, n, YAML_FILE_MOST, e);
	if (!copy)
		return e->code;
	if (node_tree_name(t, strcmp(name, "-") ? name : "standard input", e) || parse(t, copy, n, e))
		node_free(t);
	mem_free(copy);
	return e->code;
}
