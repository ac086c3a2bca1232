#include "scat/gridsum.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "scat/gridsum.hot.h"

enum { W = GRIDSUM_WIDTH, TOGETHER = 8 };
#define BETA (0.98 * M_PI * W * (1 - 1. / 3))

/* 1 / integral of the kernel times cos(2 pi m u / period), by the trapezoidal rule. */
static int fixes(double **fix, size_t n, size_t period, struct err *e)
{
	enum { STEPS = 400 };

	*fix = mem_alloc(n, sizeof **fix, "a sum over a grid", e);
	for (size_t l = 0; *fix && l < n; l++) {
		double m = (double)l - (double)(n / 2), sum = 0, h = W / 2. / STEPS;

		for (int s = 0; s < STEPS; s++) {
			double v = (double)s / STEPS;

			sum += (s ? 2 : 1) * exp(BETA * (sqrt(1 - v * v) - 1)) * cos(2 * M_PI * m * v * W / 2 / (double)period);
		}
		(*fix)[l] = 1 / (sum * h);
	}
	return e->code;
}

static size_t padded(size_t n)
{
	size_t m = n + (n + 1) / 2;

	return fft_good_size(m < 2 * W ? 2 * W : m, 1);
}

int gridsum_new(struct gridsum *g, size_t ny, size_t nx, double dy_nm, double dx_nm, struct err *e)
{
	enum { MOST = 1 << 20 };

	*g = (struct gridsum){ .nx = nx, .ny = ny, .dx_nm = dx_nm, .dy_nm = dy_nm };
	if (nx < 1 || ny < 1 || nx > MOST || ny > MOST || !(dx_nm > 0) || !(dy_nm > 0))
		return err_set(e, E_DATA, "a grid of %zu x %zu points, %g x %g nm apart", ny, nx, dy_nm, dx_nm);
	g->mx = padded(nx);
	g->my = padded(ny);
	g->work = (ny * g->mx + g->mx * (g->my + W)) * sizeof(double complex) + mem_lines(g->mx) * 4 + 2 * MEM_ALIGN;
	if (fixes(&g->fix_x, nx, g->mx, e) || fixes(&g->fix_y, ny, g->my, e) ||
	    fft_plan_double(&g->row, FFT_INVERSE, 1, &g->mx, 1, 1, e) ||
	    fft_plan_double(&g->col, FFT_INVERSE, 1, &g->my, 1, 1, e))
		gridsum_free(g);
	return e->code;
}

void gridsum_free(struct gridsum *g)
{
	mem_free(g->fix_x);
	mem_free(g->fix_y);
	*g = (struct gridsum){ 0 };
}

/* Scratch: rows [ny][mx], lines [mx][my + W], which hold the input first, and a mark for each column. */
static double complex *lines_of(const struct gridsum *g, void *work)
{
	return (double complex *)work + (g->ny * g->mx + 3) / 4 * 4;
}

double complex *gridsum_input(const struct gridsum *g, void *work)
{
	return lines_of(g, work);
}

static void do_rows(const struct gridsum *g, double complex *row, const double complex *c)
{
	for (size_t j = 0; j < g->ny; j++, row += g->mx, c += g->nx) {
		size_t half = g->nx / 2;

		memset(row, 0, g->mx * sizeof *row);
		for (size_t l = 0; l < g->nx; l++)
			row[l < half ? g->mx - half + l : l - half] = c[l] * (g->fix_x[l] * g->fix_y[j]);
		fft_run(g->row, row, row);
	}
}

static void do_columns(const struct gridsum *g, double complex *row, double complex *line, const unsigned char *need)
{
	size_t half = g->ny / 2, len = g->my + W;

	for (size_t k = 0; k < g->mx; k += TOGETHER) {
		size_t end = k + TOGETHER < g->mx ? k + TOGETHER : g->mx;

		for (size_t i = k; i < end; i++)
			if (need[i])
				memset(line + i * len, 0, len * sizeof *line);
		for (size_t j = 0; j < g->ny; j++)
			for (size_t i = k; i < end; i++)
				if (need[i])
					line[i * len + (j < half ? g->my - half + j : j - half)] = row[j * g->mx + i];
		for (size_t i = k; i < end; i++)
			if (need[i]) {
				fft_run(g->col, line + i * len, line + i * len);
				memcpy(line + i * len + g->my, line + i * len, W * sizeof *line);
			}
	}
}

static void mark(const struct gridsum *g, size_t n, const double *qx, unsigned char *need)
{
	double cell = 2 * M_PI / (g->dx_nm * (double)g->mx), period = (double)g->mx;

	memset(need, 0, g->mx);
	for (size_t i = 0; i < n; i++) {
		double f = ceil(qx[i] / cell - W / 2.);
		size_t k = (size_t)(f - floor(f / period) * period) % g->mx;

		for (int s = 0; s < W; s++, k = k + 1 == g->mx ? 0 : k + 1)
			need[k] = 1;
	}
}

void gridsum_run(const struct gridsum *g, void *work, size_t n, const double *qx, const double *qy, double complex *out)
{
	double complex *line = lines_of(g, work);
	unsigned char *need = (unsigned char *)(line + g->mx * (g->my + W));
	double cx = (double)(g->nx / 2) - ((double)g->nx - 1) / 2, cy = (double)(g->ny / 2) - ((double)g->ny - 1) / 2;

	mark(g, n, qx, need);
	do_rows(g, work, line);
	do_columns(g, work, line, need);
	for (size_t i = 0; i < n; i++) {
		double kx = qx[i] * g->dx_nm, ky = qy[i] * g->dy_nm, a = kx * cx + ky * cy;

		HOT_PICK(gridsum_read_)(line, g->mx, g->my, BETA, kx * (double)g->mx / (2 * M_PI),
					ky * (double)g->my / (2 * M_PI), out + i);
		out[i] *= cos(a) + I * sin(a);
	}
}
