/* xgisaxs-sim - scattering patterns of nanostructured surfaces and films */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/files.h"
#include "cli/notes.h"
#include "cli/report.h"
#include "cli/serve.h"
#include "cli/tool.h"
#include "io/samplefile.h"
#include "scat/compare.h"
#include "scat/head.h"
#include "scat/run.h"

static struct opt_list sets;
static bool born, terms, alias, serve, fixed_scale, fit_background;
static int look, below, row0, metric = COMPARE_LOG, type;
static const char *against, *mask_path, *sigma_path, *points_path;

static const char *const belows[] = { "nan", "zero", NULL };
static const char *const tops[] = { "auto", "top", "bottom", NULL };
static const char *const types[] = { "double", "float", NULL };

static const struct opt opts[] = {
	LIST('D', "set", &sets, "NAME=VALUE", "a parameter of the sample, or any value by its path: layers.0.thickness=20; may be repeated"),
	FLAG(0, "ba", &born, "Born approximation: particles as in the vacuum, without layers"),
	FLAG(0, "terms", &terms, "after the pattern those of the four terms alone: TiTf, RiTf, TiRf, RiRf"),
	CHOICE(0, "below-horizon", &below, "VALUE", belows, "of pixels with alpha_f <= 0, which are not computed"),
	FLAG(0, "allow-alias", &alias, "height fields and voxels also beyond q = pi/spacing of their samples, where they have no meaning"),
	INT(0, "check", &look, "N", 0, 100000, "compute N pixels of a height field or voxels also by the sum over all samples, and say how much they differ", .neutral = true),
	STR(0, "points", &points_path, "FILE", "of a detector of type points: its places, a line with qy and qz in 1/nm for each; - for standard input"),
	CHOICE(0, "type", &type, "TYPE", types, "of the numbers written"),
	FLAG(0, "serve", &serve, "answer lines NAME=VALUE ... on standard input, each with a pattern or a number"),
	STR('a', "against", &against, "FILE", "print how far the pattern is from this measured frame, instead of the pattern"),
	CHOICE('m', "metric", &metric, "METRIC", compare_names, "how this is measured"),
	STR(0, "mask", &mask_path, "FILE", "pixels that are 0 in this image do not count (with --against), or become NaN"),
	STR(0, "sigma", &sigma_path, "FILE", "standard deviation of each pixel, for chi2; the square root of the counts when not given"),
	CHOICE(0, "row0", &row0, "PLACE", tops, "where the first row of --against, --mask and --sigma is; auto: where patterns of this program have it, if the rows of the file are labelled so, else at the top"),
	FLAG(0, "fixed-scale", &fixed_scale, "the pattern as it is, not scaled to the frame"),
	FLAG(0, "fit-background", &fit_background, "a constant added to the pattern so that it fits best"),
	PROFILE_OPT,
	OPT_END
};

static void list(void)
{
	for (const struct ff_kind *const *k = ff_kinds; *k; k++) {
		printf("%-22s %s\n", (*k)->name, (*k)->brief);
		for (int i = 0; i < FF_PARAMS && (*k)->param[i].name; i++)
			printf("    %-18s %s\n", (*k)->param[i].name, (*k)->param[i].help);
	}
}

static const struct tool tool = {
	.name = "xgisaxs-sim",
	.brief = "scattering patterns of nanoparticles, gratings and rough films",
	.operands = "[SAMPLE]",
	.max_operands = 1,
	.about = "Reads a sample (YAML, JSON, or .hig of HipGISAXS) and writes the pattern that a detector sees: grazing-incidence small-angle "
		 "scattering in the distorted-wave Born approximation, transmission, or reflectivity. Intensities are absolute, for a beam "
		 "of unit flux; row 0 has the lowest alpha_f. The sample file is described below; --list shows the shapes.\n\n"
		 "With --serve the sample stays, and each line of standard input, as R=5.2 sigma=0.3, gives one pattern (a stream of frames), or "
		 "with --against one number, inf where the sample is impossible.",
	.opts = opts,
	.examples = (const char *const[]){
		"xgisaxs-sim cylinder.yaml -o pattern.h5",
		"xgisaxs-sim -D R=4.5 cylinder.yaml | xview --log -o pattern.png",
		"xgisaxs-sim -D R=5.5 cylinder.yaml --against pattern.h5", NULL },
	.list = list,
};

/* A sample and what it is compared with. */
struct work {
	const char *path;
	struct node_tree tree;		/* as in the file, with -D */
	struct job_files files;
	struct job job;
	struct node_tree now;		/* with parameters put in: the job points into it */
	size_t rows, cols;		/* of the detector, while serving too */
	char *mask_name;		/* in the sample file, or "" */
	double *out, *mask, *data, *sigma;
	double setup_s, run_s;
	int told;
	struct sim_tell tell;
	struct stream *stream;
	struct head head;
	int argc;
	char **argv;
};

