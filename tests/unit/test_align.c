/*
 * Models laid upon one another: copies that were moved, inverted and complemented come back exactly, all shifts by
 * brute force, tiles in any order, what chance gives, and models that say nothing.
 */
#include "check.h"

#include <stdint.h>

#include "base/mem.h"
#include "num/par.h"
#include "num/rng.h"
#include "num/stat.h"
#include "rmc/align.h"

enum { MOST = 64 * 64 };

/* Exactly filled of n pixels at random places. */
static void scatter(unsigned char *a, size_t n, size_t filled, uint64_t seed)
{
	struct rng r = rng_at(seed, 7, 0);

	for (size_t i = 0; i < n; i++) {
		a[i] = rng_uniform(&r) * (double)(n - i) < (double)filled;
		filled -= a[i];
	}
}

/* to(r) = from(r - shift), of from(-r) when inverted, of 1 - from when complemented: pixel by pixel of the target. */
static void move(const unsigned char *from, unsigned char *to, int n, int dr, int dc, bool inverted, bool complemented)
{
	for (int r = 0; r < n; r++)
		for (int c = 0; c < n; c++) {
			int row = r - dr + 2 * n, col = c - dc + 2 * n;
			if (inverted) {
				row = 4 * n - row;
				col = 4 * n - col;
			}
			int v = from[row % n * n + col % n];
			to[r * n + c] = (unsigned char)(complemented ? 1 - v : v);
		}
}

static struct aligned run(size_t s, size_t m, size_t n, size_t reference, bool complement, const unsigned char *model)
{
	struct align_par par = { s, m, n, reference, complement };
	struct aligned out;
	struct err e = { 0, "" };

	CHECK(!align_models(&out, &par, model, &e));
	if (e.code)
		printf("# %s\n", e.msg);
	return out;
}

static bool all_zero(const float *x, size_t n)
{
	while (n > 0 && x[n - 1] == 0)
		n--;
	return n == 0;
}

/* Copies of one model: nothing is left of the moves, to the last bit.  Odd and even sides; any model is the reference. */
static void copies(void)
{
	static unsigned char a[MOST], set[5 * MOST];

	for (int n = 31; n <= 32; n++)
		for (int complement = 0; complement < 2; complement++)
			for (size_t reference = 0; reference < 5; reference += 2) {
				size_t total = (size_t)n * (size_t)n;
				scatter(a, total, complement ? total / 2 : total / 3, (uint64_t)n);
				move(a, set, n, 0, 0, false, false);
				move(a, set + total, n, 3, n - 2, false, false);
				move(a, set + 2 * total, n, 0, 1, true, false);
				move(a, set + 3 * total, n, n - 1, 7, true, complement);
				move(a, set + 4 * total, n, 5, 0, false, complement);
				struct aligned out = run(5, 1, (size_t)n, reference, complement, set);
				CHECK(all_zero(out.deviation, total) && out.median == 1);
				for (size_t k = 0; k < 5; k++) {
					CHECK(!memcmp(out.model + k * total, set + reference * total, total));
					CHECK(out.move[k].correlation == 1 && out.move[k].tile == 0);
					CHECK(out.correlation[k] == 1 && out.correlation[5 * k + 2] == 1);
				}
				for (size_t i = 0; i < total; i++)
					CHECK(out.mean[i] == set[reference * total + i]);
				aligned_free(&out);
			}
}

/* The shift is the way back, as the header says it. */
static void moves(void)
{
	static unsigned char set[2 * MOST];
	const int n = 24;
	const size_t total = 24 * 24;

	for (int kind = 0; kind < 4; kind++) {
		bool inverted = kind & 1, complemented = kind & 2;
		scatter(set, total, total / 2, 5);
		move(set, set + total, n, 5, 22, inverted, complemented);
		struct aligned out = run(2, 1, 24, 0, true, set);
		const struct align_move *m = &out.move[1];
		CHECK(m->inverted == inverted && m->complemented == complemented && !m->constant);
		/* b(r) = a(r - d): a(r) = b(r + d), b moved by -d; b(r) = a(d - r): b(-r) = a(d + r), moved by d */
		CHECK(m->row == (inverted ? 5U : 19U) && m->col == (inverted ? 22U : 2U));
		CHECK(out.move[0].row == 0 && out.move[0].col == 0 && !out.move[0].inverted && !out.move[0].complemented);
		aligned_free(&out);
		out = run(2, 1, 24, 0, false, set);		/* the complement is not tried */
		CHECK(!out.move[1].complemented);
		CHECK(complemented ? out.move[1].correlation < 0.5 : out.move[1].correlation == 1);
		aligned_free(&out);
	}
}

