/* tool.h: history, errors and notes, the check of stdout; progress.h, prov.h, edit.h. */
#include "cli/tool.h"

#include <fcntl.h>

#include "check.h"
#include "cli/edit.h"
#include "cli/progress.h"
#include "cli/prov.h"
#include "num/par.h"
#include "run.h"

static double energy = NAN;
static int size = 3;
static bool log_, timed;
static struct opt_list filters;
static const char *title;

static const struct opt opts[] = {
	NUM('e', "energy", &energy, "KEV", 0.1, 1e4, META_ENERGY, "photon energy"),
	INT('n', "size", &size, "N", 0, 100, "how many"),
	FLAG('l', "log", &log_, "logarithm"),
	FLAG(0, "timed", &timed, "show times", .neutral = true),
	STR('t', "title", &title, "TEXT", "a text"),
	LIST('f', "filter", &filters, "NAME", "a filter"),
	OPT_END
};
static const struct tool tool = {
	.name = "xtest", .brief = "test", .operands = "[FILE]", .max_operands = 1, .about = "Nothing.",
	.opts = opts, .examples = (const char *const[]){ "xtest", "xtest -l", NULL },
};
static const char *found = NULL;		/* what the tool found out */
static const char *past[2];			/* history that is there already */

static int history(void *line)
{
	char *argv[40];
	int argc = run_words(line, argv, 40);
	struct err e = { 0, "" };
	struct head h = { 0 };

	tool_start(&tool, argc, argv);
	for (int i = 0; i < 2 && past[i]; i++)
		meta_set(&h.meta, i ? "bp.history.1" : "bp.history.0", past[i], &e);
	meta_set(&h.meta, META_ENERGY, "30", &e);
	opt_from_meta(&tool, &h, &e);
	tool_history(&tool, &h, argc, argv, found, &e);
	for (size_t i = 0; i < h.meta.n; i++)
		if (strcmp(h.meta.entry[i].key, META_ENERGY))
			printf("%s=%s\n", h.meta.entry[i].key, h.meta.entry[i].val);
	head_free(&h);
	return tool_end(&tool, &e);
}

static const char *entry(const char *words)
{
	char line[300];

	snprintf(line, sizeof line, "xtest%s%s", *words ? " " : "", words);
	run(history, line);
	return run_out;
}

#define BEGIN "bp.version=" BEAMPIPE_VERSION "\nbp.history.0=xtest " BEAMPIPE_VERSION

/* Given, from the metadata, and default: all that was used. */
static void history_holds_values(void)
{
	CHECK(!strcmp(entry("scan.h5"), BEGIN " --energy=30 --size=3 scan.h5\n"));
	CHECK(!strcmp(entry("-l -e 25.0 -f a -f it's scan.h5"),
		      BEGIN " --energy=25 --size=3 --log --filter=a --filter='it'\\''s' scan.h5\n"));
}

/* However it was typed, wherever it goes, with any threads: the same text. */
static void history_of_equal_work_is_equal(void)
{
	char first[400];

	snprintf(first, sizeof first, "%s", entry("-e 25 -n 4 scan.h5"));
	CHECK(!strcmp(entry("scan.h5 --size=4 --energy 2.5e1"), first));
	CHECK(!strcmp(entry("-j 2 -q -o out.h5 --memory 1G --tmp /tmp --timed -n4 -e 25 scan.h5"), first));
	CHECK(strcmp(entry("-e 25 -n 5 scan.h5"), first));
}

static void history_goes_on(void)
{
	past[0] = "one";
	past[1] = "two";
	CHECK(strstr(entry(""), "bp.history.0=one\nbp.history.1=two\n"));
	CHECK(strstr(run_out, "bp.history.2=xtest " BEAMPIPE_VERSION " --energy=30 --size=3\n"));
	past[0] = past[1] = NULL;
}

static void history_and_what_was_found(void)
{
	found = "center=295.6";
	CHECK(!strcmp(entry("-"), BEGIN " --energy=30 --size=3 - # center=295.6\n"));
	CHECK(!strcmp(entry("-- -odd"), BEGIN " --energy=30 --size=3 -- -odd # center=295.6\n"));
	found = NULL;
}

static void no_history(void)
{
	CHECK(!strcmp(entry("--no-history"), "bp.version=" BEAMPIPE_VERSION "\n"));
}

static int failing(void *message)
{
	char *argv[] = { (char[]){ "xtest" }, NULL };
	struct err e = { 0, "" };

	tool_start(&tool, 1, argv);
	tool_note(&tool, "a %s\nb", "note");
	err_set(&e, message ? E_USAGE : E_DATA, "%s", message ? (char *)message : "in.h5: line\nfeed \033[1m");
	return tool_end(&tool, &e);
}