static int prepare(struct work *w, const struct node_tree *tree, bool quiet, struct err *e)
{
	struct node_warn tell = { notes_add, NULL };
	double start = tool_seconds();

	job_free(&w->job);
	node_free(&w->now);
	w->files.warn = quiet ? NULL : notes_add_at;
	if (!node_param_apply(&w->now, tree, quiet ? NULL : &tell, e))
		job_read(&w->job, w->now.root, &w->files, e);
	w->setup_s += tool_seconds() - start;
	return e->code;
}

static int read_sample(struct work *w, struct err *e)
{
	struct node_warn tell = { notes_add, NULL };
	double start = tool_seconds();

	w->files = files_beside(w->path);
	w->files.memory = tool_memory();
	if (!notes_begin(e) && !sample_load(&w->tree, w->path, sets.v, sets.n, job_set, &points_path, &tell, e)) {
		w->setup_s = tool_seconds() - start;
		prepare(w, &w->tree, false, e);
	}
	w->rows = w->job.detector.nrow;
	w->cols = w->job.detector.ncol;
	return notes_end(&tool, e);
}

/* Options that would do nothing. */
static int check_options(const struct work *w, struct err *e)
{
	const struct run_par p = { .terms = terms };
	bool curve = w->job.mode == MODE_REFLECTIVITY;

	if (curve && (mask_path || against || terms))
		return err_set(e, E_USAGE, "%s for patterns, not for reflectivity", mask_path || against ? "--mask and --against are" : "--terms is");
	if (against && run_count(&w->job, &p) > 1)
		return err_set(e, E_USAGE, "--against is for one pattern: no --terms, energies or rotation");
	if (!against && (sigma_path || fixed_scale || fit_background))
		return err_set(e, E_USAGE, "%s needs --against", sigma_path ? "--sigma" : fixed_scale ? "--fixed-scale" : "--fit-background");
	return sigma_path && metric != COMPARE_CHI2 ? err_set(e, E_USAGE, "--sigma is for --metric chi2") : 0;
}

static struct run_par par(const struct work *w)
{
	return (struct run_par){ .born = born, .terms = terms, .zero_below = below, .allow_alias = alias, .look = (size_t)look, .mask = w->mask };
}

static const char *mask_in_sample(const struct work *w)
{
	return w->job.mask && w->job.mask->text ? w->job.mask->text : "";
}

/* What the images are compared with, or lose. */
static int read_images(struct work *w, struct err *e)
{
	struct run_par p = par(w);
	size_t n = run_size(&w->job, &p), more = w->rows * w->cols * (size_t)((mask_path || w->job.mask) + !!against + !!sigma_path);
	double need = run_bytes(&w->job, &p) + 8 * (double)more + (type ? 4 * (double)n : 0);
	const char *inputs[] = { w->path, points_path, against, mask_path, sigma_path }, *names[] = { "the sample", "--points", "--against", "--mask", "--sigma" };
	char least[24];

	if (files_stdin(serve ? "the lines of --serve" : NULL, names, inputs, 5, e) || check_options(w, e))
		return e->code;
	if (!(w->mask_name = strdup(mask_in_sample(w))))
		return err_nomem(e, "a name");
	if (need > (double)tool_memory())
		return err_set(e, E_NOMEM, "--memory is below the minimum of %s, for %zu numbers", mem_print(need, least, sizeof least), n);
	if (files_masks(&w->files, w->job.mask, mask_path, w->rows, w->cols, (enum files_row0)row0, &w->mask, e) ||
	    (against && files_image(against, w->rows, w->cols, (enum files_row0)row0, &w->data, e)))
		return e->code;
	return sigma_path ? files_image(sigma_path, w->rows, w->cols, (enum files_row0)row0, &w->sigma, e) : 0;
}

static int compute(struct work *w, struct err *e)
{
	struct run_par p = par(w);
	double start = tool_seconds();

	w->tell.lost = 0;
	mem_free(w->out);
	if ((w->out = mem_alloc(run_size(&w->job, &p), sizeof *w->out, "the pattern", e)))
		run_job(&w->job, &p, w->out, &w->tell, e);
	if (e->code == E_DATA && strncmp(e->msg, w->path, strlen(w->path)))	/* the simulation knows no file */
		node_err_at(w->now.root, e);
	w->run_s = tool_seconds() - start;
	if (!e->code && !w->told++ && w->tell.lost)
		tool_note(&tool, "%zu of the values above the horizon are NaN: the waves there fade so much, over one particle or layer, that "
			  "their numbers are beyond double precision", w->tell.lost);
	return e->code;
}

