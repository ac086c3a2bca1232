/*
 * samplefile.h - a file that describes a sample, in whichever format: YAML or JSON (io/yaml.h) or HipGISAXS input (io/hig.h).
 *
 * It is .hig when its first word (blanks and comments skipped) is hipGisaxsInput or hipRMCInput, whatever it is called.
 */
#ifndef IO_SAMPLEFILE_H
#define IO_SAMPLEFILE_H

#include "base/node_param.h"

/* A file; "-": standard input.  Errors are those of the two. */
int sample_read(struct node_tree *t, const char *path, const struct node_warn *warn, struct err *e);
/* The value of a -D option, or other short YAML, for node_param_set(): E_USAGE "-D: ..." when it is malformed; an empty text is one. */
int sample_value(struct node_tree *t, const char *text, struct err *e);

/* How NAME=VALUE is set: node_param_set(), or what knows more keys. */
typedef int sample_setter(struct node_tree *t, const char *assignment, int (*parse)(struct node_tree *out, const char *text, struct err *e),
			  struct err *e);

/*
 * The file with n assignments of -D, and the points of a detector that has none (io/pointfile.h): from *points, which becomes "-" (standard
 * input) when NULL and needed.
 */
int sample_load(struct node_tree *t, const char *path, const char *const *set, size_t n, sample_setter *assign,
		const char **points, const struct node_warn *warn,
		struct err *e);

#endif
