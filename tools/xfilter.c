/* xfilter - a chain of filters on each image of a stream */
#include "cli/chain.h"
#include "cli/tool.h"
#include "tomo/filters.h"

static struct opt_list filters;
static struct select sel;
static struct chain chain = { .kind = "filter", .convert = filter_conversion };

static const struct opt opts[] = {
	LIST('f', "filter", &filters, "NAME[:KEY=VALUE,...]",
	     "a filter; again for the next of the chain (see --list)", .methods = filter_methods),
	CROP_OPTS(sel),
	PROFILE_OPT,
	OPT_END
};

static void list(void)
{
	chain_list(filter_methods);
}

static const struct tool tool = {
	.name = "xfilter",
	.brief = "filter each image of a stream",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Reads a series of images - projections [angle][row][col], sinograms "
		 "[row][angle][col], slices [z][y][x], patterns; one image of two axes is a series "
		 "of one - and writes them filtered, as float (scale may ask for 8 or 16 bits). Filters given by several -f are applied in that order, in one pass. "
		 "Without -f the samples are copied in their own type.\n\n"
		 "Where a filter needs sinograms and projections come, or the other way round, the "
		 "corner is turned in bounded memory, and a note says how large a temporary that "
		 "took. Where it needs transmission and mu_t comes, or the other way round, the "
		 "samples are converted by exp or -ln. --list shows all filters with their "
		 "parameters.",
	.opts = opts,
	.examples = (const char *const[]){
		"xphantom shepp2d --size 64 --angles 90 | "
		"xfilter -f gaussian:sigma=1 -o smooth.nrrd",
		"xphantom shepp2d --size 64 --angles 90 --rows 4 | "
		"xfilter -f outlier:dif=0.5,size=5 -f stripe-fw | xinfo",
		NULL },
	.list = list,
};

static int used(void *ctx, const struct head *in, struct head *out, struct err *e)
{
	(void)ctx, (void)in, (void)out, (void)e;
	chain_used(&chain);
	return 0;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	int first = tool_start(&tool, argc, argv);

	sel.images = filters.n > 0;		/* without a filter a stream stays what it is */
	if (!chain_parse(&chain, filter_methods, &filters, &e))
		tool_run_maps(&tool, argc, argv, first, &sel, chain.map, chain.n, used, NULL,
			      chain.used, &e);
	return tool_end(&tool, &e);
}
