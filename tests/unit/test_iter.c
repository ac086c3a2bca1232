/*
 * The frame of the iterative methods, and what all of them do with a start, a support, a noise to stop at, and with data
 * that are few, empty or wrong.
 */
#include "iter_run.h"

#include "tomo/iter.h"

static const struct method *const all[] = {
	&recon_art, &recon_bart, &recon_sart, &recon_sirt, &recon_cgls, &recon_mlem, &recon_osem, &recon_pml_quad,
	&recon_pml_hybrid, &recon_ospml_quad, &recon_ospml_hybrid,
};
enum { ALL = sizeof all / sizeof *all, LEAST_SQUARES = 5 };	/* the rest: likelihood */

/* 1/a, but of what is next to nothing. */
static void inverse(void)
{
	float a[] = { 4, 1, 3.9e-5f, 4.1e-5f, 0, -1 };

	iter_invert(a, 6, ITER_LEAST);
	CHECK(a[0] == 0.25f && a[1] == 1 && a[2] == 0 && a[3] == 1 / 4.1e-5f && a[4] == 0 && a[5] == 0);
}

static struct recon_par with_start(struct scan *s)
{
	return (struct recon_par){ .pad = -1, .init = start_at, .init_ctx = s, .init_size = s->size };
}

/* No iteration: 0, or the constant of the right sum, or the start as it is given. */
static void nothing_done(void)
{
	struct scan s = scan_of(PHANTOM_DISC, 16, 32, 20, 180, false);
	struct recon_par par = with_start(&s);
	double sum = 0;
	size_t size = 0;

	for (size_t c = 0; c < s.n * s.m; c++)
		sum += s.sino[c];
	for (size_t k = 0; k < ALL; k++) {
		static struct told t;
		float *x = solve(all[k], "iterations=0", &s, &t);
		float *y = recon(all[k], "iterations=0", &s, &par, NULL, &size);
		double total = 0, want = k < LEAST_SQUARES ? 0 : sum / 20;
		for (size_t i = 0; i < 32 * 32; i++) {
			total += x[i];
			CHECK(y[i] == s.x[i] || (k >= LEAST_SQUARES && s.x[i] == 0 && y[i] < 1e-2f));
		}
		NEAR(total, want, 1e-3 * want);
		CHECK(t.n == 1);
		mem_free(x);
		mem_free(y);
	}
	scan_free(&s);
}

/* The truth of consistent data is where all end, so they stay there; a penalty draws them away. */
static void fixed_point(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 30, 64, 50, 180, true);
	struct recon_par par = with_start(&s);
	size_t size = 0;

	for (size_t k = 0; k < ALL; k++) {
		bool penalty = k >= 7;
		float *x = recon(all[k], penalty ? "iterations=5,beta=0" : "iterations=5", &s, &par, NULL, &size);
		CHECK(!e.code && slice_error(x, &s) < 2e-3);	/* where the truth is 0 a likelihood starts above it */
		CHECK(k >= LEAST_SQUARES || slice_error(x, &s) < 1e-5);
		mem_free(x);
		x = recon(all[k], penalty ? "iterations=5,beta=50" : "iterations=5", &s, NULL, NULL, &size);
		CHECK(slice_error(x, &s) > 0.05);
		mem_free(x);
	}
	scan_free(&s);
}

/* A start is used: from near the truth fewer iterations come nearer. */
static void start_helps(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 30, 64, 50, 180, true), blunt = s;
	struct recon_par par = with_start(&blunt);
	size_t size = 0;

	blunt.x = mem_alloc(64 * 64, sizeof *blunt.x, "start", &e);
	for (size_t i = 0; i < 64 * 64; i++)
		blunt.x[i] = s.x[i] * (i % 2 ? 1.1f : 0.9f);
	for (size_t k = 0; k < 7; k++) {
		float *from = recon(all[k], "iterations=2", &s, &par, NULL, &size), *bare = solve(all[k], "iterations=2", &s, NULL);
		CHECK(slice_error(from, &s) < slice_error(bare, &s));
		mem_free(from);
		mem_free(bare);
	}
	mem_free(blunt.x);
	scan_free(&s);
}

