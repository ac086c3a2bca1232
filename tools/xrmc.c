/* xrmc - two-phase models from scattering patterns, by reverse Monte Carlo */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/rmcjob.h"
#include "app/rmcout.h"
#include "cli/interrupt.h"
#include "cli/tool.h"

static struct rmcopt o = {
	.tiles = 1, .seed = 1, .seeds = 1, .raar = RMC_RAAR_DEFAULT, .temperature = RMC_TEMPERATURE_DEFAULT, .moves = RMC_MOVES_DEFAULT, .prior = 0.05, .q_step = NAN, .every = 60,
};

static const struct opt opts[] = {
	STR('l', "loading", &o.loading, "PHI[,PHI...]", "part of the pixels that is filled, between 0 and 1: one for all tiles or --independent models, or one for each"),
	STR(0, "mask", &o.mask, "FILE", "pixels that are 0 or NaN in this image are not used; nor are those that are NaN in the pattern"),
	STR(0, "sigma", &o.sigma, "FILE|poisson", "standard deviation of each pixel, for weights of 1/sigma^2; poisson: the pattern is counts (metric poisson)"),
	CHOICE('m', "metric", &o.metric, "METRIC", rmcset_metrics, "what is fitted"),
	FLAG(0, "background", &o.background, "fit a constant under the pattern, too (metric intensity)"),
	NUM(0, "prior", &o.prior, "WEIGHT", 0, 1e6, NULL, "how much the radial mean counts where nothing was measured, relative to the mean weight of the rest at the same distance from q = 0; 0: not at all"),
	STR('c', "recentre", &o.recentre, "ROW,COL|auto|none", "where q = 0 is, in pixels, 0-based, not whole if need be; auto: by the symmetry of the pattern; none: at N/2, "
	    "N/2; the default is where the axes of the input say, else none"),
	INT('n', "size", &o.size, "N", 0, 65536, "fit N x N pixels about the centre; 0: those of the input, which is square then"),
	RANGE(0, "items", &o.items, "of a stack of patterns: this one"),
	NUM(0, "q-step", &o.q_step, "NM^-1", 1e-12, 1e12, NULL, "from pixel to pixel, for sizes in nm; else by the axes of the input"),
	INT('t', "tiles", &o.tiles, "M", 1, 4096, "models whose intensities add"),
	FLAG(0, "independent", &o.independent, "M models each fitted alone, by its own seed, instead of tiles"),
	INT('s', "seed", &o.seed, "N", 0, 2147483647, "of the random numbers"),
	INT(0, "seeds", &o.seeds, "N", 1, 100000, "so many fits, seed, seed + 1, ..., in parallel, and how much they agree"),
	STR(0, "init", &o.init, "FILE", "models to begin with: 0 and 1, as --model writes"),
	INT(0, "start-size", &o.start, "N", 0, 8192, "size of the first level; 0: 64"),
	INT(0, "grow", &o.grow, "N", 0, 8192, "by how much levels grow; 0: each is twice the one before"),
	INT(0, "charge-flip", &o.charge, "N", 0, 1000000, "begin with so many iterations of charge flipping at the first level, not with random pixels: for particles much alike, which that level must resolve (--start-size)"),
	INT(0, "raar", &o.raar, "N", 0, 1000000, "iterations of RAAR at each level"),
	INT(0, "anneal", &o.anneal, "N", 0, 100000000, "annealing steps at the last level"),
	NUM(0, "temperature", &o.temperature, "T", 0, 1e6, NULL, "at their start, relative to chi2 then; falls to 0"),
	NUM(0, "smooth", &o.smooth, "PRICE", 0, 1e6, NULL, "price of borders between the phases, relative to chi2 where batches begin; 0: they are free"),
	FLAG(0, "polish", &o.polish, "at the end single swaps, the best first, until no promising one is left (metric intensity): slow, and a few per cent"),
	CHOICE(0, "move", &o.move, "MOVE", rmcopt_moves, "how models change: batches by the gradient, single swaps by the exact formula, or each by a pass over the pattern, or clusters of touching pixels as one after batches"),
	NUM(0, "moves", &o.moves, "N", 0, 1e9, NULL, "of single swaps and clusters: for each pixel of the model, at each level"),
	INT(0, "reach", &o.reach, "PX", 0, 65536, "of single swaps and clusters: so far at most along rows and columns; 0: anywhere"),
	STR(0, "stop", &o.stop, "VALUE|noise", "chi2 that is good enough; noise: where noise alone would leave it (with --sigma)"),
	NUM(0, "holdout", &o.holdout, "FRACTION", 0, 0.5, NULL, "part of the pixels that the fit does not see, and whose chi2 is told"),
	STR(0, "config", &o.config, "FILE", "configuration of HipRMC (.hig); options given here win"),
	STR(0, "model", &o.model, "FILE", "write the model of the best seed alone, too: uint8 [row][col], of several tiles [tile][row][col]", .neutral = true),
	STR(0, "checkpoint", &o.checkpoint, "FILE", "to go on from after an end by a signal; the default is OUTPUT.ckpt; removed when the run ends", .neutral = true),
	NUM(0, "checkpoint-every", &o.every, "S", 0, 1e9, NULL, "seconds between checkpoints", .neutral = true),
	FLAG(0, "resume", &o.resume, "go on from the checkpoint", .neutral = true),
	STR(0, "timeline", &o.timeline, "FILE", "a table that grows while it runs (TSV)", .neutral = true),
	STR(0, "pictures", &o.pictures, "DIR", "pictures (PNG): original, recentred, model, fit, residual, timeline", .neutral = true),
	PROFILE_OPT,
	OPT_END
};

