/* Charge flipping: its amplitudes, an iteration and the model of a map by their definition, and discs that are found. */
#include "check.h"
#include "base/mem.h"
#include "rmc/charge.h"
#include "rmc/fit.h"
#include "rmc/twophase.h"
#include "rmc_case.h"

enum { N = 128, SMALL = 15 };

static struct err e;

static double away(size_t n, size_t k, const double *delta)
{
	return hypot((double)(k / n) - (double)(n / 2) + delta[0], (double)(k % n) - (double)(n / 2) + delta[1]);
}

/* sqrt(D/<D>) exp(-(q/Q)^2), Q of a level m, of each pixel of the centred pattern; NAN: not measured. */
static void plain_amplitudes(const struct rmc_pattern *p, size_t m, double *out)
{
	double sum[2 * N] = { 0 }, many[2 * N] = { 0 }, edge = 0.4 * (double)m;
	size_t middle = p->n / 2 * p->n + p->n / 2;

	for (size_t k = 0; k < p->n * p->n; k++)
		if (p->w[k] > 0 && k != middle) {
			sum[(size_t)(away(p->n, k, p->delta_px) + 0.5)] += p->d[k];
			many[(size_t)(away(p->n, k, p->delta_px) + 0.5)]++;
		}
	for (size_t k = 0; k < p->n * p->n; k++) {
		double q = away(p->n, k, p->delta_px), mean = sum[(size_t)(q + 0.5)] / many[(size_t)(q + 0.5)];
		out[k] = q > edge ? 0 : p->w[k] > 0 && k != middle ? sqrt(p->d[k] / mean) * exp(-q * q / (edge * edge)) : NAN;
	}
}

/* Of few counts most are 0: all these are weak. */
static void zeros_are_weak(void)
{
	static double d[SMALL * SMALL];
	struct rmc_pattern p = { .n = SMALL, .d = d };
	struct rmc_charge c;
	size_t weak = 0, strong = 0;

	for (size_t k = 0; k < SMALL * SMALL / 2; k++)
		d[k] = d[SMALL * SMALL - 1 - k] = k % 4 == 0;
	CHECK(!rmc_charge_new(&c, &p, SMALL, &e));
	for (size_t k = 1; k < SMALL * (SMALL / 2 + 1); k++) {
		size_t at = rmc_centred(k / (SMALL / 2 + 1), SMALL, SMALL) * SMALL + rmc_centred(k % (SMALL / 2 + 1), SMALL, SMALL);
		if (away(SMALL, at, p.delta_px) > 0.4 * SMALL)
			continue;
		CHECK(d[at] > 0 ? c.amp[k] > 0 : c.amp[k] < 0 && c.amp[k] > -1e-30);
		weak += c.amp[k] < 0;
		strong += c.amp[k] > 0;
	}
	CHECK(strong > 5 && weak > 2 * strong);
	rmc_charge_free(&c);
}

/* Weights where q and -q are measured alike, so that no value is a mean of two. */
static struct rmc_pattern odd(double *d, double *w, double delta)
{
	struct rmc_pattern p = { .n = SMALL, .d = d, .w = w, .delta_px = { delta, -delta }, .prior = 0.05 };

	odd_pattern(SMALL, 3, d, w);
	for (size_t k = 0; k < SMALL * SMALL / 2; k++) {
		d[SMALL * SMALL - 1 - k] = d[k];
		w[SMALL * SMALL - 1 - k] = w[k];
	}
	return p;
}

/* The weaker half is marked. */
static void amplitudes(size_t m, double delta)
{
	static double d[SMALL * SMALL], w[SMALL * SMALL], want[SMALL * SMALL];
	struct rmc_pattern p = odd(d, w, delta);
	struct rmc_charge c;
	size_t ncol = delta != 0 ? m : m / 2 + 1, weak = 0, strong = 0, unknown = 0;
	double worst = 0, most = 0, least = INFINITY;

	plain_amplitudes(&p, m, want);
	CHECK(!rmc_charge_new(&c, &p, m, &e));
	for (size_t k = 0; k < m * ncol; k++) {
		double is = c.amp[k], as = want[rmc_centred(k / ncol, m, SMALL) * SMALL + rmc_centred(k % ncol, m, SMALL)];
		if (isnan(as)) {
			CHECK(isnan(is));
			unknown++;
			continue;
		}
		worst = fmax(worst, fabs(fabs(is) - as));
		weak += is < 0;
		strong += is > 0;
		most = is < 0 ? fmax(most, -is) : most;
		least = is > 0 ? fmin(least, is) : least;
	}
	NEAR(worst, 0, 1e-6);			/* floats */
	CHECK(strong >= weak && strong <= weak + 1 && most <= least);
	CHECK(unknown > 2 && weak > 10);
	rmc_charge_free(&c);
}

