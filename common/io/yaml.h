/*
 * yaml.h - a YAML or JSON file as a tree of texts, lists and maps (base/node.h), by libyaml.
 *
 * Taken: block and flow style, comments, anchors and aliases (an alias is a copy, with the places of the original), literal and folded
 * texts, %YAML, the tags !!str (and !: a quoted text), !!int, !!float, !!bool, !!null, !!seq and !!map.  JSON reads as it is, also
 * with tabs and with \u escapes in pairs.  What is quoted, literal or folded is a text and never a number; a value that is missing is
 * an empty text.
 *
 * Refused: more than YAML_FILE_MOST bytes; NUL and control characters, and what is not UTF-8 (a byte order mark at the beginning is skipped);
 * an empty file; a second document; keys that are lists, maps, empty or there already; merge keys (<<); other tags; more than
 * NODE_DEPTH levels, YAML_ANCHORS_MOST anchors or YAML_ALIAS_MOST values that come from aliases; an alias within its own anchor.
 *
 * Errors: E_DATA "FILE:LINE:COL: what", E_IO, E_NOMEM; the tree is then freed.  Lines and columns count from 1, columns in characters.
 * Time and memory are linear in the size of the file.  Thread-safe.
 */
#ifndef IO_YAML_H
#define IO_YAML_H

#include "base/node.h"

enum { YAML_FILE_MOST = 16 << 20, YAML_ANCHORS_MOST = 1000, YAML_ALIAS_MOST = 200000 };

/* Bytes; name is for messages ("-": standard input).  A file of samples: io/samplefile.h. */
int yaml_parse(struct node_tree *t, const char *name, const char *bytes, size_t n, struct err *e);

#endif
