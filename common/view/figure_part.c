#include "view/figure_part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const unsigned char black[3] = { 0, 0, 0 };

/* 10 to the k, as text. */
static const char *power_text(int k, char *buf, size_t len)
{
	static const char *const digit[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	char plain[16];
	size_t n = (size_t)snprintf(buf, len, "10%s", k < 0 ? "⁻" : "");

	snprintf(plain, sizeof plain, "%d", k < 0 ? -k : k);
	for (const char *p = plain; *p; p++)
		n += (size_t)snprintf(buf + n, len - n, "%s", digit[*p - '0']);
	return buf;
}

/* A number with so many decimals and a true minus sign. */
static void number_text(double v, int decimals, char *buf, size_t len)
{
	char plain[TICK_TEXT];

	snprintf(plain, sizeof plain, "%.*f", decimals, fabs(v));
	snprintf(buf, len, "%s%s", v < 0 && strspn(plain, "0.") < strlen(plain) ? "−" : "", plain);
}

static int decimals_of(double step)
{
	int d = (int)-floor(log10(step) + 1e-9);

	return d < 0 ? 0 : d > 12 ? 12 : d;
}

static void even_texts(struct ticks *t, double largest)
{
	double step = t->n > 1 ? t->at[1] - t->at[0] : largest;
	int size = largest > 0 ? (int)floor(log10(largest) + 1e-9) : 0;

	t->exponent = size < -2 || size > 4 ? size : 0;
	double unit = pow(10, t->exponent);
	for (size_t i = 0; i < t->n; i++)
		number_text(t->at[i] / unit, decimals_of(step / unit), t->text[i], TICK_TEXT);
}

/* Decades as powers, unless all numbers are short. */
static void log_texts(struct ticks *t)
{
	bool small = t->at[0] >= 1e-3 * (1 - 1e-9) && t->at[t->n - 1] <= 1e4 * (1 + 1e-9);
	char power[TICK_TEXT - 8];

	for (size_t i = 0; i < t->n; i++) {
		int k = (int)floor(log10(t->at[i]) + 1e-9);
		int m = (int)lround(t->at[i] / pow(10, k));
		power_text(k, power, sizeof power);
		if (small)
			number_text(t->at[i], k < 0 ? -k : 0, t->text[i], TICK_TEXT);
		else if (m == 1)
			snprintf(t->text[i], TICK_TEXT, "%s", power);
		else
			snprintf(t->text[i], TICK_TEXT, "%d·%s", m, power);
	}
}

static bool log_spaced(const struct ticks *t)
{
	return t->n < 3 || fabs(t->at[2] - 2 * t->at[1] + t->at[0]) > 1e-6 * fabs(t->at[2]);
}

void ticks_make(struct ticks *t, const struct window *w, size_t want, double font)
{
	double largest = fmax(fabs(w->lo), fabs(w->hi));

	*t = (struct ticks){ .n = 0 };
	for (size_t more = 0; t->n < 2 && more < 4; more++)	/* one number says little */
		t->n = window_ticks(w, want + more, t->at, TICKS_MAX);
	if (!t->n) {
		t->at[0] = w->lo;
		t->n = 1;
	}
	if (w->log && t->at[0] > 0 && log_spaced(t))
		log_texts(t);
	else
		even_texts(t, largest);
	for (size_t i = 0; i < t->n; i++)
		t->width = fmax(t->width, canvas_text_width(font, t->text[i]));
}

void ticks_make_axis(struct ticks *t, const struct window *w, size_t want, double font)
{
	ticks_make(t, w, want, font);
	t->exponent = 0;
	for (size_t i = 0; i < t->n; i++) {
		snprintf(t->text[i], TICK_TEXT, "%s%.6g", t->at[i] < 0 ? "−" : "", fabs(t->at[i]));
		t->width = fmax(t->width, canvas_text_width(font, t->text[i]));
	}
}

const char *ticks_label(const struct ticks *t, const char *quantity, const char *unit, char *buf, size_t len)
{
	char power[TICK_TEXT] = "";
	const char *q = quantity ? quantity : "", *u = unit ? unit : "";

	if (t->exponent)
		power_text(t->exponent, power, sizeof power);
	if (!*power && !*u)
		snprintf(buf, len, "%s", q);
	else if (*q)
		snprintf(buf, len, "%s (%s%s%s)", q, power, *power && *u ? " " : "", u);
	else
		snprintf(buf, len, "%s%s%s", power, *power && *u ? " " : "", u);
	return buf;
}

const char *part_fit(const char *text, double size, double width, char *buf, size_t len)
{
	size_t n = strlen(text);

	if (n >= len - 4)
		n = len - 4;
	memcpy(buf, text, n);
	buf[n] = '\0';
	while (n && canvas_text_width(size, buf) > width) {
		do
			n--;
		while (n && (text[n] & 0xc0) == 0x80);	/* whole letters */
		snprintf(buf + n, len - n, "…");
	}
	return buf;
}

/* ---- colour bar ------------------------------------------------------------------------------ */

double part_bar_width(double font, const struct ticks *t, const struct figure_par *par)
{
	char label[200];

	ticks_label(t, par->quantity, par->unit, label, sizeof label);
	return 1.2 * font + 0.7 * font + t->width + (*label ? 1.9 * font : 0.4 * font);
}

void part_bar(struct canvas *c, double x, double y, double h, double font, const struct ticks *t,
	      const struct figure_par *par)
{
	unsigned char rgb[3];
	char label[200], fitted[200];
	double w = round(1.2 * font);

	for (size_t j = 0; j < (size_t)h; j++) {
		colormap_rgb(par->cmap, 1 - ((double)j + 0.5) / h, rgb);
		for (size_t i = 0; i < (size_t)w; i++)
			canvas_pixel(c, (size_t)x + i, (size_t)y + j, rgb);
	}
	canvas_frame(c, x, y, w, h);
	for (size_t i = 0; i < t->n; i++) {
		double at = round(y + h * (1 - window_place(&par->window, t->at[i]))) + 0.5;
		canvas_across(c, x + w + 1, x + w + 0.35 * font, at);
		canvas_text(c, x + w + 0.6 * font, at, 0, 0.5, font, CANVAS_LEVEL, t->text[i]);
	}
	ticks_label(t, par->quantity, par->unit, label, sizeof label);
	canvas_text(c, x + w + t->width + 1.2 * font, y + h / 2, 0.5, 0, font, CANVAS_UPWARD,
		    part_fit(label, font, h * 1.2, fitted, sizeof fitted));
}

/* ---- scale bar ------------------------------------------------------------------------------- */

void part_scale_make(struct scale *s, const struct figure_par *par, double zoom, double room)
{
	static const struct { double m; const char *name; } unit[] = {
		{ 1, "m" }, { 1e-2, "cm" }, { 1e-3, "mm" }, { 1e-6, "µm" }, { 1e-9, "nm" }, { 1e-12, "pm" },
	};
	double samples = room / zoom;

	if (par->pixel_m > 0) {
		double len = window_round(samples * par->pixel_m);
		size_t u = 0;
		while (u < 5 && (len < unit[u].m * (1 - 1e-9) || u == 1))	/* no centimetres */
			u++;
		s->px = len / par->pixel_m * zoom;
		snprintf(s->text, sizeof s->text, "%.6g %s", len / unit[u].m, unit[u].name);
	} else {
		double n = samples < 1 ? 1 : window_round(samples);
		s->px = n * zoom;
		snprintf(s->text, sizeof s->text, "%.6g pixel%s", n, n > 1 ? "s" : "");
	}
}

void part_scale(struct canvas *c, double x, double y, double font, const struct scale *s)
{
	double h = round(fmax(3, font / 4));

	canvas_rect(c, x, y - h / 2, s->px, h, black);
	canvas_text(c, x + s->px + 0.6 * font, y, 0, 0.5, font, CANVAS_LEVEL, s->text);
}

/* ---- axis ------------------------------------------------------------------------------------ */

void part_axis(struct canvas *c, double x, double y, double end, double font, const struct ticks *t,
	       const struct window *range, enum canvas_turn turn, const char *label)
{
	double span = range->hi - range->lo;
	char fitted[200];

	for (size_t i = 0; i < t->n; i++) {
		double at = floor(end * (t->at[i] - range->lo) / span) + 0.5;
		if (turn == CANVAS_LEVEL) {
			canvas_down(c, x + at, y + 1, y + 0.35 * font);
			canvas_text(c, x + at, y + 0.6 * font, 0.5, 0, font, CANVAS_LEVEL, t->text[i]);
		} else {
			canvas_across(c, x - 1, x - 0.35 * font, y + at);
			canvas_text(c, x - 0.6 * font, y + at, 1, 0.5, font, CANVAS_LEVEL, t->text[i]);
		}
	}
	part_fit(label, font, end * 1.5, fitted, sizeof fitted);
	if (turn == CANVAS_LEVEL)
		canvas_text(c, x + end / 2, y + 1.9 * font, 0.5, 0, font, CANVAS_LEVEL, fitted);
	else
		canvas_text(c, x - t->width - 1.2 * font, y + end / 2, 0.5, 1, font, CANVAS_UPWARD, fitted);
}

void part_upright(struct canvas *c, double x, double y, double h, double font, const struct ticks *t,
		  const struct window *up, const char *label)
{
	char fitted[200];

	for (size_t i = 0; i < t->n; i++) {
		double at = floor(y + h * (1 - window_place(up, t->at[i]))) + 0.5;
		canvas_across(c, x - 1, x - 0.35 * font, at);
		canvas_text(c, x - 0.6 * font, at, 1, 0.5, font, CANVAS_LEVEL, t->text[i]);
	}
	part_fit(label, font, h * 1.1, fitted, sizeof fitted);
	canvas_text(c, x - t->width - 1.2 * font, y + h / 2, 0.5, 1, font, CANVAS_UPWARD, fitted);
}
