/*
 * rmcset.h - models of one pattern and what is known of them: what a run of xrmc finds, and what xrmc-merge gathers.
 */
#ifndef APP_RMCSET_H
#define APP_RMCSET_H

#include "base/head.h"
#include "rmc/fit.h"

/* Columns of a timeline, and their names: all that prints, writes or draws one goes by these. */
enum rmcset_column {
	RMCSET_SEED, RMCSET_SIZE, RMCSET_PHASE, RMCSET_STEP, RMCSET_CHI2, RMCSET_R, RMCSET_HELD, RMCSET_ACCEPTED, RMCSET_TEMPERATURE, RMCSET_PAIRS,
	RMCSET_PROPOSALS, RMCSET_COLUMNS
};
enum { RMCSET_POINTS = 1024 };
extern const char *const rmcset_columns[];
extern const char *const rmcset_metrics[];	/* names, as enum rmc_metric */

/* A number of a seed's result as files have it: a table along "seed", and of the best (or only) seed metadata.  What is NAN is left out. */
struct rmcset_number {
	const char *table, *key;
	size_t at;			/* a double of struct rmc_result */
};
enum { RMCSET_NUMBERS = 5 };
extern const struct rmcset_number rmcset_numbers[RMCSET_NUMBERS];	/* the first is the value, which each seed has */

/* Which seed it is, likewise. */
#define RMCSET_SEED_TABLE "number"
#define RMCSET_SEED_KEY "rmc.seed"

double rmcset_number(const struct rmc_result *r, int k);
void rmcset_set_number(struct rmc_result *r, int k, double v);

/* One seed. */
struct rmcset_seed {
	uint64_t seed;
	double loading;			/* its own, of one tile; NAN: that of the set */
	bool done;
	struct rmc_result result;
	unsigned char *model;		/* [tile][row][col]; owned */
	double *fit;			/* [row][col]; owned; of the best one, else NULL */
	double *point;			/* [npoint][RMCSET_COLUMNS]; owned */
	size_t npoint, stride, calls;	/* each stride-th step is a point, so that there are RMCSET_POINTS at most */
};

struct rmcset {
	size_t n, tiles, nseed;
	double *loading;		/* [tiles]; owned; of seeds that have none of their own */
	struct rmcset_seed *seed;	/* [nseed]; owned */
	double *d, *w;			/* [n][n] the pattern as it was fitted; weights, 0: not used; owned */
	double delta_px[2];
	double q_step_per_nm;		/* NAN: not known */
	double q_sign[2];		/* -1: q falls with the row, column; else 1 */
	char row_label[LABEL_MAX], col_label[LABEL_MAX];	/* of the pattern */
	char digest[33];		/* of pattern, weights and metric */
	const char *metric;
	bool weighted;
	struct meta meta;		/* of all arrays: the input's, history; owned */
};

int rmcset_new(struct rmcset *s, size_t n, size_t tiles, size_t nseed, struct err *e);
void rmcset_free(struct rmcset *s);		/* safe on a zeroed struct */

bool rmcset_own_loadings(const struct rmcset *s);
const double *rmcset_loading(const struct rmcset *s, size_t seed);	/* [tiles] of the seed-th */

/* A pixel of a model, m; NAN when the step of q is not known. */
double rmcset_pixel_m(const struct rmcset *s);

/* A step of a seed, thinned out as the points become many; the same steps always leave the same points.  E_NOMEM. */
int rmcset_point(struct rmcset_seed *s, const struct rmc_point *p, bool last, struct err *e);
/* The seed of the least value (of equal ones the first) of those done; nseed: none is. */
size_t rmcset_best(const struct rmcset *s);

/* 128 bits of any bytes as 32 hexadecimal digits; a digest of a digest goes on.  No protection against malice. */
void rmcset_digest(char digest[33], const void *bytes, size_t n);

#endif
