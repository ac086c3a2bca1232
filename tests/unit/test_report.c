/* report.h: rows as TSV and JSON, one value alone, -o; JSON that is always valid; headout.h. */
#include "cli/report.h"

#include "check.h"
#include "cli/headout.h"
#include "cli/opt.h"
#include "run.h"

static bool as_json;
static const char *only;

static int report(void *ctx)
{
	struct err e = { 0, "" };
	struct report *r;

	(void)ctx;
	if (report_new(&r, as_json, &e))
		return e.code;
	report_str(r, "name", "tab\there \"and\" \\ line\nend");
	report_num(r, "energy", 25.5, "keV");
	report_num(r, "bad", NAN, NULL);
	report_int(r, "n", -12, NULL);
	for (int i = 0; i < 100; i++)
		report_int(r, "more", i, NULL);
	if (only)
		report_only(r, only, E_NO);
	report_end(r, &e);
	fprintf(stderr, "%s", e.msg);
	return fflush(stdout) ? E_IO : e.code;
}

static bool begins(const char *text)
{
	return !strncmp(run_out, text, strlen(text));
}

static void tsv(void)
{
	as_json = false;
	only = NULL;
	CHECK(run(report, NULL) == 0);
	CHECK(begins("name\ttab\\there \"and\" \\\\ line\\nend\nenergy\t25.5\tkeV\nbad\tnan\nn\t-12\nmore\t0\n"));
	CHECK(strstr(run_out, "more\t99\n"));
}

static void json(void)
{
	as_json = true;
	only = NULL;
	CHECK(run(report, NULL) == 0);
	CHECK(begins("{\n  \"name\": \"tab\\there \\\"and\\\" \\\\ line\\nend\",\n  \"energy\": 25.5,\n"
				"  \"energy_unit\": \"keV\",\n  \"bad\": null,\n  \"n\": -12,\n"));
	CHECK(strstr(run_out, "\"more\": 99\n}\n"));
}

static void one_value(void)
{
	as_json = false;
	only = "energy";
	CHECK(run(report, NULL) == 0 && !strcmp(run_out, "25.5\n"));
	only = "enrgy";
	CHECK(run(report, NULL) == E_NO && !*run_out && !strcmp(run_err, "no 'enrgy', did you mean energy?"));
}

static void into_a_file(void)
{
	char path[] = "/tmp/beampipe-report.XXXXXX", text[100] = "";
	int fd = mkstemp(path);
	FILE *f;

	close(fd);
	common.output = path;
	as_json = false;
	only = "n";
	CHECK(run(report, NULL) == 0 && !*run_out);
	f = fopen(path, "r");
	CHECK(f && fread(text, 1, sizeof text - 1, f) == 4 && !strcmp(text, "-12\n"));
	fclose(f);
	unlink(path);
	common.output = "/nonexistent/report";
	CHECK(run(report, NULL) == E_IO && strstr(run_err, "/nonexistent"));
	common.output = "-";
}

static int nested(void *ctx)
{
	struct json j;

	(void)ctx;
	json_begin(&j, stdout);
	json_open(&j, NULL, '{');
	json_open(&j, "empty", '[');
	json_close(&j, ']');
	json_open(&j, "shape", '[');
	json_int(&j, NULL, 1);
	json_num(&j, NULL, 2.5);
	json_close(&j, ']');
	json_open(&j, "texts", '[');
	json_str(&j, NULL, "a");
	json_str(&j, NULL, "b");
	json_close(&j, ']');
	json_bool(&j, "yes", 1);
	json_close(&j, '}');
	return fflush(stdout);
}

static void nesting(void)
{
	CHECK(run(nested, NULL) == 0);
	CHECK(!strcmp(run_out, "{\n  \"empty\": [],\n  \"shape\": [1, 2.5],\n  \"texts\": [\n    \"a\",\n    \"b\"\n  ],\n"
			       "  \"yes\": true\n}\n"));
}

static int strings(void *text)
{
	struct json j;

	json_begin(&j, stdout);
	json_str(&j, NULL, text);
	return fflush(stdout);
}

/* RFC 8259: escapes; what is no UTF-8 (overlong, surrogate, cut) becomes Latin-1. */
static void bytes(void)
{
	char fine[] = "\303\274 \342\202\254", odd[] = "\374\001\177", overlong[] = "\300\257", surrogate[] = "\355\240\200", cut[] = "\342\202";

	run(strings, fine);
	CHECK(!strcmp(run_out, "\"\303\274 \342\202\254\""));
	run(strings, odd);
	CHECK(!strcmp(run_out, "\"\\u00fc\\u0001\\u007f\""));
	run(strings, overlong);
	CHECK(!strcmp(run_out, "\"\\u00c0\\u00af\""));
	run(strings, surrogate);
	CHECK(!strcmp(run_out, "\"\\u00ed\\u00a0\\u0080\""));
	run(strings, cut);
	CHECK(!strcmp(run_out, "\"\\u00e2\\u0082\""));
}

static int head(void *as)
{
	static const char *const labels[] = { "angle", "row", "col" };
	double theta[] = { 0, 0, 0, 1 };
	struct err e = { 0, "" };
	struct report *r;
	struct json j;
	struct head h;

	head_init(&h, DT_U16, 3, (const size_t[]){ 4, 2, 3 }, labels);
	head_set_table(&h, "angle", "theta_deg", theta, 4, &e);
	meta_set(&h.meta, "bp.history.0", "xphantom", &e);
	meta_set(&h.meta, "bp.sample", "tooth", &e);
	if (as) {
		json_begin(&j, stdout);
		json_open(&j, NULL, '{');
		headout_json_shape(&j, &h, h.n[0]);
		headout_json_meta(&j, &h);
		json_close(&j, '}');
	} else {
		report_new(&r, 0, &e);
		headout_shape(r, &h, h.n[0]);
		headout_meta(r, &h, false, &e);
		report_end(r, &e);
		headout_history(stdout, &h);
	}
	head_free(&h);
	return fflush(stdout) ? E_IO : e.code;
}

static void heads(void)
{
	CHECK(run(head, NULL) == 0);
	CHECK(!strcmp(run_out, "type\tuint16\nshape\t4 x 2 x 3\norder\tangle row col\nitem_bytes\t12\tB\nbytes\t48\tB\n"
			       "bp.sample\ttooth\nbp.table.angle.theta_deg\t3*0 1\nbp.history.0\txphantom\nxphantom\n"));
	CHECK(run(head, &as_json) == 0);
	CHECK(strstr(run_out, "\"shape\": [4, 2, 3]") && strstr(run_out, "\"angle.theta_deg\": [0, 0, 0, 1]"));
	CHECK(strstr(run_out, "\"metadata\": {\n    \"bp.sample\": \"tooth\"\n  }"));
	CHECK(strstr(run_out, "\"history\": [\n    \"xphantom\"\n  ]"));
}

int main(void)
{
	CASE(tsv);
	CASE(json);
	CASE(one_value);
	CASE(into_a_file);
	CASE(nesting);
	CASE(bytes);
	CASE(heads);
	return done();
}
