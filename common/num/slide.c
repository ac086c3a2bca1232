#include "num/slide.h"

#include "num/slide.hot.h"
#include "num/sort.h"

size_t slide_work(size_t size)
{
	return (size + 2) * STRIP * sizeof(float);
}

void slide_median(const float *x, size_t n, size_t size, float *y, void *work)
{
	HOT_PICK(slide_strip)(x, n, size, y, work);
}
