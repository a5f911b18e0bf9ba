/* The sums by pairs of rows, with pointers. */
#include "speed.h"

#include "forward_pass.h"

void fast_sums(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
               real *restrict squares)
{
    fast_require_block(x, block);
    const real *c = x.v + n * x.cols + block.first, *p = c;
    for (size_t d = 0; d < block.count; d++)
        sum[d] = squares[d] = 0;
    for (; rows >= 2; rows -= 2, p += 2 * x.cols) {
        const real *q = p + x.cols;
        for (size_t d = 0; d < block.count; d++) {
            sum[d] += p[d] - c[d] + (q[d] - c[d]);
            squares[d] += (p[d] - c[d]) * (p[d] - c[d]) + (q[d] - c[d]) * (q[d] - c[d]);
        }
    }
    for (size_t d = 0; rows == 1 && d < block.count; d++) {
        sum[d] += p[d] - c[d];
        squares[d] += (p[d] - c[d]) * (p[d] - c[d]);
    }
}

void fast_statistics(Matrix x, Block block, double *mean, double *var)
{
    require(x.rows >= 1, "the statistics of a batch without examples");
    fast_require_block(x, block);
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
}

void fast_forward_block(Matrix x, Block block, const real *gamma, const real *beta, double eps,
                        FastForward forward)
{
    fast_require_block(x, block);
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
}

void fast_backward_block(Matrix dy, Matrix x, Block block, const real *gamma, FastForward forward,
                         BnGradients gradients)
{
    fast_require_block(x, block);
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
}

void fast_forward(size_t threads, Matrix x, const real *gamma, const real *beta, double eps,
                  FastForward forward)
{
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    require(eps > 0, "eps is %g, it must be positive", eps);
    fast_require_shape("y", forward.y, x);
    const size_t width = fast_width(x.cols, threads);
#pragma omp parallel for num_threads((int)threads)
    for (size_t first = 0; first < x.cols; first += width)
        fast_forward_block(x, fast_block(first, width, x.cols), gamma, beta, eps, forward);
}

void fast_backward(size_t threads, Matrix dy, Matrix x, const real *gamma, FastForward forward,
                   BnGradients gradients)
{
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    fast_require_shape("dy", dy, x);
    fast_require_shape("dx", gradients.dx, x);
    const size_t width = fast_width(x.cols, threads);
#pragma omp parallel for num_threads((int)threads)
    for (size_t first = 0; first < x.cols; first += width)
        fast_backward_block(dy, x, fast_block(first, width, x.cols), gamma, forward, gradients);
}
