#include "h5/h5out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "h5/h5disk.h"
#include "h5/h5own.h"
#include "h5/h5set.h"
#include "h5/h5value.h"

enum { TILE = 256, KINDS = 3 };

/* Where an order of axes goes. */
static const struct place {
	const char *label[3];
	const char *group, *data;
} places[] = {
	{ { "angle", "row", "col" }, "/exchange", "data" },
	{ { "row", "angle", "col" }, "/exchange", "sinogram" },
	{ { "z", "y", "x" }, "/reconstruction", "data" },
	{ { "", "", "" }, "/entry/data", "data" },
};

/* A data set that takes items [first, first + n) of the stream. */
struct target {
	hid_t set;
	char path[60];
	size_t first, n;
};

struct sink {
	char *name;
	hid_t file;
	struct h5disk disk;
	struct head head;
	const struct place *place;
	struct target target[KINDS];
	int ntarget;
	size_t tile[ARRAY_MAXDIM];	/* 0: contiguous */
	const struct sink_par *par;	/* while it is made */
	bool linked;			/* virtual: nothing is written */
	size_t written;
};

static const struct place *find_place(const struct head *h)
{
	const struct place *p = places;

	while (*p->label[0] && !head_is(h, p->label[0], p->label[1], p->label[2]))
		p++;
	return p;
}

int h5out_fits(const struct head *h, struct err *e)
{
	for (size_t i = 0; i < h->meta.n; i++)
		if (strlen(h->meta.entry[i].key) > 500)
			return err_set(e, E_USAGE, "HDF5: the metadata key %.40s... is too long",
				       h->meta.entry[i].key);
	return 0;
}

/* Darks, flats, projections, each kind at one place: where it begins.  False: another order. */
static bool split(const struct head *h, size_t *flat, size_t *proj)
{
	const struct table *t = head_table(h, "angle", "key");
	size_t i = 0;

	*flat = *proj = 0;
	if (!t || h->n[0] == 0 || !head_is(h, "angle", "row", "col"))
		return false;
	while (i < t->n && t->v[i] == KEY_DARK)
		i++;
	*flat = i;
	while (i < t->n && t->v[i] == KEY_FLAT)
		i++;
	*proj = i;
	while (i < t->n && t->v[i] == KEY_PROJECTION)
		i++;
	return i == t->n && *proj < t->n;
}

static void add_target(struct sink *s, const char *suffix, size_t first, size_t n)
{
	struct target *t = &s->target[s->ntarget];

	if (n == 0 && s->head.n[0] != 0)
		return;
	*t = (struct target){ .set = -1, .first = first, .n = n };
	snprintf(t->path, sizeof t->path, "%s/%s%s", s->place->group, s->place->data, suffix);
	s->ntarget++;
}

/* The main one last. */
static void plan_targets(struct sink *s)
{
	size_t flat, proj;

	if (!split(&s->head, &flat, &proj))
		flat = proj = 0;
	if (flat > 0)
		add_target(s, "_dark", 0, flat);
	if (proj > flat)
		add_target(s, "_white", flat, proj - flat);
	add_target(s, "", proj, s->head.n[0] - proj);
}

static void plan_tiles(struct sink *s, int compress)
{
	const struct head *h = &s->head;

	if (s->linked || (h->n[0] != 0 && compress == 0 && strcmp(s->place->group, "/reconstruction") != 0))
		return;
	for (int i = 0; i < h->ndim; i++)
		s->tile[i] = i == 0 && h->ndim > 1 ? 1 : i > 2 || (h->n[i] && h->n[i] < TILE) ? h->n[i] : TILE;
}

