/* xrecon - slices from sinograms */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/mem.h"
#include "cli/chain.h"
#include "cli/numbers.h"
#include "cli/sinos.h"
#include "io/angles.h"
#include "tomo/angle.h"
#include "tomo/center.h"
#include "tomo/recon.h"

static const char *algorithm = "gridrec", *center_text, *theta_text;
static int filter = WINDOW_RAMP, unit, size, pad = -1;
static double cutoff = NAN, order = NAN, circle;
static bool profile;
static struct select sel = { .images = true };
static const char *const units[] = { "auto", "cm", "pixel", NULL };	/* as enum recon_unit */

static const struct opt opts[] = {
	STR('a', "algorithm", &algorithm, "NAME[:KEY=VALUE]", "algorithm and its parameters (see --list)",
	    .methods = recon_methods),
	CHOICE(0, "filter", &filter, "NAME", window_names, "window of the ramp filter"),
	NUM(0, "cutoff", &cutoff, "CYCLES", 1e-3, 0.5, NULL,
	    "cutoff of the window in cycles per pixel; the default is 0.5, for butterworth 0.25"),
	NUM(0, "order", &order, "N", 0.1, 100, NULL,
	    "order of butterworth (2 when not given), or shape of kaiser (8)"),
	STR('c', "center", &center_text, "COL|auto|FILE",
	    "column of the rotation axis, 0-based pixel centres: a number, found by itself, or a file with "
	    "one number or one for each row; else the input's row.center_px or bp.center_px"),
	STR(0, "theta", &theta_text, "LIST", "angles in degrees: START:END (both included), START:END:excl, "
	    "or FILE[:a:b] with a number a line; else the input's"),
	CHOICE(0, "unit", &unit, "UNIT", units, "of the output: 1/cm, or 1/pixel; auto: 1/cm when the "
	       "pixel size is known"),
	INT(0, "size", &size, "N", 0, 65536, "slices of N x N pixels; 0: as many as columns, or in a full "
	    "turn about an axis off the middle all that was seen"),
	INT(0, "pad", &pad, "COLS", -1, 65536, "repeat the edge pixels so many times on each side, for an object "
	    "wider than the detector; -1: as many times as there are columns (not for filter none)"),
	NUM(0, "circle", &circle, "RATIO", 0, 2, NULL, "0 outside of this part of the inscribed circle; 0: no mask"),
	CROP_OPTS(sel),
	{ .name = "profile", .type = OPT_FLAG, .to = &profile, .neutral = true,
	  .help = "say on stderr where the time went, and how long the transforms alone take" },
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
		NULL },
	.list = list,
};

/* All that a run owns. */
struct run {
	struct stream *in, *out;
	struct order *spool;
	struct flow *flow;
	double val[PARAM_MAX], *theta_deg, *center;
	struct recon_par par;
	struct recon_prof prof;
	struct map map;
	void *raw;			/* a sinogram in the input's type */
	size_t nrow, nangle, ncol;
	char used[400];			/* for the history */
};

static uint64_t read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t thread_cpu(void)
{
	return read_clock(CLOCK_THREAD_CPUTIME_ID);
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
		.prof = profile ? &r->prof : NULL,
	};
	r->prof.now = thread_cpu;
	param_print(m->param, r->val, r->used, sizeof r->used);
	return 0;
}

static int check_quantity(struct run *r, const struct head *h, struct err *e)
{
	const char *q = head_quantity(h);

	r->par.transmission = !strcmp(q, "transmission");
	if (*q && !r->par.transmission && strcmp(q, "mu_t"))
		return err_set(e, E_DATA, "%s: quantity %s, where mu_t or transmission is needed%s",
			       stream_name(r->in), q, strcmp(q, "counts") ? "" : ": xnorm makes it from counts");
	return 0;
}

static int get_theta(struct run *r, const struct head *h, struct err *e)
{
	if (!theta_text)
		return head_theta(h, &r->par.theta_deg, &r->par.ntheta, e) ? err_at(e, stream_name(r->in)) : 0;
	if (head_axis(h, "angle") < 0)
		return err_set(e, E_DATA, "%s: need sinograms, and no axis is named angle (xconvert --axes)", stream_name(r->in));
	r->theta_deg = mem_alloc(r->nangle, sizeof *r->theta_deg, "angles", e);
	if (!r->theta_deg || angles_parse(theta_text, r->nangle, r->theta_deg, e))
		return e->code;
	r->par.theta_deg = r->theta_deg;
	r->par.ntheta = r->nangle;
	return 0;
}

