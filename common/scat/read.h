/*
 * read.h - the parts of job_read() (scat/job.h): one reading of a sample file.
 *
 * Every function returns 0 or the code of r->e, which then says FILE:LINE:COL: what.  The keys are described in
 * xgisaxs-sim(1).
 *
 * Numbers that are distributions (scat/expand.h): a draw is one of them with the node it stands at for the time being.  A file is read once
 * for each combination, by the same code and without copies of the tree; rd_num() gives the draw's value where the distribution, or an
 * expression of parameters that are distributions, stands.
 */
#ifndef SCAT_READ_H
#define SCAT_READ_H

#include <stdbool.h>

#include "scat/job.h"

struct rd_draw {
	const struct node *at;
	size_t count, k;		/* nodes; the present one */
	const double *x, *w;		/* [count] */
};
enum { RD_DRAWS = 64, RD_SPECIES = 1000000, RD_VARIANTS = 100000, RD_PARTS = 1000000 };

struct rd_kept { const struct node *at; double key; void *p; };

struct rd {
	const struct node *root;
	const struct job_files *files;
	struct job *job;
	struct sample *s;
	enum job_mode mode;
	double energy_kev, wavelength_nm;
	bool dispersive;		/* what was read depends on these two (a formula, a table): each energy then has a sample of its own */
	size_t layer;			/* of the layout that is read */
	struct rd_draw draw[RD_DRAWS];
	size_t ndraw;
	struct part *part;		/* of the particle that is read */
	size_t npart, part_room;
	struct species *species;	/* of the layout that is read */
	size_t nspecies, species_room;
	struct rd_kept *kept;		/* what files and materials gave, by node */
	size_t nkept, kept_room;
	void *tmp;			/* own.h: ends with the reading */
	double taken;			/* bytes that rd_alloc() gave */
	struct err *e;
};

/* ---- values (read_value.c) */

/* A map with these keys only, or name, description, NAME_note. */
int rd_keys(struct rd *r, const struct node *n, const char *const *known);
/* The child of this key; NULL and an error "KEY is missing" (of what: "beam"). */
const struct node *rd_need(struct rd *r, const struct node *n, const char *key);
/* As node_num(), or the present value of a distribution. */
int rd_num(struct rd *r, const struct node *n, enum node_unit unit, double lo, double hi, double *out);
/* The child of this key, which must be there. */
int rd_key(struct rd *r, const struct node *n, const char *key, enum node_unit unit, double lo, double hi, double *out);
/* The same, or *out as it is when there is none. */
int rd_opt(struct rd *r, const struct node *n, const char *key, enum node_unit unit, double lo, double hi, double *out);
int rd_opt_int(struct rd *r, const struct node *n, const char *key, long lo, long hi, long *out);
int rd_opt_choice(struct rd *r, const struct node *n, const char *key, const char *const *names, int *out);
int rd_list(struct rd *r, const struct node *n, size_t least, size_t most);
int rd_vec3(struct rd *r, const struct node *n, enum node_unit unit, struct vec3 *out);
/* x, y, z or [x, y, z] of some length */
int rd_axis(struct rd *r, const struct node *n, struct vec3 *out);
/* A NULL-terminated text. */
int rd_text(struct rd *r, const struct node *n, const char **out);
/* Something at n refused it: "LINE:COL: " in front, of n. */
int rd_at(struct rd *r, const struct node *n, const struct err *why);
bool rd_is(const struct node *n, const char *text);		/* this very text */
/* Remember what n gave for this key (an energy, a scale), until the reading ends. */
int rd_keep(struct rd *r, const struct node *n, double key, void *p);
void *rd_kept(const struct rd *r, const struct node *n, double key);		/* or NULL */
/* Zeroed room that belongs to the sample, within the memory of r->files; NULL. */
void *rd_alloc(struct rd *r, size_t n, size_t size);
int rd_unit_nm(struct rd *r, const struct node *n, double *nm);

/* ---- distributions (read_draw.c) */

