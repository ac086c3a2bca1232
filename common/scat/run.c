#include "scat/run.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/par.h"
#include "scat/beamstop.h"
#include "scat/counts.h"
#include "scat/reflect.h"
#include "scat/smear.h"

size_t run_turns(const struct job *j)
{
	return j->mode == MODE_SAXS && j->nomega ? j->nomega : 1;
}

size_t run_each(const struct run_par *p)
{
	return p->terms ? 1 + SIM_TERMS : 1;
}

size_t run_count(const struct job *j, const struct run_par *p)
{
	return j->nframe * run_turns(j) * run_each(p);
}

/* ---- places in a pixel ---- */

static double longest(const struct sample *s)
{
	double most = 0;

	for (size_t i = 0; i < s->nlayout; i++) {
		const struct layout *l = &s->layout[i];
		most = fmax(most, fmax(l->inter.decay_x, l->inter.decay_y));
		for (size_t k = 0; k < l->nspecies; k++)
			for (size_t p = 0; p < l->species[k].npart; p++) {
				const struct part *part = &l->species[k].part[p];
				struct ff_box b = part->field ? part->field->box : ff_box(&part->shape);
				struct vec3 lo = { 0, 0, 0 }, hi = lo;
				if (l->species[k].grain) {
					lo = grain_lo(l->species[k].grain);
					hi = grain_hi(l->species[k].grain);
				}
				most = fmax(most, 0.5 * fmax(b.hi.x - b.lo.x + hi.x - lo.x, b.hi.y - b.lo.y + hi.y - lo.y));
				most = fmax(most, b.hi.z - b.lo.z + hi.z - lo.z);
			}
	}
	return most;
}

int run_oversample(const struct job *j)
{
	const struct beam *b = &j->variant[0].beam;
	const struct detector *d = &j->detector;
	double k = 2 * M_PI / b->wavelength_nm, row = 0.5 * ((double)d->nrow - 1), col = 0.5 * ((double)d->ncol - 1), dq = 0;
	struct det_dir o, p[2];

	if (j->oversample || d->type == DET_POINTS || !det_direction(d, k, b->alpha_i_rad, b->phi_i_rad, row, col, &o) ||
	    !det_direction(d, k, b->alpha_i_rad, b->phi_i_rad, row + 0.5, col, &p[0]) ||
	    !det_direction(d, k, b->alpha_i_rad, b->phi_i_rad, row, col + 0.5, &p[1]))
		return j->oversample > 0 ? j->oversample : 1;
	for (int i = 0; i < 2; i++)
		dq = fmax(dq, 2 * k * sqrt(pow(p[i].x - o.x, 2) + pow(p[i].y - o.y, 2) + pow(p[i].z - o.z, 2)));
	return (int)fmax(1, fmin(16, ceil(2 * dq * longest(&j->variant[0].sample))));
}

/* ---- images ---- */

static size_t pixels(const struct job *j)
{
	return j->detector.nrow * j->detector.ncol;
}

/* Of a sample seen through: mu t of all layers. */
static double absorbed(const struct variant *v)
{
	double sum = 0;

	for (size_t i = 0; i < v->sample.nlayer; i++)
		sum += 2 * (2 * M_PI / v->beam.wavelength_nm) * cimag(csqrt(v->sample.layer[i].n2)) * v->sample.layer[i].thickness_nm;
	return sum;
}

static int add_variant(const struct job *j, const struct run_par *p, const struct variant *v, int oversample, double *out,
		       struct sim_tell *tell, struct err *e)
{
	size_t each = run_each(p);

	for (size_t w = 0; w < run_turns(j) && !e->code; w++)
		for (size_t t = 0; t < each && !e->code; t++) {
			struct sim_par s = { .born = p->born, .allow_alias = p->allow_alias, .look = t ? 0 : p->look,
					     .term = (int)t - 1, .oversample = oversample };
			if (j->mode == MODE_SAXS) {
				s.through = true;
				s.axis = j->saxs_axis;
				s.omega_rad = j->nomega ? j->omega_rad[w] : 0;
				s.mu_t = absorbed(v);
			}
			sim_add(&v->sample, &v->beam, &j->detector, &s, v->weight,
				out + ((v->frame * run_turns(j) + w) * each + t) * pixels(j), t ? NULL : tell, e);
		}
	return e->code;
}

