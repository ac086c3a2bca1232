#include "tomo/fproj.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/vec.h"
#include "tomo/kgrid.h"
#include "tomo/polar.h"

struct fproj {
	const struct geo *geo;
	size_t size, len;		/* len: of a ray's transform */
	double half;			/* 1/2 when the size is even: its pixels lie between cells */
	struct kgrid k;
	float *flat;			/* [len/2 + 1], 1/len but for the last, which is left out */
	const struct fft *forward, *back;	/* r2c, c2r of len, in place */
	size_t plane;			/* of the convolution, along an axis; 0: none */
	float *kernel;			/* [plane][plane/2 + 1], its transform, real, 1/plane^2 included */
	const struct fft *plane_there, *plane_back;
};

static size_t ray_floats(const struct fproj *f)
{
	return mem_lines(f->len + 2);
}

static double sign_of(const struct fproj *f, size_t a)
{
	return f->geo->cs[a] < 0 ? -1 : 1;
}

/* Half a turn is a change of sign: rays have u >= 0. */
static void ray(const struct fproj *f, const struct kgrid *k, size_t a, double *du, double *dv)
{
	double cell = (double)k->grid / (double)f->len;

	*du = sign_of(f, a) * f->geo->cs[a] * cell;
	*dv = -sign_of(f, a) * f->geo->sn[a] * cell;
}

/* ---- the plan ----------------------------------------------------------------------------- */

/* T on a slice of twice the size, each ray being 1 all along. */
static int fill_differences(const struct fproj *f, float *t, struct err *e)
{
	struct kgrid k = { 0 };
	float *grid = NULL, *line = NULL, *z = mem_zero(ray_floats(f), sizeof *z, "convolution", e);

	if (z && !kgrid_init(&k, 2 * f->size, FPROJ_OVERSAMPLING, e)) {
		grid = mem_zero(kgrid_floats(&k), sizeof *grid, "convolution", e);
		line = mem_alloc(kgrid_lines(&k), sizeof *line, "convolution", e);
	}
	if (grid && line) {
		float *origin = kgrid_origin(&k, grid);
		double du, dv;
		for (size_t i = 0; i < f->len / 2; i++)
			z[2 * i] = f->flat[i] * (i ? 1 : 0.5f);
		for (size_t a = 0; a < f->geo->nangle; a++) {
			ray(f, &k, a, &du, &dv);
			kgrid_spread(&k, origin, z, f->len / 2, du, dv);
		}
		kgrid_fold(&k, origin);
		kgrid_columns(&k, origin);
		for (size_t i = 0, n; i < k.size; i += n) {
			n = kgrid_run(&k, i);
			kgrid_rows(&k, i, n, origin, line, t + i * k.size);
		}
	}
	kgrid_free(&k);
	mem_free(grid);
	mem_free(line);
	mem_free(z);
	return e->code;
}

static size_t plane_floats(const struct fproj *f)
{
	return f->plane * (f->plane + 2);
}

/* Differences of -(size - 1) .. size - 1 go round the plane; the kernel is even, so its transform is real. */
static int fill_kernel(struct fproj *f, struct err *e)
{
	size_t n = f->size, p = f->plane, stride = p + 2;
	float *t = mem_alloc(4 * n * n, sizeof *t, "convolution", e);
	float *z = mem_zero(plane_floats(f), sizeof *z, "convolution", e);

	f->kernel = mem_alloc(p * (p / 2 + 1), sizeof *f->kernel, "convolution", e);
	if (!e->code && !fill_differences(f, t, e)) {
		for (size_t i = 1; i < 2 * n; i++)
			for (size_t j = 1; j < 2 * n; j++)
				z[(i + p - n) % p * stride + (j + p - n) % p] = t[i * 2 * n + j];
		fft_run(f->plane_there, z, z);
		double norm = 1 / ((double)p * (double)p);
		for (size_t i = 0; i < p * (p / 2 + 1); i++)
			f->kernel[i] = (float)(z[2 * i] * norm);
	}
	mem_free(t);
	mem_free(z);
	return e->code;
}

static int plan_convolution(struct fproj *f, struct err *e)
{
	f->plane = fft_good_size(2 * f->size, 1);
	size_t shape[2] = { f->plane, f->plane };

	if (fft_plan(&f->plane_there, FFT_R2C, 2, shape, 1, 1, e) ||
	    fft_plan(&f->plane_back, FFT_C2R, 2, shape, 1, 1, e))
		return e->code;
	return fill_kernel(f, e);
}

int fproj_new(struct fproj **f_, const struct geo *g, size_t size, bool convolution, struct err *e)
{
	struct fproj *f = mem_zero(1, sizeof *f, "projector", e);

	*f_ = f;
	if (!f)
		return e->code;
	*f = (struct fproj){ .geo = g, .size = size, .half = size % 2 ? 0 : 0.5 };
	f->len = polar_length(g->ncol, size, g->lo, g->hi);
	f->flat = mem_zero(f->len / 2 + 1, sizeof *f->flat, "projector", e);
	if (e->code || fft_plan(&f->forward, FFT_R2C, 1, &f->len, 1, 1, e) ||
	    fft_plan(&f->back, FFT_C2R, 1, &f->len, 1, 1, e) || kgrid_init(&f->k, size, FPROJ_OVERSAMPLING, e))
		return e->code;
	vec_fill(f->flat, f->len / 2, (float)(1 / (double)f->len));
	return convolution ? plan_convolution(f, e) : 0;
}