/* The same by trying all in the order of the header; what is within rounding of the best so far is equal to it. */
static struct align_move brute(const unsigned char *a, const unsigned char *b, int n, bool complement)
{
	static unsigned char moved[MOST];
	static float x[MOST], y[MOST];
	struct align_move best = { .correlation = -2 };

	for (int kind = 0; kind < (complement ? 4 : 2); kind++)
		for (int i = 0; i < n * n; i++) {
			move(b, moved, n, i / n, i % n, kind & 1, kind & 2);
			for (int k = 0; k < n * n; k++) {
				x[k] = a[k];
				y[k] = moved[k];
			}
			double r = stat_correlation(x, y, (size_t)(n * n));
			if (r > best.correlation + 1e-9)
				best = (struct align_move){ 0, (size_t)(i / n), (size_t)(i % n), kind & 1, kind & 2, false, r };
		}
	return best;
}

static void by_brute_force(void)
{
	static unsigned char set[2 * MOST];

	for (int n = 7; n <= 8; n++)
		for (uint64_t seed = 0; seed < 40; seed++) {
			size_t total = (size_t)(n * n);
			bool complement = seed % 2;
			scatter(set, total, 10 + seed / 2, 100 + seed);
			scatter(set + total, total, complement ? 20 : 28, 300 + seed);
			struct align_move want = brute(set, set + total, n, complement);
			struct aligned out = run(2, 1, (size_t)n, 0, complement, set);
			const struct align_move *m = &out.move[1];
			CHECK(m->row == want.row && m->col == want.col);
			CHECK(m->inverted == want.inverted && m->complemented == want.complemented);
			NEAR(m->correlation, want.correlation, 1e-12);	/* rounding of sums of 64 numbers */
			CHECK(out.correlation[1] == m->correlation && out.correlation[2] == m->correlation);
			NEAR(out.median, want.correlation, 1e-12);
			aligned_free(&out);
		}
}

/*
 * Independent pixels: at one shift the deviation is 1/N, the largest of m = 2 N^2 has the mean (Gumbel's law, see
 * Cramer, Mathematical Methods of Statistics (1946), sec. 28.6) u + 0.5772 / g, g = sqrt(2 ln m),
 * u = g - (ln ln m + ln 4 pi) / (2 g), and the deviation pi / (sqrt(6) g) = 0.30 at N = 64.  Over 66 pairs the mean is
 * known to 0.037; 0.2 is five times that.
 */
static void chance(void)
{
	static unsigned char set[12 * MOST];
	const double n = 64;

	for (uint64_t k = 0; k < 12; k++)
		scatter(set + k * MOST, MOST, MOST / 2, k);
	for (int complement = 0; complement < 2; complement++) {
		double m = (complement ? 4 : 2) * n * n, g = sqrt(2 * log(m)), sum = 0;
		double u = g - (log(log(m)) + log(4 * M_PI)) / (2 * g);
		struct aligned out = run(12, 1, 64, 3, complement, set);
		for (size_t i = 0; i < 12; i++)
			for (size_t j = 0; j < i; j++) {
				double c = out.correlation[12 * i + j];
				CHECK(c == out.correlation[12 * j + i] && c > 0.7 * g / n && c < 1.4 * g / n);
				sum += c;
			}
		NEAR(n * sum / 66, u + 0.5772 / g, 0.2);
		NEAR(out.median, g / n, 0.15 * g / n);		/* the header's rule */
		aligned_free(&out);
	}
}

