#include "scat/job.h"

#include <math.h>
#include <string.h>

#include "base/node_param.h"
#include "base/units.h"
#include "scat/own.h"
#include "scat/read.h"

static const char *const top_keys[] = {
	"beam", "detector", "layers", "parameters", "mode", "background", "noise", "rotation", "reflectivity", "phi_s_deg",
	"average_layers", "roughness_scale", "cross_corr_length", "units", "generator", "array", "array_layout", "sum", "max", "shape",
	NULL,
};
/* where a distribution makes no variants: particles have their own, the others take none */
static const char *const not_varied[] = {
	"particles", "orientations", "detector",   "parameters", "units",    "noise",
	"rotation",  "reflectivity", "divergence", "bandwidth",  "energies", NULL,
};
static const char *const modes[] = { "gisaxs", "saxs", "reflectivity", NULL };

int job_set(struct node_tree *t, const char *assignment, int (*parse)(struct node_tree *out, const char *text, struct err *e),
	    struct err *e)
{
	size_t len = strcspn(assignment, ".=");
	struct node *child;

	for (const char *const *k = top_keys; assignment[len] == '=' && *k; k++) {
		if (strlen(*k) != len || strncmp(*k, assignment, len) || t->root->type != NODE_MAP || node_get(t->root, *k) ||
		    node_get(node_get(t->root, "parameters"), *k))
			continue;
		if (!(child = node_text(t, "", 0, 0, e)) || node_add(t->root, *k, child, e))
			return e->code;
	}
	return node_param_set(t, assignment, parse, e);
}

/* ---- what becomes of the image ------------------------------------------------------------------- */

static int noise(struct rd *r, const struct node *n)
{
	static const char *const keys[] = { "flux", "seed", NULL };
	const struct node *flux;

	if (!n)
		return 0;
	if (rd_keys(r, n, keys) || !(flux = rd_need(r, n, "flux")) ||
	    node_num(flux, UNIT_NONE, 1e-300, 1e300, &r->job->noise_flux, r->e) ||
	    rd_opt_int(r, n, "seed", 0, 2147483647, &r->job->noise_seed))
		return r->e->code;
	r->job->noise = true;
	return 0;
}

static int image(struct rd *r)
{
	const struct node *b = node_get(r->root, "background");

	if (b && node_num(b, UNIT_NONE, 0, 1e300, &r->job->background, r->e))
		return r->e->code;
	return noise(r, node_get(r->root, "noise"));
}

/* ---- variants ------------------------------------------------------------------------------------ */

/* One reading of the sample with the present draws, wave and all. */
static int sample(struct rd *r, struct variant *v)
{
	static const char *const scales[] = { "bornagain", "absolute", NULL };
	const struct node *layers = rd_need(r, r->root, "layers");
	double phi_deg = 0;
	long average = 0;
	int scale = 0;

	r->s = &v->sample;
	if (!layers || rd_opt(r, r->root, "phi_s_deg", UNIT_DEGREE, -1e6, 1e6, &phi_deg) ||
	    rd_opt_int(r, r->root, "average_layers", 0, 10000, &average) ||
	    rd_opt_choice(r, r->root, "roughness_scale", scales, &scale) ||
	    rd_opt(r, r->root, "cross_corr_length", UNIT_NM, 0, FF_MOST, &v->sample.cross_corr_length_nm))
		return r->e->code;
	v->sample.rough_absolute = scale == 1;
	v->sample.azimuth_rad = phi_deg * UNIT_DEG;
	v->sample.average_layers = (int)average;
	return rd_layers(r, layers);
}

static int beam(struct rd *r, const struct rd_beams *b, size_t energy, size_t band, struct beam *out)
{
	const struct node *n = node_get(r->root, "beam");

	if (b->energy_kev[energy] > 0) {
		r->energy_kev = b->energy_kev[energy];
		r->wavelength_nm = UNIT_HC_KEV_M * 1e9 / r->energy_kev;
	}
	if (rd_beam(r, n, out))
		return r->e->code;
	out->wavelength_nm *= 1 + b->band[band];
	r->wavelength_nm = out->wavelength_nm;
	r->energy_kev = UNIT_HC_KEV_M * 1e9 / r->wavelength_nm;
	return out->wavelength_nm > 0 ? 0 : node_err(n, r->e, "the bandwidth reaches a wavelength of 0");
}

/* The variants of one sample: those of the divergence, which borrow it from the first. */
static int diverge(struct rd *r, const struct rd_beams *b, const struct variant *v, double weight)
{
	struct job *j = r->job;
	bool first = true;

	for (size_t a = 0; a < b->nalpha; a++)
		for (size_t p = 0; p < b->nphi; p++) {
			struct variant *w = &j->variant[j->nvariant];
			double alpha_rad = v->beam.alpha_i_rad + b->alpha_rad[a];

			if (b->nalpha > 1 && !(alpha_rad > 0))
				return node_err(node_get(r->root, "beam"), r->e,
						"the divergence reaches an alpha_i of %.4g deg", alpha_rad / UNIT_DEG);
			*w = *v;
			w->beam.alpha_i_rad = alpha_rad;
			w->beam.phi_i_rad += b->phi_rad[p];
			w->weight = weight * b->alpha_w[a] * b->phi_w[p];
			if (!first)
				w->sample.owned = NULL;
			first = false;
			j->nvariant++;
		}
	return 0;
}

