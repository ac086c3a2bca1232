/* Figures: samples stand where they should in the right colour, sizes add up, words do not overlap. */
#include "check.h"

#include <stdint.h>

#include "base/mem.h"
#include "view/caption.h"
#include "view/figure_part.h"

static const struct figure_par plain = {
	.cmap = CMAP_GRAY, .window = { .lo = 0, .hi = 255 }, .zoom = 1, .bare = true,
};

static const unsigned char *at(const struct array *rgb, size_t row, size_t col)
{
	return (const unsigned char *)rgb->data + (row * rgb->n[1] + col) * 3;
}

static bool is_gray(const struct array *rgb, size_t row, size_t col, int v)
{
	const unsigned char *p = at(rgb, row, col);

	return p[0] == v && p[1] == v && p[2] == v;
}

/* Bare and at zoom 1 the picture is the array. */
static void bare_slice(void)
{
	float data[11 * 17];
	struct figure_panel p = { .data = data, .nrow = 11, .ncol = 17, .title = "not drawn" };
	struct array rgb;
	struct err e = { 0 };
	bool same = true;

	for (int i = 0; i < 11 * 17; i++)
		data[i] = (float)i;
	CHECK(!figure_slice(&rgb, &p, &plain, &e));
	CHECK(rgb.type == DT_U8 && rgb.n[0] == 11 && rgb.n[1] == 17 && rgb.n[2] == 3);
	for (size_t i = 0; i < 11 * 17; i++)	/* the table has 1024 shades: a level may round the other way */
		same &= abs(at(&rgb, i / 17, i % 17)[0] - (int)i) <= 1;
	CHECK(same);
	array_free(&rgb);
}

/* Enlarged, each sample is a square; reduced, a pixel is the mean of what it covers. */
static void zoom(void)
{
	float data[6 * 8];
	struct figure_panel p = { .data = data, .nrow = 6, .ncol = 8 };
	struct figure_par par = plain;
	struct array rgb;
	struct err e = { 0 };

	for (int i = 0; i < 48; i++)
		data[i] = i % 2 ? 255 : 0;
	data[47] = NAN;
	par.zoom = 3;
	CHECK(!figure_slice(&rgb, &p, &par, &e) && rgb.n[0] == 18 && rgb.n[1] == 24);
	for (size_t r = 0; r < 15; r++)
		for (size_t c = 0; c < 24; c++)
			CHECK(is_gray(&rgb, r, c, c / 3 % 2 ? 255 : 0));
	CHECK(at(&rgb, 17, 23)[0] == 214 && at(&rgb, 17, 23)[1] == 39);	/* no number: magenta */
	array_free(&rgb);
	par.zoom = 0.5;
	CHECK(!figure_slice(&rgb, &p, &par, &e) && rgb.n[0] == 3 && rgb.n[1] == 4);
	for (size_t i = 0; i < 11; i++)
		NEAR(at(&rgb, i / 4, i % 4)[0], 127.5, 1);
	NEAR(at(&rgb, 2, 3)[0], 85, 1);		/* 0, 255, 0 and one that is no number */
	array_free(&rgb);
}

static void colours(void)
{
	const float data[] = { 1, 10, 100, 1000 };
	struct figure_panel p = { .data = data, .nrow = 1, .ncol = 4 };
	struct figure_par par = plain;
	unsigned char want[3];
	struct array rgb;
	struct err e = { 0 };

	par.window = (struct window){ .lo = 1, .hi = 1000, .log = true };
	for (par.cmap = CMAP_GRAY; par.cmap < CMAP_COUNT; par.cmap++) {
		CHECK(!figure_slice(&rgb, &p, &par, &e));
		for (size_t i = 0; i < 4; i++) {
			colormap_rgb(par.cmap, (double)i / 3, want);
			for (int k = 0; k < 3; k++)
				NEAR(at(&rgb, 0, i)[k], want[k], 2);	/* 1/1024 of a map changes no more */
		}
		array_free(&rgb);
	}
}

