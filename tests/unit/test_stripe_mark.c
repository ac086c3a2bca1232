/* What one detector sees and the other does not: both together. */
#include "check.h"

#include <stdlib.h>

#include "num/rng.h"
#include "tomo/stripe_find.h"
#include "tomo/stripe_mark.h"
#include "tomo/stripe_score.h"

enum { NA = 240, NC = 160, FAINT = 30, DEAD = 70, WIDE = 110, WIDTH = 10 };

static float x[NA * NC];
static double mean[NC], t[NC];

/* A chord through a disc, noise of 0.03; a column of 0.015 more, one that sees nothing, ten of 0.1 more. */
static void fill(void)
{
	struct rng r = rng_at(5, 0, 0);

	for (int a = 0; a < NA; a++)
		for (int c = 0; c < NC; c++) {
			double s = (c - 79.5) / 240, spot = 20 * sin(a * M_PI / NA) + 79.5 - c;
			double v = sqrt(1 - s * s) + 0.3 * exp(-0.01 * spot * spot) + 0.03 * rng_normal(&r);
			v += c == FAINT ? 0.015 : c >= WIDE && c < WIDE + WIDTH ? 0.1 : 0;
			x[a * NC + c] = (float)(c == DEAD ? 0.9 : v);
		}
}

static size_t mark(size_t nrow, double above, size_t width)
{
	char *work = malloc(stripe_mark_work(nrow, NC) + 8);

	memset(work, 0xff, stripe_mark_work(nrow, NC) + 8);
	size_t n = stripe_mark(x, nrow, NC, above, width, mean, t, work + 8);	/* not on a cache line */
	free(work);
	return n;
}

static void both(void)
{
	uint8_t found[NC];
	double m[NC], score[NC];
	void *work = aligned_alloc(64, (stripe_find_work(NA, NC) + stripe_score_work(NC) + 63) / 64 * 64);

	fill();
	stripe_find(x, NA, NC, 3.5, 16, found, NULL, work);
	stripe_score(x, NA, NC, 3, 4, m, score, work);
	CHECK(!found[FAINT] && score[FAINT] > 3);
	CHECK(found[WIDE + 4] && score[WIDE + 4] == 0);
	size_t n = mark(NA, 3, 16), count = 0;
	for (int c = 0; c < NC; c++) {
		CHECK(mean[c] == m[c]);
		CHECK(t[c] == (found[c] ? fmax(6, score[c]) : score[c]));
		count += t[c] > 0;
	}
	CHECK(n == count && t[FAINT] > 3 && t[DEAD] >= 6 && t[WIDE] >= 6 && t[WIDE + WIDTH - 1] >= 6);
	mark(NA, 3, 4);
	CHECK(t[WIDE + 4] == 0 && t[FAINT] > 3);	/* wider than was asked for */
	free(work);
}

static void all_or_none(void)
{
	CHECK(mark(NA, 0, 16) == NC && t[0] == 1 && t[NC - 1] == 1);
	CHECK(mark(NA, 1000, 16) == 0 && t[FAINT] == 0 && t[DEAD] == 0);
	CHECK(mark(3, 3, 16) == 0);		/* too few angles to tell */
	memset(x, 0, sizeof x);
	CHECK(mark(NA, 3, 16) == 0);
}

int main(void)
{
	CASE(both);
	CASE(all_or_none);
	return done();
}
