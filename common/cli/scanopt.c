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

int scanopt_center(const char *text, const struct head *h, double **center, size_t *n, struct err *e)
{
	double c = NAN;

	*center = NULL;
	*n = 0;
	if (!text && (head_table(h, "row", "center_px") || meta_get_num(&h->meta, META_CENTER, &c, e) || isnan(c)))
		return e->code;
	if (text && num_parse(text, &c))
		return numbers_read(text, center, n, e) || slab_take(h, *center, n, e) ? e->code : 0;
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