/* Row 0 at the foot: the same array mirrored, reduced and enlarged too. */
static void upward(void)
{
	float data[5 * 4];
	struct figure_panel p = { .data = data, .nrow = 5, .ncol = 4 };
	struct figure_par par = plain;
	struct array down, up;
	struct err e = { 0 };
	const double zooms[] = { 1, 3, 0.5 };

	for (int i = 0; i < 20; i++)
		data[i] = (float)(i * i % 251);
	for (int z = 0; z < 3; z++) {
		bool same = true;
		par.zoom = zooms[z];
		p.nrow = z == 2 ? 4 : 5;	/* at a half rows pair alike from both ends only when even */
		p.up = false;
		CHECK(!figure_slice(&down, &p, &par, &e));
		p.up = true;
		CHECK(!figure_slice(&up, &p, &par, &e) && up.n[0] == down.n[0]);
		for (size_t r = 0; r < up.n[0]; r++)
			same &= !memcmp(at(&up, r, 0), at(&down, up.n[0] - 1 - r, 0), 3 * up.n[1]);
		CHECK(same && memcmp(up.data, down.data, 3 * up.n[1]));
		array_free(&down);
		array_free(&up);
	}
}

/* A row of dark pixels left of the frame is a tick; its distance from the top of the panel. */
static size_t tick_rows(const struct array *rgb, size_t r0, size_t c0, size_t h, size_t *row, size_t max)
{
	size_t n = 0;

	for (size_t r = 0; r < h && n < max; r++)
		if (is_gray(rgb, r0 + r, c0 - 3, 0) && is_gray(rgb, r0 + r, c0 - 2, 0))
			row[n++] = r;
	return n;
}

/* Samples twice as high as wide, coordinates that grow upwards: size of the panel and places of its ticks. */
static void pattern(void)
{
	static float data[20 * 30];
	struct figure_panel p = {
		.data = data, .nrow = 20, .ncol = 30, .up = true, .aspect = 2, .row = { "q_z (nm⁻¹)", 0.05, 0.1 },
		.col = { "q_y (nm⁻¹)", -1, 0.05 },
	};
	struct figure_par par = plain;
	struct array rgb;
	struct err e = { 0 };
	size_t first = SIZE_MAX, last = 0, row[20];

	for (int i = 0; i < 600; i++)
		data[i] = NAN;
	par.bare = false;
	par.zoom = 10;
	CHECK(!figure_slice(&rgb, &p, &par, &e));
	for (size_t i = 0; i < rgb.n[0] * rgb.n[1]; i++)
		if (at(&rgb, 0, i)[0] == 214 && at(&rgb, 0, i)[1] == 39) {
			first = first == SIZE_MAX ? i : first;
			last = i;
		}
	size_t r0 = first / rgb.n[1], c0 = first % rgb.n[1];
	CHECK(last / rgb.n[1] - r0 + 1 == 400 && last % rgb.n[1] - c0 + 1 == 300);
	/* edges are 0 and 2, so that q = 2 - 2 row / 400; ticks each 0.5 or 0.2, from the top, within a pixel */
	size_t n = tick_rows(&rgb, r0, c0, 401, row, 20);
	CHECK(n == 5 || n == 11);
	for (size_t i = 0; i < n; i++)
		NEAR((double)row[i], 400.0 * (double)i / (double)(n - 1), 1);
	array_free(&rgb);
	p.row.first = 0.15;			/* a tick of 2 now lies a row below the top */
	CHECK(!figure_slice(&rgb, &p, &par, &e));
	n = tick_rows(&rgb, r0, c0, 401, row, 20);
	NEAR((double)row[0], 20, 1);
	array_free(&rgb);
	par.bare = true;			/* a sample is a square */
	CHECK(!figure_slice(&rgb, &p, &par, &e) && rgb.n[0] == 200 && rgb.n[1] == 300);
	array_free(&rgb);
}

