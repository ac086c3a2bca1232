/* Layout 2 of dxfile.h: Data Exchange. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/units.h"
#include "h5/dxfile.h"
#include "h5/h5own.h"
#include "h5/h5value.h"

#define DATA  "/exchange/data"
#define WHITE "/exchange/data_white"
#define DARK  "/exchange/data_dark"
#define THETA "/exchange/theta"
#define ACQ   "/process/acquisition/"
#define DET   "/measurement/instrument/"

/* The link may dangle: then it is a scan all the same, and an error when opened. */
static bool is_there(hid_t file, const char *path)
{
	return H5Lexists(file, "/exchange", H5P_DEFAULT) > 0 && h5_is_group(file, "/exchange") &&
	       H5Lexists(file, path, H5P_DEFAULT) > 0;
}

bool dx_is_exchange(hid_t file)
{
	struct err e = { 0, "" };
	char labels[100];
	hid_t set;

	if (!is_there(file, DATA))
		return false;
	if (h5_dataset(&set, file, DATA, &e))
		return true;
	if (!h5own_labels(set, labels, sizeof labels))	/* not ours */
		snprintf(labels, sizeof labels, "angle row col");
	H5Dclose(set);
	return !strcmp(labels, "angle row col");
}

/* When flat (dark) j of n was taken, in projections done; -1 ahead of all, nproj after all. */
struct blocks {
	enum { BEFORE, AFTER, BOTH, EVERY } how;
	size_t size, every;
};

static double block_when(const struct blocks *b, size_t j, size_t nproj)
{
	double at;

	switch (b->how) {
	case AFTER:
		return (double)nproj;
	case BOTH:
		return j < b->size ? -1 : (double)nproj;
	case EVERY:
		at = (double)(j / b->size) * (double)b->every;
		return at < (double)nproj - 1 ? at - 0.5 : (double)nproj;
	default:
		return -1;
	}
}

/* What /process/acquisition/WHAT_fields says of the place of n images. */
static bool find_blocks(hid_t file, const char *what, size_t n, struct blocks *b)
{
	char path[120], mode[40];
	double num = 0, cycle = -1;

	snprintf(path, sizeof path, ACQ "%s_fields/%s_field_mode", what, what);
	h5_text(file, path, mode, sizeof mode);
	snprintf(path, sizeof path, ACQ "%s_fields/num_%s_fields", what, what);
	h5_num(file, path, &num, NULL, 0);
	snprintf(path, sizeof path, ACQ "%s_fields/i0cycle", what);
	h5_num(file, path, &cycle, NULL, 0);
	/* how many ahead of the scan: as the file says, else half, the odd one too */
	bool ends = num >= 1 && num < (double)n && (double)n <= 2 * num;
	*b = (struct blocks){ .how = BEFORE, .size = ends ? (size_t)num : (n + 1) / 2 };
	if (!strcasecmp(mode, "start") || !strcasecmp(mode, "end") || !strcasecmp(mode, "both")) {
		b->how = !strcasecmp(mode, "start") ? BEFORE : !strcasecmp(mode, "end") ? AFTER : BOTH;
		return true;
	}
	if (cycle >= 1 && num >= 1 && cycle < 1e9 && num < 1e9) {
		*b = (struct blocks){ EVERY, (size_t)num, (size_t)cycle };
		return true;
	}
	if (cycle == 0 && (ends || (num == 0 && n % 2 == 0))) {
		b->how = BOTH;
		return true;
	}
	return cycle == 0 && (double)n == num;
}

/* All frames of a side data set; nproj of the scan. */
static int side(struct dx *d, const char *path, const char *what, int key, size_t nproj, struct err *e)
{
	struct h5set *set;
	struct blocks b;
	size_t k, n;

	if (!is_there(d->s->file, path))
		return 0;
	if (h5source_add(d->s, path, &k, e) || h5source_set(d->s, k, &set, e))
		return e->code;
	n = set->rank == 2 ? 1 : set->n[0];
	if (!find_blocks(d->s->file, what, n, &b) && key == KEY_FLAT)
		dx_assume(d, "flats were taken before the projections");
	for (size_t j = 0; j < n; j++)
		if (h5source_image(d->s, &(struct h5image){ .key = key, .member = k, .frame = j,
				   .when = block_when(&b, j, nproj), .theta_deg = NAN }, e))
			return e->code;
	return 0;
}

