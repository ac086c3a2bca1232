/* xphantom - analytic phantoms: projections, truth, whole scans */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "cli/tool.h"
#include "io/angles.h"
#include "io/scanwrite.h"
#include "num/par.h"
#include "tomo/phantom_scan.h"

static int size = 256, angles = 180, rows = 0, cols = 0, order = 0, layout = 0;
static int flats = 10, darks = 10, rings = 0, seed = 1;
static double range_deg = 180, center = NAN, tilt = 0, mu_t_max = 2;
static double energy = NAN, pixel = NAN, distance = NAN;
static const char *theta_text;
static bool truth, scan, no_noise;
static struct sim_par sim = {
	.counts = 20000, .dark = 100, .profile = 0.3, .drift = 0.05, .ring_gain = 0.05,
};

enum { ORDER_SINOGRAMS, ORDER_PROJECTIONS };
static const char *const orders[] = { "sino", "proj", NULL };
static const char *const layouts[] = { "stream", "als832", "dx", "nxtomo", NULL };	/* as enum scan_layout */

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
	NUM(0, "counts", &sim.counts, "COUNT", 1, 60000, NULL, "photons a pixel in the brightest place of the beam"),
	NUM(0, "dark-level", &sim.dark, "COUNT", 0, 5000, NULL, "counts without a beam"),
	NUM(0, "profile", &sim.profile, "FRACTION", 0, 0.99, NULL, "how much darker the beam is in the corners"),
	NUM(0, "drift", &sim.drift, "FRACTION", 0, 0.99, NULL, "part of the beam lost during the scan, linearly"),
	INT(0, "rings", &rings, "COUNT", 0, 65536, "columns in error: full, partial, unresponsive in turn"),
	NUM(0, "ring-gain", &sim.ring_gain, "SD", 0, 1, NULL, "standard deviation of their gain"),
	NUM(0, "zingers", &sim.zingers, "FRACTION", 0, 0.5, NULL, "part of the pixels hit in each image"),
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

/* What is to be made, resolved. */
struct plan {
	enum phantom_kind kind;
	struct phantom phantom;
	struct phantom_view view;	/* theta_deg unused */
	size_t nangle;
	double *theta_deg;
	double factor;			/* of the phantom's values */
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
	if (scan && flats == 0)
		tool_note(&tool, "a scan without flat fields cannot be normalised");
	return 0;
}

/* Values so that the largest line integral is --mu-t-max. */
static int scale(struct plan *p, struct err *e)
{
	double peak;

	p->factor = 1;
	if (!scan && !opt_given("mu-t-max"))
		return 0;
	if (phantom_peak(&p->phantom, &p->view, p->theta_deg, p->nangle, &peak, e))
		return e->code;
	if (!(peak > 0))
		return err_set(e, E_USAGE, "the phantom is nowhere on the detector: look at --center, --rows, --cols");
	p->factor = mu_t_max / peak;
	phantom_scale(&p->phantom, p->factor);
	return 0;
}

static int resolve(struct plan *p, const char *name, struct err *e)
{
	memset(p, 0, sizeof *p);
	if (check_usage(e) || find_kind(name, &p->kind, e) ||
	    phantom_new(&p->phantom, p->kind, 0.5 * size, e))
		return e->code;
	p->nangle = (size_t)angles;
	p->view.nrow = rows ? (size_t)rows : p->phantom.flat ? 1 : (size_t)size;
	p->view.ncol = (size_t)(cols ? cols : size);
	p->view.center_px = isnan(center) ? 0.5 * ((double)p->view.ncol - 1) : center;
	p->view.tilt_deg = tilt;
	p->theta_deg = mem_alloc(p->nangle, sizeof *p->theta_deg, "the angles", e);
	if (!p->theta_deg)
		return e->code;
	for (size_t i = 0; i < p->nangle; i++)
		p->theta_deg[i] = (double)i * range_deg / angles;
	if (theta_text && angles_parse(theta_text, p->nangle, p->theta_deg, e))
		return e->code;
	return scale(p, e);
}

