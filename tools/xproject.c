/* xproject - sinograms of a volume */
#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "cli/numbers.h"
#include "cli/tool.h"
#include "io/angles.h"
#include "tomo/project.h"

static int angles = 180, cols, order, seed = 1;
static double range_deg = 180, scale = 1, counts = NAN, pixel = NAN;
static const char *theta_text, *center_text;
static bool transmission;
static struct select sel = { .images = true };

static const char *const orders[] = { "sino", "proj", NULL };

static const struct opt opts[] = {
	INT('a', "angles", &angles, "M", 1, 1000000, "number of projections"),
	NUM(0, "range", &range_deg, "DEG", -3600, 3600, NULL, "angles k DEG/M, the end left out"),
	STR(0, "theta", &theta_text, "LIST", "angles in degrees: START:END (both included), START:END:excl, "
	    "or FILE[:a:b] with a number a line; instead of --range"),
	INT(0, "cols", &cols, "C", 0, 65536, "detector columns; 0: as many as a slice has, which its corners exceed"),
	STR('c', "center", &center_text, "COL|FILE", "column of the rotation axis, 0-based pixel centres, or a file "
	    "with one number or one for each slice; the middle of the columns when not given"),
	CHOICE(0, "order", &order, "ORDER", orders, "sinograms or projections out"),
	NUM(0, "scale", &scale, "X", 0, 1e30, NULL, "multiply the attenuation by this: noise is that of a thinner or thicker sample"),
	NUM(0, "counts", &counts, "I0", 1, 1e15, NULL, "photons a pixel without a sample, for noise; none when not given"),
	INT(0, "seed", &seed, "SEED", 0, 2147483647, "of the noise"),
	FLAG(0, "transmission", &transmission, "the transmission, not -ln of it"),
	NUM('p', "pixel", &pixel, "M", 1e-12, 1, META_PIXEL, "pixel size, for slices in 1/cm"),
	RANGE(0, "items", &sel.item, "only these slices; A:B:STEP thins them"),
	PROFILE_OPT,
	OPT_END
};

static const struct tool tool = {
	.name = "xproject",
	.brief = "sinograms of a volume, with or without noise",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Reads slices [z][y][x] of the linear attenuation, per pixel (mu_per_px, or of unknown quantity) or in 1/cm "
		 "(mu_per_cm), or one slice [y][x], square with the axis of rotation in their middle; writes what a parallel beam "
		 "gives of them, mu_t as sinograms [row][angle][col] or projections [angle][row][col], float, by the projector of the "
		 "iterative algorithms of xrecon. --counts adds the noise of photons.",
	.opts = opts,
	.examples = (const char *const[]){
		"xphantom shepp2d --size 64 --truth | xproject --angles 90 | xrecon -o slice.nrrd",
		"xphantom shepp3d --size 32 --truth | xproject --angles 50 --counts 1e4 --scale 0.2 | xinfo",
		NULL },
};

/* Angles and centers, owned. */
static int parse(struct project_par *p, double **theta, double **center, struct err *e)
{
	double c;

	*theta = mem_alloc((size_t)angles, sizeof **theta, "angles", e);
	for (int i = 0; *theta && i < angles; i++)
		(*theta)[i] = (double)i * range_deg / angles;
	if (!*theta || (theta_text && angles_parse(theta_text, (size_t)angles, *theta, e)))
		return e->code;
	p->theta_deg = *theta;
	if (center_text && num_parse(center_text, &c)) {
		numbers_read(center_text, center, &p->ncenter, e);
	} else if (center_text && (*center = mem_alloc(1, sizeof c, "a center", e))) {
		**center = c;
		p->ncenter = 1;
	}
	p->center = *center;
	return e->code;
}

/* What stands in the metadata is known once the input is open. */
static struct map late;
static int plan(void *par, const struct head *in, struct head *out, void **plan_, struct err *e)
{
	struct project_par *p = par;

	p->pixel_m = pixel;
	return late.plan(par, in, out, plan_, e);
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	double *theta = NULL, *center = NULL;
	int first = tool_start(&tool, argc, argv);
	struct project_par p = {
		.nangle = (size_t)angles, .ncol = (size_t)cols, .scale = scale, .counts = counts, .seed = (uint64_t)seed,
		.transmission = transmission,
	};
	struct map maps[2] = { project_map(&p), { .name = "projections", .order = ORDER_PROJ, .batch = 1 } };

	late = maps[0];
	maps[0].plan = plan;
	if (!parse(&p, &theta, &center, &e))
		tool_run_maps(&tool, argc, argv, first, &sel, maps, order ? 2 : 1, NULL, NULL, NULL, &e);
	mem_free(theta);
	mem_free(center);
	return tool_end(&tool, &e);
}
