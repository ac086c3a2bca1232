/*
 * Interference functions: nanoseconds a point on one thread, 1024 points a call, the least of several repetitions.
 */
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "scat/grain.h"
#include "scat/interfer.h"

enum { N = 1024, TIMES = 200 };

#define CELL .a = 20, .b = 20, .gamma_rad = 2.0943951023931953, .xi_rad = 0.3

static const struct { const char *name; struct interfer s; } cases[] = {
	{ "1d_lattice cauchy, window", { .type = INTERFER_1D, .a = 20, .decay_x = 500, .window = 1 } },
	{ "1d_lattice cauchy, all", { .type = INTERFER_1D, .a = 20, .decay_x = 500 } },
	{ "1d_lattice gauss", { .type = INTERFER_1D, .a = 20, .decay_x = 500, .decay = DECAY_GAUSS } },
	{ "2d_lattice cauchy", { .type = INTERFER_2D, CELL, .decay_x = 500, .decay_y = 400 } },
	{ "2d_lattice gauss", { .type = INTERFER_2D, CELL, .decay_x = 500, .decay_y = 400, .decay = DECAY_GAUSS } },
	{ "2d_lattice gauss, short", { .type = INTERFER_2D, CELL, .decay_x = 15, .decay_y = 15, .decay = DECAY_GAUSS } },
	{ "2d_lattice gauss, variance", { .type = INTERFER_2D, CELL, .decay_x = 500, .decay_y = 400, .decay = DECAY_GAUSS, .variance = 1 } },
	{ "radial_paracrystal", { .type = INTERFER_RADIAL, .peak_distance = 20, .damping_length = 300, .sigma = 3 } },
	{ "radial_paracrystal, domain", { .type = INTERFER_RADIAL, .peak_distance = 20, .sigma = 3, .domain_size = 2000 } },
	{ "2d_paracrystal", { .type = INTERFER_2D_PARA, CELL, .para_sigma = { { 1, 2 }, { 1, 2 } }, .damping_length = 300 } },
	{ "finite_3d_lattice", { .type = INTERFER_3D, .basis = { { 14, 0, 0 }, { 7, 12, 0 }, { 7, 4, 11 } }, .N = { 6, 6, 3 } } },
	{ "hard_disk", { .type = INTERFER_HARD_DISK, .radius = 5, .density = 0.005 } },
	{ "percus_yevick", { .type = INTERFER_PERCUS_YEVICK, .radius = 5, .density = 0.0005 } },
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double grains(const double *x, const double *y, const double *z)
{
	struct grain_par p = { .cell = CELL_FCC, .d_nn = 14, .hkl = { 1, 1, 1 }, .N = { 6, 6 }, .layers = 3 };
	struct grain g;
	struct err e = { 0 };
	double best = 1e9, sum = 0;

	if (grain_build(&g, &p, &e))
		return NAN;
	for (int t = 0; t < TIMES; t++) {
		double from = now();

		for (int i = 0; i < N; i++)
			sum += creal(grain_sum(&g, (struct cvec3){ x[i], y[i], z[i] + 1e-3 * I }));
		best = fmin(best, now() - from);
	}
	grain_free(&g);
	return sum == 0 ? NAN : best;
}

int main(void)
{
	double x[N], y[N], z[N], out[N];

	for (int i = 0; i < N; i++) {
		x[i] = 0.02 * sin(i);
		y[i] = -1.5 + 3.0 * i / N;
		z[i] = 0.4;
	}
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		double best = 1e9;

		for (int t = 0; t < TIMES; t++) {
			double from = now();

			interfer_s(&cases[k].s, N, x, y, z, out);
			best = fmin(best, now() - from);
		}
		printf("%-30s %8.1f ns\n", cases[k].name, best * 1e9 / N);
	}
	printf("%-30s %8.1f ns\n", "grain_sum, 108 particles", grains(x, y, z) * 1e9 / N);
	return 0;
}
