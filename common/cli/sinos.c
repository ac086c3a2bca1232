#include "cli/sinos.h"

#include <math.h>

int sinos_open(struct order **o, struct stream *in, const struct flow_par *par, struct err *e)
{
	const struct head *h = stream_head(in);
	struct order_par op = { .memory = par->memory / 2, .tmp = par->tmp, .note = par->note,
				.ctx = par->ctx, .swap = head_is(h, "angle", "row", "col") };
	char text[160];

	if (!op.swap && !head_is(h, "row", "angle", "col"))
		return err_set(e, E_DATA, "%s: %s: need sinograms [row][angle][col] or projections "
			       "[angle][row][col]", stream_name(in), head_print(h, text, sizeof text));
	return order_open(o, in, &op, e);
}

int sinos_read(struct order *o, size_t row, bool transmission, void *raw, float *sino, struct err *e)
{
	const struct head *h = order_head(o);
	size_t n = head_item_count(h);

	if (order_read(o, row, 1, raw, e))
		return e->code;
	convert(raw, h->type, sino, DT_F32, n);
	for (size_t i = 0; transmission && i < n; i++)
		sino[i] = -logf(fmaxf(sino[i], 1e-6f));
	return 0;
}
