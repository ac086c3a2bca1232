#include "scat/averaged.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

struct bodies { size_t n; struct average_body *body; const struct part **part; double *lift; };

/* Particles of a species: one, or those of its lattice at each height. */
static size_t heights(const struct species *s)
{
	return s->grain ? s->grain->nlayer : 1;
}

static size_t count(const struct sample *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nlayout; i++)
		for (size_t k = 0; k < s->layout[i].nspecies; k++)
			n += s->layout[i].species[k].npart * heights(&s->layout[i].species[k]);
	return n;
}

static int add(struct bodies *b, const struct layout *l, const struct species *s, size_t h, struct err *e)
{
	size_t first = b->n;
	double lift = s->grain ? s->grain->t[h].z : 0;
	double each = s->grain ? (double)grain_count(s->grain) / (double)s->grain->nlayer : 1;

	for (size_t i = 0; i < s->npart; i++) {
		const struct part *p = &s->part[i];
		struct ff_box box;
		if (p->field || fabs(p->rot.m[2][2] - 1) > 1e-12)
			return err_set(e, E_DATA, "average_layers: tilted particles, height fields and voxels are not supported");
		box = ff_box(&p->shape);
		b->body[b->n] = (struct average_body){
			.layer = (size_t)l->layer, .z0 = p->at.z + lift + box.lo.z, .z1 = p->at.z + lift + box.hi.z,
			.density = l->density * s->weight * each, .n2 = p->n2, .within = p->within < 0 ? -1 : (int)first + p->within,
		};
		b->part[b->n] = p;
		b->lift[b->n++] = p->at.z + lift;
	}
	return 0;
}

static int slice_volume(void *ctx, size_t i, double z0, double z1, double *nm3, struct err *e)
{
	const struct bodies *b = ctx;
	struct ff_shape cut;
	struct vec3 at;
	void *data = NULL;

	if (ff_slice(&b->part[i]->shape, z0 - b->lift[i], z1 - b->lift[i], &cut, &at, &data, e))
		return e->code;
	*nm3 = ff_volume(&cut);
	if (data)
		ff_data_free(cut.kind, data);
	return 0;
}

/* The new layer in whose frame a layout's positions are: the first one of its own, or, of the ambient, what its z = 0 is the top of. */
static int frame_of(const struct averaged *a, int layer)
{
	size_t old = layer > 0 ? (size_t)layer : 1;

	for (size_t i = 0; i < a->n; i++)
		if (a->slice[i].layer == old)
			return (int)i;
	return 0;
}

static int make(struct averaged_sample *a, const struct sample *s, struct bodies *b, struct err *e)
{
	struct layout *l;

	if (average_layers(&a->layers, s->layer, s->nlayer, b->body, b->n, (struct average_volume){ slice_volume, b }, s->average_layers, e))
		return e->code;
	a->n2 = mem_alloc(a->layers.n, sizeof *a->n2, "the layers", e);
	l = mem_alloc(s->nlayout + 1, sizeof *l, "the layouts", e);
	a->sample = *s;
	a->sample.layout = l;
	a->sample.layer = a->layers.layer;
	a->sample.nlayer = a->layers.n;
	if (e->code)
		return e->code;
	for (size_t i = 0; i < a->layers.n; i++)
		a->n2[i] = s->layer[a->layers.slice[i].layer].n2;
	for (size_t i = 0; i < s->nlayout; i++) {
		l[i] = s->layout[i];
		l[i].layer = frame_of(&a->layers, l[i].layer);
	}
	return 0;
}

int averaged_sample_new(struct averaged_sample *a, const struct sample *s, struct err *e)
{
	struct bodies b = { 0, NULL, NULL, NULL };
	size_t n = count(s) + 1;

	memset(a, 0, sizeof *a);
	b.body = mem_alloc(n, sizeof *b.body, "the particles", e);
	b.part = mem_alloc(n, sizeof *b.part, "the particles", e);
	b.lift = mem_alloc(n, sizeof *b.lift, "the particles", e);
	for (size_t i = 0; i < s->nlayout; i++)
		for (size_t k = 0; k < s->layout[i].nspecies; k++)
			for (size_t h = 0; h < heights(&s->layout[i].species[k]) && !e->code; h++)
				add(&b, &s->layout[i], &s->layout[i].species[k], h, e);
	if (!e->code)
		make(a, s, &b, e);
	mem_free(b.body);
	mem_free(b.part);
	mem_free(b.lift);
	return e->code;
}

void averaged_sample_free(struct averaged_sample *a)
{
	averaged_free(&a->layers);
	mem_free(a->n2);
	mem_free(a->sample.layout);
	memset(a, 0, sizeof *a);
}
