/* Height fields and volumes: against integrals of the bodies they hold, and against sums term by term. */
#include <complex.h>

#include "check.h"

#include "base/mem.h"
#include "num/rng.h"
#include "scat/gridsum.h"
#include "scat/heightfield.h"
#include "scat/heightfield_row.hot.h"
#include "scat/voxels.h"

static struct err e;

static double complex sinc(double complex x)
{
	return cabs(x) < 1e-4 ? 1 - x * x / 6 : csin(x) / x;
}

enum { POINTS = 500 };
static double qx[POINTS], qy[POINTS];
static double complex got[POINTS];

static void points(double range)
{
	struct rng r = rng_at(7, 0, 0);

	for (int i = 0; i < POINTS; i++) {
		qx[i] = range * (2 * rng_uniform(&r) - 1);
		qy[i] = range * (2 * rng_uniform(&r) - 1);
	}
	qx[0] = qy[0] = qx[1] = qy[2] = 0;
}

static void run(const struct field *f, double complex qz, size_t n)
{
	void *work = mem_alloc(1, f->work, "work", &e);

	CHECK(work && !f->eval(f, qz, n, qx, qy, got, work, &e));
	mem_free(work);
}

/* Grids of even and odd size, places far beyond one period. */
static void grid_sums(void)
{
	static const size_t size[][2] = { { 1, 1 }, { 2, 3 }, { 7, 16 }, { 33, 20 }, { 50, 64 } };
	struct rng r = rng_at(5, 0, 0);

	points(30);
	for (size_t t = 0; t < sizeof size / sizeof *size; t++) {
		size_t ny = size[t][0], nx = size[t][1];
		double complex c[64 * 64];
		struct gridsum g;
		double total = 0, worst = 0;
		void *work;

		CHECK(!gridsum_new(&g, ny, nx, .7, .4, &e));
		work = mem_alloc(1, g.work, "work", &e);
		for (size_t i = 0; i < ny * nx; i++) {
			c[i] = rng_uniform(&r) - .3 + I * rng_uniform(&r);
			total += cabs(c[i]);
		}
		memcpy(gridsum_input(&g, work), c, ny * nx * sizeof *c);
		gridsum_run(&g, work, 60, qx, qy, got);
		for (int p = 0; p < 60; p++) {
			double complex s = 0;

			for (size_t j = 0; j < ny; j++)
				for (size_t l = 0; l < nx; l++)
					s += c[j * nx + l] * cexp(I * (qx[p] * .4 * ((double)l - (double)(nx - 1) / 2) +
								       qy[p] * .7 * ((double)j - (double)(ny - 1) / 2)));
			worst = fmax(worst, cabs(s - got[p]));
		}
		NEAR(worst / total, 0, 1e-9);
		mem_free(work);
		gridsum_free(&g);
	}
	CHECK(gridsum_new(&(struct gridsum){ 0 }, 0, 4, 1, 1, &e) == E_DATA);
	e = (struct err){ 0 };
}

/* Integral over z of slices: squares of half side a(z), or circles of radius a(z), by Simpson's rule; centred at (x, y). */
static double complex body(bool round, double base, double slope, double height, double x, double y, struct cvec3 q)
{
	double complex sum = 0;
	int n = 600;

	for (int k = 0; k <= n; k++) {
		double z = height * k / n, a = base - z / slope;
		double complex u = a * csqrt(q.x * q.x + q.y * q.y), s;

		s = round ? M_PI * a * a * (cabs(u) < 1e-6 ? 1 : 2 * j1(creal(u)) / u) : 4 * a * a * sinc(q.x * a) * sinc(q.y * a);
		sum += (k == 0 || k == n ? 1 : k & 1 ? 4 : 2) * s * cexp(I * q.z * z);
	}
	return sum * height / n / 3 * cexp(I * (q.x * x + q.y * y));
}

static double *raster(bool round, size_t n, double dx, double dy, double base, double slope, double height, double x, double y)
{
	double *h = malloc(n * n * sizeof *h);

	for (size_t j = 0; j < n; j++)
		for (size_t i = 0; i < n; i++) {
			double a = ((double)i - (double)(n - 1) / 2) * dx - x, b = ((double)(n - 1) / 2 - (double)j) * dy - y;
			double z = slope * (base - (round ? hypot(a, b) : fmax(fabs(a), fabs(b))));

			h[j * n + i] = fmin(fmax(z, 0), height);
		}
	return h;
}

