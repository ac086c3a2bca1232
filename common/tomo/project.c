#include "tomo/project.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "num/rng.h"
#include "tomo/filter_image.h"
#include "tomo/geo.h"
#include "tomo/proj.h"

struct project {
	struct proj *proj;
	struct image im;
	size_t nangle, ncol;
	double *center, *row;		/* [ncenter], [nrow] */
	size_t ncenter, nrow;
	float scale;			/* of the input's attenuation: par->scale, and to 1/pixel */
	double counts;
	uint64_t seed;
	bool transmission;
};

/* ---- plan --------------------------------------------------------------------------------- */

static int check_volume(struct project *p, const struct head *in, struct err *e)
{
	char text[160];

	if (in->ndim != 3 || in->is_complex || head_axis(in, "angle") >= 0)
		return err_set(e, E_DATA, "%s: need slices [z][y][x]", head_print(in, text, sizeof text));
	if (in->n[1] != in->n[2])
		return err_set(e, E_DATA, "slices of %zu x %zu: they must be square, with the axis of rotation in their "
			       "middle (xfilter -f pad, -f crop)", in->n[1], in->n[2]);
	if (in->n[1] > 65536)
		return err_set(e, E_DATA, "slices of %zu x %zu are too large", in->n[1], in->n[2]);
	return image_of(&p->im, in, e);
}

static int plan_scale(struct project *p, const struct project_par *par, const struct head *in, struct err *e)
{
	const char *q = head_quantity(in);
	bool cm = !strcmp(q, "mu_per_cm");

	if (*q && !cm && strcmp(q, "mu_per_px"))
		return err_set(e, E_DATA, "quantity %s, where mu_per_px or mu_per_cm is needed", q);
	if (cm && !(par->pixel_m > 0))
		return err_set(e, E_DATA, "slices are in 1/cm, and the input has no %s: give --pixel M", META_PIXEL);
	p->scale = (float)(par->scale * (cm ? par->pixel_m / UNIT_CM : 1));
	return 0;
}

static int plan_center(struct project *p, const struct project_par *par, const struct head *in, struct err *e)
{
	double mid = ((double)p->ncol - 1) / 2, far = 2 * (double)p->ncol;
	const double *c = par->center ? par->center : &mid;
	size_t n = par->center ? par->ncenter : 1;

	if (n != 1 && n != in->n[0])
		return err_set(e, E_DATA, "%zu centers for %zu slices", n, in->n[0]);
	p->center = mem_alloc(n, sizeof *p->center, "centers", e);
	for (size_t i = 0; p->center && i < n; i++) {
		if (!(fabs(c[i] - mid) <= far))
			return err_set(e, E_DATA, "row %zu: center %g is more than twice the detector's %zu columns off its "
				       "middle", i, c[i], p->ncol);
		p->center[i] = c[i];
	}
	p->ncenter = n;
	return e->code;
}

/* The numbers of the rows, by which noise is drawn: those of a crop, or 0, 1, 2, ... */
static int plan_rows(struct project *p, const struct head *in, struct err *e)
{
	const struct table *t = head_table(in, in->label[0], "index");

	if (!t || !t->n)
		return 0;
	p->row = mem_alloc(t->n, sizeof *p->row, "rows", e);
	if (p->row)
		memcpy(p->row, t->v, t->n * sizeof *p->row);
	p->nrow = t->n;
	return e->code;
}

static int plan_angles(struct project *p, const struct project_par *par, struct err *e)
{
	double *cs = mem_alloc(2 * par->nangle, sizeof *cs, "angles", e);

	for (size_t i = 0; cs && i < par->nangle; i++) {
		cs[i] = cos(par->theta_deg[i] * UNIT_DEG);
		cs[par->nangle + i] = sin(par->theta_deg[i] * UNIT_DEG);
	}
	if (cs)
		proj_new(&p->proj, p->im.ncol, p->ncol, cs, cs + par->nangle, par->nangle, e);
	mem_free(cs);
	return e->code;
}

/* Of the tables the numbers of the slices are left, as those of rows. */
static void keep_index(struct head *h)
{
	for (size_t i = h->ntable; i-- > 0;) {
		struct table t = h->table[i];
		if (strcmp(t.label, h->label[0]) || strcmp(t.name, "index"))
			head_del_table(h, t.label, t.name);
	}
	for (size_t i = 0; i < h->ntable; i++)
		memcpy(h->table[i].label, "row", 4);
}

