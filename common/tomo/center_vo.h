/*
 * center_vo.h - vo in parts, of one row and of many; private to center*.c.
 */
#ifndef TOMO_CENTER_VO_H
#define TOMO_CENTER_VO_H

#include "tomo/center_rows.h"

/*
 * The spectrum outside of the wedge, of |A(k, f) + e^(-i phase(f)) B(k, f)|:
 * A of the half turn measured, B of its mirror image about column 0, (-1)^k conj A(-k, f).
 */
struct vo {
	size_t nf, nk;		/* frequencies f = 1 .. nf of padded columns; k = 0 .. nk - 1 */
	size_t padded;
	double wedge;		/* k per f from which it is outside */
	float *part[4];		/* re A, im A, re B, im B: [nf][nk] */
};
int vo_new(struct vo *s, const struct even *even, size_t ncol, struct err *e);	/* even: cleaned */
void vo_free(struct vo *s);				/* also after a failed vo_new() */
double vo_measure(const struct vo *s, double center);	/* sum of moduli when the axis is there */
size_t vo_places(double lo, double hi);			/* of a search in steps of a pixel */
void vo_coarse(const struct vo *s, double lo, size_t n, double *q);
/* The lowest place, the median, and the score: 1 - depth of the next minimum over that of the lowest. */
int vo_lowest(const double *q, size_t n, size_t *best, double *middle, double *score, struct err *e);
enum { VO_FINE = 31 };					/* places of a tenth of a pixel about a centre */
double vo_fine_place(double center, double i);
void vo_fine(const struct vo *s, double center, double q[VO_FINE]);
double vo_fine_lowest(double center, const double q[VO_FINE]);

/*
 * Many rows: coarse of each row, in parallel, which sets r->row_center and r->row_score; guess, along the slope
 * of r; fine of each row, in parallel, about the guess; answer.
 */
struct vo_rows {
	struct rows *rows;
	double lo;
	size_t places;			/* of the coarse search, in steps of a pixel from lo */
	double *coarse;			/* [rows][places], over the median */
	double guess;			/* at the middle row */
	double fine[CENTER_ROWS][VO_FINE];
	double middle[CENTER_ROWS];	/* medians of the coarse measures */
};
int vo_rows_new(struct vo_rows *v, struct rows *rows, double lo, double hi, struct err *e);
void vo_rows_free(struct vo_rows *v);		/* also after a failed vo_rows_new() */
int vo_rows_coarse(struct vo_rows *v, size_t k, const struct even *even, struct err *e);
int vo_rows_guess(struct vo_rows *v, struct err *e);
int vo_rows_fine(struct vo_rows *v, size_t k, const struct even *even, struct err *e);
void vo_rows_answer(struct vo_rows *v);

#endif
