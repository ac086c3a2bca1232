#include "io/nrrd.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"

/* What is known of the header while it is read. */
struct parse {
	struct head *h;
	struct nrrd_info *info;
	unsigned seen;			/* bit i: fields[i] came */
	bool encoding, typed, endian;
};

static bool big_endian_host(void)
{
	return *(const unsigned char *)&(const unsigned short){ 1 } == 0;
}

static int wide_type(const char *v)
{
	static const char *const s[] = { "int64", "int64_t", "longlong", "long long", "long long int",
		"signed long long", "signed long long int", NULL };
	static const char *const u[] = { "uint64", "uint64_t", "ulonglong", "unsigned long long",
		"unsigned long long int", NULL };

	for (int i = 0; s[i]; i++)
		if (!strcmp(v, s[i]))
			return 's';
	for (int i = 0; u[i]; i++)
		if (!strcmp(v, u[i]))
			return 'u';
	return 0;
}

static int do_type(struct parse *p, char *v, struct err *e)
{
	int t = dtype_parse(v);

	p->info->wide = wide_type(v);
	if (t < 0 && !p->info->wide)
		return err_set(e, E_DATA, "type '%.40s' is not supported", v);
	p->h->type = p->info->wide ? DT_F64 : (enum dtype)t;
	p->typed = true;
	return 0;
}

static int do_dimension(struct parse *p, char *v, struct err *e)
{
	double d;

	if (num_parse(v, &d) || !(d >= 1 && d <= ARRAY_MAXDIM) || d != floor(d))
		return err_set(e, E_DATA, "dimension '%.9s': 1 to %d are supported", v, ARRAY_MAXDIM);
	p->h->ndim = (int)d;
	return 0;
}

static int do_sizes(struct parse *p, char *v, struct err *e)
{
	struct head *h = p->h;
	char *end;
	size_t bytes;

	if (!h->ndim)
		return err_set(e, E_DATA, "'sizes' before 'dimension'");
	for (int i = h->ndim - 1; i >= 0; i--, v = end) {
		v += strspn(v, " \t");
		if (*v < '0' || *v > '9')
			return err_set(e, E_DATA, "'sizes' has fewer than %d numbers", h->ndim);
		unsigned long long n = strtoull(v, &end, 10);
		if (n == 0 || n > INT64_MAX || (*end && *end != ' ' && *end != '\t'))
			return err_set(e, E_DATA, "bad size '%.20s' of axis %d", v, i);
		h->n[i] = n;
	}
	if (v[strspn(v, " \t")])
		return err_set(e, E_DATA, "more 'sizes' than 'dimension'");
	return array_total(h->ndim, h->n, DT_F64, &bytes, e);
}

static int do_encoding(struct parse *p, char *v, struct err *e)
{
	if (strcmp(v, "raw"))
		return err_set(e, E_DATA, "encoding '%.20s': only raw is read", v);
	p->encoding = true;
	return 0;
}

static int do_endian(struct parse *p, char *v, struct err *e)
{
	if (strcmp(v, "big") && strcmp(v, "little"))
		return err_set(e, E_DATA, "endian '%.20s' is neither little nor big", v);
	p->info->swap = !strcmp(v, "big") != big_endian_host();
	p->endian = true;
	return 0;
}

static int do_labels(struct parse *p, char *v, struct err *e)
{
	struct head *h = p->h;

	if (!h->ndim)
		return err_set(e, E_DATA, "'labels' before 'dimension'");
	for (int i = h->ndim - 1; i >= 0; i--) {
		char *a = strchr(v, '"'), *b = a ? strchr(a + 1, '"') : NULL;
		if (!b)
			return err_set(e, E_DATA, "'labels' has fewer than %d texts", h->ndim);
		if (b - a > LABEL_MAX)
			return err_set(e, E_DATA, "label '%.40s' is longer than %d bytes", a + 1, LABEL_MAX - 1);
		snprintf(h->label[i], LABEL_MAX, "%.*s", (int)(b - a - 1), a + 1);
		v = b + 1;
	}
	return 0;
}

static int do_kinds(struct parse *p, char *v, struct err *e)
{
	if (strncmp(v, "complex", 7) || (v[7] && v[7] != ' '))
		return 0;
	p->h->is_complex = true;
	(void)e;
	return 0;
}

static int do_refuse(struct parse *p, char *v, struct err *e)
{
	(void)p;
	(void)v;
	return err_set(e, E_DATA, "detached or skipped data are not part of a stream");
}

static int do_skip(struct parse *p, char *v, struct err *e)
{
	return strcmp(v, "0") ? do_refuse(p, v, e) : 0;
}

static const struct {
	const char *name;
	int (*parse)(struct parse *p, char *v, struct err *e);
} fields[] = {
	{ "type", do_type }, { "dimension", do_dimension }, { "sizes", do_sizes },
	{ "encoding", do_encoding }, { "endian", do_endian }, { "labels", do_labels },
	{ "kinds", do_kinds }, { "data file", do_refuse }, { "datafile", do_refuse },
	{ "line skip", do_skip }, { "lineskip", do_skip }, { "byte skip", do_skip },
	{ "byteskip", do_skip },
};

