/* scat/expand.h: the distributions of a tree; sums over their nodes are the moments that they must have. */
#include "scat/expand.h"

#include "base/node_param.h"
#include "check.h"
#include "io/yaml.h"

struct setting { struct node_tree raw, t; const struct node *params; };

static void begin(struct setting *s, const char *text)
{
	struct err e = { 0 };

	CHECK(!yaml_parse(&s->raw, "f", text, strlen(text), &e));
	CHECK(!node_param_apply(&s->t, &s->raw, NULL, &e));
	s->params = s->t.root ? node_get(s->t.root, "parameters") : NULL;
}

static void end(struct setting *s)
{
	node_free(&s->t);
	node_free(&s->raw);
}

/* The axis of the distribution at this path; NULL. */
static const struct expand_axis *axis(const struct expand *x, const struct setting *s, const char *path)
{
	const struct node *n = node_at(s->t.root, path);

	for (size_t i = 0; n && i < x->naxis; i++)
		if (expand_same(x->axis[i].at, n))
			return &x->axis[i];
	return NULL;
}

/* sum of w x^i */
static double moment(const struct expand_axis *a, int i)
{
	double sum = 0;

	for (size_t k = 0; a && k < a->n; k++)
		sum += a->w[k] * pow(a->x[k], i);
	return a ? sum : NAN;
}

/* Gauss rules are exact for these moments: rounding alone is left. */
static void independent(void)
{
	struct setting s;
	struct expand x;
	struct err e = { 0 };

	begin(&s, "p: {r: {distribution: gaussian, mean: 5, sigma: 0.5, n: 7}, h: {values: [2, 4, 9], weights: [1, 3, 0]},\n"
		  " u: {distribution: uniform, limits: [1, 3], n: 4}, k: 7, name: x}\n");
	CHECK(!expand_new(&x, node_at(s.t.root, "p"), NULL, NULL, &e));
	CHECK(x.naxis == 3 && x.axis[0].n == 7 && x.axis[1].n == 2 && x.axis[2].n == 4);	/* the value of weight 0 is left out */
	NEAR(moment(axis(&x, &s, "p.r"), 0), 1, 1e-14);
	NEAR(moment(axis(&x, &s, "p.r"), 1), 5, 1e-13);
	NEAR(moment(axis(&x, &s, "p.r"), 2), 25.25, 1e-12);
	NEAR(moment(axis(&x, &s, "p.h"), 0), 1, 1e-14);
	NEAR(moment(axis(&x, &s, "p.h"), 1), 3.5, 1e-13);
	NEAR(moment(axis(&x, &s, "p.u"), 2), 13.0 / 3, 1e-13);		/* (27 - 1)/3/2 */
	CHECK(!axis(&x, &s, "p.k"));
	expand_free(&x);
	expand_free(&x);
	CHECK(!expand_new(&x, node_at(s.t.root, "p.k"), NULL, NULL, &e) && x.naxis == 0);
	expand_free(&x);
	end(&s);
}

/* One parameter, many references: one axis, and so are the aliases of an anchor. */
static void together(void)
{
	struct setting s;
	struct expand x;
	struct err e = { 0 };

	begin(&s, "parameters: {R: {distribution: gaussian, mean: 5, sigma: 0.5, n: 5}, D: $R, k: 3}\n"
		  "p: {a: $R, b: $k*$R - 1, c: {d: [$D, = $D/2]}, e: &q {values: [1, 2]}, f: *q, g: {values: [1, 2]}}\n");
	CHECK(expand_any(node_at(s.t.root, "p")) && expand_any(node_at(s.t.root, "p.b")) && !expand_any(node_at(s.t.root, "parameters.k")));
	CHECK(!expand_new(&x, node_at(s.t.root, "p"), s.params, NULL, &e));
	CHECK(x.naxis == 3 && axis(&x, &s, "p.a") == &x.axis[0] && axis(&x, &s, "p.c.d.0") == &x.axis[0]);
	CHECK(axis(&x, &s, "p.e") == &x.axis[1] && axis(&x, &s, "p.f") == &x.axis[1] && axis(&x, &s, "p.g") == &x.axis[2]);
	expand_free(&x);
	CHECK(!expand_new(&x, node_at(s.t.root, "p.b"), s.params, NULL, &e));	/* by its name alone */
	CHECK(x.naxis == 1 && axis(&x, &s, "parameters.R") == &x.axis[0]);
	expand_free(&x);
	end(&s);
}

