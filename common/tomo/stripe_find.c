#include "tomo/stripe_find.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "num/slide.h"
#include "num/sort.h"
#include "num/stat.h"
#include "tomo/filter_image.h"
#include "tomo/filter_stripe.hot.h"
#include "tomo/stripe_room.h"

enum { BLOCKS = 32, LEAST = 16, AROUND = 21, PASSES = 4 };

#define FAINT 0.002	/* of the mean: too weak to matter */
#define ALIKE 0.2f	/* correlation of both sides of a wide stripe */
#define CURVE_NOISE 1.7	/* sqrt(1 + 2 0.9^2 + 2 0.4^2) */

struct room {
	size_t nblock, ncol;
	float *mean, *bridged, *signal;		/* [nblock][ncol]; bridged: without what is found */
	float *value;				/* of the sorted signal */
	uint16_t *row;
	void *sort, *slide;
	double *sum;				/* [ncol] */
	float *up, *down, *score, *around, *noise;	/* [ncol] */
	float *lane, *middle;			/* [ncol][STRIP] */
	int8_t *step;				/* [ncol]: sign of a step that lasts, to the next column */
};

/* Parts of the scratch; of NULL only the size. */
static size_t lay_out(struct room *w, size_t nrow, size_t ncol, char *work)
{
	size_t n = nrow < BLOCKS ? nrow : BLOCKS, cells = n * ncol * sizeof(float), at = 0;

	w->nblock = n;
	w->ncol = ncol;
	w->mean = room_take(work, &at, cells);
	w->bridged = room_take(work, &at, cells);
	w->signal = room_take(work, &at, cells);
	w->value = room_take(work, &at, sort_values(n, ncol) * sizeof *w->value);
	w->row = room_take(work, &at, sort_rows(n, ncol) * sizeof *w->row);
	w->sort = room_take(work, &at, sort_work(n));
	w->slide = room_take(work, &at, slide_work(AROUND));
	w->sum = room_take(work, &at, ncol * sizeof *w->sum);
	w->up = room_take(work, &at, ncol * sizeof *w->up);
	w->down = room_take(work, &at, ncol * sizeof *w->down);
	w->score = room_take(work, &at, ncol * sizeof *w->score);
	w->around = room_take(work, &at, ncol * sizeof *w->around);
	w->noise = room_take(work, &at, ncol * sizeof *w->noise);
	w->lane = room_take(work, &at, ncol * STRIP * sizeof *w->lane);
	w->middle = room_take(work, &at, ncol * STRIP * sizeof *w->middle);
	w->step = room_take(work, &at, ncol);
	return at;
}

size_t stripe_find_work(size_t nrow, size_t ncol)
{
	struct room w;

	return lay_out(&w, nrow, ncol, NULL);
}

/* Means of the blocks; the mean of their absolute values. */
static double means(struct room *w, const float *x, size_t nrow)
{
	double all = 0;

	for (size_t b = 0; b < w->nblock; b++) {
		size_t from = nrow * b / w->nblock, to = nrow * (b + 1) / w->nblock;
		memset(w->sum, 0, w->ncol * sizeof *w->sum);
		for (size_t r = from; r < to; r += STRIPE_ROWS)
			HOT_PICK(stripe_sum)(x + r * w->ncol, to - r < STRIPE_ROWS ? to - r : STRIPE_ROWS, w->ncol,
					     w->up, w->sum);
		for (size_t c = 0; c < w->ncol; c++) {
			float m = (float)(w->sum[c] / (double)(to - from));
			w->mean[b * w->ncol + c] = isfinite(m) ? m : 0;
			all += fabs((double)w->mean[b * w->ncol + c]);
		}
	}
	return all / (double)(w->nblock * w->ncol);
}

static inline void order(float *a, float *b)
{
	float lo = *a < *b ? *a : *b;

	*b = *a < *b ? *b : *a;
	*a = lo;
}

static inline float middle_of_5(float a, float b, float c, float d, float e)
{
	order(&a, &b);
	order(&c, &d);
	order(&a, &c);	/* a is the least of four */
	order(&b, &d);	/* d the greatest */
	order(&b, &c);
	/* of b <= c and e */
	return e < b ? b : e > c ? c : e;
}

/* q = p less the median of five around it. */
static void stand_out(const float *p, size_t n, float *q)
{
	for (size_t c = 0; c < n; c++) {
		const float *s = p + c;
		float edge[5];
		if (c < 2 || c + 2 >= n) {
			for (long k = 0; k < 5; k++)
				edge[k] = p[image_reflect((long)c + k - 2, n)];
			s = edge + 2;
		}
		q[c] = *s - middle_of_5(s[-2], s[-1], s[0], s[1], s[2]);
	}
}

