/*
 * fbp: filtered back-projection without a gather.
 *
 * Where |cos t| >= |sin t| the pixels of a row see s = cos t (x - y' tan t),
 * y' = -y, which is the same spacing cos t in every row, at another offset.  So
 * a filtered projection is resampled once at that spacing, in PHASES shifts of
 * a fraction of it (exact: band-limited interpolation), and a row of pixels is
 * then a linear combination of two of these, contiguous in memory.  The other
 * half of the angles does the same along columns, into a transposed slice.
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "tomo/fbp_hot.h"
#include "tomo/kb.h"
#include "tomo/polar.h"

enum { GROUP = 8, TILE_ROWS = 32, TILE_COLS = 512, MARGIN = 8, PHASES = 16 };

struct fbp {
	struct polar polar;
	size_t phases;
	size_t span;			/* floats of one phase of one angle */
	size_t offset[PHASES + 1];	/* where each phase begins; the one past the last is the first, a pixel on */
	float *table;			/* kb_fill() for twofold oversampling */
	const struct fft *inverse;	/* c2r of 2 len, in place */
};

/* One angle of a group, ready to be laid over the pixels. */
struct ray {
	double slope;			/* shift of a row against the one before, pixels */
	double first;			/* place of sample 0 */
	const float *x;			/* [phases][span] */
};

static const struct param params[] = {
	{ .name = "phases", .type = PARAM_INT, .unit = "", .def = 4, .lo = 1, .hi = PHASES,
	  .help = "places between two pixels for which the projection is known exactly" },
	{ .type = PARAM_END },
};

/* The filter also undoes what the resampling kernel does to the spectrum. */
static int fill_tables(struct fbp *f, struct err *e)
{
	double beta = kb_beta(2), n = 2 * (double)f->polar.len;

	f->table = mem_alloc(KB_TABLE, sizeof *f->table, "kernel", e);
	if (!f->table)
		return e->code;
	kb_fill(f->table, beta);
	for (size_t k = 0; k <= f->polar.len / 2; k++)
		f->polar.filter[k] /= (float)kb_transform((double)k / n, beta);
	return 0;
}

static int plan(void *par, const struct head *in, struct head *out, void **plan_, struct err *e)
{
	const struct recon_par *rp = par;
	struct fbp *f = mem_zero(1, sizeof *f, "plan", e);

	*plan_ = f;
	if (!f || polar_init(&f->polar, rp, in, out, e))
		return e->code;
	f->phases = (size_t)(rp->val ? rp->val[0] : params[0].def);
	f->span = mem_lines(2 * f->polar.geo.size + MARGIN);
	for (size_t i = 0; i <= f->phases; i++)
		f->offset[i] = i < f->phases ? i * f->span : 1;
	size_t n = 2 * f->polar.len;
	if (fft_plan(&f->inverse, FFT_C2R, 1, &n, 1, 1, e))
		return e->code;
	return fill_tables(f, e);
}

static void free_plan(void *plan_)
{
	struct fbp *f = plan_;

	if (!f)
		return;
	polar_free(&f->polar);
	mem_free(f->table);
	mem_free(f);
}

static size_t fixed(const void *plan_)
{
	const struct fbp *f = plan_;

	return polar_fixed(&f->polar) + KB_TABLE * sizeof(float) + sizeof *f;
}

static size_t spectrum_floats(const struct fbp *f)
{
	return mem_lines(2 * f->polar.len + 2);
}

static size_t plane_floats(const struct fbp *f)
{
	return mem_lines(f->polar.geo.size * f->polar.geo.size);
}

static size_t work(const void *plan_)
{
	const struct fbp *f = plan_;

	return (spectrum_floats(f) + GROUP * f->phases * f->span + plane_floats(f) +
		f->polar.geo.ncol) * sizeof(float);
}

/* ---- one slice ---------------------------------------------------------------------------- */

struct job {
	const struct fbp *f;
	const float *sino, *colweight;
	double center;
	float *spec, *block;
};

/*
 * The filtered projection at half pixels: sample m of spec is s = (m - len)/2.
 */
static int filter(const struct job *j, size_t a, struct err *e)
{
	const struct polar *p = &j->f->polar;
	size_t n = p->len / 2 + 1;
	double shift = j->center - (double)p->len / 2;
	uint64_t t = 0;

	polar_tick(p, &t, RECON_PHASES);
	if (polar_spectrum(p, a, j->sino, j->colweight, j->spec, e))
		return e->code;
	polar_tick(p, &t, RECON_FFT1);
	HOT_PICK(polar_turn)(j->spec, p->filter, n, (float)p->geo.weight[a],
			     2 * M_PI * shift / (double)p->len, 1);
	j->spec[2 * n - 2] *= 0.5f;		/* met again at the other end */
	j->spec[2 * n - 1] *= 0.5f;
	memset(j->spec + 2 * n, 0, (2 * p->len + 2 - 2 * n) * sizeof *j->spec);
	polar_tick(p, &t, RECON_FILTER);
	fft_run(j->f->inverse, j->spec, j->spec);
	polar_tick(p, &t, RECON_FFT2);
	return 0;
}

