/*
 * sort.h - all columns of a matrix in ascending order, each with the rows its samples came
 * from, and back: what a filter does to sorted columns is put where the samples were.
 *
 * Columns are sorted as lanes of vectors by Batcher's bitonic network (K. E. Batcher, AFIPS
 * Spring Joint Comput. Conf. 32 (1968) 307), which has no branches.  Key and row are one double:
 * a float is exact in its upper bits, the row stands in the lower 29, so that equal samples stay
 * in the order of their rows (the sort is stable; -0 and 0 are equal).  A NaN counts as inf.
 *
 * Sorted values are in strips of STRIP ranks, the last one filled up with inf:
 *
 *	value[(g ncol + c) STRIP + l]   the sample of rank g STRIP + l of column c
 *	row[(t nrank + r) STRIP + k]    the row that rank r of column t STRIP + k came from
 *
 * with nrank = sort_ranks(n), so that what goes along the columns at one rank (num/slide.h) reads
 * memory in order, STRIP ranks at a time.
 */
#ifndef NUM_SORT_H
#define NUM_SORT_H

#include <stddef.h>
#include <stdint.h>

enum {
	STRIP = 16,
	SORT_MAX = 65536,	/* rows */
};

size_t sort_ranks(size_t n);			/* n rounded up to whole strips */
size_t sort_values(size_t n, size_t ncol);	/* floats in value */
size_t sort_rows(size_t n, size_t ncol);	/* numbers in row */
size_t sort_work(size_t n);			/* scratch of the functions below, bytes */

/* x[n][ncol], n <= SORT_MAX.  value, row and work aligned to a cache line. */
void sort_columns(const float *x, size_t n, size_t ncol, float *value, uint16_t *row, void *work);
/* y[row][c] = value of its rank, for all columns. */
void sort_back(const float *value, const uint16_t *row, size_t n, size_t ncol, float *y, void *work);
/* The same of column c alone; the others of y stay. */
void sort_back_one(const float *value, const uint16_t *row, size_t n, size_t ncol, size_t c, float *y);

#endif
