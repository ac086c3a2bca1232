#include "cli/samples.h"

#include <math.h>
#include <string.h>

/* The tables of an axis: the next one from *k on, or NULL. */
static const struct table *next_table(const struct head *h, int axis, size_t *k)
{
	while (*h->label[axis] && *k < h->ntable) {
		const struct table *t = &h->table[(*k)++];
		if (!strcmp(t->label, h->label[axis]))
			return t;
	}
	return NULL;
}

void samples_names(FILE *f, const struct head *h)
{
	const char *q = head_quantity(h);
	const struct table *t;

	for (int i = 0; i < h->ndim - h->is_complex; i++) {
		size_t k = 0, n = 0;
		for (; (t = next_table(h, i, &k)); n++)
			fprintf(f, "%s.%s\t", t->label, t->name);
		if (!n && *h->label[i])
			fprintf(f, "%s\t", h->label[i]);
		else if (!n)
			fprintf(f, "axis%d\t", i);
	}
	fprintf(f, "%s\n", h->is_complex ? "re\tim" : *q ? q : "value");
}

static void put_number(FILE *f, double v, char end)
{
	char number[32];

	fprintf(f, "%s%c", num_print(v, number, sizeof number), end);
}

static void put_place(FILE *f, const struct head *h, const size_t *at)
{
	const struct table *t;

	for (int i = 0; i < h->ndim - h->is_complex; i++) {
		size_t k = 0, n = 0;
		for (; (t = next_table(h, i, &k)); n++)
			put_number(f, at[i] < t->n ? t->v[at[i]] : NAN, '\t');
		if (!n)
			fprintf(f, "%zu\t", at[i]);
	}
}

void samples_put(FILE *f, const struct head *h, size_t first, size_t n, const double *x)
{
	size_t parts = h->is_complex ? 2 : 1, item = head_item_count(h) / parts, at[ARRAY_MAXDIM];

	for (size_t i = 0; i < n * item; i++, x += parts) {
		size_t rest = i % item;
		for (int a = h->ndim - h->is_complex - 1; a > 0; a--) {
			at[a] = rest % h->n[a];
			rest /= h->n[a];
		}
		at[0] = first + i / item;
		put_place(f, h, at);
		put_number(f, x[0], h->is_complex ? '\t' : '\n');
		if (h->is_complex)
			put_number(f, x[1], '\n');
	}
}
