/*
 * par.h - the parallel loop.  Results never depend on the number of threads:
 * each index is computed by one thread from its own inputs, and the error
 * reported is that of the lowest failing index.
 *
 * The number of threads is set once by the tool through par_set_threads() and
 * holds for the whole process, loops started by other threads included;
 * within a loop it is 1.
 */
#ifndef NUM_PAR_H
#define NUM_PAR_H

#include <stddef.h>

#include "base/err.h"

void par_set_threads(int n);		/* 0: as OpenMP decides */
int par_threads(void);			/* how many par_for() will use, or fewer where the system refuses them */

/*
 * body(ctx, i, work, e) for each i in [0, n), in parallel, dynamically
 * scheduled in increasing order.  work: scratch of work_bytes, one a thread,
 * aligned to MEM_ALIGN, not cleared between calls (NULL when 0).  After a
 * failure higher indices may be skipped, lower ones never are.  Allocates
 * threads * work_bytes for the duration of the call: E_NOMEM.  A call from
 * within a parallel loop runs on the one thread.
 */
int par_for(size_t n, size_t work_bytes,
	    int (*body)(void *ctx, size_t i, void *work, struct err *e),
	    void *ctx, struct err *e);

#endif