/* With everything on: the image is all there, once, in a frame, on white. */
static void dressed(void)
{
	enum { N = 40 };
	static float data[N * N];
	struct figure_panel p = { .data = data, .nrow = N, .ncol = N };
	struct figure_par par = plain;
	struct array rgb;
	struct err e = { 0 };
	size_t red = 0, first = SIZE_MAX;

	for (int i = 0; i < N * N; i++)
		data[i] = NAN;			/* magenta is found nowhere else */
	par.bare = false;
	par.zoom = 5;
	par.bar = par.scale = true;
	par.title = "title";
	par.quantity = "linear attenuation";
	par.unit = "1/cm";
	p.row = (struct figure_axis){ "angle", 0, 1 };
	p.col = (struct figure_axis){ "col", 0, 1 };
	CHECK(!figure_slice(&rgb, &p, &par, &e));
	for (size_t i = 0; i < rgb.n[0] * rgb.n[1]; i++)
		if (at(&rgb, 0, i)[0] == 214 && at(&rgb, 0, i)[1] == 39) {
			red++;
			first = first == SIZE_MAX ? i : first;
		}
	CHECK(red == N * N * 25);
	size_t r = first / rgb.n[1], c = first % rgb.n[1];
	CHECK(is_gray(&rgb, r - 1, c - 1, 0) && is_gray(&rgb, r + N * 5, c + N * 5, 0));	/* frame */
	CHECK(is_gray(&rgb, 0, 0, 255) && is_gray(&rgb, rgb.n[0] - 1, rgb.n[1] - 1, 255));
	CHECK(is_gray(&rgb, r + N * 5 + 30, c - 3, 255));
	array_free(&rgb);
}

/* No words, bars or ticks touch the edge: nothing was cut off, at any width. */
static void nothing_is_cut_off(void)
{
	static float data[50 * 64];
	struct figure_panel p = { .data = data, .nrow = 50, .ncol = 64 };
	struct figure_par par = plain;
	struct array rgb;
	struct err e = { 0 };

	par.bare = false;
	par.zoom = 0;
	par.bar = par.scale = true;
	par.quantity = "refractive index decrement";
	par.title = "a title that is far too long for a picture which is only a few hundred pixels wide, and must be cut";
	for (double hi = 1e-9; hi < 1e9; hi *= 317)
		for (par.width = 0; par.width < 1300; par.width += 400) {
			par.window = (struct window){ .lo = -hi, .hi = 1.37 * hi };
			par.pixel_m = hi / 100;
			p.row = (struct figure_axis){ par.width % 800 ? "angle (°)" : NULL, -90, 0.125 };
			p.col = (struct figure_axis){ par.width % 800 ? "col" : NULL, 1000, -1 };
			bool white = true;
			CHECK(!figure_slice(&rgb, &p, &par, &e));
			CHECK(!par.width || rgb.n[1] == par.width);
			for (size_t r = 0; r < rgb.n[0]; r++)
				white &= is_gray(&rgb, r, 0, 255) && is_gray(&rgb, r, rgb.n[1] - 1, 255);
			for (size_t c = 0; c < rgb.n[1]; c++)
				white &= is_gray(&rgb, 0, c, 255) && is_gray(&rgb, rgb.n[0] - 1, c, 255);
			CHECK(white);
			array_free(&rgb);
		}
}

static void montage_and_cuts(void)
{
	float data[3][4 * 6];
	struct figure_panel p[3];
	struct figure_par par = plain;
	struct array rgb;
	struct err e = { 0 };

	for (int k = 0; k < 3; k++) {
		for (int i = 0; i < 24; i++)
			data[k][i] = (float)(50 * (k + 1));
		p[k] = (struct figure_panel){ .data = data[k], .nrow = 4, .ncol = 6 };
	}
	CHECK(!figure_montage(&rgb, p, 3, 2, &par, &e));	/* gaps of 1 */
	CHECK(rgb.n[0] == 9 && rgb.n[1] == 13);
	NEAR(at(&rgb, 3, 5)[0], 50, 1);
	NEAR(at(&rgb, 0, 7)[0], 100, 1);
	NEAR(at(&rgb, 8, 5)[0], 150, 1);
	CHECK(is_gray(&rgb, 4, 0, 255) && is_gray(&rgb, 0, 6, 255) && is_gray(&rgb, 8, 12, 255));
	array_free(&rgb);
	/* z 2, y 4, x 6: [y][x], [z][x] below, [y][z] beside */
	p[1] = (struct figure_panel){ .data = data[1], .nrow = 2, .ncol = 6 };
	p[2] = (struct figure_panel){ .data = data[2], .nrow = 4, .ncol = 2 };
	CHECK(!figure_ortho(&rgb, p, &par, &e));
	CHECK(rgb.n[0] == 7 && rgb.n[1] == 9);
	NEAR(at(&rgb, 3, 5)[0], 50, 1);
	NEAR(at(&rgb, 5, 5)[0], 100, 1);
	NEAR(at(&rgb, 3, 8)[0], 150, 1);
	CHECK(is_gray(&rgb, 6, 8, 255));
	array_free(&rgb);
}

