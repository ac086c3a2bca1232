/*
 * h5probe.h - does HDF5 survive this file?
 *
 * HDF5 1.10 crashes or loops on some damaged files (in its own reading of
 * attributes, links and chunk indices).  So what opens a file is tried first in
 * a child process, which may die of it.
 *
 * Called between h5_enter() and h5_leave(): no other thread is inside HDF5
 * when the process is doubled.
 */
#ifndef H5_H5PROBE_H
#define H5_H5PROBE_H

#include <stdbool.h>

/*
 * Runs attempt(ctx) in a child, silent, with a bound on its processor time (20 s).
 * False: it was killed.  True as well when no child could be made.
 */
bool h5probe(void (*attempt)(void *ctx), void *ctx);

#endif
