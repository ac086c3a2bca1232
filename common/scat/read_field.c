#include "scat/read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scat/expand.h"
#include "scat/heightfield.h"
#include "scat/own.h"
#include "scat/voxels.h"

static void drop(void *p)
{
	struct field *f = p;

	f->free(f);
}

static int array(struct rd *r, const struct node *file, int want, double **v, size_t n[3])
{
	const char *path;
	int ndim;

	if (rd_text(r, file, &path))
		return r->e->code;
	if (!r->files || !r->files->array)
		return node_err(file, r->e, "no files can be read here");
	if (r->files->array(r->files->ctx, file, path, v, n, &ndim, r->e))
		return r->e->code;
	if (ndim == want)
		return 0;
	mem_free(*v);
	return node_err(file, r->e, "%.200s has %d axes, not %d", path, ndim, want);
}

/* Kept for the other readings unless distributions change it. */
static int settle(struct rd *r, const struct node *n, struct field *f, struct part *p)
{
	p->field = f;
	if (own_add(&r->job->owned, f, drop, r->e))
		return r->e->code;
	return expand_any(n) ? 0 : rd_keep(r, n, r->energy_kev, f);
}

/* A size, or one for each axis: x, y(, z); out has the slowest axis first. */
static int sizes(struct rd *r, const struct node *n, size_t axes, double *out)
{
	if (n->type == NODE_LIST && rd_list(r, n, axes, axes))
		return r->e->code;
	for (size_t i = 0; i < axes; i++)
		if (rd_num(r, n->type == NODE_LIST ? n->child[axes - 1 - i] : n, UNIT_NM, FF_LEAST, FF_MOST, &out[i]))
			return r->e->code;
	return 0;
}

/* ---- height fields ------------------------------------------------------------------------------- */

static int zero_level(struct rd *r, const struct node *n, struct height_par *h)
{
	h->zero = HEIGHT_VALUE;
	if (!n)
		return 0;
	if (rd_is(n, "min"))
		h->zero = HEIGHT_MIN;
	else if (rd_is(n, "mean"))
		h->zero = HEIGHT_MEAN;
	else
		return rd_num(r, n, UNIT_NONE, -1e300, 1e300, &h->zero_level);
	return 0;
}

static int boundary(struct rd *r, const struct node *n, struct height_par *h)
{
	static const char *const windows[] = { "hann", NULL };
	const struct node *w = node_get(n, "window"), *b = node_get(n, "boundary");
	int k = BOUNDARY_ISOLATED, hann;

	if (rd_opt_choice(r, n, "boundary", height_boundary_names, &k) || (w && node_choice(w, windows, &hann, r->e)))
		return r->e->code;
	if (w && b && k != BOUNDARY_WINDOW)
		return node_err(w, r->e, "a window and boundary: %s exclude each other", height_boundary_names[k]);
	h->boundary = w ? BOUNDARY_WINDOW : (enum height_boundary)k;
	return 0;
}

static void flip(double *v, size_t ny, size_t nx)
{
	for (size_t i = 0; i < ny / 2; i++)
		for (size_t j = 0; j < nx; j++) {
			double t = v[i * nx + j];

			v[i * nx + j] = v[(ny - 1 - i) * nx + j];
			v[(ny - 1 - i) * nx + j] = t;
		}
}

int rd_height_field(struct rd *r, const struct node *n, struct part *p)
{
	static const char *const keys[] = { "name",   "file",     "pixel",  "height_scale", "zero",
					    "facets", "boundary", "window", "row0",         NULL };
	static const char *const rows[] = { "top", "bottom", NULL };
	const struct node *file, *pixel;
	struct height_par h = { .scale_nm = 1 };
	struct err why = { 0 };
	struct field *f;
	double *v;
	size_t size[3];
	int facets = FACETS_BILINEAR, row0 = 0;

	p->field = expand_any(n) ? NULL : rd_kept(r, n, r->energy_kev);
	if (p->field)
		return 0;
	if (rd_keys(r, n, keys) || !(file = rd_need(r, n, "file")) || !(pixel = rd_need(r, n, "pixel")) ||
	    sizes(r, pixel, 2, h.pixel_nm) || rd_opt(r, n, "height_scale", UNIT_NM, -FF_MOST, FF_MOST, &h.scale_nm) ||
	    zero_level(r, node_get(n, "zero"), &h) || rd_opt_choice(r, n, "facets", height_facets_names, &facets) ||
	    boundary(r, n, &h) || rd_opt_choice(r, n, "row0", rows, &row0) || array(r, file, 2, &v, size))
		return r->e->code;
	h.facets = (enum height_facets)facets;
	h.ny = size[0];
	h.nx = size[1];
	if (row0)
		flip(v, h.ny, h.nx);
	if (heightfield_new(&f, &h, v, &why))
		rd_at(r, file, &why);
	mem_free(v);
	return r->e->code ? r->e->code : settle(r, n, f, p);
}

/* ---- voxels -------------------------------------------------------------------------------------- */

enum value { VALUE_LABEL, VALUE_FRACTION, VALUE_DELTA };
static const char *const values[] = { "label", "fraction", "delta", NULL };

/* What the values of a volume mean. */
struct meaning {
	enum value value;
	double complex around;		/* n^2 of what the volume displaces */
	double complex n2[2];		/* fraction: of 1 and of 0 */
	size_t labels;
	double *label;
	double complex *of_label;
	double ratio;			/* delta/beta */
};

