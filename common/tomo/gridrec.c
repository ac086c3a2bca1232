/* gridrec: the spectra of the projections, spread on a Cartesian grid, transformed back */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "tomo/kgrid.h"
#include "tomo/polar.h"

struct gridrec {
	struct polar polar;
	struct kgrid k;
	double half;			/* 1/2 when the size is even: its pixels lie between cells */
};

static const struct param params[] = {
	{ .name = "oversampling", .type = PARAM_NUM, .unit = "", .def = 1.5, .lo = 1.25, .hi = 4,
	  .help = "cells of the grid for each pixel of the slice" },
	{ .type = PARAM_END },
};

/* Floats of a spectrum: whole cache lines. */
static size_t spectrum_floats(const struct gridrec *g)
{
	return mem_lines(g->polar.len + 2);
}

static int plan(void *par, const struct head *in, struct head *out, void **plan_, struct err *e)
{
	const struct recon_par *rp = par;
	struct gridrec *g = mem_zero(1, sizeof *g, "plan", e);

	*plan_ = g;
	if (!g || polar_init(&g->polar, rp, in, out, e))
		return e->code;
	g->half = g->polar.geo.size % 2 ? 0 : 0.5;
	return kgrid_init(&g->k, g->polar.geo.size, rp->val ? rp->val[0] : params[0].def, e);
}

static void free_plan(void *plan_)
{
	struct gridrec *g = plan_;

	if (!g)
		return;
	polar_free(&g->polar);
	kgrid_free(&g->k);
	mem_free(g);
}

static size_t fixed(const void *plan_)
{
	const struct gridrec *g = plan_;

	return polar_fixed(&g->polar) + kgrid_fixed(&g->k) + sizeof *g;
}

static size_t work(const void *plan_)
{
	const struct gridrec *g = plan_;

	return (kgrid_floats(&g->k) + kgrid_lines(&g->k) + spectrum_floats(g) + g->polar.geo.ncol) * sizeof(float);
}

/* ---- one slice ---------------------------------------------------------------------------- */

/*
 * The spectrum of a real slice has F(-u, -v) = conj F(u, v): each ray is spread
 * with the half that has u >= 0.  Its ends count half, as kgrid_fold() doubles them.
 */
static int spread(const struct gridrec *g, size_t item, const float *sino, float *origin,
		  float *spec, float *colweight, struct err *e)
{
	const struct polar *p = &g->polar;
	size_t n = p->len / 2 + 1;
	double center = geo_center(&p->geo, item), cell = (double)g->k.grid / (double)p->len;
	uint64_t t = 0;

	if (!geo_columns(&p->geo, center, colweight))
		colweight = NULL;
	polar_tick(p, &t, RECON_PHASES);
	for (size_t i = 0; i < p->geo.nangle; i++) {
		size_t a = p->geo.sorted[i];
		double sign = p->geo.cs[a] < 0 ? -1 : 1, du = sign * p->geo.cs[a], dv = -sign * p->geo.sn[a];
		double shift = center + g->half * (p->geo.cs[a] - p->geo.sn[a]);
		if (polar_spectrum(p, a, sino, colweight, spec, e))
			return e->code;
		polar_tick(p, &t, RECON_FFT1);
		HOT_PICK(polar_turn)(spec, p->filter, n, (float)p->geo.weight[a],
				     2 * M_PI * shift / (double)p->len, (float)sign);
		spec[0] *= 0.5f;
		spec[2 * n - 2] *= 0.5f;
		spec[2 * n - 1] *= 0.5f;
		polar_tick(p, &t, RECON_FILTER);
		kgrid_spread(&g->k, origin, spec, n, du * cell, dv * cell);
		polar_tick(p, &t, RECON_SPREAD);
	}
	return 0;
}

/* First along v, for all columns; then along u for the lines that the slice needs. */
static void transform(const struct gridrec *g, float *origin, float *line, float *out)
{
	size_t size = g->polar.geo.size;
	uint64_t t = 0;

	polar_tick(&g->polar, &t, RECON_PHASES);
	kgrid_fold(&g->k, origin);
	polar_tick(&g->polar, &t, RECON_SPREAD);
	kgrid_columns(&g->k, origin);
	polar_tick(&g->polar, &t, RECON_FFT2);
	for (size_t i = 0, n; i < size; i += n) {
		n = kgrid_run(&g->k, i);
		kgrid_rows(&g->k, i, n, origin, line, out + i * size);
		for (size_t l = 0; l < n; l++)
			geo_mask(&g->polar.geo, i + l, out + (i + l) * size);
	}
	polar_tick(&g->polar, &t, RECON_FINISH);
}

static int apply(const void *plan_, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work_, struct err *e)
{
	const struct gridrec *g = plan_;
	float *grid = work_, *line = grid + kgrid_floats(&g->k);
	float *spec = line + kgrid_lines(&g->k), *colweight = spec + spectrum_floats(g);
	float *origin = kgrid_origin(&g->k, grid);

	(void)n, (void)before, (void)after;
	memset(grid, 0, kgrid_floats(&g->k) * sizeof *grid);
	if (!spread(g, first, in, origin, spec, colweight, e))
		transform(g, origin, line, out);
	return e->code;
}

const struct method recon_gridrec = {
	.name = "gridrec",
	.brief = "Fourier regridding with a Kaiser-Bessel kernel: fast and quantitative",
	.reference = "O'Sullivan, IEEE TMI 4 (1985) 200; Jackson et al., IEEE TMI 10 (1991) 473; "
		     "Dowd et al., Proc. SPIE 3772 (1999) 224; Beatty et al., IEEE TMI 24 (2005) 799",
	.wants = "mu_t",
	.gives = NULL,
	.param = params,
	.map = { .name = "gridrec", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = work,
		 .fixed = fixed, .apply = apply, .free = free_plan },
};

/* ---- for comparison ----------------------------------------------------------------------- */

int gridrec_transforms(size_t nangle, size_t ncol, size_t size, double oversampling,
		       uint64_t (*now)(void), double *seconds, struct err *e)
{
	size_t n = size ? size : ncol, mid[2] = { kgrid_cells(n, oversampling), 0 };
	size_t len = polar_length(ncol, n, ((double)ncol - 1) / 2, ((double)ncol - 1) / 2);
	const struct fft *forward, *inverse;

	mid[1] = mid[0];
	if (fft_plan(&forward, FFT_R2C, 1, &len, 1, 1, e) ||
	    fft_plan(&inverse, FFT_C2R, 2, mid, 1, 1, e))
		return e->code;
	float *row = mem_zero(len + 2, sizeof *row, "transforms", e);
	float *plane = mem_zero(mid[0] * (mid[0] + 2), sizeof *plane, "transforms", e);
	if (row && plane) {
		uint64_t start = now();
		for (size_t i = 0; i < nangle; i++)
			fft_run(forward, row, row);
		fft_run(inverse, plane, plane);
		*seconds = (double)(now() - start) * 1e-9;
	}
	mem_free(row);
	mem_free(plane);
	return e->code;
}
