#include "speed.h"

#include "forward_pass.h"

/* A.1   sum of x - c and squares of (x - c)^2, where c is row n: set them to 0, add row by row.
   Take four rows at a time, then the rest one by one. */
void fast_sums(Matrix x, size_t n, size_t rows, Block block, real sum[restrict block.count],
               real squares[restrict block.count])
{
    fast_require_block(x, block);
    TODO("A.1");
}

/* A.2   For each chunk of rows the sums of A.1, around its first row c. Then, with before = the
   rows so far and total = before + rows,
         moved = sum / rows, delta = c + moved - mean
         var  += squares - moved * sum + delta^2 * before * rows / total
         mean += delta * rows / total
   At the end divide var by N. */
void fast_statistics(Matrix x, Block block, double mean[x.cols], double var[x.cols])
{
    require(x.rows >= 1, "the statistics of a batch without examples");
    fast_require_block(x, block);
    TODO("A.2");
}

/* A.3   Refuse fewer than two examples, and a y of another shape. A.2 gives mean and var, bn_rstd
   rstd. Then row by row
         y = (x - high - low) * scale + beta       with scale = gamma * rstd
   where high + low is the mean, split in two by fast_split. */
void fast_forward_block(Matrix x, Block block, const real gamma[x.cols], const real beta[x.cols],
                        double eps, FastForward forward)
{
    fast_require_block(x, block);
    TODO("A.3");
}

/* A.4   Refuse fewer than two examples, and a dy or a dx of another shape. First the sums, in
   chunks: dbeta of dy, dgamma of dy * (x - mean), times rstd when it is complete. Then row by row
         dx = scale * (dy - average - (x - high - low) * slope)
   with scale = gamma * rstd, average = dbeta / N, slope = rstd * dgamma / N. */
void fast_backward_block(Matrix dy, Matrix x, Block block, const real gamma[x.cols],
                         FastForward forward, BnGradients gradients)
{
    fast_require_block(x, block);
    TODO("A.4");
}

/* A.5   Refuse what A.3 refuses before the threads start. Then fast_forward_block for each block,
   which are fast_width(x.cols, threads) wide, in a loop that OpenMP shares among the threads. */
void fast_forward(size_t threads, Matrix x, const real gamma[x.cols], const real beta[x.cols],
                  double eps, FastForward forward)
{
    TODO("A.5");
}

/* A.6   The same for fast_backward_block. */
void fast_backward(size_t threads, Matrix dy, Matrix x, const real gamma[x.cols],
                   FastForward forward, BnGradients gradients)
{
    TODO("A.6");
}
