#include "io/late.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct h5_api *loaded;

/* Beside the directory of the program: BIN/../lib/beampipe/h5.so. */
static const char *module_path(char *buf, size_t len)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	char *slash;

	exe[n > 0 ? n : 0] = '\0';
	slash = strrchr(exe, '/');
	snprintf(buf, len, "%.*s/../lib/beampipe/h5.so", slash ? (int)(slash - exe) : 0, exe);
	return buf;
}

static const struct h5_api *load(struct err *e)
{
	char path[PATH_MAX + 32];
	void *module;

	if (loaded)
		return loaded;
	module = dlopen(module_path(path, sizeof path), RTLD_NOW | RTLD_LOCAL);
	if (module)
		loaded = dlsym(module, "beampipe_h5");
	if (!loaded) {
		const char *why = dlerror();
		err_set(e, E_IO, "HDF5 cannot be loaded: %s", why ? why : path);
	}
	return loaded;
}

/* ---- the driver: nothing is open before load() has succeeded ---- */

static int late_open(struct source **s, const char *path, const struct select *sel,
		     struct head *head, struct err *e)
{
	*s = NULL;
	return load(e) ? loaded->driver->open(s, path, sel, head, e) : e->code;
}

static int late_read_box(struct source *s, size_t i, size_t ni, size_t r, size_t nr,
			 size_t c, size_t nc, void *buf, struct err *e)
{
	return loaded->driver->read_box(s, i, ni, r, nr, c, nc, buf, e);
}

static bool late_favours_axis1(const struct source *s)
{
	return loaded->driver->favours_axis1(s);
}

static void late_close(struct source *s)
{
	if (s)
		loaded->driver->close(s);
}

static int late_fits(const struct head *h, struct err *e)
{
	return load(e) ? loaded->driver->fits(h, e) : e->code;
}

static int late_create(struct sink **s, const char *path, const struct head *h,
		       const struct sink_par *par, struct err *e)
{
	*s = NULL;
	return load(e) ? loaded->driver->create(s, path, h, par, e) : e->code;
}

static int late_write(struct sink *s, size_t first, size_t n, const void *data, struct err *e)
{
	return loaded->driver->write(s, first, n, data, e);
}

static int late_finish(struct sink *s, struct err *e)
{
	return loaded->driver->finish(s, e);
}

static void late_drop(struct sink *s)
{
	if (s)
		loaded->driver->drop(s);
}

const struct driver driver_h5 = {
	.name = "HDF5", .suffix = H5_SUFFIXES, .starts = h5_starts,
	.open = late_open, .read_box = late_read_box, .favours_axis1 = late_favours_axis1,
	.close = late_close, .fits = late_fits, .create = late_create, .write = late_write,
	.finish = late_finish, .drop = late_drop,
};

/* ---- the scan writer ---- */

int scanwrite_new(struct scanwrite **w, const char *path, const struct scan_par *par, struct err *e)
{
	*w = NULL;
	return load(e) ? loaded->scan_new(w, path, par, e) : e->code;
}

size_t scanwrite_frames(const struct scanwrite *w)
{
	return loaded->scan_frames(w);
}

struct scan_frame scanwrite_frame(const struct scanwrite *w, size_t i)
{
	return loaded->scan_frame(w, i);
}

int scanwrite_put(struct scanwrite *w, const void *image, struct err *e)
{
	return loaded->scan_put(w, image, e);
}

int scanwrite_commit(struct scanwrite *w, struct err *e)
{
	return loaded->scan_commit(w, e);
}

void scanwrite_close(struct scanwrite *w)
{
	if (w)
		loaded->scan_close(w);
}

/* ---- the bundle ---- */

int bundle_new(struct bundle **b, const char *path, const char *input, struct err *e)
{
	*b = NULL;
	return load(e) ? loaded->bundle_new(b, path, input, e) : e->code;
}

void bundle_compress(struct bundle *b, int level)
{
	loaded->bundle_compress(b, level);
}

int bundle_put(struct bundle *b, const char *path, const struct head *head, const void *data, struct err *e)
{
	return loaded->bundle_put(b, path, head, data, e);
}

int bundle_commit(struct bundle *b, struct err *e)
{
	return loaded->bundle_commit(b, e);
}

void bundle_close(struct bundle *b)
{
	if (b)
		loaded->bundle_close(b);
}
