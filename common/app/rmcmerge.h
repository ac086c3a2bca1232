/*
 * rmcmerge.h - sets of models read back from the runs that wrote them (app/rmcout.h).
 */
#ifndef APP_RMCMERGE_H
#define APP_RMCMERGE_H

#include "app/rmcset.h"

/*
 * n files as one set, by ascending seed.  The metadata are those of the first.  E_DATA, which names the file: it is no run, it is of another
 * pattern, size or loading than the first, a seed is there twice.
 */
int rmcmerge_read(struct rmcset *s, const char *const *path, size_t n, struct err *e);

#endif
