/* scat/expand.h: distributions become weighted trees; sums over them are the moments that they must have. */
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

static double number(const struct node_tree *t, const char *path)
{
	const struct node *n = node_at(t->root, path);
	double v = NAN;

	return n && node_plain(n, &v) ? v : NAN;
}

/* sum of weight a^i b^j over the trees of a node */
static double moment(const struct expand *x, const char *a, int i, const char *b, int j)
{
	double sum = 0, w;
	struct node_tree t;
	struct err e = { 0 };

	for (size_t k = 0; k < x->count; k++) {
		CHECK(!expand_get(x, k, &w, &t, &e));
		sum += w * pow(number(&t, a), i) * (b ? pow(number(&t, b), j) : 1);
		node_free(&t);
	}
	return sum;
}

/* Gauss rules are exact for these moments: rounding alone is left. */
static void independent(void)
{
	struct setting s;
	struct expand x;
	struct err e = { 0 };
	double w;
	struct node_tree t;

	begin(&s, "p: {r: {distribution: gaussian, mean: 5, sigma: 0.5, n: 7}, h: {values: [2, 4, 9], weights: [1, 3, 0]},\n"
		  " u: {distribution: uniform, limits: [1, 3], n: 4}, k: 7, name: x}\n");
	CHECK(!expand_new(&x, node_at(s.t.root, "p"), NULL, NULL, 0, &e));
	CHECK(x.naxis == 3 && x.count == 7 * 2 * 4);			/* the value of weight 0 is left out */
	NEAR(moment(&x, "k", 0, NULL, 0), 1, 1e-14);
	NEAR(moment(&x, "r", 1, NULL, 0), 5, 1e-13);
	NEAR(moment(&x, "r", 2, NULL, 0), 25.25, 1e-12);
	NEAR(moment(&x, "h", 1, NULL, 0), 3.5, 1e-13);
	NEAR(moment(&x, "u", 2, NULL, 0), 13.0 / 3, 1e-13);		/* (27 - 1)/3/2 */
	NEAR(moment(&x, "r", 1, "h", 1), 17.5, 1e-12);			/* independent */
	NEAR(moment(&x, "k", 1, NULL, 0), 7, 1e-13);
	CHECK(!expand_get(&x, 0, &w, &t, &e));
	CHECK(!strcmp(node_get(t.root, "name")->text, "x") && node_get(t.root, "h")->line == 1 && node_get(t.root, "h")->col == 64);
	NEAR(number(&t, "h"), 2, 0);
	node_free(&t);
	CHECK(!expand_get(&x, 1, &w, &t, &e));				/* the last axis is the fastest */
	NEAR(number(&t, "h"), 2, 0);
	CHECK(number(&t, "u") > 1.1);
	node_free(&t);
	expand_free(&x);
	expand_free(&x);
	end(&s);
}

/* One parameter, many references: one draw. */
static void together(void)
{
	struct setting s;
	struct expand x;
	struct err e = { 0 };

	begin(&s, "parameters: {R: {distribution: gaussian, mean: 5, sigma: 0.5, n: 5}, D: $R, k: 3}\n"
		  "p: {a: $R, b: $k*$R - 1, c: {d: [$D, = $D/2]}, e: &q {values: [1, 2]}, f: *q}\n");
	CHECK(expand_any(node_at(s.t.root, "p")) && expand_any(node_at(s.t.root, "p.b")) && !expand_any(node_at(s.t.root, "parameters.k")));
	CHECK(!expand_new(&x, node_at(s.t.root, "p"), s.params, NULL, 0, &e));
	CHECK(x.naxis == 2 && x.count == 10);
	NEAR(moment(&x, "a", 1, "b", 1), 3 * 25.25 - 5, 1e-12);		/* <R (3R - 1)>, not <R><3R - 1> = 70 */
	NEAR(moment(&x, "a", 1, "c.d.0", 1), 25.25, 1e-12);
	NEAR(moment(&x, "a", 1, "c.d.1", 1), 25.25 / 2, 1e-12);
	NEAR(moment(&x, "e", 1, "f", 1), 2.5, 1e-14);			/* an alias: (1 + 4)/2, not 1.5^2 */
	expand_free(&x);
	end(&s);
}