/* Bars as high as the counts say. */
static void histogram(void)
{
	const double count[] = { 100, 0, 50, 25 };
	struct figure_par par = { .window = { .lo = 0, .hi = 4 }, .width = 800 };
	struct array rgb;
	struct err e = { 0 };
	size_t blue[4] = { 0 }, left = SIZE_MAX, right = 0;

	CHECK(!figure_histogram(&rgb, count, 4, &par, &e) && rgb.n[1] == 800);
	for (int pass = 0; pass < 2; pass++)
		for (size_t r = 0; r < rgb.n[0]; r++)
			for (size_t c = 0; c < rgb.n[1]; c++) {
				const unsigned char *p = at(&rgb, r, c);
				if (p[0] != 59 || p[2] != 150)
					continue;
				left = c < left ? c : left;
				right = c > right ? c : right;
				if (pass)
					blue[(c - left) * 4 / (right - left + 1)]++;
			}
	CHECK(blue[1] == 0);
	NEAR((double)blue[2] / (double)blue[0], 0.5, 0.02);	/* edges of bars are a pixel */
	NEAR((double)blue[3] / (double)blue[0], 0.25, 0.02);
	array_free(&rgb);
}

/* Bare, a curve fills the picture: where its line is in a column, from the foot, in 0 .. 1; -1 nowhere. */
static double line_at(const struct array *rgb, size_t c)
{
	double sum = 0, n = 0;

	for (size_t r = 0; r < rgb->n[0]; r++)
		if (at(rgb, r, c)[0] < 255) {		/* weighted by its ink: smooth edges */
			double ink = 255 - at(rgb, r, c)[0];
			sum += ink * ((double)r + 0.5);
			n += ink;
		}
	return n > 0 ? 1 - sum / n / (double)rgb->n[0] : -1;
}

static void curves(void)
{
	const double x[] = { 1, 2, 3, 5 };
	const float line[] = { 10, 20, 30, 50 }, gap[] = { 0, 1, NAN, 100 }, decades[] = { 1, 10, 100, 10000 };
	struct figure_curve f = { .x = x, .y = line, .n = 4, .label = "α_i (°)" };
	struct figure_par par = { .bare = true, .width = 401, .window = { .lo = 0, .hi = 60 } };
	struct array rgb;
	struct err e = { 0 };

	CHECK(!figure_curve(&rgb, &f, &par, &e) && rgb.n[1] == 401);
	for (size_t c = 5; c < 395; c += 13)	/* y = 10 x; a pixel is 1/249 of the height */
		NEAR(line_at(&rgb, c), 10 * (1 + ((double)c + 0.5) / 401 * 4) / 60, 0.01);
	array_free(&rgb);
	f.y = decades;				/* y = 10^(x - 1): straight again */
	par.window = (struct window){ .lo = 0.1, .hi = 1e5, .log = true };
	CHECK(!figure_curve(&rgb, &f, &par, &e));
	for (size_t c = 5; c < 395; c += 13)
		NEAR(line_at(&rgb, c), (1 + ((double)c + 0.5) / 401 * 4) / 6, 0.01);
	array_free(&rgb);
	f.y = gap;				/* 1 and 100 stand alone: dots; 0 has no logarithm */
	CHECK(!figure_curve(&rgb, &f, &par, &e));
	NEAR(line_at(&rgb, 100), 1 / 6.0, 0.01);
	NEAR(line_at(&rgb, 399), 3 / 6.0, 0.01);
	CHECK(line_at(&rgb, 2) < 0 && line_at(&rgb, 50) < 0 && line_at(&rgb, 200) < 0 && line_at(&rgb, 380) < 0);
	array_free(&rgb);
	par.bare = false;
	par.title = "a curve";
	for (par.width = 0; par.width < 1300; par.width += 400) {
		bool white = true;
		CHECK(!figure_curve(&rgb, &f, &par, &e));
		for (size_t r = 0; r < rgb.n[0]; r++)
			white &= is_gray(&rgb, r, 0, 255) && is_gray(&rgb, r, rgb.n[1] - 1, 255);
		for (size_t c = 0; c < rgb.n[1]; c++)
			white &= is_gray(&rgb, 0, c, 255) && is_gray(&rgb, rgb.n[0] - 1, c, 255);
		CHECK(white);
		array_free(&rgb);
	}
	par.width = CANVAS_MAX + 1;
	CHECK(figure_curve(&rgb, &f, &par, &e) == E_DATA);
	array_free(&rgb);
}