static int answer(struct work *w, double *value, struct err *e)
{
	struct compare_par p = { (enum compare_metric)metric, !fixed_scale, fit_background, 1, 0 };
	struct compare c;

	if (compare_images(&c, &p, w->out, w->data, w->sigma, NULL, w->rows * w->cols, e))	/* masked: NaN */
		return err_at(e, against);
	*value = c.value;
	return 0;
}

static int begin(struct work *w, bool series, struct err *e)
{
	struct run_par p = par(w);

	if (scat_head(&w->head, &w->job, &p, series, e))
		return e->code;
	w->head.type = type ? DT_F32 : DT_F64;
	return tool_history(&tool, &w->head, w->argc, w->argv, NULL, e) ? e->code :
	       stream_create(&w->stream, common.output, &w->head, &(struct sink_par){ .input = w->path }, e);
}

/* What was read or written once is for all lines. */
static int same_detector(const struct work *w, struct err *e)
{
	const struct run_par p = par(w);

	if (w->job.detector.nrow != w->rows || w->job.detector.ncol != w->cols || run_count(&w->job, &p) != 1 || strcmp(mask_in_sample(w), w->mask_name))
		return err_set(e, E_USAGE, "the detector cannot change while serving");
	return against ? 0 : scat_head_same(&w->head, &w->job, &p, e);
}

/* One line of --serve. */
static int one(void *ctx, const char *const *set, size_t n, struct err *e)
{
	struct work *w = ctx;
	struct node_tree t = { 0 };
	double value = INFINITY;

	node_tree_copy(&t, &w->tree, e);
	for (size_t i = 0; i < n && !e->code; i++)
		job_set(&t, set[i], sample_value, e);
	if (!e->code && !prepare(w, &t, true, e) && !same_detector(w, e) && !compute(w, e) && against)
		answer(w, &value, e);
	node_free(&t);
	if (against && e->code == E_DATA) {	/* a sample that cannot be is no reason to stop */
		tool_note(&tool, "%s", e->msg);
		*e = (struct err){ 0, "" };
	}
	if (e->code || !against)
		return e->code ? e->code : files_put(w->stream, &w->head, w->out, e);
	printf("%.17g\n", value);
	return fflush(stdout) ? err_sys(e, "standard output") : 0;
}

static int serving(struct work *w, struct err *e)
{
	if (against && strcmp(common.output, "-"))
		return err_set(e, E_USAGE, "--serve with --against answers on standard output: no -o");
	if (w->job.mode == MODE_REFLECTIVITY || run_count(&w->job, &(struct run_par){ .terms = terms }) > 1)
		return err_set(e, E_USAGE, "--serve is for one pattern a line: no reflectivity, --terms, energies or rotation");
	if (!against && begin(w, true, e))
		return e->code;
	return serve_lines(one, w, e) || against ? e->code : stream_commit(w->stream, e);
}

static int once(struct work *w, struct err *e)
{
	struct printout print;
	double value = 0;

	if (compute(w, e))
		return e->code;
	if (common.profile) {
		tool_tell(&tool, "set-up: %.6f s, simulation: %.6f s", w->setup_s, w->run_s);
		tool_tell(&tool, "form factors: %.0f, by %s", w->tell.evaluations, w->tell.how ? w->tell.how : "none");
		tool_tell_memory(&tool);
	}
	if (look)
		tool_tell(&tool, "check: %.2g of the largest amplitude", w->tell.look_error);
	if (!against)
		return begin(w, false, e) || files_put(w->stream, &w->head, w->out, e) ? e->code : stream_commit(w->stream, e);
	if (answer(w, &value, e) || printout_new(&print, e))
		return e->code;
	fprintf(print.f, "%.17g\n", value);
	return printout_end(&print, e);
}

static void work_free(struct work *w)
{
	double *all[] = { w->out, w->mask, w->data, w->sigma };

	stream_close(w->stream);
	head_free(&w->head);
	job_free(&w->job);
	node_free(&w->now);
	node_free(&w->tree);
	free(w->mask_name);
	for (int i = 0; i < 4; i++)
		mem_free(all[i]);
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	int first = tool_start(&tool, argc, argv);
	struct work w = { .path = tool_input(first, argc, argv), .argc = argc, .argv = argv };

	if (!read_sample(&w, &e) && !read_images(&w, &e))
		serve ? serving(&w, &e) : once(&w, &e);
	work_free(&w);
	return tool_end(&tool, &e);
}
