/* xconvert - any format to any other: crop, bin, type, names of axes, metadata */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/edit.h"
#include "cli/slabs.h"
#include "num/bin.h"
#include "num/par.h"
#include "num/quantile.h"
#include "num/rescale.h"

static const char *type, *range, *percentile, *axes;
static struct opt_list set;
static double nan_value = NAN;
static int bin = 1, compress;
static bool clip, rounded;
static struct select sel;

static const struct opt opts[] = {
	STR('t', "type", &type, "TYPE",
	    "type of the output: int8 uint8 int16 uint16 int32 uint32 float double; every value must fit "
	    "exactly, unless one of the next five says otherwise"),
	STR('r', "range", &range, "LO:HI",
	    "scale so that LO..HI becomes the whole range of an integer type, 0..1 of float; values "
	    "outside are an error"),
	STR('p', "percentile", &percentile, "LO:HI",
	    "the same with percentiles of all finite samples, 0..100; reads twice, and clips"),
	FLAG(0, "clip", &clip, "values outside become the nearest end, and are counted on stderr"),
	FLAG(0, "round", &rounded, "round to the nearest value that the type has, halves to even"),
	NUM(0, "nan", &nan_value, "VALUE", -INFINITY, INFINITY, NULL,
	    "what takes the place of NaN in the output"),
	INT('b', "bin", &bin, "B", 1, 4096,
	    "average B x B pixels of each image; what is left over at the far edges is dropped"),
	STR(0, "axes", &axes, "LABEL,LABEL,...", "rename the axes, slowest first"),
	LIST(0, "set", &set, "KEY=VALUE", "set a metadata entry, or with nothing after = remove it; "
	     "bp.table.LABEL.NAME is a table of as many values as that axis has"),
	STR(0, "raw", &sel.raw, "TYPE,N,N,...",
	    "the input has no header: its type and sizes, slowest first; then ,big for that byte order "
	    "and ,skip=BYTES for what comes ahead"),
	INT('z', "compress", &compress, "LEVEL", 0, 9, "compress HDF5 and TIFF; 0: not at all", .neutral = true),
	CROP_OPTS(sel),
	OPT_END
};