static void too_large(void)
{
	float v = 1;
	struct figure_panel p = { .data = &v, .nrow = 1, .ncol = 1 };
	struct figure_par par = plain;
	struct array rgb;
	struct err e = { 0 };

	par.zoom = CANVAS_MAX + 1.0;
	CHECK(figure_slice(&rgb, &p, &par, &e) == E_DATA && strstr(e.msg, "cannot be drawn"));
	array_free(&rgb);
}

/* ---- pieces ---------------------------------------------------------------------------------- */

static void words(void)
{
	char buf[64];
	struct canvas *c;
	struct array rgb = { 0 };
	struct err e = { 0 };
	size_t dark = 0;

	CHECK(canvas_text_width(20, "wide") > canvas_text_width(20, "w") && canvas_text_width(20, "") == 0);
	NEAR(canvas_text_width(40, "abc"), 2 * canvas_text_width(20, "abc"), 1e-6);
	CHECK(!strcmp(part_fit("short", 10, 1000, buf, sizeof buf), "short"));
	part_fit("a long text that must be cut", 10, 60, buf, sizeof buf);
	CHECK(canvas_text_width(10, buf) <= 60 && strstr(buf, "…") && !strncmp(buf, "a l", 3));
	part_fit("ääääääääääääääää", 10, 40, buf, sizeof buf);	/* cut between letters */
	CHECK(!strchr(buf, '?') && strlen(buf) % 2 == 1);
	CHECK(!canvas_new(&c, 80, 30, &e));
	canvas_text(c, 40, 25, 0.5, 1, 18, CANVAS_LEVEL, "no\xff text\n");	/* no UTF-8: no failure */
	CHECK(!canvas_take(c, &rgb, &e));
	for (size_t i = 0; i < 80 * 30; i++)
		dark += at(&rgb, 0, i)[0] < 100;
	CHECK(dark > 100);
	canvas_free(c);
	array_free(&rgb);
	CHECK(canvas_new(&c, 0, 5, &e) == E_DATA);
	canvas_free(c);
}

static void tick_texts(void)
{
	struct ticks t;
	char label[100];

	ticks_make(&t, &(struct window){ .lo = -0.2, .hi = 0.2 }, 4, 12);
	CHECK(t.n == 5 && !strcmp(t.text[0], "−0.2") && !strcmp(t.text[2], "0.0") && !t.exponent);
	CHECK(!strcmp(ticks_label(&t, "µ", "cm⁻¹", label, sizeof label), "µ (cm⁻¹)"));
	ticks_make(&t, &(struct window){ .lo = 0, .hi = 5e-7 }, 5, 12);
	CHECK(t.exponent == -7 && !strcmp(t.text[t.n - 1], "5"));
	CHECK(!strcmp(ticks_label(&t, "δ", "", label, sizeof label), "δ (10⁻⁷)"));
	CHECK(!strcmp(ticks_label(&t, "", "m", label, sizeof label), "10⁻⁷ m"));
	ticks_make(&t, &(struct window){ .lo = 0, .hi = 65535 }, 5, 12);
	CHECK(!t.exponent && !strcmp(t.text[1], "20000"));
	ticks_make(&t, &(struct window){ .lo = 1, .hi = 1e8, .log = true }, 8, 12);
	CHECK(!strcmp(t.text[1], "10¹") && !t.exponent);
}

static void scale_bars(void)
{
	struct figure_par par = { .pixel_m = 6.5e-6 };
	struct scale s;

	part_scale_make(&s, &par, 2, 200);	/* 100 samples of 6.5 um: 650 um */
	CHECK(!strcmp(s.text, "500 µm"));
	NEAR(s.px, 500 / 6.5 * 2, 1e-9);
	par.pixel_m = 1e-4;
	part_scale_make(&s, &par, 1, 100);	/* 10 mm */
	CHECK(!strcmp(s.text, "10 mm"));
	par.pixel_m = 3e-9;
	part_scale_make(&s, &par, 1, 100);
	CHECK(!strcmp(s.text, "200 nm"));
	par.pixel_m = 0;
	part_scale_make(&s, &par, 2, 200);
	CHECK(!strcmp(s.text, "100 pixels"));
	NEAR(s.px, 200, 0);
}

