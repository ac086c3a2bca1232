#include <math.h>
#include <stdint.h>

#include "base/mem.h"
#include "rmc/chord.h"

enum { FEWEST = 20, NODES_MAX = 61, SEARCHES = 4 };
static const double stray = 0.05, median_of_disc = 1.83, reach = 3, golden = 0.61803398874989485;

/* Counts of rows with columns, and of both diagonals, with the pixels from lo to hi that are fitted. */
struct histogram { double step; size_t lo, hi; const double *found; double *model, *wave; double sum; };
struct fit { struct histogram h[2]; };

/* The integral of the number of chords longer than c. */
static double longer(double c, double radius)
{
	double u = c / 2 < radius ? c / 2 : radius;

	return 2 * (u * sqrt(radius * radius - u * u) + radius * radius * asin(u / radius));
}

/* Adds w h_k of this radius to the model. */
static void add_radius(struct histogram *h, double radius, double w)
{
	for (size_t k = h->lo - 1; k <= h->hi + 1; k++)
		h->wave[k] = longer((double)k * h->step, radius);
	for (size_t k = h->lo; k <= h->hi; k++)
		h->model[k] += w * fmax(0, 2 * h->wave[k] - h->wave[k - 1] - h->wave[k + 1]);
}

/* Parts of the chords that have k pixels. */
static void set_model(struct histogram *h, double radius, double spread)
{
	int half = (int)ceil(reach * spread / (0.35 * h->step));
	double sum = 0, bins = (double)(h->hi - h->lo + 1);

	half = half > NODES_MAX / 2 ? NODES_MAX / 2 : half;
	for (size_t k = h->lo; k <= h->hi; k++)
		h->model[k] = 0;
	for (int i = -half; i <= half; i++) {
		double z = half ? reach * i / half : 0, r = radius + z * spread;

		if (r > 0)
			add_radius(h, r, exp(-0.5 * z * z));
	}
	for (size_t k = h->lo; k <= h->hi; k++)
		sum += h->model[k];
	for (size_t k = h->lo; k <= h->hi; k++)
		h->model[k] = (1 - stray) * (sum > 0 ? h->model[k] / sum : 0) + stray / bins;
}

/* Minus the logarithm of the likelihood. */
static double cost(struct fit *f, double radius, double spread)
{
	double sum = 0;

	for (int i = 0; i < 2; i++) {
		set_model(&f->h[i], radius, spread);
		for (size_t k = f->h[i].lo; k <= f->h[i].hi; k++)
			sum -= f->h[i].found[k] * log(f->h[i].model[k]);
	}
	return sum;
}

/* The least of cost() along R (spread fixed) or along D (radius fixed), in [lo, hi]. */
static double search(struct fit *f, double radius, double spread, double lo, double hi)
{
	double x[2], y[2];

	for (int i = 0; i < 2; i++) {
		x[i] = i ? lo + golden * (hi - lo) : hi - golden * (hi - lo);
		y[i] = cost(f, isnan(radius) ? x[i] : radius, isnan(spread) ? x[i] : spread);
	}
	while (hi - lo > 1e-3) {
		int worse = y[0] < y[1];

		if (worse)
			hi = x[1];
		else
			lo = x[0];
		x[worse] = x[!worse];
		y[worse] = y[!worse];
		x[!worse] = worse ? hi - golden * (hi - lo) : lo + golden * (hi - lo);
		y[!worse] = cost(f, isnan(radius) ? x[!worse] : radius, isnan(spread) ? x[!worse] : spread);
	}
	return (lo + hi) / 2;
}

/* Where the cost is least of a row of radii, so that the search begins in the right valley. */
static double scan(struct fit *f, double first, double spread)
{
	double best = first, least = INFINITY;

	for (int i = -10; i <= 10; i++) {
		double r = first * (1 + 0.025 * i), now = cost(f, r, spread);

		best = now < least ? r : best;
		least = now < least ? now : least;
	}
	return best;
}

