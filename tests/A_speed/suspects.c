/* Appendix A's common mistakes: each is a wrong version of one exercise, and what is to be said
   of it. */

#include <math.h>

#include "forward_pass.h"
#include "tests/A_speed/shared.h"

/* ---- A.1 fast_sums ---- */

static void sums_not_cleared(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                             real *restrict squares)
{
    for (size_t i = n; i < n + rows; i++)
        for (size_t d = 0; d < block.count; d++) {
            real a = fast_part(x, i, block)[d] - fast_part(x, n, block)[d];
            sum[d] += a;
            squares[d] += a * a;
        }
}

static void sums_around_zero(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                             real *restrict squares)
{
    fast_require_block(x, block);
    for (size_t d = 0; d < block.count; d++) {
        sum[d] = squares[d] = 0;
        for (size_t i = n; i < n + rows; i++) {
            sum[d] += fast_part(x, i, block)[d];
            squares[d] += fast_part(x, i, block)[d] * fast_part(x, i, block)[d];
        }
    }
}

static void sums_lose_the_rest(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                               real *restrict squares)
{
    fast_sums(x, n, rows / 4 * 4, block, sum, squares);
}

static void sums_around_row_0(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                              real *restrict squares)
{
    fast_require_block(x, block);
    for (size_t d = 0; d < block.count; d++) {
        sum[d] = squares[d] = 0;
        for (size_t i = n; i < n + rows; i++) {
            real a = fast_part(x, i, block)[d] - fast_part(x, 0, block)[d];
            sum[d] += a;
            squares[d] += a * a;
        }
    }
}

static void sums_of_the_first_features(Matrix x, size_t n, size_t rows, Block block,
                                       real *restrict sum, real *restrict squares)
{
    fast_require_block(x, block);
    fast_sums(x, n, rows, (Block){0, block.count}, sum, squares);
}

/* ---- A.2 fast_statistics ---- */

/* The chunks joined in one of several wrong ways. */
typedef enum { NO_BETWEEN, NO_CENTER, EQUAL_CHUNKS, NO_MOVED } Join;

static void join_chunks(Matrix x, Block block, double *mean, double *var, Join wrong)
{
    require(x.rows >= 1, "no examples");
    fast_require_block(x, block);
    for (size_t d = block.first; d < block.first + block.count; d++) {
        mean[d] = var[d] = 0;
        size_t chunks = 0;
        for (size_t n = 0; n < x.rows; n += FAST_CHUNK) {
            real sum, squares;
            double count = (double)fast_chunk(x, n), before = (double)n;
            fast_sums(x, n, fast_chunk(x, n), (Block){d, 1}, &sum, &squares);
            double moved = sum / count, center = wrong == NO_CENTER ? 0 : row(x, n)[d];
            double delta = center + moved - mean[d];
            double part = wrong == EQUAL_CHUNKS ? 1.0 / (double)++chunks : count / (before + count);
            var[d] += squares - (wrong == NO_MOVED ? 0 : moved * sum);
            var[d] += wrong == NO_BETWEEN ? 0 : delta * delta * before * part;
            mean[d] += delta * part;
        }
        var[d] /= (double)x.rows;
    }
}

static void statistics_without_between(Matrix x, Block block, double *mean, double *var)
{
    join_chunks(x, block, mean, var, NO_BETWEEN);
}

static void statistics_without_center(Matrix x, Block block, double *mean, double *var)
{
    join_chunks(x, block, mean, var, NO_CENTER);
}

static void statistics_of_equal_chunks(Matrix x, Block block, double *mean, double *var)
{
    join_chunks(x, block, mean, var, EQUAL_CHUNKS);
}

static void statistics_around_the_center(Matrix x, Block block, double *mean, double *var)
{
    join_chunks(x, block, mean, var, NO_MOVED);
}

static void statistics_not_divided(Matrix x, Block block, double *mean, double *var)
{
    fast_statistics(x, block, mean, var);
    for (size_t d = 0; d < block.count; d++)
        var[block.first + d] *= (double)x.rows;
}

static void statistics_of_population(Matrix x, Block block, double *mean, double *var)
{
    fast_statistics(x, block, mean, var);
    for (size_t d = 0; d < block.count; d++)
        var[block.first + d] *= (double)x.rows / ((double)x.rows - 1);
}

