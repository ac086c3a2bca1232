/*
 * paganin - single-distance phase retrieval of a homogeneous object.
 *
 * Paganin, Mayo, Gureyev, Miller & Wilkins, J. Microscopy 206 (2002) 33, eq. 10:
 * from the flat-corrected intensity I(x, y) at the distance z,
 *
 *     mu T = -ln F^-1{ F{I} / (1 + pi lambda z (delta/beta) (fx^2 + fy^2)) },
 *
 * f in cycles per metre, mu = 4 pi beta/lambda, T the projected thickness.
 * Holds in the near field, pixel^2 >> lambda z.  delta/beta is given as such,
 * or as the alpha of TomoPy: delta/beta = 1/(4 pi^2 alpha).
 *
 * The filter is a convolution that falls as exp(-r/l), l^2 = lambda z
 * (delta/beta)/(4 pi).  Edges are repeated on each side, by pad pixels, or
 * (pad = -1) by 6 l, at which exp(-6) of it is left, no more than the image is wide.  Sizes
 * are then rounded up to products of 2, 3, 5 and 7.
 *
 * Rows are transformed (real), then columns 16 at a time, filtered and
 * transformed back in cache; rows that are copies of the edge are neither
 * transformed nor kept.  E_DATA with its place for a sample that is not
 * finite, and for a filtered one that is not positive: a wrong flat field
 * should not look plausible.
 */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/units.h"
#include "num/fft.h"
#include "tomo/filter_image.h"
#include "tomo/filter_paganin.hot.h"
#include "tomo/filter_point.hot.h"

enum { DELTA_BETA, ALPHA, ENERGY, DISTANCE, PIXEL, PAD };

static const struct param params[] = {
	[DELTA_BETA] = { "delta-beta", PARAM_NUM, "", 0, 0, 1e7, NULL, NULL,
			 "delta/beta of the material; it or alpha is required" },
	[ALPHA] = { "alpha", PARAM_NUM, "", 0, 0, 1e3, NULL, NULL,
		    "instead of it: 1/(4 pi^2 delta/beta)" },
	[ENERGY] = { "energy", PARAM_NUM, "keV", NAN, 0.1, 1e4, META_ENERGY, NULL, "of the photons" },
	[DISTANCE] = { "distance", PARAM_NUM, "m", NAN, 0, 1e3, META_DISTANCE, NULL,
		       "from object to detector" },
	[PIXEL] = { "pixel", PARAM_NUM, "m", NAN, 1e-9, 1, META_PIXEL, NULL,
		    "pixel size at the object" },
	[PAD] = { "pad", PARAM_INT, "px", -1, -1, 65536, NULL, NULL,
		  "edge repeated on each side; -1: as the filter is wide" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	size_t prow, pcol;	/* padded sizes */
	size_t top, left;	/* of it in front */
	size_t half;		/* complex columns: pcol/2 + 1 */
	float *fx, *fy;		/* [half], [prow]: the filter is 1/(fx + fy), 1/n included */
	const struct fft *row_fwd, *row_inv, *col_fwd, *col_inv;
};

static double delta_beta(const double *val, struct err *e)
{
	if ((val[DELTA_BETA] > 0) == (val[ALPHA] > 0))
		return err_set(e, E_USAGE, "give %s of delta-beta and alpha, above 0",
			       val[ALPHA] > 0 ? "only one" : "one");
	return val[ALPHA] > 0 ? 1 / (4 * M_PI * M_PI * val[ALPHA]) : val[DELTA_BETA];
}

/* The padding on each side, pixels, for a filter of this decay length. */
static double padding(const struct image *im, double l)
{
	double widest = (double)(im->ncol > im->nrow ? im->ncol : im->nrow);

	return fmin(ceil(6 * l), widest);
}

static void sizes(struct plan *p, size_t pad)
{
	p->prow = fft_good_size(p->im.nrow + 2 * pad, 0);
	p->pcol = fft_good_size(p->im.ncol + 2 * pad, 1);
	p->top = (p->prow - p->im.nrow) / 2;
	p->left = (p->pcol - p->im.ncol) / 2;
	p->half = p->pcol / 2 + 1;
}

/* n (1 + a fx^2) and n a fy^2 */
static int gains(struct plan *p, double a, struct err *e)
{
	double n = (double)p->prow * (double)p->pcol;

	p->fx = mem_alloc(p->half, sizeof *p->fx, "the filter", e);
	p->fy = mem_alloc(p->prow, sizeof *p->fy, "the filter", e);
	if (!p->fx || !p->fy)
		return e->code;
	for (size_t k = 0; k < p->half; k++) {
		double f = (double)k / (double)p->pcol;
		p->fx[k] = (float)(n * (1 + a * f * f));
	}
	for (size_t k = 0; k < p->prow; k++) {
		double f = fft_freq(k, p->prow);
		p->fy[k] = (float)(n * a * f * f);
	}
	return 0;
}

/* a: the gain is 1/(1 + a f^2), f in cycles per pixel. */
static double spread(const double *val, double ratio)
{
	return M_PI * unit_wavelength_m(val[ENERGY]) * val[DISTANCE] * ratio / (val[PIXEL] * val[PIXEL]);
}

static double decay(double a)
{
	return sqrt(a) / (2 * M_PI);
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	double *val = par, ratio, a;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || image_of(&p->im, in, e))
		return e->code;
	ratio = delta_beta(val, e);
	if (e->code)
		return e->code;
	a = spread(val, ratio);
	if (val[PAD] < 0)
		val[PAD] = padding(&p->im, decay(a));
	sizes(p, (size_t)val[PAD]);
	if (gains(p, a, e) ||
	    fft_plan(&p->row_fwd, FFT_R2C, 1, &p->pcol, p->im.nrow, 1, e) ||
	    fft_plan(&p->row_inv, FFT_C2R, 1, &p->pcol, p->im.nrow, 1, e) ||
	    fft_plan(&p->col_fwd, FFT_FORWARD, 1, &p->prow, PAGANIN_COLS, 1, e))
		return e->code;
	return fft_plan(&p->col_inv, FFT_INVERSE, 1, &p->prow, PAGANIN_COLS, 1, e);
}

