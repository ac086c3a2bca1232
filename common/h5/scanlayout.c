#include "h5/scanlayout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/head.h"
#include "base/mem.h"
#include "h5/h5value.h"

static const char *sample(const struct scanwrite *w)
{
	return w->par.sample ? w->par.sample : "phantom";
}

static bool known(double v)
{
	return isfinite(v) && v != 0;
}

/* 15 digits are what was meant: 1.29e-06 m are 0.00129 mm. */
static double in(double unit, double v)
{
	char text[40];

	snprintf(text, sizeof text, "%.15g", v / unit);
	return num_parse(text, &v) ? NAN : v;
}

static int put_groups(hid_t file, const char *const (*group)[2], struct err *e)
{
	for (; (*group)[0] && !e->code; group++)
		h5_put_group(file, (*group)[0], (*group)[1], e);
	return e->code;
}

/* A stack of n images, n > 0. */
static int make_stack(struct scanwrite *w, int key, const char *path, size_t n, struct err *e)
{
	hsize_t size[3] = { n, w->par.nrow, w->par.ncol }, frame[3] = { 1, w->par.nrow, w->par.ncol };
	hid_t p = H5Pcreate(H5P_DATASET_CREATE), access = H5Pcreate(H5P_DATASET_ACCESS);
	hid_t space = H5Screate_simple(3, size, NULL);

	H5Pset_obj_track_times(p, 0);
	H5Pset_fill_time(p, H5D_FILL_TIME_NEVER);	/* every image is put */
	if (w->par.one_frame_a_chunk || w->par.compress > 0) {
		H5Pset_chunk(p, 3, frame);
		H5Pset_chunk_cache(access, 11, 0, 1.0);
	}
	if (w->par.compress > 0)
		H5Pset_deflate(p, (unsigned)(w->par.compress > 9 ? 9 : w->par.compress));
	w->set[key] = H5Dcreate2(w->file, path, h5_native(w->par.type), space, H5P_DEFAULT, p, access);
	if (w->set[key] < 0)
		h5_fail(e, E_IO, "cannot make %s", path);
	H5Sclose(space);
	H5Pclose(access);
	H5Pclose(p);
	return e->code;
}

static int put_one(hid_t file, const char *path, double v, const char *unit, struct err *e)
{
	return known(v) ? h5_put_array(file, path, &v, 1, unit, e) : e->code;
}

/* A count, which may be 0. */
static int put_count(hid_t file, const char *path, size_t n, struct err *e)
{
	return h5_put_array(file, path, &(double){ (double)n }, 1, "", e);
}

static int begin_dx(struct scanwrite *w, struct err *e)
{
	static const char *const group[][2] = {
		{ "/exchange", "NXdata" }, { "/measurement", "" }, { "/measurement/sample", "" },
		{ "/measurement/instrument", "" }, { "/measurement/instrument/detector", "" },
		{ "/measurement/instrument/monochromator", "" },
		{ "/measurement/instrument/camera_motor_stack", "" },
		{ "/measurement/instrument/camera_motor_stack/setup", "" },
		{ "/process", "" }, { "/process/acquisition", "" },
		{ "/process/acquisition/rotation", "" }, { "/process/acquisition/flat_fields", "" },
		{ "/process/acquisition/dark_fields", "" }, { NULL, NULL },
	};
	static const char *const when[] = { "None", "Start", "End", "Both" };
	const struct scan_par *p = &w->par;
	hid_t f = w->file;

	if (put_groups(f, group, e) || h5_put_string(f, "/implements", "exchange:measurement:process", e))
		return e->code;
	put_one(f, "/measurement/instrument/monochromator/energy", p->energy_kev, "keV", e);
	put_one(f, "/measurement/instrument/detector/pixel_size", in(1e-3, p->pixel_m), "mm", e);
	put_one(f, "/measurement/instrument/detector/exposure_time", p->exposure_s, "s", e);
	put_one(f, "/measurement/instrument/camera_motor_stack/setup/camera_distance",
		in(1e-3, p->distance_m), "mm", e);
	h5_put_string(f, "/measurement/sample/name", sample(w), e);
	put_count(f, "/process/acquisition/rotation/num_angles", p->nangle, e);
	put_count(f, "/process/acquisition/flat_fields/num_flat_fields",
		  p->flat_before ? p->flat_before : p->flat_after, e);
	put_count(f, "/process/acquisition/dark_fields/num_dark_fields",
		  p->dark_before ? p->dark_before : p->dark_after, e);
	put_count(f, "/process/acquisition/flat_fields/i0cycle", p->flat_every, e);
	if (p->flat_every == 0 && (p->flat_before == p->flat_after || !p->flat_before || !p->flat_after))
		h5_put_string(f, "/process/acquisition/flat_fields/flat_field_mode",
			      when[(p->flat_before > 0) + 2 * (p->flat_after > 0)], e);
	if (p->dark_before == p->dark_after || !p->dark_before || !p->dark_after)
		h5_put_string(f, "/process/acquisition/dark_fields/dark_field_mode",
			      when[(p->dark_before > 0) + 2 * (p->dark_after > 0)], e);
	h5_put_array(f, "/exchange/theta", p->theta_deg, p->nangle, "deg", e);
	if (w->ndark)
		make_stack(w, KEY_DARK, "/exchange/data_dark", w->ndark, e);
	if (w->nflat)
		make_stack(w, KEY_FLAT, "/exchange/data_white", w->nflat, e);
	return make_stack(w, KEY_PROJECTION, "/exchange/data", p->nangle, e);
}

