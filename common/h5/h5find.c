#include "h5/h5find.h"

#include <stdio.h>
#include <string.h>

#include "h5/h5value.h"

static const struct place {
	const char *path;
	int rank;
	const char *labels;
} places[] = {
	{ "/exchange/data", 3, "angle row col" },
	{ "/exchange/sinogram", 3, "row angle col" },
	{ "/reconstruction/data", 3, "z y x" },
	{ "/entry/data/data", 0, "" },
	{ "/exchange/data_white", 3, "angle row col" },
	{ "/exchange/data_dark", 3, "angle row col" },
};

enum { DEFAULTS = 4, DEPTH = 8, VISITS = 10000 };

const char *h5find_labels(const char *path, int rank)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (!strcmp(path, places[i].path) && rank == places[i].rank)
			return places[i].labels;
	return "";
}

bool h5find_is_usual(const char *path)
{
	for (size_t i = 0; i < DEFAULTS; i++)
		if (!strcmp(path, places[i].path))
			return true;
	return false;
}

/* A data set here, or a link to be complained about when it dangles. */
static bool is_set(hid_t file, const char *path)
{
	return h5_has(file, path) && !h5_is_group(file, path);
}

static void join(char *path, const char *name)
{
	size_t n = strlen(path);

	if (*name == '/')
		n = 0;
	snprintf(path + n, H5FIND_PATH - n, "%s%s", *name == '/' ? "" : "/", name);
}

/* Follow default, default, ..., signal. */
static bool nexus(hid_t file, char *path)
{
	char name[200];
	int depth = 0;

	*path = '\0';
	while (depth++ < DEPTH && h5_attr_text_at(file, *path ? path : "/", "default", name, sizeof name) &&
	       *name && strcmp(name, "."))
		join(path, name);
	if (!*path)
		return false;
	if (h5_attr_text_at(file, path, "signal", name, sizeof name))
		join(path, name);
	return is_set(file, path);
}

/* Data sets of numbers, counted and listed. */
struct walk {
	size_t n, seen;
	int depth;
	haddr_t above[DEPTH + 1];	/* the groups that it is in */
	char path[H5FIND_PATH];		/* of the group */
	char first[H5FIND_PATH], list[360];
	const char *more;		/* behind the list, where some are too long for it */
	char broken[H5FIND_PATH];	/* the first link that leads nowhere */
};

static bool is_numbers(hid_t set)
{
	hid_t type = H5Dget_type(set), space = H5Dget_space(set);
	int rank = H5Sget_simple_extent_ndims(space);
	struct err e = { 0, "" };
	enum dtype t;
	bool wide, is = rank >= 1 && rank <= ARRAY_MAXDIM && !h5_dtype(type, &t, &wide, "", &e);

	H5Sclose(space);
	H5Tclose(type);
	return is;
}

/* "2 x 33" */
static void shape_of(hid_t set, char *buf, size_t len)
{
	hsize_t n[ARRAY_MAXDIM] = { 0 };
	hid_t space = H5Dget_space(set);
	int rank = H5Sget_simple_extent_dims(space, n, NULL);		/* 1 to ARRAY_MAXDIM: is_numbers() */

	*buf = '\0';
	for (int i = 0; i < rank; i++)
		snprintf(buf + strlen(buf), len - strlen(buf), "%s%llu", i ? " x " : "", (unsigned long long)n[i]);
	H5Sclose(space);
}

static void note(struct walk *w, hid_t set)
{
	size_t n = strlen(w->list);
	char shape[100];

	shape_of(set, shape, sizeof shape);
	if (w->n++ == 0)
		snprintf(w->first, sizeof w->first, "%s", w->path);
	if (n + strlen(w->path) + strlen(shape) + 11 < sizeof w->list)
		snprintf(w->list + n, sizeof w->list - n, "%s%s (%s)", n ? ", " : "", w->path, shape);
	else
		w->more = " ...";
}

