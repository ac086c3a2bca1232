/*
 * filter_lane.h - one vector register of floats, as wide as the level for which
 * a kernel (*.hot.c) is compiled has them: for sums that must stay in registers.
 */
#ifndef TOMO_FILTER_LANE_H
#define TOMO_FILTER_LANE_H

#if defined(__AVX512F__)
#define LANE_BYTES 64
#elif defined(__AVX__)
#define LANE_BYTES 32
#else
#define LANE_BYTES 16
#endif

/* anywhere in memory */
typedef float lane __attribute__((vector_size(LANE_BYTES), aligned(4), may_alias));
enum { LANE = LANE_BYTES / 4 };

/* The u-th lane from p on, to read and to write. */
#define LANE_AT(p, u) (*(const lane *)((p) + (u) * LANE))
#define LANE_PUT(p, u) (*(lane *)((p) + (u) * LANE))

#endif
