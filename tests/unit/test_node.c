/* base/node.h: making, finding, numbers with units, and what errors say. */
#include "base/node.h"

#include "check.h"

static struct node *map_of(struct node_tree *t, struct err *e)
{
	struct node *m = node_new(t, NODE_MAP, 1, 1, e);

	t->root = m;
	return m;
}

static void makes_and_finds(void)
{
	struct err e = { 0 };
	struct node_tree t = { 0 }, copy;
	struct node *m, *l, *x;
	char buf[100];

	CHECK(!node_tree_name(&t, "f.yaml", &e));
	m = map_of(&t, &e);
	l = node_new(&t, NODE_LIST, 2, 4, &e);
	CHECK(!node_add(m, "list", l, &e));
	for (int i = 0; i < 40; i++) {
		snprintf(buf, sizeof buf, "v%d", i);
		x = node_new(&t, NODE_MAP, 3, i, &e);
		CHECK(!node_add(l, NULL, x, &e) && !node_add(x, "key", node_text(&t, buf, 4, i, &e), &e));
	}
	CHECK(l->n == 40 && !strcmp(node_at(m, "list.39.key")->text, "v39"));
	CHECK(!strcmp(node_name(l->child[7], buf, sizeof buf), "list.7"));
	CHECK(!strcmp(node_name(node_at(m, "list.7.key"), buf, sizeof buf), "key"));
	CHECK(node_at(m, "") == m);
	CHECK(!node_at(m, "list.40") && !node_at(m, "list.x") && !node_at(m, "list.7.key.0") && !node_at(m, "list.") && !node_at(m, "none"));
	CHECK(!node_tree_copy(&copy, &t, &e));
	node_free(&t);
	x = node_at(copy.root, "list.39.key");
	CHECK(x && !strcmp(x->text, "v39") && x->line == 4 && x->col == 39 && x->tree == &copy && !strcmp(copy.file, "f.yaml"));
	CHECK(node_get(copy.root, "list") == copy.root->child[0] && !node_get(copy.root, "lis") && !node_get(NULL, "x"));
	node_free(&copy);
	node_free(&copy);
}

/* Maps beyond 16 keys have an index: all are found, each once, and none twice. */
static void large_maps(void)
{
	struct err e = { 0 }, twice = { 0 };
	struct node_tree t = { 0 };
	struct node *m = map_of(&t, &e), *by;
	char key[20];

	for (int i = 0; i < 20000; i++) {
		snprintf(key, sizeof key, "k%d", i);
		CHECK(!node_add(m, key, node_text(&t, key, i + 1, 1, &e), &e));
	}
	for (int i = 0; i < 20000; i++) {
		snprintf(key, sizeof key, "k%d", i);
		CHECK(node_get(m, key) == m->child[i]);
	}
	CHECK(!node_get(m, "k20000"));
	by = node_text(&t, "new", 7, 7, &e);
	CHECK(!node_replace(m->child[777], by, &e) && node_get(m, "k777") == by && m->child[777] == by && !strcmp(by->key, "k777"));
	CHECK(node_add(m, "k19999", node_text(&t, "", 9, 9, &e), &twice) == E_DATA && strstr(twice.msg, "(input):9:9: key 'k19999' is there already, on line 20000"));
	node_free(&t);
}

static void bounds(void)
{
	struct err e = { 0 };
	struct node_tree t = { 0 };
	struct node *at = map_of(&t, &e), *l, *top;
	int depth = 1;

	for (; depth < 100; depth++) {
		l = node_new(&t, NODE_LIST, depth, 1, &e);
		if (node_add(at, at->type == NODE_MAP ? "a" : NULL, l, &e))
			break;
		at = l;
	}
	CHECK(depth == NODE_DEPTH && e.code == E_DATA && strstr(e.msg, ":64:1: deeper than 64 levels"));
	e.code = 0;
	CHECK(!node_add(at, NULL, node_text(&t, "text", 1, 1, &e), &e));
	top = node_clone(&t, t.root, &e);
	CHECK(top && !e.code);
	l = node_new(&t, NODE_LIST, 8, 8, &e);
	CHECK(node_replace(at->child[0], l, &e) == E_DATA);		/* a list as the 65th level */
	e.code = 0;
	CHECK(!node_replace(at, l, &e) && l->parent && !at->parent);	/* as the 64th */
	CHECK(node_replace(node_at(t.root, "a.0"), top, &e) == E_DATA && strstr(e.msg, "deeper"));
	e.code = 0;
	CHECK(node_add(t.root, "", node_text(&t, "x", 3, 2, &e), &e) == E_DATA && strstr(e.msg, ":3:2: an empty key"));
	e.code = 0;
	t.nodes = NODE_MOST;
	CHECK(!node_new(&t, NODE_TEXT, 5, 6, &e) && e.code == E_DATA && strstr(e.msg, ":5:6: more than 4000000"));
	node_free(&t);
}

