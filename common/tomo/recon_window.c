#include "tomo/recon_window.h"

#include <math.h>
#include <stddef.h>

#include "num/special.h"

const char *const window_names[] = {
	"none", "ramp", "shepp", "cosine", "hann", "hamming", "parzen", "butterworth", "blackman",
	"kaiser", "ramlak", NULL
};

enum window window_of(int index)
{
	return index < WINDOW_COUNT ? (enum window)index : WINDOW_RAMP;
}

double window_cutoff(enum window w)
{
	return w == WINDOW_BUTTERWORTH ? 0.25 : 0.5;
}

double window_order(enum window w)
{
	return w == WINDOW_KAISER ? 8 : 2;
}

static double parzen(double r)
{
	return r <= 0.5 ? 1 - 6 * r * r * (1 - r) : 2 * pow(1 - r, 3);
}

double window_value(enum window w, double f, double cutoff, double order)
{
	double r = f / cutoff;

	if (w == WINDOW_NONE)
		return 1;
	if (w == WINDOW_BUTTERWORTH)
		return 1 / (1 + pow(r, 2 * order));
	if (r > 1)
		return 0;
	switch (w) {
	case WINDOW_SHEPP:    return r > 0 ? sin(M_PI_2 * r) / (M_PI_2 * r) : 1;
	case WINDOW_COSINE:   return cos(M_PI_2 * r);
	case WINDOW_HANN:     return 0.5 + 0.5 * cos(M_PI * r);
	case WINDOW_HAMMING:  return 0.54 + 0.46 * cos(M_PI * r);
	case WINDOW_PARZEN:   return parzen(r);
	case WINDOW_BLACKMAN: return 0.42 + 0.5 * cos(M_PI * r) + 0.08 * cos(2 * M_PI * r);
	case WINDOW_KAISER:   return special_bessel_i0(order * sqrt(1 - r * r)) / special_bessel_i0(order);
	default:              return 1;
	}
}