/* Rows [nrow][2 half], then a block of columns [PAGANIN_COLS][prow] complex. */
static size_t rows_size(const struct plan *p)
{
	return image_align(p->im.nrow * 2 * p->half);
}

static size_t work(const void *plan)
{
	const struct plan *p = plan;

	return (rows_size(p) + 2 * PAGANIN_COLS * p->prow) * sizeof(float);
}

static size_t fixed(const void *plan)
{
	const struct plan *p = plan;

	return (p->half + p->prow) * sizeof(float);
}

static void load(const struct plan *p, const float *in, float *x)
{
	size_t ncol = p->im.ncol, right = p->pcol - ncol - p->left;

	for (size_t r = 0; r < p->im.nrow; r++, in += ncol, x += 2 * p->half) {
		for (size_t c = 0; c < p->left; c++)
			x[c] = in[0];
		memcpy(x + p->left, in, ncol * sizeof *x);
		for (size_t c = 0; c < right; c++)
			x[p->left + ncol + c] = in[ncol - 1];
	}
}

static void filter_columns(const struct plan *p, float *x, float *block)
{
	for (size_t k = 0; k < p->half; k += PAGANIN_COLS) {
		size_t n = p->half - k < PAGANIN_COLS ? p->half - k : PAGANIN_COLS;

		memset(block, 0, n < PAGANIN_COLS ? 2 * PAGANIN_COLS * p->prow * sizeof *block : 0);
		HOT_PICK(paganin_gather)(x + 2 * k, 2 * p->half, p->im.nrow, n, p->top, p->prow, block);
		fft_run(p->col_fwd, block, block);
		for (size_t i = 0; i < n; i++)
			HOT_PICK(paganin_filter)(block + 2 * i * p->prow, p->prow, p->fx[k + i], p->fy);
		fft_run(p->col_inv, block, block);
		HOT_PICK(paganin_scatter)(block, p->prow, p->top, p->im.nrow, n, x + 2 * k, 2 * p->half);
	}
}

static int check(const struct plan *p, const float *in, struct err *e)
{
	size_t n = p->im.nrow * p->im.ncol, i = image_finite(in, n);

	return i < n ? image_bad(&p->im, i, in[i], "is not finite", e) : 0;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	float *x = work, *block = x + rows_size(p);
	size_t ncol = p->im.ncol;

	(void)first, (void)n, (void)before, (void)after;
	if (check(p, in, e))
		return e->code;
	load(p, in, x);
	fft_run(p->row_fwd, x, x);
	filter_columns(p, x, block);
	fft_run(p->row_inv, x, x);
	for (size_t r = 0; r < p->im.nrow; r++) {
		const float *y = x + r * 2 * p->half + p->left;
		int ok;
		HOT_PICK(point_log)(y, ncol, FLT_MIN, 0, out + r * ncol, &ok);
		for (size_t c = 0; !ok && c < ncol; c++)
			if (!(y[c] > 0 && y[c] <= FLT_MAX))
				return image_bad(&p->im, r * ncol + c, y[c],
						 "after the filter is not positive", e);
	}
	return 0;
}

static void plan_free(void *plan)
{
	struct plan *p = plan;

	if (!p)
		return;
	mem_free(p->fx);
	mem_free(p->fy);
	mem_free(p);
}

static size_t rows(const double *val, double *fade)
{
	struct err none = { 0, "" };

	*fade = decay(spread(val, delta_beta(val, &none)));
	return SIZE_MAX;
}

const struct method filter_paganin = {
	.name = "paganin",
	.brief = "phase retrieval of a homogeneous object",
	.reference = "Paganin et al., J. Microscopy 206 (2002) 33",
	.wants = "transmission",
	.gives = "mu_t",
	.param = params,
	.rows = rows,
	.map = { .name = "paganin", .order = ORDER_PROJ, .batch = 1, .plan = plan, .work = work,
		 .fixed = fixed, .apply = apply, .free = plan_free },
};
