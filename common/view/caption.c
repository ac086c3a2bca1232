#include "view/caption.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- quantities ------------------------------------------------------------------------------ */

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
		{ "reflectivity", "reflectivity", "" },
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

bool caption_is_wide(const struct head *h)
{
	return !strcmp(head_quantity(h), "intensity") || !strcmp(head_quantity(h), "reflectivity");
}

/* ---- axes ------------------------------------------------------------------------------------ */

bool caption_is_length(const struct head *h, int axis)
{
	static const char *const lengths[] = { "", "row", "col", "x", "y", "z" };

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
		if (!strcmp(h->label[axis], lengths[i]))
			return true;
	return false;
}

bool caption_is_up(const struct head *h, int axis)
{
	static const char *const up[] = { "alpha", "qz", "v" };

	for (size_t i = 0; i < sizeof up / sizeof *up; i++)
		if (!strcmp(h->label[axis], up[i]))
			return true;
	return false;
}

/* Tables that say where samples are, and what people call them; name NULL: as the axis. */
struct coordinate { const char *label, *table, *name, *unit; };
static const struct coordinate known[] = {
	{ "angle", "theta_deg", "angle", "°" },
	{ "alpha", "deg", "α_f", "°" },
	{ "phi", "deg", "φ_f", "°" },
	{ "qz", "per_nm", "q_z", "nm⁻¹" },
	{ "qy", "per_nm", "q_y", "nm⁻¹" },
	{ "frame", "energy_keV", "energy", "keV" },
	{ "frame", "omega_deg", "ω", "°" },
};
static const struct coordinate units[] = {	/* of any other axis, by the unit alone */
	{ NULL, "deg", NULL, "°" },
	{ NULL, "per_nm", NULL, "nm⁻¹" },
	{ NULL, "keV", NULL, "keV" },
	{ NULL, "m", NULL, "m" },
	{ NULL, "mm", NULL, "mm" },
	{ NULL, "um", NULL, "µm" },
	{ NULL, "nm", NULL, "nm" },
	{ NULL, "s", NULL, "s" },
};

/* The k-th table with coordinates of an axis, and its words; NULL when there are no more. */
static const struct table *coordinates(const struct head *h, int axis, size_t k, struct coordinate *c)
{
	const size_t nknown = sizeof known / sizeof *known, nunits = sizeof units / sizeof *units;
	const char *label = h->label[axis];
	const struct table *t;
	bool found = false;

	for (size_t i = 0; *label && i < nknown + nunits; i++) {
		*c = i < nknown ? known[i] : units[i - nknown];
		if ((c->label && strcmp(c->label, label)) || (!c->label && found) || !(t = head_table(h, label, c->table)))
			continue;
		found = true;
		if (!c->name)
			c->name = label;
		if (!strcmp(c->name, "α_f") && !strcmp(head_quantity(h), "reflectivity"))
			c->name = "α_i";
		if (!k--)
			return t;
	}
	return NULL;
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

static const char *with_unit(const struct coordinate *c, char *buf, size_t len)
{
	snprintf(buf, len, "%s (%s)", c->name, c->unit);
	return buf;
}

struct figure_axis caption_axis(const struct head *h, int axis, char *buf, size_t len)
{
	const char *label = h->label[axis];
	struct coordinate c;
	const struct table *t = coordinates(h, axis, 0, &c);
	struct figure_axis a = { .label = buf, .first = 0, .step = 1 };

	snprintf(buf, len, "%s", *label ? label : "index");
	if (t && is_even(t))
		with_unit(&c, buf, len);
	else if ((t = head_table(h, label, "index")) && !is_even(t))
		t = NULL;
	if (t) {
		a.first = t->v[0];
		a.step = (t->v[t->n - 1] - t->v[0]) / (double)(t->n - 1);
	}
	return a;
}

const double *caption_coordinates(const struct head *h, int axis, char *buf, size_t len)
{
	const char *label = h->label[axis];
	struct coordinate c;
	const struct table *t = coordinates(h, axis, 0, &c);

	if (t)
		with_unit(&c, buf, len);
	else
		snprintf(buf, len, "%s", *label ? label : "index");
	if (!t)
		t = head_table(h, label, "index");
	return t ? t->v : NULL;
}

double caption_aspect(const struct head *h, int row, int col)
{
	struct coordinate a, b;
	const struct table *r = coordinates(h, row, 0, &a), *c = coordinates(h, col, 0, &b);
	char none[8];

	if (!r || !c || strcmp(a.unit, b.unit) || !is_even(r) || !is_even(c))
		return 1;
	double ratio = fabs(caption_axis(h, row, none, sizeof none).step / caption_axis(h, col, none, sizeof none).step);
	return ratio >= 0.2 && ratio <= 5 ? ratio : 1;
}

/* ---- places ---------------------------------------------------------------------------------- */

/* "q_z = 0.4 nm⁻¹", of several tables one after the other; false when there is none. */
static bool place_coordinates(const struct head *h, int axis, size_t index, char *buf, size_t len)
{
	static const char *const terms[] = { "all terms", "TiTf", "RiTf", "TiRf", "RiRf" };
	const struct table *t, *term = head_table(h, h->label[axis], "term");
	struct coordinate c;
	size_t n = 0;

	*buf = '\0';
	for (size_t k = 0; n < len && (t = coordinates(h, axis, k, &c)); k++)
		if (index < t->n)
			n += (size_t)snprintf(buf + n, len - n, "%s%s = %.6g%s%s", n ? ", " : "", c.name, t->v[index],
					      strcmp(c.unit, "°") ? " " : "", c.unit);
	if (n < len && term && index < term->n && term->v[index] >= 0 && term->v[index] <= 4)
		n += (size_t)snprintf(buf + n, len - n, "%s%s", n ? ", " : "", terms[(int)term->v[index]]);
	if (n && n < len)
		snprintf(buf + n, len - n, " (%zu)", index);
	return n;
}

const char *caption_place(const struct head *h, int axis, size_t index, char *buf, size_t len)
{
	const char *label = h->label[axis];
	const struct table *at = head_table(h, label, "index"), *key = head_table(h, label, "key");
	const struct table *name = head_table(h, label, "number"), *center = strcmp(label, "row") ? head_table(h, label, "center_px") : NULL;
	char plain[16], number[32];

	if (!*label) {
		snprintf(plain, sizeof plain, "axis %d", axis);
		label = plain;
	}
	if (key && index < key->n && (key->v[index] == 1 || key->v[index] == 2))
		snprintf(buf, len, "%s (%zu)", key->v[index] == 1 ? "flat" : "dark", index);
	else if (place_coordinates(h, axis, index, buf, len))
		return buf;
	else if (name && index < name->n)
		snprintf(buf, len, "%s = %s (%zu)", label, num_print(name->v[index], number, sizeof number), index);
	else if (center && index < center->n)
		snprintf(buf, len, "center = %.6g (%zu)", center->v[index], index);
	else
		snprintf(buf, len, "%s = %s", label,
			 num_print(at && index < at->n ? at->v[index] : (double)index, number, sizeof number));
	return buf;
}
