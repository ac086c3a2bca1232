/* cli/files.h: names beside a sample, whichever way round an image is stored, and where an error is told. */
#include "check.h"
#include "scratch.h"

#include "base/mem.h"
#include "cli/files.h"
#include "io/yaml.h"

/* An array of bytes as .npy, whose header is 128 bytes with its padding. */
static void npy(const char *name, const char *shape, int n)
{
	FILE *f = fopen(scratch(name), "wb");
	char head[119];

	memset(head, ' ', sizeof head);
	head[snprintf(head, sizeof head, "{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }", shape)] = ' ';
	head[117] = '\n';
	fwrite("\x93NUMPY\x01\x00\x76\x00", 1, 10, f);
	fwrite(head, 1, 118, f);
	for (int i = 0; i < n; i++)
		fputc(i + 1, f);
	fclose(f);
}

static void npy_of(const char *name, const char *bytes, int n)
{
	FILE *f;

	npy(name, "2, 3", n);
	f = fopen(scratch(name), "r+b");
	fseek(f, 128, SEEK_SET);
	fwrite(bytes, 1, (size_t)n, f);
	fclose(f);
}

static void image(void)
{
	double *v = NULL;
	struct err e = { 0 };

	npy("a.npy", "3, 4", 12);
	npy("b.npy", "1, 3, 4", 12);
	npy("c.npy", "2, 3, 4", 24);
	for (int k = 0; k < 4; k++) {
		CHECK(!files_image(scratch(k & 1 ? "a.npy" : "b.npy"), 3, 4, k & 2 ? FILES_TOP : FILES_BOTTOM, &v, &e));
		for (int i = 0; v && i < 12; i++)
			NEAR(v[i], 1 + (k & 2 ? (2 - i / 4) * 4 + i % 4 : i), 0);
		mem_free(v);
	}
	CHECK(files_image(scratch("a.npy"), 4, 3, FILES_BOTTOM, &v, &e) == E_DATA && !v);
	CHECK(strstr(e.msg, "a.npy: 3 x 4, the detector has 4 rows and 3 columns"));
	e = (struct err){ 0 };
	CHECK(files_image(scratch("c.npy"), 2, 3, FILES_BOTTOM, &v, &e) == E_DATA && strstr(e.msg, "c.npy: 2 x 3 x more, the detector has 2"));
	e = (struct err){ 0 };
	CHECK(files_image(scratch("none.npy"), 2, 3, FILES_BOTTOM, &v, &e) == E_IO && !v);
}

/* Two masks let count what both do; the first row is the top or not. */
static void masks(void)
{
	static const char own[6] = { 1, 0, 1, 2, 1, 1 }, more[6] = { 0, 1, 1, 1, 1, 0 };
	static const int both[2][6] = { { 0, 0, 1, 1, 1, 0 }, { 1, 1, 0, 0, 0, 1 } };
	struct node_tree t = { 0 };
	struct err e = { 0 };
	struct job_files files;
	char path[300], folder[300];
	const struct node *where;
	double *v;

	npy_of("own.npy", own, 6);
	npy_of("more.npy", more, 6);
	snprintf(path, sizeof path, "%s", scratch("more.npy"));
	snprintf(folder, sizeof folder, "%s", scratch("s.yaml"));
	files = files_beside(folder);
	CHECK(!yaml_parse(&t, "s.yaml", "mask: own.npy\nbad: a.npy\n", 25, &e));
	where = node_get(t.root, "mask");
	for (int top = 0; top < 2; top++) {
		CHECK(!files_masks(&files, where, path, 2, 3, top ? FILES_TOP : FILES_BOTTOM, &v, &e));
		for (int i = 0; v && i < 6; i++)
						CHECK((v[i] != 0) == both[top][i]);
		mem_free(v);
	}
	CHECK(!files_masks(&files, where, NULL, 2, 3, FILES_BOTTOM, &v, &e) && v && v[1] == 0 && v[3] != 0);
	mem_free(v);
	CHECK(!files_masks(&files, NULL, path, 2, 3, FILES_BOTTOM, &v, &e) && v && v[0] == 0 && v[1] != 0);
	mem_free(v);
	CHECK(!files_masks(&files, NULL, NULL, 2, 3, FILES_BOTTOM, &v, &e) && !v);
	npy("a.npy", "3, 4", 12);
	CHECK(files_masks(&files, node_get(t.root, "bad"), path, 2, 3, FILES_BOTTOM, &v, &e) == E_DATA && !strncmp(e.msg, "s.yaml:2:6: ", 12));
	mem_free(v);
	node_free(&t);
}

/* Relative names go from the sample's folder, absolute ones from the root; errors begin with the place that names the file. */
static void beside(void)
{
	struct node_tree t = { 0 };
	struct err e = { 0 };
	char sample[300], *text = NULL;
	double *v = NULL, *xyz = NULL;
	size_t n[3], nv, nt, *tri = NULL;
	int ndim;
	FILE *f = fopen(scratch("t.txt"), "w");
	struct job_files files;
	const struct node *where;

	fputs("hello", f);
	fclose(f);
	npy("a.npy", "3, 4", 12);
	snprintf(sample, sizeof sample, "%s", scratch("s.yaml"));
	files = files_beside(sample);
	CHECK(!yaml_parse(&t, "s.yaml", "a:\n  b: none.npy\n", 17, &e));
	where = node_at(t.root, "a.b");
	CHECK(!files.text(files.ctx, where, "t.txt", &text, &e) && !strcmp(text, "hello"));
	mem_free(text);
	CHECK(!files.text(files.ctx, where, scratch("t.txt"), &text, &e) && !strcmp(text, "hello"));
	mem_free(text);
	CHECK(!files.array(files.ctx, where, "a.npy", &v, n, &ndim, &e) && ndim == 2 && n[0] == 3 && n[1] == 4 && v[11] == 12);
	mem_free(v);
	CHECK(files.array(files.ctx, where, "none.npy", &v, n, &ndim, &e) == E_IO && !v);
	CHECK(!strncmp(e.msg, "s.yaml:2:6: ", 12) && strstr(e.msg, scratch("none.npy")));
	e = (struct err){ 0 };
	CHECK(files.text(files.ctx, where, "none.txt", &text, &e) == E_IO && !text && !strncmp(e.msg, "s.yaml:2:6: ", 12));
	e = (struct err){ 0 };
	CHECK(files.mesh(files.ctx, where, "none.stl", &xyz, &nv, &tri, &nt, &e) == E_IO && !xyz && !tri);
	CHECK(!strncmp(e.msg, "s.yaml:2:6: ", 12));
	node_free(&t);
}

/* Without a folder, from standard input too, names are those of the current one. */
static void current_folder(void)
{
	static const char *const name[] = { "-", "s.yaml" };
	char *text = NULL;
	FILE *f = fopen(scratch("here.txt"), "w");

	fputs("here", f);
	fclose(f);
	CHECK(!chdir(scratch_folder));
	for (int i = 0; i < 2; i++) {
		struct job_files files = files_beside(name[i]);
		struct err e = { 0 };
		CHECK(!files.text(files.ctx, NULL, "here.txt", &text, &e) && !strcmp(text, "here"));
		mem_free(text);
		CHECK(files.text(files.ctx, NULL, "none.txt", &text, &e) == E_IO && !text);
	}
	CHECK(!chdir("/"));
}

int main(void)
{
	scratch_make();
	CASE(image);
	CASE(masks);
	CASE(beside);
	CASE(current_folder);
	scratch_remove();
	return done();
}
