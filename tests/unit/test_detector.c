/* scat/detector.h: geometry by hand and by rotations, solid angles that add up, and q that comes back. */
#include "check.h"

#include "scat/detector.h"
#include "scat/vec3.h"

static const double deg = M_PI / 180, k = 2 * M_PI / 0.1239841984;

static struct detector flat(void)
{
	struct detector d;
	struct err e = { 0 };

	CHECK(!det_flat(&d, 150, 200, 77.4, 103.2, 2000, 25.8, 5.16, 0.2 * deg, &e));
	return d;
}

/* 150 x 200 pixels of 0.516 mm: u0 = 50 pixels, v0 = 10 pixels from the corner, 49.5 and 9.5 from the first centre. */
static void direct_beam_on_flat(void)
{
	struct detector d = flat();
	struct det_dir o;

	CHECK(d.nrow == 200 && d.ncol == 150);
	CHECK(det_direction(&d, k, 0.2 * deg, 0, 9.5, 49.5, &o));
	NEAR(o.x, cos(0.2 * deg), 1e-15);
	NEAR(o.y, 0, 1e-15);
	NEAR(o.z, -sin(0.2 * deg), 1e-15);
	NEAR(o.domega / pow(0.516 / 2000, 2), 1, 1e-14);
}

/* alpha_f = 0 is D tan(alpha_i) above the direct beam, whatever the column; alpha_f = alpha_i is D tan(2 alpha_i) above. */
static void horizon_on_flat(void)
{
	struct detector d = flat();
	struct det_dir o;
	double row = (5.16 + 2000 * tan(0.2 * deg)) / 0.516 - 0.5;

	CHECK(det_direction(&d, k, 0.2 * deg, 0, row, 3, &o));
	NEAR(o.z, 0, 1e-15);
	row = (5.16 + 2000 * tan(0.4 * deg)) / 0.516 - 0.5;
	CHECK(det_direction(&d, k, 0.2 * deg, 0, row, 49.5, &o));
	NEAR(o.z, sin(0.2 * deg), 1e-15);
	NEAR(o.y, 0, 1e-15);
}

/* Any pixel: the vector in the frame of the beam, turned by alpha_i about y. */
static void any_pixel_of_flat(void)
{
	struct detector d = flat();
	struct rot3 r = rot3_about((struct vec3){ 0, 1, 0 }, 0.2 * deg);

	for (int row = 0; row < 200; row += 33) {
		for (int col = 0; col < 150; col += 29) {
			double u = (col + 0.5) * 0.516 - 25.8, v = (row + 0.5) * 0.516 - 5.16;
			struct vec3 p = rot3_apply(&r, (struct vec3){ 2000, -u, v });
			double len = sqrt(2000. * 2000 + u * u + v * v);
			struct det_dir o;

			CHECK(det_direction(&d, k, 0.2 * deg, 0, row, col, &o));
			NEAR(o.x, p.x / len, 1e-15);
			NEAR(o.y, p.y / len, 1e-15);
			NEAR(o.z, p.z / len, 1e-15);
			NEAR(o.domega / (0.516 * 0.516 * 2000 / (len * len * len)), 1, 1e-13);
		}
	}
}

/* Positive phi is -y, and larger columns; larger rows are higher. */
static void handedness(void)
{
	struct detector f = flat();
	struct detector s = { .type = DET_SPHERICAL, .nrow = 4, .ncol = 8, .phi_min_rad = -0.1, .phi_max_rad = 0.3,
			      .alpha_min_rad = 0.01, .alpha_max_rad = 0.05 };
	struct det_dir a, b;

	CHECK(det_direction(&f, k, 0.2 * deg, 0, 50, 149, &a) && det_direction(&f, k, 0.2 * deg, 0, 51, 149, &b));
	CHECK(a.y < 0 && b.z > a.z);
	CHECK(det_direction(&s, k, 0.2 * deg, 0, 1, 5, &a));
	/* centre of bin 5 of 8 in -0.1 .. 0.3: 0.175; of bin 1 of 4 in 0.01 .. 0.05: 0.025 */
	NEAR(a.x, cos(0.025) * cos(0.175), 1e-15);
	NEAR(a.y, -cos(0.025) * sin(0.175), 1e-15);
	NEAR(a.z, sin(0.025), 1e-15);
}

