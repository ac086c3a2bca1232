/* Waves in layers: Fresnel, Airy, integrated fields, matrices of rough interfaces, conserved energy, and BornAgain's reflectivity. */
#include "check.h"

#include "scat/layers.h"

#define lc long double complex

enum { N = 150, MOST = 9 };
static double sin_a[N], buf[MOST][6][N];
static const double k = 2 * M_PI / 0.1;

static double complex index2(double delta, double beta)
{
	return cpow(1 - delta + I * beta, 2);
}

static struct wave wave(int j)
{
	return (struct wave){ buf[j][0], buf[j][1], buf[j][2], buf[j][3], buf[j][4], buf[j][5] };
}

static void run(const struct layer *l, int nlayer)
{
	struct wave w[MOST];

	for (int j = 0; j < nlayer; j++)
		w[j] = wave(j);
	for (int i = 0; i < N; i++)
		sin_a[i] = sin(1e-5 + i * 1.1e-4);
	layers_waves(l, (size_t)nlayer, k, N, sin_a, w);
}

static double complex kz(int j, int i) { return CMPLX(buf[j][0][i], buf[j][1][i]); }
static double complex t(int j, int i) { return CMPLX(buf[j][2][i], buf[j][3][i]); }
static double complex r(int j, int i) { return CMPLX(buf[j][4][i], buf[j][5][i]); }

static double complex reflected(const struct layer *l, size_t nlayer, double s)
{
	double re, im;

	layers_reflections(l, nlayer, k, 1, &s, &re, &im);
	return CMPLX(re, im);
}

static lc wavenumber(const struct layer *l, int j, double s)
{
	lc q = csqrtl((long double)s * s * k * k + (long double)k * k * ((lc)l[j].n2 - (lc)l[0].n2));

	return cimagl(q) < 0 ? -q : q;
}

/* vacuum and substrate, absorbing or of delta < 0; 1e-11: n^2 - 1 has lost 5 digits of its 16 */
static void fresnel(void)
{
	const double complex n2[] = { index2(6e-6, 2e-8), index2(-3e-6, 1e-7), index2(4e-5, 4e-6), index2(2e-6, 0) };

	for (int m = 0; m < 4; m++) {
		struct layer l[] = { { .n2 = 1 }, { .n2 = n2[m] } };

		run(l, 2);
		for (int i = 0; i < N; i++) {
			lc k0 = wavenumber(l, 0, sin_a[i]), k1 = wavenumber(l, 1, sin_a[i]);

			CHECK(cimag(kz(1, i)) >= 0);
			NEAR(cabsl(kz(1, i) / k1 - 1), 0, 1e-11);
			NEAR(cabsl(r(0, i) - (k0 - k1) / (k0 + k1)), 0, 1e-12);
			NEAR(cabsl(t(1, i) - 2 * k0 / (k0 + k1)), 0, 1e-11);
			CHECK(t(0, i) == 1 && r(1, i) == 0);
			NEAR(cabs(r(0, i) - reflected(l, 2, sin_a[i])), 0, 0);
		}
	}
}

/* G. B. Airy's sum over a film, the roughness of its interfaces by factors of Nevot and Croce on both, and of tanh, where
 * r = sinh(s(k0 - k1))/sinh(s(k0 + k1)) is P. S. Epstein's solution (1930). */
static lc one_r(lc a, lc b, const struct layer *below, lc *tr)
{
	long double s = below->sigma_nm, u = powl(acosl(0), 1.5L) * s;

	*tr = 2 * a / (a + b);
	if (s > 0 && below->profile == ROUGH_NEVOT_CROCE) {
		*tr *= cexpl((a - b) * (a - b) * s * s / 2);
		return (a - b) / (a + b) * cexpl(-2 * a * b * s * s);
	}
	if (s > 0) {
		*tr = 2 * csqrtl(a / b * ctanhl(u * b) * ctanhl(u * a)) / (ctanhl(u * a) + ctanhl(u * b));
		return csinhl(u * (a - b)) / csinhl(u * (a + b));
	}
	return (a - b) / (a + b);
}

