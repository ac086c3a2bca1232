/* Clusters that move as one: by hand on small lattices, in equilibrium, and to the places of a pattern. */
#include "check.h"
#include "base/mem.h"
#include "rmc/cluster.h"
#include "rmc_case.h"

enum { N = 32, SMALL = 5 };

static struct err e;
static unsigned char a[2 * N * N];
static double d[N * N];

/* Sides join, corners do not; over the boundary, too. */
static void clusters(void)
{
	static const char *const picture[6] = {
		"#....#",
		"......",
		"..##..",
		"....#.",
		"...##.",
		"#.....",
	};
	static const struct { size_t at, many; } want[] = { { 0, 3 }, { 5, 3 }, { 30, 3 }, { 14, 2 }, { 22, 3 }, { 27, 3 } };
	unsigned char m[36], mark[36];
	unsigned cell[36];

	for (size_t k = 0; k < 36; k++)
		m[k] = picture[k / 6][k % 6] == '#';
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		size_t marked = 0;
		memset(mark, 0, sizeof mark);
		CHECK(rmc_cluster_at(m, 6, want[i].at, cell, mark) == want[i].many);
		for (size_t k = 0; k < 36; k++)
			marked += mark[k];
		CHECK(marked == want[i].many);
		for (size_t k = 0; k < want[i].many; k++)
			CHECK(mark[cell[k]] && m[cell[k]]);
	}
}

static void disc(unsigned char *m, size_t row, size_t col)
{
	for (size_t i = 0; i < 49; i++)
		if ((i / 7 - 3) * (i / 7 - 3) + (i % 7 - 3) * (i % 7 - 3) < 10)
			m[(row + i / 7) % N * N + (col + i % 7) % N] = 1;
}

static void three_discs(unsigned char *m, size_t row, size_t col)
{
	memset(m, 0, N * N);
	disc(m, row, col);
	disc(m, 17, 4);
	disc(m, 26, 20);		/* over the boundary */
}

static void begin(struct rmc_ensemble *s, struct rmc_target *t, size_t n, size_t tiles, const struct rmc_pattern *p)
{
	e = (struct err){ 0, "" };
	CHECK(!rmc_target_new(t, p, n, &e) && !rmc_ensemble_new(s, t, tiles, &e));
	put_models(s, a);
	rmc_evaluate(s);
}

/* Cells of each cluster by its size, sorted by nothing but where they begin: what moving keeps. */
static size_t parts(const unsigned char *m, size_t n, size_t *sizes)
{
	static unsigned char mark[N * N];
	static unsigned cell[N * N];
	size_t many = 0;

	memset(mark, 0, sizeof mark);
	memset(sizes, 0, (n * n + 1) * sizeof *sizes);
	for (size_t k = 0; k < n * n; k++)
		if (m[k] && !mark[k]) {
			sizes[rmc_cluster_at(m, n, k, cell, mark)]++;
			many++;
		}
	return many;
}

