#include "../unit/check.h"

#include <time.h>

#include "base/head.h"
#include "base/mem.h"
#include "num/par.h"
#include "num/rng.h"
#include "tomo/phantom_hot.h"
#include "tomo/phantom_scan.h"

static struct err e;

/* Deviates of 2^20 words: moments of a normal sample within 5 standard errors (1e-3, 1.4e-3, 2.4e-3, 4.9e-3). */
static void normal_moments(void)
{
	size_t n = 1 << 20;
	float *z = mem_alloc(n, sizeof *z, "z", &e);
	double m[5] = { 0 };

	HOT_PICK(noise_normal)(1, 2, 0, n, z);
	for (size_t i = 0; i < n; i++)
		for (int k = 1; k < 5; k++)
			m[k] += pow(z[i], k) / (double)n;
	NEAR(m[1], 0, 5e-3);
	NEAR(m[2], 1, 7e-3);
	NEAR(m[3], 0, 12e-3);
	NEAR(m[4], 3, 25e-3);
	mem_free(z);
}

/* Each deviate is the quantile of its word: erfc brings the tail back. */
static void normal_is_a_quantile(void)
{
	float z[64];

	HOT_PICK(noise_normal)(7, 9, 3, 64, z);
	for (size_t b = 0; b < 16; b++) {
		uint32_t w[4];
		rng_block(7, 9, 3 + b, w);
		for (size_t k = 0; k < 4; k++) {
			double tail = ((w[k] & 0x7fffffff) + 0.5) * 0x1p-31, x = z[4 * b + k];
			CHECK((x < 0) == (w[k] >> 31));
			NEAR(erfc(fabs(x) / sqrt(2)) / tail, 1, 2e-5);
		}
	}
}

/*
 * Counts at this mean against Poisson's probabilities: chi^2 over cells of at least 20, of which the
 * standard deviation is sqrt(2 cells); 5 of them.
 */
static void check_poisson(double mean, size_t n)
{
	float *z = mem_alloc(n, sizeof *z, "z", &e), *m = mem_alloc(n, sizeof *m, "m", &e);
	uint16_t *k = mem_alloc(n, sizeof *k, "k", &e);
	double *hist = mem_zero(65536, sizeof *hist, "h", &e), chi2 = 0, cells = 0;

	for (size_t i = 0; i < n; i++)
		m[i] = (float)mean;
	HOT_PICK(noise_normal)(3, 1, 0, n, z);
	CHECK(HOT_PICK(noise_count)(m, z, 64, n, k) == 0);
	for (size_t i = 0; i < n; i++)
		hist[k[i]]++;
	for (int i = 0; i < 65536; i++) {
		double want = (double)n * exp(i * log(mean) - mean - lgamma(i + 1.0));
		if (want < 20)
			continue;
		chi2 += (hist[i] - want) * (hist[i] - want) / want;
		cells++;
	}
	printf("# mean %g: chi2 %g in %g cells\n", mean, chi2, cells);
	NEAR(chi2, cells, 5 * sqrt(2 * cells));
	mem_free(z);
	mem_free(m);
	mem_free(k);
	mem_free(hist);
}

static void counts_are_poisson(void)
{
	check_poisson(64, 1 << 19);
	check_poisson(300, 1 << 19);
	check_poisson(5000, 1 << 19);
}

static const struct sim_par plain = {
	.nangle = 20, .nrow = 50, .ncol = 70, .center_px = 33.4, .counts = 10000, .dark = 20,
	.noise = true, .seed = 1,
};

static void image(const struct sim_par *par, const struct phantom *p, int key, size_t index, double time,
		  uint16_t *out)
{
	struct sim *s;
	void *work;

	CHECK(sim_new(&s, p, par, &e) == 0);
	work = mem_alloc(1, sim_work(s), "work", &e);
	sim_image(s, key, index, 9.0 * (double)index, time, out, work);
	mem_free(work);
	sim_free(s);
}

/* Mean and variance of a flat field without structure, and of a dark one (which is below the expansion's limit). */
static void flat_and_dark(void)
{
	struct phantom p;
	struct sim_par par = plain;
	static uint16_t x[50 * 70], y[50 * 70];
	double m = 0, v = 0, d = 0;

	CHECK(phantom_new(&p, PHANTOM_DISC, 30, &e) == 0);
	image(&par, &p, KEY_FLAT, 0, 0, x);
	image(&par, &p, KEY_FLAT, 1, 0, y);
	for (size_t i = 0; i < 3500; i++) {
		m += x[i] / 3500.0;
		v += ((double)x[i] - y[i]) * ((double)x[i] - y[i]) / 2 / 3500;
	}
	NEAR(m, 10020, 15);			/* pattern of 4 % / sqrt 12 over 3500 pixels, and noise: 2.6 */
	NEAR(v / m, 1, 5 * sqrt(2.0 / 3500));
	image(&par, &p, KEY_DARK, 0, 0, x);
	for (size_t i = 0; i < 3500; i++)
		d += x[i] / 3500.0;
	NEAR(d, 20, 5 * sqrt(20 / 3500.0));
	par.drift = 0.1;
	par.noise = false;
	image(&par, &p, KEY_FLAT, 0, 0, x);
	image(&par, &p, KEY_FLAT, 0, 1, y);
	NEAR(y[77] - 20, 0.9 * (x[77] - 20), 1.5);
	phantom_free(&p);
}

