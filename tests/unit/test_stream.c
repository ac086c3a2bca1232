/* Streams in files and pipes: whole, cut, in parts, selected. */
#include "base/mem.h"
#include "check.h"
#include "io/outfile.h"
#include "io/stream.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ITEMS = 7, ROWS = 5, COLS = 6 };
static char dir[] = "/tmp/beampipe-stream.XXXXXX";

static float value(size_t i, size_t r, size_t c)
{
	return (float)(100 * i + 10 * r + c);
}

static void make(const char *path, size_t known, struct err *e)
{
	struct head h;
	struct stream *s = NULL;
	float x[ITEMS * ROWS * COLS];
	double theta[ITEMS], key[ITEMS] = { 2, 1 };

	for (size_t i = 0; i < ITEMS * ROWS * COLS; i++)
		x[i] = value(i / (ROWS * COLS), i / COLS % ROWS, i % COLS);
	for (int i = 0; i < ITEMS; i++)
		theta[i] = 10 * i;
	head_init(&h, DT_F32, 3, (size_t[]){ known, ROWS, COLS }, (const char *const[]){ "angle", "row", "col" });
	head_set_table(&h, "angle", "theta_deg", theta, ITEMS, e);
	head_set_table(&h, "angle", "key", key, ITEMS, e);
	meta_set(&h.meta, META_CENTER, "2.5", e);
	if (!stream_create(&s, path, &h, NULL, e))
		for (size_t i = 0, n; i < ITEMS && !e->code; i += n) {	/* in slabs of 3 */
			n = ITEMS - i < 3 ? ITEMS - i : 3;
			struct array a = { .type = DT_F32, .ndim = 3, .n = { n, ROWS, COLS },
					   .data = x + i * ROWS * COLS, .view = true };
			stream_write(s, &a, e);
		}
	stream_commit(s, e);
	stream_close(s);
	head_free(&h);
}

static size_t count_items(const char *path, struct err *e)
{
	struct stream *s = NULL;
	struct array a = { .data = NULL };
	size_t n = 0;

	if (!stream_open(&s, path, NULL, e))
		while (!stream_read(s, 2, &a, e) && a.n[0]) {
			for (size_t i = 0; i < array_count(&a); i++)
				NEAR(array_get(&a, i), value(n + i / (ROWS * COLS), i / COLS % ROWS, i % COLS), 0);
			n += a.n[0];
		}
	array_free(&a);
	stream_close(s);
	return n;
}

/* Known and unknown length, in each format: the same items come back. */
static void round_trip(void)
{
	for (const char *const *p = (const char *const[]){ "a.nrrd", "b", "c.npy", "d.tif", "e.h5", NULL }; *p; p++)
		for (size_t known = 0; known <= ITEMS; known += ITEMS) {
			struct err e = { 0, "" };
			make(*p, known, &e);
			CHECK(!e.code && count_items(*p, &e) == ITEMS && !e.code);
			if (e.code)
				printf("# %s: %s\n", *p, e.msg);
		}
}

static void *feed(void *fd)
{
	struct err e = { 0, "" };
	char path[40];

	snprintf(path, sizeof path, "/proc/self/fd/%d", *(int *)fd);
	make(path, 0, &e);			/* a FIFO is written directly, in parts */
	close(*(int *)fd);
	return NULL;
}

/* Through a pipe the length is unknown until the end, and the tables grow with the parts. */
static void parts(void)
{
	int fd[2];
	pthread_t t;
	struct stream *s = NULL;
	struct array a = { .data = NULL };
	struct err e = { 0, "" };
	char path[40];
	size_t n = 0;

	CHECK(!pipe(fd));
	pthread_create(&t, NULL, feed, &fd[1]);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd[0]);
	CHECK(!stream_open(&s, path, NULL, &e));
	CHECK(stream_head(s)->n[0] == 0 && !stream_random(s));
	while (!stream_read(s, 4, &a, &e) && a.n[0]) {
		n += a.n[0];
		CHECK(head_table(stream_head(s), "angle", "theta_deg")->n >= n);
	}
	CHECK(!e.code && n == ITEMS);
	CHECK(head_table(stream_head(s), "angle", "theta_deg")->v[6] == 60);
	array_free(&a);
	stream_close(s);
	close(fd[0]);
	pthread_join(t, NULL);
}

