/* scat/amp.h: rows from nodes against the four terms at each pixel, and the Born amplitude against the form factor; scat/averaged.h. */
#include "sim_case.h"

#include "base/mem.h"
#include "scat/amp.h"
#include "scat/averaged.h"

enum { ROWS = 60, COLS = 80 };
static double qx[COLS], qy[COLS], qz[COLS], sin_a[COLS], domega[COLS], got[COLS], re[2][COLS], im[2][COLS], wave_of[2][6];
static struct wave w[2];

static void waves(const struct layer *l, double k, double s)
{
	for (int i = 0; i < 2; i++)
		w[i] = (struct wave){ wave_of[i], wave_of[i] + 1, wave_of[i] + 2, wave_of[i] + 3, wave_of[i] + 4, wave_of[i] + 5 };
	layers_waves(l, 2, k, 1, &s, w);
}

static void keep(void *ctx, size_t species, const double *r, const double *i)
{
	++*(int *)ctx;
	memcpy(re[species], r, sizeof re[0]);
	memcpy(im[species], i, sizeof im[0]);
}

/* Two species, one that reaches into the substrate's wave by its height; nodes leave 1e-11 of the largest amplitude. */
static void rows(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p[] = { part_of("cylinder", 5, 8, 0, (struct vec3){ 1, -2, 0 }, 0, GOLD), part_of("box", 6, 9, 4, (struct vec3){ 0, 0, 3 }, 0.4, FILM) };
	struct species s[] = { one_species(0.25, &p[0], 1, 5), one_species(0.75, &p[1], 1, 3) };
	struct layout lay = layout_of(0, s, 2);
	struct sample sample = sample_of(l, 2, &lay, 1);
	struct detector d = spherical(ROWS, COLS);
	struct view v = view_grazing(&d, &case_beam, 0.3, 1);
	struct amp_in in[2];
	struct amp_par par = { .view = &v, .sample = &sample, .layout = &lay, .in = in };
	struct view_row q = { qx, qy, qz, sin_a, domega };
	struct err e = { 0 };
	struct amp *a = NULL;
	double worst = 0, most = 0, evaluations, look;
	void *work;

	waves(l, v.k, sin(case_beam.alpha_i_rad));
	for (int i = 0; i < 2; i++)
		in[i] = (struct amp_in){ CMPLX(*w[i].kz_re, *w[i].kz_im), CMPLX(*w[i].t_re, *w[i].t_im), CMPLX(*w[i].r_re, *w[i].r_im) };
	CHECK(!amp_new(&a, &par, &e));
	CHECK(!strcmp(amp_how(a, &evaluations, &look), "nodes") && evaluations > 0 && evaluations < ROWS * COLS * 4);
	NEAR(amp_length(a, 0), 10, 1e-12);
	work = mem_alloc(amp_work(a), 1, "a row", &e);
	for (size_t r = 0; r < ROWS; r++) {
		int calls = 0;
		struct amp_sums each = { .each = keep, .ctx = &calls }, sum = { .abs2 = got };
		view_row(&v, r, &q);
		waves(l, v.k, sin_a[0]);
		memset(got, 0, sizeof got);
		amp_row(a, r, &q, w, true, &sum, work);
		amp_row(a, r, &q, w, true, &each, work);
		CHECK(calls == 2);
		for (size_t c = 0; c < COLS; c++) {
			double want = 0;
			for (size_t k = 0; k < 2; k++) {
				double complex x = amp_pixel(a, k, w, 0, qx[c], qy[c], qz[c]);
				worst = fmax(worst, cabs(x - CMPLX(re[k][c], im[k][c])));
				most = fmax(most, cabs(x));
				want += s[k].weight * (creal(x) * creal(x) + cimag(x) * cimag(x));
			}
			NEAR(got[c] / want, 1, 1e-8);
		}
	}
	NEAR(worst / most, 0, 1e-11);
	mem_free(work);
	amp_free(a);
	amp_free(NULL);
}

/* (pi/lambda^2) (n^2 - 1) F(q) of the turned box at its place, but for a phase of all of the layout */
static void born(void)
{
	struct layer l = { .n2 = 1 };
	struct part p = part_of("box", 6, 9, 4, (struct vec3){ 1, 2, 3 }, 0.4, FILM);
	struct species s = one_species(1, &p, 1, 3);
	struct layout lay = layout_of(0, &s, 1);
	struct sample sample = sample_of(&l, 1, &lay, 1);
	struct detector d = spherical(ROWS, COLS);
	struct view v = view_grazing(&d, &case_beam, 0, 1);
	struct amp_par par = { .view = &v, .sample = &sample, .layout = &lay, .born = true };
	double q[3] = { 0.1, -0.4, 0.7 };
	double complex at = cexp(I * (q[0] * p.at.x + q[1] * p.at.y - q[2] * 2)), f;		/* heights from its middle, 5 nm */
	struct err e = { 0 };
	struct amp *a = NULL;

	f = ff_eval(&p.shape, rot3_back(&p.rot, (struct cvec3){ q[0], q[1], q[2] }));
	CHECK(!amp_new(&a, &par, &e));
	NEAR(cabs(amp_pixel(a, 0, NULL, 0, q[0], q[1], q[2]) / (M_PI / pow(0.1, 2) * (FILM - 1) * at * f) - 1), 0, 1e-12);
	amp_free(a);
}

/* Boxes of 4 x 5 nm, 6 nm high, 0.01 of them in a nm^2: a fifth of the area, in two slices upon the substrate. */
static void averaged(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p = part_of("box", 4, 5, 6, (struct vec3){ 0, 0, 0 }, 0, GOLD);
	struct species s = one_species(1, &p, 1, 2);
	struct layout lay = layout_of(0, &s, 1);
	struct sample sample = sample_of(l, 2, &lay, 1);
	struct averaged_sample a;
	struct err e = { 0 };

	lay.density = 0.01;
	sample.average_layers = 2;
	CHECK(!averaged_sample_new(&a, &sample, &e) && a.sample.nlayer == 4 && a.sample.nlayout == 1);
	for (int i = 1; i < 3; i++) {
		NEAR(cabs(a.sample.layer[i].n2 - (1 + 0.2 * (GOLD - 1))), 0, 1e-15);
		NEAR(a.sample.layer[i].thickness_nm, 3, 1e-12);
		CHECK(a.n2[i] == 1);				/* the contrast stays that to the vacuum */
	}
	CHECK(a.sample.layer[0].n2 == 1 && a.sample.layer[3].n2 == SI && a.n2[3] == SI);
	CHECK(a.sample.layout[0].layer == 3 && a.sample.layout[0].species == lay.species);	/* z = 0 is the top of the substrate */
	averaged_sample_free(&a);
	averaged_sample_free(&a);
	p.rot = rot3_about((struct vec3){ 1, 0, 0 }, 0.1);
	CHECK(averaged_sample_new(&a, &sample, &e) == E_DATA && strstr(e.msg, "tilted"));
	averaged_sample_free(&a);
}

int main(void)
{
	CASE(rows);
	CASE(born);
	CASE(averaged);
	return done();
}
