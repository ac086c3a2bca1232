/* gridrec: the spectra of the projections, spread on a Cartesian grid, transformed back */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "tomo/gridrec_hot.h"
#include "tomo/kb.h"
#include "tomo/polar.h"

/*
 * The grid is the half plane of the spectrum, complex, [u][v] with u = 0 ..
 * grid/2 and v = -grid/2 .. grid/2 - 1, and cells around it that a patch may
 * reach: LEAD columns ahead and TAIL behind, SIDE lines on either side.
 */
enum { LEAD = 1, TAIL = 2, SIDE = 8, LINES = 8 };

struct gridrec {
	struct polar polar;
	size_t grid;			/* cells along an axis, even */
	size_t stride;			/* complex numbers between columns of the grid */
	double half;			/* 1/2 when the size is even: its pixels lie between cells */
	float *table;			/* kb_fill() */
	float *deapod;			/* [size] along an axis */
	const struct fft *column;	/* complex inverse of grid, in place */
	const struct fft *line;		/* c2r of grid, in place */
};

static const struct param params[] = {
	{ .name = "oversampling", .type = PARAM_NUM, .unit = "", .def = 1.5, .lo = 1.25, .hi = 4,
	  .help = "cells of the grid for each pixel of the slice" },
	{ .type = PARAM_END },
};

static size_t grid_size(size_t size, double oversampling)
{
	return fft_good_size((size_t)fmax(ceil((double)size * oversampling), 32), 1);
}

static size_t grid_floats(const struct gridrec *g)
{
	return 2 * (g->grid / 2 + 1 + LEAD + TAIL) * g->stride;
}

/* Floats between the lines that are transformed last, and of a spectrum: whole cache lines. */
static size_t line_floats(const struct gridrec *g)
{
	return (g->grid + 2 + 15) / 16 * 16;
}

static size_t spectrum_floats(const struct gridrec *g)
{
	return (g->polar.len + 2 + 15) / 16 * 16;
}

static int fill_tables(struct gridrec *g, struct err *e)
{
	size_t n = g->polar.geo.size;
	double beta = kb_beta((double)g->grid / (double)n);

	g->table = mem_alloc(KB_TABLE, sizeof *g->table, "kernel", e);
	g->deapod = mem_alloc(n, sizeof *g->deapod, "kernel", e);
	if (e->code)
		return e->code;
	kb_fill(g->table, beta);
	for (size_t i = 0; i < n; i++) {
		double x = (double)i - floor((double)n / 2);
		g->deapod[i] = (float)(1 / kb_transform(x / (double)g->grid, beta));
	}
	return 0;
}

static int plan(void *par, const struct head *in, struct head *out, void **plan_, struct err *e)
{
	const struct recon_par *rp = par;
	struct gridrec *g = mem_zero(1, sizeof *g, "plan", e);

	*plan_ = g;
	if (!g || polar_init(&g->polar, rp, in, out, e))
		return e->code;
	g->grid = grid_size(g->polar.geo.size, rp->val ? rp->val[0] : params[0].def);
	g->stride = (g->grid + 2 * SIDE + 7) / 8 * 8;
	g->half = g->polar.geo.size % 2 ? 0 : 0.5;
	if (fft_plan(&g->column, FFT_INVERSE, 1, &g->grid, 1, 1, e) ||
	    fft_plan(&g->line, FFT_C2R, 1, &g->grid, 1, 1, e))
		return e->code;
	return fill_tables(g, e);
}

static void free_plan(void *plan_)
{
	struct gridrec *g = plan_;

	if (!g)
		return;
	polar_free(&g->polar);
	mem_free(g->table);
	mem_free(g->deapod);
	mem_free(g);
}

static size_t fixed(const void *plan_)
{
	const struct gridrec *g = plan_;

	return polar_fixed(&g->polar) + (KB_TABLE + g->polar.geo.size) * sizeof(float) + sizeof *g;
}

static size_t work(const void *plan_)
{
	const struct gridrec *g = plan_;

	return (grid_floats(g) + LINES * line_floats(g) + spectrum_floats(g) + g->polar.geo.ncol) *
	       sizeof(float);
}

/* ---- one slice ---------------------------------------------------------------------------- */

/*
 * The spectrum of a real slice has F(-u, -v) = conj F(u, v): each ray is spread
 * with the half that has u >= 0.  Its ends count half, as fold() doubles them.
 */