/* Cut anywhere: E_UPSTREAM, as a file and as a pipe; one byte more: E_DATA. */
static void cut(void)
{
	struct err e = { 0, "" };
	char whole[4000], head[80];
	size_t size;
	int fd;

	make("whole.nrrd", ITEMS, &e);
	fd = open("whole.nrrd", O_RDONLY);
	size = (size_t)read(fd, whole, sizeof whole);
	close(fd);
	for (size_t n = 0; n <= size + 1; n += n < 40 || n > size - 40 ? 1 : 37) {
		struct err f = { 0, "" }, p = { 0, "" };
		int want = n < size ? E_UPSTREAM : n == size ? E_OK : E_DATA, to[2];
		fd = open("cut.nrrd", O_WRONLY | O_CREAT | O_TRUNC, 0600);
		CHECK(write(fd, whole, n) == (ssize_t)n);
		close(fd);
		CHECK(!pipe(to) && write(to[1], whole, n) == (ssize_t)n);
		close(to[1]);
		snprintf(head, sizeof head, "/proc/self/fd/%d", to[0]);
		count_items("cut.nrrd", &f);
		count_items(head, &p);
		close(to[0]);
		if (n && n < 16)
			want = f.code == E_DATA ? E_DATA : want;	/* too short to be recognised */
		CHECK(f.code == want);
		CHECK(p.code == want);
		if (f.code != want || p.code != want)
			printf("# cut at %zu of %zu: %d %s / %d %s\n", n, size, f.code, f.msg, p.code, p.msg);
	}
}

static void check_selection(const char *path, bool random)
{
	struct select sel = { .row = { true, 1, 4, 1 }, .col = { true, 1, 6, 2 }, .angle = { true, 1, 5, 2 } };
	struct stream *s = NULL;
	struct array a = { .data = NULL };
	struct err e = { 0, "" };
	static const size_t items[] = { 0, 1, 3, 5 };	/* dark and flat stay; projections 1, 3 of 0..4 */

	CHECK(!stream_open(&s, path, &sel, &e));
	CHECK(stream_random(s) == random);
	const struct head *h = stream_head(s);
	CHECK(h->n[0] == 4 && h->n[1] == 3 && h->n[2] == 3);
	CHECK(head_table(h, "angle", "theta_deg")->v[2] == 30 && head_table(h, "angle", "key")->v[1] == 1);
	CHECK(!meta_get(&h->meta, META_CENTER));	/* columns were thinned */
	CHECK(!stream_read(s, 9, &a, &e) && a.n[0] == 4);
	for (size_t i = 0; i < 36 && !e.code; i++)
		NEAR(array_get(&a, i), value(items[i / 9], 1 + i / 3 % 3, 1 + 2 * (i % 3)), 0);
	CHECK(!stream_read(s, 9, &a, &e) && a.n[0] == 0);
	if (random) {
		float box[2 * 2 * 3];
		CHECK(!stream_read_box(s, 1, 2, 1, 2, box, &e));
		for (size_t i = 0; i < 12; i++)
			NEAR(box[i], value(items[1 + i / 6], 2 + i / 3 % 2, 1 + 2 * (i % 3)), 0);
	}
	array_free(&a);
	stream_close(s);
}

static void selection(void)
{
	struct err e = { 0, "" };
	struct select bad = { .row = { true, 2, 9, 1 } };
	struct stream *s = NULL;

	make("sel.nrrd", ITEMS, &e);
	check_selection("sel.nrrd", true);
	int fd[2];
	char path[40], buf[4000];
	int from = open("sel.nrrd", O_RDONLY);
	ssize_t n = read(from, buf, sizeof buf);
	CHECK(!pipe(fd) && write(fd[1], buf, (size_t)n) == n);
	close(fd[1]);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd[0]);
	check_selection(path, false);
	close(fd[0]);
	close(from);
	CHECK(stream_open(&s, "sel.nrrd", &bad, &e) == E_USAGE && strstr(e.msg, "--rows 2:9"));
	stream_close(s);
}

