/* xrecon - slices from sinograms */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/slab.h"
#include "cli/chain.h"
#include "cli/numbers.h"
#include "cli/scanopt.h"
#include "cli/sidevol.h"
#include "cli/sinos.h"
#include "cli/trace.h"
#include "tomo/angle.h"
#include "tomo/center.h"
#include "tomo/iter.h"

static const char *algorithm = "gridrec", *center_text, *theta_text, *filter_file, *init_path, *support_path,
	*residual_path;
static int filter = WINDOW_RAMP, unit, size, pad = -1;
static double cutoff = NAN, order = NAN, circle, noise;
static struct select sel = { .images = true };
static const char *const units[] = { "auto", "cm", "pixel", NULL };	/* as enum recon_unit */

static const struct opt opts[] = {
	STR('a', "algorithm", &algorithm, "NAME[:KEY=VALUE]", "algorithm and its parameters, as tv:iterations=50 (see --list)",
	    .methods = recon_methods),
	CHOICE(0, "filter", &filter, "NAME", window_names, "window of the ramp filter, for gridrec and fbp"),
	NUM(0, "cutoff", &cutoff, "CYCLES", 1e-3, 0.5, NULL,
	    "cutoff of the window in cycles per pixel; the default is 0.5, for butterworth 0.25"),
	NUM(0, "order", &order, "N", 0.1, 100, NULL,
	    "order of butterworth (2 when not given), or shape of kaiser (8)"),
	STR(0, "filter-file", &filter_file, "FILE", "window of the ramp filter from a file instead: numbers, one a line, at "
	    "even frequencies from 0 to 0.5 cycles per pixel"),
	STR('c', "center", &center_text, "COL|auto|FILE",
	    "column of the rotation axis, 0-based pixel centres: a number, found by itself, or a file with "
	    "one number, or one for each row, of the whole detector if need be; else the input's row.center_px or bp.center_px"),
	STR(0, "theta", &theta_text, "LIST", "angles in degrees: START:END (both included), START:END:excl, "
	    "or FILE[:a:b] with a number a line; else the input's"),
	CHOICE(0, "unit", &unit, "UNIT", units, "of the output: 1/cm, or 1/pixel; auto: 1/cm when the "
	       "pixel size is known"),
	INT(0, "size", &size, "N", 0, 65536, "slices of N x N pixels; 0: as many as columns, or in a full "
	    "turn about an axis off the middle all that was seen"),
	INT(0, "pad", &pad, "COLS", -1, 65536, "for an object wider than the detector: repeat the edge pixels so many times "
	    "on each side (-1: as many times as there are columns, but not for filter none); iterative algorithms make "
	    "the slice they solve for so much larger on each side (-1: not)"),
	NUM(0, "circle", &circle, "RATIO", 0, 2, NULL, "0 outside of this part of the inscribed circle; 0: no mask"),
	STR(0, "init", &init_path, "FILE", "iterative: the slices to start from, one for each row or one for all"),
	STR(0, "support", &support_path, "FILE", "iterative: one slice; where it is not above 0 all slices are 0"),
	NUM(0, "noise", &noise, "SD", 0, 1e6, NULL, "iterative: stop when the residual is that of noise of this "
	    "standard deviation of mu_t; 0: after all iterations"),
	STR(0, "residual", &residual_path, "FILE", "iterative: write item, iteration, |Ax - b|/|b|, objective and seconds of "
	    "each iteration as a table; -: on standard output", .neutral = true),
	CROP_OPTS(sel),
	PROFILE_OPT,
	OPT_END
};

static void list(void)
{
	chain_list(recon_methods);
	fputs("\nfilters:", stdout);
	for (int i = 0; window_names[i]; i++)
		printf(" %s", window_names[i]);
	putchar('\n');
}

static const struct tool tool = {
	.name = "xrecon",
	.brief = "reconstruct slices from sinograms",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Reads line integrals of the attenuation (mu_t) of a parallel beam, as sinograms [row][angle][col] or as "
		 "projections [angle][row][col], whose corner is then turned in bounded memory, or one sinogram [angle][col]; writes slices "
		 "[z][y][x] of the linear attenuation, float, in 1/cm when the pixel size is known, else per pixel. "
		 "Transmission is converted by -ln. Any number of columns, any list of angles; each counts for half the "
		 "gap to its neighbours modulo 180 degrees.",
	.opts = opts,
	.examples = (const char *const[]){
		"xphantom shepp2d --size 64 --angles 100 | xrecon -o slice.nrrd",
		"xphantom shepp3d --size 32 --angles 50 --center 17.5 | "
		"xrecon -a fbp --filter hann --center auto --circle 1 | xinfo",
		"xphantom shepp2d --size 64 --angles 30 | xrecon -a tv:iterations=50,nonneg=yes -o tv.nrrd",
		NULL },
	.list = list,
};