static void film(void)
{
	for (int mode = 0; mode < 3; mode++) {
		struct layer l[] = { { .n2 = 1 }, { .n2 = index2(3e-6, 3e-8), .thickness_nm = 23, .sigma_nm = 1.3 },
				     { .n2 = index2(8e-6, 2e-7), .sigma_nm = 0.7 } };

		for (int j = 0; j < 3; j++) {
			l[j].profile = mode == 2 ? ROUGH_NEVOT_CROCE : ROUGH_TANH;
			l[j].sigma_nm *= mode > 0;
		}
		run(l, 3);
		for (int i = 0; i < N; i++) {
			lc q[3] = { wavenumber(l, 0, sin_a[i]), wavenumber(l, 1, sin_a[i]), wavenumber(l, 2, sin_a[i]) }, t01, t12;
			lc r01 = one_r(q[0], q[1], &l[1], &t01), r12 = one_r(q[1], q[2], &l[2], &t12);
			lc d = cexpl(I * q[1] * 23), den = 1 + r01 * r12 * d * d;

			NEAR(cabsl(r(0, i) - (r01 + r12 * d * d) / den), 0, 1e-11);
			NEAR(cabsl(t(1, i) - t01 / den), 0, 1e-11 * cabsl(t01 / den));
			NEAR(cabsl(r(1, i) - t01 * r12 * d * d / den), 0, 1e-11 * cabsl(t01 / den));
			NEAR(cabsl(t(2, i) - t01 * t12 * d / den), 0, 1e-11 * cabsl(t01 / den));
		}
	}
}

/* The field and its derivative, integrated from the substrate up through sharp layers: the tangents know no T and R. */
static void integrated_field(void)
{
	const struct layer l[] = { { .n2 = 1 }, { .n2 = index2(3e-6, 3e-8), .thickness_nm = 15 },
				   { .n2 = index2(9e-6, 5e-7), .thickness_nm = 7 }, { .n2 = index2(-1e-6, 1e-8), .thickness_nm = 40 },
				   { .n2 = index2(5e-6, 5e-8), .thickness_nm = 11 }, { .n2 = index2(6e-6, 2e-8) } };
	enum { L = 6 };

	run(l, L);
	for (int i = 0; i < N; i++) {
		lc psi[L], dpsi[L], t0;

		psi[L - 1] = 1;
		dpsi[L - 1] = -I * wavenumber(l, L - 1, sin_a[i]);
		for (int j = L - 2; j >= 0; j--) {
			lc q = wavenumber(l, j, sin_a[i]), c = ccosl(q * l[j].thickness_nm), s = csinl(q * l[j].thickness_nm);

			psi[j] = j ? psi[j + 1] * c + dpsi[j + 1] / q * s : psi[1];
			dpsi[j] = j ? -q * s * psi[j + 1] + c * dpsi[j + 1] : dpsi[1];
		}
		t0 = (psi[0] + I * dpsi[0] / wavenumber(l, 0, sin_a[i])) / 2;
		for (int j = 0; j < L; j++) {
			lc q = wavenumber(l, j, sin_a[i]), tj = (psi[j] + I * dpsi[j] / q) / 2 / t0, rj = (psi[j] - I * dpsi[j] / q) / 2 / t0;

			/* 1e-10: digits lost in n^2 - 1, and T and R that cancel in evanescent layers */
			NEAR(cabsl(t(j, i) - tj), 0, 1e-10 * cabsl(tj));
			NEAR(cabsl(r(j, i) - rj), 0, 1e-10 * (cabsl(rj) + cabsl(tj)));
		}
	}
}