/* Tiles in another order, each moved for itself, and a twentieth of the pixels wrong: at loading 1/2 that leaves 1 - 2/20. */
static void tiles(void)
{
	enum { N = 48, TOTAL = N * N };
	static unsigned char set[3 * 3 * TOTAL];
	static const int order[2][3] = { { 2, 0, 1 }, { 1, 0, 2 } };
	struct rng r = rng_at(9, 9, 9);

	for (uint64_t k = 0; k < 3; k++)
		scatter(set + k * TOTAL, TOTAL, TOTAL / 2, k);
	for (int noise = 0; noise < 2; noise++) {
		for (int s = 0; s < 2; s++)
			for (int k = 0; k < 3; k++) {
				unsigned char *to = set + (3 * (s + 1) + k) * TOTAL;
				move(set + order[s][k] * TOTAL, to, N, 5 * k, 11 + s, (k + s) % 2, k == 2);
				for (int i = 0; noise && i < TOTAL; i++)
					to[i] ^= rng_uniform(&r) < 0.05;
			}
		struct aligned out = run(3, 3, N, 0, true, set);
		for (size_t s = 1; s < 3; s++)
			for (size_t k = 0; k < 3; k++) {
				const struct align_move *m = &out.move[3 * s + k];
				CHECK(order[s - 1][m->tile] == (int)k && m->complemented == (m->tile == 2));
				NEAR(m->correlation, noise ? 0.9 : 1, noise ? 4.0 / N : 0);
			}
		for (int i = 0; i < 9; i++)	/* between two that are both wrong: (1 - 2/20)^2 */
			NEAR(out.correlation[i], i % 4 == 0 || !noise ? 1 : i == 5 || i == 7 ? 0.81 : 0.9, noise ? 4.0 / N : 0);
		CHECK(noise || all_zero(out.deviation, 3 * TOTAL));
		CHECK(noise || !memcmp(out.model + 6 * TOTAL, set, 3 * TOTAL));
		aligned_free(&out);
	}
}

/* One pixel filled and one emptied in one model of four. */
static void maps(void)
{
	enum { N = 16, TOTAL = N * N };
	static unsigned char set[4 * TOTAL];
	size_t full = 0, empty = 0;

	scatter(set, TOTAL, 100, 1);
	for (int k = 1; k < 4; k++)
		memcpy(set + k * TOTAL, set, TOTAL);
	while (!set[full])
		full++;
	while (set[empty])
		empty++;
	set[2 * TOTAL + full] = 0;
	set[2 * TOTAL + empty] = 1;
	struct aligned out = run(4, 1, N, 0, false, set);
	for (size_t i = 0; i < TOTAL; i++) {
		NEAR(out.mean[i], i == full ? 0.75 : i == empty ? 0.25 : set[i], 0);
		NEAR(out.deviation[i], i == full || i == empty ? sqrt(3) / 4 : 0, 1e-7);	/* a float's rounding */
	}
	CHECK(out.median == 0.5 * (1 + out.correlation[2]) && out.correlation[2] < 1);	/* 3 pairs are 1, 3 are less */
	aligned_free(&out);
}

static void constants(void)
{
	enum { TOTAL = 100 };
	static unsigned char set[3 * TOTAL];

	scatter(set, TOTAL, 50, 1);
	memset(set + TOTAL, 0, TOTAL);
	memset(set + 2 * TOTAL, 1, TOTAL);
	for (size_t reference = 0; reference < 3; reference++) {
		struct aligned out = run(3, 1, 10, reference, true, set);
		for (size_t k = 0; k < 3; k++) {
			const struct align_move *m = &out.move[k];
			CHECK(m->constant == (k != 0 || reference != 0) && m->correlation == (m->constant ? 0 : 1));
			CHECK(m->row == 0 && m->col == 0 && !m->inverted && !m->complemented);
			for (size_t j = 0; j < 3; j++)
				CHECK(out.correlation[3 * k + j] == (j == 0 && k == 0));
		}
		CHECK(out.median == 0 && !memcmp(out.model, set, sizeof set));
		aligned_free(&out);
	}
}

