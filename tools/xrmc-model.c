/* xrmc-model - two-phase models made at random, and their scattering patterns */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "cli/tool.h"
#include "rmc/twophase.h"

static int size = 256, seed = 1, oversample = 1;
static double loading = 0.5, k0 = 0, radius = 8, spread = 0, gap = 0, scale = 1, background = 0, counts = 0;
static bool pattern;
static const char *offset_text;

static const struct opt opts[] = {
	INT('s', "size", &size, "N", 1, TWOPHASE_MAX, "pixels a side of the model"),
	NUM('l', "loading", &loading, "PART", 0, 1, NULL, "part of the pixels that is filled; of discs as nearly as whole ones allow"),
	NUM(0, "k0", &k0, "CYCLES", 0, TWOPHASE_MAX, NULL, "of spinodal: waves across the box, from 1 to N/2; 0: N/16"),
	NUM('r', "radius", &radius, "PX", 1, TWOPHASE_MAX, NULL, "of discs: mean radius in pixels"),
	NUM(0, "spread", &spread, "PART", 0, 0.3, NULL, "of discs: standard deviation of the radius over its mean"),
	NUM(0, "gap", &gap, "PX", 0, TWOPHASE_MAX, NULL, "of discs: least distance between two edges in pixels"),
	INT(0, "seed", &seed, "SEED", 0, 2147483647, "of the random numbers"),
	FLAG('p', "pattern", &pattern, "the scattered intensity |F|^2 instead of the model"),
	INT(0, "oversample", &oversample, "K", 1, TWOPHASE_MAX, "of a pattern: the model stands in an empty box of K N pixels a side"),
	STR(0, "offset", &offset_text, "ROW,COL", "of a pattern: q = 0 lies so many pixels below and right of row and column "
	    "K N/2 (rounded down); parts of pixels too; default 0,0"),
	NUM(0, "scale", &scale, "X", 1e-300, 1e300, NULL, "of a pattern: what |F|^2 is multiplied by"),
	NUM(0, "background", &background, "X", 0, 1e300, NULL, "of a pattern: what is added to all pixels"),
	NUM(0, "counts", &counts, "PEAK", 0, 1e15, NULL, "of a pattern: Poisson's numbers, after all is multiplied so that the brightest pixel "
	    "apart from q = 0 is PEAK; 0: no noise"),
	OPT_END
};

static const char *const kinds[] = { "spinodal", "discs", NULL };

static void list(void)
{
	printf("%-9s %s\n%-9s %s\n", kinds[0], "waves of one length in all directions, cut at a level", kinds[1],
	       "hard discs at random places");
}

static const struct tool tool = {
	.name = "xrmc-model",
	.brief = "two-phase models made at random, and their scattering patterns",
	.operands = "KIND",
	.min_operands = 1, .max_operands = 1,
	.about = "Writes a model [y][x] of 0 and 1 on a periodic lattice, uint8: spinodal (a Gaussian random field of waves of one length, of which the "
		 "highest pixels are filled) or discs (hard, at random sub-pixel places); see --list. With --pattern it writes the intensity of its scattering "
		 "instead, [qy][qx], double: |F(q)|^2, F(q) = sum over filled r of exp(-2 pi i q.r/N), with q = 0 in row and column N/2.",
	.opts = opts,
	.examples = (const char *const[]){
		"xrmc-model spinodal --size 128 -o model.npy",
		"xrmc-model discs --size 128 --radius 6 --loading 0.2 | xrmc-structure --get disc_radius",
		"xrmc-model spinodal --size 64 --pattern --counts 1e4 -o pattern.npy", NULL },
	.list = list,
};

struct plan {
	int kind;
	struct pattern_par pattern;
	struct discs_made made;
	struct array model, image;
};

static int find_kind(const char *name, int *kind, struct err *e)
{
	for (*kind = 0; kinds[*kind]; ++*kind)
		if (!strcmp(name, kinds[*kind]))
			return 0;
	const char *near = near_best(name, kinds);
	return err_set(e, E_USAGE, "no model '%s'%s%s%s", name, near ? ", did you mean '" : ": see --list", near ? near : "",
		       near ? "'?" : "");
}

/* An option that the kind, or a model without pattern, does not know would be ignored in silence. */
static int check_usage(int kind, struct err *e)
{
	static const char *const of_pattern[] = { "oversample", "offset", "scale", "background", "counts", NULL };
	static const char *const of_discs[] = { "radius", "spread", "gap", NULL };

	for (int i = 0; of_pattern[i] && !pattern; i++)
		if (opt_given(of_pattern[i]))
			return err_set(e, E_USAGE, "--%s needs --pattern", of_pattern[i]);
	for (int i = 0; of_discs[i] && kind == 0; i++)
		if (opt_given(of_discs[i]))
			return err_set(e, E_USAGE, "--%s is of discs", of_discs[i]);
	if (kind == 1 && opt_given("k0"))
		return err_set(e, E_USAGE, "--k0 is of spinodal");
	return 0;
}