static int field(struct parse *p, const char *k, char *v, struct err *e)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (strcmp(k, fields[i].name))
			continue;
		if (p->seen & 1u << i)
			return err_set(e, E_DATA, "field '%s' twice", k);
		p->seen |= 1u << i;
		return fields[i].parse(p, v, e);
	}
	return 0;			/* other fields are allowed and ignored */
}

/* \\ and \n back to what they stand for, in place. */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '\\' && (s[1] == '\\' || s[1] == 'n'))
			*to++ = *++s == 'n' ? '\n' : '\\';
		else
			*to++ = *s;
	}
	*to = '\0';
}

/* The name of a table stands in the header as it is: nothing in it that would end or escape it. */
static bool plain(const char *s)
{
	while ((unsigned char)*s > ' ' && !strchr(":=\\\"\177", *s))
		s++;
	return !*s;
}

/* bp.table.LABEL.NAME */
static int table_line(struct parse *p, const char *key, const char *v, struct err *e)
{
	const char *label = key + strlen(META_TABLE), *dot = strchr(label, '.');
	char name[LABEL_MAX];
	double *x = NULL;
	size_t n;

	if (!dot || dot == label || dot - label >= LABEL_MAX || !dot[1] || strlen(dot + 1) >= 40 || !plain(label))
		return err_set(e, E_DATA, "bad name of a table '%.60s'", key);
	snprintf(name, sizeof name, "%.*s", (int)(dot - label), label);
	if (head_table(p->h, name, dot + 1))
		return err_set(e, E_DATA, "table %.60s twice", key);
	if (table_parse(v, &x, &n, e))
		return err_at(e, key);
	head_set_table(p->h, name, dot + 1, x, n, e);
	mem_free(x);
	return e->code;
}

static int key_value(struct parse *p, char *k, char *v, struct err *e)
{
	unescape(k);
	unescape(v);
	if (!strcmp(k, "bp.part")) {
		if (strcmp(v, "more") && strcmp(v, "last"))
			return err_set(e, E_DATA, "bp.part '%.20s' is neither more nor last", v);
		p->info->part = *v == 'm' ? NRRD_MORE : NRRD_LAST;
		return 0;
	}
	if (!strcmp(k, "bp.error")) {
		p->info->part = NRRD_FAILED;
		snprintf(p->info->error, sizeof p->info->error, "%s", v);
		return 0;
	}
	if (!strncmp(k, META_TABLE, strlen(META_TABLE)))
		return table_line(p, k, v, e);
	if (meta_get(&p->h->meta, k))
		return err_set(e, E_DATA, "key '%.60s' twice", k);
	return meta_set(&p->h->meta, k, v, e);
}

static int line(struct parse *p, char *s, struct err *e)
{
	char *kv = strstr(s, ":="), *f = strstr(s, ": ");

	if (*s == '#' || !*s)
		return 0;
	if (kv && (!f || kv < f)) {
		*kv = '\0';
		return key_value(p, s, kv + 2, e);
	}
	if (!f)
		return err_set(e, E_DATA, "not a NRRD header line: '%.40s'", s);
	*f = '\0';
	f += 2;
	f += strspn(f, " ");
	return field(p, s, f, e);
}

static int check_labels(const struct head *h, struct err *e)
{
	for (int i = 1; i < h->ndim; i++)
		for (int k = 0; k < i; k++)
			if (*h->label[i] && !strcmp(h->label[i], h->label[k]))
				return err_set(e, E_DATA, "two axes have the label '%s'", h->label[i]);
	return 0;
}

static int check(struct parse *p, struct err *e)
{
	struct head *h = p->h;

	if (p->info->part == NRRD_FAILED)
		return 0;
	if (!p->typed || !h->ndim || !h->n[0])
		return err_set(e, E_DATA, "the header lacks 'type', 'dimension' or 'sizes'");
	if (!p->encoding)
		return err_set(e, E_DATA, "the header lacks 'encoding'");
	if (!p->endian && (dtype_size(h->type) > 1))
		return err_set(e, E_DATA, "the header lacks 'endian'");
	if (h->is_complex && (h->n[h->ndim - 1] != 2 || !dtype_is_float(h->type)))
		return err_set(e, E_DATA, "a complex array needs a fastest axis of 2 floats");
	return check_labels(h, e) ? e->code : head_check(h, e);
}

int nrrd_parse(const char *text, size_t len, struct head *h, struct nrrd_info *info, struct err *e)
{
	struct parse p = { .h = h, .info = info };
	char *copy = malloc(len + 1), *s, *end;

	*h = (struct head){ .ndim = 0 };
	*info = (struct nrrd_info){ .swap = false };
	if (!copy)
		return err_nomem(e, "the header");
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (memchr(text, '\0', len))
		err_set(e, E_DATA, "a NUL byte in the header");
	else if (len < 9 || (strncmp(copy, "NRRD0004\n", 9) && strncmp(copy, "NRRD0005\n", 9)))
		err_set(e, E_DATA, "not a NRRD0004 or NRRD0005 stream");
	for (s = copy + 9; !e->code && s < copy + len; s = end + 1) {
		end = strchr(s, '\n');
		if (!end)
			end = copy + len;
		*end = '\0';
		line(&p, s, e);
	}
	free(copy);
	if (!e->code)
		check(&p, e);
	if (e->code)
		head_free(h);
	return e->code;
}