static void plan_free(struct plan *p)
{
	phantom_free(&p->phantom);
	mem_free(p->theta_deg);
}

static void set_num(struct meta *m, const char *key, double v, struct err *e)
{
	if (!e->code && !isnan(v))
		meta_set_num(m, key, v, e);
}

static int set_meta(struct head *h, const struct plan *p, const char *quantity, int argc, char **argv, struct err *e)
{
	struct meta *m = &h->meta;

	meta_set(m, META_QUANTITY, quantity, e);
	meta_set(m, META_SAMPLE, phantom_name[p->kind], e);
	if (!truth) {
		set_num(m, META_CENTER, p->view.center_px, e);
		set_num(m, META_TILT, tilt != 0 ? tilt : NAN, e);
	}
	set_num(m, META_ENERGY, energy, e);
	set_num(m, META_PIXEL, pixel, e);
	set_num(m, META_DISTANCE, distance, e);
	set_num(m, "bp.phantom_factor", p->factor, e);
	set_num(m, "bp.phantom_seed", scan ? seed : NAN, e);
	return e->code ? e->code : tool_history(&tool, h, argc, argv, NULL, e);
}

/* The axis at each row when it is tilted. */
static int set_centers(struct head *h, const struct plan *p, struct err *e)
{
	size_t n = p->view.nrow;
	double *v = tilt == 0 ? NULL : mem_alloc(n, sizeof *v, "the centres", e);

	for (size_t r = 0; v && r < n; r++)
		v[r] = phantom_center(&p->view, r);
	if (v)
		head_set_table(h, "row", "center_px", v, n, e);
	mem_free(v);
	return e->code;
}

/* Items made in parallel, a slab at a time. */
struct maker {
	const struct plan *plan;
	const struct sim *sim;
	struct scanwrite *file;
	struct array slab;
	size_t first;		/* item of the slab's first */
	size_t per_item;	/* jobs an item: an angle of a sinogram, else 1 */
	size_t work;
	int (*make)(void *maker, size_t i, void *work, struct err *e);
};

static size_t slab_items(const struct head *h)
{
	size_t want = (4u << 20) / head_item_bytes(h), most = tool_memory() / 2 / head_item_bytes(h);
	size_t least = (size_t)par_threads();

	want = want > least ? want : least;
	want = want < most ? want : most;
	return want < 1 ? 1 : want > h->n[0] ? h->n[0] : want;
}

static int run(struct maker *m, const struct head *h, struct err *e)
{
	struct stream *out = NULL;
	size_t n[ARRAY_MAXDIM];

	memcpy(n, h->n, sizeof n);
	n[0] = slab_items(h);
	if (array_new(&m->slab, h->type, h->ndim, n, e) ||
	    stream_create(&out, common.output, h, NULL, e))
		return e->code;
	for (m->first = 0; m->first < h->n[0] && !e->code; m->first += n[0]) {
		size_t k = h->n[0] - m->first < n[0] ? h->n[0] - m->first : n[0];
		struct array part = array_part(&m->slab, 0, k);
		if (!par_for(k * m->per_item, m->work, m->make, m, e))
			stream_write(out, &part, e);
	}
	if (!e->code)
		stream_commit(out, e);
	stream_close(out);
	array_free(&m->slab);
	return e->code;
}

/* Angle i % nangle of sinogram i / nangle. */
static int make_sinogram(void *ctx, size_t i, void *work, struct err *e)
{
	struct maker *m = ctx;
	const struct plan *p = m->plan;
	struct phantom_view v = p->view;

	(void)e;
	v.theta_deg = p->theta_deg[i % p->nangle];
	phantom_project(&p->phantom, &v, m->first + i / p->nangle, 1, array_f32(&m->slab) + i * v.ncol, work);
	return 0;
}

static int make_projection(void *ctx, size_t i, void *work, struct err *e)
{
	struct maker *m = ctx;
	struct phantom_view v = m->plan->view;

	(void)e;
	v.theta_deg = m->plan->theta_deg[m->first + i];
	phantom_project(&m->plan->phantom, &v, 0, v.nrow, array_f32(&m->slab) + i * v.nrow * v.ncol, work);
	return 0;
}

