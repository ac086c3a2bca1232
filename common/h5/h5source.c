#include "h5/h5source.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { KEEP_OPEN = 16 };

int h5source_open(struct h5source *s, const char *name, struct err *e)
{
	*s = (struct h5source){ .file = -1, .last = SIZE_MAX };
	s->name = strdup(name);
	if (!s->name)
		return err_nomem(e, "a file name");
	return h5_open(&s->file, name, &s->growing, e);
}

void h5source_close(struct h5source *s)
{
	for (size_t k = 0; k < s->nmember; k++) {
		h5set_close(&s->member[k].set);
		free(s->member[k].path);
	}
	if (s->name && s->file >= 0)
		H5Fclose(s->file);
	free(s->member);
	free(s->part);
	free(s->image);
	free(s->name);
	*s = (struct h5source){ .file = -1 };
}

/* Room for one more of n elements, doubling. */
static int more(void **p, size_t n, size_t size, struct err *e)
{
	void *q;

	if (n >= SCAN_IMAGES)
		return err_set(e, E_DATA, "has more than %d images", SCAN_IMAGES);
	if (n & (n - 1))		/* room up to the next power of two */
		return 0;
	q = realloc(*p, (n ? 2 * n : 1) * size);
	if (!q)
		return err_nomem(e, "a list of images");
	*p = q;
	return 0;
}

int h5source_add(struct h5source *s, const char *path, size_t *k, struct err *e)
{
	char *copy = strdup(path);

	if (!copy || more((void **)&s->member, s->nmember, sizeof *s->member, e)) {
		free(copy);
		return copy ? e->code : err_nomem(e, "a path");
	}
	*k = s->nmember++;
	s->member[*k] = (struct h5member){ .path = copy, .set = { .id = -1 } };
	return 0;
}

int h5source_set(struct h5source *s, size_t k, struct h5set **set, struct err *e)
{
	struct h5member *m = &s->member[k];

	*set = &m->set;
	if (m->open)
		return 0;
	if (s->nmember > KEEP_OPEN && s->last < s->nmember) {	/* one at a time of many */
		h5set_close(&s->member[s->last].set);
		s->member[s->last].open = false;
	}
	s->last = k;
	if (h5set_open(&m->set, s->file, m->path, e)) {
		h5set_close(&m->set);
		return e->code;
	}
	m->open = true;
	return 0;
}

static int add_part(struct h5source *s, struct h5part p, struct err *e)
{
	if (more((void **)&s->part, s->npart, sizeof *s->part, e))
		return e->code;
	s->part[s->npart++] = p;
	return 0;
}

int h5source_whole(struct h5source *s, const char *path, struct err *e)
{
	struct h5set *set;
	size_t k = 0;

	if (h5source_add(s, path, &k, e) || h5source_set(s, k, &set, e))
		return e->code;
	s->type = set->type;
	s->ndim = set->rank;
	memcpy(s->n, set->n, sizeof s->n);
	return add_part(s, (struct h5part){ 0, set->n[0], k, 0 }, e);
}

int h5source_image(struct h5source *s, const struct h5image *im, struct err *e)
{
	if (more((void **)&s->image, s->nimage, sizeof *s->image, e))
		return e->code;
	s->image[s->nimage] = *im;
	s->image[s->nimage].index = s->nimage;
	s->nimage++;
	return 0;
}

static int by_when(const void *a, const void *b)
{
	const struct h5image *x = a, *y = b;

	return x->when < y->when ? -1 : x->when > y->when ? 1 :
	       x->index < y->index ? -1 : x->index > y->index;
}

static int by_kind(const void *a, const void *b)
{
	static const int rank[] = { [KEY_DARK] = 0, [KEY_FLAT] = 1, [KEY_PROJECTION] = 2 };
	const struct h5image *x = a, *y = b;

	return rank[x->key] != rank[y->key] ? rank[x->key] - rank[y->key] :
	       x->index < y->index ? -1 : x->index > y->index;
}

void h5source_number(struct h5source *s)
{
	if (s->nimage > 0)
		qsort(s->image, s->nimage, sizeof *s->image, by_when);
	for (size_t i = 0; i < s->nimage; i++)
		s->image[i].index = i;
}

static int same_frame(struct h5source *s, const struct h5member *m, const struct h5set *set,
		      struct err *e)
{
	const size_t *n = set->n + set->rank - 2;

