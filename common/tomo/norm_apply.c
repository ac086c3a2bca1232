#include <math.h>

#include "tomo/norm_priv.h"

enum { BAND = 8192 };		/* pixels of several rows done in one call */

struct norm_flats norm_flats_at(const struct norm *n, double frame)
{
	size_t b = 0;
	struct norm_flats f = { NULL, NULL, 0 };

	if (n->nblock < 2)
		return f;
	while (b + 2 < n->nblock && frame >= n->block[b + 1].frame)
		b++;
	double from = n->block[b].frame, to = n->block[b + 1].frame;
	double at = to > from ? (frame - from) / (to - from) : 0;

	f.at = at > 0 ? at < 1 ? (float)at : 1 : 0;
	f.from = n->block[f.at < 1 ? b : b + 1].range;
	f.to = n->block[f.at > 0 ? b + 1 : b].range;
	return f;
}

static struct norm_span span_at(const struct norm *n, const struct norm_view *v, size_t row, size_t col)
{
	size_t at = row * n->ncol + col;
	struct norm_span s = {
		.p = v->base + (row - v->lo) * v->stride + col,
		.dark = n->dark + at,
		.scale = v->flats.to ? NULL : n->scale + at,
		.from = v->flats.to ? v->flats.from + at : NULL,
		.to = v->flats.to ? v->flats.to + at : NULL,
		.at = v->flats.at,
		.least = (float)n->par.least,
	};
	return s;
}

/* Mean of what is finite in k pixels of T; 0 when nothing is. */
static double mean_of(const struct norm *n, const struct norm_view *v, size_t row, size_t col, size_t k,
		      double *count)
{
	struct norm_span s = span_at(n, v, row, col);
	double sum = 0;
	float t[64];

	*count = 0;
	for (size_t i = 0; i < k; i += 64) {
		size_t m = k - i < 64 ? k - i : 64;
		struct norm_span part = s;

		part.p += i;
		part.dark += i;
		if (part.to) {
			part.from += i;
			part.to += i;
		} else {
			part.scale += i;
		}
		HOT_PICK(norm_span)(&part, t, m);
		for (size_t j = 0; j < m; j++)
			if (isfinite(t[j])) {
				sum += (double)t[j];
				++*count;
			}
	}
	return *count > 0 ? sum / *count : 0;
}

int norm_roi(const struct norm *n, struct norm_view *v, struct err *e)
{
	const size_t *row = n->par.roi_row, *col = n->par.roi_col;
	double sum = 0, total = 0, count;

	v->roi = 1;
	if (!n->par.roi)
		return 0;
	for (size_t r = row[0]; r < row[1]; r++) {
		double mean = mean_of(n, v, r, col[0], col[1] - col[0], &count);

		sum += mean * count;
		total += count;
	}
	if (!(sum > 0))
		return err_set(e, E_DATA, "the mean transmission of region %zu:%zu,%zu:%zu is not above 0",
			       row[0], row[1], col[0], col[1]);
	v->roi = sum / total;
	return 0;
}

/* The background of a row: first + slope col. */
struct ramp { double first, slope; };

static int find_ramp(const struct norm *n, const struct norm_view *v, size_t row, struct ramp *a, struct err *e)
{
	size_t air = n->par.air;
	double count, left, right, width = (double)(n->ncol - air);

	*a = (struct ramp){ v->roi, 0 };
	if (air == 0)
		return 0;
	left = mean_of(n, v, row, 0, air, &count);
	right = mean_of(n, v, row, n->ncol - air, air, &count);
	if (!(left > 0) || !(right > 0))
		return err_set(e, E_DATA, "row %zu: the mean transmission of the %s air margin is %g, not above 0",
			       row, left > 0 ? "right" : "left", left > 0 ? right : left);
	a->slope = (right - left) / width;
	a->first = left - a->slope * (double)(air - 1) / 2;
	if (!(a->first > 0) || !(a->first + a->slope * (double)(n->ncol - 1) > 0))
		return err_set(e, E_DATA, "row %zu: the background between the air margins is not above 0", row);
	return 0;
}

