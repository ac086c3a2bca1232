#include "base/slab.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char *const mode_name[] = { [SLAB_EXACT] = "exact", [SLAB_LOOSE] = "loose", [SLAB_PROBE] = "probe" };

/* Digits up to end; -1 when there are none, or too many. */
static int count(const char **at, size_t *v)
{
	size_t len = strspn(*at, "0123456789");

	*v = 0;
	if (len == 0 || len > 15)
		return -1;
	for (; len > 0; len--)
		*v = *v * 10 + (size_t)(*(*at)++ - '0');
	return 0;
}

static int skip(const char **at, char c)
{
	if (**at != c)
		return -1;
	(*at)++;
	return 0;
}

static void widen(struct slab *s, size_t halo)
{
	s->from = s->a > halo ? s->a - halo : 0;
	s->to = s->n - s->b > halo ? s->b + halo : s->n;
}

static int parse_probe(const char *at, size_t n, struct slab *s)
{
	size_t rows = 1;

	if (*at && (skip(&at, ':') || count(&at, &rows) || *at || !rows))
		return -1;
	rows = rows < n ? rows : n;
	s->a = (n - rows) / 2;
	s->b = s->a + rows;
	s->mode = SLAB_PROBE;
	widen(s, 0);
	return 0;
}

static int parse_rows(const char *at, struct slab *s)
{
	size_t halo = 0;

	if (count(&at, &s->a) || skip(&at, ':') || count(&at, &s->b) ||
	    (*at && (skip(&at, ':') || count(&at, &halo))))
		return -1;
	if (*at && strcmp(at, ":loose"))
		return -1;
	s->mode = *at ? SLAB_LOOSE : SLAB_EXACT;
	if (s->a >= s->b || s->b > s->n)
		return 1;
	widen(s, halo);
	return 0;
}

int slab_parse(const char *text, size_t n, struct slab *s, struct err *e)
{
	int bad;

	*s = (struct slab){ .n = n };
	bad = strncmp(text, "probe", 5) ? parse_rows(text, s) : parse_probe(text + 5, n, s);
	if (bad > 0)
		return err_set(e, E_USAGE, "--slab %.40s is not within the %zu rows", text, n);
	return bad ? err_set(e, E_USAGE, "--slab '%.40s' is not A:B[:HALO[:loose]], keep or probe[:ROWS]", text) : 0;
}

static int read_reach(const char **at, size_t *v)
{
	if (strncmp(*at, "all", 3))
		return count(at, v);
	*v = SIZE_MAX;
	*at += 3;
	return 0;
}

static int read_mode(const char *at, enum slab_mode *mode)
{
	for (int i = SLAB_EXACT; i <= SLAB_PROBE; i++)
		if (!strcmp(at, mode_name[i])) {
			*mode = (enum slab_mode)i;
			return 0;
		}
	return -1;
}

static int read_fade(const char **at, double *v)
{
	size_t len = strcspn(*at, " ");
	char buf[40];

	if (len >= sizeof buf)
		return -1;
	memcpy(buf, *at, len);
	buf[len] = '\0';
	*at += len;
	if (strcmp(buf, "unknown"))
		return num_parse(buf, v) || *v < 0;
	*v = INFINITY;
	return 0;
}

static int read_slab(const char *at, struct slab *s)
{
	if (count(&at, &s->a) || skip(&at, ':') || count(&at, &s->b) || skip(&at, '/') || count(&at, &s->n) ||
	    skip(&at, ' ') || count(&at, &s->from) || skip(&at, ':') || count(&at, &s->to) || skip(&at, ' ') ||
	    read_reach(&at, &s->reach) || skip(&at, ' ') || read_fade(&at, &s->fade) || skip(&at, ' ') ||
	    read_mode(at, &s->mode))
		return -1;
	return s->a < s->b && s->from <= s->a && s->b <= s->to && s->to <= s->n ? 0 : -1;
}

