/*
 * mem.h - allocation with overflow checks, and sizes as text.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>
#include <stdio.h>

#include "base/err.h"

enum { MEM_ALIGN = 64 };	/* bytes; enough for any vector unit */

/*
 * n elements of size bytes, zeroed, aligned to MEM_ALIGN (from 2 MB on to huge pages, which are asked for); NULL and a set error
 * when the product overflows or there is no memory.  "what" is for the
 * message: "no memory for WHAT (N bytes)".  mem_free(NULL) does nothing.
 */
void *mem_zero(size_t n, size_t size, const char *what, struct err *e);
/* The same, not zeroed: for buffers that are filled at once. */
void *mem_alloc(size_t n, size_t size, const char *what, struct err *e);
void mem_free(void *p);

/* So many floats, rounded up to whole cache lines: parts of one buffer one after the other. */
static inline size_t mem_lines(size_t n)
{
	return (n + 15) / 16 * 16;
}

/*
 * Close what open_memstream(text, ...) opened (NULL: it could not).  E_NOMEM when it does
 * not hold all that was printed; *text is the caller's to free() in any case.
 */
int mem_text_end(FILE *f, char *const *text, const char *what, struct err *e);

/* a * b into *out; E_DATA "WHAT is too large" when it overflows. */
int mem_mul(size_t a, size_t b, size_t *out, const char *what, struct err *e);

/* "64M", "1.5G", "4096": bytes; suffixes k, M, G, T of 1024.  0 or E_USAGE. */
int mem_parse(const char *text, size_t *bytes, struct err *e);

/* Bytes as a person reads them: "1.5 GB" of 1000s; buf of at least 16. */
const char *mem_print(double bytes, char *buf, size_t len);

/* Physical memory of this machine, bytes (cgroup limit respected). */
size_t mem_machine(void);

#endif
