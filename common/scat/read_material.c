#include "scat/read.h"

#include <math.h>
#include <stdio.h>

#include "scat/expand.h"
#include "scat/material.h"
#include "scat/own.h"

/* An index that the file states as it is: no wave is needed, and its numbers may be distributions. */
static int plain(struct rd *r, const struct node *n, double *delta, double *beta)
{
	static const char *const keys[] = { "delta", "beta", NULL };

	*beta = 0;
	return rd_keys(r, n, keys) || rd_key(r, n, "delta", UNIT_NONE, -1, 0.999, delta) ||
			       rd_opt(r, n, "beta", UNIT_NONE, 0, 1, beta)
		       ? r->e->code
		       : 0;
}

static int looked_up(struct rd *r, const struct node *n, double *delta, double *beta)
{
	double complex *k = rd_kept(r, n, r->energy_kev);
	double two[2];

	r->dispersive = true;
	if (!k) {
		if (material_read(n, r->energy_kev, r->wavelength_nm, r->files, delta, beta, r->e))
			return r->e->code;
		k = own_alloc(&r->tmp, 1, sizeof *k, r->e);
		if (!k || rd_keep(r, n, r->energy_kev, k))
			return r->e->code;
		*k = *delta + I * *beta;
	}
	two[0] = creal(*k);
	two[1] = cimag(*k);
	*delta = two[0];
	*beta = two[1];
	return 0;
}

/* A copy of the map, with numbers in place of distributions. */
static const struct node *drawn(struct rd *r, const struct node *n)
{
	enum { DIGITS = 40 };
	struct node *m = own_alloc(&r->tmp, n->n + 1, sizeof *m, r->e);
	struct node **list = own_alloc(&r->tmp, n->n, sizeof *list, r->e);
	double v;

	if (!m || !list)
		return NULL;
	*m = *n;
	m->slots = 0;
	m->child = list;
	for (size_t i = 0; i < n->n; i++) {
		char *text = own_alloc(&r->tmp, DIGITS, 1, r->e);

		list[i] = &m[i + 1];
		m[i + 1] = *n->child[i];
		if (!text || !expand_any(n->child[i]))
			continue;
		if (rd_num(r, n->child[i], UNIT_NONE, -INFINITY, INFINITY, &v))
			return NULL;
		snprintf(text, DIGITS, "%.17g", v);
		m[i + 1].type = NODE_TEXT;
		m[i + 1].quoted = false;
		m[i + 1].text = text;
	}
	return r->e->code ? NULL : m;
}

int rd_material(struct rd *r, const struct node *n, double complex *n2)
{
	double delta, beta;
	double complex index;

	if (!n || node_is(n, NODE_MAP, r->e))
		return r->e->code;
	if (!node_get(n, "delta") && expand_any(n) && !(n = drawn(r, n)))
		return r->e->code;
	if (node_get(n, "delta") ? plain(r, n, &delta, &beta) : looked_up(r, n, &delta, &beta))
		return r->e->code;
	index = 1 - delta + I * beta;
	*n2 = index * index;
	return 0;
}