static bool along_x(const struct polar *p, size_t a)
{
	return fabs(p->geo.cs[a]) >= fabs(p->geo.sn[a]);
}

/* Slot k of the group: angle a resampled at the spacing of its pixels. */
static int prepare(const struct job *j, size_t a, size_t k, struct ray *ray, struct err *e)
{
	const struct fbp *f = j->f;
	const struct polar *p = &f->polar;
	bool x = along_x(p, a);
	double step = x ? p->geo.cs[a] : -p->geo.sn[a], mid = ((double)p->geo.size - 1) / 2;
	float *block = j->block + k * f->phases * f->span;
	uint64_t t = 0;

	if (filter(j, a, e))
		return e->code;
	polar_tick(p, &t, RECON_PHASES);
	ray->slope = x ? p->geo.sn[a] / p->geo.cs[a] : p->geo.cs[a] / p->geo.sn[a];
	ray->first = floor(-mid * (1 + fabs(ray->slope))) - 1;
	ray->x = block;
	size_t n = (size_t)ceil(2 * mid * (1 + fabs(ray->slope))) + 4;
	for (size_t ph = 0; ph < f->phases; ph++) {
		double m = ray->first + (double)ph / (double)f->phases;
		HOT_PICK(fbp_resample)(j->spec, 2 * step * m + (double)p->len, 2 * step, n, f->table,
				       block + ph * f->span);
	}
	polar_tick(p, &t, RECON_FILTER);
	return 0;
}

/* The two phases between which the pixels of a row from column col on lie. */
static struct fbp_share share(const struct fbp *f, const struct ray *r, size_t row, size_t col)
{
	double mid = ((double)f->polar.geo.size - 1) / 2;
	double at = -mid - ((double)row - mid) * r->slope - r->first;
	int cell = (int)at;
	double in = (at - cell) * (double)f->phases;
	int phase = (int)in;
	float w = (float)(in - phase);
	const float *x = r->x + (size_t)cell + col;

	return (struct fbp_share){ x + f->offset[phase], x + f->offset[phase + 1], 1 - w, w };
}

/* All pixels of acc [size][size] get their share of n rays. */
static void lay(const struct fbp *f, const struct ray *ray, size_t n, float *acc)
{
	size_t size = f->polar.geo.size;
	struct fbp_share s[GROUP];

	for (size_t row0 = 0; row0 < size; row0 += TILE_ROWS)
		for (size_t col = 0; col < size; col += TILE_COLS) {
			size_t end = row0 + TILE_ROWS < size ? row0 + TILE_ROWS : size;
			size_t w = size - col < TILE_COLS ? size - col : TILE_COLS;
			for (size_t row = row0; row < end; row++) {
				for (size_t k = 0; k < n; k++)
					s[k] = share(f, ray + k, row, col);
				HOT_PICK(fbp_add)(acc + row * size + col, w, s, n);
			}
		}
}

/* The angles that run along x, or the others, into acc. */
static int half(const struct job *j, bool x, float *acc, struct err *e)
{
	const struct polar *p = &j->f->polar;
	struct ray ray[GROUP];
	size_t n = 0;
	uint64_t t = 0;

	memset(acc, 0, p->geo.size * p->geo.size * sizeof *acc);
	for (size_t i = 0; i < p->geo.nangle; i++) {
		if (along_x(p, p->geo.sorted[i]) == x &&
		    prepare(j, p->geo.sorted[i], n, ray + n, e))
			return e->code;
		n += along_x(p, p->geo.sorted[i]) == x;
		if (n == GROUP || i == p->geo.nangle - 1) {
			polar_tick(p, &t, RECON_PHASES);
			lay(j->f, ray, n, acc);
			polar_tick(p, &t, RECON_SPREAD);
			n = 0;
		}
	}
	return 0;
}

static int apply(const void *plan_, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work_, struct err *e)
{
	const struct fbp *f = plan_;
	const struct polar *p = &f->polar;
	float *spec = work_, *block = spec + spectrum_floats(f);
	float *plane = block + GROUP * f->phases * f->span, *colweight = plane + plane_floats(f);
	struct job j = { f, in, NULL, geo_center(&p->geo, first), spec, block };
	uint64_t t = 0;

	(void)n, (void)before, (void)after;
	if (geo_columns(&p->geo, j.center, colweight))
		j.colweight = colweight;
	if (half(&j, true, out, e) || half(&j, false, plane, e))
		return e->code;
	polar_tick(p, &t, RECON_PHASES);
	HOT_PICK(fbp_add_transposed)(out, plane, p->geo.size);
	for (size_t i = 0; i < p->geo.size; i++)
		geo_mask(&p->geo, i, out + i * p->geo.size);
	polar_tick(p, &t, RECON_FINISH);
	return 0;
}

const struct method recon_fbp = {
	.name = "fbp",
	.brief = "filtered back-projection in real space",
	.reference = "Kak & Slaney, Principles of Computerized Tomographic Imaging (IEEE Press, 1988), ch. 3",
	.wants = "mu_t",
	.gives = NULL,
	.param = params,
	.map = { .name = "fbp", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = work,
		 .fixed = fixed, .apply = apply, .free = free_plan },
};
