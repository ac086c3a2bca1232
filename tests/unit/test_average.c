/* Averaged layers: indices, places and roughness of slices, particles across interfaces, and BornAgain's intensities. */
#include "check.h"

#include "scat/average.h"

/* cross-section c[0] + c[1] z + c[2] z^2 of each body */
static int volume_of(void *ctx, size_t body, double z0, double z1, double *nm3, struct err *e)
{
	const double *c = (const double *)ctx + 3 * body;

	if (z0 >= z1)
		return err_set(e, E_INTERNAL, "an empty range");
	*nm3 = c[0] * (z1 - z0) + c[1] * (z1 * z1 - z0 * z0) / 2 + c[2] * (z1 * z1 * z1 - z0 * z0 * z0) / 3;
	return 0;
}

static const struct layer stack[] = {
	{ .n2 = 1 }, { .n2 = 0.9 + 0.01 * I, .thickness_nm = 30, .sigma_nm = 0.8, .hurst = 0.5, .corr_length_nm = 7 },
	{ .n2 = 0.8, .sigma_nm = 0.5 },
};

static void check_slice(const struct averaged *a, size_t i, size_t layer, double z0, double z1, double origin, bool averaged)
{
	NEAR((double)a->slice[i].layer, (double)layer, 0);
	CHECK(a->slice[i].z0 == z0 || fabs(a->slice[i].z0 - z0) < 1e-12);
	CHECK(a->slice[i].z1 == z1 || fabs(a->slice[i].z1 - z1) < 1e-12);
	NEAR(a->slice[i].origin, origin, 1e-12);
	CHECK(a->slice[i].averaged == averaged);
}

/* A paraboloid hangs in the film from z = -2 to -14, area 3 (z + 14), and below it the film goes on. */
static void film(void)
{
	double area[] = { 42, 3, 0 };
	struct average_body b = { 1, -14, -2, 0.01, 0.5 + 0.2 * I, -1 };
	struct averaged a;
	struct err e = { 0 };
	double z = -2;

	CHECK(average_layers(&a, stack, 3, &b, 1, (struct average_volume){ volume_of, area }, 4, &e) == 0 && a.n == 8);
	check_slice(&a, 0, 0, 0, INFINITY, 0, false);
	check_slice(&a, 1, 1, -2, 0, 0, false);
	for (size_t i = 2; i < 6; i++, z -= 3) {
		check_slice(&a, i, 1, z - 3, z, z, true);
		NEAR(a.layer[i].thickness_nm, 3, 1e-12);
		/* the mean area is that of the middle, as it is linear */
		NEAR(cabs(a.layer[i].n2 - (stack[1].n2 + 0.01 * 3 * (z - 1.5 + 14) * (b.n2 - stack[1].n2))), 0, 1e-14);
		CHECK(a.layer[i].sigma_nm == 0 && a.layer[i].corr_length_nm == 0);
	}
	check_slice(&a, 6, 1, -30, -14, -14, false);
	check_slice(&a, 7, 2, -INFINITY, 0, 0, false);
	NEAR(a.layer[1].thickness_nm, 2, 1e-12);
	NEAR(a.layer[6].thickness_nm, 16, 1e-12);
	CHECK(a.layer[1].sigma_nm == 0.8 && a.layer[1].corr_length_nm == 7 && a.layer[6].sigma_nm == 0 && a.layer[7].sigma_nm == 0.5);
	CHECK(a.layer[0].n2 == 1 && a.layer[1].n2 == stack[1].n2 && a.layer[6].n2 == stack[1].n2 && a.layer[7].n2 == stack[2].n2);
	averaged_free(&a);
}