static int make_set(struct sink *s, struct target *t, int compress, struct err *e)
{
	hid_t p = h5own_plist(), space, access = H5Pcreate(H5P_DATASET_ACCESS);
	hsize_t n[ARRAY_MAXDIM], max[ARRAY_MAXDIM], tile[ARRAY_MAXDIM];
	const struct head *h = &s->head;

	for (int i = 0; i < h->ndim; i++) {
		n[i] = max[i] = i ? h->n[i] : t->n;
		tile[i] = s->tile[i];
	}
	if (h->n[0] == 0)
		max[0] = H5S_UNLIMITED;
	space = H5Screate_simple(h->ndim, n, max);
	if (s->tile[0]) {
		H5Pset_chunk(p, h->ndim, tile);
		H5Pset_chunk_cache(access, 11, TILE * TILE * 64, 1.0);
	}
	if (compress > 0) {
		H5Pset_shuffle(p);
		H5Pset_deflate(p, (unsigned)(compress > 9 ? 9 : compress));
	}
	if (s->linked)
		h5virtual_make(p, space, t->path, h5_native(h->type), s->par, e);
	else
		H5Pset_fill_time(p, s->tile[0] ? H5D_FILL_TIME_ALLOC : H5D_FILL_TIME_NEVER);
	t->set = e->code ? -1 : H5Dcreate2(s->file, t->path, h5_native(h->type), space, H5P_DEFAULT, p, access);
	if (t->set < 0)
		h5_fail(e, E_IO, "cannot make %s", t->path);
	H5Sclose(space);
	H5Pclose(access);
	H5Pclose(p);
	return e->code;
}

/* Groups on the way, the root's default leading to the last. */
static int make_groups(struct sink *s, struct err *e)
{
	hid_t root = H5Gopen2(s->file, "/", H5P_DEFAULT), entry;

	h5_put_text(root, "NX_class", "NXroot", e);
	if (strcmp(s->place->group, "/entry/data") != 0) {
		h5_put_text(root, "default", s->place->group + 1, e);
		h5_put_group(s->file, s->place->group, "NXdata", e);
	} else {
		h5_put_text(root, "default", "entry", e);
		h5_put_group(s->file, "/entry", "NXentry", e);
		entry = H5Gopen2(s->file, "/entry", H5P_DEFAULT);
		h5_put_text(entry, "default", "data", e);
		H5Gclose(entry);
		h5_put_group(s->file, "/entry/data", "NXdata", e);
	}
	H5Gclose(root);
	if (!e->code && !strcmp(s->place->data, "data") && !strcmp(s->place->group, "/exchange"))
		h5_put_string(s->file, "/implements", "exchange", e);
	return e->code;
}

/* Angles of the projections. */
static int put_theta(struct sink *s, const char **axis, struct err *e)
{
	const struct table *t = head_table(&s->head, "angle", "theta_deg");
	int angle = head_axis(&s->head, "angle");
	size_t first = angle == 0 ? s->target[s->ntarget - 1].first : 0;
	char path[80];

	if (angle < 0 || !t || t->n == 0)
		return 0;
	snprintf(path, sizeof path, "%s/theta", s->place->group);
	axis[angle] = "theta";
	return h5_put_array(s->file, path, t->v + first, t->n - first, "deg", e);
}

/* Coordinates of a volume from its middle, um; z from the first slice. */
static int put_xyz(struct sink *s, const char **axis, struct err *e)
{
	static const char *const name[] = { "z", "y", "x" };
	const struct head *h = &s->head;
	double pixel = 0, *v;
	char path[80];

	if (!head_is(h, "z", "y", "x") || h->n[0] == 0 || meta_get_num(&h->meta, META_PIXEL, &pixel, e) ||
	    !(pixel > 0))
		return e->code;
	for (int a = 0; a < 3 && !e->code; a++) {
		double middle = a ? ((double)h->n[a] - 1) / 2 : 0, sign = a == 1 ? -1 : 1;
		v = mem_alloc(h->n[a], sizeof *v, "coordinates", e);
		for (size_t i = 0; v && i < h->n[a]; i++)
			v[i] = sign * ((double)i - middle) * pixel / UNIT_UM;
		axis[a] = name[a];
		snprintf(path, sizeof path, "%s/%s", s->place->group, name[a]);
		if (v)
			h5_put_array(s->file, path, v, h->n[a], "um", e);
		mem_free(v);
	}
	return e->code;
}

