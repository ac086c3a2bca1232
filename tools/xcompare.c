/* xcompare - how far two arrays are apart */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/report.h"
#include "cli/slabs.h"
#include "num/mask.h"
#include "num/metric.h"
#include "num/par.h"

static double tolerance = 0, rtol = 0, peak = NAN, sigma = NAN, circle = NAN;
static bool poisson, no_ssim, json;
static int scale;
static const char *mask_path, *get;
static struct select sel;

static const char *const scales[] = { "none", "fit", NULL };

static const struct opt opts[] = {
	NUM('t', "tolerance", &tolerance, "ABS", 0, INFINITY, NULL, "largest |A - B| that is still equal"),
	NUM('r', "rtol", &rtol, "REL", 0, INFINITY, NULL, "the same relative to |A|; the two add up"),
	NUM('p', "peak", &peak, "VALUE", 0, INFINITY, NULL,
	    "range of the data, for PSNR and SSIM; default max - min of A"),
	CHOICE(0, "scale", &scale, "HOW", scales,
	       "fit: first replace B by gain B + offset, the least-squares fit to A"),
	NUM(0, "sigma", &sigma, "SD", 0, INFINITY, NULL, "standard deviation of A - B: gives chi2"),
	FLAG(0, "poisson", &poisson, "chi2 for counts: the variance is A, at least 1"),
	STR('m', "mask", &mask_path, "FILE", "only where FILE is not 0: one image for all, or as many samples as A"),
	NUM(0, "circle", &circle, "FRACTION", 0, 2, NULL,
	    "only pixels whose centre is nearer to the middle of the image than this part of half its "
	    "smaller side; 1: the inscribed circle"),
	FLAG(0, "no-ssim", &no_ssim, "leave out SSIM: faster, and one reading is enough"),
	STR('g', "get", &get, "NAME",
	    "print one bare number, by its name; exit 0 unless a tolerance is given and exceeded"),
	FLAG(0, "json", &json, "print JSON"),
	CROP_OPTS(sel),
	OPT_END
};

static const struct tool tool = {
	.name = "xcompare",
	.brief = "measure the difference between two arrays",
	.operands = "A B",
	.min_operands = 2,
	.max_operands = 2,
	.about = "Compares B with the reference A (either may be - for standard input), of the same shape "
		 "and any types, and prints: samples compared and how many differ; largest difference and "
		 "its place; RMSE, mean |A - B|, mean of B - A, |A - B| / |A| (Euclidean), PSNR = 20 "
		 "log10(peak / RMSE), SSIM (11 x 11 Gaussian windows of deviation 1.5 within each image), "
		 "Pearson's correlation, and with --sigma or --poisson chi2 and chi2 per sample.\n\n"
		 "Exit status 0 when every pair is equal within --tolerance + --rtol |A|, 1 when not, 3 when "
		 "the shapes differ or the mask leaves nothing. NaN equals NaN; pairs of which just one is finite differ, and are left "
		 "out of the sums. Crops apply to both.",
	.opts = opts,
	.examples = (const char *const[]){
		"xcompare --tolerance 1e-6 volume.h5 volume.h5",
		"xcompare --circle 1 --peak 1 --get psnr volume.h5 volume.h5",
		"xrecon -a fbp sino.nrrd | xcompare --rtol 1 --tolerance 1 volume.h5 -",
		NULL },
};

struct comparison {
	struct stream *sa, *sb, *sm;
	struct slabs a, b, m;
	size_t nrow, ncol, first;	/* of an image; images before this slab */
	unsigned char *fixed, *mask;	/* one image for all; the slab's, with a larger mask */
	struct metric_par par;
	double peak;
	bool ssim;			/* in this pass */
	struct metric *part, sum;	/* one an image of the slab; all */
};

static size_t image(const struct comparison *c)
{
	return c->nrow * c->ncol;
}

static int same_shape(struct comparison *c, struct err *e)
{
	const struct head *a = stream_head(c->sa), *b = stream_head(c->sb);
	char ta[160], tb[160];
	bool same = a->ndim == b->ndim;

	for (int i = 0; same && i < a->ndim; i++) {
		same = a->n[i] == b->n[i] || (i == 0 && (!a->n[0] || !b->n[0]));
		if (same && *a->label[i] && *b->label[i] && strcmp(a->label[i], b->label[i]))
			tool_note(&tool, "axis %d is '%s' in %s, '%s' in %s", i, a->label[i],
				  stream_name(c->sa), b->label[i], stream_name(c->sb));
	}
	if (!same)
		return err_set(e, E_DATA, "%s is %s, %s is %s", stream_name(c->sa),
			       head_print(a, ta, sizeof ta), stream_name(c->sb), head_print(b, tb, sizeof tb));
	c->nrow = a->ndim > 1 ? a->n[a->ndim - 2] : 1;
	c->ncol = a->n[a->ndim - 1];
	return 0;
}

