/* xrmc-structure - fraction, chords, sizes and correlations of a model */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "cli/report.h"
#include "cli/slabs.h"
#include "rmc/chord.h"
#include "rmc/structure.h"
#include "rmc/target.h"

enum table_kind { TABLE_NONE, TABLE_G, TABLE_S, TABLE_CHORDS };

static bool json;
static int table;
static const char *get;
static struct select sel;

static const char *const tables[] = { "none", "g", "s", "chords", NULL };	/* as enum table_kind */

static const struct opt opts[] = {
	STR('g', "get", &get, "NAME", "print one bare number, by its name; exit 1 when the model has none"),
	CHOICE('t', "table", &table, "TABLE", tables, "instead: g(r), S(q), or the chord lengths of both phases, a line each"),
	FLAG(0, "json", &json, "print JSON"),
	CROP_OPTS(sel),
	OPT_END
};

static const struct tool tool = {
	.name = "xrmc-structure",
	.brief = "fraction, chords, sizes and correlations of a model",
	.operands = "[FILE]",
	.max_operands = 1,
	.about = "Reads a square two-phase model [y][x] of 0 (empty) and anything else (filled) on a periodic lattice and prints: the filled part, mean chords of both "
		 "phases, the length of their border over the area, the radius of discs which fits the chords, and the ring of q in "
		 "which it scatters most. Of a stack [..][y][x] the first is taken; see --items.",
	.opts = opts,
	.examples = (const char *const[]){
		"xrmc-model spinodal --size 128 | xrmc-structure",
		"xrmc-model discs --size 128 --radius 6 --loading 0.2 | xrmc-structure --get disc_radius",
		"xrmc-model spinodal --size 128 | xrmc-structure --table s -o s.tsv", NULL },
};

struct model { unsigned char *a; size_t n; const char *name; };

/* The first image of the input as 0 and 1. */
static int take(struct model *m, const struct stream *s, const double *x, struct err *e)
{
	double filled = 0, other = 0;

	for (size_t i = 0; i < m->n * m->n; i++) {
		if (!isfinite(x[i]))
			return err_set(e, E_DATA, "%s: row %zu, col %zu is no number", stream_name(s), i / m->n, i % m->n);
		m->a[i] = x[i] != 0;
		filled = filled == 0 ? x[i] : filled;
		other = x[i] != 0 && x[i] != filled ? x[i] : other;
	}
	if (other != 0)
		tool_note(&tool, "%s has more values than two (%g, %g, ...): all but 0 is taken as filled", stream_name(s), filled, other);
	return 0;
}

static int read_model(struct model *m, struct stream *s, struct err *e)
{
	const struct head *h = stream_head(s);
	struct slabs in = { 0 };
	size_t rows = h->ndim > 1 ? h->n[h->ndim - 2] : 1;
	char text[160];

	double all = 1;

	m->n = h->n[h->ndim - 1];
	m->name = stream_name(s);
	if (h->ndim < 2 || h->is_complex || rows != m->n || m->n > RMC_SIZE_MAX)
		return err_set(e, E_DATA, "%s is no square model of at most %d pixels a side: %s", m->name, RMC_SIZE_MAX,
			       head_print(h, text, sizeof text));
	for (int i = 0; i < h->ndim - 2; i++)
		all *= (double)h->n[i];
	if (all > 1)
		tool_note(&tool, "%s: the first of %.0f models (see --items)", m->name, all);
	m->a = mem_alloc(m->n * m->n, 1, "a model", e);
	if (m->a && !slabs_open(&in, &tool, s, false, h->ndim == 2 ? m->n : 0, e) && !slabs_next(&in, e)) {
		if (!in.n)
			err_set(e, E_DATA, "%s is empty", m->name);
		else if (!take(m, s, in.x, e))
			while (!slabs_next(&in, e) && in.n)
				;	/* to its end, so that a short one is found */
	}
	slabs_close(&in);
	return e->code;
}

static void add_num(struct report *r, const char *name, double v, const char *unit)
{
	if (isfinite(v) && v > 0)
		report_num(r, name, v, unit);
}

