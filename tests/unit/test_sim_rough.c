/*
 * Rough interfaces by scat/sim.h: rough.h (tested on its own) at each pixel's angle and q, added to particles, and left out
 * of single terms.
 */
#include "sim_case.h"

#include "scat/rough.h"

enum { N = 24 * 20, LAYERS = 3 };
static double a[N], b[N];
static const struct sim_par all = { .term = -1, .oversample = 1 };

static struct wave one_wave(double *x)
{
	return (struct wave){ x, x + 1, x + 2, x + 3, x + 4, x + 5 };
}

static double one_pixel(const struct sample *s, const struct beam *beam, const struct detector *d, int pixel)
{
	double x[2][LAYERS][6], re[LAYERS - 1], im[LAYERS - 1], k = 2 * M_PI / beam->wavelength_nm, u[3], o, sum = 0;
	double ai = beam->alpha_i_rad, az = s->azimuth_rad, si = sin(ai), gx, gy, qx, qy;
	struct wave in[LAYERS], out[LAYERS];

	case_place(d, beam, (double)(pixel / 20), pixel % 20, u, &o);
	for (int l = 0; l < LAYERS; l++) {
		in[l] = one_wave(x[0][l]);
		out[l] = one_wave(x[1][l]);
	}
	layers_waves(s->layer, LAYERS, k, 1, &si, in);
	layers_waves(s->layer, LAYERS, k, 1, &u[2], out);
	rough_amplitudes(s->layer, LAYERS, in, 1, out, re, im);
	gx = k * (cos(ai) - u[0]);
	gy = -k * u[1];
	qx = cos(az) * gx + sin(az) * gy;
	qy = -sin(az) * gx + cos(az) * gy;
	rough_add(s->layer, LAYERS, k, s->rough_absolute ? ROUGH_ABSOLUTE : ROUGH_BORNAGAIN, s->cross_corr_length_nm, 1, 0,
		  re, im, 1, &qx, &qy, &sum);
	return sum * o / si;
}

static void interfaces(void)
{
	struct layer l[LAYERS] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 12, .sigma_nm = 0.7, .hurst = 0.6, .corr_length_nm = 40 },
				   { .n2 = SI, .sigma_nm = 0.4, .hurst = 0.3, .corr_length_nm = 25 } };
	struct detector d[] = { spherical(24, 20), leaning(24, 20) };

	for (int i = 0; i < 8; i++) {
		struct sample s = sample_of(l, LAYERS, NULL, 0);
		s.rough_absolute = i & 2;
		s.cross_corr_length_nm = i & 4 ? 10 : 0;
		s.azimuth_rad = 0.3;
		case_run(&s, &case_beam, &d[i & 1], &all, a);
		for (int p = 0; p < N; p++)
			if (!isnan(a[p]))
				NEAR(a[p] / one_pixel(&s, &case_beam, &d[i & 1], p), 1, 1e-12);
	}
}

/* Particles and interfaces add; a term alone is that of the particles (in the same waves). */
static void with_particles(void)
{
	struct layer l[LAYERS] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 12, .sigma_nm = 0.7, .hurst = 0.6 }, { .n2 = SI } };
	struct part p = part_of("sphere", 4, 0, 0, (struct vec3){ 0 }, 0, GOLD);
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct sample s = sample_of(l, LAYERS, &lay, 1);
	struct detector d = spherical(24, 20);

	lay.density = 1e-7;		/* both count */
	for (int term = -1; term < 4; term++) {
		struct sim_par par = { .term = term, .oversample = 1 };
		double most = 0;
		l[1].corr_length_nm = 40;
		case_run(&s, &case_beam, &d, &par, a);
		l[1].corr_length_nm = 0;		/* the waves stay those of a rough interface */
		case_run(&s, &case_beam, &d, &par, b);
		for (int i = 0; i < N && term < 0; i++) {
			double rough;
			l[1].corr_length_nm = 40;
			rough = one_pixel(&s, &case_beam, &d, i);
			most = fmax(most, fmin(rough, b[i]) / fmax(rough, b[i]));
			NEAR(a[i] / (b[i] + rough), 1, 1e-12);
		}
		CHECK(term >= 0 || most > 0.1);		/* somewhere both count */
		CHECK(term < 0 || !memcmp(a, b, sizeof a));
	}
}

int main(void)
{
	CASE(interfaces);
	CASE(with_particles);
	return done();
}
