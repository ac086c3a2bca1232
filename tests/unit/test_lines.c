/* scat/lines.h: orders at their places on the Ewald sphere, their flux by the formula and by an image of a finite grating. */
#include "sim_case.h"

#include "scat/heightfield.h"
#include "scat/lines.h"

static double out[CASE_PIXELS];
static const struct sim_par all = { .term = -1, .oversample = 1 };

/* Every place comes back from its direction, to 1e-6 of a pixel; those beside the detector do not. */
static void round_trip(void)
{
	struct detector d[] = { spherical(40, 50), leaning(40, 50), qgrid(40, 50), { 0 } };
	struct beam b = { .wavelength_nm = 0.1, .alpha_i_rad = 0.2 * DEG, .phi_i_rad = 0.3 * DEG };
	struct err e = { 0 };

	CHECK(!det_flat(&d[3], 50, 40, 50, 40, 300, 5, 10, 0.2 * DEG, &e));
	for (int i = 0; i < 4; i++) {
		struct view v = view_grazing(&d[i], &b, 0.2, 1);
		for (int p = 0; p < 200; p++) {
			double row = p / 10 * 2.05 - 0.47, col = p % 10 * 5.4 - 0.46, r, c;
			struct det_dir o;
			CHECK(det_direction(&d[i], v.k, b.alpha_i_rad, b.phi_i_rad, row, col, &o));
			CHECK(lines_place(&v, (struct vec3){ o.x, o.y, o.z }, &r, &c));
			NEAR(r, row, 1e-6);
			NEAR(c, col, 1e-6);
			CHECK(!lines_place(&v, (struct vec3){ -o.x, o.y, o.z }, &r, &c));	/* behind the sample */
		}
		for (int side = 0; side < 4; side++) {
			double row = side == 0 ? -0.51 : side == 1 ? 39.51 : 20, col = side == 2 ? -0.51 : side == 3 ? 49.51 : 20, r, c;
			struct det_dir o;
			CHECK(det_direction(&d[i], v.k, b.alpha_i_rad, b.phi_i_rad, row, col, &o));
			CHECK(!lines_place(&v, (struct vec3){ o.x, o.y, o.z }, &r, &c));
		}
	}
}

/*
 * k_f = k_i - G in the plane, z from the sphere; pixel by hand; flux = f (2 pi/a)^2 |A/L|^2 exp(-q^2 v)/(k^2 sin af) of
 * q_par = G.
 */
static void orders(void)
{
	int total = 0;
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	double turn = 0.3, pitch = 400, v = 0.8, k = 2 * M_PI / 0.1;
	struct part p[2] = { part_of("box", 500, 15, 30, (struct vec3){ 0 }, turn, GOLD),
			     part_of("box", 500, 12, 35, (struct vec3){ 0 }, turn, GOLD) };
	struct species sp[2] = { one_species(0.7, &p[0], 1, 4), one_species(0.3, &p[1], 1, 4) };
	struct layout lay = layout_of(0, sp, 2);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct detector d = spherical(200, 200);
	struct beam beam = { .wavelength_nm = 0.1, .alpha_i_rad = 0.4 * DEG, .phi_i_rad = 0.1 * DEG };

	lay.lines_pitch = pitch;
	lay.lines_xi_rad = turn + M_PI / 2;
	lay.inter.variance = v;
	d.alpha_max_rad = 2.2 * DEG;
	d.phi_min_rad = -1 * DEG;

	for (int i = 0; i < 13; i++) {
		bool born = i == 12;
		struct sim_par par = { .term = i < 8 || born ? -1 : i - 8, .oversample = 1 + i % 2, .born = born };
		double want[200 * 200] = { 0 }, most = 0;
		int found = 0;
		s.azimuth_rad = i % 4 == 0 ? M_PI / 2 - 0.3 : -0.3 + 0.01 * i;	/* lines along y; nearly along the beam */
		s.azimuth_rad = i == 4 ? -0.3 : s.azimuth_rad;			/* along it */
		if (i > 5)
			beam.beam_height_mm = beam.sample_length_mm = 1;	/* f = 1 */
		case_run(&s, &beam, &d, &par, out);
		for (int n = -9000; n <= 9000; n++) {
			double g = 2 * M_PI * n / pitch, xi = lay.lines_xi_rad + s.azimuth_rad;
			double x = k * cos(beam.alpha_i_rad) * cos(beam.phi_i_rad) - g * cos(xi);
			double y = -k * cos(beam.alpha_i_rad) * sin(beam.phi_i_rad) - g * sin(xi), z2 = k * k - x * x - y * y;
			double row, col, f = i > 5 ? 1 : 1 / sin(beam.alpha_i_rad);
			cd a = 0;
			if (!(z2 > 0) || x < 0)
				continue;
			row = (asin(sqrt(z2) / k) - d.alpha_min_rad) / (d.alpha_max_rad - d.alpha_min_rad) * 200;
			col = (-atan2(y, x) - d.phi_min_rad) / (d.phi_max_rad - d.phi_min_rad) * 200;
			if (row < 0 || col < 0 || row >= 200 || col >= 200)
				continue;
			struct brute b = { &s, &beam, born, par.term, NULL };
			struct b_wave in = b_waves(&s, k, sin(beam.alpha_i_rad)), of = b_waves(&s, k, sqrt(z2) / k);
			struct vec3 q = { g * cos(lay.lines_xi_rad), g * sin(lay.lines_xi_rad), -k * sin(beam.alpha_i_rad) - sqrt(z2) };
			for (int j = 0; j < 2; j++)
				a += sp[j].weight * b_amplitude(&b, &lay, &sp[j], &in, &of, q) / 500;
			want[(int)row * 200 + (int)col] += f * pow(2 * M_PI / pitch * cabs(a), 2) * exp(-g * g * v) / (k * sqrt(z2));
			found++;
		}
		total += found;
		CHECK(found);
		for (int c = 0; c < 200 * 200; c++)
			most = fmax(most, want[c]);
		for (int c = 0; c < 200 * 200; c++) {
			CHECK(out[c] >= 0 && (out[c] > 0) == (want[c] > 0));
			NEAR(out[c] / most, want[c] / most, 1e-10);
		}
	}
	CHECK(total > 60);
}

