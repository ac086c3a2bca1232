#include "scat/average.h"

#include <math.h>

#include "base/mem.h"

static const double thin_nm = 1e-9;		/* what is left of a layer and is thinner is none */
static const double full = 1e-6;		/* coverage above 1 by rounding of volumes */

struct job {
	const struct layer *old;
	size_t nold, nbody;
	const struct average_body *body;
	struct average_volume volume;
	int slices;
	struct averaged *to;
};

/* The height of the origin of a layer's frame; that of the ambient and of layer 1 is 0. */
static double height(const struct job *j, size_t layer)
{
	double z = 0;

	for (size_t i = 1; i < layer; i++)
		z -= j->old[i].thickness_nm;
	return z;
}

/* A layer's own range of z, in its frame. */
static void range(const struct job *j, size_t layer, double *lo, double *hi)
{
	*lo = layer == 0 ? 0 : layer + 1 < j->nold ? -j->old[layer].thickness_nm : -INFINITY;
	*hi = layer == 0 ? INFINITY : 0;
	if (j->nold == 1)
		*lo = -INFINITY;
}

/* What of a body lies between lo and hi of the layer's frame. */
static void part(const struct job *j, size_t body, size_t layer, double *lo, double *hi)
{
	double up = height(j, j->body[body].layer) - height(j, layer);

	*lo = fmax(*lo, j->body[body].z0 + up);
	*hi = fmin(*hi, j->body[body].z1 + up);
}

/* The range that bodies fill; false: none is in this layer. */
static bool filled(const struct job *j, size_t layer, double *lo, double *hi)
{
	double own_lo, own_hi;

	range(j, layer, &own_lo, &own_hi);
	*lo = INFINITY;
	*hi = -INFINITY;
	for (size_t b = 0; b < j->nbody; b++) {
		double z0 = own_lo, z1 = own_hi;

		part(j, b, layer, &z0, &z1);
		if (z1 - z0 <= thin_nm)
			continue;
		*lo = fmin(*lo, z0);
		*hi = fmax(*hi, z1);
	}
	if (*lo > *hi)
		return false;
	if (*lo - own_lo < thin_nm)
		*lo = own_lo;
	if (own_hi - *hi < thin_nm)
		*hi = own_hi;
	return true;
}

static void put(struct job *j, size_t layer, double z0, double z1, bool averaged)
{
	struct average_slice *s = &j->to->slice[j->to->n];
	struct layer *l = &j->to->layer[j->to->n++];
	bool first = j->to->n == 1;
	double lo, hi;

	range(j, layer, &lo, &hi);
	*s = (struct average_slice){ layer, z0, z1, first ? z0 : z1, averaged };
	*l = j->old[layer];
	l->thickness_nm = isfinite(z1 - z0) ? z1 - z0 : 0;
	if (z1 < hi || layer == 0)
		l->sigma_nm = l->hurst = l->corr_length_nm = 0;
	if (j->nold == 1)
		s->origin = 0;
}

static int mean(struct job *j, struct err *e)
{
	struct average_slice *s = &j->to->slice[j->to->n - 1];
	struct layer *l = &j->to->layer[j->to->n - 1];
	double thickness = s->z1 - s->z0, covered = 0;

	for (size_t b = 0; b < j->nbody; b++) {
		const struct average_body *body = &j->body[b];
		double up = height(j, body->layer) - height(j, s->layer), z0 = s->z0, z1 = s->z1, nm3 = 0, share;

		part(j, b, s->layer, &z0, &z1);
		if (z1 <= z0)
			continue;
		if (j->volume.of(j->volume.ctx, b, fmax(z0 - up, body->z0), fmin(z1 - up, body->z1), &nm3, e))
			return e->code;
		share = body->density * nm3 / thickness;
		l->n2 += share * (body->n2 - (body->within < 0 ? j->old[s->layer].n2 : j->body[body->within].n2));
		covered += body->within < 0 ? share : 0;
	}
	if (covered > 1 + full)
		return err_set(e, E_DATA, "layer %zu: particles cover %g of the area between z = %g and %g nm: it can be 1 at most",
			       s->layer, covered, s->z0, s->z1);
	return 0;
}

static int cut(struct job *j, size_t layer, struct err *e)
{
	double own_lo, own_hi, lo, hi;
	int code = 0;

	range(j, layer, &own_lo, &own_hi);
	if (j->nold == 1 || !filled(j, layer, &lo, &hi)) {
		put(j, layer, own_lo, own_hi, false);
		return 0;
	}
	if (own_hi > hi)
		put(j, layer, hi, own_hi, false);
	for (int i = 0; i < j->slices && !code; i++) {
		double z1 = i == 0 ? hi : hi + (lo - hi) * i / j->slices;
		double z0 = i + 1 == j->slices ? lo : hi + (lo - hi) * (i + 1) / j->slices;

		put(j, layer, z0, z1, true);
		code = mean(j, e);
	}
	if (!code && own_lo < lo)
		put(j, layer, own_lo, lo, false);
	return code;
}

static int check(const struct job *j, struct err *e)
{
	if (j->slices < 1)
		return err_set(e, E_DATA, "a layer cannot be cut into %d slices: at least 1 is needed", j->slices);
	for (size_t b = 0; b < j->nbody; b++) {
		const struct average_body *body = &j->body[b];

		if (body->layer >= j->nold)
			return err_set(e, E_DATA, "body %zu is in layer %zu: there are %zu layers", b, body->layer, j->nold);
		if (!(body->z1 > body->z0 && isfinite(body->z0) && isfinite(body->z1)))
			return err_set(e, E_DATA, "body %zu reaches from z = %g to %g nm: it has no height", b, body->z0, body->z1);
		if (!(body->density >= 0 && isfinite(body->density)))
			return err_set(e, E_DATA, "body %zu has the density %g 1/nm^2: it must be 0 or more", b, body->density);
		if (body->within >= 0 && (size_t)body->within >= j->nbody)
			return err_set(e, E_DATA, "body %zu is within body %d: there are %zu", b, body->within, j->nbody);
	}
	return 0;
}

int average_layers(struct averaged *a, const struct layer *old, size_t nold, const struct average_body *body, size_t nbody,
		   struct average_volume volume, int slices, struct err *e)
{
	struct job j = { old, nold, nbody, body, volume, slices, a };
	size_t most = nold;
	int code = check(&j, e);

	*a = (struct averaged){ 0 };
	if (!code && mem_mul(nold, (size_t)slices + 2, &most, "the number of slices", e))
		code = e->code;
	if (!code && !(a->layer = mem_zero(most, sizeof *a->layer, "slices of layers", e)))
		code = e->code;
	if (!code && !(a->slice = mem_zero(most, sizeof *a->slice, "slices of layers", e)))
		code = e->code;
	for (size_t i = 0; i < nold && !code; i++)
		code = cut(&j, i, e);
	if (code)
		averaged_free(a);
	return code;
}

void averaged_free(struct averaged *a)
{
	mem_free(a->layer);
	mem_free(a->slice);
	*a = (struct averaged){ 0 };
}
