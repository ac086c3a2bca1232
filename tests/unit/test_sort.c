/* Columns sorted with their rows, and sliding medians: against the definition, on all levels of the machine. */
#include "check.h"

#include "base/mem.h"
#include "num/rng.h"
#include "num/slide.h"
#include "num/slide.hot.h"
#include "num/sort.h"
#include "num/sort.hot.h"

enum { COLS = 70, ROWS = 2100, N = ROWS * COLS };

static float x[N], y[N];

struct item { float v; size_t row; };

/* NaN as inf, equal ones by their rows. */
static int by_value(const void *a, const void *b)
{
	const struct item *p = a, *q = b;

	return p->v < q->v ? -1 : p->v > q->v ? 1 : p->row < q->row ? -1 : p->row > q->row;
}

struct job {
	size_t n, ncol;
	float *value;
	uint16_t *row;
	void *work;
};

static struct job sorted(size_t n, size_t ncol)
{
	struct err e = { 0, "" };
	struct job j = { n, ncol, mem_alloc(sort_values(n, ncol), sizeof *j.value, "values", &e),
			 mem_alloc(sort_rows(n, ncol), sizeof *j.row, "rows", &e),
			 mem_alloc(sort_work(n), 1, "scratch", &e) };

	memset(j.value, 0xff, sort_values(n, ncol) * sizeof *j.value);
	memset(j.row, 0xff, sort_rows(n, ncol) * sizeof *j.row);
	memset(j.work, 0xff, sort_work(n));
	sort_columns(x, n, ncol, j.value, j.row, j.work);
	return j;
}

static void release(struct job *j)
{
	mem_free(j->value);
	mem_free(j->row);
	mem_free(j->work);
}

static float value_at(const struct job *j, size_t r, size_t c)
{
	return j->value[(r / STRIP * j->ncol + c) * STRIP + r % STRIP];
}

static size_t row_at(const struct job *j, size_t r, size_t c)
{
	return j->row[(c / STRIP * sort_ranks(j->n) + r) * STRIP + c % STRIP];
}

/* How many ranks are not what qsort() says. */
static int wrong(const struct job *j)
{
	static struct item item[ROWS];
	int bad = 0;

	for (size_t c = 0; c < j->ncol; c++) {
		for (size_t r = 0; r < j->n; r++)
			item[r] = (struct item){ isnan(x[r * j->ncol + c]) ? INFINITY : x[r * j->ncol + c], r };
		qsort(item, j->n, sizeof *item, by_value);
		for (size_t r = 0; r < j->n; r++)
			bad += value_at(j, r, c) != item[r].v || row_at(j, r, c) != item[r].row;
		for (size_t r = j->n; r < sort_ranks(j->n); r++)
			bad += value_at(j, r, c) != INFINITY;
	}
	return bad;
}

static void fill(size_t n, double scale, bool round_them)
{
	struct rng g = rng_at(3, 0, 0);

	for (size_t i = 0; i < n; i++) {
		double v = scale * rng_normal(&g);
		x[i] = (float)(round_them ? round(v) : v);
	}
}

/* Each length up to 80, some longer ones around powers of two; few different values, so that most are tied. */
static void order(void)
{
	for (size_t n = 1; n <= ROWS; n = n < 80 ? n + 1 : n + 31 + n / 3) {
		struct job j;
		fill(n * COLS, 100, false);
		j = sorted(n, COLS);
		CHECK(wrong(&j) == 0);
		release(&j);
		fill(n * COLS, 2, true);
		j = sorted(n, COLS);
		CHECK(wrong(&j) == 0);
		release(&j);
	}
	for (size_t ncol = 1; ncol <= COLS; ncol += 1 + ncol / 5) {
		struct job j;
		fill(100 * ncol, 3, true);
		j = sorted(100, ncol);
		CHECK(wrong(&j) == 0);
		release(&j);
	}
}

/* All orders of 0 and 1 in 16 rows: a network that sorts these sorts anything (Knuth 5.3.4 Z). */
static void zero_one(void)
{
	int bad = 0;

	for (unsigned from = 0; from < 65536; from += COLS) {
		struct job j;
		for (unsigned c = 0; c < COLS; c++)
			for (unsigned r = 0; r < 16; r++)
				x[r * COLS + c] = (float)((from + c) >> r & 1);
		j = sorted(16, COLS);
		bad += wrong(&j);
		release(&j);
	}
	CHECK(bad == 0);
}

/* Both zeros are equal; the largest, the smallest and the subnormal floats keep their values; NaN goes with inf. */
static void odd_values(void)
{
	static const float odd[] = { 0, -0.f, 1, -1, INFINITY, -INFINITY, NAN, 3.4028235e38f, -3.4028235e38f,
		1e-45f, -1e-45f, 1.1754944e-38f, -1.1754944e-38f, 1, -0.f, 0, 2, -2, NAN, INFINITY };
	struct rng g = rng_at(5, 0, 0);
	struct job j;

	for (size_t i = 0; i < 300 * 5; i++)
		x[i] = odd[rng_u32(&g) % (sizeof odd / sizeof *odd)];
	j = sorted(300, 5);
	CHECK(wrong(&j) == 0);
	release(&j);
}

