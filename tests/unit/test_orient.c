/* Ensembles of orientations: moments of directions in closed form. */
#include <math.h>

#include "check.h"

#include "scat/orient.h"

enum { MOST = 20000 };
static struct orient o[MOST];

static size_t make(struct orient_par p)
{
	struct err e = { 0 };
	size_t n = orient_count(&p, &e);

	CHECK(n > 0 && n <= MOST && !orient_make(&p, o, &e));
	return n;
}

static void proper(size_t n)
{
	double sum = 0;

	for (size_t k = 0; k < n; k++) {
		sum += o[k].weight;
		CHECK(o[k].weight > 0);
		for (int i = 0; i < 3; i++)
			for (int j = 0; j < 3; j++) {
				double d = 0;

				for (int l = 0; l < 3; l++)
					d += o[k].rot.m[i][l] * o[k].rot.m[j][l];
				NEAR(d, i == j, 1e-14);
			}
	}
	NEAR(sum, 1, 1e-13);
}

static double mean(size_t n, int i, int j, int power, int i2, int j2, int power2)
{
	double s = 0;

	for (size_t k = 0; k < n; k++)
		s += o[k].weight * pow(o[k].rot.m[i][j], power) * pow(o[k].rot.m[i2][j2], power2);
	return s;
}

/* All directions alike: <z^2> = 1/3, <z^4> = 1/5, <z^8> = 1/9, <x^2 y^2> = 1/15; with turns of every body axis. */
static void sphere(void)
{
	size_t n = make((struct orient_par){ .tilt = TILT_SPHERE, .tilts = 8, .azimuths = 16, .turns = 12, .period_rad = 2 * M_PI });

	CHECK(n == 8 * 16 * 12);
	proper(n);
	for (int axis = 0; axis < 3; axis++)		/* where the body's axis points */
		for (int c = 0; c < 3; c++) {
			NEAR(mean(n, c, axis, 1, 0, 0, 0), 0, 1e-14);
			NEAR(mean(n, c, axis, 2, 0, 0, 0), 1.0 / 3, 1e-14);
			NEAR(mean(n, c, axis, 4, 0, 0, 0), 1.0 / 5, 1e-14);
			NEAR(mean(n, c, axis, 8, 0, 0, 0), 1.0 / 9, 1e-14);
			NEAR(mean(n, c, axis, 2, (c + 1) % 3, axis, 2), 1.0 / 15, 1e-14);
		}
}

/* Turns about z only: z stays, <x_x^2> = 1/2, no sign preferred; one of them is none; a period of 90 degrees is +-45. */
static void plane(void)
{
	size_t n = make((struct orient_par){ .turns = 7, .period_rad = 2 * M_PI });

	CHECK(n == 7);
	proper(n);
	NEAR(mean(n, 2, 2, 1, 0, 0, 0), 1, 1e-15);
	NEAR(mean(n, 0, 0, 1, 0, 0, 0), 0, 1e-15);
	NEAR(mean(n, 0, 0, 2, 0, 0, 0), 0.5, 1e-15);
	NEAR(mean(n, 0, 0, 2, 1, 0, 2), 1.0 / 8, 1e-15);
	CHECK(make((struct orient_par){ .turns = 1 }) == 1);
	NEAR(o[0].rot.m[0][0], 1, 0);
	n = make((struct orient_par){ .turns = 2, .period_rad = M_PI / 2 });
	NEAR(o[0].rot.m[1][0], -sin(M_PI / 8), 1e-15);
	NEAR(o[1].rot.m[1][0], sin(M_PI / 8), 1e-15);
}

