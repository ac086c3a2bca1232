/* Virtual data sets: are their sources there (HDF5 itself would read fill values), and new ones. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "h5/h5set.h"

enum { NAME = 1024, ITEMS = 1 << 24 };	/* of more items none is looked for */

static void folder_of(hid_t file, char *buf, size_t len)
{
	ssize_t n = H5Fget_name(file, buf, len);
	char *slash = n > 0 && (size_t)n < len ? strrchr(buf, '/') : NULL;

	if (slash)
		slash[1] = '\0';
	else
		snprintf(buf, len, "./");
}

/* Where HDF5 looks: as it stands, and by its last part or whole beside the file. */
static hid_t open_source(hid_t file, const char *name)
{
	char folder[NAME], path[2 * NAME + 1];
	const char *last = *name == '/' ? strrchr(name, '/') + 1 : name;
	hid_t f = -1;
	bool growing;
	struct err e = { 0, "" }, again = { 0, "" };

	if (!strcmp(name, "."))
		return H5Freopen(file);
	folder_of(file, folder, sizeof folder);
	snprintf(path, sizeof path, "%s%s", folder, last);
	if (h5_open(&f, path, &growing, &e))
		h5_open(&f, name, &growing, &again);
	return f;
}

/* The box that a mapping covers in space; false when it has no end or cannot be told. */
static bool bounds(hid_t space, hsize_t *a, hsize_t *b)
{
	bool known = space >= 0 && H5Sget_simple_extent_ndims(space) <= ARRAY_MAXDIM &&
		     H5Sget_select_bounds(space, a, b) >= 0;

	if (space >= 0)
		H5Sclose(space);
	return known;
}

/* Is this mapping from a box in the source?  All of a source has no extent of its own. */
static bool box_taken(hid_t plist, size_t i, hsize_t *a, hsize_t *b)
{
	hid_t space = H5Pget_virtual_srcspace(plist, i);

	if (space >= 0 && H5Sget_select_type(space) == H5S_SEL_ALL) {
		H5Sclose(space);
		return false;
	}
	return bounds(space, a, b);
}

/* The source has what is taken from it. */
static int check_extent(hid_t file, hid_t plist, size_t i, const char *name, const char *set,
			const char *path, struct err *e)
{
	hsize_t a[ARRAY_MAXDIM], b[ARRAY_MAXDIM], n[H5S_MAX_RANK];
	hid_t id, space;
	int rank;

	if (!box_taken(plist, i, a, b) || h5_dataset(&id, file, set, e))
		return e->code;
	space = H5Dget_space(id);
	rank = H5Sget_simple_extent_dims(space, n, NULL);
	for (int k = 0; k < rank && k < ARRAY_MAXDIM && !e->code; k++)
		if (b[k] >= n[k])
			err_set(e, E_DATA, "%s is a virtual data set of which the source %s::%s has only %llu "
				"samples along axis %d", path, name, set, (unsigned long long)n[k], k);
	H5Sclose(space);
	H5Dclose(id);
	return e->code;
}

/* Each item has a source, as far as the bounds of the mappings tell. */
static int check_cover(hid_t plist, size_t maps, size_t n, const char *path, struct err *e)
{
	hsize_t a[ARRAY_MAXDIM], b[ARRAY_MAXDIM];
	bool *has = n <= ITEMS ? mem_zero(n, sizeof *has, "a list of items", e) : NULL;
	size_t i;

	if (!has)
		return e->code;
	for (i = 0; i < maps && bounds(H5Pget_virtual_vspace(plist, i), a, b); i++)
		for (hsize_t k = a[0]; k <= b[0] && k < n; k++)
			has[k] = true;
	for (size_t k = 0; k < n && i == maps && !e->code; k++)
		if (!has[k])
			err_set(e, E_DATA, "%s is a virtual data set without a source for item %zu", path, k);
	mem_free(has);
	return e->code;
}

/* A name in which %% stands for %, and no other % does; then it is itself again. */
static bool plain(char *name)
{
	for (const char *p = name; (p = strchr(p, '%')); p += 2)
		if (p[1] != '%')
			return false;
	for (char *to = name, *p = name; (*to++ = *p); p++)
		if (*p == '%')
			p++;
	return true;
}

/* One mapping; *open, of the name in last, stays open for the next. */
static int check_one(hid_t file, hid_t plist, size_t i, hid_t *open, char *last, const char *path,
		     struct err *e)
{
	char name[NAME], set[NAME];