struct number { const char *text; enum node_unit unit; double value; };
static const struct number numbers[] = {
	{ "5", UNIT_NM, 5 }, { "-5.", UNIT_NM, -5 }, { "+.5", UNIT_NONE, 0.5 }, { "1.5e-3", UNIT_NONE, 1.5e-3 }, { "010", UNIT_NONE, 10 },
	{ "1E+2", UNIT_NONE, 100 }, { "5 um", UNIT_NM, 5000 }, { "5um", UNIT_NM, 5000 }, { "5 \xc2\xb5m", UNIT_NM, 5000 },
	{ "1.54 A", UNIT_NM, 0.154 }, { "1.54 angstrom", UNIT_NM, 0.154 }, { "2 mm", UNIT_NM, 2e6 }, { "3 pm", UNIT_NM, 0.003 },
	{ "2", UNIT_MILLIMETRE, 2 }, { "2 m", UNIT_MILLIMETRE, 2000 }, { "172 um", UNIT_MILLIMETRE, 0.172 }, { "1 nm", UNIT_MILLIMETRE, 1e-6 },
	{ "0.3 deg", UNIT_DEGREE, 0.3 }, { "1 rad", UNIT_DEGREE, 57.29577951308232 }, { "2 mrad", UNIT_DEGREE, 0.11459155902616465 },
	{ "12.5 keV", UNIT_KEV, 12.5 }, { "12500 eV", UNIT_KEV, 12.5 }, { "1 MeV", UNIT_KEV, 1000 },
	{ "0.1 1/A", UNIT_PER_NM, 1 }, { "0.1 A^-1", UNIT_PER_NM, 1 }, { "1 1/um", UNIT_PER_NM, 1e-3 },
	{ "1 um^-2", UNIT_PER_NM2, 1e-6 }, { "1 1/A^2", UNIT_PER_NM2, 100 }, { "1 nm^-3", UNIT_PER_NM3, 1 }, { "1 1/A^3", UNIT_PER_NM3, 1000 },
	{ "1 A^2", UNIT_NM2, 0.01 }, { "1 um^2", UNIT_NM2, 1e6 }, { "2.33 g/cm3", UNIT_G_CM3, 2.33 }, { "2330 kg/m^3", UNIT_G_CM3, 2.33 },
};

static void reads_numbers(void)
{
	struct err e = { 0 };
	struct node_tree t = { 0 };

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		double v = NAN;

		CHECK(!node_num(node_text(&t, numbers[i].text, 1, 1, &e), numbers[i].unit, -INFINITY, INFINITY, &v, &e));
		NEAR(v, numbers[i].value, 4e-16 * fabs(numbers[i].value));	/* two roundings */
	}
	node_free(&t);
}

struct refusal { const char *text; bool quoted; enum node_unit unit; const char *what; };
static const struct refusal refusals[] = {
	{ "", false, UNIT_NM, "r: expected a number, found nothing" }, { "~", false, UNIT_NM, "found '~'" }, { "nan", false, UNIT_NM, "found 'nan'" },
	{ ".nan", false, UNIT_NM, "found '.nan'" }, { ".inf", false, UNIT_NM, "found '.inf'" }, { "inf", false, UNIT_NM, "found 'inf'" },
	{ "0x10", false, UNIT_NM, "unit 'x10'" }, { "1e400", false, UNIT_NM, "r: 1e400 is too large" }, { "1e308 m", false, UNIT_NM, "too large" },
	{ "1_000", false, UNIT_NM, "found '1_000'" }, { "1,5", false, UNIT_NM, "found '1,5'" }, { "1 2", false, UNIT_NM, "found '1 2'" },
	{ "--1", false, UNIT_NM, "found '--1'" }, { "1.2.3", false, UNIT_NM, "found '1.2.3'" }, { ".", false, UNIT_NM, "found '.'" },
	{ "e5", false, UNIT_NM, "found 'e5'" }, { "5 kg", false, UNIT_NM, "'5 kg': unit 'kg' is not one of nm, um, A," }, { "5 NM", false, UNIT_NM, "unit 'NM'" },
	{ "5 nm", false, UNIT_NONE, "has a unit, and is a number without one" }, { "5", true, UNIT_NM, "found '5' in quotes" },
	{ "5 deg", false, UNIT_NM, "unit 'deg'" }, { "-1", false, UNIT_NM, "r: -1 is outside 0 to 100" }, { "101", false, UNIT_NM, "101 is outside" },
	{ "5 um", true, UNIT_NM, "5 um is outside 0 to 100" }, { " 5", false, UNIT_NM, "found ' 5'" }, { "12:30", false, UNIT_NM, "found '12:30'" },
};