/* Products of the matrices of m+ and m- in the header, from the top: another way through the same formulas, for many rough layers. */
static void matrices(void)
{
	struct layer l[8] = { { .n2 = 1 } };

	for (int j = 1; j < 8; j++)
		l[j] = (struct layer){ .n2 = index2(j % 2 ? 3e-6 : 9e-6, j * 3e-8), .thickness_nm = 5 + j, .sigma_nm = 0.2 * j,
				       .profile = j % 3 ? ROUGH_TANH : ROUGH_NEVOT_CROCE };
	l[4].sigma_nm = 8;			/* tan(s |kz|) < 0 where waves are evanescent: rho is nearly imaginary */
	run(l, 8);
	for (int i = 0; i < N; i++) {
		lc m[2][2] = { { 1, 0 }, { 0, 1 } }, top;	/* (T_0, R_0) = m (T_j, R_j) */

		for (int j = 0; j < 7; j++) {
			lc a = wavenumber(l, j, sin_a[i]), b = wavenumber(l, j + 1, sin_a[i]), rho = 1, plus = 1, minus = 1;
			lc d = j ? cexpl(I * a * l[j].thickness_nm) : 1, s = powl(acosl(0), 1.5L) * l[j + 1].sigma_nm, x[2][2], y[2][2];

			if (l[j + 1].profile == ROUGH_TANH) {
				rho = csqrtl(ctanhl(s * b) / (s * b) / (ctanhl(s * a) / (s * a)));
			} else {
				s = l[j + 1].sigma_nm;
				plus = cexpl(-(a - b) * (a - b) * s * s / 2);
				minus = cexpl(-(a + b) * (a + b) * s * s / 2);
			}
			plus *= (1 / rho + b / a * rho) / 2;
			minus *= (1 / rho - b / a * rho) / 2;
			x[0][0] = plus / d, x[0][1] = minus / d, x[1][0] = minus * d, x[1][1] = plus * d;
			for (int p = 0; p < 2; p++)
				for (int q = 0; q < 2; q++)
					y[p][q] = m[p][0] * x[0][q] + m[p][1] * x[1][q];
			memcpy(m, y, sizeof m);
		}
		top = m[1][0] / m[0][0];
		NEAR(cabsl(r(0, i) - top), 0, 1e-10);
		NEAR(cabsl(t(7, i) * m[0][0] - 1), 0, 1e-9);
	}
}

/* Real indices: |R|^2 + kz_N/kz_0 |T|^2 = 1 above the critical angle of the substrate, for tanh too; |R| = 1 below. */
static void energy(void)
{
	for (int rough = 0; rough < 2; rough++) {
		struct layer l[] = { { .n2 = 1 }, { .n2 = index2(9e-6, 0), .thickness_nm = 4, .sigma_nm = rough * 1.0 },
				     { .n2 = index2(-2e-6, 0), .thickness_nm = 60, .sigma_nm = rough * 2.0 },
				     { .n2 = index2(4e-6, 0), .sigma_nm = rough * 0.5 } };

		run(l, 4);
		for (int i = 0; i < N; i++) {
			double flux = pow(cabs(r(0, i)), 2) + creal(kz(3, i)) / creal(kz(0, i)) * pow(cabs(t(3, i)), 2);

			if (creal(kz(1, i)) > 0)	/* with tan(s kz) evanescent, rho has a phase */
				NEAR(flux, 1, 1e-11);
			if (sin_a[i] < 0.9 * sqrt(8e-6))
				NEAR(cabs(r(0, i)), 1, 1e-11);
		}
	}
}

/* Between equal media the stack turned over transmits the same, whatever it absorbs, and does not reflect the same. */
static void reciprocity(void)
{
	struct layer a[] = { { .n2 = 1 }, { .n2 = index2(3e-6, 4e-7), .thickness_nm = 10, .sigma_nm = 0.4 },
			     { .n2 = index2(9e-6, 2e-8), .thickness_nm = 25, .sigma_nm = 0.8 }, { .n2 = 1, .sigma_nm = 0.3 } };
	struct layer b[] = { a[0], a[2], a[1], a[3] };
	double complex there[N], back[N];

	b[1].sigma_nm = 0.3;
	b[2].sigma_nm = 0.8;
	b[3].sigma_nm = 0.4;
	run(a, 4);
	for (int i = 0; i < N; i++)
		there[i] = t(3, i), back[i] = r(0, i);
	run(b, 4);
	for (int i = 0; i < N; i++)
		NEAR(cabs(t(3, i) - there[i]), 0, 1e-11);
	CHECK(cabs(r(0, N / 3) - back[N / 3]) > 0.01);
}

