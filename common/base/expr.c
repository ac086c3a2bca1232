#include "base/expr.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct scanner {
	const char *text, *at;
	const struct expr_names *names;
	int depth;
	struct err *e;
};

static double sum(struct scanner *s);

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool digit(char c) { return c >= '0' && c <= '9'; }

static size_t name_length(const char *s)
{
	size_t n = 0;

	while (letter(s[n]) || (n && digit(s[n])))
		n++;
	return n;
}

static double wrong(struct scanner *s, const char *what)
{
	err_set(s->e, E_DATA, "'%.80s': %s at character %d", s->text, what, (int)(s->at - s->text) + 1);
	return 0;
}

static char next(struct scanner *s)
{
	s->at += strspn(s->at, " \t");
	return *s->at;
}

static double number(struct scanner *s)
{
	const char *p = s->at;
	size_t len = strspn(p, "0123456789"), part = p[len] == '.' ? strspn(p + len + 1, "0123456789") : 0, exp;
	double v = strtod(p, NULL);

	if (!len && !part)
		return wrong(s, "a number is missing");
	len += p[len] == '.' ? 1 + part : 0;
	if (p[len] == 'e' || p[len] == 'E') {
		exp = 1 + (p[len + 1] == '+' || p[len + 1] == '-');
		if (!digit(p[len + exp]))
			return wrong(s, "a malformed number");
		len += exp + strspn(p + len + exp, "0123456789");
	}
	if (letter(p[len]) || p[len] == '.')
		return wrong(s, "a malformed number");
	s->at += len;
	return v;
}

static double name(struct scanner *s)
{
	size_t len = name_length(s->at + 1);
	double v = 0;

	if (!len)
		return wrong(s, "a name is missing after $");
	if (!s->names || s->names->value(s->names->ctx, s->at + 1, len, &v, s->e)) {
		err_set(s->e, E_DATA, "unknown parameter '%.*s'", (int)(len < 80 ? len : 80), s->at + 1);
		return 0;
	}
	s->at += len + 1;
	return v;
}

static double factor(struct scanner *s)
{
	char c = next(s);
	double v;

	if (s->e->code)
		return 0;
	if (c == '$')
		return name(s);
	if (c != '(' && c != '-' && c != '+')
		return number(s);
	if (++s->depth > EXPR_DEPTH)
		return wrong(s, "too deep");
	s->at++;
	v = c == '(' ? sum(s) : factor(s);
	s->depth--;
	if (c == '(' && next(s) != ')')
		return wrong(s, "a ) is missing");
	s->at += c == '(';
	return c == '-' ? -v : v;
}

static double product(struct scanner *s)
{
	double v = factor(s), w;
	char c;

	while (!s->e->code && ((c = next(s)) == '*' || c == '/')) {
		s->at++;
		w = factor(s);
		if (c == '/' && w == 0 && !s->e->code)
			return wrong(s, "division by zero");
		v = c == '*' ? v * w : v / w;
	}
	return v;
}

static double sum(struct scanner *s)
{
	double v = product(s);
	char c;

	while (!s->e->code && ((c = next(s)) == '+' || c == '-')) {
		s->at++;
		v = c == '+' ? v + product(s) : v - product(s);
	}
	return v;
}

int expr_eval(const char *text, const struct expr_names *names, double *out, struct err *e)
{
	struct scanner s = { .text = text, .at = text, .names = names, .e = e };
	double v;

	if (e->code)
		return e->code;
	if (strlen(text) > EXPR_MOST)
		return err_set(e, E_DATA, "'%.40s...': an expression of more than %d bytes", text, EXPR_MOST);
	s.at += next(&s) == '=';
	v = sum(&s);
	if (!e->code && next(&s))
		wrong(&s, "something that does not belong there");
	if (!e->code && !isfinite(v))
		wrong(&s, "too large a number");
	if (!e->code)
		*out = v;
	return e->code;
}

const char *expr_name(const char *text, size_t *len)
{
	for (const char *p = strchr(text, '$'); p; p = strchr(p + 1, '$')) {
		*len = name_length(p + 1);
		if (*len)
			return p + 1;
	}
	return NULL;
}

bool expr_is(const char *text)
{
	size_t len;

	text += strspn(text, " \t");
	if (*text == '=')
		return true;
	return *text && strchr("$+-(.0123456789", *text) && expr_name(text, &len);
}
