#include "io/edfhead.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/meta.h"

enum { VALUE_MAX = 80 };

struct span { const char *p; size_t n; };

enum key {
	K_DIM1, K_DIM2, K_DIM3, K_TYPE, K_ORDER, K_BINARY, K_SIZE, K_GENERAL, K_ID, K_COMPRESSION, K_FILE,
	K_PIXEL1, K_PIXEL2, K_DISTANCE, K_WAVELENGTH, K_EXPOSURE, K_COUNT
};

static const char *const key_name[K_COUNT] = {
	[K_DIM1] = "Dim_1", [K_DIM2] = "Dim_2", [K_DIM3] = "Dim_3", [K_TYPE] = "DataType", [K_ORDER] = "ByteOrder",
	[K_BINARY] = "EDF_BinarySize", [K_SIZE] = "Size", [K_GENERAL] = "EDF_DataFormatVersion",
	[K_ID] = "EDF_DataBlockID", [K_COMPRESSION] = "Compression", [K_FILE] = "EDF_BinaryFileName",
	[K_PIXEL1] = "PSize_1", [K_PIXEL2] = "PSize_2", [K_DISTANCE] = "SampleDistance",
	[K_WAVELENGTH] = "WaveLength", [K_EXPOSURE] = "ExposureTime",
};

static bool is_blank(char c)
{
	return c == '\0' || isspace((unsigned char)c);
}

static struct span trim(struct span s)
{
	while (s.n && is_blank(s.p[0]))
		s.p++, s.n--;
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool same(struct span s, const char *word)
{
	return s.n == strlen(word) && !strncasecmp(s.p, word, s.n);
}

/* Does it hold the word?  Any case. */
static bool holds(const char *text, size_t len, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= len; i++)
		if (!strncasecmp(text + i, word, n))
			return true;
	return false;
}

bool edfhead_starts(const char *text, size_t len)
{
	static const char *const words[] = { "EDF_", "HeaderID", "ByteOrder", "DataType", "Dim_1" };
	size_t i = 0;

	while (i < len && is_blank(text[i]))
		i++;
	if (i == len || text[i++] != '{')
		return false;
	while (i < len && is_blank(text[i]))
		i++;
	if (i == len || !isalpha((unsigned char)text[i]))
		return false;
	while (i < len && text[i] != '=' && !strchr(";:{}\"", text[i]))
		i++;
	for (size_t k = 0; i < len && text[i] == '=' && k < sizeof words / sizeof *words; k++)
		if (holds(text, len, words[k]))
			return true;
	return false;
}

/* ---- the text ---- */

/* The next "key = value ;" of *rest. */
static bool next_entry(struct span *rest, struct span *key, struct span *value)
{
	while (rest->n) {
		const char *semicolon = memchr(rest->p, ';', rest->n);
		struct span s = { rest->p, semicolon ? (size_t)(semicolon - rest->p) : rest->n };
		size_t used = s.n + (semicolon != NULL);
		const char *equals = memchr(s.p, '=', s.n), *line;

		rest->p += used;
		rest->n -= used;
		if (!equals)
			continue;
		*key = trim((struct span){ s.p, (size_t)(equals - s.p) });
		*value = trim((struct span){ equals + 1, s.n - (size_t)(equals - s.p) - 1 });
		if ((line = memrchr(key->p, '\n', key->n)))	/* lines without = are no part of a key */
			*key = trim((struct span){ line, key->n - (size_t)(line - key->p) });
		return true;
	}
	return false;
}

/* As a string that can stand in a message; cut where it is long. */
static const char *text_of(struct span s, char buf[VALUE_MAX])
{
	size_t n = s.n < VALUE_MAX - 1 ? s.n : VALUE_MAX - 1;

	for (size_t i = 0; i < n; i++)
		buf[i] = isprint((unsigned char)s.p[i]) ? s.p[i] : '?';
	buf[n] = '\0';
	return buf;
}

/* A whole number from 0 to 1e15; "1024.0" is one too. */
static bool whole(struct span s, size_t *out)
{
	char buf[VALUE_MAX];
	double v;

	if (s.n >= VALUE_MAX - 1 || num_parse(text_of(s, buf), &v) || !(v >= 0 && v <= 1e15) || v != floor(v))
		return false;
	*out = (size_t)v;
	return true;
}

