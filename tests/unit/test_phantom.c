#include "../unit/check.h"

#include "base/mem.h"
#include "base/units.h"
#include "tomo/phantom.h"

static struct err e;

static double pixel(const struct phantom *p, struct phantom_view v, size_t row, size_t col)
{
	struct shadow sh[64];
	double line[1024];

	phantom_shadows(p, &v, sh);
	phantom_row(sh, p->n, row, v.ncol, line);
	return line[col];
}

static double project_sum(const struct phantom *p, struct phantom_view v)
{
	struct shadow sh[64];
	double line[1024], sum = 0;

	phantom_shadows(p, &v, sh);
	for (size_t r = 0; r < v.nrow; r++) {
		phantom_row(sh, p->n, r, v.ncol, line);
		for (size_t c = 0; c < v.ncol; c++)
			sum += line[c];
	}
	return sum;
}

/* Chord of shape s along the ray of detector point (col, row): solved from scratch as a quadratic in 3-D. */
static double chord(const struct shape *s, struct phantom_view v, double col, double row)
{
	double t = v.theta_deg * UNIT_DEG, g = v.tilt_deg * UNIT_DEG;
	double dc = col - v.center_px, dr = row - 0.5 * ((double)v.nrow - 1);
	double sx = dc * cos(g) - dr * sin(g), z = dc * sin(g) + dr * cos(g);
	double p[3] = { sx * cos(t) - s->c[0], sx * sin(t) - s->c[1], z - s->c[2] };
	double d[3] = { -sin(t), cos(t), 0 }, a = 0, b = 0, c = -1;

	for (int i = 0; i < 3; i++) {
		double mp = 0, md = 0;
		for (int j = 0; j < 3; j++) {
			mp += s->m[i][j] * p[j];
			md += s->m[i][j] * d[j];
		}
		a += md * md;
		b += mp * md;
		c += mp * mp;
	}
	return b * b > a * c ? 2 * sqrt(b * b - a * c) / a * s->value : 0;
}

/* Mean over the pixel by brute force: n x n midpoints. */
static double brute(const struct phantom *p, struct phantom_view v, size_t row, size_t col, int n)
{
	double sum = 0;

	for (size_t k = 0; k < p->n; k++)
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++)
				sum += chord(&p->shape[k], v, (double)col - 0.5 + (j + 0.5) / n,
					     (double)row - 0.5 + (i + 0.5) / n);
	return sum / n / n;
}

/* A disc of radius R: the mean of 2 sqrt(R^2 - s^2) over a pixel from its antiderivative. */
static void disc_is_its_chord(void)
{
	struct phantom p;
	struct phantom_view v = { 30, 40.3, 0, 1, 81 };
	double r = 0.9 * 40;

	CHECK(phantom_new(&p, PHANTOM_DISC, 40, &e) == 0);
	for (size_t c = 0; c < 81; c++) {
		double a = fmax(-r, fmin(r, (double)c - 0.5 - 40.3));
		double b = fmax(-r, fmin(r, (double)c + 0.5 - 40.3));
		double want = b * sqrt(r * r - b * b) + r * r * asin(b / r) -
			      a * sqrt(r * r - a * a) - r * r * asin(a / r);
		NEAR(pixel(&p, v, 0, c), want, 1e-5);	/* 1.4e-7 of the largest, 72 */
	}
	phantom_free(&p);
}

/* The sum of a projection is the sum of areas times values, at any angle, centre. */
static void mass_is_kept(void)
{
	struct phantom p;
	double want = 0;

	CHECK(phantom_new(&p, PHANTOM_SHEPP2D, 100, &e) == 0);
	for (size_t i = 0; i < p.n; i++)
		want += p.shape[i].value * M_PI /
			(p.shape[i].m[0][0] * p.shape[i].m[1][1] - p.shape[i].m[0][1] * p.shape[i].m[1][0]);
	for (int a = 0; a < 12; a++) {
		struct phantom_view v = { a * 37.3, 115.2 + 0.37 * a, 0, 1, 240 };
		NEAR(project_sum(&p, v) / want, 1, 1e-7);
	}
	phantom_free(&p);
}

