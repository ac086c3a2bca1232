/*
 * center_scan.h - simulated scans for the tests of the finders of the axis.
 */
#include <math.h>
#include <string.h>

#include "base/head.h"
#include "base/mem.h"
#include "tomo/center.h"
#include "tomo/phantom_scan.h"

static struct err e;

/* A scan normalised to sinograms [row][angle][col]. */
struct scan { size_t nrow, nangle, ncol; double *theta; float *mu; };

static void ratio(const uint16_t *p, const float *flat, double dark, size_t n, size_t stride, size_t ncol, float *out)
{
	for (size_t i = 0; i < n; i++) {
		double t = (p[i] - dark) / (flat[i] - dark);
		out[i / ncol * stride + i % ncol] = (float)-log(fmax(t, 0.01));
	}
}

static struct scan scan(enum phantom_kind kind, size_t ncol, size_t nangle, double range, struct sim_par par)
{
	struct scan s = { 12, nangle, ncol, NULL, NULL };
	struct phantom p;
	struct phantom_view v = { 0, par.center_px, par.tilt_deg, s.nrow, ncol };
	struct sim *sim;
	double peak;
	size_t n = s.nrow * ncol;
	uint16_t *image = mem_alloc(n, 2, "x", &e);
	float *flat = mem_zero(n, sizeof *flat, "x", &e);

	s.theta = mem_alloc(nangle, sizeof *s.theta, "x", &e);
	s.mu = mem_alloc(n * nangle, sizeof *s.mu, "x", &e);
	for (size_t i = 0; i < nangle; i++)
		s.theta[i] = (double)i * range / (double)nangle;
	CHECK(phantom_new(&p, kind, 0.45 * (double)ncol, &e) == 0);
	CHECK(phantom_peak(&p, &v, s.theta, nangle, &peak, &e) == 0);
	phantom_scale(&p, 2 / peak);
	par.nangle = nangle;
	par.nrow = s.nrow;
	par.ncol = ncol;
	par.noise = true;
	par.dark = 100;
	CHECK(sim_new(&sim, &p, &par, &e) == 0);
	void *work = mem_alloc(1, sim_work(sim), "x", &e);
	for (size_t k = 0; k < 8; k++) {
		sim_image(sim, KEY_FLAT, k, 0, 0, image, work);
		for (size_t i = 0; i < n; i++)
			flat[i] += (float)image[i] / 8;
	}
	for (size_t a = 0; a < nangle; a++) {
		sim_image(sim, KEY_PROJECTION, a, s.theta[a], 0, image, work);
		ratio(image, flat, 100, n, nangle * ncol, ncol, s.mu + a * ncol);
	}
	mem_free(work);
	mem_free(image);
	mem_free(flat);
	sim_free(sim);
	phantom_free(&p);
	return s;
}

static void scan_free(struct scan *s)
{
	mem_free(s->theta);
	mem_free(s->mu);
}

static int fetch(void *ctx, size_t row, float *sino, struct err *err)
{
	const struct scan *s = ctx;

	(void)err;
	memcpy(sino, s->mu + row * s->nangle * s->ncol, s->nangle * s->ncol * sizeof *sino);
	return 0;
}

static struct center_result ask(struct scan *s, int methods, struct err *err)
{
	struct center_source src = { .nrow = s->nrow, .nangle = s->nangle, .ncol = s->ncol, .theta_deg = s->theta,
				     .fetch = fetch, .ctx = s };
	struct center_result r;

	center_auto(&src, methods, &r, err);
	return r;
}