bool slab_get(const struct head *h, struct slab *s, struct err *e)
{
	const char *text = meta_get(&h->meta, META_SLAB);
	int axis = slab_axis(h);

	if (!text)
		return false;
	if (read_slab(text, s))
		return err_set(e, E_DATA, META_SLAB ": '%.60s' tells no slab", text), false;
	if (axis < 0 || h->n[axis] != s->to - s->from)
		return err_set(e, E_DATA, META_SLAB ": '%.60s' is not what the data hold", text), false;
	return true;
}

int slab_put(struct head *h, const struct slab *s, struct err *e)
{
	char text[200], reach[24] = "all", fade[40] = "unknown";

	if (s->reach != SIZE_MAX)
		snprintf(reach, sizeof reach, "%zu", s->reach);
	if (!isinf(s->fade))
		num_print(s->fade, fade, sizeof fade);
	snprintf(text, sizeof text, "%zu:%zu/%zu %zu:%zu %s %s %s", s->a, s->b, s->n, s->from, s->to, reach, fade,
		 mode_name[s->mode]);
	return meta_set(&h->meta, META_SLAB, text, e);
}

int slab_axis(const struct head *h)
{
	int axis = head_axis(h, "row");

	return axis >= 0 ? axis : head_axis(h, "z");
}

int slab_keep(struct head *h, size_t *first, struct slab *s, struct err *e)
{
	if (!slab_get(h, s, e))
		return e->code ? e->code : err_set(e, E_USAGE, "--slab keep: the input is no slab of rows");
	*first = s->a - s->from;
	meta_del(&h->meta, META_SLAB);
	if (head_crop(h, slab_axis(h), *first, *first + s->b - s->a, 1, e))
		return e->code;
	s->from = s->a;
	s->to = s->b;
	return slab_put(h, s, e);
}

int slab_guard(const struct head *h, int axis, const char *what, struct err *e)
{
	if (!meta_get(&h->meta, META_SLAB) || axis != slab_axis(h))
		return 0;
	return err_set(e, E_USAGE, "the rows of a slab cannot be %s: that belongs into the program that --slab is given to", what);
}

int slab_take(const struct head *h, double *v, size_t *n, struct err *e)
{
	struct slab s;

	if (!slab_get(h, &s, e) || *n != s.n)
		return e->code;
	*n = s.to - s.from;
	memmove(v, v + s.from, *n * sizeof *v);
	return 0;
}

int slab_refuse(const struct head *h, const char *what, struct err *e)
{
	return meta_get(&h->meta, META_SLAB) ?
	       err_set(e, E_USAGE, "%s: needs all rows, and this is a slab of them (ask xcenter first)", what) : 0;
}

static int too_narrow(const struct slab *s, size_t need, struct err *e)
{
	bool above = s->from > 0 && s->a - s->from < need, below = s->to < s->n && s->to - s->b < need;

	if (!above && !below)
		return 0;
	return err_set(e, E_USAGE, "the slab of rows %zu:%zu needs a halo of %zu rows up to here, it has %zu", s->a, s->b,
		       need, above ? s->a - s->from : s->to - s->b);
}

/* The sum, and what it says when it is more than there is. */
static int widen_reach(struct slab *s, size_t rows, struct err *e)
{
	size_t sum = s->reach == SIZE_MAX || rows > SIZE_MAX / 2 - s->reach ? SIZE_MAX : s->reach + rows;

	if (s->mode != SLAB_PROBE && too_narrow(s, sum, e))
		return e->code;
	s->reach = sum;
	return 0;
}

int slab_reach(struct head *h, size_t rows, double fade, struct err *e)
{
	struct slab s;

	if (!slab_get(h, &s, e))
		return e->code;
	bool whole = s.from == 0 && s.to == s.n;
	if (rows < SIZE_MAX) {
		if (widen_reach(&s, rows, e))
			return e->code;
	} else if (s.mode == SLAB_EXACT && !whole) {
		return err_set(e, E_USAGE, "depends on all rows of an image, and rows %zu:%zu of %zu came (xslurm --halo allows it)",
			       s.from, s.to, s.n);
	} else {
		s.fade = fmax(s.fade, fade);
	}
	return slab_put(h, &s, e);
}

size_t rows_none(const double *val, double *fade)
{
	(void)val, (void)fade;
	return 0;
}
