/*
 * The bundle: each of several arrays comes back whole from one file, the first is the one that opens by the file's name,
 * the same puts give the same bytes, and what is refused, broken off or killed leaves nothing.
 */
#include "check.h"
#include "scratch.h"

#include <fcntl.h>
#include <hdf5.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "h5/h5value.h"
#include "io/bundle.h"
#include "io/stream.h"

enum { MODELS = 3, SIDE = 300 };

static unsigned char models[MODELS * SIDE * SIDE];
static float fit[SIDE * SIDE];
static double line[40];

static void fill(void)
{
	for (size_t i = 0; i < sizeof models; i++)
		models[i] = i * i % 7 < 3;
	for (size_t i = 0; i < SIDE * SIDE; i++)
		fit[i] = (float)(i % 1001) - 0.25F;
	for (size_t i = 0; i < 40; i++)
		line[i] = 1.0 / (double)(1 + i);
}

static struct head models_head(void)
{
	struct err e = { 0, "" };
	struct head h;

	head_init(&h, DT_U8, 3, (size_t[]){ MODELS, SIDE, SIDE }, (const char *const[]){ "seed", "row", "col" });
	meta_set(&h.meta, "bp.quantity", "filled", &e);
	meta_set(&h.meta, "other", "a word", &e);
	head_set_table(&h, "seed", "chi2", (double[]){ 3, 1, 2 }, MODELS, &e);
	CHECK(!e.code);
	return h;
}

static struct head fit_head(void)
{
	struct err e = { 0, "" };
	struct head h;

	head_init(&h, DT_F32, 2, (size_t[]){ SIDE, SIDE }, (const char *const[]){ "qz", "qy" });
	meta_set(&h.meta, "bp.quantity", "counts", &e);
	CHECK(!e.code);
	return h;
}

static struct head line_head(void)
{
	struct head h;

	head_init(&h, DT_F64, 2, (size_t[]){ 20, 2 }, (const char *const[]){ "r", "" });
	h.is_complex = true;
	return h;
}

/* Models, fit and a line in a folder that sorts before; committed when asked. */
static void write_three(const char *path, int compress, bool commit, struct err *e)
{
	struct head h[3] = { models_head(), fit_head(), line_head() };
	struct bundle *b;

	if (!bundle_new(&b, path, NULL, e)) {
		bundle_compress(b, compress);
		if (!bundle_put(b, "/rmc/models", &h[0], models, e) && !bundle_put(b, "/rmc/fit", &h[1], fit, e) &&
		    !bundle_put(b, "/rmc/a/curve", &h[2], line, e) && commit)
			bundle_commit(b, e);
	}
	bundle_close(b);
	for (int i = 0; i < 3; i++)
		head_free(&h[i]);
}

/* Is what stands at path this head and these samples? */
static bool comes_back(const char *path, const struct head *want, const void *data)
{
	struct err e = { 0, "" };
	struct stream *s;
	struct array a = { .data = NULL };
	const struct head *h;
	bool same = false;

	if (!stream_open(&s, path, NULL, &e) && !stream_read(s, want->n[0], &a, &e)) {
		h = stream_head(s);
		same = h->type == want->type && h->ndim == want->ndim && h->is_complex == want->is_complex &&
		       h->ntable == want->ntable && h->meta.n == want->meta.n &&
		       array_bytes(&a) == want->n[0] * head_item_bytes(want) && !memcmp(a.data, data, array_bytes(&a));
		for (int i = 0; same && i < h->ndim; i++)
			same = h->n[i] == want->n[i] && !strcmp(h->label[i], want->label[i]);
		for (size_t i = 0; same && i < h->meta.n; i++)
			same = !strcmp(h->meta.entry[i].key, want->meta.entry[i].key) &&
			       !strcmp(h->meta.entry[i].val, want->meta.entry[i].val);
		for (size_t i = 0; same && i < h->ntable; i++)
			same = !strcmp(h->table[i].name, want->table[i].name) && h->table[i].n == want->table[i].n &&
			       !memcmp(h->table[i].v, want->table[i].v, h->table[i].n * sizeof(double));
	}
	if (e.code)
		printf("# %s\n", e.msg);
	stream_close(s);
	array_free(&a);
	return same;
}

