#include "io/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/angles.h"

/* Where an item of the scan lies. */
struct ref {
	struct stream *from;
	size_t item;
	int key;
	double frame, theta_deg;
};

struct source {
	struct stream *proj, *flat, *dark;
	char *name;
	struct ref *ref;
	size_t n[3], nref, nside;	/* side: those of sel->flat and sel->dark */
	enum dtype type;
	void *row;			/* scratch for what is to be cropped or converted */
	size_t row_bytes;
};

bool scan_wanted(const struct select *sel)
{
	return sel && (sel->flat || sel->dark || sel->theta);
}

/* Shape of an image of this stream; one image alone is [row][col]. */
static const size_t *frame_of(const struct head *h)
{
	return h->n + h->ndim - 2;
}

static size_t images_of(const struct head *h)
{
	return h->ndim == 2 ? 1 : h->n[0];
}

static int check_images(struct stream *s, const char *what, struct err *e)
{
	const struct head *h = stream_head(s);
	char text[120];

	if (!stream_random(s) || h->n[0] == 0)
		return err_set(e, E_USAGE, "%s: %s must be in files, not in a pipe", stream_name(s), what);
	if (h->ndim < 2 || h->ndim > 3 || h->is_complex || !strcmp(h->label[0], "z") ||
	    (h->ndim == 3 && !strcmp(h->label[0], "row")))
		return err_set(e, E_DATA, "%s: is %s, not images of a detector", stream_name(s),
			       head_print(h, text, sizeof text));
	return 0;
}

/*
 * Projections; a scan file with angles of its own that will be replaced is
 * opened so that these are not looked at.
 */
static int open_projections(struct source *s, const struct select *sel, struct err *e)
{
	struct err first = { 0, "" };
	struct select given = { .theta = sel->theta };

	stream_open(&s->proj, s->name, NULL, &first);
	if (sel->theta && (first.code || head_axis(stream_head(s->proj), "angle") >= 0)) {
		stream_close(s->proj);
		s->proj = NULL;
		stream_open(&s->proj, s->name, &given, e);
	} else if (first.code) {
		*e = first;
	}
	return e->code ? e->code : check_images(s->proj, "projections", e);
}

static double table_at(const struct head *h, const char *name, size_t i, double otherwise)
{
	const struct table *t = head_table(h, "angle", name);

	return t && i < t->n ? t->v[i] : otherwise;
}

static int key_at(const struct head *h, size_t i)
{
	return (int)table_at(h, "key", i, KEY_PROJECTION);
}

static bool has_key(const struct head *h, int key)
{
	for (size_t i = 0; i < images_of(h); i++)
		if (key_at(h, i) == key)
			return true;
	return false;
}

static void add(struct source *s, struct stream *from, size_t item, int key, double frame)
{
	s->ref[s->nref++] = (struct ref){ from, item, key, frame,
		table_at(stream_head(from), "theta_deg", item, 0) };
}

/* A file given for one kind: of a scan its images of that kind, else all. */
static int add_side(struct source *s, struct stream *from, int key, const char *what, struct err *e)
{
	const struct head *h = stream_head(from);
	bool scan = head_table(h, "angle", "key") != NULL, any = has_key(h, key);

	if (scan && !any && (has_key(h, KEY_FLAT) || has_key(h, KEY_DARK)))
		return err_set(e, E_DATA, "%s: the scan has no %ss", stream_name(from), what);
	for (size_t i = 0; i < images_of(h); i++)
		if (!any || key_at(h, i) == key)
			add(s, from, i, key, (double)s->nside++);
	return 0;
}

static void add_own(struct source *s, int key)
{
	const struct head *h = stream_head(s->proj);

	for (size_t i = 0; i < images_of(h); i++)
		if (key_at(h, i) == key)
			add(s, s->proj, i, key, (double)s->nside + table_at(h, "frame", i, (double)i));
}

