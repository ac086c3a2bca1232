#include "tomo/geo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/slab.h"
#include "base/units.h"
#include "tomo/angle.h"

static int check_input(const struct head *in, struct err *e)
{
	const struct table *key = head_table(in, "angle", "key");
	char text[160];

	if (!head_is(in, "row", "angle", "col"))
		return err_set(e, E_DATA, "%s: need sinograms [row][angle][col]",
			       head_print(in, text, sizeof text));
	for (size_t i = 0; key && i < key->n; i++)
		if (key->v[i] > 0)
			return err_set(e, E_DATA, "angle %zu is a flat or dark, no projection: "
				       "normalise with xnorm first", i);
	return 0;
}

struct direction { double at; size_t i; };

static int by_direction(const void *a, const void *b)
{
	const struct direction *p = a, *q = b;

	return p->at != q->at ? (p->at > q->at) - (p->at < q->at) : (p->i > q->i) - (p->i < q->i);
}

static int sort_angles(struct geo *g, struct err *e)
{
	struct direction *d = mem_alloc(g->nangle, sizeof *d, "angles", e);

	for (size_t i = 0; d && i < g->nangle; i++) {
		double sign = g->cs[i] < 0 ? -1 : 1;
		d[i] = (struct direction){ atan2(sign * g->sn[i], sign * g->cs[i]), i };
	}
	if (d)
		qsort(d, g->nangle, sizeof *d, by_direction);
	for (size_t i = 0; d && i < g->nangle; i++)
		g->sorted[i] = d[i].i;
	mem_free(d);
	return e->code;
}

static int plan_angles(struct geo *g, const struct recon_par *par, const struct head *in,
		       struct err *e)
{
	const double *theta = par->theta_deg;
	size_t n = par->ntheta;

	if (!theta && head_theta(in, &theta, &n, e))
		return e->code;
	if (n != g->nangle)
		return err_set(e, E_DATA, "%zu angles for %zu projections", n, g->nangle);
	g->cs = mem_alloc(n, sizeof *g->cs, "angles", e);
	g->sn = mem_alloc(n, sizeof *g->sn, "angles", e);
	g->weight = mem_alloc(n, sizeof *g->weight, "angles", e);
	g->sorted = mem_alloc(n, sizeof *g->sorted, "angles", e);
	if (e->code || angle_weights(theta, n, g->weight, e) ||
	    angle_full_turn(theta, n, &g->turn, e))
		return e->code;
	for (size_t i = 0; i < n; i++) {
		g->cs[i] = cos(theta[i] * UNIT_DEG);
		g->sn[i] = sin(theta[i] * UNIT_DEG);
	}
	return sort_angles(g, e);
}

static int plan_center(struct geo *g, const struct recon_par *par, const struct head *in,
		       struct err *e)
{
	const struct table *t = head_table(in, "row", "center_px");
	double one = NAN, far = 2 * (double)g->ncol, mid = ((double)g->ncol - 1) / 2;
	const double *c = par->center;
	size_t n = par->ncenter;

	if (!c && t && meta_get(&in->meta, META_SLAB))
		return err_set(e, E_USAGE, "a slab's table row.center_px does not tell the centers of all rows: give --center FILE");
	if (!c && t) {
		c = t->v;
		n = t->n;
	} else if (!c) {
		if (meta_get_num(&in->meta, META_CENTER, &one, e))
			return e->code;
		if (isnan(one))
			return err_set(e, E_USAGE, "the input has no %s: give --center COL, or --center auto "
				       "to find it", META_CENTER);
		c = &one;
		n = 1;
	}
	if (n != 1 && n != in->n[0])
		return err_set(e, E_DATA, "%zu centers for %zu rows", n, in->n[0]);
	g->center = mem_alloc(n, sizeof *g->center, "centers", e);
	for (size_t i = 0; g->center && i < n; i++) {
		if (!(fabs(c[i] - mid) <= far))
			return err_set(e, E_DATA, "row %zu: center %g is more than twice the detector's "
				       "%zu columns off its middle", i, c[i], g->ncol);
		g->center[i] = c[i];
	}
	g->ncenter = n;
	bool more = par->center_range[0] < par->center_range[1];
	g->lo = more ? par->center_range[0] : INFINITY;
	g->hi = more ? par->center_range[1] : -INFINITY;
	for (size_t i = 0; g->center && i < n; i++) {
		g->lo = fmin(g->lo, g->center[i]);
		g->hi = fmax(g->hi, g->center[i]);
	}
	return e->code;
}

static int plan_size(struct geo *g, const struct recon_par *par, struct err *e)
{
	double mid = ((double)g->ncol - 1) / 2;

	if (fmax(fabs(g->lo - mid), fabs(g->hi - mid)) < 0.5)
		g->turn = false;
	double side = fmax(g->hi, (double)g->ncol - 1 - g->lo);
	g->size = par->size ? par->size : g->turn ? (size_t)ceil(2 * side + 1) : g->ncol;
	if (g->size > 65536 || par->pad > 65536)
		return err_set(e, E_USAGE, "slices of %zu x %zu with %ld columns of padding are too "
			       "large", g->size, g->size, par->pad);
	g->circle = par->circle > 0 ? par->circle * (double)g->size / 2 : -1;
	return 0;
}