static void there_and_back(void)
{
	static const char *const names[] = { "b.h5", "b.NXS", "b.hdf5", "b.hdf" };
	struct head h[3] = { models_head(), fit_head(), line_head() };
	char path[400];

	for (int k = 0; k < 8; k++) {
		struct err e = { 0, "" };
		const char *file = scratch(names[k % 4]);
		write_three(file, k < 4 ? 0 : 4, true, &e);
		CHECK(!e.code);
		CHECK(comes_back(file, &h[0], models));		/* the first one put */
		snprintf(path, sizeof path, "%s::/rmc/models", file);
		CHECK(comes_back(path, &h[0], models));
		snprintf(path, sizeof path, "%s::/rmc/fit", file);
		CHECK(comes_back(path, &h[1], fit));
		snprintf(path, sizeof path, "%s::/rmc/a/curve", file);
		CHECK(comes_back(path, &h[2], line));
	}
	for (int i = 0; i < 3; i++)
		head_free(&h[i]);
}

/* The first is the main one wherever it lies: below a group that later gets arrays of its own, in one of our usual places. */
static void first_is_main(void)
{
	static const char *const first[] = { "/z/deep/deeper/x", "/z/x", "/entry/data/data", "/a/b/c/d/e/f/g/x" };
	struct head h = line_head(), g = fit_head();
	struct bundle *b;

	for (size_t k = 0; k < sizeof first / sizeof *first; k++) {
		struct err e = { 0, "" };
		const char *file = scratch("first.h5");
		CHECK(!bundle_new(&b, file, NULL, &e) && !bundle_put(b, first[k], &h, line, &e) &&
		      !bundle_put(b, "/z/a", &g, fit, &e) && !bundle_put(b, "/b/a", &g, fit, &e) && !bundle_commit(b, &e));
		bundle_close(b);
		CHECK(comes_back(file, &h, line));
		if (e.code)
			printf("# %s\n", e.msg);
	}
	head_free(&h);
	head_free(&g);
}

static bool attr_is(hid_t file, const char *path, const char *name, const char *want)
{
	char text[100];
	bool is = h5_attr_text_at(file, path, name, text, sizeof text) && !strcmp(text, want);

	if (!is)
		printf("# %s %s is '%s'\n", path, name, text);
	return is;
}

static herr_t count_times(hid_t o, const char *name, const H5O_info_t *info, void *n)
{
	(void)o;
	(void)name;
	*(int *)n += info->atime || info->mtime || info->ctime || info->btime ? 100 : 1;
	return 0;
}

