#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "io/hig_priv.h"

/* ---- making ------------------------------------------------------------------------------------ */

struct node *hig_put(struct hig *h, struct node *to, const char *key, struct node *n)
{
	return n && to && !node_add(to, key, n, h->e) ? n : NULL;
}

struct node *hig_put_map(struct hig *h, struct node *to, const char *key, const struct node *at)
{
	return hig_put(h, to, key, node_new(h->t, NODE_MAP, at->line, at->col, h->e));
}

struct node *hig_put_list(struct hig *h, struct node *to, const char *key, const struct node *at)
{
	return hig_put(h, to, key, node_new(h->t, NODE_LIST, at->line, at->col, h->e));
}

struct node *hig_put_text(struct hig *h, struct node *to, const char *key, const char *text, const struct node *at)
{
	return hig_put(h, to, key, node_text(h->t, text, at->line, at->col, h->e));
}

struct node *hig_put_num(struct hig *h, struct node *to, const char *key, double v, const struct node *at)
{
	char text[40];

	snprintf(text, sizeof text, "%.15g", v);
	return hig_put_text(h, to, key, text, at);
}

/* ---- looking ----------------------------------------------------------------------------------- */

bool hig_has(const struct node *n, const char *key) { return node_get(n, key) != NULL; }

const char *hig_text(const struct node *n, const char *key)
{
	const struct node *c = node_get(n, key);

	return c && c->type == NODE_TEXT ? c->text : "";
}

int hig_num(struct hig *h, const struct node *n, const char *key, double def, double lo, double hi, double *out)
{
	const struct node *c = node_get(n, key);

	*out = def;
	if (n && node_is(n, NODE_MAP, h->e))
		return h->e->code;
	return c ? node_num(c, UNIT_NONE, lo, hi, out, h->e) : h->e->code;
}

int hig_vec(struct hig *h, const struct node *n, const char *key, size_t count, double *out)
{
	const struct node *c = node_get(n, key);

	return c ? node_nums(c, UNIT_NONE, count, -1e12, 1e12, out, h->e) : h->e->code;
}

static bool named(const char *key, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(key, *list))
			return true;
	return false;
}

void hig_ignored(struct hig *h, const struct node *n, const char *const *used, const char *const *silent)
{
	for (size_t i = 0; n && n->type == NODE_MAP && i < n->n; i++)
		if (!named(n->child[i]->key, used) && !named(n->child[i]->key, silent))
			node_warn(h->warn, n->child[i], "%s is ignored", n->child[i]->key);
}

const struct node *hig_find(struct hig *h, const char *kind, const struct node *n)
{
	const struct node *list = node_get(h->root, kind);

	if (node_is(n, NODE_TEXT, h->e))
		return NULL;
	if (++h->finds > HIG_FINDS) {
		node_err(n, h->e, "more than %d shapes and unit cells in use", HIG_FINDS);
		return NULL;
	}
	for (size_t i = 0; list && i < list->n; i++)
		if (!strcmp(hig_text(list->child[i], "key"), n->text))
			return list->child[i];
	node_err(n, h->e, "no %s has the key '%.60s'", kind, n->text);
	return NULL;
}

int hig_put_material(struct hig *h, struct node *to, const struct node *refindex)
{
	struct node *m = hig_put_map(h, to, "material", refindex);
	double delta = 0, beta = 0;

	if (hig_num(h, refindex, "delta", 0, -1, 0.9, &delta) || hig_num(h, refindex, "beta", 0, 0, 1, &beta))
		return h->e->code;
	hig_put_num(h, m, "delta", delta, refindex);
	hig_put_num(h, m, "beta", beta, refindex);
	return h->e->code;
}

/* ---- layers ------------------------------------------------------------------------------------ */

static int order_of(struct hig *h, const struct node *layer, long *order)
{
	const struct node *o = node_get(layer, "order");

	*order = 0;
	return o ? node_int(o, -1, 1000000, order, h->e) : 0;
}

/* The given layers by order: the ambient first, the substrate (-1) last. */
static int sort_layers(struct hig *h, const struct node *list, size_t n)
{
	long order[2];

	for (size_t i = 0; i < n; i++) {
		const struct node *layer = list->child[i];
		size_t k = i;

		if (node_is(layer, NODE_MAP, h->e) || order_of(h, layer, &order[0]))
			return h->e->code;
		for (; k > 0; k--) {
			if (order_of(h, h->source[k - 1], &order[1]))
				return h->e->code;
			if (order[1] == order[0])
				return node_err(layer, h->e, "a second layer of the order %ld", order[0]);
			if ((unsigned long)order[1] < (unsigned long)order[0])
				break;
			h->source[k] = h->source[k - 1];
		}
		h->source[k] = layer;
	}
	return 0;
}

