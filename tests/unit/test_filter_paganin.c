/* Paganin retrieval against what theory says of waves, slabs and a sphere. */
#include "filter_run.h"

#include "base/units.h"
#include "num/fft.h"
#include "num/rng.h"

enum { R = 60, C = 96, N = R * C };

static float x[N], y[N];

static const double ENERGY = 25, DISTANCE = 0.1, PIXEL = 1e-6, RATIO = 200;

/* pi lambda z (delta/beta) / pixel^2 */
static double strength(void)
{
	return M_PI * unit_wavelength_m(ENERGY) * DISTANCE * RATIO / (PIXEL * PIXEL);
}

static int retrieve(int pad, size_t nrow, size_t ncol, const float *in, float *out, const char *says)
{
	char text[200];

	snprintf(text, sizeof text, "paganin:delta-beta=%g,energy=%g,distance=%g,pixel=%g,pad=%d",
		 RATIO, ENERGY, DISTANCE, PIXEL, pad);
	return run_once(text, PROJ, nrow, ncol, in, out, says);
}

/* A uniform slab has no fringes: -ln I is left, whatever the padding. */
static void uniform(void)
{
	for (int pad = -1; pad < 60; pad += 13) {
		for (int i = 0; i < N; i++)
			x[i] = 0.25f;
		CHECK(!retrieve(pad, R, C, x, y, NULL));
		for (int i = 0; i < N; i++)
			NEAR(y[i], log(4), 1e-6);
	}
}

/* Waves that fit the image (60 and 96 need no rounding up) are damped by exactly 1/(1 + a f^2). */
static void cosine(void)
{
	for (int p = 0; p <= R / 2; p += 6)
		for (int q = 0; q <= C / 2; q += 8) {
			double f2 = pow((double)p / R, 2) + pow((double)q / C, 2);
			double damp = 0.1 / (1 + strength() * f2);
			for (int i = 0; i < N; i++)
				x[i] = (float)(1 + 0.1 * cos(2 * M_PI * ((double)p * (i / C) / R + (double)q * (i % C) / C)));
			CHECK(!retrieve(0, R, C, x, y, NULL));
			for (int i = 0; i < N; i++)
				NEAR(exp(-y[i]), 1 + damp * cos(2 * M_PI * ((double)p * (i / C) / R + (double)q * (i % C) / C)), 1e-6);
		}
}

/* delta/beta = 1/(4 pi^2 alpha) */
static void alpha(void)
{
	static float z[N];

	odd_image(R, C, x);
	for (int i = 0; i < N; i++)
		x[i] = 0.5f + 0.1f * x[i];
	CHECK(!run_once("paganin:alpha=0.001,energy=20,distance=0.5,pixel=2e-6,pad=9", PROJ, R, C, x, y, NULL));
	CHECK(!run_once("paganin:delta-beta=25.330295910584444,energy=20,distance=0.5,pixel=2e-6,pad=9",
			PROJ, R, C, x, z, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i], z[i], 1e-6);
}

/*
 * A sphere of ratio delta/beta = 200 whose propagated intensity is given by the
 * transport of intensity that the method inverts, I = (1 - a lap / 4 pi^2) exp(-mu T):
 * with the Laplacian taken in Fourier space on the same grid, 128 x 128, the
 * retrieval must give back mu T.  The object is smoothed to a band limit first.
 */
enum { S = 128 };

static void propagate(float *im)
{
	struct err e = { 0, "" };
	const struct fft *fwd, *inv;
	size_t n[2] = { S, S }, half = S / 2 + 1;
	float *w = mem_zero(S * 2 * half, sizeof *w, "spectrum", &e);

	CHECK(!fft_plan(&fwd, FFT_R2C, 2, n, 1, 1, &e) && !fft_plan(&inv, FFT_C2R, 2, n, 1, 1, &e));
	for (size_t r = 0; r < S; r++)
		memcpy(w + r * 2 * half, im + r * S, S * sizeof *w);
	fft_run(fwd, w, w);
	for (size_t r = 0; r < S; r++)
		for (size_t k = 0; k < half; k++) {
			double f2 = pow(fft_freq(r, S), 2) + pow((double)k / S, 2);
			float g = (float)((1 + strength() * f2) * exp(-60 * f2) / (S * S));
			w[r * 2 * half + 2 * k] *= g;
			w[r * 2 * half + 2 * k + 1] *= g;
		}
	fft_run(inv, w, w);
	for (size_t r = 0; r < S; r++)
		memcpy(im + r * S, w + r * 2 * half, S * sizeof *w);
	mem_free(w);
}

