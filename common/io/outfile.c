#include "io/outfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "io/cleanup.h"
#include "io/inputs.h"
#include "io/rawio.h"

struct outfile {
	char *target;		/* resolved: what rename() replaces */
	char *tmp;		/* temporary, or NULL when direct */
	char *pattern;		/* of a directory's files, or NULL */
	int fd;
	bool dir, committed;
	mode_t mode;
};

/* The directory part of path with a slash, "" when there is none; into buf. */
static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Follow symbolic links, also to what does not exist yet; malloc'd. */
static char *resolve(const char *path, struct err *e)
{
	char *now = strdup(path), *next, to[PATH_MAX];
	struct stat st;

	for (int i = 0; now && i < 40 && !lstat(now, &st) && S_ISLNK(st.st_mode); i++) {
		ssize_t n = readlink(now, to, sizeof to - 1);
		if (n < 0)
			break;
		to[n] = '\0';
		if (*to == '/' || now == base_of(now))
			next = strdup(to);
		else if (asprintf(&next, "%.*s%s", (int)(base_of(now) - now), now, to) < 0)
			next = NULL;
		free(now);
		now = next;
	}
	if (!now)
		err_nomem(e, "a file name");
	else if (!lstat(now, &st) && S_ISLNK(st.st_mode)) {
		errno = ELOOP;
		err_sys(e, "%s", path);
	}
	return now;
}

static bool same_file(const struct stat *out, const char *input)
{
	struct stat in;
	char file[PATH_MAX];
	const char *colon = strstr(input, "::");
	size_t len = colon ? (size_t)(colon - input) : 0;

	if (!strcmp(input, "-") ? fstat(STDIN_FILENO, &in) : stat(input, &in)) {
		if (!colon || len >= sizeof file)
			return false;
		memcpy(file, input, len);
		file[len] = '\0';
		if (stat(file, &in))
			return false;
	}
	return S_ISREG(in.st_mode) && in.st_dev == out->st_dev && in.st_ino == out->st_ino;
}