/* A bar of 10 nm2 from 6 nm above the film to 4 nm within it, with a core of 5 nm2; another one hovers at 8 to 9 nm. */
static void across(void)
{
	double area[] = { 10, 0, 0, 5, 0, 0, 20, 0, 0 };
	struct average_body b[] = { { 0, -4, 6, 0.02, 0.5, -1 }, { 0, -4, 6, 0.02, 0.3, 0 }, { 1, 8, 9, 0.03, 0.6, -1 } };
	struct averaged a;
	struct err e = { 0 };

	CHECK(average_layers(&a, stack, 3, b, 3, (struct average_volume){ volume_of, area }, 1, &e) == 0 && a.n == 5);
	check_slice(&a, 0, 0, 9, INFINITY, 9, false);
	check_slice(&a, 1, 0, 0, 9, 9, true);
	check_slice(&a, 2, 1, -4, 0, 0, true);
	check_slice(&a, 3, 1, -30, -4, -4, false);
	NEAR(cabs(a.layer[1].n2 - (1 + 0.2 * 6 / 9 * (0.5 - 1) + 0.1 * 6 / 9 * (0.3 - 0.5) + 0.6 / 9 * (0.6 - 1))), 0, 1e-14);
	NEAR(cabs(a.layer[2].n2 - (stack[1].n2 + 0.2 * (0.5 - stack[1].n2) + 0.1 * (0.3 - 0.5))), 0, 1e-14);
	CHECK(a.layer[1].sigma_nm == 0 && a.layer[2].sigma_nm == 0.8);
	averaged_free(&a);
}

/* In the substrate; through a film and into it; one layer stays one. */
static void below(void)
{
	double area[] = { 10, 0, 0 };
	struct average_body b = { 2, -7, 33, 0.02, 0.5, -1 };
	struct averaged a;
	struct err e = { 0 };

	CHECK(average_layers(&a, stack, 3, &b, 1, (struct average_volume){ volume_of, area }, 2, &e) == 0 && a.n == 8);
	check_slice(&a, 0, 0, 3, INFINITY, 3, false);
	check_slice(&a, 2, 0, 0, 1.5, 1.5, true);
	check_slice(&a, 4, 1, -30, -15, -15, true);
	check_slice(&a, 6, 2, -7, -3.5, -3.5, true);
	check_slice(&a, 7, 2, -INFINITY, -7, -7, false);
	CHECK(a.layer[3].sigma_nm == 0.8 && a.layer[4].sigma_nm == 0 && a.layer[5].sigma_nm == 0.5 && a.layer[7].sigma_nm == 0);
	averaged_free(&a);
	b.layer = 0;
	CHECK(average_layers(&a, stack, 1, &b, 1, (struct average_volume){ volume_of, area }, 2, &e) == 0 && a.n == 1);
	CHECK(a.layer[0].n2 == 1 && !a.slice[0].averaged);
	averaged_free(&a);
}

static void errors(void)
{
	double area[] = { 70, 0, 0, 60, 0, 0 };
	struct average_body b[] = { { 1, -14, -2, 0.01, 0.5, -1 }, { 1, -14, -9, 0.01, 0.5, -1 } };
	struct average_volume v = { volume_of, area };
	struct averaged a;
	struct err e = { 0 };

	CHECK(average_layers(&a, stack, 3, b, 2, v, 2, &e) == E_DATA && strstr(e.msg, "layer 1") && strstr(e.msg, "cover 1.2") && !a.layer);
	e = (struct err){ 0 };
	b[1].within = 0;
	CHECK(average_layers(&a, stack, 3, b, 2, v, 2, &e) == 0);
	averaged_free(&a);
	CHECK(average_layers(&a, stack, 3, b, 2, v, 0, &e) == E_DATA && strstr(e.msg, "0 slices"));
	e = (struct err){ 0 };
	b[1].layer = 3;
	CHECK(average_layers(&a, stack, 3, b, 2, v, 2, &e) == E_DATA && strstr(e.msg, "body 1 is in layer 3"));
	e = (struct err){ 0 };
	b[0].z1 = -14;
	CHECK(average_layers(&a, stack, 3, b, 2, v, 2, &e) == E_DATA && strstr(e.msg, "no height"));
}

static double complex sinc(double complex x)
{
	return cabs(x) < 1e-8 ? 1 : csin(x) / x;
}

