/* xview - a picture of a volume, projections, sinograms, an image, patterns or a curve */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/cuts.h"
#include "cli/edit.h"
#include "cli/histo.h"
#include "cli/picture.h"
#include "view/caption.h"
#include "view/curve.h"
#include "view/figure_draw.h"

enum { IMAGES_MAX = 400, WORDS = 128, DECADES = 6 };

static struct select sel;
static const char *axis_name, *montage, *range, *percentile = "0.5:99.5", *title, *cut;
static int slice = -1, cmap, terminal, width;
static bool ortho, histogram, no_bar, no_scale, bare, log_scale;
static double zoom = NAN;

static const struct opt opts[] = {
	INT(0, "slice", &slice, "N", 0, INT32_MAX, "which image along the axis; the middle one when not given"),
	STR(0, "axis", &axis_name, "AXIS", "axis to cut across: its label, z y x, or 0 1 2; the slowest when not given"),
	STR(0, "montage", &montage, "N|CxR", "N images evenly spaced along the axis, or C columns and R rows of them"),
	FLAG(0, "ortho", &ortho, "three cuts through the middle, across each axis"),
	FLAG(0, "histogram", &histogram, "how often each value occurs, of the whole input"),
	STR(0, "cut", &cut, "AXIS=VALUE", "a curve: the line through the image nearest to this coordinate, as qz=0.4"),
	STR(0, "range", &range, "LO:HI", "values at the two ends of the colours (of a histogram, of the axis of a curve)"),
	STR(0, "percentile", &percentile, "LO:HI",
	    "the same as percentiles of what is shown; a histogram or curve is of all values unless this is given"),
	FLAG(0, "log", &log_scale, "logarithmic colours, of the highest six decades unless told otherwise; in a histogram "
	     "logarithmic counts; curves of intensity or reflectivity are so by themselves"),
	CHOICE(0, "cmap", &cmap, "NAME", colormap_names, "colour map"),
	FLAG(0, "no-bar", &no_bar, "no colour bar"),
	FLAG(0, "no-scale", &no_scale, "no scale bar"),
	FLAG(0, "bare", &bare, "the images alone: no margins, words or bars"),
	STR(0, "title", &title, "TEXT", "title; file and place when not given, none when empty"),
	NUM(0, "zoom", &zoom, "FACTOR", 1e-3, 1000, NULL,
	    "pixels of the picture a sample; chosen for about 800 pixels when not given"),
	INT(0, "width", &width, "PIXELS", 0, CANVAS_MAX, "width of the picture with everything; 0: as it comes"),
	CHOICE(0, "terminal", &terminal, "HOW", term_names, "show it on this terminal, as half blocks or graphics"),
	CROP_OPTS(sel),
	OPT_END
};

static const struct tool tool = {
	.name = "xview",
	.brief = "draw a picture of an array: slice, montage, cuts, curve, histogram",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Reads axes of any type (complex: magnitudes; more than three are a series of images) and writes a PNG picture to\n"
		 "FILE.png of -o, or to standard output: one image across an axis with a bar of colours, in the\n"
		 "quantity and unit of the input, and a bar of scale, in pixels when their size is not known.\n"
		 "Axes with coordinates, as those of scattering patterns, have ticks instead; rows along alpha, qz\n"
		 "or v go upwards. One axis gives a curve.\n\n"
		 "Samples that are no numbers are magenta. Only what is shown is read, where the input is a file\n"
		 "that allows it; memory is needed for what is shown, not for the input.",
	.opts = opts,
	.examples = (const char *const[]){
		"xphantom shepp3d --size 64 --truth | xview --ortho -o cuts.png",
		"xphantom shepp2d --size 128 --angles 180 | xview --cmap viridis -o sinogram.png",
		"xphantom shepp3d --size 32 --truth | xview --montage 4x2 --range 0:0.5 -o slices.png",
		"xphantom shepp2d --size 128 --angles 180 | xview --cut angle=45 -o projection.png",
		NULL },
};

/* What is drawn, and how. */
struct view {
	struct cuts in;
	struct cut cut[IMAGES_MAX];
	struct curve curve;
	struct figure_panel panel[IMAGES_MAX];
	char words[IMAGES_MAX][WORDS], row_label[WORDS], col_label[WORDS], title[512];
	size_t n, columns;
	struct figure_par par;
};

/* ---- options --------------------------------------------------------------------------------- */