static int put_layer(struct hig *h, const struct node *layer, bool middle)
{
	static const char *const used[] = { "key", "order", "thickness", "refindex", NULL }, *const none[] = { NULL };
	struct node *to = hig_put_map(h, h->layers, NULL, layer ? layer : h->root);
	const struct node *index = node_get(layer, "refindex");
	double thickness_nm;

	hig_ignored(h, layer, used, none);
	if (hig_put_material(h, to, index ? index : layer ? layer : h->root))
		return h->e->code;
	if (!middle)
		return 0;
	if (!hig_has(layer, "thickness"))
		return node_err(layer, h->e, "a layer without thickness");
	if (hig_num(h, layer, "thickness", 0, 0, 1e12, &thickness_nm))
		return h->e->code;
	hig_put_num(h, to, "thickness", thickness_nm, node_get(layer, "thickness"));
	return h->e->code;
}

static int layers(struct hig *h)
{
	const struct node *list = node_get(h->root, "layer");
	size_t n = list ? list->n : 0, first = 0;
	long order = 1;

	h->layers = hig_put_list(h, h->t->root, "layers", list ? list : h->root);
	h->source = mem_zero(n + 2, sizeof *h->source, "layers", h->e);
	if (h->e->code || sort_layers(h, list, n) || (n && order_of(h, h->source[0], &order)))
		return h->e->code;
	if (order != 0)	{
		for (size_t i = n; i > 0; i--)
			h->source[i] = h->source[i - 1];
		h->source[0] = NULL;
		n++;
	}
	if (n > 1 && order_of(h, h->source[n - 1], &order))
		return h->e->code;
	if (n > 1 && order != -1)
		node_warn(h->warn, h->source[n - 1], "no layer has the order -1: this one is the substrate");
	n = h->born ? 1 : n;
	for (; first < n; first++)
		if (put_layer(h, h->source[first], first > 0 && first + 1 < n))
			return h->e->code;
	return 0;
}

/* ---- beam and detector ------------------------------------------------------------------------- */

static void several(struct hig *h, const struct node *range, const char *name)
{
	double lo, hi;

	if (range && !hig_num(h, range, "min", 0, -1e6, 1e6, &lo) && !hig_num(h, range, "max", lo, -1e6, 1e6, &hi) && hi > lo)
		node_warn(h->warn, range, "%s: only the first value, %g, is taken", name, lo);
}

static int energy(struct hig *h, const struct node *photon, double *kev)
{
	static const char *const names[] = { "ev", "eV", "kev", "keV", NULL };
	int unit = 0;

	if (!photon || !hig_has(photon, "value"))
		return node_err(photon ? photon : h->root, h->e, "the energy of the photons is missing");
	if (hig_num(h, photon, "value", 0, 1e-3, 1e9, kev))
		return h->e->code;
	if (hig_has(photon, "unit") && node_choice(node_get(photon, "unit"), names, &unit, h->e))
		return h->e->code;
	*kev /= unit < 2 ? 1e3 : 1;
	return 0;
}

static int beam(struct hig *h, const struct node *sc, double *kev)
{
	static const char *const used[] = { "expt", "alphai", "inplanerot", "photon", "smearing", NULL }, *const none[] = { NULL };
	const struct node *ai = node_get(sc, "alphai"), *turn = node_get(sc, "inplanerot");
	struct node *b = hig_put_map(h, h->t->root, "beam", sc ? sc : h->root);
	double v;

	hig_ignored(h, sc, used, none);
	if (energy(h, node_get(sc, "photon"), kev))
		return h->e->code;
	hig_put_num(h, b, "energy_keV", *kev, node_get(sc, "photon"));
	if (!ai || hig_num(h, ai, "min", 0, 0, 90, &v))
		return ai ? h->e->code : node_err(sc, h->e, "alphai is missing");
	hig_put_num(h, b, "alpha_i_deg", v, ai);
	several(h, ai, "alphai");
	several(h, turn, "inplanerot");
	if (turn && !hig_num(h, turn, "min", 0, -1e6, 1e6, &v) && v != 0 && h->saxs)
		return node_err(turn, h->e, "inplanerot with expt saxs is not supported");
	if (turn && !h->e->code && v != 0)
		hig_put_num(h, h->t->root, "phi_s_deg", v, turn);
	return h->e->code;
}

/* Number of points along an axis: resolution is it, or, when small, points a pixel of q step dq. */
static double points(double resolution, double lo, double hi, double dq)
{
	if (resolution >= 8 && resolution == floor(resolution))
		return resolution;
	return dq > 0 && resolution > 0 ? fmin(fmax(floor((hi - lo) / dq * resolution + 0.5), 1), 65536) : 1;
}