static void nexus(void)
{
	struct err e = { 0, "" };
	hid_t file;
	int n = 0;

	write_three(scratch("n.h5"), 0, true, &e);
	file = H5Fopen(scratch("n.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
	CHECK(attr_is(file, "/", "NX_class", "NXroot") && attr_is(file, "/", "default", "rmc"));
	CHECK(attr_is(file, "/rmc", "NX_class", "NXdata") && attr_is(file, "/rmc", "signal", "models"));
	CHECK(attr_is(file, "/rmc/a", "NX_class", "NXdata") && attr_is(file, "/rmc/a", "signal", "curve"));
	CHECK(attr_is(file, "/rmc/fit", "long_name", "counts") && attr_is(file, "/rmc/fit", "units", "counts"));
	CHECK(attr_is(file, "/rmc/models", "interpretation", "image"));
	CHECK(H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, count_times, &n, H5O_INFO_TIME) >= 0);
	CHECK(n == 6);			/* root, 2 groups, 3 arrays: none has a time */
	H5Fclose(file);
}

static void groups_above(void)
{
	struct err e = { 0, "" };
	struct head h = line_head();
	struct bundle *b;
	hid_t file;

	CHECK(!bundle_new(&b, scratch("g.h5"), NULL, &e) && !bundle_put(b, "/entry/run/rmc/x", &h, line, &e) &&
	      !bundle_commit(b, &e));
	bundle_close(b);
	file = H5Fopen(scratch("g.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
	CHECK(attr_is(file, "/entry", "NX_class", "NXentry") && attr_is(file, "/entry", "default", "run"));
	CHECK(attr_is(file, "/entry/run", "NX_class", "NXcollection") && attr_is(file, "/entry/run", "default", "rmc"));
	CHECK(attr_is(file, "/entry/run/rmc", "NX_class", "NXdata"));
	H5Fclose(file);
	head_free(&h);
}

static size_t load(const char *path, char *bytes, size_t max)
{
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(bytes, 1, max, f) : 0;

	if (f)
		fclose(f);
	return n;
}

static void same_bytes(void)
{
	static char a[1 << 20], b[1 << 20];
	size_t size[2];

	for (int compress = 0; compress < 2; compress++) {
		struct err e = { 0, "" };
		write_three(scratch("s1.h5"), 5 * compress, true, &e);
		write_three(scratch("s2.h5"), 5 * compress, true, &e);
		size[compress] = load(scratch("s1.h5"), a, sizeof a);
		CHECK(!e.code && size[compress] > 0 && size[compress] < sizeof a);
		CHECK(load(scratch("s2.h5"), b, sizeof b) == size[compress] && !memcmp(a, b, size[compress]));
	}
	CHECK(size[0] > sizeof models + sizeof fit && size[1] < size[0] / 2);
}

static bool refuses(const char *path, const char *input, int code, const char *why)
{
	struct err e = { 0, "" };
	struct bundle *b;
	bool right;

	bundle_new(&b, path, input, &e);
	bundle_close(b);
	right = e.code == code && strstr(e.msg, why);
	if (!right)
		printf("# exit %d: %s\n", e.code, e.msg);
	return right;
}

static void names(void)
{
	struct err e = { 0, "" };

	CHECK(refuses("-", NULL, E_USAGE, "pipe"));
	CHECK(refuses(scratch("x.tif"), NULL, E_USAGE, ".hdf5"));
	CHECK(refuses(scratch("x"), NULL, E_USAGE, "must end in"));
	CHECK(refuses(scratch(".h5"), NULL, E_USAGE, "must end in"));
	CHECK(refuses("a.h5/x", NULL, E_USAGE, "must end in"));
	CHECK(refuses("", NULL, E_USAGE, "must end in"));
	CHECK(refuses(scratch("no/x.h5"), NULL, E_IO, "No such file"));
	write_three(scratch("in.h5"), 0, true, &e);
	CHECK(refuses(scratch("in.h5"), scratch("in.h5"), E_USAGE, "is the input"));
	CHECK(refuses(scratch("in.h5"), scratch("in.h5::/rmc/fit"), E_USAGE, "is the input"));
	CHECK(!mkfifo(scratch("fifo.h5"), 0600));
	int fd = open(scratch("fifo.h5"), O_RDWR);	/* so that opening it to write does not wait */
	CHECK(refuses(scratch("fifo.h5"), NULL, E_USAGE, "regular file"));
	close(fd);
}

/* After models, put this: refused with this code and word, and then there is nothing to commit. */
static bool put_refuses(const char *path, const struct head *h, int code, const char *why)
{
	struct head first = fit_head();
	struct err e = { 0, "" }, again = { 0, "" };
	struct bundle *b;
	bool right;

	CHECK(!bundle_new(&b, scratch("bad.h5"), NULL, &e) && !bundle_put(b, "/rmc/models", &first, fit, &e));
	bundle_put(b, path, h, fit, &e);
	right = e.code == code && strstr(e.msg, why) && strstr(e.msg, "bad.h5") &&
		bundle_commit(b, &again) == E_INTERNAL;
	bundle_close(b);
	if (!right)
		printf("# exit %d: %s\n", e.code, e.msg);
	head_free(&first);
	return right && access(scratch("bad.h5"), F_OK) != 0;
}

static void bad_puts(void)
{
	struct head h = line_head();
	struct err e = { 0, "" };
	struct bundle *b;
	char key[600];

	CHECK(put_refuses("/rmc/models", &h, E_INTERNAL, "already"));
	CHECK(put_refuses("/rmc", &h, E_INTERNAL, "no path"));
	CHECK(put_refuses("rmc/x", &h, E_INTERNAL, "no path"));
	CHECK(put_refuses("/rmc/", &h, E_INTERNAL, "no path"));
	CHECK(put_refuses("/rmc//x", &h, E_INTERNAL, "no path"));
	CHECK(put_refuses("/rmc/../x", &h, E_INTERNAL, "no path"));
	CHECK(put_refuses("/a/b/c/d/e/f/g/h/x", &h, E_INTERNAL, "no path"));
	CHECK(put_refuses("/rmc/models/x", &h, E_INTERNAL, "not a group"));
	CHECK(put_refuses("/entry/data/data", &h, E_INTERNAL, "main array"));
	h.n[0] = 0;
	CHECK(put_refuses("/rmc/x", &h, E_INTERNAL, "not known"));
	h.n[0] = 20;
	head_set_table(&h, "r", "r_nm", line, 20, &e);
	h.n[0] = 19;
	CHECK(put_refuses("/rmc/x", &h, E_DATA, "r_nm"));
	h.n[0] = 20;
	memset(key, 'k', sizeof key);
	key[sizeof key - 1] = '\0';
	meta_set(&h.meta, key, "v", &e);
	CHECK(put_refuses("/rmc/x", &h, E_USAGE, "too long"));
	head_free(&h);
	CHECK(!bundle_new(&b, scratch("none.h5"), NULL, &e) && bundle_commit(b, &e) == E_INTERNAL);
	bundle_close(b);
	CHECK(access(scratch("none.h5"), F_OK) != 0);
}

/* Files in the folder, the hidden ones too. */
static int files(void)
{
	DIR *d = opendir(scratch_folder);
	int n = 0;

	for (struct dirent *f; d && (f = readdir(d));)
		n += strcmp(f->d_name, ".") && strcmp(f->d_name, "..");
	if (d)
		closedir(d);
	return n;
}

/* Not committed, or killed between two puts: the old file stays, no temporary is left. */
static void dropped(void)
{
	struct err e = { 0, "" };
	struct head h = fit_head();
	struct bundle *b;
	int before, status = 0;
	char a[3];

	FILE *f = fopen(scratch("old.h5"), "w");
	CHECK(f && fputs("old", f) > 0 && !fclose(f));
	before = files();
	write_three(scratch("old.h5"), 0, false, &e);
	CHECK(!e.code && files() == before);
	write_three(scratch("new.h5"), 0, false, &e);
	CHECK(!e.code && files() == before);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		if (!bundle_new(&b, scratch("old.h5"), NULL, &e) && !bundle_put(b, "/rmc/fit", &h, fit, &e) &&
		    files() == before + 1)
			raise(SIGTERM);
		_exit(1);
	}
	CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	CHECK(files() == before && load(scratch("old.h5"), a, 3) == 3 && !memcmp(a, "old", 3));
	head_free(&h);
}

/* No room (a limit on the size of files stands in for a full disk), in the first array, the second or at the end. */
static void no_room(void)
{
	struct rlimit old, small;
	struct stat st;

	struct err e = { 0, "" };
	write_three(scratch("whole.h5"), 0, true, &e);
	CHECK(!e.code && !stat(scratch("whole.h5"), &st));
	getrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_IGN);
	for (int k = 0; k < 12; k++) {
		e = (struct err){ 0, "" };
		small = (struct rlimit){ k < 11 ? (rlim_t)st.st_size * (rlim_t)k / 11 : (rlim_t)st.st_size - 1, old.rlim_max };
		setrlimit(RLIMIT_FSIZE, &small);
		write_three(scratch("full.h5"), 0, true, &e);
		setrlimit(RLIMIT_FSIZE, &old);
		CHECK(e.code == E_IO && strstr(e.msg, "too large") && strstr(e.msg, "full.h5"));
		CHECK(access(scratch("full.h5"), F_OK) != 0);
	}
}

/* A long run hears of it at the put, not at its end. */
static void no_room_at_once(void)
{
	struct rlimit old, small;
	struct head h = models_head();
	struct err e = { 0, "" };
	struct bundle *b;

	getrlimit(RLIMIT_FSIZE, &old);
	small = (struct rlimit){ 10000, old.rlim_max };
	CHECK(!bundle_new(&b, scratch("full.h5"), NULL, &e));
	setrlimit(RLIMIT_FSIZE, &small);
	CHECK(bundle_put(b, "/rmc/models", &h, models, &e) == E_IO);
	setrlimit(RLIMIT_FSIZE, &old);
	bundle_close(b);
	head_free(&h);
}

int main(void)
{
	fill();
	scratch_make();
	h5_enter();
	h5_leave();			/* the tests' own calls are quiet too */
	CASE(there_and_back);
	CASE(first_is_main);
	CASE(nexus);
	CASE(groups_above);
	CASE(same_bytes);
	CASE(names);
	CASE(bad_puts);
	CASE(dropped);
	CASE(no_room);
	CASE(no_room_at_once);
	scratch_remove();
	return done();
}