/* q = p less the parabola through the neighbours but the next ones. */
static void curve_out(const float *p, size_t n, float *q)
{
	for (size_t c = 0; c < n; c++) {
		const float *s = p + c;
		float edge[7];
		if (c < 3 || c + 3 >= n) {
			for (long k = 0; k < 7; k++)
				edge[k] = p[image_reflect((long)c + k - 3, n)];
			s = edge + 3;
		}
		q[c] = *s - 0.9f * (s[-2] + s[2]) + 0.4f * (s[-3] + s[3]);
	}
}

/* From signals [nblock][n]: how high all but a fifth of the blocks, and the other way; and the greater. */
static void scores(struct room *w, size_t n)
{
	size_t k = w->nblock / 5, top = w->nblock - 1 - k;

	sort_columns(w->signal, w->nblock, n, w->value, w->row, w->sort);
	for (size_t c = 0; c < n; c++) {
		w->up[c] = w->value[(top / STRIP * n + c) * STRIP + top % STRIP];
		w->down[c] = -w->value[(k / STRIP * n + c) * STRIP + k % STRIP];
		w->score[c] = w->up[c] > w->down[c] ? w->up[c] : w->down[c];
	}
}

/* y[c] = the median of 21 of x around c. */
static void around(struct room *w, const float *x, size_t n, float *y)
{
	memset(w->lane, 0, n * STRIP * sizeof *w->lane);
	for (size_t c = 0; c < n; c++)
		w->lane[c * STRIP] = x[c];
	slide_median(w->lane, n, AROUND, w->middle, w->slide);
	for (size_t c = 0; c < n; c++)
		y[c] = w->middle[c * STRIP];
}

/* up, down, score of profiles [nblock][n]; around[c] = the score from which on a signal lasts. */
static void judge(struct room *w, const float *p, size_t n, double above, double faint)
{
	double all;

	for (size_t b = 0; b < w->nblock; b++)
		curve_out(p + b * n, n, w->signal + b * n);
	scores(w, n);
	around(w, w->score, n, w->noise);
	for (size_t b = 0; b < w->nblock; b++)
		stand_out(p + b * n, n, w->signal + b * n);
	scores(w, n);
	memcpy(w->around, w->score, n * sizeof *w->score);
	all = stat_median_f32(w->around, n);
	around(w, w->score, n, w->around);
	for (size_t c = 0; c < n; c++)
		w->around[c] = (float)fmax(above * fmax(fmax(all, w->around[c]), w->noise[c] / CURVE_NOISE), faint);
}

/* Do the columns [from, to) differ from the two next to them by half of the step, in its sense? */
static bool stands(struct room *w, size_t from, size_t to, int sign, double step)
{
	float diff[BLOCKS];

	for (size_t b = 0; b < w->nblock; b++) {
		const float *m = w->mean + b * w->ncol;
		double s = 0;
		for (size_t c = from; c < to; c++)
			s += m[c];
		diff[b] = (float)(sign * (s / (double)(to - from) - 0.5 * ((double)m[from - 1] + m[to])));
	}
	return stat_select_f32(diff, w->nblock, w->nblock - 1 - w->nblock / 5) >= 0.5 * step;
}

/* Pearson's r of column c with the mean of columns a and b, over the blocks; 0 where one is constant. */
static float likeness(struct room *w, size_t a, size_t b, size_t c)
{
	float one[BLOCKS], other[BLOCKS];
	double r;

	for (size_t k = 0; k < w->nblock; k++) {
		const float *m = w->mean + k * w->ncol;
		one[k] = m[c];
		other[k] = 0.5f * (m[a] + m[b]);
	}
	r = stat_correlation(one, other, w->nblock);
	return isnan(r) ? 0 : (float)r;
}

/* Do columns a and b see the same, or as much of it as this step lets one tell? */
static bool alike(struct room *w, size_t a, size_t b, double step)
{
	double mean = 0, square = 0, n = (double)w->nblock;

	for (size_t k = 0; k < w->nblock; k++) {
		double d = (double)w->mean[k * w->ncol + a] - w->mean[k * w->ncol + b];
		mean += d / n;
		square += d * d / n;
	}
	return square - mean * mean <= step * step || likeness(w, a, a, b) >= ALIKE;
}

