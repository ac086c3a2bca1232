#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/rmcconf.h"
#include "app/rmcjob.h"
#include "base/mem.h"
#include "io/hig.h"
#include "io/textfile.h"

enum { CONFIG_MOST = 1 << 20 };

static const char *const parts[] = { "instrumentation", "computation", NULL };
/* The predecessor takes these four from either part, and wrote the first two in both ways. */
#define EITHER "temperatures", "tstar", "coolingfactors", "initmodel"
static const char *const instrument[] = { "inputimage", "imagesize", "maskimage", "numtiles", "loadingfactors", EITHER, NULL };
static const char *const compute[] = {
	"runname", "modelstartsize", "numstepsfactor", "scalefactor", "maxmovedistance", EITHER, NULL,
};

static const char *text_at(const struct node *n, const char *key)
{
	const struct node *c = node_get(n, key);

	return c && c->type == NODE_TEXT && *c->text ? c->text : NULL;
}

/* A whole number, or a vector of two equal ones. */
static int size_of(const struct node *n, const char *key, int *out, struct err *e)
{
	const struct node *c = node_get(n, key);
	long a, b;

	if (!c)
		return 0;
	if (c->type != NODE_LIST)
		return node_int(c, 1, 65536, &a, e) ? e->code : (*out = (int)a, 0);
	if (c->n != 2)
		return node_err(c, e, "%s: %zu numbers, not [ROWS COLS]", key, c->n);
	if (node_int(c->child[0], 1, 65536, &a, e) || node_int(c->child[1], 1, 65536, &b, e))
		return e->code;
	if (a != b)
		return node_err(c, e, "%s: %ld x %ld is no square", key, a, b);
	*out = (int)a;
	return 0;
}

static int whole(const struct node *n, const char *key, long lo, long hi, int *out, struct err *e)
{
	const struct node *c = node_get(n, key);
	long v;

	if (c && !node_int(c, lo, hi, &v, e))
		*out = (int)v;
	return e->code;
}

/* Numbers, one or a list. */
static int loadings(const struct node *n, struct rmcconf *c, struct err *e)
{
	const struct node *l = node_get(n, "loadingfactors");

	if (!l)
		return 0;
	c->nloading = l->type == NODE_LIST ? l->n : 1;
	if (!c->nloading || c->nloading > RMCCONF_TILES)
		return node_err(l, e, "loadingfactors: %zu numbers, not 1 to %d", c->nloading, RMCCONF_TILES);
	if (l->type != NODE_LIST)
		return node_num(l, UNIT_NONE, 0, 1, c->loading, e);
	return node_nums(l, UNIT_NONE, l->n, 0, 1, c->loading, e);
}

/* The predecessor's schedule of temperatures is read and not used: numbers they must be. */
static int unused(const struct node *n, const char *key, bool *any, struct err *e)
{
	const struct node *l = node_get(n, key);
	double v;

	*any = *any || l;
	for (size_t i = 0; l && l->type == NODE_LIST && i < l->n; i++)
		if (node_num(l->child[i], UNIT_NONE, -1e300, 1e300, &v, e))
			return e->code;
	return l && l->type != NODE_LIST ? node_num(l, UNIT_NONE, -1e300, 1e300, &v, e) : 0;
}

static int either(const struct node *in, const struct node *co, struct rmcconf *c, struct err *e)
{
	static const char *const none[] = { "temperatures", "tstar", "coolingfactors" };
	const char *init = text_at(in, "initmodel");

	c->init = init ? init : text_at(co, "initmodel");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (unused(in, none[i], &c->temperatures, e) || unused(co, none[i], &c->temperatures, e))
			return e->code;
	return 0;
}

static int all_texts(const struct node *n, const char *const *keys, struct err *e)
{
	for (; *keys; keys++) {
		const struct node *c = node_get(n, *keys);
		if (c && node_is(c, NODE_TEXT, e))
			return e->code;
	}
	return 0;
}

int rmcconf_map(struct rmcconf *c, const struct node *root, struct err *e)
{
	static const char *const texts[] = { "inputimage", "maskimage", "runname", "initmodel", NULL };
	const struct node *in = node_get(root, "instrumentation"), *co = node_get(root, "computation");

	*c = (struct rmcconf){ .steps = NAN };
	if (node_keys(root, parts, e) || (in && node_keys(in, instrument, e)) || (co && node_keys(co, compute, e)) || (in && all_texts(in, texts, e)) ||
	    (co && all_texts(co, texts, e)))
		return e->code;
	c->image = text_at(in, "inputimage");
	c->mask = text_at(in, "maskimage");
	c->runname = text_at(co, "runname");
	if (size_of(in, "imagesize", &c->size, e) || whole(in, "numtiles", 1, RMCCONF_TILES, &c->tiles, e) || loadings(in, c, e) ||
	    size_of(co, "modelstartsize", &c->start, e) || whole(co, "scalefactor", 0, 65536, &c->grow, e) ||
	    whole(co, "maxmovedistance", 0, 65536, &c->reach, e) || either(in, co, c, e))
		return e->code;
	if (!c->tiles && c->nloading > 1)
		c->tiles = (int)c->nloading;
	const struct node *steps = node_get(co, "numstepsfactor");
	return steps ? node_num(steps, UNIT_NONE, 0, 1e9, &c->steps, e) : 0;
}

