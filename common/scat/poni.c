#include "scat/poni.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const double METRES_MOST = 1e6;

/* Sizes in the makers' data sheets: rows, columns, pixel. */
static const struct known {
	const char *name;		/* lower case, letters and digits alone, without "cdte" */
	size_t nrow, ncol;
	double pixel_m;
} detectors[] = {
	{ "pilatus100k", 195, 487, 172e-6 },
	{ "pilatus200k", 407, 487, 172e-6 },
	{ "pilatus300k", 619, 487, 172e-6 },
	{ "pilatus300kw", 195, 1475, 172e-6 },
	{ "pilatus900kw", 195, 4439, 172e-6 },
	{ "pilatus1m", 1043, 981, 172e-6 },
	{ "pilatus2m", 1679, 1475, 172e-6 },
	{ "pilatus6m", 2527, 2463, 172e-6 },
	{ "eiger500k", 514, 1030, 75e-6 },
	{ "eiger1m", 1065, 1030, 75e-6 },
	{ "eiger4m", 2167, 2070, 75e-6 },
	{ "eiger9m", 3269, 3110, 75e-6 },
	{ "eiger16m", 4371, 4150, 75e-6 },
	{ "eiger2500k", 512, 1028, 75e-6 },
	{ "eiger21m", 1062, 1028, 75e-6 },
	{ "eiger21mw", 512, 2068, 75e-6 },
	{ "eiger22mw", 512, 4148, 75e-6 },
	{ "eiger24m", 2162, 2068, 75e-6 },
	{ "eiger29m", 3262, 3108, 75e-6 },
	{ "eiger216m", 4362, 4148, 75e-6 },
};

static void find_detector(struct poni *p)
{
	char plain[64], *cdte;
	size_t n = 0;

	for (const char *s = p->detector; *s; s++)
		if (isalnum((unsigned char)*s))
			plain[n++] = (char)tolower((unsigned char)*s);
	plain[n] = 0;
	cdte = strstr(plain, "cdte");
	if (cdte)
		memmove(cdte, cdte + 4, strlen(cdte + 4) + 1);
	for (size_t i = 0; i < sizeof detectors / sizeof *detectors; i++) {
		const struct known *k = &detectors[i];

		if (strcmp(plain, k->name))
			continue;
		if (isnan(p->pixel1_m))
			p->pixel1_m = p->pixel2_m = k->pixel_m;
		if (!p->nrow) {
			p->nrow = k->nrow;
			p->ncol = k->ncol;
		}
	}
}

static int number(const char *s, const char **end, double *v)
{
	char *stop;

	*v = strtod(s, &stop);
	*end = stop;
	return stop != s && isfinite(*v);
}

/* What follows "key": in a JSON object, or NULL; null counts as absent. */
static const char *json_get(const char *json, const char *key)
{
	size_t n = strlen(key);

	for (const char *s = strchr(json, '"'); s; s = strchr(s + 1, '"')) {
		const char *v = s + n + 2;

		if (strncmp(s + 1, key, n) || s[n + 1] != '"')
			continue;
		v += strspn(v, " \t");
		if (*v != ':')
			continue;
		v += 1 + strspn(v + 1, " \t");
		return strncmp(v, "null", 4) ? v : NULL;
	}
	return NULL;
}

static int config_number(const char *json, const char *key, double *out)
{
	const char *v = json_get(json, key), *end;

	return !v || (number(v, &end, out) && *out > 0);
}

static int config_shape(const char *json, struct poni *p)
{
	const char *v = json_get(json, "max_shape");
	double n[2];

	if (!v)
		return 1;
	if (*v != '[' || !number(v + 1, &v, &n[0]))
		return 0;
	v += strspn(v, " \t,");
	if (!number(v, &v, &n[1]))
		return 0;
	for (int i = 0; i < 2; i++)
		if (!(n[i] >= 1 && n[i] <= 1e6))
			return 0;
	p->nrow = (size_t)n[0];
	p->ncol = (size_t)n[1];
	return 1;
}

