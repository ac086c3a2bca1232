#include "tomo/recon.h"

#include <stddef.h>

const struct method *const recon_methods[] = {
	&recon_gridrec, &recon_fbp,
	&recon_art, &recon_bart, &recon_sart, &recon_sirt, &recon_cgls,
	&recon_mlem, &recon_osem, &recon_pml_quad, &recon_pml_hybrid, &recon_ospml_quad, &recon_ospml_hybrid,
	&recon_tv, &recon_grad, &recon_tikh, &recon_fista_tv, &recon_mbir,
	NULL
};
