/* OBJ, STL and HDF5 meshes: what they hold, and what is refused. */
#include <stdint.h>

#include "check.h"
#include "scratch.h"

#include "base/mem.h"
#include "io/meshfile.h"
#include "io/stream.h"

static struct err e;

static const char obj[] =
	"# a tetrahedron and a square\r\n"
	"mtllib x.mtl\no thing\n"
	"v 0 0 0\nv 1.5 0 0 1.0\nv\t0 -2e1 0\nv 0 0 3\r\nvt 0 0\nvn 0 0 1\n"
	"f 1 3/7 2\n  f 1/1/1 2//4 -1\n\nf -4 \\\n4 3\ns off\nf 2 3 4 1\r\n";

static void obj_file(void)
{
	static const size_t want[] = { 0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3, 1, 3, 0 };
	struct meshfile m;

	CHECK(!meshfile_parse(&m, "a.obj", obj, strlen(obj), &e));
	CHECK(m.nv == 4 && m.nt == 5);
	NEAR(m.v[3], 1.5, 0);
	NEAR(m.v[7], -20, 0);
	NEAR(m.v[11], 3, 0);
	CHECK(m.nt == 5 && !memcmp(m.tri, want, sizeof want));
	meshfile_free(&m);
}

static const char stl[] =
	"solid two words\n facet normal 0 0 1\n  outer loop\n vertex 0 0 0\n vertex 1 0 0\n vertex 0 1 .5\n endloop\n endfacet\n"
	"facet normal nan 0 0\nouter loop\nvertex 1 1 1\nvertex 2 1 1\nvertex 1 3 1\nendloop\nendfacet\nendsolid two words\n";

static void stl_ascii(void)
{
	struct meshfile m;

	CHECK(!meshfile_parse(&m, "a", stl, strlen(stl), &e));
	CHECK(m.nv == 6 && m.nt == 2 && m.tri[5] == 5);
	NEAR(m.v[8], .5, 0);
	NEAR(m.v[16], 3, 0);
	meshfile_free(&m);
}

static size_t binary(unsigned char *b, uint32_t count, float last)
{
	float x[2][12] = { { 9, 9, 9, 0, 0, 0, 1, 0, 0, 0, 1, .5 }, { 0, 0, 0, 1, 1, 1, 2, 1, 1, 1, 3, last } };

	memset(b, 0, 184);
	memcpy(b, "solid that lies", 15);
	memcpy(b + 80, &count, 4);
	memcpy(b + 84, x[0], 48);
	memcpy(b + 134, x[1], 48);
	return 184;
}

static void stl_binary(void)
{
	unsigned char b[184];
	struct meshfile m;

	CHECK(!meshfile_parse(&m, "a.bin", b, binary(b, 2, 1), &e));
	CHECK(m.nv == 6 && m.nt == 2 && m.tri[5] == 5);
	NEAR(m.v[8], .5, 0);
	NEAR(m.v[16], 3, 0);
	meshfile_free(&m);
}

static void put(const char *path, enum dtype t, size_t n, const void *x)
{
	struct head h;
	struct stream *s;
	struct array a = { .type = t, .ndim = 2, .n = { n, 3 }, .data = (void *)(uintptr_t)x, .view = true };

	head_init(&h, t, 2, (size_t[]){ n, 3 }, (const char *const[]){ "row", "col" });
	CHECK(!stream_create(&s, path, &h, NULL, &e) && !stream_write(s, &a, &e) && !stream_commit(s, &e));
	stream_close(s);
	head_free(&h);
}

/* From disk; an HDF5 file without the group is refused. */
static void files(void)
{
	struct meshfile m;
	struct err x = { 0, "" };
	FILE *f = fopen(scratch("a.obj"), "w");

	fputs(obj, f);
	fclose(f);
	CHECK(!meshfile_read(&m, scratch("a.obj"), &e) && m.nt == 5);
	meshfile_free(&m);
	CHECK(meshfile_read(&m, scratch("none.obj"), &x) == E_IO && strstr(x.msg, "none.obj") && !m.v);
	x = (struct err){ 0, "" };
	put(scratch("a.h5"), DT_F32, 2, (float[]){ 0, 0, 0, 1, 1, 1 });
	char name[400];
	snprintf(name, sizeof name, "%s::/mesh", scratch("a.h5"));
	CHECK(meshfile_read(&m, name, &x) && *x.msg && !m.v);
}

static void refuse(const char *name, const char *text, size_t n, const char *word)
{
	struct err x = { 0, "" };
	struct meshfile m;

	CHECK(meshfile_parse(&m, name, text, n ? n : strlen(text), &x) == E_DATA && !m.v && !m.tri);
	CHECK(strstr(x.msg, word) && strstr(x.msg, name));
	if (!strstr(x.msg, word))
		printf("# %s\n", x.msg);
}

static void refused(void)
{
	static const char *const bad[][2] = {
		{ "v 0 0\n", "line 1: not three" }, { "v 0 0 nan\n", "line 1: not three" }, { "v 1 2 1e999\n", "line 1: not three" },
		{ "v 0 0 0\nf 1 1 2\n", "line 2: a face with vertex 2, of 1" }, { "v 0 0 0\nf 0 1 1\n", "vertex 0" },
		{ "v 0 0 0\nf -2 1 1\n", "vertex -2" }, { "v 0 0 0\nf 1 1\n", "a face of 2 corners" },
		{ "v 0 0 0\nf 1 x 1\n", "no corner" }, { "v 0 0 0\nf 99999999999999999999 1 1\n", "of 1 so far" },
		{ "v 0 0 0\n", "no faces" }, { "", "no faces" }, { "hello\n", "no faces" }, { "v 0 0 0\nf \\\n\\\n", "a face of 0" },
	};
	static const char *const badstl[][2] = {
		{ "solid\nfacet\nvertex 0 0 0\n", "without endsolid" }, { "solid\nvertex 0 0 0\n", "line 2: a vertex outside" },
		{ "solid\nfacet\nvertex 0 0 0\nendfacet\n", "line 4: a facet that has not" }, { "solid\nendsolid\n", "no facets" },
		{ "solid\nfacet\nfacet\n", "line 3: a facet within" }, { "solid\nfacet\nendsolid\n", "line 3: a facet without" },
		{ "solid\nfacet\nvertex 0 0 inf\n", "line 3: not three" }, { "solid\nrubbish\n", "line 2: no STL" },
		{ "solid\nfacet\nvertex 0 0 0\nvertex 0 0 0\nvertex 0 0 0\nvertex 0 0 0\n", "line 6: a fourth" },
	};
	char b[184];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refuse("a.obj", bad[i][0], 0, bad[i][1]);
	for (size_t i = 0; i < sizeof badstl / sizeof *badstl; i++)
		refuse("a.stl", badstl[i][0], 0, badstl[i][1]);
	binary((unsigned char *)b, 2, NAN);
	refuse("a.stl", b, 184, "triangle 1 has a coordinate");
	binary((unsigned char *)b, 0xffffffffu, 1);
	refuse("a.stl", b, 184, "4294967295 triangles");
	binary((unsigned char *)b, 2, 1);
	refuse("a.stl", b, 183, "2 triangles by its head, 99 bytes");
	refuse("a.obj", b, 183, "no text");
}

int main(void)
{
	scratch_make();
	CASE(obj_file);
	CASE(stl_ascii);
	CASE(stl_binary);
	CASE(files);
	CASE(refused);
	scratch_remove();
	return done();
}
