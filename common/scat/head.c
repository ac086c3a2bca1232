#include "scat/head.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"

struct axis { const char *label, *name; double lo, hi; };	/* edges; NULL name: no table */

static void axes(const struct detector *d, struct axis *row, struct axis *col)
{
	const double deg = 1 / UNIT_DEG;
	double u = sqrt(d->col_mm[0] * d->col_mm[0] + d->col_mm[1] * d->col_mm[1] + d->col_mm[2] * d->col_mm[2]);
	double v = sqrt(d->row_mm[0] * d->row_mm[0] + d->row_mm[1] * d->row_mm[1] + d->row_mm[2] * d->row_mm[2]);

	*row = *col = (struct axis){ NULL, NULL, 0, 0 };
	switch (d->type) {
	case DET_SPHERICAL:
		*row = (struct axis){ "alpha", "deg", deg * d->alpha_min_rad, deg * d->alpha_max_rad };
		*col = (struct axis){ "phi", "deg", deg * d->phi_min_rad, deg * d->phi_max_rad };
		break;
	case DET_QGRID:
		*row = (struct axis){ "qz", "per_nm", d->qz_min, d->qz_max };
		*col = (struct axis){ "qy", "per_nm", d->qy_min, d->qy_max };
		break;
	case DET_FLAT:
		*row = (struct axis){ "v", "mm", 0, v * (double)d->nrow };
		*col = (struct axis){ "u", "mm", 0, u * (double)d->ncol };
		break;
	case DET_POINTS:
		row->label = "point";
	}
}

/* In twelve digits, as a person would write it: 0.015, not 0.014999999999999998. */
static double short_number(double x)
{
	char text[32];

	snprintf(text, sizeof text, "%.12g", x);
	return strtod(text, NULL);
}

static int table(struct head *h, const char *label, const char *name, size_t n, double lo, double hi, struct err *e)
{
	double *t = mem_alloc(n, sizeof *t, "a table", e);

	for (size_t i = 0; t && i < n; i++)
		t[i] = short_number(lo + (hi - lo) * ((double)i + 0.5) / (double)n);
	if (t)
		head_set_table(h, label, name, t, n, e);
	mem_free(t);
	return e->code;
}

/* Tables of the frames: which energy, angle and term. */
static int frames(struct head *h, const struct job *j, const struct run_par *p, struct err *e)
{
	size_t n = h->n[0], each = run_each(p), turns = run_turns(j);
	double *t = mem_alloc(3 * n, sizeof *t, "a table", e);

	for (size_t i = 0; t && i < n; i++) {
		t[i] = j->frame_energy_kev[i / each / turns];
		t[n + i] = j->nomega ? j->omega_rad[i / each % turns] / UNIT_DEG : 0;
		t[2 * n + i] = (double)(i % each);
	}
	if (t && j->nframe > 1)
		head_set_table(h, "frame", "energy_keV", t, n, e);
	if (t && turns > 1)
		head_set_table(h, "frame", "omega_deg", t + n, n, e);
	if (t && p->terms)
		head_set_table(h, "frame", "term", t + 2 * n, n, e);
	mem_free(t);
	return e->code;
}

static int curve(struct head *h, const struct job *j, struct err *e)
{
	size_t n[2] = { j->nframe, j->nrefl };
	const char *const labels[] = { "frame", "alpha" };
	double *t = mem_alloc(2 * j->nrefl, sizeof *t, "a table", e), k = 2 * M_PI / j->variant[0].beam.wavelength_nm;
	bool one = j->nframe == 1;

	head_init(h, DT_F64, one ? 1 : 2, n + one, labels + one);
	for (size_t i = 0; t && i < j->nrefl; i++) {
		t[i] = j->refl_alpha_rad[i] / UNIT_DEG;
		t[j->nrefl + i] = 2 * k * sin(j->refl_alpha_rad[i]);
	}
	if (t && !head_set_table(h, "alpha", "deg", t, j->nrefl, e) && one)
		head_set_table(h, "alpha", "qz_per_nm", t + j->nrefl, j->nrefl, e);
	if (t && !one)
		head_set_table(h, "frame", "energy_keV", j->frame_energy_kev, j->nframe, e);
	mem_free(t);
	return e->code;
}

static int image(struct head *h, const struct job *j, const struct run_par *p, bool series, struct err *e)
{
	const struct detector *d = &j->detector;
	struct axis row, col;
	size_t n[3] = { series ? 0 : run_count(j, p), d->nrow, d->ncol };
	bool points = d->type == DET_POINTS, many = series || n[0] > 1;

	axes(d, &row, &col);
	const char *const labels[] = { "frame", row.label, col.label };
	head_init(h, DT_F64, (many ? 1 : 0) + (points ? 1 : 2), many ? n : n + 1, many ? labels : labels + 1);
	if (points)
		return head_set_table(h, "point", "qy", d->point_qy, d->nrow, e) || head_set_table(h, "point", "qz", d->point_qz, d->nrow, e);
	if (table(h, row.label, row.name, d->nrow, row.lo, row.hi, e) || table(h, col.label, col.name, d->ncol, col.lo, col.hi, e))
		return e->code;
	return many && !series ? frames(h, j, p, e) : 0;
}

int scat_head(struct head *h, const struct job *j, const struct run_par *p, bool series, struct err *e)
{
	const struct beam *b = &j->variant[0].beam;

	if (j->mode == MODE_REFLECTIVITY ? curve(h, j, e) : image(h, j, p, series, e))
		return e->code;
	meta_set(&h->meta, META_QUANTITY, j->mode == MODE_REFLECTIVITY ? "reflectivity" : j->noise ? "counts" : "intensity", e);
	if (j->nframe == 1 && !series)
		meta_set_num(&h->meta, META_ENERGY, UNIT_HC_KEV_M * 1e9 / b->wavelength_nm, e);
	if (j->mode == MODE_GISAXS && !series)
		meta_set_num(&h->meta, "bp.incidence_deg", b->alpha_i_rad / UNIT_DEG, e);
	return e->code;
}

int scat_head_same(const struct head *h, const struct job *j, const struct run_par *p, struct err *e)
{
	struct head now = { 0 };

	scat_head(&now, j, p, true, e);
	for (size_t i = 0; i < now.ntable && !e->code; i++) {
		const struct table *a = &now.table[i], *b = head_table(h, a->label, a->name);
		if (!b || b->n != a->n || memcmp(a->v, b->v, a->n * sizeof *a->v))
			err_set(e, E_USAGE, "the axis %s of the frames cannot change while serving", a->label);
	}
	head_free(&now);
	return e->code;
}