static void amplitudes_by_definition(void)
{
	for (size_t m = SMALL - 3; m <= SMALL; m += 3) {		/* an even level, and all */
		amplitudes(m, 0);
		amplitudes(m, 0.3);
	}
}

/* What lies below 1.15 deviations is multiplied. */
static void plain_cut(size_t n2, double factor, double *x)
{
	double m = 0, v = 0;

	for (size_t k = 0; k < n2; k++)
		m += x[k] / (double)n2;
	for (size_t k = 0; k < n2; k++)
		v += pow(x[k] - m, 2) / (double)n2;
	for (size_t k = 0; k < n2; k++)
		x[k] *= x[k] < 1.15 * sqrt(v) ? factor : 1;
}

/* 2 pi (q + delta).r/n of pixel k of the centred pattern and place r. */
static double angle(const struct rmc_pattern *p, size_t k, size_t r)
{
	double qr = (double)(k / p->n) - (double)(p->n / 2) + p->delta_px[0], qc = (double)(k % p->n) - (double)(p->n / 2) + p->delta_px[1];

	return 2 * M_PI * (qr * (double)(r / p->n) + qc * (double)(r % p->n)) / (double)p->n;
}

static double complex *plain_forward(const struct rmc_pattern *p, const double *x)
{
	size_t n2 = p->n * p->n;
	double complex *g = mem_zero(n2, sizeof *g, "", &e);

	for (size_t k = 0; k < n2; k++)
		for (size_t r = 0; r < n2; r++)
			g[k] += x[r] * cexp(-I * angle(p, k, r));
	return g;
}

/* Frees g. */
static void plain_back(const struct rmc_pattern *p, double complex *g, double *x)
{
	size_t n2 = p->n * p->n;

	for (size_t r = 0; r < n2; r++) {
		x[r] = 0;
		for (size_t k = 0; k < n2; k++)
			x[r] += creal(g[k] * cexp(I * angle(p, k, r)));
	}
	mem_free(g);
}

/* What lies below turns; then strong amplitudes, weak phases; plain sums back. */
static void plain_step(const struct rmc_pattern *p, const double *amp, double median, double *x)
{
	size_t n = p->n;
	double complex *g;

	plain_cut(n * n, -1, x);
	g = plain_forward(p, x);
	for (size_t k = 0; k < n * n; k++) {
		bool upper = k % n > n / 2 || (k % n == n / 2 && k / n > n / 2);
		if (!isnan(amp[k]))
			g[k] = amp[k] >= median ? g[k] / cabs(g[k]) * amp[k] : away(n, k, p->delta_px) <= 0.4 * (double)n ? g[k] * (upper ? I : -I) : 0;
		g[k] /= (double)(n * n);
	}
	plain_back(p, g, x);
}

/* The map above with amplitudes E <D>; where nothing was measured the map's own, at the scale of the rest. */
static void plain_map(const struct rmc_pattern *p, const double *amp, double *x)
{
	size_t n = p->n, middle = n / 2 * n + n / 2;
	double made = 0, asked = 0, edge = 0.4 * (double)n, sum[2 * N] = { 0 }, many[2 * N] = { 0 };
	double complex *g;

	plain_cut(n * n, 0, x);
	g = plain_forward(p, x);
	for (size_t k = 0; k < n * n; k++) {
		size_t ring = (size_t)(away(n, k, p->delta_px) + 0.5);
		sum[ring] += p->w[k] > 0 && k != middle ? p->d[k] : 0;
		many[ring] += p->w[k] > 0 && k != middle;
		made += !isnan(amp[k]) && away(n, k, p->delta_px) <= edge ? cabs(g[k]) : 0;
		asked += !isnan(amp[k]) ? amp[k] : 0;
	}
	for (size_t k = 0; k < n * n; k++) {
		double q = away(n, k, p->delta_px), want = isnan(amp[k]) ? cabs(g[k]) * asked / made : amp[k];
		size_t ring = (size_t)(q + 0.5);
		g[k] = k == middle || q > edge ? 0 : g[k] / cabs(g[k]) * want * exp(q * q / (edge * edge)) * sum[ring] / many[ring];
	}
	plain_back(p, g, x);
}

