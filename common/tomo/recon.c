#include "tomo/recon.h"

#include <stddef.h>

const struct method *const recon_methods[] = {
	&recon_gridrec, &recon_fbp,
	&recon_sirt,
	NULL
};
