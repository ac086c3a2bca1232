/* metric.h against numpy 1.24.2 and scikit-image 0.19.3, on a = sin(0.3 r) cos(0.2 c) + 0.01 r c. */
#include "num/metric.h"

#include <stdint.h>

#include "check.h"

enum { R = 24, C = 20, N = R * C };

static double a[N], b[N];
static unsigned char disc[N];	/* radius 6 about the middle */
static const struct metric_par plain = { .gain = 1 };

static void fill(void)
{
	for (int r = 0; r < R; r++)
		for (int c = 0; c < C; c++) {
			a[r * C + c] = sin(0.3 * r) * cos(0.2 * c) + 0.01 * r * c;
			b[r * C + c] = a[r * C + c] + 0.1 * sin(1.7 * r + 2.3 * c) + 0.02;
			disc[r * C + c] = (r - 11.5) * (r - 11.5) + (c - 9.5) * (c - 9.5) < 36;
		}
}

static struct metric of(const double *x, const double *y, const unsigned char *mask,
			const struct metric_par *p)
{
	struct metric m;

	metric_init(&m);
	metric_add(&m, x, y, mask, N, 0, p);
	return m;
}

/* np.sqrt(np.mean((a-b)**2)), np.linalg.norm, np.corrcoef, peak_signal_noise_ratio(data_range=2) */
static void numpy(void)
{
	struct metric m = of(a, b, NULL, &plain);

	NEAR(metric_rmse(&m), 0.07352026472196804, 1e-14);
	NEAR(metric_mae(&m), 0.06494082708592798, 1e-14);
	NEAR(metric_bias(&m), 0.02013637983329275, 1e-14);
	NEAR(metric_rel_l2(&m), 0.04464774038444106, 1e-14);
	NEAR(metric_correlation(&m), 0.9983698495459589, 1e-13);
	NEAR(metric_psnr(&m, 2), 28.69245867066875, 1e-11);
	NEAR(m.max_a - m.min_a, 5.041739092448643, 1e-14);
	NEAR(m.max_abs, 0.11999964903456073, 1e-14);
	CHECK(m.worst == 471 && m.n == N && m.odd == 0);
}

static void masked(void)
{
	struct metric m = of(a, b, disc, &plain);

	CHECK(m.n == 112);
	NEAR(metric_rmse(&m), 0.0731395303944764, 1e-14);
}

static void chi_squared(void)
{
	struct metric m = of(a, b, NULL, &(struct metric_par){ .gain = 1, .sigma = 0.5 });

	NEAR(m.chi2, 10.378040303593457, 1e-12);
	m = of(a, b, NULL, &(struct metric_par){ .gain = 1, .poisson = true });
	NEAR(m.chi2, 2.0812124271305508, 1e-12);
}

/* np.polyfit(b, a, 1); after the fit no gain and no offset are left. */
static void fit(void)
{
	struct metric m = of(a, b, NULL, &plain);
	struct metric_par p = plain;

	metric_fit(&m, &p.gain, &p.offset);
	NEAR(p.gain, 0.996814557577173, 1e-12);
	NEAR(p.offset, -0.016609705387733053, 1e-12);
	m = of(a, b, NULL, &p);
	NEAR(metric_bias(&m), 0, 1e-14);
	metric_fit(&m, &p.gain, &p.offset);
	NEAR(p.gain, 1, 1e-12);
}

/* structural_similarity(gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=2) */
static void ssim(void)
{
	struct metric m;
	double work[5 * C];

	CHECK(sizeof work == metric_ssim_work(C));
	metric_init(&m);
	metric_add_ssim(&m, a, b, NULL, R, C, 2, &plain, work);
	NEAR(metric_ssim(&m), 0.9688244751466962, 1e-12);
	CHECK(m.windows == (R - 10) * (C - 10));
	metric_init(&m);
	metric_add_ssim(&m, a, b, disc, R, C, 2, &plain, work);
	NEAR(metric_ssim(&m), 0.9733778871330154, 1e-12);
	metric_init(&m);
	metric_add_ssim(&m, a, a, NULL, R, C, 2, &plain, work);
	NEAR(metric_ssim(&m), 1, 1e-14);
	metric_init(&m);
	metric_add_ssim(&m, a, b, NULL, 10, C, 2, &plain, work);
	CHECK(isnan(metric_ssim(&m)));
}

/* Sums of parts merged in order are those of the whole, to rounding; places are absolute. */
static void merged(void)
{
	struct metric whole = of(a, b, NULL, &plain), m;

	metric_init(&m);
	for (int i = 0; i < N; i += 96)
		metric_add(&m, a + i, b + i, NULL, 96, (size_t)i, &plain);
	NEAR(metric_rmse(&m), metric_rmse(&whole), 1e-15);
	NEAR(metric_correlation(&m), metric_correlation(&whole), 1e-14);
	CHECK(m.worst == whole.worst && m.first == whole.first && m.n == whole.n);
}

static void not_finite(void)
{
	double x[6] = { 1, NAN, INFINITY, INFINITY, 2, NAN }, y[6] = { 1, NAN, INFINITY, -INFINITY, NAN, NAN };
	struct metric m;

	metric_init(&m);
	metric_add(&m, x, y, NULL, 6, 10, &plain);
	CHECK(m.n == 1 && m.odd == 2 && m.differ == 2 && m.first == 13);
}

static void tolerance(void)
{
	double x[3] = { 100, 1, 0 }, y[3] = { 101, 1.05, 0.05 };
	struct metric m;

	metric_init(&m);
	metric_add(&m, x, y, NULL, 3, 0, &(struct metric_par){ .gain = 1, .rel_tol = 0.02 });
	CHECK(m.differ == 2 && m.first == 1);
	metric_init(&m);
	metric_add(&m, x, y, NULL, 3, 0, &(struct metric_par){ .gain = 1, .abs_tol = 0.06, .rel_tol = 0.02 });
	CHECK(m.differ == 0 && m.first == SIZE_MAX);
}

static void nothing(void)
{
	struct metric m;

	metric_init(&m);
	CHECK(isnan(metric_rmse(&m)) && isnan(metric_rel_l2(&m)) && isnan(metric_correlation(&m)));
	m = of(a, a, NULL, &plain);
	CHECK(metric_psnr(&m, 1) == INFINITY && metric_rel_l2(&m) == 0);
}

int main(void)
{
	fill();
	CASE(numpy);
	CASE(masked);
	CASE(chi_squared);
	CASE(fit);
	CASE(ssim);
	CASE(merged);
	CASE(not_finite);
	CASE(tolerance);
	CASE(nothing);
	return done();
}
