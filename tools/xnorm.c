/* xnorm - flat-field correction: a scan of counts into mu_t */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/tool.h"
#include "tomo/norm.h"

static const char *flat = "interp", *dark = "mean", *theta, *roi, *poly;
static int order, air;
static bool no_log, strict;
static double least = 0.01;
static struct select sel;

static const char *const orders[] = { "proj", "sino", NULL };

static const struct opt opts[] = {
	STR(0, "flat", &flat, "interp|mean|median|FILE",
	    "blocks of flats interpolated in time, the mean or median of all, or the flats of this file"),
	STR(0, "dark", &dark, "mean|median|none|FILE", "mean or median of the darks, 0, or the darks of this file"),
	STR(0, "theta", &theta, "START:END[:excl]|FILE[:A:B]",
	    "projection angles, degrees: both ends included, or without the last; or lines A to B - 1 of a "
	    "file: text, or a row of numbers (NPY, FILE.h5::/PATH)"),
	CHOICE(0, "order", &order, "ORDER", orders, "projections or sinograms out"),
	NUM(0, "min-transmission", &least, "T", 0, 1, NULL, "hold the transmission at or above this"),
	FLAG(0, "no-log", &no_log, "give the transmission, not -ln of it"),
	INT(0, "air", &air, "N", 0, 100000,
	    "divide each row by the line between the means of its first and last N pixels, 0: do not"),
	STR(0, "roi", &roi, "ROWS,COLS", "divide each projection by its mean over rows A:B, columns C:D (A:B,C:D)"),
	STR(0, "beam-hardening", &poly, "A1,A2,...", "mu_t becomes A1 mu_t + A2 mu_t^2 + ..."),
	FLAG(0, "strict", &strict, "a pixel that would be repaired is an error"),
	CROP_OPTS(sel),
	PROFILE_OPT,
	OPT_END
};

static const struct tool tool = {
	.name = "xnorm",
	.brief = "flat-field correction of a scan: counts into -ln of transmission",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Reads a scan - a scan file, a stream whose table angle.key marks flats and darks ahead of the "
		 "projections, or images of any format (a folder or pattern of TIFF files, FILE.h5::/PATH) with "
		 "--flat, --dark and --theta - and writes mu_t = -ln((p - dark) / (flat - dark)) of its projections, float. "
		 "Flats and darks are used and dropped. Where the flat is not above the dark, or the result is not "
		 "finite, it becomes the mean of its valid 3 x 3 neighbours; how many is said on stderr, and more "
		 "than one in a hundred is an error.",
	.opts = opts,
	.examples = (const char *const[]){
		"xnorm tooth.h5 -o tooth_norm.h5",
		"xnorm tooth.h5 --order sino --cols 100:500 | xinfo",
		"xphantom shepp2d --size 64 --angles 90 --scan | xnorm --flat mean | xinfo --get quantity",
		NULL },
};

static int how(const char *text, const char **file)
{
	static const char *const names[] = { [NORM_INTERP] = "interp", [NORM_MEAN] = "mean", [NORM_MEDIAN] = "median" };

	for (int i = 0; i < 3; i++)
		if (!strcmp(text, names[i]))
			return i;
	*file = text;
	return NORM_INTERP;
}

static int parse_roi(struct norm_par *p, struct err *e)
{
	const char *comma = strchr(roi, ',');
	char rows[64];
	struct range r = { .set = false }, c = { .set = false };

	if (!comma || (size_t)(comma - roi) >= sizeof rows)
		return err_set(e, E_USAGE, "--roi '%.60s' is not A:B,C:D", roi);
	snprintf(rows, sizeof rows, "%.*s", (int)(comma - roi), roi);
	if (range_parse(rows, &r, e) || range_parse(comma + 1, &c, e))
		return err_at(e, "--roi");
	if (r.step != 1 || c.step != 1)
		return err_set(e, E_USAGE, "--roi '%.60s': a region has no steps", roi);
	*p->roi_row = r.a;
	p->roi_row[1] = r.b;
	*p->roi_col = c.a;
	p->roi_col[1] = c.b;
	p->roi = true;
	return 0;
}

