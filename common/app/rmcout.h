/*
 * rmcout.h - a set of models as files: the bundle run.h5, the models alone, pictures.
 *
 *	/rmc/models	uint8 [tile][row][col], of several seeds [seed][tile][row][col], as they were fitted; tables seed.number, seed.chi2, ...,
 *			tile.loading, or seed.loading where each seed has its own
 *	/rmc/fit	double [row][col] c |F|^2 + b of the best seed; coordinates q_per_nm, or px, of both axes
 *	/rmc/residual	double, pattern less fit, NaN where the pattern is not used
 *	/rmc/pattern	double, as it was fitted, about its centre; NaN where it is not used
 *	/rmc/mask	uint8, 1 where it is used
 *	/rmc/timeline	double [point][column]
 *	/rmc/g		double [ring] g(r) of the best seed, mean of its tiles (rmc/structure.h)
 *	/rmc/s		double [ring] S(q)
 *	/rmc/chords	double [phase][length] numbers of chords of k + 1 pixels along rows and columns; phase 0 is empty, 1 filled
 * and of several seeds
 *	/rmc/mean, /rmc/deviation	float [tile][row][col] of all models laid upon the best
 *	/rmc/correlation	double [seed][seed]
 */
#ifndef APP_RMCOUT_H
#define APP_RMCOUT_H

#include "app/rmcset.h"
#include "cli/tool.h"
#include "rmc/align.h"

/* Can these be written?  Before hours of work; the folder of pictures (or NULL) is made.  input: see outfile.h.  E_USAGE, E_IO. */
int rmcout_try(const struct rmcset *s, const char *path, const char *model_path, const char *pictures, const char *input, struct err *e);

/*
 * path: "-" (NRRD) or of any format the models alone, of HDF5 the bundle.  model_path: those of the best seed, or NULL.  a: of several seeds, else NULL.
 * A signal that comes while both appear is held: interrupt_obey() is the caller's, when all is done.
 */
int rmcout_write(const struct rmcset *s, const struct aligned *a, const char *path, const char *model_path, const char *input, struct err *e);

/* Registers models of several seeds to the best. */
int rmcout_align(struct aligned *a, const struct rmcset *s, struct err *e);

/* PNGs in a folder that is there: recentred.png, fit.png, residual.png, model.png, timeline.png, and with a frame, as it was read, original.png. */
int rmcout_pictures(const struct rmcset *s, const char *folder, const double *frame, size_t nrow, size_t ncol, struct err *e);

/* What was found, in words, as notes of the tool; of models that agree too little (median below 0.5) a warning, of those of the least chi2 that they agree. */
void rmcout_tell(const struct tool *t, const struct rmcset *s, const struct aligned *a);

#endif
