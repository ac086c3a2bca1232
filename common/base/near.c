#include "base/near.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { NEAR_MAX = 40 };

int near_distance(const char *a, const char *b)
{
	int row[NEAR_MAX + 1], la = (int)strnlen(a, NEAR_MAX), lb = (int)strnlen(b, NEAR_MAX);

	for (int j = 0; j <= lb; j++)
		row[j] = j;
	for (int i = 1; i <= la; i++) {
		int diag = row[0];
		row[0] = i;
		for (int j = 1; j <= lb; j++) {
			int sub = diag + (tolower((unsigned char)a[i - 1]) !=
					  tolower((unsigned char)b[j - 1]));
			int ins = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
			diag = row[j];
			row[j] = sub < ins ? sub : ins;
		}
	}
	return row[lb];
}

/* The next word of letters and digits from *s on, its length; 0 at the end. */
static size_t word(const char **s)
{
	size_t n = 0;

	while (**s && !isalnum((unsigned char)**s))
		++*s;
	while (isalnum((unsigned char)(*s)[n]))
		n++;
	return n;
}

/* Two words are the same, or one of three letters and more begins the other. */
static bool alike(const char *a, size_t la, const char *b, size_t lb)
{
	size_t l = la < lb ? la : lb;

	return l >= 2 && (la == lb || l >= 3) && !strncasecmp(a, b, l);
}

/* Has b a word like each of a's? */
static bool within(const char *a, const char *b)
{
	size_t la, lb, n = 0;

	for (; (la = word(&a)) > 0; a += la, n++) {
		const char *s = b;

		while ((lb = word(&s)) > 0 && !alike(a, la, s, lb))
			s += lb;
		if (!lb)
			return false;
	}
	return n > 0;
}

/* Letters and digits only; out of NEAR_MAX + 1. */
static size_t squeeze(const char *s, char *out)
{
	size_t n = 0;

	for (; *s && n < NEAR_MAX; s++)
		if (isalnum((unsigned char)*s))
			out[n++] = (char)tolower((unsigned char)*s);
	out[n] = '\0';
	return n;
}

static bool same_words(const char *name, const char *known)
{
	char a[NEAR_MAX + 1], b[NEAR_MAX + 1];

	squeeze(name, a);
	return within(name, known) || within(known, name) || (squeeze(known, b) >= 6 && strstr(a, b));
}

/* Twice the distance, and one more for what has the same beginning or words only; -1: not near. */
static int distance(const char *name, const char *known)
{
	size_t la = strlen(name), lb = strlen(known), l = la < lb ? la : lb;
	int d = near_distance(name, known);

	if (d > 1 && ((l >= 3 && !strncasecmp(name, known, l)) || same_words(name, known)))
		return 3;
	return d < (int)l && (d <= 2 || (d == 3 && l >= 6)) ? 2 * d : -1;
}

const char *near_best(const char *name, const char *const *list)
{
	const char *best = NULL;
	int least = -1;

	for (; *list; list++) {
		int d = distance(name, *list);

		if (d >= 0 && (least < 0 || d < least)) {
			least = d;
			best = *list;
		}
	}
	return best;
}

const char *near_list(const char *const *list, char *buf, size_t len)
{
	size_t at = 0, need;

	*buf = '\0';
	for (; *list; list++, at += need) {
		need = strlen(*list) + (at ? 2 : 0);
		if (at + need + (list[1] ? 5 : 0) >= len) {
			snprintf(buf + at, len - at, "%s", at ? ", ..." : "...");
			break;
		}
		snprintf(buf + at, len - at, "%s%s", at ? ", " : "", *list);
	}
	return buf;
}

int near_told(const char *name, const char *text)
{
	size_t la, lb;

	for (; (la = word(&name)) > 0; name += la)
		for (const char *s = text; la >= 4 && strncasecmp(name, "remove", la) && (lb = word(&s)) > 0; s += lb)
			if (lb >= la && !strncasecmp(name, s, la))
				return 1;
	return 0;
}
