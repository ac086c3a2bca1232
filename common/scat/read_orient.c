#include "scat/read.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "scat/own.h"

static int room(struct rd *r, size_t n, struct rot3 **rot, double **w)
{
	*rot = own_alloc(&r->tmp, n, sizeof **rot, r->e);
	*w = own_alloc(&r->tmp, n, sizeof **w, r->e);
	return *rot && *w ? 0 : r->e->code;
}

static int listed(struct rd *r, const struct node *n, size_t *count, struct rot3 **rot, double **w)
{
	static const char *const keys[] = { "rotations", "rotation_z_deg", "weight", NULL };
	double sum = 0;

	*count = n->n;
	if (rd_list(r, n, 1, RD_SPECIES) || room(r, n->n, rot, w))
		return r->e->code;
	for (size_t i = 0; i < n->n; i++) {
		(*w)[i] = 1;
		if (rd_keys(r, n->child[i], keys) || rd_rotation(r, n->child[i], &(*rot)[i]) ||
		    rd_opt(r, n->child[i], "weight", UNIT_NONE, 0, 1e12, &(*w)[i]))
			return r->e->code;
		sum += (*w)[i];
	}
	if (!(sum > 0))
		return node_err(n, r->e, "the weights of the orientations have no positive sum");
	for (size_t i = 0; i < n->n; i++)
		(*w)[i] /= sum;
	return 0;
}

int rd_orientations(struct rd *r, const struct node *n, size_t *count, struct rot3 **rot, double **w)
{
	return listed(r, n, count, rot, w);
}
