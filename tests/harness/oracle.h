#ifndef ORACLE_H
#define ORACLE_H

/* Batch norm computed by the tests themselves, feature by feature in long double, from the
   definitions and without a line of the solutions. */

#include "common/matrix.h"

void oracle_mean(Matrix x, double *mean);
void oracle_variance(Matrix x, double *var); /* around the exact mean, divided by N */
void oracle_rstd(size_t D, const double *var, double eps, double *rstd);
void oracle_normalize(Matrix x, const double *mean, const double *rstd, Matrix xhat);

#endif
