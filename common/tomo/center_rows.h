/*
 * center_rows.h - the rows that center_auto() asks; private to center*.c.
 */
#ifndef TOMO_CENTER_ROWS_H
#define TOMO_CENTER_ROWS_H

#include "tomo/center_part.h"

/* Called in parallel with row r->row[k], [nangle][ncol]. */
typedef int (*rows_each)(void *ctx, size_t k, const float *sino, struct err *e);

struct rows {
	const struct center_source *src;
	struct center_result *r;
	size_t batch, first;		/* rows in memory */
	float *sino;			/* [batch][nangle][ncol] */
	rows_each each;
	void *ctx;
};

/* Chooses up to CENTER_ROWS of the rows with something to see: r->nrow, r->row. */
int rows_new(struct rows *w, const struct center_source *src, struct center_result *r, struct err *e);
void rows_free(struct rows *w);		/* also after a failed rows_new() */
int rows_pass(struct rows *w, rows_each each, void *ctx, struct err *e);	/* errors name the row */

/*
 * r->slope from r->row_center of the rows whose score is above 0.3: the median of the slopes between all
 * pairs of rows (Theil and Sen); 0 of less than 4 rows, or when they do not lie on a line.
 */
void rows_slope(struct rows *w);
/* Columns from the axis at the middle row to that of r->row[k]. */
double rows_shear(const struct rows *w, size_t k);

/* pc: the projections half a turn apart of all rows, without the faults of the detector. */
struct pairs {
	struct rows *rows;
	size_t n, nline, *line;		/* pairs; projections that are cleaned together */
	struct center_pair pair[CENTER_PAIRS];
	float *a, *b;			/* [n][rows][ncol] */
};
int pairs_new(struct pairs *p, struct rows *rows, struct err *e);
void pairs_free(struct pairs *p);	/* also after a failed pairs_new() */
int pairs_row(struct pairs *p, size_t k, const float *sino, struct err *e);	/* in parallel */
int pairs_answer(const struct pairs *p, double lo, double hi, struct err *e);	/* r->pc, r->pc_score */

/* turn: all rows; r->turn, turn_score, row_center, row_score, slope. */
int turn_rows(struct rows *w, double lo, double hi, struct err *e);

#endif
