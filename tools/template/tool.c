/* @NAME@ - multiply the samples of a stream by a factor */
#include "base/mem.h"
#include "cli/tool.h"

static double factor = 1;
static struct select sel;

static const struct opt opts[] = {
	NUM(0, "factor", &factor, "X", -1e30, 1e30, NULL, "what each sample is multiplied by"),
	CROP_OPTS(sel),
	OPT_END
};

static const struct tool tool = {
	.name = "@NAME@",
	.brief = "multiply the samples of a stream by a factor",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Reads an array of any shape and writes one of the same shape, float, in which each "
		 "sample is multiplied by the factor.",
	.opts = opts,
	.examples = (const char *const[]){
		"xphantom shepp2d --size 64 --angles 90 | @NAME@ --factor 2 | xinfo",
		"xphantom shepp2d --size 64 --angles 90 | @NAME@ --cols 10:20 -o part.nrrd",
		NULL },
};

/* The number of samples of an item: all that apply() needs to know. */
static int scale_plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	size_t *count = mem_alloc(1, sizeof *count, "the plan", e);

	(void)par;
	(void)out;
	*plan = count;
	if (count)
		*count = head_item_count(in);
	return e->code;
}

static int scale_apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		       const float *in, float *out, void *work, struct err *e)
{
	const size_t *count = plan;

	(void)first, (void)before, (void)after, (void)work;
	for (size_t i = 0; i < n * *count; i++)
		out[i] = (float)factor * in[i];
	return e->code;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	const struct map map = {
		.name = "scale", .batch = 1, .plan = scale_plan, .apply = scale_apply, .free = mem_free,
	};
	int first = tool_start(&tool, argc, argv);

	tool_run_maps(&tool, argc, argv, first, &sel, &map, 1, NULL, NULL, NULL, &e);
	return tool_end(&tool, &e);
}