static int qspace(struct hig *h, struct node *d, const struct node *at, const double *lo, const double *hi, const double *res, double dq)
{
	static const char *const keys[2][3] = { { "n_qy", "qy_min", "qy_max" }, { "n_qz", "qz_min", "qz_max" } };

	hig_put_text(h, d, "type", "qgrid", at);
	for (int i = 0; i < 2; i++) {
		double n = points(res[i], lo[i], hi[i], dq), half = n > 1 ? (hi[i] - lo[i]) / (n - 1) / 2 : (hi[i] - lo[i]) / 2;

		hig_put_num(h, d, keys[i][0], n, at);
		hig_put_num(h, d, keys[i][1], n > 1 ? lo[i] - half : lo[i], at);
		hig_put_num(h, d, keys[i][2], n > 1 ? hi[i] + half : hi[i], at);
	}
	return h->e->code;
}

static int pixels(struct hig *h, struct node *d, const struct node *at, const double *lo, const double *hi, const double *res)
{
	static const char *const keys[2][3] = { { "n_x", "width", "u0" }, { "n_y", "height", "v0" } };
	const struct node *det = node_get(node_get(h->root, "instrumentation"), "detector");
	bool top = *hig_text(det, "origin") == 't';
	double beam_px[2] = { 0, 0 }, size_mm, sdd_mm;

	if (!hig_has(det, "pixelsize") || !hig_has(det, "sdd") || !hig_has(det, "directbeam"))
		return node_err(at, h->e, "a region of pixels without detector pixelsize, sdd and directbeam");
	if (hig_num(h, det, "pixelsize", 0, 1e-6, 1e3, &size_mm) || hig_num(h, det, "sdd", 0, 1e-3, 1e9, &sdd_mm) ||
	    hig_vec(h, det, "directbeam", 2, beam_px))
		return h->e->code;
	hig_put_text(h, d, "type", "rectangular", at);
	for (int i = 0; i < 2; i++) {
		hig_put_num(h, d, keys[i][0], fmin(fmax(floor((hi[i] - lo[i]) * (res[i] < 8 ? res[i] : 1) + 0.5), 1), 65536), at);
		hig_put_num(h, d, keys[i][1], (hi[i] - lo[i]) * size_mm, at);
		hig_put_num(h, d, keys[i][2], (i && top ? hi[i] - beam_px[i] : beam_px[i] - lo[i]) * size_mm, at);
	}
	hig_put_num(h, d, "distance", sdd_mm, node_get(det, "sdd"));
	node_warn(h->warn, at, "HipGISAXS computes pixels for a detector at 4350 mm with 1043 rows, whatever is given; sdd is used here");
	return h->e->code;
}

static int angles(struct hig *h, struct node *d, const struct node *at, const double *lo, const double *hi, const double *res)
{
	static const char *const keys[2][3] = { { "n_phi", "phi_min_deg", "phi_max_deg" }, { "n_alpha", "alpha_min_deg", "alpha_max_deg" } };

	hig_put_text(h, d, "type", "spherical", at);
	for (int i = 0; i < 2; i++) {
		hig_put_num(h, d, keys[i][0], res[i] >= 1 ? floor(res[i]) : 1, at);
		hig_put_num(h, d, keys[i][1], lo[i], at);
		hig_put_num(h, d, keys[i][2], hi[i], at);
	}
	return h->e->code;
}

static int smearing(struct hig *h, struct node *d, const struct node *sc)
{
	const struct node *s = node_get(sc, "smearing");
	struct node *r;
	double v[3] = { 0 };

	if (!s) {
		node_warn(h->warn, d, "HipGISAXS blurs by a pixel where smearing is not given; nothing is blurred here");
		return 0;
	}
	if (s->type == NODE_LIST ? hig_vec(h, sc, "smearing", 3, v) : hig_num(h, sc, "smearing", 0, 0, 1e4, &v[0]))
		return h->e->code;
	v[1] = s->type == NODE_LIST ? v[1] : v[0];
	if (v[0] == 0 && v[1] == 0)
		return 0;
	r = hig_put_map(h, d, "resolution", s);
	hig_put_num(h, r, "row_px", v[1], s);
	hig_put_num(h, r, "col_px", v[0], s);
	return h->e->code;
}

