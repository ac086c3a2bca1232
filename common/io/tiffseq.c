#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "io/inputs.h"
#include "io/tiffpart.h"

/* A name and where its last number stands. */
struct item {
	char *name;
	size_t before, after;		/* digits are name[before .. after - 1] */
	unsigned long long number;
};

struct list {
	size_t n, cap;
	struct item *item;
};

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

bool tiffname_parse(const char *name, struct tiffname *n)
{
	const char *p = strchr(name, '%'), *q;

	if (!p || strchr(p + 1, '%'))
		return false;
	for (q = p + 1; isdigit((unsigned char)*q); q++)
		;
	if (*q != 'd' || q - p > 3 || (q > p + 1 && p[1] != '0'))
		return false;
	n->before = (size_t)(p - name);
	n->after = (size_t)(q + 1 - name);
	n->width = (int)strtol(p + 1, NULL, 10);	/* 0: none given */
	return true;
}

static bool is_glob(const char *base)
{
	return strpbrk(base, "*?[") != NULL;
}

bool tiff_is_sequence(const char *path)
{
	struct stat st;
	struct tiffname n;

	if (!stat(path, &st))
		return S_ISDIR(st.st_mode);
	return tiffname_parse(base_of(path), &n) || is_glob(base_of(path));
}

static bool has_suffix(const char *name)
{
	const char *dot = strrchr(name, '.');
	return name[0] != '.' && dot && (!strcasecmp(dot, ".tif") || !strcasecmp(dot, ".tiff"));
}

/* Does the name follow the pattern?  Not more digits than the width asks for, unless the number needs them. */
static bool fits_pattern(const char *name, const char *pattern, const struct tiffname *p)
{
	size_t len = strlen(name), tail = strlen(pattern + p->after);

	if (len < p->before + tail + 1 || strncmp(name, pattern, p->before) ||
	    strcmp(name + len - tail, pattern + p->after))
		return false;
	size_t digits = len - p->before - tail, width = p->width ? (size_t)p->width : 1;
	if (strspn(name + p->before, "0123456789") < digits)
		return false;
	return digits == width || (digits > width && name[p->before] != '0');
}

static int add(struct list *l, const char *name, struct err *e)
{
	struct item it = { .name = strdup(name) };

	if (it.name && l->n == l->cap) {
		size_t cap = 2 * l->cap + 64;
		struct item *p = realloc(l->item, cap * sizeof *p);
		if (!p)
			free(it.name), it.name = NULL;
		else
			l->item = p, l->cap = cap;
	}
	if (!it.name)
		return err_nomem(e, "file names");
	it.after = strlen(name);
	while (it.after && !isdigit((unsigned char)name[it.after - 1]))
		it.after--;
	for (it.before = it.after; it.before && isdigit((unsigned char)name[it.before - 1]); )
		it.before--;
	it.number = strtoull(name + it.before, NULL, 10);
	l->item[l->n++] = it;
	return 0;
}

static int list_dir(struct list *l, const char *dir, const char *pattern, struct err *e)
{
	struct tiffname p = { 0 };
	bool numbered = pattern && tiffname_parse(pattern, &p);
	DIR *d = opendir(dir);
	struct dirent *ent;
	struct stat st = { 0 };

	if (!d)
		return err_sys(e, "%s", dir);
	if (!fstat(dirfd(d), &st))
		inputs_add_inode(st.st_dev, st.st_ino);
	while (!e->code && (errno = 0, ent = readdir(d))) {
		const char *name = ent->d_name;
		bool take = !pattern ? has_suffix(name) : numbered ? fits_pattern(name, pattern, &p) :
			    !fnmatch(pattern, name, FNM_PERIOD);
		if (take)
			inputs_add_inode(st.st_dev, ent->d_ino);
		if (take && !add(l, name, e) && numbered) {	/* the number is where the pattern says */
			struct item *it = &l->item[l->n - 1];
			it->before = p.before;
			it->after = strlen(name) - strlen(pattern + p.after);
			it->number = strtoull(name + it->before, NULL, 10);
		}
	}
	if (!e->code && errno)
		err_sys(e, "%s", dir);
	closedir(d);
	return e->code;
}

