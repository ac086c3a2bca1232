#include "tomo/stripe_vo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "num/slide.h"
#include "num/sort.h"
#include "tomo/filter_image.h"
#include "tomo/filter_median.h"
#include "tomo/stripe_find.h"
#include "tomo/stripe_mark.h"
#include "tomo/stripe_room.h"
#include "tomo/stripe_vo.hot.h"

enum { SMOOTH = 10, EDGE = 2, LEAST = 8 };

#define LIKE 0.8f	/* correlation from which on a column sees the object */

struct room {
	float *value, *smooth;		/* strips; smooth: of one strip, or for algorithm 5 of all */
	uint16_t *row;
	void *sort, *slide, *find;
	double *sum, *other;		/* [ncol][STRIP] */
	float *profile, *scratch, *gain;	/* [ncol] */
	float *lane, *middle;		/* [ncol][STRIP] */
	uint8_t *mask, *found;		/* [ncol] */
};

/* Parts of the scratch; of NULL only the size. */
static size_t lay_out(const struct vo *v, struct room *w, char *work)
{
	size_t n = v->ncol, values = sort_values(v->nrow, n) * sizeof(float), strip = n * STRIP * sizeof(float);
	size_t window = v->size > v->small ? v->size : v->small, at = 0;

	w->value = room_take(work, &at, values);
	w->smooth = room_take(work, &at, v->large ? values : strip);
	w->row = room_take(work, &at, sort_rows(v->nrow, n) * sizeof *w->row);
	w->sort = room_take(work, &at, sort_work(v->nrow));
	w->slide = room_take(work, &at, slide_work(window));
	w->find = room_take(work, &at, stripe_find_work(v->nrow, n));
	w->sum = room_take(work, &at, 2 * strip);
	w->other = room_take(work, &at, 2 * strip);
	w->lane = room_take(work, &at, strip);
	w->middle = room_take(work, &at, strip);
	w->profile = room_take(work, &at, n * sizeof *w->profile);
	w->scratch = room_take(work, &at, n * sizeof *w->scratch);
	w->gain = room_take(work, &at, n * sizeof *w->gain);
	w->mask = room_take(work, &at, n);
	w->found = room_take(work, &at, n);
	return at;
}

static int vo_check(struct vo *v, const struct head *in, struct err *e)
{
	struct image im;

	if (image_of(&im, in, e) || ((v->dead || v->large) && median_check((double)v->size, e)) ||
	    (v->sort && median_check((double)v->small, e)))
		return e->code;
	if (im.nrow > SORT_MAX)
		return err_set(e, E_DATA, "%zu angles are more than %d", im.nrow, SORT_MAX);
	v->nrow = im.nrow;
	v->ncol = im.ncol;
	return 0;
}

int vo_new(void **plan, const struct vo *settings, const struct head *in, struct err *e)
{
	struct vo *v = *plan = mem_zero(1, sizeof *v, "a plan", e);

	if (!v)
		return e->code;
	*v = *settings;
	return vo_check(v, in, e);
}

size_t vo_work(const void *plan)
{
	struct room w;

	return lay_out(plan, &w, NULL);
}

static int descending(const void *a, const void *b)
{
	float p = *(const float *)a, q = *(const float *)b;

	return p > q ? -1 : p < q;
}

void vo_detect(const float *p, size_t n, double snr, uint8_t *mask, float *s)
{
	size_t from = n / 4, to = n - n / 4;
	double mid = 0.5 * (double)(from + to - 1), mean = 0, up = 0, down = 0, top, end, noise;

	memset(mask, 0, n);
	if (n < LEAST)
		return;
	memcpy(s, p, n * sizeof *s);
	qsort(s, n, sizeof *s, descending);
	for (size_t k = from; k < to; k++)
		mean += s[k];
	mean /= (double)(to - from);
	for (size_t k = from; k < to; k++) {
		up += ((double)k - mid) * (s[k] - mean);
		down += ((double)k - mid) * ((double)k - mid);
	}
	top = mean - up / down * mid;
	end = mean + up / down * ((double)(n - 1) - mid);
	noise = fmax(fabs(end - top), 1e-6 * fabs(top));
	if (s[0] - top >= snr * noise)
		for (size_t c = 0; c < n; c++)
			mask[c] |= p[c] > top + 0.5 * snr * noise;
	if (end - s[n - 1] >= snr * noise)
		for (size_t c = 0; c < n; c++)
			mask[c] |= p[c] <= end - 0.5 * snr * noise;
}