/* Outside of the circle and of a given support there is nothing; what is inside is better for it. */
static void support(void)
{
	struct scan s = scan_of(PHANTOM_DISC, 12, 48, 7, 180, true);
	float *in = mem_zero(48 * 48, sizeof *in, "support", &e);
	struct recon_par par = { .pad = -1, .support = in, .support_size = 48 }, circle = { .pad = -1, .circle = 0.5 };
	size_t size = 0;

	for (size_t i = 0; i < 48 * 48; i++)
		in[i] = s.x[i] > 0;
	for (size_t k = 0; k < ALL; k++) {
		float *free_ = solve(all[k], "iterations=10", &s, NULL);
		float *held = recon(all[k], "iterations=10", &s, &par, NULL, &size);
		float *round = recon(all[k], "iterations=10", &s, &circle, NULL, &size);
		for (size_t i = 0; i < 48 * 48; i++) {
			CHECK(in[i] > 0 || held[i] == 0);
			CHECK(hypot((double)(i / 48) - 23.5, (double)(i % 48) - 23.5) < 12 || round[i] == 0);
		}
		CHECK(slice_error(held, &s) < 1.05 * slice_error(free_, &s));
		CHECK(k >= LEAST_SQUARES || slice_error(held, &s) < 0.5 * slice_error(free_, &s));
		CHECK(slice_error(round, &s) < 1.05 * slice_error(free_, &s));
		mem_free(free_);
		mem_free(held);
		mem_free(round);
	}
	par.support_size = 47;
	mem_free(recon(all[0], NULL, &s, &par, NULL, &size));
	CHECK(e.code == E_DATA && strstr(e.msg, "support is of 47 x 47"));
	e = (struct err){ 0 };
	mem_free(in);
	scan_free(&s);
}

/* Stops at the first iteration whose residual is that of the noise, and the slice is that iteration's. */
static void noise(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 30, 64, 60, 180, true);
	struct rng r = rng_at(9, 0, 0);
	double b2 = 0;
	size_t size = 0;

	for (size_t i = 0; i < 64 * 60; i++)
		s.sino[i] += (float)rng_normal(&r);
	for (size_t i = 0; i < 64 * 60; i++)
		b2 += (double)s.sino[i] * s.sino[i];
	double level = sqrt(64 * 60 / b2);
	for (size_t k = 0; k < 7; k++) {	/* with a penalty the residual may stay above */
		static struct told t, bare;
		struct recon_par par = { .pad = -1, .noise = 1 };
		float *x = recon(all[k], "iterations=300", &s, &par, &t, &size);
		CHECK(t.n > 1 && t.n < 300 && t.residual[t.n - 1] <= level && t.residual[t.n - 2] > level);
		float *y = solve_to(all[k], (int)t.n - 1, "", &s, &bare);
		if (k != 4)
			CHECK(!memcmp(x, y, 64 * 64 * sizeof *x));
		float *untold = recon(all[k], "iterations=300", &s, &par, NULL, &size);
		CHECK(!memcmp(x, untold, 64 * 64 * sizeof *x));
		mem_free(x);
		mem_free(y);
		mem_free(untold);
	}
	scan_free(&s);
}

/* Watching changes nothing but the time. */
static void watched(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 30, 64, 60, 180, false);

	for (size_t k = 0; k < ALL; k++) {
		static struct told t;
		float *x = solve(all[k], NULL, &s, NULL), *y = solve(all[k], NULL, &s, &t);
		CHECK(!memcmp(x, y, 64 * 64 * sizeof *x) && t.n > 1);
		for (size_t i = 0; i < t.n; i++)
			CHECK(isfinite(t.residual[i]));
		CHECK(t.residual[t.n - 1] < 0.2 && fabs(t.residual[0] - 1) < 0.6);
		mem_free(x);
		mem_free(y);
	}
	scan_free(&s);
}

static void nonneg(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 30, 64, 20, 180, false);

	for (size_t k = 0; k < ALL; k++) {
		float *x = solve(all[k], k < LEAST_SQUARES ? "nonneg=no" : NULL, &s, NULL), *y = solve(all[k], "nonneg=yes", &s, NULL);
		double least[2] = { 0, 0 };
		for (size_t i = 0; i < 64 * 64; i++) {
			least[0] = fmin(least[0], x[i]);
			least[1] = fmin(least[1], y[i]);
		}
		CHECK(least[1] == 0 && (least[0] < -1e-3) == (k < LEAST_SQUARES));
		CHECK(slice_error(y, &s) <= slice_error(x, &s));
		mem_free(x);
		mem_free(y);
	}
	scan_free(&s);
}

/* Little data, and data that say nothing: finite all the same, and 0 gives 0. */
static void limits(void)
{
	static const size_t shape[][2] = { { 1, 1 }, { 1, 9 }, { 2, 1 }, { 33, 1 }, { 1, 40 }, { 2, 3 }, { 5, 2 } };

	for (size_t k = 0; k < ALL; k++)
		for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
			size_t n = shape[i][0], m = shape[i][1];
			struct scan s = scan_new(n, m, 180, ((double)n - 1) / 2);
			float *x = solve(all[k], NULL, &s, NULL);
			for (size_t j = 0; j < n * n; j++)
				CHECK(fabsf(x[j]) < 1e-6f);
			mem_free(x);
			for (float v = -1; v <= 1; v += 2) {
				for (size_t j = 0; j < n * m; j++)
					s.sino[j] = v * (float)(1 + j % 3);
				x = solve(all[k], NULL, &s, NULL);
				CHECK(all_finite(x, n * n) && (k < LEAST_SQUARES || x[0] >= 0));
				mem_free(x);
			}
			scan_free(&s);
		}
}

