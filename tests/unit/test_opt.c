/* opt.h: what a table accepts and refuses; row.h: values as text; the four forms of help. */
#include "cli/opt.h"

#include <math.h>
#include <stdint.h>

#include "check.h"
#include "cli/help.h"
#include "cli/row.h"
#include "run.h"

static double energy, tiny;
static int count, kind, unset;
static bool flag;
static const char *text;
static size_t bytes;
static struct select sel;
static struct opt_list filters;
static const char *const kinds[] = { "gridrec", "fbp", NULL };

static void show(void)
{
	puts("one\ntwo");
}

static const struct opt opts[] = {
	NUM('e', "energy", &energy, "KEV", 0.1, 1e4, META_ENERGY, "photon energy"),
	NUM(0, "tiny", &tiny, "X", -1, 1, NULL, "a small number"),
	INT('n', "count", &count, "N", 0, 100, "how many"),
	INT(0, "unset", &unset, "N", 0, 100, "without a default"),
	FLAG('f', "flag", &flag, "a flag"),
	FLAG(0, "fast", &flag, "the same", .neutral = true),
	STR('t', "text", &text, "FILE", "a text"),
	CHOICE('k', "kind", &kind, "KIND", kinds, "which one"),
	SIZE(0, "bytes", &bytes, "a size"),
	LIST('l', "label", &filters, "X", "one more"),
	CROP_OPTS(sel),
	OPT_END
};

static const struct tool tool = {
	.name = "xtest", .brief = "test options", .operands = "[FILE]", .max_operands = 1,
	.about = "A first paragraph.\n\nA second.\n  .kept 'as' it is", .opts = opts, .list = show,
	.examples = (const char *const[]){ "xtest -f", "xtest -e 3 a-file | xtest", NULL },
};

static int parse(void *line)
{
	char *argv[40];
	int argc = run_words(line, argv, 40), first = opt_parse(&tool, argc, argv);

	printf("%d %.17g %.17g %d %d %s %d %zu %zu [%s]", argc - first, energy, tiny, count, flag,
	       text ? text : "-", kind, bytes, filters.n, first < argc ? argv[first] : "");
	if (sel.row.set)
		printf(" %zu:%zu:%zu", sel.row.a, sel.row.b, sel.row.step);
	return fflush(stdout);
}

/* The exit status; run_out and run_err are what was printed. */
static int with(const char *words)
{
	char line[600];

	energy = NAN;
	tiny = 0.5;
	count = 3;
	unset = -1;
	snprintf(line, sizeof line, "xtest%s%s", *words ? " " : "", words);
	return run(parse, line);
}

static void defaults(void)
{
	CHECK(with("") == 0);
	CHECK(!strcmp(run_out, "0 nan 0.5 3 0 - 0 0 0 []"));
	CHECK(!*run_err);
}

static void every_type(void)
{
	CHECK(with("in.h5 -e 25 --tiny=-1e-1 -n7 --flag -t a.txt -k fbp --bytes 1.5k -l a -l b --rows 2:9:3") == 0);
	CHECK(!strcmp(run_out, "1 25 -0.10000000000000001 7 1 a.txt 1 1536 2 [in.h5] 2:9:3"));
}

static void operands_and_options_mixed(void)
{
	CHECK(with("--count 4 in.h5 --flag") == 0);
	CHECK(!strcmp(run_out, "1 nan 0.5 4 1 - 0 0 0 [in.h5]"));
	CHECK(with("-- --flag") == 0);
	CHECK(!strcmp(run_out, "1 nan 0.5 3 0 - 0 0 0 [--flag]"));
	CHECK(with("-") == 0);
	CHECK(!strcmp(run_out, "1 nan 0.5 3 0 - 0 0 0 [-]"));
}