bool outfile_is_direct(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* The directory of a resolved path. */
static bool dir_of(const char *path, struct stat *st)
{
	size_t len = (size_t)(base_of(path) - path);
	char dir[PATH_MAX];

	snprintf(dir, sizeof dir, "%.*s", len ? (int)len : 1, len ? path : ".");
	return len < sizeof dir && !stat(dir, st);
}

bool outfile_same(const char *a, const char *b)
{
	struct err e = { 0, "" };
	struct stat x, y;
	char *to_a, *to_b;
	bool same = false;

	if (!strcmp(a, "-") || !strcmp(b, "-"))
		return !strcmp(a, b);
	if (outfile_is_direct(a))
		return false;
	to_a = resolve(a, &e);
	to_b = resolve(b, &e);
	if (!e.code && !stat(to_a, &x) && !stat(to_b, &y))
		same = x.st_dev == y.st_dev && x.st_ino == y.st_ino;
	else if (!e.code && dir_of(to_a, &x) && dir_of(to_b, &y))
		same = x.st_dev == y.st_dev && x.st_ino == y.st_ino && !strcmp(base_of(to_a), base_of(to_b));
	free(to_a);
	free(to_b);
	return same;
}

static mode_t current_umask(void)
{
	mode_t m = umask(0);

	umask(m);
	return m;
}

static int make_temporary(struct outfile *o, const char *path, struct err *e)
{
	const char *name = base_of(o->target);

	if (asprintf(&o->tmp, "%.*s.%.200s.XXXXXX", (int)(name - o->target), o->target, name) < 0) {
		o->tmp = NULL;
		return err_nomem(e, "a file name");
	}
	cleanup_block();
	if (o->dir ? !mkdtemp(o->tmp) : (o->fd = mkostemp(o->tmp, O_CLOEXEC)) < 0) {
		err_sys(e, "%s", path);
		free(o->tmp);
		o->tmp = NULL;
	} else {
		cleanup_add(o->tmp, o->dir);
	}
	cleanup_unblock();
	if (!e->code && chmod(o->tmp, o->mode))
		err_sys(e, "%s: mode", path);
	return e->code;
}

/* A device or FIFO, named as it was: /dev/stdout and its like resolve to nothing. */
static int open_direct(struct outfile *o, const char *path, struct err *e)
{
	o->target = strdup(path);
	if (!o->target)
		return err_nomem(e, "a file name");
	o->fd = open(path, O_WRONLY | O_CLOEXEC);
	return o->fd < 0 ? err_sys(e, "%s", path) : 0;
}

static int check_target(const char *target, const char *path, const char *input, struct err *e)
{
	const char *name = base_of(target);
	struct stat st;
	char *dir;
	int bad;

	if (!stat(target, &st)) {
		if (S_ISDIR(st.st_mode))
			return err_set(e, E_IO, "%s: is a directory", path);
		if (inputs_has(&st) || (input && same_file(&st, input)))
			return err_set(e, E_USAGE, "%s: the output is the input", path);
		return access(target, W_OK) ? err_sys(e, "%s", path) : 0;
	}
	dir = name > target ? strndup(target, (size_t)(name - target)) : strdup(".");
	if (!dir)
		return err_nomem(e, "a file name");
	bad = access(dir, W_OK | X_OK);
	free(dir);
	return bad ? err_sys(e, "%s", path) : 0;
}

int outfile_check(const char *path, const char *input, struct err *e)
{
	char *target;

	if (!*path)
		return err_set(e, E_USAGE, "the output's name is empty");
	if (outfile_is_direct(path))
		return 0;
	if ((target = resolve(path, e)) && !e->code)
		check_target(target, path, input, e);
	free(target);
	return e->code;
}

int outfile_new(struct outfile **out, const char *path, const char *input, struct err *e)
{
	struct outfile *o = calloc(1, sizeof *o);
	struct stat st;

	*out = o;
	if (!o)
		return err_nomem(e, "an output");
	o->fd = -1;
	o->mode = 0666 & ~current_umask();
	if (!*path)
		return err_set(e, E_USAGE, "the output's name is empty");
	if (outfile_is_direct(path))
		return open_direct(o, path, e);
	if (!(o->target = resolve(path, e)) || e->code)
		return e->code;
	if (stat(o->target, &st))
		return make_temporary(o, path, e);
	if (S_ISDIR(st.st_mode))
		return err_set(e, E_IO, "%s: is a directory", path);
	if (inputs_has(&st) || (input && same_file(&st, input)))
		return err_set(e, E_USAGE, "%s: the output is the input", path);
	if (access(o->target, W_OK))
		return err_sys(e, "%s", path);
	o->mode = st.st_mode & 07777;
	return make_temporary(o, path, e);
}

/* Does name look like what printf(pattern, int) makes? */
static bool matches(const char *pattern, const char *name)
{
	const char *percent = strchr(pattern, '%'), *d = percent ? strchr(percent, 'd') : NULL;
	size_t head = percent ? (size_t)(percent - pattern) : 0;
	size_t len = strlen(name), tail = d ? strlen(d + 1) : 0;

	if (!d || len < head + tail + 1 || strncmp(pattern, name, head) ||
	    strcmp(name + len - tail, d + 1))
		return false;
	for (size_t i = head; i < len - tail; i++)
		if (name[i] < '0' || name[i] > '9')
			return false;
	return true;
}

static int check_old_dir(const char *path, const char *pattern, struct err *e)
{
	DIR *d = opendir(path);
	struct dirent *x;

	if (!d)
		return errno == ENOENT ? 0 : err_sys(e, "%s", path);
	while (!e->code && (x = readdir(d)))
		if (strcmp(x->d_name, ".") && strcmp(x->d_name, "..") && !matches(pattern, x->d_name))
			err_set(e, E_IO, "%s: holds '%.100s', which is not %s: choose an empty directory",
				path, x->d_name, pattern);
	closedir(d);
	return e->code;
}

int outfile_new_dir(struct outfile **out, const char *path, const char *pattern, struct err *e)
{
	struct outfile *o = calloc(1, sizeof *o);
	struct stat st;
	size_t len;

	*out = o;
	if (!o)
		return err_nomem(e, "an output");
	o->fd = -1;
	o->dir = true;
	o->mode = 0777 & ~current_umask();
	if (!(o->target = resolve(path, e)) || e->code)
		return e->code;
	for (len = strlen(o->target); len > 1 && o->target[len - 1] == '/'; )
		o->target[--len] = '\0';
	if (!(o->pattern = strdup(pattern)))
		return err_nomem(e, "a file name");
	if (!stat(o->target, &st) && inputs_has(&st))
		return err_set(e, E_USAGE, "%s: the output is the input", path);
	if (check_old_dir(o->target, pattern, e))
		return e->code;
	return make_temporary(o, path, e);
}

const char *outfile_path(const struct outfile *o)
{
	return o->tmp ? o->tmp : o->target;
}

int outfile_fd(const struct outfile *o)
{
	return o->fd;
}

bool outfile_direct(const struct outfile *o)
{
	return !o->tmp;
}

static int sync_path(int at, const char *path, int flags)
{
	int fd = openat(at, path, O_RDONLY | O_CLOEXEC | flags), bad;

	if (fd < 0)
		return -1;
	bad = fsync(fd) && errno != EINVAL && errno != EROFS;
	close(fd);
	return bad ? -1 : 0;
}

static int sync_dir_files(const char *path, struct err *e)
{
	DIR *d = opendir(path);
	struct dirent *x;

	if (!d)
		return err_sys(e, "%s", path);
	while (!e->code && (x = readdir(d)))
		if (*x->d_name != '.' && sync_path(dirfd(d), x->d_name, 0))
			err_sys(e, "%s/%s", path, x->d_name);
	closedir(d);
	return e->code;
}

static int sync_parent(const char *path)
{
	char dir[PATH_MAX];

	snprintf(dir, sizeof dir, "%.*s.", (int)(base_of(path) - path), path);
	return sync_path(AT_FDCWD, dir, O_DIRECTORY);
}

static int swap_in(struct outfile *o, struct err *e)
{
	if (!o->dir || !renameat2(AT_FDCWD, o->tmp, AT_FDCWD, o->target, RENAME_NOREPLACE))
		return o->dir || !rename(o->tmp, o->target) ? 0 : err_sys(e, "%s", o->target);
	if (errno != EEXIST)
		return err_sys(e, "%s", o->target);
	if (check_old_dir(o->target, o->pattern, e))
		return e->code;
	if (renameat2(AT_FDCWD, o->tmp, AT_FDCWD, o->target, RENAME_EXCHANGE))
		return err_sys(e, "%s", o->target);
	cleanup_remove(o->tmp, true);		/* the old one stands there now */
	return 0;
}

int outfile_commit(struct outfile *o, struct err *e)
{
	int fd = o->fd;

	o->fd = -1;
	if (!o->tmp)
		return close(fd) ? err_sys(e, "%s: write", o->target) : 0;
	if (o->dir ? sync_dir_files(o->tmp, e) : fsync(fd))
		err_sys(e, "%s: write", o->target);
	if (fd >= 0 && close(fd))
		err_sys(e, "%s: write", o->target);
	if (e->code)
		return e->code;
	cleanup_block();
	if (!swap_in(o, e)) {
		cleanup_forget(o->tmp);
		o->committed = true;
	}
	cleanup_unblock();
	if (!e->code && sync_parent(o->target))
		return err_sys(e, "%s: directory", o->target);
	return e->code;
}

void outfile_close(struct outfile *o)
{
	if (!o)
		return;
	if (o->fd >= 0)
		close(o->fd);
	if (o->tmp && !o->committed) {
		cleanup_remove(o->tmp, o->dir);
		cleanup_forget(o->tmp);
	}
	free(o->tmp);
	free(o->target);
	free(o->pattern);
	free(o);
}

int outfile_spill(const char *dir, size_t bytes, struct err *e)
{
	const char *env = getenv("TMPDIR");
	struct statvfs fs;
	char name[PATH_MAX];
	int fd;

	dir = dir ? dir : env && *env ? env : "/var/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) {
		snprintf(name, sizeof name, "%s/.beampipe.XXXXXX", dir);
		fd = mkostemp(name, O_CLOEXEC);
		if (fd < 0)
			return err_sys(e, "temporary in %s", dir), -1;
		unlink(name);
	}
	if (!fstatvfs(fd, &fs) && bytes / fs.f_frsize >= fs.f_bavail) {
		close(fd);
		err_set(e, E_IO, "%s: a temporary of %zu bytes is needed, %zu are free (choose another with --tmp)",
			dir, bytes, (size_t)fs.f_bavail * fs.f_frsize);
		return -1;
	}
	return fd;
}

int outfile_put(const char *path, const void *bytes, size_t n, struct err *e)
{
	struct outfile *o = NULL;

	if (!strcmp(path, "-"))
		return raw_write(STDOUT_FILENO, bytes, n, "<stdout>", e);
	if (!outfile_new(&o, path, NULL, e) && !raw_write(outfile_fd(o), bytes, n, path, e))
		outfile_commit(o, e);
	outfile_close(o);
	return e->code;
}
