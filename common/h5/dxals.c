/* Layout 1 of dxfile.h: ALS 8.3.2 classic. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/units.h"
#include "h5/dxfile.h"
#include "h5/h5value.h"

enum { DEPTH = 8 };

/* The first link of a group, into base; is it a group? */
static bool first_group(hid_t file, char *base)
{
	size_t n = strlen(base);
	hid_t g = H5Gopen2(file, n ? base : "/", H5P_DEFAULT);
	ssize_t len;

	if (g < 0)
		return false;
	base[n] = '/';
	len = H5Lget_name_by_idx(g, ".", H5_INDEX_NAME, H5_ITER_INC, 0, base + n + 1,
				 DX_PATH - n - 1, H5P_DEFAULT);
	H5Gclose(g);
	if (len > 0 && (size_t)len < DX_PATH - n - 1 && h5_is_group(file, base))
		return true;
	base[n] = '\0';
	return false;
}

bool dx_is_als(hid_t file, char *base)
{
	hid_t root = H5Gopen2(file, "/", H5P_DEFAULT);
	char facility[20], station[20];
	int depth = 0;

	h5_attr_text(root, "facility", facility, sizeof facility);
	h5_attr_text(root, "end_station", station, sizeof station);
	H5Gclose(root);
	*base = '\0';
	if (strcasecmp(facility, "als") != 0 || strcasecmp(station, "bl832") != 0)
		return false;
	while (depth < DEPTH && strlen(base) < DX_PATH / 2 && first_group(file, base))
		depth++;
	return depth > 0;
}

/* An attribute of the group or of one that it is in. */
static bool number(hid_t file, const char *base, const char *name, double *v)
{
	char path[DX_PATH], *slash;
	bool there = false;

	snprintf(path, sizeof path, "%s", base);
	while (!there && *path) {
		hid_t g = H5Gopen2(file, path, H5P_DEFAULT);
		there = g >= 0 && h5_attr_num(g, name, v);
		if (g >= 0)
			H5Gclose(g);
		slash = strrchr(path, '/');
		*slash = '\0';
	}
	return there;
}

/* PREFIX_NNNN_NNNN.tif */
static bool parse_name(const char *name, size_t *prefix, size_t *a, size_t *b)
{
	const char *dot = strrchr(name, '.'), *p = dot, *mid;

	if (!dot || (strcasecmp(dot, ".tif") != 0 && strcasecmp(dot, ".tiff") != 0))
		return false;
	while (p > name && p[-1] >= '0' && p[-1] <= '9')
		p--;
	mid = p;
	if (p == dot || p < name + 2 || dot - p > 9 || *--p != '_')
		return false;
	const char *end = p;
	while (p > name && p[-1] >= '0' && p[-1] <= '9')
		p--;
	if (p == end || p == name || end - p > 9 || p[-1] != '_')
		return false;
	*a = strtoul(p, NULL, 10);
	*b = strtoul(mid, NULL, 10);
	*prefix = (size_t)(p - 1 - name);
	return true;
}

static bool ends(const char *name, size_t n, const char *with)
{
	size_t m = strlen(with);

	return n >= m && !strncmp(name + n - m, with, m);
}

struct walk {
	struct dx *d;
	const char *base, *sample;	/* path of the group; its last part */
	size_t other;			/* images of a further set (_0001_) */
	struct err *e;
};

/* frame holds the number in the name until all are known */
static herr_t visit(hid_t group, const char *name, const H5L_info_t *info, void *ctx)
{
	struct walk *w = ctx;
	size_t prefix, a, b, len = strlen(w->sample);
	struct h5image im = { .frame = 0, .theta_deg = NAN };
	char path[2 * DX_PATH];

	(void)group;
	(void)info;
	if (!parse_name(name, &prefix, &a, &b) || strlen(name) >= DX_PATH)
		return 0;
	bool own = prefix == len && !strncmp(name, w->sample, len);
	im.key = own ? KEY_PROJECTION : ends(name, prefix, "bak") ? KEY_FLAT :
		 ends(name, prefix, "drk") ? KEY_DARK : KEY_PROJECTION;
	w->other += im.key == KEY_PROJECTION && a > 0;
	im.when = (double)b;
	snprintf(path, sizeof path, "%s/%s", w->base, name);
	return h5source_add(w->d->s, path, &im.member, w->e) || h5source_image(w->d->s, &im, w->e);
}