/* Outside first, the rest in particles: weights multiply, and what is shared has one value. */
static void two_steps(void)
{
	static const char *const apart[] = { "particles", "parameters", NULL };
	struct setting s;
	struct expand x, y;
	struct err e = { 0 };
	struct node_tree t, u;
	double w, v, sum = 0, cross = 0;

	begin(&s, "parameters: {R: {values: [1, 2]}, S: {values: [10, 20, 30]}}\nlattice: 4*$R\nparticles: [{r: $R, s: $S, m: $R + $S}]\n");
	CHECK(!expand_new(&x, s.t.root, s.params, apart, 0, &e));
	CHECK(x.naxis == 1 && x.count == 2);
	for (size_t i = 0; i < x.count; i++) {
		CHECK(!expand_get(&x, i, &w, &t, &e));
		NEAR(number(&t, "particles.0.r"), 1 + (double)i, 0);
		NEAR(number(&t, "lattice"), 4 + 4 * (double)i, 0);
		CHECK(!expand_new(&y, node_at(t.root, "particles.0"), node_get(t.root, "parameters"), NULL, 0, &e) && y.count == 3);
		for (size_t k = 0; k < y.count; k++) {
			CHECK(!expand_get(&y, k, &v, &u, &e));
			sum += w * v * number(&u, "m");
			cross += w * v * number(&u, "m") * number(&u, "r") * number(&t, "lattice");
			node_free(&u);
		}
		expand_free(&y);
		node_free(&t);
	}
	NEAR(sum, 21.5, 1e-13);
	NEAR(cross, (21 * 1 * 4 + 22 * 2 * 8) / 2.0, 1e-12);
	expand_free(&x);
	end(&s);
}

static bool fails(const char *text, size_t most, const char *what)
{
	struct setting s;
	struct expand x;
	struct err e = { 0 };
	bool good;

	begin(&s, text);
	good = expand_new(&x, node_at(s.t.root, "p"), s.params, NULL, most, &e) == E_DATA && strstr(e.msg, what) && !x.axis;
	if (!good)
		printf("# %s: %s\n", what, e.msg);
	end(&s);
	return good;
}

static void refuses(void)
{
	char many[3000] = "p: [";
	size_t at = strlen(many);

	CHECK(fails("p: {r: {distribution: gausian, mean: 5, sigma: 1}}", 0, "f:1:23: distribution: unknown 'gausian'; did you mean 'gaussian'?"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5}}", 0, "f:1:8: a distribution without sigma"));
	CHECK(fails("p: {r: {distribution: gaussian, sigma: 5}}", 0, "f:1:8: a distribution without mean"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: x, sigma: 1}}", 0, "f:1:39: mean: expected a number"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: -1}}", 0, "f:1:49: sigma: -1 is below 0"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: 1, n: 0}}", 0, "f:1:55: n: 0 is outside 1 to 10000"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: 1, limits: [1]}}", 0, "limits: expected two, found 1"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: 1, limits: [3, 2]}}", 0, "limits: 3 is not below 2"));
	CHECK(fails("p: {r: {distribution: gaussian, mean: 5, sigma: 1, width: 2}}", 0, "unknown key 'width'"));
	CHECK(fails("p: {r: {distribution: lognormal, mean: -5, sigma: 1}}", 0, "f:1:8:"));
	CHECK(fails("p: {r: {values: []}}", 0, "values: 0 of them"));
	CHECK(fails("p: {r: {values: [1, 2], weights: [1]}}", 0, "weights: expected 2 numbers, found 1"));
	CHECK(fails("p: {r: {values: [1, 2], weights: [1, -1]}}", 0, "f:1:38: weights.1: -1 is below 0"));
	CHECK(fails("p: {r: {values: [1, 2], weights: [0, 0]}}", 0, "weights: their sum is 0"));
	CHECK(fails("p: {r: {values: [1, {values: [2]}]}}", 0, "f:1:17: a distribution within a distribution"));
	CHECK(fails("p: {a: {values: [1, 2, 3]}, b: {values: [1, 2]}}", 5, "f:1:4: its 2 distributions make 6 combinations, more than 5"));
	for (int i = 0; i < 33; i++)
		at += (size_t)snprintf(many + at, sizeof many - at, "{values: [1, 2]}, ");
	snprintf(many + at, sizeof many - at, "1]");
	CHECK(fails(many, 0, "more than 32 distributions"));
}

static void errors_in_trees(void)
{
	struct setting s;
	struct expand x;
	struct err e = { 0 };
	struct node_tree t;
	double w;

	begin(&s, "parameters: {R: {values: [0, 1]}}\np:\n  a: 1/$R\n");
	CHECK(!expand_new(&x, node_at(s.t.root, "p"), s.params, NULL, 0, &e) && x.count == 2);
	CHECK(expand_get(&x, 0, &w, &t, &e) == E_DATA && strstr(e.msg, "f:3:6: ") && strstr(e.msg, "division by zero") && !t.arena);
	e.code = 0;
	CHECK(!expand_get(&x, 1, &w, &t, &e));
	NEAR(number(&t, "a"), 1, 0);
	node_free(&t);
	expand_free(&x);
	end(&s);
	begin(&s, "p: {a: 1}");
	CHECK(!expand_new(&x, s.t.root, NULL, NULL, 0, &e) && x.count == 1 && !expand_get(&x, 0, &w, &t, &e) && w == 1);
	NEAR(number(&t, "p.a"), 1, 0);
	node_free(&t);
	expand_free(&x);
	end(&s);
}

int main(void)
{
	CASE(independent);
	CASE(together);
	CASE(two_steps);
	CASE(refuses);
	CASE(errors_in_trees);
	return done();
}