static void statistics_from_place_0(Matrix x, Block block, double *mean, double *var)
{
    double m[FAST_PAGE + 64], v[FAST_PAGE + 64];
    require(x.cols <= FAST_PAGE + 64, "%zu features", x.cols);
    fast_statistics(x, block, m, v);
    for (size_t d = 0; d < block.count; d++) {
        mean[d] = m[block.first + d];
        var[d] = v[block.first + d];
    }
}

/* ---- A.3 fast_forward_block ---- */

static void forward_as_line(Matrix x, Block block, const real *gamma, const real *beta, double eps,
                            FastForward f)
{
    fast_forward_block(x, block, gamma, beta, eps, f);
    for (size_t d = block.first; d < block.first + block.count; d++) {
        float a = (float)(gamma[d] * f.rstd[d]), b = (float)(beta[d] - f.mean[d] * a);
        for (size_t n = 0; n < x.rows; n++)
            row(f.y, n)[d] = (float)row(x, n)[d] * a + b;
    }
}

static void forward_mean_in_float(Matrix x, Block block, const real *gamma, const real *beta,
                                  double eps, FastForward f)
{
    fast_forward_block(x, block, gamma, beta, eps, f);
    for (size_t d = block.first; d < block.first + block.count; d++)
        for (size_t n = 0; n < x.rows; n++)
            row(f.y, n)[d] =
                (real)((row(x, n)[d] - (float)f.mean[d]) * f.rstd[d] * gamma[d] + beta[d]);
}

static void forward_gamma_from_place_0(Matrix x, Block block, const real *gamma, const real *beta,
                                       double eps, FastForward f)
{
    real g[FAST_PAGE], b[FAST_PAGE];
    fast_require_block(x, block);
    require(x.cols <= FAST_PAGE, "%zu features", x.cols);
    for (size_t d = 0; d < block.count; d++) {
        g[block.first + d] = gamma[d];
        b[block.first + d] = beta[d];
    }
    fast_forward_block(x, block, g, b, eps, f);
}

static void forward_without_beta(Matrix x, Block block, const real *gamma, const real *beta,
                                 double eps, FastForward f)
{
    fast_forward_block(x, block, gamma, beta, eps, f);
    for (size_t d = block.first; d < block.first + block.count; d++)
        for (size_t n = 0; n < x.rows; n++)
            row(f.y, n)[d] -= beta[d];
}

static void forward_of_all_features(Matrix x, Block block, const real *gamma, const real *beta,
                                    double eps, FastForward f)
{
    fast_require_block(x, block);
    fast_forward_block(x, (Block){0, x.cols}, gamma, beta, eps, f);
}

static void forward_accepts_one(Matrix x, Block block, const real *gamma, const real *beta,
                                double eps, FastForward f)
{
    if (x.rows != 1) {
        fast_forward_block(x, block, gamma, beta, eps, f);
        return;
    }
    fast_statistics(x, block, f.mean, f.var);
    bn_rstd(block.count, f.var + block.first, eps, f.rstd + block.first);
    for (size_t d = block.first; d < block.first + block.count; d++)
        row(f.y, 0)[d] = beta[d];
}

/* ---- A.4 fast_backward_block ---- */

static void backward_dgamma_without_rstd(Matrix dy, Matrix x, Block block, const real *gamma,
                                         FastForward f, BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t d = block.first; d < block.first + block.count; d++)
        g.dgamma[d] /= f.rstd[d];
}

static void backward_hands_out_means(Matrix dy, Matrix x, Block block, const real *gamma,
                                     FastForward f, BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t d = block.first; d < block.first + block.count; d++) {
        g.dgamma[d] /= (double)x.rows;
        g.dbeta[d] /= (double)x.rows;
    }
}

static void backward_one_path(Matrix dy, Matrix x, Block block, const real *gamma, FastForward f,
                              BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = block.first; d < block.first + block.count; d++)
            row(g.dx, n)[d] = (real)(row(dy, n)[d] * gamma[d] * f.rstd[d]);
}

static void backward_without_gamma(Matrix dy, Matrix x, Block block, const real *gamma,
                                   FastForward f, BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = block.first; d < block.first + block.count; d++)
            row(g.dx, n)[d] /= gamma[d];
}

