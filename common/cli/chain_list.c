/* The list of methods for people (declared in chain.h). */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/chain.h"
#include "cli/text.h"

enum { TEXT_COL = 14, PARAM_COL = 28 };

/* "help: a, b, c; 1 to 9; default 3" */
static void describe(FILE *f, const struct param *p)
{
	char lo[40], hi[40];

	fputs(p->help, f);
	for (int i = 0; p->type == PARAM_CHOICE && p->choices[i]; i++)
		fprintf(f, "%s %s", i ? "," : ":", p->choices[i]);
	if (p->type == PARAM_NUM || p->type == PARAM_INT)
		fprintf(f, "; %s to %s", num_print(p->lo, lo, sizeof lo),
			num_print(p->hi, hi, sizeof hi));
	if (!isfinite(p->def) && p->meta)
		fprintf(f, "; else the input's %s", p->meta);
	else if (isnan(p->def))
		fputs("; required", f);
	else if (!isinf(p->def))
		fprintf(f, "; default %s", p->type == PARAM_CHOICE ? p->choices[(int)p->def] :
			p->type == PARAM_FLAG ? (p->def != 0 ? "yes" : "no") :
			num_print(p->def, lo, sizeof lo));
}

static void print_param(const struct param *p)
{
	struct wrap w = { .f = stdout, .indent = PARAM_COL, .col = 0 };
	char value[20] = "X", *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	for (size_t i = 0; i + 1 < sizeof value && p->unit[i]; i++) {
		value[i] = (char)toupper((unsigned char)p->unit[i]);
		value[i + 1] = '\0';
	}
	w.col = printf("%*s%s=%s", TEXT_COL, "", p->name, *p->unit ? value :
		       p->type == PARAM_CHOICE ? "NAME" : p->type == PARAM_FLAG ? "yes|no" : value);
	if (w.col > PARAM_COL - 2)
		wrap_end(&w);
	if (f) {
		describe(f, p);
		if (!fclose(f) && text)
			wrap_words(&w, text);
	}
	wrap_end(&w);
	free(text);
}

static void print_method(const struct method *m)
{
	static const char *const order[] = {
		[ORDER_ANY] = "any series of images", [ORDER_PROJ] = "projections",
		[ORDER_SINO] = "sinograms", [ORDER_SLICE] = "slices",
	};
	struct wrap w = { .f = stdout, .indent = TEXT_COL, .col = 0 };
	char text[200];

	w.col = printf("%s", m->name);
	if (w.col > TEXT_COL - 2)
		wrap_end(&w);
	wrap_words(&w, m->brief);
	wrap_end(&w);
	snprintf(text, sizeof text, "for %s%s%s%s%s", order[m->map.order], m->wants ? " of " : "",
		 m->wants ? m->wants : "", m->gives ? "; gives " : "", m->gives ? m->gives : "");
	wrap_words(&w, text);
	wrap_end(&w);
	if (*m->reference) {
		wrap_words(&w, m->reference);
		wrap_end(&w);
	}
	for (const struct param *p = m->param; p->type != PARAM_END; p++)
		print_param(p);
}

void chain_list(const struct method *const *list)
{
	for (size_t i = 0; list[i]; i++) {
		if (i)
			putchar('\n');
		print_method(list[i]);
	}
}
