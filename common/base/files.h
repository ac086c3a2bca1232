/*
 * files.h - what a pure reader of a description cannot do without the file system, as functions that a tool gives it.
 *
 * Names are as the description has them, relative to its folder; "-" is standard input.  where: the node that names the file, for errors.
 */
#ifndef BASE_FILES_H
#define BASE_FILES_H

#include <stddef.h>

#include "base/node.h"

struct job_files {
	void *ctx;
	/* Triangles of a mesh: *xyz [nv][3] in units of the file, *tri [nt][3] indices of vertices; both the caller's (mem_free). */
	int (*mesh)(void *ctx, const struct node *where, const char *path, double **xyz, size_t *nv, size_t **tri, size_t *nt,
		    struct err *e);
	/* An array of 2 or 3 axes, slowest first; the caller's (mem_free). */
	int (*array)(void *ctx, const struct node *where, const char *path, double **v, size_t n[3], int *ndim, struct err *e);
	/* A text file, ended by 0; the caller's (mem_free). */
	int (*text)(void *ctx, const struct node *where, const char *path, char **text, struct err *e);
	/* One sentence about the value at `where` that is no error; may be NULL. */
	void (*warn)(void *ctx, const struct node *where, const char *text);
	size_t memory;		/* bytes that all particles may take, E_NOMEM beyond; 0: no limit */
};

#endif
