/* text.h: wrapping, quoting, roff, harmless control characters. */
#include "cli/text.h"

#include "check.h"
#include "run.h"

static char got[4096];

/* What f wrote, as text. */
static const char *taken(FILE *f)
{
	size_t n;

	rewind(f);
	n = fread(got, 1, sizeof got - 1, f);
	got[n] = 0;
	fclose(f);
	return got;
}

static const char *with(void (*print)(FILE *f, const char *text), const char *text)
{
	FILE *f = tmpfile();

	print(f, text);
	return taken(f);
}

static void quoting(void)
{
	CHECK(!strcmp(with(text_quote, "scan-1.h5"), "scan-1.h5"));
	CHECK(!strcmp(with(text_quote, ""), "''"));
	CHECK(!strcmp(with(text_quote, "a b"), "'a b'"));
	CHECK(!strcmp(with(text_quote, "it's"), "'it'\\''s'"));
	CHECK(!strcmp(with(text_quote, "$HOME*"), "'$HOME*'"));
}

/* The shell gives back what was quoted. */
static int echo(void *text)
{
	char command[sizeof got + 20];

	snprintf(command, sizeof command, "printf %%s %s", with(text_quote, text));
	return execl("/bin/sh", "sh", "-c", command, (char *)NULL);
}

static void quoting_survives_the_shell(void)
{
	static char texts[][24] = { "a b", "it's", "$(x) `y` \\ \"z\"", "~", "a\nb", "#", "*?[a]" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		CHECK(run(echo, texts[i]) == 0 && !strcmp(run_out, texts[i]));
}

static void control_characters(void)
{
	CHECK(!strcmp(with(text_plain, "a\tb\nc\033[31md\177"), "a\\tb\\nc\\x1b[31md\\x7f"));
	CHECK(!strcmp(with(text_plain, "gr\303\274n"), "gr\303\274n"));
}

static void roff(void)
{
	CHECK(!strcmp(with(text_roff, ".a -b \\c 'd .e"), "\\&.a \\-b \\ec \\(aqd .e"));
}

static void wraps_at_79(void)
{
	FILE *f = tmpfile();
	struct wrap w = { .f = f, .indent = 4 };
	char long_word[101];

	memset(long_word, 'x', 100);
	long_word[100] = 0;
	for (int i = 0; i < 40; i++)
		wrap_words(&w, "four  five\nsix");
	wrap_words(&w, long_word);
	wrap_end(&w);
	taken(f);
	CHECK(!strncmp(got, "    four five six four", 22));
	CHECK(strstr(got, "\n    xxxxx"));	/* too long for any line: a line of its own, not cut */
	for (const char *line = got; *line && !strstr(line, "xx") ; line += strcspn(line, "\n") + 1)
		CHECK(strcspn(line, "\n") <= 79 && !strncmp(line, "    ", 4));
}

static void full_line(void)
{
	FILE *f = tmpfile();
	struct wrap w = { .f = f };
	char words[80];

	memset(words, 'y', 79);
	words[39] = ' ';
	words[79] = 0;
	wrap_words(&w, words);
	wrap_words(&w, "z");
	wrap_end(&w);
	taken(f);
	CHECK(strcspn(got, "\n") == 79 && !strcmp(got + 80, "z\n"));
}

static void utf8_is_one_column(void)
{
	FILE *f = tmpfile();
	struct wrap w = { .f = f };

	for (int i = 0; i < 40; i++)
		wrap_words(&w, "\303\274");
	wrap_end(&w);
	taken(f);
	CHECK(strcspn(got, "\n") == 3 * 40 - 1);	/* 40 letters of two bytes, 39 blanks */
}

static void paragraphs(void)
{
	FILE *f = tmpfile();

	text_paragraphs(f, "one\ntwo\n\n  x = 1\n  y\nthree", false);
	CHECK(!strcmp(taken(f), "one two\n\n  x = 1\n  y\nthree\n"));
	f = tmpfile();
	text_paragraphs(f, "one\n\n .x\ntwo", true);
	CHECK(!strcmp(taken(f), "one\n.PP\n.nf\n .x\n.fi\ntwo\n"));
}

int main(void)
{
	CASE(quoting);
	CASE(quoting_survives_the_shell);
	CASE(control_characters);
	CASE(roff);
	CASE(wraps_at_79);
	CASE(full_line);
	CASE(utf8_is_one_column);
	CASE(paragraphs);
	return done();
}
