/* base/node_param.h and base/expr.h: parameters put in, -D, arithmetic. */
#include "base/node_param.h"

#include "base/expr.h"
#include "check.h"
#include "io/samplefile.h"
#include "io/yaml.h"
#include "scat/expand.h"

static void tree(struct node_tree *t, const char *text)
{
	struct err e = { 0 };

	CHECK(!yaml_parse(t, "f", text, strlen(text), &e));
}

struct warnings { int n; char last[300]; };

static void tell(void *ctx, const char *text)
{
	struct warnings *w = ctx;

	w->n++;
	snprintf(w->last, sizeof w->last, "%s", text);
}

/* The value at a path after the parameters are put in. */
static bool gives(const char *file, const char *path, const char *want)
{
	struct node_tree t, to;
	struct err e = { 0 };
	const struct node *n;
	bool good;

	tree(&t, file);
	n = node_param_apply(&to, &t, NULL, &e) ? NULL : node_at(to.root, path);
	good = n && n->type == NODE_TEXT && !strcmp(n->text, want);

	if (!good)
		printf("# %s: %s, expected %s\n", path, n && n->text ? n->text : e.msg, want);
	node_free(&t);
	node_free(&to);
	return good;
}

static bool fails(const char *file, const char *what)
{
	struct node_tree t, to;
	struct err e = { 0 };
	bool good;

	tree(&t, file);
	good = node_param_apply(&to, &t, NULL, &e) == E_DATA && strstr(e.msg, what) && !to.arena;

	if (!good)
		printf("# %s: %s\n", what, e.msg);
	node_free(&t);
	node_free(&to);
	return good;
}

static void arithmetic(void)
{
	static const struct { const char *text; double value; } sums[] = {
		{ "1 + 2*3", 7 }, { "(1 + 2)*3", 9 }, { "8/2/2", 2 }, { "8 - 2 - 2", 4 }, { "-2*-3", 6 }, { "--2", 2 }, { "= 3/4", 0.75 },
		{ "2e-3*1.5E2", 0.3 }, { ".5 + 5.", 5.5 }, { "1e2-1", 99 }, { "  ( ( 7 ) )  ", 7 }, { "-(1 - 4)", 3 }, { "2 - -3", 5 },
	};
	static const struct { const char *text, *what; } wrong[] = {
		{ "1 +", "a number is missing at character 4" }, { "(1", "a ) is missing at character 3" }, { "1 2", "does not belong there at character 3" },
		{ "1/0", "division by zero" }, { "1/(2-2)", "division by zero" }, { "1e308*10", "too large" }, { "$", "a name is missing" },
		{ "$x", "unknown parameter 'x'" }, { "2nm", "malformed number" }, { "1.2.3", "malformed number" }, { "1e", "malformed" }, { "", "missing" },
		{ "a + 1", "a number is missing at character 1" }, { "2**3", "missing at character 3" }, { "1)", "does not belong" }, { "inf", "missing" },
		{ "2^3", "does not belong" }, { "0x10", "malformed number" },
	};
	char deep[200];
	double v;

	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		struct err e = { 0 };

		CHECK(!expr_eval(sums[i].text, NULL, &v, &e));
		NEAR(v, sums[i].value, 1e-15 * sums[i].value);		/* a rounding or two */
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct err e = { 0 };

		CHECK(expr_eval(wrong[i].text, NULL, &v, &e) == E_DATA && strstr(e.msg, wrong[i].what));
	}
	for (int depth = 50; depth <= 51; depth++) {
		struct err e = { 0 };

		memset(deep, '(', 60);
		memset(deep + depth, ')', 60);
		deep[depth] = '1';
		deep[2 * depth + 1] = '\0';
		memset(deep + depth + 1, ')', (size_t)depth);
		CHECK(expr_eval(deep, NULL, &v, &e) == (depth > 50 ? E_DATA : 0));
	}
	CHECK(expr_is("$R") && expr_is("-$R") && expr_is("2*$R") && expr_is("($a+1)") && expr_is("= 3") && expr_is(".5*$R") && expr_is(" $R"));
	CHECK(!expr_is("5") && !expr_is("-5") && !expr_is("file$R") && !expr_is("costs $5") && !expr_is("$5") && !expr_is("") && !expr_is("$"));
}