static int detector(struct hig *h, const struct node *sc, double kev)
{
	static const char *const types[] = { "qspace", "pixels", "angles", NULL }, *const none[] = { NULL };
	static const char *const used[] = { "outputregion", "resolution", "method", NULL };
	static const char *const silent[] = { "pathprefix", "runname", "inputdir", "nslices", "palette", "saveff", "savesf", NULL };
	static const char *const geometry[] = { "pixelsize", "sdd", "directbeam", "origin", "totalpixels", NULL };
	const struct node *c = node_get(h->root, "computation"), *o = node_get(c, "outputregion");
	const struct node *det = node_get(node_get(h->root, "instrumentation"), "detector");
	double lo[2] = { 0, 0 }, hi[2] = { 0, 0 }, res[2] = { 1, 1 }, size_mm, sdd_mm;
	struct node *d;
	int type = 0;

	hig_ignored(h, c, used, silent);
	hig_ignored(h, det, geometry, none);
	if (!o || !hig_has(o, "minpoint") || !hig_has(o, "maxpoint"))
		return node_err(o ? o : c ? c : h->root, h->e, "outputregion with minpoint and maxpoint is missing");
	if (hig_vec(h, o, "minpoint", 2, lo) || hig_vec(h, o, "maxpoint", 2, hi) || hig_vec(h, c, "resolution", 2, res) ||
	    (hig_has(o, "type") && node_choice(node_get(o, "type"), types, &type, h->e)) ||
	    hig_num(h, det, "pixelsize", 0.172, 1e-6, 1e3, &size_mm) || hig_num(h, det, "sdd", 4000, 1e-3, 1e9, &sdd_mm))
		return h->e->code;
	if (!(res[0] > 0 && res[1] > 0))
		return node_err(node_get(c, "resolution"), h->e, "resolution: %.6g and %.6g must be above 0", res[0], res[1]);
	if (!(hi[0] > lo[0] && hi[1] > lo[1]))
		return node_err(o, h->e, "outputregion: maxpoint is not beyond minpoint");
	d = hig_put_map(h, h->t->root, "detector", o);
	if (type == 0)
		qspace(h, d, o, lo, hi, res, 2 * acos(-1) * kev / (UNIT_HC_KEV_M * 1e9) * size_mm / sdd_mm);
	else
		(type == 1 ? pixels : angles)(h, d, o, lo, hi, res);
	return h->e->code ? h->e->code : smearing(h, d, sc);
}

/* ---- all --------------------------------------------------------------------------------------- */

static int orientation_range(struct hig *h)
{
	struct node *d;
	double a[2];
	int n = 181;

	if (!h->range)
		return 0;
	if (h->saxs)
		return node_err(h->range, h->e, "a range of orientations with expt saxs is not supported");
	if (hig_has(h->t->root, "phi_s_deg"))
		return node_err(h->range, h->e, "a range of orientations beside inplanerot is not supported");
	if (node_nums(h->range, UNIT_NONE, 2, -1e6, 1e6, a, h->e))
		return h->e->code;
	d = hig_put_map(h, h->t->root, "phi_s_deg", h->range);
	hig_put_text(h, d, "distribution", "uniform", h->range);
	hig_put_num(h, d, "mean", (a[0] + a[1]) / 2, h->range);
	hig_put_num(h, d, "sigma", (a[1] - a[0]) / 2, h->range);
	hig_put_num(h, d, "n", n, h->range);
	node_warn(h->warn, h->range, "orientations: the average of %d azimuths by quadrature (HipGISAXS: its grid or random numbers without seed)", n);
	return h->e->code;
}

static int sections(struct hig *h)
{
	static const char *const used[] = { "shape", "unitcell", "layer", "structure", "instrumentation", "computation", NULL };
	static const char *const none[] = { NULL }, *const expt[] = { "gisaxs", "saxs", NULL };
	const struct node *sc = node_get(node_get(h->root, "instrumentation"), "scattering"), *list = node_get(h->root, "structure");
	int saxs = 0;
	double kev;

	hig_ignored(h, h->root, used, none);
	for (size_t i = 0; i < 4; i++)
		if (hig_has(h->root, used[i]) && node_get(h->root, used[i])->n > HIG_MOST)
			return node_err(node_get(h->root, used[i]), h->e, "%s: more than %d", used[i], HIG_MOST);
	h->born = !strcmp(hig_text(node_get(h->root, "computation"), "method"), "ba");
	if (!sc)
		return node_err(h->root, h->e, "instrumentation with scattering is missing");
	if (hig_has(sc, "expt") && node_choice(node_get(sc, "expt"), expt, &saxs, h->e))
		return h->e->code;
	h->saxs = saxs == 1;
	if (saxs)
		hig_put_text(h, h->t->root, "mode", "saxs", node_get(sc, "expt"));
	if (beam(h, sc, &kev) || detector(h, sc, kev) || layers(h))
		return h->e->code;
	if (!list)
		return node_err(h->root, h->e, "there is no structure");
	for (size_t i = 0; i < list->n; i++)
		if (hig_structure(h, list->child[i]))
			return h->e->code;
	node_warn(h->warn, list->child[0], "HipGISAXS has no absolute scale: surface_density is one grain on its own area");
	return orientation_range(h);
}

int hig_map(struct hig *h)
{
	h->t->root = node_new(h->t, NODE_MAP, h->root->line, h->root->col, h->e);
	if (h->t->root && !node_is(h->root, NODE_MAP, h->e))
		sections(h);
	mem_free(h->source);
	h->source = NULL;
	return h->e->code;
}
