#include "h5/h5value.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/meta.h"
#include "base/units.h"

enum { TEXT_MAX = 16 << 20, NUMBERS_MAX = 1 << 23 };

/* An attribute or a data set: the same questions. */
struct value {
	hid_t id, space, type;
	bool attr;
};

static void value_close(struct value *v)
{
	if (v->type >= 0)
		H5Tclose(v->type);
	if (v->space >= 0)
		H5Sclose(v->space);
	if (v->id >= 0)
		v->attr ? H5Aclose(v->id) : H5Dclose(v->id);
}

static struct value value_attr(hid_t obj, const char *name)
{
	struct value v = { -1, -1, -1, true };

	v.id = H5Aexists(obj, name) > 0 ? H5Aopen(obj, name, H5P_DEFAULT) : -1;
	if (v.id >= 0) {
		v.space = H5Aget_space(v.id);
		v.type = H5Aget_type(v.id);
	}
	return v;
}

static struct value value_set(hid_t file, const char *path)
{
	struct value v = { -1, -1, -1, false };

	if (!h5_has(file, path) || h5_is_group(file, path))
		return v;
	v.id = H5Dopen2(file, path, H5P_DEFAULT);
	if (v.id >= 0) {
		v.space = H5Dget_space(v.id);
		v.type = H5Dget_type(v.id);
	}
	return v;
}

static bool value_read(const struct value *v, hid_t type, void *buf)
{
	return v->attr ? H5Aread(v->id, type, buf) >= 0 :
			 H5Dread(v->id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, buf) >= 0;
}

static hssize_t value_count(const struct value *v)
{
	hssize_t n = v->space >= 0 ? H5Sget_simple_extent_npoints(v->space) : -1;

	return H5Sget_simple_extent_type(v->space) == H5S_NULL ? 0 : n;
}

static char *copy(const char *text, size_t max)
{
	struct err e = { 0, "" };
	size_t n = strnlen(text, max);
	char *s = mem_zero(n + 1, 1, "text", &e);

	return s ? memcpy(s, text, n) : NULL;
}

static char *fixed_string(const struct value *v, size_t count)
{
	struct err e = { 0, "" };
	size_t size = H5Tget_size(v->type);
	char *all = size > 0 && count * size <= TEXT_MAX ? mem_zero(count, size, "text", &e) : NULL;
	char *s = all && value_read(v, v->type, all) ? copy(all, size) : NULL;

	mem_free(all);
	return s;
}

static char *variable_string(const struct value *v, size_t count)
{
	struct err e = { 0, "" };
	char **all = count <= 4096 ? mem_zero(count, sizeof *all, "text", &e) : NULL, *s = NULL;

	if (all && value_read(v, v->type, all)) {
		s = all[0] ? copy(all[0], TEXT_MAX) : NULL;
		H5Dvlen_reclaim(v->type, v->space, H5P_DEFAULT, all);
	}
	mem_free(all);
	return s;
}

static char *value_string(const struct value *v)
{
	hssize_t n = value_count(v);

	if (n < 1 || n > TEXT_MAX || H5Tget_class(v->type) != H5T_STRING)
		return NULL;
	return H5Tis_variable_str(v->type) > 0 ? variable_string(v, (size_t)n)
					       : fixed_string(v, (size_t)n);
}

/* Into buf, outer blanks removed; frees s. */
static bool trim(char *s, char *buf, size_t len)
{
	const char *a = s;
	size_t n;

	if (!s)
		return false;
	while (isspace((unsigned char)*a))
		a++;
	n = strlen(a);
	while (n > 0 && isspace((unsigned char)a[n - 1]))
		n--;
	snprintf(buf, len, "%.*s", (int)n, a);
	mem_free(s);
	return true;
}

char *h5_attr_string(hid_t obj, const char *name)
{
	struct value v = value_attr(obj, name);
	char *s = value_string(&v);

	value_close(&v);
	return s;
}

bool h5_attr_text(hid_t obj, const char *name, char *buf, size_t len)
{
	*buf = '\0';
	return trim(h5_attr_string(obj, name), buf, len);
}

bool h5_text(hid_t file, const char *path, char *buf, size_t len)
{
	struct value v = value_set(file, path);
	char *s = value_string(&v);

	*buf = '\0';
	value_close(&v);
	return trim(s, buf, len);
}

bool h5_attr_text_at(hid_t file, const char *path, const char *name, char *buf, size_t len)
{
	hid_t o = H5Oopen(file, path, H5P_DEFAULT);
	bool there = o >= 0 && h5_attr_text(o, name, buf, len);

	if (o >= 0)
		H5Oclose(o);
	if (!there)
		*buf = '\0';
	return there;
}

