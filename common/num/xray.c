#include "num/xray.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xraylib.h>

#define R_E_NM 2.8179403205e-6		/* classical electron radius, CODATA 2022 */
#define N_A 6.02214076e23
#define CM_NM 1e7
enum { Z_MOST = 120, DEPTH = 16 };

/* A factor behind an element or group: 1 where there is none; false: not above 0. */
static int factor(const char **at, double *f)
{
	size_t n = strspn(*at, "0123456789.");
	char buf[32], *end;

	*f = 1;
	if (!n)
		return 1;
	if (n >= sizeof buf)
		return 0;
	memcpy(buf, *at, n);
	buf[n] = 0;
	*f = strtod(buf, &end);
	*at += n;
	return !*end && *f > 0;
}

/* A capital and perhaps a small letter: the atomic number, or 0. */
static int element(const char **at)
{
	char symbol[3] = { (*at)[0], (*at)[0] && islower((unsigned char)(*at)[1]) ? (*at)[1] : 0, 0 };
	xrl_error *x = NULL;
	int Z = isupper((unsigned char)symbol[0]) ? SymbolToAtomicNumber(symbol, &x) : 0;

	xrl_clear_error(&x);
	if (Z < 1 || Z >= Z_MOST)
		return 0;
	*at += strlen(symbol);
	return Z;
}

/* Elements and groups in brackets, to the end or a closing bracket; their numbers are added to atoms[Z].  0: not understood. */
static int group(const char **at, double atoms[Z_MOST], int depth)
{
	const char *start = *at;

	while (**at && **at != ')') {
		double inner[Z_MOST] = { 0 }, f;

		if (**at == '(') {
			++*at;
			if (depth >= DEPTH || !group(at, inner, depth + 1) || **at != ')')
				return 0;
			++*at;
		} else {
			int Z = element(at);

			if (!Z)
				return 0;
			inner[Z] = 1;
		}
		if (!factor(at, &f))
			return 0;
		for (int Z = 1; Z < Z_MOST; Z++)
			atoms[Z] += f * inner[Z];
	}
	return *at > start;
}

/* Adds n atoms of element Z: scattering electrons, g/mol, and g/mol times tau in cm^2/g. */
static int add_element(int Z, double n, double energy_kev, double sum[3], struct err *e)
{
	xrl_error *x = NULL;
	double f1, a = 0, t = 0;

	f1 = Z + Fi(Z, energy_kev, &x);
	if (!x)
		a = AtomicWeight(Z, &x);
	if (!x)
		t = CS_Photo(Z, energy_kev, &x);
	if (x) {
		err_set(e, E_DATA, "no data of element %d at %g keV: %s", Z, energy_kev, x->message);
		xrl_error_free(x);
		return e->code;
	}
	sum[0] += n * f1;
	sum[1] += n * a;
	sum[2] += n * a * t;
	return 0;
}

int xray_index(const char *formula, double density_g_cm3, double energy_kev, double *delta, double *beta, struct err *e)
{
	double atoms[Z_MOST] = { 0 }, sum[3] = { 0 }, lambda;
	const char *at = formula;

	if (!(density_g_cm3 > 0) || !isfinite(density_g_cm3))
		return err_set(e, E_DATA, "density of %s: %g g/cm3 is not above 0", formula, density_g_cm3);
	if (!(energy_kev > 0) || !isfinite(energy_kev))
		return err_set(e, E_DATA, "energy: %g keV is not above 0", energy_kev);
	if (!group(&at, atoms, 0) || *at)
		return err_set(e, E_DATA, "formula \"%s\": not understood at character %d", formula, (int)(at - formula) + 1);
	for (int Z = 1; Z < Z_MOST; Z++)
		if (atoms[Z] > 0 && add_element(Z, atoms[Z], energy_kev, sum, e))
			return e->code;
	lambda = XRAY_HC_KEV_NM / energy_kev;
	*delta = R_E_NM * lambda * lambda / (2 * M_PI) * N_A * density_g_cm3 * sum[0] / sum[1] / (CM_NM * CM_NM * CM_NM);
	*beta = lambda / (4 * M_PI) * density_g_cm3 * sum[2] / sum[1] / CM_NM;
	return 0;
}
