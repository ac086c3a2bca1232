/* center.hot.c - sums of moduli, for a search over centres */
#include <math.h>

#include "tomo/center_hot.h"

enum { LANES = 16 };

static inline float modulus(float ar, float ai, float br, float bi, float c, float s)
{
	float x = ar + c * br - s * bi, y = ai + s * br + c * bi;

	return sqrtf(x * x + y * y);
}

double HOT(center_moduli)(const float *are, const float *aim, const float *bre, const float *bim,
			  float c, float s, size_t n)
{
	float lane[LANES] = { 0 };
	double sum = 0;
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		for (size_t l = 0; l < LANES; l++)
			lane[l] += modulus(are[i + l], aim[i + l], bre[i + l], bim[i + l], c, s);
	for (size_t l = 0; l < LANES; l++)
		sum += lane[l];
	for (; i < n; i++)
		sum += modulus(are[i], aim[i], bre[i], bim[i], c, s);
	return sum;
}