static void single(void)
{
	static unsigned char a[MOST];

	scatter(a, 2 * 81, 70, 1);
	struct aligned out = run(1, 2, 9, 0, false, a);		/* one model of two tiles */
	CHECK(isnan(out.median) && out.correlation[0] == 1 && !memcmp(out.model, a, 162) && all_zero(out.deviation, 162));
	CHECK(out.move[0].tile == 0 && out.move[1].tile == 1 && out.move[1].correlation == 1);
	aligned_free(&out);
	a[0] = 1;
	a[1] = 0;
	out = run(2, 1, 1, 0, true, a);				/* a pixel is constant */
	CHECK(out.move[1].constant && out.mean[0] == 0.5F && out.deviation[0] == 0.5F && out.median == 0);
	aligned_free(&out);
	aligned_free(&out);					/* twice is safe */
}

static bool refuses(struct align_par par, const unsigned char *model, int code, const char *what)
{
	struct aligned out;
	struct err e = { 0, "" };

	align_models(&out, &par, model, &e);
	aligned_free(&out);
	if (e.code != code || !strstr(e.msg, what))
		printf("# exit %d: %s\n", e.code, e.msg);
	return e.code == code && strstr(e.msg, what);
}

static void errors(void)
{
	static unsigned char a[2 * 2 * 16];

	CHECK(refuses((struct align_par){ 0, 1, 4, 0, false }, a, E_DATA, "0 models"));
	CHECK(refuses((struct align_par){ 1, 0, 4, 0, false }, a, E_DATA, "0 tiles"));
	CHECK(refuses((struct align_par){ 1, 1, 0, 0, false }, a, E_DATA, "from 1 to"));
	CHECK(refuses((struct align_par){ 1, 1, RMC_SIZE_MAX + 1, 0, false }, a, E_DATA, "8193"));
	CHECK(refuses((struct align_par){ 1, 1, RMC_SIZE_MAX, 1, false }, a, E_USAGE, "no model 1"));	/* what can be fitted can be laid upon another */
	CHECK(refuses((struct align_par){ 2, 2, 4, 2, false }, a, E_USAGE, "no model 2"));
	CHECK(refuses((struct align_par){ SIZE_MAX / 2, 4, 4, 0, false }, a, E_DATA, "too large"));
	a[48 + 6] = 255;
	CHECK(refuses((struct align_par){ 2, 2, 4, 0, false }, a, E_DATA, "model 1, tile 1 holds 255 at row 1, col 2"));
}

static void threads(void)
{
	enum { S = 5, M = 2, N = 20, TOTAL = N * N };
	static unsigned char set[S * M * TOTAL];
	struct aligned first, out;

	for (uint64_t k = 0; k < S * M; k++)
		scatter(set + k * TOTAL, TOTAL, TOTAL / 2, k);
	par_set_threads(1);
	first = run(S, M, N, 2, true, set);
	for (int n = 2; n <= 3; n++) {
		par_set_threads(n);
		out = run(S, M, N, 2, true, set);
		CHECK(!memcmp(out.model, first.model, sizeof set) && out.median == first.median);
		CHECK(!memcmp(out.correlation, first.correlation, S * S * sizeof(double)));
		CHECK(!memcmp(out.mean, first.mean, M * TOTAL * sizeof(float)));
		CHECK(!memcmp(out.deviation, first.deviation, M * TOTAL * sizeof(float)));
		for (size_t k = 0; k < S * M; k++)
			CHECK(out.move[k].row == first.move[k].row && out.move[k].correlation == first.move[k].correlation);
		aligned_free(&out);
	}
	par_set_threads(0);
	aligned_free(&first);
}

int main(void)
{
	CASE(copies);
	CASE(moves);
	CASE(by_brute_force);
	CASE(chance);
	CASE(tiles);
	CASE(maps);
	CASE(constants);
	CASE(single);
	CASE(errors);
	CASE(threads);
	return done();
}
