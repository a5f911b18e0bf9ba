#ifndef SHIFT_ORACLE_H
#define SHIFT_ORACLE_H

/* Chapter 2 computed by the tests themselves, in long double and from the definitions, without
   a line of the solutions. */

#include "covariate_shift.h"

double oracle_shift(size_t D, const double *mean, const double *var, const double *new_mean);
double oracle_accuracy(Matrix x, const double *label, Classifier classifier);
void oracle_weights(Matrix x, Normal train, Normal test, double *ratio);
double oracle_sample_size(size_t N, const double *ratio);
/* By orthogonalizing the columns of x, not by normal equations. */
void oracle_least_squares(Matrix x, const double *target, const double *ratio, double *w);
void oracle_unit(Matrix x, const real *w, double b, double *mean, double *sd);

#endif
