#include "h5/h5util.h"

#include <ctype.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/mem.h"
#include "h5/h5disk.h"
#include "base/meta.h"

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

void h5_enter(void)
{
	pthread_mutex_lock(&one);
	H5Eset_auto2(H5E_DEFAULT, NULL, NULL);	/* a thread's own setting */
}

void h5_leave(void)
{
	H5Eclear2(H5E_DEFAULT);
	pthread_mutex_unlock(&one);
}

/* The deepest entry of the error stack says what really went wrong. */
static herr_t deepest(unsigned n, const H5E_error2_t *entry, void *buf)
{
	if (n == 0 && entry->desc)
		snprintf(buf, 300, "%s", entry->desc);
	return 0;
}

static void why(char *buf)
{
	char *c;

	*buf = '\0';
	H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, deepest, buf);
	for (c = buf; *c; c++)		/* one line of plain text */
		if (iscntrl((unsigned char)*c))
			*c = ' ';
}

int h5_fail(struct err *e, int code, const char *fmt, ...)
{
	char what[300], reason[300];
	va_list ap;

	why(reason);
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	if (strstr(reason, "errno ="))
		code = E_IO;
	return *reason ? err_set(e, code, "%s: %s", what, reason) : err_set(e, code, "%s", what);
}

int h5_split(const char *text, char **file, const char **path, struct err *e)
{
	const char *colon = access(text, F_OK) ? strstr(text, "::") : NULL;
	size_t n = colon ? (size_t)(colon - text) : strlen(text);

	*path = colon ? colon + 2 : "";
	*file = mem_zero(n + 1, 1, "a file name", e);
	if (!*file)
		return e->code;
	memcpy(*file, text, n);
	return 0;
}

hid_t h5_fapl(void)
{
	hid_t f = H5Pcreate(H5P_FILE_ACCESS);

	if (f >= 0)
		H5Pset_file_locking(f, 0, 1);
	return f;
}

/* Does another program hold a lock on it, as HDF5 does while it writes? */
static bool is_locked(const char *name)
{
	FILE *f = fopen(name, "rb");
	bool busy = f && flock(fileno(f), LOCK_SH | LOCK_NB) && errno == EWOULDBLOCK;

	if (f)
		fclose(f);
	return busy;
}

static int open_failed(const char *name, struct err *e)
{
	char reason[300];
	FILE *f;

	why(reason);
	f = fopen(name, "rb");
	if (!f)
		return err_sys(e, "%s", name);
	fclose(f);
	if (strstr(reason, "open for") || is_locked(name))
		return err_set(e, E_BUSY, "%s: is being written by another program", name);
	if (strstr(reason, "truncated"))
		return err_set(e, E_UPSTREAM, "%s: is cut short: %s", name, reason);
	return err_set(e, E_DATA, "%s: cannot be read as HDF5: %s", name, reason);
}

int h5_open(hid_t *file, const char *name, bool *growing, struct err *e)
{
	hid_t fapl = h5_fapl();
	char reason[300], *real = realpath(name, NULL);

	if (!real)
		h5disk_use(fapl, NULL);
	free(real);
	*growing = false;
	*file = H5Fopen(name, H5F_ACC_RDONLY, fapl);
	if (*file < 0) {
		why(reason);
		if (strstr(reason, "open for")) {
			*file = H5Fopen(name, H5F_ACC_RDONLY | H5F_ACC_SWMR_READ, fapl);
			*growing = *file >= 0;
		}
	}
	if (*file < 0)
		open_failed(name, e);
	H5Pclose(fapl);
	return e->code;
}

bool h5_has(hid_t file, const char *path)
{
	hid_t o = H5Oopen(file, path, H5P_DEFAULT);

	if (o >= 0)
		H5Oclose(o);
	return o >= 0;
}

bool h5_is_group(hid_t file, const char *path)
{
	hid_t o = H5Oopen(file, path, H5P_DEFAULT);
	bool is = o >= 0 && H5Iget_type(o) == H5I_GROUP;

	if (o >= 0)
		H5Oclose(o);
	return is;
}

static int dangles(hid_t file, const char *part, const H5L_info_t *link, const char *reason,
		   struct err *e)
{
	char *val = mem_zero(link->u.val_size + 1, 1, "a link", e);
	const char *name = NULL, *obj = NULL;
	unsigned flags;

	if (!val)
		return e->code;
	if (H5Lget_val(file, part, val, link->u.val_size, H5P_DEFAULT) < 0)
		err_set(e, E_DATA, "link %s is broken", part);
	else if (link->type == H5L_TYPE_SOFT)
		err_set(e, E_DATA, "link %s points to %s, which cannot be reached: %s", part, val, reason);
	else if (link->type == H5L_TYPE_EXTERNAL &&
		 H5Lunpack_elink_val(val, link->u.val_size, &flags, &name, &obj) >= 0)
		err_set(e, E_DATA, "external link %s points to %s::%s, which cannot be reached: %s",
			part, name, obj, reason);
	else
		err_set(e, E_DATA, "link %s is of an unknown kind", part);
	mem_free(val);
	return e->code;
}

