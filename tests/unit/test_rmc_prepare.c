/* Frames become patterns: place, offset, mask, weights, the prior; what is refused. */
#include "check.h"
#include "rmc/prepare.h"
#include "rmc/prior.h"

enum { ROWS = 7, COLS = 11 };

static double frame[ROWS * COLS], mask[ROWS * COLS], sigma[ROWS * COLS];

static struct rmc_frame fresh(void)
{
	for (int i = 0; i < ROWS * COLS; i++) {
		frame[i] = 100 + i;
		mask[i] = 1;
		sigma[i] = 2;
	}
	return (struct rmc_frame){ ROWS, COLS, frame, mask, sigma };
}

static void placed(void)
{
	struct rmc_frame f = fresh();
	struct rmc_prepare_par par = { .n = 6, .centre = { 2.3, 6.75 } };
	struct rmc_prepared q;
	struct err e = { 0, "" };

	mask[1 * COLS + 5] = 0;
	CHECK(!rmc_prepare(&q, &f, &par, &e));
	/* 2.3 is nearest to row 2, which is now row 3; 6.75 to column 7, now column 3 */
	CHECK(q.d[3 * 6 + 3] == frame[2 * COLS + 7]);
	CHECK(q.d[2 * 6 + 5] == frame[1 * COLS + 9]);
	NEAR(q.p.delta_px[0], -0.3, 1e-12);	/* that pixel less the centre */
	NEAR(q.p.delta_px[1], 0.25, 1e-12);
	CHECK(q.w[0] == 0 && q.w[5] == 0);	/* row -1 of the frame */
	CHECK(q.w[1 * 6 + 0] == 0.25 && q.d[1 * 6 + 0] == frame[4]);
	CHECK(q.w[2 * 6 + 1] == 0 && q.d[2 * 6 + 1] == 0);	/* masked */
	CHECK(q.used == 6 * 5 - 1 && q.masked == 1 && q.nan == 0);
	CHECK(q.p.n == 6 && q.p.d == q.d && q.p.w == q.w && q.p.prior == 0 && q.p.weighted);
	rmc_prepared_free(&q);
}

/* Halves go up, on both axes and for both parities of n. */
static void halves(void)
{
	struct rmc_frame f = fresh();
	struct rmc_prepare_par par = { .n = 5, .centre = { 2.5, 4.5 } };
	struct rmc_prepared q;
	struct err e = { 0, "" };

	CHECK(!rmc_prepare(&q, &f, &par, &e));
	CHECK(q.d[2 * 5 + 2] == frame[3 * COLS + 5]);
	CHECK(q.p.delta_px[0] == 0.5 && q.p.delta_px[1] == 0.5);
	rmc_prepared_free(&q);
}

static void not_used(void)
{
	struct rmc_frame f = fresh();
	struct rmc_prepare_par par = { .n = 7, .centre = { 3, 3 } };
	struct rmc_prepared q;
	struct err e = { 0, "" };

	frame[0] = NAN;
	frame[1] = INFINITY;
	sigma[2] = NAN;
	frame[COLS] = NAN;
	mask[COLS] = NAN;	/* masked, so no news */
	CHECK(!rmc_prepare(&q, &f, &par, &e));
	CHECK(q.w[0] == 0 && q.w[1] == 0 && q.w[2] == 0 && q.w[3] > 0 && q.w[7] == 0);
	CHECK(q.nan == 3 && q.masked == 1 && q.used == 45);
	rmc_prepared_free(&q);
	f.sigma = NULL;
	CHECK(!rmc_prepare(&q, &f, &par, &e));
	CHECK(q.w[2] == 1 && !q.p.weighted && q.nan == 2);
	rmc_prepared_free(&q);
	par.metric = RMC_POISSON;
	CHECK(!rmc_prepare(&q, &f, &par, &e) && q.p.weighted);
	rmc_prepared_free(&q);
}

