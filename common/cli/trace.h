/*
 * trace.h - how iterations went, gathered from many threads, as a table for a file.
 */
#ifndef CLI_TRACE_H
#define CLI_TRACE_H

#include <stddef.h>

#include "base/err.h"

struct trace;

int trace_new(struct trace **t, struct err *e);
void trace_free(struct trace *t);		/* NULL is fine */
/* One iteration of one item (trace is a struct trace); noted with the time since trace_new().  Thread-safe. */
void trace_tell(void *trace, size_t item, size_t iteration, double residual, double objective);
/*
 * All that was told, by item and iteration: lines of item, iteration, residual, objective ("-" where there is none)
 * and seconds, parted by tabs, under a line of their names.  The file appears complete or not at all.  offset is added to the
 * items.  E_NOMEM when something told could not be kept.
 */
int trace_write(struct trace *t, const char *path, size_t offset, struct err *e);

#endif
