/* xcenter - the column of the rotation axis */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "cli/report.h"
#include "cli/scanopt.h"
#include "cli/sinos.h"
#include "num/par.h"
#include "num/vec.h"
#include "tomo/center.h"
#include "tomo/center_try.h"

enum { AUTO, VO, PC, ENTROPY, TURN, TRY };
static const char *const methods[] = { "auto", "vo", "pc", "entropy", "360", "try", NULL };

static int method, count = 21, try_row = -1;
static double center = NAN, step = 0.5;
static const char *theta_text;
static bool rows_table, json_wanted, per_row;
static struct range search;
static struct select sel = { .images = true };

static const struct opt opts[] = {
	CHOICE('m', "method", &method, "METHOD", methods, "one of the methods, all (auto), or slices to look at (try)"),
	RANGE(0, "search", &search, "seek between these columns; half of the columns, about the middle, when "
	      "not given, and all of a full turn"),
	STR(0, "theta", &theta_text, "LIST", "angles in degrees: START:END (both included), START:END:excl, "
	    "or FILE[:a:b] with a number a line; else the input's"),
	FLAG(0, "rows-table", &rows_table, "print row, column and score of each row asked, and the column of the line through them"),
	FLAG(0, "per-row", &per_row, "print a column for each row of the input, of that line: what --center of xrecon takes"),
	FLAG(0, "json", &json_wanted, "print all that was found as JSON"),
	NUM('c', "center", &center, "COL", -1e6, 1e6, NULL, "try: the middle of the centres; found by auto when not given"),
	NUM(0, "step", &step, "COLS", 1e-3, 1e3, NULL, "try: from one centre to the next"),
	INT(0, "count", &count, "N", 1, 10000, "try: how many centres"),
	INT(0, "row", &try_row, "ROW", -1, 1000000000, "try: this row of the input; -1: the middle one"),
	CROP_OPTS(sel),
	OPT_END
};

static const struct tool tool = {
	.name = "xcenter",
	.brief = "find the column of the rotation axis",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Reads sinograms [row][angle][col] or projections [angle][row][col] of mu_t (or transmission) and prints the "
		 "column onto which the rotation axis projects, in the middle row, 0-based, pixel centres: a bare number. It asks "
		 "up to 16 rows, spread over those that are not air. vo minimises the spectrum outside of the double wedge of "
		 "a sinogram of a full turn, pc correlates projections half a turn apart, entropy makes slices as plain as "
		 "possible, 360 compares a full turn with itself half a turn on, with the axis anywhere on the detector; auto "
		 "does all that the angles allow. try writes a stack of slices of one row, each at another "
		 "centre, in 1/cm when the pixel size is known, which its table z.center_px tells.",
	.opts = opts,
	.examples = (const char *const[]){
		"xphantom shepp2d --size 128 --angles 120 --center 60.25 | xcenter",
		"xphantom shepp2d --size 64 --angles 90 --rows 40 --tilt 1 | xcenter -m vo --rows-table",
		"xphantom shepp2d --size 64 --cols 48 --angles 180 --range 360 --center 40 | xcenter -m 360 --json",
		"xphantom disc --size 64 --angles 60 | xcenter -m try --count 5 -o try.nrrd", NULL },
};

struct run {
	struct stream *in;
	struct order *rows;		/* sinograms, in any sequence */
	const struct head *head;	/* of them */
	void *raw;			/* one, as it stands */
	bool transmission;
	double *own_theta;
	const double *theta_deg;
	struct center_result result;
};

static int check_input(struct run *r, struct err *e)
{
	const struct head *h = stream_head(r->in);
	char shape[200];

	if (scanopt_mu_t(h, stream_name(r->in), &r->transmission, e))
		return e->code;
	if (h->is_complex || (!head_is(h, "row", "angle", "col") && !head_is(h, "angle", "row", "col")))
		return err_set(e, E_DATA, "%s: %s, where sinograms [row][angle][col] or projections [angle][row][col] "
			       "are needed", stream_name(r->in), head_print(h, shape, sizeof shape));
	return 0;
}

