#include "scat/read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "scat/poni.h"

/* A calibration at another wavelength is perhaps that of another experiment. */
static void look_at_wavelength(const struct rd *r, const struct node *file, double poni_nm, double beam_nm)
{
	char text[120];

	if (!r->files->warn || !(fabs(poni_nm / beam_nm - 1) > 1e-3))	/* NAN: not told */
		return;
	snprintf(text, sizeof text, "the calibration is of a wavelength of %.6g nm, the beam has %.6g nm", poni_nm, beam_nm);
	r->files->warn(r->files->ctx, file, text);
}

int rd_poni(struct rd *r, const struct node *n, const struct node *file, bool row0_top, struct detector *d,
	    const struct beam *b)
{
	struct poni p;
	struct err why = { 0 };
	const char *path;
	char *text;
	long nx = 0, ny = 0;
	int code;

	if (rd_text(r, file, &path) || rd_opt_int(r, n, "n_x", 1, 1 << 16, &nx) || rd_opt_int(r, n, "n_y", 1, 1 << 16, &ny))
		return r->e->code;
	if (!r->files || !r->files->text)
		return node_err(file, r->e, "no files can be read here");
	if (r->files->text(r->files->ctx, file, path, &text, r->e))
		return r->e->code;
	code = poni_read(&p, text, path, &why);
	mem_free(text);
	if (code || det_poni(d, &p, (size_t)nx, (size_t)ny, row0_top ? PONI_TOP : PONI_BOTTOM, b->alpha_i_rad, &why))
		return rd_at(r, file, &why);
	look_at_wavelength(r, file, 1e9 * p.wavelength_m, b->wavelength_nm);
	if (p.mirrored && r->files->warn)
		r->files->warn(r->files->ctx, file, "its frames have the first column at the right: mirror those of --against and --mask, "
			       "the pattern has it at the left");
	det_turn(d, b->phi_i_rad);
	return 0;
}