/* A number, a file, or the metadata's; auto, and one for each row in the input, are left for later. */
static int get_center(struct run *r, struct err *e)
{
	const struct head *h = stream_head(r->in);
	double c = NAN;

	if (center_text && !strcmp(center_text, "auto"))
		return 0;
	if (!center_text && (head_table(h, "row", "center_px") ||
			     meta_get_num(&h->meta, META_CENTER, &c, e) || isnan(c)))
		return e->code;
	if (center_text && num_parse(center_text, &c)) {
		numbers_read(center_text, &r->center, &r->par.ncenter, e);
	} else if ((r->center = mem_alloc(1, sizeof c, "a center", e))) {
		*r->center = c;
		r->par.ncenter = 1;
	}
	r->par.center = r->center;
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

	r->raw = mem_alloc(head_item_bytes(h), 1, "a sinogram", e);
	r->center = mem_alloc(1, sizeof *r->center, "a center", e);
	if (e->code || center_auto(&src, CENTER_VO | CENTER_PC, &found, e))
		return err_at(e, stream_name(r->in));
	tool_note(&tool, "center %.3f (vo %.3f, score %.2f; pc %.3f, score %.2f)", found.center, found.vo,
		  found.vo_score, found.pc, found.pc_score);
	*r->center = found.center;
	r->par.center = r->center;
	r->par.ncenter = 1;
	return 0;
}

static size_t along(const struct head *h, const char *label)
{
	int axis = head_axis(h, label);

	return axis < 0 ? 0 : h->n[axis];
}

static int plan(struct run *r, const char *path, struct err *e)
{
	struct flow_par par = tool_flow_par(&tool);
	bool find = center_text && !strcmp(center_text, "auto");

	if (stream_open(&r->in, path, &sel, e) || opt_from_meta(&tool, stream_head(r->in), e) ||
	    check_quantity(r, stream_head(r->in), e) || get_center(r, e))
		return e->code;
	bool unknown = head_is(stream_head(r->in), "angle", "row", "col") && !stream_head(r->in)->n[0];
	if ((find || unknown) && sinos_open(&r->spool, r->in, &par, e))
		return e->code;
	const struct head *h = r->spool ? order_head(r->spool) : stream_head(r->in);
	r->nrow = along(h, "row");
	r->nangle = along(h, "angle");
	r->ncol = along(h, "col");
	if (get_theta(r, h, e))
		return e->code;
	if (angle_like_radians(r->par.theta_deg, r->par.ntheta))
		tool_note(&tool, "the angles cover few degrees: are they radians? (--theta takes degrees)");
	if (find && find_center(r, e))
		return e->code;
	struct order *spool = r->spool;
	r->spool = NULL;
	return flow_new_order(&r->flow, r->in, spool, &r->map, 1, &par, e);
}

/* ---- the profile -------------------------------------------------------------------------- */

static void report(const struct run *r, double wall_s, struct err *e)
{
	static const char *const name[RECON_PHASES] = {
		"transforms of rows", "filter", "gridding or back-projection", "transforms of the slice",
		"last transforms and output"
	};
	struct rusage use;
	double alone = INFINITY, t, cpu;

	getrusage(RUSAGE_SELF, &use);
	cpu = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
	      1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
	for (int i = 0; i < 3 && !gridrec_transforms(r->nangle, r->ncol, (size_t)size, 1.5, thread_cpu, &t, e); i++)
		alone = fmin(alone, t * (double)r->nrow);
	tool_note(&tool, "profile: wall %.3f s, CPU %.3f s", wall_s, cpu);
	for (int i = 0; i < RECON_PHASES; i++)
		tool_note(&tool, "profile: %s %.3f s", name[i], (double)r->prof.ns[i] * 1e-9);
	tool_note(&tool, "profile: transforms alone (1-D and 2-D, oversampling 1.5, one thread) %.3f s, "
		  "CPU / transforms %.2f", alone, cpu / alone);
}

/* ---- the run ------------------------------------------------------------------------------ */

static int run(struct run *r, int argc, char **argv, const char *path, struct err *e)
{
	struct sink_par sink = { .input = path };
	uint64_t start = read_clock(CLOCK_MONOTONIC);

	if (parse(r, e) || plan(r, path, e))
		return e->code;
	size_t len = strlen(r->used);
	if (r->par.ncenter == 1)
		snprintf(r->used + len, sizeof r->used - len, "%scenter=%.10g", len ? " " : "", *r->par.center);
	if (tool_history(&tool, flow_head(r->flow), argc, argv, r->used, e) ||
	    stream_create(&r->out, common.output, flow_head(r->flow), &sink, e) ||
	    flow_run(r->flow, r->out, e) || stream_commit(r->out, e))
		return e->code;
	if (profile)
		report(r, 1e-9 * (double)(read_clock(CLOCK_MONOTONIC) - start), e);
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
	mem_free(r.raw);
	return tool_end(&tool, &e);
}