/* image_key and rotation_angle of all frames. */
static int put_frames(struct scanwrite *w, struct err *e)
{
	double *v = mem_zero(2 * w->nframe, sizeof *v, "the frames", e);

	for (size_t i = 0; v && i < w->nframe; i++) {
		struct scan_frame f = scanwrite_frame(w, i);
		size_t k = f.projection < w->par.nangle ? f.projection : w->par.nangle - 1;
		v[i] = f.key;
		v[w->nframe + i] = w->par.theta_deg[k];
	}
	if (v) {
		h5_put_array(w->file, "/entry/instrument/detector/image_key", v, w->nframe, "", e);
		h5_put_array(w->file, "/entry/sample/rotation_angle", v + w->nframe, w->nframe, "deg", e);
	}
	mem_free(v);
	return e->code;
}

static int begin_nxtomo(struct scanwrite *w, struct err *e)
{
	static const char *const group[][2] = {
		{ "/entry", "NXentry" }, { "/entry/instrument", "NXinstrument" },
		{ "/entry/instrument/detector", "NXdetector" }, { "/entry/sample", "NXsample" },
		{ "/entry/beam", "NXbeam" }, { "/entry/data", "NXdata" }, { NULL, NULL },
	};
	const struct scan_par *p = &w->par;
	hid_t f = w->file, g;

	if (put_groups(f, group, e) || h5_put_string(f, "/entry/definition", "NXtomo", e))
		return e->code;
	put_one(f, "/entry/beam/incident_energy", p->energy_kev, "keV", e);
	put_one(f, "/entry/instrument/detector/x_pixel_size", p->pixel_m, "m", e);
	put_one(f, "/entry/instrument/detector/y_pixel_size", p->pixel_m, "m", e);
	put_one(f, "/entry/instrument/detector/distance", p->distance_m, "m", e);
	put_one(f, "/entry/instrument/detector/count_time", p->exposure_s, "s", e);
	h5_put_string(f, "/entry/sample/name", sample(w), e);
	if (put_frames(w, e) ||
	    make_stack(w, KEY_PROJECTION, "/entry/instrument/detector/data", w->nframe, e))
		return e->code;
	g = H5Gopen2(f, "/entry/data", H5P_DEFAULT);
	if (H5Lcreate_soft("/entry/instrument/detector/data", g, "data", H5P_DEFAULT, H5P_DEFAULT) < 0 ||
	    H5Lcreate_soft("/entry/sample/rotation_angle", g, "rotation_angle", H5P_DEFAULT, H5P_DEFAULT) < 0 ||
	    H5Lcreate_soft("/entry/instrument/detector/image_key", g, "image_key", H5P_DEFAULT, H5P_DEFAULT) < 0)
		h5_fail(e, E_IO, "cannot link");
	h5_put_text(g, "signal", "data", e);
	H5Gclose(g);
	return e->code;
}

/* Numbers are texts there. */
static int put_said(hid_t g, const char *name, double v, struct err *e)
{
	char text[32];

	return isfinite(v) ? h5_put_text(g, name, num_print(v, text, sizeof text), e) : e->code;
}