static int parse_poly(struct norm_par *p, struct err *e)
{
	const char *at = poly;

	for (p->npoly = 0; ; at++) {
		char one[40];
		size_t len = strcspn(at, ",");

		if (p->npoly == NORM_MAXPOLY)
			return err_set(e, E_USAGE, "--beam-hardening takes up to %d numbers", NORM_MAXPOLY);
		snprintf(one, sizeof one, "%.*s", (int)(len < sizeof one ? len : sizeof one - 1), at);
		if (num_parse(one, &p->poly[p->npoly++]))
			return err_set(e, E_USAGE, "--beam-hardening '%.60s': '%s' is no number", poly, one);
		at += len;
		if (!*at)
			return 0;
	}
}

static int parse(struct norm_par *p, struct err *e)
{
	*p = (struct norm_par){ .log = !no_log, .strict = strict, .least = least, .air = (size_t)air };
	p->flat = (enum norm_how)how(flat, &sel.flat);
	p->no_dark = !strcmp(dark, "none");
	p->dark = p->no_dark ? NORM_MEAN : (enum norm_how)how(dark, &sel.dark);
	if (p->dark == NORM_INTERP)
		p->dark = NORM_MEAN;
	if (!strcmp(dark, "interp"))
		return err_set(e, E_USAGE, "--dark interp: darks are not interpolated; mean, median, none or a file");
	sel.theta = theta;
	if (p->log && least <= 0)
		return err_set(e, E_USAGE, "--min-transmission must be above 0 for a logarithm");
	if (p->log ? false : poly != NULL)
		return err_set(e, E_USAGE, "--beam-hardening works on -ln: not with --no-log");
	return (roi && parse_roi(p, e)) || (poly && parse_poly(p, e)) ? e->code : 0;
}

struct scan {
	struct stream *in, *out;
	struct norm *norm;
	size_t nflat, ndark;
	char extra[120];
};

/* Is the next item a flat or dark?  Its key and acquisition index. */
static bool side(const struct scan *s, int *key, double *frame)
{
	const struct head *h = stream_head(s->in);
	const struct table *k = head_table(h, "angle", "key"), *f = head_table(h, "angle", "frame");
	size_t i = stream_pos(s->in);

	if (!k || i >= k->n)
		return false;
	*key = (int)k->v[i];
	*frame = f && i < f->n ? f->v[i] : (double)i;
	return *key != KEY_PROJECTION;
}

static int take_sides(struct scan *s, struct err *e)
{
	const struct head *h = stream_head(s->in);
	struct array a = { .ndim = 0 };
	float *image = mem_alloc(head_item_count(h), sizeof *image, "an image", e);
	double frame;
	int key;

	while (!e->code && !stream_peek(s->in, e) && side(s, &key, &frame)) {
		if (stream_read(s->in, 1, &a, e))
			break;
		convert(a.data, a.type, image, DT_F32, head_item_count(h));
		s->nflat += key == KEY_FLAT;
		s->ndark += key == KEY_DARK;
		norm_add(s->norm, key, frame, image, e);
	}
	array_free(&a);
	mem_free(image);
	return e->code;
}

/* What stream_open() cannot know: are there projections, flats, darks, angles? */
static int check_sides(const struct scan *s, const struct norm_par *p, struct err *e)
{
	const struct head *h = stream_head(s->in);
	const struct table *k = head_table(h, "angle", "key");
	const char *name = stream_name(s->in);
	size_t pos = stream_pos(s->in);

	if (s->nflat == 0)
		return err_set(e, E_DATA, "%s: there are no flats: give --flat FILE", name);
	if (s->ndark == 0 && !p->no_dark)
		return err_set(e, E_DATA, "%s: there are no darks: give --dark FILE, or --dark none", name);
	if (h->n[0] && pos >= h->n[0])
		return err_set(e, E_DATA, "%s: there are no projections", name);
	if (!head_table(h, "angle", "theta_deg"))
		return err_set(e, E_DATA, "%s: there are no angles: give --theta START:END or --theta FILE", name);
	for (size_t i = pos; k && i < k->n; i++)
		if (k->v[i] != KEY_PROJECTION)
			return err_set(e, E_DATA, "%s: item %zu is no projection (angle.key %g): flats and darks come first",
				       name, i, k->v[i]);
	return 0;
}