/* Darks, flats, projections. */
static int gather(struct source *s, struct err *e)
{
	size_t room = images_of(stream_head(s->proj));

	room += s->flat ? images_of(stream_head(s->flat)) : 0;
	room += s->dark ? images_of(stream_head(s->dark)) : 0;
	s->ref = mem_zero(room, sizeof *s->ref, "a list of images", e);
	if (!s->ref)
		return e->code;
	if (s->dark && add_side(s, s->dark, KEY_DARK, "dark", e))
		return e->code;
	size_t ndark = s->nref;
	if (s->flat && add_side(s, s->flat, KEY_FLAT, "flat", e))
		return e->code;
	if (!s->flat)
		add_own(s, KEY_FLAT);
	if (!s->dark) {			/* ahead of the flats */
		size_t nflat = s->nref - ndark;
		add_own(s, KEY_DARK);
		ndark = s->nref - nflat;
		for (size_t i = 0; i < ndark; i++) {
			struct ref r = s->ref[nflat + i];
			memmove(s->ref + i + 1, s->ref + i, nflat * sizeof r);
			s->ref[i] = r;
		}
	}
	add_own(s, KEY_PROJECTION);
	return 0;
}

static int check_shape(struct source *s, struct stream *side, struct err *e)
{
	const struct head *h = side ? stream_head(side) : NULL;

	if (!h)
		return 0;
	if (frame_of(h)[0] != s->n[1] || frame_of(h)[1] != s->n[2])
		return err_set(e, E_DATA, "%s: images of %zu x %zu, but those of %s are %zu x %zu",
			       stream_name(side), frame_of(h)[0], frame_of(h)[1], s->name, s->n[1], s->n[2]);
	s->type = dtype_join(s->type, h->type);
	return 0;
}

static int set_shape(struct source *s, struct err *e)
{
	const struct head *h = stream_head(s->proj);

	s->n[0] = s->nref;
	s->n[1] = frame_of(h)[0];
	s->n[2] = frame_of(h)[1];
	s->type = h->type;
	return check_shape(s, s->flat, e) ? e->code : check_shape(s, s->dark, e);
}

/* Angles of the projections, and of a side image the first of them. */
static int set_theta(struct source *s, const char *given, struct err *e)
{
	size_t lead = 0, n;
	double *v;

	while (lead < s->nref && s->ref[lead].key != KEY_PROJECTION)
		lead++;
	n = s->nref - lead;
	if (n == 0)
		return err_set(e, E_DATA, "%s: holds no projections", s->name);
	if (!given && !head_table(stream_head(s->proj), "angle", "theta_deg"))
		return err_set(e, E_DATA, "%s: no angles are known; give them with --theta", s->name);
	if (given) {
		v = mem_alloc(n, sizeof *v, "angles", e);
		for (size_t i = 0; v && !angles_parse(given, n, v, e) && i < n; i++)
			s->ref[lead + i].theta_deg = v[i];
		mem_free(v);
	}
	for (size_t i = 0; i < lead; i++)
		if (given || s->ref[i].from != s->proj)
			s->ref[i].theta_deg = s->ref[lead].theta_deg;
	return e->code;
}

static int put_tables(const struct source *s, struct head *h, struct err *e)
{
	double *v = mem_alloc(3 * s->nref, sizeof *v, "tables", e);

	for (size_t i = 0; v && i < s->nref; i++) {
		v[i] = s->ref[i].key;
		v[s->nref + i] = s->ref[i].frame;
		v[2 * s->nref + i] = s->ref[i].theta_deg;
	}
	if (v) {
		head_set_table(h, "angle", "key", v, s->nref, e);
		head_set_table(h, "angle", "frame", v + s->nref, s->nref, e);
		head_set_table(h, "angle", "theta_deg", v + 2 * s->nref, s->nref, e);
	}
	mem_free(v);
	return e->code;
}

/* Tables of rows and columns stay those of the projections. */
static int copy_tables(const struct head *from, struct head *h, struct err *e)
{
	for (size_t i = 0; i < from->ntable && !e->code; i++) {
		const struct table *t = &from->table[i];
		if (strcmp(t->label, "angle") != 0)
			head_set_table(h, t->label, t->name, t->v, t->n, e);
	}
	return e->code;
}

