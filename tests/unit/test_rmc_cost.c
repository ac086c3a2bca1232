/* Targets, costs and derivatives against plain sums. */
#include "check.h"
#include "base/mem.h"
#include "rmc/ensemble.h"
#include "rmc_case.h"

enum { N = 14, TILES = 2 };

static double d[N * N], w[N * N], in[N * N];
static unsigned char a[TILES * N * N];
static struct rmc_target t;
static struct rmc_ensemble s;
static struct err e;

static void set_up(struct rmc_pattern *p, size_t tiles)
{
	e = (struct err){ 0, "" };
	odd_pattern(N, 5, d, w);
	random_models(a, tiles, N, 4);
	p->n = N;
	p->d = d;
	p->w = w;
	p->weighted = true;
	CHECK(!rmc_target_new(&t, p, N, &e) && !rmc_ensemble_new(&s, &t, tiles, &e));
	put_models(&s, a);
	plain_pattern(a, tiles, N, p->delta_px, in);
	rmc_evaluate(&s);
}

static void tear_down(void)
{
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

/* Single precision: 1e-5 of the value. */
static void least(struct rmc_pattern p)
{
	struct rmc_cost c;
	double fit[N * N], c0, b0, value, used = 0;

	set_up(&p, TILES);
	for (size_t k = 0; k < N * N; k++)
		used += k != N / 2 * N + N / 2 && w[k] > 0;
	value = plain_least(N, in, d, w, p.background, &c0, &b0) / used;
	NEAR(t.used, used, 0);
	NEAR(s.value / value, 1, 1e-5);
	NEAR(s.at.c * t.unit / c0, 1, 1e-4);
	CHECK(!rmc_verify(&s, &t, &c, fit, &e));
	NEAR(c.value / value, 1, 1e-6);		/* weighted means of D are floats in the target */
	NEAR(c.at.c * t.unit / c0, 1, 1e-6);
	NEAR(c.at.b * t.unit, b0, 1e-6 * fabs(b0));
	NEAR(rmc_cost_at(&t, s.intensity, c.at) / value, 1, 1e-5);
	for (size_t k = 0; k < N * N; k++)
		NEAR(fit[k], c0 * in[k] + b0, 1e-6 * (fabs(c0 * in[k]) + fabs(b0)));
	tear_down();
}

static void intensity(void) { least((struct rmc_pattern){ .metric = RMC_INTENSITY }); }
static void background(void) { least((struct rmc_pattern){ .metric = RMC_INTENSITY, .background = true }); }
static void off_centre(void) { least((struct rmc_pattern){ .metric = RMC_INTENSITY, .background = true, .delta_px = { 0.25, -0.4 } }); }

/* The cost of a metric, at the scale c (D as they are). */
static double plain(enum rmc_metric m, double c, double eps, const double *i)
{
	double sum = 0;

	for (size_t k = 0; k < N * N; k++) {
		double mu = c * i[k], y = d[k], v = k == N / 2 * N + N / 2 ? 0 : w[k];
		if (v == 0)
			continue;
		sum += v * (m == RMC_AMPLITUDE ? pow(sqrt(mu) - sqrt(y), 2) : m == RMC_LOG ? pow(log((mu + eps) / (y + eps)), 2) :
			    2 * (mu + eps - y + (y > 0 ? y * log(y / (mu + eps)) : 0)));
	}
	return sum;
}

/* The least over c by golden section, wide. */
static double golden(enum rmc_metric m, double eps, double *at)
{
	double lo = log(1e-3), hi = log(1e3), g = 0.6180339887498949;

	for (int i = 0; i < 120; i++) {
		double x = hi - g * (hi - lo), y = lo + g * (hi - lo);
		if (plain(m, exp(x), eps, in) < plain(m, exp(y), eps, in))
			hi = y;
		else
			lo = x;
	}
	*at = exp(lo);
	return plain(m, exp(lo), eps, in);
}

static void metric(enum rmc_metric m, double row)
{
	struct rmc_pattern p = { .metric = m, .delta_px = { row, 0 } };
	double eps, c, value;

	set_up(&p, 1);
	eps = t.eps * t.unit;
	value = golden(m, eps, &c);
	NEAR(s.at.c * t.unit / c, 1, 1e-3);
	NEAR(s.value / (value / t.used), 1, 1e-4);
	tear_down();
}

static void amplitude(void) { metric(RMC_AMPLITUDE, 0); metric(RMC_AMPLITUDE, 0.2); }
static void logarithm(void) { metric(RMC_LOG, 0); metric(RMC_LOG, 0.2); }
static void deviance(void) { metric(RMC_POISSON, 0); metric(RMC_POISSON, 0.2); }

/* A pixel that is a little more or less than it is: finite differences of the cost of real fields, with the scale profiled out. */
static double bent(size_t tile, size_t k, double by)
{
	float x[N * N], f[2 * N * N];
	struct rmc_scale at = s.at;

	for (size_t m = 0; m < s.m; m++) {
		for (size_t i = 0; i < N * N; i++)
			x[i] = a[m * N * N + i];
		x[k] += m == tile ? (float)by : 0;
		rmc_forward(&s, x, f);
		for (size_t q = 0; q < t.nq; q++)
			s.intensity[q] = (m ? s.intensity[q] : 0) + f[2 * q] * f[2 * q] + f[2 * q + 1] * f[2 * q + 1];
	}
	for (int i = 0; i < 4; i++)
		at = rmc_cost(&t, s.intensity, at, NULL).at;
	return rmc_cost(&t, s.intensity, at, NULL).value;
}

/* 1e-3: central differences in single precision, of values that change by 1e-3. */
static void slope(struct rmc_pattern p)
{
	double sum = 0, off = 0;

	set_up(&p, TILES);
	rmc_gradient(&s);
	for (size_t k = 3; k < N * N; k += 17)
		for (size_t tile = 0; tile < TILES; tile++) {
			double h = 0.05, fd = (bent(tile, k, h) - bent(tile, k, -h)) / (2 * h), g = 2 * t.norm * s.g[tile * N * N + k];
			sum += fd * fd;
			off += (fd - g) * (fd - g);
		}
	printf("# derivative: %.1e\n", sqrt(off / sum));
	CHECK(off < 1e-6 * sum);
	tear_down();
}

static void derivative(void)
{
	slope((struct rmc_pattern){ .metric = RMC_INTENSITY });
	slope((struct rmc_pattern){ .metric = RMC_INTENSITY, .background = true });
	slope((struct rmc_pattern){ .metric = RMC_INTENSITY, .delta_px = { 0.3, 0.1 } });
	slope((struct rmc_pattern){ .metric = RMC_AMPLITUDE });
	slope((struct rmc_pattern){ .metric = RMC_LOG });
	slope((struct rmc_pattern){ .metric = RMC_POISSON });
}

/* D and D(-q): the same models fit as well. */
static void turned_pattern(void)
{
	static double d2[N * N], w2[N * N];
	struct rmc_pattern p = { .metric = RMC_INTENSITY };
	double value;

	set_up(&p, 1);
	value = s.value;
	for (size_t r = 0; r < N; r++)
		for (size_t c = 0; c < N; c++) {
			size_t to = (N - r) % N * N + (N - c) % N;		/* N / 2 is its own mirror */
			d2[to] = d[r * N + c];
			w2[to] = w[r * N + c];
		}
	rmc_target_free(&t);
	p.d = d2;
	p.w = w2;
	CHECK(!rmc_target_new(&t, &p, N, &e));
	s.at = (struct rmc_scale){ 0, 0 };
	NEAR(rmc_evaluate(&s) / value, 1, 1e-6);
	tear_down();
}

/* A level is the central part, in the DFT's order: each frequency by itself; the edge of an even one is left out. */
static void levels(void)
{
	enum { MOST = 15 };
	static double big[MOST * MOST];
	struct rmc_pattern p = { .metric = RMC_INTENSITY, .d = big, .delta_px = { 0.2, 0 }, .unit = 1 };

	for (int n = 14; n <= MOST; n++)
		for (int m = 5; m <= n; m++) {
			size_t wrong = 0;
			p.n = (size_t)n;
			for (int k = 0; k < n * n; k++)		/* 100 + row and column of q */
				big[k] = 1000 * (100 + k / n - n / 2) + 100 + k % n - n / 2;
			e = (struct err){ 0, "" };
			CHECK(!rmc_target_new(&t, &p, (size_t)m, &e));
			for (int row = 0; row < m; row++)
				for (int col = 0; col < m; col++) {
					int y = 2 * row < m ? row : row - m, x = 2 * col < m ? col : col - m, at = row * m + col;
					bool edge = m < n && (2 * row == m || 2 * col == m);
					if ((!row && !col) || edge)
						wrong += t.w[at] != 0;
					else
						wrong += t.w[at] != 1 || t.t[at] != (float)(1000 * (100 + y) + 100 + x);
				}
			CHECK(!wrong);
			rmc_target_free(&t);
		}
}

/* What sums are divided by without weights, the metrics' own numbers, and what noise leaves of chi2. */
static void constants(void)
{
	struct rmc_pattern p = { .metric = RMC_AMPLITUDE, .n = N, .d = d };
	struct rmc_noise noise;
	double sum = 0;

	odd_pattern(N, 5, d, w);
	for (size_t k = 0; k < N * N; k++)
		sum += k == N / 2 * N + N / 2 ? 0 : d[k];
	CHECK(!rmc_target_new(&t, &p, N, &e));
	NEAR(t.norm * sum / t.unit, 1, 1e-12);
	rmc_target_free(&t);
	p.metric = RMC_LOG;
	CHECK(!rmc_target_new(&t, &p, N, &e));
	NEAR(t.eps, 1e-4, 0);
	rmc_target_free(&t);
	p.metric = RMC_INTENSITY;
	CHECK(!rmc_target_new(&t, &p, N, &e) && !rmc_cost_expected(&t, NULL, (struct rmc_scale){ 0, 0 }, &noise, &e));
	NEAR(t.norm * sum / t.unit * sum / t.unit, 1, 1e-12);
	NEAR(noise.mean, 1, 0);
	NEAR(noise.sd, sqrt(2. / (N * N - 1)), 1e-12);
	rmc_target_free(&t);
}

/* c and b of a planted pattern: exact to rounding. */
static void planted_scale(void)
{
	struct rmc_pattern p = { .metric = RMC_INTENSITY, .background = true };
	struct rmc_cost c;

	set_up(&p, 1);
	rmc_target_free(&t);
	for (size_t k = 0; k < N * N; k++)
		d[k] = 0.037 * in[k] + 2.5;
	CHECK(!rmc_target_new(&t, &p, N, &e) && !rmc_verify(&s, &t, &c, NULL, &e));
	NEAR(c.at.c * t.unit, 0.037, 1e-7 * 0.037);
	NEAR(c.at.b * t.unit, 2.5, 1e-5);
	CHECK(c.value < 1e-8);
	tear_down();
}

static void expected_deviance(void)
{
	struct rmc_pattern p = { .metric = RMC_POISSON };
	double sum = 0, sum2 = 0, x;
	struct rmc_noise want;
	struct rng r = rng_at(3, 3, 3);

	set_up(&p, 1);
	for (size_t k = 0; k < N * N; k++)
		w[k] = 1;
	for (int draw = 0; draw < 400; draw++) {		/* pixels of 0.002 to 20 counts */
		rmc_target_free(&t);
		for (size_t k = 0; k < N * N; k++)
			d[k] = rng_poisson(&r, 0.01 * in[k]);
		p.unit = 64;
		rmc_target_new(&t, &p, N, &e);
		rmc_ensemble_free(&s);
		rmc_ensemble_new(&s, &t, 1, &e);
		put_models(&s, a);
		rmc_evaluate(&s);
		x = rmc_cost_at(&t, s.intensity, (struct rmc_scale){ 0.01 / 64, 0 });
		sum += x / 400;
		sum2 += x * x / 400;
	}
	CHECK(!rmc_cost_expected(&t, s.intensity, (struct rmc_scale){ 0.01 / 64, 0 }, &want, &e));
	NEAR(sum / want.mean, 1, 0.02);			/* four deviations of the mean of 78 000 pixels */
	NEAR(sqrt(sum2 - sum * sum) / want.sd, 1, 0.15);	/* four of that of 400 draws */
	CHECK(want.mean > 0.3 && want.mean < 1.2);
	tear_down();
}

static void errors(void)
{
	struct rmc_pattern p = { .n = N, .d = d, .w = w };

	odd_pattern(N, 5, d, w);
	for (size_t k = 0; k < N * N; k++)
		w[k] = 0;
	CHECK(rmc_target_new(&t, &p, N, &e) == E_DATA);
	e = (struct err){ 0, "" };
	w[3] = NAN;
	CHECK(rmc_target_new(&t, &p, N, &e) == E_DATA && strstr(e.msg, "row 0, column 3"));
	e = (struct err){ 0, "" };
	w[3] = 1;
	d[3] = INFINITY;
	CHECK(rmc_target_new(&t, &p, N, &e) == E_DATA && strstr(e.msg, "row 0, column 3"));
	e = (struct err){ 0, "" };
	d[3] = -2;
	p.metric = RMC_LOG;
	CHECK(rmc_target_new(&t, &p, N, &e) == E_DATA && strstr(e.msg, "negative"));
	rmc_target_free(&t);
}

int main(void)
{
	CASE(intensity);
	CASE(background);
	CASE(off_centre);
	CASE(amplitude);
	CASE(logarithm);
	CASE(deviance);
	CASE(derivative);
	CASE(turned_pattern);
	CASE(levels);
	CASE(constants);
	CASE(planted_scale);
	CASE(expected_deviance);
	CASE(errors);
	return done();
}