static void step(double delta)
{
	static double d[SMALL * SMALL], w[SMALL * SMALL], amp[SMALL * SMALL], plain[SMALL * SMALL];
	static float x[SMALL * SMALL];
	struct rmc_pattern p = odd(d, w, delta);
	struct rmc_charge c;
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rng r = rng_at(1, 2, 3);
	double median = INFINITY, worst = 0, power = 0, filled = INFINITY, empty = -INFINITY;

	plain_amplitudes(&p, SMALL, amp);
	CHECK(!rmc_charge_new(&c, &p, SMALL, &e) && !rmc_target_new(&t, &p, SMALL, &e) && !rmc_ensemble_new(&s, &t, 1, &e));
	for (size_t k = 0; k < t.nq; k++)
		median = c.amp[k] > 0 ? fmin(median, c.amp[k]) : median;
	rmc_charge_begin(x, SMALL * SMALL, &r);
	for (size_t k = 0; k < SMALL * SMALL; k++) {
		plain[k] = x[k];
		power += plain[k] * plain[k];
	}
	NEAR(power, 1, 0.3);			/* of 225 squares: 0.09 deviation */
	for (int i = 0; i < 3; i++) {
		plain_step(&p, amp, median - 1e-6, plain);
		rmc_charge_step(&c, &s, x);
		for (size_t k = 0; k < SMALL * SMALL; k++)
			worst = fmax(worst, fabs(x[k] - plain[k]));
	}
	NEAR(worst, 0, 1e-6);			/* floats of 0.1 */
	s.filled[0] = 70;
	rmc_charge_model(&c, &s, x);
	plain_map(&p, amp, plain);
	worst = 0;
	for (size_t k = 0; k < SMALL * SMALL; k++)
		worst = fmax(worst, fabs(x[k] * t.unit - plain[k]));
	NEAR(worst / t.unit, 0, 1e-5);			/* floats of 1 */
	for (size_t k = 0; k < SMALL * SMALL; k++)
		*(s.a[k] ? &filled : &empty) = s.a[k] ? fmin(filled, plain[k]) : fmax(empty, plain[k]);
	CHECK(filled > empty);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
	rmc_charge_free(&c);
}

static void step_by_definition(void)
{
	step(0);
	step(0.3);
}

/* ---- discs ---- */

static unsigned char a[N * N];
static double d[N * N], w[N * N], loading;

static struct rmc_pattern discs(double radius, const double *delta)
{
	struct discs_par p = { .n = N, .loading = 0.3, .radius_px = radius, .seed = 1 };
	struct pattern_par q = { .oversample = 1, .scale = 1, .shift_row_px = delta[0], .shift_col_px = delta[1] };
	size_t filled = 0;

	CHECK(!twophase_discs(a, &p, NULL, &e) && !twophase_pattern(a, N, &q, d, &e));
	for (size_t k = 0; k < N * N; k++) {
		filled += a[k];
		w[k] = 1;
	}
	loading = (double)filled / (N * N);
	return (struct rmc_pattern){ .n = N, .d = d, .w = w, .metric = RMC_AMPLITUDE, .delta_px = { delta[0], delta[1] } };
}

/* How many of four seeds end below a cost; that of the truth is 0, and by RAAR alone it is 0.054 or more (40 seeds). */
static int found(const struct rmc_pattern *p, int charge, double below)
{
	int solved = 0;

	for (int i = 1; i <= 4; i++) {
		struct rmc_par how = rmc_par_default();
		struct rmc_result r;
		struct rmc_fit *f;
		bool more = true;

		how.loading = &loading;
		how.seed = (uint64_t)i;
		how.charge = charge;
		how.start = N;
		CHECK(!rmc_fit_new(&f, p, &how, &e));
		while (more && !rmc_fit_step(f, &more, &e))
			;
		CHECK(!e.code && !rmc_fit_result(f, &r, NULL, &e));
		solved += r.value < below;
		rmc_fit_free(f);
	}
	return solved;
}

static void discs_are_found(void)
{
	static const double none[2] = { 0, 0 }, off[2] = { 0.1, 0 };
	struct rmc_pattern p = discs(8, none);
	struct rng r = rng_at(5, 6, 7);

	CHECK(found(&p, 200, 1e-9) >= 2);		/* 40 of 40 */
	CHECK(found(&p, 0, 0.045) == 0);
	for (size_t k = 0; k < N * N / 2 + N; k++)		/* a twentieth not measured, q and -q alike, and a beam stop */
		w[k] = w[(N - k / N) % N * N + (N - k % N) % N] = rng_uniform(&r) < 0.05 || away(N, k, none) < 3 ? 0 : 1;
	p.prior = 0.05;
	CHECK(found(&p, 200, 1e-9) >= 2);		/* 38 of 40 */
	p = discs(8, off);
	CHECK(found(&p, 200, 0.045) >= 2);		/* 38 of 40, but for some pixels */
}

