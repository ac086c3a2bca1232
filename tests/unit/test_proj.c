/* The projector and its adjoint: against their formula, exact chords, and each other. */
#include <math.h>
#include <string.h>

#include "check.h"

#include "base/mem.h"
#include "num/rng.h"
#include "tomo/proj.h"
#include "tomo/proj_hot.h"

/* A projector with all that its calls need. */
struct rig {
	size_t size, ncol, n;		/* n angles */
	double *cs, *sn;
	struct proj *p;
	float *x, *b;			/* a slice and a sinogram of noise */
	float *x2, *b2;			/* room for results */
	void *work;			/* full of NaN before each use, so that nothing may be left in it */
};

static struct err e;

static void fill(float *x, size_t n, uint64_t stream)
{
	struct rng r = rng_at(1, stream, 0);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
}

/* Angles all around, among them the axes and the diagonals, in no order. */
static struct rig rig_new(size_t size, size_t ncol, size_t n)
{
	struct rig r = { .size = size, .ncol = ncol, .n = n };

	r.cs = mem_alloc(n, sizeof *r.cs, "", &e);
	r.sn = mem_alloc(n, sizeof *r.sn, "", &e);
	for (size_t a = 0; a < n; a++) {
		double t = (double)(a * 7 % 48) * M_PI / 24 + (double)(a / 48) * 0.01;
		r.cs[a] = cos(t);
		r.sn[a] = sin(t);
	}
	proj_new(&r.p, size, ncol, r.cs, r.sn, n, &e);
	r.x = mem_alloc(size * size, sizeof *r.x, "", &e);
	r.x2 = mem_zero(size * size, sizeof *r.x, "", &e);
	r.b = mem_alloc(n * ncol, sizeof *r.b, "", &e);
	r.b2 = mem_alloc(n * ncol, sizeof *r.b, "", &e);
	r.work = mem_alloc(proj_work(r.p), 1, "", &e);
	fill(r.x, size * size, 1);
	fill(r.b, n * ncol, 2);
	return r;
}

static void rig_free(struct rig *r)
{
	void *all[] = { r->cs, r->sn, r->x, r->x2, r->b, r->b2, r->work };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		mem_free(all[i]);
	proj_free(r->p);
}

static void *dirty(struct rig *r)
{
	return memset(r->work, 0xff, proj_work(r->p));
}

static double dot(const float *a, const float *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)a[i] * b[i];
	return sum;
}

/* ---- adjoint ------------------------------------------------------------------------------ */

/* <Ax, y> = <x, A'y>, of the product of their norms: both are sums of floats. */
static void adjoint_at(size_t size, size_t ncol, double center, size_t n)
{
	struct rig r = rig_new(size, ncol, n);

	proj_forward(r.p, center, NULL, n, r.x, r.b2, dirty(&r));
	proj_back(r.p, center, NULL, n, r.b, r.x2, dirty(&r));
	double left = dot(r.b2, r.b, n * ncol), right = dot(r.x, r.x2, size * size);
	double norm = sqrt(dot(r.b2, r.b2, n * ncol) * dot(r.b, r.b, n * ncol));
	NEAR(left, right, 1e-6 * norm);
	CHECK(norm > 0);
	rig_free(&r);
}

static void adjoint(void)
{
	static const size_t size[] = { 1, 2, 3, 15, 37, 64, 65, 130 };

	for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
		size_t n = size[i];
		adjoint_at(n, n, 0.5 * (double)n, 48);			/* as wide */
		adjoint_at(n, 2 * n + 1, (double)n + 0.37, 33);		/* wider */
		adjoint_at(n, n / 2 + 1, 0.21 * (double)n, 17);		/* narrower */
		adjoint_at(n, 1, 0.1, 5);
	}
	for (double center = -9.9; center < 50; center += 6.7)
		adjoint_at(37, 41, center, 20);
	adjoint_at(37, 41, 20, 1);
	adjoint_at(200, 180, 93.3, 100);
}

/* Back adds: to what is there, and subset by subset as much as all at once. */
static void back_adds(void)
{
	struct rig r = rig_new(50, 60, 40);
	size_t odd[20], even[20];

	for (size_t i = 0; i < 20; i++) {
		odd[i] = 2 * (19 - i) + 1;
		even[i] = 2 * i;
	}
	proj_back(r.p, 31, NULL, 40, r.b, r.x2, dirty(&r));
	for (size_t i = 0; i < 20; i++) {
		memcpy(r.b2 + i * 60, r.b + odd[i] * 60, 60 * sizeof *r.b);
		memcpy(r.b2 + (20 + i) * 60, r.b + even[i] * 60, 60 * sizeof *r.b);
	}
	float before[50];
	memcpy(before, r.x, sizeof before);
	proj_back(r.p, 31, odd, 20, r.b2, r.x, dirty(&r));
	proj_back(r.p, 31, even, 20, r.b2 + 20 * 60, r.x, dirty(&r));
	for (size_t i = 0; i < 50; i++)
		NEAR(r.x[i], before[i] + r.x2[i], 2e-5);
	rig_free(&r);
}