/* Without noise, (projection - dark) / (flat - dark) is exp(-mu_t) within the rounding of counts. */
static void projection_is_beer(void)
{
	struct phantom p;
	struct sim_par par = plain;
	struct phantom_view v = { 27, 33.4, 0, 50, 70 };
	static uint16_t d[3500], f[3500], x[3500];
	static float mu[3500];
	void *work;

	CHECK(phantom_new(&p, PHANTOM_SPHERES, 30, &e) == 0);
	phantom_scale(&p, 0.03);
	par.noise = false;
	par.counts = 60000;
	image(&par, &p, KEY_DARK, 3, 0, d);
	image(&par, &p, KEY_FLAT, 3, 0, f);
	image(&par, &p, KEY_PROJECTION, 3, 0, x);
	work = mem_alloc(1, phantom_work(&p, 70), "work", &e);
	phantom_project(&p, &v, 0, 50, mu, work);
	for (size_t i = 0; i < 3500; i++)
		NEAR((double)(x[i] - d[i]) / (f[i] - d[i]), exp(-mu[i]), 4e-5);
	mem_free(work);
	phantom_free(&p);
}

/* How many columns differ from those without rings at some angles, at all, and which of these are blind to the sample. */
static void count_rings(enum sim_ring kind, int *partial, int *always, int *blind)
{
	struct phantom p;
	struct sim_par par = plain, with;
	static uint16_t x[3500], y[3500], z[3500];

	*partial = *always = *blind = 0;
	CHECK(phantom_new(&p, PHANTOM_DISC, 300, &e) == 0);	/* fills the detector, the same at all angles */
	phantom_scale(&p, 0.003);
	par.noise = false;
	with = par;
	with.rings = 9;
	with.ring_gain = 0.2;
	with.ring_kind = kind;
	image(&par, &p, KEY_FLAT, 0, 0, x);
	image(&with, &p, KEY_FLAT, 0, 0, y);
	CHECK(!memcmp(x, y, sizeof x));
	image(&par, &p, KEY_PROJECTION, 0, 0, x);
	for (size_t c = 0; c < 70; c++) {
		int n = 0;
		for (size_t a = 0; a < 20; a++) {
			image(&with, &p, KEY_PROJECTION, a, 0, y);
			n += y[c] != x[c];
		}
		*partial += n > 0 && n < 20;
		*always += n == 20;
	}
	phantom_scale(&p, 2);
	image(&with, &p, KEY_PROJECTION, 0, 0, z);
	phantom_scale(&p, 0.5);
	image(&with, &p, KEY_PROJECTION, 0, 0, y);
	for (size_t c = 0; c < 70; c++)
		*blind += y[c] == z[c];
	phantom_free(&p);
}

/* Nine rings, none in a flat field: of one kind, or of three in turn. */
static void rings(void)
{
	static const int want[][3] = { { 3, 6, 3 }, { 0, 9, 0 }, { 9, 0, 0 }, { 0, 9, 9 } };
	int partial, always, blind;

	for (int kind = SIM_RING_TURN; kind <= SIM_RING_UNRESPONSIVE; kind++) {
		count_rings((enum sim_ring)kind, &partial, &always, &blind);
		CHECK(partial == want[kind][0] && always == want[kind][1] && blind == want[kind][2]);
	}
	count_rings(SIM_RING_WIDE, &partial, &always, &blind);
	CHECK(partial == 0 && blind == 0 && always > 25);	/* 9 of 4 to 12 columns, 8 apart */
}

/* The number of zingers is Poisson's of fraction times pixels: 35 +- 5 times 5.9. */
static void zingers(void)
{
	struct phantom p;
	struct sim_par par = plain;
	static uint16_t x[3500], y[3500];
	int n = 0;

	CHECK(phantom_new(&p, PHANTOM_DISC, 30, &e) == 0);
	image(&par, &p, KEY_PROJECTION, 4, 0, x);
	par.zingers = 0.01;
	image(&par, &p, KEY_PROJECTION, 4, 0, y);
	for (size_t i = 0; i < 3500; i++) {
		n += y[i] != x[i];
		CHECK(y[i] == x[i] || y[i] >= x[i] + 10000);
	}
	NEAR(n, 35, 30);
	phantom_free(&p);
}

static void peak_is_the_diameter(void)
{
	struct phantom p;
	struct phantom_view v = { 0, 64, 0, 5, 129 };
	double theta[4] = { 0, 10, 20, 30 }, peak, r = 0.9 * 60;

	CHECK(phantom_new(&p, PHANTOM_DISC, 60, &e) == 0);
	CHECK(phantom_peak(&p, &v, theta, 4, &peak, &e) == 0);
	NEAR(peak, sqrt(r * r - 0.25) + 2 * r * r * asin(0.5 / r), 1e-4);
	phantom_free(&p);
}

int main(void)
{
	CASE(normal_moments);
	CASE(normal_is_a_quantile);
	CASE(counts_are_poisson);
	CASE(flat_and_dark);
	CASE(projection_is_beer);
	CASE(rings);
	CASE(zingers);
	CASE(peak_is_the_diameter);
	return done();
}
