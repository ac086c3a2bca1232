/* xphantom - analytic phantoms: projections, truth, whole scans */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "cli/tool.h"
#include "io/angles.h"
#include "io/scanwrite.h"
#include "num/par.h"
#include "tomo/phantom_stack.h"

static int size = 256, angles = 180, rows = 0, cols = 0, order = 0, layout = 0;
static int flats = 10, darks = 10, rings = 0, ring_kind = 0, seed = 1;
static double range_deg = 180, center = NAN, tilt = 0, mu_t_max = 2;
static double energy = NAN, pixel = NAN, distance = NAN;
static const char *theta_text;
static bool truth, scan, no_noise;
static struct sim_par par = {
	.counts = 20000, .dark = 100, .profile = 0.3, .drift = 0.05, .ring_gain = 0.05,
};

static const char *const orders[] = { "sino", "proj", NULL };	/* as enum stack_kind */
static const char *const layouts[] = { "stream", "als832", "dx", "nxtomo", NULL };	/* as enum scan_layout */
static const char *const ring_kinds[] = { "turn", "full", "partial", "unresponsive", "wide", NULL };	/* as enum sim_ring */

static const struct opt opts[] = {
	INT('s', "size", &size, "N", 1, 65536, "pixels across the unit disc, and along a slice"),
	INT('a', "angles", &angles, "M", 1, 1000000, "number of projections"),
	INT(0, "rows", &rows, "R", 0, 65536, "detector rows; 0: N of a phantom in 3-D, 1 of one in 2-D"),
	INT(0, "cols", &cols, "C", 0, 65536, "detector columns; 0: N"),
	NUM(0, "range", &range_deg, "DEG", -3600, 3600, NULL, "angles k DEG/M, the end left out"),
	STR(0, "theta", &theta_text, "LIST", "angles in degrees: START:END (both included), START:END:excl, "
	    "or FILE[:a:b] with a number a line; instead of --range"),
	NUM('c', "center", &center, "COL", -1e6, 1e6, NULL, "column of the rotation axis at the middle row, "
	    "0-based pixel centres; the middle of the columns when not given"),
	NUM(0, "tilt", &tilt, "DEG", -45, 45, NULL, "tilt of the axis in the plane of the detector: "
	    "its column grows with the row"),
	CHOICE(0, "order", &order, "ORDER", orders, "sinograms or projections, when not a scan"),
	FLAG(0, "truth", &truth, "the rasterised slices instead, means of 4 x 4 (in 3-D: 4 x 4 x 4) samples"),
	FLAG(0, "scan", &scan, "a whole scan instead: counts with flats and darks"),
	NUM(0, "mu-t-max", &mu_t_max, "X", 1e-6, 1e3, NULL, "scale the phantom so that the largest line integral "
	    "is X; without --scan only when given"),
	CHOICE(0, "layout", &layout, "LAYOUT", layouts, "of a scan: a stream, or an HDF5 file as ALS 8.3.2, "
	       "Data Exchange or NXtomo have it"),
	INT(0, "flats", &flats, "COUNT", 0, 10000, "flat fields of a scan, half before and half after"),
	INT(0, "darks", &darks, "COUNT", 0, 10000, "dark fields of a scan, before the flats"),
	NUM(0, "counts", &par.counts, "COUNT", 1, 60000, NULL, "photons a pixel in the brightest place of the beam"),
	NUM(0, "dark-level", &par.dark, "COUNT", 0, 5000, NULL, "counts without a beam"),
	NUM(0, "profile", &par.profile, "FRACTION", 0, 0.99, NULL, "how much darker the beam is in the corners"),
	NUM(0, "drift", &par.drift, "FRACTION", 0, 0.99, NULL, "part of the beam lost during the scan, linearly"),
	INT(0, "rings", &rings, "COUNT", 0, 65536, "columns in error"),
	CHOICE(0, "ring-kind", &ring_kind, "KIND", ring_kinds, "of their error; turn: full, partial, unresponsive in turn"),
	NUM(0, "ring-gain", &par.ring_gain, "SD", 0, 1, NULL, "standard deviation of their gain"),
	NUM(0, "zingers", &par.zingers, "FRACTION", 0, 0.5, NULL, "part of the pixels hit in each image"),
	FLAG(0, "no-noise", &no_noise, "rounded means instead of Poisson's counts"),
	INT(0, "seed", &seed, "SEED", 0, 2147483647, "of the random numbers of a scan"),
	NUM('e', "energy", &energy, "KEV", 0.1, 1e4, NULL, "photon energy, for the metadata"),
	NUM('p', "pixel", &pixel, "M", 1e-9, 1, NULL, "pixel size, for the metadata"),
	NUM('z', "distance", &distance, "M", 0, 1e3, NULL, "object to detector, for the metadata"),
	OPT_END
};

static void list(void)
{
	for (int i = 0; i < PHANTOM_KINDS; i++)
		printf("%-8s %s\n", phantom_name[i], phantom_brief[i]);
}