/* Off the centre along x and y, so that a flip or a shift of half a pixel shows: that would be 0.02 of the maximum. */
static void bodies(bool round, enum height_facets facets, double tol)
{
	size_t n = 1024;
	double *h = raster(round, n, .04, .05, 10, 1.4, 8, 3, -5), worst = 0, most = 0;
	struct height_par p = { .ny = n, .nx = n, .pixel_nm = { .05, .04 }, .scale_nm = .5, .facets = facets };
	struct field *f;

	for (size_t i = 0; i < n * n; i++)
		h[i] = 2 * h[i] + 3;
	p.zero = HEIGHT_MIN;
	CHECK(!heightfield_new(&f, &p, h, &e));
	free(h);
	for (int k = 0; k < 2; k++) {
		double complex qz = k ? .9 + .05 * I : -.2;

		points(1.5);
		run(f, qz, 60);
		for (int i = 0; i < 60; i++) {
			double complex s = body(round, 10, 1.4, 8, 3, -5, (struct cvec3){ qx[i], qy[i], qz });

			most = fmax(most, cabs(s));
			worst = fmax(worst, cabs(s - got[i]));
		}
	}
	NEAR(worst / most, 0, tol);
	NEAR(f->volume, creal(body(round, 10, 1.4, 8, 3, -5, (struct cvec3){ 0, 0, 0 })), 1e-3 * f->volume);
	NEAR(f->box.hi.z, 8, 1e-12);
	NEAR(f->q_max, M_PI / .05, 1e-12);
	heightfield_free(f);
}

/* 1e-4: an edge of the base that falls between pixel centres, (0.05/10)^2 and some. */
static void cone(void) { bodies(true, FACETS_BILINEAR, 1e-4); }
static void pyramid(void) { bodies(false, FACETS_BILINEAR, 1e-4); }
static void pyramid_of_blocks(void) { bodies(false, FACETS_FLAT, 1e-4); }

static struct field *rough(enum height_facets facets, enum height_boundary b, double scale, double *h, size_t ny, size_t nx)
{
	struct height_par p = { .ny = ny, .nx = nx, .pixel_nm = { 1.5, 1 }, .scale_nm = scale, .facets = facets, .boundary = b };
	struct rng r = rng_at(11, 0, 0);
	struct field *f = NULL;

	for (size_t i = 0; i < ny * nx; i++)
		h[i] = rng_uniform(&r) - .2;
	CHECK(!heightfield_new(&f, &p, h, &e));
	return f;
}

/* Flat facets are blocks: a sum of boxes, from small qz h to large. */
static void blocks(void)
{
	static const double complex qz[] = { 0, 1e-6, 1e-4 + 2e-4 * I, 1e-3, .02, .5, -1.2 + .3 * I };
	double h[15 * 12];
	struct field *f = rough(FACETS_FLAT, BOUNDARY_ISOLATED, 3, h, 15, 12);

	points(2);
	for (size_t k = 0; k < sizeof qz / sizeof *qz; k++) {
		run(f, qz[k], POINTS);
		for (int p = 0; p < POINTS; p += 7) {
			double complex s = 0;

			for (int j = 0; j < 15; j++)
				for (int i = 0; i < 12; i++) {
					double z = 3 * h[12 * j + i];

					s += 1.5 * z * sinc(qx[p] / 2) * sinc(qy[p] * .75) * sinc(qz[k] * z / 2) * cexp(I *
						(qx[p] * (i - 5.5) + qy[p] * 1.5 * (7 - j) + qz[k] * z / 2));
				}
			NEAR(cabs(got[p] - s), 0, 1e-7);	/* 1e-9 of the sum of |terms|, 500 */
			NEAR(cabs(f->direct(f, (struct cvec3){ qx[p], qy[p], qz[k] }) - s), 0, 1e-9);
		}
	}
	heightfield_free(f);
}

