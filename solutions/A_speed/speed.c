/*:
Six functions that compute what chapters 3 to 5 compute, in less time. The formulas are the same, up
to the order of the additions. What changes is how often a number comes
from memory, how many digits each step carries, and how many numbers the processor can take at
once.

The file uses no intrinsic functions and no assembler. It is plain C that leaves the compiler no
reason to go one number at a time: short loops over neighbors, in arrays that cannot overlap.
*/
#include "speed.h"

#include "forward_pass.h"

/*:
## One pass for mean and variance

`bn_mean` reads $x$, `bn_variance` reads it again. To read it once, both sums must grow at the same
time, and the squares must be taken before the mean is known: around **the first row of the chunk**.
By @eq:bound that is near enough, for any data.

The rows go by fours. A sum that grows in memory is loaded and stored for each number that is added.
Four rows at a time it is loaded and stored for each four.
*/
/* A.1   sum of x - c and squares of (x - c)^2, where c is row n: set them to 0, add row by row.
   Take four rows at a time, then the rest one by one. */
void fast_sums(Matrix x, size_t n, size_t rows, Block block, real sum[restrict block.count],
               real squares[restrict block.count])
{
    fast_require_block(x, block);
    //> solution A.1
    const real *c = fast_part(x, n, block);
    for (size_t d = 0; d < block.count; d++)
        sum[d] = squares[d] = 0;
    size_t i = 0;
    for (; i + 4 <= rows; i += 4) {
        const real *x0 = fast_part(x, n + i, block), *x1 = x0 + x.cols, *x2 = x1 + x.cols,
                   *x3 = x2 + x.cols;
        for (size_t d = 0; d < block.count; d++) {
            real a0 = x0[d] - c[d], a1 = x1[d] - c[d], a2 = x2[d] - c[d], a3 = x3[d] - c[d];
            sum[d] += (a0 + a1) + (a2 + a3);
            squares[d] += (a0 * a0 + a1 * a1) + (a2 * a2 + a3 * a3);
        }
    }
    for (; i < rows; i++) {
        const real *x0 = fast_part(x, n + i, block);
        for (size_t d = 0; d < block.count; d++) {
            sum[d] += x0[d] - c[d];
            squares[d] += (x0[d] - c[d]) * (x0[d] - c[d]);
        }
    }
    //< solution
}

/*:
`restrict`, in the signature, is a promise of the caller. Without it a store to `sum[d]` might
change `x0[d + 1]`, and the compiler would go one number at a time.

## From chunks to the batch

After a chunk its sums go into `double`, with the formula by which `bn_recalibrate` joins two
batches: the chunk is one of them, all the rows before it are the other. While the loop runs, `var`
holds the sum of squares.
*/
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
    //> solution A.2
    FastNumbers sum, squares;
    double *m = mean + block.first, *v = var + block.first;
    for (size_t d = 0; d < block.count; d++)
        m[d] = v[d] = 0;
    for (size_t n = 0; n < x.rows; n += FAST_CHUNK) {
        size_t rows = fast_chunk(x, n);
        fast_sums(x, n, rows, block, sum, squares);
        const real *c = fast_part(x, n, block);
        double before = (double)n, count = (double)rows, total = before + count;
        for (size_t d = 0; d < block.count; d++) {
            double moved = sum[d] / count, delta = c[d] + moved - m[d];
            v[d] += squares[d] - moved * sum[d] + delta * delta * (before * count / total);
            m[d] += delta * (count / total);
        }
    }
    for (size_t d = 0; d < block.count; d++)
        v[d] /= (double)x.rows;
    //< solution
}

/*:
## The forward pass, in two readings

`bn_normalize` and `bn_scale_shift` become one line, and $\hat{x}$ is never stored. What a number
needs of its feature is prepared before, $D$ times and not $N \times D$ times.

The mean is subtracted before anything is multiplied, and in *two* floats: `high` is the mean
rounded to `real`, and `low` is what the rounding lost (@sec:fuse says what goes wrong otherwise).
In the double build `low` is 0.
*/
/* A.3   Refuse fewer than two examples, and a y of another shape. A.2 gives mean and var, bn_rstd
   rstd. Then row by row
         y = (x - high - low) * scale + beta       with scale = gamma * rstd
   where high + low is the mean, split in two by fast_split. */
void fast_forward_block(Matrix x, Block block, const real gamma[x.cols], const real beta[x.cols],
                        double eps, FastForward forward)
{
    fast_require_block(x, block);
    //> solution A.3
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    fast_require_shape("y", forward.y, x);
    FastNumbers high, low, scale, shift;
    const size_t first = block.first;
    fast_statistics(x, block, forward.mean, forward.var);
    bn_rstd(block.count, forward.var + first, eps, forward.rstd + first);
    fast_split(forward.mean, block, high, low);
    for (size_t d = 0; d < block.count; d++) {
        scale[d] = (real)(gamma[first + d] * forward.rstd[first + d]);
        shift[d] = beta[first + d];
    }
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = fast_part(x, n, block);
        real *yn = fast_part(forward.y, n, block);
        for (size_t d = 0; d < block.count; d++)
            yn[d] = (xn[d] - high[d] - low[d]) * scale[d] + shift[d];
    }
    //< solution
}