static int check_options(struct view *v, struct err *e)
{
	double lo, hi;

	if ((montage != NULL) + ortho + histogram + (slice >= 0) > 1)
		return err_set(e, E_USAGE, "--slice, --montage, --ortho and --histogram exclude one another");
	if (cut && (montage || ortho || histogram))
		return err_set(e, E_USAGE, "--cut is of one image: not with --montage, --ortho or --histogram");
	if (axis_name && (ortho || histogram))
		return err_set(e, E_USAGE, "--axis means nothing with --ortho or --histogram");
	if (edit_pair("percentile", percentile, &lo, &hi, e) ||
	    (range && edit_pair("range", range, &v->par.window.lo, &v->par.window.hi, e)) ||
	    (montage && edit_grid("montage", montage, IMAGES_MAX, &v->columns, &v->n, e)))
		return e->code;
	if (lo < 0 || hi > 100)
		return err_set(e, E_USAGE, "--percentile: '%.40s' is not within 0:100", percentile);
	if (range && log_scale && !histogram && v->par.window.lo <= 0)
		return err_set(e, E_USAGE, "--range: a logarithmic scale needs LO > 0");
	if (terminal == TERM_NONE && !strcmp(common.output, "-") && isatty(STDOUT_FILENO))
		return err_set(e, E_USAGE, "standard output is a terminal: use -o FILE.png, a pipe, or --terminal half");
	if (terminal != TERM_NONE && (!isatty(STDOUT_FILENO) || strcmp(common.output, "-")))
		return err_set(e, E_USAGE, "--terminal needs a terminal as standard output");
	return 0;
}

/* ---- what is drawn --------------------------------------------------------------------------- */

static int plan_cuts(struct view *v, struct err *e)
{
	int axis = 0;

	if (axis_name && cuts_axis(&v->in, axis_name, &axis, e))
		return err_at(e, "--axis");
	size_t have = v->in.n[axis];
	if (!montage)
		v->n = ortho ? 3 : 1;
	if (v->n > have && !ortho)
		v->n = have;
	if (ortho && v->in.flat)
		return err_set(e, E_USAGE, "--ortho: the input is one %s", v->in.line ? "curve" : "image");
	if (cut && v->in.line)
		return err_set(e, E_USAGE, "--cut: the input is a curve already");
	for (size_t i = 0; i < v->n; i++) {
		struct cut *c = &v->cut[i];
		c->axis = ortho ? (int)i : axis;
		c->index = ortho ? v->in.n[i] / 2 : slice >= 0 ? (size_t)slice : (2 * i + 1) * have / (2 * v->n);
	}
	return 0;
}

/* The colours, or the upright axis of a curve, from what is shown. */
static int choose_window(struct view *v, struct err *e)
{
	const float *image[IMAGES_MAX] = { v->curve.y };
	size_t n[IMAGES_MAX] = { v->curve.n }, many = v->curve.y ? 1 : v->n;
	double lo, hi;

	v->par.window.log = log_scale;
	if (v->curve.y && caption_is_wide(v->in.head) && !(range && v->par.window.lo <= 0))
		v->par.window.log = true;
	if (v->curve.y && !range && !opt_given("percentile"))
		return curve_window(&v->curve, v->par.window.log, &v->par.window, e);
	if (range || edit_pair("percentile", percentile, &lo, &hi, e))
		return e->code;
	for (size_t i = 0; !v->curve.y && i < v->n; i++) {
		image[i] = v->cut[i].image;
		n[i] = v->cut[i].nrow * v->cut[i].ncol;
	}
	if (log_scale && !opt_given("percentile"))
		hi = 99.9;			/* few pixels of a pattern are bright */
	if (!window_percentile(&v->par.window, image, n, many, lo, hi, v->par.window.log, e) &&
	    !opt_given("percentile"))
		window_limit(&v->par.window, DECADES);
	return e->code;
}

static void choose_words(struct view *v, const char *path)
{
	const struct head *h = v->in.head;
	const char *slash = strrchr(path, '/'), *name = !strcmp(path, "-") ? meta_get(&h->meta, META_SAMPLE) :
								   slash && slash[1] ? slash + 1 : path;
	bool one = v->n == 1 && !v->in.flat;

	for (size_t i = 0; i < v->n; i++) {
		caption_place(h, v->cut[i].axis, v->cut[i].index, v->words[i], WORDS);
		v->panel[i] = (struct figure_panel){ .data = v->cut[i].image, .nrow = v->cut[i].nrow,
						     .ncol = v->cut[i].ncol, .title = v->n > 1 ? v->words[i] : NULL };
	}
	size_t end = strlen(v->words[2]);
	if (ortho && *h->label[0])		/* turned in draw_cuts() */
		snprintf(v->words[2] + end, WORDS - end, "  (%s →)", h->label[0]);
	snprintf(v->title, sizeof v->title, "%s%s%s%s%s", name ? name : "", name && one ? ",  " : "",
		 one ? v->words[0] : "", (name || one) && *v->curve.place ? ",  " : "", v->curve.place);
	v->par.title = title ? title : v->title;
	caption_quantity(h, &v->par.quantity, &v->par.unit);
}