static int config(struct poni *p, const char *json, struct err *e)
{
	static const char *const unlike[] = { "splineFile", "radius", "filename", NULL };
	double o = p->orientation;

	for (const char *const *k = unlike; *k; k++)
		if (json_get(json, *k))
			return err_set(e, E_DATA, "Detector_config: a detector with \"%s\" is not a flat one of equal pixels", *k);
	if (!config_number(json, "pixel1", &p->pixel1_m) || !config_number(json, "pixel2", &p->pixel2_m))
		return err_set(e, E_DATA, "Detector_config: pixel1 and pixel2 must be sizes in m: %.80s", json);
	if (!config_shape(json, p))
		return err_set(e, E_DATA, "Detector_config: max_shape must be [rows, columns]: %.80s", json);
	if (!config_number(json, "orientation", &o) || (o != 1 && o != 2 && o != 3 && o != 4))
		return err_set(e, E_DATA, "Detector_config: orientation must be 1, 2, 3 or 4: %.80s", json);
	p->orientation = (int)o;
	return 0;
}

static int set_text(struct poni *p, const char *key, const char *value, struct err *e)
{
	if (!strcasecmp(key, "detector_config"))
		return config(p, value, e);
	if (!strcasecmp(key, "splinefile") && *value && strcasecmp(value, "none"))
		return err_set(e, E_DATA, "SplineFile %.80s: distortion is not supported", value);
	if (!strcasecmp(key, "detector")) {
		if (strlen(value) >= sizeof p->detector)
			return err_set(e, E_DATA, "Detector: a name of more than %zu letters", sizeof p->detector - 1);
		memcpy(p->detector, value, strlen(value) + 1);
	}
	return 0;
}

static int set(struct poni *p, const char *key, const char *value, struct err *e)
{
	const struct { const char *key; double *to; } numbers[] = {
		{ "distance", &p->distance_m }, { "poni1", &p->poni1_m }, { "poni2", &p->poni2_m },
		{ "rot1", &p->rot1_rad }, { "rot2", &p->rot2_rad }, { "rot3", &p->rot3_rad },
		{ "pixelsize1", &p->pixel1_m }, { "pixelsize2", &p->pixel2_m }, { "wavelength", &p->wavelength_m },
	};
	const char *end;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		if (strcasecmp(key, numbers[i].key))
			continue;
		if (i > 5 && !strcasecmp(value, "none"))
			return 0;
		if (!number(value, &end, numbers[i].to) || *end)
			return err_set(e, E_DATA, "%s: \"%.80s\" is not a number", key, value);
		return 0;
	}
	return set_text(p, key, value, e);
}

/* One line of len characters: "key: value", or nothing of interest. */
static int line_read(struct poni *p, const char *s, size_t len, struct err *e)
{
	char buf[2048], *value, *key = buf;

	if (len >= sizeof buf)
		return err_set(e, E_DATA, "a line of %zu characters", len);
	memcpy(buf, s, len);
	while (len && isspace((unsigned char)buf[len - 1]))
		len--;
	buf[len] = 0;
	key += strspn(key, " \t");
	value = strchr(key, ':');
	if (*key == '#' || !value)
		return 0;
	for (char *k = value; k > key && isspace((unsigned char)k[-1]); )
		*--k = 0;
	*value++ = 0;
	return set(p, key, value + strspn(value, " \t"), e);
}

static int complete(struct poni *p, struct err *e)
{
	const double length_m[] = { p->distance_m, p->pixel1_m, p->pixel2_m, p->poni1_m, p->poni2_m };

	if (isnan(p->distance_m))
		return err_set(e, E_DATA, "no Distance");
	find_detector(p);
	p->mirrored = p->orientation == 1 || p->orientation == 4;
	if (isnan(p->pixel1_m) || isnan(p->pixel2_m))
		return err_set(e, E_DATA, "no size of pixels, and the detector \"%s\" is not known", p->detector);
	if (!(p->distance_m > 0) || !(p->pixel1_m > 0) || !(p->pixel2_m > 0))
		return err_set(e, E_DATA, "distance %g m, pixels %g x %g m: not above 0", p->distance_m, p->pixel1_m, p->pixel2_m);
	if (p->wavelength_m <= 0)
		return err_set(e, E_DATA, "wavelength %g m is not above 0", p->wavelength_m);
	if (isnan(p->poni1_m) || isnan(p->poni2_m))
		return err_set(e, E_DATA, "no %s", isnan(p->poni1_m) ? "Poni1" : "Poni2");
	for (size_t i = 0; i < sizeof length_m / sizeof *length_m; i++)
		if (fabs(length_m[i]) > METRES_MOST)
			return err_set(e, E_DATA, "a length of %g m", length_m[i]);
	return 0;
}

