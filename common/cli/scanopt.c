#include "cli/scanopt.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/slab.h"
#include "cli/numbers.h"
#include "io/angles.h"

int scanopt_theta(const char *text, const struct head *h, const char *name, double **own,
		  const double **theta_deg, size_t *n, struct err *e)
{
	int axis = head_axis(h, "angle");

	*own = NULL;
	if (!text)
		return head_theta(h, theta_deg, n, e) ? err_at(e, name) : 0;
	if (axis < 0)
		return err_set(e, E_DATA, "%s: need sinograms, and no axis is named angle (xconvert --axes)", name);
	*n = h->n[axis];
	*theta_deg = *own = mem_alloc(*n, sizeof **own, "angles", e);
	return *own ? angles_parse(text, *n, *own, e) : e->code;
}

/* v has a number for each row of the detector, and h two or more of these rows, next to each other: those of h. */
static int take_rows(const struct head *h, double *v, size_t *n)
{
	const struct table *t = head_table(h, "row", "index");

	if (!t || t->n < 2 || *n <= t->n || !(t->v[0] >= 0 && t->v[0] <= (double)(*n - t->n)))
		return 0;
	for (size_t i = 1; i < t->n; i++)
		if (t->v[i] != t->v[0] + (double)i)	/* binned: the columns are others, too */
			return 0;
	*n = t->n;
	memmove(v, v + (size_t)t->v[0], *n * sizeof *v);
	return 0;
}

static int from_file(const char *path, const struct head *h, double **center, size_t *n, double range[2], struct err *e)
{
	if (numbers_read(path, center, n, e))
		return e->code;
	range[0] = range[1] = **center;
	for (size_t i = 1; i < *n; i++) {
		range[0] = fmin(range[0], (*center)[i]);
		range[1] = fmax(range[1], (*center)[i]);
	}
	return slab_take(h, *center, n, e) ? e->code : take_rows(h, *center, n);
}

int scanopt_center(const char *text, const struct head *h, double **center, size_t *n, double range[2], struct err *e)
{
	double c = NAN;

	*center = NULL;
	*n = 0;
	if (!text && (head_table(h, "row", "center_px") || meta_get_num(&h->meta, META_CENTER, &c, e) || isnan(c)))
		return e->code;
	if (text && num_parse(text, &c))
		return from_file(text, h, center, n, range, e);
	*center = mem_alloc(1, sizeof c, "a center", e);
	if (*center) {
		**center = c;
		*n = 1;
	}
	return e->code;
}

int scanopt_mu_t(const struct head *h, const char *name, bool *transmission, struct err *e)
{
	const char *q = head_quantity(h);

	*transmission = !strcmp(q, "transmission");
	if (*q && !*transmission && strcmp(q, "mu_t"))
		return err_set(e, E_DATA, "%s: quantity %s, where mu_t or transmission is needed%s", name, q,
			       strcmp(q, "counts") ? "" : ": xnorm makes it from counts");
	return 0;
}