/* Any scale whose squares float has; another one is refused. */
static void scales(void)
{
	static const float scale[] = { 1e-14f, 1e-10f, 1e10f, 1e14f };
	struct scan s = scan_new(20, 12, 180, 9.5);

	for (size_t k = 0; k < ALL; k++)
		for (int i = 0; i < 4; i++) {
			for (size_t j = 0; j < 240; j++)
				s.sino[j] = scale[i] * (float)(1 + j % 3);
			float *x = solve(all[k], NULL, &s, NULL);
			CHECK(x && all_finite(x, 400));
			mem_free(x);
		}
	for (int i = 0; i < 2; i++) {
		size_t size;
		for (size_t j = 0; j < 240; j++)
			s.sino[j] = i ? 1e-30f : 1e30f;
		mem_free(recon(&recon_sirt, NULL, &s, NULL, NULL, &size));
		CHECK(e.code == E_DATA && strstr(e.msg, "beyond 1e-15 to 1e15"));
		e = (struct err){ 0, "" };
	}
	scan_free(&s);
}

/* One ray through one pixel: the pixel is what the ray says. */
static void one_pixel(void)
{
	struct scan s = scan_new(1, 4, 180, 0);

	for (int i = 0; i < 4; i++)
		s.sino[i] = 3;
	for (size_t k = 0; k < 7; k++) {
		struct scan straight = s;
		for (int i = 0; i < 4; i++)
			straight.theta[i] = 90 * i;
		float *x = solve_to(all[k], 200, "", &straight, NULL);
		NEAR(x[0], 3, 1e-3);
		mem_free(x);
	}
	scan_free(&s);
}

static void refused(void)
{
	struct scan s = scan_new(8, 6, 180, 3.5);
	struct recon_par par = { .pad = -1, .transmission = true };
	size_t size = 0;

	for (size_t k = 0; k < ALL; k++) {
		for (size_t i = 0; i < 48; i++)
			s.sino[i] = 1;
		s.sino[4 * 8 + 5] = k % 2 ? (float)NAN : (float)INFINITY;
		mem_free(recon(all[k], NULL, &s, NULL, NULL, &size));
		CHECK(e.code == E_DATA && strstr(e.msg, "angle 4, col 5: value"));
		e = (struct err){ 0 };
		s.sino[4 * 8 + 5] = 0;
		mem_free(recon(all[k], NULL, &s, &par, NULL, &size));
		CHECK(e.code == E_DATA && strstr(e.msg, "is not positive"));
		e = (struct err){ 0 };
		mem_free(recon(all[k], "iterations=-1", &s, NULL, NULL, &size));
		CHECK(e.code == E_USAGE);
		e = (struct err){ 0 };
	}
	scan_free(&s);
}

/* Per cm: a pixel of 1 mm has a tenth of the attenuation of 1 cm, for start and result. */
static void units(void)
{
	struct scan s = scan_of(PHANTOM_DISC, 12, 24, 30, 180, true);
	const char *const label[] = { "row", "angle", "col" };

	for (size_t k = 0; k < ALL; k++) {
		struct recon_par par = { .pad = -1 };
		struct head in, out;
		void *plan = NULL;
		float *px = solve(all[k], NULL, &s, NULL), cm[24 * 24];
		head_init(&in, DT_F32, 3, (size_t[]){ 1, s.m, s.n }, label);
		head_set_table(&in, "angle", "theta_deg", s.theta, s.m, &e);
		meta_set_num(&in.meta, META_CENTER, s.center, &e);
		meta_set_num(&in.meta, META_PIXEL, 1e-3, &e);
		head_copy(&out, &in, &e);
		CHECK(!all[k]->map.plan(&par, &in, &out, &plan, &e) && !strcmp(head_quantity(&out), "mu_per_cm"));
		CHECK(all[k]->map.fixed(plan) > s.m * sizeof(double));
		void *work = mem_alloc(all[k]->map.work(plan), 1, "work", &e);
		all[k]->map.apply(plan, 0, 1, 0, 0, s.sino, cm, work, &e);
		for (size_t i = 0; i < 24 * 24; i++)
			CHECK(fabsf(cm[i] - 10 * px[i]) <= 1e-5f * fabsf(cm[i]));
		all[k]->map.free(plan);
		mem_free(work);
		mem_free(px);
		head_free(&in);
		head_free(&out);
	}
	scan_free(&s);
}

int main(void)
{
	CASE(inverse);
	CASE(nothing_done);
	CASE(fixed_point);
	CASE(start_helps);
	CASE(support);
	CASE(noise);
	CASE(watched);
	CASE(nonneg);
	CASE(limits);
	CASE(scales);
	CASE(one_pixel);
	CASE(refused);
	CASE(units);
	return done();
}