/* Behind the first } that ends a line; 0: there is none. */
static size_t first_end(const char *text, size_t have)
{
	const char *p = text, *stop = text + have;

	while (p < stop && (p = memchr(p, '}', (size_t)(stop - p)))) {
		p++;
		if (p + 1 < stop && *p == '\r' && p[1] == '\n')
			return (size_t)(p + 2 - text);
		if (p < stop && *p == '\n')
			return (size_t)(p + 1 - text);
	}
	return 0;
}

/* EDF_HeaderSize; 0: not said. */
static size_t said_length(const char *text, size_t len)
{
	struct span rest = { text, len }, key, value;
	size_t n;

	if ((rest.p = memchr(text, '{', len))) {
		rest.p++;
		rest.n = len - (size_t)(rest.p - text);
		while (next_entry(&rest, &key, &value))
			if (same(key, "EDF_HeaderSize"))
				return whole(value, &n) ? n : 0;
	}
	return 0;
}

size_t edfhead_length(const char *text, size_t have, bool all)
{
	size_t end = first_end(text, have), said = end ? said_length(text, end) : 0;
	struct span s;

	if (said <= end || said > EDF_HEADER_MAX || (said > have && all))
		return end;
	if (said > have)
		return 0;
	s = trim((struct span){ text, said });		/* there may be a } within a value, or blanks behind the last */
	return s.n && s.p[s.n - 1] == '}' && is_blank(text[said - 1]) ? said : end;
}

/* ---- what it says ---- */

static int collect(struct span rest, struct span value[K_COUNT], struct err *e)
{
	struct span key, v;
	char buf[VALUE_MAX], buf2[VALUE_MAX];
	size_t n;
	int k;

	while (next_entry(&rest, &key, &v)) {
		if (key.n == 5 && !strncasecmp(key.p, "Dim_", 4) && strchr("456789", key.p[4]) && (!whole(v, &n) || n != 1))
			return err_set(e, E_DATA, "Dim_%c = %s: more than 3 axes", key.p[4], text_of(v, buf));
		for (k = 0; k < K_COUNT && !same(key, key_name[k]); k++)
			;
		if (k == K_COUNT)
			continue;
		if (value[k].p && (value[k].n != v.n || memcmp(value[k].p, v.p, v.n)))
			return err_set(e, E_DATA, "%s has two values, '%s' and '%s'", key_name[k], text_of(value[k], buf),
				       text_of(v, buf2));
		value[k] = v;
	}
	return 0;
}

static int set_type(struct span v, struct edf_block *b, struct err *e)
{
	static const struct { const char *name; enum dtype type; int wide; } known[] = {
		{ "SignedByte", DT_I8, 0 }, { "Signed8", DT_I8, 0 }, { "UnsignedByte", DT_U8, 0 }, { "Unsigned8", DT_U8, 0 },
		{ "SignedShort", DT_I16, 0 }, { "Signed16", DT_I16, 0 }, { "UnsignedShort", DT_U16, 0 },
		{ "Unsigned16", DT_U16, 0 }, { "UnsignedShortInteger", DT_U16, 0 }, { "SignedInteger", DT_I32, 0 },
		{ "Signed32", DT_I32, 0 }, { "SignedLong", DT_I32, 0 }, { "UnsignedInteger", DT_U32, 0 },
		{ "Unsigned32", DT_U32, 0 }, { "UnsignedLong", DT_U32, 0 }, { "Signed64", DT_F64, 's' },
		{ "Unsigned64", DT_F64, 'u' }, { "FloatValue", DT_F32, 0 }, { "Float", DT_F32, 0 }, { "Float32", DT_F32, 0 },
		{ "FloatIEEE32", DT_F32, 0 }, { "Double", DT_F64, 0 }, { "DoubleValue", DT_F64, 0 },
		{ "FloatIEEE64", DT_F64, 0 }, { "DoubleIEEE64", DT_F64, 0 },
	};
	char buf[VALUE_MAX];

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (same(v, known[i].name)) {
			b->has_type = true;
			b->type = known[i].type;
			b->wide = known[i].wide;
			return 0;
		}
	return err_set(e, E_DATA, "DataType = %s cannot be read", text_of(v, buf));
}