static int collect(struct dx *d, const char *base, struct err *e)
{
	struct walk w = { d, base, strrchr(base, '/') + 1, 0, e };
	hid_t g = H5Gopen2(d->s->file, base, H5P_DEFAULT);
	hsize_t at = 0;

	if (H5Literate(g, H5_INDEX_NAME, H5_ITER_INC, &at, visit, &w) < 0 && !e->code)
		h5_fail(e, E_DATA, "%s cannot be listed", base);
	H5Gclose(g);
	if (!e->code && w.other)
		err_set(e, E_DATA, "%s holds %zu images of a second scan (not _0000_)", base, w.other);
	return e->code;
}

/* Projections must be numbered 0, 1, ...; they stand in the order of their numbers. */
static int check_numbers(const struct dx *d, const char *base, size_t *nproj, struct err *e)
{
	*nproj = 0;
	for (size_t i = 0; i < d->s->nimage; i++) {
		const struct h5image *im = &d->s->image[i];
		if (im->key != KEY_PROJECTION)
			continue;
		if (im->when != (double)*nproj)
			return err_set(e, E_DATA, "%s has no projection %zu", base, *nproj);
		++*nproj;
	}
	return 0;
}

/* Side images are named by the projection they were taken at: the first means ahead of it. */
static void place(struct dx *d, size_t nproj)
{
	for (size_t i = 0; i < d->s->nimage; i++) {
		struct h5image *im = &d->s->image[i];
		double back = im->key == KEY_FLAT ? 0.25 : 0.5;
		if (im->key == KEY_PROJECTION)
			continue;
		if (im->when + 1 >= (double)nproj && nproj > 1)
			im->when = (double)nproj - back;
		else
			im->when -= back;
	}
}

/* The angle an image says it has. */
static bool own_angle(const struct dx *d, const struct h5image *im, double *theta)
{
	hid_t set = H5Dopen2(d->s->file, d->s->member[im->member].path, H5P_DEFAULT);
	bool there = set >= 0 && h5_attr_num(set, "rot_angle", theta);

	if (set >= 0)
		H5Dclose(set);
	return there;
}

static int angles(struct dx *d, const char *base, size_t nproj, struct err *e)
{
	double range;
	bool known = number(d->s->file, base, "arange", &range) && nproj > 1;
	size_t found = 0;

	for (size_t i = 0, k = 0; i < d->s->nimage && !d->ignore_theta; i++) {
		struct h5image *im = &d->s->image[i];
		if (im->key != KEY_PROJECTION)
			continue;
		if (known)
			im->theta_deg = (double)k * range / (double)(nproj - 1);
		if ((k == 0 || found == k) && own_angle(d, im, &im->theta_deg))
			found++;
		k++;
	}
	if (found > 0 && found < nproj)
		return err_set(e, E_DATA, "%s: projection %zu has no rot_angle, as those before it have",
			       base, found);
	d->has_theta = !d->ignore_theta && nproj > 0 && (known || found == nproj);
	return 0;
}

static void describe(struct dx *d, const char *base)
{
	hid_t f = d->s->file;
	double v;

	snprintf(d->sample, sizeof d->sample, "%s", strrchr(base, '/') + 1);
	if (number(f, base, "senergy", &v) && v > 0)
		d->energy_kev = dx_scale(v, 1e-3);
	if (number(f, base, "pxsize", &v))
		d->pixel_m = dx_scale(v, UNIT_MM);
	if (number(f, base, "Camera_Z_Support", &v))
		d->distance_m = dx_scale(v, UNIT_MM);
	if (number(f, base, "obstime", &v))
		d->exposure_s = v;
}

int dx_als(struct dx *d, const char *base, struct err *e)
{
	size_t nproj;
	double said = 0;

	d->layout = "ALS 8.3.2";
	describe(d, base);
	if (collect(d, base, e))
		return e->code;
	h5source_number(d->s);		/* by the numbers in the names */
	if (check_numbers(d, base, &nproj, e))
		return e->code;
	number(d->s->file, base, "nangles", &said);
	if (said > (double)nproj && d->s->growing)
		d->expected = (size_t)fmin(said, 1e9);
	else if (said > 0 && said != (double)nproj && !d->ignore_theta)
		return err_set(e, E_DATA, "%s says nangles %g and has %zu projections; --theta "
			       "tells their angles", base, said, nproj);
	place(d, nproj);
	if (angles(d, base, nproj, e))
		return e->code;
	h5source_number(d->s);
	return 0;
}
