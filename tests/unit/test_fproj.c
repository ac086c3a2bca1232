/* The Fourier projector: its adjoint, its convolution, and the projector of proj.h as an independent one. */
#include "check.h"

#include "base/mem.h"
#include "num/rng.h"
#include "tomo/fproj.h"
#include "tomo/kgrid.h"
#include "tomo/phantom.h"
#include "tomo/proj.h"

static struct err e;

struct set {
	struct geo geo;
	size_t size, nx, nb;
	double cs[64], sn[64], center;
	struct fproj *f;
	void *work;
	float *x, *xt, *b, *y;
};

static void set_new(struct set *s, size_t size, size_t ncol, size_t nangle, double center, bool convolution)
{
	*s = (struct set){ .size = size, .nx = size * size, .nb = ncol * nangle, .center = center };
	s->geo = (struct geo){ .nangle = nangle, .ncol = ncol, .size = size, .ncenter = 1, .circle = -1,
			       .cs = s->cs, .sn = s->sn, .center = &s->center, .lo = center, .hi = center };
	for (size_t a = 0; a < nangle; a++) {
		double t = 2 * M_PI * (double)a / (double)nangle + (a % 2 ? 0.01 : 0);
		s->cs[a] = cos(t);
		s->sn[a] = sin(t);
	}
	s->x = mem_zero(s->nx, sizeof *s->x, "x", &e);
	s->xt = mem_zero(s->nx, sizeof *s->x, "x", &e);
	s->b = mem_zero(s->nb, sizeof *s->b, "b", &e);
	s->y = mem_zero(s->nb, sizeof *s->b, "b", &e);
	CHECK(!fproj_new(&s->f, &s->geo, size, convolution, &e));
	s->work = mem_alloc(1, fproj_work(s->f), "work", &e);
	memset(s->work, 0xff, fproj_work(s->f));
	CHECK(fproj_fixed(s->f) > 0);
}

static void set_free(struct set *s)
{
	fproj_free(s->f);
	mem_free(s->work);
	mem_free(s->x);
	mem_free(s->xt);
	mem_free(s->b);
	mem_free(s->y);
}

static void fill(float *x, size_t n, uint64_t stream)
{
	struct rng r = rng_at(3, stream, 0);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
}

static double dot(const float *a, const float *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)a[i] * b[i];
	return sum;
}

/* <Ax, y> = <x, A'y> to 1e-6 of the norms, for even and odd sizes and any axis. */
static void adjoint(void)
{
	static const size_t size[] = { 32, 33, 47, 1, 2 }, col[] = { 32, 50, 31, 4, 1 }, angle[] = { 24, 13, 1, 5, 2 };
	static const double center[] = { 15.5, 3.2, 40, 1.5, 0 };

	for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
		struct set s;
		set_new(&s, size[i], col[i], angle[i], center[i], false);
			fill(s.x, s.nx, 1);
		fill(s.y, s.nb, 2);
		fproj_forward(s.f, s.center, s.x, s.b, s.work);
		fproj_back(s.f, s.center, s.y, s.xt, s.work);
		double left = dot(s.b, s.y, s.nb), right = dot(s.x, s.xt, s.nx);
		double norm = sqrt(dot(s.b, s.b, s.nb) * dot(s.y, s.y, s.nb));
		CHECK(fabs(left - right) <= 1e-6 * norm);
		CHECK(norm > 0);
		set_free(&s);
	}
}

/*
 * Of a smooth slice both projectors say the same: the Gaussian's spectrum is 1e-4 at half a cycle a pixel, where they differ;
 * its projection is known.  The kernel's error is about 1e-3 of the largest value.
 */
static void gaussian(void)
{
	enum { N = 64, M = 30 };
	double r2 = 2 * 1.5 * 1.5;

	struct set s;
	set_new(&s, N, N, M, 30.3, false);
	for (int i = 0; i < N * N; i++) {
		double x = i % N - 31.5, y = 31.5 - i / N;
		s.x[i] = (float)exp(-((x - 4) * (x - 4) + (y + 7) * (y + 7)) / r2);
	}
	fproj_forward(s.f, s.center, s.x, s.b, s.work);
	for (int a = 0; a < M; a++)
		for (int c = 0; c < N; c++) {
			double d = c - s.center - (4 * s.cs[a] - 7 * s.sn[a]);
			NEAR(s.b[a * N + c], sqrt(M_PI * r2) * exp(-d * d / r2), 4e-3);
		}
	set_free(&s);
}

