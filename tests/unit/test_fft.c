/* Transforms against the sum that defines them, Parseval, and each other. */
#include "check.h"

#include <complex.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/par.h"
#include "num/rng.h"

static struct err e;

static float *noise(size_t n, uint64_t seed)
{
	float *x = mem_alloc(n, sizeof *x, "noise", &e);
	struct rng r = rng_at(seed, 0, 0);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)(rng_uniform(&r) - 0.5);
	return x;
}

/* sum_j x_j exp(-2 pi i j k / n) of n samples a stride apart. */
static double complex direct(const float *re, const float *im, size_t stride, size_t n, size_t k)
{
	double complex s = 0;

	for (size_t j = 0; j < n; j++)
		s += ((double)re[j * stride] + I * (im ? (double)im[j * stride] : 0)) *
		     cexp(-2 * M_PI * I * (double)(j * k % n) / (double)n);
	return s;
}

/* Single precision: error of the root of n times the rounding, times a few. */
static double tol(size_t n)
{
	return 4e-7 * sqrt((double)n);
}

static void real_1d(void)
{
	const size_t sizes[] = { 1, 2, 3, 8, 15, 64, 97, 210, 1024 };

	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
		size_t n = sizes[s], half = n / 2 + 1;
		float *x = noise(3 * n, s), *copy = noise(3 * n, s), *y = noise(6 * half, 0);
		const struct fft *fwd, *inv;

		CHECK(!fft_plan(&fwd, FFT_R2C, 1, &n, 3, 0, &e));
		CHECK(!fft_plan(&inv, FFT_C2R, 1, &n, 3, 0, &e));
		fft_run(fwd, x, y);
		for (size_t m = 0; m < 3; m++)
			for (size_t k = 0; k < half; k++) {
				double complex d = direct(copy + m * n, NULL, 1, n, k);
				NEAR(y[2 * (m * half + k)], creal(d), tol(n));
				NEAR(y[2 * (m * half + k) + 1], cimag(d), tol(n));
			}
		float *keep = mem_alloc(6 * half, sizeof *keep, "copy", &e);
		memcpy(keep, y, 6 * half * sizeof *y);
		fft_run(inv, y, x);
		CHECK(!memcmp(keep, y, 6 * half * sizeof *y));	/* 1-D keeps its input */
		for (size_t i = 0; i < 3 * n; i++)
			NEAR(x[i] / (float)n, copy[i], 1e-6);
		mem_free(keep), mem_free(x), mem_free(copy), mem_free(y);
	}
}

static void complex_1d(void)
{
	const size_t n = 105;
	float *x = noise(2 * n, 5), *y = noise(2 * n, 0);
	const struct fft *fwd, *inv;

	CHECK(!fft_plan(&fwd, FFT_FORWARD, 1, &n, 1, 0, &e));
	CHECK(!fft_plan(&inv, FFT_INVERSE, 1, &n, 1, 1, &e));
	fft_run(fwd, x, y);
	for (size_t k = 0; k < n; k++) {
		double complex d = direct(x, x + 1, 2, n, k);
		NEAR(y[2 * k], creal(d), tol(n));
		NEAR(y[2 * k + 1], cimag(d), tol(n));
	}
	fft_run(inv, y, y);
	for (size_t i = 0; i < 2 * n; i++)
		NEAR(y[i] / (float)n, x[i], 1e-6);
	mem_free(x), mem_free(y);
}

/* sum |x|^2 = sum |X|^2 / n over the whole spectrum, of which half is stored. */
static void parseval_2d(void)
{
	const size_t n[2] = { 30, 42 }, half = 42 / 2 + 1;
	float *x = noise(n[0] * n[1], 9), *y = noise(2 * n[0] * half, 0);
	const struct fft *fwd;
	double a = 0, b = 0;

	CHECK(!fft_plan(&fwd, FFT_R2C, 2, n, 1, 0, &e));
	fft_run(fwd, x, y);
	for (size_t i = 0; i < n[0] * n[1]; i++)
		a += (double)x[i] * (double)x[i];
	for (size_t i = 0; i < n[0] * half; i++) {
		double p = (double)y[2 * i] * (double)y[2 * i] + (double)y[2 * i + 1] * (double)y[2 * i + 1];
		b += i % half == 0 || i % half == half - 1 ? p : 2 * p;
	}
	NEAR(b / (double)(n[0] * n[1]) / a, 1, 1e-6);
	mem_free(x), mem_free(y);
}

/* In place, padded rows, several at once, up to three axes: there and back. */
static void in_place(void)
{
	const size_t n[3] = { 6, 5, 7 };

	for (int rank = 1; rank <= 3; rank++) {
		const size_t *shape = n + 3 - rank;
		size_t rows = (rank > 2 ? 6 : 1) * (rank > 1 ? 5 : 1) * 4, pitch = 2 * (7 / 2 + 1);
		float *x = noise(rows * pitch, 3), *copy = noise(rows * pitch, 3);
		const struct fft *fwd, *inv;

		CHECK(!fft_plan(&fwd, FFT_R2C, rank, shape, 4, 1, &e));
		CHECK(!fft_plan(&inv, FFT_C2R, rank, shape, 4, 1, &e));
		fft_run(fwd, x, x);
		double sum = 0;
		for (size_t r = 0; r < rows / 4; r++)
			for (size_t c = 0; c < 7; c++)
				sum += (double)copy[r * pitch + c];
		NEAR(x[0], sum, 1e-5);
		fft_run(inv, x, x);
		for (size_t r = 0; r < rows; r++)
			for (size_t c = 0; c < 7; c++)
				NEAR(x[r * pitch + c] / (float)(rows / 4 * 7), copy[r * pitch + c], 1e-6);
		mem_free(x), mem_free(copy);
	}
}