/* Add the distributions within n that are not draws yet; not those under the keys of skip (NULL: none). */
int rd_draw_find(struct rd *r, const struct node *n, const char *const *skip);
/* Combinations of the draws from this on; E_DATA beyond most, at n. */
int rd_draw_count(struct rd *r, size_t from, size_t most, const struct node *n, size_t *count);
void rd_draw_set(struct rd *r, size_t from, size_t index);	/* the index-th combination */
double rd_draw_weight(const struct rd *r, size_t from);	/* of the present combination */

/* ---- parts of the file, one source file each */

/* From n on: the wavelength from the beam, with the present draws; energy_kev > 0 stands in its place. */
int rd_beam(struct rd *r, const struct node *n, struct beam *b);
struct rd_beams {			/* what makes variants beside distributions */
	size_t nenergy, nalpha, nphi, nband;
	double *energy_kev, *alpha_rad, *alpha_w, *phi_rad, *phi_w, *band, *band_w;
};
int rd_beams(struct rd *r, const struct node *n, struct rd_beams *b);
/* b: the nominal beam. */
int rd_detector(struct rd *r, const struct node *n, const struct beam *b);
int rd_poni(struct rd *r, const struct node *n, const struct node *file, bool row0_top, struct detector *d,
	    const struct beam *b);
int rd_saxs(struct rd *r, const struct node *n);
int rd_reflectivity(struct rd *r, const struct node *n, const struct beam *b);
int rd_layers(struct rd *r, const struct node *n);
int rd_material(struct rd *r, const struct node *n, double complex *n2);
int rd_layout(struct rd *r, const struct node *n, struct layout *l);
#define RD_INTERFER "type", "approximation"	/* keys of every interference */
int rd_counts(struct rd *r, const struct node *n, size_t count, int *out);
int rd_basis(struct rd *r, const struct node *n, double out[3][3]);
/* inter and approx of l, its lines; a grain lattice only says so: *grain. */
int rd_interfer(struct rd *r, const struct node *n, struct layout *l, bool *grain);
/* All species of r become grains of these: more species, one for each orientation. */
int rd_grain(struct rd *r, const struct node *n);
int rd_species_add(struct rd *r, const struct species *one);
/* Refused when species of more than half of the weight overlap their own copies at one of these shifts. */
int rd_crowded(struct rd *r, const struct node *n, const struct species *s, size_t count, const struct vec3 *v, int nv);
/* Parts of a particle at r->part, r->npart of them; turn: on top of its own rotation. */
int rd_particle(struct rd *r, const struct node *n, const struct rot3 *turn);
/*
 * The radius that ssca and lma go by, as BornAgain 1.19 has it: of the first part (the shell of a core-shell particle), however turned.
 * The parameter radius; (radius_x + radius_y)/2; prisms sqrt(area of the base); pyramids, cuboctahedra and regular solids the
 * largest distance of a corner from the centre of mass; else half of the extent along x.
 */
double rd_radius(const struct part *p, size_t npart);
int rd_rotation(struct rd *r, const struct node *n, struct rot3 *rot);
int rd_shape(struct rd *r, const struct node *n, struct part *p);
/* The shape of this name with the parameters at n. */
int rd_shape_named(struct rd *r, const struct node *n, const char *name, struct part *p);
/* Shapes that are more than numbers: trapezoid_stack, mesh, height_field, voxels; ends with a NULL name. */
struct rd_shape_kind { const char *name; int (*read)(struct rd *r, const struct node *n, struct part *p); };
extern const struct rd_shape_kind rd_shape_kinds[];
int rd_mesh(struct rd *r, const struct node *n, struct part *p);
int rd_height_field(struct rd *r, const struct node *n, struct part *p);
int rd_voxels(struct rd *r, const struct node *n, struct part *p);	/* sets p->n2 too */
int rd_stack(struct rd *r, const struct node *n, struct part *p);
/* Rotations of a particle entry, with weights that sum to 1. */
int rd_orientations(struct rd *r, const struct node *n, const struct node *particle, size_t *count, struct rot3 **rot, double **w);

#endif