/* What a general block says for others, too. */
static int set_common(const struct span value[K_COUNT], struct edf_block *b, struct err *e)
{
	char buf[VALUE_MAX];
	double x;

	for (int k = K_DIM1; k <= K_DIM3; k++)
		if (value[k].p && (!whole(value[k], &b->n[2 - k]) || !b->n[2 - k]))
			return err_set(e, E_DATA, "%s = %s is no number of samples", key_name[k], text_of(value[k], buf));
	if (value[K_TYPE].p && set_type(value[K_TYPE], b, e))
		return e->code;
	if (value[K_ORDER].p)
		b->order = same(value[K_ORDER], "LowByteFirst") ? EDF_LOW_FIRST :
			   same(value[K_ORDER], "HighByteFirst") ? EDF_HIGH_FIRST : EDF_ORDER_UNKNOWN;
	for (int k = 0; k < EDF_NUMS; k++)
		if (value[K_PIXEL1 + k].p)
			b->num[k] = !num_parse(text_of(value[K_PIXEL1 + k], buf), &x) && x > 0 ? x : NAN;
	return 0;
}

/* Words for "as it is" that are in use. */
static bool compressed(struct span v)
{
	return v.n && !same(v, "UnCompressed") && (v.n < 2 || strncasecmp(v.p, "No", 2));
}

static int check_image(const struct span value[K_COUNT], struct edf_block *b, size_t *bytes, struct err *e)
{
	char buf[VALUE_MAX];

	if (compressed(value[K_COMPRESSION]))
		return err_set(e, E_DATA, "Compression = %s cannot be read: write it uncompressed", text_of(value[K_COMPRESSION], buf));
	if (value[K_FILE].n)
		return err_set(e, E_DATA, "the samples are in another file, %s: that cannot be read", text_of(value[K_FILE], buf));
	if (!b->n[2])
		return err_set(e, E_DATA, "Dim_1 is missing");
	if (!b->has_type)
		return err_set(e, E_DATA, "DataType is missing");
	if (b->order == EDF_ORDER_UNKNOWN && dtype_size(b->type) > 1)
		return err_set(e, E_DATA, "ByteOrder%s%s is %s", value[K_ORDER].p ? " = " : "", text_of(value[K_ORDER], buf),
			       value[K_ORDER].p ? "neither LowByteFirst nor HighByteFirst" : "missing");
	for (int i = 0; i < 3; i++)
		b->n[i] += !b->n[i];
	return array_total(3, b->n, b->type, bytes, e);
}

static int set_size(const struct span value[K_COUNT], struct edf_block *b, size_t bytes, struct err *e)
{
	enum key k = value[K_BINARY].p ? K_BINARY : K_SIZE;
	char buf[VALUE_MAX];

	b->size = bytes;
	if (!value[k].p)
		return 0;
	if (!whole(value[k], &b->size))
		return err_set(e, E_DATA, "%s = %s is no number of bytes", key_name[k], text_of(value[k], buf));
	if (b->size < bytes)
		return err_set(e, E_DATA, "%s = %zu is less than the %zu bytes of the samples", key_name[k], b->size, bytes);
	return 0;
}

int edfhead_parse(const char *text, size_t len, const struct edf_block *general, struct edf_block *b, struct err *e)
{
	struct span value[K_COUNT] = { { NULL, 0 } }, rest = trim((struct span){ text, len });
	size_t bytes = 0;

	*b = general ? *general : (struct edf_block){ .num = { NAN, NAN, NAN, NAN, NAN } };
	if (rest.n < 2 || rest.p[0] != '{' || rest.p[rest.n - 1] != '}')
		return err_set(e, E_DATA, "no { and }");
	if (collect((struct span){ rest.p + 1, rest.n - 2 }, value, e))
		return e->code;
	b->general = value[K_GENERAL].p != NULL;
	b->variance = value[K_ID].p && holds(value[K_ID].p, value[K_ID].n, ".Error");
	if (set_common(value, b, e) || (!b->general && check_image(value, b, &bytes, e)))
		return e->code;
	if (b->general)
		value[K_SIZE].p = NULL;
	return set_size(value, b, bytes, e);
}