/* ---- the model ---------------------------------------------------------------------------- */

static double overlap(double a0, double a1, double b0, double b1)
{
	return fmax(0, fmin(a1, b1) - fmax(a0, b0));
}

/* The weight of pixel (i, j) in column c, by the formula in proj.h: cells k / 2 to (k + 1) / 2. */
static double weight(const struct rig *r, double center, size_t i, size_t j, size_t a, size_t c)
{
	double mid = 0.5 * ((double)r->size - 1), x = (double)j - mid, y = mid - (double)i, co = r->cs[a], si = r->sn[a];
	bool rows = fabs(co) >= fabs(si);
	double d = rows ? co : -si;			/* x0 = s / cos t, or -s / sin t */
	double at = rows ? x + y * si / co : -y - x * co / si, sum = 0;
	double s0 = ((double)c - center - 0.5) / d, s1 = ((double)c - center + 0.5) / d;

	for (double k = floor(2 * at) - 3; k < 2 * at + 3; k++)
		sum += 2 * overlap(at - 0.5, at + 0.5, k / 2, (k + 1) / 2) * overlap(fmin(s0, s1), fmax(s0, s1), k / 2, (k + 1) / 2);
	return sum;
}

/* All pixels, one at a time. */
static void formula_at(size_t size, size_t ncol, double center)
{
	struct rig r = rig_new(size, ncol, 60);
	double worst = 0;

	for (size_t i = 0; i < size; i++)
		for (size_t j = 0; j < size; j++) {
			memset(r.x, 0, size * size * sizeof *r.x);
			r.x[i * size + j] = 1;
			proj_forward(r.p, center, NULL, 60, r.x, r.b, dirty(&r));
			for (size_t k = 0; k < 60 * ncol; k++)
				worst = fmax(worst, fabs(r.b[k] - weight(&r, center, i, j, k / ncol, k % ncol)));
		}
	NEAR(worst, 0, 2e-6);
	rig_free(&r);
}

static void formula(void)
{
	formula_at(9, 14, 6.3);
	formula_at(8, 9, 4);
	formula_at(1, 3, 1.2);
}

/* The mean chord of column c through a disc about (px, py). */
static double chord(double radius, double px, double py, double co, double si, double s)
{
	double end[2], at = px * co + py * si;

	for (int i = 0; i < 2; i++) {
		double u = fmax(-radius, fmin(radius, s - at - 0.5 + i));
		end[i] = (u * sqrt(fmax(0, radius * radius - u * u)) + radius * radius * asin(u / radius)) / 2;
	}
	return 2 * (end[1] - end[0]);
}

/*
 * A disc off the middle, of pixel means over 16 x 16 samples.  Its outline is a pixel wide, and so is the error about the rays that
 * touch it: the chord is steep there, sqrt(2 R) in a pixel.  So it is sqrt(R) over R sqrt(R) of the whole in L2: as 1/R; 0.50 %
 * measured at R = 29, 0.25 % at twice that.  A column or a cell out of place would make it 1 % and more.
 */
static double disc_error(size_t size)
{
	struct rig r = rig_new(size, size + 20, 96);
	double radius = 0.3 * (double)size, px = 0.11 * (double)size, py = -0.07 * (double)size;
	double mid = 0.5 * ((double)size - 1), center = mid + 9.2, err2 = 0, all2 = 0;

	for (size_t k = 0; k < size * size; k++) {
		int in = 0;
		for (int m = 0; m < 256; m++) {
			double x = (double)(k % size) - mid + (m % 16 + 0.5) / 16 - 0.5 - px;
			double y = mid - (double)(k / size) + (m / 16 + 0.5) / 16 - 0.5 - py;
			in += x * x + y * y < radius * radius;
		}
		r.x[k] = (float)in / 256;
	}
	proj_forward(r.p, center, NULL, 96, r.x, r.b, dirty(&r));
	for (size_t a = 0; a < 96; a++)
		for (size_t c = 0; c < r.ncol; c++) {
			double want = chord(radius, px, py, r.cs[a], r.sn[a], (double)c - center);
			err2 += pow(r.b[a * r.ncol + c] - want, 2);
			all2 += want * want;
		}
	rig_free(&r);
	return sqrt(err2 / all2);
}