	if (set->rank != 2 && set->rank != 3)
		return err_set(e, E_DATA, "%s has %d axes; images have 2, stacks of them 3",
			       m->path, set->rank);
	if (s->ndim == 0) {
		s->ndim = 3;
		s->type = set->type;
		s->n[1] = n[0];
		s->n[2] = n[1];
	}
	if (n[0] != s->n[1] || n[1] != s->n[2])
		return err_set(e, E_DATA, "%s has images of %zu x %zu, %s of %zu x %zu", m->path,
			       n[0], n[1], s->member[s->image[0].member].path, s->n[1], s->n[2]);
	return 0;
}

/* Frames follow one another in one member: one part. */
static int make_parts(struct h5source *s, struct err *e)
{
	for (size_t i = 0; i < s->nimage; i++) {
		const struct h5image *im = &s->image[i];
		struct h5part *p = s->npart ? &s->part[s->npart - 1] : NULL;
		if (p && p->member == im->member && p->frame + p->n == im->frame)
			p->n++;
		else if (add_part(s, (struct h5part){ i, 1, im->member, im->frame }, e))
			return e->code;
	}
	return 0;
}

int h5source_arrange(struct h5source *s, struct err *e)
{
	struct h5set *set;
	size_t look = s->nmember > KEEP_OPEN ? 1 : s->nmember;

	if (s->nimage == 0)
		return err_set(e, E_DATA, "the scan holds no images");
	qsort(s->image, s->nimage, sizeof *s->image, by_kind);
	for (size_t k = 0; k < look; k++) {
		size_t i = look == 1 ? s->image[0].member : k;	/* of many the first must do */
		if (h5source_set(s, i, &set, e) || same_frame(s, &s->member[i], set, e))
			return e->code;
		s->type = dtype_join(s->type, set->type);
	}
	s->n[0] = s->nimage;
	return make_parts(s, e);
}

/* A data set that was not looked at before: does it fit? */
static int fits_in(struct h5source *s, const struct h5member *m, struct h5set *set, struct err *e)
{
	if (set->rank == s->ndim - 1)
		h5set_lift(set);
	for (int i = 1; i < s->ndim && set->rank == s->ndim; i++)
		if (set->n[i] != s->n[i])
			return err_set(e, E_DATA, "%s has %zu samples along axis %d, not %zu",
				       m->path, set->n[i], i, s->n[i]);
	if (set->rank != s->ndim || dtype_join(set->type, s->type) != s->type)
		return err_set(e, E_DATA, "%s is of another kind than the images before it: %d axes of %s",
			       m->path, set->rank, dtype_name(set->type));
	return 0;
}

static int read_part(struct h5source *s, const struct h5part *p, size_t skip, size_t n,
		     const size_t *start, const size_t *count, void *buf, struct err *e)
{
	size_t a[ARRAY_MAXDIM], c[ARRAY_MAXDIM];
	struct h5member *m = &s->member[p->member];
	struct h5set *set;

	memcpy(a, start, sizeof a);
	memcpy(c, count, sizeof c);
	a[0] = p->frame + skip;
	c[0] = n;
	if (h5source_set(s, p->member, &set, e) || fits_in(s, m, set, e))
		return e->code;
	if (a[0] + n > set->n[0])
		return err_set(e, E_DATA, "%s has %zu images, not %zu", m->path, set->n[0], a[0] + n);
	return h5set_read(set, m->path, s->type, a, c, buf, e);
}

int h5source_read(struct h5source *s, const size_t *start, const size_t *count, void *buf,
		  struct err *e)
{
	size_t item = dtype_size(s->type), end = start[0] + count[0], lo = 0, hi = s->npart;
	char *to = buf;

	for (int i = 1; i < s->ndim; i++)
		item *= count[i];
	while (lo + 1 < hi) {			/* the last part that begins at or before start */
		size_t mid = (lo + hi) / 2;
		*(s->part[mid].first <= start[0] ? &lo : &hi) = mid;
	}
	for (; lo < s->npart && s->part[lo].first < end; lo++) {
		const struct h5part *p = &s->part[lo];
		size_t from = p->first > start[0] ? p->first : start[0];
		size_t to_end = p->first + p->n < end ? p->first + p->n : end;
		if (read_part(s, p, from - p->first, to_end - from, start, count, to, e))
			return e->code;
		to += (to_end - from) * item;
	}
	return 0;
}

bool h5source_favours_axis1(const struct h5source *s)
{
	for (size_t k = 0; k < s->nmember; k++)
		if (s->member[k].open && !h5set_favours_axis1(&s->member[k].set))
			return false;
	return true;
}