/* Set what is next to a set one. */
static void widen(uint8_t *mask, size_t n)
{
	uint8_t before = 0;

	for (size_t i = 0; i < n; i++) {
		uint8_t here = mask[i];
		mask[i] = here | before | (i + 1 < n && mask[i + 1]);
		before = here;
	}
}

/* A column in which algorithm 6 finds nothing to measure. */
static bool broken(double rough)
{
	return !isfinite(rough);
}

/* other[c] = the roughness of column c */
static void roughness(const struct vo *v, const float *x, struct room *w)
{
	size_t n = v->ncol;
	long rows = (long)v->nrow;

	memset(w->sum, 0, n * sizeof *w->sum);
	memset(w->other, 0, n * sizeof *w->other);
	for (long r = -SMOOTH / 2 - 1; r < SMOOTH / 2 - 1; r++)	/* the window of row -1 */
		HOT_PICK(vo_add)(x + image_reflect(r, v->nrow) * n, n, w->sum);
	for (long r = 0; r < rows; r++)
		HOT_PICK(vo_rough)(x + image_reflect(r + SMOOTH / 2 - 1, v->nrow) * n,
				   x + image_reflect(r - SMOOTH / 2 - 1, v->nrow) * n, x + (size_t)r * n,
				   1. / SMOOTH, n, w->sum, w->other);
}

/* profile = roughness over its median around; broken columns count as 1. */
static void rough_profile(const struct vo *v, struct room *w)
{
	double mean = 0;
	size_t n = v->ncol, good = 0;

	for (size_t c = 0; c < n; c++)
		if (!broken(w->other[c])) {
			mean += w->other[c];
			good++;
		}
	mean = good ? mean / (double)good : 0;
	memset(w->lane, 0, n * STRIP * sizeof *w->lane);
	for (size_t c = 0; c < n; c++)
		w->lane[c * STRIP] = (float)(broken(w->other[c]) ? mean : w->other[c]);
	slide_median(w->lane, n, v->size, w->middle, w->slide);
	for (size_t c = 0; c < n; c++) {
		double d = w->lane[c * STRIP], m = w->middle[c * STRIP] > 0 ? w->middle[c * STRIP] : mean;
		w->profile[c] = (float)(m > 0 ? d / m : 1);
	}
}

/* The columns [from, to) of y between those next to them. */
static void fill(float *y, size_t nrow, size_t ncol, size_t from, size_t to)
{
	for (size_t r = 0; r < nrow; r++, y += ncol) {
		float a = y[from ? from - 1 : to], b = y[to < ncol ? to : from - 1];
		float slope = (b - a) / (float)(to - from + 1);
		for (size_t c = from; c < to; c++)
			y[c] = a + slope * (float)(c - from + 1);
	}
}

/* found = stripes that last, scratch = how like their neighbours they are; how many. */
static size_t find(const struct vo *v, const float *x, size_t wide, struct room *w)
{
	return stripe_find(x, v->nrow, v->ncol, STRIPE_LASTING * v->above, wide, w->found, w->scratch, w->find);
}

/* Of the stripes that last: those that do not see what their neighbours see, or are snr times as rough as they. */
static void blind(const struct vo *v, const float *x, struct room *w)
{
	float *like = w->scratch;
	size_t n = v->ncol, some = find(v, x, v->size / 2, w);

	for (size_t c = 0, to; c < n; c = to + 1) {
		float rough;
		for (to = c; to < n && w->found[to]; to++)
			w->mask[to] &= some > 0;
		if (to < n)
			w->mask[to] = 0;
		rough = fmaxf(c ? w->profile[c - 1] : 0, to < n ? w->profile[to] : 0);
		for (size_t i = c; i < to; i++)
			w->mask[i] = like[i] < LIKE || (w->mask[i] && w->profile[i] > (float)v->snr * rough);
	}
}

