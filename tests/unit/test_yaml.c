/* io/yaml.h: what a file says, each value at its place; and what is refused, each at its place. */
#include "io/samplefile.h"
#include "io/yaml.h"

#include <unistd.h>

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

struct bad { const char *text; size_t n; const char *place, *what; };
#define T(s) s, sizeof s - 1
static const struct bad bads[] = {
	/* malformed */
	{ T("a: [1, 2"), "f:2:1:", "" }, { T("a: {b: 1"), "f:2:1:", "" }, { T("a: 'x"), "f:1:6:", "quoted scalar" }, { T("a: \"x"), "f:1:6:", "quoted scalar" },
	{ T("a: 1\n b: 2\n"), "f:2:3:", "mapping values" }, { T("a: b: c"), "f:1:5:", "mapping values" }, { T("a: ]"), "f:1:4:", "" },
	{ T("a: }"), "f:1:4:", "" }, { T("- 1\nb: 2"), "f:2:1:", "" }, { T("a: 1\n- 2"), "f:2:1:", "" }, { T("a: \"\\q\""), "f:1:5:", "escape" },
	{ T("a: \"\\u12\""), "f:1:7:", "" }, { T("a: \"\\ud800\""), "f:1:7:", "" }, { T("a: @x"), "f:1:4:", "cannot start any token" },
	{ T("a: `x"), "f:1:4:", "cannot start any token" }, { T("a: %x"), "f:1:4:", "cannot start any token" }, { T("a: 1\nb\nc: 2\n"), "f:3:1:", "':'" },
	{ T("{\"a\": 1,, \"b\": 2}"), "f:1:9:", "" }, { T("[1 2}"), "f:1:5:", "" }, { T("a: |x\n y\n"), "f:1:5:", "" }, { T("a: >99\n"), "f:1:6:", "" },
	{ T("a: *"), "f:1:5:", "alphabetic" }, { T("a: &"), "f:1:5:", "alphabetic" }, { T("a: !<x"), "f:1:7:", "" }, { T("a: [1]]"), "f:1:7:", "" },
	{ T("%YAML 3.0\n---\na: 1\n"), "f:1:1:", "incompatible" }, { T("%YAML x\n---\na: 1\n"), "f:1:7:", "" }, { T("%TAG ! x\n"), "f:", "" },
	{ T("{a: 1} b"), "f:1:8:", "" }, { T("a: 'x' y"), "f:1:8:", "" }, { T("\"a\" b: 1"), "f:1:5:", "" },
	/* tabs */
	{ T("a:\n\tb: 1\n"), "f:2:1:", "a tab in the indentation" }, { T("\ta: 1\n"), "f:1:1:", "a tab in" }, { T("a:\n  b: 1\n\tc: 2\n"), "f:3:1:", "a tab in" },
	{ T("-\t- 1\n\t- 2\n"), "f:", "" },
	/* keys */
	{ T("a: 1\na: 2\n"), "f:2:1:", "key 'a' is there already, on line 1" }, { T("x: {\"a\": 1, 'a': 2}"), "f:1:13:", "there already" },
	{ T("a:\n  b: 1\n  c: 2\n  b: 3\n"), "f:4:3:", "'b' is there already, on line 2" }, { T(": 1\n"), "f:1:1:", "expected key" },
	{ T("\"\": 1\n"), "f:1:1:", "empty key" }, { T("? \n: 1\n"), "f:1:", "empty key" }, { T("{: 1}"), "f:1:2:", "expected node" },
	{ T("[1, 2]: 3"), "f:1:1:", "a key that is no text" }, { T("{a: 1}: 3"), "f:1:1:", "a key that is no text" },
	{ T("? {a: 1}\n: 2\n"), "f:1:3:", "a key that is no text" }, { T("a: &x b\n*x : 1\n"), "f:2:1:", "a key that is no text" },
	{ T("&x a: 1\n"), "f:1:1:", "a key with a tag or an anchor" }, { T("!!str a: 1\n"), "f:1:1:", "a key with a tag or an anchor" },
	{ T("b: &x {a: 1}\nc:\n  <<: *x\n"), "f:3:3:", "merge key" }, { T("\"a\\0b\": 1"), "f:1:1:", "a key with a NUL" },
	/* tags */
	{ T("a: !foo 1"), "f:1:4:", "a tag is not taken here: '!foo'" }, { T("a: !!python/object:os.system x"), "f:1:4:", "a tag is not taken" },
	{ T("a: !!map 5"), "f:1:4:", "a tag" }, { T("a: !!str [1]"), "f:1:4:", "a tag" }, { T("a: !!binary aGk="), "f:1:4:", "a tag" },
	{ T("a: !!set {b}"), "f:1:4:", "a tag" }, { T("a: !x!y 1"), "f:1:4:", "undefined tag handle" },
	/* anchors */
	{ T("a: *x"), "f:1:4:", "no anchor of the name 'x'" }, { T("a: &x [1, *x]"), "f:1:11:", "an alias within its own anchor" },
	{ T("&x a: *x"), "f:1:1:", "" }, { T("a: &x {b: {c: *x}}"), "f:1:15:", "within its own anchor" },
	{ T("a: &aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg 1"), "f:1:4:", "an anchor with a name of more" },
	/* documents */
	{ T(""), "f:1:1:", "nothing in it" }, { T("\n\n"), "f:1:1:", "nothing in it" }, { T("# only this\n"), "f:1:1:", "nothing in it" }, { T("---\n"), "f:1:1:", "nothing" },
	{ T("...\n"), "f:1:1:", "expected node content" }, { T("\xef\xbb\xbf"), "f:1:1:", "nothing" }, { T("a: 1\n---\nb: 2\n"), "f:2:1:", "a second document" },
	{ T("a: 1\n...\n---\nb: 2\n"), "f:3:1:", "a second document" }, { T("---\n---\na: 1\n"), "f:2:1:", "second document" },
	/* bytes */
	{ T("a: 1\0b"), "f:1:5:", "NUL" }, { T("a: \"\\0\""), "f:1:4:", "NUL" }, { T("ab: \xff"), "f:1:5:", "not UTF-8: byte 0xff" },
	{ T("a: 1\n\xc3\xa5: \xc3("), "f:2:4:", "not UTF-8: byte 0xc3" }, { T("a: \xc0\x80"), "f:1:4:", "byte 0xc0" }, { T("a: \xed\xa0\x80"), "f:1:4:", "byte 0xed" },
	{ T("a: \xf4\x90\x80\x80"), "f:1:4:", "byte 0xf4" }, { T("a: \xe2\x82"), "f:1:4:", "byte 0xe2" }, { T("\xff\xfe" "a\0"), "f:1:1:", "byte 0xff" },
	{ T("a: \x01"), "f:1:4:", "control character U+0001" }, { T("a: \x1b[31m"), "f:1:4:", "U+001B" }, { T("a: \x7f"), "f:1:4:", "U+007F" },
	{ T("a: \xc2\x9b"), "f:1:4:", "U+009B" }, { T("a: \xef\xbb\xbf"), "f:1:4:", "U+FEFF" }, { T("a: 1\r\rb: \x02"), "f:3:4:", "U+0002" },
	{ T("a: \xef\xbf\xbe"), "f:1:4:", "U+FFFE" },
};