/* A wave of (2, 3) cycles stands at that place of the spectrum, with the sign of exp(-i). */
static void sign_2d(void)
{
	const size_t n[2] = { 8, 12 };
	float *x = noise(2 * 96, 0), *y = noise(2 * 96, 0);
	const struct fft *fwd;

	for (size_t r = 0; r < 8; r++)
		for (size_t c = 0; c < 12; c++) {
			double phase = 2 * M_PI * (2.0 * (double)r / 8 + 3.0 * (double)c / 12);
			x[2 * (r * 12 + c)] = (float)cos(phase);
			x[2 * (r * 12 + c) + 1] = (float)sin(phase);
		}
	CHECK(!fft_plan(&fwd, FFT_FORWARD, 2, n, 1, 0, &e));
	fft_run(fwd, x, y);
	for (size_t i = 0; i < 96; i++) {
		NEAR(y[2 * i], i == 2 * 12 + 3 ? 96 : 0, 1e-4);
		NEAR(y[2 * i + 1], 0, 1e-4);
	}
	mem_free(x), mem_free(y);
}

static int plan_and_run(void *ctx, size_t i, void *work, struct err *err)
{
	size_t n = 256;
	const struct fft **f = ctx;
	float *x = work, *y = x + 256;

	if (fft_plan(&f[i], FFT_R2C, 1, &n, 1, 0, err))
		return err->code;
	for (int j = 0; j < 256; j++)
		x[j] = (float)((i + 1) * (j == 1));
	fft_run(f[i], x, y);
	if (fabsf(y[256] + (float)(i + 1)) > 1e-4f * (float)(i + 1))	/* k = 128: cos(pi) */
		return err_set(err, E_INTERNAL, "%zu: %g", i, (double)y[256]);
	return 0;
}

static void cache_is_shared(void)
{
	static const struct fft *f[200];
	const size_t n = 256;
	const struct fft *other;

	fft_forget();
	par_set_threads(4);
	CHECK(!par_for(200, (256 + 258) * sizeof(float), plan_and_run, f, &e));
	for (int i = 1; i < 200; i++)
		CHECK(f[i] == f[0]);
	CHECK(!fft_plan(&other, FFT_R2C, 1, &n, 2, 0, &e) && other != f[0]);
	CHECK(!fft_plan(&other, FFT_R2C, 1, &n, 1, 1, &e) && other != f[0]);
	CHECK(!fft_plan(&other, FFT_C2R, 1, &n, 1, 0, &e) && other != f[0]);
	CHECK(!fft_plan(&other, FFT_R2C, 1, &n, 1, 0, &e) && other == f[0]);
}

static void good_sizes(void)
{
	for (size_t n = 1; n < 3000; n++) {
		for (int even = 0; even < 2; even++) {
			size_t m = fft_good_size(n, even), k = m;

			CHECK(m >= n && m <= 2 * n && (!even || m % 2 == 0));
			for (size_t p = 2; p <= 7; p++)
				while (k % p == 0)
					k /= p;
			CHECK(k == 1);
			CHECK(fft_good_size(m, even) == m);
		}
	}
	CHECK(fft_good_size(11, 0) == 12 && fft_good_size(15, 1) == 16 && fft_good_size(1025, 0) == 1029);
	CHECK(fft_good_size(0, 0) == 1 && fft_good_size(1, 1) == 2);
}

static void frequencies(void)	/* numpy.fft.fftfreq(8), fftfreq(5) */
{
	const double even[] = { 0, 0.125, 0.25, 0.375, -0.5, -0.375, -0.25, -0.125 };
	const double odd[] = { 0, 0.2, 0.4, -0.4, -0.2 };

	for (size_t k = 0; k < 8; k++)
		NEAR(fft_freq(k, 8), even[k], 0);
	for (size_t k = 0; k < 5; k++)
		NEAR(fft_freq(k, 5), odd[k], 1e-16);
	NEAR(fft_freq(0, 1), 0, 0);
}

static void refused(void)
{
	const struct fft *f;
	const size_t zero = 0, huge[2] = { (size_t)1 << 40, (size_t)1 << 40 };
	struct err x = { 0, "" };

	CHECK(fft_plan(&f, FFT_R2C, 1, &zero, 1, 0, &x) == E_DATA && !f);
	x.code = 0;
	CHECK(fft_plan(&f, FFT_FORWARD, 2, huge, 1, 0, &x) == E_DATA && !f);
}

int main(void)
{
	CASE(real_1d);
	CASE(complex_1d);
	CASE(parseval_2d);
	CASE(in_place);
	CASE(sign_2d);
	CASE(cache_is_shared);
	CASE(good_sizes);
	CASE(frequencies);
	CASE(refused);
	fft_forget();
	return done();
}
