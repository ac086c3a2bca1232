/*
 * pointfile.h - lines of two numbers, qy and qz in 1/nm, as the value of detector.points in a sample's tree.
 *
 * Blank lines and those that begin with # are skipped.  Thread-safe.
 */
#ifndef IO_POINTFILE_H
#define IO_POINTFILE_H

#include "base/node.h"

/*
 * path "-": standard input.  E_USAGE: the tree has no detector of type points, or one with points; E_DATA "PATH:LINE: ...": not two numbers,
 * or beyond 1e4, or no line at all.
 */
int pointfile_read(struct node_tree *t, const char *path, struct err *e);

/* Is there a detector of type points, without them? */
bool pointfile_missing(const struct node_tree *t);

#endif
