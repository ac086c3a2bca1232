#include "scat/grain.h"

#include <math.h>

#include "base/mem.h"

enum { N_MOST = 1000000 };

void grain_free(struct grain *g)
{
	mem_free(g->t);
	*g = (struct grain){ 0 };
}

/* exp(a + i b) - 1, to all digits near 0 */
static double complex less_one(double a, double b)
{
	double h = sin(b / 2);

	return expm1(a) * cos(b) - 2 * h * h + I * (exp(a) * sin(b));
}

double complex grain_row(double complex x, int N)
{
	const double hi = 6.283185307179586232, lo = 2.4492935982947064e-16;	/* 2 pi in two parts */
	double k = rint(creal(x) / hi), re = creal(x) - k * hi - k * lo, im = cimag(x);
	double complex den;

	if (re == 0 && im == 0)
		return N;
	den = less_one(-im, re);
	return less_one(-N * im, N * re) / den;
}

double complex grain_sum(const struct grain *g, struct cvec3 q)
{
	double complex sum = 0;

	for (size_t m = 0; m < g->nlayer; m++)
		sum += cexp(I * cvec3_dot(q, g->t[m]));
	for (int i = 0; i < 2; i++)
		sum *= grain_row(cvec3_dot(q, g->a[i]), g->N[i]);
	return sum;
}

size_t grain_count(const struct grain *g)
{
	return (size_t)g->N[0] * (size_t)g->N[1] * g->nlayer;
}

static double along(struct vec3 v, int axis)
{
	return axis == 0 ? v.x : axis == 1 ? v.y : v.z;
}

static double corner(const struct grain *g, int axis, int sign)
{
	double best = -INFINITY;

	for (size_t m = 0; m < g->nlayer; m++)
		best = fmax(best, sign * along(g->t[m], axis));
	for (int i = 0; i < 2; i++)
		best += fmax(0, sign * (g->N[i] - 1) * along(g->a[i], axis));
	return sign * best;
}

struct vec3 grain_lo(const struct grain *g)
{
	return (struct vec3){ corner(g, 0, -1), corner(g, 1, -1), corner(g, 2, -1) };
}

struct vec3 grain_hi(const struct grain *g)
{
	return (struct vec3){ corner(g, 0, 1), corner(g, 1, 1), corner(g, 2, 1) };
}

int grain_lattice(struct grain *g, const double b[3][3], const int N[3], struct err *e)
{
	double box = 1, volume = b[0][0] * (b[1][1] * b[2][2] - b[1][2] * b[2][1]) -
		b[0][1] * (b[1][0] * b[2][2] - b[1][2] * b[2][0]) + b[0][2] * (b[1][0] * b[2][1] - b[1][1] * b[2][0]);

	*g = (struct grain){ 0 };
	for (int i = 0; i < 3; i++) {
		box *= sqrt(b[i][0] * b[i][0] + b[i][1] * b[i][1] + b[i][2] * b[i][2]);
		if (N[i] < 1 || N[i] > N_MOST)
			return err_set(e, E_DATA, "N of a lattice is %d: it must be between 1 and %d", N[i], N_MOST);
	}
	if (!isfinite(box) || !(fabs(volume) > 1e-9 * box))
		return err_set(e, E_DATA, "the three vectors of a lattice lie in one plane");
	g->t = mem_zero((size_t)N[2], sizeof *g->t, "the layers of a grain", e);
	if (!g->t)
		return e->code;
	g->nlayer = (size_t)N[2];
	for (int i = 0; i < 2; i++) {
		g->a[i] = (struct vec3){ b[i][0], b[i][1], b[i][2] };
		g->N[i] = N[i];
	}
	for (int m = 0; m < N[2]; m++)
		g->t[m] = (struct vec3){ m * b[2][0], m * b[2][1], m * b[2][2] };
	return 0;
}