/* ---- the head of the volume --------------------------------------------------------------- */

static int plan_unit(struct geo *g, const struct recon_par *par, struct head *out, struct err *e)
{
	double pixel_m = NAN;

	if (meta_get_num(&out->meta, META_PIXEL, &pixel_m, e))
		return e->code;
	bool known = pixel_m > 0, cm = par->unit == RECON_CM || (par->unit == RECON_AUTO && known);
	if (cm && !known)
		return err_set(e, E_USAGE, "the input has no %s: 1/cm is not known (xconvert --set %s=METRES "
			       "says it)", META_PIXEL, META_PIXEL);
	g->scale = cm ? UNIT_CM / pixel_m : 1;
	return meta_set(&out->meta, META_QUANTITY, cm ? "mu_per_cm" : "mu_per_px", e);
}

static void drop_tables(struct head *h, const char *label)
{
	for (size_t i = h->ntable; i-- > 0; )
		if (!strcmp(h->table[i].label, label)) {
			char name[sizeof h->table[i].name];
			memcpy(name, h->table[i].name, sizeof name);
			head_del_table(h, label, name);
		}
}

static void volume_head(const struct geo *g, struct head *out)
{
	drop_tables(out, "angle");
	drop_tables(out, "col");
	head_del_table(out, "row", "center_px");
	meta_del(&out->meta, META_CENTER);
	for (size_t i = 0; i < out->ntable; i++)
		if (!strcmp(out->table[i].label, "row"))
			memcpy(out->table[i].label, "z", 2);
	memcpy(out->label[0], "z", 2);
	memcpy(out->label[1], "y", 2);
	memcpy(out->label[2], "x", 2);
	out->n[1] = out->n[2] = g->size;
}

int geo_init(struct geo *g, const struct recon_par *par, const struct head *in, struct head *out,
	     struct err *e)
{
	if (check_input(in, e))
		return e->code;
	g->nangle = in->n[1];
	g->ncol = in->n[2];
	g->transmission = par->transmission;
	if (plan_angles(g, par, in, e) || plan_center(g, par, in, e) || plan_size(g, par, e) ||
	    plan_unit(g, par, out, e))
		return e->code;
	volume_head(g, out);
	return 0;
}

void geo_free(struct geo *g)
{
	mem_free(g->cs);
	mem_free(g->sn);
	mem_free(g->weight);
	mem_free(g->sorted);
	mem_free(g->center);
}

size_t geo_fixed(const struct geo *g)
{
	return g->nangle * (3 * sizeof(double) + sizeof(size_t)) + g->ncenter * sizeof(double);
}

/* ---- a sinogram --------------------------------------------------------------------------- */

double geo_center(const struct geo *g, size_t item)
{
	return g->center[g->ncenter > 1 ? item : 0];
}

bool geo_columns(const struct geo *g, double center, float *weight)
{
	double last = (double)g->ncol - 1, overlap = fmin(center, last - center);
	double step = fmin(overlap, (double)g->ncol / 16), side = center < last / 2 ? 1 : -1;

	for (size_t c = 0; g->turn && c < g->ncol; c++) {
		double s = ((double)c - center) * side, t = 1;
		if (step > 0)
			t = fmax(0, fmin(1, (fabs(s) - overlap + step) / step));
		weight[c] = (float)(1 + copysign(0.5 - 0.5 * cos(M_PI * t), s));
	}
	return g->turn;
}

static int bad_value(const struct geo *g, size_t angle, const float *row, struct err *e)
{
	size_t c = 0;

	while (c < g->ncol - 1 && isfinite(row[c]) && (!g->transmission || row[c] > 0))
		c++;
	return err_set(e, E_DATA, "angle %zu, col %zu: value %g is not %s", angle, c, row[c],
		       isfinite(row[c]) ? "positive" : "finite");
}

int geo_row(const struct geo *g, size_t angle, const float *sino, float *out, struct err *e)
{
	const float *row = sino + angle * g->ncol;

	if (!HOT_PICK(geo_valid)(row, g->ncol, g->transmission))
		return bad_value(g, angle, row, e);
	memcpy(out, row, g->ncol * sizeof *row);
	for (size_t c = 0; g->transmission && c < g->ncol; c++)
		out[c] = -logf(out[c]);
	return 0;
}

void geo_mask(const struct geo *g, size_t i, float *row)
{
	double mid = ((double)g->size - 1) / 2, y = mid - (double)i;
	double half = g->circle < 0 ? 2 * mid + 1 : sqrt(fmax(0, g->circle * g->circle - y * y));
	bool none = g->circle >= 0 && fabs(y) >= g->circle;

	for (size_t j = 0; j < g->size; j++) {
		bool in = !none && fabs((double)j - mid) < half;
		row[j] = in ? row[j] * (float)g->scale : 0;
	}
}
