/* io/yaml.h: what a file says, each value at its place; and what is refused, each at its place. */
#include "io/yaml.h"

#include "check.h"

static int parse(struct node_tree *t, const char *text, size_t n, struct err *e)
{
	*e = (struct err){ 0 };
	return yaml_parse(t, "f", text, n, e);
}

/* The tree as one line: {a=1,b=["x",2]} */
static void print(const struct node *n, FILE *f)
{
	if (n->type == NODE_TEXT) {
		fprintf(f, n->quoted ? "\"%s\"" : "%s", n->text);
		return;
	}
	fputc(n->type == NODE_MAP ? '{' : '[', f);
	for (size_t i = 0; i < n->n; i++) {
		fprintf(f, "%s%s%s", i ? "," : "", n->child[i]->key ? n->child[i]->key : "", n->child[i]->key ? "=" : "");
		print(n->child[i], f);
	}
	fputc(n->type == NODE_MAP ? '}' : ']', f);
}

struct good { const char *text, *tree; };
static const struct good goods[] = {
	{ "a: 1\nb: [x, 2]\n", "{a=1,b=[x,2]}" },
	{ "a: '1'\nb: \"2\"\n", "{a=\"1\",b=\"2\"}" },
	{ "a: {b: 1,\n  c: 2}\n", "{a={b=1,c=2}}" },
	{ "- 1\n- - 2\n  - 3\n", "[1,[2,3]]" },
	{ "a:\nb: ~\n", "{a=,b=~}" },
	{ "a: |\n  x\n  y\nb: >\n  u\n  v\n", "{a=\"x\ny\n\",b=\"u v\n\"}" },
	{ "a: 1\r\nb: 2\r\n", "{a=1,b=2}" },
	{ "\xef\xbb\xbf" "a: 1\n", "{a=1}" },
	{ "# only\n---\na: 1 # one\n...\n", "{a=1}" },
	{ "%YAML 1.1\n---\na: 1\n", "{a=1}" },
	{ "a: &x {r: 5}\nb: *x\nc: [*x, *x]\n", "{a={r=5},b={r=5},c=[{r=5},{r=5}]}" },
	{ "a: &x 1\nb: &x 2\nc: *x\n", "{a=1,b=2,c=2}" },
	{ "a: !!str 5\nb: !!float 5\nc: !!map {d: !!seq [1]}\nd: ! 7\n", "{a=\"5\",b=5,c={d=[1]},d=\"7\"}" },
	{ "a: 5 um\nb: 2014-01-01\nc: 1:30\n", "{a=5 um,b=2014-01-01,c=1:30}" },
	{ "{\"a\":1,\"b\":[true,null],\"c\":\"\\u00e5\\/\"}", "{a=1,b=[true,null],c=\"\xc3\xa5/\"}" },
	{ "\t\n{\n\t\"a\":\t1,\n\t\"b\": [\n\t\t2\n\t]\n}\n", "{a=1,b=[2]}" },
	{ "{\"a\": \"\\ud83d\\ude00x\", \"b\\\\ud83d\\\\ude00\": 1}", "{a=\"\xf0\x9f\x98\x80x\",b\\ud83d\\ude00=1}" },
	{ "[]", "[]" },
	{ "{}", "{}" },
	{ "\"$R\": = 2*$R\n", "{$R== 2*$R}" },
	{ "'<<': 1\n", "{<<=1}" },
	{ "plain words", "plain words" },
};

static void reads(void)
{
	for (size_t i = 0; i < sizeof goods / sizeof *goods; i++) {
		struct node_tree t;
		struct err e;
		char *got = NULL;
		size_t len;
		FILE *f;

		if (parse(&t, goods[i].text, strlen(goods[i].text), &e)) {
			printf("# %zu: %s\n", i, e.msg);
			CHECK(!e.code);
			continue;
		}
		f = open_memstream(&got, &len);
		print(t.root, f);
		fclose(f);
		if (strcmp(got, goods[i].tree)) {
			printf("# %s: %s\n", goods[i].tree, got);
			CHECK(!strcmp(got, goods[i].tree));
		}
		free(got);
		node_free(&t);
	}
}

struct place { const char *text, *path; int line, col, key_line, key_col; };
static const struct place places[] = {
	{ "a: 1\nbc:  [x,  25]\n", "bc.1", 2, 11, 0, 0 },
	{ "a: 1\nbc:  [x,  25]\n", "bc", 2, 6, 2, 1 },
	{ "a:\n  b:\n    - 1\n    - q: 3\n", "a.b.1.q", 4, 10, 4, 7 },
	{ "\xc3\xa5\xc3\xa5: {c: 5}\n", "\xc3\xa5\xc3\xa5.c", 1, 9, 1, 6 },
	{ "a: 1\r\n\r\nb: 2\r\n", "b", 3, 4, 3, 1 },
	{ "\n\t {\"a\":\n 1, \"b\": 7}\n", "b", 3, 10, 3, 5 },
	{ "  {\"a\": 1}", "a", 1, 9, 1, 4 },
	{ "\xef\xbb\xbf{\"a\": 1}", "a", 1, 7, 1, 2 },
	{ "x: &a\n  r: 5\ny: *a\n", "y.r", 2, 6, 2, 3 },
};

static void knows_places(void)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		const struct place *p = &places[i];
		struct node_tree t;
		struct err e;
		const struct node *n;

		CHECK(!parse(&t, p->text, strlen(p->text), &e));
		n = e.code ? NULL : node_at(t.root, p->path);
		CHECK(n != NULL);
		if (n && (n->line != p->line || n->col != p->col || n->key_line != p->key_line || n->key_col != p->key_col)) {
			printf("# %zu: %d:%d key %d:%d\n", i, n->line, n->col, n->key_line, n->key_col);
			CHECK(!"place");
		}
		node_free(&t);
	}
}

int main(void)
{
	CASE(reads);
	CASE(knows_places);
	return done();
}