/* A mask of one image is read at once, into fixed; a larger one goes along with the slabs. */
static int open_mask(struct comparison *c, struct err *e)
{
	const struct head *h;
	size_t n, all = c->a.head->n[0] * head_item_count(c->a.head);

	if (stream_open(&c->sm, mask_path, NULL, e))
		return e->code;
	h = stream_head(c->sm);
	n = h->n[0] * head_item_count(h);
	if (n != image(c) && n != all)
		return err_set(e, E_DATA, "%s: a mask of %zu samples fits neither an image (%zu) nor all (%zu)",
			       mask_path, n, image(c), all);
	if (n != image(c) && h->n[0] != c->a.head->n[0])
		return err_set(e, E_DATA, "%s: a mask of %zu items, of %zu", mask_path, h->n[0], c->a.head->n[0]);
	if (slabs_open(&c->m, &tool, c->sm, true, n == image(c) ? h->n[0] : c->a.max, e) || n != image(c))
		return e->code;
	if (!slabs_next(&c->m, e))
		mask_and(c->fixed, c->fixed, c->m.x, n);
	slabs_close(&c->m);
	return e->code;
}

static int prepare(struct comparison *c, struct err *e)
{
	bool flat = stream_head(c->sa)->ndim <= 2;	/* the whole is one image */
	bool again = (!no_ssim && isnan(peak)) || scale || (flat && !stream_head(c->sa)->n[0]);
	size_t most;

	if (same_shape(c, e) || slabs_open(&c->a, &tool, c->sa, again, flat ? stream_head(c->sa)->n[0] : 0, e) ||
	    slabs_open(&c->b, &tool, c->sb, again, c->a.max, e))
		return e->code;
	if (flat)
		c->nrow = c->a.head->ndim == 2 ? c->a.head->n[0] : 1;
	most = c->a.max * head_item_count(c->a.head) / image(c) + 1;
	c->part = mem_alloc(most, sizeof *c->part, "sums", e);
	c->fixed = mem_alloc(image(c), 1, "a mask", e);
	c->mask = mem_alloc(most, image(c), "a mask", e);
	if (c->fixed)
		mask_circle(c->fixed, c->nrow, c->ncol, circle);
	return e->code || !mask_path ? e->code : open_mask(c, e);
}

static int compare_image(void *ctx, size_t i, void *work, struct err *e)
{
	struct comparison *c = ctx;
	const double *a = c->a.x + i * image(c), *b = c->b.x + i * image(c);
	const unsigned char *mask = c->fixed;

	(void)e;
	if (c->m.head) {
		mask = c->mask + i * image(c);
		mask_and(c->mask + i * image(c), c->fixed, c->m.x + i * image(c), image(c));
	}
	metric_init(&c->part[i]);
	metric_add(&c->part[i], a, b, mask, image(c), (c->first + i) * image(c), &c->par);
	if (c->ssim)
		metric_add_ssim(&c->part[i], a, b, mask, c->nrow, c->ncol, c->peak, &c->par, work);
	return 0;
}

static int next(struct comparison *c, struct err *e)
{
	if (slabs_next(&c->a, e) || slabs_next(&c->b, e) || (c->m.head && slabs_next(&c->m, e)))
		return e->code;
	if (c->a.n != c->b.n)
		return err_set(e, E_DATA, "%s has %zu items, %s has %s", stream_name(c->sa), c->a.first + c->a.n,
			       stream_name(c->sb), c->b.n < c->a.n ? "fewer" : "more");
	return 0;
}

static int pass(struct comparison *c, struct err *e)
{
	struct flow_par par = tool_flow_par(&tool);

	slabs_rewind(&c->a);
	slabs_rewind(&c->b);
	slabs_rewind(&c->m);
	metric_init(&c->sum);
	c->first = 0;
	while (!next(c, e) && c->a.n) {
		size_t n = c->a.n * head_item_count(c->a.head) / image(c);

		if (par_for(n, metric_ssim_work(c->ncol), compare_image, c, e))
			break;
		for (size_t i = 0; i < n; i++)
			metric_merge(&c->sum, &c->part[i]);
		c->first += n;
		if (par.progress)
			par.progress(par.ctx, c->a.first + c->a.n, c->a.head->n[0]);
	}
	return e->code;
}