static const struct tool tool = {
	.name = "xconvert",
	.brief = "convert between formats, types and sizes",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Reads any format (NRRD, HDF5, TIFF and sequences of it, NPY, EDF, or with --raw numbers without a "
		 "header) and writes what the suffix of -o asks for: .nrrd .h5 .nxs .tif .npy .png, or "
		 "DIR/rec_%05d.tif for one file an item. Metadata, tables and history go along, and geometry "
		 "(centre, pixel size, tables) follows crop and bin. Without options the samples are copied "
		 "as they are.\n\n"
		 "Nothing is lost unseen: a value that the output's type cannot hold is an error that names "
		 "its place, unless --round, --clip, --range or --percentile allow the loss. Binned "
		 "integers become float.",
	.opts = opts,
	.examples = (const char *const[]){
		"xconvert volume.h5 --percentile 1:99 -t uint8 -o slices/rec_%05d.tif",
		"xconvert scan.h5::/exchange/data --angles 0:10 -o first.nrrd",
		"xconvert volume.h5 --bin 2 -o small.nrrd",
		"head -c 24 /dev/zero | xconvert --raw uint16,3,4 --axes row,col -o zero.npy",
		NULL },
};

struct conversion {
	const char *path;
	struct stream *in, *out;
	struct slabs slab;
	struct head head;		/* of the output */
	struct rescale r;
	bool copy;			/* samples go through as they are */
	struct array result;		/* [max][...] */
	double *binned;			/* [max][...] of doubles, when bin > 1 */
	size_t *clipped;		/* one an item of the slab */
	size_t total_clipped;
	char extra[100];		/* for the history */
};

/* What the options mean, before anything is opened. */
static int check_options(struct rescale *r, double percent[2], struct err *e)
{
	int t = type ? dtype_parse(type) : DT_F32;

	*r = (struct rescale){ .clip = clip || percentile, .round = rounded, .nan = nan_value,
			       .scale = range || percentile };
	if (t < 0)
		return err_set(e, E_USAGE, "--type: '%s' is no type; there are int8 uint8 int16 uint16 int32 "
			       "uint32 float double", type);
	r->to = (enum dtype)t;
	if (range && percentile)
		return err_set(e, E_USAGE, "--range and --percentile both say how to scale: give one");
	if (range && edit_pair("range", range, &r->lo, &r->hi, e))
		return e->code;
	if (percentile && edit_pair("percentile", percentile, &percent[0], &percent[1], e))
		return e->code;
	if (percentile && (percent[0] < 0 || percent[1] > 100))
		return err_set(e, E_USAGE, "--percentile: '%s' is not within 0:100", percentile);
	return 0;
}

static int bin_head(struct head *h, struct err *e)
{
	if (bin == 1)
		return 0;
	if (h->ndim - h->is_complex == 2)
		return err_set(e, E_DATA, "--bin needs a series of images, this is a single one");
	if (h->ndim < 2 + h->is_complex || head_axis(h, "angle") >= h->ndim - 2)
		return err_set(e, E_USAGE, "--bin averages the pixels of images, and these items are none "
			       "(sinograms: turn them with xsino first)");
	if (h->is_complex)
		return err_set(e, E_USAGE, "--bin: not of complex numbers");
	return head_bin2(h, h->ndim - 2, h->ndim - 1, (size_t)bin, e);
}

/* The input's head, binned and edited. */
static int edit(struct head *h, const struct head *in, struct err *e)
{
	if (head_copy(h, in, e) || bin_head(h, e) || (axes && edit_axes(h, axes, e)))
		return e->code;
	for (size_t i = 0; i < set.n; i++)
		if (edit_set(h, set.v[i], e))
			return e->code;
	return 0;
}

/* Unknown length: the tables of the item axis as far as they have come. */
static int write_tables(struct conversion *c, struct err *e)
{
	struct head h = { 0 };

	if (!edit(&h, c->slab.head, e))
		stream_write_tables(c->out, &h, e);
	head_free(&h);
	return e->code;
}

static int plan_head(struct conversion *c, struct err *e)
{
	enum dtype from = c->slab.head->type;
	struct head *h = &c->head;

	if (edit(h, c->slab.head, e))
		return e->code;
	if (!type && !c->r.scale)
		c->r.to = bin > 1 && !dtype_is_float(from) ? DT_F32 : from;
	c->r.round |= bin > 1 && !type;		/* means of integers in float */
	c->copy = bin == 1 && !c->r.scale && isnan(nan_value) && rescale_holds(from, c->r.to);
	h->type = c->r.to;
	if (c->r.scale)
		meta_del(&h->meta, META_QUANTITY);	/* it is no longer that */
	return head_check(h, e);
}

static int find_range(struct conversion *c, const double percent[2], struct err *e)
{
	struct quantile *q = NULL;
	char lo[40], hi[40];

	for (int pass = 0; pass < 2 && !e->code; pass++) {
		if (pass ? quantile_again(q, e) : quantile_new(&q, percent, 2, e))
			break;
		slabs_rewind(&c->slab);
		while (!slabs_next(&c->slab, e) && c->slab.n)
			quantile_add(q, c->slab.x, c->slab.n * head_item_count(c->slab.head));
	}
	if (!e->code) {
		c->r.lo = quantile_value(q, 0);
		c->r.hi = quantile_value(q, 1);
		snprintf(c->extra, sizeof c->extra, "range=%s:%s", num_print(c->r.lo, lo, sizeof lo),
			 num_print(c->r.hi, hi, sizeof hi));
		if (c->r.lo >= c->r.hi)
			err_set(e, E_DATA, "%s: all samples between the percentiles are %s: no range to scale",
				stream_name(c->in), lo);
	}
	quantile_free(q);
	slabs_rewind(&c->slab);
	return e->code;
}

static int refuse(const struct conversion *c, enum rescale_end why, size_t item, size_t at, double v,
		  struct err *e)
{
	static const char *const reason[] = {
		[RESCALE_OUTSIDE] = "is out of range (allow with --clip)",
		[RESCALE_INEXACT] = "is not exact (allow with --round, or scale with --range)",
		[RESCALE_NAN] = "cannot be held (replace with --nan)",
	};
	size_t cols = c->head.n[c->head.ndim - 1];
	char value[40];

	return err_set(e, E_DATA, "%s: value %s at item %zu, row %zu, col %zu %s in %s", stream_name(c->in),
		       num_print(v, value, sizeof value), item, c->head.ndim > 1 ? at / cols : 0, at % cols, reason[why], dtype_name(c->r.to));
}

static int convert_item(void *ctx, size_t i, void *work, struct err *e)
{
	struct conversion *c = ctx;
	const struct head *h = c->slab.head;
	size_t n = head_item_count(&c->head), at = 0;
	double *x = c->slab.x + i * head_item_count(h);
	enum rescale_end end;

	(void)work;
	if (bin > 1) {
		bin_mean(x, c->binned + i * n, head_item_count(h) / (h->n[h->ndim - 2] * h->n[h->ndim - 1]),
			 h->n[h->ndim - 2], h->n[h->ndim - 1], (size_t)bin);
		x = c->binned + i * n;
	}
	c->clipped[i] = 0;
	end = rescale_apply(&c->r, x, (char *)c->result.data + i * n * dtype_size(c->r.to), n,
			    &c->clipped[i], &at);
	return end == RESCALE_OK ? 0 : refuse(c, end, slabs_absolute(h, &sel, c->slab.first + i), at, x[at], e);
}

/* Only when there is something to write: bad input leaves no output. */
static int create(struct conversion *c, struct err *e)
{
	struct sink_par sink = { .compress = compress, .input = c->path, .tmp = common.tmp };

	return stream_create(&c->out, common.output, &c->head, &sink, e);
}

static int convert_slab(struct conversion *c, struct err *e)
{
	c->result.n[0] = c->slab.n;
	if (c->copy && c->slab.head->type == c->r.to)
		memcpy(c->result.data, c->slab.raw, c->slab.n * head_item_bytes(c->slab.head));
	else if (c->copy)
		convert(c->slab.raw, c->slab.head->type, c->result.data, c->r.to,
			c->slab.n * head_item_count(c->slab.head));
	else if (par_for(c->slab.n, 0, convert_item, c, e))
		return e->code;
	for (size_t i = 0; !c->copy && i < c->slab.n; i++)
		c->total_clipped += c->clipped[i];
	return c->out || !create(c, e) ? stream_write(c->out, &c->result, e) : e->code;
}

static int prepare(struct conversion *c, int argc, char **argv, const double percent[2], struct err *e)
{
	size_t n[ARRAY_MAXDIM] = { 0 };

	if (slabs_open(&c->slab, &tool, c->in, percentile != NULL, 0, e) || plan_head(c, e) ||
	    (percentile && find_range(c, percent, e)) ||
	    tool_history(&tool, &c->head, argc, argv, c->extra, e))
		return e->code;
	c->slab.raw_only = c->copy;
	memcpy(n, c->head.n, sizeof n);
	n[0] = c->slab.max;
	c->clipped = mem_zero(n[0], sizeof *c->clipped, "counters", e);
	if (!c->clipped || array_new(&c->result, c->head.type, c->head.ndim, n, e))
		return e->code;
	if (bin > 1)
		c->binned = mem_alloc(array_count(&c->result), sizeof *c->binned, "a slab", e);
	return e->code;
}

static int run(struct conversion *c, struct err *e)
{
	struct flow_par par = tool_flow_par(&tool);

	while (!slabs_next(&c->slab, e) && c->slab.n && !convert_slab(c, e)) {
		if (!c->head.n[0] && write_tables(c, e))
			break;
		if (par.progress)
			par.progress(par.ctx, c->slab.first + c->slab.n, c->head.n[0]);
	}
	if (!e->code && !c->out)
		create(c, e);
	return e->code ? e->code : stream_commit(c->out, e);
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct conversion c = { 0 };
	double percent[2] = { 0, 100 };
	int first = tool_start(&tool, argc, argv);

	c.path = tool_input(first, argc, argv);
	if (!check_options(&c.r, percent, &e) &&
	    !stream_open(&c.in, c.path, &sel, &e) &&
	    !prepare(&c, argc, argv, percent, &e) && !run(&c, &e) && c.total_clipped)
		tool_note(&tool, "%zu samples lay outside the range and were clipped", c.total_clipped);
	slabs_close(&c.slab);
	array_free(&c.result);
	mem_free(c.binned);
	mem_free(c.clipped);
	head_free(&c.head);
	stream_close(c.in);
	stream_close(c.out);
	return tool_end(&tool, &e);
}
