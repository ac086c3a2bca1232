/* xsino - turn the corner: projections into sinograms, sinograms into projections */
#include "cli/tool.h"

static struct select sel;

static const struct opt opts[] = {
	CROP_OPTS(sel),
	PROFILE_OPT,
	OPT_END
};

static const struct tool tool = {
	.name = "xsino",
	.brief = "turn projections into sinograms, and back",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Exchanges the two slowest axes: projections [angle][row][col] become sinograms "
		 "[row][angle][col], and sinograms become projections. Samples keep their type, tables "
		 "and metadata go along. All of the input must come before the first item can leave: it is "
		 "kept in memory when --memory allows, else in a temporary in --tmp, whose size is said on "
		 "stderr. An HDF5 file whose chunks allow it is read in the new order, without either.",
	.opts = opts,
	.examples = (const char *const[]){
		"xphantom shepp3d --size 32 --angles 20 | xsino | xinfo --get shape",
		"xphantom shepp3d --size 32 --angles 20 | xsino --rows 4:12 -o proj.nrrd",
		NULL },
};

/* The order that the input has not. */
static int plan(struct stream *in, struct map *m, struct err *e)
{
	const struct head *h = stream_head(in);
	char shape[160];

	*m = (struct map){ .name = "the other order", .order = ORDER_SINO, .batch = 1 };
	if (head_is(h, "row", "angle", "col"))
		m->order = ORDER_PROJ;
	else if (!head_is(h, "angle", "row", "col"))
		return err_set(e, E_DATA, "%s: neither projections [angle][row][col] nor sinograms "
			       "[row][angle][col] but %s (xconvert --axes names axes)",
			       stream_name(in), head_print(h, shape, sizeof shape));
	return 0;
}

static int run(int argc, char **argv, int first, struct err *e)
{
	const char *path = tool_input(first, argc, argv);
	struct sink_par sink = { .input = path, .tmp = common.tmp };
	struct flow_par par = tool_flow_par(&tool);
	struct stream *in = NULL, *out = NULL;
	struct flow *f = NULL;
	struct map m;

	if (!stream_open(&in, path, &sel, e) && !plan(in, &m, e) &&
	    !flow_new(&f, in, &m, 1, &par, e) &&
	    !tool_history(&tool, flow_head(f), argc, argv, NULL, e) &&
	    !stream_create(&out, common.output, flow_head(f), &sink, e) &&
	    !flow_run(f, out, e) && !stream_commit(out, e))
		tool_profile(&tool, f);
	flow_free(f);
	stream_close(in);
	stream_close(out);
	return e->code;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	int first = tool_start(&tool, argc, argv);

	run(argc, argv, first, &e);
	return tool_end(&tool, &e);
}
