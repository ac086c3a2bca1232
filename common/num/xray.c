#include "num/xray.h"

#include <math.h>
#include <xraylib.h>

#define R_E_NM 2.8179403205e-6		/* classical electron radius, CODATA 2022 */
#define N_A 6.02214076e23
#define CM_NM 1e7

/* Adds the share w of element Z: electrons in mol/g, tau in cm^2/g. */
static int add_element(int Z, double w, double energy_kev, double *electrons, double *tau, struct err *e)
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
	*electrons += w * f1 / a;
	*tau += w * t;
	return 0;
}

int xray_index(const char *formula, double density_g_cm3, double energy_kev, double *delta, double *beta, struct err *e)
{
	struct compoundData *c;
	xrl_error *x = NULL;
	double lambda, electrons = 0, tau = 0;
	int code = 0;

	if (!(density_g_cm3 > 0) || !isfinite(density_g_cm3))
		return err_set(e, E_DATA, "density of %s: %g g/cm3 is not above 0", formula, density_g_cm3);
	if (!(energy_kev > 0) || !isfinite(energy_kev))
		return err_set(e, E_DATA, "energy: %g keV is not above 0", energy_kev);
	c = CompoundParser(formula, &x);
	if (!c) {
		err_set(e, E_DATA, "formula \"%s\": %s", formula, x ? x->message : "not understood");
		xrl_clear_error(&x);
		return e->code;
	}
	for (int i = 0; i < c->nElements && !code; i++)
		code = add_element(c->Elements[i], c->massFractions[i], energy_kev, &electrons, &tau, e);
	FreeCompoundData(c);
	if (code)
		return code;
	lambda = XRAY_HC_KEV_NM / energy_kev;
	*delta = R_E_NM * lambda * lambda / (2 * M_PI) * N_A * density_g_cm3 * electrons / (CM_NM * CM_NM * CM_NM);
	*beta = lambda / (4 * M_PI) * density_g_cm3 * tau / CM_NM;
	return 0;
}