static int make_head(const struct project *p, const struct project_par *par, struct head *h, struct err *e)
{
	keep_index(h);
	memcpy(h->label[0], "row", 4);
	memcpy(h->label[1], "angle", 6);
	memcpy(h->label[2], "col", 4);
	h->n[1] = p->nangle;
	h->n[2] = p->ncol;
	meta_del(&h->meta, META_TILT);
	if (head_set_table(h, "angle", "theta_deg", par->theta_deg, p->nangle, e) ||
	    meta_set_num(&h->meta, META_CENTER, p->center[p->ncenter / 2], e) ||
	    meta_set(&h->meta, META_QUANTITY, p->transmission ? "transmission" : "mu_t", e))
		return e->code;
	if (par->pixel_m > 0 && meta_set_num(&h->meta, META_PIXEL, par->pixel_m, e))
		return e->code;
	return p->ncenter > 1 ? head_set_table(h, "row", "center_px", p->center, p->ncenter, e) : 0;
}

static int plan(void *par_, const struct head *in, struct head *out, void **plan_, struct err *e)
{
	const struct project_par *par = par_;
	struct project *p = mem_zero(1, sizeof *p, "plan", e);

	*plan_ = p;
	if (!p || check_volume(p, in, e) || plan_scale(p, par, in, e))
		return e->code;
	p->nangle = par->nangle;
	p->ncol = par->ncol ? par->ncol : in->n[2];
	p->counts = par->counts;
	p->seed = par->seed;
	p->transmission = par->transmission;
	if (plan_center(p, par, in, e) || plan_rows(p, in, e) || plan_angles(p, par, e))
		return e->code;
	return make_head(p, par, out, e);
}

static void free_plan(void *plan_)
{
	struct project *p = plan_;

	if (!p)
		return;
	proj_free(p->proj);
	mem_free(p->center);
	mem_free(p->row);
	mem_free(p);
}

static size_t work(const void *plan_)
{
	return proj_work(((const struct project *)plan_)->proj);
}

static size_t fixed(const void *plan_)
{
	const struct project *p = plan_;

	return sizeof *p + proj_fixed(p->proj) + (p->ncenter + p->nrow) * sizeof(double);
}

/* ---- one slice ---------------------------------------------------------------------------- */

enum { BLOCKS = 1 << 16 };	/* of random numbers that a pixel may use: it takes a few */

/* N / I0.  Counts beyond 2^50 have no noise that a float shows. */
static double count(const struct project *p, uint64_t row, size_t pixel, double mean)
{
	struct rng r = rng_at(p->seed, row, (uint64_t)pixel * BLOCKS);

	return mean < 0x1p50 ? rng_poisson(&r, mean) / p->counts : mean / p->counts;
}

static void expose(const struct project *p, uint64_t row, float *b)
{
	bool noise = p->counts > 0;

	for (size_t i = 0; i < p->nangle * p->ncol && (noise || p->transmission); i++) {
		double t = exp(-(double)b[i]);
		if (noise)
			t = count(p, row, i, p->counts * t);
		b[i] = (float)(p->transmission ? t : -log(t > 0 ? t : 0.5 / p->counts));
	}
}

static int apply(const void *plan_, size_t first, size_t n, size_t before, size_t after, const float *in, float *out,
		 void *work_, struct err *e)
{
	const struct project *p = plan_;
	size_t bad = image_finite(in, p->im.nrow * p->im.ncol), nb = p->nangle * p->ncol;
	double row = first < p->nrow ? p->row[first] : (double)first;

	(void)n, (void)before, (void)after;
	if (bad < p->im.nrow * p->im.ncol)
		return image_bad(&p->im, bad, in[bad], "is not finite", e);
	proj_forward(p->proj, p->center[p->ncenter > 1 ? first : 0], NULL, p->nangle, in, out, work_);
	for (size_t i = 0; i < nb; i++)
		out[i] *= p->scale;
	expose(p, (uint64_t)(int64_t)row, out);
	bad = image_finite(out, nb);
	return bad == nb ? 0 : err_set(e, E_DATA, "angle %zu, col %zu: the line integral is beyond the range of floats",
				       bad / p->ncol, bad % p->ncol);
}

struct map project_map(struct project_par *par)
{
	return (struct map){ .name = "projection", .order = ORDER_ANY, .batch = 1, .par = par, .plan = plan, .work = work,
			     .fixed = fixed, .apply = apply, .free = free_plan };
}