/* Two axes are a series of one image, when that is asked for; as a file and as a pipe. */
static void one_image(void)
{
	struct select sel = { .images = true, .angle = { true, 1, 4, 2 }, .col = { true, 1, 3, 1 } };
	struct err e = { 0, "" };
	struct head h;
	struct stream *s = NULL;
	float x[15];
	char buf[600], path[40];
	int fd[2], from;

	for (int i = 0; i < 15; i++)
		x[i] = (float)i;
	head_init(&h, DT_F32, 2, (size_t[]){ 5, 3 }, (const char *const[]){ "angle", "col" });
	CHECK(!stream_create(&s, "image.nrrd", &h, NULL, &e));
	CHECK(!stream_write(s, &(struct array){ .type = DT_F32, .ndim = 2, .n = { 5, 3 }, .data = x, .view = true }, &e));
	CHECK(!stream_commit(s, &e));
	stream_close(s);
	from = open("image.nrrd", O_RDONLY);
	ssize_t n = read(from, buf, sizeof buf);
	close(from);
	for (int k = 0; k < 2; k++) {
		struct array a = { .data = NULL };
		CHECK(!pipe(fd) && write(fd[1], buf, (size_t)n) == n);
		close(fd[1]);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd[0]);
		CHECK(!stream_open(&s, k ? path : "image.nrrd", &sel, &e));
		CHECK(head_is(stream_head(s), "row", "angle", "col"));
		CHECK(stream_head(s)->n[0] == 1 && stream_head(s)->n[1] == 2 && stream_head(s)->n[2] == 2);
		CHECK(!stream_read(s, 9, &a, &e) && a.n[0] == 1);
		for (size_t i = 0; i < 4 && !e.code; i++)
			NEAR(array_get(&a, i), (double)(3 + i / 2 * 6 + 1 + i % 2), 0);
		CHECK(!stream_read(s, 9, &a, &e) && a.n[0] == 0);
		array_free(&a);
		stream_close(s);
		close(fd[0]);
	}
	head_free(&h);
}

static void ranges(void)
{
	struct range r;
	struct err e = { 0, "" };

	CHECK(!range_parse("3:9:2", &r, &e) && r.a == 3 && r.b == 9 && r.step == 2);
	CHECK(!range_parse(":9", &r, &e) && r.a == 0 && r.b == 9 && r.step == 1);
	CHECK(!range_parse("4:", &r, &e) && r.a == 4 && r.b == SIZE_MAX);
	CHECK(!range_parse("4", &r, &e) && r.a == 4 && r.b == 5);
	for (const char *const *bad = (const char *const[]){ "", "9:3", "3:3", "a:b", "-1:3", "1:2:0", "1.5:3", "1:2:3:4", "99999999999999999999:", NULL }; *bad; bad++) {
		e = (struct err){ 0, "" };
		CHECK(range_parse(*bad, &r, &e) == E_USAGE);
	}
}

static int count_names(const char *part)
{
	DIR *d = opendir(".");
	struct dirent *x;
	int n = 0;

	while (d && (x = readdir(d)))
		n += strstr(x->d_name, part) != NULL;
	closedir(d);
	return n;
}

/* An output that is not committed never appears, and leaves nothing. */
static void dropped(void)
{
	struct err e = { 0, "" };
	struct head h;
	struct stream *s = NULL;

	head_init(&h, DT_U8, 1, (size_t[]){ 3 }, NULL);
	CHECK(!stream_create(&s, "never.nrrd", &h, NULL, &e));
	CHECK(stream_commit(s, &e) == E_DATA);
	stream_close(s);
	CHECK(access("never.nrrd", F_OK));
	CHECK(count_names("never") == 0);
	e = (struct err){ 0, "" };
	CHECK(stream_create(&s, "out.jpg", &h, NULL, &e) == E_USAGE);
	stream_close(s);
	head_free(&h);
}

static void sequence_directory(void)
{
	struct err e = { 0, "" };
	struct outfile *o = NULL;
	char path[300];
	int fd;

	mkdir("seq", 0700);
	close(open("seq/r_00001.tif", O_CREAT | O_WRONLY, 0600));
	CHECK(!outfile_new_dir(&o, "seq", "r_%05d.tif", &e));
	snprintf(path, sizeof path, "%s/r_00007.tif", outfile_path(o));
	close(fd = open(path, O_CREAT | O_WRONLY, 0600));
	CHECK(fd >= 0 && !outfile_commit(o, &e));
	outfile_close(o);
	CHECK(!access("seq/r_00007.tif", F_OK) && access("seq/r_00001.tif", F_OK));	/* swapped */
	close(open("seq/notes.txt", O_CREAT | O_WRONLY, 0600));
	CHECK(outfile_new_dir(&o, "seq", "r_%05d.tif", &e) == E_IO && strstr(e.msg, "notes.txt"));
	outfile_close(o);
	CHECK(!access("seq/notes.txt", F_OK));
}

int main(void)
{
	int bad;

	if (!mkdtemp(dir) || chdir(dir))
		return 1;
	CASE(round_trip);
	CASE(parts);
	CASE(cut);
	CASE(selection);
	CASE(one_image);
	CASE(ranges);
	CASE(dropped);
	CASE(sequence_directory);
	bad = done();
	fflush(stdout);
	if (chdir("/") || execlp("sh", "sh", "-c", bad ? "rm -rf \"$0\"; exit 1" : "rm -rf \"$0\"", dir, NULL))
		return 1;
	return bad;
}
