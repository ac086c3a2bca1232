#include "scat/read.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "scat/overlap.h"
#include "scat/own.h"

enum kind { KIND_SIMPLE, KIND_CORE_SHELL, KIND_COMPOSITION };
static const char *const kinds[] = { "simple", "core_shell", "composition", NULL };

struct frame { struct rot3 rot; struct vec3 at; };	/* r' = rot r + at */

static int particle(struct rd *r, const struct node *n, const struct frame *f, int within);

static int rotations(struct rd *r, const struct node *n, struct rot3 *rot)
{
	static const char *const keys[] = { "axis", "angle_deg", NULL };

	if (rd_list(r, n, 0, 1000))
		return r->e->code;
	for (size_t i = 0; i < n->n; i++) {
		const struct node *c = n->child[i], *a;
		struct vec3 axis;
		struct rot3 one;
		double deg;

		if (rd_keys(r, c, keys) || !(a = rd_need(r, c, "axis")) || rd_axis(r, a, &axis) ||
		    rd_key(r, c, "angle_deg", UNIT_DEGREE, -1e6, 1e6, &deg))
			return r->e->code;
		one = rot3_about(axis, deg * UNIT_DEG);
		*rot = rot3_mul(&one, rot);
	}
	return 0;
}

int rd_rotation(struct rd *r, const struct node *n, struct rot3 *rot)
{
	const struct node *z = node_get(n, "rotation_z_deg"), *list = node_get(n, "rotations");
	double deg;

	*rot = rot3_none;
	if (z && list)
		return node_err(list, r->e, "rotation_z_deg and rotations exclude each other");
	if (list)
		return rotations(r, list, rot);
	if (!z)
		return 0;
	if (rd_num(r, z, UNIT_DEGREE, -1e6, 1e6, &deg))
		return r->e->code;
	*rot = rot3_about((struct vec3){ 0, 0, 1 }, deg * UNIT_DEG);
	return 0;
}

/* The frame of a particle that lies in f. */
static int placed(struct rd *r, const struct node *n, const struct frame *f, struct frame *out)
{
	const struct node *p = node_get(n, "position");
	struct vec3 at = { 0, 0, 0 };
	struct rot3 own;

	if (rd_rotation(r, n, &own) || (p && rd_vec3(r, p, UNIT_NM, &at)))
		return r->e->code;
	out->rot = rot3_mul(&f->rot, &own);
	at = rot3_apply(&f->rot, at);
	out->at = (struct vec3){ f->at.x + at.x, f->at.y + at.y, f->at.z + at.z };
	return 0;
}

static struct part *part_new(struct rd *r, const struct node *n)
{
	if (r->npart == RD_PARTS) {
		node_err(n, r->e, "a particle of more than %d parts", RD_PARTS);
		return NULL;
	}
	if (r->npart == r->part_room) {
		size_t room = r->part_room ? 2 * r->part_room : 64;
		struct part *more = own_alloc(&r->tmp, room, sizeof *more, r->e);

		if (!more)
			return NULL;
		if (r->npart)
			memcpy(more, r->part, r->npart * sizeof *more);
		r->part = more;
		r->part_room = room;
	}
	r->part[r->npart] = (struct part){ 0 };
	return &r->part[r->npart++];
}

static int simple(struct rd *r, const struct node *n, const struct frame *in, int within)
{
	static const char *const keys[] = { "kind", "shape", "material", "rotation_z_deg", "rotations", "position", NULL };
	const struct node *shape, *material = node_get(n, "material");
	struct frame f;
	struct part *p;

	if (rd_keys(r, n, keys) || placed(r, n, in, &f) || !(shape = rd_need(r, n, "shape")) || !(p = part_new(r, n)))
		return r->e->code;
	p->rot = f.rot;
	p->at = f.at;
	p->within = within;
	if (rd_shape(r, shape, p))
		return r->e->code;
	if (p->n2 == 0)
		return rd_material(r, material ? material : rd_need(r, n, "material"), &p->n2);
	return material ? node_err(material, r->e, "voxels have materials of their own") : 0;
}