static int by_number(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->name, ((const struct item *)b)->name);
}

static bool same_series(const struct item *a, const struct item *b)
{
	return a->before == b->before && !strncmp(a->name, b->name, a->before) &&
	       !strcmp(a->name + a->after, b->name + b->after);
}

/* Name of the series with this number in place of it's own. */
static void name_of(const struct item *it, unsigned long long number, char *buf, size_t len)
{
	snprintf(buf, len, "%.*s%0*llu%s", (int)it->before, it->name, (int)(it->after - it->before),
		 number, it->name + it->after);
}

/* No gaps: numbers go up by the smallest step that occurs (by 1 in a pattern). */
static int check_steps(const struct list *l, bool by_one, const char *path, struct err *e)
{
	unsigned long long step = by_one ? 1 : UINT64_MAX;
	char missing[300];

	for (size_t i = 1; i < l->n && !by_one; i++) {
		unsigned long long d = l->item[i].number - l->item[i - 1].number;
		step = d && d < step ? d : step;
	}
	for (size_t i = 1; i < l->n; i++) {
		const struct item *a = &l->item[i - 1], *b = &l->item[i];
		if (!same_series(a, b))
			return err_set(e, E_DATA, "%s: %s and %s are not of one series: name one by a pattern "
				       "(like raw_%%05d.tif)", path, a->name, b->name);
		if (a->number == b->number)
			return err_set(e, E_DATA, "%s: %s and %s have the same number", path, a->name, b->name);
		if (b->number - a->number != step) {
			name_of(a, a->number + step, missing, sizeof missing);
			return err_set(e, E_DATA, "%s: %s is missing (%s is followed by %s)", path, missing,
				       a->name, b->name);
		}
	}
	return 0;
}

static int keep(struct tiffseq *s, const struct list *l, const char *dir, bool numbered, struct err *e)
{
	s->path = calloc(l->n, sizeof *s->path);
	s->number = numbered ? calloc(l->n, sizeof *s->number) : NULL;
	if (!s->path || (numbered && !s->number))
		return err_nomem(e, "file names");
	for (s->n = 0; s->n < l->n; s->n++) {
		if (asprintf(&s->path[s->n], "%s/%s", dir, l->item[s->n].name) < 0) {
			s->path[s->n] = NULL;
			return err_nomem(e, "file names");
		}
		if (numbered)
			s->number[s->n] = (size_t)l->item[s->n].number;
	}
	return 0;
}

static int order(struct tiffseq *s, struct list *l, const char *path, const char *dir, bool by_one, struct err *e)
{
	bool numbered = true;

	if (!l->n)
		return err_set(e, E_DATA, "%s: no TIFF file there", path);
	for (size_t i = 0; i < l->n; i++)
		numbered &= l->item[i].after > l->item[i].before;
	qsort(l->item, l->n, sizeof *l->item, numbered ? by_number : by_name);
	if (numbered && check_steps(l, by_one, path, e))
		return e->code;
	return keep(s, l, dir, numbered, e);
}

int tiffseq_find(struct tiffseq *s, const char *path, struct err *e)
{
	struct list l = { 0 };
	struct tiffname p;
	struct stat st;
	const char *base = base_of(path), *pattern = NULL;
	char *dir;

	*s = (struct tiffseq){ 0 };
	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		dir = strdup(path);
	} else {
		dir = base == path ? strdup(".") : strndup(path, base - path > 1 ? (size_t)(base - path - 1) : 1);
		pattern = base;
	}
	if (!dir)
		return err_nomem(e, "file names");
	if (!list_dir(&l, dir, pattern, e))
		order(s, &l, path, dir, pattern && tiffname_parse(pattern, &p), e);
	for (size_t i = 0; i < l.n; i++)
		free(l.item[i].name);
	free(l.item);
	free(dir);
	return e->code;
}

void tiffseq_free(struct tiffseq *s)
{
	for (size_t i = 0; s->path && i < s->n; i++)
		free(s->path[i]);
	free(s->path);
	free(s->number);
	*s = (struct tiffseq){ 0 };
}
