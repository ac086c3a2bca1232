#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/tiffpart.h"

static const char FIRST[] = "beampipe array\n";

struct page tiffhead_page(const struct head *h, size_t *per_item)
{
	int nd = h->ndim - h->is_complex;
	struct page p = { .type = h->type, .is_complex = h->is_complex, .nrow = h->n[0], .ncol = 1 };

	if (nd == 2)
		p.ncol = h->n[1];
	if (nd > 2) {
		p.nrow = h->n[nd - 2];
		p.ncol = h->n[nd - 1];
	}
	*per_item = nd < 3 ? 0 : nd == 3 ? 1 : h->n[1];
	return p;
}

/* ---- out ------------------------------------------------------------------------------------- */

static void put_escaped(FILE *f, const char *s)
{
	for (; *s; s++)
		if (*s == '\\' || *s == '\n')
			fprintf(f, "\\%c", *s == '\n' ? 'n' : '\\');
		else
			putc(*s, f);
}

static void put_entry(FILE *f, const char *key, const char *val)
{
	fprintf(f, "%s:=", key);
	put_escaped(f, val);
	putc('\n', f);
}

static void put_table(FILE *f, const struct table *t, struct err *e)
{
	char *text = NULL;

	if (table_print(t->v, t->n, &text, e))
		return;
	fprintf(f, META_TABLE "%s.%s:=%s\n", t->label, t->name, text);
	mem_free(text);
}

int tiffhead_print(const struct head *h, long long item, char **text, struct err *e)
{
	size_t len;
	FILE *f = open_memstream(text, &len);

	if (!f)
		return err_nomem(e, "a TIFF description");
	fprintf(f, "%saxes: %d\n", FIRST, h->ndim);
	for (int i = 0; i < h->ndim; i++) {
		fprintf(f, "%zu ", h->n[i]);
		put_escaped(f, h->label[i]);
		putc('\n', f);
	}
	if (item < 0)
		fputs("item: all\n", f);
	else
		fprintf(f, "item: %lld\n", item);
	for (size_t i = 0; i < h->meta.n; i++)
		put_entry(f, h->meta.entry[i].key, h->meta.entry[i].val);
	for (size_t i = 0; i < h->ntable && !e->code; i++)
		if (item <= 0 || strcmp(h->table[i].label, h->label[0]))
			put_table(f, &h->table[i], e);
	mem_text_end(f, text, "a TIFF description", e);
	return e->code;
}

/* ---- in -------------------------------------------------------------------------------------- */

/* The next line of *text, ended in place; NULL at the end. */
static char *next_line(char **text)
{
	char *line = *text, *nl;

	if (!line || !*line)
		return NULL;
	nl = strchr(line, '\n');
	*text = nl ? nl + 1 : NULL;
	if (nl)
		*nl = '\0';
	return line;
}

static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++)
		if (*s == '\\' && (s[1] == 'n' || s[1] == '\\'))
			*to++ = *++s == 'n' ? '\n' : '\\';
		else
			*to++ = *s;
	*to = '\0';
}

static int parse_axes(char **text, struct head *h)
{
	char *line = next_line(text), *end;
	int n;

	if (!line || sscanf(line, "axes: %d", &n) != 1 || n < 1 || n > ARRAY_MAXDIM)
		return -1;
	h->ndim = n;
	for (int i = 0; i < n; i++) {
		if (!(line = next_line(text)))
			return -1;
		h->n[i] = strtoull(line, &end, 10);
		if (end == line || *end != ' ' || h->n[i] == 0)
			return -1;
		unescape(++end);
		if (strlen(end) >= LABEL_MAX)
			return -1;
		snprintf(h->label[i], LABEL_MAX, "%s", end);
	}
	line = next_line(text);
	return line && !strncmp(line, "item: ", 6) ? 0 : -1;
}

/* Do the axes describe n images of p? */
static bool describes(const struct head *h, const struct page *p, size_t n)
{
	size_t per, count;
	struct err none = { 0 };

	if (h->is_complex && (h->ndim < 2 || h->n[h->ndim - 1] != 2))
		return false;
	struct page q = tiffhead_page(h, &per);
	if (per == 0)
		return n == 1 && page_same(p, &q);
	return page_same(p, &q) && !mem_mul(h->n[0], per, &count, "axes", &none) && count == n;
}

/* "LABEL.NAME" of an axis and values that fit; a table of axis 0 of other length is left out. */
static int parse_table(struct head *h, char *key, const char *val, struct err *e)
{
	char *dot = strrchr(key, '.');
	double *v = NULL;
	size_t n;

	if (!dot)
		return err_set(e, E_DATA, "malformed table key %s%s", META_TABLE, key);
	*dot = '\0';
	int axis = head_axis(h, key);
	if (axis < 0 || table_parse(val, &v, &n, e))
		return e->code;
	if (axis || n == h->n[0])
		head_set_table(h, key, dot + 1, v, n, e);
	mem_free(v);
	return e->code;
}

static int parse_entries(char *text, struct head *h, struct err *e)
{
	char *line, *val;

	while (!e->code && (line = next_line(&text))) {
		if (!(val = strstr(line, ":=")))
			continue;
		*val = '\0';
		val += 2;
		unescape(val);
		if (strncmp(line, META_TABLE, sizeof META_TABLE - 1))
			meta_set(&h->meta, line, val, e);
		else
			parse_table(h, line + sizeof META_TABLE - 1, val, e);
	}
	return e->code;
}

static void plain_head(struct head *h, const struct page *p, size_t n, bool sequence)
{
	static const char *const labels[] = { "frame", "row", "col", "complex" };
	bool stack = n > 1 || sequence;
	size_t size[ARRAY_MAXDIM] = { n, p->nrow, p->ncol, 2 };
	int from = stack ? 0 : 1;

	head_init(h, p->type, 3 - from + p->is_complex, size + from, labels + from);
	h->is_complex = p->is_complex;
}

int tiffhead_parse(const char *text, struct head *h, const struct page *p, size_t n,
		   bool sequence, struct err *e)
{
	struct head own;
	char *copy, *at;

	plain_head(h, p, n, sequence);
	if (!text || strncmp(text, FIRST, sizeof FIRST - 1))
		return 0;
	if (!(copy = strdup(text)))
		return err_nomem(e, "a TIFF description");
	at = copy + sizeof FIRST - 1;
	own = *h;
	int bad = parse_axes(&at, &own);
	if (sequence)
		own.n[0] = n;
	if (!bad && describes(&own, p, n)) {
		*h = own;
		parse_entries(at, h, e);
	}
	free(copy);
	return e->code;
}
