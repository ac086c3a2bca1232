/*
 * lane.h - one vector register of floats or doubles, as wide as the level for which a kernel
 * (*.hot.c) is compiled has them, with the least, the greatest and a choice: what sorting
 * networks are made of.  No NaNs.  Elsewhere than on x86-64 a lane is one number.
 */
#ifndef NUM_LANE_H
#define NUM_LANE_H

#if defined(__AVX512F__)
#include <immintrin.h>
enum { FLANE = 16, DLANE = 8 };
#define flane __m512
#define dlane __m512d
#define FLANE_LOAD(p) _mm512_loadu_ps(p)
#define FLANE_STORE(p, v) _mm512_storeu_ps(p, v)
#define FLANE_MIN(a, b) _mm512_min_ps(a, b)
#define FLANE_MAX(a, b) _mm512_max_ps(a, b)
/* a < b ? yes : no */
#define FLANE_LESS(a, b, yes, no) _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_LT_OQ), no, yes)
#define DLANE_LOAD(p) _mm512_loadu_pd(p)
#define DLANE_STORE(p, v) _mm512_storeu_pd(p, v)
#define DLANE_MIN(a, b) _mm512_min_pd(a, b)
#define DLANE_MAX(a, b) _mm512_max_pd(a, b)
#define DLANE_ALL(x) _mm512_set1_pd(x)
#elif defined(__AVX__)
#include <immintrin.h>
enum { FLANE = 8, DLANE = 4 };
#define flane __m256
#define dlane __m256d
#define FLANE_LOAD(p) _mm256_loadu_ps(p)
#define FLANE_STORE(p, v) _mm256_storeu_ps(p, v)
#define FLANE_MIN(a, b) _mm256_min_ps(a, b)
#define FLANE_MAX(a, b) _mm256_max_ps(a, b)
#define FLANE_LESS(a, b, yes, no) _mm256_blendv_ps(no, yes, _mm256_cmp_ps(a, b, _CMP_LT_OQ))
#define DLANE_LOAD(p) _mm256_loadu_pd(p)
#define DLANE_STORE(p, v) _mm256_storeu_pd(p, v)
#define DLANE_MIN(a, b) _mm256_min_pd(a, b)
#define DLANE_MAX(a, b) _mm256_max_pd(a, b)
#define DLANE_ALL(x) _mm256_set1_pd(x)
#elif defined(__SSE2__)
#include <emmintrin.h>
enum { FLANE = 4, DLANE = 2 };
#define flane __m128
#define dlane __m128d
#define FLANE_LOAD(p) _mm_loadu_ps(p)
#define FLANE_STORE(p, v) _mm_storeu_ps(p, v)
#define FLANE_MIN(a, b) _mm_min_ps(a, b)
#define FLANE_MAX(a, b) _mm_max_ps(a, b)
#define FLANE_LESS(a, b, yes, no) \
	_mm_or_ps(_mm_and_ps(_mm_cmplt_ps(a, b), yes), _mm_andnot_ps(_mm_cmplt_ps(a, b), no))
#define DLANE_LOAD(p) _mm_loadu_pd(p)
#define DLANE_STORE(p, v) _mm_storeu_pd(p, v)
#define DLANE_MIN(a, b) _mm_min_pd(a, b)
#define DLANE_MAX(a, b) _mm_max_pd(a, b)
#define DLANE_ALL(x) _mm_set1_pd(x)
#else
enum { FLANE = 1, DLANE = 1 };
#define flane float
#define dlane double
#define FLANE_LOAD(p) (*(p))
#define FLANE_STORE(p, v) ((void)(*(p) = (v)))
#define FLANE_MIN(a, b) ((a) < (b) ? (a) : (b))
#define FLANE_MAX(a, b) ((a) < (b) ? (b) : (a))
#define FLANE_LESS(a, b, yes, no) ((a) < (b) ? (yes) : (no))
#define DLANE_LOAD(p) (*(p))
#define DLANE_STORE(p, v) ((void)(*(p) = (v)))
#define DLANE_MIN(a, b) ((a) < (b) ? (a) : (b))
#define DLANE_MAX(a, b) ((a) < (b) ? (b) : (a))
#define DLANE_ALL(x) (x)
#endif

#endif