static const struct tool tool = {
	.name = "xphantom",
	.brief = "projections, slices and whole scans of analytic phantoms",
	.operands = "PHANTOM",
	.min_operands = 1, .max_operands = 1,
	.about = "Writes sinograms [row][angle][col] of a phantom (shepp2d, shepp3d, disc, discs, spheres, wires; see "
		 "--list): exact line integrals, averaged over each detector pixel, in pixels times the phantom's value "
		 "per pixel, quantity mu_t, float.  The unit disc of the phantom has a radius of N/2 pixels.  --truth writes the "
		 "slices [z][y][x] that a reconstruction should give, quantity mu_per_px.  --scan writes counts, uint16: "
		 "darks, flats and projections [angle][row][col] with noise, drift and faults of the detector.",
	.opts = opts,
	.examples = (const char *const[]){
		"xphantom shepp2d --size 64 --angles 90 | xinfo",
		"xphantom shepp3d --size 32 --truth -o truth.nrrd",
		"xphantom spheres --size 32 --angles 20 --scan --layout dx --rings 3 -o scan.h5", NULL },
	.list = list,
};

/* What is to be made, and all that it owns. */
struct plan {
	enum phantom_kind kind;
	struct phantom phantom;
	double *theta_deg;
	double factor;			/* of the phantom's values */
	struct sim *sim;
	struct stack stack;
	struct array slab;
};

static int find_kind(const char *name, enum phantom_kind *kind, struct err *e)
{
	for (int i = 0; i < PHANTOM_KINDS; i++)
		if (!strcmp(name, phantom_name[i])) {
			*kind = (enum phantom_kind)i;
			return 0;
		}
	const char *near = near_best(name, phantom_name);
	return err_set(e, E_USAGE, "no phantom '%s'%s%s%s", name, near ? ", did you mean '" : ": see --list",
		       near ? near : "", near ? "'?" : "");
}

static int check_usage(struct err *e)
{
	if (truth && scan)
		return err_set(e, E_USAGE, "--truth and --scan exclude each other");
	if (layout && !scan)
		return err_set(e, E_USAGE, "--layout needs --scan");
	if (layout && !strcmp(common.output, "-"))
		return err_set(e, E_USAGE, "a scan of layout %s is a file: give -o FILE", layouts[layout]);
	return 0;
}

/* Values so that the largest line integral is --mu-t-max. */
static int scale(struct plan *p, struct err *e)
{
	double peak;

	p->factor = 1;
	if (!scan && !opt_given("mu-t-max"))
		return 0;
	if (phantom_peak(&p->phantom, &p->stack.view, p->theta_deg, p->stack.nangle, &peak, e))
		return e->code;
	if (!(peak > 0))
		return err_set(e, E_USAGE, "the phantom is nowhere on the detector: look at --center, --rows, --cols");
	p->factor = mu_t_max / peak;
	phantom_scale(&p->phantom, p->factor);
	return 0;
}

static int simulate(struct plan *p, struct err *e)
{
	const struct phantom_view *v = &p->stack.view;

	par.nangle = p->stack.nangle;
	par.nrow = v->nrow;
	par.ncol = v->ncol;
	par.center_px = v->center_px;
	par.tilt_deg = v->tilt_deg;
	par.rings = (size_t)rings;
	par.ring_kind = (enum sim_ring)ring_kind;
	par.noise = !no_noise;
	par.seed = (uint64_t)seed;
	if (sim_new(&p->sim, &p->phantom, &par, e))
		return e->code;
	p->stack.sim = p->sim;
	p->stack.ndark = (size_t)darks;
	p->stack.nflat = (size_t)flats;
	return 0;
}

static int resolve(struct plan *p, const char *name, struct err *e)
{
	struct stack *s = &p->stack;

	if (check_usage(e) || find_kind(name, &p->kind, e) || phantom_new(&p->phantom, p->kind, 0.5 * size, e))
		return e->code;
	s->kind = scan ? STACK_SCAN : truth ? STACK_SLICES : (enum stack_kind)order;
	s->phantom = &p->phantom;
	s->size = (size_t)size;
	s->nangle = (size_t)angles;
	s->view.nrow = rows ? (size_t)rows : p->phantom.flat ? 1 : (size_t)size;
	s->view.ncol = (size_t)(cols ? cols : size);
	s->view.center_px = isnan(center) ? 0.5 * ((double)s->view.ncol - 1) : center;
	s->view.tilt_deg = tilt;
	s->theta_deg = p->theta_deg = mem_alloc(s->nangle, sizeof *p->theta_deg, "the angles", e);
	if (!p->theta_deg)
		return e->code;
	for (size_t i = 0; i < s->nangle; i++)
		p->theta_deg[i] = (double)i * range_deg / angles;
	if (theta_text && angles_parse(theta_text, s->nangle, p->theta_deg, e))
		return e->code;
	return scale(p, e) || !scan ? e->code : simulate(p, e);
}