/* |A|^2 of a box 6 x 4 with n2, cut as the slices say, in waves of the averaged layers, with the contrast to the layer as it was */
static double intensity(const struct averaged *a, const struct layer *old, double z0, double z1, double complex n2, double k, double ai, double af, double phi)
{
	double buf[2][8][6], s[2] = { sin(ai), sin(af) }, qx = k * (cos(ai) - cos(af) * cos(phi)), qy = k * cos(af) * sin(phi);
	struct wave w[2][8];
	double complex sum = 0;

	for (int d = 0; d < 2; d++) {
		for (int j = 0; j < 8; j++)
			w[d][j] = (struct wave){ buf[d][j], buf[d][j] + 1, buf[d][j] + 2, buf[d][j] + 3, buf[d][j] + 4, buf[d][j] + 5 };
		layers_waves(a->layer, a->n, k, 1, &s[d], w[d]);
	}
	for (size_t j = 0; j < a->n; j++) {
		double lo = fmax(a->slice[j].z0, z0) - a->slice[j].origin, hi = fmin(a->slice[j].z1, z1) - a->slice[j].origin;

		if (!a->slice[j].averaged || lo >= hi)
			continue;
		for (int p = 0; p < 4; p++) {
			const double *i = buf[0][j], *f = buf[1][j];
			double complex ki = CMPLX(i[0], i[1]), kf = CMPLX(f[0], f[1]), q = (p & 1 ? ki : -ki) + (p & 2 ? kf : -kf);
			double complex amp = (p & 1 ? CMPLX(i[4], i[5]) : CMPLX(i[2], i[3])) * (p & 2 ? CMPLX(f[4], f[5]) : CMPLX(f[2], f[3]));

			sum += amp * (n2 - old[a->slice[j].layer].n2) * (hi - lo) * sinc(q * (hi - lo) / 2) * cexp(I * q * (lo + hi) / 2);
		}
	}
	sum *= k * k / (4 * M_PI) * 24 * sinc(qx * 3) * sinc(qy * 2);
	return pow(cabs(sum), 2);
}

/*
 * BornAgain 1.19.0 with setUseAvgMaterials(True): 0.012 boxes per nm2 of 8 nm height, 20 to 12 nm deep in the film or 3 to 11 nm above it,
 * in 1 or 4 slices, tanh roughness; alpha_i 0.15 deg, phi_f 0.4 deg, alpha_f 0.09, 0.19, 0.29, 0.39 deg
 */
static void peer(void)
{
	static const double expect[2][4] = {
		{ 0.000513504627677, 0.008338563688, 0.0327535525812, 0.0208063878214 },
		{ 0.0109608310941, 0.0505712498664, 0.065364327965, 0.0515946218518 },
	};
	const double deg = M_PI / 180, k = 2 * M_PI / 0.1;
	const struct layer l[] = { { .n2 = 1 }, { .n2 = cpow(1 - 2e-6 + 1e-8 * I, 2), .thickness_nm = 30, .sigma_nm = 0.8 },
				   { .n2 = cpow(1 - 6e-6 + 2e-8 * I, 2), .sigma_nm = 0.5 } };
	double area[] = { 24, 0, 0 };

	for (int above = 0; above < 2; above++)
		for (int slices = 1; slices <= 4; slices += 3) {
			struct average_body b = { above ? 0 : 1, above ? 3 : -20, above ? 11 : -12, 0.012, cpow(1 - 3e-5 + 1e-6 * I, 2), -1 };
			struct averaged a;
			struct err e = { 0 };

			CHECK(average_layers(&a, l, 3, &b, 1, (struct average_volume){ volume_of, area }, slices, &e) == 0);
			for (int i = 0; i < 4; i++)
				NEAR(0.012 * intensity(&a, l, b.z0, b.z1, b.n2, k, 0.15 * deg, (0.09 + 0.1 * i) * deg, 0.4 * deg) / expect[above][i], 1, 1e-9);
			averaged_free(&a);
		}
}

int main(void)
{
	CASE(film);
	CASE(across);
	CASE(below);
	CASE(errors);
	CASE(peer);
	return done();
}