static bool refused(const char *text, size_t n, const char *place, const char *what)
{
	struct node_tree t;
	struct err e;
	int code = parse(&t, text, n, &e);
	bool good = code == E_DATA && !strncmp(e.msg, place, strlen(place)) && strstr(e.msg, what) && !t.root && !t.arena;

	if (!good)
		printf("# '%.60s': %d %s (%s %s)\n", text, code, e.msg, place, what);
	node_free(&t);
	return good;
}

static void refuses(void)
{
	CHECK(sizeof bads / sizeof *bads >= 80);
	for (size_t i = 0; i < sizeof bads / sizeof *bads; i++)
		CHECK(refused(bads[i].text, bads[i].n, bads[i].place, bads[i].what));
}

/* n times a, and m times b behind */
static char *many(const char *a, size_t n, const char *mid, const char *b, size_t m)
{
	char *s = malloc(strlen(a) * n + strlen(mid) + strlen(b) * m + 1), *p = s;

	for (size_t i = 0; i < n; i++, p += strlen(a))
		memcpy(p, a, strlen(a));
	memcpy(p, mid, strlen(mid));
	p += strlen(mid);
	for (size_t i = 0; i < m; i++, p += strlen(b))
		memcpy(p, b, strlen(b));
	*p = '\0';
	return s;
}

