/*
 * check.h - the unit test framework: one TAP line a CASE, CHECK and NEAR inside.
 *
 *	static void gaussian(void) { ... CHECK(x); NEAR(a, b, tol); ... }
 *	int main(void) { CASE(gaussian); return done(); }
 *
 * A failed CHECK says where, and the case goes on to its end as "not ok".
 */
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check_n, check_bad, check_here;

#define CHECK(cond) \
	((cond) ? (void)0 : (check_here++, (void)printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond)))
#define NEAR(a, b, tol) do { \
	double a_ = (a), b_ = (b); \
	if (!(fabs(a_ - b_) <= (tol))) { \
		check_here++; \
		printf("# %s:%d: %s = %.9g, expected %.9g within %.2g\n", \
		       __FILE__, __LINE__, #a, a_, b_, (double)(tol)); \
	} } while (0)
#define CASE(f) do { \
	check_here = 0; \
	f(); \
	check_bad += check_here > 0; \
	printf("%sok %d - %s\n", check_here ? "not " : "", ++check_n, #f); \
	fflush(stdout); } while (0)

static inline int done(void)
{
	printf("1..%d\n", check_n);
	return check_bad > 0;
}

#endif