int poni_read(struct poni *p, const char *text, const char *name, struct err *e)
{
	size_t line = 1;
	struct err why = { 0 };

	*p = (struct poni){ .distance_m = NAN, .poni1_m = NAN, .poni2_m = NAN, .pixel1_m = NAN, .pixel2_m = NAN, .wavelength_m = NAN, .orientation = 3 };
	for (const char *s = text; *s; line++) {
		size_t len = strcspn(s, "\n");

		if (line_read(p, s, len, &why))
			return err_set(e, E_DATA, "%s:%zu: %s", name, line, why.msg);
		s += len + (s[len] == '\n');
	}
	if (complete(p, &why))
		return err_set(e, E_DATA, "%s: %s", name, why.msg);
	return 0;
}

/* R3 R2 R1 v, in place. */
static void tilt(const struct poni *p, double v[3])
{
	double c1 = cos(p->rot1_rad), s1 = sin(p->rot1_rad), c2 = cos(p->rot2_rad), s2 = sin(p->rot2_rad);
	double c3 = cos(p->rot3_rad), s3 = sin(p->rot3_rad);
	double b = c1 * v[1] + s1 * v[2], c = -s1 * v[1] + c1 * v[2];	/* R1 */
	double a = c2 * v[0] - s2 * c;					/* R2 */

	v[2] = s2 * v[0] + c2 * c;
	v[0] = c3 * a - s3 * b;						/* R3 */
	v[1] = s3 * a + c3 * b;
}

/* From the laboratory's axes 1, 2, 3 to the sample's x, y, z, in mm.  up: 1 or -1. */
static void to_sample(const struct poni *p, const double lab_m[3], double up, double alpha_i_rad, double out_mm[3])
{
	double v[3] = { lab_m[0], lab_m[1], lab_m[2] }, ca = cos(alpha_i_rad), sa = sin(alpha_i_rad);

	tilt(p, v);
	v[0] *= up;
	out_mm[0] = 1000 * (v[2] * ca + v[0] * sa);
	out_mm[1] = -1000 * v[1];
	out_mm[2] = 1000 * (-v[2] * sa + v[0] * ca);
}

int det_poni(struct detector *d, const struct poni *p, size_t n_x, size_t n_y, enum poni_row0 row0, double alpha_i_rad,
	     struct err *e)
{
	size_t nrow = n_y ? n_y : p->nrow, ncol = n_x ? n_x : p->ncol;
	bool top = row0 == PONI_TOP;
	double up = top ? -1 : 1, first;

	if (!nrow || !ncol)
		return err_set(e, E_DATA, "the PONI file does not say how many pixels the detector has: give n_x and n_y");
	if (top && p->orientation < 3)
		return err_set(e, E_DATA, "orientation %d of the PONI file says already that row 0 is at the top", p->orientation);
	first = top ? (double)nrow - 0.5 : 0.5;
	*d = (struct detector){ .type = DET_FLAT, .nrow = nrow, .ncol = ncol };
	to_sample(p, (double[]){ first * p->pixel1_m - p->poni1_m, p->pixel2_m / 2 - p->poni2_m, p->distance_m }, up,
		  alpha_i_rad, d->origin_mm);
	to_sample(p, (double[]){ up * p->pixel1_m, 0, 0 }, up, alpha_i_rad, d->row_mm);
	to_sample(p, (double[]){ 0, p->pixel2_m, 0 }, up, alpha_i_rad, d->col_mm);
	return 0;
}
