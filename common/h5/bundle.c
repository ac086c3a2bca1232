#include "io/bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/late.h"
#include "io/outfile.h"
#include "h5/h5disk.h"
#include "h5/h5find.h"
#include "h5/h5out.h"
#include "h5/h5own.h"
#include "h5/h5value.h"

enum { TILE = 256, GROUPS_MAX = 7, PATH_LONGEST = 500, NAME_LONGEST = 190 };

struct bundle {
	char *path;
	struct outfile *out;
	hid_t file;
	struct h5disk disk;
	int compress;
	size_t n;			/* arrays put */
	bool broken;			/* one could not be */
};

/* ---- the file ---- */

static int begin(struct bundle *b, const char *input, struct err *e)
{
	if (outfile_new(&b->out, b->path, input, e))
		return e->code;
	if (outfile_direct(b->out))
		return err_set(e, E_USAGE, "%s: HDF5 needs a regular file", b->path);
	h5_enter();
	if (!h5_make(&b->file, outfile_path(b->out), &b->disk, e))
		h5_put_text(b->file, "NX_class", "NXroot", e);
	h5_leave();
	return e->code ? err_at(e, b->path) : 0;
}

int bundle_new(struct bundle **out, const char *path, const char *input, struct err *e)
{
	struct bundle *b = *out = calloc(1, sizeof *b);

	if (!b)
		return err_nomem(e, "an HDF5 file");
	b->file = -1;
	if (!strcmp(path, "-"))
		return err_set(e, E_USAGE, "HDF5 does not go through a pipe: use -o FILE.h5");
	if (!h5_named(path))
		return err_set(e, E_USAGE, "%.300s: what is written here is HDF5: the name must end in .h5, .nxs, .hdf5 or .hdf",
			       path);
	b->path = strdup(path);
	return b->path ? begin(b, input, e) : err_nomem(e, "a file name");
}

void bundle_compress(struct bundle *b, int level)
{
	b->compress = level < 0 ? 0 : level > 9 ? 9 : level;
}

/* ---- names and groups ---- */

/* /A/B/NAME: no empty parts, no dots alone, of lengths that readers follow. */
static bool is_path(const char *path)
{
	size_t len = strlen(path), groups = 0;

	if (*path != '/' || len > PATH_LONGEST)
		return false;
	for (const char *p = path; *p; p += 1 + strcspn(p + 1, "/"), groups++) {
		size_t n = strcspn(p + 1, "/");
		if (n == 0 || n > NAME_LONGEST || (n <= 2 && !strncmp(p + 1, "..", n)))
			return false;
	}
	return groups >= 2 && groups - 1 <= GROUPS_MAX;
}

/* An attribute of the object at path, unless it is there. */
static int put_once(const struct bundle *b, const char *path, const char *name, const char *text, struct err *e)
{
	hid_t o = H5Oopen(b->file, path, H5P_DEFAULT);

	if (o < 0)
		return h5_fail(e, E_IO, "cannot open %.100s", path);
	if (H5Aexists(o, name) <= 0)
		h5_put_text(o, name, text, e);
	H5Oclose(o);
	return e->code;
}

/* The groups above path, and of the first array the "default" that leads from each to the next. */
static int make_groups(const struct bundle *b, const char *path, struct err *e)
{
	char group[PATH_LONGEST + 1], above[PATH_LONGEST + 1] = "/";

	for (const char *p = path, *next; (next = strchr(p + 1, '/')) && !e->code; p = next) {
		const char *class = strchr(next + 1, '/') ? p == path ? "NXentry" : "NXcollection" : "NXdata";
		snprintf(group, sizeof group, "%.*s", (int)(next - path), path);
		if (H5Lexists(b->file, group, H5P_DEFAULT) <= 0)
			h5_put_group(b->file, group, class, e);
		else if (!h5_is_group(b->file, group))
			err_set(e, E_INTERNAL, "%.100s is an array, not a group", group);
		if (!e->code && b->n == 0)
			put_once(b, above, "default", group + (p - path) + 1, e);
		snprintf(above, sizeof above, "%s", group);
	}
	return e->code ? e->code : put_once(b, above, "signal", strrchr(path, '/') + 1, e);
}

