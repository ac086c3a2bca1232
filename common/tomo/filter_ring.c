/*
 * ring - remove rings and arcs from slices, in polar coordinates.
 *
 * Rings about the axis are lines along the angle t of the slice in polar coordinates P(r, t)
 * (num/polarmap.h).  With C the values held between thresh-min and thresh-max,
 *
 *     D(r, t) = C(r, t) - median of C(r - rwidth/2 .. r + rwidth/2, t),
 *     D = 0 where |D| > thresh (edges of the object),
 *     Q(r, t) = mean of D(r, t - theta-min/2 .. t + theta-min/2),
 *     y(row, col) = x(row, col) - Q at the place of the pixel
 *
 * so that the slice itself is never resampled (Sijbers & Postnov, Phys. Med. Biol. 49 (2004)
 * N247; Prell, Kyriakou & Kalender, Phys. Med. Biol. 54 (2009) 3881, and TomoPy's remove_ring).
 * thresh, thresh-min and thresh-max are parts of the range of the slice within its circle.
 *
 * With snr > 0, Q is kept only where it is as much at all angles of its window: with the window in n parts
 * and s the standard deviation of their means,
 *
 *     |Q| > snr s / sqrt(n),
 *
 * and 0 elsewhere: what an object has along an arc of theta-min is seldom constant.  n is theta-min /
 * 7.5 degrees, 4 at least, and no more than the arc has pairs of pixels: within a few pixels of the axis nothing is
 * changed.  snr 0 is as published.  A scan of 180 degrees makes half-rings: theta-min is best 60 to 120.
 *
 * The radius goes to the nearest edge in steps of half a pixel.  E_DATA for a sample that is not finite.
 */
#include <math.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "num/polarmap.h"
#include "num/slide.h"
#include "tomo/filter_image.h"
#include "tomo/filter_ring.hot.h"

enum { CENTER_X, CENTER_Y, THRESH, THRESH_MAX, THRESH_MIN, THETA_MIN, RWIDTH, INT_MODE, SNR };
enum { WRAP, REFLECT };
enum { PART_MAX = 48 };

static const char *const modes[] = { "wrap", "reflect", NULL };

static const struct param params[] = {
	[CENTER_X] = { "center-x", PARAM_NUM, "px", -1, -1, 1e6, NULL, NULL, "column of the axis; -1: the middle" },
	[CENTER_Y] = { "center-y", PARAM_NUM, "px", -1, -1, 1e6, NULL, NULL, "row of the axis; -1: the middle" },
	[THRESH] = { "thresh", PARAM_NUM, "", 1, 0, 1, NULL, NULL, "differences above this part of the range are no ring" },
	[THRESH_MAX] = { "thresh-max", PARAM_NUM, "", 1, 0, 1, NULL, NULL, "values are held below this part of the range" },
	[THRESH_MIN] = { "thresh-min", PARAM_NUM, "", 0, 0, 1, NULL, NULL, "and above this one" },
	[THETA_MIN] = { "theta-min", PARAM_NUM, "deg", 90, 1, 360, NULL, NULL, "shortest arc that is a ring" },
	[RWIDTH] = { "rwidth", PARAM_INT, "px", 11, 3, 501, NULL, NULL, "width of the median along the radius" },
	[INT_MODE] = { "int-mode", PARAM_CHOICE, "", WRAP, 0, REFLECT, NULL, modes, "the window beyond 0 and 360 degrees" },
	[SNR] = { "snr", PARAM_NUM, "", 4, 0, 1e6, NULL, NULL, "keeps rings that stand out by so many errors; 0: all" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	struct polarmap map;
	double thresh, most, least, snr;
	size_t size;			/* of the median, in steps of the radius */
	size_t half;			/* of a part of the window, in angles */
	size_t nparts;
	long offset[PART_MAX];		/* of the middle of a part */
	double theta;			/* the window, radian */
	bool reflect;
};

static void windows(struct plan *p, double theta_deg)
{
	double width = theta_deg / 360 * (double)p->map.ntheta, n = fmin(fmax(4, round(theta_deg / 7.5)), PART_MAX);

	p->nparts = (size_t)n;
	p->theta = theta_deg * M_PI / 180;
	p->half = (size_t)(width / n / 2);
	for (size_t i = 0; i < p->nparts; i++)
		p->offset[i] = lround(((double)i - 0.5 * (n - 1)) * width / n);
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || image_of(&p->im, in, e))
		return e->code;
	double right = (double)p->im.ncol - 1, below = (double)p->im.nrow - 1;
	val[CENTER_X] = val[CENTER_X] < 0 ? 0.5 * right : val[CENTER_X];
	val[CENTER_Y] = val[CENTER_Y] < 0 ? 0.5 * below : val[CENTER_Y];
	if (val[CENTER_X] > right || val[CENTER_Y] > below)
		return err_set(e, E_USAGE, "the center %g, %g is outside of %zu x %zu pixels", val[CENTER_X],
			       val[CENTER_Y], p->im.ncol, p->im.nrow);
	if (val[THRESH_MIN] >= val[THRESH_MAX])
		return err_set(e, E_USAGE, "thresh-min=%g is not below thresh-max=%g", val[THRESH_MIN], val[THRESH_MAX]);
	polarmap_init(&p->map, p->im.nrow, p->im.ncol, val[CENTER_X], val[CENTER_Y], 0.5);
	windows(p, val[THETA_MIN]);
	p->size = (size_t)(val[RWIDTH] / p->map.dr) | 1;
	p->thresh = val[THRESH] < 1 ? val[THRESH] : INFINITY;
	p->most = val[THRESH_MAX];
	p->least = val[THRESH_MIN];
	p->snr = val[SNR];
	p->reflect = val[INT_MODE] == REFLECT;
	return 0;
}

