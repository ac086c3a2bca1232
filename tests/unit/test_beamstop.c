/* scat/beamstop.h: shadows counted by hand, units, edges and what is refused where. */
#include "check.h"

#include "io/yaml.h"
#include "scat/beamstop.h"

/* 10 columns of 0.5 mm, 8 rows of 0.25 mm */
static struct detector flat(void)
{
	struct detector d;
	struct err e = { 0 };

	CHECK(!det_flat(&d, 10, 8, 5, 2, 1000, 1, 1, 0.3, &e));
	return d;
}

/* The image after it as text: '#' for NaN, row 0 first. */
static int shade(const struct detector *d, const char *yaml, char out[200], struct err *e)
{
	struct node_tree t = { 0 };
	double image[100];
	size_t n = d->nrow * d->ncol;

	for (size_t i = 0; i < n; i++)
		image[i] = 1;
	*e = (struct err){ 0 };
	if (!yaml_parse(&t, "f", yaml, strlen(yaml), e))
		beamstop_apply(t.root, d, image, e);
	for (size_t i = 0; i < n; i++)
		out[i] = isnan(image[i]) ? '#' : '.';
	out[n] = 0;
	node_free(&t);
	return e->code;
}

static void is(const struct detector *d, const char *yaml, const char *expected)
{
	struct err e;
	char got[200];

	CHECK(!shade(d, yaml, got, &e));
	CHECK(!strcmp(got, expected));
	if (strcmp(got, expected))
		printf("# %s: %s\n#   not %s %s\n", yaml, got, expected, e.msg);
}

static void millimetres(void)
{
	struct detector d = flat();

	/* centres of columns 0.25 0.75 1.25 ..., of rows 0.125 0.375 0.625 ...: columns 1 and 2, rows 0 and 1; edges count */
	is(&d, "{x: [0.75, 1.25], y: [-1, 0.376]}",
	   ".##......." ".##......." ".........." ".........." ".........." ".........." ".........." "..........");
	is(&d, "{x: [0.751, 1.24]}", ".........." ".........." ".........." ".........." ".........." ".........." ".........." "..........");
	is(&d, "{y: [1.8, 9]}", ".........." ".........." ".........." ".........." ".........." ".........." ".........." "##########");
	is(&d, "{x: [400 um, 800 um]}",
	   ".#........" ".#........" ".#........" ".#........" ".#........" ".#........" ".#........" ".#........");
}

static void circles_and_lists(void)
{
	struct detector d = flat();

	/* round in mm, so twice as high as wide in pixels: rows +- 1 (0.25 mm), columns +- 0 */
	is(&d, "{circle: {center: [1.25, 0.625], radius: 0.3}}",
	   ".........." "..#......." "..#......." "..#......." ".........." ".........." ".........." "..........");
	is(&d, "{circle: {center: [1.25, 0.625], radius: 0.5}}",
	   "..#......." "..#......." ".###......" "..#......." "..#......." ".........." ".........." "..........");
	is(&d, "[{x: [0, 0.3]}, {unit: pixels, x: [9, 10], y: [0, 1]}]",
	   "#........#" "#........." "#........." "#........." "#........." "#........." "#........." "#.........");
}

static void other_detectors(void)
{
	double deg = M_PI / 180;
	struct detector s = { .type = DET_SPHERICAL, .nrow = 2, .ncol = 5, .phi_min_rad = -2 * deg, .phi_max_rad = 3 * deg,
			      .alpha_min_rad = 1 * deg, .alpha_max_rad = 2 * deg };
	struct detector g = { .type = DET_QGRID, .nrow = 2, .ncol = 4, .qy_min = -1, .qy_max = 1, .qz_min = 0, .qz_max = 1 };

	is(&s, "{x: [-0.6, 0.6], y: [1.5, 2]}", "....." ".##..");
	is(&s, "{x: [-0.6, 0.6], unit: pixels}", "#...." "#....");
	is(&g, "{x: [-0.3, 0.3], y: [0.5, 1]}", "...." ".##.");
	is(&g, "{y: [0, 1], unit: pixels}", "####" "....");
}

static void none(void)
{
	struct detector d = flat();
	struct err e = { 0 };
	double image[80] = { 0 };

	CHECK(!beamstop_apply(NULL, &d, image, &e));
	CHECK(image[0] == 0);
}

static void masks(void)
{
	double mask[5] = { 0, 1, 2, NAN, -0.0 }, image[5] = { 1, 2, 3, 4, 5 };

	CHECK(beamstop_mask(mask, 5, image) == 2);
	CHECK(isnan(image[0]) && image[1] == 2 && image[2] == 3 && image[3] == 4 && isnan(image[4]));
}

static void bad(const struct detector *d, const char *yaml, const char *what)
{
	struct err e;
	char got[200];

	CHECK(shade(d, yaml, got, &e) == E_DATA);
	CHECK(!strncmp(e.msg, "f:1:", 4) && strstr(e.msg, what));
	if (!strstr(e.msg, what))
		printf("# %s: %s\n", yaml, e.msg);
}

static void refused(void)
{
	struct detector d = flat(), p = { .type = DET_POINTS, .nrow = 3, .ncol = 1 };

	bad(&d, "{x: [2, 1]}", "2 comes after 1");
	bad(&d, "{x: [1]}", "x");
	bad(&d, "{}", "beam stop");
	bad(&d, "{unit: mm}", "beam stop");
	bad(&d, "{x: [1, 2], unit: deg}", "deg");
	bad(&d, "{x: [1, 2], unit: inch}", "inch");
	bad(&d, "{z: [1, 2]}", "z");
	bad(&d, "{circle: {center: [1, 2]}}", "radius");
	bad(&d, "{circle: {center: [1, 2], radius: -1}}", "-1");
	bad(&d, "{circle: {center: [1, 2], radius: 1}, x: [0, 1]}", "either");
	bad(&d, "{circle: 3}", "map");
	bad(&d, "[3]", "map");
	bad(&p, "{x: [1, 2]}", "points");
}

int main(void)
{
	CASE(millimetres);
	CASE(circles_and_lists);
	CASE(other_detectors);
	CASE(none);
	CASE(masks);
	CASE(refused);
	return done();
}
