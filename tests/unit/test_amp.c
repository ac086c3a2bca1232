/* How amplitudes are had (nodes, ensemble, pixels), each against one pixel at a time; and samples of averaged layers. */
#include "check.h"

#include "base/mem.h"
#include "base/cmplx.h"
#include "scat/amp.h"
#include "scat/averaged.h"
#include "sim_case.h"

static struct err e;

/* |A|^2 of the middle row by amp_row() against amp_pixel(): 1e-10 of the largest, a hundred times what interpolation may leave. */
static void row_and_pixels(const struct sample *s, const struct detector *d, const char *how)
{
	struct view v = view_grazing(d, &case_beam, 0, 1);
	struct amp_in in[2] = { { 0 } };
	struct amp *a = NULL;
	double room[5][200], wave[2][6], one[2][6], sum[200] = { 0 }, most = 0, evaluations, error, sin_i = sin(case_beam.alpha_i_rad);
	struct view_row q = { room[0], room[1], room[2], room[3], room[4] };
	struct wave w[2];
	size_t row = d->nrow / 2;

	for (int l = 0; l < 2; l++)
		w[l] = (struct wave){ one[l], one[l] + 1, one[l] + 2, one[l] + 3, one[l] + 4, one[l] + 5 };
	layers_waves(s->layer, 2, v.k, 1, &sin_i, w);
	for (int l = 0; l < 2; l++)
		in[l] = (struct amp_in){ CMPLX(one[l][0], one[l][1]), CMPLX(one[l][2], one[l][3]), CMPLX(one[l][4], one[l][5]) };
	CHECK(!amp_new(&a, &(struct amp_par){ .view = &v, .sample = s, .layout = s->layout, .in = in }, &e));
	CHECK(!strcmp(amp_how(a, &evaluations, &error), how) && evaluations > 0);
	view_row(&v, row, &q);
	for (int l = 0; l < 2; l++)
		w[l] = (struct wave){ wave[l], wave[l] + 1, wave[l] + 2, wave[l] + 3, wave[l] + 4, wave[l] + 5 };
	layers_waves(s->layer, 2, v.k, 1, q.sin_a, w);
	void *work = mem_alloc(amp_work(a), 1, "", &e);
	amp_row(a, row, &q, w, true, &(struct amp_sums){ .abs2 = sum }, work);
	for (size_t c = 0; c < d->ncol; c++)
		most = fmax(most, sum[c]);
	for (size_t c = 0; c < d->ncol; c++) {
		double want = 0;
		for (size_t i = 0; i < s->layout->nspecies; i++)
			want += s->layout->species[i].weight * pow(cabs(amp_pixel(a, i, w, 0, q.qx[c], q.qy[c], q.qz[c])), 2);
		NEAR(sum[c], want, 1e-10 * most);
	}
	mem_free(work);
	amp_free(a);
}

static void ways(void)
{
	struct layer l[2] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p[8];
	struct species s[8];
	struct detector small = spherical(40, 60), tiny = spherical(4, 6);

	for (int i = 0; i < 8; i++) {
		p[i] = part_of("box", 6 + i, 5, 8, (struct vec3){ 0 }, 0.2 * i, GOLD);
		s[i] = one_species(0.125, &p[i], 1, 3);
	}
	struct layout few = layout_of(0, s, 2), many = layout_of(0, s, 8);
	s[0].weight = s[1].weight = 0.5;
	struct sample a = sample_of(l, 2, &few, 1), b = sample_of(l, 2, &many, 1);
	row_and_pixels(&a, &small, "nodes");
	row_and_pixels(&a, &tiny, "pixels");
	s[0].weight = s[1].weight = 0.125;
	row_and_pixels(&b, &small, "ensemble");
	for (int i = 0; i < 8; i++)		/* of different heights: nothing of z is one for all */
		p[i].shape.par[2] = 8 + 0.5 * i;
	row_and_pixels(&b, &small, "ensemble");
	s[3].weight = 0;			/* an empty site has no part */
	s[3].npart = 0;
	row_and_pixels(&b, &small, "ensemble");
}

static void length_of_bars(void)
{
	struct layer l[2] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p = part_of("box", 700, 5, 8, (struct vec3){ 0 }, 1, GOLD);
	struct species s = one_species(1, &p, 1, 3);
	struct layout lay = layout_of(0, &s, 1);
	struct sample sample = sample_of(l, 2, &lay, 1);
	struct detector d = spherical(4, 6);
	struct view v = view_grazing(&d, &case_beam, 0, 1);
	struct amp_in in[2] = { { 0 } };
	struct amp *a = NULL;

	CHECK(!amp_new(&a, &(struct amp_par){ .view = &v, .sample = &sample, .layout = &lay, .in = in, .each_pixel = true }, &e));
	NEAR(amp_length(a, 0), 700, 1e-9);
	amp_free(a);
}

/* Boxes that fill the plane: the slices are of their material; what is above and below stays. */
static void averaged_boxes(void)
{
	struct layer l[3] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 30 }, { .n2 = SI } };
	struct part p = part_of("box", 10, 10, 8, (struct vec3){ 0, 0, -20 }, 0, GOLD);
	struct species s = one_species(1, &p, 1, 5);
	struct layout lay = layout_of(1, &s, 1);
	struct sample sample = sample_of(l, 3, &lay, 1);
	struct averaged_sample a;

	lay.density = 0.01;
	sample.average_layers = 2;
	CHECK(!averaged_sample_new(&a, &sample, &e));
	CHECK(a.sample.nlayer == 6 && a.sample.layout[0].layer == 1);
	NEAR(a.sample.layer[1].thickness_nm, 12, 1e-12);
	NEAR(a.sample.layer[2].thickness_nm, 4, 1e-12);
	NEAR(a.sample.layer[4].thickness_nm, 10, 1e-12);
	for (int i = 2; i < 4; i++) {
		NEAR(cabs(a.sample.layer[i].n2 - GOLD), 0, 1e-15);
		NEAR(cabs(a.n2[i] - FILM), 0, 0);	/* the contrast stays */
	}
	NEAR(cabs(a.sample.layer[1].n2 - FILM), 0, 1e-15);
	averaged_sample_free(&a);
	lay.density = 0.02;
	CHECK(averaged_sample_new(&a, &sample, &e) == E_DATA);		/* twice the plane */
	averaged_sample_free(&a);
	e = (struct err){ 0, "" };
	lay.density = 0.01;
	p.rot = rot3_about((struct vec3){ 0, 1, 0 }, 0.3);
	CHECK(averaged_sample_new(&a, &sample, &e) == E_DATA && strstr(e.msg, "tilted"));
	averaged_sample_free(&a);
}

int main(void)
{
	CASE(ways);
	CASE(length_of_bars);
	CASE(averaged_boxes);
	return done();
}
