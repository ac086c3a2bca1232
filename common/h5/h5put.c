/* Small values and whole files, writing (h5value.h, h5util.h). */
#include <string.h>
#include <unistd.h>

#include "h5/h5disk.h"
#include "h5/h5value.h"

#include "base/mem.h"

static hid_t text_type(size_t n)
{
	hid_t t = H5Tcopy(H5T_C_S1);

	H5Tset_cset(t, H5T_CSET_UTF8);
	H5Tset_size(t, n > 0 ? n : 1);
	H5Tset_strpad(t, H5T_STR_NULLPAD);
	return t;
}

/* Writes, and closes type and space. */
static int put_attr(hid_t obj, const char *name, hid_t type, hid_t mem, hid_t space, const void *v,
		    struct err *e)
{
	hid_t a = H5Acreate2(obj, name, type, space, H5P_DEFAULT, H5P_DEFAULT);

	if (a < 0 || H5Awrite(a, mem, v) < 0)
		h5_fail(e, E_IO, "cannot write attribute %s", name);
	if (a >= 0)
		H5Aclose(a);
	H5Sclose(space);
	return e->code;
}

int h5_put_text(hid_t obj, const char *name, const char *text, struct err *e)
{
	hid_t t = text_type(strlen(text));

	put_attr(obj, name, t, t, H5Screate(H5S_SCALAR), text, e);
	H5Tclose(t);
	return e->code;
}

int h5_put_texts(hid_t obj, const char *name, const char *const *text, size_t n, struct err *e)
{
	size_t longest = 1;
	char *all;
	hid_t t;

	for (size_t i = 0; i < n; i++)
		longest = strlen(text[i]) > longest ? strlen(text[i]) : longest;
	all = mem_zero(n, longest, "an attribute", e);
	if (!all)
		return e->code;
	for (size_t i = 0; i < n; i++)
		memcpy(all + i * longest, text[i], strlen(text[i]));
	t = text_type(longest);
	put_attr(obj, name, t, t, H5Screate_simple(1, (hsize_t[]){ n }, NULL), all, e);
	H5Tclose(t);
	mem_free(all);
	return e->code;
}

int h5_put_nums(hid_t obj, const char *name, const double *v, size_t n, struct err *e)
{
	return put_attr(obj, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE,
			H5Screate_simple(1, (hsize_t[]){ n }, NULL), v, e);
}

static hid_t timeless(hid_t class)
{
	hid_t p = H5Pcreate(class);

	H5Pset_obj_track_times(p, 0);
	return p;
}

/* Writes a small data set, and closes the space. */
static int put_set(hid_t file, const char *path, hid_t type, hid_t mem, hid_t space, const void *v,
		   const char *unit, struct err *e)
{
	hid_t p = timeless(H5P_DATASET_CREATE);
	hid_t d = H5Dcreate2(file, path, type, space, H5P_DEFAULT, p, H5P_DEFAULT);

	if (d < 0 || H5Dwrite(d, mem, H5S_ALL, H5S_ALL, H5P_DEFAULT, v) < 0)
		h5_fail(e, E_IO, "cannot write %s", path);
	if (!e->code && *unit)
		h5_put_text(d, "units", unit, e);
	if (d >= 0)
		H5Dclose(d);
	H5Pclose(p);
	H5Sclose(space);
	return e->code;
}

int h5_put_array(hid_t file, const char *path, const double *v, size_t n, const char *unit,
		 struct err *e)
{
	hid_t space = n > 0 ? H5Screate_simple(1, (hsize_t[]){ n }, NULL) : H5Screate(H5S_SCALAR);

	return put_set(file, path, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, space, v, unit, e);
}

int h5_put_string(hid_t file, const char *path, const char *text, struct err *e)
{
	hid_t t = text_type(strlen(text));

	put_set(file, path, t, t, H5Screate(H5S_SCALAR), text, "", e);
	H5Tclose(t);
	return e->code;
}

int h5_put_group(hid_t file, const char *path, const char *nx_class, struct err *e)
{
	hid_t p = timeless(H5P_GROUP_CREATE);
	hid_t g = H5Gcreate2(file, path, H5P_DEFAULT, p, H5P_DEFAULT);

	if (g < 0)
		h5_fail(e, E_IO, "cannot make group %s", path);
	else if (*nx_class)
		h5_put_text(g, "NX_class", nx_class, e);
	if (g >= 0)
		H5Gclose(g);
	H5Pclose(p);
	return e->code;
}

int h5_make(hid_t *file, const char *name, struct h5disk *disk, struct err *e)
{
	hid_t fapl = h5_fapl(), fcpl = timeless(H5P_FILE_CREATE);

	*disk = (struct h5disk){ 0 };
	*file = -1;
	H5Pset_fclose_degree(fapl, H5F_CLOSE_STRONG);
	H5Pset_libver_bounds(fapl, H5F_LIBVER_V18, H5F_LIBVER_LATEST);
	if (!h5disk_use(fapl, disk))
		*file = H5Fcreate(name, H5F_ACC_TRUNC, fcpl, fapl);
	if (*file < 0 && !h5disk_check(disk, e))
		h5_fail(e, E_IO, "cannot write HDF5");
	H5Pclose(fcpl);
	H5Pclose(fapl);
	return e->code;
}

int h5_finish(hid_t file, const struct h5disk *disk, struct err *e)
{
	bool closed = H5Fclose(file) >= 0;

	if (!h5disk_check(disk, e) && !closed)
		h5_fail(e, E_IO, "cannot close HDF5");
	return e->code;
}
