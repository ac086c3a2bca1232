#include "scat/material.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "num/xray.h"
#include "scat/job.h"

#define SLD_PER_NM2 1e-4	/* 1e-6/Angstrom^2 */

/* One line: 1 when it has three numbers, 0 when it is empty or a comment, -1 else. */
static int table_line(const char *s, const char *end, double v[3])
{
	char line[256], *at = line;
	size_t len = strcspn(s, "#\n\r");

	if (s + len > end)
		len = (size_t)(end - s);
	if (len >= sizeof line)
		return -1;
	memcpy(line, s, len);
	line[len] = 0;
	at += strspn(at, " \t");
	if (!*at)
		return 0;
	for (int i = 0; i < 3; i++) {
		char *stop;

		v[i] = strtod(at, &stop);
		if (stop == at || !isfinite(v[i]))
			return -1;
		at = stop + strspn(stop, " \t,");
	}
	return *at ? -1 : 1;
}

static double between(double e0, double v0, double e1, double v1, double e)
{
	if (v0 > 0 && v1 > 0)
		return v0 * exp(log(v1 / v0) * log(e / e0) / log(e1 / e0));
	return v0 + (v1 - v0) * (e - e0) / (e1 - e0);
}

static void pick(const double a[3], const double b[3], double energy_kev, double *delta, double *beta)
{
	*delta = energy_kev == b[0] ? b[1] : between(a[0], a[1], b[0], b[1], energy_kev);
	*beta = energy_kev == b[0] ? b[2] : between(a[0], a[2], b[0], b[2], energy_kev);
}

int material_table(const char *text, const char *name, double energy_kev, double *delta, double *beta, struct err *e)
{
	double last[3], v[3], first = NAN;
	size_t rows = 0, line = 1;
	bool got = false;

	for (const char *s = text; *s; line++) {
		const char *end = s + strcspn(s, "\n");
		int what = table_line(s, end, v);

		if (what < 0)
			return err_set(e, E_DATA, "%s:%zu: expected \"E[keV] delta beta\"", name, line);
		if (what && (!(v[0] > 0) || v[2] < 0))
			return err_set(e, E_DATA, "%s:%zu: energy %g keV, beta %g: impossible", name, line, v[0], v[2]);
		if (what && rows && !(v[0] > last[0]))
			return err_set(e, E_DATA, "%s:%zu: energy %g keV does not come after %g keV", name, line, v[0], last[0]);
		if (what && energy_kev <= v[0] && (rows || energy_kev == v[0]) && !got) {
			pick(rows ? last : v, v, energy_kev, delta, beta);
			got = true;
		}
		if (what) {
			first = rows++ ? first : v[0];
			memcpy(last, v, sizeof last);
		}
		s = end + (*end == '\n');
	}
	if (!rows)
		return err_set(e, E_DATA, "%s: no line \"E[keV] delta beta\"", name);
	if (!got || energy_kev < first)
		return err_set(e, E_DATA, "%s: has %g to %g keV, not %g keV", name, first, last[0], energy_kev);
	return 0;
}

static int read_table(const struct node *n, double energy_kev, const struct job_files *files, double *delta, double *beta,
		      struct err *e)
{
	const struct node *t = node_get(n, "table");
	struct err why = { 0 };
	char *text = NULL;

	if (node_is(t, NODE_TEXT, e))
		return e->code;
	if (!files || !files->text)
		return node_err(t, e, "table: no files can be read here");
	if (files->text(files->ctx, t, t->text, &text, e))
		return e->code;
	if (material_table(text, t->text, energy_kev, delta, beta, &why))
		node_err(t, e, "%s", why.msg);
	mem_free(text);
	return e->code;
}

static int read_formula(const struct node *n, double energy_kev, double *delta, double *beta, struct err *e)
{
	const struct node *f = node_get(n, "formula"), *d = node_get(n, "density_g_cm3");
	struct err why = { 0 };
	double density_g_cm3;

	if (node_is(f, NODE_TEXT, e))
		return e->code;
	if (!d)
		return node_err(n, e, "formula %s needs density_g_cm3", f->text);
	if (node_num(d, UNIT_G_CM3, 1e-9, 100, &density_g_cm3, e))
		return e->code;
	if (xray_index(f->text, density_g_cm3, energy_kev, delta, beta, &why))
		node_err(f, e, "%s", why.msg);
	return e->code;
}

static int optional(const struct node *n, enum node_unit unit, double hi, double *out, struct err *e)
{
	*out = 0;
	return n ? node_num(n, unit, 0, hi, out, e) : 0;
}

static int read_sld(const struct node *n, double wavelength_nm, double *delta, double *beta, struct err *e)
{
	double unit = SLD_PER_NM2 * wavelength_nm * wavelength_nm / (2 * M_PI), re, im;

	if (node_num(node_get(n, "sld_re"), UNIT_NONE, -1e4, 1e4, &re, e) ||
	    optional(node_get(n, "sld_im"), UNIT_NONE, 1e4, &im, e))
		return e->code;
	*delta = re * unit;
	*beta = im * unit;
	return 0;
}

static int read_plain(const struct node *n, double *delta, double *beta, struct err *e)
{
	if (node_num(node_get(n, "delta"), UNIT_NONE, -1, 1, delta, e))
		return e->code;
	return optional(node_get(n, "beta"), UNIT_NONE, 1, beta, e);
}

enum { WAYS = 4 };
static const char *const leads[WAYS] = { "delta", "formula", "table", "sld_re" };
static const char *const helps[WAYS] = { "beta", "density_g_cm3", NULL, "sld_im" };

/* Which of the ways; all keys must be of one. */
static int find_way(const struct node *n, int *way, struct err *e)
{
	*way = -1;
	for (int i = 0; i < WAYS; i++) {
		if (!node_get(n, leads[i]))
			continue;
		if (*way >= 0)
			return node_err(node_get(n, leads[i]), e, "a material has either %s or %s", leads[*way], leads[i]);
		*way = i;
	}
	if (*way < 0)
		return node_err(n, e, "a material is {delta, beta}, {formula, density_g_cm3}, {table} or {sld_re, sld_im}");
	for (int i = 0; i < WAYS; i++)
		if (i != *way && helps[i] && node_get(n, helps[i]))
			return node_err(node_get(n, helps[i]), e, "%s does not go with %s", helps[i], leads[*way]);
	return 0;
}

int material_read(const struct node *n, double energy_kev, double wavelength_nm, const struct job_files *files, double *delta,
		  double *beta, struct err *e)
{
	static const char *const keys[] = { "delta", "beta", "formula", "density_g_cm3", "table", "sld_re", "sld_im", "name",
					    "description", NULL };
	int way;

	if (node_is(n, NODE_MAP, e) || node_keys(n, keys, e) || find_way(n, &way, e))
		return e->code;
	switch (way) {
	case 0:
		return read_plain(n, delta, beta, e);
	case 1:
		return read_formula(n, energy_kev, delta, beta, e);
	case 2:
		return read_table(n, energy_kev, files, delta, beta, e);
	default:
		return read_sld(n, wavelength_nm, delta, beta, e);
	}
}