/*
 * Lines of Gaussian ends, L = 2e5 nm, in domains of 2e5 nm, along the beam: the image around the second order adds up to L
 * int exp(-q^2 L^2) dq = sqrt(pi) in place of the 2 pi of sharp ends times the flux of the spot.  2e-4: the form factor over
 * the spot's height of 1.3e-5 rad, of second order in 1.3e-5 / 6e-3, times some 10.
 */
static void finite_grating(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	double pitch = 60, k = 2 * M_PI / 0.1, length = 2e5, g = 2 * M_PI / pitch * 2;
	struct part p = part_of("longbox_gauss", length, 25, 20, (struct vec3){ 0 }, 0, GOLD);
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct beam beam = { .wavelength_nm = 0.1, .alpha_i_rad = 0.4 * DEG };
	double x = k * cos(beam.alpha_i_rad), z = sqrt(k * k - x * x - g * g), alpha = asin(z / k), phi = atan2(g, x), spot, sum = 0;
	struct detector d = { .type = DET_SPHERICAL, .nrow = 61, .ncol = 91, .phi_min_rad = phi - 1.2e-6, .phi_max_rad = phi + 1.2e-6,
			      .alpha_min_rad = alpha - 8e-5, .alpha_max_rad = alpha + 8e-5 };

	lay.density = 1 / (pitch * length);
	lay.lines_pitch = pitch;
	lay.lines_xi_rad = M_PI / 2;
	case_run(&s, &beam, &d, &all, out);
	spot = out[30 * 91 + 45];
	CHECK(spot > 0);
	for (int i = 0; i < 61 * 91; i++)
		sum += out[i];
	CHECK(sum == spot);
	lay.lines_pitch = 0;
	lay.inter = (struct interfer){ .type = INTERFER_1D, .a = pitch, .xi_rad = M_PI / 2, .decay = DECAY_GAUSS, .decay_x = 2e5 };
	case_run(&s, &beam, &d, &all, out);
	sum = 0;
	for (int i = 0; i < 61 * 91; i++)
		sum += out[i];
	NEAR(sum / spot / (sqrt(M_PI) / (2 * M_PI)), 1, 2e-4);
}

