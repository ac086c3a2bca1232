/* Timelines that become long are thinned, in the same way whenever it is looked; digests. */
#include "app/rmcset.h"
#include "check.h"

static void add(struct rmcset_seed *s, int steps)
{
	struct err e = { 0, "" };

	for (int i = 0; i < steps; i++)
		CHECK(!rmcset_point(s, &(struct rmc_point){ .n = 8, .step = i, .value = 1. / (i + 1) }, i == steps - 1, &e));
}

static void thinned(void)
{
	struct rmcset s;
	struct err e = { 0, "" };
	int steps = 7 * RMCSET_POINTS + 5;

	CHECK(!rmcset_new(&s, 4, 1, 2, &e));
	add(&s.seed[0], steps);
	CHECK(s.seed[0].npoint <= RMCSET_POINTS && s.seed[0].npoint > RMCSET_POINTS / 2);
	CHECK(s.seed[0].stride == 8);
	for (size_t i = 0; i + 1 < s.seed[0].npoint; i++)	/* column 3 is the step */
		CHECK(s.seed[0].point[i * RMCSET_COLUMNS + 3] == (double)(i * 8));
	CHECK(s.seed[0].point[(s.seed[0].npoint - 1) * RMCSET_COLUMNS + 3] == steps - 1);	/* the last step is always there */
	add(&s.seed[1], 3);
	CHECK(s.seed[1].npoint == 3 && s.seed[1].stride == 1);
	rmcset_free(&s);
}

static void best(void)
{
	struct rmcset s;
	struct err e = { 0, "" };

	CHECK(!rmcset_new(&s, 4, 1, 4, &e));
	CHECK(rmcset_best(&s) == 4);
	for (int i = 1; i < 4; i++) {
		s.seed[i].done = true;
		s.seed[i].result.value = i == 1 ? 2 : 1;
	}
	CHECK(rmcset_best(&s) == 2);
	rmcset_free(&s);
}

static void digests(void)
{
	char a[33] = "", b[33] = "", c[33] = "", d[33] = "";
	unsigned char bytes[100] = { 0 };

	rmcset_digest(a, bytes, 100);
	rmcset_digest(b, bytes, 100);
	CHECK(strlen(a) == 32 && !strcmp(a, b));
	rmcset_digest(c, bytes, 99);
	CHECK(strcmp(a, c));
	for (int bit = 0; bit < 800; bit++) {	/* each bit counts */
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		d[0] = '\0';
		rmcset_digest(d, bytes, 100);
		CHECK(strcmp(a, d));
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	rmcset_digest(b, bytes, 100);		/* goes on from what was */
	CHECK(strcmp(a, b));
}

int main(void)
{
	CASE(thinned);
	CASE(best);
	CASE(digests);
	return done();
}
