#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "base/node.h"
#include "base/units.h"

/* number times mul over div is in the unit of a bare number */
struct unit { const char *name; double mul, div; };

static const struct unit to_nm[] = {
	{ "nm", 1, 1 }, { "um", 1e3, 1 }, { "\xc2\xb5m", 1e3, 1 }, { "\xce\xbcm", 1e3, 1 }, { "A", 1, 10 }, { "\xc3\x85", 1, 10 },
	{ "angstrom", 1, 10 }, { "pm", 1, 1e3 }, { "mm", 1e6, 1 }, { "cm", 1e7, 1 }, { "m", 1e9, 1 }, { NULL, 0, 0 },
};
static const struct unit to_mm[] = {
	{ "mm", 1, 1 }, { "um", 1, 1e3 }, { "\xc2\xb5m", 1, 1e3 }, { "\xce\xbcm", 1, 1e3 }, { "nm", 1, 1e6 }, { "cm", 10, 1 },
	{ "m", 1e3, 1 }, { "A", 1, 1e7 }, { "\xc3\x85", 1, 1e7 }, { "angstrom", 1, 1e7 }, { "pm", 1, 1e9 }, { NULL, 0, 0 },
};
static const struct unit to_deg[] = {
	{ "deg", 1, 1 }, { "\xc2\xb0", 1, 1 }, { "rad", 1, UNIT_DEG }, { "mrad", 1, 1e3 * UNIT_DEG }, { "urad", 1, 1e6 * UNIT_DEG },
	{ NULL, 0, 0 },
};
static const struct unit to_kev[] = { { "keV", 1, 1 }, { "eV", 1, 1e3 }, { "MeV", 1e3, 1 }, { NULL, 0, 0 } };
static const struct unit to_per_nm[] = {
	{ "1/nm", 1, 1 }, { "nm^-1", 1, 1 }, { "1/A", 10, 1 }, { "A^-1", 10, 1 }, { "1/um", 1, 1e3 }, { "um^-1", 1, 1e3 }, { NULL, 0, 0 },
};
static const struct unit to_per_nm2[] = {
	{ "1/nm^2", 1, 1 }, { "nm^-2", 1, 1 }, { "1/A^2", 100, 1 }, { "A^-2", 100, 1 }, { "1/um^2", 1, 1e6 }, { "um^-2", 1, 1e6 },
	{ NULL, 0, 0 },
};
static const struct unit to_per_nm3[] = {
	{ "1/nm^3", 1, 1 }, { "nm^-3", 1, 1 }, { "1/A^3", 1e3, 1 }, { "A^-3", 1e3, 1 }, { "1/um^3", 1, 1e9 }, { "um^-3", 1, 1e9 },
	{ NULL, 0, 0 },
};
static const struct unit to_nm2[] = { { "nm^2", 1, 1 }, { "A^2", 1, 100 }, { "um^2", 1e6, 1 }, { NULL, 0, 0 } };
static const struct unit to_g_cm3[] = {
	{ "g/cm^3", 1, 1 }, { "g/cm3", 1, 1 }, { "kg/m^3", 1, 1e3 }, { "kg/m3", 1, 1e3 }, { NULL, 0, 0 },
};
static const struct unit to_none[] = { { NULL, 0, 0 } };

static const struct unit *const units[] = {
	[UNIT_NONE] = to_none, [UNIT_NM] = to_nm, [UNIT_MILLIMETRE] = to_mm, [UNIT_DEGREE] = to_deg, [UNIT_KEV] = to_kev, [UNIT_PER_NM] = to_per_nm,
	[UNIT_PER_NM2] = to_per_nm2, [UNIT_PER_NM3] = to_per_nm3, [UNIT_NM2] = to_nm2, [UNIT_G_CM3] = to_g_cm3,
};

/* Length of the number at the beginning of a text, 0: none */
static size_t number_length(const char *s)
{
	const char *p = s + (*s == '+' || *s == '-');
	size_t whole = strspn(p, "0123456789"), part, exp;

	p += whole;
	part = *p == '.' ? strspn(p + 1, "0123456789") : 0;
	if (!whole && !part)
		return 0;
	p += *p == '.' ? 1 + part : 0;
	if (*p == 'e' || *p == 'E') {
		const char *q = p + 1 + (p[1] == '+' || p[1] == '-');

		exp = strspn(q, "0123456789");
		p = exp ? q + exp : p;
	}
	return (size_t)(p - s);
}

bool node_plain(const struct node *n, double *out)
{
	size_t len;
	double v;

	if (n->type != NODE_TEXT || n->quoted)
		return false;
	len = number_length(n->text);
	if (!len || n->text[len])
		return false;
	v = strtod(n->text, NULL);
	if (!isfinite(v))
		return false;
	*out = v;
	return true;
}

static int not_number(const struct node *n, struct err *e)
{
	char name[200];

	node_name(n, name, sizeof name);
	if (n->type != NODE_TEXT)
		return node_err(n, e, "%s: expected a number, found a %s", name, n->type == NODE_LIST ? "list" : "map");
	if (n->quoted && number_length(n->text) == strlen(n->text) && *n->text)
		return node_err(n, e, "%s: expected a number, found '%.60s' in quotes", name, n->text);
	if (!*n->text)
		return node_err(n, e, "%s: expected a number, found nothing", name);
	return node_err(n, e, "%s: expected a number, found '%.60s'", name, n->text);
}

