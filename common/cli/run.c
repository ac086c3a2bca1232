#include "cli/tool.h"

struct run {
	struct stream *in, *out;
	struct flow *flow;
};

static int plan(struct run *r, const struct tool *t, const char *path, const struct select *sel,
		const struct map *maps, size_t nmap, struct err *e)
{
	struct flow_par par = tool_flow_par(t);

	if (stream_open(&r->in, path, sel, e) || opt_from_meta(t, stream_head(r->in), e))
		return e->code;
	return flow_new(&r->flow, r->in, maps, nmap, &par, e);
}

static int finish(struct run *r, const struct tool *t, const char *path, struct err *e)
{
	struct sink_par sink = { .input = path, .tmp = common.tmp };

	if (stream_create(&r->out, common.output, flow_head(r->flow), &sink, e) ||
	    flow_run(r->flow, r->out, e) || stream_commit(r->out, e))
		return e->code;
	tool_profile(t, r->flow);
	return 0;
}

int tool_run_maps(const struct tool *t, int argc, char **argv, int first,
		  const struct select *sel, const struct map *maps, size_t nmap,
		  int (*prepare)(void *ctx, const struct head *in, struct head *out, struct err *e),
		  void *ctx, const char *extra, struct err *e)
{
	const char *path = tool_input(first, argc, argv);
	struct run r = { 0 };

	if (!plan(&r, t, path, sel, maps, nmap, e) &&
	    (!prepare || !prepare(ctx, stream_head(r.in), flow_head(r.flow), e)) &&
	    !tool_history(t, flow_head(r.flow), argc, argv, extra, e))
		finish(&r, t, path, e);
	tool_name_input(r.in, e);
	flow_free(r.flow);
	stream_close(r.in);
	stream_close(r.out);
	return e->code;
}
