/* rotate, distortion, 360to180: against polynomials, analytic projections and scipy; the axis follows. */
#include "filter_run.h"

#include "tomo/halfturn.h"
#include "tomo/warp.h"

enum { NROW = 61, NCOL = 83, N = NROW * NCOL, MORE = 400000 };

static float x[MORE], y[MORE], z[MORE];

static double number(const struct head *h, const char *key)
{
	double v = NAN;
	struct err e = { 0, "" };

	meta_get_num(&h->meta, key, &v, &e);
	return v;
}

static void irregular(size_t nrow, size_t ncol)
{
	for (size_t r = 0; r < nrow; r++)
		for (size_t c = 0; c < ncol; c++)
			x[r * ncol + c] = (float)((7 * r + 13 * c + 3 * r * c) % 17) / 4;
}

/* ---- rotate ------------------------------------------------------------------------------- */

/* Whole quarters move samples, bit for bit. */
static void rotate_quarters(void)
{
	static const char *const text[] = { "rotate:angle=0", "rotate:angle=90", "rotate:angle=180", "rotate:angle=-90",
					    "rotate:angle=360", "rotate:angle=270", "rotate:angle=0,interp=linear" };
	static const int quarters[] = { 0, 1, 2, 3, 0, 3, 0 };
	size_t n = 24;

	irregular(n, n);
	for (size_t k = 0; k < 7; k++) {
		CHECK(!run_once(text[k], SLICE, n, n, x, y, NULL));
		for (size_t r = 0; r < n; r++)
			for (size_t c = 0; c < n; c++) {
				size_t from[][2] = { { r, c }, { c, n - 1 - r }, { n - 1 - r, n - 1 - c }, { n - 1 - c, r } };
				CHECK(y[r * n + c] == x[from[quarters[k]][0] * n + from[quarters[k]][1]]);
			}
	}
	CHECK(!run_once("rotate:angle=0,xcenter=-7.3,ycenter=1000", PROJ, NROW, NCOL, x, y, NULL));
	CHECK(!memcmp(x, y, N * sizeof *x));
}

static double parabola(double r, double c)
{
	return 2 + 0.3 * c - 0.5 * r + 0.01 * c * c - 0.02 * r * c + 0.007 * r * r;
}

static void fill_parabola(void)
{
	for (int i = 0; i < N; i++)
		x[i] = (float)parabola(i / NCOL, i % NCOL);
}

/* Cubic convolution is exact for the second degree: inside, the image at the place itself, in the right sense. */
static void rotate_parabola(void)
{
	double a = 17 * M_PI / 180, xc = 30.5, yc = 41;

	fill_parabola();
	CHECK(!run_once("rotate:angle=17,xcenter=30.5,ycenter=41", PROJ, NROW, NCOL, x, y, NULL));
	for (int i = 0; i < N; i++) {
		/* what is above the centre goes to the left: the output's right is the input's right and up, turned back */
		double dx = i % NCOL - xc, up = yc - i / NCOL;
		double c = xc + dx * cos(a) + up * sin(a), r = yc - (up * cos(a) - dx * sin(a));
		if (r > 1 && r < NROW - 2 && c > 1 && c < NCOL - 2)
			NEAR(y[i], parabola(r, c), 1e-4);	/* of 100: places to 1/65536, slope 3 at most */
	}
}

/* There and back: a hill of sigma 4 loses what Keys' kernel takes at 1/(2 pi 4) cycles a pixel, 2e-3 twice. */
static void rotate_there_and_back(void)
{
	for (int i = 0; i < N; i++)
		x[i] = (float)exp(-(pow(i / NCOL - 28, 2) + pow(i % NCOL - 45, 2)) / 32);
	CHECK(!run_once("rotate:angle=23.7", PROJ, NROW, NCOL, x, y, NULL));
	CHECK(!run_once("rotate:angle=-23.7", PROJ, NROW, NCOL, y, z, NULL));
	for (int i = 0; i < N; i++)
		NEAR(z[i], x[i], 4e-3);
}

/*
 * x = ((7 r + 13 c + 3 r c) mod 17) / 4 of 9 x 11 by 20 degrees about the middle.  Linear: scipy 1.10.1,
 * rotate(x, 20, reshape=False, order=1, mode='nearest'); cubic: Keys' formula in numpy 1.24.2, double precision.
 */
