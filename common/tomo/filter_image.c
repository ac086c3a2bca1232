#include "tomo/filter_image.h"

#include <math.h>
#include <string.h>

int image_of(struct image *im, const struct head *in, struct err *e)
{
	char buf[200];

	if (in->is_complex)
		return err_set(e, E_DATA, "needs real samples: the input is complex");
	if (in->ndim < 2 || in->ndim > 3)
		return err_set(e, E_DATA, "needs a series of images: the input is %s",
			       head_print(in, buf, sizeof buf));
	im->nrow = in->ndim == 3 ? in->n[1] : 1;
	im->ncol = in->n[in->ndim - 1];
	return 0;
}

size_t image_reflect(long i, size_t n)
{
	long period = 2 * (long)n, m = i % period;

	if (m < 0)
		m += period;
	return (size_t)(m < (long)n ? m : period - 1 - m);
}

int image_bad(const struct image *im, size_t i, double v, const char *what, struct err *e)
{
	return err_set(e, E_DATA, "sample %g at row %zu, col %zu %s", isnan(v) ? (double)NAN : v,
		       i / im->ncol, i % im->ncol, what);
}

size_t image_align(size_t nfloat)
{
	return (nfloat + 15) & ~(size_t)15;
}

size_t image_finite(const float *x, size_t n)
{
	for (size_t from = 0; from < n; from += 1024) {
		size_t to = from + 1024 < n ? from + 1024 : n;
		unsigned bad = 0;

		for (size_t i = from; i < to; i++) {
			unsigned bits;
			memcpy(&bits, x + i, sizeof bits);
			bad |= (bits & 0x7fffffff) >= 0x7f800000;
		}
		if (bad)
			for (size_t i = from; i < to; i++)
				if (!isfinite(x[i]))
					return i;
	}
	return n;
}
