/*
 * ff_stack.h - bars whose section is a trapezoid, or several upon each other: the lines of gratings.
 *
 * Length along x, section in y and z, symmetric about y = 0; each slab stands on the one below and has widths of its own.
 *
 *	F = L sinc(qx L/2) sum_k exp(i qz z_k) S_k,   S = integral over z from 0 to h of exp(i qz z) W(z) sinc(qy W(z)/2),
 *	W from width_bottom to width_top.  With y = W/2, a = i (s qy y + qz z), s = +1 and -1 and divided differences of exp (simplex.h):
 *	S = h/(i qy) sum_s s exp[a_bottom, a_top],   near qy = 0 the integral over two triangles.
 *
 * Within 1e-13 of the volume times the largest exponential, for any complex q and any widths, 0 and equal ones among them.
 * Pure and thread-safe.
 */
#ifndef SCAT_FF_STACK_H
#define SCAT_FF_STACK_H

#include <stddef.h>

#include "scat/ff.h"

struct slab { double width_bottom, width_top, height; };	/* nm; widths >= 0, one of them > 0 */

struct trapezoid_stack { size_t n; struct slab *slab; };	/* from the bottom upwards */
enum { STACK_MOST = 100000 };

/* A copy of n slabs.  E_DATA: none, too many, or an impossible one, named by its number from 0; E_NOMEM. */
int trapezoid_stack_new(size_t n, const struct slab *slab, struct trapezoid_stack **out, struct err *e);
void trapezoid_stack_free(void *stack);		/* NULL: nothing */

/* Of the kind "trapezoid_stack": par[0] is the length, data a struct trapezoid_stack.  Not in ff_kinds. */
extern const struct ff_kind ff_trapezoid_stack;

#endif