static const char *unit_of(const struct head *h)
{
	const char *q = head_quantity(h);

	return !strcmp(q, "mu_per_cm") ? "1/cm" : !strcmp(q, "mu_per_px") ? "1/px" :
	       !strcmp(q, "counts") ? "counts" : "";
}

int h5out_describe(hid_t set, const struct head *h, struct err *e)
{
	if (*head_quantity(h))
		h5_put_text(set, "long_name", head_quantity(h), e);
	if (*unit_of(h))
		h5_put_text(set, "units", unit_of(h), e);
	if (h->ndim == 3)
		h5_put_text(set, "interpretation", "image", e);
	return e->code;
}

/* What makes a viewer plot it. */
static int put_nexus(struct sink *s, struct err *e)
{
	const char *axis[ARRAY_MAXDIM] = { ".", ".", ".", "." };
	hid_t group = H5Gopen2(s->file, s->place->group, H5P_DEFAULT);
	const struct target *t = &s->target[s->ntarget - 1];

	if (!put_theta(s, axis, e) && !put_xyz(s, axis, e)) {
		h5_put_text(group, "signal", s->place->data, e);
		h5_put_texts(group, "axes", axis, (size_t)s->head.ndim, e);
		h5out_describe(t->set, &s->head, e);
	}
	H5Gclose(group);
	return e->code;
}

static int begin(struct sink *s, int compress, struct err *e)
{
	if (h5_make(&s->file, s->name, &s->disk, e) || make_groups(s, e))
		return e->code;
	plan_targets(s);
	if (s->linked && s->ntarget > 1)
		return err_set(e, E_USAGE, "flats and darks among the items cannot be a virtual data set");
	plan_tiles(s, compress);
	for (int i = 0; i < s->ntarget; i++)
		if (make_set(s, &s->target[i], compress, e))
			return e->code;
	if (put_nexus(s, e))
		return e->code;
	if (h5own_write(s->target[s->ntarget - 1].set, &s->head, e))
		return e->code;
	return h5disk_check(&s->disk, e);
}

int h5out_create(struct sink **out, const char *path, const struct head *h,
		 const struct sink_par *par, struct err *e)
{
	struct sink *s = *out = calloc(1, sizeof *s);

	if (!s)
		return err_nomem(e, "an HDF5 file");
	s->file = -1;
	s->name = strdup(path);
	if (!s->name)
		err_nomem(e, "a file name");
	else if (!head_copy(&s->head, h, e)) {
		s->place = find_place(h);
		s->par = par;
		s->linked = par && par->nlinks > 0;
		h5_enter();
		begin(s, par ? par->compress : 0, e);
		h5_leave();
	}
	if (e->code) {
		h5out_drop(s);
		*out = NULL;
	}
	return e->code;
}

/* The box [a, a + n) of one item or more, which lie as [count...] in data. */
static int put_box(const struct target *t, const struct sink *s, const hsize_t *count,
		   const hsize_t *from, const hsize_t *a, const hsize_t *n, const void *data,
		   struct err *e)
{
	int nd = s->head.ndim;
	hid_t mem = H5Screate_simple(nd, count, NULL), space = H5Dget_space(t->set);

	if (H5Sselect_hyperslab(mem, H5S_SELECT_SET, from, NULL, n, NULL) < 0 ||
	    H5Sselect_hyperslab(space, H5S_SELECT_SET, a, NULL, n, NULL) < 0 ||
	    H5Dwrite(t->set, h5_native(s->head.type), mem, space, H5P_DEFAULT, data) < 0)
		h5_fail(e, E_IO, "item %zu cannot be written", (size_t)a[0] + t->first);
	H5Sclose(mem);
	H5Sclose(space);
	return e->code;
}

