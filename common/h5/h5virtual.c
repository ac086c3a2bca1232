/* Are the sources of a virtual data set there?  HDF5 itself would read fill values. */
#include <stdio.h>
#include <string.h>

#include "h5/h5set.h"

enum { NAME = 1024 };

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

/* One mapping; *open, of the name in last, stays open for the next. */
static int check_one(hid_t file, hid_t plist, size_t i, hid_t *open, char *last, const char *path,
		     struct err *e)
{
	char name[NAME], set[NAME];

	if (H5Pget_virtual_filename(plist, i, name, sizeof name) < 0 ||
	    H5Pget_virtual_dsetname(plist, i, set, sizeof set) < 0)
		return h5_fail(e, E_DATA, "%s is a virtual data set that cannot be read", path);
	if (strchr(name, '%') || strchr(set, '%'))	/* a series, whatever there is of it */
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
	return 0;
}

int h5virtual_check(hid_t set, hid_t plist, const char *path, struct err *e)
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
	return e->code;
}