static void rotate_scipy(void)
{
	static const double linear0[] = { 2.5803825, 1.6406899, 0.70099729, 1.8382598, 3.071612, 1.6557469, 1.2148954,
					  3.7413039, 3.5281209, 1.3674147, 0.17034418 };
	static const double linear5[] = { 1.4017858, 1.3253366, 2.2746071, 0.64179693, 1.8591317, 1.7031157, 2.6564384,
					  2.0419325, 0.68132381, 2.3369063, 3.6563785 };
	static const double cubic0[] = { 2.7356998, 1.6406899, 0.40395436, 1.9086317, 3.4903254, 1.659707, 0.92447986,
					 4.1184472, 3.5896596, 1.1362663, 0.081531719 };
	static const double cubic5[] = { 1.1880103, 0.93516196, 2.4660497, 0.32833169, 1.9805475, 1.5424214, 2.8669367,
					 1.9008006, 0.35634893, 2.1652784, 3.8464631 };

	irregular(9, 11);
	CHECK(!run_once("rotate:angle=20,interp=linear", PROJ, 9, 11, x, y, NULL));
	CHECK(!run_once("rotate:angle=20", PROJ, 9, 11, x, z, NULL));
	for (int c = 0; c < 11; c++) {		/* places to 1/65536, differences up to 4 a pixel */
		NEAR(y[c], linear0[c], 1e-4);
		NEAR(y[5 * 11 + c], linear5[c], 1e-4);
		NEAR(z[c], cubic0[c], 1e-4);
		NEAR(z[5 * 11 + c], cubic5[c], 1e-4);
	}
}

/* Plans on a head with an axis at this column of the middle row; NAN: without. */
static struct run axis_run(const char *text, double center, double tilt_deg, bool table)
{
	struct run r = { .nwork = 0 };
	double v[NROW];

	head_init(&r.in, DT_F32, 3, (size_t[]){ 3, NROW, NCOL }, PROJ);
	for (int i = 0; i < NROW; i++)
		v[i] = center + (i - 30) * tan(tilt_deg * M_PI / 180);
	if (!isnan(center))
		meta_set_num(&r.in.meta, META_CENTER, center, &r.e);
	if (!isnan(tilt_deg))
		meta_set_num(&r.in.meta, META_TILT, tilt_deg, &r.e);
	if (table)
		head_set_table(&r.in, "row", "center_px", v, NROW, &r.e);
	meta_set(&r.in.meta, META_QUANTITY, "mu_t", &r.e);
	run_plan(&r, text);
	return r;
}

/* A ridge along the axis is where the head says the axis is, in each row. */
static void axis_case(const char *text, double center, double tilt_deg, double want_tilt)
{
	struct run r = axis_run(text, center, tilt_deg, true);
	double t = tilt_deg * M_PI / 180, middle = number(&r.out, META_CENTER);
	struct table *c = head_table(&r.out, "row", "center_px");

	for (int i = 0; i < N; i++) {
		double s = (i % NCOL - center) * cos(t) - (i / NCOL - 30) * sin(t);
		x[i] = (float)exp(-s * s / 18);
	}
	CHECK(!run_item(&r, 0, x, y) && !strcmp(head_quantity(&r.out), "mu_t"));
	if (want_tilt == 0) {
		CHECK(!c && !meta_get(&r.out.meta, META_TILT));
	} else {
		CHECK(c && c->n == NROW);
		NEAR(number(&r.out, META_TILT), want_tilt, 1e-9);
	}
	for (int row = 10; row < NROW - 10; row++) {
		double m = 0, sum = 0, at = c ? c->v[row] : middle;
		if (row == 30)
			NEAR(at, middle, 1e-9);
		if (at < 20 || at > NCOL - 20)
			continue;
		for (int k = (int)at - 15; k <= (int)at + 15; k++) {
			m += k * (double)y[row * NCOL + k];
			sum += (double)y[row * NCOL + k];
		}
		NEAR(m / sum, at, 0.01);	/* the ridge is cut 15 from the whole part of its middle */
	}
	run_end(&r);
}

