/* art, bart, sart, sirt, cgls: the residual, or its square weighed, against what theory says of it. */
#include "iter_run.h"

/*
 * b = A x exactly, 256^2 from 402 angles, none outside.  The goals: 2 % and 0.1 % of residual, slices within 5 %.
 * From fewer angles there are slices other than the truth with the same projections.
 */
static void consistent(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 128, 256, 402, 180, true);
	static struct told t;
	float *x = solve(&recon_sirt, "iterations=200", &s, &t);

	CHECK(t.n == 201 && t.residual[200] <= 0.002 && slice_error(x, &s) <= 0.05);
	printf("# sirt 200: residual %.3g, slice %.3g\n", t.residual[200], slice_error(x, &s));
	mem_free(x);
	x = solve(&recon_cgls, "iterations=50", &s, &t);
	CHECK(t.n == 51 && t.residual[50] <= 0.001 && slice_error(x, &s) <= 0.05);
	printf("# cgls 50: residual %.3g, slice %.3g\n", t.residual[50], slice_error(x, &s));
	mem_free(x);
	scan_free(&s);
}

int main(void)
{
	CASE(consistent);
	return done();
}
