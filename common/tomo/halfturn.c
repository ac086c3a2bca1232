#include "tomo/halfturn.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { WEDGE = 5 };		/* medians: in a wider gap nothing is known */

struct place { double at; size_t i; };

/* Different angles on the circle, sorted; "same": what is closer is one. */
struct circle {
	struct place *p;
	size_t n;
	double usual, same;
};

static int by_place(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	return p->at != q->at ? (p->at > q->at) - (p->at < q->at) : (p->i > q->i) - (p->i < q->i);
}

static int by_value(const void *a, const void *b)
{
	double p = *(const double *)a, q = *(const double *)b;

	return (p > q) - (p < q);
}

static double wrap(double deg)
{
	double r = fmod(deg, 360);

	r = r < 0 ? r + 360 : r;
	return r < 360 ? r : 0;
}

static double gap(const struct circle *c, size_t i)
{
	return i + 1 < c->n ? c->p[i + 1].at - c->p[i].at : c->p[0].at + 360 - c->p[i].at;
}

/* Median of the gaps that are no repetitions. */
static int usual_gap(struct circle *c, struct err *e)
{
	double *g = mem_alloc(c->n, sizeof *g, "angles", e);
	size_t n = 0;

	if (!g)
		return e->code;
	for (size_t i = 0; i < c->n; i++)
		if (gap(c, i) > 36 / (double)c->n)	/* a tenth of an even one */
			g[n++] = gap(c, i);
	qsort(g, n, sizeof *g, by_value);
	c->usual = n ? g[n / 2] : 360;
	c->same = 1e-3 * c->usual;
	mem_free(g);
	return 0;
}

/* Of equal angles the first of the list stays. */
static void merge(struct circle *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		if (n && c->p[i].at - c->p[n - 1].at < c->same)
			c->p[n - 1].i = c->p[i].i < c->p[n - 1].i ? c->p[i].i : c->p[n - 1].i;
		else
			c->p[n++] = c->p[i];
	if (n > 1 && c->p[0].at + 360 - c->p[n - 1].at < c->same) {
		n--;
		c->p[0].i = c->p[n].i < c->p[0].i ? c->p[n].i : c->p[0].i;
	}
	c->n = n;
}

static int make_circle(struct circle *c, const double *theta, size_t n, struct err *e)
{
	c->p = mem_alloc(n, sizeof *c->p, "angles", e);
	c->n = n;
	for (size_t i = 0; c->p && i < n; i++) {
		if (!isfinite(theta[i]))
			return err_set(e, E_DATA, "angle %zu is not finite", i);
		c->p[i] = (struct place){ wrap(theta[i]), i };
	}
	if (!c->p)
		return e->code;
	qsort(c->p, n, sizeof *c->p, by_place);
	if (usual_gap(c, e))
		return e->code;
	merge(c);
	return 0;
}

/* The last place that is not beyond "at", around the circle. */
static size_t below(const struct circle *c, double at)
{
	size_t lo = 0, hi = c->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (c->p[mid].at <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? lo - 1 : c->n - 1;
}

static struct halfturn_mix one(const struct circle *c, size_t i)
{
	return (struct halfturn_mix){ 1, { c->p[i % c->n].i }, { 1 } };
}

/* Lagrange's polynomial through the places first .. first + n - 1, x degrees after the second (n 4) or first (n 2). */
static struct halfturn_mix through(const struct circle *c, size_t first, size_t n, double x)
{
	struct halfturn_mix m = { .n = n };
	double at[4];

	at[0] = n == 4 ? -gap(c, first % c->n) : 0;
	for (size_t k = 1; k < n; k++)
		at[k] = at[k - 1] + gap(c, (first + k - 1) % c->n);
	for (size_t k = 0; k < n; k++) {
		double w = 1;
		for (size_t j = 0; j < n; j++)
			if (j != k)
				w *= (x - at[j]) / (at[k] - at[j]);
		m.at[k] = c->p[(first + k) % c->n].i;
		m.weight[k] = (float)w;
	}
	return m;
}

static bool alike(double a, double b)
{
	return a < 3 * b && b < 3 * a;
}

static int find_across(const struct circle *c, double theta, struct halfturn_mix *m, struct err *e)
{
	double to = wrap(theta + 180);
	size_t i = below(c, to), ahead = (i + c->n - 1) % c->n, behind = (i + 1) % c->n;
	double x = wrap(to - c->p[i].at), wide = gap(c, i);

	if (x < 1e-7 || wide - x < 1e-7)
		*m = one(c, x < 1e-7 ? i : i + 1);
	else if (wide > WEDGE * c->usual || c->n < 2)
		return err_set(e, E_DATA, "needs a full turn: there is nothing within %.4g degrees of %.6g, opposite of %.6g",
			       fmin(x, wide - x), to, theta);
	else if (c->n >= 4 && alike(gap(c, ahead), wide) && alike(gap(c, behind), wide))
		*m = through(c, ahead, 4, x);
	else
		*m = through(c, i, 2, x);
	return 0;
}

/* Marks those within half a turn, in the sense in which the list goes. */
static size_t choose(const struct circle *c, const double *theta, size_t n, char *kept)
{
	double sense = theta[n - 1] >= theta[0] ? 1 : -1;
	size_t count = 0;

	for (size_t k = 0; k < c->n; k++) {
		double d = wrap(sense * (theta[c->p[k].i] - theta[0]));
		kept[c->p[k].i] = d < 180 - c->same || d > 360 - c->same;
		count += kept[c->p[k].i] != 0;
	}
	return count;
}

int halfturn_new(struct halfturn *h, const double *theta_deg, size_t n, struct err *e)
{
	struct circle c = { .p = NULL };
	char *kept = mem_zero(n, 1, "angles", e);

	*h = (struct halfturn){ .n = 0 };
	if (kept && !make_circle(&c, theta_deg, n, e)) {
		h->n = choose(&c, theta_deg, n, kept);
		h->keep = mem_alloc(h->n, sizeof *h->keep, "angles", e);
		h->across = mem_alloc(h->n, sizeof *h->across, "angles", e);
	}
	for (size_t i = 0, k = 0; i < n && !e->code; i++)
		if (kept[i]) {
			h->keep[k] = i;
			find_across(&c, theta_deg[i], &h->across[k++], e);
		}
	mem_free(c.p);
	mem_free(kept);
	return e->code;
}

void halfturn_free(struct halfturn *h)
{
	mem_free(h->keep);
	mem_free(h->across);
	*h = (struct halfturn){ .n = 0 };
}