/* Pixels of exp(-k/3) on rings k: the guess is that law in the gap between two rings, too, where it is logarithmic. */
static void prior_rings(void)
{
	enum { N = 32 };
	static double d[N * N], m[N * N];
	struct rmc_frame f = { N, N, d, m, NULL };
	struct rmc_prepare_par par = { .n = N, .centre = { 16, 16 }, .prior = 0.05 };
	struct rmc_prepared q;
	struct rmc_prior prior;
	struct err e = { 0, "" };
	double worst = 0, below = 0, beyond = 0;

	for (int i = 0; i < N * N; i++) {
		double k = floor(hypot(i / N - 16, i % N - 16) + 0.5);
		d[i] = exp(-k / 3);
		m[i] = k >= 3 && k <= 14 && !(k > 5 && k < 9);
	}
	CHECK(!rmc_prepare(&q, &f, &par, &e) && q.p.prior == 0.05 && !rmc_prior_new(&prior, &q.p, &e));
	for (int i = 0; i < N * N; i++) {
		double k = floor(hypot(i / N - 16, i % N - 16) + 0.5);
		double guess = prior.guess[rmc_ring(&q.p, (size_t)i)];
		if (k >= 3 && k <= 14)
			worst = fmax(worst, fabs(guess / exp(-k / 3) - 1));
		else if (k < 3)
			below = fmax(below, fabs(guess / exp(-1.) - 1));
		else
			beyond = fmax(beyond, fabs(guess / exp(-14 / 3.) - 1));
	}
	NEAR(worst, 0, 1e-12);		/* sums of a hundred equal numbers, and a logarithm */
	NEAR(below, 0, 1e-12);
	NEAR(beyond, 0, 1e-12);
	rmc_prior_free(&prior);
	rmc_prepared_free(&q);
}

/* Rings are about the centre, which lies between pixels. */
static void prior_off_centre(void)
{
	enum { N = 32 };
	static double d[N * N], m[N * N];
	struct rmc_frame f = { N, N, d, m, NULL };
	struct rmc_prepare_par par = { .n = N, .centre = { 16.4, 15.6 }, .prior = 0.05 };
	struct rmc_prepared q;
	struct rmc_prior prior;
	struct err e = { 0, "" };
	double worst = 0;

	for (int i = 0; i < N * N; i++) {		/* pixel (16, 16) comes to (16, 16) */
		double k = floor(hypot(i / N - 16.4, i % N - 15.6) + 0.5);
		d[i] = exp(-k / 3);
		m[i] = k >= 1 && k <= 14;
	}
	d[16 * N + 16] = 1e6;		/* that of q = 0 says nothing */
	m[16 * N + 16] = 1;
	CHECK(!rmc_prepare(&q, &f, &par, &e) && !rmc_prior_new(&prior, &q.p, &e));
	for (int i = 0; i < N * N; i++)
		if (m[i] && i != 16 * N + 16)
			worst = fmax(worst, fabs(prior.guess[rmc_ring(&q.p, (size_t)i)] / d[i] - 1));
	NEAR(worst, 0, 1e-12);
	rmc_prior_free(&prior);
	rmc_prepared_free(&q);
}

/* sigma^2 of exp(-k/2) times 1/2 and 3/2: a guess weighs 1 over the mean of its ring, in the gap of that law too; and the target has it so. */
static void prior_weights(void)
{
	enum { N = 32 };
	static double d[N * N], m[N * N], s[N * N];
	struct rmc_frame f = { N, N, d, m, s };
	struct rmc_prepare_par par = { .n = N, .centre = { 16, 16 }, .prior = 0.05 };
	struct rmc_prepared q;
	struct rmc_prior prior;
	struct rmc_target t;
	struct err e = { 0, "" };
	double worst = 0;

	for (int i = 0; i < N * N; i++) {
		int r = i / N - 16, c = i % N - 16, k = (int)(hypot(r, c) + 0.5);
		bool odd = r > 0 || (r == 0 && c > 0);		/* of q and -q one each */
		d[i] = 5;
		s[i] = sqrt(exp(-k / 2.) * (odd ? 1.5 : 0.5));
		m[i] = r != -16 && c != -16 && !(k > 5 && k < 9);
	}
	CHECK(!rmc_prepare(&q, &f, &par, &e) && !rmc_prior_new(&prior, &q.p, &e));
	for (int i = 0; i < N * N; i++) {
		double k = floor(hypot(i / N - 16, i % N - 16) + 0.5);
		if (k >= 1 && k <= 15)
			worst = fmax(worst, fabs(prior.w[rmc_ring(&q.p, (size_t)i)] / exp(k / 2) - 1));
	}
	NEAR(worst, 0, 1e-12);
	CHECK(!rmc_target_new(&t, &q.p, N, &e));
	NEAR(t.weight_unit * t.w[7] / (0.05 * exp(3.5)), 1, 1e-6);		/* row 0, column 7: ring 7, in the gap */
	NEAR(t.weight_unit * t.w[3] / ((1 / 0.5 + 1 / 1.5) / 2 * exp(1.5)), 1, 1e-6);
	rmc_target_free(&t);
	rmc_prior_free(&prior);
	rmc_prepared_free(&q);
}

