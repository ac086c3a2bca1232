#include "num/grad2.h"

#include <math.h>

enum { LANES = 16 };

/* The line below, or the line itself at the edge: then its differences are 0. */
static const float *below(const float *x, size_t i, size_t ny, size_t nx)
{
	return x + (i + 1 < ny ? i + 1 : i) * nx;
}

void HOT(grad2)(const float *x, size_t ny, size_t nx, float *gx, float *gy)
{
	for (size_t i = 0; i < ny; i++, gx += nx, gy += nx) {
		const float *a = x + i * nx, *b = below(x, i, ny, nx);
		for (size_t j = 0; j + 1 < nx; j++)
			gx[j] = a[j + 1] - a[j];
		gx[nx - 1] = 0;
		for (size_t j = 0; j < nx; j++)
			gy[j] = b[j] - a[j];
	}
}

/* One line of it: up is the line of qy above, here its own; NULL: none. */
static inline void div_line(const float *qx, const float *up, const float *here, size_t nx, float f, float *out)
{
	for (size_t j = 1; j + 1 < nx; j++)
		out[j] += f * (qx[j] - qx[j - 1]);
	if (nx > 1) {
		out[0] += f * qx[0];
		out[nx - 1] -= f * qx[nx - 2];
	}
	for (size_t j = 0; here && j < nx; j++)
		out[j] += f * here[j];
	for (size_t j = 0; up && j < nx; j++)
		out[j] -= f * up[j];
}

void HOT(grad2_add_div)(const float *qx, const float *qy, size_t ny, size_t nx, float f, float *out)
{
	for (size_t i = 0; i < ny; i++)
		div_line(qx + i * nx, i ? qy + (i - 1) * nx : 0, i + 1 < ny ? qy + i * nx : 0, nx, f, out + i * nx);
}

static inline float square(const float *a, const float *b, size_t j, size_t right)
{
	float dx = a[j + right] - a[j], dy = b[j] - a[j];

	return dx * dx + dy * dy;
}

double HOT(grad2_tv)(const float *x, size_t ny, size_t nx)
{
	double lane[LANES] = { 0 }, sum = 0;

	for (size_t i = 0; i < ny; i++) {
		const float *a = x + i * nx, *b = below(x, i, ny, nx);
		size_t j = 0;
		for (; j + LANES < nx; j += LANES)
			for (size_t l = 0; l < LANES; l++)
				lane[l] += (double)sqrtf(square(a, b, j + l, 1));
		for (; j < nx; j++)
			sum += (double)sqrtf(square(a, b, j, j + 1 < nx));
	}
	for (size_t l = 0; l < LANES; l++)
		sum += lane[l];
	return sum;
}

double HOT(grad2_sum2)(const float *x, size_t ny, size_t nx)
{
	double lane[LANES] = { 0 }, sum = 0;

	for (size_t i = 0; i < ny; i++) {
		const float *a = x + i * nx, *b = below(x, i, ny, nx);
		size_t j = 0;
		for (; j + LANES < nx; j += LANES)
			for (size_t l = 0; l < LANES; l++)
				lane[l] += (double)square(a, b, j + l, 1);
		for (; j < nx; j++)
			sum += (double)square(a, b, j, j + 1 < nx);
	}
	for (size_t l = 0; l < LANES; l++)
		sum += lane[l];
	return sum;
}

void HOT(grad2_tv_dual)(const float *x, size_t ny, size_t nx, float step, float most, float *restrict qx,
			float *restrict qy)
{
	for (size_t i = 0; i < ny; i++, qx += nx, qy += nx) {
		const float *a = x + i * nx, *b = below(x, i, ny, nx);
		for (size_t j = 0; j + 1 < nx; j++) {
			float u = qx[j] + step * (a[j + 1] - a[j]), v = qy[j] + step * (b[j] - a[j]);
			float s = sqrtf(u * u + v * v), f = most / (s > most ? s : most);
			qx[j] = f * u;
			qy[j] = f * v;
		}
		float v = qy[nx - 1] + step * (b[nx - 1] - a[nx - 1]);
		qx[nx - 1] = 0;
		qy[nx - 1] = v > most ? most : v < -most ? -most : v;
	}
}

void HOT(grad2_tv_ahead)(const float *x, size_t ny, size_t nx, float step, float more, float *restrict px,
			 float *restrict py, float *restrict ax, float *restrict ay)
{
	for (size_t i = 0; i < ny; i++, px += nx, py += nx, ax += nx, ay += nx) {
		const float *a = x + i * nx, *b = below(x, i, ny, nx);
		for (size_t j = 0; j < nx; j++) {
			size_t right = j + 1 < nx;
			float u = ax[j] + step * (a[j + right] - a[j]), v = ay[j] + step * (b[j] - a[j]);
			float s = sqrtf(u * u + v * v), f = 1 / (s > 1 ? s : 1);
			u *= f;
			v *= f;
			ax[j] = u + more * (u - px[j]);
			ay[j] = v + more * (v - py[j]);
			px[j] = u;
			py[j] = v;
		}
	}
}

void HOT(grad2_add_laplace)(const float *x, size_t ny, size_t nx, float f, float *out)
{
	for (size_t i = 0; i < ny; i++, out += nx) {
		const float *a = x + i * nx, *b = below(x, i, ny, nx), *c = i ? a - nx : a;
		for (size_t j = 1; j + 1 < nx; j++)
			out[j] += f * (a[j + 1] + a[j - 1] + b[j] + c[j] - 4 * a[j]);
		for (size_t j = 0; j < nx; j = nx > 1 && j == 0 ? nx - 1 : nx) {
			float left = a[j ? j - 1 : j], right = a[j + 1 < nx ? j + 1 : j];
			out[j] += f * (left + right + b[j] + c[j] - 4 * a[j]);
		}
	}
}