static void spherical_solid_angle(void)
{
	struct detector s = { .type = DET_SPHERICAL, .nrow = 7, .ncol = 5, .phi_min_rad = -0.2, .phi_max_rad = 0.7,
			      .alpha_min_rad = -0.1, .alpha_max_rad = 0.9 };
	struct det_dir o, at;
	double sum = 0;

	for (int row = 0; row < 7; row++)
		for (int col = 0; col < 5; col++)
			if (det_direction(&s, k, 0.01, 0, row, col, &o))
				sum += o.domega;
	NEAR(sum, 0.9 * (sin(0.9) - sin(-0.1)), 1e-14);
	/* a place within a bin has the bin's, and its own direction */
	det_direction(&s, k, 0.01, 0, 3, 2, &o);
	det_direction(&s, k, 0.01, 0, 3.4, 2.3, &at);
	NEAR(at.domega, o.domega, 0);
	NEAR(at.z, sin(-0.1 + 3.9 / 7), 1e-15);
	det_direction(&s, k, 0.01, 0, 2.6, 2, &at);
	NEAR(at.domega, o.domega, 0);
}

/* A square of half its distance seen from its foot's axis: atan(u v / (D sqrt(D^2 + u^2 + v^2))) a quadrant. */
static void flat_solid_angle(void)
{
	struct detector d;
	struct err e = { 0 };
	struct det_dir o;
	double sum = 0, corner = atan(50 * 50 / (100 * sqrt(100 * 100 + 2 * 50 * 50)));

	CHECK(!det_flat(&d, 100, 100, 50, 50, 100, 0, 0, 0.3, &e));
	for (int row = 0; row < 100; row++)
		for (int col = 0; col < 100; col++)
			if (det_direction(&d, k, 0.3, 0, row, col, &o))
				sum += o.domega;
	NEAR(sum / corner, 1, 1e-5);	/* midpoints: (p/D)^2/24 times a few */
}

static void q_comes_back(void)
{
	struct detector g = { .type = DET_QGRID, .nrow = 30, .ncol = 20, .qy_min = -1, .qy_max = 2, .qz_min = 0, .qz_max = 3 };
	double ai = 0.3 * deg, pi = 2 * deg;

	CHECK(det_rows(&g));
	for (int row = 0; row < 30; row++) {
		for (int col = 0; col < 20; col++) {
			double qy = -1 + (col + 0.5) * 0.15, qz = (row + 0.5) * 0.1, af, ph;
			struct det_dir o;

			CHECK(det_direction(&g, k, ai, pi, row, col, &o));
			af = asin(o.z);
			ph = atan2(-o.y, o.x);
			NEAR(k * (cos(af) * sin(ph) - cos(ai) * sin(pi)), qy, 1e-13);
			NEAR(k * (sin(af) + sin(ai)), qz, 1e-13);
			NEAR(o.x * o.x + o.y * o.y + o.z * o.z, 1, 1e-15);
			CHECK(o.x > 0 && o.domega == 1);
		}
	}
}

/* k = 10: |k_f| is reached at qy = 10 on the horizon, not beyond. */
static void unreachable(void)
{
	double qy[] = { 9.99, 10.01, 0, 0, -9.99 }, qz[] = { 0, 0, 9.9, 10.1, 0 }, z[1], x[1], y[1], w[1];
	struct detector p = { .type = DET_POINTS, .nrow = 5, .ncol = 1, .point_qy = qy, .point_qz = qz };
	struct detector g = { .type = DET_QGRID, .nrow = 1, .ncol = 40, .qy_min = -20, .qy_max = 20, .qz_min = 0, .qz_max = 0.1 };
	static const bool can[] = { true, false, true, false, true };
	double gx[40], gy[40], gz[40], gw[40];
	struct det_dir o;

	for (int i = 0; i < 5; i++) {
		CHECK(det_direction(&p, 10, 0, 0, i, 0, &o) == can[i]);
		CHECK(det_row(&p, 10, 0, 0, i, 0, 1, x, y, z, w) == can[i]);
		CHECK(isnan(x[0]) == !can[i] && isnan(y[0]) == !can[i] && isnan(z[0]) == !can[i] && isnan(w[0]) == !can[i]);
	}
	det_direction(&p, 10, 0, 0, 4, 0, &o);
	NEAR(o.y, 0.999, 1e-15);
	CHECK(det_row(&g, 10, 0, 0, 0, 0, 40, gx, gy, gz, gw) == 20);
	CHECK(isnan(gx[9]) && !isnan(gx[10]) && !isnan(gx[29]) && isnan(gx[30]));
}