static void puts_in(void)
{
	CHECK(gives("parameters: {R: 5}\na: $R\n", "a", "5"));
	CHECK(gives("{\"parameters\": {\"R\": 5}, \"a\": \"$R\"}", "a", "5"));
	CHECK(gives("parameters: {R: 5}\na: -$R\n", "a", "-5"));
	CHECK(gives("parameters: {R: 5}\na: $R/2\n", "a", "2.5"));
	CHECK(gives("parameters: {R: -5, S: 3}\na: 2 - $R*$S\n", "a", "17"));
	CHECK(gives("parameters: {R: 5, D: $R*4, E: = $D + $R}\na: $E\n", "a", "25"));
	CHECK(gives("parameters: {E: = $D + $R, D: $R*4, R: 5}\na: $E\n", "a", "25"));
	CHECK(gives("parameters: {L: 5 um}\na: $L\n", "a", "5 um"));
	CHECK(gives("parameters: {gold: {delta: 1e-5, beta: [1, $R]}, R: 7}\na: [1, {m: $gold}]\n", "a.1.m.beta.1", "7"));
	CHECK(gives("parameters: {R: 5}\na: {description: '$R', x_note: $none, units: $R}\n", "a.x_note", "$none"));
	CHECK(gives("a: $5\nb: file$x.h5\n", "b", "file$x.h5"));
	CHECK(gives("a: = 1/3\n", "a", "0.33333333333333331"));
	CHECK(gives("parameters: {R: 5, a2: 3}\na: $R*$a2\n", "a", "15"));
}

static void refuses(void)
{
	CHECK(fails("a:\n  - b: $R\n", "f:2:8: unknown parameter 'R'"));
	CHECK(fails("parameters: {radius: 5}\na: $radios\n", "f:2:4: unknown parameter 'radios'; did you mean 'radius'?"));
	CHECK(fails("parameters: {R: $S, S: $R}\na: 1\n", "refers to itself"));
	CHECK(fails("parameters: {R: 2*$R}\na: $R\n", "parameter 'R' refers to itself"));
	CHECK(fails("parameters: {R: [$R]}\na: $R\n", "refers to itself"));
	CHECK(fails("parameters: {R: 5 um}\na: 2*$R\n", "f:2:4: parameter 'R' is no plain number"));
	CHECK(fails("parameters: {R: [1]}\na: 2*$R\n", "parameter 'R' is no plain number"));
	CHECK(fails("parameters: {R: '5'}\na: 2*$R\n", "parameter 'R' is no plain number"));
	CHECK(fails("parameters: {R: 0}\na: 1/$R\n", "f:2:4: '1/(0)': division by zero"));
	CHECK(fails("parameters: {R: 1}\na: 1 nm + $R\n", "f:2:4:"));
	CHECK(fails("parameters: {R-2: 1}\na: 1\n", "'R-2' cannot be the name"));
	CHECK(fails("parameters: 5\na: 1\n", "parameters: expected a map"));
	CHECK(fails("parameters: {R: {distribution: gaussian}}\na: 2*$R +\n", "f:2:4:"));
	CHECK(fails("parameters: {a: = 1, b: $a+$a+$a+$a+$a+$a+$a+$a+$a+$a, R: {values: [1]}, c: $R+$R+$R+$R+$R+$R+$R+$R+$R+$R+$R,"
		    " d: $c+$c+$c+$c+$c+$c+$c+$c+$c+$c+$c+$c+$c+$c+$c, e: $d+$d+$d+$d}\nx: $e\n", "an expression of more than 1000 bytes"));
}

/* Copies of a distribution keep its place; expressions stay, with the rest put in. */
static void distributions(void)
{
	struct node_tree t, to;
	struct err e = { 0 };
	const struct node *a, *r;

	tree(&t, "parameters:\n  R: {distribution: gaussian, mean: $m, sigma: 1}\n  m: 5\n  D: 2*$R\na: $R\nb: $D + $m\n");
	CHECK(!node_param_apply(&to, &t, NULL, &e));
	a = node_at(to.root, "a");
	r = node_at(to.root, "parameters.R");
	CHECK(a && r && node_is_distribution(a) && a != r && a->line == 2 && a->col == 6 && r->line == 2 && r->col == 6);
	CHECK(!strcmp(node_get(a, "mean")->text, "5"));
	CHECK(!strcmp(node_at(to.root, "b")->text, "(2*$R) + (5)"));
	CHECK(!strcmp(node_at(t.root, "b")->text, "$D + $m"));		/* the original is as it was */
	node_free(&to);
	node_free(&t);
}

static void warns(void)
{
	struct node_tree t, to;
	struct warnings w = { 0, "" };
	struct node_warn warn = { tell, &w };
	struct err e = { 0 };

	tree(&t, "parameters:\n  a: 1\n  b: $c\n  c: 2\n  d: 3\nx: $a\n");
	CHECK(!node_param_apply(&to, &t, &warn, &e));
	CHECK(w.n == 2 && !strcmp(w.last, "f:5:6: parameter 'd' is not used"));		/* b and d; c is used by b */
	node_free(&to);
	node_free(&t);
}

/* Many references in one list, in time that grows as they do. */
static void many(void)
{
	size_t n = 200000;
	char *s = malloc(50 + 4 * n), *p = s;
	struct node_tree t, to;
	struct err e = { 0 };

	p += snprintf(p, 50, "parameters: {R: 5}\na: [");
	for (size_t i = 0; i < n; i++, p += 3)
		memcpy(p, "$R,", 3);
	memcpy(p, "]", 2);
	tree(&t, s);
	CHECK(!node_param_apply(&to, &t, NULL, &e) && !strcmp(node_at(to.root, "a.199999")->text, "5") && node_at(to.root, "a")->n == n);
	node_free(&to);
	node_free(&t);
	free(s);
}

