#ifndef ORACLE_06_H
#define ORACLE_06_H

/* Running statistics, both modes, and files, made by the tests themselves: in long double, from
   the definitions and without a line of the solutions. */

#include <stdint.h>

#include "running_statistics.h"

/* (1 - weight) * old + weight * observed, the variance with N / (N - 1). In place. */
void oracle_update(double weight, size_t N, size_t D, const double *mean, const double *var,
                   double *running_mean, double *running_var);

/* The unbiased variance of all rows of x. */
void oracle_unbiased(Matrix x, double *var);

/* y = gamma * (x - mean) / sqrt(var + eps) + beta, with any statistics. */
void oracle_batch_norm(const BatchNorm *norm, Matrix x, const double *mean, const double *var,
                       Matrix y);

/* The loss that gradients are checked with: the sum of dy * y, so that dy is its gradient by y;
   y as above, with norm's running statistics. */
long double oracle_eval_loss(const BatchNorm *norm, Matrix x, Matrix dy);

/* The gradients through mean and variance, by the N x N derivatives of xhat. */
void oracle_backward(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                     BnGradients gradients);
/* ... and with constant statistics. */
void oracle_backward_eval(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                          BnGradients gradients);

/* The bytes of a batch norm's file, with any version and any first eight bytes, and a checksum
   that fits them. Returns how many; at most FILE_MOST. */
enum { FILE_MOST = 2048 };
size_t oracle_file(const BatchNorm *norm, uint64_t version, const char *first,
                   unsigned char bytes[FILE_MOST]);

#endif
