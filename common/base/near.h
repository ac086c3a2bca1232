/* near.h - what a name that is not known was meant to be */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stddef.h>

/* Levenshtein distance, case-insensitive. */
int near_distance(const char *a, const char *b);
/*
 * The best one of a NULL-terminated list, or NULL: a name with few letters wrong, with the same beginning, or of the
 * same words in any order and with others beside them (remove_stripe_fw, fw: stripe-fw; num_iter: iterations).
 */
const char *near_best(const char *name, const char *const *list);
/* The names, with ", " between them and ", ..." where there is no room for more; buf, of len >= 5. */
const char *near_list(const char *const *list, char *buf, size_t len);
/* Does the text have a word that begins with one of the name's words (of four letters or more)? */
int near_told(const char *name, const char *text);

#endif