static void sets(void)
{
	struct node_tree t, to;
	struct err e = { 0 };
	static const struct { const char *text, *what; } wrong[] = {
		{ "R", "expected name=value" }, { "=5", "expected name=value" }, { "S=1", "the file has no 'S' (its parameters: R)" }, { "beem=1", "did you mean 'beam'" },
		{ "beam.alpa=1", "beam has no 'alpa'; did you mean 'alpha'?" }, { "layers.2.thickness=1", "layers is a list of 2, without 2" },
		{ "layers.1.thickness.x=1", "layers.1.thickness is a single value" }, { "layers.x=1", "layers is a list of 2, without x" },
		{ "R=[1", "-D:" }, { "beam.=1", "beam has no ''" },
	};

	tree(&t, "parameters: {R: 5}\nbeam: {alpha: 0.2}\nlayers: [{thickness: 1}, {thickness: $R}]\n");
	CHECK(!node_param_set(&t, "R=7.5", sample_value, &e) && node_at(t.root, "parameters.R")->line == 0 && !node_param_set(&t, "layers.0.thickness=9", NULL, &e));
	CHECK(!node_param_set(&t, "beam={alpha: [1, 2]}", sample_value, &e));
	CHECK(!node_param_apply(&to, &t, NULL, &e));
	CHECK(!strcmp(node_at(to.root, "layers.1.thickness")->text, "7.5") && !strcmp(node_at(to.root, "layers.0.thickness")->text, "9"));
	CHECK(!strcmp(node_at(to.root, "beam.alpha.1")->text, "2") && node_at(to.root, "beam.alpha")->line == 0);
	CHECK(!node_param_set(&t, "beam.alpha.0=", sample_value, &e) && !*node_at(t.root, "beam.alpha.0")->text);
	CHECK(!node_param_set(&t, "beam.alpha=3", NULL, &e));
	CHECK(!node_param_set(&t, "beam.divergence={n: 3}", sample_value, &e) && !strcmp(node_at(t.root, "beam.divergence.n")->text, "3"));
	CHECK(!node_param_set(&t, "R={distribution: gaussian, mean: 1}", sample_value, &e));
	CHECK(!node_at(t.root, "parameters.R")->line && !node_at(t.root, "parameters.R.mean")->line);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct err bad = { 0 };

		if (node_param_set(&t, wrong[i].text, sample_value, &bad) != E_USAGE || !strstr(bad.msg, wrong[i].what)) {
			printf("# %s: %s\n", wrong[i].text, bad.msg);
			CHECK(!"refused");
		}
	}
	node_free(&to);
	node_free(&t);
}

/* Distributions set by -D: copies of one are the same, others are not, also in a copy of the tree and after one more is set there. */
static void sets_distributions(void)
{
	struct err e = { 0 };
	struct node_tree t, more = { 0 }, to = { 0 };
	const struct node *a, *b, *c, *d;

	tree(&t, "parameters: {R: 5}\na: $R\nb: $N\nc: $N\nd: {e: 1, f: 2, g: 3}\n");
	CHECK(!node_param_set(&t, "R={distribution: gaussian, mean: 1, sigma: 1}", sample_value, &e));
	CHECK(!node_param_set(&t, "parameters.N={distribution: gaussian, mean: 1, sigma: 1}", sample_value, &e));
	CHECK(!node_param_set(&t, "d={e: {values: [1, 2]}, f: {values: [1, 2]}, g: 1}", sample_value, &e));
	CHECK(!node_tree_copy(&more, &t, &e) && !node_param_set(&more, "d.g={values: [1, 2]}", sample_value, &e));
	CHECK(!node_param_apply(&to, &more, NULL, &e));
	a = node_at(to.root, "a"), b = node_at(to.root, "b"), c = node_at(to.root, "c"), d = node_at(to.root, "d.e");
	CHECK(node_is_distribution(a) && b != c && expand_same(b, c) && expand_same(b, node_at(to.root, "parameters.N")));
	CHECK(expand_same(a, node_at(to.root, "parameters.R")) && !expand_same(a, b) && !expand_same(a, d));
	CHECK(!expand_same(d, node_at(to.root, "d.f")));
	for (size_t i = 0; i < to.root->n; i++)
		CHECK(!expand_same(to.root->child[i], node_at(to.root, "d.g")));
	CHECK(!expand_same(d, node_at(to.root, "d.g")) && !expand_same(node_at(to.root, "d.f"), node_at(to.root, "d.g")));
	node_free(&to);
	node_free(&more);
	node_free(&t);
}

int main(void)
{
	CASE(arithmetic);
	CASE(puts_in);
	CASE(refuses);
	CASE(distributions);
	CASE(warns);
	CASE(many);
	CASE(sets);
	CASE(sets_distributions);
	return done();
}
