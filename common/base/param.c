#include "base/param.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/near.h"

/* best: what it was meant to be, NULL: to be found. */
static int unknown(const char *who, const char *what, const char *name,
		   const char *const *list, const char *best, struct err *e)
{
	char known[300] = "";
	size_t len = 0;

	if (!best)
		best = near_best(name, list);
	for (; *list && len < sizeof known; list++)
		len += (size_t)snprintf(known + len, sizeof known - len, "%s%s",
					len ? ", " : "", *list);
	if (best)
		return err_set(e, E_USAGE, "%s%sno %s '%.40s': did you mean '%s'? (known: %s)",
			       who, *who ? ": " : "", what, name, best, known);
	return err_set(e, E_USAGE, "%s%sno %s '%.40s' (known: %s)", who, *who ? ": " : "",
		       what, name, *known ? known : "none");
}

static int choice(const struct param *p, const char *who, const char *text,
		  double *val, struct err *e)
{
	char what[80];

	for (int i = 0; p->choices[i]; i++)
		if (!strcmp(text, p->choices[i])) {
			*val = i;
			return 0;
		}
	snprintf(what, sizeof what, "value of %s called", p->name);
	return unknown(who, what, text, p->choices, NULL, e);
}

static int flag(const char *text, double *val)
{
	static const char *const no[] = { "0", "no", "false", NULL }, *const yes[] = { "", "1", "yes", "true", NULL };

	for (int i = 0; no[i]; i++)
		if (!strcmp(text, no[i])) {
			*val = 0;
			return 0;
		}
	for (int i = 0; yes[i]; i++)
		if (!strcmp(text, yes[i])) {
			*val = 1;
			return 0;
		}
	return -1;
}

static int value(const struct param *p, const char *who, const char *text,
		 double *val, struct err *e)
{
	double v;

	if (p->type == PARAM_CHOICE)
		return choice(p, who, text, val, e);
	if (p->type == PARAM_FLAG) {
		if (flag(text, val))
			return err_set(e, E_USAGE, "%s: %s='%.40s' is not yes or no", who, p->name, text);
		return 0;
	}
	if (num_parse(text, &v) || (p->type == PARAM_INT && v != floor(v)))
		return err_set(e, E_USAGE, "%s: %s='%.40s' is not %s", who, p->name, text,
			       p->type == PARAM_INT ? "an integer" : "a number");
	if (!(v >= p->lo && v <= p->hi))
		return err_set(e, E_USAGE, "%s: %s=%.40s is outside %g to %g%s%s", who, p->name,
			       text, p->lo, p->hi, *p->unit ? " " : "", p->unit);
	*val = v;
	return 0;
}

static int one(const struct param *p, const char *who, char *pair, double *val, struct err *e)
{
	const char *names[PARAM_MAX + 1] = { NULL };
	char *eq = strchr(pair, '=');
	int i = 0;

	if (eq)
		*eq = '\0';
	for (i = 0; p[i].type != PARAM_END; i++) {
		names[i] = p[i].name;
		if (!strcmp(pair, p[i].name)) {
			if (!eq && p[i].type != PARAM_FLAG)
				return err_set(e, E_USAGE, "%s: %s needs a value: %s=...",
					       who, pair, pair);
			return value(&p[i], who, eq ? eq + 1 : "", &val[i], e);
		}
	}
	if (!eq && *pair && i && strspn(pair, "+-.0123456789eE") == strlen(pair))
		return err_set(e, E_USAGE, "%s: '%.40s': a value of which parameter? as %s=%.40s", who, pair, names[0], pair);
	return unknown(who, "parameter", pair, names, NULL, e);
}

int param_parse(const struct param *p, const char *who, const char *text,
		double *val, struct err *e)
{
	char copy[512], *save = NULL;

	for (int i = 0; p[i].type != PARAM_END; i++)
		val[i] = p[i].meta ? NAN : p[i].def;
	if (!text)
		return 0;
	if (strlen(text) >= sizeof copy)
		return err_set(e, E_USAGE, "%s: parameters longer than %zu bytes", who, sizeof copy);
	memcpy(copy, text, strlen(text) + 1);
	for (char *s = strtok_r(copy, ",", &save); s && !e->code; s = strtok_r(NULL, ",", &save))
		one(p, who, s, val, e);
	return e->code;
}

static int required(const struct param *p, const char *who, struct err *e)
{
	const char *sep = *who ? ": " : "", *unit = *p->unit ? p->unit : "...";

	if (p->meta)
		return err_set(e, E_USAGE, "%s%sthe input has no %s: give %s=%s", who, sep, p->meta,
			       p->name, unit);
	return err_set(e, E_USAGE, "%s%s%s is required: give %s=%s", who, sep, p->name, p->name, unit);
}

int param_resolve(const struct param *p, const char *who, const struct meta *m,
		  double *val, struct err *e)
{
	for (int i = 0; p[i].type != PARAM_END; i++) {
		if (!isnan(val[i]))
			continue;
		if (p[i].meta && meta_get(m, p[i].meta)) {
			if (value(&p[i], p[i].meta, meta_get(m, p[i].meta), &val[i], e)) {
				e->code = E_DATA;
				return e->code;
			}
			continue;
		}
		val[i] = p[i].def;
		if (isnan(val[i]))
			return required(&p[i], who, e);
	}
	return 0;
}

void param_print(const struct param *p, const double *val, char *buf, size_t len)
{
	size_t at = 0;
	char num[40];

	if (len)
		*buf = '\0';
	for (int i = 0; p[i].type != PARAM_END && at < len; i++) {
		const char *v = p[i].type == PARAM_CHOICE ? p[i].choices[(int)val[i]] :
				p[i].type == PARAM_FLAG ? (val[i] != 0 ? "yes" : "no") :
				num_print(val[i], num, sizeof num);
		at += (size_t)snprintf(buf + at, len - at, "%s%s=%s", i ? "," : "", p[i].name, v);
	}
}

const struct method *method_find(const struct method *const *list, const char *kind,
				 const char *name, struct err *e)
{
	const char *names[128] = { NULL }, *told = NULL;

	for (int i = 0; list[i] && i < 127; i++) {
		names[i] = list[i]->name;
		if (!strcmp(name, list[i]->name))
			return list[i];
	}
	for (int i = 0; list[i] && !told && !near_best(name, names); i++)
		told = near_told(name, list[i]->brief) ? list[i]->name : NULL;
	unknown("", kind, name, names, told, e);
	return NULL;
}