/* Outside first, the rest in particles. */
static void two_steps(void)
{
	static const char *const apart[] = { "particles", "parameters", NULL };
	struct setting s;
	struct expand x;
	struct err e = { 0 };

	begin(&s, "parameters: {R: {values: [1, 2]}, S: {values: [10, 20, 30]}}\nlattice: 4*$R\nparticles: [{r: $R, s: $S, m: $R + $S}]\n");
	CHECK(!expand_new(&x, s.t.root, s.params, apart, &e));
	CHECK(x.naxis == 1 && x.axis[0].n == 2);
	expand_free(&x);
	CHECK(!expand_new(&x, node_at(s.t.root, "particles"), s.params, apart, &e));	/* apart is below the top, not the top itself */
	CHECK(x.naxis == 2 && axis(&x, &s, "parameters.S") == &x.axis[1]);
	expand_free(&x);
	end(&s);
}

static bool fails(const char *text, const char *what)
{
	struct setting s;
	struct expand x;
	struct err e = { 0 };
	bool good;

	begin(&s, text);
	good = expand_new(&x, node_at(s.t.root, "p"), s.params, NULL, &e) == E_DATA && strstr(e.msg, what) && !x.axis;
	if (!good)
		printf("# %s: %s\n", what, e.msg);
	end(&s);
	return good;
}

static void refuses(void)
{
	char many[3000] = "p: [";
	size_t at = strlen(many);

	CHECK(fails("p: {r: {distribution: gausian, mean: 5, sigma: 1}}", "f:1:23: distribution: unknown 'gausian'; did you mean 'gaussian'?"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5}}", "f:1:8: a distribution without sigma"));
	CHECK(fails("p: {r: {distribution: gaussian, sigma: 5}}", "f:1:8: a distribution without mean"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: x, sigma: 1}}", "f:1:39: mean: expected a number"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: -1}}", "f:1:49: sigma: -1 is below 0"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: 1, n: 0}}", "f:1:55: n: 0 is outside 1 to 10000"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: 1, limits: [1]}}", "limits: expected two, found 1"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: 1, limits: [3, 2]}}", "limits: 3 is not below 2"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: 1, width: 2}}", "unknown key 'width'"));
	CHECK(fails("p: {r: {distribution: lognormal, mean: -5, sigma: 1}}", "f:1:8:"));
	CHECK(fails("p: {r: {values: []}}", "values: 0 of them"));
	CHECK(fails("p: {r: {values: [1, 2], weights: [1]}}", "weights: expected 2 numbers, found 1"));
	CHECK(fails("p: {r: {values: [1, 2], weights: [1, -1]}}", "f:1:38: weights.1: -1 is below 0"));
	CHECK(fails("p: {r: {values: [1, 2], weights: [0, 0]}}", "weights: their sum is 0"));
	CHECK(fails("p: {r: {values: [1, {values: [2]}]}}", "f:1:17: a distribution within a distribution"));
	for (int i = 0; i < 33; i++)
		at += (size_t)snprintf(many + at, sizeof many - at, "{values: [1, 2]}, ");
	snprintf(many + at, sizeof many - at, "1]");
	CHECK(fails(many, "more than 32 distributions"));
}

int main(void)
{
	CASE(independent);
	CASE(together);
	CASE(two_steps);
	CASE(refuses);
	return done();
}
