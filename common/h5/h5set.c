#include "h5/h5set.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { CACHE_MAX = 64 << 20, COUNTABLE = 20000 };

static int check_filters(struct h5set *s, hid_t plist, const char *path, struct err *e)
{
	char name[80];
	unsigned flags, values[1];
	size_t nvalue;
	int n = H5Pget_nfilters(plist);

	for (int i = 0; i < n; i++) {
		nvalue = 0;
		*name = '\0';
		H5Z_filter_t id = H5Pget_filter2(plist, (unsigned)i, &flags, &nvalue, values,
						 sizeof name, name, NULL);
		name[sizeof name - 1] = '\0';
		if (id < 0 || H5Zfilter_avail(id) <= 0)
			return err_set(e, E_DATA, "%s is compressed by filter %d (%s), which is not "
				       "installed; HDF5_PLUGIN_PATH names the folder of plugins",
				       path, (int)id, *name ? name : "no name");
	}
	s->filtered = n > 0;
	return 0;
}

static int get_shape(struct h5set *s, const char *path, struct err *e)
{
	hsize_t n[H5S_MAX_RANK], max[H5S_MAX_RANK];
	hid_t space = H5Dget_space(s->id);
	int rank = H5Sget_simple_extent_dims(space, n, max);
	H5S_class_t class = H5Sget_simple_extent_type(space);
	size_t bytes;

	H5Sclose(space);
	if (class == H5S_NULL || rank < 0)
		return err_set(e, E_DATA, "%s holds no values", path);
	if (rank < 1 || rank > ARRAY_MAXDIM)
		return rank ? err_set(e, E_DATA, "%s has %d axes, %d are the most", path, rank, ARRAY_MAXDIM)
			    : err_set(e, E_DATA, "%s is a single value, not an array", path);
	s->rank = rank;
	for (int i = 0; i < rank; i++) {
		s->n[i] = n[i];
		if (n[i] == 0)
			return err_set(e, E_DATA, "%s has no samples along axis %d", path, i);
	}
	for (int i = 0; i < rank; i++)
		s->max[i] = max[i] == H5S_UNLIMITED ? SIZE_MAX : max[i];
	return array_total(rank, s->n, s->type, &bytes, e) ? err_at(e, path) : 0;
}

static int get_type(struct h5set *s, const char *path, struct err *e)
{
	hid_t type = H5Dget_type(s->id);

	if (type < 0)
		return h5_fail(e, E_DATA, "%s has a type that cannot be read", path);
	h5_dtype(type, &s->type, &s->wide, path, e);
	s->is_enum = H5Tget_class(type) == H5T_ENUM;
	s->is_signed = s->wide && H5Tget_sign(type) == H5T_SGN_2;
	H5Tclose(type);
	return e->code;
}

static int check_written(const struct h5set *s, const char *path, struct err *e)
{
	H5D_space_status_t status;

	if (H5Dget_space_status(s->id, &status) >= 0 && status == H5D_SPACE_STATUS_NOT_ALLOCATED)
		return err_set(e, E_DATA, "%s was never written", path);
	return 0;
}

/* Can a chunk be missing?  Bytes tell, if no filter changes them. */
static bool has_holes(const struct h5set *s)
{
	hid_t type = H5Dget_type(s->id);
	double bytes = (double)H5Tget_size(type);

	H5Tclose(type);
	for (int i = 0; i < s->rank && s->chunk[0]; i++)
		bytes *= ceil((double)s->n[i] / (double)s->chunk[i]) * (double)s->chunk[i];
	return s->chunk[0] && (s->filtered || (double)H5Dget_storage_size(s->id) < bytes);
}

/*
 * HDF5 1.10 reads past a filtered chunk that holds less than its shape says.
 * A shape that was damaged shows by what cannot be: larger than the data set, or
 * more chunks than fit in.
 */
