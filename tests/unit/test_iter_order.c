/* The order of blocks. */
#include "check.h"

#include "tomo/iter_order.h"

enum { MOST = 400 };

static size_t sorted[MOST], angle[MOST], first[MOST + 1];

static void setup(void)
{
	for (size_t i = 0; i < MOST; i++)
		sorted[i] = i;
}

/* Herman & Meyer's rule by hand for 30 = 2 x 3 x 5. */
static void by_hand(void)
{
	static const size_t want[30] = { 0, 15, 5, 20, 10, 25, 1, 16, 6, 21, 11, 26, 2, 17, 7, 22, 12, 27,
					 3, 18, 8, 23, 13, 28, 4, 19, 9, 24, 14, 29 };

	iter_order(sorted, 30, 30, angle, first);
	for (size_t i = 0; i < 30; i++)
		CHECK(angle[i] == want[i] && first[i] == i);
	CHECK(first[30] == 30);
}

/* Each angle is in one block, and blocks are as equal as they can be, and spread evenly. */
static void partition(void)
{
	for (size_t n = 1; n < MOST; n += 1 + n / 7)
		for (size_t blocks = 1; blocks <= n; blocks += 1 + blocks / 5) {
			char seen[MOST] = { 0 };
			iter_order(sorted, n, blocks, angle, first);
			CHECK(first[0] == 0 && first[blocks] == n);
			for (size_t k = 0; k < blocks; k++) {
				size_t size = first[k + 1] - first[k];
				CHECK(size == n / blocks || size == n / blocks + 1);
				for (size_t i = first[k] + 1; i < first[k + 1]; i++)
					CHECK(angle[i] == angle[i - 1] + blocks);
			}
			for (size_t i = 0; i < n; i++)
				seen[angle[i]]++;
			for (size_t i = 0; i < n; i++)
				CHECK(seen[i] == 1);
		}
}

/* Neighbours in time are far apart in direction, for prime numbers of angles too: a fifth of the half turn on average. */
static void apart(void)
{
	for (size_t n = 20; n < MOST; n++) {
		double sum = 0;
		iter_order(sorted, n, n, angle, first);
		for (size_t i = 1; i < n; i++) {
			double d = fabs((double)angle[i] - (double)angle[i - 1]) / (double)n;
			sum += fmin(d, 1 - d);
		}
		CHECK(sum / (double)(n - 1) > 0.2);
	}
}

/* The list is what the numbers stand for. */
static void by_number(void)
{
	static const size_t direction[] = { 7, 3, 5, 1 };

	iter_order(direction, 4, 2, angle, first);
	CHECK(angle[0] == 7 && angle[1] == 5 && angle[2] == 3 && angle[3] == 1 && first[1] == 2);
}

int main(void)
{
	setup();
	CASE(by_hand);
	CASE(partition);
	CASE(apart);
	CASE(by_number);
	return done();
}