static void sphere(void)
{
	static float im[S * S], got[S * S];
	double mu = 0.02, radius = 40, worst = 0;

	for (int i = 0; i < S * S; i++) {
		double r2 = pow(i % S - 63.5, 2) + pow((double)(i / S) - 63.5, 2), t = radius * radius - r2;
		im[i] = (float)exp(-2 * mu * sqrt(t > 0 ? t : 0));
	}
	propagate(im);
	CHECK(!retrieve(0, S, S, im, got, NULL));
	for (int i = 0; i < S * S; i++) {
		double r = hypot(i % S - 63.5, (double)(i / S) - 63.5), t = radius * radius - r * r;
		if (fabs(r - radius) < 12)	/* there the band limit rounds the edge */
			continue;
		worst = fmax(worst, fabs(got[i] - 2 * mu * sqrt(t > 0 ? t : 0)));
	}
	/* of 1.6; at r = 28 the band limit, a Gaussian of variance 3.04, adds half of it times lap I / I: 0.0086 */
	NEAR(worst, 0, 0.0095);
}

/*
 * The same sphere as a wave sees it, exp(-(mu/2) (1 + i delta/beta) T), propagated by Fresnel's transfer function
 * exp(-pi i lambda z f^2) in pixels eight times as small, and counted in those of the detector: no part of the filter is in this.
 * lambda z is 0.28 pixels squared.  The thickness is right within 1 % of the diameter four pixels off the rim.
 */
enum { FINE = 8, F = S * FINE };

static void wave(float *im, double mu, double radius, double ratio, double reach)
{
	struct err e = { 0, "" };
	const struct fft *fwd, *inv;
	float *w = mem_alloc((size_t)2 * F * F, sizeof *w, "wave", &e);

	CHECK(!fft_plan(&fwd, FFT_FORWARD, 2, (size_t[]){ F, F }, 1, 1, &e));
	CHECK(!fft_plan(&inv, FFT_INVERSE, 2, (size_t[]){ F, F }, 1, 1, &e));
	for (size_t i = 0; i < (size_t)F * F; i++) {
		double u = ((double)(i % F) + 0.5) / FINE - S / 2., v = ((double)(i / F) + 0.5) / FINE - S / 2.;
		double half = mu * sqrt(fmax(0, radius * radius - u * u - v * v));
		w[2 * i] = (float)(exp(-half) * cos(half * ratio));
		w[2 * i + 1] = (float)(-exp(-half) * sin(half * ratio));
	}
	fft_run(fwd, w, w);
	for (size_t i = 0; i < (size_t)F * F; i++) {
		double p = -M_PI * reach * FINE * FINE * (pow(fft_freq(i / F, F), 2) + pow(fft_freq(i % F, F), 2));
		double re = w[2 * i], im_ = w[2 * i + 1];
		w[2 * i] = (float)(re * cos(p) - im_ * sin(p));
		w[2 * i + 1] = (float)(re * sin(p) + im_ * cos(p));
	}
	fft_run(inv, w, w);
	memset(im, 0, S * S * sizeof *im);
	for (size_t i = 0; i < (size_t)F * F; i++)
		im[i / F / FINE * S + i % F / FINE] +=
			(float)((pow(w[2 * i], 2) + pow(w[2 * i + 1], 2)) / pow(F, 4) / (FINE * FINE));
	mem_free(w);
}

static void fresnel(void)
{
	static float im[S * S], got[S * S];
	double radius = 40, mu = 0.5 / radius, pixel = 3e-6, distance = 0.05, worst = 0;

	wave(im, mu, radius, 100, unit_wavelength_m(25) * distance / (pixel * pixel));
	CHECK(!run_once("paganin:delta-beta=100,energy=25,distance=0.05,pixel=3e-6", PROJ, S, S, im, got, NULL));
	for (int i = 0; i < S * S; i++) {
		double r = hypot(i % S - 63.5, (double)(i / S) - 63.5), t = radius * radius - r * r;
		if (fabs(r - radius) >= 4)
			worst = fmax(worst, fabs(got[i] / mu - 2 * sqrt(fmax(0, t))));
	}
	printf("# %.3f %% of the diameter\n", 100 * worst / (2 * radius));
	NEAR(worst / (2 * radius), 0, 0.01);
}