static int open_rows(struct run *r, struct err *e)
{
	struct flow_par par = tool_flow_par(&tool);
	size_t n;

	if (sinos_open(&r->rows, r->in, &par, e))
		return e->code;
	r->head = order_head(r->rows);
	r->raw = mem_alloc(1, head_item_bytes(r->head), "a sinogram", e);
	return scanopt_theta(theta_text, r->head, stream_name(r->in), &r->own_theta, &r->theta_deg, &n, e);
}

/* Absolute row of the detector. */
static size_t detector_row(const struct run *r, size_t row)
{
	const struct table *t = head_table(r->head, "row", "index");

	return t ? (size_t)t->v[row] : sel.row.set ? sel.row.a + row : row;
}

static int read_row(void *ctx, size_t row, float *sino, struct err *e)
{
	struct run *r = ctx;
	return sinos_read(r->rows, row, r->transmission, r->raw, sino, e);
}

static int find(struct run *r, struct err *e)
{
	struct center_source src = {
		.nrow = r->head->n[0], .nangle = r->head->n[1], .ncol = r->head->n[2],
		.theta_deg = r->theta_deg, .fetch = read_row, .ctx = r,
	};
	char said[200];

	if (search.set) {
		if (search.b > src.ncol || search.b - search.a < 3)
			return err_set(e, E_USAGE, "--search: 3 or more columns of the %zu are needed", src.ncol);
		src.lo = (double)search.a;
		src.hi = (double)search.b - 1;
	}
	static const int which[] = { CENTER_ALL, CENTER_VO, CENTER_PC, CENTER_ENTROPY, CENTER_TURN, CENTER_ALL };
	if (center_auto(&src, which[method], &r->result, e))
		return err_at(e, stream_name(r->in));
	if (r->result.disagreement > 1 || r->result.overlap < 0.5 * (double)src.ncol)
		tool_note(&tool, "%s", center_print(&r->result, said, sizeof said));
	return 0;
}

/* The axis at a row of the input, on the line through the rows. */
static double on_line(const struct run *r, size_t row)
{
	return r->result.center + r->result.slope * ((double)row - 0.5 * ((double)r->head->n[0] - 1));
}