/* A model without chords, or without one of the phases, has fewer rows. */
static int discs_rows(struct report *r, const struct chords *c, struct err *e)
{
	struct err none = { 0, "" };
	struct chord_disc d;

	if (chord_disc_fit(c, 1, &d, &none))
		return none.code == E_DATA ? 0 : err_set(e, none.code, "%s", none.msg);
	add_num(r, "disc_radius", d.radius_px, "px");
	report_num(r, "disc_spread", d.spread_px, "px");
	add_num(r, "disc_chord_radius", d.chord_radius_px, "px");
	report_num(r, "disc_used", d.used, NULL);
	report_num(r, "disc_misfit", d.misfit, NULL);
	return 0;
}

static int peak_rows(struct report *r, const struct model *m, struct err *e)
{
	double phi = structure_fraction(m->a, m->n), peak, *s;

	if (!(phi > 0 && phi < 1))
		return 0;
	s = mem_alloc(structure_rings(m->n), sizeof *s, "rings", e);
	if (s && !structure_s(m->a, m->n, NULL, s, e)) {
		peak = structure_peak(s, structure_rings(m->n));
		add_num(r, "peak_q", peak, "cycles/box");
		add_num(r, "peak_length", (double)m->n / peak, "px");
	}
	mem_free(s);
	return e->code;
}

static int print_report(const struct model *m, const struct chords *c, struct err *e)
{
	struct report *r;

	if (report_new(&r, json, e))
		return e->code;
	report_str(r, "file", m->name);
	report_int(r, "size", (long long)m->n, "px");
	report_num(r, "filled", structure_fraction(m->a, m->n), NULL);
	add_num(r, "chord_filled", chord_mean_px(c, 1), "px");
	add_num(r, "chord_empty", chord_mean_px(c, 0), "px");
	report_num(r, "surface", chord_surface_per_px(c), "1/px");
	if (!discs_rows(r, c, e))
		peak_rows(r, m, e);
	if (get)
		report_only(r, get, E_NO);
	return report_end(r, e);
}

static void print_chords(FILE *f, const struct chords *c)
{
	static const char *const lines[] = { "row", "col", "down", "up" };

	fprintf(f, "phase\tline\tlength_px\tcount\n");
	for (int phase = 0; phase < 2; phase++)
		for (int line = 0; line < CHORD_LINES; line++)
			for (size_t k = 1; k < c->n; k++)
				if (chords_of(c, phase, (enum chord_line)line)[k])
					fprintf(f, "%d\t%s\t%.9g\t%zu\n", phase, lines[line],
						(double)k * chord_step_px((enum chord_line)line),
						chords_of(c, phase, (enum chord_line)line)[k]);
}

static int print_rings(FILE *f, const struct model *m, struct err *e)
{
	size_t rings = structure_rings(m->n), first = table == TABLE_S;
	double *x = mem_alloc(2 * rings, sizeof *x, "rings", e);
	int code = !x ? e->code : table == TABLE_S ? structure_s(m->a, m->n, x, x + rings, e) : structure_g(m->a, m->n, x, x + rings, e);

	if (!code)
		fprintf(f, table == TABLE_S ? "q\ts\n" : "r_px\tg\n");
	for (size_t k = first; k < rings && !code; k++)
		fprintf(f, "%.9g\t%.9g\n", x[k], x[rings + k]);
	mem_free(x);
	if (code)
		err_at(e, m->name);
	return e->code;
}

static int print_table(const struct model *m, const struct chords *c, struct err *e)
{
	struct printout p;

	if (printout_new(&p, e))
		return e->code;
	if (table == TABLE_CHORDS)
		print_chords(p.f, c);
	else
		print_rings(p.f, m, e);
	return printout_end(&p, e);
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	struct model m = { 0 };
	struct chords c = { 0 };
	struct stream *s = NULL;
	int first = tool_start(&tool, argc, argv);

	if (table && (json || get))
		err_set(&e, E_USAGE, "--table excludes --json and --get");
	if (!e.code && !stream_open(&s, tool_input(first, argc, argv), &sel, &e) && !read_model(&m, s, &e) &&
	    !chords_count(&c, m.a, m.n, &e)) {
		if (table)
			print_table(&m, &c, &e);
		else
			print_report(&m, &c, &e);
	}
	chords_free(&c);
	mem_free(m.a);
	stream_close(s);
	return tool_end(&tool, &e);
}
