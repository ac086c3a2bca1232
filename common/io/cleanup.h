/*
 * cleanup.h - temporaries that a signal removes.  SIGINT, SIGTERM, SIGHUP, SIGPIPE,
 * SIGQUIT and SIGXCPU unlink what is registered and then take their default action,
 * so that the exit status says which it was; exit() unlinks it too.  SIGXFSZ is ignored: the write fails
 * with EFBIG instead.  Process-wide state; functions are called from one thread.
 */
#ifndef IO_CLEANUP_H
#define IO_CLEANUP_H

#include <stdbool.h>

void cleanup_block(void);			/* hold the signals back ... */
void cleanup_unblock(void);			/* ... for a moment */
void cleanup_install(void);	/* the handlers now, so that others can be put over them; cleanup_add() does it, once */
void cleanup_add(const char *path, bool dir);	/* borrowed until forgotten */
void cleanup_forget(const char *path);
void cleanup_remove(const char *path, bool dir);	/* a file, or a flat directory; async-signal-safe */

#endif