/* With edges repeated an image constant along rows is that of one row: any padding of the rows. */
static void rows(void)
{
	static float one[C], line[C];
	struct rng g = rng_at(1, 0, 0);

	for (int c = 0; c < C; c++)
		one[c] = (float)(0.5 + 0.3 * rng_uniform(&g));
	for (int i = 0; i < N; i++)
		x[i] = one[i % C];
	CHECK(!retrieve(20, 1, C, one, line, NULL));
	CHECK(!retrieve(20, R, C, x, y, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i], line[i % C], 2e-6);
}

/* The automatic padding is wide enough: more changes nothing that matters. */
static void padding(void)
{
	static float z[N];

	odd_image(R, C, x);
	for (int i = 0; i < N; i++)
		x[i] = 0.3f + 0.1f * x[i] * (float)(i % C) / C;
	CHECK(!retrieve(-1, R, C, x, y, NULL));
	CHECK(!retrieve(300, R, C, x, z, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i], z[i], 2e-3);	/* exp(-6) of a step of half */
}

/*
 * numpy 1.24.2, in double: pad(mode="edge"), fft2, 1/(1 + a f^2), ifft2, -log, of
 * 0.5 + odd_image(7, 10)/10, delta/beta 100, padded by 4 to 15 x 18; rows 0 and 6.
 */
static void numpy_numbers(void)
{
	static const double row0[] = {
		0.34849475, 0.34573915, 0.34512332, 0.34505273, 0.34257494,
		0.33652672, 0.33182124, 0.32717919, 0.32038603, 0.3119783 }, row6[] = {
		0.34035504, 0.34141107, 0.34032928, 0.33572252, 0.33247177,
		0.33054387, 0.32826367, 0.32545749, 0.32020281, 0.31154345 };

	odd_image(7, 10, x);
	for (int i = 0; i < 70; i++)
		x[i] = 0.5f + 0.1f * x[i];
	CHECK(!run_once("paganin:delta-beta=100,energy=20,distance=0.1,pixel=1e-6,pad=4", PROJ, 7, 10, x, y, NULL));
	for (int c = 0; c < 10; c++) {
		NEAR(y[c], row0[c], 1e-6);
		NEAR(y[60 + c], row6[c], 1e-6);
	}
}

static void errors(void)
{
	for (int i = 0; i < N; i++)
		x[i] = 1;
	x[3 * C + 5] = NAN;
	CHECK(retrieve(0, R, C, x, y, "sample nan at row 3, col 5 is not finite") == E_DATA);
	for (int i = 0; i < N; i++)
		x[i] = -1;
	CHECK(retrieve(0, R, C, x, y, "at row 0, col 0 after the filter is not positive") == E_DATA);
	CHECK(run_once("paganin:energy=20,distance=1,pixel=1e-6", PROJ, R, C, x, y, "one of") == E_USAGE);
	CHECK(run_once("paganin:alpha=1", PROJ, R, C, x, y, "the input has no bp.energy_keV: give energy=keV") == E_USAGE);
	CHECK(run_once("paganin:alpha=1,energy=0", PROJ, R, C, x, y, "outside 0.1 to 10000 keV") == E_USAGE);
}

/* Distance 0: no propagation, only -ln. */
static void contact(void)
{
	odd_image(R, C, x);
	for (int i = 0; i < N; i++)
		x[i] = 0.5f + 0.1f * x[i];
	CHECK(!run_once("paganin:delta-beta=1000,energy=20,distance=0,pixel=1e-6", PROJ, R, C, x, y, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i], -log((double)x[i]), 2e-6);
}

int main(void)
{
	CASE(uniform);
	CASE(cosine);
	CASE(alpha);
	CASE(sphere);
	CASE(fresnel);
	CASE(rows);
	CASE(padding);
	CASE(numpy_numbers);
	CASE(errors);
	CASE(contact);
	fft_forget();
	return done();
}