/* Pixels that are seen, but from below. */
static void zero_below(const struct job *j, const struct variant *v, double *image)
{
	double k = 2 * M_PI / v->beam.wavelength_nm;
	struct det_dir d;

	for (size_t r = 0; r < j->detector.nrow; r++)
		for (size_t c = 0; c < j->detector.ncol; c++)
			if (det_direction(&j->detector, k, v->beam.alpha_i_rad, v->beam.phi_i_rad, (double)r, (double)c, &d) && d.z <= 0)
				image[r * j->detector.ncol + c] = 0;
}

static int finish(const struct job *j, const struct run_par *p, size_t i, double *image, struct err *e)
{
	size_t each = run_each(p), n = pixels(j);
	const struct detector *d = &j->detector;

	if ((j->resolution[0] > 0 || j->resolution[1] > 0) && smear_gauss(image, d->nrow, d->ncol, j->resolution[0], j->resolution[1], e))
		return e->code;
	if (i % each == 0) {
		for (size_t k = 0; k < n && j->background != 0; k++)
			image[k] += j->background;
		if (j->noise && counts_poisson(image, n, j->noise_flux, (uint64_t)j->noise_seed, i / each, e))
			return e->code;
	}
	if (p->zero_below && j->mode == MODE_GISAXS)
		zero_below(j, &j->variant[0], image);
	if (p->mask)
		beamstop_mask(p->mask, n, image);
	return beamstop_apply(j->beam_stop, d, image, e);
}

int run_images(const struct job *j, const struct run_par *p, double *out, struct sim_tell *tell, struct err *e)
{
	size_t count = run_count(j, p), n = pixels(j);
	int oversample = run_oversample(j);

	memset(out, 0, count * n * sizeof *out);
	for (size_t i = 0; i < j->nvariant && !e->code; i++)
		add_variant(j, p, &j->variant[i], oversample, out, tell, e);
	for (size_t i = 0; i < count && !e->code; i++)
		finish(j, p, i, out + i * n, e);
	return e->code;
}

int run_reflectivity(const struct job *j, double *out, struct err *e)
{
	double *one = mem_alloc(j->nrefl, sizeof *one, "the curve", e);

	memset(out, 0, j->nframe * j->nrefl * sizeof *out);
	for (size_t i = 0; one && i < j->nvariant && !e->code; i++) {
		const struct variant *v = &j->variant[i];
		struct reflect_par p = { j->refl_sigma_rad, v->beam.beam_height_mm, v->beam.sample_length_mm };
		if (reflect_curve(v->sample.layer, v->sample.nlayer, 2 * M_PI / v->beam.wavelength_nm, &p, j->nrefl, j->refl_alpha_rad, one, e))
			break;
		for (size_t k = 0; k < j->nrefl; k++)
			out[v->frame * j->nrefl + k] += v->weight * one[k];
	}
	mem_free(one);
	return e->code;
}

int run_job(const struct job *j, const struct run_par *p, double *out, struct sim_tell *tell, struct err *e)
{
	return j->mode == MODE_REFLECTIVITY ? run_reflectivity(j, out, e) : run_images(j, p, out, tell, e);
}

size_t run_size(const struct job *j, const struct run_par *p)
{
	return j->mode == MODE_REFLECTIVITY ? j->nframe * j->nrefl : run_count(j, p) * pixels(j);
}

static double species_bytes(const struct sample *s)
{
	double sum = 0;

	for (size_t i = 0; s->owned && i < s->nlayout; i++)
		for (size_t k = 0; k < s->layout[i].nspecies; k++)
			sum += sizeof(struct species) + (double)s->layout[i].species[k].npart * sizeof(struct part);
	return sum;
}

double run_bytes(const struct job *j, const struct run_par *p)
{
	bool smeared = j->resolution[0] > 0 || j->resolution[1] > 0;
	double sum = sizeof(double) * ((double)run_size(j, p) + (smeared ? 2 * (double)pixels(j) : 0));
	double column = sizeof(double) * (25 + 8 * (double)j->variant[0].sample.nlayer) * run_oversample(j);

	for (size_t v = 0; v < j->nvariant; v++)
		sum += species_bytes(&j->variant[v].sample);
	return sum + par_threads() * column * (double)j->detector.ncol;
}