static int check_chunks(const struct h5set *s, const char *path, struct err *e)
{
	double fit = 1;
	hsize_t n = 0;
	hid_t space;
	bool bad = false;

	for (int i = 0; i < s->rank; i++) {
		bad = bad || s->chunk[i] == 0 || s->chunk[i] > s->max[i];
		fit *= bad ? 1 : ceil((double)s->n[i] / (double)s->chunk[i]);
	}
	if (!bad && s->filtered && fit <= COUNTABLE) {
		space = H5Dget_space(s->id);
		bad = H5Dget_num_chunks(s->id, space, &n) < 0 || (double)n > fit;
		H5Sclose(space);
	}
	return bad ? err_set(e, E_DATA, "%s is damaged: its chunks do not fit its shape", path) : 0;
}

static int get_layout(struct h5set *s, const char *path, struct err *e)
{
	hid_t p = H5Dget_create_plist(s->id);
	H5D_layout_t layout = H5Pget_layout(p);
	hsize_t chunk[ARRAY_MAXDIM] = { 0 };

	s->is_virtual = layout == H5D_VIRTUAL;
	if (layout == H5D_CHUNKED && H5Pget_chunk(p, ARRAY_MAXDIM, chunk) == s->rank)
		for (int i = 0; i < s->rank; i++)
			s->chunk[i] = chunk[i];
	if (s->is_virtual)
		h5virtual_check(s->id, p, s->n[0], path, e);
	else if (!check_filters(s, p, path, e) && H5Pget_external_count(p) <= 0)
		check_written(s, path, e);
	H5Pclose(p);
	if (e->code || !s->chunk[0])
		return e->code;
	if (check_chunks(s, path, e))
		return e->code;
	s->holes = has_holes(s);
	return 0;
}

/* Bytes of all chunks that an index (range 1) along this axis touches; SIZE_MAX when huge. */
static size_t chunk_row(const struct h5set *s, int axis)
{
	double bytes = (double)dtype_size(s->type) * (double)s->chunk[axis];

	for (int i = 0; i < s->rank; i++)
		if (i != axis)
			bytes *= (double)((s->n[i] + s->chunk[i] - 1) / s->chunk[i]) * (double)s->chunk[i];
	return bytes < 1e15 ? (size_t)bytes : SIZE_MAX;
}

/* Open once more with a cache that serves items, and rows if that costs little. */
static int set_cache(struct h5set *s, hid_t file, const char *path, struct err *e)
{
	hid_t p = H5Pcreate(H5P_DATASET_ACCESS);
	size_t item = chunk_row(s, 0), row = s->rank > 1 ? chunk_row(s, 1) : item;
	size_t chunk = dtype_size(s->type);

	for (int i = 0; i < s->rank; i++)
		chunk *= s->chunk[i];
	s->cache = 0;
	if (s->filtered && chunk <= CACHE_MAX) {
		s->cache = item < CACHE_MAX ? item : CACHE_MAX;
		s->cache = row < CACHE_MAX && row > s->cache ? row : s->cache;
	}
	H5Pset_chunk_cache(p, s->cache / chunk * 17 + 101, s->cache, 1.0);
	H5Dclose(s->id);
	s->id = H5Dopen2(file, path, p);
	H5Pclose(p);
	return s->id < 0 ? h5_fail(e, E_DATA, "%s cannot be opened again", path) : 0;
}

int h5set_open(struct h5set *s, hid_t file, const char *path, struct err *e)
{
	*s = (struct h5set){ .id = -1 };
	if (h5_dataset(&s->id, file, path, e) || get_type(s, path, e) || get_shape(s, path, e) ||
	    get_layout(s, path, e))
		return e->code;
	return s->chunk[0] ? set_cache(s, file, path, e) : 0;
}

void h5set_close(struct h5set *s)
{
	if (s->id >= 0)
		H5Dclose(s->id);
	s->id = -1;
}

void h5set_lift(struct h5set *s)
{
	memmove(s->n + 1, s->n, (ARRAY_MAXDIM - 1) * sizeof *s->n);
	memmove(s->chunk + 1, s->chunk, (ARRAY_MAXDIM - 1) * sizeof *s->chunk);
	s->n[0] = 1;
	s->chunk[0] = s->chunk[1] ? 1 : 0;
	s->rank++;
	s->lifted = true;
}