/* Are these numbers, 1 to max of them? */
static bool value_is_numbers(const struct value *v, hssize_t max)
{
	H5T_class_t class = v->type >= 0 ? H5Tget_class(v->type) : H5T_NO_CLASS;

	return (class == H5T_INTEGER || class == H5T_FLOAT) && value_count(v) >= 1 &&
	       value_count(v) <= max;
}

static double *value_numbers(const struct value *v, hssize_t max, size_t *n, struct err *e)
{
	double *x = NULL;

	if (!value_is_numbers(v, max)) {
		err_set(e, E_DATA, "holds no numbers");
		return NULL;
	}
	*n = (size_t)value_count(v);
	x = mem_alloc(*n, sizeof *x, "numbers", e);
	if (x && !value_read(v, H5T_NATIVE_DOUBLE, x)) {
		h5_fail(e, E_DATA, "cannot be read");
		mem_free(x);
		x = NULL;
	}
	return x;
}

static bool value_number(const struct value *v, double *out)
{
	struct err e = { 0, "" };
	size_t n = 0, i = 0;
	double *x = value_numbers(v, 1 << 20, &n, &e);
	char text[64];

	if (!x)
		return trim(value_string(v), text, sizeof text) && !num_parse(text, out);
	while (i + 1 < n && x[i] == 0)
		i++;
	*out = x[i];
	mem_free(x);
	return *out - *out == 0;	/* finite */
}

bool h5_attr_num(hid_t obj, const char *name, double *out)
{
	struct value v = value_attr(obj, name);
	bool there = value_number(&v, out);

	value_close(&v);
	return there;
}

bool h5_num(hid_t file, const char *path, double *out, char *unit, size_t len)
{
	struct value v = value_set(file, path);
	bool there = value_number(&v, out);

	if (unit)
		*unit = '\0';
	if (unit && there)
		h5_attr_text(v.id, "units", unit, len);
	value_close(&v);
	return there;
}

int h5_numbers(hid_t file, const char *path, double **out, size_t *n, struct err *e)
{
	struct value v = value_set(file, path);

	*out = value_numbers(&v, NUMBERS_MAX, n, e);
	value_close(&v);
	return *out ? 0 : err_at(e, path);
}

int h5_attr_numbers(hid_t obj, const char *name, double **out, size_t *n, struct err *e)
{
	struct value v = value_attr(obj, name);

	*out = value_numbers(&v, NUMBERS_MAX, n, e);
	value_close(&v);
	return *out ? 0 : err_at(e, name);
}

struct unit {
	const char *name;
	double is;
};

static double unit_find(const struct unit *u, const char *name)
{
	while (u->name && strcasecmp(u->name, name) != 0)
		u++;
	return u->is;
}

double h5_unit_m(const char *unit)
{
	static const struct unit list[] = {
		{ "m", 1 }, { "meter", 1 }, { "meters", 1 }, { "metre", 1 }, { "metres", 1 },
		{ "cm", UNIT_CM }, { "mm", UNIT_MM }, { "millimeter", UNIT_MM },
		{ "millimeters", UNIT_MM }, { "millimetre", UNIT_MM },
		{ "um", UNIT_UM }, { "\xc2\xb5m", UNIT_UM }, { "\xce\xbcm", UNIT_UM }, { "\xb5m", UNIT_UM },
		{ "micron", UNIT_UM }, { "microns", UNIT_UM }, { "micrometer", UNIT_UM },
		{ "micrometers", UNIT_UM }, { "micrometre", UNIT_UM }, { "nm", 1e-9 }, { NULL, 0 },
	};

	return unit_find(list, unit);
}

double h5_unit_kev(const char *unit)
{
	static const struct unit list[] = {
		{ "kev", 1 }, { "ev", 1e-3 }, { "mev", 1e3 }, { NULL, 0 },
	};

	return unit_find(list, unit);
}

double h5_unit_s(const char *unit)
{
	static const struct unit list[] = {
		{ "s", 1 }, { "sec", 1 }, { "second", 1 }, { "seconds", 1 },
		{ "ms", 1e-3 }, { "msec", 1e-3 }, { "millisecond", 1e-3 }, { "milliseconds", 1e-3 },
		{ "us", 1e-6 }, { NULL, 0 },
	};

	return unit_find(list, unit);
}

double h5_unit_deg(const char *unit)
{
	static const struct unit list[] = {
		{ "deg", 1 }, { "degree", 1 }, { "degrees", 1 }, { "degs", 1 }, { "\xc2\xb0", 1 },
		{ "rad", 1 / UNIT_DEG }, { "radian", 1 / UNIT_DEG }, { "radians", 1 / UNIT_DEG },
		{ "mrad", 1e-3 / UNIT_DEG }, { NULL, 0 },
	};

	return unit_find(list, unit);
}
