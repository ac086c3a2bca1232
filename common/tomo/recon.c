#include "tomo/recon.h"

#include <stddef.h>

#define ENTRY(name) &name,

const struct method *const recon_methods[] = { RECON_METHODS(ENTRY) NULL };