static void print_json(const struct run *r, FILE *f)
{
	const struct center_result *c = &r->result;
	struct json j;

	json_begin(&j, f);
	json_open(&j, NULL, '{');
	json_num(&j, "center_px", c->center);
	json_num(&j, "vo_px", c->vo);
	json_num(&j, "vo_score", c->vo_score);
	json_num(&j, "pc_px", c->pc);
	json_num(&j, "pc_score", c->pc_score);
	json_num(&j, "entropy_px", c->entropy);
	json_num(&j, "entropy_score", c->entropy_score);
	json_num(&j, "360_px", c->turn);
	json_num(&j, "360_score", c->turn_score);
	json_num(&j, "disagreement_px", c->disagreement);
	json_num(&j, "overlap_px", c->overlap);
	json_str(&j, "side", c->side < 0 ? "left" : c->side > 0 ? "right" : "none");
	json_num(&j, "tilt_deg", atan(c->slope) * 180 / M_PI);
	json_open(&j, "rows", '[');
	for (size_t i = 0; i < c->nrow; i++) {
		json_open(&j, NULL, '{');
		json_int(&j, "row", (long long)detector_row(r, c->row[i]));
		json_num(&j, "center_px", c->row_center[i]);
		json_num(&j, "score", c->row_score[i]);
		json_num(&j, "line_px", on_line(r, c->row[i]));
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	fputc('\n', f);
}

static void print_rows(const struct run *r, FILE *f)
{
	const struct center_result *c = &r->result;

	fprintf(f, "row\tcenter_px\tscore\tline_px\n");
	for (size_t i = 0; i < c->nrow; i++)
		fprintf(f, "%zu\t%.3f\t%.3f\t%.3f\n", detector_row(r, c->row[i]), c->row_center[i], c->row_score[i],
			on_line(r, c->row[i]));
}

static int print(const struct run *r, struct err *e)
{
	struct printout p;

	if (printout_new(&p, e))
		return e->code;
	if (json_wanted)
		print_json(r, p.f);
	if (rows_table)
		print_rows(r, p.f);
	for (size_t i = 0; i < r->head->n[0] && per_row; i++)
		fprintf(p.f, "%.4f\n", on_line(r, i));
	if (!json_wanted && !rows_table && !per_row)
		fprintf(p.f, "%.3f\n", r->result.center);
	return printout_end(&p, e);
}

/* The head of the slices; the sinogram becomes one in the unit of theirs. */
static int try_head(struct head *h, const struct run *r, float *sino, const double *centers, size_t row, int argc,
		    char **argv, struct err *e)
{
	size_t n = r->head->n[2];
	char used[80], a[32], b[32];
	double pixel_m = NAN;

	head_init(h, DT_F32, 3, (size_t[]){ (size_t)count, n, n }, (const char *const[]){ "z", "y", "x" });
	snprintf(used, sizeof used, "center=%s row=%s", num_print(centers[count / 2], a, sizeof a),
		 num_print((double)row, b, sizeof b));
	if (meta_copy(&h->meta, &r->head->meta, e) || meta_get_num(&h->meta, META_PIXEL, &pixel_m, e) ||
	    meta_set(&h->meta, META_QUANTITY, pixel_m > 0 ? "mu_per_cm" : "mu_per_px", e) ||
	    head_set_table(h, "z", "center_px", centers, (size_t)count, e))
		return e->code;
	if (pixel_m > 0)
		vec_scale(sino, head_item_count(r->head), UNIT_CM / pixel_m);
	meta_del(&h->meta, META_CENTER);
	meta_del(&h->meta, META_TILT);
	return tool_history(&tool, h, argc, argv, used, e);
}

/* As many slices at once as there are threads, or as memory holds. */
static size_t try_slab(const struct head *h)
{
	size_t most = tool_memory() / 4 / head_item_bytes(h), want = 2 * (size_t)par_threads();

	want = want < most ? want : most;
	return want < 1 ? 1 : want < h->n[0] ? want : h->n[0];
}

static int write_slices(const struct run *r, const struct head *h, const float *sino, const double *centers,
			struct err *e)
{
	struct stream *out = NULL;
	struct array slab = { 0 };
	size_t n[] = { try_slab(h), h->n[1], h->n[2] };

	if (!array_new(&slab, DT_F32, 3, n, e))
		stream_create(&out, common.output, h, NULL, e);
	for (size_t first = 0; first < h->n[0] && !e->code; first += n[0]) {
		struct array part = array_part(&slab, 0, h->n[0] - first < n[0] ? h->n[0] - first : n[0]);
		if (!center_try(sino, r->head->n[1], n[2], r->theta_deg, centers + first, part.n[0],
				array_f32(&slab), e))
			stream_write(out, &part, e);
	}
	if (!e->code)
		stream_commit(out, e);
	stream_close(out);
	array_free(&slab);
	return e->code;
}

static int run_try(struct run *r, int argc, char **argv, struct err *e)
{
	size_t row = try_row < 0 ? r->head->n[0] / 2 : (size_t)try_row;
	double *centers = mem_alloc((size_t)count, sizeof *centers, "centres", e);
	float *sino = mem_alloc(1, head_item_count(r->head) * sizeof *sino, "a sinogram", e);
	struct head h = { 0 };

	if (row >= r->head->n[0])
		err_set(e, E_USAGE, "--row %zu: the input has %zu rows", row, r->head->n[0]);
	if (!e->code && isnan(center) && !find(r, e))
		center = on_line(r, row);
	if (!e->code && !read_row(r, row, sino, e)) {
		for (int i = 0; i < count; i++)
			centers[i] = center + step * (i - (count - 1) / 2.0);
		if (!try_head(&h, r, sino, centers, row, argc, argv, e))
			write_slices(r, &h, sino, centers, e);
	}
	head_free(&h);
	mem_free(centers);
	mem_free(sino);
	return e->code;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct run r = { 0 };
	int first = tool_start(&tool, argc, argv);

	if (!stream_open(&r.in, tool_input(first, argc, argv), &sel, &e) && !check_input(&r, &e) && !open_rows(&r, &e)) {
		if (method == TRY)
			run_try(&r, argc, argv, &e);
		else if (!find(&r, &e))
			print(&r, &e);
	}
	order_close(r.rows);
	stream_close(r.in);
	mem_free(r.raw);
	mem_free(r.own_theta);
	return tool_end(&tool, &e);
}
