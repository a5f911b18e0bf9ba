/* All sums in double around the batch's first row, to which each chunk is moved. */
#include "speed.h"

#include "forward_pass.h"

void fast_sums(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
               real *restrict squares)
{
    fast_require_block(x, block);
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
}

void fast_statistics(Matrix x, Block block, double *mean, double *var)
{
    require(x.rows >= 1, "no examples");
    fast_require_block(x, block);
    FastNumbers sum, squares;
    double *m = mean + block.first, *v = var + block.first, N = (double)x.rows;
    const real *origin = fast_part(x, 0, block);
    for (size_t d = 0; d < block.count; d++)
        m[d] = v[d] = 0;
    for (size_t n = 0; n < x.rows; n += FAST_CHUNK) {
        double count = (double)fast_chunk(x, n);
        const real *c = fast_part(x, n, block);
        fast_sums(x, n, fast_chunk(x, n), block, sum, squares);
        for (size_t d = 0; d < block.count; d++) {
            double moved = (double)c[d] - origin[d]; /* (a + moved)^2 = a^2 + 2 a moved + moved^2 */
            m[d] += sum[d] + count * moved;
            v[d] += squares[d] + moved * (2 * sum[d] + count * moved);
        }
    }
    for (size_t d = 0; d < block.count; d++) {
        double moved = m[d] / N;
        v[d] = v[d] / N - moved * moved;
        m[d] = origin[d] + moved;
    }
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