/* The map of the truth gives back the model, all but pixels at its edges; of any unit of D the same. */
static void model_of_a_map(void)
{
	static const double none[2] = { 0, 0 };
	static float x[N * N];
	static unsigned char first[N * N];
	struct rmc_pattern p = discs(6, none);
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rmc_charge c;

	for (int unit = 0; unit < 2; unit++) {
		size_t same = 0, filled = 0;
		CHECK(!rmc_target_new(&t, &p, N, &e) && !rmc_ensemble_new(&s, &t, 1, &e) && !rmc_charge_new(&c, &p, N, &e));
		put_models(&s, a);
		rmc_evaluate(&s);
		for (size_t k = 0; k < t.nq; k++) {		/* points: F with the amplitudes E, where a disc's own transform is positive */
			double size = hypot(s.f[0][2 * k], s.f[0][2 * k + 1]), row = (double)(k / t.ncol), q = hypot(row < N / 2 ? row : row - N, (double)(k % t.ncol));
			double by = q < 3.8 * N / (2 * M_PI * 6) && size > 0 && k ? fabs((double)c.amp[k]) / size : 0;
			s.f[0][2 * k] *= (float)by / (N * N);
			s.f[0][2 * k + 1] *= (float)by / (N * N);
		}
		rmc_back(&s, s.f[0], x);
		for (size_t k = 0; k < N * N; k++)
			x[k] = fmaxf(x[k], 0);
		rmc_charge_model(&c, &s, x);
		for (size_t k = 0; k < N * N; k++) {
			same += s.a[k] == a[k];
			filled += s.a[k];
		}
		CHECK(filled == s.filled[0]);
		CHECK(same > 0.85 * N * N);
		CHECK(!unit || !memcmp(first, s.a, N * N));
		memcpy(first, s.a, N * N);
		rmc_charge_free(&c);
		rmc_ensemble_free(&s);
		rmc_target_free(&t);
		for (size_t k = 0; k < N * N; k++)
			d[k] *= 1024;
	}
}

/* Nothing measured within Q: a model all the same, of noise. */
static void nothing_within(void)
{
	static const double none[2] = { 0, 0 };
	static float x[N * N];
	struct rmc_pattern p = discs(6, none);
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rmc_charge c;
	struct rng r = rng_at(1, 2, 3);
	size_t filled = 0;

	for (size_t k = 0; k < N * N; k++)
		w[k] = away(N, k, none) > 0.41 * N;
	CHECK(!rmc_target_new(&t, &p, N, &e) && !rmc_ensemble_new(&s, &t, 1, &e) && !rmc_charge_new(&c, &p, N, &e));
	s.filled[0] = N * N / 3;
	rmc_charge_begin(x, N * N, &r);
	rmc_charge_step(&c, &s, x);
	rmc_charge_model(&c, &s, x);
	for (size_t k = 0; k < N * N; k++)
		filled += s.a[k];
	CHECK(filled == s.filled[0]);
	rmc_charge_free(&c);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

static void errors(void)
{
	static const double none[2] = { 0, 0 };
	struct rmc_pattern p = discs(6, none);
	struct rmc_par how = rmc_par_default();
	const double halves[2] = { 0.5, 0.5 };
	struct rmc_charge c;
	struct rmc_fit *f;

	for (size_t k = 0; k < N * N; k++)
		w[k] = k == N / 2 * N + N / 2;		/* q = 0 alone */
	CHECK(rmc_charge_new(&c, &p, N, &e) == E_DATA && !c.amp && !c.ring.guess);
	e = (struct err){ 0, "" };
	p.w = NULL;
	CHECK(!rmc_charge_new(&c, &p, N, &e));
	rmc_charge_free(&c);
	how.charge = 1;
	how.loading = halves;
	how.tiles = 2;
	CHECK(rmc_fit_new(&f, &p, &how, &e) == E_USAGE && !f);
	e = (struct err){ 0, "" };
	how.tiles = 1;
	how.init = a;
	CHECK(rmc_fit_new(&f, &p, &how, &e) == E_USAGE && !f);
	e = (struct err){ 0, "" };
}

int main(void)
{
	CASE(amplitudes_by_definition);
	CASE(zeros_are_weak);
	CASE(step_by_definition);
	CASE(discs_are_found);
	CASE(model_of_a_map);
	CASE(nothing_within);
	CASE(errors);
	return done();
}