static void escaped(FILE *f, const char *s)
{
	for (; *s; s++) {
		if (*s == '\\')
			fputs("\\\\", f);
		else if (*s == '\n')
			fputs("\\n", f);
		else
			putc(*s, f);
	}
}

static bool spatial(const char *label)
{
	static const char *const names[] = { "row", "col", "x", "y", "z", NULL };

	for (int i = 0; names[i]; i++)
		if (!strcmp(label, names[i]))
			return true;
	return false;
}

/* NRRD's own spacings and units, for other programs: um where the pixel is known. */
static void print_spacings(const struct head *h, FILE *f)
{
	struct err none = { 0, "" };
	double pixel = NAN;
	char num[40];

	meta_get_num(&h->meta, META_PIXEL, &pixel, &none);
	if (!isfinite(pixel))
		return;
	fputs("\nspacings:", f);
	for (int i = h->ndim - 1; i >= 0; i--)
		fprintf(f, " %s", spatial(h->label[i]) ?
			num_print(pixel / UNIT_UM, num, sizeof num) : "nan");
	fputs("\nunits:", f);
	for (int i = h->ndim - 1; i >= 0; i--)
		fputs(spatial(h->label[i]) ? " \"um\"" : " \"\"", f);
}

static int print_tables(const struct head *h, FILE *f, struct err *e)
{
	char *text;

	for (size_t i = 0; i < h->ntable; i++) {
		if (table_print(h->table[i].v, h->table[i].n, &text, e))
			return e->code;
		fprintf(f, META_TABLE "%s.%s:=%s\n", h->table[i].label, h->table[i].name, text);
		mem_free(text);
	}
	return 0;
}

static int print_meta(const struct head *h, FILE *f, struct err *e)
{
	for (size_t i = 0; i < h->meta.n; i++) {
		const char *k = h->meta.entry[i].key;
		if (!*k || *k == '#' || strstr(k, ": ") || strstr(k, ":=") || k[strlen(k) - 1] == ':')
			return err_set(e, E_DATA, "metadata key '%.60s' cannot be written", k);
		escaped(f, k);
		fputs(":=", f);
		escaped(f, h->meta.entry[i].val);
		putc('\n', f);
	}
	return 0;
}

static int print_all(const struct head *h, size_t items, enum nrrd_part part, FILE *f, struct err *e)
{
	fprintf(f, "NRRD0005\ntype: %s\ndimension: %d\nsizes:", dtype_name(h->type), h->ndim);
	for (int i = h->ndim - 1; i >= 0; i--)
		fprintf(f, " %zu", i ? h->n[i] : items);
	fprintf(f, "\nencoding: raw\nendian: %s", big_endian_host() ? "big" : "little");
	print_spacings(h, f);
	fputs("\nlabels:", f);
	for (int i = h->ndim - 1; i >= 0; i--)
		fprintf(f, " \"%s\"", h->label[i]);
	if (h->is_complex) {
		fputs("\nkinds: complex", f);
		for (int i = h->ndim - 2; i >= 0; i--)
			fputs(" domain", f);
	}
	putc('\n', f);
	if (print_meta(h, f, e) || print_tables(h, f, e))
		return e->code;
	if (part != NRRD_WHOLE)
		fprintf(f, "bp.part:=%s\n", part == NRRD_MORE ? "more" : "last");
	putc('\n', f);
	return 0;
}

int nrrd_print(const struct head *h, size_t items, enum nrrd_part part, char **text,
	       size_t *len, struct err *e)
{
	FILE *f;

	*text = NULL;
	f = open_memstream(text, len);
	if (!f)
		return err_nomem(e, "the header");
	print_all(h, items, part, f, e);
	if (!mem_text_end(f, text, "the header", e) && *len > NRRD_HEADER_MAX)
		err_set(e, E_DATA, "a header of %zu bytes is over the limit of %d", *len, NRRD_HEADER_MAX);
	if (e->code) {
		free(*text);
		*text = NULL;
	}
	return e->code;
}

int nrrd_narrow(void *data, int wide, size_t count, size_t first, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t u;
		double d;
		memcpy(&u, (char *)data + 8 * i, 8);
		d = wide == 's' ? (double)(int64_t)u : (double)u;
		uint64_t size = wide == 's' && (int64_t)u < 0 ? 0 - u : u;
		if (size >> 53 && size >> __builtin_ctzll(size) >> 53)	/* not by the double, which is rounded */
			return err_set(e, E_DATA, "the 64-bit value at element %zu has no exact double",
				       first + i);
		memcpy((char *)data + 8 * i, &d, 8);
	}
	return 0;
}
