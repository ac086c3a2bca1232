#include "scat/layers.h"

void layers_waves(const struct layer *l, size_t nlayer, double k, size_t n, const double *sin_a, const struct wave *w)
{
	HOT_PICK(layers_waves_)(l, nlayer, k, n, sin_a, w, NULL, NULL);
}

void layers_reflections(const struct layer *l, size_t nlayer, double k, size_t n, const double *sin_a, double *r_re, double *r_im)
{
	HOT_PICK(layers_waves_)(l, nlayer, k, n, sin_a, NULL, r_re, r_im);
}