/* All frames and wavelengths of one combination of the distributions.  A sample that no wavelength changes is read once. */
static int waves(struct rd *r, const struct rd_beams *b)
{
	struct job *j = r->job;
	struct sample shared = { 0 };
	bool have = false;

	for (size_t i = 0; i < b->nenergy; i++)
		for (size_t k = 0; k < b->nband; k++) {
			struct variant *v = &j->variant[j->nvariant], one;

			*v = (struct variant){ .frame = i };
			if (beam(r, b, i, k, &v->beam))
				return r->e->code;
			if (have && !r->dispersive)
				v->sample = shared;
			else if (sample(r, v)) {
				sample_free(&v->sample);
				return r->e->code;
			}
			shared = v->sample;
			shared.owned = NULL;
			have = true;
			one = *v;
			if (diverge(r, b, &one, rd_draw_weight(r, 0) * b->band_w[k])) {
				if (j->nvariant <= (size_t)(v - j->variant))
					sample_free(&v->sample);
				return r->e->code;
			}
		}
	return 0;
}

static int frames(struct rd *r, const struct rd_beams *b)
{
	struct job *j = r->job;

	j->nframe = b->nenergy;
	j->frame_energy_kev = own_alloc(&j->owned, j->nframe, sizeof *j->frame_energy_kev, r->e);
	if (!j->frame_energy_kev)
		return r->e->code;
	for (size_t i = 0; i < j->nframe; i++) {
		double sum = 0, mean = 0;

		for (size_t k = 0; k < j->nvariant; k++)
			if (j->variant[k].frame == i) {
				sum += j->variant[k].weight;
				mean += j->variant[k].weight * UNIT_HC_KEV_M * 1e9 / j->variant[k].beam.wavelength_nm;
			}
		j->frame_energy_kev[i] = b->energy_kev[i] > 0 ? b->energy_kev[i] : mean / sum;
	}
	return 0;
}

static int variants(struct rd *r, const struct rd_beams *b)
{
	struct job *j = r->job;
	size_t count, most = RD_VARIANTS, each = b->nalpha * b->nphi * b->nband;

	each = each > most ? 0 : each * b->nenergy;
	if (!each || each > most)
		return node_err(node_get(r->root, "beam"), r->e, "the beam makes more than %zu variants", most);
	if (rd_draw_find(r, r->root, not_varied) || rd_draw_count(r, 0, most / each, r->root, &count))
		return r->e->code;
	j->variant = own_alloc(&j->owned, count * each, sizeof *j->variant, r->e);
	if (!j->variant)
		return r->e->code;
	for (size_t i = 0; i < count; i++) {
		rd_draw_set(r, 0, i);
		if (waves(r, b))
			return r->e->code;
	}
	return frames(r, b);
}

/* The beam that detectors stand in: the mean of the variants of the first frame. */
static struct beam nominal(const struct job *j)
{
	struct beam b = { 0 };
	double sum = 0;

	for (size_t i = 0; i < j->nvariant; i++)
		if (j->variant[i].frame == 0) {
			const struct variant *v = &j->variant[i];

			b.wavelength_nm += v->weight * v->beam.wavelength_nm;
			b.alpha_i_rad += v->weight * v->beam.alpha_i_rad;
			b.phi_i_rad += v->weight * v->beam.phi_i_rad;
			sum += v->weight;
		}
	b.wavelength_nm /= sum;
	b.alpha_i_rad /= sum;
	b.phi_i_rad /= sum;
	return j->nvariant == 1 ? j->variant[0].beam : b;
}

static int read_all(struct rd *r)
{
	const struct node *d = node_get(r->root, "detector"), *beam_node;
	struct rd_beams beams;
	struct beam b;
	int mode = MODE_GISAXS;

	if (rd_keys(r, r->root, top_keys) || rd_opt_choice(r, r->root, "mode", modes, &mode) ||
	    !(beam_node = rd_need(r, r->root, "beam")))
		return r->e->code;
	r->mode = r->job->mode = (enum job_mode)mode;
	if (node_is(beam_node, NODE_MAP, r->e) || rd_beams(r, beam_node, &beams) || variants(r, &beams))
		return r->e->code;
	b = nominal(r->job);
	if (r->mode != MODE_REFLECTIVITY && !d)
		return node_err(r->root, r->e, "detector is missing");
	if (d && r->mode != MODE_REFLECTIVITY && rd_detector(r, d, &b))
		return r->e->code;
	return image(r) || rd_saxs(r, node_get(r->root, "rotation")) ||
			       rd_reflectivity(r, node_get(r->root, "reflectivity"), &b)
		       ? r->e->code
		       : 0;
}

int job_read(struct job *j, const struct node *root, const struct job_files *files, struct err *e)
{
	struct rd r = { .root = root, .files = files, .job = j, .e = e };

	*j = (struct job){ .oversample = 1, .nframe = 1 };
	if (node_is(root, NODE_MAP, e))
		return e->code;
	read_all(&r);
	own_free(&r.tmp);
	if (e->code)
		job_free(j);
	return e->code;
}

void job_free(struct job *j)
{
	for (size_t i = 0; i < j->nvariant; i++)
		sample_free(&j->variant[i].sample);
	own_free(&j->owned);
	*j = (struct job){ 0 };
}
