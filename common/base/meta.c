#include "base/meta.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct meta_entry *find(const struct meta *m, const char *key)
{
	for (size_t i = 0; i < m->n; i++)
		if (!strcmp(m->entry[i].key, key))
			return &m->entry[i];
	return NULL;
}

const char *meta_get(const struct meta *m, const char *key)
{
	struct meta_entry *x = find(m, key);

	return x ? x->val : NULL;
}

static int grow(struct meta *m, struct err *e)
{
	size_t cap = m->cap ? 2 * m->cap : 16;
	struct meta_entry *p;

	if (m->n < m->cap)
		return 0;
	p = realloc(m->entry, cap * sizeof *p);
	if (!p)
		return err_nomem(e, "metadata");
	m->entry = p;
	m->cap = cap;
	return 0;
}

int meta_set(struct meta *m, const char *key, const char *val, struct err *e)
{
	struct meta_entry *x = find(m, key);
	char *v = strdup(val), *k;

	if (!v)
		return err_nomem(e, "metadata");
	if (x) {
		free(x->val);
		x->val = v;
		return 0;
	}
	k = strdup(key);
	if (!k || grow(m, e)) {
		free(k);
		free(v);
		return err_nomem(e, "metadata");
	}
	m->entry[m->n++] = (struct meta_entry){ k, v };
	return 0;
}

int meta_set_num(struct meta *m, const char *key, double v, struct err *e)
{
	char buf[40];

	return meta_set(m, key, num_print(v, buf, sizeof buf), e);
}

int meta_get_num(const struct meta *m, const char *key, double *out, struct err *e)
{
	const char *v = meta_get(m, key);

	if (v && num_parse(v, out))
		return err_set(e, E_DATA, "metadata %s: '%.40s' is not a number", key, v);
	return 0;
}

void meta_del(struct meta *m, const char *key)
{
	struct meta_entry *x = find(m, key);

	if (!x)
		return;
	free(x->key);
	free(x->val);
	m->n--;
	memmove(x, x + 1, (size_t)(m->entry + m->n - x) * sizeof *x);
}

int meta_copy(struct meta *to, const struct meta *from, struct err *e)
{
	*to = (struct meta){ 0 };
	for (size_t i = 0; i < from->n; i++)
		if (meta_set(to, from->entry[i].key, from->entry[i].val, e))
			return e->code;
	return 0;
}

void meta_free(struct meta *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->entry[i].key);
		free(m->entry[i].val);
	}
	free(m->entry);
	*m = (struct meta){ 0 };
}

const char *num_print(double v, char *buf, size_t len)
{
	char text[40];

	if (isnan(v)) {		/* its sign means nothing */
		snprintf(text, sizeof text, "nan");
	} else if (v == floor(v) && fabs(v) < 1e15) {	/* 200, not 2e+02 */
		snprintf(text, sizeof text, "%.0f", v);
	} else {
		for (int digits = 1; digits <= 17; digits++) {
			snprintf(text, sizeof text, "%.*g", digits, v);
			if (strtod(text, NULL) == v)
				break;
		}
	}
	snprintf(buf, len, "%s", text);
	return buf;
}

int num_parse(const char *text, double *v)
{
	char *end;
	double d;

	if (!*text || text[strspn(text, "+-0123456789.eE")])
		return -1;
	errno = 0;
	d = strtod(text, &end);
	if (end == text || *end || !isfinite(d))
		return -1;
	*v = d;
	return 0;
}
