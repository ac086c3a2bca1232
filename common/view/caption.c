#include "view/caption.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void caption_quantity(const struct head *h, const char **name, const char **unit)
{
	static const struct { const char *key, *name, *unit; } known[] = {
		{ "counts", "counts", "" },
		{ "transmission", "transmission", "" },
		{ "mu_t", "projected attenuation µt", "" },
		{ "mu_per_cm", "linear attenuation", "cm⁻¹" },
		{ "mu_per_px", "linear attenuation", "pixel⁻¹" },
		{ "delta", "refractive index decrement δ", "" },
		{ "intensity", "intensity", "" },
	};
	const char *q = head_quantity(h);

	*name = q;
	*unit = "";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(q, known[i].key)) {
			*name = known[i].name;
			*unit = known[i].unit;
		}
}

bool caption_is_length(const struct head *h, int axis)
{
	static const char *const lengths[] = { "", "row", "col", "x", "y", "z" };

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
		if (!strcmp(h->label[axis], lengths[i]))
			return true;
	return false;
}

/* Are the values of the table a straight line, to a hundredth of a step? */
static bool is_even(const struct table *t)
{
	double step = t->n > 1 ? (t->v[t->n - 1] - t->v[0]) / (double)(t->n - 1) : 0;

	for (size_t i = 0; i < t->n; i++)
		if (!(fabs(t->v[i] - t->v[0] - (double)i * step) <= 0.01 * fabs(step)))
			return false;
	return step != 0;
}

struct figure_axis caption_axis(const struct head *h, int axis, char *buf, size_t len)
{
	const char *label = h->label[axis];
	const struct table *t = head_table(h, label, "theta_deg");
	struct figure_axis a = { .label = buf, .first = 0, .step = 1 };

	snprintf(buf, len, "%s", *label ? label : "index");
	if (t && is_even(t))
		snprintf(buf, len, "%s (°)", label);
	else if ((t = head_table(h, label, "index")) && !is_even(t))
		t = NULL;
	if (t) {
		a.first = t->v[0];
		a.step = (t->v[t->n - 1] - t->v[0]) / (double)(t->n - 1);
	}
	return a;
}

const char *caption_place(const struct head *h, int axis, size_t index, char *buf, size_t len)
{
	const char *label = h->label[axis];
	const struct table *theta = head_table(h, label, "theta_deg"), *at = head_table(h, label, "index");
	const struct table *center = strcmp(label, "row") ? head_table(h, label, "center_px") : NULL;
	const struct table *key = head_table(h, label, "key");
	char plain[16], number[32];

	if (!*label) {
		snprintf(plain, sizeof plain, "axis %d", axis);
		label = plain;
	}
	if (key && index < key->n && (key->v[index] == 1 || key->v[index] == 2))
		snprintf(buf, len, "%s (%zu)", key->v[index] == 1 ? "flat" : "dark", index);
	else if (theta && index < theta->n)
		snprintf(buf, len, "%s = %.6g° (%zu)", label, theta->v[index], index);
	else if (center && index < center->n)
		snprintf(buf, len, "center = %.6g (%zu)", center->v[index], index);
	else
		snprintf(buf, len, "%s = %s", label,
			 num_print(at && index < at->n ? at->v[index] : (double)index, number, sizeof number));
	return buf;
}
