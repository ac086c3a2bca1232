/* scat/view.h and scat/vec3.h: q of pixels by hand, samples turned, transmission, the fine grid. */
#include "sim_case.h"

#include "scat/view.h"

enum { N = 150 };
static double row_of[5][N];

static struct view_row rows(void)
{
	return (struct view_row){ row_of[0], row_of[1], row_of[2], row_of[3], row_of[4] };
}

/* q = k_i - k_f, then turned back by the azimuth; a row, place by place and by hand. */
static void grazing(void)
{
	struct detector d[] = { spherical(12, 75), leaning(12, 75), qgrid(12, 75) };
	struct beam b = { .wavelength_nm = 0.13, .alpha_i_rad = 0.3 * DEG, .phi_i_rad = 0.2 * DEG };
	double k = 2 * M_PI / 0.13, az = 0.6;

	for (int i = 0; i < 6; i++)
		for (int os = 1; os <= 2; os++) {
			struct view v = view_grazing(&d[i / 2], &b, i & 1 ? az : 0, os);
			struct view_row r = rows();
			double c = i & 1 ? cos(az) : 1, s = i & 1 ? sin(az) : 0;
			CHECK(v.nrow == 12u * (size_t)os && v.ncol == 75u * (size_t)os);
			view_row(&v, 5, &r);
			for (size_t col = 0; col < v.ncol; col++) {
				double u[3], o, row = 5.5 / os - 0.5, at = ((double)col + 0.5) / os - 0.5, x, y, sin_a;
				struct vec3 q;
				case_place(&d[i / 2], &b, row, at, u, &o);
				x = k * (cos(b.alpha_i_rad) * cos(b.phi_i_rad) - u[0]);
				y = k * (-cos(b.alpha_i_rad) * sin(b.phi_i_rad) - u[1]);
				NEAR(r.qx[col], c * x + s * y, 1e-13);
				NEAR(r.qy[col], -s * x + c * y, 1e-13);
				NEAR(r.qz[col], -k * (sin(b.alpha_i_rad) + u[2]), 1e-13);
				NEAR(r.sin_a[col], u[2], 1e-15);
				NEAR(r.domega[col], o / (os * os), 1e-13 * o);
				CHECK(view_q(&v, row, at, &q, &sin_a));
				NEAR(fabs(q.x - r.qx[col]) + fabs(q.y - r.qy[col]) + fabs(q.z - r.qz[col]) + fabs(sin_a - u[2]), 0, 1e-13);
			}
		}
}

/* With the columns' angles known a row is the same within rounding, and only of a spherical detector. */
static void columns_known(void)
{
	struct detector d[] = { spherical(12, 70), leaning(12, 70) };
	double keep[5][N], cs[2][N];

	for (int os = 1; os <= 2; os++) {
		struct view v = view_grazing(&d[0], &case_beam, 0.1, os);
		struct view_row r = rows();
		view_row(&v, 7, &r);
		memcpy(keep, row_of, sizeof keep);
		CHECK(view_phi(&v, cs[0], cs[1]));
		v.cos_phi = cs[0];
		v.sin_phi = cs[1];
		view_row(&v, 7, &r);
		for (int i = 0; i < 5; i++)
			for (size_t c = 0; c < v.ncol; c++)
				NEAR(row_of[i][c], keep[i][c], 1e-13);
		v = view_grazing(&d[1], &case_beam, 0.1, os);
		CHECK(!view_phi(&v, cs[0], cs[1]));
	}
}

/* The fine places of a pixel lie evenly about its centre, and go on evenly from pixel to pixel. */
static void fine_grid(void)
{
	struct detector d = spherical(3, 3);
	struct view v = view_grazing(&d, &case_beam, 0, 4);

	for (size_t i = 0; i < 12; i++)
		NEAR(view_at(&v, i), -0.375 + 0.25 * (double)i, 1e-15);
}

/* A sample turned by an angle scatters as one whose particle is turned by it. */
static void azimuth_is_rotation(void)
{
	static double a[400], b[400];
	struct detector d = spherical(20, 20);
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p = part_of("box", 9, 4, 6, (struct vec3){ 0 }, 0, GOLD);
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct sim_par all = { .term = -1, .oversample = 1 };
	double most = 0;

	s.azimuth_rad = 0.35;
	case_run(&s, &case_beam, &d, &all, a);
	s.azimuth_rad = 0;
	p.rot = rot3_about((struct vec3){ 0, 0, 1 }, 0.35);
	case_run(&s, &case_beam, &d, &all, b);
	for (int i = 0; i < 400; i++)
		most = fmax(most, b[i]);
	for (int i = 0; i < 400; i++)
		NEAR(a[i] / most, b[i] / most, 1e-12);
}

static struct vec3 seen(struct vec3 axis, double omega, double row, double col)
{
	static struct detector d;
	struct beam b = { .wavelength_nm = 0.1 };
	struct err e = { 0 };
	struct vec3 q = { 0 };
	double sin_a;

