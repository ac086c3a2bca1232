/*
 * job_text.h - sample files put together from a few texts, and read.
 */
#ifndef JOB_TEXT_H
#define JOB_TEXT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/node_param.h"
#include "io/yaml.h"
#include "scat/job.h"

/* The parts of a file; NULL: as below. */
struct text { const char *beam, *detector, *particle, *density, *inter, *substrate, *extra; };
enum slot { BEAM, DETECTOR, PARTICLE, DENSITY, INTER, SUBSTRATE, EXTRA };

#define CYLINDER "{shape: {name: cylinder, radius: 5, height: 8}, material: {delta: 3e-5, beta: 2e-6}}"

struct box { struct node_tree file, tree; struct job job; struct err e; };

static inline const char *or(const char *text, const char *def)
{
	return text ? text : def;
}

static inline char *compose(const struct text *t)
{
	char *out = NULL;
	size_t len;
	FILE *f = open_memstream(&out, &len);

	fprintf(f, "beam: %s\n", or(t->beam, "{wavelength: 0.1, alpha_i_deg: 0.2}"));
	fprintf(f, "detector: %s\n", or(t->detector, "{type: spherical, n_phi: 4, phi_min_deg: -1, phi_max_deg: 3, n_alpha: 2, "
		"alpha_min_deg: 0, alpha_max_deg: 1}"));
	fprintf(f, "layers:\n- material: {delta: 0, beta: 0}\n  layouts:\n");
	fprintf(f, "  - particles:\n    - particle: %s\n", or(t->particle, CYLINDER));
	fprintf(f, "    %s\n", or(t->density, "surface_density: 0.001"));
	fprintf(f, "    interference: %s\n", or(t->inter, "{type: none}"));
	fprintf(f, "%s\n", or(t->substrate, "- material: {delta: 5.0e-6, beta: 7.0e-8}"));
	fprintf(f, "%s\n", or(t->extra, ""));
	fclose(f);
	return out;
}

static inline int load(struct box *b, const char *text, const struct job_files *files)
{
	*b = (struct box){ 0 };
	if (!yaml_parse(&b->file, "t.yaml", text, strlen(text), &b->e) && !node_param_apply(&b->tree, &b->file, NULL, &b->e))
		job_read(&b->job, b->tree.root, files, &b->e);
	if (b->e.code)
		printf("# %s\n", b->e.msg);
	return b->e.code;
}

static inline int load_text(struct box *b, const struct text *t, const struct job_files *files)
{
	char *text = compose(t);
	int code = load(b, text, files);

	free(text);
	return code;
}

static inline void drop(struct box *b)
{
	job_free(&b->job);
	node_free(&b->tree);
	node_free(&b->file);
}

#endif