/* Orders of a periodic surface in both directions: (2 pi/a)^2 |A|^2 f/(k^2 sin af) of one period of area a. */
static void surface(void)
{
	enum { NY = 8, NX = 10 };
	struct height_par par = { .ny = NY, .nx = NX, .pixel_nm = { 40, 60 }, .scale_nm = 1, .facets = FACETS_BILINEAR,
				  .boundary = BOUNDARY_PERIODIC };
	double h[NY * NX], turn = 0.4, k = 2 * M_PI / 0.1, area = NY * 40. * NX * 60.;
	struct field *f = NULL;
	struct err e = { 0 };
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p = { .at = { 0, 0, 1 }, .within = -1, .n2 = GOLD, .rot = rot3_about((struct vec3){ 0, 0, 1 }, turn) };
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct detector d = spherical(60, 50);

	for (int i = 0; i < NY * NX; i++)
		h[i] = 5 + sin(i * i);
	CHECK(!heightfield_new(&f, &par, h, &e));
	p.field = f;
	s.azimuth_rad = 0.2;
	d.phi_min_rad = -0.2 * DEG;
	d.phi_max_rad = 0.3 * DEG;
	for (int i = 0; i < 6; i++) {
		struct sim_par sp2 = { .term = i - 2, .oversample = 1, .born = i == 0 };
		double want[60 * 50] = { 0 }, most = 0;
		int found = 0;
		sp2.term = i < 2 ? -1 : i - 2;
		case_run(&s, &case_beam, &d, &sp2, out);
		for (int n = -2; n <= 2; n++)		/* q_max is pi/60: m of 5 reaches it, n of 3 is beyond */
			for (int m = -4; m <= 4; m++) {
				double gx = 2 * M_PI * m / (NX * 60.), gy = 2 * M_PI * n / (NY * 40.),
					t = turn + s.azimuth_rad, ai = case_beam.alpha_i_rad;
				double x = k * cos(ai) - (cos(t) * gx - sin(t) * gy), y = -(sin(t) * gx + cos(t) * gy),
					z2 = k * k - x * x - y * y;
				double row = (asin(sqrt(fmax(z2, 0)) / k) - d.alpha_min_rad) / (d.alpha_max_rad - d.alpha_min_rad) * 60;
				double col = (-atan2(y, x) - d.phi_min_rad) / (d.phi_max_rad - d.phi_min_rad) * 50;
				struct b_wave in = b_waves(&s, k, sin(ai)), of;
				cd a = 0;
				if (!(z2 > 0) || row < 0 || col < 0 || row >= 60 || col >= 50)
					continue;
				of = b_waves(&s, k, sqrt(z2) / k);
				for (int j = 0; j < (i ? 4 : 1); j++) {
					cd qz = i ? (j & 1 ? in.kz[0] : -in.kz[0]) + (j & 2 ? of.kz[0] : -of.kz[0]) : -k * sin(ai) - sqrt(z2);
					cd c = i ? (j & 1 ? in.r[0] : in.t[0]) * (j & 2 ? of.r[0] : of.t[0]) : 1;
					if (sp2.term < 0 || sp2.term == j)
						a += c * f->direct(f, (struct cvec3){ gx, gy, qz }) * cexp(I * qz);
				}
				a *= k * k / (4 * M_PI) * (GOLD - 1);
				want[(int)row * 50 + (int)col] += pow(2 * M_PI / area * cabs(a), 2) / (k * sqrt(z2) * sin(ai));
				found++;
			}
		CHECK(found > 5);
		for (int c = 0; c < 60 * 50; c++)
			most = fmax(most, want[c]);
		for (int c = 0; c < 60 * 50; c++) {
			CHECK((out[c] > 0) == (want[c] > 0));
			NEAR(out[c] / most, want[c] / most, 1e-7);	/* of the transform: gridsum.h */
		}
	}
	f->free(f);
}

/* Orders across the beam up to the zenith, in the Born approximation: cos af = cos ai - n lambda/a, |A| = k^2/(4 pi) |dn^2| W H sinc sinc. */
static void far_orders(void)
{
	struct layer l[] = { { .n2 = 1 } };
	double pitch = 2, k = 2 * M_PI / 0.1, ai = 0.4 * DEG, w = 0.7, h = 0.3;
	struct part p = part_of("box", 500, w, h, (struct vec3){ 0 }, M_PI / 2, GOLD);
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct sample s = sample_of(l, 1, &lay, 1);
	struct beam beam = { .wavelength_nm = 0.1, .alpha_i_rad = ai };
	struct detector d = { .type = DET_SPHERICAL, .nrow = 1000, .ncol = 1, .phi_min_rad = -0.01, .phi_max_rad = 0.01, .alpha_max_rad = M_PI / 2 };
	double sum = 0, want = 0;
	int found = 0;

	lay.lines_pitch = pitch;
	case_run(&s, &beam, &d, &all, out);
	for (int n = 0; n < 20; n++) {
		double af = acos(cos(ai) - n * 0.1 / pitch), x = M_PI * n / pitch * w, z = k * (sin(ai) + sin(af)) * h / 2;
		double f = k * k / (4 * M_PI) * cabs(GOLD - 1) * w * h * (n ? sin(x) / x : 1) * sin(z) / z;
		double flux = pow(2 * M_PI / pitch * f / k, 2) / sin(af) / sin(ai);
		NEAR(out[(int)(af / (M_PI / 2) * 1000)] / flux, 1, 1e-9);
		want += flux;
	}
	for (int i = 0; i < 1000; i++) {
		sum += out[i];
		found += out[i] > 0;
	}
	CHECK(found == 20);
	NEAR(sum / want, 1, 1e-9);
}

int main(void)
{
	CASE(round_trip);
	CASE(orders);
	CASE(finite_grating);
	CASE(far_orders);
	CASE(surface);
	return done();
}
