#include "tomo/iter.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/vec.h"
#include "tomo/iter_order.h"

struct iter_plan {
	const struct iter_kind *kind;
	struct geo geo;
	struct proj *proj;
	size_t *angle, *place;		/* [nangle]: the number of each in the scan; 0, 1, 2 ... */
	struct iter_block *block;
	size_t nblock;
	size_t size, border;		/* of the working slice; its pixels beyond the output's, each side */
	float *support;			/* [size][size], or NULL */
	double val[PARAM_MAX];
	struct recon_par par;
	void *own;
};

/* ---- the plan ----------------------------------------------------------------------------- */

/* 1 within the circle and the caller's support, 0 elsewhere; what lies beyond the output is free. */
static int plan_support(struct iter_plan *p, struct err *e)
{
	const struct geo *g = &p->geo;
	double mid = ((double)g->size - 1) / 2;

	if (g->circle < 0 && !p->par.support)
		return 0;
	p->support = mem_alloc(p->size * p->size, sizeof *p->support, "support", e);
	if (!p->support)
		return e->code;
	vec_fill(p->support, p->size * p->size, 1);
	for (size_t i = 0; i < g->size; i++)
		for (size_t j = 0; j < g->size; j++) {
			bool in = g->circle < 0 || hypot((double)i - mid, (double)j - mid) < g->circle;
			if (!in || (p->par.support && !(p->par.support[i * g->size + j] > 0)))
				p->support[(i + p->border) * p->size + j + p->border] = 0;
		}
	return 0;
}

static int check_side(const char *what, size_t have, size_t want, struct err *e)
{
	if (have && have != want)
		return err_set(e, E_DATA, "the %s is of %zu x %zu pixels, the slices of %zu x %zu", what, have, have,
			       want, want);
	return 0;
}

static size_t block_count(const struct iter_plan *p)
{
	size_t which = p->kind->blocks, n = p->geo.nangle;

	if (which == 0 || which == ITER_ONE)
		return 1;
	return which < ITER_EACH && p->val[which] < (double)n ? (size_t)p->val[which] : n;
}

static int plan_blocks(struct iter_plan *p, struct err *e)
{
	size_t n = p->geo.nangle, blocks = block_count(p);
	size_t *first = mem_alloc(blocks + 1, sizeof *first, "blocks", e);

	p->angle = mem_alloc(n, sizeof *p->angle, "angles", e);
	p->place = mem_alloc(n, sizeof *p->place, "angles", e);
	p->block = mem_alloc(blocks, sizeof *p->block, "blocks", e);
	p->nblock = blocks;
	for (size_t i = 0; !e->code && i < n; i++)
		p->angle[i] = p->place[i] = i;
	if (!e->code && p->kind->blocks)
		iter_order(p->geo.sorted, n, blocks, p->angle, first);
	for (size_t k = 0; !e->code && k < blocks; k++)
		p->block[k] = p->kind->blocks ? (struct iter_block){ first[k], first[k + 1] - first[k] }
					      : (struct iter_block){ 0, n };
	mem_free(first);
	return e->code;
}

/* The projector has the angles in the order of the blocks. */
static int plan_proj(struct iter_plan *p, struct err *e)
{
	size_t n = p->geo.nangle;
	double *cs = mem_alloc(n, sizeof *cs, "angles", e), *sn = mem_alloc(n, sizeof *sn, "angles", e);

	for (size_t i = 0; !e->code && i < n; i++) {
		cs[i] = p->geo.cs[p->angle[i]];
		sn[i] = p->geo.sn[p->angle[i]];
	}
	if (!e->code)
		proj_new(&p->proj, p->size, p->geo.ncol, cs, sn, n, e);
	mem_free(cs);
	mem_free(sn);
	return e->code;
}

/* What a slice takes, as far as it is known before the plan, which may take as much. */
static int check_memory(const struct iter_plan *p, struct err *e)
{
	double pixels = (double)p->size * (double)p->size, samples = (double)p->geo.nangle * (double)p->geo.ncol;
	double need = ((1 + (double)p->kind->images) * pixels + (1 + (double)p->kind->sinos) * samples) * sizeof(float);

	if (p->par.memory == 0 || need <= (double)p->par.memory)
		return 0;
	return err_set(e, E_NOMEM, "--memory of %zu M is too little: slices of %zu x %zu pixels take more than %.0f M",
		       p->par.memory >> 20, p->size, p->size, floor(need / (1 << 20)));
}