static void errors_are_one_line(void)
{
	char message[] = "give --energy";

	CHECK(run(failing, NULL) == 3);
	CHECK(!strcmp(run_err, "xtest: a note\\nb\nxtest: in.h5: line\\nfeed \\x1b[1m\n"));
	CHECK(run(failing, message) == 2);
	CHECK(strstr(run_err, "xtest: give --energy (see --help)\n"));
}

static int to(void *path)
{
	char *argv[] = { (char[]){ "xtest" }, NULL };
	struct err e = { 0, "" };

	if (path)
		dup2(open(path, O_WRONLY), 1);
	else
		close(1);
	tool_start(&tool, 1, argv);
	fputs("words", stdout);
	return tool_end(&tool, &e);
}

static void lost_output_is_an_error(void)
{
	char full[] = "/dev/full", none[] = "/dev/null";

	CHECK(run(to, full) == E_IO && !strcmp(run_err, "xtest: standard output: No space left on device\n"));
	CHECK(run(to, NULL) == E_IO && strstr(run_err, "xtest: standard output: "));
	CHECK(run(to, none) == 0 && !*run_err);
}

static int silent(void *ctx)
{
	char *argv[] = { (char[]){ "xtest" }, NULL };
	struct err e = { 0, "" };

	(void)ctx;
	close(0);
	close(1);
	tool_start(&tool, 1, argv);
	return open("/dev/null", O_RDONLY) > 2 ? tool_end(&tool, &e) : 99;
}

/* A closed descriptor is not taken by the first file that is opened; and is no error when nothing is written. */
static void closed_descriptors(void)
{
	CHECK(run(silent, NULL) == 0);
}

static int frame(void *line)
{
	char *argv[10];
	int argc = run_words(line, argv, 10), first = tool_start(&tool, argc, argv);
	struct flow_par par = tool_flow_par(&tool);
	struct err e = { 0, "" };

	printf("%s %d %zu %zu %d %s", tool_input(first, argc, argv), par_threads(), par.memory, tool_memory(),
	       par.progress != NULL, par.tmp ? par.tmp : "-");
	tool_note(&tool, "words");
	return tool_end(&tool, &e);
}

static void common_options_arrive(void)
{
	char line[] = "xtest -q -j 3 --memory 100M --tmp /x in.h5", none[] = "xtest";

	CHECK(run(frame, line) == 0 && !strcmp(run_out, "in.h5 3 104857600 104857600 0 /x") && !*run_err);
	CHECK(run(frame, none) == 0 && !strncmp(run_out, "- ", 2) && !strcmp(run_err, "xtest: words\n"));
}

static void progress(void)
{
	char text[100];

	progress_text(text, sizeof text, "xtest", 100, 1600, 10);
	CHECK(!strcmp(text, "xtest: 100 of 1600 items, 10 /s, 2:30 left"));
	progress_text(text, sizeof text, "xtest", 1, 36001, 1);
	CHECK(!strcmp(text, "xtest: 1 of 36001 items, 1 /s, 10:00:00 left"));
	progress_text(text, sizeof text, "xtest", 5, 0, 2);
	CHECK(!strcmp(text, "xtest: 5 items, 2.5 /s"));
	progress_text(text, sizeof text, "xtest", 0, 7, 0);
	CHECK(!strcmp(text, "xtest: 0 of 7 items, 0 /s"));
	CHECK(!progress_wanted() || isatty(2));
}

static int logged(void *path)
{
	char *argv[] = { (char[]){ "xtest" }, (char[]){ "a\nb" }, NULL };
	struct err e = { 0, "" };

	setenv("BEAMPIPE_PROV", path, 1);
	tool_start(&tool, 2, argv);
	err_set(&e, E_DATA, "no");
	return tool_end(&tool, &e);
}

static void provenance(void)
{
	char path[] = "/tmp/beampipe-prov.XXXXXX", line[400] = "", bad[] = "/nonexistent/log";
	FILE *f;

	close(mkstemp(path));
	CHECK(run(logged, path) == 3 && run(logged, path) == 3);
	f = fopen(path, "r");
	for (int i = 0; i < 2; i++) {
		CHECK(fgets(line, sizeof line, f));
		CHECK(!strncmp(line, "{\"argv\": [\"xtest\",\"a\\nb\"],\"version\": \"" BEAMPIPE_VERSION "\",\"exit\": 3,\"start\": \"20", 60));
		CHECK(strstr(line, "Z\"}\n"));
	}
	CHECK(!fgets(line, sizeof line, f));
	fclose(f);
	unlink(path);
	CHECK(run(logged, bad) == 3 && !strcmp(run_err, "xtest: no\n"));	/* one line when it failed anyway */
	prov_end("xtest", 0);		/* no log asked for: nothing */
}

