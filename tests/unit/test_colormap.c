/* Colour maps: entries of the published tables, order of brightness, ends. */
#include "check.h"

#include "view/colormap.h"

/* matplotlib 3.6.3, cm.get_cmap(name).colors[i], rounded to 8 bits; the stated error is 1 level. */
static void published_entries(void)
{
	static const struct { enum colormap m; int i; unsigned rgb; } t[] = {
		{ CMAP_VIRIDIS, 0, 0x440154 }, { CMAP_VIRIDIS, 1, 0x440256 }, { CMAP_VIRIDIS, 37, 0x46337f },
		{ CMAP_VIRIDIS, 64, 0x3b528b }, { CMAP_VIRIDIS, 128, 0x21918c }, { CMAP_VIRIDIS, 173, 0x3aba76 },
		{ CMAP_VIRIDIS, 203, 0x77d153 }, { CMAP_VIRIDIS, 254, 0xfbe723 }, { CMAP_VIRIDIS, 255, 0xfde725 },
		{ CMAP_INFERNO, 0, 0x000004 }, { CMAP_INFERNO, 1, 0x010005 }, { CMAP_INFERNO, 37, 0x290b55 },
		{ CMAP_INFERNO, 64, 0x57106e }, { CMAP_INFERNO, 128, 0xbc3754 }, { CMAP_INFERNO, 173, 0xef6e21 },
		{ CMAP_INFERNO, 203, 0xfca309 }, { CMAP_INFERNO, 254, 0xfafda1 }, { CMAP_INFERNO, 255, 0xfcffa4 },
	};
	unsigned char c[3];

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		colormap_rgb(t[i].m, t[i].i / 255.0, c);
		for (int k = 0; k < 3; k++)
			NEAR(c[k], t[i].rgb >> (16 - 8 * k) & 255, t[i].i % 5 ? 1 : 0);
	}
}

static void gray_and_jet(void)
{
	unsigned char c[3];

	for (int i = 0; i < 256; i++) {
		colormap_rgb(CMAP_GRAY, i / 255.0, c);
		CHECK(c[0] == i && c[1] == i && c[2] == i);
	}
	/* MATLAB: dark blue, blue, cyan, yellow, red, dark red at these places; middle (1/2, 1, 1/2) */
	static const struct { double t; unsigned char c[3]; } jet[] = {
		{ 0, { 0, 0, 128 } }, { 0.125, { 0, 0, 255 } }, { 0.375, { 0, 255, 255 } }, { 0.5, { 128, 255, 128 } },
		{ 0.625, { 255, 255, 0 } }, { 0.875, { 255, 0, 0 } }, { 1, { 128, 0, 0 } },
	};
	for (size_t i = 0; i < sizeof jet / sizeof *jet; i++) {
		colormap_rgb(CMAP_JET, jet[i].t, c);
		CHECK(!memcmp(c, jet[i].c, 3));
	}
}

static double luminance(const unsigned char *c)
{
	return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];	/* Rec. 709 weights */
}

/* Brighter means more in all but jet, so that the picture survives a gray printer. */
static void brightness_rises(void)
{
	static unsigned char t[CMAP_LEVELS][3];

	for (int m = CMAP_GRAY; m <= CMAP_INFERNO; m++) {
		colormap_table((enum colormap)m, t);
		for (int i = 16; i < CMAP_LEVELS; i++)
			CHECK(luminance(t[i]) > luminance(t[i - 16]));
	}
}

static void ends_and_nan(void)
{
	unsigned char a[3], b[3];

	for (int m = 0; m < CMAP_COUNT; m++) {
		colormap_rgb((enum colormap)m, 0, a);
		colormap_rgb((enum colormap)m, -INFINITY, b);
		CHECK(!memcmp(a, b, 3));
		colormap_rgb((enum colormap)m, 1, a);
		colormap_rgb((enum colormap)m, 7, b);
		CHECK(!memcmp(a, b, 3));
		colormap_rgb((enum colormap)m, NAN, a);
		CHECK(a[0] == 214 && a[1] == 39 && a[2] == 160);
		CHECK(colormap_names[m]);
		for (int i = 0; i < CMAP_LEVELS; i++) {	/* no colour of the map is near it */
			colormap_rgb((enum colormap)m, i / (CMAP_LEVELS - 1.0), b);
			CHECK(abs(a[0] - b[0]) + abs(a[1] - b[1]) + abs(a[2] - b[2]) > 60);
		}
	}
	CHECK(!colormap_names[CMAP_COUNT]);
}

int main(void)
{
	CASE(published_entries);
	CASE(gray_and_jet);
	CASE(brightness_rises);
	CASE(ends_and_nan);
	return done();
}