static void rotate_axis(void)
{
	axis_case("rotate", 47.25, 3, 0);
	axis_case("rotate:angle=-3", 47.25, 3, 0);
	axis_case("rotate:angle=-3,xcenter=10,ycenter=50", 47.25, 3, 0);
	axis_case("rotate:angle=5", 38, 0, 5);
	axis_case("rotate:angle=-8,xcenter=40", 44.5, 3, -5);
}

static void rotate_head(void)
{
	struct run r = axis_run("rotate", 47.25, 3, false);

	NEAR(number(&r.out, META_CENTER), 47.25, 1e-12);	/* it turns about the axis */
	NEAR(r.val[0], -3, 0);
	NEAR(r.val[1], 47.25, 0);
	NEAR(r.val[2], 30, 0);
	CHECK(r.m->map.fixed(r.plan) == N * 8);
	run_end(&r);
	r = axis_run("rotate:angle=2", NAN, 3, false);		/* a tilt without a center */
	NEAR(number(&r.out, META_TILT), 5, 1e-12);
	CHECK(!meta_get(&r.out.meta, META_CENTER) && !head_table(&r.out, "row", "center_px"));
	run_end(&r);
	r = axis_run("rotate:angle=2", NAN, NAN, false);
	CHECK(!r.e.code && !meta_get(&r.out.meta, META_TILT) && !meta_get(&r.out.meta, META_CENTER));
	run_end(&r);
	r = axis_run("rotate:angle=0", 47.25, 3, true);
	NEAR(number(&r.out, META_TILT), 3, 0);
	CHECK(head_table(&r.out, "row", "center_px"));
	run_end(&r);
	r = axis_run("rotate:angle=90", 47.25, 0, false);	/* the axis lies along the rows: it has no column */
	CHECK(!r.e.code && !meta_get(&r.out.meta, META_CENTER) && !meta_get(&r.out.meta, META_TILT));
	run_end(&r);
	r = axis_run("rotate", 47.25, NAN, false);
	CHECK(r.e.code == E_USAGE && strstr(r.e.msg, "no bp.tilt_deg: give angle="));
	run_end(&r);
	CHECK(run_once("rotate:angle=1", SINO, 9, 9, x, y, "not sinograms") == E_DATA);
	CHECK(run_once("rotate:angle=1", PROJ, 1, WARP_MAX + 1, x, y, "too large") == E_DATA);
	for (size_t n = 1; n < 5; n++) {	/* smaller than the kernel */
		irregular(n, 2);
		CHECK(!run_once("rotate:angle=180", PROJ, n, 2, x, y, NULL));
		for (size_t i = 0; i < 2 * n; i++)
			CHECK(y[i] == x[2 * n - 1 - i]);
	}
}

/* ---- warp --------------------------------------------------------------------------------- */

static void outside(const void *ctx, size_t row, size_t col, double *at)
{
	(void)row;
	at[0] = col % 2 ? *(const double *)ctx : -*(const double *)ctx;
	at[1] = -at[0];
}

/* However far away a place is, it shows the edge. */
static void warp_far(void)
{
	static const double far[] = { 7, 1000, 1e300 };
	struct image im = { 4, 4 };
	struct warp w;
	struct err e = { 0, "" };

	irregular(4, 4);
	for (int k = 0; k < 3; k++) {
		CHECK(!warp_new(&w, &im, WARP_CUBIC, outside, &far[k], &e) && warp_bytes(&w) == 128);
		warp_apply(&w, x, y);
		CHECK(y[0] == x[3] && y[1] == x[12] && y[15] == x[12]);
		warp_free(&w);
	}
	CHECK(!strcmp(warp_kinds[WARP_LINEAR], "linear"));
}

/* ---- distortion --------------------------------------------------------------------------- */

/*
 * 9 x 11 as above, centre (4.5, 3.75), k = 1.02, -3e-3, 2e-4, 1e-5, -1e-6.  Linear: scipy 1.10.1, map_coordinates
 * with order=1, mode='nearest' at the places of discorpy's unwarp_image_backward; cubic: Keys' formula in numpy.
 */
