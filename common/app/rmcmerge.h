/*
 * rmcmerge.h - sets of models read back from the runs that wrote them (app/rmcout.h).
 */
#ifndef APP_RMCMERGE_H
#define APP_RMCMERGE_H

#include "app/rmcset.h"

/*
 * n files as one set, by ascending seed.  The metadata are those of the first.  E_DATA, which names the file: it is no run, it is of another
 * pattern, size or loading than the first, a seed is there twice.  E_NOMEM, before anything large is allocated: reading, aligning and writing
 * them takes more than memory_bytes.
 */
int rmcmerge_read(struct rmcset *s, const char *const *path, size_t n, double memory_bytes, struct err *e);

#endif