static void limits(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = index2(3e-6, 3e-7), .thickness_nm = 1e4, .sigma_nm = 1e-9 },
			     { .n2 = index2(8e-6, 2e-7), .sigma_nm = 60 } };
	struct layer one = { .n2 = 1 }, same[] = { { .n2 = 1 }, { .n2 = 1, .thickness_nm = 3, .sigma_nm = 1 }, { .n2 = 1 } };
	struct wave w[3] = { wave(0), wave(1), wave(2) };
	const double angle[] = { 0, 1e-300, 1e-12, 1e-3, 1 };
	double complex rs;

	layers_waves(&one, 1, k, 5, angle, w);
	for (int i = 0; i < 5; i++)
		CHECK(t(0, i) == 1 && r(0, i) == 0);
	layers_waves(same, 3, k, 5, angle, w);
	for (int i = 0; i < 5; i++) {
		NEAR(cabs(r(0, i)), 0, 1e-15);
		NEAR(cabs(t(2, i) - cexp(3 * I * kz(1, i))), 0, 1e-14);
	}
	for (int profile = 0; profile < 2; profile++) {		/* 10 um that absorb: the substrate is not seen, nothing overflows */
		l[1].profile = l[2].profile = profile ? ROUGH_NEVOT_CROCE : ROUGH_TANH;
		layers_waves(l, 3, k, 5, angle, w);
		NEAR(cabs(r(0, 0) + 1), 0, 1e-15);
		NEAR(cabs(t(1, 0)), 0, 1e-15);
		for (int j = 0; j < 3; j++)
			for (int i = 0; i < 5; i++)
				CHECK(isfinite(cabs(t(j, i))) && isfinite(cabs(r(j, i))));
		rs = (kz(0, 3) - kz(1, 3)) / (kz(0, 3) + kz(1, 3));
		NEAR(cabs(r(0, 3) - rs), 0, 1e-8);		/* sigma of 1e-9 nm is sharp */
		CHECK(cabs(t(2, 3)) < 1e-20 && cabs(t(1, 3)) > 0.1);
	}
}

/* At and beside the critical angle of a film the field T + R goes on smoothly (its slope is about 100 a relative angle) */
static void critical_angle(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = 1 - 6e-6, .thickness_nm = 30 }, { .n2 = index2(9e-6, 1e-7) } };
	struct wave w[3] = { wave(0), wave(1), wave(2) };
	double angle[7], c = sqrt(creal(l[0].n2 - l[1].n2)), step[] = { -1e-7, -1e-12, -1e-15, 0, 1e-15, 1e-12, 1e-7 };

	for (int i = 0; i < 7; i++)
		angle[i] = c * (1 + step[i]);
	layers_waves(l, 3, k, 7, angle, w);
	for (int i = 0; i < 7; i++) {
		NEAR(cabs(t(1, i) + r(1, i) - t(1, 0) - r(1, 0)), 0, 1e-5);
		NEAR(cabs(r(0, i) - r(0, 0)), 0, 1e-5);
	}
}

static void cut_in_two(void)
{
	const struct layer a[] = { { .n2 = 1 }, { .n2 = index2(3e-6, 3e-8), .thickness_nm = 20, .sigma_nm = 1 },
				   { .n2 = index2(8e-6, 2e-7), .sigma_nm = 2 } };
	const struct layer b[] = { a[0], { .n2 = a[1].n2, .thickness_nm = 13, .sigma_nm = 1 }, { .n2 = a[1].n2, .thickness_nm = 7 }, a[2] };
	double complex whole[N][3];

	run(a, 3);
	for (int i = 0; i < N; i++)
		whole[i][0] = r(0, i), whole[i][1] = r(1, i), whole[i][2] = t(2, i);
	run(b, 4);
	for (int i = 0; i < N; i++) {
		NEAR(cabs(r(0, i) - whole[i][0]), 0, 1e-13);
		NEAR(cabs(r(1, i) - whole[i][1]), 0, 1e-11 * (1 + cabs(whole[i][1])));
		NEAR(cabs(t(3, i) - whole[i][2]), 0, 1e-11 * cabs(whole[i][2]));
		NEAR(cabs(r(2, i) - whole[i][1] * cexp(-13 * I * kz(1, i))), 0, 1e-10 * (1 + cabs(t(1, i))));
	}
}