static void edits(void)
{
	static const char *const labels[] = { "frame", "row", "col" };
	double v[] = { 1, 2 }, lo, hi;
	struct err e = { 0, "" };
	struct head h;

	head_init(&h, DT_U8, 3, (const size_t[]){ 2, 3, 4 }, labels);
	head_set_table(&h, "frame", "theta_deg", v, 2, &e);
	CHECK(!edit_axes(&h, "angle,row,col", &e) && head_table(&h, "angle", "theta_deg") && head_is(&h, "angle", "row", "col"));
	CHECK(!edit_set(&h, "bp.sample=a=b", &e) && !strcmp(meta_get(&h.meta, "bp.sample"), "a=b"));
	CHECK(edit_set(&h, "pixel_m=1e-6", &e) == E_USAGE && strstr(e.msg, "it is bp.pixel_m"));
	e = (struct err){ 0 };
	CHECK(!edit_set(&h, "mine=1", &e) && meta_get(&h.meta, "mine"));
	CHECK(!edit_set(&h, "bp.sample=", &e) && !meta_get(&h.meta, "bp.sample"));
	CHECK(!edit_set(&h, "bp.table.angle.key=2*1", &e) && head_table(&h, "angle", "key")->v[1] == 1);
	CHECK(!edit_set(&h, "bp.table.angle.key=", &e) && !head_table(&h, "angle", "key"));
	CHECK(!edit_pair("range", "-1:2.5e1", &lo, &hi, &e) && lo == -1 && hi == 25);
	head_set_table(&h, "row", "x", (double[]){ 1, 2, 3 }, 3, &e);
	CHECK(!edit_axes(&h, "row,angle,col", &e));		/* two change places */
	CHECK(head_table(&h, "row", "theta_deg")->n == 2 && head_table(&h, "angle", "x")->n == 3 && !head_check(&h, &e));
	head_free(&h);
}

static int edit_code(const char *axes, const char *entry_, const char *pair)
{
	static const char *const labels[] = { "row", "col" };
	struct err e = { 0, "" };
	struct head h;
	double lo, hi;

	head_init(&h, DT_U8, 2, (const size_t[]){ 3, 4 }, labels);
	if (axes)
		edit_axes(&h, axes, &e);
	if (entry_)
		edit_set(&h, entry_, &e);
	if (pair)
		edit_pair("range", pair, &lo, &hi, &e);
	head_free(&h);
	return e.code;
}

static void edits_refused(void)
{
	CHECK(edit_code("row", NULL, NULL) == E_USAGE);
	CHECK(edit_code("a,b,c", NULL, NULL) == E_USAGE);
	CHECK(edit_code("a,,c", NULL, NULL) == E_USAGE);
	CHECK(edit_code("a,muchtoolongforalabelofanaxis", NULL, NULL) == E_USAGE);
	CHECK(edit_code(NULL, "novalue", NULL) == E_USAGE);
	CHECK(edit_code(NULL, "=x", NULL) == E_USAGE);
	CHECK(edit_code(NULL, "bp.table.row=1", NULL) == E_USAGE);
	CHECK(edit_code(NULL, "bp.table.angle.x=1 2 3", NULL) == E_USAGE);
	CHECK(edit_code(NULL, "bp.table.row.x=1 2", NULL) == E_DATA);
	CHECK(edit_code(NULL, "bp.table.row.x=1 2 z", NULL) == E_DATA);
	CHECK(edit_code(NULL, NULL, "2:1") == E_USAGE);
	CHECK(edit_code(NULL, NULL, "1") == E_USAGE);
	CHECK(edit_code(NULL, NULL, "1:nan") == E_USAGE);
}

int main(void)
{
	CASE(history_holds_values);
	CASE(history_of_equal_work_is_equal);
	CASE(history_goes_on);
	CASE(history_and_what_was_found);
	CASE(no_history);
	CASE(errors_are_one_line);
	CASE(lost_output_is_an_error);
	CASE(closed_descriptors);
	CASE(common_options_arrive);
	CASE(progress);
	CASE(provenance);
	CASE(edits);
	CASE(edits_refused);
	return done();
}