static int check_input(const struct scan *s, const struct norm_par *p, struct err *e)
{
	const struct head *h = stream_head(s->in);
	char shape[160];
	size_t need;

	if (!theta && !h->is_complex && (head_is(h, "frame", "row", "col") || head_is(h, "", "", "")))
		return err_set(e, E_DATA, "%s: no angles are known, so these may be no projections: give --theta "
			       "START:END or --theta FILE", stream_name(s->in));
	if (!head_is(h, "angle", "row", "col") || h->is_complex)
		return err_set(e, E_DATA, "%s: not projections [angle][row][col] but %s (xconvert --axes names axes, "
			       "xsino turns them)", stream_name(s->in), head_print(h, shape, sizeof shape));
	const struct table *k = head_table(h, "angle", "key");
	size_t flats = 0, darks = 0;

	for (size_t i = 0; k && i < k->n; i++) {
		flats += k->v[i] == KEY_FLAT;
		darks += k->v[i] == KEY_DARK;
	}
	need = norm_need(p, h->n[1], h->n[2], darks, flats, 2);
	if (need > tool_memory())
		return err_set(e, E_NOMEM, "%zu flats and %zu darks of %zu x %zu need --memory %zuM or more",
			       flats, darks, h->n[1], h->n[2], (need >> 20) + 1);
	return 0;
}

static int prepare(struct scan *s, const struct norm_par *p, struct err *e)
{
	const struct head *h = stream_head(s->in);

	if (check_input(s, p, e) || norm_new(&s->norm, p, h->n[1], h->n[2], e) ||
	    take_sides(s, e) || check_sides(s, p, e))
		return e->code;
	if (norm_finish(s->norm, e))
		return err_at(e, stream_name(s->in));
	stream_forget(s->in);
	snprintf(s->extra, sizeof s->extra, "flats=%zu darks=%zu blocks=%zu", s->nflat, s->ndark,
		 norm_blocks(s->norm));
	return 0;
}

static int report(const struct scan *s, struct err *e)
{
	size_t repaired, total;

	norm_count(s->norm, &repaired, &total);
	if (norm_check(s->norm, e))
		return err_at(e, stream_name(s->in));
	if (repaired > 0)
		tool_note(&tool, "%s: repaired %zu of %zu pixels (%.3g %%)", stream_name(s->in), repaired, total,
			  100 * (double)repaired / (double)total);
	return 0;
}

static int run(struct scan *s, const char *path, int argc, char **argv, struct err *e)
{
	struct flow_par par = tool_flow_par(&tool);
	struct sink_par sink = { .input = path, .tmp = common.tmp };
	struct norm_par p;
	struct flow *f = NULL;

	if (parse(&p, e) || stream_open(&s->in, path, &sel, e) || prepare(s, &p, e))
		return e->code;
	/* sinograms are made of sinograms where the file gives them, else the corner is turned at the end */
	bool rows = order == 1 && !p.roi && stream_favours_axis1(s->in);
	struct map maps[2] = {
		norm_map(s->norm, rows ? ORDER_SINO : ORDER_PROJ),
		{ .name = "sinograms", .order = ORDER_SINO, .batch = 1 },
	};
	if (!(flow_new(&f, s->in, maps, order == 1 && !rows ? 2 : 1, &par, e) && tool_name_input(s->in, e)) &&
	    !tool_history(&tool, flow_head(f), argc, argv, s->extra, e) &&
	    !stream_create(&s->out, common.output, flow_head(f), &sink, e) &&
	    !(flow_run(f, s->out, e) && tool_name_input(s->in, e)) && !report(s, e) &&
	    !stream_commit(s->out, e))
		tool_profile(&tool, f);
	flow_free(f);
	return e->code;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct scan s = { .nflat = 0 };
	int first = tool_start(&tool, argc, argv);

	run(&s, tool_input(first, argc, argv), argc, argv, &e);
	stream_close(s.in);
	stream_close(s.out);
	norm_free(s.norm);
	return tool_end(&tool, &e);
}