/* "ROW,COL": two numbers. */
static int parse_offset(double *row, double *col, struct err *e)
{
	const char *comma = offset_text ? strchr(offset_text, ',') : NULL;
	char first[40];

	*row = *col = 0;
	if (!offset_text)
		return 0;
	if (comma && comma - offset_text < (long)sizeof first) {
		snprintf(first, sizeof first, "%.*s", (int)(comma - offset_text), offset_text);
		if (!num_parse(first, row) && !num_parse(comma + 1, col))
			return 0;
	}
	return err_set(e, E_USAGE, "--offset: '%s' is not ROW,COL", offset_text);
}

static int make_model(struct plan *p, struct err *e)
{
	size_t n[2] = { (size_t)size, (size_t)size };
	struct spinodal_par sp = { .n = n[0], .loading = loading, .k0 = k0, .seed = (uint64_t)seed };
	struct discs_par dp = { .n = n[0], .loading = loading, .radius_px = radius, .spread = spread, .gap_px = gap,
				.seed = (uint64_t)seed };

	if (array_new(&p->model, DT_U8, 2, n, e))
		return e->code;
	return p->kind ? twophase_discs(p->model.data, &dp, &p->made, e) : twophase_spinodal(p->model.data, &sp, e);
}

static int make_pattern(struct plan *p, struct err *e)
{
	size_t m = (size_t)size * (size_t)oversample, n[2] = { m, m };
	double row, col;

	if (parse_offset(&row, &col, e))
		return e->code;
	if (m > TWOPHASE_MAX)
		return err_set(e, E_USAGE, "a pattern of %zu pixels a side is larger than %d", m, TWOPHASE_MAX);
	p->pattern = (struct pattern_par){ .oversample = (size_t)oversample, .shift_row_px = -row, .shift_col_px = -col, .scale = scale,
					   .background = background, .counts = counts, .seed = (uint64_t)seed };
	if (array_new(&p->image, DT_F64, 2, n, e))
		return e->code;
	return twophase_pattern(p->model.data, (size_t)size, &p->pattern, p->image.data, e);
}

/* What the arrays and transforms take at the same time. */
static int check_memory(struct err *e)
{
	double n = size, m = pattern ? n * oversample : 0;
	double need = fmax(25 * n * n, n * n + 24 * m * m);	/* field and its numbers; transform and pattern */
	char text[24];

	if ((double)tool_memory() < need)
		return err_set(e, E_NOMEM, "--memory is below the minimum of %s", mem_print(need, text, sizeof text));
	return 0;
}

static int set_head(const struct plan *p, struct head *h, struct err *e)
{
	static const char *const model_axes[] = { "y", "x" }, *const pattern_axes[] = { "qy", "qx" };
	const struct array *a = pattern ? &p->image : &p->model;
	double filled = 0;

	for (size_t i = 0; i < array_count(&p->model); i++)
		filled += ((const unsigned char *)p->model.data)[i];
	head_init(h, a->type, 2, a->n, pattern ? pattern_axes : model_axes);
	if (pattern)
		meta_set(&h->meta, META_QUANTITY, counts > 0 ? "counts" : "intensity", e);
	meta_set(&h->meta, META_SAMPLE, kinds[p->kind], e);
	meta_set_num(&h->meta, "bp.model_loading", filled / (double)array_count(&p->model), e);
	if (p->kind == 1) {
		meta_set_num(&h->meta, "bp.model_discs", (double)p->made.count, e);
		meta_set_num(&h->meta, "bp.model_radius_px", p->made.mean_px, e);
	}
	return e->code;
}

static int write_out(const struct plan *p, const struct head *h, struct err *e)
{
	struct stream *out = NULL;

	if (!stream_create(&out, common.output, h, NULL, e) && !stream_write(out, pattern ? &p->image : &p->model, e))
		stream_commit(out, e);
	stream_close(out);
	return e->code;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct plan p = { 0 };
	struct head h = { 0 };
	int first = tool_start(&tool, argc, argv);

	if (!find_kind(argv[first], &p.kind, &e) && !check_usage(p.kind, &e) && !check_memory(&e) && !make_model(&p, &e) &&
	    (!pattern || !make_pattern(&p, &e)) && !set_head(&p, &h, &e) && !tool_history(&tool, &h, argc, argv, NULL, &e))
		write_out(&p, &h, &e);
	head_free(&h);
	array_free(&p.model);
	array_free(&p.image);
	return tool_end(&tool, &e);
}
