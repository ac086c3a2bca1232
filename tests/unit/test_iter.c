/* The frame of the iterative methods. */
#include "iter_run.h"

#include "tomo/iter.h"

/* 1/a, but of what is next to nothing. */
static void inverse(void)
{
	float a[] = { 4, 1, 3.9e-5f, 4.1e-5f, 0, -1 };

	iter_invert(a, 6);
	CHECK(a[0] == 0.25f && a[1] == 1 && a[2] == 0 && a[3] == 1 / 4.1e-5f && a[4] == 0 && a[5] == 0);
}

int main(void)
{
	CASE(inverse);
	return done();
}