static void backward_of_all_features(Matrix dy, Matrix x, Block block, const real *gamma,
                                     FastForward f, BnGradients g)
{
    fast_require_block(x, block);
    fast_backward_block(dy, x, (Block){0, x.cols}, gamma, f, g);
}

/* ---- A.5 and A.6 ---- */

static void all_forward_without_the_rest(size_t threads, Matrix x, const real *gamma,
                                         const real *beta, double eps, FastForward f)
{
    size_t width = fast_width(x.cols, threads);
    require(x.rows >= 2 && eps > 0 && f.y.rows == x.rows && f.y.cols == x.cols, "refused");
    for (size_t first = 0; first + width <= x.cols; first += width)
        fast_forward_block(x, (Block){first, width}, gamma, beta, eps, f);
}

static void all_forward_in_one_block(size_t threads, Matrix x, const real *gamma, const real *beta,
                                     double eps, FastForward f)
{
    require(threads >= 1, "no threads");
    fast_forward_block(x, (Block){0, x.cols}, gamma, beta, eps, f);
}

static void all_forward_without_threads(size_t threads, Matrix x, const real *gamma,
                                        const real *beta, double eps, FastForward f)
{
    (void)threads;
    fast_forward(1, x, gamma, beta, eps, f);
}

static void all_backward_without_the_rest(size_t threads, Matrix dy, Matrix x, const real *gamma,
                                          FastForward f, BnGradients g)
{
    size_t width = fast_width(x.cols, threads);
    require(x.rows >= 2 && g.dx.rows == x.rows && g.dx.cols == x.cols, "refused");
    for (size_t first = 0; first + width <= x.cols; first += width)
        fast_backward_block(dy, x, (Block){first, width}, gamma, f, g);
}

static void all_backward_accepts_0_threads(size_t threads, Matrix dy, Matrix x, const real *gamma,
                                           FastForward f, BnGradients g)
{
    fast_backward(threads > 0 ? threads : 1, dy, x, gamma, f, g);
}

