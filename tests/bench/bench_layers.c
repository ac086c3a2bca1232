/*
 * bench_layers - nanoseconds an angle (and, of the diffuse term, a pixel) of waves in layers.
 *
 *	bench_layers [REPEATS]
 *
 * The least of REPEATS (50) runs of 1024 angles on one thread.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "scat/layers.h"
#include "scat/rough.h"

enum { N = 1024, MOST = 1000, KEPT = 8 };

static double buf[KEPT][6][N], sin_a[N], d_re[KEPT][N], d_im[KEPT][N], re[N], im[N];
static struct layer layer[MOST];
static struct wave wave[KEPT];
static size_t nlayer;

static void waves(void) { layers_waves(layer, nlayer, 60, N, sin_a, wave); }
static void reflections(void) { layers_reflections(layer, nlayer, 60, N, sin_a, re, im); }
static void amplitudes(void) { rough_amplitudes(layer, nlayer, wave, N, wave, d_re[0], d_im[0]); }
static void diffuse(void) { rough_add(layer, nlayer, 60, ROUGH_ABSOLUTE, 0, N, 1, d_re[0], d_im[0], N, sin_a, sin_a, re); }

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void report(const char *what, void (*f)(void), int repeats)
{
	double least = 1e9;

	for (int i = 0; i < repeats; i++) {
		double t = seconds();

		f();
		t = seconds() - t;
		least = t < least ? t : least;
	}
	printf("%-44s %8.1f ns\n", what, least / N * 1e9);
}

static void stack(size_t n, double sigma_nm, enum rough_profile p)
{
	nlayer = n;
	for (size_t j = 0; j < n; j++)
		layer[j] = (struct layer){ .n2 = j ? 1 - (j % 2 ? 6e-6 : 2e-5) + 1e-7 * I : 1, .thickness_nm = 4, .sigma_nm = sigma_nm,
					   .hurst = 0.5, .corr_length_nm = 20, .profile = p };
}

int main(int argc, char **argv)
{
	int repeats = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 50;

	for (int j = 0; j < KEPT; j++)
		wave[j] = (struct wave){ buf[j][0], buf[j][1], buf[j][2], buf[j][3], buf[j][4], buf[j][5] };
	for (int i = 0; i < N; i++)
		sin_a[i] = 1e-5 * (i + 1);
	stack(2, 0, ROUGH_TANH);
	report("vacuum, substrate: sharp", waves, repeats);
	stack(3, 0, ROUGH_TANH);
	report("vacuum, film, substrate: sharp", waves, repeats);
	stack(3, 0.5, ROUGH_TANH);
	report("vacuum, film, substrate: tanh", waves, repeats);
	report("  diffuse amplitudes, an angle", amplitudes, repeats);
	report("  diffuse term, a pixel", diffuse, repeats);
	stack(3, 0.5, ROUGH_NEVOT_CROCE);
	report("vacuum, film, substrate: Nevot and Croce", waves, repeats);
	stack(MOST, 0, ROUGH_TANH);
	report("1000 layers, reflectivity: sharp", reflections, 3);
	stack(MOST, 0.3, ROUGH_NEVOT_CROCE);
	report("1000 layers, reflectivity: Nevot and Croce", reflections, 3);
	return 0;
}