static void disc(void)
{
	double coarse = disc_error(96), fine = disc_error(192);

	NEAR(coarse, 0, 6e-3);
	NEAR(fine, coarse / 2, coarse / 8);
}

/* Half a turn is the mirror image, to the last bit. */
static void mirror(void)
{
	struct rig r = rig_new(33, 40, 48);
	struct proj *q;

	for (size_t a = 0; a < 48; a++) {
		r.cs[a] = -r.cs[a];
		r.sn[a] = -r.sn[a];
	}
	proj_new(&q, 33, 40, r.cs, r.sn, 48, &e);
	proj_forward(r.p, 17.3, NULL, 48, r.x, r.b, dirty(&r));
	proj_forward(q, 39 - 17.3, NULL, 48, r.x, r.b2, dirty(&r));
	size_t differ = 0;
	for (size_t k = 0; k < 48 * 40; k++)
		differ += r.b[k] != r.b2[k / 40 * 40 + 39 - k % 40];
	CHECK(differ == 0);
	proj_free(q);
	rig_free(&r);
}

/* A quarter turn of the slice, counter-clockwise, is a quarter turn less of the angle. */
static void quarter(void)
{
	struct rig r = rig_new(40, 60, 48);
	struct proj *q;

	for (size_t k = 0; k < 1600; k++)
		r.x2[(39 - k % 40) * 40 + k / 40] = r.x[k];
	for (size_t a = 0; a < 48; a++) {
		double c = r.cs[a];
		r.cs[a] = -r.sn[a];
		r.sn[a] = c;
	}
	proj_new(&q, 40, 60, r.cs, r.sn, 48, &e);
	proj_forward(r.p, 28, NULL, 48, r.x, r.b, dirty(&r));
	proj_forward(q, 28, NULL, 48, r.x2, r.b2, dirty(&r));
	double worst = 0;
	for (size_t k = 0; k < 48 * 60; k++)		/* a direction is of rows or of columns as rounding has it at 45 degrees */
		if (fabs(fabs(r.cs[k / 60]) - fabs(r.sn[k / 60])) > 1e-9)
			worst = fmax(worst, fabs(r.b[k] - r.b2[k]));
	NEAR(worst, 0, 1e-4);		/* a sum of 40 normal deviates, in floats */
	proj_free(q);
	rig_free(&r);
}

/* All that is on the detector is conserved. */
static void sum_is_kept(void)
{
	struct rig r = rig_new(37, 64, 60);
	double sum = 0;

	for (size_t i = 0; i < 37 * 37; i++)
		sum += r.x[i];
	proj_forward(r.p, 31.2, NULL, 60, r.x, r.b, dirty(&r));
	for (size_t a = 0; a < 60; a++) {
		double part = 0;
		for (size_t c = 0; c < 64; c++)
			part += r.b[a * 64 + c];
		NEAR(part, sum, 1e-4);
	}
	rig_free(&r);
}

static void linear(void)
{
	struct rig r = rig_new(45, 50, 30);
	float *y = mem_alloc(45 * 45, sizeof *y, "", &e), *by = mem_alloc(30 * 50, sizeof *by, "", &e);

	fill(y, 45 * 45, 7);
	proj_forward(r.p, 24, NULL, 30, r.x, r.b, dirty(&r));
	proj_forward(r.p, 24, NULL, 30, y, by, dirty(&r));
	for (size_t i = 0; i < 45 * 45; i++)
		r.x2[i] = 3 * r.x[i] - 0.5f * y[i];
	proj_forward(r.p, 24, NULL, 30, r.x2, r.b2, dirty(&r));
	double worst = 0;
	for (size_t k = 0; k < 30 * 50; k++)
		worst = fmax(worst, fabs(3 * r.b[k] - 0.5 * by[k] - r.b2[k]));
	NEAR(worst, 0, 1e-4);		/* values up to about 100, 1e-6 of them */
	mem_free(y);
	mem_free(by);
	rig_free(&r);
}

/* ---- subsets ------------------------------------------------------------------------------ */

/* Any angles in any order give the rows of the full projection, to the last bit. */
static void subsets(void)
{
	struct rig r = rig_new(77, 90, 100);
	size_t list[100], n;

	proj_forward(r.p, 43.7, NULL, 100, r.x, r.b, dirty(&r));
	for (n = 1; n <= 100; n = 2 * n + 3) {
		size_t differ = 0;
		for (size_t i = 0; i < n; i++)
			list[i] = (i * 37 + n) % 100;
		proj_forward(r.p, 43.7, list, n, r.x, r.b2, dirty(&r));
		for (size_t i = 0; i < n; i++)
			differ += memcmp(r.b2 + i * 90, r.b + list[i] * 90, 90 * sizeof *r.b) != 0;
		CHECK(differ == 0);
	}
	rig_free(&r);
}

