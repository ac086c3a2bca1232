/* A volume as a detector would see it: units, noise, the head. */
#include <math.h>
#include <string.h>

#include "check.h"

#include "base/mem.h"
#include "tomo/proj.h"
#include "tomo/project.h"

enum { N = 12, M = 7 };

static struct err e;
static double theta[M];
static float slice[N * N], sino[M * 40], again[M * 40];

static struct project_par some(void)
{
	for (int i = 0; i < M; i++)
		theta[i] = 25 * i + 1;
	for (int i = 0; i < N * N; i++)
		slice[i] = (float)(i % 5) * 0.01f;
	e.code = 0;
	return (struct project_par){ .theta_deg = theta, .nangle = M, .pixel_m = NAN, .scale = 1, .counts = NAN };
}

static struct head volume(const char *quantity)
{
	static const char *const label[] = { "z", "y", "x" };
	struct head h;

	head_init(&h, DT_F32, 3, (size_t[]){ 3, N, N }, label);
	meta_set(&h.meta, META_QUANTITY, quantity, &e);
	return h;
}

/* Item "row" of a volume of this quantity into out; the head in *h, to be freed. */
static int run(struct project_par *p, struct head *in, size_t row, float *out, struct head *h)
{
	struct map m = project_map(p);
	void *plan = NULL, *work = NULL;

	head_copy(h, in, &e);
	if (!m.plan(p, in, h, &plan, &e)) {
		work = mem_alloc(m.work(plan), 1, "work", &e);
		m.apply(plan, row, 1, 0, 0, slice, out, work, &e);
		CHECK(m.fixed(plan) > 0);
	}
	m.free(plan);
	mem_free(work);
	return e.code;
}

/* What proj_forward() gives, times the pixel in cm where slices are in 1/cm. */
static void units(void)
{
	struct project_par p = some();
	struct head h, in = volume("mu_per_px"), cm = volume("mu_per_cm");
	struct proj *proj;
	double cs[M], sn[M];
	void *work;

	for (int i = 0; i < M; i++) {
		cs[i] = cos(theta[i] * M_PI / 180);
		sn[i] = sin(theta[i] * M_PI / 180);
	}
	proj_new(&proj, N, N, cs, sn, M, &e);
	work = mem_alloc(proj_work(proj), 1, "work", &e);
	proj_forward(proj, 0.5 * (N - 1), NULL, M, slice, again, work);
	CHECK(!run(&p, &in, 0, sino, &h) && !memcmp(sino, again, M * N * sizeof *sino));
	CHECK(head_is(&h, "row", "angle", "col") && h.n[0] == 3 && h.n[1] == M && h.n[2] == N);
	CHECK(!strcmp(head_quantity(&h), "mu_t"));
	head_free(&h);
	p.pixel_m = 2e-4;
	CHECK(!run(&p, &cm, 0, sino, &h));
	for (int i = 0; i < M * N; i++)
		NEAR(sino[i], again[i] * 0.02, 1e-7);
	head_free(&h);
	proj_free(proj);
	mem_free(work);
	head_free(&in);
	head_free(&cm);
}

/*
 * Counts are whole; each is within six deviations of its mean; those of another row, seed or number of the row differ.
 */
static void noise(void)
{
	struct project_par p = some();
	struct head h, in = volume("mu_per_px");

	p.ncol = 40;
	run(&p, &in, 1, sino, &h);
	head_free(&h);
	p.counts = 1000;
	p.transmission = true;
	CHECK(!run(&p, &in, 1, again, &h) && !strcmp(head_quantity(&h), "transmission"));
	head_free(&h);
	for (int i = 0; i < M * 40; i++) {
		double mean = 1000 * exp(-sino[i]), n = 1000 * (double)again[i];
		NEAR(n, rint(n), 1e-3);
		NEAR(n, mean, 6 * sqrt(mean));
	}
	memcpy(sino, again, sizeof sino);
	run(&p, &in, 2, again, &h);
	head_free(&h);
	CHECK(memcmp(sino, again, sizeof sino) != 0);
	p.seed = 1;
	run(&p, &in, 1, again, &h);
	head_free(&h);
	CHECK(memcmp(sino, again, sizeof sino) != 0);
	p.seed = 0;
	head_set_table(&in, "z", "index", (double[]){ 1, 4, 9 }, 3, &e);
	run(&p, &in, 0, again, &h);
	CHECK(!memcmp(sino, again, sizeof sino));		/* it is row 1 all the same */
	CHECK(head_table(&h, "row", "index") && head_table(&h, "row", "index")->v[2] == 9);
	head_free(&h);
	head_free(&in);
}

/* No photon: a half. */
static void dark(void)
{
	struct project_par p = some();
	struct head h, in = volume("mu_per_px");

	for (int i = 0; i < N * N; i++)
		slice[i] = 1000;
	p.counts = 20;
	theta[0] = 0;
	CHECK(!run(&p, &in, 0, sino, &h));
	NEAR(sino[0], -log(0.5 / 20), 1e-6);
	head_free(&h);
	head_free(&in);
}

static void centers(void)
{
	struct project_par p = some();
	struct head h, in = volume("mu_per_px");
	const double c[3] = { 4, 5.5, 6 };

	head_set_table(&in, "z", "center_px", c, 3, &e);
	CHECK(!run(&p, &in, 1, sino, &h) && !head_table(&h, "row", "center_px"));	/* not that of the scan it came from */
	head_free(&h);
	p.center = c;
	p.ncenter = 3;
	CHECK(!run(&p, &in, 1, again, &h) && !memcmp(sino, again, M * N * sizeof *sino));
	CHECK(head_table(&h, "row", "center_px") && head_table(&h, "row", "center_px")->v[2] == 6);
	head_free(&h);
	p.ncenter = 2;
	CHECK(run(&p, &in, 1, again, &h) == E_DATA && strstr(e.msg, "2 centers for 3 slices"));
	head_free(&h);
	head_free(&in);
}

static void refused(void)
{
	struct project_par p = some();
	struct head h, in = volume("mu_per_cm");

	CHECK(run(&p, &in, 0, sino, &h) == E_DATA && strstr(e.msg, "--pixel"));
	head_free(&h);
	p = some();
	meta_set(&in.meta, META_QUANTITY, "mu_t", &e);
	CHECK(run(&p, &in, 0, sino, &h) == E_DATA && strstr(e.msg, "mu_t"));
	head_free(&h);
	p = some();
	meta_set(&in.meta, META_QUANTITY, "mu_per_px", &e);
	slice[N + 3] = INFINITY;
	CHECK(run(&p, &in, 0, sino, &h) == E_DATA && strstr(e.msg, "row 1, col 3"));
	head_free(&h);
	p = some();
	in.n[1] = N - 1;
	CHECK(run(&p, &in, 0, sino, &h) == E_DATA && strstr(e.msg, "square"));
	head_free(&h);
	head_free(&in);
}

int main(void)
{
	CASE(units);
	CASE(noise);
	CASE(dark);
	CASE(centers);
	CASE(refused);
	return done();
}