static bool refused_many(const char *a, size_t n, const char *mid, const char *b, size_t m, const char *place, const char *what)
{
	char *s = many(a, n, mid, b, m);
	bool good = refused(s, strlen(s), place, what);

	free(s);
	return good;
}

static bool taken(char *s)
{
	struct node_tree t;
	struct err e;
	int code = parse(&t, s, strlen(s), &e);

	node_free(&t);
	free(s);
	return !code;
}

static void refuses_much(void)
{
	static char laughs[2000];
	size_t at = (size_t)snprintf(laughs, sizeof laughs, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");

	for (int i = 1; i < 10; i++)
		at += (size_t)snprintf(laughs + at, sizeof laughs - at, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n",
				       i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
	CHECK(refused(laughs, at, "f:6:", "aliases make more than 200000 values"));
	CHECK(taken(many("[", 64, "", "]", 64)));
	CHECK(refused_many("[", 65, "", "]", 65, "f:1:65:", "deeper than 64"));
	CHECK(refused_many("[", 100000, "", "]", 0, "f:1:65:", "deeper than 64"));
	CHECK(refused_many("{a: ", 100000, "", "}", 0, "f:1:257:", "deeper than 64"));
	CHECK(refused_many("- ", 100000, "", "", 0, "f:1:129:", "deeper than 64"));
	CHECK(refused_many("? ", 100000, "", "", 0, "f:1:3:", "a key that is no text"));
	CHECK(taken(many("- &a x\n", 2000, "", "", 0)));	/* one name, many times */
	CHECK(refused_many(" ", YAML_FILE_MOST, "a: 1", "", 0, "f: larger than 16 MiB", ""));
	CHECK(refused_many(" ", 0, "a: \"", "x", 500000, "f:1:500005:", "quoted scalar"));
}

static void many_anchors(void)
{
	char *s = malloc(30 * 1100), *p = s;

	for (int i = 0; i < 1001; i++)
		p += snprintf(p, 30, "- &a%d x\n", i);
	CHECK(refused(s, (size_t)(p - s), "f:1001:3:", "more than 1000 anchors"));
	free(s);
}

/* Files that are large and sound are read in time that grows as they do. */
static void large(void)
{
	char *s = many("- {a: 1, b: [1, 2]}\n", 20000, "", "", 0), *p;
	struct node_tree t;
	struct err e;

	CHECK(!parse(&t, s, strlen(s), &e) && t.root->n == 20000 && t.nodes == 100001);
	node_free(&t);
	free(s);
	s = malloc(20 * 50000);
	p = s;
	for (int i = 0; i < 50000; i++)
		p += snprintf(p, 20, "k%d: %d\n", i, i);
	CHECK(!parse(&t, s, (size_t)(p - s), &e) && t.root->n == 50000 && !strcmp(node_get(t.root, "k49999")->text, "49999"));
	node_free(&t);
	free(s);
}

static void files(void)
{
	char path[] = "/tmp/test_yaml.XXXXXX";
	int fd = mkstemp(path);
	struct node_tree t;
	struct err e = { 0 };

	CHECK(fd >= 0 && write(fd, "a: 1\nb: [\n", 10) == 10);
	CHECK(sample_read(&t, path, NULL, &e) == E_DATA && !strncmp(e.msg, path, strlen(path)) && !strncmp(e.msg + strlen(path), ":3:1: ", 6));
	e.code = 0;
	CHECK(write(fd, "]\n", 2) == 2 && !sample_read(&t, path, NULL, &e) && !strcmp(t.file, path) && t.root->n == 2);
	node_free(&t);
	close(fd);
	unlink(path);
	CHECK(sample_read(&t, path, NULL, &e) == E_IO && strstr(e.msg, path));
	e.code = 0;
	CHECK(sample_read(&t, "/", NULL, &e) == E_IO);
}

int main(void)
{
	CASE(reads);
	CASE(knows_places);
	CASE(refuses);
	CASE(refuses_much);
	CASE(many_anchors);
	CASE(large);
	CASE(files);
	return done();
}
