#include "num/par.h"

#include <limits.h>
#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/mem.h"

/* OpenMP keeps its number a thread; ours must also hold for loops started by a reader's or writer's thread. */
static atomic_int wanted;

void par_set_threads(int n)
{
	atomic_store(&wanted, n > 0 ? n : 0);
}

int par_threads(void)
{
	int n = atomic_load(&wanted);

	if (omp_get_level() > 0)
		return 1;
	return n > 0 ? n : omp_get_max_threads();
}

/* ---- how many threads there can be ---- */

static void *wait_there(void *gate)
{
	pthread_mutex_lock(gate);
	pthread_mutex_unlock(gate);
	return NULL;
}

/* How many threads of n, this one among them, can be at once. */
static int try_threads(int n, struct err *e)
{
	pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
	pthread_t *t = mem_alloc((size_t)n, sizeof *t, "the threads", e);
	int made = 0;

	if (!t)
		return 1;
	pthread_mutex_lock(&gate);
	while (made < n - 1 && !pthread_create(&t[made], NULL, wait_there, &gate))
		made++;
	pthread_mutex_unlock(&gate);
	for (int i = 0; i < made; i++)
		pthread_join(t[i], NULL);
	pthread_mutex_destroy(&gate);
	mem_free(t);
	return made + 1;
}

/* OpenMP ends the process when a thread cannot be made: where few are allowed, do with fewer. */
static int affordable(int n)
{
	static atomic_int proven = 1, most = INT_MAX;
	struct err e = { 0, "" };
	int can;

	if (n > atomic_load(&most))
		n = atomic_load(&most);
	if (n <= atomic_load(&proven))
		return n;
	can = try_threads(n, &e);
	if (can < n) {
		can = can > 1 ? can - 1 : 1;	/* OpenMP needs memory of its own beside */
		atomic_store(&most, can);
	}
	atomic_store(&proven, can);
	return can;
}

struct loop {
	size_t n;
	int (*body)(void *ctx, size_t i, void *work, struct err *e);
	void *ctx;
	atomic_size_t next;	/* the first index that nobody has taken */
	atomic_size_t failed;	/* the lowest index that failed, SIZE_MAX: none */
	struct err first;	/* its error */
};

static void fail(struct loop *l, size_t i, const struct err *e)
{
	#pragma omp critical(par_fail)
	if (i < atomic_load(&l->failed)) {
		atomic_store(&l->failed, i);
		l->first = *e;
	}
}

/* Indices are handed out in increasing order, so all below a failed one are taken already. */
static void run(struct loop *l, void *work)
{
	size_t i;

	while ((i = atomic_fetch_add(&l->next, 1)) < l->n && i < atomic_load(&l->failed)) {
		struct err e = { 0, "" };

		if (l->body(l->ctx, i, work, &e))
			fail(l, i, &e);
	}
}

int par_for(size_t n, size_t work_bytes,
	    int (*body)(void *ctx, size_t i, void *work, struct err *e),
	    void *ctx, struct err *e)
{
	struct loop l = { .n = n, .body = body, .ctx = ctx };
	int threads = par_threads();
	size_t stride = work_bytes;
	char *work = NULL;

	if ((size_t)threads > n)
		threads = n ? (int)n : 1;
	threads = affordable(threads);
	if (work_bytes > 0 && work_bytes <= SIZE_MAX - MEM_ALIGN)
		stride = (work_bytes + MEM_ALIGN - 1) / MEM_ALIGN * MEM_ALIGN;
	if (work_bytes > 0 && !(work = mem_alloc((size_t)threads, stride, "the threads", e)))
		return e->code;
	atomic_init(&l.next, 0);
	atomic_init(&l.failed, SIZE_MAX);

	#pragma omp parallel num_threads(threads)
	run(&l, work ? work + (size_t)omp_get_thread_num() * stride : NULL);

	mem_free(work);
	if (l.first.code)
		return err_set(e, l.first.code, "%s", l.first.msg);
	return 0;
}