void fproj_free(struct fproj *f)
{
	if (!f)
		return;
	kgrid_free(&f->k);
	mem_free(f->flat);
	mem_free(f->kernel);
	mem_free(f);
}

size_t fproj_fixed(const struct fproj *f)
{
	return sizeof *f + kgrid_fixed(&f->k) + (f->len / 2 + 1 + f->plane * (f->plane / 2 + 1)) * sizeof(float);
}

size_t fproj_work(const struct fproj *f)
{
	size_t rays = kgrid_floats(&f->k) + kgrid_lines(&f->k) + ray_floats(f), plane = plane_floats(f);

	return (rays > plane ? rays : plane) * sizeof(float);
}

/* ---- a slice ------------------------------------------------------------------------------ */

/* Radians a sample, that the axis comes to column center. */
static double turn(const struct fproj *f, double center, size_t a)
{
	return 2 * M_PI * (center + f->half * (f->geo->cs[a] - f->geo->sn[a])) / (double)f->len;
}

void fproj_forward(const struct fproj *f, double center, const float *x, float *b, void *work)
{
	float *grid = work, *line = grid + kgrid_floats(&f->k), *z = line + kgrid_lines(&f->k);
	float *origin = kgrid_origin(&f->k, grid);
	size_t n = f->len / 2, ncol = f->geo->ncol;
	double du, dv;

	kgrid_put(&f->k, x, origin, line);
	for (size_t a = 0; a < f->geo->nangle; a++) {
		double sign = sign_of(f, a);
		ray(f, &f->k, a, &du, &dv);
		kgrid_pick(&f->k, origin, z, n, du, dv);
		HOT_PICK(polar_turn)(z, f->flat, n, 1, -sign * turn(f, center, a), (float)sign);
		z[2 * n] = z[2 * n + 1] = 0;
		fft_run(f->back, z, z);
		memcpy(b + a * ncol, z, ncol * sizeof *z);
	}
}

void fproj_back(const struct fproj *f, double center, const float *b, float *x, void *work)
{
	float *grid = work, *line = grid + kgrid_floats(&f->k), *z = line + kgrid_lines(&f->k);
	float *origin = kgrid_origin(&f->k, grid);
	size_t n = f->len / 2, ncol = f->geo->ncol;
	double du, dv;

	memset(grid, 0, kgrid_floats(&f->k) * sizeof *grid);
	for (size_t a = 0; a < f->geo->nangle; a++) {
		memcpy(z, b + a * ncol, ncol * sizeof *z);
		memset(z + ncol, 0, (f->len + 2 - ncol) * sizeof *z);
		fft_run(f->forward, z, z);
		HOT_PICK(polar_turn)(z, f->flat, n, 1, turn(f, center, a), (float)sign_of(f, a));
		z[0] *= 0.5f;
		ray(f, &f->k, a, &du, &dv);
		kgrid_spread(&f->k, origin, z, n, du, dv);
	}
	kgrid_fold(&f->k, origin);
	kgrid_columns(&f->k, origin);
	for (size_t i = 0, m; i < f->size; i += m) {
		m = kgrid_run(&f->k, i);
		kgrid_rows(&f->k, i, m, origin, line, x + i * f->size);
	}
}

void fproj_square(const struct fproj *f, const float *x, float *out, void *work)
{
	size_t n = f->size, p = f->plane, stride = p + 2;
	float *z = work;

	for (size_t i = 0; i < n; i++) {
		memcpy(z + i * stride, x + i * n, n * sizeof *z);
		memset(z + i * stride + n, 0, (stride - n) * sizeof *z);
	}
	memset(z + n * stride, 0, (p - n) * stride * sizeof *z);
	fft_run(f->plane_there, z, z);
	for (size_t i = 0; i < p * (p / 2 + 1); i++) {
		z[2 * i] *= f->kernel[i];
		z[2 * i + 1] *= f->kernel[i];
	}
	fft_run(f->plane_back, z, z);
	for (size_t i = 0; i < n; i++)
		memcpy(out + i * n, z + i * stride, n * sizeof *z);
}

bool fproj_sees_all(const struct geo *g, double center, size_t size, const float *support)
{
	double mid = ((double)size - 1) / 2, far2 = 0, side = fmin(center, (double)g->ncol - 1 - center);

	for (size_t i = 0; i < size; i++)
		for (size_t j = 0; j < size; j++) {
			double y = (double)i - mid, x = (double)j - mid;
			if ((!support || support[i * size + j] > 0) && x * x + y * y > far2)
				far2 = x * x + y * y;
		}
	return side + 0.5 >= sqrt(far2);
}
