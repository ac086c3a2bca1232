/* Layout 3 of dxfile.h: NeXus NXtomo. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "h5/dxfile.h"
#include "h5/h5value.h"

/* base/REST is there, its own link dangling or not. */
static bool at(hid_t file, const char *base, const char *rest, char *path)
{
	int n = snprintf(path, DX_PATH, "%s/%s", base, rest);

	if (n < 0 || n >= DX_PATH)
		return false;
	for (char *p = path + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		bool there = H5Lexists(file, path, H5P_DEFAULT) > 0 && h5_is_group(file, path);
		*p = '/';
		if (!there)
			return false;
	}
	return H5Lexists(file, path, H5P_DEFAULT) > 0;
}

static bool at_any(hid_t file, const char *base, const char *const *rest, char *path)
{
	for (; *rest; rest++)
		if (at(file, base, *rest, path))
			return true;
	return false;
}

static const char *const data_at[] = { "instrument/detector/data", "data/data", NULL };
static const char *const key_at[] = { "instrument/detector/image_key", "data/image_key",
				      "instrument/image_key/image_key", NULL };
static const char *const angle_at[] = { "sample/rotation_angle", "data/rotation_angle", NULL };

/* Data, with image_key or the name of the definition. */
static bool is_entry(hid_t file, const char *base)
{
	char path[DX_PATH], text[40];

	if (!h5_is_group(file, base) || !at_any(file, base, data_at, path))
		return false;
	if (at_any(file, base, key_at, path))
		return true;
	return at(file, base, "definition", path) && h5_text(file, path, text, sizeof text) &&
	       !strcmp(text, "NXtomo");
}

static herr_t visit(hid_t group, const char *name, const H5L_info_t *info, void *base)
{
	static const char *const below[] = { "", "/tomo_entry", "/imaging", NULL };
	char path[DX_PATH];

	(void)info;
	for (int i = 0; below[i]; i++) {
		if (strlen(name) > DX_PATH / 2)
			return 0;
		snprintf(path, sizeof path, "/%s%s", name, below[i]);
		if (is_entry(group, path)) {
			snprintf(base, DX_PATH, "%s", path);
			return 1;		/* found: stop */
		}
	}
	return 0;
}

bool dx_is_nxtomo(hid_t file, char *base)
{
	hid_t root = H5Gopen2(file, "/", H5P_DEFAULT);
	hsize_t from = 0;
	herr_t found = H5Literate(root, H5_INDEX_NAME, H5_ITER_INC, &from, visit, base);

	H5Gclose(root);
	return found > 0;
}

static void length(hid_t file, const char *base, const char *rest, double *m)
{
	char path[DX_PATH], unit[20];
	double v, factor;

	if (*m > 0 || !at(file, base, rest, path) || !h5_num(file, path, &v, unit, sizeof unit) ||
	    !(v > 0))
		return;
	factor = h5_unit_m(unit);
	*m = dx_scale(v, factor > 0 ? factor : 1);	/* NeXus' default is the metre */
}

static void describe(struct dx *d, const char *base)
{
	static const char *const energy_at[] = { "instrument/beam/incident_energy",
		"beam/incident_energy", "instrument/monochromator/energy", NULL };
	static const char *const pixel_at[] = { "sample/x_pixel_size",	/* magnified, at the object */
		"instrument/detector/x_pixel_size", NULL };
	hid_t f = d->s->file;
	char path[DX_PATH], unit[20];
	double v;

	if (at(f, base, "sample/name", path))
		h5_text(f, path, d->sample, sizeof d->sample);
	if (at_any(f, base, energy_at, path) && h5_num(f, path, &v, unit, sizeof unit))
		dx_energy(d, v, unit);
	for (int i = 0; pixel_at[i]; i++)
		length(f, base, pixel_at[i], &d->pixel_m);
	length(f, base, "instrument/detector/distance", &d->distance_m);
	if (at(f, base, "instrument/detector/count_time", path) &&
	    h5_num(f, path, &v, unit, sizeof unit) && v > 0)
		d->exposure_s = dx_scale(v, h5_unit_s(unit) > 0 ? h5_unit_s(unit) : 1);
}

/* One number a frame, from a data set that must have n (some have one: a fixed angle is no scan). */
static int per_frame(hid_t file, const char *path, size_t n, double **v, struct err *e)
{
	size_t got;

	if (h5_numbers(file, path, v, &got, e))
		return e->code;
	if (got < n || got > n)
		return err_set(e, E_DATA, "%s has %zu values for %zu frames", path, got, n);
	return 0;
}

static int angles(struct dx *d, const char *base, size_t n, double **theta, struct err *e)
{
	char path[DX_PATH], unit[20] = "";
	double factor;

	if (d->ignore_theta || !at_any(d->s->file, base, angle_at, path))
		return 0;
	if (per_frame(d->s->file, path, n, theta, e))
		return e->code;
	h5_attr_text_at(d->s->file, path, "units", unit, sizeof unit);
	factor = h5_unit_deg(unit);
	for (size_t i = 0; i < n; i++) {
		(*theta)[i] *= factor > 0 ? factor : 1;
		if (!isfinite((*theta)[i]))
			return err_set(e, E_DATA, "%s holds no number at %zu", path, i);
	}
	d->has_theta = true;
	return 0;
}

static int images(struct dx *d, size_t member, size_t n, const double *key, const double *theta,
		  struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		double k = key ? key[i] : KEY_PROJECTION;
		if (k != 0 && k != 1 && k != 2 && k != 3)
			return err_set(e, E_DATA, "image_key is %g at frame %zu; 0 to 3 are known", k, i);
		struct h5image im = { .key = (int)k, .member = member, .frame = i, .when = (double)i,
				      .theta_deg = theta ? theta[i] : NAN };
		if (im.key == KEY_INVALID)
			continue;
		if (h5source_image(d->s, &im, e))
			return e->code;
		d->s->image[d->s->nimage - 1].index = i;	/* the invalid ones are counted */
	}
	return 0;
}

int dx_nxtomo(struct dx *d, const char *base, struct err *e)
{
	char path[DX_PATH];
	struct h5set *set;
	double *key = NULL, *theta = NULL;
	size_t k;

	d->layout = "NXtomo";
	if (!at_any(d->s->file, base, data_at, path))
		return err_set(e, E_INTERNAL, "%s is no tomography entry", base);
	if (h5source_add(d->s, path, &k, e) || h5source_set(d->s, k, &set, e))
		return e->code;
	if (set->rank != 3)
		return err_set(e, E_DATA, "%s has %d axes; frames of a scan have 3", path, set->rank);
	if (set->n[0] > SCAN_IMAGES)
		return err_set(e, E_DATA, "%s has %zu frames; %d are the most", path, set->n[0], SCAN_IMAGES);
	describe(d, base);
	if (at_any(d->s->file, base, key_at, path))
		per_frame(d->s->file, path, set->n[0], &key, e);
	if (!e->code && !angles(d, base, set->n[0], &theta, e))
		images(d, k, set->n[0], key, theta, e);
	mem_free(key);
	mem_free(theta);
	return e->code;
}
