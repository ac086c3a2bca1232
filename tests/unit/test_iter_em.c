/* mlem, osem and the penalised ones: their objectives, and what they share. */
#include "iter_run.h"

#include "tomo/iter_em.h"

/* What is told from 0 goes with the data, and is never 0. */
static void least(void)
{
	float b[] = { 1, -5, 300, 0 };
	struct iter it = { .b = b, .nb = 4 };

	NEAR(em_least(&it), 3e-10, 1e-16);
	it.nb = 2;
	b[0] = -1;
	CHECK(em_least(&it) > 0 && em_least(&it) < 1e-30f);
}

int main(void)
{
	CASE(least);
	return done();
}