/* The tile k of an item, counted along the faster axes; false: there is none. */
static bool tile_at(const struct sink *s, size_t k, hsize_t *a, hsize_t *n)
{
	for (int i = s->head.ndim - 1; i > 0; i--) {
		size_t along = (s->head.n[i] + s->tile[i] - 1) / s->tile[i];
		a[i] = k % along * s->tile[i];
		n[i] = s->head.n[i] - a[i] < s->tile[i] ? s->head.n[i] - a[i] : s->tile[i];
		k /= along;
	}
	return k == 0;
}

/* Whole tiles at a time, so that each is compressed and written once. */
static int put_tiles(const struct target *t, const struct sink *s, size_t first, size_t n,
		     const char *data, struct err *e)
{
	hsize_t count[ARRAY_MAXDIM] = { 0 }, from[ARRAY_MAXDIM], a[ARRAY_MAXDIM], m[ARRAY_MAXDIM];
	size_t item = head_item_bytes(&s->head), step = s->head.ndim == 1 ? n : 1;

	for (int i = 1; i < s->head.ndim; i++)
		count[i] = s->head.n[i];
	count[0] = m[0] = step;
	for (size_t i = 0; i < n; i += step, data += item)
		for (size_t k = 0; !e->code && tile_at(s, k, a, m); k++) {
			a[0] = first + i;
			memcpy(from, a, sizeof from);
			from[0] = 0;
			put_box(t, s, count, from, a, m, data, e);
			if (s->head.ndim == 1)
				break;
		}
	return e->code;
}

static int put(struct target *t, const struct sink *s, size_t first, size_t n, const char *data,
	       struct err *e)
{
	hsize_t count[ARRAY_MAXDIM] = { n }, a[ARRAY_MAXDIM] = { first }, zero[ARRAY_MAXDIM] = { 0 };
	hsize_t size[ARRAY_MAXDIM] = { first + n };

	for (int i = 1; i < s->head.ndim; i++)
		count[i] = size[i] = s->head.n[i];
	if (s->head.n[0] == 0 && H5Dset_extent(t->set, size) < 0)
		return h5_fail(e, E_IO, "%s cannot grow", t->path);
	return s->tile[0] ? put_tiles(t, s, first, n, data, e)
			  : put_box(t, s, count, zero, a, count, data, e);
}

int h5out_write(struct sink *s, size_t first, size_t n, const void *data, struct err *e)
{
	size_t item = head_item_bytes(&s->head);

	h5_enter();
	for (int k = 0; k < s->ntarget && !e->code; k++) {
		struct target *t = &s->target[k];
		size_t a = first > t->first ? first : t->first, b = t->first + t->n;
		if (s->head.n[0] == 0 || b > first + n)
			b = first + n;
		if (a < b)
			put(t, s, a - t->first, b - a, (const char *)data + (a - first) * item, e);
	}
	h5disk_check(&s->disk, e);
	h5_leave();
	s->written += n;
	return e->code;
}

static void close_sets(struct sink *s)
{
	for (int i = 0; i < s->ntarget; i++)
		if (s->target[i].set >= 0)
			H5Dclose(s->target[i].set);
	s->ntarget = 0;
}

int h5out_finish(struct sink *s, struct err *e)
{
	if (s->head.n[0] && s->written != s->head.n[0] && !s->linked)
		return err_set(e, E_INTERNAL, "%zu of %zu items were written", s->written, s->head.n[0]);
	h5_enter();
	for (int i = 0; i < s->ntarget; i++)
		if (H5Dclose(s->target[i].set) < 0)
			h5_fail(e, E_IO, "cannot write %s", s->target[i].path);
	s->ntarget = 0;
	h5_finish(s->file, &s->disk, e);
	s->file = -1;
	h5_leave();
	return e->code;
}

void h5out_drop(struct sink *s)
{
	if (!s)
		return;
	h5_enter();
	close_sets(s);
	if (s->file >= 0)
		H5Fclose(s->file);
	h5_leave();
	head_free(&s->head);
	free(s->name);
	free(s);
}