	CHECK(!det_flat(&d, 101, 101, 101, 101, 1000, 50.5, 50.5, 0, &e));
	struct view v = view_through(&d, &b, axis, omega, 1);
	CHECK(view_q(&v, row, col, &q, &sin_a));
	return q;
}

/*
 * The normal along the beam, y along y, x downwards: of a pixel above the direct beam k_f points up, k_i - k_f down, along
 * the sample's +x; of one to the right (-y) k_i - k_f points to +y.
 */
static void through_upright(void)
{
	struct vec3 up = { 0, 0, 1 }, q;
	double k = 2 * M_PI / 0.1, r = hypot(1000, 20);

	q = seen(up, 0, 70, 50);
	NEAR(q.x, k * 20 / r, 1e-12);
	NEAR(q.y, 0, 1e-12);
	NEAR(q.z, k * (1 - 1000 / r), 1e-12);
	q = seen(up, 0, 50, 70);
	NEAR(q.x, 0, 1e-12);
	NEAR(q.y, k * 20 / r, 1e-12);
	NEAR(q.z, k * (1 - 1000 / r), 1e-12);
}

/*
 * By 90 degrees about the vertical, right-handed (x to y): the normal points to +y, the sample's y to -x, its x still down.
 * About y (z to x): the normal down, its x against the beam.  About the beam: its x (down, -z) to +y, its y to +z.
 */
static void through_turned(void)
{
	struct vec3 q, w = seen((struct vec3){ 0, 0, 1 }, 0, 65, 72);	/* x: down, y: left, z: along the beam */

	q = seen((struct vec3){ 0, 0, 2 }, M_PI / 2, 65, 72);
	NEAR(q.x, w.x, 1e-12);
	NEAR(q.y, -w.z, 1e-12);
	NEAR(q.z, w.y, 1e-12);
	q = seen((struct vec3){ 0, 1, 0 }, M_PI / 2, 65, 72);
	NEAR(q.x, -w.z, 1e-12);
	NEAR(q.y, w.y, 1e-12);
	NEAR(q.z, w.x, 1e-12);
	q = seen((struct vec3){ 3, 0, 0 }, M_PI / 2, 65, 72);
	NEAR(q.x, w.y, 1e-12);
	NEAR(q.y, -w.x, 1e-12);
	NEAR(q.z, w.z, 1e-12);
}

/* Places that cannot be reached: NaN in the row, false of the place. */
static void unreachable(void)
{
	struct detector d = qgrid(4, 4);
	struct view_row r = rows();
	struct vec3 q;
	double sin_a;

	d.qy_max = 300;
	struct view v = view_grazing(&d, &case_beam, 0, 1);
	view_row(&v, 0, &r);
	CHECK(isnan(r.sin_a[3]) && isfinite(r.sin_a[0]));
	CHECK(!view_q(&v, 0, 3, &q, &sin_a) && view_q(&v, 0, 0, &q, &sin_a));
}

/* Rotations: right-handed, one after the other, back by the transpose, whatever the axis's length. */
static void rotations(void)
{
	struct rot3 a = rot3_about((struct vec3){ 0, 0, 5 }, M_PI / 2), b = rot3_about((struct vec3){ 2, 0, 0 }, M_PI / 2);
	struct rot3 ab = rot3_mul(&a, &b), c = rot3_about((struct vec3){ 1, 1, 1 }, 2 * M_PI / 3);
	struct vec3 r = rot3_apply(&a, (struct vec3){ 1, 2, 3 });
	struct cvec3 q;

	NEAR(fabs(r.x + 2) + fabs(r.y - 1) + fabs(r.z - 3), 0, 1e-14);
	r = rot3_apply(&b, (struct vec3){ 1, 2, 3 });
	NEAR(fabs(r.x - 1) + fabs(r.y + 3) + fabs(r.z - 2), 0, 1e-14);
	r = rot3_apply(&ab, (struct vec3){ 1, 2, 3 });	/* b: (1, -3, 2), then a: (3, 1, 2) */
	NEAR(fabs(r.x - 3) + fabs(r.y - 1) + fabs(r.z - 2), 0, 1e-14);
	r = rot3_apply(&c, (struct vec3){ 1, 2, 3 });	/* x to y to z to x */
	NEAR(fabs(r.x - 3) + fabs(r.y - 1) + fabs(r.z - 2), 0, 1e-14);
	q = rot3_back(&a, (struct cvec3){ -2, 1 + I, 3 });
	NEAR(cabs(q.x - 1 - I) + cabs(q.y - 2) + cabs(q.z - 3), 0, 1e-14);
	NEAR(cabs(cvec3_dot((struct cvec3){ 1, I, 2 }, (struct vec3){ 3, 4, 5 }) - 13 - 4 * I), 0, 0);
}

int main(void)
{
	CASE(grazing);
	CASE(columns_known);
	CASE(fine_grid);
	CASE(azimuth_is_rotation);
	CASE(through_upright);
	CASE(through_turned);
	CASE(unreachable);
	CASE(rotations);
	return done();
}