/* Bilinear, each cell integrated by brute force, with the outer cells that fall to 0. */
static double complex cells(const double *h, int ny, int nx, double scale, struct cvec3 q)
{
	double complex sum = 0;
	enum { M = 40 };

	for (int j = -1; j < ny; j++)
		for (int i = -1; i < nx; i++)
			for (int k = 0; k < M * M; k++) {
				double u = (k % M + .5) / M, v = (k / M + .5) / M, z = 0, x = i + u - (nx - 1) / 2., y = (ny - 1) / 2. - j - v;

				for (int c = 0; c < 4; c++) {
					int a = i + (c & 1), b = j + (c >> 1);

					if (a >= 0 && a < nx && b >= 0 && b < ny)
						z += scale * h[nx * b + a] * (c & 1 ? u : 1 - u) * (c >> 1 ? v : 1 - v);
				}
				sum += z * sinc(q.z * z / 2) * cexp(I * (q.x * x + q.y * 1.5 * y + q.z * z / 2)) * 1.5 / (M * M);
			}
	return sum;
}

static void facets(void)
{
	double h[9 * 8];
	/* a narrow row has room for one steep cell's points */
	CHECK(heights_room(8) >= HEIGHTS_RULES + HEIGHTS_ARRAYS * HEIGHTS_POINTS * HEIGHTS_POINTS);
	/* gentle; as steep as it gets, at q_par = 0 (to 1e-3: what the midpoints leave) */
	struct field *f = rough(FACETS_BILINEAR, BOUNDARY_ISOLATED, .4, h, 9, 8);

	points(.6);
	for (int k = 0; k < 3; k++) {
		double complex qz = (double complex[]){ 1e-5, .4, .9 + .1 * I }[k];

		run(f, qz, POINTS);
		for (int p = 0; p < POINTS; p += 60) {
			struct cvec3 q = { qx[p], qy[p], qz };

			/* |F| is up to 12; 1e-3 of it times (q d)^2 (qz dh)^2 < 0.3, and midpoints' error 1e-3 */
			NEAR(cabs(got[p] - cells(h, 9, 8, .4, q)), 0, 5e-3);
			NEAR(cabs(got[p] - f->direct(f, q)), 0, 1e-8);
		}
	}
	heightfield_free(f);
	f = rough(FACETS_BILINEAR, BOUNDARY_ISOLATED, 6, h, 9, 8);
	qx[0] = qy[0] = 0;
	qx[1] = .2, qy[1] = -.1;
	run(f, 3, 2);
	for (int p = 0; p < 2; p++)
		NEAR(cabs(got[p] - cells(h, 9, 8, 6, (struct cvec3){ qx[p], qy[p], 3 })), 0, .04);
	CHECK(cabs(got[0]) > 10);
	heightfield_free(f);
}

/* A wave h = a cos(2 pi x/L): orders are Bessel functions, i^n J_n(qz a) / (i qz). */
static void periodic(void)
{
	enum { N = 64 };
	double h[4 * N];
	struct height_par p = { .ny = 4, .nx = N, .pixel_nm = { 1, .5 }, .scale_nm = 1, .boundary = BOUNDARY_PERIODIC };
	struct field *f;

	for (int i = 0; i < 4 * N; i++)
		h[i] = 2 * cos(2 * M_PI * (i % N - (N - 1) / 2.) / N);
	CHECK(!heightfield_new(&f, &p, h, &e));
	for (int n = 0; n < 6; n++) {
		qx[n] = 2 * M_PI * n / (N * .5);
		qy[n] = n < 5 ? 0 : 2 * M_PI / 4;
	}
	run(f, .8, 6);
	for (int n = 0; n < 5; n++) {
		double complex s = 4 * N * .5 * (cpow(I, n) * jn(n, 1.6) - (n == 0)) / (.8 * I);

		NEAR(cabs(got[n] - s), 0, .2);		/* the polygon is (pi/64)^2/3 flatter, of 128 nm^2 */
	}
	NEAR(cabs(got[5]), 0, 1e-8);
	heightfield_free(f);
}

/* The window takes the mean away: nothing at q = 0; noise of variance s^2 gives area^2/n s^2 at any q, on average. */
static void window(void)
{
	enum { N = 48 };
	static double h[N * N];
	struct field *f = rough(FACETS_FLAT, BOUNDARY_WINDOW, .01, h, N, N);
	double sum = 0, expected = 1.5 * 1.5 * N * N * 1e-4 / 12;

	points(2);
	run(f, 1e-4, POINTS);
	NEAR(cabs(got[0]), 0, 1e-8);
	for (int i = 1; i < POINTS; i++)
		sum += pow(cabs(got[i] / sinc(qx[i] / 2) / sinc(qy[i] * .75)), 2);
	NEAR(sum / (POINTS - 1) / expected, 1, .2);	/* 500 numbers of exponential distribution, neighbours alike: 0.06 */
	heightfield_free(f);
}