static void captions(void)
{
	const size_t n[] = { 4, 3, 5 };
	static const char *const labels[] = { "angle", "row", "" };
	const double theta[] = { 0, 0.5, 1, 1.5 }, bent[] = { 0, 0.5, 1, 2.5 }, row[] = { 20, 21, 22 };
	const double tried[] = { 0, 0.5, 1, 1.5, 2 }, key[] = { 2, 1, 0, 0 };
	const char *name, *unit;
	char buf[100];
	struct head h;
	struct err e = { 0 };

	head_init(&h, DT_F32, 3, n, labels);
	caption_quantity(&h, &name, &unit);
	CHECK(!*name && !*unit);
	CHECK(!meta_set(&h.meta, META_QUANTITY, "mu_per_cm", &e));
	caption_quantity(&h, &name, &unit);
	CHECK(!strcmp(name, "linear attenuation") && !strcmp(unit, "cm⁻¹"));
	CHECK(!meta_set(&h.meta, META_QUANTITY, "odd_thing", &e));
	caption_quantity(&h, &name, &unit);
	CHECK(!strcmp(name, "odd_thing") && !*unit);
	CHECK(!caption_is_length(&h, 0) && caption_is_length(&h, 1) && caption_is_length(&h, 2));
	CHECK(!strcmp(caption_place(&h, 0, 3, buf, sizeof buf), "angle = 3"));
	CHECK(!strcmp(caption_place(&h, 2, 1, buf, sizeof buf), "axis 2 = 1"));
	CHECK(!head_set_table(&h, "angle", "theta_deg", theta, 4, &e) && !head_set_table(&h, "row", "index", row, 3, &e));
	CHECK(!strcmp(caption_place(&h, 0, 3, buf, sizeof buf), "angle = 1.5° (3)"));
	CHECK(!strcmp(caption_place(&h, 1, 2, buf, sizeof buf), "row = 22"));
	CHECK(!head_set_table(&h, "row", "center_px", theta, 3, &e));	/* a tilted axis: rows are rows */
	CHECK(!strcmp(caption_place(&h, 1, 2, buf, sizeof buf), "row = 22"));
	CHECK(!head_set_table(&h, "angle", "key", key, 4, &e));		/* what has no angle is given none */
	CHECK(!strcmp(caption_place(&h, 0, 0, buf, sizeof buf), "dark (0)"));
	CHECK(!strcmp(caption_place(&h, 0, 1, buf, sizeof buf), "flat (1)"));
	CHECK(!strcmp(caption_place(&h, 0, 2, buf, sizeof buf), "angle = 1° (2)"));
	head_del_table(&h, "angle", "key");
	memcpy(h.label[2], "seed", 5);					/* several fits */
	CHECK(!head_set_table(&h, "seed", "number", (const double[]){ 7, 9, 11, 12, 40 }, 5, &e));
	CHECK(!strcmp(caption_place(&h, 2, 1, buf, sizeof buf), "seed = 9 (1)"));
	memcpy(h.label[2], "z", 2);					/* slices at several centers */
	CHECK(!head_set_table(&h, "z", "center_px", tried, 5, &e));
	CHECK(!strcmp(caption_place(&h, 2, 1, buf, sizeof buf), "center = 0.5 (1)"));
	head_del_table(&h, "z", "center_px");
	*h.label[2] = '\0';
	struct figure_axis a = caption_axis(&h, 0, buf, sizeof buf);
	CHECK(!strcmp(a.label, "angle (°)"));
	NEAR(a.step, 0.5, 1e-15);
	a = caption_axis(&h, 1, buf, sizeof buf);
	NEAR(a.first, 20, 0);
	CHECK(!head_set_table(&h, "angle", "theta_deg", bent, 4, &e));
	a = caption_axis(&h, 0, buf, sizeof buf);	/* not even: the index */
	CHECK(!strcmp(a.label, "angle") && a.step == 1);
	head_free(&h);
}