/* Exit 2, nothing on stdout, the one line. */
static bool refused(const char *words, const char *message)
{
	char line[700];
	int status = with(words);

	snprintf(line, sizeof line, "xtest: %s (see --help)\n", message);
	if (status == 2 && !*run_out && !strcmp(run_err, line))
		return true;
	printf("# %s: exit %d, %s%s\n", words, status, run_out, run_err);
	return false;
}

static void refusals(void)
{
	CHECK(refused("--energi 3", "--energi: unknown option, did you mean --energy?"));
	CHECK(refused("--xyzzyxyzzy", "--xyzzyxyzzy: unknown option"));
	CHECK(refused("--f", "--f: could be --flag, --fast"));
	CHECK(refused("-Z", "-Z: unknown option"));
	CHECK(refused("--energy", "-e, --energy: needs a value, KEV"));
	CHECK(refused("--flag=3", "--flag: takes no value"));
	CHECK(refused("-n 1.5", "--count: '1.5' is not a whole number"));
	CHECK(refused("-n 101", "--count: '101' is out of range, 0..100"));
	CHECK(refused("-n 3x", "--count: '3x' is not a number"));
	CHECK(refused("-e nan", "--energy: 'nan' is not a number"));
	CHECK(refused("-e inf", "--energy: 'inf' is not a number"));
	CHECK(refused("-e 1e999", "--energy: '1e999' is not a number"));
	CHECK(refused("-k fpb", "--kind: no 'fpb', did you mean fbp? there are gridrec, fbp"));
	CHECK(refused("-k something", "--kind: no 'something'; there are gridrec, fbp"));
	CHECK(refused("a b", "b: one operand too many (a pattern of files is given in quotes)"));
	CHECK(refused("--help=me", "--help=me: not man, bash or json"));
	CHECK(refused("-l 1\tx --no-such\ncontrol", "--no-such\\ncontrol: unknown option"));
	CHECK(with("--rows 9:2") == 2 && strstr(run_err, "--rows: '9:2'"));
	CHECK(with("--bytes 3Q") == 2 && strstr(run_err, "--bytes: "));
}

static void list_is_bounded(void)
{
	struct opt_list full = { .n = 63 };
	struct opt o = { .name = "list", .type = OPT_LIST, .to = &full };
	struct err e = { 0, "" };

	CHECK(!row_store(&o, "x", &e) && full.n == 64);
	CHECK(row_store(&o, "x", &e) == E_USAGE && full.n == 64);
}

static void served(void)
{
	CHECK(with("--version") == 0 && !strcmp(run_out, "xtest (beampipe) " BEAMPIPE_VERSION "\n"));
	CHECK(with("--list") == 0 && !strcmp(run_out, "one\ntwo\n"));
	CHECK(with("--count 9 --help") == 0 && strstr(run_out, "(0..100; default 3)"));
}

static void help_says(void)
{
	CHECK(with("-h") == 0);
	CHECK(strstr(run_out, "usage: xtest [OPTION]... [FILE]\nxtest - test options\n\nA first paragraph.\n"));
	CHECK(strstr(run_out, "  -e, --energy=KEV          photon energy (0.1..10000; default the input's\n"
			      "                            bp.energy_keV)\n"));
	CHECK(strstr(run_out, "      --tiny=X              a small number (-1..1; default 0.5)\n"));
	CHECK(strstr(run_out, "      --unset=N             without a default (0..100)\n"));
	CHECK(strstr(run_out, "which one (gridrec, fbp; default gridrec)"));
	for (char *line = run_out; *line; line += strcspn(line, "\n") + 1)
		CHECK(strcspn(line, "\n") <= 80);
}

static void man_page(void)
{
	static const char *const sections[] = { ".TH XTEST 1 ", ".SH NAME\nxtest \\- test options\n",
		".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".\\\" EXTRA\n", ".SH \"EXIT STATUS\"",
		".SH \"ENVIRONMENT\"", ".SH EXAMPLES\n.nf\nxtest \\-f\nxtest \\-e 3 a\\-file | xtest\n", "SEE ALSO" };

	CHECK(with("--help=man") == 0);
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		CHECK(strstr(run_out, sections[i]));
	CHECK(strstr(run_out, "\n.nf\n  .kept \\(aqas\\(aq it is\n.fi\n"));
}

