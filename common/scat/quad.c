#include "scat/quad.h"

#include <math.h>

enum { GAUSS_MOST = 64 };		/* beyond, the outer weights of Gauss-Hermite vanish */
enum { LANES = 8 };			/* roots at a time */

const char *const quad_names[] = { "uniform", "gaussian", "lognormal", "cauchy", "schulz", NULL };

/* P_n at x = 1 - d, and (1 - x^2) P_n', by differences of neighbours: to all digits near x = 1 too. */
static void legendre(size_t n, const double *d, double *restrict p, double *restrict slope)
{
	double step[LANES] = { 0 };

	for (int l = 0; l < LANES; l++)
		p[l] = 1;
	for (size_t k = 0; k < n; k++) {
		double f = 1 / (double)(k + 1), g = (double)(2 * k + 1) * f;

		for (int l = 0; l < LANES; l++) {
			step[l] -= f * step[l] + g * d[l] * p[l];
			p[l] += step[l];
		}
	}
	for (int l = 0; l < LANES; l++)
		slope[l] = (double)n * (d[l] * p[l] - step[l]);
}

/*
 * Angles, x = cos t, of the roots from number i on, from the top, by Newton's method from F. G. Tricomi's estimate; weights.
 * The slope is stationary at a root, so the one before the last step will do.
 */
static void legendre_roots(size_t n, size_t i, double *t, double *w)
{
	double m = (double)n, d[LANES], p[LANES], slope[LANES], most = 1;

	for (int l = 0; l < LANES; l++) {
		t[l] = M_PI * ((double)(i + (size_t)l) + 0.75) / (m + 0.5);
		t[l] = t[l] < M_PI / 2 ? t[l] + (m - 1) / (8 * m * m * m) / tan(t[l]) : M_PI / 2;
	}
	for (int k = 0; k < 8 && most > 1e-9; k++) {
		most = 0;
		for (int l = 0; l < LANES; l++)
			d[l] = 2 * sin(t[l] / 2) * sin(t[l] / 2);
		legendre(n, d, p, slope);
		for (int l = 0; l < LANES && i + (size_t)l < (n + 1) / 2; l++) {
			double step = 2 * (i + (size_t)l) + 1 == n ? 0 : p[l] * sin(t[l]) / slope[l];

			t[l] += step;
			w[l] = 2 * sin(t[l]) * sin(t[l]) / (slope[l] * slope[l]);
			most = fmax(most, fabs(step) * m);
		}
	}
}

int quad_legendre(double a, double b, size_t n, double *x, double *w, struct err *e)
{
	double mid = (a + b) / 2, half = (b - a) / 2, sum = 0, t[LANES], v[LANES];

	if (n < 1)
		return err_set(e, E_DATA, "a quadrature has no nodes");
	for (size_t i = 0; i < (n + 1) / 2; i++) {
		size_t l = i % LANES;

		if (l == 0)
			legendre_roots(n, i, t, v);
		x[i] = mid - half * (2 * i + 1 == n ? 0 : cos(t[l]));
		x[n - 1 - i] = 2 * mid - x[i];
		w[i] = w[n - 1 - i] = v[l];
		sum += 2 * i + 1 == n ? v[l] : 2 * v[l];
	}
	for (size_t i = 0; i < n; i++)
		w[i] *= 2 * half / sum;
	return 0;
}

/* From row m up to row l: one implicit QL step with this shift; z is the first row of the eigenvectors. */
static void ql_step(int l, int m, double *d, double *off, double *z)
{
	double g = (d[l + 1] - d[l]) / (2 * off[l]), r = hypot(g, 1), s = 1, c = 1, p = 0;

	g = d[m] - d[l] + off[l] / (g + copysign(r, g));
	for (int i = m - 1; i >= l; i--) {
		double f = s * off[i], b = c * off[i], t = z[i + 1];

		r = hypot(f, g);
		off[i + 1] = r;
		if (r == 0) {
			d[i + 1] -= p;
			off[m] = 0;
			return;
		}
		s = f / r;
		c = g / r;
		g = d[i + 1] - p;
		r = (d[i] - g) * s + 2 * c * b;
		p = s * r;
		d[i + 1] = g + p;
		g = c * r - b;
		z[i + 1] = s * z[i] + c * t;
		z[i] = c * z[i] - s * t;
	}
	d[l] -= p;
	off[l] = g;
	off[m] = 0;
}