static void distortion_scipy(void)
{
	static const double linear0[] = { 0, 3.1302081, 2.2776114, 1.2673079, 0.25592478, 3.4940752, 2.4826921, 1.4723886,
					  0.61979191, 3.704451, 2.75 };
	static const double linear6[] = { 2.0417447, 1.3432876, 0.61350153, 3.9237155, 3.271192, 2.5348862, 1.7960041,
					  1.0542332, 0.47585532, 3.7150724, 3.0170212 };
	static const double cubic6[] = { 2.0598071, 1.2946126, 0.49710785, 4.022875, 3.2736351, 2.5367663, 1.7366532,
					 0.99775996, 0.35359996, 3.8050746, 2.9999791 };
	const char *k = "distortion:xcenter=4.5,ycenter=3.75,k0=1.02,k1=-3e-3,k2=2e-4,k3=1e-5,k4=-1e-6";
	char text[200];

	snprintf(text, sizeof text, "%s,interp=linear", k);
	irregular(9, 11);
	CHECK(!run_once(text, PROJ, 9, 11, x, y, NULL));
	CHECK(!run_once(k, PROJ, 9, 11, x, z, NULL));
	for (int c = 0; c < 11; c++) {
		NEAR(y[c], linear0[c], 1e-4);
		NEAR(y[6 * 11 + c], linear6[c], 1e-4);
		NEAR(z[6 * 11 + c], cubic6[c], 1e-4);
	}
}

static double radius_of(double ru)
{
	return ru * (1.01 + ru * (1e-4 + ru * 2e-6));
}

/* A pattern seen through the optics, by inverting the model, comes back; without coefficients nothing is done. */
static void distortion_undone(void)
{
	for (int i = 0; i < N; i++) {
		double dx = i % NCOL - 44, dy = i / NCOL - 28.5, rd = hypot(dx, dy), ru = rd;
		for (int k = 0; k < 60; k++)
			ru -= (radius_of(ru) - rd) / 1.05;
		double f = rd > 0 ? ru / rd : 1;
		x[i] = (float)(sin(0.25 * (44 + f * dx)) * cos(0.2 * (28.5 + f * dy)));
	}
	CHECK(!run_once("distortion:xcenter=44,ycenter=28.5,k0=1.01,k1=1e-4,k2=2e-6", PROJ, NROW, NCOL, x, y, NULL));
	for (int r = 5; r < NROW - 5; r++)
		for (int c = 5; c < NCOL - 5; c++)	/* 25 pixels a wave: Keys' kernel is right to 1e-3 */
			NEAR(y[r * NCOL + c], sin(0.25 * c) * cos(0.2 * r), 2e-3);
	CHECK(!run_once("distortion", PROJ, NROW, NCOL, x, y, NULL));
	CHECK(!memcmp(x, y, N * sizeof *x));
}

/* The axis that is straight in the corrected image: given as it is seen, it comes back as it is. */
static void distortion_axis(void)
{
	struct run r = { .nwork = 0 };
	double v[NROW], u0 = 60.5;

	head_init(&r.in, DT_F32, 3, (size_t[]){ 2, NROW, NCOL }, PROJ);
	for (int i = 0; i < NROW; i++) {	/* the row that goes to distorted row i, found by bisection */
		double lo = -20, hi = NROW + 20, at = 0;
		for (int k = 0; k < 60; k++) {
			double mid = (lo + hi) / 2, ru = hypot(u0 - 44, mid - 28.5), f = radius_of(ru) / ru;
			at = 44 + f * (u0 - 44);
			if (28.5 + f * (mid - 28.5) < i)
				lo = mid;
			else
				hi = mid;
		}
		v[i] = at;
	}
	head_set_table(&r.in, "row", "center_px", v, NROW, &r.e);
	meta_set_num(&r.in.meta, META_CENTER, v[30], &r.e);
	run_plan(&r, "distortion:xcenter=44,ycenter=28.5,k0=1.01,k1=1e-4,k2=2e-6");
	CHECK(!r.e.code);
	NEAR(number(&r.out, META_CENTER), u0, 1e-3);	/* the table is read linearly between rows */
	for (int i = 2; i < NROW - 2; i++)
		NEAR(head_table(&r.out, "row", "center_px")->v[i], u0, 1e-3);
	run_end(&r);
}

static void distortion_errors(void)
{
	CHECK(run_once("distortion:k1=-0.02", PROJ, NROW, NCOL, x, y, "fold the image") == E_USAGE);
	CHECK(run_once("distortion:k0=0", PROJ, NROW, NCOL, x, y, "fold the image") == E_USAGE);
	CHECK(run_once("distortion:k0=-1", PROJ, NROW, NCOL, x, y, "fold the image") == E_USAGE);
	CHECK(!run_once("distortion:k0=-1", PROJ, 1, 1, x, y, NULL));
}