/* What scat and others write: names, units, which way is up, the shape of a sample. */
static void pattern_captions(void)
{
	const size_t n[] = { 3, 4, 5 };
	static const char *const labels[] = { "frame", "alpha", "phi" };
	const double alpha[] = { 0.1, 0.3, 0.5, 0.7 }, phi[] = { -0.2, -0.1, 0, 0.1, 0.2 }, bent[] = { 0, 1, 3, 4, 5 };
	const double kev[] = { 8, 9, 10 }, omega[] = { 0, 30, 60 }, term[] = { 0, 1, 4 }, seconds[] = { 2, 4, 6 };
	const char *name, *unit;
	char buf[100];
	struct head h;
	struct err e = { 0 };

	head_init(&h, DT_F64, 3, n, labels);
	CHECK(!meta_set(&h.meta, META_QUANTITY, "intensity", &e) && caption_is_wide(&h));
	CHECK(!caption_is_up(&h, 0) && caption_is_up(&h, 1) && !caption_is_up(&h, 2));
	CHECK(caption_aspect(&h, 1, 2) == 1);		/* nothing is known */
	CHECK(!strcmp(caption_place(&h, 0, 2, buf, sizeof buf), "frame = 2"));
	CHECK(!head_set_table(&h, "alpha", "deg", alpha, 4, &e) && !head_set_table(&h, "phi", "deg", phi, 5, &e));
	struct figure_axis a = caption_axis(&h, 1, buf, sizeof buf);
	CHECK(!strcmp(buf, "α_f (°)"));
	NEAR(a.first, 0.1, 0);
	NEAR(a.step, 0.2, 1e-15);
	CHECK(caption_coordinates(&h, 1, buf, sizeof buf)[3] == 0.7 && !strcmp(buf, "α_f (°)"));
	CHECK(!caption_coordinates(&h, 0, buf, sizeof buf) && !strcmp(buf, "frame"));
	NEAR(caption_aspect(&h, 1, 2), 2, 1e-12);
	NEAR(caption_aspect(&h, 2, 1), 0.5, 1e-12);
	CHECK(!head_set_table(&h, "phi", "deg", bent, 5, &e));
	CHECK(caption_aspect(&h, 1, 2) == 1);		/* not even */
	CHECK(!head_set_table(&h, "frame", "energy_keV", kev, 3, &e));
	CHECK(!strcmp(caption_place(&h, 0, 1, buf, sizeof buf), "energy = 9 keV (1)"));
	CHECK(!head_set_table(&h, "frame", "omega_deg", omega, 3, &e) && !head_set_table(&h, "frame", "term", term, 3, &e));
	CHECK(!strcmp(caption_place(&h, 0, 2, buf, sizeof buf), "energy = 10 keV, ω = 60°, RiRf (2)"));
	CHECK(!strncmp(caption_place(&h, 0, 2, buf, 10), "energy = ", 9) && strlen(buf) == 9);	/* no room */
	CHECK(!meta_set(&h.meta, META_QUANTITY, "reflectivity", &e) && caption_is_wide(&h));
	caption_axis(&h, 1, buf, sizeof buf);
	CHECK(!strcmp(buf, "α_i (°)"));
	caption_quantity(&h, &name, &unit);
	CHECK(!strcmp(name, "reflectivity") && !*unit);
	CHECK(!meta_set(&h.meta, META_QUANTITY, "counts", &e) && !caption_is_wide(&h));
	memcpy(h.label[0], "time", 5);			/* no axis that is known: by its unit */
	CHECK(!head_set_table(&h, "time", "s", seconds, 3, &e));
	a = caption_axis(&h, 0, buf, sizeof buf);
	CHECK(!strcmp(buf, "time (s)") && a.first == 2 && a.step == 2);
	CHECK(!strcmp(caption_place(&h, 0, 2, buf, sizeof buf), "time = 6 s (2)"));
	CHECK(caption_aspect(&h, 0, 1) == 1);		/* seconds and degrees */
	head_free(&h);
}

int main(void)
{
	CASE(bare_slice);
	CASE(zoom);
	CASE(colours);
	CASE(upward);
	CASE(pattern);
	CASE(dressed);
	CASE(nothing_is_cut_off);
	CASE(montage_and_cuts);
	CASE(histogram);
	CASE(curves);
	CASE(too_large);
	CASE(words);
	CASE(tick_texts);
	CASE(scale_bars);
	CASE(captions);
	CASE(pattern_captions);
	return done();
}