/* Eigenvalues of the symmetric tridiagonal matrix into d, the first components of the eigenvectors into z, ascending. */
static int tridiagonal(int n, double *d, double *off, double *z, struct err *e)
{
	double top = 0;

	for (int i = 0; i < n; i++)
		z[i] = i == 0;
	for (int i = 0; i < n; i++)
		top = fmax(top, fabs(d[i]) + fabs(off[i]));
	for (int l = 0; l < n; l++)
		for (int tries = 0;; tries++) {
			int m = l;

			while (m < n - 1 && fabs(off[m]) > 1e-17 * top && fabs(off[m]) > 1e-16 * (fabs(d[m]) + fabs(d[m + 1])))
				m++;
			if (m == l)
				break;
			if (tries > 100)
				return err_set(e, E_INTERNAL, "a quadrature of %d nodes does not converge", n);
			ql_step(l, m, d, off, z);
		}
	for (int i = 1; i < n; i++)
		for (int j = i; j > 0 && d[j - 1] > d[j]; j--) {
			double t = d[j], u = z[j];

			d[j] = d[j - 1], z[j] = z[j - 1];
			d[j - 1] = t, z[j - 1] = u;
		}
	return 0;
}

/* Nodes of mean 0 and variance 1 (hermite), or of Schulz's distribution, x less the mean. */
static int gauss(const struct quad *p, double *x, double *w, struct err *e)
{
	double off[GAUSS_MOST], k = p->mean / p->sigma * (p->mean / p->sigma);

	for (int i = 0; i < p->n; i++) {
		double j = i + 1;

		x[i] = p->kind == QUAD_SCHULZ ? p->mean / k * 2 * i : 0;
		off[i] = i == p->n - 1 ? 0 : p->kind == QUAD_SCHULZ ? p->mean / k * sqrt(j * (j + k - 1)) : sqrt(j);
	}
	if (tridiagonal(p->n, x, off, w, e))
		return e->code;
	for (int i = 0; i < p->n; i++) {
		w[i] = fmax(w[i] * w[i], 1e-300);
		if (p->kind == QUAD_SCHULZ)
			x[i] = fmax(x[i] + p->mean, 0);
	}
	if (p->kind != QUAD_SCHULZ)
		for (int i = 0; i < p->n / 2; i++) {	/* exactly symmetric */
			x[p->n - 1 - i] = (x[p->n - 1 - i] - x[i]) / 2;
			x[i] = -x[p->n - 1 - i];
			w[i] = w[p->n - 1 - i] = (w[i] + w[p->n - 1 - i]) / 2;
		}
	if (p->kind != QUAD_SCHULZ && p->n % 2)
		x[p->n / 2] = 0;
	return 0;
}

/* ln of the density but for a constant; t is x, or ln x of a lognormal, or the angle of Cauchy */
static double density_ln(const struct quad *p, double t)
{
	double k = p->mean / p->sigma * (p->mean / p->sigma), u;

	switch (p->kind) {
	case QUAD_GAUSSIAN:
		u = (t - p->mean) / p->sigma;
		return -u * u / 2;
	case QUAD_LOGNORMAL:
		u = (t - log(p->mean)) / p->sigma;
		return -u * u / 2;
	case QUAD_SCHULZ:
		u = t / p->mean - 1;
		return (k - 1) * log1p(u) - k * u;
	default:
		return 0;
	}
}

/* The range of the variable of density_ln(); limits of the kind within those given. */
static void range(const struct quad *p, double *a, double *b)
{
	double m = p->kind == QUAD_LOGNORMAL ? log(p->mean) : p->mean, w = p->kind == QUAD_UNIFORM ? p->sigma : 9 * p->sigma;
	double lo = p->lo, hi = p->hi, more = 0;

	if (p->kind == QUAD_CAUCHY) {
		*a = atan(isnan(lo) ? -10 : (lo - m) / p->sigma);
		*b = atan(isnan(hi) ? 10 : (hi - m) / p->sigma);
		return;
	}
	if (p->kind == QUAD_LOGNORMAL) {
		lo = lo > 0 ? log(lo) : NAN;
		hi = isnan(hi) ? hi : hi > 0 ? log(hi) : -INFINITY;
	}
	if (p->kind == QUAD_SCHULZ) {
		more = 40 * p->sigma * (p->sigma / p->mean);
		lo = fmax(lo, 0);
	}
	*a = fmax(lo, m - w);		/* fmax of NAN is the other */
	*b = fmin(hi, m + w + more);
}

