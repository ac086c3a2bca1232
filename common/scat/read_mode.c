#include "scat/read.h"

#include <math.h>

#include "base/units.h"
#include "scat/own.h"

/* n places from lo to hi, both included; one: lo */
static double place(double lo, double hi, size_t n, size_t i)
{
	return n > 1 ? lo + (hi - lo) * (double)i / (double)(n - 1) : lo;
}

static int other_mode(struct rd *r, const struct node *n, const char *mode)
{
	return n ? node_err(n, r->e, "%s goes with mode: %s", n->key, mode) : 0;
}

int rd_saxs(struct rd *r, const struct node *n)
{
	static const char *const keys[] = { "axis", "start_deg", "stop_deg", "n", NULL };
	struct job *j = r->job;
	const struct node *axis = node_get(n, "axis"), *a, *b;
	double lo = 0, hi = 0;
	long count = 1;

	if (r->mode != MODE_SAXS)
		return other_mode(r, n, "saxs");
	j->saxs_axis = (struct vec3){ 0, 1, 0 };
	if (n &&
	    (rd_keys(r, n, keys) || (axis && rd_axis(r, axis, &j->saxs_axis)) || !(a = rd_need(r, n, "start_deg")) ||
	     !(b = rd_need(r, n, "stop_deg")) || node_num(a, UNIT_DEGREE, -89.9, 89.9, &lo, r->e) ||
	     node_num(b, UNIT_DEGREE, -89.9, 89.9, &hi, r->e) || !rd_need(r, n, "n") ||
	     rd_opt_int(r, n, "n", 1, 100000, &count)))
		return r->e->code;
	j->nomega = (size_t)count;
	j->omega_rad = own_alloc(&j->owned, j->nomega, sizeof *j->omega_rad, r->e);
	if (!j->omega_rad)
		return r->e->code;
	for (size_t i = 0; i < j->nomega; i++)
		j->omega_rad[i] = UNIT_DEG * place(lo, hi, j->nomega, i);
	return 0;
}

static int range(struct rd *r, const struct node *n, const char *lo_key, const char *hi_key, enum node_unit unit,
		 double most, double *lo, double *hi)
{
	const struct node *a = rd_need(r, n, lo_key), *b = rd_need(r, n, hi_key);

	if (!a || !b || node_num(a, unit, 0, most, lo, r->e) || node_num(b, unit, 0, most, hi, r->e))
		return r->e->code;
	return *lo < *hi ? 0 : node_err(b, r->e, "%s must be more than %s", hi_key, lo_key);
}

int rd_reflectivity(struct rd *r, const struct node *n, const struct beam *b)
{
	static const char *const keys[] = { "alpha_min_deg", "alpha_max_deg", "qz_min", "qz_max", "n", "sigma_deg", NULL };
	struct job *j = r->job;
	double lo, hi, sigma_deg = 0, k = 2 * acos(-1) / b->wavelength_nm;
	bool qz = node_get(n, "qz_min") || node_get(n, "qz_max");
	long count;

	if (r->mode != MODE_REFLECTIVITY)
		return other_mode(r, n, "reflectivity");
	if (!n)
		return node_err(r->root, r->e, "reflectivity is missing: the range of angles");
	if (rd_keys(r, n, keys) || !rd_need(r, n, "n") || rd_opt_int(r, n, "n", 1, 10000000, &count) ||
	    rd_opt(r, n, "sigma_deg", UNIT_DEGREE, 0, 10, &sigma_deg) ||
	    (qz ? range(r, n, "qz_min", "qz_max", UNIT_PER_NM, 2 * k, &lo, &hi) :
	     range(r, n, "alpha_min_deg", "alpha_max_deg", UNIT_DEGREE, 90, &lo, &hi)))
		return r->e->code;
	if (qz && (node_get(n, "alpha_min_deg") || node_get(n, "alpha_max_deg")))
		return node_err(n, r->e, "a range of qz and one of alpha exclude each other");
	j->nrefl = (size_t)count;
	j->refl_sigma_rad = sigma_deg * UNIT_DEG;
	j->refl_alpha_rad = own_alloc(&j->owned, j->nrefl, sizeof *j->refl_alpha_rad, r->e);
	for (size_t i = 0; j->refl_alpha_rad && i < j->nrefl; i++) {
		double v = place(lo, hi, j->nrefl, i);

		j->refl_alpha_rad[i] = qz ? asin(fmin(v / (2 * k), 1)) : v * UNIT_DEG;
	}
	return r->e->code;
}
