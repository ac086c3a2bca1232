/*
 * failmalloc.c - LD_PRELOAD: the FAIL_AT-th allocation returns NULL.
 *
 * With FAIL_COUNT=FILE the number of allocations is written there at the end.
 * Allocations by libraries that end the program themselves when they get
 * none (libgomp, FFTW, GLib), or crash (libtiff 4.5), are neither counted nor failed: nothing of ours can help.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t),
	    *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);

static atomic_long count;
static long at = -1;

static int exempt(const void *caller)
{
	static const char *const names[] = { "libgomp", "libomp", "libfftw3", "libglib", "libtiff", "ld-linux" };
	Dl_info info;

	if (!dladdr(caller, &info) || !info.dli_fname)
		return 1;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strstr(info.dli_fname, names[i]))
			return 1;
	return 0;
}

static int fails(const void *caller)
{
	if (at < 0) {
		const char *text = getenv("FAIL_AT");
		at = text ? strtol(text, NULL, 10) : 0;
	}
	if (exempt(caller) || atomic_fetch_add(&count, 1) + 1 != at)
		return 0;
	errno = ENOMEM;
	return 1;
}

#define FAILS fails(__builtin_return_address(0))

void *malloc(size_t n)            { return FAILS ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t m)  { return FAILS ? NULL : __libc_calloc(n, m); }
void *realloc(void *p, size_t n)  { return FAILS ? NULL : __libc_realloc(p, n); }
void *memalign(size_t a, size_t n);
void *memalign(size_t a, size_t n)      { return FAILS ? NULL : __libc_memalign(a, n); }
void *aligned_alloc(size_t a, size_t n) { return FAILS ? NULL : __libc_memalign(a, n); }

int posix_memalign(void **p, size_t a, size_t n)
{
	void *q = FAILS ? NULL : __libc_memalign(a, n);

	if (!q)
		return ENOMEM;
	*p = q;
	return 0;
}

__attribute__((destructor)) static void report(void)
{
	const char *name = getenv("FAIL_COUNT");
	FILE *f = name ? fopen(name, "w") : NULL;

	if (!f)
		return;
	fprintf(f, "%ld\n", atomic_load(&count));
	fclose(f);
}
