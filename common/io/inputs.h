/*
 * inputs.h - the files that this process reads, so that no output replaces one:
 * the input, a second one, a mask, flats, lists of angles or centres, each
 * file of a sequence and its folder.  Process-wide state; called from one thread.
 */
#ifndef IO_INPUTS_H
#define IO_INPUTS_H

#include <stdbool.h>
#include <sys/stat.h>

void inputs_watch(void);			/* from now on; a tool's whole life, not that of a library's user */
void inputs_add(const char *path);	/* also FILE::/path and - */
void inputs_add_inode(dev_t dev, ino_t ino);
bool inputs_has(const struct stat *st);

#endif