/* Which part of the path is it that cannot be opened? */
static int find_break(hid_t file, const char *path, struct err *e)
{
	char part[600], reason[300];
	H5L_info_t link;

	for (size_t n = 1; n <= strlen(path) && n < sizeof part; n++) {
		if (path[n] != '/' && path[n] != '\0')
			continue;
		memcpy(part, path, n);
		part[n] = '\0';
		if (H5Lexists(file, part, H5P_DEFAULT) <= 0)
			return strcmp(part, path) ?
				err_set(e, E_DATA, "no data set %s: there is no %s", path, part) :
				err_set(e, E_DATA, "no data set %s", path);
		if (h5_has(file, part))
			continue;
		why(reason);
		if (H5Lget_info(file, part, &link, H5P_DEFAULT) >= 0 && link.type != H5L_TYPE_HARD)
			return dangles(file, part, &link, reason, e);
		return err_set(e, E_DATA, "%s cannot be opened: %s", part, reason);
	}
	return err_set(e, E_DATA, "%s is not a data set", path);
}

int h5_dataset(hid_t *set, hid_t file, const char *path, struct err *e)
{
	*set = -1;
	if (*path != '/' || strlen(path) > 500)
		return err_set(e, E_USAGE, "'%.100s' is not a path that starts with /", path);
	if (h5_has(file, path) && !h5_is_group(file, path))
		*set = H5Dopen2(file, path, H5P_DEFAULT);
	return *set < 0 ? find_break(file, path, e) : 0;
}

hid_t h5_native(enum dtype t)
{
	switch (t) {
	case DT_I8:  return H5T_NATIVE_INT8;
	case DT_U8:  return H5T_NATIVE_UINT8;
	case DT_I16: return H5T_NATIVE_INT16;
	case DT_U16: return H5T_NATIVE_UINT16;
	case DT_I32: return H5T_NATIVE_INT32;
	case DT_U32: return H5T_NATIVE_UINT32;
	case DT_F32: return H5T_NATIVE_FLOAT;
	default:     return H5T_NATIVE_DOUBLE;
	}
}

/* HDF5 converts without looking at that, and off the end. */
static bool bits_fit(hid_t type)
{
	size_t bits = 8 * H5Tget_size(type), n = H5Tget_precision(type), sign, exp, nexp, man, nman;
	int from = H5Tget_offset(type);

	if (from < 0 || n == 0 || (size_t)from + n > bits)
		return false;
	if (H5Tget_class(type) != H5T_FLOAT)
		return true;
	return H5Tget_fields(type, &sign, &exp, &nexp, &man, &nman) >= 0 && sign < bits &&
	       nexp > 0 && nman > 0 && exp + nexp <= bits && man + nman <= bits;
}

static int integer_type(hid_t type, enum dtype *t, bool *wide, const char *what, struct err *e)
{
	size_t size = H5Tget_size(type);
	bool is_signed = H5Tget_sign(type) == H5T_SGN_2;

	if (!bits_fit(type))
		return err_set(e, E_DATA, "%s is damaged: its integers have bits outside themselves", what);
	if (size > 8)
		return err_set(e, E_DATA, "%s holds integers of %zu bytes, 8 is the most", what, size);
	*wide = size > 4;
	*t = *wide ? DT_F64 : size > 2 ? (is_signed ? DT_I32 : DT_U32) :
	     size > 1 ? (is_signed ? DT_I16 : DT_U16) : (is_signed ? DT_I8 : DT_U8);
	return 0;
}

static const char *class_name(H5T_class_t c)
{
	switch (c) {
	case H5T_STRING:   return "text";
	case H5T_COMPOUND: return "compound values";
	case H5T_OPAQUE:   return "opaque bytes";
	case H5T_VLEN:     return "lists of varying length";
	case H5T_ARRAY:    return "arrays as elements";
	case H5T_REFERENCE: return "references";
	case H5T_TIME:     return "times";
	case H5T_BITFIELD: return "bit fields";
	case H5T_ENUM:     return "names of choices";
	default:           return "an unknown type";
	}
}

static bool is_complex(hid_t type)
{
	return H5Tget_class(type) == H5T_COMPOUND && H5Tget_nmembers(type) == 2 &&
	       H5Tget_member_class(type, 0) == H5T_FLOAT && H5Tget_member_class(type, 1) == H5T_FLOAT;
}

int h5_dtype(hid_t type, enum dtype *t, bool *wide, const char *what, struct err *e)
{
	H5T_class_t class = H5Tget_class(type);
	hid_t base;

	*wide = false;
	if (class == H5T_INTEGER)
		return integer_type(type, t, wide, what, e);
	if (class == H5T_ENUM && H5Tget_size(type) == 1) {	/* truth values, as h5py writes them */
		base = H5Tget_super(type);
		integer_type(base, t, wide, what, e);
		H5Tclose(base);
		return e->code;
	}
	if (class == H5T_FLOAT) {
		*t = H5Tget_size(type) > 4 ? DT_F64 : DT_F32;
		if (!bits_fit(type))
			return err_set(e, E_DATA, "%s is damaged: its floats have bits outside themselves", what);
		if (H5Tget_size(type) > 8)
			return err_set(e, E_DATA, "%s holds floats of %zu bytes, 8 is the most",
				       what, H5Tget_size(type));
		return 0;
	}
	if (is_complex(type))
		return err_set(e, E_DATA, "%s holds complex numbers, which are not read from HDF5", what);
	return err_set(e, E_DATA, "%s holds %s, not numbers", what, class_name(class));
}
