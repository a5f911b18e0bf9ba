#ifndef ORACLE_01_H
#define ORACLE_01_H

/* Chapter 1 computed by the tests themselves, in long double, from the definitions and without
   a line of the solution. Means and variances: tests/harness/oracle.h. */

#include "common/matrix.h"

void oracle_variance_ddof(Matrix x, size_t ddof, double *var);
void oracle_standardize(Matrix x, const double *mean, const double *var, Matrix z);
void oracle_hessian(Matrix x, double *hessian);
size_t oracle_steps(size_t P, const double *hessian, double rate, size_t most, double *error);

#endif
