#include "scat/read.h"

#include "base/mem.h"
#include "scat/mesh.h"
#include "scat/own.h"

static void drop(void *p)
{
	polyhedron_free(p);
}

static int build(struct rd *r, const struct node *file, const struct mesh_par *par, struct polyhedron **out)
{
	const char *path;
	double *xyz = NULL;
	size_t nv, nt, *tri = NULL;
	struct err why = { 0 };
	bool turned;

	if (rd_text(r, file, &path))
		return r->e->code;
	if (!r->files || !r->files->mesh)
		return node_err(file, r->e, "no files can be read here");
	if (r->files->mesh(r->files->ctx, file, path, &xyz, &nv, &tri, &nt, r->e))
		return r->e->code;
	if (mesh_polyhedron(out, par, nv, (const struct vec3 *)(const void *)xyz, nt, tri, &turned, &why))
		rd_at(r, file, &why);
	else if (turned && r->files->warn)
		r->files->warn(r->files->ctx, file, "the faces of the mesh look inwards: turned");
	mem_free(xyz);
	mem_free(tri);
	return r->e->code;
}

/* A mesh without distributions is built once for all readings of this job, and lives as long as the job. */
int rd_mesh(struct rd *r, const struct node *n, struct part *p)
{
	static const char *const keys[] = { "name", "file", "mesh_unit", "scale", "origin", NULL };
	const struct node *file, *unit;
	struct mesh_par par = { .scale = 1 };
	struct polyhedron *poly;
	int origin = MESH_FILE;

	if (rd_keys(r, n, keys) || !(file = rd_need(r, n, "file")) || !(unit = rd_need(r, n, "mesh_unit")) ||
	    rd_unit_nm(r, unit, &par.unit_nm) || rd_opt(r, n, "scale", UNIT_NONE, 1e-9, 1e9, &par.scale) ||
	    rd_opt_choice(r, n, "origin", mesh_origins, &origin))
		return r->e->code;
	par.origin = (enum mesh_origin)origin;
	p->shape.kind = &ff_polyhedron;
	p->shape.data = rd_kept(r, n, par.scale);
	if (p->shape.data)
		return 0;
	if (build(r, file, &par, &poly))
		return r->e->code;
	p->shape.data = poly;
	return own_add(&r->job->owned, poly, drop, r->e) || rd_keep(r, n, par.scale, poly) ? r->e->code : 0;
}