/* ---- one array ---- */

static int check(const struct bundle *b, const char *path, const struct head *h, struct err *e)
{
	size_t bytes;

	if (!is_path(path))
		return err_set(e, E_INTERNAL, "'%.100s' is no path as /GROUP/NAME", path);
	if (h5_has(b->file, path))
		return err_set(e, E_INTERNAL, "%.100s is there already", path);
	if (b->n > 0 && h5find_is_usual(path))
		return err_set(e, E_INTERNAL, "%s would be taken for the main array: put it first", path);
	for (int i = 0; i < h->ndim; i++)
		if (h->n[i] == 0)
			return err_set(e, E_INTERNAL, "the length of axis %d of %.100s is not known", i, path);
	if (array_total(h->ndim, h->n, h->type, &bytes, e) || head_check(h, e) || h5out_fits(h, e))
		return err_at(e, path);
	return 0;
}

/* Creation list; tiles where it is compressed. */
static hid_t set_plist(const struct bundle *b, const struct head *h)
{
	hsize_t tile[ARRAY_MAXDIM];
	hid_t p = h5own_plist();

	for (int i = 0; i < h->ndim; i++) {
		hsize_t most = i + 2 < h->ndim ? 1 : TILE;
		tile[i] = h->n[i] < most ? h->n[i] : most;
	}
	if (b->compress > 0) {
		H5Pset_chunk(p, h->ndim, tile);
		H5Pset_shuffle(p);
		H5Pset_deflate(p, (unsigned)b->compress);
	}
	H5Pset_fill_time(p, b->compress > 0 ? H5D_FILL_TIME_ALLOC : H5D_FILL_TIME_NEVER);
	return p;
}

static int write_set(const struct bundle *b, const char *path, const struct head *h, const void *data, struct err *e)
{
	hid_t p = set_plist(b, h), space, set;
	hsize_t n[ARRAY_MAXDIM];

	for (int i = 0; i < h->ndim; i++)
		n[i] = h->n[i];
	space = H5Screate_simple(h->ndim, n, NULL);
	set = H5Dcreate2(b->file, path, h5_native(h->type), space, H5P_DEFAULT, p, H5P_DEFAULT);
	if (set < 0 || H5Dwrite(set, h5_native(h->type), H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0)
		h5_fail(e, E_IO, "cannot write %s", path);
	else if (!h5out_describe(set, h, e))
		h5own_write(set, h, e);
	if (set >= 0 && H5Dclose(set) < 0)
		h5_fail(e, E_IO, "cannot write %s", path);
	H5Sclose(space);
	H5Pclose(p);
	return e->code;
}

int bundle_put(struct bundle *b, const char *path, const struct head *head, const void *data, struct err *e)
{
	h5_enter();
	if (check(b, path, head, e) || make_groups(b, path, e) || write_set(b, path, head, data, e) ||
	    h5disk_check(&b->disk, e)) {
		err_at(e, b->path);
		b->broken = true;
	}
	h5_leave();
	b->n++;
	return e->code;
}

int bundle_commit(struct bundle *b, struct err *e)
{
	if (b->n == 0 || b->broken)
		return err_set(e, E_INTERNAL, "%s: %s", b->path, b->broken ? "an array could not be put" : "nothing was put");
	h5_enter();
	h5_finish(b->file, &b->disk, e);
	b->file = -1;
	h5_leave();
	return e->code ? err_at(e, b->path) : outfile_commit(b->out, e);
}

void bundle_close(struct bundle *b)
{
	if (!b)
		return;
	h5_enter();
	if (b->file >= 0)
		H5Fclose(b->file);
	h5_leave();
	outfile_close(b->out);
	free(b->path);
	free(b);
}
