/* xrmc-merge - several runs of xrmc as one */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/rmcmerge.h"
#include "app/rmcout.h"
#include "cli/interrupt.h"
#include "cli/tool.h"

static const char *model, *pictures;

static const struct opt opts[] = {
	STR(0, "model", &model, "FILE", "write the model of the best seed alone, too", .neutral = true),
	STR(0, "pictures", &pictures, "DIR", "pictures (PNG): recentred, model, fit, residual, timeline", .neutral = true),
	OPT_END
};

static const struct tool tool = {
	.name = "xrmc-merge",
	.brief = "runs of xrmc with several seeds, as one run",
	.operands = "RUN.h5...",
	.min_operands = 1,
	.max_operands = 100000,
	.about = "Reads runs of xrmc of the same pattern (mask, weights and metric, too), as the tasks of a job array leave them, and writes what one run with all "
		 "their seeds would: models by ascending seed, the fit of the best, mean, deviation and correlations of the models laid upon the best.",
	.opts = opts,
	.examples = (const char *const[]){
		"xrmc-merge run1.h5 run2.h5 -o all.h5",
		"xrmc-merge run?.h5 --model best.npy --pictures pictures -o all.h5",
		NULL },
};

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	int first = tool_start(&tool, argc, argv);
	struct rmcset s = { 0 };
	struct aligned a = { 0 };
	struct head h = { 0 };

	if (rmcmerge_read(&s, (const char *const *)argv + first, (size_t)(argc - first), (double)tool_memory(), &e) ||
	    rmcout_try(&s, common.output, model, pictures, argv[first], &e))
		goto end;
	h.meta = s.meta;
	tool_history(&tool, &h, argc, argv, NULL, &e);
	s.meta = h.meta;
	if (!e.code && (s.nseed == 1 || !rmcout_align(&a, &s, &e)) &&
	    !rmcout_write(&s, s.nseed > 1 ? &a : NULL, common.output, model, argv[first], &e))
		rmcout_tell(&tool, &s, s.nseed > 1 ? &a : NULL);
	if (pictures && !e.code)
		rmcout_pictures(&s, pictures, NULL, 0, 0, &e);
end:
	aligned_free(&a);
	rmcset_free(&s);
	if (!e.code)
		interrupt_obey();
	return tool_end(&tool, &e);
}