static int make_head(const struct source *s, struct head *h, struct err *e)
{
	static const char *const labels[] = { "angle", "row", "col" };
	const struct head *from = stream_head(s->proj);

	head_init(h, s->type, 3, s->n, labels);
	if (meta_copy(&h->meta, &from->meta, e) || copy_tables(from, h, e) || put_tables(s, h, e))
		return e->code;
	if (s->nside > 0 && !*head_quantity(h))
		meta_set(&h->meta, META_QUANTITY, "counts", e);
	if (s->flat)
		meta_set(&h->meta, META_ASSUMED, "flats were taken before the projections", e);
	return e->code;
}

static int open_parts(struct source *s, const struct select *sel, struct err *e)
{
	if (open_projections(s, sel, e))
		return e->code;
	if (sel->flat && (stream_open(&s->flat, sel->flat, NULL, e) || check_images(s->flat, "flats", e)))
		return e->code;
	if (sel->dark && (stream_open(&s->dark, sel->dark, NULL, e) || check_images(s->dark, "darks", e)))
		return e->code;
	return 0;
}

static void close_scan(struct source *s)
{
	if (!s)
		return;
	stream_close(s->proj);
	stream_close(s->flat);
	stream_close(s->dark);
	mem_free(s->ref);
	mem_free(s->row);
	free(s->name);
	free(s);
}

static int open_scan(struct source **out, const char *path, const struct select *sel,
		     struct head *h, struct err *e)
{
	struct source *s = *out = calloc(1, sizeof *s);

	*h = (struct head){ .ndim = 0 };
	if (!s || !(s->name = strdup(path)))
		err_nomem(e, "a scan");
	else if (!open_parts(s, sel, e) && !gather(s, e) && !set_shape(s, e) && !set_theta(s, sel->theta, e))
		make_head(s, h, e);
	if (e->code) {
		head_free(h);
		close_scan(s);
		*out = NULL;
	}
	return e->code;
}

/* Rows [r, r + nr) of n images of one file, all columns, in the file's type. */
static int read_rows(const struct ref *ref, size_t n, size_t r, size_t nr, void *buf, struct err *e)
{
	const struct head *h = stream_head(ref->from);

	if (h->ndim == 2)
		return stream_read_box(ref->from, r, nr, 0, h->n[1], buf, e);
	return stream_read_box(ref->from, ref->item, n, r, nr, buf, e);
}

/* The same of one image, cropped and converted. */
static int read_converted(struct source *s, const struct ref *ref, size_t r, size_t nr, size_t c,
			  size_t nc, char *to, struct err *e)
{
	enum dtype t = stream_head(ref->from)->type;
	size_t need = nr * s->n[2] * dtype_size(t), px = dtype_size(s->type);

	if (need > s->row_bytes) {
		mem_free(s->row);
		s->row = mem_alloc(need, 1, "a frame", e);
		s->row_bytes = s->row ? need : 0;
	}
	if (!s->row || read_rows(ref, 1, r, nr, s->row, e))
		return e->code;
	for (size_t k = 0; k < nr; k++)
		convert((char *)s->row + (k * s->n[2] + c) * dtype_size(t), t, to + k * nc * px, s->type, nc);
	return 0;
}

static int read_box(struct source *s, size_t i, size_t ni, size_t r, size_t nr, size_t c, size_t nc,
		    void *buf, struct err *e)
{
	size_t item = nr * nc * dtype_size(s->type), run;
	char *to = buf;

	for (size_t k = i; k < i + ni; k += run, to += run * item) {
		const struct ref *f = &s->ref[k];
		const struct head *h = stream_head(f->from);
		run = 1;
		if (nc != s->n[2] || h->type != s->type) {
			if (read_converted(s, f, r, nr, c, nc, to, e))
				return e->code;
			continue;
		}
		while (k + run < i + ni && f[run].from == f->from && f[run].item == f->item + run)
			run++;
		if (read_rows(f, run, r, nr, to, e))
			return e->code;
	}
	return 0;
}

static bool favours_axis1(const struct source *s)
{
	return stream_favours_axis1(s->proj);
}

const struct driver driver_scan = {
	.name = "scan",
	.open = open_scan,
	.read_box = read_box,
	.favours_axis1 = favours_axis1,
	.close = close_scan,
};