int iter_make(const struct iter_kind *kind, const struct param *params, const struct recon_par *par,
	      const struct head *in, struct head *out, void **plan, struct err *e)
{
	struct iter_plan *p = mem_zero(1, sizeof *p, "plan", e);

	*plan = p;
	if (!p || geo_init(&p->geo, par, in, out, e))
		return e->code;
	p->kind = kind;
	p->par = *par;
	p->border = par->pad > 0 ? (size_t)par->pad : 0;
	p->size = p->geo.size + 2 * p->border;
	if (par->val)
		for (size_t i = 0; params[i].type != PARAM_END; i++)
			p->val[i] = par->val[i];
	else if (param_parse(params, "", NULL, p->val, e))
		return e->code;
	p->par.val = p->val;
	if (check_memory(p, e) || check_side("support", par->support ? par->support_size : 0, p->geo.size, e) ||
	    check_side("start", par->init ? par->init_size : 0, p->geo.size, e) || plan_support(p, e) ||
	    plan_blocks(p, e) || plan_proj(p, e))
		return e->code;
	return kind->plan ? kind->plan(&p->geo, &p->par, &p->own, e) : 0;
}

void iter_free(void *plan)
{
	struct iter_plan *p = plan;

	if (!p)
		return;
	if (p->own)
		p->kind->free(p->own);
	proj_free(p->proj);
	mem_free(p->angle);
	mem_free(p->place);
	mem_free(p->block);
	geo_free(&p->geo);
	mem_free(p->support);
	mem_free(p);
}

size_t iter_fixed(const void *plan)
{
	const struct iter_plan *p = plan;

	return sizeof *p + geo_fixed(&p->geo) + proj_fixed(p->proj) + 2 * p->geo.nangle * sizeof *p->angle +
	       p->nblock * sizeof *p->block +
	       (p->support ? p->size * p->size * sizeof(float) : 0) +
	       (p->kind->own_fixed ? p->kind->own_fixed(p->own) : 0);
}

/* Angles of the largest block, for which there is scratch. */
static size_t largest(const struct iter_plan *p)
{
	size_t n = 0;

	for (size_t k = 0; p->kind->blocks && k < p->nblock; k++)
		n = p->block[k].n > n ? p->block[k].n : n;
	return n;
}

/* Floats, from bytes. */
static size_t proj_floats(const struct iter_plan *p)
{
	return mem_lines((proj_work(p->proj) + 3) / 4);
}

size_t iter_work(const void *plan)
{
	const struct iter_plan *p = plan;
	size_t nx = mem_lines(p->size * p->size), nb = mem_lines(p->geo.nangle * p->geo.ncol);

	return ((1 + p->kind->images) * nx + (1 + p->kind->sinos) * nb + mem_lines(largest(p) * p->geo.ncol) +
		proj_floats(p)) * sizeof(float) + (p->kind->work ? p->kind->work(p->size) : 0) +
	       (p->kind->own_work ? p->kind->own_work(p->own) : 0);
}

/* ---- one slice ---------------------------------------------------------------------------- */

static void lay_out(const struct iter_plan *p, struct iter *it, float **b, void *work)
{
	float *at = work;
	size_t nx = mem_lines(it->nx), nb = mem_lines(it->nb);

	it->x = at;
	*b = at += nx;
	at += nb;
	for (size_t i = 0; i < p->kind->images; i++, at += nx)
		it->image[i] = at;
	for (size_t i = 0; i < p->kind->sinos; i++, at += nb)
		it->sino[i] = at;
	it->rows = at;
	it->work = at += mem_lines(largest(p) * it->ncol);
	it->own_work = at + proj_floats(p);
}

static int get_rows(const struct iter_plan *p, const float *in, float *b, struct err *e)
{
	for (size_t a = 0; a < p->geo.nangle; a++)
		if (geo_row(&p->geo, p->angle[a], in, b + a * p->geo.ncol, e))
			return e->code;
	return 0;
}

/* Squares and their products must not leave the range of floats, else methods would be wrong without a word. */
static int check_scale(const struct iter *it, struct err *e)
{
	double rms = sqrt(it->b2 / (double)it->nb);

	if (it->b2 == 0 || (rms >= 1e-15 && rms <= 1e15))
		return 0;
	return err_set(e, E_DATA, "values of %.3g in root mean square are beyond 1e-15 to 1e15 (xfilter -f scale helps)", rms);
}

static int check_result(const struct iter *it, struct err *e)
{
	return HOT_PICK(geo_valid)(it->x, it->nx, 0) ? 0 : err_set(e, E_DATA, "the iterations diverged");
}

/* The slice that has the mean sum of the projections, evenly over it. */
static float even(const struct iter *it)
{
	double mean = vec_sum(it->b, it->nb) / (double)it->nangle / (double)it->nx;

	return mean > 0 ? (float)mean : 1e-6f;
}

