/* scat/cheb.h: plane waves between nodes, coefficients by their definition, kernels against plain sums at all levels. */
#include "check.h"

#include "scat/cheb.h"

#define cd double complex

/* exp(i w x) from cheb_count(w) nodes, at places between: 1e-12 as promised. */
static void plane_waves(void)
{
	static const double w[] = { 0, 0.1, 1, 3, 10, 30, 100, 300 };
	static double m[500 * 500], t[500];
	static cd f[500], work[500];

	for (size_t i = 0; i < sizeof w / sizeof *w; i++) {
		size_t n = cheb_count(w[i]);
		CHECK(n < 500);
		for (size_t k = 0; k < n; k++)
			f[k] = cexp(I * w[i] * cheb_node(n, k));
		cheb_matrix(n, m);
		cheb_transform(1, n, (double[]){ 1 }, m, f, work);
		CHECK(cheb_tail(1, n, f) > 0);		/* one row is its own last: nothing has fallen away */
		for (int p = 0; p <= 50; p++) {
			double x = -1 + p / 25.;
			cd sum = 0;
			cheb_basis(n, x, t, 1);
			for (size_t k = 0; k < n; k++)
				sum += t[k] * f[k];
			NEAR(cabs(sum - cexp(I * w[i] * x)), 0, 1e-12);
		}
	}
}

/* Coefficient i of the series: 2 i^n J_n(w), of which half at n = 0. */
static void coefficients(void)
{
	enum { N = 40 };
	static double m[N * N];
	cd f[N], work[N], power = 1;

	for (size_t k = 0; k < N; k++)
		f[k] = cexp(I * 5 * cos((2 * (double)k + 1) * M_PI / (2 * N)));
	cheb_matrix(N, m);
	cheb_transform(1, N, (double[]){ 1 }, m, f, work);
	for (int k = 0; k < 30; k++) {
		NEAR(cabs(f[k] - (k ? 2 : 1) * power * jn(k, 5)), 0, 1e-14);
		power *= I;
	}
}

/* T_n(cos x) = cos(n x), and nodes are the zeros of T_n. */
static void basis(void)
{
	double t[3 * 20], x = 0.7;

	cheb_basis(20, cos(x), t, 3);
	for (int n = 0; n < 20; n++)
		NEAR(t[3 * n], cos(n * x), 1e-14);
	for (size_t k = 0; k < 13; k++) {
		cheb_basis(14, cheb_node(13, k), t, 1);
		NEAR(t[13], 0, 1e-13);
		CHECK(!k || cheb_node(13, k) < cheb_node(13, k - 1));
	}
}

enum { NV = 17, NU = 23 };
static double mv[NV * NV], mu[NU * NU];

static cd wave(double v, double u)
{
	return cexp(I * (1.3 * u - 0.8 * v)) + 0.3 * u * v * v;
}

/* Both directions: rows are v, columns u; the same function real by real. */
static void two_directions(void)
{
	cd f[NV * NU], work[NV * NU];
	double re[2 * NV * NU], w[NV * NU], tv[NV], tu[NU];

	for (size_t v = 0; v < NV; v++)
		for (size_t u = 0; u < NU; u++) {
			f[v * NU + u] = wave(cheb_node(NV, v), cheb_node(NU, u));
			re[v * NU + u] = creal(f[v * NU + u]);
			re[NV * NU + v * NU + u] = cimag(f[v * NU + u]);
		}
	cheb_matrix(NV, mv);
	cheb_matrix(NU, mu);
	cheb_transform(NV, NU, mv, mu, f, work);
	cheb_transform_real(2, NV, NU, mv, mu, re, w);
	CHECK(cheb_tail(NV, NU, f) < 1e-13);
	for (int p = 0; p < 30; p++) {
		double v = cos(p), u = cos(3 * p + 1);
		cd sum = 0, sum2 = 0;
		cheb_basis(NV, v, tv, 1);
		cheb_basis(NU, u, tu, 1);
		for (size_t i = 0; i < NV; i++)
			for (size_t j = 0; j < NU; j++) {
				sum += tv[i] * tu[j] * f[i * NU + j];
				sum2 += tv[i] * tu[j] * (re[i * NU + j] + I * re[NV * NU + i * NU + j]);
			}
		NEAR(cabs(sum - wave(v, u)), 0, 1e-13);
		NEAR(cabs(sum2 - wave(v, u)), 0, 1e-13);
	}
}