static void volumes(void)
{
	enum { NZ = 5, NY = 8, NX = 11 };
	static double re[NZ * NY * NX], im[NZ * NY * NX];
	struct voxels_par p = { { NZ, NY, NX }, { 1.2, .7, .9 } };
	struct field *f;

	for (int k = 1; k < 4; k++)		/* a box of 2 + 0.5 i, in it one of -1 */
		for (int j = 2; j < 8; j++)
			for (int l = 3; l < 7; l++) {
				bool in = k == 2 && j > 4 && l < 5;

				re[(k * NY + j) * NX + l] = in ? -1 : 2;
				im[(k * NY + j) * NX + l] = in ? 0 : .5;
			}
	CHECK(!voxels_new(&f, &p, re, im, &e));
	points(3);
	for (int t = 0; t < 3; t++) {
		double complex qz = (double complex[]){ 0, .8, -1.1 + .2 * I }[t];

		run(f, qz, POINTS);
		for (int i = 0; i < POINTS; i += 3) {
			struct cvec3 q = { qx[i], qy[i], qz };
			double complex a = 3.6 * 4.2 * 3.6 * sinc(q.x * 1.8) * sinc(q.y * 2.1) * sinc(qz * 1.8) *
				cexp(I * (q.x * -.5 * .9 + q.y * 1 * .7 + qz * 2.5 * 1.2));
			double complex b = 1.2 * 2.1 * 1.8 * sinc(q.x * .9) * sinc(q.y * 1.05) * sinc(qz * .6) *
				cexp(I * (q.x * -1.5 * .9 + q.y * 2.5 * .7 + qz * 2.5 * 1.2));

			NEAR(cabs(got[i] - (2 + .5 * I) * a + (3 + .5 * I) * b), 0, 1e-6);
			NEAR(cabs(f->direct(f, q) - (2 + .5 * I) * a + (3 + .5 * I) * b), 0, 1e-10);
		}
	}
	NEAR(f->volume, 3.6 * 4.2 * 3.6, 1e-10);
	NEAR(f->box.hi.z, 6, 1e-12);
	voxels_free(f);
}

#define REFUSED(call, word) do { \
	struct err x = { 0, "" }; \
	f = (void *)&x; \
	CHECK((call) == E_DATA && !f && strstr(x.msg, word)); } while (0)
#define e &x

static void refused(void)
{
	struct height_par p = { .ny = 2, .nx = 2, .pixel_nm = { 1, 1 }, .scale_nm = 1 };
	struct voxels_par v = { { 1, 2, 2 }, { 1, 1, 1 } };
	double h[4] = { 0, 0, 0, 0 };
	struct field *f;

	REFUSED(heightfield_new(&f, &p, h, e), "heights from 0 to 0");
	REFUSED(voxels_new(&f, &v, h, NULL, e), "all voxels are 0");
	h[2] = NAN;
	REFUSED(heightfield_new(&f, &p, h, e), "row 1, column 0");
	REFUSED(voxels_new(&f, &v, h, NULL, e), "row 1, column 0");
	h[2] = 1;
	REFUSED(voxels_new(&f, &v, h, (double[]){ 0, 0, 0, INFINITY }, e), "column 1 is inf");
	p.scale_nm = 0;
	REFUSED(heightfield_new(&f, &p, h, e), "scale 0");
	p.scale_nm = 1, p.pixel_nm[1] = -1;
	REFUSED(heightfield_new(&f, &p, h, e), "pixels of 1 x -1");
	p.nx = 1;
	REFUSED(heightfield_new(&f, &p, h, e), "2 x 1 pixels");
	v.voxel_nm[0] = 0;
	REFUSED(voxels_new(&f, &v, h, NULL, e), "voxels of 0 x");
	v.n[0] = 0;
	REFUSED(voxels_new(&f, &v, h, NULL, e), "volume of 0 x");
	heightfield_free(NULL);
	voxels_free(NULL);
}

int main(void)
{
	CASE(grid_sums);
	CASE(cone);
	CASE(pyramid);
	CASE(pyramid_of_blocks);
	CASE(blocks);
	CASE(facets);
	CASE(periodic);
	CASE(window);
	CASE(volumes);
	CASE(refused);
	return done();
}
