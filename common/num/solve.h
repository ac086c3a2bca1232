/*
 * solve.h - direct solution of banded linear systems.
 */
#ifndef NUM_SOLVE_H
#define NUM_SOLVE_H

#include <stddef.h>

#include "base/err.h"

/*
 * A x = b, A symmetric, positive definite, n x n, with no more than "half"
 * diagonals on either side of the main one, by Cholesky's factors A = L L'
 * within the band (Golub & Van Loan, Matrix Computations, alg. 4.3.5): n (half + 1)^2
 * operations, backward stable without exchanges.
 *
 * a: [n][half + 1], a[i][k] = A(i, i - k), of which i < k is not looked at; it
 * becomes L.  b becomes x.  E_DATA when A is not positive definite (or has a NaN):
 * then a and b hold nothing of use.  Pure, thread-safe.
 */
int solve_band(double *a, size_t n, size_t half, double *b, struct err *e);

#endif