/* Is this group one of those that it is in? */
static bool is_above(const struct walk *w, hid_t o, haddr_t *at)
{
	H5O_info_t info;

	*at = H5Oget_info2(o, &info, H5O_INFO_BASIC) < 0 ? HADDR_UNDEF : info.addr;
	for (int i = 0; i < w->depth; i++)
		if (w->above[i] == *at)
			return true;
	return *at == HADDR_UNDEF;
}

static void try_link(struct walk *w, hid_t group, const char *name)
{
	hid_t o = *w->broken ? -1 : H5Oopen(group, name, H5P_DEFAULT);

	if (o >= 0)
		H5Oclose(o);
	else if (!*w->broken)
		snprintf(w->broken, sizeof w->broken, "%.300s/%.200s", w->path, name);
}

/* Hard links only, down to DEPTH.  (H5Ovisit crashes on some damaged files.) */
static herr_t visit(hid_t group, const char *name, const H5L_info_t *info, void *ctx)
{
	struct walk *w = ctx;
	size_t n = strlen(w->path);
	haddr_t at;
	hid_t o;

	if (info->type != H5L_TYPE_HARD)
		try_link(w, group, name);
	if (info->type != H5L_TYPE_HARD || n + strlen(name) + 2 > sizeof w->path || ++w->seen > VISITS ||
	    (o = H5Oopen(group, name, H5P_DEFAULT)) < 0)
		return w->seen > VISITS;
	snprintf(w->path + n, sizeof w->path - n, "/%s", name);
	if (H5Iget_type(o) == H5I_DATASET && is_numbers(o)) {
		note(w, o);
	} else if (H5Iget_type(o) == H5I_GROUP && w->depth < DEPTH && !is_above(w, o, &at)) {
		w->above[w->depth++] = at;
		H5Literate(o, H5_INDEX_NAME, H5_ITER_INC, NULL, visit, w);
		w->depth--;
	}
	w->path[n] = '\0';
	H5Oclose(o);
	return w->seen > VISITS;
}

int h5find_default(hid_t file, char path[H5FIND_PATH], struct err *e)
{
	struct walk w = { .more = "" };
	hid_t set;

	for (size_t i = 0; i < DEFAULTS; i++)
		if (is_set(file, places[i].path)) {
			snprintf(path, H5FIND_PATH, "%s", places[i].path);
			return 0;
		}
	if (nexus(file, path))
		return 0;
	H5Literate(file, H5_INDEX_NAME, H5_ITER_INC, NULL, visit, &w);
	if (w.n == 0 && *w.broken && h5_dataset(&set, file, w.broken, e))
		return e->code;
	if (w.n == 0)
		return err_set(e, E_DATA, "holds no array of numbers");
	if (w.n > 1)
		return err_set(e, E_DATA, "holds %zu data sets, and none is said to be the main one; "
			       "name one as FILE::PATH: %s%s", w.n, w.list, w.more);
	snprintf(path, H5FIND_PATH, "%s", w.first);
	return 0;
}

int h5find_group(hid_t file, const char *path, struct err *e)
{
	struct walk w = { .more = "" };
	hid_t group = H5Gopen2(file, path, H5P_DEFAULT), set;
	size_t n;

	snprintf(w.path, sizeof w.path, "%s", path);
	for (n = strlen(w.path); n && w.path[n - 1] == '/'; n--)
		w.path[n - 1] = '\0';
	if (group >= 0) {
		is_above(&w, group, &w.above[0]);
		w.depth = 1;
		H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, visit, &w);
		H5Gclose(group);
	}
	if (!w.n && *w.broken && h5_dataset(&set, file, w.broken, e))
		return e->code;
	if (!w.n)
		return err_set(e, E_DATA, "%s is not a data set but a group in which no array of numbers was found (links are not followed)", path);
	return err_set(e, E_DATA, "%s is not a data set but a group of %zu; name one as FILE::PATH: %s%s", path, w.n, w.list, w.more);
}
