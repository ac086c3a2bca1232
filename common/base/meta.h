/*
 * meta.h - an ordered set of key:=value texts: the metadata of a stream.
 *
 * Keys are unique, any bytes but NUL, newline and ":="; values any text
 * without NUL (newlines and backslashes are escaped by the format's writer).
 * Any number of entries.  See metadata(7) for the keys beampipe knows, of
 * which the names are given here once.
 */
#ifndef BASE_META_H
#define BASE_META_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define META_VERSION   "bp.version"
#define META_QUANTITY  "bp.quantity"	/* counts transmission mu_t mu_per_cm mu_per_px ... */
#define META_ENERGY    "bp.energy_keV"
#define META_DISTANCE  "bp.distance_m"	/* object to detector */
#define META_PIXEL     "bp.pixel_m"	/* at the object */
#define META_CENTER    "bp.center_px"	/* column of the rotation axis, 0-based, pixel centres */
#define META_TILT      "bp.tilt_deg"
#define META_EXPOSURE  "bp.exposure_s"
#define META_SAMPLE    "bp.sample"
#define META_SCAN      "bp.scan"
#define META_ASSUMED   "bp.assumed"	/* what the scan file did not say */
#define META_HISTORY   "bp.history."	/* then 0, 1, ... */
#define META_TABLE     "bp.table."	/* then LABEL.NAME */

struct meta_entry { char *key, *val; };

struct meta {
	size_t n, cap;
	struct meta_entry *entry;
};

const char *meta_get(const struct meta *m, const char *key);	/* or NULL; borrowed */
/* Set or replace, keeping the place of a key that is there.  Copies both. */
int meta_set(struct meta *m, const char *key, const char *val, struct err *e);
/* A number with the digits that bring the same double back, C locale. */
int meta_set_num(struct meta *m, const char *key, double v, struct err *e);
/*
 * *out is the number at key; untouched when the key is absent (returns 0).
 * E_DATA when the text is no finite number.
 */
int meta_get_num(const struct meta *m, const char *key, double *out, struct err *e);
void meta_del(struct meta *m, const char *key);		/* absent: nothing */
int meta_copy(struct meta *to, const struct meta *from, struct err *e);	/* *to overwritten */
void meta_free(struct meta *m);				/* safe on a zeroed struct */

/* The shortest text that reads back as v; buf of at least 32. */
const char *num_print(double v, char *buf, size_t len);
/* The whole text as a finite number in the C locale (nan, inf, hex: no); 0 or -1. */
int num_parse(const char *text, double *v);

#endif
