#include "cli/edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* All at once: labels may change places. */
static void rename_all(struct head *h, char label[][LABEL_MAX])
{
	for (size_t i = 0; i < h->ntable; i++) {
		int axis = head_axis(h, h->table[i].label);

		if (axis >= 0)
			memcpy(h->table[i].label, label[axis], LABEL_MAX);
	}
	for (int axis = 0; axis < h->ndim; axis++)
		memcpy(h->label[axis], label[axis], LABEL_MAX);
}

int edit_axes(struct head *h, const char *labels, struct err *e)
{
	char label[ARRAY_MAXDIM][LABEL_MAX] = { "" };
	const char *p = labels;
	int axis = 0;

	for (; axis < h->ndim && *p; axis++) {
		size_t n = strcspn(p, ",");

		if (n == 0 || n >= LABEL_MAX)
			return err_set(e, E_USAGE, "--axes: a label is empty, or longer than %d", LABEL_MAX - 1);
		memcpy(label[axis], p, n);
		p += n + (p[n] == ',');
	}
	if (*p || axis != h->ndim)
		return err_set(e, E_USAGE, "--axes: '%.100s': the input has %d axes", labels, h->ndim);
	rename_all(h, label);
	return 0;
}

static int set_table(struct head *h, const char *key, const char *text, struct err *e)
{
	char label[LABEL_MAX];
	const char *dot = strchr(key, '.');
	double *v = NULL;
	size_t n;

	if (!dot || dot == key || dot - key >= LABEL_MAX || !dot[1])
		return err_set(e, E_USAGE, "--set: a table is bp.table.LABEL.NAME=VALUES");
	snprintf(label, sizeof label, "%.*s", (int)(dot - key), key);
	if (!*text) {
		head_del_table(h, label, dot + 1);
		return 0;
	}
	if (head_axis(h, label) < 0)
		return err_set(e, E_USAGE, "--set: there is no axis '%s' for a table", label);
	if (!table_parse(text, &v, &n, e))
		head_set_table(h, label, dot + 1, v, n, e);
	mem_free(v);
	return e->code;
}

/* A key of the tools' own without its "bp." would be kept, and used by nobody. */
static int check_key(const char *key, struct err *e)
{
	static const char *const own[] = { META_VERSION, META_QUANTITY, META_ENERGY, META_DISTANCE, META_PIXEL,
					   META_CENTER, META_TILT, META_EXPOSURE, META_SAMPLE, META_SCAN };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!strcmp(key, own[i] + 3))
			return err_set(e, E_USAGE, "--set: '%s' means nothing to the tools: it is %s", key, own[i]);
	return 0;
}

int edit_set(struct head *h, const char *entry, struct err *e)
{
	const char *eq = strchr(entry, '=');
	size_t prefix = strlen(META_TABLE);
	char key[256];

	if (!eq || eq == entry || eq - entry >= (int)sizeof key)
		return err_set(e, E_USAGE, "--set: '%.100s' is not KEY=VALUE", entry);
	snprintf(key, sizeof key, "%.*s", (int)(eq - entry), entry);
	if (!strncmp(key, META_TABLE, prefix))
		return set_table(h, key + prefix, eq + 1, e);
	if (!strcmp(key, "bp.part") || !strcmp(key, "bp.error") || !strcmp(key, META_VERSION))
		return err_set(e, E_USAGE, "--set: %s belongs to the stream itself", key);
	if (eq[1])
		return check_key(key, e) ? e->code : meta_set(&h->meta, key, eq + 1, e);
	meta_del(&h->meta, key);
	return 0;
}

int edit_pair(const char *option, const char *text, double *lo, double *hi, struct err *e)
{
	const char *colon = strchr(text, ':');
	char first[64];

	snprintf(first, sizeof first, "%.*s", colon ? (int)(colon - text < 63 ? colon - text : 63) : 0, text);
	if (!colon || num_parse(first, lo) || num_parse(colon + 1, hi) || *lo >= *hi)
		return err_set(e, E_USAGE, "--%s: '%.60s' is not LO:HI with LO < HI", option, text);
	return 0;
}

int edit_grid(const char *option, const char *text, int most, size_t *columns, size_t *n, struct err *e)
{
	unsigned long max = (unsigned long)most, a, b = 1;
	char *end;

	a = strtoul(text, &end, 10);
	*columns = 0;
	if (text[0] >= '0' && text[0] <= '9' && *end == 'x' && end[1] >= '0' && end[1] <= '9') {
		*columns = a;
		b = strtoul(end + 1, &end, 10);
	}
	if (text[0] < '0' || text[0] > '9' || *end || !a || !b || a > max || b > max || a * b > max)
		return err_set(e, E_USAGE, "--%s: '%.40s' is neither N nor CxR, of 1 to %d images", option, text, most);
	*n = a * b;
	return 0;
}