static int compare(struct comparison *c, struct err *e)
{
	c->par = (struct metric_par){ .abs_tol = tolerance, .rel_tol = rtol, .gain = 1, .poisson = poisson,
				      .sigma = isnan(sigma) ? 0 : sigma };
	c->peak = peak;
	c->ssim = !no_ssim && !isnan(peak) && !scale;
	if (pass(c, e))
		return e->code;
	if (!c->sum.n && !c->sum.odd && (mask_path || !isnan(circle)))
		return err_set(e, E_DATA, "the %s leaves nothing to compare", mask_path ? "mask" : "circle");
	if (scale)
		metric_fit(&c->sum, &c->par.gain, &c->par.offset);
	if (isnan(peak))
		c->peak = c->sum.max_a - c->sum.min_a;
	if (c->ssim || (no_ssim && !scale))
		return 0;
	c->ssim = !no_ssim;
	return pass(c, e);
}

/* "item 3, row 2, col 1": the item in the whole of A, row and column in what was compared */
static const char *place(const struct comparison *c, size_t at, char *buf, size_t len)
{
	size_t per_item = head_item_count(c->a.head) / image(c), item = at / image(c);

	if (per_item)
		item = slabs_absolute(c->a.head, &sel, item / per_item);
	snprintf(buf, len, "item %zu, row %zu, col %zu", item, at / c->ncol % c->nrow, at % c->ncol);
	return buf;
}

static int print(const struct comparison *c, struct err *e)
{
	const struct metric *m = &c->sum;
	struct report *r;
	char at[100];

	if (report_new(&r, json, e))
		return e->code;
	report_str(r, "a", stream_name(c->sa));
	report_str(r, "b", stream_name(c->sb));
	report_int(r, "samples", (long long)m->n, NULL);
	report_int(r, "differ", (long long)m->differ, NULL);
	report_int(r, "not_finite", (long long)m->odd, NULL);
	report_num(r, "max_abs", m->max_abs, NULL);
	report_str(r, "max_at", m->max_abs > 0 ? place(c, m->worst, at, sizeof at) : "");
	report_num(r, "rmse", metric_rmse(m), NULL);
	report_num(r, "mae", metric_mae(m), NULL);
	report_num(r, "bias", metric_bias(m), NULL);
	report_num(r, "rel_l2", metric_rel_l2(m), NULL);
	report_num(r, "peak", m->n ? c->peak : NAN, NULL);
	report_num(r, "psnr", metric_psnr(m, c->peak), "dB");
	if (!no_ssim)
		report_num(r, "ssim", metric_ssim(m), NULL);
	report_num(r, "correlation", metric_correlation(m), NULL);
	if (scale) {
		report_num(r, "gain", c->par.gain, NULL);
		report_num(r, "offset", c->par.offset, NULL);
	}
	if (poisson || !isnan(sigma)) {
		report_num(r, "chi2", m->chi2, NULL);
		report_num(r, "chi2_per_sample", m->n ? m->chi2 / (double)m->n : NAN, NULL);
	}
	if (get)
		report_only(r, get, E_USAGE);
	return report_end(r, e);
}

static int judge(const struct comparison *c, struct err *e)
{
	const struct metric *m = &c->sum;
	bool asked = opt_given("tolerance") || opt_given("rtol");
	char at[100], a[40], b[40];

	if (!m->differ || (get && !asked))
		return 0;
	return err_set(e, E_NO, "%s: differs from %s at %s: %s, not %s (%zu of %zu samples beyond the tolerance)",
		       stream_name(c->sb), stream_name(c->sa), place(c, m->first, at, sizeof at),
		       num_print(m->first_b, b, sizeof b), num_print(m->first_a, a, sizeof a), m->differ, m->n + m->odd);
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct comparison c = { 0 };
	int first = tool_start(&tool, argc, argv);

	if (!strcmp(argv[first], "-") && !strcmp(argv[first + 1], "-"))
		err_set(&e, E_USAGE, "A and B cannot both be standard input");
	if (poisson && !isnan(sigma))
		err_set(&e, E_USAGE, "--sigma and --poisson both say the variance: give one");
	if (!e.code && !stream_open(&c.sa, argv[first], &sel, &e) &&
	    !stream_open(&c.sb, argv[first + 1], &sel, &e) && !prepare(&c, &e) && !compare(&c, &e) &&
	    !print(&c, &e))
		judge(&c, &e);
	slabs_close(&c.a);
	slabs_close(&c.b);
	slabs_close(&c.m);
	mem_free(c.part);
	mem_free(c.fixed);
	mem_free(c.mask);
	stream_close(c.sa);
	stream_close(c.sb);
	stream_close(c.sm);
	return tool_end(&tool, &e);
}