/* What was sorted comes back, all columns or one. */
static void back(void)
{
	static const size_t size[][2] = { { 1, 1 }, { 17, 3 }, { 250, 64 }, { 333, 70 }, { 2100, 16 } };

	for (size_t k = 0; k < 5; k++) {
		size_t n = size[k][0], ncol = size[k][1];
		struct job j;
		fill(n * ncol, 5, true);
		j = sorted(n, ncol);
		memset(y, 0xff, n * ncol * sizeof *y);
		sort_back(j.value, j.row, n, ncol, y, j.work);
		int bad = 0;
		for (size_t i = 0; i < n * ncol; i++)
			bad += x[i] != y[i];
		CHECK(bad == 0);
		for (size_t i = 0; i < n * ncol; i++)
			y[i] = -77;
		sort_back_one(j.value, j.row, n, ncol, ncol - 1, y);
		for (size_t i = 0; i < n * ncol; i++)
			bad += y[i] != (i % ncol == ncol - 1 ? x[i] : -77);
		CHECK(bad == 0);
		release(&j);
	}
}

/* Rows above 32767 fit. */
static void tall(void)
{
	static float tall[SORT_MAX], again[SORT_MAX];
	struct err e = { 0, "" };
	float *value = mem_alloc(sort_values(SORT_MAX, 1), sizeof *value, "values", &e);
	uint16_t *row = mem_alloc(sort_rows(SORT_MAX, 1), sizeof *row, "rows", &e);
	void *work = mem_alloc(sort_work(SORT_MAX), 1, "scratch", &e);
	int bad = 0;

	for (size_t i = 0; i < SORT_MAX; i++)
		tall[i] = (float)(i * 40503 % 65536) - 30000;	/* a permutation */
	sort_columns(tall, SORT_MAX, 1, value, row, work);
	for (size_t r = 0; r < SORT_MAX; r++)
		bad += value[r] != (float)r - 30000 || tall[row[r * STRIP]] != value[r];
	sort_back(value, row, SORT_MAX, 1, again, work);
	CHECK(bad == 0 && !memcmp(tall, again, sizeof tall));
	mem_free(value);
	mem_free(row);
	mem_free(work);
}

static int mirrored(long i, long n)
{
	for (;;) {
		if (i < 0)
			i = -1 - i;
		else if (i >= n)
			i = 2 * n - 1 - i;
		else
			return (int)i;
	}
}

static int floats(const void *a, const void *b)
{
	float p = *(const float *)a, q = *(const float *)b;

	return p < q ? -1 : p > q;
}

/* Samples of y that are not the middle of their window. */
static int wrong_medians(long n, long size)
{
	static float w[1001];
	int bad = 0;

	for (long i = 0; i < n; i++)
		for (long l = 0; l < STRIP; l++) {
			for (long k = 0; k < size; k++)
				w[k] = x[mirrored(i + k - size / 2, n) * STRIP + l];
			qsort(w, (size_t)size, sizeof *w, floats);
			bad += w[size / 2] != y[i * STRIP + l];
		}
	return bad;
}

static void medians(void)
{
	static const long n[] = { 1, 2, 3, 7, 50, 300 }, size[] = { 1, 3, 5, 11, 21, 61, 201 };
	struct err e = { 0, "" };

	for (int a = 0; a < 6; a++)
		for (int b = 0; b < 7; b++)
			for (int tied = 0; tied < 2; tied++) {
				void *work = mem_alloc(slide_work((size_t)size[b]), 1, "scratch", &e);
				fill((size_t)n[a] * STRIP, 3, tied);
				x[0] = INFINITY;
				x[STRIP * (n[a] / 2)] = -INFINITY;
				memset(work, 0xff, slide_work((size_t)size[b]));
				slide_median(x, (size_t)n[a], (size_t)size[b], y, work);
				CHECK(wrong_medians(n[a], size[b]) == 0);
				mem_free(work);
			}
}

#ifdef __x86_64__
/* The same bytes on every level that this machine has. */
static void levels(void)
{
	enum { ROW = 150, CELLS = 160 * STRIP };
	static float value[3][CELLS], out[3][CELLS], window[(21 + 2) * STRIP];
	static uint16_t row[3][CELLS];
	static double key[CELLS];
	int top = hot_level();

	fill(ROW * STRIP, 4, true);
	sort_tile_v1(x, ROW, STRIP, key, value[0], (size_t)STRIP * STRIP, row[0]);
	slide_strip_v1(x, ROW, 21, out[0], window);
	if (top >= 3) {
		sort_tile_v3(x, ROW, STRIP, key, value[1], (size_t)STRIP * STRIP, row[1]);
		slide_strip_v3(x, ROW, 21, out[1], window);
	}
	if (top >= 4) {
		sort_tile_v4(x, ROW, STRIP, key, value[2], (size_t)STRIP * STRIP, row[2]);
		slide_strip_v4(x, ROW, 21, out[2], window);
	}
	for (int k = 1; k < 3; k++)
		if (top >= k + 2) {
			CHECK(!memcmp(value[0], value[k], sizeof value[0]));
			CHECK(!memcmp(row[0], row[k], sizeof row[0]));
			CHECK(!memcmp(out[0], out[k], sizeof out[0]));
		}
}
#else
static void levels(void)
{
	CHECK(1);
}
#endif

int main(void)
{
	CASE(order);
	CASE(zero_one);
	CASE(odd_values);
	CASE(back);
	CASE(tall);
	CASE(medians);
	CASE(levels);
	return done();
}