static void refuses_numbers(void)
{
	struct err none = { 0 };
	struct node_tree t = { 0 };
	struct node *m = map_of(&t, &none), *n;
	double v = 17;

	node_add(m, "r", node_text(&t, "0", 1, 1, &none), &none);
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		struct err e = { 0 };

		n = node_text(&t, refusals[i].text, 4, 7, &none);
		n->quoted = refusals[i].quoted;
		node_replace(m->child[0], n, &none);
		CHECK(node_num(n, refusals[i].unit, 0, 100, &v, &e) == E_DATA && v == 17);
		if (!strstr(e.msg, refusals[i].what) || strncmp(e.msg, "(input):4:7: r: ", 16)) {
			printf("# %s: %s\n", refusals[i].text, e.msg);
			CHECK(!"message");
		}
	}
	CHECK(!none.code);
	CHECK(node_num(m->child[0], (enum node_unit)0, 0, 1, &v, &none) == E_INTERNAL);
	node_free(&t);
}

static void others(void)
{
	static const char *const known[] = { "radius", "height", NULL };
	struct err e = { 0 };
	struct node_tree t = { 0 };
	struct node *m = map_of(&t, &e), *l = node_new(&t, NODE_LIST, 2, 3, &e), *n;
	double v[2];
	long k = 0;
	bool b = false;
	int c = 0;

	n = node_text(&t, "radius", 1, 1, &e);
	CHECK(!node_choice(n, known, &c, &e) && c == 0);
	n = node_text(&t, "height", 1, 1, &e);
	CHECK(!node_choice(n, known, &c, &e) && c == 1);
	CHECK(node_choice(node_text(&t, "heigth", 3, 1, &e), known, &c, &e) == E_DATA && strstr(e.msg, ":3:1: the value: unknown 'heigth'; did you mean 'height'"));
	e.code = 0;
	CHECK(!node_int(node_text(&t, "1e3", 1, 1, &e), 0, 2000, &k, &e) && k == 1000);
	CHECK(node_int(node_text(&t, "1.5", 1, 1, &e), 0, 2000, &k, &e) == E_DATA && strstr(e.msg, "expected an integer"));
	e.code = 0;
	CHECK(node_int(node_text(&t, "2001", 1, 1, &e), 0, 2000, &k, &e) == E_DATA && strstr(e.msg, "outside 0 to 2000"));
	e.code = 0;
	CHECK(node_int(node_text(&t, "1e17", 1, 1, &e), 0, 2000, &k, &e) == E_DATA);
	e.code = 0;
	CHECK(!node_bool(node_text(&t, "on", 1, 1, &e), &b, &e) && b && !node_bool(node_text(&t, "false", 1, 1, &e), &b, &e) && !b);
	n = node_text(&t, "true", 1, 1, &e);
	n->quoted = true;
	CHECK(node_bool(n, &b, &e) == E_DATA && strstr(e.msg, "expected true or false"));
	e.code = 0;
	CHECK(!node_add(m, "pos", l, &e) && !node_add(l, NULL, node_text(&t, "1", 2, 4, &e), &e) && !node_add(l, NULL, node_text(&t, "x", 2, 6, &e), &e));
	CHECK(node_nums(l, UNIT_NM, 2, 0, 9, v, &e) == E_DATA && strstr(e.msg, ":2:6: pos.1: expected a number, found 'x'"));
	e.code = 0;
	CHECK(node_nums(l, UNIT_NM, 3, 0, 9, v, &e) == E_DATA && strstr(e.msg, "pos: expected 3 numbers, found 2"));
	e.code = 0;
	CHECK(node_nums(m, UNIT_NM, 2, 0, 9, v, &e) == E_DATA && strstr(e.msg, "expected a list, found a map"));
	e.code = 0;
	n = node_text(&t, "1", 2, 9, &e);
	n->key_line = 8;
	n->key_col = 5;
	CHECK(!node_add(m, "radios", n, &e));
	CHECK(node_keys(m, (const char *const[]){ "pos", "radius", NULL }, &e) == E_DATA && strstr(e.msg, ":8:5: unknown key 'radios'; did you mean 'radius'?"));
	e.code = 0;
	CHECK(node_keys(m, (const char *const[]){ "pos", "height", NULL }, &e) == E_DATA && strstr(e.msg, ":8:5: unknown key 'radios' (there are pos, height)"));
	e.code = 0;
	CHECK(!node_keys(m, (const char *const[]){ "pos", "radios", NULL }, &e));
	n = node_text(&t, "1", 0, 0, &e);
	CHECK(node_err(n, &e, "odd %d", 5) == E_DATA && !strcmp(e.msg, "(input), set by -D: odd 5"));
	e = (struct err){ E_IO, "a.npy: gone" };
	CHECK(node_err_at(NULL, &e) == E_IO && !strcmp(e.msg, "a.npy: gone"));
	CHECK(node_err_at(n, &e) == E_IO && !strcmp(e.msg, "(input), set by -D: a.npy: gone"));
	e = (struct err){ 0 };
	CHECK(node_err_at(n, &e) == 0 && !e.code);
	node_free(&t);
}

int main(void)
{
	CASE(makes_and_finds);
	CASE(large_maps);
	CASE(bounds);
	CASE(reads_numbers);
	CASE(refuses_numbers);
	CASE(others);
	return done();
}