/* All that a run owns. */
struct run {
	struct stream *in, *out;
	struct order *spool;
	struct flow *flow;
	struct sidevol *init;
	struct trace *trace;
	double val[PARAM_MAX], *theta_deg, *center, *window;
	float *support;
	struct recon_par par;
	struct recon_prof prof;
	struct map map;
	void *raw;			/* a sinogram in the input's type */
	char used[400];			/* for the history */
};

static uint64_t thread_cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- parameters --------------------------------------------------------------------------- */

static int parse(struct run *r, struct err *e)
{
	const char *colon = strchr(algorithm, ':');
	char name[40], who[60];

	snprintf(name, sizeof name, "%.*s", colon ? (int)(colon - algorithm) : (int)strlen(algorithm), algorithm);
	const struct method *m = method_find(recon_methods, "algorithm", name, e);
	if (!m)
		return e->code;
	snprintf(who, sizeof who, "algorithm %s", name);
	if (param_parse(m->param, who, colon ? colon + 1 : NULL, r->val, e) ||
	    param_resolve(m->param, who, &(struct meta){ 0 }, r->val, e))
		return e->code;
	r->map = m->map;
	r->map.par = &r->par;
	r->par = (struct recon_par){
		.val = r->val, .filter = window_of(filter), .cutoff = cutoff, .order = order,
		.pad = pad, .size = (size_t)size, .circle = circle, .unit = (enum recon_unit)unit,
		.prof = common.profile ? &r->prof : NULL, .noise = noise, .memory = tool_memory(),
	};
	if (filter_file && numbers_read(filter_file, &r->window, &r->par.nwindow, e))
		return e->code;
	r->par.window = r->window;
	r->prof.now = thread_cpu;
	param_print(m->param, r->val, r->used, sizeof r->used);
	return 0;
}

/* The slices beside the input: a start for each row, one support for all. */
static int open_sides(struct run *r, const struct head *rows, const struct flow_par *par, struct err *e)
{
	struct sidevol *v = NULL;
	int axis = head_axis(rows, "row");

	if (init_path && !sidevol_open(&r->init, init_path, rows, axis < 0 ? 0 : rows->n[axis], par, e)) {
		r->par.init = sidevol_read;
		r->par.init_ctx = r->init;
		r->par.init_size = sidevol_head(r->init)->n[1];
	}
	if (support_path && !e->code && !sidevol_open(&v, support_path, rows, 1, par, e)) {
		r->par.support_size = sidevol_head(v)->n[1];
		r->support = mem_alloc(r->par.support_size, r->par.support_size * sizeof *r->support, "support", e);
		if (r->support)
			sidevol_read(v, 0, r->support, e);
		r->par.support = r->support;
	}
	sidevol_close(v);
	if (residual_path && !e->code && !trace_new(&r->trace, e)) {
		r->par.tell = trace_tell;
		r->par.tell_ctx = r->trace;
	}
	return e->code;
}

static int read_row(void *ctx, size_t row, float *sino, struct err *e)
{
	struct run *r = ctx;

	return sinos_read(r->spool, row, r->par.transmission, r->raw, sino, e);
}

/* --center auto: from the sinograms, which are gathered, as they are needed twice. */
static int find_center(struct run *r, struct err *e)
{
	const struct head *h = order_head(r->spool);
	struct center_source src = {
		.nrow = h->n[0], .nangle = h->n[1], .ncol = h->n[2], .theta_deg = r->par.theta_deg,
		.fetch = read_row, .ctx = r,
	};
	struct center_result found;
	char said[200];

	r->raw = mem_alloc(head_item_bytes(h), 1, "a sinogram", e);
	r->center = mem_alloc(1, sizeof *r->center, "a center", e);
	if (e->code || center_auto(&src, CENTER_ALL, &found, e))
		return err_at(e, stream_name(r->in));
	tool_note(&tool, "center %.3f (%s)", found.center, center_print(&found, said, sizeof said));
	*r->center = found.center;
	r->par.center = r->center;
	r->par.ncenter = 1;
	return 0;
}