struct parts {
	float *framed;			/* the image with a margin */
	float *tile, *med, *window;	/* a strip of angles, its medians */
	float *diff, *mean;		/* [ntheta][nr]: D, then Q; means of parts of the window */
	double *run;			/* [nr] */
	size_t total;
};

static float *take(struct parts *s, float *work, size_t n)
{
	float *p = work ? work + s->total : NULL;

	s->total += image_align(n);
	return p;
}

static struct parts lay_out(const struct plan *p, float *work)
{
	struct parts s = { .total = 0 };
	size_t strip = p->map.nr * STRIP, all = p->map.nr * p->map.ntheta;

	s.framed = take(&s, work, polarmap_framed(&p->map));
	s.tile = take(&s, work, strip);
	s.med = take(&s, work, strip);
	s.window = take(&s, work, slide_work(p->size) / sizeof(float) + 1);
	s.diff = take(&s, work, all);
	s.mean = take(&s, work, all);
	s.run = (void *)take(&s, work, 2 * p->map.nr);
	return s;
}

static size_t work(const void *plan)
{
	return lay_out(plan, NULL).total * sizeof(float);
}

/* Least and largest value within the circle. */
static void range(const struct plan *p, const float *x, float *lo, float *hi)
{
	double radius = (double)(p->map.nr - 1) * p->map.dr;

	*lo = INFINITY;
	*hi = -INFINITY;
	for (size_t r = 0; r < p->im.nrow; r++)
		for (size_t c = 0; c < p->im.ncol; c++) {
			double u = (double)c - p->map.cx, v = (double)r - p->map.cy;
			float s = x[r * p->im.ncol + c];
			if (u * u + v * v > radius * radius)
				continue;
			*lo = s < *lo ? s : *lo;
			*hi = s > *hi ? s : *hi;
		}
}

/* D, a strip of angles after the other. */
static void differences(const struct plan *p, const struct parts *s, float lo, float hi)
{
	size_t nr = p->map.nr;
	float wide = hi - lo, thresh = (float)(p->thresh * (double)wide);
	float least = lo + (float)p->least * wide, most = lo + (float)p->most * wide;

	for (size_t k = 0; k < p->map.ntheta; k += STRIP) {
		polarmap_strip(&p->map, s->framed, k, s->tile);
		if (p->least > 0 || p->most < 1)
			HOT_PICK(ring_hold)(s->tile, nr * STRIP, least, most);
		slide_median(s->tile, nr, p->size, s->med, s->window);
		HOT_PICK(ring_differ)(s->tile, s->med, nr, thresh, s->diff + k * nr);
	}
}

/* The row of angle k, any k. */
static size_t turned(const struct plan *p, long k)
{
	long n = (long)p->map.ntheta;

	if (p->reflect)
		return image_reflect(k, p->map.ntheta);
	k %= n;
	return (size_t)(k < 0 ? k + n : k);
}

/* mean[k] = the mean of D over angles k - half .. k + half, for all k. */
static void part_means(const struct plan *p, const struct parts *s)
{
	long n = (long)p->map.ntheta, half = (long)p->half;
	size_t nr = p->map.nr;

	memset(s->run, 0, nr * sizeof *s->run);
	for (long k = -half; k < half; k++)
		HOT_PICK(ring_add)(s->diff + turned(p, k) * nr, NULL, nr, 0, s->run, NULL);
	for (long k = 0; k < n; k++)
		HOT_PICK(ring_add)(s->diff + turned(p, k + half) * nr, s->diff + turned(p, k - half) * nr, nr,
				   1 / (2 * (double)half + 1), s->run, s->mean + (size_t)k * nr);
}

/* Q of all angles, into diff.  Does any of it differ from 0? */
static bool rings(const struct plan *p, const struct parts *s)
{
	const float *row[PART_MAX];
	size_t nr = p->map.nr;
	bool any = false;

	for (size_t k = 0; k < p->map.ntheta; k++) {
		for (size_t i = 0; i < p->nparts; i++)
			row[i] = s->mean + turned(p, (long)k + p->offset[i]) * nr;
		any |= HOT_PICK(ring_keep)(row, p->nparts, nr, (float)p->snr, (float)(0.5 * p->theta * p->map.dr),
					   s->diff + k * nr);
	}
	return any;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	struct parts s = lay_out(p, work);
	size_t count = p->im.nrow * p->im.ncol, bad = image_finite(in, count);
	float lo, hi;

	(void)first, (void)n, (void)before, (void)after;
	if (bad < count)
		return image_bad(&p->im, bad, in[bad], "is not finite", e);
	range(p, in, &lo, &hi);
	polarmap_frame(&p->map, in, s.framed);
	differences(p, &s, lo, hi);
	part_means(p, &s);
	if (rings(p, &s))
		polarmap_subtract(&p->map, in, s.diff, out);
	else
		memcpy(out, in, count * sizeof *out);
	return 0;
}

const struct method filter_ring = {
	.name = "ring",
	.brief = "remove rings and arcs in polar coordinates",
	.reference = "Prell, Kyriakou & Kalender, Phys. Med. Biol. 54 (2009) 3881",
	.param = params,
	.map = { .name = "ring", .order = ORDER_SLICE, .batch = 1, .plan = plan, .work = work,
		 .apply = apply, .free = mem_free },
};
