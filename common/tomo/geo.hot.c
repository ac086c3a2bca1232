#include "tomo/geo.h"

#include <stdint.h>
#include <string.h>

int HOT(geo_valid)(const float *x, size_t n, int positive)
{
	uint32_t sign = positive ? 0 : 0x80000000u, bad = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t bits;
		memcpy(&bits, x + i, sizeof bits);
		bits &= ~sign;
		bad |= (bits >= 0x7f800000u) | (positive & (bits == 0));
	}
	return !bad;
}
