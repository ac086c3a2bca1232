/*
 * slide.h - exact medians of a window that slides along STRIP lanes at once (num/sort.h).
 *
 * Each lane has its window in order; a step takes out the oldest and puts in the next sample,
 * one pass of comparisons over the window, the same for all lanes.  Beyond its ends a lane
 * is mirrored with the end sample repeated, (c b a | a b c | c b a): "reflect" of scipy.ndimage,
 * also where the window is wider than the lane is long.
 */
#ifndef NUM_SLIDE_H
#define NUM_SLIDE_H

#include <stddef.h>

/* Scratch of slide_median(), bytes. */
size_t slide_work(size_t size);

/*
 * y[i][l] = the median of x[i - size/2 .. i + size/2][l], for i in [0, n), l in [0, STRIP); size
 * odd, n >= 1; x and y apart, work aligned to a cache line.  No NaNs.
 */
void slide_median(const float *x, size_t n, size_t size, float *y, void *work);

#endif