static double misfit(const struct fit *f)
{
	double sum = 0, all = f->h[0].sum + f->h[1].sum;

	for (int i = 0; i < 2; i++)
		for (size_t k = f->h[i].lo; k <= f->h[i].hi; k++)
			sum += fabs(f->h[i].found[k] - f->h[i].sum * f->h[i].model[k]);
	return sum / (2 * all);
}

/* The median chord, weighted with the length; *all: the sum of lengths. */
static double median(const struct chords *c, int phase, double *all)
{
	double length = 0, sum = 0;

	*all = 0;
	for (size_t k = 1; k < c->n; k++)
		for (int line = 0; line < CHORD_LINES; line++)
			*all += (double)(chords_of(c, phase, (enum chord_line)line)[k] * k);
	/* in steps of half a pixel, so that both kinds of lines come in order */
	for (length = 0.5; sum < *all / 2; length += 0.5)
		for (int line = 0; line < CHORD_LINES; line++) {
			double step = chord_step_px((enum chord_line)line);
			size_t k = (size_t)(length / step);

			if (k >= 1 && k < c->n && (double)k * step > length - 0.5)
				sum += (double)(chords_of(c, phase, (enum chord_line)line)[k] * k);
		}
	return length - 0.75;
}

/* Rows with columns (which = 0) or diagonals into x, which has 3 parts of n + 2. */
static double take(struct histogram *h, const struct chords *c, int phase, int which, const struct chord_disc *d, double *x)
{
	enum chord_line first = which ? CHORD_DOWN : CHORD_ROW, second = which ? CHORD_UP : CHORD_COL;
	double lengths = 0;

	*h = (struct histogram){ .step = chord_step_px(first), .found = x, .model = x + c->n + 2, .wave = x + 2 * (c->n + 2) };
	h->lo = (size_t)fmax(1, ceil(d->from_px / h->step));
	h->hi = (size_t)fmax(1, floor(d->to_px / h->step));
	h->hi = h->hi < c->n ? h->hi : c->n;
	h->lo = h->lo < h->hi ? h->lo : h->hi;
	for (size_t k = h->lo; k <= h->hi && k < c->n; k++) {
		x[k] = (double)(chords_of(c, phase, first)[k] + chords_of(c, phase, second)[k]);
		h->sum += x[k];
		lengths += x[k] * (double)k;
	}
	return lengths;
}

static void fit(struct fit *f, struct chord_disc *d, double first)
{
	double spread = 0.05 * first + 0.2, radius = scan(f, first, spread);

	for (int i = 0; i < SEARCHES; i++) {
		double wide = (i ? 0.05 : 0.1) * first + 0.1;

		radius = search(f, NAN, spread, fmax(0.1, radius - wide), radius + wide);
		spread = search(f, radius, NAN, 0, 0.4 * first);
	}
	d->radius_px = radius;
	d->spread_px = spread;
	d->chord_radius_px = radius + spread * spread / radius;
	cost(f, radius, spread);
	d->misfit = misfit(f);
}

int chord_disc_fit(const struct chords *c, int phase, struct chord_disc *d, struct err *e)
{
	struct fit f;
	double all, first = median(c, phase, &all) / median_of_disc, number = 0, *x;

	*d = (struct chord_disc){ .from_px = first, .to_px = 2.2 * first + 2 };
	for (int line = 0; line < CHORD_LINES; line++)
		for (size_t k = 1; k < c->n; k++)
			number += (double)chords_of(c, phase, (enum chord_line)line)[k];
	if (number < FEWEST)
		return err_set(e, E_DATA, "%g chords are too few for a radius: %d are needed", number, FEWEST);
	x = mem_zero(6 * (c->n + 2), sizeof *x, "chords", e);
	if (!x)
		return e->code;
	d->used = take(&f.h[0], c, phase, 0, d, x);
	d->used = (d->used + take(&f.h[1], c, phase, 1, d, x + 3 * (c->n + 2))) / all;
	if (f.h[0].sum + f.h[1].sum > 0)
		fit(&f, d, first);
	mem_free(x);
	return 0;
}
