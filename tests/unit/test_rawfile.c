/* rawfile.h: descriptions, sizes, byte order, boxes, pipes; slabs.h over the same files. */
#include "io/rawfile.h"

#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "check.h"
#include "cli/slabs.h"
#include "io/stream.h"

static char path[] = "/tmp/beampipe-raw.XXXXXX";

/* n numbers 0, 1, ... as uint16, little endian or big, behind skip bytes. */
static void write_file(size_t n, bool big, size_t skip)
{
	FILE *f = fopen(path, "w");

	for (size_t i = 0; i < skip; i++)
		fputc('#', f);
	for (size_t i = 0; i < n; i++) {
		fputc((int)(big ? i >> 8 : i & 255), f);
		fputc((int)(big ? i & 255 : i >> 8), f);
	}
	fclose(f);
}

static void description(void)
{
	struct rawspec r;
	struct err e = { 0, "" };

	CHECK(!rawspec_parse("u16,5,4,3,big,skip=128", &r, &e));
	CHECK(r.type == DT_U16 && r.ndim == 3 && r.n[0] == 5 && r.n[2] == 3 && r.big && r.skip == 128);
	CHECK(!rawspec_parse("float,7", &r, &e) && r.ndim == 1 && !r.big);
}

static void bad_descriptions(void)
{
	static const char *const bad[] = { "", "uint16", "int99,4", "u8,0", "u8,-1", "u8,1.5", "u8,a", "u8,1,2,3,4,5",
					   "u8,4,skip=x", "u8,4,skip=-1" };
	struct rawspec r;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = { 0, "" };
		CHECK(rawspec_parse(bad[i], &r, &e) == E_USAGE);
	}
}

static int open_it(struct stream **s, const char *raw, struct err *e)
{
	return stream_open(s, path, &(struct select){ .raw = raw }, e);
}

static void boxes_in_both_byte_orders(void)
{
	for (int big = 0; big < 2; big++) {
		struct err e = { 0, "" };
		struct stream *s;
		uint16_t v[2 * 2 * 5];

		write_file(6 * 4 * 5, big, 16);
		CHECK(!open_it(&s, big ? "uint16,6,4,5,big,skip=16" : "uint16,6,4,5,skip=16", &e));
		CHECK(head_is(stream_head(s), "frame", "row", "col") && stream_random(s));
		CHECK(!stream_read_box(s, 2, 2, 1, 2, v, &e));
		CHECK(v[0] == 2 * 20 + 5 && v[9] == 2 * 20 + 14 && v[10] == 3 * 20 + 5 && v[19] == 3 * 20 + 14);
		stream_close(s);
	}
}

static void cropped(void)
{
	struct err e = { 0, "" };
	struct stream *s;
	struct array a = { .data = NULL };

	write_file(6 * 4 * 5, false, 0);
	CHECK(!stream_open(&s, path, &(struct select){ .raw = "uint16,6,4,5", .item = { true, 1, 6, 2 },
			   .row = { true, 1, 3, 1 }, .col = { true, 2, 4, 1 } }, &e));
	CHECK(!stream_read(s, 10, &a, &e) && a.n[0] == 3 && a.n[1] == 2 && a.n[2] == 2);
	CHECK(array_get(&a, 0) == 20 + 5 + 2 && array_get(&a, 3) == 20 + 10 + 3 && array_get(&a, 4) == 60 + 5 + 2);
	array_free(&a);
	stream_close(s);
}

static void wrong_lengths(void)
{
	static const size_t length[] = { 119, 121, 0 };

	for (size_t i = 0; i < 3; i++) {
		struct err e = { 0, "" };
		struct stream *s;

		write_file(length[i], false, 0);
		CHECK(open_it(&s, "uint16,6,4,5", &e) == E_DATA && strstr(e.msg, "240"));
		stream_close(s);
	}
}

static void fewer_axes(void)
{
	struct err e = { 0, "" };
	struct stream *s;
	struct array a = { .data = NULL };

	write_file(12, false, 0);
	CHECK(!open_it(&s, "uint16,12", &e) && stream_head(s)->ndim == 1);
	CHECK(!stream_read(s, 5, &a, &e) && !stream_read(s, 5, &a, &e) && array_get(&a, 0) == 5);
	stream_close(s);
	CHECK(!open_it(&s, "uint16,3,4", &e) && !strcmp(stream_head(s)->label[0], "row"));
	stream_close(s);
	array_free(&a);
}

static const struct tool tool = { .name = "xtest" };

/* Slabs of the file itself, of a pipe, and of a pipe read again: the same numbers in the same places. */
static void slabs(bool pipe_, bool again)
{
	struct err e = { 0, "" };
	struct slabs b = { 0 };
	struct stream *s, *out;
	char nrrd[] = "/tmp/beampipe-slab.XXXXXX";
	const char *from = nrrd;

	close(mkstemp(nrrd));
	write_file(7 * 4 * 5, false, 0);
	CHECK(!open_it(&s, "uint16,7,4,5", &e));
	CHECK(!stream_create(&out, nrrd, stream_head(s), &(struct sink_par){ 0 }, &e));
	for (struct array a = { .data = NULL }; !stream_read(s, 3, &a, &e); stream_write(out, &a, &e))
		if (!a.n[0]) {
			array_free(&a);
			break;
		}
	CHECK(!stream_commit(out, &e));
	stream_close(out);
	stream_close(s);
	if (pipe_) {
		int fd[2];
		char buf[4000];
		FILE *f = fopen(nrrd, "r");
		size_t n = fread(buf, 1, sizeof buf, f);

		fclose(f);
		CHECK(!pipe(fd) && write(fd[1], buf, n) == (ssize_t)n);
		close(fd[1]);
		dup2(fd[0], 0);
		close(fd[0]);
		from = "-";
	}
	common.quiet = true;
	CHECK(!stream_open(&s, from, NULL, &e) && !slabs_open(&b, &tool, s, again, 3, &e));
	for (int pass = 0; pass < 1 + again; pass++) {
		size_t items = 0;

		slabs_rewind(&b);
		for (; !slabs_next(&b, &e) && b.n; items += b.n) {
			CHECK(b.first == items && b.n == (items < 6 ? 3 : 1));
			CHECK(b.x[0] == (double)(20 * items) && ((uint16_t *)b.raw)[19] == 20 * items + 19);
		}
		CHECK(items == 7 && !e.code);
	}
	slabs_close(&b);
	stream_close(s);
	unlink(nrrd);
}

static void slabs_of_a_file(void)
{
	slabs(false, false);
	slabs(false, true);
}

static void slabs_of_a_pipe(void)
{
	slabs(true, false);
	slabs(true, true);
}

int main(void)
{
	close(mkstemp(path));
	CASE(description);
	CASE(bad_descriptions);
	CASE(boxes_in_both_byte_orders);
	CASE(cropped);
	CASE(wrong_lengths);
	CASE(fewer_axes);
	CASE(slabs_of_a_file);
	CASE(slabs_of_a_pipe);
	unlink(path);
	return done();
}
