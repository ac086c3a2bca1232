/*
 * job.h - a whole sample file: what is simulated, seen by what, and what becomes of the image.
 *
 * Any number outside particles that is a distribution, and divergence and bandwidth, make several variants, whose
 * images add with their weights (of sum 1 in each frame).  A list of energies makes frames instead.  Variants that differ
 * in the beam alone share the arrays of one sample, which the first of them owns.
 *
 * The keys are described in xgisaxs-sim(1).  An empty site of a lattice (occupancy) is a species of no parts.
 */
#ifndef SCAT_JOB_H
#define SCAT_JOB_H

#include "base/files.h"
#include "scat/detector.h"
#include "scat/sample.h"

enum job_mode { MODE_GISAXS, MODE_SAXS, MODE_REFLECTIVITY };

struct variant { double weight; size_t frame; struct sample sample; struct beam beam; };

struct job {
	enum job_mode mode;
	size_t nframe;			/* 1, or the number of energies */
	double *frame_energy_kev;	/* [nframe] */
	size_t nvariant;
	struct variant *variant;
	struct detector detector;
	int oversample;			/* n x n places in each pixel; 1: its centre; 0: auto */
	double background;		/* added to each pixel */
	bool noise;
	double noise_flux;		/* incident photons: counts are Poisson numbers of flux times image */
	long noise_seed;
	double resolution[2];		/* sigmas along row and col, pixels; 0: none */
	const struct node *mask, *beam_stop;	/* as in the file, or NULL */
	/* saxs */
	struct vec3 saxs_axis;
	size_t nomega;
	double *omega_rad;
	/* reflectivity */
	size_t nrefl;
	double *refl_alpha_rad;		/* [nrefl] */
	double refl_sigma_rad;		/* resolution */
	void *owned;
};

/* E_DATA with FILE:LINE:COL.  The tree must outlive the job. */
int job_read(struct job *j, const struct node *root, const struct job_files *files, struct err *e);
/* node_param_set(), which may also add a key of the top: mode=saxs. */
int job_set(struct node_tree *t, const char *assignment, int (*parse)(struct node_tree *out, const char *text, struct err *e),
	    struct err *e);
void job_free(struct job *j);		/* safe on a zeroed struct */

#endif
