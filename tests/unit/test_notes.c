/* cli/notes.h: warnings wait for the end of a reading, and are not told of one that fails. */
#include "check.h"
#include "scratch.h"

#include "cli/notes.h"
#include "io/yaml.h"

static const char *said(char *text, size_t most)
{
	FILE *f = fopen(scratch("told"), "r");

	fflush(stderr);
	text[fread(text, 1, most - 1, f)] = '\0';
	fclose(f);
	return text;
}

/* What is said of a reading that ends with this code. */
static const char *told(int code)
{
	static const struct tool tool = { .name = "me" };
	static char text[400];
	struct err e = { 0, "" };
	struct node_tree t = { 0 };
	int save = dup(2);

	CHECK(freopen(scratch("told"), "w", stderr) && !yaml_parse(&t, "s.yaml", "a: 1\n", 5, &e));
	notes_add(NULL, "too early");
	CHECK(!notes_begin(&e));
	notes_add(NULL, "first");
	notes_add_at(NULL, node_get(t.root, "a"), "second");
	CHECK(!*said(text, sizeof text));
	e.code = code;
	CHECK(notes_end(&tool, &e) == code);
	notes_add(NULL, "too late");
	CHECK(notes_end(&tool, &e) == code);
	said(text, sizeof text);
	dup2(save, 2);
	close(save);
	node_free(&t);
	return text;
}

static void waits(void)
{
	CHECK(!strcmp(told(0), "me: first\nme: s.yaml:1:4: second\n"));
	CHECK(!strcmp(told(E_DATA), ""));
	CHECK(!strcmp(told(0), "me: first\nme: s.yaml:1:4: second\n"));
}

int main(void)
{
	scratch_make();
	CASE(waits);
	scratch_remove();
	return done();
}