/* An angle that comes twice counts twice. */
static void twice(void)
{
	struct rig r = rig_new(20, 25, 4);
	float x3[400] = { 0 };

	memcpy(r.b + 25, r.b, 25 * sizeof *r.b);
	proj_back(r.p, 12, (size_t[]){ 3, 3 }, 2, r.b, r.x2, dirty(&r));
	proj_back(r.p, 12, (size_t[]){ 3 }, 1, r.b, x3, dirty(&r));
	for (size_t i = 0; i < 400; i++)
		NEAR(r.x2[i], 2 * x3[i], 1e-5);
	rig_free(&r);
}

/* ---- kernels ------------------------------------------------------------------------------ */

/* Those of one level of the machine, against plain loops. */
struct level {
	void (*collect)(const float *, const struct proj_line *, size_t, float *, float *);
	void (*lay)(float *, size_t, const float *, const struct proj_share *, size_t);
	void (*turn)(const float *, size_t, size_t, size_t, float *, size_t);
	void (*turn_add)(const float *, size_t, size_t, size_t, float *, size_t);
};

static void check_sums(const struct level *l)
{
	static float f[1000], a[64], b[64], x[150];
	struct proj_line line[5];
	struct proj_share share[5];
	double worst = 0;

	fill(f, 1000, 3);
	for (int i = 0; i < 5; i++) {
		line[i] = (struct proj_line){ 101 * i + 3, 0.3f + (float)i, 0.7f - (float)i };
		share[i] = (struct proj_share){ 33 * i, 71 * i + 5, 0.3f + (float)i, 0.7f - (float)i };
	}
	memset(a, 0, sizeof a);
	memset(b, 0, sizeof b);
	memset(x, 0, sizeof x);
	l->collect(f, line, 5, a, b);
	l->lay(x, 147, f, share, 5);			/* whole blocks and a rest */
	for (int k = 0; k < 147; k++) {
		double sum[3] = { 0 };
		for (int i = 0; i < 5; i++) {
			sum[0] += k < 64 ? (double)line[i].wa * f[line[i].at + k] : 0;
			sum[1] += k < 64 ? (double)line[i].wb * f[line[i].at + k] : 0;
			sum[2] += (double)share[i].wa * f[share[i].a + k] + (double)share[i].wb * f[share[i].b + k];
		}
		worst = fmax(worst, fabs(x[k] - sum[2]));
		if (k < 64)
			worst = fmax(worst, fmax(fabs(a[k] - sum[0]), fabs(b[k] - sum[1])));
	}
	NEAR(worst, 0, 1e-5);				/* ten terms of up to 15 */
	CHECK(x[147] == 0);
}

static void check_turns(const struct level *l)
{
	static float f[30 * 30], out[30 * 30];
	size_t wrong = 0;

	fill(f, 900, 4);
	for (size_t rows = 1; rows < 28; rows += 3)
		for (size_t cols = 1; cols < 28; cols += 2) {
			for (size_t k = 0; k < 900; k++)
				out[k] = 5;
			l->turn(f, 29, rows, cols, out, 30);
			l->turn_add(f, 29, rows, cols, out, 30);
			for (size_t k = 0; k < 900; k++) {
				size_t i = k % 30, j = k / 30;
				wrong += out[k] != (i < rows && j < cols ? f[i * 29 + j] + f[i * 29 + j] : 5);
			}
		}
	CHECK(wrong == 0);
}

#define LEVEL(v) { proj_collect_##v, proj_lay_##v, proj_turn_##v, proj_turn_add_##v }
#ifdef __x86_64__
static const struct level levels[] = { LEVEL(v1), LEVEL(v3), LEVEL(v4) };
static const int needs[] = { 1, 3, 4 };
#else
static const struct level levels[] = { LEVEL(v1) };
static const int needs[] = { 1 };
#endif

static void kernels(void)
{
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (hot_level() >= needs[i]) {
			check_sums(levels + i);
			check_turns(levels + i);
		}
}

static void nothing_failed(void)
{
	CHECK(!e.code);
}

int main(void)
{
	CASE(adjoint);
	CASE(back_adds);
	CASE(formula);
	CASE(disc);
	CASE(mirror);
	CASE(quarter);
	CASE(sum_is_kept);
	CASE(linear);
	CASE(subsets);
	CASE(twice);
	CASE(kernels);
	CASE(nothing_failed);
	return done();
}