static int bad_unit(const struct node *n, const char *unit, enum node_unit kind, struct err *e)
{
	char name[200], list[100] = "";
	size_t at = 0;

	for (const struct unit *u = units[kind]; u->name && at < sizeof list; u++)
		if ((unsigned char)*u->name < 0x80) {
			snprintf(list + at, sizeof list - at, "%s%s", at ? ", " : "", u->name);
			at += strlen(list + at);
		}
	node_name(n, name, sizeof name);
	if (!*list)
		return node_err(n, e, "%s: '%.40s' has a unit, and is a number without one", name, n->text);
	return node_err(n, e, "%s: '%.40s': unit '%.20s' is not one of %s", name, n->text, unit, list);
}

static int in_range(const struct node *n, double v, double lo, double hi, struct err *e)
{
	char name[200];

	if (v >= lo && v <= hi)
		return 0;
	node_name(n, name, sizeof name);
	if (lo <= -1e300)
		return node_err(n, e, "%s: %.60s is above %.9g", name, n->text, hi);
	if (hi >= 1e300)
		return node_err(n, e, "%s: %.60s is below %.9g", name, n->text, lo);
	return node_err(n, e, "%s: %.60s is outside %.9g to %.9g", name, n->text, lo, hi);
}

static int with_unit(const struct node *n, const char *unit, enum node_unit kind, double *v, struct err *e)
{
	for (const struct unit *u = units[kind]; u->name; u++)
		if (!strcmp(u->name, unit)) {
			*v = *v * u->mul / u->div;
			return 0;
		}
	return bad_unit(n, unit, kind, e);
}

int node_num(const struct node *n, enum node_unit unit, double lo, double hi, double *out, struct err *e)
{
	char name[200];
	const char *rest;
	size_t len;
	double v;

	if (unit < UNIT_NONE || unit > UNIT_G_CM3)
		return err_set(e, E_INTERNAL, "a number read in no unit");
	if (n->type != NODE_TEXT)
		return not_number(n, e);
	len = number_length(n->text);
	rest = n->text + len;
	if (!len || (n->quoted && !*rest))
		return not_number(n, e);
	v = strtod(n->text, NULL);
	rest += strspn(rest, " ");
	if (*rest && strchr("0123456789+-.,_:", *rest) && (rest == n->text + len || strncmp(rest, "1/", 2)))
		return not_number(n, e);
	if (*rest && with_unit(n, rest, unit, &v, e))
		return e->code;
	if (!isfinite(v))
		return node_err(n, e, "%s: %.60s is too large a number", node_name(n, name, sizeof name), n->text);
	if (in_range(n, v, lo, hi, e))
		return e->code;
	*out = v;
	return 0;
}

int node_int(const struct node *n, long lo, long hi, long *out, struct err *e)
{
	char name[200];
	double v;

	if (node_num(n, UNIT_NONE, -INFINITY, INFINITY, &v, e))
		return e->code;
	if (v != floor(v) || fabs(v) > 9007199254740992.0)
		return node_err(n, e, "%s: expected an integer, found %.60s", node_name(n, name, sizeof name), n->text);
	if (in_range(n, v, (double)lo, (double)hi, e))
		return e->code;
	*out = (long)v;
	return 0;
}

int node_bool(const struct node *n, bool *out, struct err *e)
{
	static const char *const names[] = { "false", "true", "no", "yes", "off", "on", NULL };
	char name[200];

	for (int i = 0; n->type == NODE_TEXT && !n->quoted && names[i]; i++)
		if (!strcmp(n->text, names[i])) {
			*out = i % 2;
			return 0;
		}
	return node_err(n, e, "%s: expected true or false, found %s%.60s%s", node_name(n, name, sizeof name),
			n->type == NODE_TEXT ? "'" : "", n->type == NODE_TEXT ? n->text : n->type == NODE_LIST ? "a list" : "a map",
			n->type == NODE_TEXT ? "'" : "");
}

int node_choice(const struct node *n, const char *const *names, int *out, struct err *e)
{
	char name[200], list[200];
	const char *best;

	if (node_is(n, NODE_TEXT, e))
		return e->code;
	for (int i = 0; names[i]; i++)
		if (!strcmp(n->text, names[i])) {
			*out = i;
			return 0;
		}
	near_list(names, list, sizeof list);
	best = near_best(n->text, names);
	node_name(n, name, sizeof name);
	if (best)
		return node_err(n, e, "%s: unknown '%.60s'; did you mean '%s'? (%s)", name, n->text, best, list);
	return node_err(n, e, "%s: unknown '%.60s', not one of %s", name, n->text, list);
}

int node_nums(const struct node *n, enum node_unit unit, size_t count, double lo, double hi, double *out, struct err *e)
{
	char name[200];

	if (node_is(n, NODE_LIST, e))
		return e->code;
	if (n->n != count)
		return node_err(n, e, "%s: expected %zu numbers, found %zu", node_name(n, name, sizeof name), count, n->n);
	for (size_t i = 0; i < count; i++)
		if (node_num(n->child[i], unit, lo, hi, &out[i], e))
			return e->code;
	return 0;
}
