#include "io/npyhead.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *skip(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

static int bad(struct err *e, const char *what, const char *at)
{
	return err_set(e, E_DATA, "malformed NPY header: %s at '%.20s'", what, at);
}

/* 'descr': byte order, letter, bytes: "<f4". */
static int parse_descr(const char *s, size_t len, struct npy_layout *l, struct err *e)
{
	static const struct { char c; size_t width; enum npy_kind kind; enum dtype type; bool complex; } known[] = {
		{ 'i', 1, NPY_PLAIN, DT_I8, 0 }, { 'u', 1, NPY_PLAIN, DT_U8, 0 }, { 'i', 2, NPY_PLAIN, DT_I16, 0 },
		{ 'u', 2, NPY_PLAIN, DT_U16, 0 }, { 'i', 4, NPY_PLAIN, DT_I32, 0 }, { 'u', 4, NPY_PLAIN, DT_U32, 0 },
		{ 'f', 4, NPY_PLAIN, DT_F32, 0 }, { 'f', 8, NPY_PLAIN, DT_F64, 0 }, { 'b', 1, NPY_BOOL, DT_U8, 0 },
		{ 'f', 2, NPY_HALF, DT_F32, 0 }, { 'i', 8, NPY_INT64, DT_F64, 0 }, { 'u', 8, NPY_UINT64, DT_F64, 0 },
		{ 'c', 8, NPY_PLAIN, DT_F32, 1 },
	};
	size_t width = len == 3 && isdigit((unsigned char)s[2]) ? (size_t)(s[2] - '0') : 0;

	for (size_t i = 0; width && strchr("<>|=", s[0]) && i < sizeof known / sizeof *known; i++)
		if (known[i].c == s[1] && known[i].width == width) {
			l->kind = known[i].kind;
			l->type = known[i].type;
			l->complex = known[i].complex;
			l->width = l->complex ? width / 2 : width;
			l->swap = width > 1 && s[0] == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? '>' : '<');
			return 0;
		}
	return err_set(e, E_DATA, "NPY samples of type '%.*s' are none that can be read: need integers, bool, "
		       "f2, f4, f8 or c8", (int)(len < 20 ? len : 20), s);
}

static int parse_shape(const char **at, struct npy_layout *l, struct err *e)
{
	const char *p = skip(*at);
	char *end;

	if (*p++ != '(')
		return bad(e, "no shape", p - 1);
	for (l->ndim = 0; *(p = skip(p)) != ')'; l->ndim++) {
		if (l->ndim == ARRAY_MAXDIM)
			return err_set(e, E_DATA, "the array has more than %d axes", ARRAY_MAXDIM);
		errno = 0;
		unsigned long long n = strtoull(p, &end, 10);
		if (!isdigit((unsigned char)*p) || errno || n > SIZE_MAX)
			return bad(e, "no size", p);
		if (n == 0)
			return err_set(e, E_DATA, "the array is empty: axis %d has no samples", l->ndim);
		l->n[l->ndim] = (size_t)n;
		p = skip(*end == 'L' ? end + 1 : end);	/* Python 2 wrote 10L */
		if (*p == ',')
			p++;
		else if (*p != ')')
			return bad(e, "no comma", p);
	}
	if (l->ndim == 0)			/* a scalar */
		l->n[l->ndim++] = 1;
	*at = p + 1;
	return 0;
}

/* A quoted text; *len without the quotes. */
static const char *parse_text(const char **at, size_t *len)
{
	const char *p = skip(*at), *end;

	if ((*p != '\'' && *p != '"') || !(end = strchr(p + 1, *p)))
		return NULL;
	*len = (size_t)(end - p - 1);
	*at = end + 1;
	return p + 1;
}

static int parse_bool(const char **at, bool *v, struct err *e)
{
	const char *p = skip(*at);

	if (!strncmp(p, "True", 4) || !strncmp(p, "False", 5)) {
		*v = *p == 'T';
		*at = p + (*v ? 4 : 5);
		return 0;
	}
	return bad(e, "neither True nor False", p);
}

static int parse_value(const char *key, size_t len, const char **at, struct npy_layout *l,
		       unsigned *seen, struct err *e)
{
	static const char *const names[] = { "descr", "fortran_order", "shape" };
	const char *text;
	size_t n, i;

	for (i = 0; i < 3 && (strlen(names[i]) != len || strncmp(names[i], key, len)); i++)
		;
	if (i == 3 || *seen & 1u << i)
		return bad(e, "unexpected key", key);
	*seen |= 1u << i;
	if (i == 1)
		return parse_bool(at, &l->fortran, e);
	if (i == 2)
		return parse_shape(at, l, e);
	if ((text = parse_text(at, &n)))
		return parse_descr(text, n, l, e);
	if (*skip(*at) == '[')
		return err_set(e, E_DATA, "a structured NPY array cannot be read: save one field of it");
	return bad(e, "no type", *at);
}

int npyhead_parse(const char *p, struct npy_layout *l, struct err *e)
{
	unsigned seen = 0;
	size_t len;
	const char *key;

	p = skip(p);
	if (*p++ != '{')
		return bad(e, "no dict", p - 1);
	while (*(p = skip(p)) != '}') {
		if (!(key = parse_text(&p, &len)) || *(p = skip(p)) != ':')
			return bad(e, "no key", p);
		p++;
		if (parse_value(key, len, &p, l, &seen, e))
			return e->code;
		p = skip(p);
		if (*p == ',')
			p++;
		else if (*p != '}')
			return bad(e, "no comma", p);
	}
	if (*skip(p + 1))
		return bad(e, "text after the dict", skip(p + 1));
	return seen == 7 ? 0 : err_set(e, E_DATA, "malformed NPY header: descr, fortran_order or shape is missing");
}

size_t npyhead_print(const struct head *h, char text[NPY_HEADER])
{
	static const char *const descr[DT_COUNT] = {
		[DT_I8] = "i1", [DT_U8] = "u1", [DT_I16] = "i2", [DT_U16] = "u2",
		[DT_I32] = "i4", [DT_U32] = "u4", [DT_F32] = "f4", [DT_F64] = "f8",
	};
	char order = dtype_size(h->type) == 1 ? '|' : __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? '<' : '>';
	int ndim = h->ndim - h->is_complex;
	size_t n = 10;

	memcpy(text, "\x93NUMPY\1\0", 8);
	n += (size_t)snprintf(text + n, NPY_HEADER - n, "{'descr': '%c%s', 'fortran_order': False, 'shape': (",
			      order, h->is_complex ? "c8" : descr[h->type]);
	for (int i = 0; i < ndim; i++)
		n += (size_t)snprintf(text + n, NPY_HEADER - n, "%s%zu", i ? ", " : "", h->n[i]);
	n += (size_t)snprintf(text + n, NPY_HEADER - n, "%s), }", ndim == 1 ? "," : "");
	while (n % 64 != 63)			/* numpy aligns the data to 64 bytes */
		text[n++] = ' ';
	text[n++] = '\n';
	text[8] = (char)(n - 10);		/* less than 256 - 10 */
	text[9] = 0;
	return n;
}
