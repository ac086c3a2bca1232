#include "cli/headout.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "cli/text.h"

enum { BRIEF = 52 };		/* characters of a table on a terminal */

static const char *join(const struct head *h, bool labels, char *buf, size_t len)
{
	size_t at = 0;

	buf[0] = 0;
	for (int i = 0; i < h->ndim && at < len; i++)
		at += labels ? (size_t)snprintf(buf + at, len - at, "%s%s", i ? " " : "", *h->label[i] ? h->label[i] : "?") :
			       (size_t)snprintf(buf + at, len - at, "%s%zu", i ? " x " : "", h->n[i]);
	return buf;
}

static bool is_history(const char *key)
{
	return !strncmp(key, META_HISTORY, strlen(META_HISTORY));
}

void headout_shape(struct report *r, const struct head *h, size_t items)
{
	struct head known = *h;
	char buf[200];

	known.n[0] = items;
	report_str(r, "type", dtype_name(h->type));
	report_str(r, "shape", join(&known, false, buf, sizeof buf));
	report_str(r, "order", join(h, true, buf, sizeof buf));
	report_int(r, "item_bytes", (long long)head_item_bytes(h), "B");
	report_int(r, "bytes", (long long)(items * head_item_bytes(h)), "B");
}

static int table_row(struct report *r, const struct table *t, bool brief, struct err *e)
{
	char name[100], *text = NULL;

	snprintf(name, sizeof name, META_TABLE "%s.%s", t->label, t->name);
	if (table_print(t->v, t->n, &text, e))
		return e->code;
	if (brief && strlen(text) > BRIEF + 4)
		memcpy(text + BRIEF, " ...", 5);
	report_str(r, name, text);
	mem_free(text);
	return 0;
}

static void meta_rows(struct report *r, const struct head *h, bool past)
{
	for (size_t i = 0; i < h->meta.n; i++)
		if (is_history(h->meta.entry[i].key) == past)
			report_str(r, h->meta.entry[i].key, h->meta.entry[i].val);
}

int headout_meta(struct report *r, const struct head *h, bool brief, struct err *e)
{
	meta_rows(r, h, false);
	for (size_t i = 0; i < h->ntable; i++)
		if (table_row(r, &h->table[i], brief, e))
			return e->code;
	meta_rows(r, h, true);
	return 0;
}

void headout_json_shape(struct json *j, const struct head *h, size_t items)
{
	json_str(j, "type", dtype_name(h->type));
	json_open(j, "shape", '[');
	for (int i = 0; i < h->ndim; i++)
		json_int(j, NULL, (long long)(i ? h->n[i] : items));
	json_close(j, ']');
	json_open(j, "order", '[');
	for (int i = 0; i < h->ndim; i++)
		json_str(j, NULL, h->label[i]);
	json_close(j, ']');
	json_int(j, "item_bytes", (long long)head_item_bytes(h));
	json_int(j, "bytes", (long long)(items * head_item_bytes(h)));
}

static void json_tables(struct json *j, const struct head *h)
{
	char name[80];

	json_open(j, "tables", '{');
	for (const struct table *t = h->table; t < h->table + h->ntable; t++) {
		snprintf(name, sizeof name, "%s.%s", t->label, t->name);
		json_open(j, name, '[');
		for (size_t i = 0; i < t->n; i++)
			json_num(j, NULL, t->v[i]);
		json_close(j, ']');
	}
	json_close(j, '}');
}

static void json_meta(struct json *j, const struct head *h, bool past)
{
	json_open(j, past ? "history" : "metadata", past ? '[' : '{');
	for (size_t i = 0; i < h->meta.n; i++)
		if (is_history(h->meta.entry[i].key) == past)
			json_str(j, past ? NULL : h->meta.entry[i].key, h->meta.entry[i].val);
	json_close(j, past ? ']' : '}');
}

void headout_json_meta(struct json *j, const struct head *h)
{
	json_meta(j, h, false);
	json_tables(j, h);
	json_meta(j, h, true);
}

void headout_history(FILE *f, const struct head *h)
{
	for (size_t i = 0; i < h->meta.n; i++)
		if (is_history(h->meta.entry[i].key)) {
			text_plain(f, h->meta.entry[i].val);
			fputc('\n', f);
		}
}