static int by_density(const struct quad *p, double *x, double *w, struct err *e)
{
	double a, b, top = -INFINITY;

	range(p, &a, &b);
	if (!(a < b))
		return err_set(e, E_DATA, "%s distribution of %g and %g has nothing between %g and %g", quad_names[p->kind],
			       p->mean, p->sigma, p->lo, p->hi);
	quad_legendre(a, b, (size_t)p->n, x, w, e);
	for (int i = 0; i < p->n; i++)
		top = fmax(top, density_ln(p, x[i]));
	for (int i = 0; i < p->n; i++)
		w[i] *= exp(fmax(density_ln(p, x[i]) - top, -600));
	for (int i = 0; i < p->n; i++) {
		if (p->kind == QUAD_LOGNORMAL)
			x[i] = exp(x[i]);
		if (p->kind == QUAD_CAUCHY)
			x[i] = p->mean + p->sigma * tan(x[i]);
	}
	return 0;
}

static int check(const struct quad *p, struct err *e)
{
	const char *name;

	if ((unsigned)p->kind >= QUAD_KINDS)
		return err_set(e, E_DATA, "kind of distribution %d is unknown", (int)p->kind);
	name = quad_names[p->kind];
	if (p->n < 1 || p->n > QUAD_MOST)
		return err_set(e, E_DATA, "%s distribution has n %d: it must be between 1 and %d", name, p->n, QUAD_MOST);
	if (!isfinite(p->mean) || !isfinite(p->sigma) || p->sigma < 0)
		return err_set(e, E_DATA, "%s distribution has sigma %g: it must not be less than 0", name, p->sigma);
	if ((p->kind == QUAD_LOGNORMAL || p->kind == QUAD_SCHULZ) && !(p->mean > 0))
		return err_set(e, E_DATA, "%s distribution has mean %g: it must be more than 0", name, p->mean);
	if (p->kind == QUAD_SCHULZ && p->sigma > p->mean)
		return err_set(e, E_DATA, "schulz distribution has sigma %g: more than its mean %g", p->sigma, p->mean);
	if (p->kind == QUAD_LOGNORMAL && p->sigma > 10)
		return err_set(e, E_DATA, "lognormal distribution has sigma %g, of ln x: it must be at most 10", p->sigma);
	if (p->lo >= p->hi)
		return err_set(e, E_DATA, "%s distribution has limits %g and %g: the first must be less", name, p->lo, p->hi);
	return 0;
}

static void normalise(int n, double *w)
{
	for (int pass = 0; pass < 2; pass++) {
		double sum = 0, low = 0;

		for (int i = 0; i < n; i++) {
			double y = w[i] - low, t = sum + y;

			low = (t - sum) - y;
			sum = t;
		}
		for (int i = 0; i < n; i++)
			w[i] /= sum;
	}
}

int quad_nodes(const struct quad *p, double *x, double *w, struct err *e)
{
	int limits = !isnan(p->lo) || !isnan(p->hi);

	if (check(p, e))
		return e->code;
	if (p->sigma <= 1e-14 * fabs(p->mean)) {
		for (int i = 0; i < p->n; i++)
			x[i] = p->mean, w[i] = 1;
	} else if (p->kind == QUAD_UNIFORM || p->kind == QUAD_CAUCHY || limits || p->n > GAUSS_MOST) {
		if (by_density(p, x, w, e))
			return e->code;
	} else {
		if (gauss(p, x, w, e))
			return e->code;
		for (int i = 0; i < p->n && p->kind != QUAD_SCHULZ; i++) {
			double t = p->sigma * x[i];

			x[i] = p->kind == QUAD_LOGNORMAL ? p->mean * exp(t) : p->mean + t;
		}
	}
	normalise(p->n, w);
	return 0;
}
