#include "rmc/chord.h"

#include <math.h>

#include "base/mem.h"

static const double pi = 3.14159265358979323846;

double chord_step_px(enum chord_line line)
{
	return line == CHORD_ROW || line == CHORD_COL ? 1 : sqrt(2);
}

/* Pixel t of the i-th line. */
static size_t at(enum chord_line line, size_t i, size_t t, size_t n)
{
	switch (line) {
	case CHORD_ROW: return i * n + t;
	case CHORD_COL: return t * n + i;
	case CHORD_DOWN: return t * n + (i + t) % n;
	default: return t * n + (i + n - t) % n;
	}
}

/* Runs of one line, from the first change on and once around. */
static void count_line(struct chords *c, const unsigned char *a, enum chord_line line, size_t i)
{
	size_t n = c->n, start = 0, run = 1;

	while (start < n && a[at(line, i, start, n)] == a[at(line, i, (start + n - 1) % n, n)])
		start++;
	if (start == n)
		return;
	for (size_t t = 1; t <= n; t++) {
		unsigned char last = a[at(line, i, (start + t - 1) % n, n)];

		if (t < n && a[at(line, i, (start + t) % n, n)] == last) {
			run++;
			continue;
		}
		c->count[((size_t)last * CHORD_LINES + line) * n + run]++;
		run = 1;
	}
}

int chords_count(struct chords *c, const unsigned char *a, size_t n, struct err *e)
{
	*c = (struct chords){ .n = n, .count = mem_zero(2 * CHORD_LINES * n, sizeof *c->count, "chords", e) };
	if (!c->count)
		return e->code;
	for (int line = 0; line < CHORD_LINES; line++)
		for (size_t i = 0; i < n; i++)
			count_line(c, a, (enum chord_line)line, i);
	return 0;
}

void chords_free(struct chords *c)
{
	mem_free(c->count);
	*c = (struct chords){ 0 };
}

/* Chords of a phase and their pixels, each direction per length of line. */
static void totals(const struct chords *c, int phase, double *number, double *pixels)
{
	*number = *pixels = 0;
	for (int line = 0; line < CHORD_LINES; line++) {
		const size_t *count = chords_of(c, phase, (enum chord_line)line);
		double step = chord_step_px((enum chord_line)line);

		for (size_t k = 1; k < c->n; k++) {
			*number += (double)count[k] / step;
			*pixels += (double)(count[k] * k);
		}
	}
}

double chord_mean_px(const struct chords *c, int phase)
{
	double number, pixels;

	totals(c, phase, &number, &pixels);
	return number > 0 ? pixels / number : 0;
}

double chord_surface_per_px(const struct chords *c)
{
	double number, pixels;

	totals(c, 1, &number, &pixels);
	return pi * number / (CHORD_LINES * (double)c->n * (double)c->n);
}