const Suspect suspects[] = {
    {"A.1", "sums_not_cleared", "{1, 2, 4, 8}, as by hand",
     "You add to what sum and squares held before the call. Set each to 0 first.",
     (Function)sums_not_cleared, BY_VALUE},
    {"A.1", "sums_around_zero", "{1, 2, 4, 8}, as by hand",
     "You add up x and x^2. Subtract the chunk's first row before you add and before you square: "
     "around 0 the squares lose their digits.",
     (Function)sums_around_zero, BY_VALUE},
    {"A.1", "sums_lose_the_rest", "any number of rows, 1 to 32",
     "Rows are missing: those that are left when four at a time do not come out even. Add them one "
     "by one behind the loop.",
     (Function)sums_lose_the_rest, BY_VALUE},
    {"A.1", "sums_around_row_0", "the rows and features that are given",
     "You subtract row 0 of the batch. The center is row n, the first of this chunk.",
     (Function)sums_around_row_0, BY_VALUE},
    {"A.1", "sums_of_the_first_features", "the rows and features that are given",
     "You add up features 0, 1, ... of each row. The block begins at block.first: fast_part(x, n, "
     "block) points to it.",
     (Function)sums_of_the_first_features, BY_VALUE},

    {"A.2", "statistics_without_between", "chunks with different means",
     "You added the chunks' own sums of squares only. What lies between their means is missing: "
     "delta^2 * before * rows / total.",
     (Function)statistics_without_between, BY_VALUE},
    {"A.2", "statistics_without_center", "{1, 2, 3, 4}: 2.5 and 1.25",
     "You took sum / rows for the chunk's mean. The sums are around the chunk's first row c: its "
     "mean "
     "is c + sum / rows.",
     (Function)statistics_without_center, BY_VALUE},
    {"A.2", "statistics_of_equal_chunks", "any N and any D",
     "You gave each chunk the same weight. The last one may have fewer rows: a chunk counts for "
     "rows / "
     "total.",
     (Function)statistics_of_equal_chunks, BY_VALUE},
    {"A.2", "statistics_around_the_center", "{1, 2, 3, 4}: 2.5 and 1.25",
     "The chunk's squares are around its first row. Around its mean they are less by moved * sum, "
     "which you did not subtract.",
     (Function)statistics_around_the_center, BY_VALUE},
    {"A.2", "statistics_not_divided", "{1, 2, 3, 4}: 2.5 and 1.25",
     "You return the sum of squares. The variance is this sum divided by N.",
     (Function)statistics_not_divided, BY_VALUE},
    {"A.2", "statistics_of_population", "{1, 2, 3, 4}: 2.5 and 1.25",
     "You divided by N-1. Batch norm divides by N.", (Function)statistics_of_population, BY_VALUE},
    {"A.2", "statistics_from_place_0", "stays in its block",
     "You write the results from place 0 on. Feature block.first + d belongs at place block.first "
     "+ "
     "d of mean and var.",
     (Function)statistics_from_place_0, BY_VALUE},

    {"A.3", "forward_as_line", "survives an offset of 1e8",
     "You compute y = a x + b. Far from 0 both are large and cancel, and the digits are gone. "
     "Subtract the mean first.",
     (Function)forward_as_line, BY_PATTERN},
    {"A.3", "forward_mean_in_float", "survives an offset of 1e8",
     "You rounded the mean to float. At 1e8 that is off by up to 4. Subtract both parts of it: "
     "x - high - low.",
     (Function)forward_mean_in_float, BY_VALUE},
    {"A.3", "forward_gamma_from_place_0", "stays in its block",
     "You take gamma and beta from place 0 on. Those of feature block.first + d are at place "
     "block.first + d.",
     (Function)forward_gamma_from_place_0, BY_VALUE},
    {"A.3", "forward_without_beta", "{1, 2, 3, 4}, as by hand", "You did not add beta.",
     (Function)forward_without_beta, BY_VALUE},
    {"A.3", "forward_of_all_features", "stays in its block",
     "You computed all features. Only those of the block are yours here: another thread may be at "
     "work on the others.",
     (Function)forward_of_all_features, BY_VALUE},
    {"A.3", "forward_accepts_one", "refuses what does not fit",
     "You accepted a batch of one example. In training there is nothing to normalize it by: refuse "
     "fewer than two.",
     (Function)forward_accepts_one, BY_VALUE},

    {"A.4", "backward_dgamma_without_rstd", "any batch of two or more",
     "dgamma is the sum of dy * (x - mean). It must be multiplied by rstd once, when it is "
     "complete.",
     (Function)backward_dgamma_without_rstd, BY_VALUE},
    {"A.4", "backward_hands_out_means", "{3, 4, 5}, as by hand",
     "dgamma and dbeta are sums over the batch. You handed them out divided by N.",
     (Function)backward_hands_out_means, BY_VALUE},
    {"A.4", "backward_one_path", "{3, 4, 5}, as by hand",
     "You took mean and variance for constants. In training they depend on x too: subtract "
     "dbeta / N and xhat * dgamma / N.",
     (Function)backward_one_path, BY_VALUE},
    {"A.4", "backward_without_gamma", "{3, 4, 5}, as by hand",
     "dx lacks the factor gamma: it is gamma * rstd times the parenthesis.",
     (Function)backward_without_gamma, BY_VALUE},
    {"A.4", "backward_of_all_features", "stays in its block",
     "You computed all features. Only those of the block are yours here.",
     (Function)backward_of_all_features, BY_VALUE},

    {"A.5", "all_forward_without_the_rest", "all features, in blocks",
     "The last features are missing: those that do not fill a block. fast_block gives a narrower "
     "one for them.",
     (Function)all_forward_without_the_rest, BY_VALUE},
    {"A.5", "all_forward_in_one_block", "all features, in blocks",
     "You made one block of all features. A block has FAST_PAGE at most.",
     (Function)all_forward_in_one_block, BY_VALUE},
    {"A.5", "all_forward_without_threads", "refuses what does not fit",
     "You accepted 0 threads, or did not look at how many there are.",
     (Function)all_forward_without_threads, BY_VALUE},

    {"A.6", "all_backward_without_the_rest", "all features, in blocks",
     "The last features are missing: those that do not fill a block.",
     (Function)all_backward_without_the_rest, BY_VALUE},
    {"A.6", "all_backward_accepts_0_threads", "refuses what does not fit",
     "You accepted 0 threads.", (Function)all_backward_accepts_0_threads, BY_VALUE},
    {0},
};