/* An ellipsoid's mass is 4/3 pi abc, tilted or not. */
static void ellipsoid_mass(void)
{
	double c[3] = { 5, -3, 2.2 }, abc[3] = { 21, 12.5, 16 };
	struct shape s = shape_ellipsoid(c, abc, 33, 0.7);
	struct phantom p = { 1, &s, false };
	double want = 0.7 * 4 / 3 * M_PI * abc[0] * abc[1] * abc[2];

	for (int a = 0; a < 8; a++) {
		struct phantom_view v = { a * 41.0, 33.1, a * 1.5, 60, 70 };
		NEAR(project_sum(&p, v) / want, 1, 1e-7);
	}
}

/* 0 and 180 degrees are mirror images about the centre. */
static void opposite_is_mirrored(void)
{
	struct phantom p;
	struct phantom_view v = { 13, 50, 0, 40, 101 }, w = { 193, 50, 0, 40, 101 };

	CHECK(phantom_new(&p, PHANTOM_SHEPP3D, 50, &e) == 0);
	for (size_t r = 0; r < 40; r += 7)
		for (size_t c = 0; c < 101; c++)
			NEAR(pixel(&p, v, r, c), pixel(&p, w, r, 100 - c), 1e-9);
	phantom_free(&p);
}

/*
 * Against brute force.  n^2 midpoints err most at the outline, where the chord rises like x^0.5:
 * with n = 160 by 1e-4, with n = 500 by 2e-5 (it falls like n^-1.5).
 */
static void pixels_against(const struct phantom *p, struct phantom_view v, size_t step, int n, double tol)
{
	for (size_t r = 0; r < v.nrow; r += step)
		for (size_t c = 0; c < v.ncol; c += step)
			NEAR(pixel(p, v, r, c), brute(p, v, r, c, n), tol);
}

static void pixels_are_means(void)
{
	double c[3] = { 1.3, -2.1, 0.4 }, abc[3] = { 11, 6.5, 8 };
	struct shape s = shape_ellipsoid(c, abc, 33, 1);
	struct shape w = shape_wire(c, (double[3]){ 0.2, -0.1, 1 }, 1.7, 1);
	struct phantom one = { 1, &s, false }, wire = { 1, &w, false };
	struct phantom_view v = { 23, 14.2, 0, 24, 30 }, tilted = { 100, 14.2, 4, 24, 30 };

	pixels_against(&one, v, 3, 500, 3e-5);
	pixels_against(&one, tilted, 3, 500, 3e-5);
	pixels_against(&wire, v, 4, 500, 3e-5);
	pixels_against(&wire, tilted, 4, 500, 3e-5);
}

/* Large ones: the interior is by Taylor's series, its seams against the exact part. */
static void interior_is_exact(void)
{
	double c[3] = { 0.3, -0.7, 0.2 }, abc[3] = { 110, 64, 81 };
	struct shape s = shape_ellipsoid(c, abc, 27, 1);
	struct phantom p = { 1, &s, false };
	struct phantom_view v = { 61, 119.7, 1, 170, 240 };
	struct shadow a, b;
	double x[240], y[240], worst = 0;

	phantom_shadows(&p, &v, &a);
	b = a;
	b.inner = -1;		/* all columns by the closed form */
	for (size_t r = 0; r < 170; r++) {
		phantom_row(&a, 1, r, 240, x);
		phantom_row(&b, 1, r, 240, y);
		for (size_t i = 0; i < 240; i++)
			worst = fmax(worst, fabs(x[i] - y[i]));
	}
	CHECK(a.inner > 0.5);
	NEAR(worst / a.amp, 0, 3e-7);
	printf("# worst %g\n", worst / a.amp);
}

