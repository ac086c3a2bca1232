#include "../unit/check.h"

#include "base/mem.h"
#include "num/par.h"
#include "tomo/phantom_stack.h"

static struct err e;
static double theta[12];
static struct phantom phantom;
static struct sim *sim;

static struct stack make(enum stack_kind kind, double tilt)
{
	struct stack s = {
		.kind = kind, .phantom = &phantom, .view = { 0, 15.2, tilt, 20, 32 }, .nangle = 12,
		.theta_deg = theta, .size = 32, .sim = sim, .ndark = 3, .nflat = 5,
	};

	return s;
}

static void setup(void)
{
	struct sim_par par = {
		.nangle = 12, .nrow = 20, .ncol = 32, .center_px = 15.2, .counts = 5000, .dark = 50, .profile = 0.3,
		.drift = 0.1, .zingers = 0.01, .rings = 6, .ring_gain = 0.1, .noise = true, .seed = 5,
	};

	for (int i = 0; i < 12; i++)
		theta[i] = 15 * i;
	CHECK(phantom_new(&phantom, PHANTOM_SHEPP3D, 16, &e) == 0);
	phantom_scale(&phantom, 0.1);
	CHECK(sim_new(&sim, &phantom, &par, &e) == 0);
}

/* All items, on this many threads, this many a call. */
static void *all(enum stack_kind kind, int threads, size_t at_once, size_t *bytes)
{
	struct stack s = make(kind, 0);
	struct head h;
	char *x;

	CHECK(stack_head(&s, &h, &e) == 0);
	size_t item = head_item_bytes(&h);
	*bytes = item * h.n[0];
	x = mem_zero(1, *bytes, "x", &e);
	par_set_threads(threads);
	for (size_t i = 0; i < h.n[0]; i += at_once) {
		size_t n = h.n[0] - i < at_once ? h.n[0] - i : at_once;
		CHECK(stack_make(&s, i, n, x + i * item, &e) == 0);
	}
	par_set_threads(0);
	head_free(&h);
	return x;
}

static void same_bytes(void)
{
	for (int kind = STACK_SINOGRAMS; kind <= STACK_SCAN; kind++) {
		size_t n, m;
		void *a = all((enum stack_kind)kind, 1, 100, &n), *b = all((enum stack_kind)kind, 3, 7, &m);
		CHECK(n == m && !memcmp(a, b, n));
		mem_free(a);
		mem_free(b);
	}
}

/* Sinograms and projections are the same numbers, turned. */
static void corner(void)
{
	size_t n;
	float *a = all(STACK_SINOGRAMS, 0, 100, &n), *b = all(STACK_PROJECTIONS, 0, 100, &n);
	int differ = 0;

	for (size_t r = 0; r < 20; r++)
		for (size_t t = 0; t < 12; t++)
			differ += memcmp(a + (r * 12 + t) * 32, b + (t * 20 + r) * 32, 32 * sizeof *a) != 0;
	CHECK(differ == 0);
	mem_free(a);
	mem_free(b);
}

static void scan_head(void)
{
	struct stack s = make(STACK_SCAN, 2);
	struct head h;

	CHECK(stack_head(&s, &h, &e) == 0 && head_check(&h, &e) == 0);
	CHECK(h.type == DT_U16 && h.n[0] == 20 && head_is(&h, "angle", "row", "col"));
	const struct table *key = head_table(&h, "angle", "key"), *at = head_table(&h, "angle", "frame");
	CHECK(key->v[0] == KEY_DARK && key->v[3] == KEY_FLAT && key->v[8] == KEY_PROJECTION);
	CHECK(at->v[5] == 5 && at->v[6] == 18 && at->v[7] == 19 && at->v[8] == 6 && at->v[19] == 17);
	CHECK(head_table(&h, "angle", "theta_deg")->v[9] == 15);
	NEAR(head_table(&h, "row", "center_px")->v[0], 15.2 - 9.5 * tan(2 * M_PI / 180), 1e-12);
	CHECK(!strcmp(head_quantity(&h), "counts"));
	head_free(&h);
}

/* Images by frame are those of the stream. */
static void frames(void)
{
	struct stack s = make(STACK_SCAN, 0);
	struct stack_frame f[2] = { { KEY_FLAT, 1, 4.0 / 19 }, { KEY_PROJECTION, 3, 9.0 / 19 } };
	uint16_t x[2 * 640];
	size_t n;
	uint16_t *a = all(STACK_SCAN, 0, 100, &n);

	CHECK(stack_images(&s, f, 2, x, &e) == 0);
	CHECK(!memcmp(x, a + 4 * 640, 1280) && !memcmp(x + 640, a + 11 * 640, 1280));
	mem_free(a);
}

int main(void)
{
	CASE(setup);
	CASE(same_bytes);
	CASE(corner);
	CASE(scan_head);
	CASE(frames);
	sim_free(sim);
	phantom_free(&phantom);
	return done();
}
