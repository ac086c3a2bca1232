#include "tomo/recon.h"

#include <stddef.h>

const struct method *const recon_methods[] = {
	&recon_gridrec, &recon_fbp,
	&recon_sirt, &recon_tv, &recon_grad, &recon_tikh, &recon_fista_tv,
	NULL
};
