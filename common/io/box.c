#include "io/box.h"

void box_set(struct box *b, int ndim, const size_t *n, size_t width)
{
	for (int i = 0; i < ARRAY_MAXDIM; i++)
		b->n[i] = i < ndim ? n[i] : 1;
	b->width = width;
}

int box_read(const struct box *b, struct source *s, size_t i, size_t ni, size_t r, size_t nr,
	     size_t c, size_t nc, void *buf, struct err *e)
{
	size_t plane = b->n[2] * b->n[3], item = b->n[1] * plane;
	char *to = buf;

	if (b->n[1] == 1)
		r = 0, nr = 1;
	if (b->n[2] == 1)
		c = 0, nc = 1;
	if (nr == b->n[1] && nc == b->n[2])		/* whole items */
		return b->run(s, i * item, ni * item, buf, e);
	for (size_t k = i; k < i + ni; k++) {
		size_t runs = nc == b->n[2] ? 1 : nr, len = nc == b->n[2] ? nr * plane : nc * b->n[3];
		for (size_t j = 0; j < runs; j++, to += len * b->width)
			if (b->run(s, k * item + (r + j) * plane + c * b->n[3], len, to, e))
				return e->code;
	}
	return 0;
}