static const struct tool tool = {
	.name = "xrmc",
	.brief = "two-phase models from scattering patterns, by reverse Monte Carlo",
	.operands = "[PATTERN]",
	.max_operands = 1,
	.about = "Finds models of 0 and 1 on N x N pixels of a periodic lattice, with a given part filled, whose |DFT|^2 times a scale fits the measured "
		 "intensity of N x N pixels about q = 0. Phases are not measured, so that models are not unique: --seeds tells how much they agree.\n\n"
		 "The output is HDF5 with models, fit, residual, mask, timeline, g(r), S(q) and chord lengths under /rmc; of another format, or on standard "
		 "output, the models alone. What was found is told on stderr, unless -q.",
	.opts = opts,
	.examples = (const char *const[]){
		"xrmc-model spinodal --size 64 --pattern | xrmc --loading 0.5 -o run.h5",
		"xrmc-model discs --size 64 --loading 0.2 --radius 5 --pattern | xrmc --loading 0.2 --seeds 2 | xinfo",
		NULL },
};

static int history(struct rmcjob *j, int argc, char **argv, struct err *e)
{
	static const char *const drop[] = { META_QUANTITY, META_CENTER, META_PIXEL, META_TILT };
	struct head h = { 0 };
	char used[200] = "";

	o.moves = j->o.moves;		/* by the size, with numstepsfactor */
	for (int i = 0; i < 2; i++)
		snprintf(used + strlen(used), sizeof used - strlen(used), "%s=%.10g ", i ? "col" : "row", j->centre[i]);
	used[strlen(used) - 1] = '\0';
	if (meta_copy(&h.meta, &j->frame.head.meta, e))
		return e->code;
	for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
		meta_del(&h.meta, drop[i]);
	tool_history(&tool, &h, argc, argv, used, e);
	j->set.meta = h.meta;
	return e->code;
}

static int results(struct rmcjob *j, struct err *e)
{
	struct aligned a = { 0 };
	bool many = j->set.nseed > 1;

	if (many && rmcout_align(&a, &j->set, e))
		return e->code;
	if (!rmcout_write(&j->set, many ? &a : NULL, j->output, j->o.model, j->input, e)) {
		rmcout_tell(&tool, &j->set, many ? &a : NULL);
		rmcrun_forget(&j->run);
	} else if (j->o.checkpoint && e->code == E_IO && !rmcrun_save(&j->run, &(struct err){ 0, "" })) {
		tool_note(&tool, "the fit is not lost: --resume writes it, from %s", j->o.checkpoint);
	}
	if (j->o.pictures && !e->code)
		rmcout_pictures(&j->set, j->o.pictures, j->frame.d, j->frame.nrow, j->frame.ncol, e);
	aligned_free(&a);
	return e->code;
}

static int run(struct rmcjob *j, int argc, char **argv, bool *stopped, struct err *e)
{
	if (rmcjob_prepare(j, e) || history(j, argc, argv, e) || rmcout_try(&j->set, j->output, j->o.model, j->o.pictures, j->input, e))
		return e->code;
	if (rmcrun_go(&j->run, stopped, e))
		return e->code == E_DATA && (!j->o.checkpoint || !strstr(e->msg, j->o.checkpoint)) ? err_at(e, rmcjob_input(j)) : e->code;
	if (*stopped) {
		tool_note(&tool, j->o.checkpoint ? "stopped; --resume goes on from %s" : "stopped; nothing is saved without --checkpoint", j->o.checkpoint);
		return 0;
	}
	return results(j, e);
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	int first = tool_start(&tool, argc, argv);
	struct rmcjob j = { .tool = &tool, .o = o, .output = common.output };
	bool stopped = false;

	rmcjob_config(&j, first < argc ? argv[first] : NULL, &e);
	o = j.o;			/* with what the configuration says: for the history */
	if (!e.code)
		run(&j, argc, argv, &stopped, &e);
	if (common.profile && !e.code)
		tool_tell_memory(&tool);
	rmcjob_free(&j);
	if (!e.code)
		interrupt_obey();
	return tool_end(&tool, &e);
}