static int make_slice(void *ctx, size_t i, void *work, struct err *e)
{
	struct maker *m = ctx;
	size_t n = m->slab.n[1];

	(void)work;
	(void)e;
	phantom_slice(&m->plan->phantom, (double)(m->first + i) - 0.5 * ((double)m->plan->view.nrow - 1), n,
		      array_f32(&m->slab) + i * n * n);
	return 0;
}

static int write_exact(const struct plan *p, int argc, char **argv, struct err *e)
{
	bool sino = order == ORDER_SINOGRAMS;
	size_t n = (size_t)size, nr = p->view.nrow, nc = p->view.ncol;
	size_t slices[] = { nr, n, n }, sinograms[] = { nr, p->nangle, nc }, projections[] = { p->nangle, nr, nc };
	struct maker m = { .plan = p, .per_item = !truth && sino ? p->nangle : 1,
			   .work = phantom_work(&p->phantom, nc),
			   .make = truth ? make_slice : sino ? make_sinogram : make_projection };
	struct head h;

	head_init(&h, DT_F32, 3, truth ? slices : sino ? sinograms : projections,
		  truth ? (const char *const[]){ "z", "y", "x" } :
		  sino ? (const char *const[]){ "row", "angle", "col" } :
		  (const char *const[]){ "angle", "row", "col" });
	if (!truth)
		if (!head_set_table(&h, "angle", "theta_deg", p->theta_deg, p->nangle, e))
			set_centers(&h, p, e);
	if (!e->code && !set_meta(&h, p, truth ? "mu_per_px" : "mu_t", argc, argv, e))
		run(&m, &h, e);
	head_free(&h);
	return e->code;
}

/* A scan: frame f of its acquisition is a dark, a flat, a projection, or a flat of the second block. */
struct frame { int key; size_t index, at; };	/* at: its place in the acquisition */

/* Item i of the stream: darks, flats, projections. */
static struct frame item_frame(const struct plan *p, size_t i)
{
	size_t nd = (size_t)darks, nf = (size_t)flats, before = nf - nf / 2;

	if (i < nd)
		return (struct frame){ KEY_DARK, i, i };
	if (i < nd + nf)
		return (struct frame){ KEY_FLAT, i - nd, i - nd < before ? i : i + p->nangle };
	return (struct frame){ KEY_PROJECTION, i - nd - nf, i - nf / 2 };
}

static double frame_time(const struct plan *p, size_t at)
{
	size_t n = (size_t)(darks + flats) + p->nangle;

	return n > 1 ? (double)at / (double)(n - 1) : 0;
}

static double frame_theta(const struct plan *p, int key, size_t index)
{
	return key == KEY_PROJECTION ? p->theta_deg[index] : 0;
}

static uint16_t *slab_image(const struct maker *m, size_t i)
{
	return (uint16_t *)m->slab.data + i * m->slab.n[1] * m->slab.n[2];
}

static int make_item(void *ctx, size_t i, void *work, struct err *e)
{
	struct maker *m = ctx;
	struct frame f = item_frame(m->plan, m->first + i);

	(void)e;
	sim_image(m->sim, f.key, f.index, frame_theta(m->plan, f.key, f.index), frame_time(m->plan, f.at),
		  slab_image(m, i), work);
	return 0;
}

static int set_tables(struct head *h, const struct plan *p, struct err *e)
{
	size_t n = h->n[0];
	double *v = mem_alloc(3 * n, sizeof *v, "the tables", e);

	for (size_t i = 0; v && i < n; i++) {
		struct frame f = item_frame(p, i);
		v[i] = f.key;
		v[n + i] = (double)f.at;
		v[2 * n + i] = frame_theta(p, f.key, f.index);
	}
	if (v && !head_set_table(h, "angle", "key", v, n, e) && !head_set_table(h, "angle", "frame", v + n, n, e))
		head_set_table(h, "angle", "theta_deg", v + 2 * n, n, e);
	mem_free(v);
	return e->code ? e->code : set_centers(h, p, e);
}