/* ---- onto the options ---- */

static const char *keep(struct rmcjob *j, char *text, struct err *e)
{
	if (!text)
		err_nomem(e, "a name");
	else
		j->text[j->ntext++] = text;
	return text;
}

/* As it stands, or else beside the configuration. */
static const char *file(struct rmcjob *j, const char *name, struct err *e)
{
	const char *slash = strrchr(j->o.config, '/');
	char *path = NULL;

	if (!name || *name == '/' || !slash || !access(name, R_OK))
		return name;
	if (asprintf(&path, "%.*s/%s", (int)(slash - j->o.config), j->o.config, name) < 0)
		path = NULL;
	if (path && access(path, R_OK)) {
		free(path);
		return name;
	}
	return keep(j, path, e);
}

static int loading_text(struct rmcjob *j, const struct rmcconf *c, struct err *e)
{
	size_t len = 0;
	char *text;

	if (!c->nloading || opt_given("loading"))
		return 0;
	text = calloc(c->nloading, 32);
	for (size_t i = 0; text && i < c->nloading; i++) {
		char v[32];
		len += (size_t)snprintf(text + len, 32, "%s%s", i ? "," : "", num_print(c->loading[i], v, sizeof v));
	}
	j->o.loading = keep(j, text, e);
	return e->code;
}

static int put(struct rmcjob *j, const struct rmcconf *c, struct err *e)
{
	struct rmcopt *o = &j->o;
	const struct { const char *option; int from, *to; } number[] = {
		{ "size", c->size, &o->size }, { "tiles", c->tiles, &o->tiles }, { "start-size", c->start, &o->start }, { "grow", c->grow, &o->grow },
		{ "reach", c->reach, &o->reach },
	};
	char *name = NULL;

	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		if (number[i].from && !opt_given(number[i].option))
			*number[i].to = number[i].from;
	if (c->mask && !opt_given("mask"))
		o->mask = file(j, c->mask, e);
	if (c->init && !opt_given("init"))
		o->init = file(j, c->init, e);
	if (c->runname && !opt_given("output")) {
		if (asprintf(&name, "%s.h5", c->runname) < 0)
			name = NULL;
		j->output = keep(j, name, e);
	}
	return e->code ? e->code : loading_text(j, c, e);
}

static void remarks(struct rmcjob *j, const struct rmcconf *c)
{
	bool single = j->o.move == RMC_MOVE_METROPOLIS;

	if (single && !opt_given("moves"))
		j->steps = c->steps;
	if (!isnan(c->steps) && !single)
		tool_note(j->tool, "numstepsfactor is not needed with --move %s, which ends by itself", rmcopt_moves[j->o.move]);
	if (c->temperatures)
		tool_note(j->tool, "temperatures and coolingfactors are not used: see --temperature");
	if (j->o.tiles > 1 && !j->o.independent)
		tool_note(j->tool, "the intensities of the %d tiles add, where HipRMC fitted each alone: see --independent", j->o.tiles);
	if (c->reach && j->o.move == RMC_MOVE_BATCH)
		tool_note(j->tool, "maxmovedistance is not used with --move batch");
}

int rmcconf_read(struct rmcjob *j, const char **image, struct err *e)
{
	const char *path = j->o.config;
	struct rmcconf *c = mem_zero(1, sizeof *c, "a configuration", e);
	char *bytes = NULL;
	const char *word;
	size_t n = 0;

	if (!c || textfile_read(path, CONFIG_MOST, &bytes, &n, e))
		goto end;
	word = hig_word(bytes, n);
	if (!word || !strcmp(word, "hipGisaxsInput"))
		err_set(e, E_DATA, "%s:1:1: does not begin with hipRMCInput", path);
	else if (!hig_tree(&j->tree, path, bytes, n, e) && !rmcconf_map(c, j->tree.root, e) && !put(j, c, e)) {
		*image = file(j, c->image, e);
		remarks(j, c);
	}
end:
	mem_free(bytes);
	mem_free(c);
	return e->code;
}