/* The same bytes for an angle alone; where layers are left out products are taken in another order. */
static void same_in_any_place(void)
{
	struct layer l[6] = { { .n2 = 1 } };
	double all[MOST][6][N], alone[6];

	for (int j = 1; j < 6; j++)
		l[j] = (struct layer){ .n2 = index2(j * 2e-6, j * 1e-8), .thickness_nm = j * 4, .sigma_nm = j % 2 };
	run(l, 6);
	memcpy(all, buf, sizeof all);
	for (int i = 0; i < N; i += 13) {
		struct wave w[6] = { [4] = { alone, alone + 1, alone + 2, alone + 3, alone + 4, alone + 5 } };

		layers_waves(l, 6, k, 1, &sin_a[i], w);
		for (int c = 0; c < 6; c++)
			NEAR(alone[c], all[4][c][i], c < 2 ? 0 : 1e-14 * (cabs(CMPLX(all[4][2][i], all[4][3][i])) +
						cabs(CMPLX(all[4][4][i], all[4][5][i]))));
		w[0] = wave(0), w[1] = wave(1), w[2] = wave(2), w[3] = wave(3), w[5] = wave(5);
		layers_waves(l, 6, k, 1, &sin_a[i], w);
		for (int c = 0; c < 6; c++)
			CHECK(alone[c] == all[4][c][i]);
	}
}

/* BornAgain 1.19.0, SpecularSimulation: 12 nm and 25 nm on a substrate, all interfaces rough */
static void peer(void)
{
	static const double angle_deg[] = { .1, .2, .35, .6, 1.0 }, expect[2][5] = {
		{ 0.978465650944, 0.52647470458, 0.0077349554257, 0.000142250648142, 9.27791125704e-06 },
		{ 0.978691590952, 0.52654077367, 0.00825524088818, 0.000166654408739, 9.08223127338e-06 },
	};

	for (int p = 0; p < 2; p++) {
		enum rough_profile q = p ? ROUGH_NEVOT_CROCE : ROUGH_TANH;
		struct layer l[] = { { .n2 = 1 }, { .n2 = index2(3e-6, 2e-8), .thickness_nm = 12, .sigma_nm = 1.1, .profile = q },
				     { .n2 = index2(8e-6, 1e-6), .thickness_nm = 25, .sigma_nm = .7, .profile = q },
				     { .n2 = index2(6e-6, 2e-8), .sigma_nm = 1.5, .profile = q } };

		for (int i = 0; i < 5; i++) {
			double complex a = reflected(l, 4, sin(angle_deg[i] * M_PI / 180));

			NEAR((creal(a) * creal(a) + cimag(a) * cimag(a)) / expect[p][i], 1, 1e-10);
		}
	}
}

/* R(z) = R exp(-i kz z) grows with depth: what fades by exp(-340) and more must not come back from the depth as a number. */
static void nothing_comes_back(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = index2(7.6e-6, 1.7e-7) }, { .n2 = index2(3e-5, 1e-6) } };

	for (double t = 500; t < 2e4; t *= 1.2) {
		l[1].thickness_nm = t;
		run(l, 3);
		for (int i = 0; i < N; i++) {
			double fade = t * buf[1][1][i], r = hypot(buf[1][4][i], buf[1][5][i]);

			if (fade > 10)		/* |R| at the bottom is less than |T| there, at most 4 exp(-fade) */
				CHECK(r == 0 || log(r) < log(4) - 2 * fade);
		}
	}
	CHECK(2e4 / 1.2 * buf[1][1][0] > 400);
}

int main(void)
{
	CASE(nothing_comes_back);
	CASE(fresnel);
	CASE(film);
	CASE(integrated_field);
	CASE(matrices);
	CASE(energy);
	CASE(reciprocity);
	CASE(limits);
	CASE(critical_angle);
	CASE(cut_in_two);
	CASE(same_in_any_place);
	CASE(peer);
	return done();
}