/* A disc's slice adds up to its area: 4 x 4 samples leave an error of the order of sqrt(perimeter)/16. */
static void truth_has_its_area(void)
{
	struct phantom p;
	static float x[129 * 129];
	double sum = 0, r = 0.9 * 64.5;

	CHECK(phantom_new(&p, PHANTOM_DISC, 64.5, &e) == 0);
	phantom_slice(&p, 7, 129, x);
	for (size_t i = 0; i < 129 * 129; i++)
		sum += x[i];
	NEAR(sum, M_PI * r * r, 5 * sqrt(2 * M_PI * r) / 16);
	NEAR(x[64 * 129 + 64], 1, 0);
	NEAR(x[0], 0, 0);
	phantom_free(&p);
}

/* Each pixel of a slice is the mean of 4 x 4 samples (4 x 4 x 4 in 3-D) at odd eighths: counted one by one. */
static void truth_is_the_samples(void)
{
	struct phantom p;
	static float x[24 * 24];
	double z = -2.5;

	CHECK(phantom_new(&p, PHANTOM_SPHERES, 12, &e) == 0);
	phantom_slice(&p, z, 24, x);
	for (size_t i = 0; i < 24; i++)
		for (size_t j = 0; j < 24; j++) {
			double sum = 0;
			for (int s = 0; s < 64; s++) {
				double q[3] = { (double)j - 11.5 + (s % 4 - 1.5) / 4,
						11.5 - (double)i + (s / 4 % 4 - 1.5) / 4, z + (s / 16 - 1.5) / 4 };
				for (size_t k = 0; k < p.n; k++) {
					const struct shape *t = &p.shape[k];
					double d = hypot(hypot(q[0] - t->c[0], q[1] - t->c[1]), q[2] - t->c[2]);
					sum += d * t->m[0][0] <= 1 ? t->value / 64 : 0;
				}
			}
			NEAR(x[i * 24 + j], sum, 1e-6);
		}
	phantom_free(&p);
}

/* Toft's values at points of the 2-D head: skull, brain, both ventricles, the large tumour. */
static void head_values(void)
{
	struct phantom p;
	static float x[256 * 256];
	static const struct { double x, y, v; } at[] = {
		{ 0, 0.9, 1 }, { 0, -0.8, 0.2 }, { 0.22, 0, 0 }, { -0.22, 0, 0 }, { 0, 0.4, 0.3 },
		{ 0, 0.12, 0.4 }, { 0.95, 0.95, 0 } };

	CHECK(phantom_new(&p, PHANTOM_SHEPP2D, 128, &e) == 0);
	phantom_slice(&p, 0, 256, x);
	for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
		size_t j = (size_t)(127.5 + 128 * at[k].x), i = (size_t)(127.5 - 128 * at[k].y);
		NEAR(x[i * 256 + j], at[k].v, 1e-6);
	}
	phantom_free(&p);
}

/* The projection at 0 degrees sums columns of the slice, at 90 its rows upside down: the sense of rotation. */
/*
 * Which way an angle turns, from closed formulas: along theta = phi a turned
 * ellipse is seen from its tip, 2 a wide and 2 b deep.  Slice and projection share
 * the shape, so neither can tell by the other.
 */
