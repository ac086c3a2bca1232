#include <math.h>

#include "scat/interfer.h"
#include "scat/interfer_terms.h"

enum { N_MOST = 1000000, NODES_MOST = 100000 };

static int above(const char *key, double v, struct err *e)
{
	return v > 0 && v <= 1e12 ? 0 : err_set(e, E_DATA, "%s is %g: it must be more than 0", key, v);
}

static int not_below(const char *key, double v, struct err *e)
{
	return v >= 0 && v <= 1e12 ? 0 : err_set(e, E_DATA, "%s is %g: it must not be less than 0", key, v);
}

static int cell(const struct interfer *s, struct err *e)
{
	if (above("a", s->a, e) || above("b", s->b, e))
		return e->code;
	if (!(s->gamma_rad > 0.01 && s->gamma_rad < M_PI - 0.01))
		return err_set(e, E_DATA, "gamma_deg is %g: it must be between 0.6 and 179.4", s->gamma_rad * 180 / M_PI);
	return 0;
}

static int nodes(const struct interfer *s, struct err *e)
{
	if (s->xi_nodes < 0 || s->xi_nodes > NODES_MOST)
		return err_set(e, E_DATA, "xi_nodes is %d: it must be between 0 and %d", s->xi_nodes, NODES_MOST);
	return isfinite(s->xi_rad) ? 0 : err_set(e, E_DATA, "xi_deg is not a number");
}

static int lattice_1d(const struct interfer *s, struct err *e)
{
	if (above("length", s->a, e) || above("decay_length", s->decay_x, e))
		return e->code;
	if (interfer_terms_1d(s) > TERMS_MOST)
		return err_set(e, E_DATA, "decay_length is %g nm: too short for a lattice of %g nm", s->decay_x, s->a);
	return 0;
}

static int lattice_2d(const struct interfer *s, struct err *e)
{
	struct interfer_map there, back;
	double x[TERMS_MOST], y[TERMS_MOST];

	if (cell(s, e) || above("decay_length_x", s->decay_x, e) || above("decay_length_y", s->decay_y, e))
		return e->code;
	if (interfer_terms_2d(s, &there, &back, x, y) > TERMS_MOST)
		return err_set(e, E_DATA, "decay_length_x or decay_length_y, %g and %g nm, is too short for a lattice of %g and %g nm",
			       s->decay_x, s->decay_y, s->a, s->b);
	return 0;
}

static int whole(const char *key, double domain, double length, struct err *e)
{
	if (not_below(key, domain, e))
		return e->code;
	if (domain > 0 && domain < length)
		return err_set(e, E_DATA, "%s is %g nm: less than one distance of %g nm", key, domain, length);
	if (domain > N_MOST * length)
		return err_set(e, E_DATA, "%s is %g nm: more than %d distances of %g nm", key, domain, N_MOST, length);
	return 0;
}

static int radial(const struct interfer *s, struct err *e)
{
	if (above("peak_distance", s->peak_distance, e) || not_below("damping_length", s->damping_length, e) ||
	    not_below("sigma", s->sigma, e) || not_below("kappa", s->kappa, e) ||
	    whole("domain_size", s->domain_size, s->peak_distance, e))
		return e->code;
	if (!(s->sigma > 0) && !(s->damping_length > 0) && !(s->domain_size > 0))
		return err_set(e, E_DATA, "sigma, damping_length and domain_size are all 0: the order would be endless");
	return 0;
}

static int para_2d(const struct interfer *s, struct err *e)
{
	static const char *const key[2] = { "domain_size_1", "domain_size_2" };
	const double length[2] = { s->a, s->b };

	if (cell(s, e) || not_below("damping_length", s->damping_length, e))
		return e->code;
	for (int i = 0; i < 2; i++) {
		if (not_below("sigma", s->para_sigma[i][0], e) || not_below("sigma", s->para_sigma[i][1], e) ||
		    whole(key[i], s->domain[i], length[i], e))
			return e->code;
		if (!(s->damping_length > 0) && !(s->domain[i] > 0) && !(s->para_sigma[i][0] > 0))
			return err_set(e, E_DATA, "damping_length, %s and the width along that neighbour are all 0: "
				       "the order would be endless", key[i]);
	}
	return 0;
}

static int counts(const struct interfer *s, int n, struct err *e)
{
	for (int i = 0; i < n; i++)
		if (s->N[i] < 1 || s->N[i] > N_MOST)
			return err_set(e, E_DATA, "N is %d: it must be between 1 and %d", s->N[i], N_MOST);
	return 0;
}

static int lattice_3d(const struct interfer *s, struct err *e)
{
	const double (*b)[3] = s->basis;
	double volume = b[0][0] * (b[1][1] * b[2][2] - b[1][2] * b[2][1]) - b[0][1] * (b[1][0] * b[2][2] - b[1][2] * b[2][0]) +
		b[0][2] * (b[1][0] * b[2][1] - b[1][1] * b[2][0]), box = 1;

	for (int i = 0; i < 3; i++)
		box *= sqrt(b[i][0] * b[i][0] + b[i][1] * b[i][1] + b[i][2] * b[i][2]);
	if (!(fabs(volume) > 1e-9 * box) || !isfinite(box))
		return err_set(e, E_DATA, "basis has three vectors in one plane");
	return counts(s, 3, e);
}

static int filled(const struct interfer *s, double eta, double most, struct err *e)
{
	if (above("radius", s->radius, e) || above("density", s->density, e))
		return e->code;
	if (!(eta <= most))
		return err_set(e, E_DATA, "radius and density fill %g of the space: more than %g", eta, most);
	return 0;
}

static int of_type(const struct interfer *s, struct err *e)
{
	double R = s->radius;

	switch (s->type) {
	case INTERFER_NONE:
		return 0;
	case INTERFER_1D:
		return lattice_1d(s, e);
	case INTERFER_2D:
		return lattice_2d(s, e);
	case INTERFER_RADIAL:
		return radial(s, e);
	case INTERFER_2D_PARA:
		return para_2d(s, e);
	case INTERFER_3D:
		return lattice_3d(s, e);
	case INTERFER_FINITE_2D:
		return cell(s, e) ? e->code : counts(s, 2, e);
	case INTERFER_HARD_DISK:
		return filled(s, M_PI * R * R * s->density, 0.65, e);
	case INTERFER_PERCUS_YEVICK:
		return filled(s, 4 * M_PI / 3 * R * R * R * s->density, 0.6, e);
	}
	return err_set(e, E_DATA, "type of interference %d is unknown", (int)s->type);
}

int interfer_check(const struct interfer *s, struct err *e)
{
	if (of_type(s, e) || nodes(s, e))
		return e->code;
	return not_below("position_variance", s->variance, e);
}