static int table(struct rd *r, const struct node *n, struct meaning *m)
{
	if (!n || node_is(n, NODE_MAP, r->e))
		return r->e->code;
	m->labels = n->n;
	m->label = own_alloc(&r->tmp, n->n, sizeof *m->label, r->e);
	m->of_label = own_alloc(&r->tmp, n->n, sizeof *m->of_label, r->e);
	if (!m->label || !m->of_label)
		return r->e->code;
	for (size_t i = 0; i < n->n; i++) {
		char *end;

		m->label[i] = strtod(n->child[i]->key, &end);
		if (*end || !isfinite(m->label[i]))
			return node_err(n->child[i], r->e, "%.60s is no label: they are numbers", n->child[i]->key);
		for (size_t k = 0; k < i; k++)
			if (m->label[k] == m->label[i])
				return node_err(n->child[i], r->e, "%.60s is the label %.60s once more", n->child[i]->key, n->child[k]->key);
		if (rd_material(r, n->child[i], &m->of_label[i]))
			return r->e->code;
	}
	return 0;
}

static int materials(struct rd *r, const struct node *n, struct meaning *m)
{
	m->n2[1] = m->around;
	if (!n || rd_list(r, n, 1, 2))
		return r->e->code;
	for (size_t i = 0; i < n->n; i++)
		if (rd_material(r, n->child[i], &m->n2[i]))
			return r->e->code;
	return 0;
}

static int meaning(struct rd *r, const struct node *n, struct meaning *m)
{
	static const char *const used[] = { "table", "materials", "delta_over_beta" };
	const struct node *value = rd_need(r, n, "value");
	int k;

	if (!value)
		return r->e->code;
	if (rd_is(value, "beta") || rd_is(value, "mu") || rd_is(value, "attenuation"))
		return node_err(value, r->e, "attenuation alone does not tell delta: give delta and delta_over_beta");
	if (node_choice(value, values, &k, r->e))
		return r->e->code;
	m->value = (enum value)k;
	for (int i = 0; i < 3; i++)
		if (i != k && node_get(n, used[i]))
			return node_err(node_get(n, used[i]), r->e, "%s does not go with value: %s", used[i], values[k]);
	if (k == VALUE_LABEL)
		return table(r, rd_need(r, n, "table"), m);
	if (k == VALUE_FRACTION)
		return materials(r, rd_need(r, n, "materials"), m);
	return rd_key(r, n, "delta_over_beta", UNIT_NONE, 1e-3, 1e12, &m->ratio);
}

/* n^2 of a value; NAN: not a label of the table.  Label 0 is what is around, unless the table has it. */
static double complex index2(const struct meaning *m, double v)
{
	double complex n = 1 - v + I * v / m->ratio;

	if (m->value == VALUE_DELTA)
		return n * n;
	if (m->value == VALUE_FRACTION)
		return v * m->n2[0] + (1 - v) * m->n2[1];
	for (size_t i = 0; i < m->labels; i++)
		if (m->label[i] == v)
			return m->of_label[i];
	return v == 0 ? m->around : NAN;
}

static int contrasts(struct rd *r, const struct node *file, const struct meaning *m, const size_t n[3], const double *v,
		     double *re, double *im)
{
	for (size_t i = 0; i < n[0] * n[1] * n[2]; i++) {
		double complex c = index2(m, v[i]) - m->around;

		if (!isfinite(creal(c)) || (m->value == VALUE_FRACTION && !(v[i] >= 0 && v[i] <= 1)) ||
		    (m->value == VALUE_DELTA && !(v[i] >= -1 && v[i] <= 0.999)))	/* as of any material */
			return node_err(file, r->e, "voxel (%zu, %zu, %zu): %.6g is no %s%s", i / n[2] / n[1],
					i / n[2] % n[1], i % n[2], v[i], values[m->value],
					m->value == VALUE_LABEL ? " of the table" : "");
		re[i] = creal(c);
		im[i] = cimag(c);
	}
	return 0;
}

static int volume(struct rd *r, const struct node *file, const struct meaning *m, struct voxels_par *par, struct field **f)
{
	struct err why = { 0 };
	double *v, *re;
	size_t all;

	if (array(r, file, 3, &v, par->n))
		return r->e->code;
	all = par->n[0] * par->n[1] * par->n[2];
	re = mem_alloc(all, 2 * sizeof *re, "contrasts of voxels", r->e);
	if (re && !contrasts(r, file, m, par->n, v, re, re + all) && voxels_new(f, par, re, re + all, &why))
		rd_at(r, file, &why);
	mem_free(re);
	mem_free(v);
	return r->e->code;
}

/* The contrast is in the field, so n2 is 1 more than that of what is around: sample.h. */
int rd_voxels(struct rd *r, const struct node *n, struct part *p)
{
	static const char *const keys[] = { "name",  "file",      "voxel",           "value",
					    "table", "materials", "delta_over_beta", NULL };
	const struct node *file, *voxel;
	struct meaning m = { .around = r->s->layer[r->layer].n2, .ratio = 1 };
	struct voxels_par par;
	struct field *f;

	if (p->within >= 0)
		return node_err(n, r->e, "voxels are no core");
	p->n2 = m.around + 1;
	p->field = expand_any(n) ? NULL : rd_kept(r, n, r->energy_kev);
	if (p->field)
		return 0;
	if (rd_keys(r, n, keys) || !(file = rd_need(r, n, "file")) || !(voxel = rd_need(r, n, "voxel")) ||
	    sizes(r, voxel, 3, par.voxel_nm) || meaning(r, n, &m) || volume(r, file, &m, &par, &f))
		return r->e->code;
	return settle(r, n, f, p);
}