static void algorithm_6(const struct vo *v, const float *x, float *y, struct room *w)
{
	size_t n = v->ncol, to;

	roughness(v, x, w);
	rough_profile(v, w);
	vo_detect(w->profile, n, v->snr, w->mask, w->scratch);
	widen(w->mask, n);
	if (v->where == STRIPE_MARKED)
		blind(v, x, w);
	for (size_t c = 0; c < n; c++) {
		w->mask[c] &= c >= EDGE && c + EDGE < n;
		w->mask[c] |= broken(w->other[c]);
	}
	for (size_t c = 0; c < n; c = to + 1) {
		for (to = c; to < n && w->mask[to]; to++)
			;
		if (to > c && to - c < n)
			fill(y, v->nrow, n, c, to);
	}
}

static inline float middle(float a, float b, float c)
{
	float lo = a < b ? a : b, hi = a < b ? b : a;

	return c < lo ? lo : c > hi ? hi : c;
}

/*
 * Of a strip of n columns, to m at those of "found", from the nearest others on either side (at an edge,
 * the one there is): interpolated linearly; or, with a gain, the median of both and of s gain.
 */
static void bridge(const float *s, float *m, size_t n, const uint8_t *found, const float *gain)
{
	for (size_t c = 0, to; c < n; c = to + 1) {
		for (to = c; to < n && found[to]; to++)
			;
		for (size_t i = c; i < to && to - c < n; i++) {
			const float *a = s + (c ? c - 1 : to) * STRIP, *b = s + (to < n ? to : c - 1) * STRIP;
			float t = (float)(i - c + 1) / (float)(to - c + 1);
			for (size_t l = 0; l < STRIP; l++)
				m[i * STRIP + l] = gain ? middle(a[l], b[l], s[i * STRIP + l] * gain[i])
							: (1 - t) * a[l] + t * b[l];
		}
	}
}

/* Sums of strip g over its ranks within [drop, nrow - drop). */
static void add_strip(const struct vo *v, const float *strip, size_t g, double *sum)
{
	size_t n = v->ncol, drop = (size_t)(0.5 * v->drop_ratio * (double)v->nrow), r = g * STRIP;

	if (r >= drop && r + STRIP + drop <= v->nrow)
		HOT_PICK(vo_add)(strip, n * STRIP, sum);
	else
		for (size_t l = 0; l < STRIP; l++)
			for (size_t c = 0; c < n && r + l >= drop && r + l + drop < v->nrow; c++)
				sum[c * STRIP] += (double)strip[c * STRIP + l];
}

/* profile = sum / other, 1 where that is not a positive number. */
static void ratios(const struct room *w, size_t n)
{
	for (size_t c = 0; c < n; c++) {
		double s = 0, m = 0, f;
		for (size_t l = 0; l < STRIP; l++) {
			s += w->sum[c * STRIP + l];
			m += w->other[c * STRIP + l];
		}
		f = s / m;
		w->profile[c] = (float)(f > 0 && isfinite(f) ? f : 1);
	}
}

/* M of all strips, f in profile; bridged: of found columns only, between their neighbours. */
static void smooth_all(const struct vo *v, struct room *w, bool bridged)
{
	size_t n = v->ncol, strip = n * STRIP;

	memset(w->sum, 0, strip * sizeof *w->sum);
	memset(w->other, 0, strip * sizeof *w->other);
	for (size_t g = 0; g < sort_ranks(v->nrow) / STRIP; g++) {
		float *s = w->value + g * strip, *m = w->smooth + g * strip;
		if (bridged)
			bridge(s, m, n, w->found, NULL);
		else
			slide_median(s, n, v->size, m, w->slide);
		add_strip(v, s, g, w->sum);
		add_strip(v, m, g, w->other);
	}
	ratios(w, n);
}