/* Columns between two steps of opposite sign, with the same to be seen on either side. */
static void between(struct room *w, size_t wide, uint8_t *found)
{
	for (size_t i = 0; i + 1 < w->ncol; i++) {
		size_t j = i + 1;
		if (!w->step[i])
			continue;
		while (j + 1 < w->ncol && j - i <= wide && w->step[j] != -w->step[i])
			j++;
		if (j + 1 >= w->ncol || j - i > wide)
			continue;
		double step = fmin(w->score[i], w->score[j]);
		if (alike(w, i, j + 1, step) && stands(w, i + 1, j + 1, w->step[i], step)) {
			memset(found + i + 1, 1, j - i);
			i = j;
		}
	}
}

/* Does column c differ by three quarters of its score from the parabola through its neighbours but the next ones? */
static bool sharp(struct room *w, size_t c)
{
	float diff[BLOCKS], sign = w->up[c] >= w->down[c] ? 1 : -1;
	size_t at[4];

	for (long k = 0; k < 4; k++)
		at[k] = image_reflect((long)c + (k < 2 ? k - 3 : k), w->ncol);
	for (size_t b = 0; b < w->nblock; b++) {
		const float *m = w->bridged + b * w->ncol;
		diff[b] = sign * (m[c] - 0.9f * (m[at[1]] + m[at[2]]) + 0.4f * (m[at[0]] + m[at[3]]));
	}
	return stat_select_f32(diff, w->nblock, w->nblock - 1 - w->nblock / 5) >= 0.75f * w->score[c];
}

/* The means, with found columns interpolated between the nearest others. */
static void bridge(struct room *w, const uint8_t *found)
{
	size_t n = w->ncol;

	memcpy(w->bridged, w->mean, w->nblock * n * sizeof *w->mean);
	for (size_t c = 0, to; c < n; c = to + 1) {
		for (to = c; to < n && found[to]; to++)
			;
		for (size_t b = 0; b < w->nblock && to - c < n; b++) {
			float *m = w->bridged + b * n, left = m[c ? c - 1 : to], right = m[to < n ? to : c - 1];
			for (size_t i = c; i < to; i++)
				m[i] = left + (right - left) * (float)(i - c + 1) / (float)(to - c + 1);
		}
	}
}

/* Is the score of column c the greatest of those that are left within two columns? */
static bool greatest(const struct room *w, size_t c)
{
	for (size_t i = c < 2 ? 0 : c - 2; i < w->ncol && i <= c + 2; i++)
		if (w->score[i] > w->score[c] || (w->score[i] == w->score[c] && i < c))
			return false;
	return true;
}

/* Narrow stripes, the greater ones first: what is next to one is judged without it. */
static size_t narrow(struct room *w, double above, double faint, uint8_t *found)
{
	size_t more = 0;

	bridge(w, found);
	judge(w, w->bridged, w->ncol, above, faint);
	for (size_t c = 0; c < w->ncol; c++)
		if (!found[c] && w->score[c] > w->around[c] && greatest(w, c) && sharp(w, c))
			more += found[c] = 1;
	return more;
}

static void steps(struct room *w, double above, double faint)
{
	size_t n = w->ncol - 1;

	for (size_t b = 0; b < w->nblock; b++) {
		const float *m = w->mean + b * w->ncol;
		for (size_t c = 0; c < n; c++)
			w->bridged[b * n + c] = m[c + 1] - m[c];
	}
	judge(w, w->bridged, n, above, faint);
	for (size_t c = 0; c < n; c++)
		w->step[c] = w->score[c] > w->around[c] ? w->up[c] >= w->down[c] ? 1 : -1 : 0;
}

static void follow(struct room *w, const uint8_t *found, float *like)
{
	for (size_t c = 0, to; c < w->ncol; c = to + 1) {
		for (to = c; to < w->ncol && found[to]; to++)
			;
		if (to < w->ncol)
			like[to] = 1;
		for (size_t i = c; i < to; i++)
			like[i] = to - c == w->ncol ? 1 : likeness(w, c ? c - 1 : to, to < w->ncol ? to : c - 1, i);
	}
}

size_t stripe_find(const float *x, size_t nrow, size_t ncol, double above, size_t wide, uint8_t *found,
		   float *like, void *work)
{
	struct room w;
	double faint;
	size_t n = 0;

	memset(found, 0, ncol);
	if (nrow < LEAST || ncol < 3)
		return 0;
	lay_out(&w, nrow, ncol, work);
	faint = FAINT * means(&w, x, nrow);
	steps(&w, above, faint);
	between(&w, wide, found);
	for (int pass = 0; pass < PASSES && narrow(&w, above, faint, found); pass++)
		;
	for (size_t c = 0; c < ncol; c++)
		n += found[c];
	if (n && like)
		follow(&w, found, like);
	return n;
}
