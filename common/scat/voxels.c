#include "scat/voxels.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scat/gridsum.h"
#include "scat/voxels.hot.h"

struct voxels {
	struct voxels_par par;
	double *re, *im;		/* [nz][ny nx]; im may be NULL */
	struct gridsum sum;
};

static double complex csinc(double complex x)
{
	return cabs(x) < 1e-3 ? 1 - x * x / 6 + x * x * x * x / 120 : csin(x) / x;
}

/* Sum along z into c[ny][nx], with the voxel's factor of z and its volume. */
static void collapse(const struct voxels *s, double complex qz, double complex *c)
{
	size_t plane = s->par.n[1] * s->par.n[2];
	double dz = s->par.voxel_nm[0], area = s->par.voxel_nm[1] * s->par.voxel_nm[2];
	double complex by = csinc(qz * dz / 2) * dz * area;

	memset(c, 0, plane * sizeof *c);
	for (size_t k = 0; k < s->par.n[0]; k++) {
		double complex w = by * cexp(I * qz * dz * ((double)k + .5));
		double a[2] = { creal(w), cimag(w) };

		HOT_PICK(voxels_add_)(plane, s->re + k * plane, s->im ? s->im + k * plane : NULL, a, (double *)c);
	}
}

static int eval(const struct field *f, double complex qz, size_t n, const double *qx, const double *qy,
		double complex *out, void *work, struct err *e)
{
	const struct voxels *s = f->priv;

	(void)e;
	collapse(s, qz, gridsum_input(&s->sum, work));
	gridsum_run(&s->sum, work, n, qx, qy, out);
	for (size_t i = 0; i < n; i++)
		out[i] *= creal(csinc(qx[i] * s->par.voxel_nm[2] / 2)) * creal(csinc(qy[i] * s->par.voxel_nm[1] / 2));
	return 0;
}

static double complex direct(const struct field *f, struct cvec3 q)
{
	const struct voxels *s = f->priv;
	const size_t *n = s->par.n;
	const double *d = s->par.voxel_nm;
	double complex sum = 0;

	for (size_t k = 0; k < n[0]; k++)
		for (size_t j = 0; j < n[1]; j++) {
			double complex row = 0, step = cexp(I * q.x * d[2]), p = cexp(-I * q.x * d[2] * ((double)n[2] - 1) / 2);

			for (size_t l = 0; l < n[2]; l++, p *= step) {
				size_t at = (k * n[1] + j) * n[2] + l;

				row += (s->re[at] + (s->im ? I * s->im[at] : 0)) * p;
			}
			sum += row * cexp(I * (q.z * d[0] * ((double)k + .5) + q.y * d[1] * ((double)j - ((double)n[1] - 1) / 2)));
		}
	return sum * d[0] * d[1] * d[2] * csinc(q.x * d[2] / 2) * csinc(q.y * d[1] / 2) * csinc(q.z * d[0] / 2);
}

static int check(const struct voxels_par *p, const double *re, const double *im, struct err *e)
{
	size_t total, n = 1;

	for (int i = 0; i < 3; i++) {
		if (p->n[i] < 1 || p->n[i] > 1 << 17)
			return err_set(e, E_DATA, "a volume of %zu x %zu x %zu voxels", p->n[0], p->n[1], p->n[2]);
		if (!(p->voxel_nm[i] > 0 && p->voxel_nm[i] < 1e9))
			return err_set(e, E_DATA, "voxels of %g x %g x %g nm", p->voxel_nm[0], p->voxel_nm[1], p->voxel_nm[2]);
		n *= p->n[i];
	}
	if (mem_mul(n, sizeof *re, &total, "a volume", e))
		return e->code;
	for (size_t i = 0; i < n; i++)
		if (!isfinite(re[i]) || (im && !isfinite(im[i])))
			return err_set(e, E_DATA, "the voxel at layer %zu, row %zu, column %zu is %g", i / (p->n[1] * p->n[2]),
				       i / p->n[2] % p->n[1], i % p->n[2], isfinite(re[i]) ? im[i] : re[i]);
	return 0;
}

static int fill(struct field *f, struct voxels *s, const double *re, const double *im, struct err *e)
{
	const struct voxels_par *p = &s->par;
	size_t n = p->n[0] * p->n[1] * p->n[2], used = 0;

	s->re = mem_alloc(n, sizeof *re, "a volume", e);
	s->im = im ? mem_alloc(n, sizeof *im, "a volume", e) : NULL;
	if (e->code)
		return e->code;
	memcpy(s->re, re, n * sizeof *re);
	if (im)
		memcpy(s->im, im, n * sizeof *im);
	for (size_t i = 0; i < n; i++)
		used += re[i] != 0 || (im && im[i] != 0);
	if (!used)
		return err_set(e, E_DATA, "a volume of which all voxels are 0");
	f->volume = (double)used * p->voxel_nm[0] * p->voxel_nm[1] * p->voxel_nm[2];
	f->box.hi = (struct vec3){ (double)p->n[2] * p->voxel_nm[2] / 2, (double)p->n[1] * p->voxel_nm[1] / 2,
		(double)p->n[0] * p->voxel_nm[0] };
	f->box.lo = (struct vec3){ -f->box.hi.x, -f->box.hi.y, 0 };
	f->q_max = M_PI / fmax(p->voxel_nm[1], p->voxel_nm[2]);
	return 0;
}

void voxels_free(struct field *f)
{
	struct voxels *s = f ? f->priv : NULL;

	if (s) {
		mem_free(s->re);
		mem_free(s->im);
		gridsum_free(&s->sum);
	}
	mem_free(s);
	mem_free(f);
}

int voxels_new(struct field **f, const struct voxels_par *par, const double *re, const double *im, struct err *e)
{
	struct field *n;
	struct voxels *s;

	*f = NULL;
	if (check(par, re, im, e))
		return e->code;
	n = mem_zero(1, sizeof *n, "a volume", e);
	s = n ? mem_zero(1, sizeof *s, "a volume", e) : NULL;
	if (!s) {
		mem_free(n);
		return e->code;
	}
	n->priv = s;
	s->par = *par;
	if (fill(n, s, re, im, e) ||
	    gridsum_new(&s->sum, par->n[1], par->n[2], par->voxel_nm[1], par->voxel_nm[2], e)) {
		voxels_free(n);
		return e->code;
	}
	n->eval = eval;
	n->direct = direct;
	n->free = voxels_free;
	n->work = s->sum.work;
	*f = n;
	return 0;
}