static void turned_ellipse(void)
{
	struct shape s = shape_ellipsoid((double[3]){ 3, -2, 0 }, (double[3]){ 12, 4, INFINITY }, 30, 1);
	struct phantom p = { .n = 1, .shape = &s, .flat = true };
	float *img = mem_alloc(41 * 41, sizeof *img, "test", &e);

	phantom_slice(&p, 0, 41, img);
	for (int sign = -1; sign <= 1; sign += 2) {	/* 9 from the centre, 30 degrees up or down */
		double x = 3 + 9 * cos(30 * UNIT_DEG), y = -2 + sign * 9 * sin(30 * UNIT_DEG);
		size_t i = (size_t)lround(20 - y), j = (size_t)lround(20 + x);
		NEAR(img[41 * i + j], sign > 0 ? 1 : 0, 0);
	}
	for (int k = 0; k < 12; k++) {
		double t = 15 * k * UNIT_DEG, c = cos(t - 30 * UNIT_DEG), d = sin(t - 30 * UNIT_DEG);
		double half = sqrt(144 * c * c + 16 * d * d);
		struct phantom_view v = { 15 * k, 40 - (3 * cos(t) - 2 * sin(t)), 0, 1, 81 };
		/* the mean of a pixel in the middle is lower by 1/(24 half^2), and by less than 1.2 of that */
		double want = 2 * 48 / half, low = want / (24 * half * half);
		NEAR(pixel(&p, v, 0, 40), want - low, 0.2 * low);
		CHECK(pixel(&p, v, 0, (size_t)(40 - half)) > 0);
		NEAR(pixel(&p, v, 0, (size_t)(40 - half) - 1), 0, 0);
	}
	/* the ventricles of the head lean outwards at the top: at (+-0.303, 0.257) is their 0 */
	CHECK(phantom_new(&p, PHANTOM_SHEPP2D, 20.5, &e) == 0);
	phantom_slice(&p, 0, 41, img);
	NEAR(img[41 * 15 + 20 + 6], 0, 1e-6);
	NEAR(img[41 * 15 + 20 - 6], 0, 1e-6);
	phantom_free(&p);
	mem_free(img);
}

static void slice_and_projection_agree(void)
{
	struct phantom p;
	struct phantom_view v = { 0, 63.5, 0, 1, 128 };
	static float x[128 * 128];
	double worst = 0;

	CHECK(phantom_new(&p, PHANTOM_DISCS, 64, &e) == 0);
	phantom_slice(&p, 0, 128, x);
	for (size_t c = 0; c < 128; c++) {
		double col = 0, row = 0;
		for (size_t i = 0; i < 128; i++) {
			col += x[i * 128 + c];
			row += x[(127 - c) * 128 + i];
		}
		v.theta_deg = 0;
		worst = fmax(worst, fabs(pixel(&p, v, 0, c) - col));
		v.theta_deg = 90;
		worst = fmax(worst, fabs(pixel(&p, v, 0, c) - row));
	}
	NEAR(worst, 0, 0.5);	/* of 25: the slice's outlines are rough by a quarter pixel, at two edges of up to 1 */
	phantom_free(&p);
}

static void psnr(void)
{
	static float a[100], b[100];

	CHECK(isinf(phantom_psnr(a, b, 10)));
	for (size_t i = 0; i < 100; i++)
		b[i] = 0.01f;
	b[0] = 100;		/* a corner, outside of the circle */
	NEAR(phantom_psnr(a, b, 10), 40, 1e-5);
}

/* The axis stands at center + (row - mid) tan tilt: a thin wire on it is seen there. */
static void tilted_axis(void)
{
	struct shape s = shape_wire((double[3]){ 0, 0, 0 }, (double[3]){ 0, 0, 1 }, 1.5, 1);
	struct phantom p = { 1, &s, true };
	struct phantom_view v = { 40, 31.3, 5, 41, 64 };

	for (size_t r = 0; r < 41; r += 10) {
		double m = 0, mc = 0;
		for (size_t c = 0; c < 64; c++) {
			m += pixel(&p, v, r, c);
			mc += (double)c * pixel(&p, v, r, c);
		}
		NEAR(mc / m, phantom_center(&v, r), 0.02);	/* the mean of pixels is not quite that of the profile */
		NEAR(phantom_center(&v, r), 31.3 + ((double)r - 20) * tan(5 * UNIT_DEG), 1e-9);
	}
}

int main(void)
{
	CASE(disc_is_its_chord);
	CASE(mass_is_kept);
	CASE(ellipsoid_mass);
	CASE(opposite_is_mirrored);
	CASE(pixels_are_means);
	CASE(interior_is_exact);
	CASE(truth_has_its_area);
	CASE(truth_is_the_samples);
	CASE(head_values);
	CASE(turned_ellipse);
	CASE(slice_and_projection_agree);
	CASE(psnr);
	CASE(tilted_axis);
	return done();
}
