#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/rmcout.h"
#include "base/mem.h"
#include "io/stream.h"
#include "view/figure.h"

enum { TILES_SHOWN = 16 };

static int save(struct array *rgb, const char *folder, const char *name, struct err *e)
{
	static const char *const labels[] = { "row", "col", "rgb" };
	struct stream *out = NULL;
	struct head h;
	char *path = NULL;

	if (asprintf(&path, "%s/%s.png", folder, name) < 0)
		return err_nomem(e, "a name");
	head_init(&h, DT_U8, 3, rgb->n, labels);
	if (!stream_create(&out, path, &h, &(struct sink_par){ 0 }, e) && !stream_write(out, rgb, e))
		stream_commit(out, e);
	stream_close(out);
	head_free(&h);
	array_free(rgb);
	free(path);
	return e->code;
}

static float *floats(const double *v, const double *w, size_t n, struct err *e)
{
	float *x = mem_alloc(n, sizeof *x, "a picture", e);

	for (size_t i = 0; x && i < n; i++)
		x[i] = !w || w[i] > 0 ? (float)v[i] : NAN;
	return x;
}

/* Ticks of the pattern: q, or pixels where the step of q is not known. */
static struct figure_axis axis(const struct rmcset *s, int which)
{
	bool known = !isnan(s->q_step_per_nm);
	double step = known ? s->q_step_per_nm : 1;

	return (struct figure_axis){ known ? "q (nm⁻¹)" : "pixels from q = 0", step * (s->delta_px[which] - (double)(s->n / 2)), step };
}

/* Intensities, all with the window of the first: as laid about q = 0, or (s NULL) a frame with its rows and columns. */
static int intensity(const struct rmcset *s, const char *folder, const char *name, const double *v, const double *w, size_t nrow, size_t ncol,
		     struct window *win, bool up, struct err *e)
{
	float *x = floats(v, w, nrow * ncol, e);
	const float *const image[] = { x };
	struct figure_panel p = {
		.data = x, .nrow = nrow, .ncol = ncol, .up = up, .row = s ? axis(s, 0) : (struct figure_axis){ "row", 0, 1 },
		.col = s ? axis(s, 1) : (struct figure_axis){ "col", 0, 1 },
	};
	struct figure_par par = { .cmap = CMAP_INFERNO, .title = name, .quantity = "intensity", .bar = true };
	struct array rgb = { 0 };
	size_t n = nrow * ncol;
	struct err none = { 0, "" };

	if (x && win->hi <= win->lo) {
		if (window_percentile(win, image, &n, 1, 1, 99.9, true, &none))
			*win = (struct window){ 0.1, 1, true };
		window_limit(win, 6);
	}
	par.window = *win;
	if (x && !figure_slice(&rgb, &p, &par, e))
		save(&rgb, folder, name, e);
	mem_free(x);
	return e->code;
}

static int residual(const struct rmcset *s, const double *fit, const char *folder, bool up, struct err *e)
{
	size_t n = s->n * s->n;
	float *x = floats(s->d, s->w, n, e);
	const float *const image[] = { x };
	struct figure_panel p = { .data = x, .nrow = s->n, .ncol = s->n, .up = up, .row = axis(s, 0), .col = axis(s, 1) };
	struct figure_par par = { .cmap = CMAP_JET, .title = "residual", .quantity = "pattern - fit", .bar = true };
	struct array rgb = { 0 };

	for (size_t i = 0; x && i < n; i++)
		x[i] -= (float)fit[i];
	if (x)		/* q = 0 is not fitted */
		x[s->n / 2 * s->n + s->n / 2] = NAN;
	if (!e->code && !window_percentile(&par.window, image, &n, 1, 0.5, 99.5, false, e)) {
		double most = fmax(fabs(par.window.lo), fabs(par.window.hi));
		par.window = (struct window){ -most, most, false };
		if (!figure_slice(&rgb, &p, &par, e))
			save(&rgb, folder, "residual", e);
	}
	mem_free(x);
	return e->code;
}

static int model(const struct rmcset *s, const struct rmcset_seed *best, const char *folder, bool up, struct err *e)
{
	size_t n2 = s->n * s->n, shown = s->tiles < TILES_SHOWN ? s->tiles : TILES_SHOWN;
	float *x = mem_alloc(shown * n2, sizeof *x, "a picture", e);
	struct figure_panel p[TILES_SHOWN];
	struct figure_par par = { .cmap = CMAP_GRAY, .window = { 0, 1, false }, .title = "model", .scale = true };
	struct array rgb = { 0 };

	for (size_t i = 0; x && i < shown * n2; i++)
		x[i] = best->model[i];
	for (size_t i = 0; i < shown; i++)
		p[i] = (struct figure_panel){ .data = x + i * n2, .nrow = s->n, .ncol = s->n, .up = up };
	if (!isnan(s->q_step_per_nm))
		par.pixel_m = rmcset_pixel_m(s);
	if (x && !(shown == 1 ? figure_slice(&rgb, p, &par, e) : figure_montage(&rgb, p, shown, 0, &par, e)))
		save(&rgb, folder, "model", e);
	mem_free(x);
	return e->code;
}

static int timeline(const struct rmcset_seed *s, const char *folder, struct err *e)
{
	size_t n = s->npoint;
	double *x = mem_alloc(n ? n : 1, sizeof *x, "a picture", e), lo = INFINITY, hi = 0;
	float *y = mem_alloc(n ? n : 1, sizeof *y, "a picture", e);
	struct figure_curve c = { .x = x, .y = y, .label = "step" };
	struct figure_par par = { .title = "timeline", .quantity = "chi2" };
	struct array rgb = { 0 };

	for (size_t i = 0; !e->code && i < n; i++) {
		double v = s->point[i * RMCSET_COLUMNS + RMCSET_CHI2];
		if (!c.n && isnan(v))		/* of RAAR and charge flipping chi2 is not known */
			continue;
		x[c.n] = (double)(i * s->stride);
		y[c.n++] = (float)v;
		lo = v > 0 && v < lo ? v : lo;
		hi = v > hi && isfinite(v) ? v : hi;
	}
	par.window = hi > 0 ? (struct window){ lo / 1.3, hi * 1.3, true } : (struct window){ 0.1, 1, true };
	if (c.n && !figure_curve(&rgb, &c, &par, e))
		save(&rgb, folder, "timeline", e);
	mem_free(x);
	mem_free(y);
	return e->code;
}

int rmcout_pictures(const struct rmcset *s, const char *folder, const double *frame, size_t nrow, size_t ncol, struct err *e)
{
	const struct rmcset_seed *best = &s->seed[rmcset_best(s)];
	struct window win = { 0, 0, true };
	bool up = !strcmp(s->row_label, "qz") || !strcmp(s->row_label, "v") || !strcmp(s->row_label, "alpha");

	if (intensity(s, folder, "recentred", s->d, s->w, s->n, s->n, &win, up, e) ||
	    intensity(s, folder, "fit", best->fit, NULL, s->n, s->n, &win, up, e) ||
	    (frame && intensity(NULL, folder, "original", frame, NULL, nrow, ncol, &win, up, e)) || residual(s, best->fit, folder, up, e) ||
	    model(s, best, folder, up, e))
		return e->code;
	return timeline(best, folder, e);
}
