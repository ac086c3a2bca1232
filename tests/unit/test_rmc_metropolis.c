/* Single swaps by passes over the pattern: a row against plain arithmetic, a chain against the models it leaves. */
#include "check.h"
#include "base/mem.h"
#include "rmc/metropolis.h"
#include "rmc_case.h"

enum { N = 24, LONG = 53 };

static struct err e;

static void rows(void)
{
	enum { ROWS = 11, ALL = ROWS * LONG };
	static float f[2][ALL], x[4][LONG], rest[ALL], mw[ALL], t[ALL], out[2][ALL];
	struct rmc_turn y[ROWS];
	struct rng r = rng_at(1, 1, 0);

	for (int k = 0; k < ALL; k++) {
		for (int i = 0; i < 2; i++)
			f[i][k] = (float)rng_normal(&r);
		for (int i = 0; i < 4; i++)
			x[i][k % LONG] = (float)rng_normal(&r);
		rest[k] = (float)rng_uniform(&r);
		mw[k] = (float)rng_uniform(&r);
		t[k] = (float)rng_uniform(&r);
		y[k / LONG] = (struct rmc_turn){ mw[k], t[k], rest[k], -mw[k] };
	}
	for (int alike = 0; alike < 2; alike++) {
		struct rmc_plane p = { ROWS, LONG, alike ? NULL : rest, mw, t, alike };
		double s[2] = { 1, 2 }, a = 1, b = 2;
		HOT_PICK(rmc_plane_swap)(&p, f[0], f[1], y, (struct rmc_wave){ x[0], x[1], x[2], x[3] }, out[0], out[1], s);
		for (int k = 0; k < ALL; k++) {
			int c = k % LONG, row = k / LONG;
			double complex g = f[0][k] + I * f[1][k] + (y[row].nr + I * y[row].ni) * (x[0][c] + I * x[1][c]) - (y[row].or_ + I * y[row].oi) * (x[2][c] + I * x[3][c]);
			double i = creal(g) * creal(g) + cimag(g) * cimag(g) + (alike ? 0 : rest[k]), w = mw[alike && row ? LONG + c : k];
			NEAR(out[0][k], creal(g), 1e-5);
			NEAR(out[1][k], cimag(g), 1e-5);
			a += w * i * i;
			b += w * i * t[k];
		}
		NEAR(s[0] / a, 1, 1e-5);
		NEAR(s[1] / b, 1, 1e-5);
	}
}

/* The value falls, swap by swap, to that of the models; as many pixels are filled as before; what is too far is not tried. */
static void chain(size_t tiles, double off, size_t reach)
{
	static double d[N * N], w[N * N];
	static unsigned char a[2 * N * N];
	struct rmc_pattern p = { .n = N, .d = d, .w = w, .weighted = true, .delta_px = { off, 0 }, .unit = 1 };
	struct rmc_single how = { .most = 3000, .reach = reach };
	struct rmc_pace pace = { 0 };
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rng r = rng_at(5, 5, 0);
	double before, in[N * N], c, b, used = 0;

	e = (struct err){ 0, "" };
	odd_pattern(N, 2, d, w);
	random_models(a, tiles, N, 8);
	CHECK(!rmc_target_new(&t, &p, N, &e) && !rmc_ensemble_new(&s, &t, tiles, &e));
	put_models(&s, a);
	before = rmc_evaluate(&s);
	CHECK(!rmc_metropolis(&s, &pace, &how, &r, &e));
	CHECK(pace.tried == 3000 && pace.taken > 20 && pace.taken < 3000);
	CHECK(s.value < 0.9 * before);
	for (size_t i = 0; i < tiles; i++) {
		size_t sum = 0;
		for (size_t k = 0; k < N * N; k++)
			sum += s.a[i * N * N + k];
		CHECK(sum == s.filled[i]);
	}
	plain_pattern(s.a, tiles, N, p.delta_px, in);
	for (size_t k = 0; k < N * N; k++)
		used += k != N / 2 * N + N / 2 && w[k] > 0;
	NEAR(s.value / (plain_least(N, in, d, w, false, &c, &b) / used), 1, 1e-5);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

static void chains(void)
{
	chain(1, 0, 0);
	chain(2, 0, 0);
	chain(1, 0.3, 0);
	chain(1, 0, 3);
}

int main(void)
{
	CASE(rows);
	CASE(chains);
	return done();
}