static int write_stream(struct maker *m, int argc, char **argv, struct err *e)
{
	const struct plan *p = m->plan;
	size_t n[] = { p->nangle + (size_t)(darks + flats), p->view.nrow, p->view.ncol };
	struct head h;

	head_init(&h, DT_U16, 3, n, (const char *const[]){ "angle", "row", "col" });
	if (!set_tables(&h, p, e) && !set_meta(&h, p, "counts", argc, argv, e))
		run(m, &h, e);
	head_free(&h);
	return e->code;
}

/* For the HDF5 layouts images come in the order of acquisition. */
static int make_frame(void *ctx, size_t i, void *work, struct err *e)
{
	struct maker *m = ctx;
	struct scan_frame f = scanwrite_frame(m->file, m->first + i);

	(void)e;
	sim_image(m->sim, f.key, f.index, frame_theta(m->plan, f.key, f.index), f.time, slab_image(m, i), work);
	return 0;
}

static int put_frames(struct maker *m, struct err *e)
{
	size_t total = scanwrite_frames(m->file), k = m->slab.n[0];

	for (m->first = 0; m->first < total && !e->code; m->first += k) {
		size_t n = total - m->first < k ? total - m->first : k;
		if (par_for(n, m->work, make_frame, m, e))
			break;
		for (size_t i = 0; i < n && !e->code; i++)
			scanwrite_put(m->file, slab_image(m, i), e);
	}
	return e->code ? e->code : scanwrite_commit(m->file, e);
}

static int write_file(struct maker *m, struct err *e)
{
	const struct plan *p = m->plan;
	char sample[120], a[32];
	snprintf(sample, sizeof sample, "%s, factor %s, seed %d", phantom_name[p->kind],
		 num_print(p->factor, a, sizeof a), seed);
	struct scan_par par = {
		.layout = (enum scan_layout)layout, .type = DT_U16, .nangle = p->nangle, .nrow = p->view.nrow,
		.ncol = p->view.ncol, .theta_deg = p->theta_deg, .flat_before = (size_t)(flats - flats / 2),
		.flat_after = (size_t)(flats / 2), .dark_before = (size_t)darks, .energy_kev = energy,
		.distance_m = distance, .pixel_m = pixel, .sample = sample,
	};
	struct head h;
	head_init(&h, DT_U16, 3, (size_t[]){ SIZE_MAX, par.nrow, par.ncol }, (const char *const[]){ "angle", "row", "col" });
	size_t n[] = { slab_items(&h), par.nrow, par.ncol };

	if (!array_new(&m->slab, DT_U16, 3, n, e) && !scanwrite_new(&m->file, common.output, &par, e))
		put_frames(m, e);
	scanwrite_close(m->file);
	array_free(&m->slab);
	return e->code;
}

static int write_scan(const struct plan *p, int argc, char **argv, struct err *e)
{
	struct maker m = { .plan = p, .per_item = 1, .make = make_item };
	struct sim *s;

	sim.nangle = p->nangle;
	sim.nrow = p->view.nrow;
	sim.ncol = p->view.ncol;
	sim.center_px = p->view.center_px;
	sim.tilt_deg = tilt;
	sim.rings = (size_t)rings;
	sim.noise = !no_noise;
	sim.seed = (uint64_t)seed;
	if (!sim_new(&s, &p->phantom, &sim, e)) {
		m.sim = s;
		m.work = sim_work(s);
		if (layout)
			write_file(&m, e);
		else
			write_stream(&m, argc, argv, e);
	}
	sim_free(s);
	return e->code;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct plan p;
	int first = tool_start(&tool, argc, argv);

	if (!resolve(&p, argv[first], &e)) {
		if (scan)
			write_scan(&p, argc, argv, &e);
		else
			write_exact(&p, argc, argv, &e);
	}
	plan_free(&p);
	return tool_end(&tool, &e);
}
