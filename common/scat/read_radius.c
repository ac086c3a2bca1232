#include "scat/read.h"

#include <math.h>
#include <string.h>

double rd_radius(const struct part *p, size_t npart)
{
	struct ff_box b;

	if (!npart || !p->shape.kind)
		return 0;
	b = ff_box(&p->shape);
	return (b.hi.x - b.lo.x) / 2;
}