/* n angles from start and step, when the file states them. */
static bool stepped(hid_t file, size_t n, double *theta)
{
	char unit[20];
	double start, step, factor;

	if (!h5_num(file, ACQ "rotation/rotation_start", &start, unit, sizeof unit) ||
	    !h5_num(file, ACQ "rotation/rotation_step", &step, NULL, 0) || step == 0)
		return false;
	factor = h5_unit_deg(unit) > 0 ? h5_unit_deg(unit) : 1;
	for (size_t i = 0; i < n; i++)
		theta[i] = factor * (start + (double)i * step);
	return true;
}

static int angles(struct dx *d, size_t nproj, double **theta, struct err *e)
{
	char unit[20] = "";
	double factor;
	size_t n;

	*theta = NULL;
	if (d->ignore_theta)
		return 0;
	if (!is_there(d->s->file, THETA)) {
		*theta = mem_alloc(nproj, sizeof **theta, "angles", e);
		d->has_theta = *theta && stepped(d->s->file, nproj, *theta);
		return e->code;
	}
	if (h5_numbers(d->s->file, THETA, theta, &n, e))
		return e->code;
	if (d->s->growing && n > nproj)
		d->expected = n;
	else if (n != nproj)
		return err_set(e, E_DATA, THETA " has %zu angles for %zu projections; "
			       "--theta gives others", n, nproj);
	h5_attr_text_at(d->s->file, THETA, "units", unit, sizeof unit);
	factor = h5_unit_deg(unit);
	for (size_t i = 0; i < nproj; i++) {
		(*theta)[i] *= factor > 0 ? factor : 1;
		if (!isfinite((*theta)[i]))
			return err_set(e, E_DATA, THETA " holds no number at %zu", i);
	}
	d->has_theta = true;
	return 0;
}

static int images(struct dx *d, size_t member, size_t nproj, const double *theta, struct err *e)
{
	for (size_t i = 0; i < nproj; i++)
		if (h5source_image(d->s, &(struct h5image){ .key = KEY_PROJECTION, .member = member,
				   .frame = i, .when = (double)i,
				   .theta_deg = d->has_theta ? theta[i] : NAN }, e))
			return e->code;
	return 0;
}

static void length(hid_t file, const char *path, double otherwise, double *m)
{
	char unit[20];
	double v, factor;

	if (*m > 0 || !h5_num(file, path, &v, unit, sizeof unit) || !(v > 0))
		return;
	factor = h5_unit_m(unit);
	*m = dx_scale(v, factor > 0 ? factor : otherwise);
}

static void describe(struct dx *d)
{
	hid_t f = d->s->file;
	char unit[20];
	double v;

	h5_text(f, "/measurement/sample/name", d->sample, sizeof d->sample);
	if (h5_num(f, DET "monochromator/energy", &v, unit, sizeof unit))
		dx_energy(d, v, unit);
	length(f, DET "detection_system/objective/resolution", UNIT_UM, &d->pixel_m);
	length(f, DET "detector/pixel_size", UNIT_MM, &d->pixel_m);
	length(f, DET "camera_motor_stack/setup/camera_distance", UNIT_MM, &d->distance_m);
	if (h5_num(f, DET "detector/exposure_time", &v, unit, sizeof unit) && v > 0)
		d->exposure_s = dx_scale(v, h5_unit_s(unit) > 0 ? h5_unit_s(unit) : 1);
	if (d->s->growing && h5_num(f, ACQ "rotation/num_angles", &v, NULL, 0) && v > 0 && v < 1e9)
		d->expected = (size_t)v;
}

int dx_exchange(struct dx *d, struct err *e)
{
	struct h5set *set;
	double *theta = NULL;
	size_t k;

	d->layout = "Data Exchange";
	if (h5source_add(d->s, DATA, &k, e) || h5source_set(d->s, k, &set, e))
		return e->code;
	if (set->rank != 3)
		return err_set(e, E_DATA, DATA " has %d axes; projections have 3", set->rank);
	if (set->n[0] > SCAN_IMAGES)
		return err_set(e, E_DATA, DATA " has %zu projections; %d are the most", set->n[0], SCAN_IMAGES);
	describe(d);
	size_t nproj = set->n[0];
	if (!angles(d, nproj, &theta, e) && !side(d, DARK, "dark", KEY_DARK, nproj, e) &&
	    !side(d, WHITE, "flat", KEY_FLAT, nproj, e))
		images(d, k, nproj, theta, e);
	mem_free(theta);
	h5source_number(d->s);
	return e->code;
}