/* Results of k pixels from (row, col) on, NaN where invalid; returns how many are. */
static size_t values(const struct norm *n, const struct norm_view *v, const struct ramp *a,
		     size_t row, size_t col, size_t k, float *out)
{
	struct norm_span s = span_at(n, v, row, col);
	bool divide = n->par.air > 0 || n->par.roi;
	float c[NORM_MAXPOLY];

	s.log = n->par.log && !divide;
	size_t bad = HOT_PICK(norm_span)(&s, out, k);
	for (size_t i = 0; i < k && divide; i++)
		out[i] = (float)((double)out[i] / (a->first + a->slope * (double)(col + i)));
	if (!s.log)
		HOT_PICK(norm_log)(out, (float)n->par.least, n->par.log, k);
	for (size_t i = 0; i < n->par.npoly; i++)
		c[i] = (float)n->par.poly[i];
	if (n->par.npoly)
		HOT_PICK(norm_poly)(out, c, n->par.npoly, k);
	return bad;
}

/* Mean of what is valid in the 3 rows of 2 k + 1 columns around (row, col). */
static int mean_near(const struct norm *n, const struct norm_view *v, size_t row, size_t col, size_t k,
		     float *out, struct err *e)
{
	size_t r0 = row > v->lo ? row - 1 : v->lo, r1 = row + 1 < v->hi ? row + 2 : v->hi;
	size_t c0 = col >= k ? col - k : 0, c1 = col + k < n->ncol ? col + k + 1 : n->ncol;
	double sum = 0, count = 0;

	for (size_t r = r0; r < r1; r++) {
		float y[2 * NORM_REACH + 1];
		struct ramp a;

		if (find_ramp(n, v, r, &a, e))
			return e->code;
		values(n, v, &a, r, c0, c1 - c0, y);
		for (size_t i = 0; i < c1 - c0; i++)
			if (!isnan(y[i])) {
				sum += (double)y[i];
				count++;
			}
	}
	*out = count > 0 ? (float)(sum / count) : NAN;
	return 0;
}

static int complain(const struct norm_view *v, size_t row, size_t col, struct err *e)
{
	double p = (double)v->base[(row - v->lo) * v->stride + col];

	return err_set(e, E_DATA, "row %zu, col %zu: %g counts give no finite transmission", row, col,
		       isnan(p) ? (double)NAN : p);
}

static int repair(const struct norm *n, const struct norm_view *v, size_t row, float *out, struct err *e)
{
	for (size_t col = 0; col < n->ncol; col++) {
		if (!isnan(out[col]))
			continue;
		if (n->par.strict)
			return complain(v, row, col, e);
		for (size_t k = 1; k <= NORM_REACH && isnan(out[col]); k++)
			if (mean_near(n, v, row, col, k, &out[col], e))
				return e->code;
		if (isnan(out[col]))
			return err_set(e, E_DATA, "row %zu, col %zu: no valid pixel within %d columns of it",
				       row, col, NORM_REACH);
	}
	return 0;
}

/* Rows that lie one behind the other and need no ramp of their own are done in one call. */
static size_t band(const struct norm *n, const struct norm_view *v, size_t pitch)
{
	bool together = n->par.air == 0 && v->stride == n->ncol && pitch == n->ncol;

	return together && n->ncol < BAND ? BAND / n->ncol : 1;
}

int norm_rows(struct norm *n, const struct norm_view *v, size_t r, size_t nr,
	      float *out, size_t pitch, struct err *e)
{
	size_t bad = 0, step = band(n, v, pitch);
	struct ramp a;

	for (size_t i = 0, k; i < nr; i += k) {
		float *y = out + i * pitch;

		k = nr - i < step ? nr - i : step;
		if (find_ramp(n, v, r + i, &a, e))
			return e->code;
		size_t here = values(n, v, &a, r + i, 0, k * n->ncol, y);
		for (size_t j = 0; j < k && here > 0; j++)
			if (repair(n, v, r + i + j, y + j * pitch, e))
				return e->code;
		bad += here;
	}
	atomic_fetch_add(&n->repaired, bad);
	atomic_fetch_add(&n->total, nr * n->ncol);
	return 0;
}