/* One disc of three stands elsewhere than in the pattern: of the 3 x 80 moves within reach one is right, and no step is for the worse. */
static void found(void)
{
	struct rmc_pattern p = { .n = N, .d = d, .unit = 1 };
	struct rmc_single how = { .reach = 4, .most = 1e9 };
	struct rmc_pace pace = { 0 };
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rng r = rng_at(3, 3, 0);
	double before, start;

	three_discs(a, 4, 20);
	plain_pattern(a, 1, N, (const double[2]){ 0, 0 }, d);
	three_discs(a, 7, 18);
	begin(&s, &t, N, 1, &p);
	before = start = s.value;
	for (int i = 0; i < 400 && s.value > 1e-10; i++) {
		CHECK(!rmc_cluster_step(&s, &pace, &how, &r, &e) && s.value <= before * (1 + 1e-6) + 1e-12);
		before = s.value;
	}
	CHECK(start > 1e-4 && s.value < 1e-10);		/* floats: (1e-6)^2 */
	CHECK(pace.taken > 0 && pace.taken < pace.tried && fmod(pace.taken, 29) == 0 && fmod(pace.tried, 29) == 0);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

/* Where nothing is for the better all that is told of the models is theirs, not that of the last proposal. */
static void left_evaluated(void)
{
	struct rmc_pattern p = { .n = N, .d = d, .unit = 1 };
	struct rmc_single how = { .most = 1e9 };
	struct rmc_pace pace = { 0 };
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rng r = rng_at(5, 3, 0);
	static float was[N * N];

	three_discs(a, 4, 20);
	plain_pattern(a, 1, N, (const double[2]){ 0, 0 }, d);
	begin(&s, &t, N, 1, &p);
	memcpy(was, s.intensity, t.nq * sizeof *was);
	CHECK(!rmc_cluster_step(&s, &pace, &how, &r, &e) && pace.tried > 0 && pace.taken == 0);
	CHECK(!memcmp(a, s.a, N * N) && !memcmp(was, s.intensity, t.nq * sizeof *was) && s.value < 1e-10);
	NEAR(s.at.c, 1, 1e-5);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

/* However hot: the same clusters, elsewhere, and a value that is that of the models.  Two tiles. */
static void kept(void)
{
	struct rmc_pattern p = { .n = N, .d = d, .unit = 1 };
	struct rmc_single how = { .temperature = 1e9, .most = 1e9 };
	struct rmc_pace pace = { 0 };
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rng r = rng_at(4, 3, 0);
	static size_t was[N * N + 1], is[N * N + 1];
	double value;

	three_discs(a, 4, 20);
	random_models(a + N * N, 1, N, 3);
	for (size_t k = 0; k < N * N; k++)		/* sparse enough to have room */
		a[N * N + k] &= k % 5 < 2;
	plain_pattern(a, 2, N, (const double[2]){ 0, 0 }, d);
	begin(&s, &t, N, 2, &p);
	for (int i = 0; i < 300; i++)
		CHECK(!rmc_cluster_step(&s, &pace, &how, &r, &e));
	for (size_t tile = 0; tile < 2; tile++) {
		CHECK(parts(a + tile * N * N, N, was) == parts(s.a + tile * N * N, N, is));
		CHECK(!memcmp(was, is, sizeof was));
		CHECK(memcmp(a + tile * N * N, s.a + tile * N * N, N * N));
	}
	value = s.value;
	NEAR(rmc_evaluate(&s), value, 1e-5 * value);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

/* Squares of 2 x 2 in steps of 3: wherever one goes it meets or touches another.  And what hangs together as a whole goes as a whole. */
static void no_room(void)
{
	enum { M = 30 };
	struct rmc_pattern p = { .n = M, .d = d, .unit = 1 };
	struct rmc_single how = { .temperature = 1e9, .most = 8 };
	struct rmc_pace pace = { 0 };
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rng r = rng_at(4, 3, 0);

	for (size_t k = 0; k < M * M; k++)
		a[k] = k / M % 3 && k % M % 3;
	plain_pattern(a, 1, M, (const double[2]){ 0, 0 }, d);
	begin(&s, &t, M, 1, &p);
	CHECK(!rmc_cluster_step(&s, &pace, &how, &r, &e));
	CHECK(pace.tried == 8 && pace.taken == 0 && !memcmp(a, s.a, M * M));
	memset(s.a, 0, M * M);
	for (size_t k = 0; k < M * M; k++)
		a[k] = k / M < 4 || k % M == 7;
	put_models(&s, a);
	rmc_evaluate(&s);
	CHECK(!rmc_cluster_step(&s, &pace, &how, &r, &e) && pace.taken > 0);
	for (size_t k = 0; k < M * M; k++) {
		size_t row = 0, col = 0;
		while (s.a[row * M] + s.a[row * M + 1] + s.a[row * M + 2] < 3 || s.a[(row + M - 1) % M * M] + s.a[(row + M - 1) % M * M + 1] + s.a[(row + M - 1) % M * M + 2] == 3)
			row++;
		while (!s.a[(row + 5) % M * M + col])
			col++;
		CHECK(s.a[k] == a[(k / M + M - row) % M * M + (k % M + M + 7 - col) % M]);
	}
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

/* A pixel alone goes to all places within reach alike, and does not stay: 2400 steps to 24 places, 100 each with a deviation of 10. */
static void all_places(size_t n, size_t reach)
{
	struct rmc_pattern p = { .n = n, .d = d, .unit = 1 };
	struct rmc_single how = { .temperature = 1e9, .reach = reach, .most = 1 };
	struct rmc_pace pace = { 0 };
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rng r = rng_at(2, 3, 0);
	size_t seen[5][5] = { { 0 } };

	for (size_t k = 0; k < n * n; k++)
		d[k] = 1;
	memset(a, 0, n * n);
	a[0] = 1;
	begin(&s, &t, n, 1, &p);
	for (size_t i = 0, was = 0, at = 0; i < 2400; i++, was = at) {
		CHECK(!rmc_cluster_step(&s, &pace, &how, &r, &e));
		at = (size_t)((unsigned char *)memchr(s.a, 1, n * n) - s.a);
		seen[(at / n + n - was / n + 2) % n % 5][(at % n + n - was % n + 2) % n % 5]++;
	}
	for (size_t k = 0; k < 25; k++)
		CHECK(k == 12 ? !seen[2][2] : seen[k / 5][k % 5] > 60 && seen[k / 5][k % 5] < 140);
	CHECK(pace.taken == 2400);
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

static void places(void)
{
	all_places(9, 2);
	all_places(5, 0);
}

static bool side_by_side(size_t k)
{
	return k == 1 || k == SMALL - 1 || k == SMALL || k == SMALL * (SMALL - 1);
}

/* By how much the second filled pixel of the first tile is behind the first. */
static size_t distance(const unsigned char *m)
{
	size_t first = SMALL * SMALL, second = 0;

	for (size_t k = 0; k < SMALL * SMALL; k++)
		if (m[k]) {
			first = first < k ? first : k;
			second = k;
		}
	return (second / SMALL + SMALL - first / SMALL) % SMALL * SMALL + (second % SMALL + SMALL - first % SMALL) % SMALL;
}

/*
 * Two pixels on 5 x 5: 20 of their 24 distances do not touch, and are visited as exp(-value/T), T such that they differ by some e.  200 000
 * proposals, half of them accepted: some 5000 a distance, and 4 deviations of a chain with a memory of a few steps are 0.1.
 * A second tile has a pixel that is free to go anywhere.
 */
static void in_equilibrium(size_t tiles, size_t reach, double most)
{
	struct rmc_pattern p = { .n = SMALL, .d = d, .unit = 1 };
	struct rmc_single how = { .reach = reach, .most = most };
	struct rmc_pace pace = { 0 };
	struct rmc_target t;
	struct rmc_ensemble s;
	struct rng r = rng_at(11, 3, 0);
	double seen[SMALL * SMALL] = { 0 }, value[SMALL * SMALL], least = INFINITY, highest = 0, all = 0;

	for (size_t k = 0; k < SMALL * SMALL; k++)
		d[k] = 1 + (double)(k * 7 % 5);
	memset(a, 0, 2 * SMALL * SMALL);
	a[0] = a[12] = a[SMALL * SMALL] = 1;
	begin(&s, &t, SMALL, tiles, &p);
	for (size_t k = 1; k < SMALL * SMALL; k++) {
		memset(s.a, 0, SMALL * SMALL);
		s.a[0] = s.a[k] = 1;
		for (int i = 0; i < 3; i++)		/* the scale, too, comes to rest */
			value[k] = rmc_evaluate(&s);
		if (!side_by_side(k)) {
			least = fmin(least, value[k]);
			highest = fmax(highest, value[k]);
		}
	}
	how.temperature = (highest - least) / 1.5;
	put_models(&s, a);
	rmc_evaluate(&s);
	while (pace.tried < 200000) {
		double before = pace.tried;
		size_t was = distance(s.a);
		CHECK(!rmc_cluster_step(&s, &pace, &how, &r, &e));
		seen[was] += pace.tried - before - 1;
		seen[distance(s.a)]++;
	}
	for (size_t k = 1; k < SMALL * SMALL; k++) {
		size_t other = (SMALL - k / SMALL) % SMALL * SMALL + (SMALL - k % SMALL) % SMALL;
		if (side_by_side(k))
			CHECK(!seen[k]);
		else if (k <= other)		/* which is the first is told by where they are */
			all += (k == other ? 1 : 2) * exp(-value[k] / how.temperature);
	}
	for (size_t k = 1; k < SMALL * SMALL; k++) {
		size_t other = (SMALL - k / SMALL) % SMALL * SMALL + (SMALL - k % SMALL) % SMALL;
		if (k < other && !side_by_side(k))
			NEAR((seen[k] + seen[other]) / pace.tried / (2 * exp(-value[k] / how.temperature) / all), 1, 0.1);
	}
	rmc_ensemble_free(&s);
	rmc_target_free(&t);
}

static void one_by_one(void)
{
	in_equilibrium(1, 0, 1);
}

/* Steps that end where a proposal is accepted: what is hard to leave is not left for another tile the more. */
static void until_one_is_taken(void)
{
	in_equilibrium(1, 0, 1e9);
	in_equilibrium(2, 0, 1e9);
}

static void near_by(void)
{
	in_equilibrium(1, 1, 1);
}

int main(void)
{
	CASE(clusters);
	CASE(found);
	CASE(left_evaluated);
	CASE(kept);
	CASE(no_room);
	CASE(places);
	CASE(one_by_one);
	CASE(until_one_is_taken);
	CASE(near_by);
	return done();
}
