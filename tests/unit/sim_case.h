/*
 * sim_case.h - samples and detectors for tests of the simulation, and its images against dwba_brute.h.
 */
#ifndef SIM_CASE_H
#define SIM_CASE_H

#include "check.h"
#include "dwba_brute.h"
#include "scat/sim.h"

#define DEG (M_PI / 180)
enum { CASE_PIXELS = 200 * 200 };

static const struct beam case_beam = { .wavelength_nm = 0.1, .alpha_i_rad = 0.2 * DEG };
#define SI CMPLX(1 - 1e-5, 2e-7)		/* n^2: critical angle 0.18 degrees */
#define FILM CMPLX(1 - 4e-6, 3e-8)
#define GOLD CMPLX(1 - 6e-5, 6e-6)

/* A part upon z (its lowest point), turned about z. */
static inline struct part part_of(const char *name, double a, double b, double c, struct vec3 at, double turn_rad, double complex n2)
{
	struct part p = { .shape = { .kind = ff_find(name), .par = { a, b, c } }, .at = at, .n2 = n2, .within = -1 };

	p.rot = turn_rad != 0 ? rot3_about((struct vec3){ 0, 0, 1 }, turn_rad) : rot3_none;
	return p;
}

static inline struct species one_species(double weight, struct part *p, size_t n, double radius_nm)
{
	return (struct species){ .weight = weight, .npart = n, .part = p, .radius_nm = radius_nm };
}

static inline struct layout layout_of(int layer, struct species *s, size_t n)
{
	return (struct layout){ .layer = layer, .density = 1e-3, .nspecies = n, .species = s };
}

static inline struct sample sample_of(struct layer *l, size_t nlayer, struct layout *lay, size_t nlayout)
{
	return (struct sample){ .nlayer = nlayer, .layer = l, .nlayout = nlayout, .layout = lay };
}

static inline struct detector spherical(size_t nrow, size_t ncol)
{
	return (struct detector){ .type = DET_SPHERICAL, .nrow = nrow, .ncol = ncol, .phi_min_rad = -0.7 * DEG, .phi_max_rad = 1.3 * DEG,
				  .alpha_min_rad = 0.02 * DEG, .alpha_max_rad = 1.1 * DEG };
}

/* A plane that leans and is turned, 1 m away. */
static inline struct detector leaning(size_t nrow, size_t ncol)
{
	double w = 30. / (double)ncol, h = 20. / (double)nrow;

	return (struct detector){ .type = DET_FLAT, .nrow = nrow, .ncol = ncol, .origin_mm = { 1000, 12, 0.3 },
				  .row_mm = { 0.2 * h, 0.05 * h, h }, .col_mm = { 0.1 * w, -w, 0.04 * w } };
}

static inline struct detector qgrid(size_t nrow, size_t ncol)
{
	return (struct detector){ .type = DET_QGRID, .nrow = nrow, .ncol = ncol, .qy_min = -0.6, .qy_max = 1.1,
				  .qz_min = 0.2, .qz_max = 1.4 };
}

/* The direction and solid angle of a place, by hand. */
static inline void case_place(const struct detector *d, const struct beam *b, double row, double col, double u[3], double *domega)
{
	double k = 2 * M_PI / b->wavelength_nm, nr = (double)d->nrow, nc = (double)d->ncol;

	if (d->type == DET_SPHERICAL) {
		double da = (d->alpha_max_rad - d->alpha_min_rad) / nr, a = d->alpha_min_rad + da * (row + 0.5);
		double dp = (d->phi_max_rad - d->phi_min_rad) / nc, p = d->phi_min_rad + dp * (col + 0.5);
		double edge = d->alpha_min_rad + da * floor(row + 0.5);
		u[0] = cos(a) * cos(p);
		u[1] = -cos(a) * sin(p);
		u[2] = sin(a);
		*domega = dp * (sin(edge + da) - sin(edge));
	} else if (d->type == DET_FLAT) {
		double r[3], len = 0, x[3];
		const double *a = d->row_mm, *c = d->col_mm;
		for (int i = 0; i < 3; i++) {
			r[i] = d->origin_mm[i] + row * a[i] + col * c[i];
			len += r[i] * r[i];
			x[i] = a[(i + 1) % 3] * c[(i + 2) % 3] - a[(i + 2) % 3] * c[(i + 1) % 3];
		}
		len = sqrt(len);
		for (int i = 0; i < 3; i++)
			u[i] = r[i] / len;
		*domega = fabs(x[0] * r[0] + x[1] * r[1] + x[2] * r[2]) / pow(len, 3);
	} else {
		double qy = d->qy_min + (d->qy_max - d->qy_min) * (col + 0.5) / nc,
			qz = d->qz_min + (d->qz_max - d->qz_min) * (row + 0.5) / nr;
		u[1] = -qy / k - cos(b->alpha_i_rad) * sin(b->phi_i_rad);
		u[2] = qz / k - sin(b->alpha_i_rad);
		u[0] = sqrt(1 - u[1] * u[1] - u[2] * u[2]);
		*domega = 1;
	}
}

static inline const char *case_run(const struct sample *s, const struct beam *b, const struct detector *d, const struct sim_par *p,
				   double *out)
{
	struct err e = { 0 };
	struct sim_tell tell = { .how = "" };

	memset(out, 0, d->nrow * d->ncol * sizeof *out);
	if (sim_add(s, b, d, p, 1, out, &tell, &e))
		printf("# %s\n", e.msg);
	CHECK(!e.code);
	return tell.how;
}

/* Every step-th pixel of an image against the brute sum: relative and, where interference is dark, of the largest value. */
static inline void case_compare(const struct brute *b, const struct detector *d, int oversample, size_t step, const double *out,
				double tol)
{
	double most = 0, worst = 0;

	for (size_t i = 0; i < d->nrow * d->ncol; i++)
		most = fmax(most, isnan(out[i]) ? 0 : out[i]);
	CHECK(most > 0);
	for (size_t i = 0; i < d->nrow * d->ncol; i += step) {
		double sum = 0, n = oversample, u[3], o;
		for (int j = 0; j < oversample * oversample; j++) {
			double row = (double)(i / d->ncol) + (j / oversample + 0.5) / n - 0.5;
			case_place(d, b->b, row, (double)(i % d->ncol) + (j % oversample + 0.5) / n - 0.5, u, &o);
			sum += o * b_intensity(b, u[0], u[1], u[2]) / (n * n);
		}
		CHECK(isnan(sum) == isnan(out[i]));
		if (!isnan(sum))
			worst = fmax(worst, fabs(out[i] - sum) / (sum + 1e-4 * most));
	}
	if (getenv("CHECK_TELL"))
		printf("# worst %.2g\n", worst);
	NEAR(worst, 0, tol);
}

/* Computes and compares; how it was computed. */
static inline const char *case_check(const struct sample *s, const struct beam *b, const struct detector *d, int oversample, double tol)
{
	static double out[CASE_PIXELS];
	struct sim_par p = { .term = -1, .oversample = oversample };
	struct brute brute = { s, b, s->nlayer == 1, -1, NULL };
	const char *how = case_run(s, b, d, &p, out);

	case_compare(&brute, d, oversample, d->nrow * d->ncol / 60 + 1, out, tol);
	return how;
}

#endif
