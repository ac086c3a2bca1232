/*
 * fuzz_mesh.c - no OBJ or STL, however broken, crashes the reader; what it reads has indices in range and finite
 * numbers, and becomes a polyhedron that can be cut, or is refused with a sentence.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "io/meshfile.h"
#include "scat/mesh.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(const struct meshfile *m)
{
	struct mesh_par par = { 1, 1, MESH_BOTTOM_CENTRE };
	struct polyhedron *p, *half;
	struct err e = { 0, "" }, f = { 0, "" };

	if (mesh_polyhedron(&p, &par, m->nv, (const struct vec3 *)m->v, m->nt, m->tri, NULL, &e)) {
		if (!*e.msg)
			abort();
		return;
	}
	polyhedron_f(p, (struct cvec3){ .1, .2, .3 });
	if (!polyhedron_cut(p, 0, polyhedron_box(p).hi.z / 2, &half, &f))
		polyhedron_free(half);
	else if (!*f.msg)
		abort();
	polyhedron_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "a.obj", "a.stl", "a" };
	struct meshfile m;

	for (int k = 0; k < 3; k++) {
		struct err e = { 0, "" };

		if (meshfile_parse(&m, names[k], data, size, &e)) {
			if (!*e.msg || m.v || m.tri)
				abort();
			continue;
		}
		for (size_t i = 0; i < 3 * m.nv; i++)
			if (!isfinite(m.v[i]))
				abort();
		for (size_t i = 0; i < 3 * m.nt; i++)
			if (m.tri[i] >= m.nv)
				abort();
		use(&m);
		meshfile_free(&m);
	}
	return 0;
}