/* profile = f, gain = 1/f or 1, mask = columns that become M */
static void algorithm_5(const struct vo *v, struct room *w)
{
	size_t n = v->ncol;

	smooth_all(v, w, false);
	vo_detect(w->profile, n, v->snr, w->mask, w->scratch);
	widen(w->mask, n);
	if (v->where == STRIPE_MARKED)
		smooth_all(v, w, true);
	for (size_t c = 0; c < n; c++) {
		w->mask[c] &= w->found[c];
		w->gain[c] = v->norm && w->found[c] ? 1 / w->profile[c] : 1;
	}
	if (v->where == STRIPE_MARKED)
		for (size_t g = 0; g < sort_ranks(v->nrow) / STRIP; g++)
			bridge(w->value + g * n * STRIP, w->smooth + g * n * STRIP, n, w->found, w->gain);
}

/* Of a strip, medians of found columns, of a window of four times the stripe at most; the others as they are. */
static void narrow_medians(const struct vo *v, const float *s, struct room *w)
{
	size_t n = v->ncol;

	memcpy(w->middle, s, n * STRIP * sizeof *s);
	for (size_t c = 0, to; c < n; c = to + 1) {
		for (to = c; to < n && w->found[to]; to++)
			;
		if (to > c) {
			size_t size = 4 * (to - c) + 1 < v->small ? 4 * (to - c) + 1 : v->small, half = size / 2;
			size_t from = c > half ? c - half : 0, end = to + half < n ? to + half : n;
			slide_median(s + from * STRIP, end - from, size, w->lane, w->slide);
			memcpy(w->middle + c * STRIP, w->lane + (c - from) * STRIP, (to - c) * STRIP * sizeof *s);
		}
	}
}

/* Algorithm 3 on the sorted values as algorithm 5 leaves them. */
static void algorithm_3(const struct vo *v, struct room *w)
{
	size_t n = v->ncol;

	for (size_t g = 0; g < sort_ranks(v->nrow) / STRIP; g++) {
		float *s = w->value + g * n * STRIP;
		if (v->large)
			HOT_PICK(vo_mix)(s, w->smooth + g * n * STRIP, w->gain, w->mask, n);
		if (v->where == STRIPE_MARKED)
			narrow_medians(v, s, w);
		else
			slide_median(s, n, v->small, w->middle, w->slide);
		memcpy(s, w->middle, n * STRIP * sizeof *s);
	}
}

static void put_back(const struct vo *v, const float *value, const uint8_t *mask, float *y, const struct room *w)
{
	for (size_t c = 0; c < v->ncol; c++)
		if (mask[c])
			sort_back_one(value, w->row, v->nrow, v->ncol, c, y);
}

/* found = columns that algorithms 5 and 3 may change; how many. */
static size_t choose(const struct vo *v, const float *y, struct room *w)
{
	size_t n = v->ncol, wide = (v->large ? v->size : v->small) / 2, some;

	if (v->where == STRIPE_ALL) {
		memset(w->found, 1, n);
		return n;
	}
	some = find(v, y, wide, w);
	for (size_t c = 0; c < n && some; c++)
		if (w->found[c] && w->scratch[c] < LIKE) {
			w->found[c] = 0;
			some--;
		}
	return some;
}

static void remove_stripes(const struct vo *v, const float *x, float *y, void *work)
{
	struct room w;
	bool all = v->sort && v->where == STRIPE_ALL;	/* every sample of y is put back */

	lay_out(v, &w, work);
	if (!all || v->dead)
		memcpy(y, x, v->nrow * v->ncol * sizeof *y);
	if (v->dead)
		algorithm_6(v, x, y, &w);
	if ((!v->large && !v->sort) || !choose(v, y, &w))
		return;
	sort_columns(all && !v->dead ? x : y, v->nrow, v->ncol, w.value, w.row, w.sort);
	if (v->large)
		algorithm_5(v, &w);
	if (v->sort)
		algorithm_3(v, &w);
	if (all) {
		sort_back(w.value, w.row, v->nrow, v->ncol, y, w.sort);
	} else if (v->sort) {
		put_back(v, w.value, w.found, y, &w);
	} else {
		HOT_PICK(vo_scale)(y, w.gain, v->nrow, v->ncol);
		put_back(v, w.smooth, w.mask, y, &w);
	}
}

int vo_apply(const void *plan, size_t first, size_t n, size_t before, size_t after, const float *in, float *out,
	     void *work, struct err *e)
{
	(void)first, (void)n, (void)before, (void)after, (void)e;
	remove_stripes(plan, in, out, work);
	return 0;
}