/* The last two of each direction count, the third last does not; infinities and NaN are no tail at all. */
static void tails(void)
{
	cd c[5 * 6] = { 8 };

	CHECK(cheb_tail(5, 6, c) == 0);
	c[2 * 6 + 3] = 4;
	CHECK(cheb_tail(5, 6, c) == 0);
	c[2 * 6 + 4] = 2 * I;
	CHECK(cheb_tail(5, 6, c) == 0.25);
	c[3 * 6] = 4;
	CHECK(cheb_tail(5, 6, c) == 0.5);
	c[0] = NAN;
	CHECK(isinf(cheb_tail(5, 6, c)));
	memset(c, 0, sizeof c);
	CHECK(cheb_tail(5, 6, c) == 0);
}

struct kernels {
	void (*contract)(size_t, size_t, const double *, const double *, double *);
	void (*row)(size_t, const double *, const double *, size_t, size_t, double *, double *);
	void (*row_real)(size_t, const double *, const double *, size_t, size_t, double *);
};

/* Any n, whole blocks of columns and what remains; the output is set, not added to. */
static void try_kernels(const struct kernels *k)
{
	enum { ROWS = 7, MOST = 40 };
	double t[ROWS * (MOST + 3)], c[2 * ROWS], tv[ROWS], cv[ROWS * MOST], a[MOST + 1], b[MOST + 1];

	for (int i = 0; i < ROWS * (MOST + 3); i++)
		t[i] = sin(i * i + 1);
	for (int i = 0; i < 2 * ROWS; i++)
		c[i] = cos(i * 7);
	for (int i = 0; i < ROWS * MOST; i++)
		cv[i] = sin(3 * i);
	for (int i = 0; i < ROWS; i++)
		tv[i] = cos(i * i);
	for (size_t n = 1; n <= MOST; n++) {
		double want[3][MOST] = { { 0 } };
		for (size_t j = 0; j < ROWS; j++)
			for (size_t i = 0; i < n; i++) {
				want[0][i] += c[2 * j] * t[j * (MOST + 3) + i];
				want[1][i] += c[2 * j + 1] * t[j * (MOST + 3) + i];
				want[2][i] += c[j] * t[j * (MOST + 3) + i];
			}
		a[n] = b[n] = a[0] = b[0] = 99;
		k->row(ROWS, c, t, MOST + 3, n, a, b);
		for (size_t i = 0; i < n; i++) {
			NEAR(a[i], want[0][i], 1e-14);
			NEAR(b[i], want[1][i], 1e-14);
		}
		k->row_real(ROWS, c, t, MOST + 3, n, b);
		for (size_t i = 0; i < n; i++)
			NEAR(b[i], want[2][i], 1e-14);
		CHECK(a[n] == 99 && b[n] == 99);
		k->contract(ROWS, n, tv, cv, a);
		for (size_t i = 0; i < n; i++) {
			double sum = 0;
			for (size_t v = 0; v < ROWS; v++)
				sum += tv[v] * cv[v * n + i];
			NEAR(a[i], sum, 1e-14);
		}
		CHECK(a[n] == 99);
	}
}

static void kernels(void)
{
	try_kernels(&(struct kernels){ cheb_contract_v1, cheb_row_v1, cheb_row_real_v1 });
	try_kernels(&(struct kernels){ HOT_PICK(cheb_contract), HOT_PICK(cheb_row), HOT_PICK(cheb_row_real) });
}

int main(void)
{
	CASE(plane_waves);
	CASE(coefficients);
	CASE(basis);
	CASE(two_directions);
	CASE(tails);
	CASE(kernels);
	return done();
}