/* ---- 360to180 ----------------------------------------------------------------------------- */

enum { SPOTS = 6, MAXA = 800 };

/* Hills of sigma 2.5 on a plane, projected: nothing above 0.2 cycles a pixel. */
static double hills(double s, double theta_deg)
{
	static const double spot[SPOTS][3] = { { 3, 5, 1 }, { -30, 20, 2 }, { 55, -10, 1 }, { -20, -60, 1.5 }, { 10, 70, 1 },
					       { 74, 12, 0.7 } };
	double sum = 0, t = theta_deg * M_PI / 180;

	for (int i = 0; i < SPOTS; i++) {
		double d = s - spot[i][0] * cos(t) - spot[i][1] * sin(t);
		sum += spot[i][2] * exp(-d * d / 12.5);
	}
	return sum;
}

static void project(const double *theta, size_t n, size_t ncol, double center, float *to)
{
	for (size_t a = 0; a < n; a++)
		for (size_t c = 0; c < ncol; c++)
			to[a * ncol + c] = (float)hills((double)c - center, theta[a]);
}

/* Plans for two rows; center NAN: none in the metadata. */
static struct run turn_run(const char *text, const double *theta, size_t n, size_t ncol, double center)
{
	struct run r = { .nwork = 0 };
	double frame[MAXA];

	head_init(&r.in, DT_F32, 3, (size_t[]){ 2, n, ncol }, SINO);
	for (size_t i = 0; i < n; i++)
		frame[i] = (double)i;
	head_set_table(&r.in, "angle", "theta_deg", theta, n, &r.e);
	head_set_table(&r.in, "angle", "frame", frame, n, &r.e);
	if (!isnan(center))
		meta_set_num(&r.in.meta, META_CENTER, center, &r.e);
	run_plan(&r, text);
	return r;
}

/* The largest difference to the projections of a detector as wide as the output, which the head describes. */
static double compare(const struct run *r, const double *theta)
{
	const struct table *t = head_table(&r->out, "angle", "theta_deg"), *f = head_table(&r->out, "angle", "frame");
	double most = 0;

	CHECK(t && f && t->n == r->out.n[1] && f->n == t->n);
	if (!t || !f)
		return INFINITY;
	project(t->v, t->n, r->out.n[2], number(&r->out, META_CENTER), z);
	for (size_t i = 0; i < t->n; i++)
		CHECK(t->v[i] == theta[(size_t)f->v[i]]);
	for (size_t i = 0; i < t->n * r->out.n[2]; i++)
		most = fmax(most, fabs((double)y[i] - (double)z[i]));
	return most;
}

static void turn(const char *text, const double *theta, size_t n, size_t ncol, double center, size_t nout, double tol)
{
	struct run r = turn_run(text, theta, n, ncol, center);

	project(theta, n, ncol, center, x);
	CHECK(!run_item(&r, 0, x, y));
	if (r.e.code)
		printf("# %s\n", r.e.msg);
	else {
		double least = fmin(center, (double)ncol - 1 - center);
		CHECK(r.out.n[0] == 2 && r.out.n[1] == nout);
		CHECK(r.out.n[2] == (size_t)floor(2 * ((double)ncol - 1 - least) + 1e-9) + 1);
		NEAR(r.val[0], 2 * least + 1, 1e-9);
		NEAR(compare(&r, theta), 0, tol);
	}
	run_end(&r);
}

static void even(double *theta, size_t n, double from, double step)
{
	for (size_t i = 0; i < n; i++)
		theta[i] = from + step * (double)i;
}