static bool same_row(const struct detector *d, double row, double col0, size_t n)
{
	double x[700], y[700], z[700], w[700];
	bool same = true;

	det_row(d, k, 0.01, 0.02, row, col0, n, x, y, z, w);
	for (size_t i = 0; i < n; i++) {
		struct det_dir o;

		if (!det_direction(d, k, 0.01, 0.02, row, col0 + (double)i, &o))
			same &= isnan(x[i]);
		else
			same &= o.x == x[i] && o.y == y[i] && o.z == z[i] && o.domega == w[i];
	}
	return same;
}

/* Rows give the bytes of single pixels, for counts that are no multiple of anything, and from any column. */
static void rows_are_pixels(void)
{
	struct detector f = flat();
	struct detector s = { .type = DET_SPHERICAL, .nrow = 40, .ncol = 700, .phi_min_rad = -0.1, .phi_max_rad = 0.3,
			      .alpha_min_rad = 0.01, .alpha_max_rad = 0.05 };
	struct detector g = { .type = DET_QGRID, .nrow = 9, .ncol = 600, .qy_min = -60, .qy_max = 60, .qz_min = 0, .qz_max = 9 };
	static const size_t n[] = { 1, 2, 3, 5, 8, 150, 255, 257, 700 };

	for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
		CHECK(same_row(&f, 3.25, 0.5, n[i]));
		CHECK(same_row(&s, 3.25, 7, n[i]));
		CHECK(same_row(&g, 3, 0, n[i]));
	}
	CHECK(det_rows(&s) && !det_rows(&f));
}

/* A beam from the side, and the detector with it: what it hits stays in place. */
static void turned(void)
{
	struct detector d = flat();
	struct detector s = { .type = DET_SPHERICAL, .nrow = 1, .ncol = 1, .phi_min_rad = -0.1, .phi_max_rad = 0.1 };
	struct det_dir o;

	det_turn(&d, 0.3);
	CHECK(det_direction(&d, k, 0.2 * deg, 0.3, 9.5, 49.5, &o));
	NEAR(o.x, cos(0.2 * deg) * cos(0.3), 1e-15);
	NEAR(o.y, -cos(0.2 * deg) * sin(0.3), 1e-15);
	NEAR(o.z, -sin(0.2 * deg), 1e-15);
	NEAR(d.col_mm[0], -0.516 * sin(0.3), 1e-15);
	NEAR(d.col_mm[1], -0.516 * cos(0.3), 1e-15);
	det_turn(&s, 0.3);
	det_direction(&s, k, 0, 0.3, 0, 0, &o);
	NEAR(o.y, -sin(0.3), 1e-15);
}

static void refused(void)
{
	static const double bad[] = { 0, -1, NAN, INFINITY };
	struct detector d;

	for (int i = 0; i < 4; i++) {
		struct err e[4] = { { 0 } };

		CHECK(det_flat(&d, 2, 2, bad[i], 1, 1, 0, 0, 0, &e[0]) == E_DATA && strstr(e[0].msg, "width"));
		CHECK(det_flat(&d, 2, 2, 1, bad[i], 1, 0, 0, 0, &e[1]) == E_DATA && strstr(e[1].msg, "height"));
		CHECK(det_flat(&d, 2, 2, 1, 1, bad[i], 0, 0, 0, &e[2]) == E_DATA && strstr(e[2].msg, "distance"));
		if (!isfinite(bad[i]))
			CHECK(det_flat(&d, 2, 2, 1, 1, 1, bad[i], 0, 0, &e[3]) == E_DATA && strstr(e[3].msg, "direct beam"));
	}
	CHECK(det_flat(&d, 0, 2, 1, 1, 1, 0, 0, 0, &(struct err){ 0 }) == E_DATA);
}

int main(void)
{
	CASE(direct_beam_on_flat);
	CASE(horizon_on_flat);
	CASE(any_pixel_of_flat);
	CASE(handedness);
	CASE(spherical_solid_angle);
	CASE(flat_solid_angle);
	CASE(q_comes_back);
	CASE(unreachable);
	CASE(rows_are_pixels);
	CASE(turned);
	CASE(refused);
	return done();
}