/* The two axes of a cut, or of the one image. */
static const int *across(const struct view *v, const struct cut *c)
{
	static const int two[3][2] = { { 1, 2 }, { 0, 2 }, { 0, 1 } };

	return two[v->in.flat ? 2 : c->axis];
}

/* Which way is up, the shape of a sample; ticks where an axis is no length, a scale bar where the one to the right is. */
static void choose_axes(struct view *v)
{
	const struct head *h = v->in.head;
	const int *a = across(v, &v->cut[0]);
	bool lengths = caption_is_length(h, a[0]) && caption_is_length(h, a[1]);

	v->par.scale = !no_scale && caption_is_length(h, a[1]);
	for (size_t i = 0; i < v->n; i++) {
		const int *b = across(v, &v->cut[i]);
		bool turned = ortho && i == 2;
		v->panel[i].up = caption_is_up(h, b[turned]);
		v->panel[i].aspect = ortho ? 1 : caption_aspect(h, b[0], b[1]);
	}
	if (v->n > 1 || lengths)
		return;
	v->panel[0].row = caption_axis(h, a[0], v->row_label, WORDS);
	v->panel[0].col = caption_axis(h, a[1], v->col_label, WORDS);
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void choose_par(struct view *v)
{
	v->par.cmap = (enum colormap)cmap;
	v->par.bar = !no_bar;
	v->par.bare = bare;
	v->par.zoom = isnan(zoom) ? 0 : zoom;
	v->par.width = (size_t)width;
	if (terminal == TERM_HALF) {
		v->par.bare = true;
		v->par.width = width ? (size_t)width : term_columns(STDOUT_FILENO);
	}
}

static int draw_curve(struct view *v, const char *path, struct array *rgb, struct err *e)
{
	const struct head *h = v->in.head;
	const struct cut *c = &v->cut[0];
	const int *a = across(v, c);

	if (!cut)
		curve_axis(&v->curve, h, 0, c->image, c->nrow, e);
	else if (curve_cut(&v->curve, h, a[0], a[1], c->image, c->nrow, c->ncol, cut, e))
		err_at(e, "--cut");
	if (e->code || choose_window(v, e))
		return e->code;
	choose_words(v, path);
	struct figure_curve f = { .x = v->curve.x, .y = v->curve.y, .n = v->curve.n, .label = v->curve.label };
	return figure_curve(rgb, &f, &v->par, e);
}

static int draw_cuts(struct view *v, struct stream *s, const char *path, struct array *rgb, struct err *e)
{
	if (cuts_open(&v->in, &tool, s, e) || plan_cuts(v, e) || cuts_read(&v->in, v->cut, v->n, e))
		return e->code;
	if (v->in.line || cut)
		return draw_curve(v, path, rgb, e);
	if (choose_window(v, e) || (ortho && cut_transpose(&v->cut[2], e)) ||
	    meta_get_num(&v->in.head->meta, META_PIXEL, &v->par.pixel_m, e))
		return e->code;
	choose_words(v, path);
	choose_axes(v);
	if (ortho)
		return figure_ortho(rgb, v->panel, &v->par, e);
	if (v->n > 1)
		return figure_montage(rgb, v->panel, v->n, v->columns, &v->par, e);
	return figure_slice(rgb, v->panel, &v->par, e);
}

static int draw_histogram(struct view *v, struct stream *s, const char *path, struct array *rgb, struct err *e)
{
	struct histo h = { .lo = v->par.window.lo, .hi = v->par.window.hi };
	double lo = 0, hi = 100;

	if (opt_given("percentile") && edit_pair("percentile", percentile, &lo, &hi, e))
		return e->code;
	if (histo_read(&h, &tool, s, lo, hi, e))
		return e->code;
	v->in.head = stream_head(s);
	choose_words(v, path);
	v->par.window = (struct window){ .lo = h.lo, .hi = h.hi, .log = log_scale };
	return figure_histogram(rgb, h.count, h.bins, &v->par, e);
}

int main(int argc, char **argv)
{
	static struct view v;
	struct err e = { 0 };
	int first = tool_start(&tool, argc, argv);
	const char *path = tool_input(first, argc, argv);
	struct stream *s = NULL;
	struct array rgb = { 0 };

	choose_par(&v);
	if (!check_options(&v, &e) && !stream_open(&s, path, &sel, &e) &&
	    !(histogram ? draw_histogram : draw_cuts)(&v, s, path, &rgb, &e))
		picture_put(&tool, &rgb, (enum term_kind)terminal, path, argc, argv, &e);
	array_free(&rgb);
	curve_free(&v.curve);
	cut_free(v.cut, v.n);
	cuts_close(&v.in);
	stream_close(s);
	return tool_end(&tool, &e);
}