static void completion(void)
{
	CHECK(with("--help=bash") == 0);
	CHECK(strstr(run_out, "\t-k|--kind)\n\t\tmapfile -t COMPREPLY < <(compgen -W 'gridrec fbp' --"));
	CHECK(strstr(run_out, "\t-t|--text)\n\t\tmapfile -t COMPREPLY < <(compgen -f"));
	CHECK(strstr(run_out, "complete -o filenames -F _xtest xtest\n"));
}

static void description(void)
{
	CHECK(with("--help=json") == 0);
	CHECK(strstr(run_out, "\"name\": \"energy\",\n      \"letter\": \"e\",\n      \"type\": \"number\",\n"
			      "      \"value\": \"KEV\",\n      \"min\": 0.1,\n      \"max\": 10000,\n"
			      "      \"metadata\": \"bp.energy_keV\""));
	CHECK(strstr(run_out, "\"name\": \"fast\",\n      \"type\": \"flag\",\n      \"help\": \"the same\",\n"
			      "      \"changes_result\": false"));
}

static int from_meta(void *line)
{
	char *argv[8];
	int argc = run_words(line, argv, 8);
	struct head h = { 0 };
	struct err e = { 0, "" };

	opt_parse(&tool, argc, argv);
	if (meta_set(&h.meta, META_ENERGY, text, &e) || opt_from_meta(&tool, &h, &e) ||
	    opt_require(&tool, "energy", &e))
		printf("%d %s", e.code, e.msg);
	else
		printf("%g", energy);
	head_free(&h);
	return 0;
}

static void metadata_stands_in(void)
{
	char line[] = "xtest", given[] = "xtest -e 30";

	energy = NAN;
	text = "25.5";
	run(from_meta, line);
	CHECK(!strcmp(run_out, "25.5"));
	run(from_meta, given);
	CHECK(!strcmp(run_out, "30"));
	text = "1e9";
	run(from_meta, line);
	CHECK(!strcmp(run_out, "3 metadata bp.energy_keV: '1e9' is out of range, 0.1..10000"));
	text = NULL;
}

static int required(void *name)
{
	char *argv[] = { (char *)name, NULL };
	struct head h = { 0 };
	struct err e = { 0, "" };

	opt_parse(&tool, 1, argv);
	opt_from_meta(&tool, &h, &e);
	opt_require(&tool, "energy", &e);
	printf("%s", e.msg);
	return e.code;
}

static void required_is_named(void)
{
	char name[] = "xtest";

	energy = NAN;
	CHECK(run(required, name) == 2);
	CHECK(!strcmp(run_out, "the input has no bp.energy_keV: give --energy"));
	energy = 3;
	CHECK(run(required, name) == 0);
}

static void row_values(void)
{
	struct range r = { .set = true, .a = 2, .b = SIZE_MAX, .step = 3 };
	struct opt o = { .name = "rows", .type = OPT_RANGE, .to = &r };
	char *v = row_value(&o, 0);

	CHECK(v && !strcmp(v, "2::3"));
	free(v);
	r = (struct range){ .set = true, .a = 2, .b = 9, .step = 1 };
	v = row_value(&o, 0);
	CHECK(v && !strcmp(v, "2:9"));
	free(v);
	r.set = false;
	CHECK(!row_value(&o, 0));
}

int main(void)
{
	CASE(defaults);
	CASE(every_type);
	CASE(operands_and_options_mixed);
	CASE(refusals);
	CASE(list_is_bounded);
	CASE(served);
	CASE(help_says);
	CASE(man_page);
	CASE(completion);
	CASE(description);
	CASE(metadata_stands_in);
	CASE(required_is_named);
	CASE(row_values);
	return done();
}
