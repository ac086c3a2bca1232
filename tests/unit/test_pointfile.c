/* io/pointfile.h: lines of two numbers into the tree of a sample. */
#include "check.h"
#include "scratch.h"

#include "io/pointfile.h"
#include "io/yaml.h"

static int read_text(struct node_tree *t, const char *yaml, const char *text, struct err *e)
{
	FILE *f = fopen(scratch("p.txt"), "w");

	*e = (struct err){ 0 };
	fputs(text, f);
	fclose(f);
	CHECK(!yaml_parse(t, "s.yaml", yaml, strlen(yaml), e));
	return pointfile_read(t, scratch("p.txt"), e);
}

static void points(void)
{
	static const double want[3][2] = { { 0.1, 0.2 }, { -3e-2, 4 }, { 5, 6 } };
	struct node_tree t = { 0 };
	struct err e;
	const struct node *all;

	CHECK(!read_text(&t, "detector: {type: points}", "# qy qz\n0.1 0.2\n\n  -3e-2\t4\r\n #5 7\n5   6", &e));
	all = node_at(t.root, "detector.points");
	CHECK(all && all->type == NODE_LIST && all->n == 3);
	for (size_t i = 0; all && i < all->n; i++) {
		double v[2] = { 0 };
		CHECK(!node_nums(all->child[i], UNIT_PER_NM, 2, -10, 10, v, &e));
		NEAR(v[0], want[i][0], 0);
		NEAR(v[1], want[i][1], 0);
	}
	node_free(&t);
}

static void refuse(const char *yaml, const char *text, int code, const char *why)
{
	struct node_tree t = { 0 };
	struct err e;

	CHECK(read_text(&t, yaml, text, &e) == code && strstr(e.msg, why));
	node_free(&t);
}

static void refused(void)
{
	char wide[300];
	struct node_tree t = { 0 };
	struct err e = { 0 };

	refuse("detector: {type: points}", "1 2\n\n3\n", E_DATA, "p.txt:3: not two numbers, qy and qz");
	refuse("detector: {type: points}", "1 2\nx 4\n", E_DATA, "p.txt:2: expected a number from -1e4 to 1e4, found 'x'");
	refuse("detector: {type: points}", "1 nan\n", E_DATA, "p.txt:1: expected a number");
	refuse("detector: {type: points}", "1 2e4\n", E_DATA, "p.txt:1: expected a number");
	refuse("detector: {type: points}", "1 2 3\n", E_DATA, "p.txt:1: not two numbers, qy and qz");
	refuse("detector: {type: points, points: [[1, 2]]}", "1 2\n", E_USAGE,
	       "--points: there is no detector of type points, or it has its points already");
	refuse("beam: 1", "1 2\n", E_USAGE, "--points: there is no detector");
	/* one word, however long, is not two */
	memset(wide, '1', sizeof wide);
	snprintf(wide + 100, 100, "\n");
	refuse("detector: {type: points}", wide, E_DATA, "p.txt:1: not two numbers");
	CHECK(!yaml_parse(&t, "s.yaml", "detector: {type: points}", 24, &e));
	CHECK(pointfile_read(&t, scratch("none.txt"), &e) == E_IO && strstr(e.msg, "none.txt"));
	node_free(&t);
}

int main(void)
{
	scratch_make();
	CASE(points);
	CASE(refused);
	scratch_remove();
	return done();
}
