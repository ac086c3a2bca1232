/* xinfo - show what a stream or file holds */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/headout.h"
#include "cli/samples.h"
#include "cli/slabs.h"
#include "num/quantile.h"
#include "num/stat.h"

enum { SAMPLES_MAX = 1 << 22 };

static bool stats, json, history, samples;
static const char *get, *percentiles;
static struct select sel;

static const struct opt opts[] = {
	FLAG('s', "stats", &stats, "read all samples: min, max, mean, sd, and how many are nan or inf"),
	STR('p', "percentiles", &percentiles, "P,P,...",
	    "percentiles of the finite samples, each 0..100, up to 16; exact to single precision"),
	STR('g', "get", &get, "KEY",
	    "print one bare value: of a row of the table, by its name (bp. may be left out); exit 1 when "
	    "there is none"),
	FLAG(0, "history", &history, "print only the commands that made it, one a line"),
	FLAG(0, "samples", &samples, "print the samples alone, a line each: values of the tables along its axes (or indices), "
	     "then the sample; at most 4 million"),
	FLAG(0, "json", &json, "print JSON, with every value of every table"),
	CROP_OPTS(sel),
	OPT_END
};

static const struct tool tool = {
	.name = "xinfo",
	.brief = "show what a stream or file holds",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Prints type, shape and order of the axes (slowest first), size, metadata, tables along "
		 "axes and history of a stream or of a file in any format that is read; of a named file "
		 "also what is read most cheaply from it: whole items, or rows of all of them (so that "
		 "sinograms need no corner turned).\n\n"
		 "On a terminal the rows are aligned and long tables cut; else they are complete, name "
		 "and value parted by a TAB, with \\t, \\n and \\\\ for these characters. Tables are "
		 "written in runs: 0*3 1 is 0 0 0 1. Standard input is read to its end, so that a short one is "
		 "found; of a file only as much as is asked for.",
	.opts = opts,
	.examples = (const char *const[]){
		"xinfo --stats scan.h5",
		"xphantom shepp2d --size 32 --angles 16 | xinfo --get shape",
		"xinfo --json --percentiles 1,50,99 volume.h5",
		"xinfo --history volume.h5",
		"xphantom shepp2d --size 32 --angles 16 | xinfo --samples --angles 3:4 > projection.tsv",
		NULL },
};

struct info {
	struct slabs in;
	struct moments m;
	size_t npercent;
	double percent[QUANTILE_MAX], value[QUANTILE_MAX];
};

static int parse_percentiles(struct info *x, struct err *e)
{
	const char *p = percentiles;

	while (p && *p) {
		size_t n = strcspn(p, ",");
		char one[40];

		snprintf(one, sizeof one, "%.*s", (int)(n < 39 ? n : 39), p);
		if (x->npercent == QUANTILE_MAX)
			return err_set(e, E_USAGE, "--percentiles: more than %d", QUANTILE_MAX);
		if (num_parse(one, &x->percent[x->npercent]) || x->percent[x->npercent] < 0 ||
		    x->percent[x->npercent] > 100)
			return err_set(e, E_USAGE, "--percentiles: '%s' is no number in 0..100", one);
		x->npercent++;
		p += n + (p[n] == ',');
	}
	return 0;
}

static bool is_statistic(const char *key)
{
	static const char *const names[] = { "min", "max", "mean", "sd", "nan", "inf", NULL };

	for (int i = 0; key && names[i]; i++)
		if (!strcmp(key, names[i]))
			return true;
	return false;
}

static int pass(struct info *x, struct quantile *q, bool moments, struct err *e)
{
	size_t item = head_item_count(x->in.head);

	slabs_rewind(&x->in);
	while (!slabs_next(&x->in, e) && x->in.n) {
		for (size_t i = 0; moments && i < x->in.n; i++)
			moments_add_f64(&x->m, x->in.x + i * item, item);
		if (q)
			quantile_add(q, x->in.x, x->in.n * item);
	}
	return e->code;
}

static int take_percentiles(struct info *x, struct err *e)
{
	struct quantile *q = NULL;

	if (!quantile_new(&q, x->percent, x->npercent, e) && !pass(x, q, true, e) &&
	    !quantile_again(q, e) && !pass(x, q, false, e))
		for (size_t i = 0; i < x->npercent; i++)
			x->value[i] = quantile_value(q, i);
	quantile_free(q);
	return e->code;
}

/* Reads what must be read: all for statistics, and of a pipe to find a short one. */
static int look(struct info *x, struct stream *s, struct err *e)
{
	moments_init(&x->m);
	if (slabs_open(&x->in, &tool, s, x->npercent > 0, 0, e))
		return e->code;
	x->in.raw_only = !stats && !x->npercent;
	if (x->npercent)
		return take_percentiles(x, e);
	return stats || !stream_random(s) ? pass(x, NULL, stats, e) : 0;
}

static const char *favours(const struct stream *s)
{
	return !stream_random(s) ? NULL : stream_favours_axis1(s) ? "rows of all items" : "whole items";
}