static int spread(const struct gridrec *g, size_t item, const float *sino, float *origin,
		  float *spec, float *colweight, struct err *e)
{
	const struct polar *p = &g->polar;
	size_t n = p->len / 2 + 1;
	double center = geo_center(&p->geo, item), cell = (double)g->grid / (double)p->len;
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
		HOT_PICK(gridrec_spread)(origin, g->stride, spec, n, du * cell,
					 (double)(g->grid / 2), dv * cell, g->table);
		polar_tick(p, &t, RECON_SPREAD);
	}
	return 0;
}

static void add_to(float *z, const float *x)
{
	z[0] += x[0];
	z[1] += x[1];
}

/* to(v) += conj from(-v) for all lines v. */
static void add_mirror(const struct gridrec *g, float *to, const float *from)
{
	for (size_t j = 0; j < g->grid; j++) {
		const float *x = from + 2 * (j ? g->grid - j : 0);
		to[2 * j] += x[0];
		to[2 * j + 1] -= x[1];
	}
}

/* The same of a column with itself. */
static void add_self(const struct gridrec *g, float *z)
{
	size_t n = g->grid;

	for (size_t j = 0; j <= n / 2; j++) {
		float *x = z + 2 * j, *y = z + 2 * (j ? n - j : 0);
		float re = x[0] + y[0], im = x[1] - y[1];
		x[0] = y[0] = re;
		x[1] = im;
		y[1] = -im;
		if (x == y)
			x[1] = 0;
	}
}

/* What lies over the edges of the half plane goes where it belongs. */
static void fold(const struct gridrec *g, float *origin)
{
	size_t n = g->grid, half = n / 2;
	ptrdiff_t column = 2 * (ptrdiff_t)g->stride;

	for (ptrdiff_t u = -LEAD; u <= (ptrdiff_t)half + TAIL; u++) {
		float *z = origin + u * column;
		for (size_t j = 0; j < 3; j++)
			add_to(z + 2 * j, z + 2 * (n + j));
		add_to(z + 2 * (n - 1), z - 2);
	}
	add_mirror(g, origin + column, origin - column);
	for (ptrdiff_t u = 1; u <= TAIL; u++)
		add_mirror(g, origin + ((ptrdiff_t)half - u) * column,
			   origin + ((ptrdiff_t)half + u) * column);
	add_self(g, origin);
	add_self(g, origin + (ptrdiff_t)half * column);
}

/*
 * Rows [i, i + n) of the slice, their lines in the grid one behind the other.
 * As columns begin at v = -grid/2, odd lines have come out negative.
 */
static void rows(const struct gridrec *g, size_t i, size_t n, const float *origin, float *line,
		 float *out)
{
	size_t size = g->polar.geo.size, left = size / 2, right = size - left;
	size_t at = i < left ? g->grid - left + i : i - left, gap = line_floats(g);

	HOT_PICK(gridrec_gather)(origin + 2 * at, g->stride, g->grid / 2 + 1, n, line, gap);
	for (size_t l = 0; l < n; l++) {
		float *x = line + l * gap, *row = out + (i + l) * size;
		float d = (at + l) % 2 ? -g->deapod[i + l] : g->deapod[i + l];
		fft_run(g->line, x, x);
		HOT_PICK(gridrec_scale)(x + g->grid - left, g->deapod, d, row, left);
		HOT_PICK(gridrec_scale)(x, g->deapod + left, d, row + left, right);
		geo_mask(&g->polar.geo, i + l, row);
	}
}

/* First along v, for all columns; then along u for the lines that the slice needs. */
static void transform(const struct gridrec *g, float *origin, float *line, float *out)
{
	size_t size = g->polar.geo.size, left = size / 2;
	uint64_t t = 0;

	polar_tick(&g->polar, &t, RECON_PHASES);
	fold(g, origin);
	polar_tick(&g->polar, &t, RECON_SPREAD);
	for (size_t u = 0; u <= g->grid / 2; u++)
		fft_run(g->column, origin + 2 * u * g->stride, origin + 2 * u * g->stride);
	polar_tick(&g->polar, &t, RECON_FFT2);
	for (size_t i = 0, n; i < size; i += n) {
		size_t end = i < left ? left : size;
		n = end - i < LINES ? end - i : LINES;
		rows(g, i, n, origin, line, out);
	}
	polar_tick(&g->polar, &t, RECON_FINISH);
}

static int apply(const void *plan_, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work_, struct err *e)
{
	const struct gridrec *g = plan_;
	float *grid = work_, *line = grid + grid_floats(g);
	float *spec = line + LINES * line_floats(g), *colweight = spec + spectrum_floats(g);
	float *origin = grid + 2 * (LEAD * g->stride + SIDE);

	(void)n, (void)before, (void)after;
	memset(grid, 0, grid_floats(g) * sizeof *grid);
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
	size_t n = size ? size : ncol, mid[2] = { grid_size(n, oversampling), 0 };
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