/* 64-bit integers to double, in place; index of the first that is not exact, or n. */
static size_t narrow(void *buf, size_t n, bool is_signed)
{
	for (size_t i = 0; i < n; i++) {
		union { int64_t i; uint64_t u; double d; } *v = (void *)((char *)buf + 8 * i);
		double d = is_signed ? (double)v->i : (double)v->u;
		bool exact = is_signed ? d < 0x1p63 && (int64_t)d == v->i :
					 d < 0x1p64 && (uint64_t)d == v->u;
		if (!exact)
			return i;
		v->d = d;
	}
	return n;
}

static int check_exact(const struct h5set *s, const char *path, const size_t *start,
		       const size_t *count, void *buf, struct err *e)
{
	size_t n = 1, item = 1, bad;

	for (int i = 0; i < s->rank; i++) {
		n *= count[i];
		item *= i ? count[i] : 1;
	}
	bad = narrow(buf, n, s->is_signed);
	if (bad == n)
		return 0;
	return err_set(e, E_DATA, "%s: item %zu holds the 64-bit integer %lld, which no supported "
		       "type holds exactly", path, start[0] + bad / item,
		       (long long)((int64_t *)buf)[bad]);
}

/* The type in memory: to be closed. */
static hid_t memory_type(const struct h5set *s, enum dtype as)
{
	hid_t file_type, t;

	if (s->wide)
		return H5Tcopy(s->is_signed ? H5T_NATIVE_INT64 : H5T_NATIVE_UINT64);
	if (!s->is_enum)
		return H5Tcopy(h5_native(as));
	file_type = H5Dget_type(s->id);
	t = H5Tget_native_type(file_type, H5T_DIR_ASCEND);
	H5Tclose(file_type);
	return t;
}

/* Each chunk that the box touches is there. */
static int check_box(const struct h5set *s, const char *path, int skip, int rank,
		     const hsize_t *a, const hsize_t *n, struct err *e)
{
	hsize_t at[ARRAY_MAXDIM], bytes;
	const size_t *chunk = s->chunk + skip;
	int i = 0;

	for (int k = 0; k < rank; k++)
		at[k] = a[k] / chunk[k] * chunk[k];
	while (i >= 0) {
		if (H5Dget_chunk_storage_size(s->id, at, &bytes) < 0 || !bytes)
			return err_set(e, E_DATA, "%s: item %zu was never written", path,
				       (size_t)(skip ? 0 : at[0] > a[0] ? at[0] : a[0]));
		for (i = rank - 1; i >= 0 && (at[i] += chunk[i]) >= a[i] + n[i]; i--)
			at[i] = a[i] / chunk[i] * chunk[i];
	}
	return 0;
}

int h5set_read(const struct h5set *s, const char *path, enum dtype as,
	       const size_t *start, const size_t *count, void *buf, struct err *e)
{
	hsize_t a[ARRAY_MAXDIM], n[ARRAY_MAXDIM];
	int skip = s->lifted ? 1 : 0, rank = s->rank - skip;
	hid_t mem = memory_type(s, as), from = H5Dget_space(s->id), to;

	for (int i = 0; i < rank; i++) {
		a[i] = start[i + skip];
		n[i] = count[i + skip];
	}
	to = H5Screate_simple(rank, n, NULL);
	if ((s->wide && as != DT_F64) || (s->is_enum && as != s->type))
		err_set(e, E_DATA, "%s cannot be joined with %s", path, dtype_name(as));
	else if (s->holes && check_box(s, path, skip, rank, a, n, e))
		;
	else if (H5Sselect_hyperslab(from, H5S_SELECT_SET, a, NULL, n, NULL) < 0 ||
		 H5Dread(s->id, mem, to, from, H5P_DEFAULT, buf) < 0)
		h5_fail(e, E_DATA, "%s: item %zu cannot be read", path, start[0]);
	else if (s->wide)
		check_exact(s, path, start, count, buf, e);
	H5Sclose(to);
	H5Sclose(from);
	H5Tclose(mem);
	return e->code;
}

bool h5set_favours_axis1(const struct h5set *s)
{
	if (s->is_virtual || s->rank < 2)
		return false;
	return !s->filtered || s->chunk[1] <= 4 || chunk_row(s, 1) <= s->cache;
}
