#include "view/colormap.h"

#include <math.h>

enum { POINTS = 52 };		/* entries 0, 5, .. 255 of the published table of 256 */

/*
 * viridis and inferno by S. van der Walt and N. Smith, released under CC0
 * (https://bids.github.io/colormap), 0xRRGGBB.
 */
static const unsigned viridis[POINTS] = {
	0x440154, 0x46085c, 0x471063, 0x481769, 0x481d6f, 0x482475, 0x472a7a, 0x46307e,
	0x453781, 0x433d84, 0x414287, 0x3f4889, 0x3d4e8a, 0x3a538b, 0x38598c, 0x355e8d,
	0x33638d, 0x31688e, 0x2e6d8e, 0x2c718e, 0x2a768e, 0x297b8e, 0x27808e, 0x25848e,
	0x23898e, 0x218e8d, 0x20928c, 0x1f978b, 0x1e9c89, 0x1fa188, 0x21a585, 0x24aa83,
	0x28ae80, 0x2eb37c, 0x35b779, 0x3dbc74, 0x46c06f, 0x50c46a, 0x5ac864, 0x65cb5e,
	0x70cf57, 0x7cd250, 0x89d548, 0x95d840, 0xa2da37, 0xb0dd2f, 0xbddf26, 0xcae11f,
	0xd8e219, 0xe5e419, 0xf1e51d, 0xfde725,
};
static const unsigned inferno[POINTS] = {
	0x000004, 0x02020c, 0x050417, 0x0a0722, 0x10092d, 0x160b39, 0x1e0c45, 0x260c51,
	0x2f0a5b, 0x380962, 0x400a67, 0x490b6a, 0x510e6c, 0x59106e, 0x61136e, 0x69166e,
	0x71196e, 0x781c6d, 0x801f6c, 0x88226a, 0x902568, 0x982766, 0xa02a63, 0xa82e5f,
	0xb0315b, 0xb73557, 0xbf3952, 0xc63d4d, 0xcc4248, 0xd34743, 0xd94d3d, 0xdf5337,
	0xe45a31, 0xe9612b, 0xed6925, 0xf1711f, 0xf47918, 0xf78212, 0xf98b0b, 0xfa9407,
	0xfb9d07, 0xfca60c, 0xfcb014, 0xfbba1f, 0xfac42a, 0xf8cd37, 0xf6d746, 0xf4e156,
	0xf2ea69, 0xf2f27d, 0xf5f992, 0xfcffa4,
};

const char *const colormap_names[] = { "gray", "viridis", "inferno", "jet", 0 };

static unsigned char level(double x)
{
	return (unsigned char)(255 * (x < 0 ? 0 : x > 1 ? 1 : x) + 0.5);
}

static void between(const unsigned *table, double t, unsigned char rgb[3])
{
	double at = t * (POINTS - 1);
	int i = at < POINTS - 2 ? (int)at : POINTS - 2;

	for (int k = 0; k < 3; k++) {
		int shift = 16 - 8 * k;
		double a = table[i] >> shift & 255, b = table[i + 1] >> shift & 255;
		rgb[k] = level((a + (at - i) * (b - a)) / 255);
	}
}

void colormap_rgb(enum colormap m, double t, unsigned char rgb[3])
{
	if (isnan(t)) {			/* as in colormap.h */
		rgb[0] = 214, rgb[1] = 39, rgb[2] = 160;
		return;
	}
	t = t < 0 ? 0 : t > 1 ? 1 : t;
	if (m == CMAP_VIRIDIS || m == CMAP_INFERNO)
		between(m == CMAP_VIRIDIS ? viridis : inferno, t, rgb);
	else
		for (int k = 0; k < 3; k++)
			rgb[k] = level(m == CMAP_JET ? 1.5 - fabs(4 * t - (3 - k)) : t);
}

void colormap_table(enum colormap m, unsigned char table[CMAP_LEVELS][3])
{
	for (int i = 0; i < CMAP_LEVELS; i++)
		colormap_rgb(m, i / (CMAP_LEVELS - 1.0), table[i]);
}