static int begin_als(struct scanwrite *w, struct err *e)
{
	const struct scan_par *p = &w->par;
	hid_t root = H5Gopen2(w->file, "/", H5P_DEFAULT), g;
	char path[300];

	h5_put_text(root, "facility", "als", e);
	h5_put_text(root, "end_station", "bl832", e);
	h5_put_text(root, "stage", "raw", e);
	H5Gclose(root);
	snprintf(path, sizeof path, "/%.250s", sample(w));
	if (strchr(path + 1, '/'))
		return err_set(e, E_USAGE, "the sample's name '%.100s' holds a /", sample(w));
	if (h5_put_group(w->file, path, "", e))
		return e->code;
	g = H5Gopen2(w->file, path, H5P_DEFAULT);
	put_said(g, "nangles", (double)p->nangle, e);
	put_said(g, "nslices", (double)p->nrow, e);
	put_said(g, "nrays", (double)p->ncol, e);
	put_said(g, "arange", p->theta_deg[p->nangle - 1] - p->theta_deg[0], e);
	put_said(g, "i0cycle", (double)p->flat_every, e);
	put_said(g, "num_bright_field", (double)(p->flat_before ? p->flat_before : p->flat_after), e);
	put_said(g, "num_dark_fields", (double)w->ndark, e);
	if (known(p->energy_kev))
		put_said(g, "senergy", in(1e-3, p->energy_kev), e);
	if (known(p->pixel_m))
		put_said(g, "pxsize", in(1e-3, p->pixel_m), e);
	if (known(p->distance_m))
		put_said(g, "Camera_Z_Support", in(1e-3, p->distance_m), e);
	if (known(p->exposure_s))
		put_said(g, "obstime", p->exposure_s, e);
	H5Gclose(g);
	return e->code;
}

int scanlayout_begin(struct scanwrite *w, struct err *e)
{
	switch (w->par.layout) {
	case SCAN_ALS832: return begin_als(w, e);
	case SCAN_NXTOMO: return begin_nxtomo(w, e);
	default:          return begin_dx(w, e);
	}
}

/* The place of a flat or dark in its block, and the projection it was taken at. */
static void als_name(const struct scanwrite *w, const struct scan_frame *f, char *buf, size_t len)
{
	const struct scan_par *p = &w->par;
	size_t at = f->projection < p->nangle ? f->projection : p->nangle - 1, in;

	if (f->key == KEY_PROJECTION) {
		snprintf(buf, len, "/%.250s/%.250s_0000_%04zu.tif", sample(w), sample(w), f->index);
		return;
	}
	if (f->key == KEY_DARK)
		in = f->index < p->dark_before ? f->index : f->index - p->dark_before;
	else if (f->projection == p->nangle)
		in = f->index - (w->nflat - p->flat_after);
	else
		in = f->index % p->flat_before;
	snprintf(buf, len, "/%.250s/%.250s%s_%04zu_%04zu.tif", sample(w), sample(w),
		 f->key == KEY_FLAT ? "bak" : "drk", in, at);
}

static int put_als(struct scanwrite *w, const struct scan_frame *f, const void *image, struct err *e)
{
	hsize_t size[3] = { 1, w->par.nrow, w->par.ncol };
	hid_t p = H5Pcreate(H5P_DATASET_CREATE), space = H5Screate_simple(3, size, NULL), d;
	char path[600];

	als_name(w, f, path, sizeof path);
	H5Pset_obj_track_times(p, 0);
	H5Pset_fill_time(p, H5D_FILL_TIME_NEVER);
	d = H5Dcreate2(w->file, path, h5_native(w->par.type), space, H5P_DEFAULT, p, H5P_DEFAULT);
	if (d < 0 || H5Dwrite(d, h5_native(w->par.type), H5S_ALL, H5S_ALL, H5P_DEFAULT, image) < 0)
		h5_fail(e, E_IO, "%s cannot be written", path);
	else if (f->key == KEY_PROJECTION)
		put_said(d, "rot_angle", w->theta[f->index], e);
	if (d >= 0)
		H5Dclose(d);
	H5Sclose(space);
	H5Pclose(p);
	return e->code;
}

int scanlayout_put(struct scanwrite *w, const struct scan_frame *f, size_t i, const void *image,
		   struct err *e)
{
	int key = w->par.layout == SCAN_NXTOMO ? KEY_PROJECTION : f->key;
	hsize_t at[3] = { w->par.layout == SCAN_NXTOMO ? i : f->index, 0, 0 };
	hsize_t n[3] = { 1, w->par.nrow, w->par.ncol };
	hid_t mem, space;

	if (w->par.layout == SCAN_ALS832)
		return put_als(w, f, image, e);
	mem = H5Screate_simple(3, n, NULL);
	space = H5Dget_space(w->set[key]);
	if (H5Sselect_hyperslab(space, H5S_SELECT_SET, at, NULL, n, NULL) < 0 ||
	    H5Dwrite(w->set[key], h5_native(w->par.type), mem, space, H5P_DEFAULT, image) < 0)
		h5_fail(e, E_IO, "image %zu cannot be written", i);
	H5Sclose(mem);
	H5Sclose(space);
	return e->code;
}