	if (H5Pget_virtual_filename(plist, i, name, sizeof name) < 0 ||
	    H5Pget_virtual_dsetname(plist, i, set, sizeof set) < 0)
		return h5_fail(e, E_DATA, "%s is a virtual data set that cannot be read", path);
	if (!plain(name) || strchr(set, '%'))	/* a series, whatever there is of it */
		return 0;
	if (strcmp(name, last) != 0) {
		if (*open >= 0)
			H5Fclose(*open);
		*open = open_source(file, name);
		snprintf(last, NAME, "%s", name);
	}
	if (*open < 0)
		return err_set(e, E_DATA, "%s is a virtual data set of which the source file %s is "
			       "missing or cannot be read", path, name);
	if (!h5_has(*open, set))
		return err_set(e, E_DATA, "%s is a virtual data set of which the source %s::%s is missing",
			       path, name, set);
	return check_extent(*open, plist, i, name, set, path, e);
}

int h5virtual_check(hid_t set, hid_t plist, size_t items, const char *path, struct err *e)
{
	size_t n = 0;
	hid_t open = -1, holder = H5Iget_file_id(set);	/* maybe behind an external link */
	char last[NAME] = "";

	if (H5Pget_virtual_count(plist, &n) < 0 || n == 0)
		h5_fail(e, E_DATA, "%s is a virtual data set without sources", path);
	for (size_t i = 0; i < n && !e->code; i++)
		check_one(holder, plist, i, &open, last, path, e);
	if (open >= 0)
		H5Fclose(open);
	H5Fclose(holder);
	return e->code ? e->code : check_cover(plist, n, items, path, e);
}

/* A file to link to has what the mapping says; nothing would be read where it has not. */
static int check_part(const struct sink_link *l, const char *path, hid_t type, const hsize_t *n, int rank, struct err *e)
{
	hsize_t has[H5S_MAX_RANK];
	hid_t file = -1, set = -1;
	bool growing, same = false;
	struct err none = { 0, "" };

	if (!h5_open(&file, l->here, &growing, &none) && !h5_dataset(&set, file, path, &none)) {
		hid_t space = H5Dget_space(set), is = H5Dget_type(set);
		same = H5Sget_simple_extent_ndims(space) == rank && H5Sget_simple_extent_dims(space, has, NULL) == rank &&
		       !memcmp(has, n, (size_t)rank * sizeof *n) && H5Tequal(is, type) > 0;
		H5Tclose(is);
		H5Sclose(space);
		H5Dclose(set);
	}
	if (file >= 0)
		H5Fclose(file);
	return same ? 0 : err_set(e, E_USAGE, "%s: cannot be linked to: is no HDF5 file with the samples in %s", l->here, path);
}

/* A % in the name of a link begins the number of a series, but where it is doubled. */
static int link_to(hid_t plist, hid_t space, const char *file, const char *path, hid_t src, struct err *e)
{
	char name[NAME];
	size_t len = 0;

	for (const char *p = file; *p && len < sizeof name - 2; p++) {
		name[len++] = *p;
		if (*p == '%')
			name[len++] = '%';
	}
	name[len] = '\0';
	if (len >= sizeof name - 2)
		return err_set(e, E_USAGE, "%.60s...: too long a name for a link", file);
	return H5Pset_virtual(plist, space, name, path, src) < 0 ? h5_fail(e, E_IO, "%s cannot be linked to", file) : 0;
}

int h5virtual_make(hid_t plist, hid_t space, const char *path, hid_t type, const struct sink_par *par, struct err *e)
{
	hsize_t n[H5S_MAX_RANK], at[H5S_MAX_RANK] = { 0 };
	int rank = H5Sget_simple_extent_dims(space, n, NULL), axis = par->link_axis;

	for (const struct sink_link *l = par->links; l < par->links + par->nlinks && !e->code; l++) {
		n[axis] = l->has;
		if (check_part(l, path, type, n, rank, e))
			break;
		hid_t src = H5Screate_simple(rank, n, NULL);
		n[axis] = l->n;
		at[axis] = l->skip;
		if (H5Sselect_hyperslab(src, H5S_SELECT_SET, at, NULL, n, NULL) < 0)
			h5_fail(e, E_INTERNAL, "the samples of %s cannot be selected", l->file);
		at[axis] = l->first;
		if (H5Sselect_hyperslab(space, H5S_SELECT_SET, at, NULL, n, NULL) < 0)
			h5_fail(e, E_INTERNAL, "%s cannot be linked to", l->file);
		else
			link_to(plist, space, l->file, path, src, e);
		H5Sclose(src);
	}
	return e->code;
}
