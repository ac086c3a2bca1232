/* cli/serve.h: lines of NAME=VALUE on standard input, what is left out and what is refused. */
#include "check.h"
#include "run.h"

#include "cli/serve.h"

struct feed { const char *text; size_t len; int fail_at; };

static int seen;

static int tell(void *ctx, const char *const *set, size_t n, struct err *e)
{
	const struct feed *f = ctx;

	for (size_t i = 0; i < n; i++)
		printf("%s%s", i ? "|" : "", set[i]);
	printf(";");
	return ++seen == f->fail_at ? err_set(e, E_INTERNAL, "enough") : 0;
}

static int body(void *ctx)
{
	const struct feed *f = ctx;
	FILE *in = tmpfile();
	struct err e = { 0 };

	fwrite(f->text, 1, f->len, in);
	rewind(in);
	dup2(fileno(in), 0);
	serve_lines(tell, ctx, &e);
	fprintf(stderr, "%s", e.msg);
	return e.code;
}

static void feed(const char *text, size_t len, int fail_at, int code, const char *out, const char *err)
{
	struct feed f = { text, len, fail_at };

	CHECK(run(body, &f) == code);
	CHECK(!strcmp(run_out, out));
	CHECK(!strcmp(run_err, err));
}

#define FEED(text, ...) feed(text, sizeof text - 1, __VA_ARGS__)

static void lines(void)
{
	FEED("", 0, E_OK, "", "");
	FEED("R=1\n", 0, E_OK, "R=1;", "");
	FEED("R=1 s=2\t x=a=b  \r\n\n \t\n# R=5\n#\nlast=", 0, E_OK, "R=1|s=2|x=a=b;last=;", "");
	FEED("a=1\nb=2\nc=3\n", 2, E_INTERNAL, "a=1;b=2;", "enough");
}

static void refused(void)
{
	FEED("a=1\n\nb\n", 0, E_DATA, "a=1;", "standard input: line 3: 'b' is not NAME=VALUE");
	FEED("=1\n", 0, E_DATA, "", "standard input: line 1: '=1' is not NAME=VALUE");
	FEED(" # a=1\n", 0, E_DATA, "", "standard input: line 1: '#' is not NAME=VALUE");
	FEED("a=1\0\nb=2\n", 0, E_DATA, "", "standard input: line 1: no line of text");
}

/* 256 values, not 257; a megabyte, not more. */
static void limits(void)
{
	static char text[(1 << 20) + 3], want[4 * SERVE_MOST + 1];

	for (int n = SERVE_MOST; n <= SERVE_MOST + 1; n++) {
		for (int i = 0; i < n; i++)
			memcpy(text + 4 * i, "a=1 ", 4);
		text[4 * n] = '\n';
		for (int i = 0; i < SERVE_MOST; i++)
			memcpy(want + 4 * i, i + 1 < SERVE_MOST ? "a=1|" : "a=1;", 4);
		feed(text, 4 * (size_t)n + 1, 0, n > SERVE_MOST ? E_DATA : E_OK, n > SERVE_MOST ? "" : want,
		     n > SERVE_MOST ? "standard input: line 1: more than 256 values" : "");
	}
	for (size_t over = 0; over < 2; over++) {
		memset(text, ' ', sizeof text);
		memcpy(text, "a=1", 3);
		text[(1 << 20) - 1 + over] = '\n';
		feed(text, (1 << 20) + over, 0, over ? E_DATA : E_OK, over ? "" : "a=1;",
		     over ? "standard input: line 1: no line of text" : "");
	}
}

int main(void)
{
	CASE(lines);
	CASE(refused);
	CASE(limits);
	return done();
}