/* Tolerances: of 2, the largest value.  Moved samples: floats; shifted: the kernel's pass band, 2e-4 below 0.2 cycles. */
static void turn_axes(void)
{
	double theta[MAXA];

	even(theta, 360, 0, 1);
	turn("360to180", theta, 360, 120, 95, 180, 1e-6);
	turn("360to180", theta, 360, 120, 95.5, 180, 1e-6);
	turn("360to180", theta, 360, 121, 24.5, 180, 1e-6);
	turn("360to180:blend=smooth", theta, 360, 120, 20, 180, 1e-6);
	for (double f = 0.05; f < 0.5; f += 0.1) {
		turn("360to180", theta, 360, 120, 95 + f, 180, 4e-4);
		turn("360to180:blend=smooth", theta, 360, 120, 24 - f, 180, 4e-4);
	}
	turn("360to180", theta, 360, 121, 60, 180, 1e-6);	/* in the middle: the two are averaged */
	turn("360to180", theta, 360, 100, 99, 180, 1e-6);	/* an overlap of one column */
	turn("360to180", theta, 360, 100, 0, 180, 1e-6);
	turn("360to180", theta, 360, 1, 0, 180, 1e-6);
	turn("360to180", theta, 360, 2, 0.5, 180, 1e-6);
	turn("360to180", theta, 360, 2, 0.25, 180, 2);		/* nothing to interpolate from, and no harm done */
}

/* Any list: both ends, odd numbers, backwards, not at 0, shuffled, uneven, twice around. */
static void turn_angles(void)
{
	double theta[MAXA];

	even(theta, 361, 0, 1);
	turn("360to180", theta, 361, 120, 95, 180, 1e-6);
	even(theta, 360, 17.3, 1);
	turn("360to180", theta, 360, 120, 95, 180, 1e-6);
	even(theta, 360, 90, -1);
	turn("360to180", theta, 360, 120, 95, 180, 1e-6);
	even(theta, 720, -400, 1);
	turn("360to180", theta, 720, 120, 95, 180, 1e-6);
	for (size_t i = 0; i < 360; i++)
		theta[i] = (double)(i * 77 % 360);
	turn("360to180", theta, 360, 120, 95, 180, 1e-6);
	/*
	 * Between angles h apart a cubic errs by up to 9/384 h^4 f'''' (four places a step apart): at 75 pixels from the axis
	 * f'''' is 3/2.5^4 (75 pi/180 h)^4 = 0.01 of 1 for half a degree, hence 6e-4 with the sum of hills.
	 */
	even(theta, 721, 0, 360 / 721.);
	turn("360to180", theta, 721, 120, 95, 361, 1e-3);
	for (size_t i = 0; i < 720; i++)
		theta[i] = 0.5 * (double)i + 0.1 * sin(7.7 * (double)i * (i > 0));
	turn("360to180", theta, 720, 120, 95, 360, 4e-3);
}

/* overlap and side say the same as the centre; the table of rows is used, each with its own. */
static void turn_given(void)
{
	struct run r;
	double theta[MAXA], rows[2] = { 94.5, 97 };

	even(theta, 360, 0, 1);
	turn("360to180:overlap=49,side=right", theta, 360, 120, 95, 180, 1e-6);
	turn("360to180:overlap=49,side=left", theta, 360, 120, 24, 180, 1e-6);
	turn("360to180:overlap=49", theta, 360, 120, 95, 180, 1e-6);
	turn("360to180:center=95,side=right", theta, 360, 120, 95, 180, 1e-6);

	r = (struct run){ .nwork = 0 };
	head_init(&r.in, DT_F32, 3, (size_t[]){ 2, 360, 120 }, SINO);
	head_set_table(&r.in, "angle", "theta_deg", theta, 360, &r.e);
	head_set_table(&r.in, "row", "center_px", rows, 2, &r.e);
	meta_set_num(&r.in.meta, META_CENTER, 95.75, &r.e);
	run_plan(&r, "360to180");
	CHECK(r.out.n[2] == 192);
	for (size_t k = 0; k < 2; k++) {
		project(theta, 360, 120, rows[k], x);
		CHECK(!run_item(&r, k, x, y));
		project(theta, 180, 192, head_table(&r.out, "row", "center_px")->v[k], z);
		for (size_t i = 0; i < 180 * 192; i++)
			if (i % 192 <= 2 * rows[k])
				NEAR(y[i], z[i], 1e-6);
			else				/* beyond what this row sees */
				CHECK(y[i] == y[i - i % 192 + (size_t)(2 * rows[k])]);
	}
	run_end(&r);
	r = turn_run("360to180", theta, 360, 120, NAN);
	CHECK(r.e.code == E_USAGE && strstr(r.e.msg, "no bp.center_px: give center="));
	run_end(&r);
	r = turn_run("360to180:overlap=30", theta, 360, 120, NAN);
	CHECK(r.e.code == E_USAGE && strstr(r.e.msg, "needs side="));
	run_end(&r);
}

