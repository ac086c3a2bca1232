#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "cli/row.h"
#include "cli/text.h"

enum { LEFT = 26 };		/* columns of an option's name */

static const struct {
	const char *as;
	void (*print)(const struct tool *t);
} forms[] = {
	{ "man", help_man }, { "bash", help_bash }, { "json", help_json },
};

int help_check(const char *as, struct err *e)
{
	for (size_t i = 0; as && i < sizeof forms / sizeof *forms; i++)
		if (!strcmp(as, forms[i].as))
			return 0;
	return as ? err_set(e, E_USAGE, "--help=%.60s: not man, bash or json", as) : 0;
}

void help_print(const struct tool *t, const char *as)
{
	for (size_t i = 0; as && i < sizeof forms / sizeof *forms; i++)
		if (!strcmp(as, forms[i].as)) {
			forms[i].print(t);
			return;
		}
	help_text(t);
}

int help_flush(const struct tool *t)
{
	if (!ferror(stdout) && !fflush(stdout))
		return E_OK;
	fprintf(stderr, "%s: standard output: write failed\n", t->name);
	return E_IO;
}

static size_t append(char *buf, size_t len, size_t at, const char *sep, const char *a, const char *b)
{
	if (at < len)
		at += (size_t)snprintf(buf + at, len - at, "%s%s%s", at ? sep : "", a, b);
	return at;
}

static size_t remark_choices(const struct row *r, char *buf, size_t len)
{
	size_t at = 0;

	for (int i = 0; r->o->choices[i]; i++)
		at = append(buf, len, at, ", ", r->o->choices[i], "");
	return at;
}

const char *help_remark(const struct row *r, char *buf, size_t len)
{
	char bounds[80];
	size_t at = 0;

	buf[0] = 0;
	if (r->o->type == OPT_CHOICE)
		at = remark_choices(r, buf, len);
	if (*row_bounds(r->o, bounds, sizeof bounds))
		at = append(buf, len, at, "; ", bounds, "");
	if (r->def && *r->def && !r->o->key)
		append(buf, len, at, "; ", "default ", r->def);
	else if (r->o->key && r->def && *r->def) {
		at = append(buf, len, at, "; ", "default the input's ", r->o->key);
		append(buf, len, at, ", else ", r->def, "");
	} else if (r->o->key)
		append(buf, len, at, "; ", "default the input's ", r->o->key);
	return buf;
}

/* A long pipe goes on in the next line. */
void help_example(const char *text, const char *indent, bool roff)
{
	while (*text) {
		size_t room = TEXT_WIDTH - strlen(indent), n = strlen(text), i;
		char line[512];

		for (i = n > room ? room : 0; i > 1 && strncmp(text + i - 2, "| ", 2); i--)
			;
		if (n > room && i > 1)
			n = i;
		snprintf(line, sizeof line, "%.*s", (int)n, text);
		if (line[0] && line[strlen(line) - 1] == ' ')
			line[strlen(line) - 1] = 0;
		fputs(indent, stdout);
		if (roff)
			text_roff(stdout, line);
		else
			fputs(line, stdout);
		putchar('\n');
		text += n;
		indent = roff ? "    " : "      ";
	}
}

static void option(const struct row *r)
{
	const struct opt *o = r->o;
	const char *arg = row_arg(o);
	struct wrap w = { .f = stdout, .indent = LEFT + 2 };
	char left[80], remark[512], around[520];
	int n;

	n = snprintf(left, sizeof left, "  %s%c%s--%s%s%s", o->c ? "-" : " ", o->c ? o->c : ' ',
		     o->c ? ", " : "  ", o->name, arg ? "=" : "", arg ? arg : "");
	fputs(left, stdout);
	if (n > LEFT)
		putchar('\n');
	w.col = n > LEFT ? 0 : n;
	for (; w.col && w.col < w.indent; w.col++)
		putchar(' ');
	wrap_words(&w, o->help);
	if (*help_remark(r, remark, sizeof remark)) {
		snprintf(around, sizeof around, "(%s)", remark);
		wrap_words(&w, around);
	}
	wrap_end(&w);
}

void help_text(const struct tool *t)
{
	printf("usage: %s [OPTION]...%s%s\n", t->name, *t->operands ? " " : "", t->operands);
	printf("%s - %s\n\n", t->name, t->brief);
	text_paragraphs(stdout, t->about, false);
	printf("\noptions:\n");
	for (int i = 0; i < row_count(); i++)
		option(row_at(i));
	printf("\nexamples:\n");
	for (const char *const *x = t->examples; *x; x++)
		help_example(*x, "  ", false);
}