static int core_shell(struct rd *r, const struct node *n, const struct frame *in, int within)
{
	static const char *const keys[] = { "kind", "core", "shell", "rotation_z_deg", "rotations", "position", NULL };
	const struct node *core, *shell, *kind;
	struct frame f, g;
	int first = (int)r->npart;

	if (rd_keys(r, n, keys) || !(core = rd_need(r, n, "core")) || !(shell = rd_need(r, n, "shell")) ||
	    placed(r, n, in, &f))
		return r->e->code;
	kind = node_get(shell, "kind");
	if (kind && !rd_is(kind, "simple"))
		return node_err(kind, r->e, "a shell is a simple particle");
	kind = node_get(core, "kind");
	if (kind && !rd_is(kind, "simple") && !rd_is(kind, "core_shell"))
		return node_err(kind, r->e, "a core is a simple or core_shell particle");
	if (node_is(shell, NODE_MAP, r->e) || node_is(core, NODE_MAP, r->e) || simple(r, shell, &f, within) ||
	    placed(r, shell, &f, &g) || particle(r, core, &g, first))
		return r->e->code;
	if (r->part[first].field || r->part[first + 1].field)
		return node_err(n, r->e, "height fields and voxels are no shell and no core");
	if (overlap_sticks_out(&r->part[first + 1], &r->part[first]))
		return node_err(core, r->e, "the core reaches out of its shell");
	return 0;
}

static int trapezoid(struct rd *r, const struct node *n, const struct node *t, const struct frame *f, int within)
{
	static const char *const keys[] = { "length", "width_bottom", "width_top", "height", NULL };
	const struct node *parts = node_get(n, "parts"), *m = node_get(n, "material");
	struct part *p = part_new(r, n);

	if (!p || rd_keys(r, t, keys))
		return r->e->code;
	p->rot = f->rot;
	p->at = f->at;
	p->within = within;
	if (!m && parts) {
		if (rd_list(r, parts, 1, RD_PARTS))
			return r->e->code;
		m = rd_need(r, parts->child[0], "material");
	} else if (!m) {
		m = rd_need(r, n, "material");
	}
	return rd_shape_named(r, t, "trapezoid", p) || rd_material(r, m, &p->n2) ? r->e->code : 0;
}

/* The parts that child made, from first on, lie in none of those before, from begin on. */
static int apart(struct rd *r, const struct node *child, const size_t *start, size_t n)
{
	size_t a, b;

	if (!overlap_any(r->part, start, n, &a, &b))
		return 0;
	return node_err(child->child[b], r->e, "parts %zu and %zu of the composition overlap", a, b);
}

static int composition(struct rd *r, const struct node *n, const struct frame *in, int within)
{
	static const char *const keys[] = {
		"kind", "parts", "trapezoid", "material", "grain", "rotation_z_deg", "rotations", "position", NULL,
	};
	const struct node *t = node_get(n, "trapezoid"), *parts = node_get(n, "parts"), *m = node_get(n, "material");
	struct frame f;
	size_t *start;

	if (rd_keys(r, n, keys) || placed(r, n, in, &f))
		return r->e->code;
	if (t)
		return trapezoid(r, n, t, &f, within);
	if (m)
		return node_err(m, r->e, "the parts of a composition have their own materials");
	parts = rd_need(r, n, "parts");
	if (!parts || rd_list(r, parts, 1, RD_PARTS) || !(start = own_alloc(&r->tmp, parts->n + 1, sizeof *start, r->e)))
		return r->e->code;
	for (size_t i = 0; i < parts->n; i++) {
		start[i] = r->npart;
		if (particle(r, parts->child[i], &f, within))
			return r->e->code;
	}
	start[parts->n] = r->npart;
	return apart(r, parts, start, parts->n);
}

static int particle(struct rd *r, const struct node *n, const struct frame *f, int within)
{
	int kind = KIND_SIMPLE;

	if (node_is(n, NODE_MAP, r->e) || rd_opt_choice(r, n, "kind", kinds, &kind))
		return r->e->code;
	switch ((enum kind)kind) {
	case KIND_CORE_SHELL:
		return core_shell(r, n, f, within);
	case KIND_COMPOSITION:
		return composition(r, n, f, within);
	default:
		return simple(r, n, f, within);
	}
}

int rd_particle(struct rd *r, const struct node *n, const struct rot3 *turn)
{
	const struct node *p;
	struct frame f = { rot3_none, { 0, 0, 0 } };
	struct vec3 at = { 0, 0, 0 };

	r->npart = 0;
	if (!turn)
		return particle(r, n, &f, -1);
	/* turned about its own reference point: what turning all moves, its position, moves back */
	p = node_get(n, "position");
	if (p && rd_vec3(r, p, UNIT_NM, &at))
		return r->e->code;
	f.rot = *turn;
	f.at = rot3_apply(turn, at);
	f.at = (struct vec3){ at.x - f.at.x, at.y - f.at.y, at.z - f.at.z };
	return particle(r, n, &f, -1);
}
