#include "h5/dxfile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "h5/h5own.h"
#include "h5/h5value.h"

void dx_assume(struct dx *d, const char *what)
{
	size_t n = strlen(d->assumed);

	snprintf(d->assumed + n, sizeof d->assumed - n, "%s%s", n ? "; " : "", what);
}

/* 15 digits are what was meant: 24000 eV are 24 keV, 0.00129 mm are 1.29e-06 m. */
double dx_scale(double v, double factor)
{
	char text[40];
	double exact = v * factor;

	snprintf(text, sizeof text, "%.15g", exact);
	num_parse(text, &exact);
	return exact;
}

void dx_energy(struct dx *d, double v, const char *unit)
{
	double factor = h5_unit_kev(unit);

	if (!(v > 0))
		return;
	if (factor == 0) {
		factor = v > 1000 ? 1e-3 : 1;
		dx_assume(d, v > 1000 ? "energy is in eV" : "energy is in keV");
	}
	d->energy_kev = dx_scale(v, factor);
}

static int put_num(struct head *h, const char *key, double v, struct err *e)
{
	return v > 0 && isfinite(v) ? meta_set_num(&h->meta, key, v, e) : e->code;
}

static int put_meta(const struct dx *d, struct head *h, struct err *e)
{
	if (d->nflat + d->ndark > 0)
		meta_set(&h->meta, META_QUANTITY, "counts", e);
	meta_set(&h->meta, META_SCAN, d->layout, e);
	if (*d->sample)
		meta_set(&h->meta, META_SAMPLE, d->sample, e);
	put_num(h, META_ENERGY, d->energy_kev, e);
	put_num(h, META_DISTANCE, d->distance_m, e);
	put_num(h, META_PIXEL, d->pixel_m, e);
	put_num(h, META_EXPOSURE, d->exposure_s, e);
	if (*d->assumed)
		meta_set(&h->meta, META_ASSUMED, d->assumed, e);
	return e->code;
}

static int put_tables(const struct dx *d, struct head *h, struct err *e)
{
	const struct h5source *s = d->s;
	double *v = mem_alloc(3 * s->nimage, sizeof *v, "tables", e);

	if (!v)
		return e->code;
	for (size_t i = 0; i < s->nimage; i++) {
		v[i] = s->image[i].key;
		v[s->nimage + i] = (double)s->image[i].index;
		v[2 * s->nimage + i] = s->image[i].theta_deg;
	}
	head_set_table(h, "angle", "key", v, s->nimage, e);
	head_set_table(h, "angle", "frame", v + s->nimage, s->nimage, e);
	if (d->has_theta)
		head_set_table(h, "angle", "theta_deg", v + 2 * s->nimage, s->nimage, e);
	mem_free(v);
	return e->code;
}

/* A flat has the angle of the projection that follows it; the images stand in order of acquisition. */
static void fill_theta(struct h5source *s)
{
	double next = NAN, last = 0;

	for (size_t i = 0; i < s->nimage; i++)
		if (s->image[i].key == KEY_PROJECTION)
			last = s->image[i].theta_deg;
	for (size_t i = s->nimage; i-- > 0;) {
		struct h5image *im = &s->image[i];
		if (im->key == KEY_PROJECTION)
			next = im->theta_deg;
		else if (isnan(im->theta_deg))
			im->theta_deg = isnan(next) ? last : next;
	}
}

static void count(struct dx *d)
{
	d->nproj = d->nflat = d->ndark = 0;
	for (size_t i = 0; i < d->s->nimage; i++)
		(*(d->s->image[i].key == KEY_PROJECTION ? &d->nproj :
		   d->s->image[i].key == KEY_FLAT ? &d->nflat : &d->ndark))++;
}

static int finish(struct dx *d, struct head *h, struct err *e)
{
	static const char *const labels[] = { "angle", "row", "col" };
	struct h5source *s = d->s;

	count(d);
	if (d->nproj == 0)
		return err_set(e, E_DATA, "the scan (%s) holds no projections", d->layout);
	if (s->growing && d->expected > d->nproj)
		return err_set(e, E_BUSY, "is being written: %zu of %zu projections are there",
			       d->nproj, d->expected);
	fill_theta(s);
	if (h5source_arrange(s, e))
		return e->code;
	head_init(h, s->type, s->ndim, s->n, labels);
	return put_tables(d, h, e) || put_meta(d, h, e) ? e->code : 0;
}

/* What beampipe wrote itself says all it knew. */
static int restore_own(struct h5source *s, struct head *h, struct err *e)
{
	struct h5set *set;

	if (h5source_set(s, s->part[s->npart - 1].member, &set, e))	/* the projections */
		return e->code;
	return h5own_is(set->id) ? h5own_restore(set->id, h, e) : 0;
}

int dx_open(struct h5source *s, const struct select *sel, struct head *h, struct err *e)
{
	struct dx d = { .s = s, .ignore_theta = sel && sel->theta };
	char base[DX_PATH];

	if (dx_is_exchange(s->file))
		dx_exchange(&d, e);
	else if (dx_is_als(s->file, base))
		dx_als(&d, base, e);
	else if (dx_is_nxtomo(s->file, base))
		dx_nxtomo(&d, base, e);
	else
		return 0;
	if (!e->code)
		finish(&d, h, e);
	free(s->image);
	s->image = NULL;
	s->nimage = 0;
	return e->code ? e->code : restore_own(s, h, e);
}