static void statistics_rows(struct report *r, const struct info *x)
{
	char name[48], p[32];

	if (stats || x->npercent) {
		report_num(r, "min", x->m.n ? x->m.min : NAN, NULL);
		report_num(r, "max", x->m.n ? x->m.max : NAN, NULL);
		report_num(r, "mean", x->m.n ? x->m.mean : NAN, NULL);
		report_num(r, "sd", x->m.n ? moments_sd(&x->m) : NAN, NULL);
		report_int(r, "nan", (long long)x->m.nan, NULL);
		report_int(r, "inf", (long long)x->m.inf, NULL);
	}
	for (size_t i = 0; i < x->npercent; i++) {
		snprintf(name, sizeof name, "p%s", num_print(x->percent[i], p, sizeof p));
		report_num(r, name, x->value[i], NULL);
	}
}

static int print_rows(const struct info *x, const struct stream *s, size_t items, struct err *e)
{
	bool brief = !get && isatty(STDOUT_FILENO) && !strcmp(common.output, "-");
	struct report *r = NULL;
	char key[200];

	snprintf(key, sizeof key, "bp.%s", get ? get : "");
	if (report_new(&r, false, e))
		return e->code;
	report_str(r, "file", stream_name(s));
	headout_shape(r, x->in.head, items);
	if (favours(s))
		report_str(r, "favours", favours(s));
	headout_meta(r, x->in.head, brief, e);
	statistics_rows(r, x);
	if (get)
		report_only(r, meta_get(&x->in.head->meta, key) || !strncmp(get, "table.", 6) ? key : get, E_NO);
	return report_end(r, e);
}

static void json_statistics(struct json *j, const struct info *x)
{
	char name[48], p[32];

	json_open(j, "statistics", '{');
	json_num(j, "min", x->m.n ? x->m.min : NAN);
	json_num(j, "max", x->m.n ? x->m.max : NAN);
	json_num(j, "mean", x->m.n ? x->m.mean : NAN);
	json_num(j, "sd", x->m.n ? moments_sd(&x->m) : NAN);
	json_int(j, "nan", (long long)x->m.nan);
	json_int(j, "inf", (long long)x->m.inf);
	for (size_t i = 0; i < x->npercent; i++) {
		snprintf(name, sizeof name, "p%s", num_print(x->percent[i], p, sizeof p));
		json_num(j, name, x->value[i]);
	}
	json_close(j, '}');
}

static int print_json(const struct info *x, const struct stream *s, size_t items, struct err *e)
{
	struct printout p;
	struct json j;

	if (printout_new(&p, e))
		return e->code;
	json_begin(&j, p.f);
	json_open(&j, NULL, '{');
	json_str(&j, "file", stream_name(s));
	headout_json_shape(&j, x->in.head, items);
	if (favours(s))
		json_str(&j, "favours", favours(s));
	headout_json_meta(&j, x->in.head);
	if (stats || x->npercent)
		json_statistics(&j, x);
	json_close(&j, '}');
	return printout_end(&p, e);
}

static int print_history(const struct head *h, struct err *e)
{
	struct printout p;

	if (printout_new(&p, e))
		return e->code;
	headout_history(p.f, h);
	return printout_end(&p, e);
}

/* As they come, so that the input is read once. */
static int print_samples(struct stream *s, struct err *e)
{
	const struct head *h = stream_head(s);
	struct slabs in = { 0 };
	struct printout p;
	size_t n = 0;

	if (printout_new(&p, e))
		return e->code;
	samples_names(p.f, h);
	if (!slabs_open(&in, &tool, s, false, 0, e))
		while (!slabs_next(&in, e) && in.n) {
			n += in.n * head_item_count(h);
			if (n > SAMPLES_MAX) {
				err_set(e, E_USAGE, "--samples: more than %d samples: take fewer by --rows, --cols, --items",
					SAMPLES_MAX);
				break;
			}
			samples_put(p.f, h, in.first, in.n, in.x);
		}
	slabs_close(&in);
	return printout_end(&p, e);
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct stream *s = NULL;
	struct info x = { 0 };
	int first = tool_start(&tool, argc, argv);

	stats |= is_statistic(get);
	if (samples && (stats || json || history || get || percentiles))
		err_set(&e, E_USAGE, "--samples prints nothing else: not with --stats, --percentiles, --get, --history, --json");
	if (e.code || parse_percentiles(&x, &e) || stream_open(&s, tool_input(first, argc, argv), &sel, &e))
		;
	else if (samples)
		print_samples(s, &e);
	else if (!look(&x, s, &e)) {
		size_t items = x.in.head->n[0] ? x.in.head->n[0] : x.in.first;

		if (history)
			print_history(x.in.head, &e);
		else if (json)
			print_json(&x, s, items, &e);
		else
			print_rows(&x, s, items, &e);
	}
	slabs_close(&x.in);
	stream_close(s);
	return tool_end(&tool, &e);
}