static int start(const struct iter_plan *p, struct iter *it, float *out, struct err *e)
{
	size_t n = p->geo.size;

	vec_fill(it->x, it->nx, p->kind->positive ? even(it) : 0);
	if (!p->par.init)
		return 0;
	if (p->par.init(p->par.init_ctx, it->item, out, e))
		return e->code;
	if (!HOT_PICK(geo_valid)(out, n * n, 0))
		return err_set(e, E_DATA, "a value that the slice begins with is not finite");
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			float v = out[i * n + j] / (float)p->geo.scale;
			float *x = &it->x[(i + p->border) * p->size + j + p->border];
			*x = p->kind->positive && v <= 0 ? *x * 1e-3f : v;
		}
	return 0;
}

int iter_apply(const void *plan, size_t first, size_t n, size_t before, size_t after, const float *in,
	       float *out, void *work, struct err *e)
{
	const struct iter_plan *p = plan;
	struct iter it = {
		.geo = &p->geo, .proj = p->proj, .val = p->val, .nangle = p->geo.nangle, .ncol = p->geo.ncol,
		.size = p->size, .nx = p->size * p->size, .nb = p->geo.nangle * p->geo.ncol,
		.center = geo_center(&p->geo, first), .support = p->support, .own = p->own, .plan = p, .item = first,
		.angle = p->angle, .nblock = p->nblock, .block = p->block, .watched = p->par.tell || p->par.noise > 0,
	};
	float *b;

	(void)n, (void)before, (void)after;
	lay_out(p, &it, &b, work);
	it.b = b;
	if (get_rows(p, in, b, e) || start(p, &it, out, e))
		return e->code;
	it.b2 = vec_norm2(b, it.nb);
	if (check_scale(&it, e))
		return e->code;
	it.stop2 = p->par.noise > 0 ? p->par.noise * p->par.noise * (double)it.nb : -1;
	iter_limit(&it, it.x);
	if (p->kind->run(&it, e) || check_result(&it, e))
		return e->code;
	for (size_t i = 0; i < p->geo.size; i++) {
		memcpy(out + i * p->geo.size, it.x + (i + p->border) * p->size + p->border, p->geo.size * sizeof *out);
		geo_mask(&p->geo, i, out + i * p->geo.size);
	}
	return 0;
}

/* ---- for the methods ---------------------------------------------------------------------- */

bool iter_next(const struct iter *it)
{
	return (double)it->k < it->val[ITER_ITERATIONS] || it->watched;
}

bool iter_tell(struct iter *it, double residual2, double objective)
{
	const struct recon_par *par = it->plan ? &it->plan->par : NULL;

	if (par && par->tell)
		par->tell(par->tell_ctx, it->item, it->k, it->b2 > 0 ? sqrt(residual2 / it->b2) : 0, objective);
	if ((double)it->k >= it->val[ITER_ITERATIONS] || residual2 <= it->stop2)
		return true;
	it->k++;
	return false;
}

void iter_forward(const struct iter *it, const float *x, float *b)
{
	proj_forward(it->proj, it->center, NULL, it->nangle, x, b, it->work);
}

void iter_back(const struct iter *it, const float *b, float *x)
{
	memset(x, 0, it->nx * sizeof *x);
	proj_back(it->proj, it->center, NULL, it->nangle, b, x, it->work);
}

void iter_forward_some(const struct iter *it, size_t first, size_t n, const float *x, float *b)
{
	proj_forward(it->proj, it->center, it->plan->place + first, n, x, b, it->work);
}

void iter_back_some(const struct iter *it, size_t first, size_t n, const float *b, float *x)
{
	proj_back(it->proj, it->center, it->plan->place + first, n, b, x, it->work);
}

void iter_block_residual(const struct iter *it, size_t k, const float *x)
{
	const struct iter_block *block = it->block + k;

	iter_forward_some(it, block->first, block->n, x, it->rows);
	vec_sub(it->b + block->first * it->ncol, it->rows, it->rows, block->n * it->ncol);
}

double iter_watch(const struct iter *it, const float *x)
{
	double sum = 0;

	for (size_t k = 0; it->watched && k < it->nblock; k++) {
		iter_block_residual(it, k, x);
		sum += vec_norm2(it->rows, it->block[k].n * it->ncol);
	}
	return it->watched ? sum : NAN;
}

void iter_limit(const struct iter *it, float *x)
{
	if (it->val[ITER_NONNEG] > 0)
		vec_at_least(x, it->nx, 0);
	if (it->support)
		vec_mul(x, it->support, it->nx);
}

void iter_invert(float *a, size_t n, float least)
{
	float most = 0;

	for (size_t i = 0; i < n; i++)
		most = a[i] > most ? a[i] : most;
	for (size_t i = 0; i < n; i++)
		a[i] = a[i] > least * most ? 1 / a[i] : 0;
}
