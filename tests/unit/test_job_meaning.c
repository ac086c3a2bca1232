/* scat/job.h: what a sample file means: indices at each wavelength, where a detector stands, roughness, grains and their orientations. */
#include "check.h"
#include "job_text.h"

#include <complex.h>
#include <math.h>

#define DEG (M_PI / 180)

static const struct layout *layout(const struct box *b)
{
	return &b->job.variant[0].sample.layout[0];
}

/* An index is that of the wave it is met by, each of a band: delta and beta grow with the wavelength squared. */
static void band(void)
{
	struct box b;

	CHECK(!load_text(&b, &(struct text){ .beam = "{wavelength: 0.1, alpha_i_deg: 0.2, bandwidth: {sigma: 0.05, n: 3}}",
		.particle = "{shape: {name: sphere, radius: 4}, material: {sld_re: 50, sld_im: 2}}" }, NULL));
	CHECK(b.job.nvariant == 3);
	for (size_t i = 0; i < b.job.nvariant; i++) {
		const struct variant *v = &b.job.variant[i];
		double unit = 1e-4 * pow(v->beam.wavelength_nm, 2) / (2 * M_PI);
		NEAR(v->beam.wavelength_nm, 0.1 * (1 + 0.05 * ((double)i - 1) * sqrt(3)), 1e-12);	/* Hermite's nodes */
		NEAR(cabs(v->sample.layout[0].species[0].part[0].n2 - cpow(1 - 50 * unit + 2 * unit * I, 2)), 0, 1e-15);
	}
	drop(&b);
}

/* A flat detector is across the mean beam: alpha_i 0.35 degrees of 0.2 and 0.4 with shares 1 : 3, turned to phi_i. */
static void mean_beam(void)
{
	static const char *const phi[] = { "", ", phi_i_deg: 5" };
	struct box b;

	for (int i = 0; i < 2; i++) {
		char beam[200];
		double ai = 0.35 * DEG, pi = i * 5 * DEG, dir[3] = { cos(ai) * cos(pi), -cos(ai) * sin(pi), -sin(ai) };
		snprintf(beam, sizeof beam, "{wavelength: 0.1, alpha_i_deg: {values: [0.2, 0.4], weights: [1, 3]}%s}", phi[i]);
		CHECK(!load_text(&b, &(struct text){ .beam = beam,
			.detector = "{type: rectangular, n_x: 1, n_y: 1, width: 2, height: 2, distance: 500, u0: 1, v0: 1}" }, NULL));
		for (int k = 0; k < 3; k++)
			NEAR(b.job.detector.origin_mm[k], 500 * dir[k], 1e-10);
		NEAR(b.job.detector.col_mm[0], -2 * sin(pi), 1e-12);
		NEAR(b.job.detector.col_mm[1], -2 * cos(pi), 1e-12);
		drop(&b);
	}
}

static void roughness(void)
{
	static const char *const extra[] = { "", "roughness_scale: bornagain", "roughness_scale: absolute" };
	struct box b;

	for (int i = 0; i < 3; i++) {
		CHECK(!load_text(&b, &(struct text){ .extra = extra[i] }, NULL));
		CHECK(b.job.variant[0].sample.rough_absolute == (i == 2));
		drop(&b);
	}
}

/* d_nn is the distance of nearest neighbours: sides of the cell in the plane, and the height of the next layer. */
static void nearest(void)
{
	static const struct { const char *grain; double a, z; } t[] = {
		{ "cell: sc, d_nn: 14", 14, 14 }, { "cell: bcc, d_nn: 14", 28 / 1.7320508075688772, 14 / 1.7320508075688772 },
		{ "cell: fcc, d_nn: 14", 14, 14 / 1.4142135623730951 }, { "cell: hexagonal, d_nn: 14, c: 19", 14, 19 },
		{ "cell: hcp, d_nn: 14", 14, 11.430952132988164 },
	};
	struct box b;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		char inter[200];
		const struct grain *g;
		snprintf(inter, sizeof inter, "{type: grain, %s, N: [3, 3], layers: 2}", t[i].grain);
		CHECK(!load_text(&b, &(struct text){ .inter = inter }, NULL));
		g = layout(&b)->species[0].grain;
		NEAR(hypot(g->a[0].x, g->a[0].y), t[i].a, 1e-12);
		NEAR(g->t[1].z - g->t[0].z, t[i].z, 1e-12);
		drop(&b);
	}
}

/* All of a grain turns: the second layer of FCC 111 stays at (a1 + a2)/3. */
static void layers_turn(void)
{
	struct box b;

	CHECK(!load_text(&b, &(struct text){ .inter = "{type: grain, cell: fcc, hkl: [1, 1, 1], d_nn: 14, N: [3, 3], layers: 3, in_plane: powder, "
		"in_plane_n: 7, mosaic_deg: 2, mosaic_tilts: 2, mosaic_azimuths: 3}" }, NULL));
	CHECK(layout(&b)->nspecies == 42);
	for (size_t i = 0; i < layout(&b)->nspecies; i++) {
		const struct grain *g = layout(&b)->species[i].grain;
		struct vec3 d = { g->t[1].x - g->t[0].x, g->t[1].y - g->t[0].y, g->t[1].z - g->t[0].z };
		NEAR(d.x * g->a[0].x + d.y * g->a[0].y + d.z * g->a[0].z, 14 * 14 / 2., 1e-9);
		NEAR(d.x * g->a[1].x + d.y * g->a[1].y + d.z * g->a[1].z, 14 * 14 / 2., 1e-9);
	}
	drop(&b);
}

/* mosaic_deg is the standard deviation along one direction: of the tilt t^2 has the mean 2 sigma^2 (1 - sigma^2/3 at this order, 0.1 %). */
static void mosaic_width(void)
{
	struct box b;
	double sum = 0, t2 = 0;

	CHECK(!load_text(&b, &(struct text){ .inter = "{type: grain, cell: sc, a: 20, N: [2, 2], layers: 1, mosaic_deg: 3, mosaic_tilts: 12}" }, NULL));
	for (size_t i = 0; i < layout(&b)->nspecies; i++) {
		const struct species *s = &layout(&b)->species[i];
		sum += s->weight;
		t2 += s->weight * pow(acos(fmin(1, s->part[0].rot.m[2][2])), 2);
	}
	NEAR(sum, 1, 1e-12);
	NEAR(t2 / (2 * pow(3 * DEG, 2)), 1, 2e-3);
	drop(&b);
}

int main(void)
{
	CASE(band);
	CASE(mean_beam);
	CASE(roughness);
	CASE(nearest);
	CASE(layers_turn);
	CASE(mosaic_width);
	return done();
}