/* What is allowed and seldom meant. */
static void remark(const struct run *r)
{
	const struct head *h = stream_head(r->in);
	int col = head_axis(h, "col");

	if (angle_like_radians(r->par.theta_deg, r->par.ntheta))
		tool_note(&tool, "the angles cover few degrees: are they radians? (--theta takes degrees)");
	if (r->center && col >= 0 && fabs(*r->center - 0.5 * ((double)h->n[col] - 1)) > 0.5 * (double)h->n[col])
		tool_note(&tool, "center %g is off the detector, whose columns are 0 to %zu", *r->center, h->n[col] - 1);
}

static int plan(struct run *r, const char *path, struct err *e)
{
	struct flow_par par = tool_flow_par(&tool);
	bool find = center_text && !strcmp(center_text, "auto"), iterative = r->map.apply == iter_apply;

	if (iterative && (filter != WINDOW_RAMP || !isnan(cutoff) || !isnan(order) || filter_file))
		return err_set(e, E_USAGE, "--filter, --cutoff, --order and --filter-file are for gridrec and fbp");
	if (residual_path && !strcmp(residual_path, common.output))
		return err_set(e, E_USAGE, "--residual %s: the slices go there: give -o FILE", residual_path);
	if (!iterative && (init_path || support_path || residual_path || noise > 0))
		return err_set(e, E_USAGE, "--init, --support, --noise and --residual are for iterative algorithms");
	if (stream_open(&r->in, path, &sel, e) || opt_from_meta(&tool, stream_head(r->in), e) ||
	    scanopt_mu_t(stream_head(r->in), stream_name(r->in), &r->par.transmission, e) ||
	    (find && slab_refuse(stream_head(r->in), "--center auto", e)) ||
	    (!find && scanopt_center(center_text, stream_head(r->in), &r->center, &r->par.ncenter, r->par.center_range,
				     e)))
		return e->code;
	r->par.center = r->center;
	bool unknown = head_is(stream_head(r->in), "angle", "row", "col") && !stream_head(r->in)->n[0];
	if ((find || unknown) && sinos_open(&r->spool, r->in, &par, e))
		return e->code;
	const struct head *h = r->spool ? order_head(r->spool) : stream_head(r->in);
	if (scanopt_theta(theta_text, h, stream_name(r->in), &r->theta_deg, &r->par.theta_deg, &r->par.ntheta, e) ||
	    open_sides(r, h, &par, e))
		return e->code;
	if (find && find_center(r, e))
		return e->code;
	struct order *spool = r->spool;
	r->spool = NULL;
	return flow_new_order(&r->flow, r->in, spool, &r->map, 1, &par, e);
}

/* ---- the profile -------------------------------------------------------------------------- */

static void report(const struct run *r)
{
	static const char *const name[RECON_PHASES] = {
		"transforms of rows", "filter", "gridding or back-projection", "transforms of the slice",
		"last transforms and output"
	};

	tool_profile(&tool, r->flow);
	for (int i = 0; common.profile && r->map.apply != iter_apply && i < RECON_PHASES; i++)
		tool_tell(&tool, "profile: %s %.3f s", name[i], (double)r->prof.ns[i] * 1e-9);
}

/* ---- the run ------------------------------------------------------------------------------ */

static int run(struct run *r, int argc, char **argv, const char *path, struct err *e)
{
	struct sink_par sink = { .input = path };

	if (parse(r, e) || plan(r, path, e))
		return e->code;
	remark(r);
	size_t len = strlen(r->used);
	if (r->par.ncenter == 1)
		snprintf(r->used + len, sizeof r->used - len, "%scenter=%.10g", len ? " " : "", *r->par.center);
	const char *have = r->init ? head_quantity(sidevol_head(r->init)) : "", *want = head_quantity(flow_head(r->flow));
	if (*have && strcmp(have, want))
		return err_set(e, E_DATA, "%s: quantity %s, the output's is %s", init_path, have, want);
	if (tool_history(&tool, flow_head(r->flow), argc, argv, r->used, e) ||
	    stream_create(&r->out, common.output, flow_head(r->flow), &sink, e) ||
	    flow_run(r->flow, r->out, e) || (r->trace && trace_write(r->trace, residual_path, 0, e)) ||
	    stream_commit(r->out, e))
		return e->code;
	report(r);
	return e->code;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct run r = { 0 };
	int first = tool_start(&tool, argc, argv);

	run(&r, argc, argv, tool_input(first, argc, argv), &e);
	flow_free(r.flow);
	order_close(r.spool);
	stream_close(r.in);
	stream_close(r.out);
	mem_free(r.theta_deg);
	mem_free(r.center);
	mem_free(r.window);
	mem_free(r.support);
	sidevol_close(r.init);
	trace_free(r.trace);
	mem_free(r.raw);
	return tool_end(&tool, &e);
}