/*:
`beta` is copied to the stack for one reason: a pointer that came from outside might overlap `yn`,
an array of this function cannot.

## The backward pass, in two readings

The sums of @ex:5.7, by chunks as above, and then @eq:dx-fast. $\hat{x}$ is not there, so it is
computed again as $(x - \mu)\, r$. The factor $r$ is common to all examples of a feature, and waits
until the sum is complete.
*/
/* A.4   Refuse fewer than two examples, and a dy or a dx of another shape. First the sums, in
   chunks: dbeta of dy, dgamma of dy * (x - mean), times rstd when it is complete. Then row by row
         dx = scale * (dy - average - (x - high - low) * slope)
   with scale = gamma * rstd, average = dbeta / N, slope = rstd * dgamma / N. */
void fast_backward_block(Matrix dy, Matrix x, Block block, const real gamma[x.cols],
                         FastForward forward, BnGradients gradients)
{
    fast_require_block(x, block);
    //> solution A.4
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    fast_require_shape("dy", dy, x);
    fast_require_shape("dx", gradients.dx, x);
    FastNumbers high, low, sum, product, scale, average, slope;
    const size_t first = block.first;
    double *dbeta = gradients.dbeta + first, *dgamma = gradients.dgamma + first;
    fast_split(forward.mean, block, high, low);
    for (size_t d = 0; d < block.count; d++)
        dbeta[d] = dgamma[d] = 0;
    for (size_t n = 0; n < x.rows; n += FAST_CHUNK) {
        for (size_t d = 0; d < block.count; d++)
            sum[d] = product[d] = 0;
        for (size_t i = n; i < n + fast_chunk(x, n); i++) {
            const real *xi = fast_part(x, i, block), *dyi = fast_part(dy, i, block);
            for (size_t d = 0; d < block.count; d++) {
                sum[d] += dyi[d];
                product[d] += dyi[d] * (xi[d] - high[d] - low[d]);
            }
        }
        for (size_t d = 0; d < block.count; d++) {
            dbeta[d] += sum[d];
            dgamma[d] += product[d];
        }
    }
    for (size_t d = 0; d < block.count; d++) {
        double rstd = forward.rstd[first + d], N = (double)x.rows;
        dgamma[d] *= rstd;
        scale[d] = (real)(gamma[first + d] * rstd);
        average[d] = (real)(dbeta[d] / N);
        slope[d] = (real)(rstd * dgamma[d] / N);
    }
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = fast_part(x, n, block), *dyn = fast_part(dy, n, block);
        real *dxn = fast_part(gradients.dx, n, block);
        for (size_t d = 0; d < block.count; d++)
            dxn[d] = scale[d] * (dyn[d] - average[d] - (xn[d] - high[d] - low[d]) * slope[d]);
    }
    //< solution
}

/*:
## Threads

The *features* are shared among the threads, not the examples: so each sum is made by one thread, in
the order of the rows. How wide the blocks are is settled by `fast_width`, in the header.

What is refused is refused before the loop: a thread can hand no error to the one that started it.
*/
/* A.5   Refuse what A.3 refuses before the threads start. Then fast_forward_block for each block,
   which are fast_width(x.cols, threads) wide, in a loop that OpenMP shares among the threads. */
void fast_forward(size_t threads, Matrix x, const real gamma[x.cols], const real beta[x.cols],
                  double eps, FastForward forward)
{
    //> solution A.5
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    require(eps > 0, "eps is %g, it must be positive", eps);
    fast_require_shape("y", forward.y, x);
    const size_t width = fast_width(x.cols, threads);
#pragma omp parallel for num_threads((int)threads)
    for (size_t first = 0; first < x.cols; first += width)
        fast_forward_block(x, fast_block(first, width, x.cols), gamma, beta, eps, forward);
    //< solution
}

/* A.6   The same for fast_backward_block. */
void fast_backward(size_t threads, Matrix dy, Matrix x, const real gamma[x.cols],
                   FastForward forward, BnGradients gradients)
{
    //> solution A.6
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    fast_require_shape("dy", dy, x);
    fast_require_shape("dx", gradients.dx, x);
    const size_t width = fast_width(x.cols, threads);
#pragma omp parallel for num_threads((int)threads)
    for (size_t first = 0; first < x.cols; first += width)
        fast_backward_block(dy, x, fast_block(first, width, x.cols), gamma, forward, gradients);
    //< solution
}

/*:
Compare with where you began. The forward pass read $x$ three times, wrote $\hat{x}$, read it again
and wrote $y$. It reads $x$ twice now and writes $y$. How far that is from the machine's limit is
what the chapter measures.
*/
