/*
 * run.h - a job from its numbers to its images: variants summed, terms apart, resolution, background, photons, masks.
 *
 * Pure; the same bytes for any number of threads.
 */
#ifndef SCAT_RUN_H
#define SCAT_RUN_H

#include "scat/job.h"
#include "scat/sim.h"

struct run_par {
	bool born;			/* particles as in the vacuum, no layers */
	bool terms;			/* after each image those of the four terms alone */
	bool allow_alias;		/* fields beyond what their samples reach */
	size_t look;			/* sim.h */
	bool zero_below;		/* pixels with alpha_f <= 0 are 0, not NaN */
	const double *mask;		/* [nrow][ncol], 0: the pixel becomes NaN; or NULL */
};

/* Images of a job: energies x angles of rotation x (all, and with terms each of the four), the last fastest. */
size_t run_turns(const struct job *j);
size_t run_each(const struct run_par *p);
size_t run_count(const struct job *j, const struct run_par *p);
/*
 * out[run_count][nrow][ncol].  In this order: the mean over variants, the resolution, the background, Poisson numbers, pixels that do not
 * count (NaN).  Terms have no background and no noise.
 */
int run_images(const struct job *j, const struct run_par *p, double *out, struct sim_tell *tell, struct err *e);
/* mode: reflectivity.  out[nframe][nrefl]. */
int run_reflectivity(const struct job *j, double *out, struct err *e);

/* Whichever it is, and how many numbers that is; tell is for images. */
int run_job(const struct job *j, const struct run_par *p, double *out, struct sim_tell *tell, struct err *e);
size_t run_size(const struct job *j, const struct run_par *p);
/* Bytes of the particles, of out, and of what par_threads() work in: about what it takes. */
double run_bytes(const struct job *j, const struct run_par *p);

/* How many places a pixel needs in each direction so that what it sees of the largest coherent length changes by less than a radian between them. */
int run_oversample(const struct job *j);

#endif