static void refused(void)
{
	struct rmc_frame f = fresh();
	struct rmc_prepare_par par = { .n = 7, .centre = { 3, 5 }, .metric = RMC_AMPLITUDE };
	struct rmc_prepared q;
	struct err e = { 0, "" };

	frame[2 * COLS + 4] = -1;
	CHECK(rmc_prepare(&q, &f, &par, &e) == E_DATA && strstr(e.msg, "-1 at row 2, col 4"));
	rmc_prepared_free(&q);
	par.metric = RMC_INTENSITY;
	e = (struct err){ 0, "" };
	CHECK(!rmc_prepare(&q, &f, &par, &e));
	rmc_prepared_free(&q);
	sigma[3 * COLS + 3] = 0;
	CHECK(rmc_prepare(&q, &f, &par, &e) == E_DATA && strstr(e.msg, "sigma 0 at row 3, col 3"));
	rmc_prepared_free(&q);
	e = (struct err){ 0, "" };
	memset(mask, 0, sizeof mask);
	CHECK(rmc_prepare(&q, &f, &par, &e) == E_DATA && strstr(e.msg, "no pixel is left") && strstr(e.msg, "excludes 49"));
	rmc_prepared_free(&q);
	e = (struct err){ 0, "" };
	par.centre[0] = NAN;
	CHECK(rmc_prepare(&q, &f, &par, &e) == E_DATA && strstr(e.msg, "no place"));
	rmc_prepared_free(&q);
	e = (struct err){ 0, "" };
	par = (struct rmc_prepare_par){ .n = RMC_SIZE_MAX + 1 };
	CHECK(rmc_prepare(&q, &f, &par, &e) == E_DATA && strstr(e.msg, "8193"));
	rmc_prepared_free(&q);
}

/* Units of sigma that no double squares, and what is no counts at all. */
static void no_such_scale(void)
{
	struct rmc_frame f = fresh();
	struct rmc_prepare_par par = { .n = 7, .centre = { 3, 3 } };
	struct rmc_prepared q;
	struct err e = { 0, "" };

	sigma[COLS + 2] = 1e200;
	CHECK(rmc_prepare(&q, &f, &par, &e) == E_DATA && strstr(e.msg, "sigma 1e+200 at row 1, col 2 is not between"));
	rmc_prepared_free(&q);
	e = (struct err){ 0, "" };
	sigma[COLS + 2] = 1e-200;
	CHECK(rmc_prepare(&q, &f, &par, &e) == E_DATA && strstr(e.msg, "sigma 1e-200"));
	rmc_prepared_free(&q);
	e = (struct err){ 0, "" };
	f.sigma = NULL;
	for (int i = 0; i < ROWS * COLS; i++)
		frame[i] = 1e-6;
	frame[3 * COLS + 3] = 5;		/* q = 0 is not fitted */
	par.metric = RMC_POISSON;
	CHECK(rmc_prepare(&q, &f, &par, &e) == E_DATA && strstr(e.msg, "1e-06: metric poisson is of counts"));
	rmc_prepared_free(&q);
	e = (struct err){ 0, "" };
	par.metric = RMC_LOG;
	CHECK(!rmc_prepare(&q, &f, &par, &e));
	rmc_prepared_free(&q);
	frame[0] = 1;
	par.metric = RMC_POISSON;
	CHECK(!rmc_prepare(&q, &f, &par, &e));
	rmc_prepared_free(&q);
}

int main(void)
{
	CASE(placed);
	CASE(halves);
	CASE(not_used);
	CASE(prior_rings);
	CASE(prior_off_centre);
	CASE(prior_weights);
	CASE(refused);
	CASE(no_such_scale);
	return done();
}
