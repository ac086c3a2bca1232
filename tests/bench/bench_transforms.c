/* bench_transforms ANGLES COLS - CPU seconds that the Fourier transforms alone of one slice of gridrec take, least of seven. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tomo/recon.h"

static uint64_t cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	double least = INFINITY, t;

	if (argc != 3)
		return 0;		/* has no table of its own: for recon.sh */
	for (int i = 0; i < 7 && !gridrec_transforms(strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10), 0, 1.5, cpu, &t, &e); i++)
		least = fmin(least, t);
	printf("%.6f\n", least);
	return e.code;
}
