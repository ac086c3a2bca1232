/*
 * headout.h - what is known of an array, for people and for programs.
 */
#ifndef CLI_HEADOUT_H
#define CLI_HEADOUT_H

#include <stdbool.h>

#include "base/head.h"
#include "cli/report.h"

/*
 * Rows type, shape, order, item_bytes, bytes; then metadata, tables in runs
 * ("0*3 1"; brief: cut at about 50 characters) and history by their keys.
 * items stands for n[0], which may be unknown.
 */
void headout_shape(struct report *r, const struct head *h, size_t items);
int headout_meta(struct report *r, const struct head *h, bool brief, struct err *e);

/* The same within an open object: shape and order as arrays, every value of every table, history as an array. */
void headout_json_shape(struct json *j, const struct head *h, size_t items);
void headout_json_meta(struct json *j, const struct head *h);

/* The history alone, one command a line. */
void headout_history(FILE *f, const struct head *h);

#endif