/* 1 in the first half of the turn, 0 in the other: what is left is w, linear or smooth, over the 49 columns both see. */
static void turn_fades(void)
{
	static const char *const text[] = { "360to180", "360to180:blend=smooth" };
	double theta[MAXA];

	even(theta, 360, 0, 1);
	for (int i = 0; i < 360 * 120; i++)
		x[i] = i < 180 * 120;
	for (int k = 0; k < 2; k++) {
		struct run r = turn_run(text[k], theta, 360, 120, 95);
		CHECK(!run_item(&r, 0, x, y) && r.out.n[2] == 191);
		for (int c = 0; c < 191; c++) {
			double w = fmin(fmax((119.5 - c) / 49, 0), 1);
			NEAR(y[7 * 191 + c], c < 71 ? 1 : c > 119 ? 0 : k ? w * w * (3 - 2 * w) : w, 1e-6);
		}
		run_end(&r);
	}
}

static void turn_fails(const char *text, size_t n, double range, double center, int code, const char *says)
{
	double theta[MAXA];
	struct run r;

	even(theta, n, 0, range / (double)n);
	r = turn_run(text, theta, n, 120, center);
	CHECK(r.e.code == code && strstr(r.e.msg, says));
	run_end(&r);
}

static void turn_errors(void)
{
	turn_fails("360to180", 180, 180, 95, E_DATA, "needs a full turn");
	turn_fails("360to180", 300, 300, 95, E_DATA, "needs a full turn");
	turn_fails("360to180", 1, 360, 95, E_DATA, "needs a full turn");
	turn_fails("360to180", 360, 360, 120, E_USAGE, "do not meet");
	turn_fails("360to180:center=-0.5", 360, 360, 95, E_USAGE, "do not meet");
	turn_fails("360to180:overlap=121", 360, 360, 95, E_USAGE, "more than the 120 columns");
	turn_fails("360to180:side=left", 360, 360, 95, E_USAGE, "on the other side");
	turn_fails("360to180:overlap=0", 360, 360, 95, E_USAGE, "outside");
	CHECK(run_once("360to180:center=95", SINO, 9, 100, x, y, "no angles") == E_DATA);
}

/* Which angles stay, and of which the others are made. */
static void halves(void)
{
	static const double theta[] = { 10, 100, 190, 280, 370 }, odd[] = { 0, 120, 240 }, bad[] = { 0, NAN };
	struct halfturn h;
	struct err e = { 0, "" };
	double sum = 0;

	CHECK(!halfturn_new(&h, theta, 5, &e) && h.n == 2);	/* 370 is 10 again */
	CHECK(h.keep[0] == 0 && h.keep[1] == 1 && h.across[0].n == 1 && h.across[0].at[0] == 2 && h.across[1].at[0] == 3);
	halfturn_free(&h);
	CHECK(!halfturn_new(&h, odd, 3, &e) && h.n == 2);	/* half way between 120 and 240 */
	CHECK(h.across[0].n == 2 && h.across[0].weight[0] == 0.5f && h.across[0].weight[1] == 0.5f);
	for (size_t k = 0; k < h.across[1].n; k++)
		sum += (double)h.across[1].weight[k];
	NEAR(sum, 1, 1e-7);
	halfturn_free(&h);
	CHECK(halfturn_new(&h, bad, 2, &e) == E_DATA && strstr(e.msg, "angle 1 is not finite"));
	halfturn_free(&h);
}

int main(void)
{
	CASE(rotate_quarters);
	CASE(rotate_parabola);
	CASE(rotate_there_and_back);
	CASE(rotate_scipy);
	CASE(rotate_axis);
	CASE(rotate_head);
	CASE(warp_far);
	CASE(distortion_scipy);
	CASE(distortion_undone);
	CASE(distortion_axis);
	CASE(distortion_errors);
	CASE(turn_axes);
	CASE(turn_angles);
	CASE(turn_given);
	CASE(turn_fades);
	CASE(turn_errors);
	CASE(halves);
	return done();
}