/* The phantom by both: pixels as points and as squares differ at edges alone, by 2.5 % in the mean square. */
static void as_the_other(void)
{
	enum { N = 96, M = 60 };
	struct set s;
	set_new(&s, N, N, M, 47.5, false);
	struct phantom ph;
	struct proj *p = NULL;

	phantom_new(&ph, PHANTOM_SHEPP2D, 0.45 * N, &e);
	phantom_slice(&ph, 0, N, s.x);
	proj_new(&p, N, N, s.cs, s.sn, M, &e);
	void *work = mem_alloc(1, proj_work(p), "work", &e);
	proj_forward(p, s.center, NULL, M, s.x, s.y, work);
	fproj_forward(s.f, s.center, s.x, s.b, s.work);
	double d2 = 0, y2 = dot(s.y, s.y, s.nb);
	for (size_t i = 0; i < s.nb; i++)
		d2 += ((double)s.b[i] - s.y[i]) * ((double)s.b[i] - s.y[i]);
	NEAR(sqrt(d2 / y2), 0, 0.025);
	CHECK(y2 > 100);
	mem_free(work);
	proj_free(p);
	phantom_free(&ph);
	set_free(&s);
}

/* A'A of what the detector sees wholly, by the convolution: the kernel's error, and the tails that run off the detector, are below 0.5 %. */
static void convolution(void)
{
	enum { N = 48, M = 40, COLS = 128 };
	struct set s;
	set_new(&s, N, COLS, M, 63.2, true);

	fill(s.x, s.nx, 5);
	float *out = mem_zero(s.nx, sizeof *out, "out", &e);
	fproj_forward(s.f, s.center, s.x, s.b, s.work);
	fproj_back(s.f, s.center, s.b, s.xt, s.work);
	memset(s.work, 0xff, fproj_work(s.f));
	fproj_square(s.f, s.x, out, s.work);
	double d2 = 0;
	for (size_t i = 0; i < s.nx; i++)
		d2 += ((double)out[i] - s.xt[i]) * ((double)out[i] - s.xt[i]);
	NEAR(sqrt(d2 / dot(s.xt, s.xt, s.nx)), 0, 5e-3);
	mem_free(out);
	set_free(&s);
}

static void sees_all(void)
{
	static float support[32 * 32];
	struct geo g = { .ncol = 32 };

	for (int i = 0; i < 32 * 32; i++)
		support[i] = hypot(i % 32 - 15.5, i / 32 - 15.5) < 15;
	CHECK(!fproj_sees_all(&g, 15.5, 32, NULL));
	CHECK(fproj_sees_all(&g, 15.5, 32, support));
	CHECK(!fproj_sees_all(&g, 13, 32, support));
	g.ncol = 64;
	CHECK(fproj_sees_all(&g, 31, 32, NULL));
}

/* The transpose of a grid alone: 2 Re sum s conj z = sum x rows(z), for samples at the edges of the half plane too. */
static void grid(void)
{
	enum { N = 15, RAYS = 16 };
	struct kgrid k = { 0 };
	float z[2 * RAYS], s[2 * RAYS], x[N * N], y[N * N];

	CHECK(!kgrid_init(&k, N, 2, &e) && k.grid >= 2 * N && k.grid % 2 == 0);
	CHECK(k.grid == kgrid_cells(N, 2) && kgrid_fixed(&k) > 0);
	float *cells = mem_zero(kgrid_floats(&k), sizeof *cells, "grid", &e);
	float *line = mem_zero(kgrid_lines(&k), sizeof *line, "lines", &e), *origin = kgrid_origin(&k, cells);
	for (double t = -1.5; t < 1.6; t += 0.25) {
		double step = (double)k.grid / 2 / (RAYS - 0.5), du = step * cos(t), dv = step * sin(t), left = 0, right = 0;
		fill(z, 2 * RAYS, 7);
		fill(x, N * N, 8);
		memset(cells, 0, kgrid_floats(&k) * sizeof *cells);
		kgrid_spread(&k, origin, z, RAYS, du, dv);
		kgrid_fold(&k, origin);
		kgrid_columns(&k, origin);
		for (size_t i = 0, n; i < N; i += n) {
			n = kgrid_run(&k, i);
			kgrid_rows(&k, i, n, origin, line, y + i * N);
		}
		kgrid_put(&k, x, origin, line);
		kgrid_pick(&k, origin, s, RAYS, du, dv);
		for (int i = 0; i < 2 * RAYS; i++)
			left += 2.0 * s[i] * z[i];
		for (int i = 0; i < N * N; i++)
			right += (double)x[i] * y[i];
		NEAR(left, right, 1e-4 * sqrt(dot(x, x, N * N) * dot(y, y, N * N)));
		CHECK(fabs(left) > 1e-3);
	}
	mem_free(cells);
	mem_free(line);
	kgrid_free(&k);
}

int main(void)
{
	CASE(adjoint);
	CASE(gaussian);
	CASE(as_the_other);
	CASE(convolution);
	CASE(sees_all);
	CASE(grid);
	return done();
}
