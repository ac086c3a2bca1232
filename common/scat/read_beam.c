#include "scat/read.h"

#include <math.h>

#include "base/units.h"
#include "scat/own.h"
#include "scat/quad.h"

static const double HC_KEV_NM = UNIT_HC_KEV_M * 1e9;
static const double NM_LEAST = 1e-4, NM_MOST = 1000, KEV_LEAST = 1e-3, KEV_MOST = 1e4;

static const char *const beam_keys[] = {
	"wavelength", "energy_keV", "energies",       "alpha_i_deg",      "phi_i_deg",
	"divergence", "bandwidth",  "beam_height_mm", "sample_length_mm", NULL,
};

static int wave(struct rd *r, const struct node *n)
{
	const struct node *w = node_get(n, "wavelength"), *k = node_get(n, "energy_keV"), *many = node_get(n, "energies");

	if (!!w + !!k + !!many != 1)
		return node_err(n, r->e, w || k || many ? "wavelength, energy_keV and energies exclude each other" :
			"wavelength or energy_keV is missing in the beam");
	if (many)
		return 0;
	if (w) {
		if (rd_num(r, w, UNIT_NM, NM_LEAST, NM_MOST, &r->wavelength_nm))
			return r->e->code;
		r->energy_kev = HC_KEV_NM / r->wavelength_nm;
		return 0;
	}
	if (rd_num(r, k, UNIT_KEV, KEV_LEAST, KEV_MOST, &r->energy_kev))
		return r->e->code;
	r->wavelength_nm = HC_KEV_NM / r->energy_kev;
	return 0;
}

int rd_beam(struct rd *r, const struct node *n, struct beam *b)
{
	const struct node *h = node_get(n, "beam_height_mm"), *l = node_get(n, "sample_length_mm");
	double deg = 0;

	*b = (struct beam){ 0 };
	if (rd_keys(r, n, beam_keys) || wave(r, n))
		return r->e->code;
	b->wavelength_nm = r->wavelength_nm;
	if (r->mode == MODE_GISAXS) {
		if (rd_key(r, n, "alpha_i_deg", UNIT_DEGREE, 1e-6, 90, &deg))
			return r->e->code;
		b->alpha_i_rad = deg * UNIT_DEG;
	}
	deg = 0;
	if (rd_opt(r, n, "phi_i_deg", UNIT_DEGREE, -180, 180, &deg))
		return r->e->code;
	b->phi_i_rad = deg * UNIT_DEG;
	if (!h != !l)
		return node_err(n, r->e, "beam_height_mm and sample_length_mm come together");
	return h && (rd_num(r, h, UNIT_MILLIMETRE, 1e-9, 1e9, &b->beam_height_mm) ||
		     rd_num(r, l, UNIT_MILLIMETRE, 1e-9, 1e9, &b->sample_length_mm))
		       ? r->e->code
		       : 0;
}

/* nodes of a Gaussian about 0; sigma 0: one */
static int gauss(struct rd *r, const struct node *at, double sigma, size_t *n, double **x, double **w)
{
	struct quad q = { .kind = QUAD_GAUSSIAN, .sigma = sigma, .lo = NAN, .hi = NAN };
	struct err why = { 0 };

	if (!(sigma > 0))
		*n = 1;
	*x = own_alloc(&r->tmp, *n, sizeof **x, r->e);
	*w = own_alloc(&r->tmp, *n, sizeof **w, r->e);
	if (!*x || !*w)
		return r->e->code;
	(*w)[0] = 1;
	q.n = (int)*n;
	return sigma > 0 && quad_nodes(&q, *x, *w, &why) ? rd_at(r, at, &why) : 0;
}

static int divergence(struct rd *r, const struct node *n, struct rd_beams *b)
{
	static const char *const keys[] = { "alpha_i_deg", "phi_i_deg", "n", NULL };
	double alpha_deg = 0, phi_deg = 0;
	long k = 5;

	if (n && (rd_keys(r, n, keys) || rd_opt(r, n, "alpha_i_deg", UNIT_DEGREE, 0, 10, &alpha_deg) ||
		  rd_opt(r, n, "phi_i_deg", UNIT_DEGREE, 0, 10, &phi_deg) || rd_opt_int(r, n, "n", 1, 1000, &k)))
		return r->e->code;
	b->nalpha = b->nphi = (size_t)k;
	return gauss(r, n, alpha_deg * UNIT_DEG, &b->nalpha, &b->alpha_rad, &b->alpha_w) ||
	       gauss(r, n, phi_deg * UNIT_DEG, &b->nphi, &b->phi_rad, &b->phi_w) ? r->e->code : 0;
}

static int bandwidth(struct rd *r, const struct node *n, struct rd_beams *b)
{
	static const char *const keys[] = { "sigma", "n", NULL };
	double sigma = 0;
	long k = 5;

	if (n && n->type == NODE_TEXT && node_num(n, UNIT_NONE, 0, 0.1, &sigma, r->e))
		return r->e->code;
	if (n && n->type != NODE_TEXT && (rd_keys(r, n, keys) || rd_key(r, n, "sigma", UNIT_NONE, 0, 0.1, &sigma) ||
					  rd_opt_int(r, n, "n", 1, 1000, &k)))
		return r->e->code;
	b->nband = (size_t)k;
	return gauss(r, n, sigma, &b->nband, &b->band, &b->band_w);
}

int rd_beams(struct rd *r, const struct node *n, struct rd_beams *b)
{
	const struct node *e = node_get(n, "energies");

	*b = (struct rd_beams){ .nenergy = 1 };
	if (divergence(r, node_get(n, "divergence"), b) || bandwidth(r, node_get(n, "bandwidth"), b))
		return r->e->code;
	if (e && rd_list(r, e, 1, 10000))
		return r->e->code;
	if (e)
		b->nenergy = e->n;
	b->energy_kev = own_alloc(&r->tmp, b->nenergy, sizeof *b->energy_kev, r->e);
	if (!b->energy_kev)
		return r->e->code;
	for (size_t i = 0; e && i < e->n; i++)
		if (node_num(e->child[i], UNIT_KEV, KEV_LEAST, KEV_MOST, &b->energy_kev[i], r->e))
			return r->e->code;
	return 0;
}