static void set_num(struct meta *m, const char *key, double v, struct err *e)
{
	if (!e->code && !isnan(v))
		meta_set_num(m, key, v, e);
}

static int set_meta(struct head *h, const struct plan *p, struct err *e)
{
	meta_set(&h->meta, META_SAMPLE, phantom_name[p->kind], e);
	set_num(&h->meta, META_ENERGY, energy, e);
	set_num(&h->meta, META_PIXEL, pixel, e);
	set_num(&h->meta, META_DISTANCE, distance, e);
	set_num(&h->meta, "bp.phantom_factor", p->factor, e);
	set_num(&h->meta, "bp.phantom_seed", scan ? seed : NAN, e);
	return e->code;
}

/* A few megabytes, one item for each thread at least, half of the memory at most. */
static int new_slab(struct plan *p, const struct head *h, struct err *e)
{
	size_t bytes = head_item_bytes(h), want = (4u << 20) / bytes, most = tool_memory() / 2 / bytes;
	size_t least = (size_t)par_threads(), n[ARRAY_MAXDIM], need = bytes;
	char text[24];

	need += scan ? 2 * sizeof(float) * p->stack.view.nrow * p->stack.view.ncol : 0;
	if (tool_memory() < need)
		return err_set(e, E_NOMEM, "--memory is below the minimum of %s",
			       mem_print((double)need, text, sizeof text));
	want = want > least ? want : least;
	want = want < most ? want : most;
	memcpy(n, h->n, sizeof n);
	n[0] = want < 1 ? 1 : want < h->n[0] ? want : h->n[0];
	return array_new(&p->slab, h->type, h->ndim, n, e);
}

static int write_stream(struct plan *p, const struct head *h, struct err *e)
{
	struct stream *out = NULL;

	stream_create(&out, common.output, h, NULL, e);
	for (size_t first = 0, n = p->slab.n[0]; first < h->n[0] && !e->code; first += n) {
		struct array part = array_part(&p->slab, 0, h->n[0] - first < n ? h->n[0] - first : n);
		if (!stack_make(&p->stack, first, part.n[0], part.data, e))
			stream_write(out, &part, e);
	}
	if (!e->code)
		stream_commit(out, e);
	stream_close(out);
	return e->code;
}

/* n images of the file, from the first-th of its acquisition. */
static int put_images(struct plan *p, struct scanwrite *w, size_t first, size_t n, struct err *e)
{
	struct stack_frame *f = mem_alloc(n, sizeof *f, "the images", e);

	for (size_t i = 0; f && i < n; i++) {
		struct scan_frame at = scanwrite_frame(w, first + i);
		f[i] = (struct stack_frame){ at.key, at.index, at.time };
	}
	if (f && !stack_images(&p->stack, f, n, p->slab.data, e))
		for (size_t i = 0; i < n && !e->code; i++)
			scanwrite_put(w, array_item(&p->slab, i).data, e);
	mem_free(f);
	return e->code;
}

static int write_file(struct plan *p, struct err *e)
{
	const struct stack *s = &p->stack;
	char sample[120], a[32];
	snprintf(sample, sizeof sample, "%s, factor %s, seed %d", phantom_name[p->kind],
		 num_print(p->factor, a, sizeof a), seed);
	struct scan_par sp = {
		.layout = (enum scan_layout)layout, .type = DT_U16, .nangle = s->nangle, .nrow = s->view.nrow,
		.ncol = s->view.ncol, .theta_deg = s->theta_deg, .flat_before = s->nflat - s->nflat / 2,
		.flat_after = s->nflat / 2, .dark_before = s->ndark, .energy_kev = energy,
		.distance_m = distance, .pixel_m = pixel, .sample = sample,
	};
	struct scanwrite *w = NULL;

	if (!scanwrite_new(&w, common.output, &sp, e))
		for (size_t first = 0, all = scanwrite_frames(w), n = p->slab.n[0]; first < all && !e->code; first += n)
			put_images(p, w, first, all - first < n ? all - first : n, e);
	if (!e->code)
		scanwrite_commit(w, e);
	scanwrite_close(w);
	return e->code;
}

static void plan_free(struct plan *p)
{
	phantom_free(&p->phantom);
	mem_free(p->theta_deg);
	sim_free(p->sim);
	array_free(&p->slab);
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct plan p = { 0 };
	struct head h = { 0 };
	int first = tool_start(&tool, argc, argv);

	if (!resolve(&p, argv[first], &e) && !stack_head(&p.stack, &h, &e) && !set_meta(&h, &p, &e) &&
	    !tool_history(&tool, &h, argc, argv, NULL, &e) && !new_slab(&p, &h, &e)) {
		if (layout)
			write_file(&p, &e);
		else
			write_stream(&p, &h, &e);
	}
	head_free(&h);
	plan_free(&p);
	return tool_end(&tool, &e);
}