/* <cos t> of exp(-t^2/(2 s^2)) sin t by 100000 midpoints (1e-9), about any axis; small s: <t^2> = 2 s^2. */
static void spread(void)
{
	struct vec3 axis[3] = { { 0, 0, 0 }, { 1, 2, -0.5 }, { 0, 0, -2 } };

	for (int a = 0; a < 3; a++)
		for (double s = 0.01; s < 2; s *= 4) {
			size_t n = make((struct orient_par){ .tilt = TILT_GAUSS, .tilts = 24, .azimuths = 5, .sigma_rad = s, .axis = axis[a] });
			double len = sqrt(axis[a].x * axis[a].x + axis[a].y * axis[a].y + axis[a].z * axis[a].z), most = fmin(M_PI, 6 * s);
			struct vec3 u = len > 0 ? (struct vec3){ axis[a].x / len, axis[a].y / len, axis[a].z / len } : (struct vec3){ 0, 0, 1 };
			double c = 0, side = 0, sum = 0, first = 0;

			proper(n);
			for (size_t k = 0; k < n; k++) {
				const double (*m)[3] = o[k].rot.m;
				double d = m[0][2] * u.x + m[1][2] * u.y + m[2][2] * u.z;

				c += o[k].weight * d;
				side += o[k].weight * hypot(hypot(m[0][2] - d * u.x, m[1][2] - d * u.y), m[2][2] - d * u.z);
			}
			for (int i = 0; i < 100000; i++) {
				double t = most * (i + 0.5) / 100000, w = exp(-t * t / (2 * s * s)) * sin(t);

				sum += w;
				first += w * cos(t);
			}
			NEAR(c, first / sum, 1e-8);
			if (s < 0.02)
				NEAR((1 - c) / (s * s), 1, 1e-3);
			CHECK(side > 0);
			/* the directions' middle is the axis */
			NEAR(mean(n, 0, 2, 1, 0, 0, 0), c * u.x, 1e-14);
			NEAR(mean(n, 1, 2, 1, 0, 0, 0), c * u.y, 1e-14);
			NEAR(mean(n, 2, 2, 1, 0, 0, 0), c * u.z, 1e-14);
		}
}

/* Turns come before the tilt: body axes are spread in the plane, then tilted; no twist without turns. */
static void order(void)
{
	size_t n = make((struct orient_par){ .tilt = TILT_GAUSS, .tilts = 6, .azimuths = 8, .sigma_rad = 0.2 });

	for (size_t k = 0; k < n; k++)
		NEAR(o[k].rot.m[0][1], o[k].rot.m[1][0], 1e-15);	/* symmetric: axis in the plane */
	make((struct orient_par){ .tilt = TILT_GAUSS, .tilts = 1, .azimuths = 4, .sigma_rad = 0.2 });
	for (int k = 0; k < 4; k++)			/* towards x, y, -x, -y */
		NEAR(atan2(o[k].rot.m[1][2], o[k].rot.m[0][2]), k == 3 ? -M_PI / 2 : k * M_PI / 2, 1e-14);
	n = make((struct orient_par){ .tilt = TILT_NONE, .axis = { 1, 0, 0 }, .turns = 4, .period_rad = 2 * M_PI });
	for (size_t k = 0; k < n; k++)
		NEAR(o[k].rot.m[0][2], 1, 1e-15);
}

static void of_grain(void)
{
	struct grain_par g = { .cell = CELL_FCC, .d_nn = 14, .hkl = { 1, 1, 1 }, .N = { 4, 4 }, .layers = 1 };
	struct err e = { 0 };
	size_t n = 0;

	CHECK(!grain_orient(&g, 12, 0.05, 3, 4, NULL, &n, &e) && n == 144);
	CHECK(!grain_orient(&g, 12, 0.05, 3, 4, o, &n, &e) && n == 144);
	proper(n);
	CHECK(!grain_orient(&g, 12, 0, 3, 4, o, &n, &e) && n == 12);
	NEAR(atan2(o[11].rot.m[1][0], o[11].rot.m[0][0]), M_PI * 5.5 / 12, 1e-15);	/* the period is pi */
	CHECK(!grain_orient(&g, 0, 0, 0, 0, o, &n, &e) && n == 1);
}

static void errors(void)
{
	struct err e = { 0 }, f = { 0 }, g = { 0 }, h = { 0 }, i = { 0 };
	size_t n;

	CHECK(!orient_count(&(struct orient_par){ .tilt = TILT_GAUSS, .tilts = 0, .azimuths = 2 }, &e) && strstr(e.msg, "0 x 2"));
	CHECK(!orient_count(&(struct orient_par){ .turns = 9, .period_rad = 0 }, &f) && strstr(f.msg, "period"));
	CHECK(!orient_count(&(struct orient_par){ .tilt = TILT_GAUSS, .tilts = 2, .azimuths = 2, .sigma_rad = -1 }, &g) &&
	      strstr(g.msg, "sigma -57"));
	CHECK(!orient_count(&(struct orient_par){ .turns = 2000000, .period_rad = 1 }, &h) && strstr(h.msg, "more than"));
	CHECK(grain_orient(&(struct grain_par){ .cell = CELL_SC }, 5, 0, 0, 0, o, &n, &i) == E_DATA);
}

int main(void)
{
	CASE(sphere);
	CASE(plane);
	CASE(spread);
	CASE(order);
	CASE(of_grain);
	CASE(errors);
	return done();
}
