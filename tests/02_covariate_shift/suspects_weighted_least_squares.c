/* Exercise 2.5, weighted_least_squares: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "covariate_shift.h"
#include "common/solve.h"
#include "tests/harness/harness.h"

/* The normal equations with one weight for A and another for c: the ratio to some power. */
static void solve_with_powers(Matrix x, const double *target, const double *ratio, double *A,
                              double *w, double power_of_A, double power_of_c)
{
    size_t D = x.cols;
    memset(A, 0, D * D * sizeof *A);
    memset(w, 0, D * sizeof *w);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t i = 0; i < D; i++) {
            w[i] += pow(ratio[n], power_of_c) * row(x, n)[i] * target[n];
            for (size_t j = 0; j < D; j++)
                A[i * D + j] += pow(ratio[n], power_of_A) * row(x, n)[i] * row(x, n)[j];
        }
    solve_symmetric(D, A, w);
}

static void squares_without_weights(Matrix x, const double *target, const double *ratio, double *A,
                                    double *w)
{
    solve_with_powers(x, target, ratio, A, w, 0, 0);
}

static void squares_weights_only_in_A(Matrix x, const double *target, const double *ratio,
                                      double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, 1, 0);
}

static void squares_weights_only_in_c(Matrix x, const double *target, const double *ratio,
                                      double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, 0, 1);
}

static void squares_of_squared_weights(Matrix x, const double *target, const double *ratio,
                                       double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, 2, 2);
}

static void squares_of_weights_squared_in_A(Matrix x, const double *target, const double *ratio,
                                            double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, 2, 1);
}

static void squares_of_root_weights(Matrix x, const double *target, const double *ratio, double *A,
                                    double *w)
{
    solve_with_powers(x, target, ratio, A, w, 0.5, 0.5);
}

static void squares_of_inverse_weights(Matrix x, const double *target, const double *ratio,
                                       double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, -1, -1);
}

static void squares_divided_on_one_side(Matrix x, const double *target, const double *ratio,
                                        double *A, double *w)
{
    weighted_least_squares(x, target, ratio, A, w);
    for (size_t d = 0; d < x.cols; d++)
        w[d] *= (double)x.rows;
}

static void squares_of_column_major(Matrix x, const double *target, const double *ratio, double *A,
                                    double *w)
{
    Matrix other = {x.rows, x.cols, malloc(x.rows * x.cols * sizeof(real))};
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(other, n)[d] = x.v[d * x.rows + n];
    weighted_least_squares(other, target, ratio, A, w);
    free(other.v);
}

static void squares_of_the_diagonal(Matrix x, const double *target, const double *ratio, double *A,
                                    double *w)
{
    for (size_t d = 0; d < x.cols; d++) {
        Matrix feature = {x.rows, 1, malloc(x.rows * sizeof(real))};
        for (size_t n = 0; n < x.rows; n++)
            feature.v[n] = row(x, n)[d];
        weighted_least_squares(feature, target, ratio, A, &w[d]);
        free(feature.v);
    }
}

static void squares_A_not_cleared(Matrix x, const double *target, const double *ratio, double *A,
                                  double *w)
{
    size_t D = x.cols;
    memset(w, 0, D * sizeof *w);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t i = 0; i < D; i++) {
            w[i] += ratio[n] * row(x, n)[i] * target[n];
            for (size_t j = 0; j < D; j++)
                A[i * D + j] += ratio[n] * row(x, n)[i] * row(x, n)[j];
        }
    solve_symmetric(D, A, w);
}

static void squares_not_cleared(Matrix x, const double *target, const double *ratio, double *A,
                                double *w)
{
    size_t D = x.cols;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t i = 0; i < D; i++) {
            w[i] += ratio[n] * row(x, n)[i] * target[n];
            for (size_t j = 0; j < D; j++)
                A[i * D + j] += ratio[n] * row(x, n)[i] * row(x, n)[j];
        }
    solve_symmetric(D, A, w);
}

static void squares_not_solved(Matrix x, const double *target, const double *ratio, double *A,
                               double *w)
{
    size_t D = x.cols;
    weighted_least_squares(x, target, ratio, A, w);
    memset(w, 0, D * sizeof *w);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t i = 0; i < D; i++)
            w[i] += ratio[n] * row(x, n)[i] * target[n];
}

static void squares_with_a_ridge(Matrix x, const double *target, const double *ratio, double *A,
                                 double *w)
{
    size_t D = x.cols;
    memset(A, 0, D * D * sizeof *A);
    memset(w, 0, D * sizeof *w);
    for (size_t d = 0; d < D; d++)
        A[d * D + d] = 1;
    squares_not_cleared(x, target, ratio, A, w);
}

static void squares_weigh_x_itself(Matrix x, const double *target, const double *ratio, double *A,
                                   double *w)
{
    weighted_least_squares(x, target, ratio, A, w);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] *= (real)sqrt(ratio[n]);
}

const Suspect suspects_weighted_least_squares[] = {
    SUSPECT(squares_without_weights, "a weighted mean, as by hand",
            "You left the weights out: this is ordinary least squares. Multiply each example's "
            "share of A and of c by ratio[n]."),
    SUSPECT(squares_weights_only_in_A, "a weighted mean, as by hand",
            "The weights are in A but not in c. ratio[n] multiplies the example's share of both."),
    SUSPECT(squares_weights_only_in_c, "a weighted mean, as by hand",
            "The weights are in c but not in A. ratio[n] multiplies the example's share of both."),
    SUSPECT(squares_of_squared_weights, "a weighted mean, as by hand",
            "You used the squares of the weights. The weight multiplies the squared error; it is "
            "not squared with it."),
    SUSPECT(squares_of_weights_squared_in_A, "a weighted mean, as by hand",
            "In A the weight is squared: you multiplied x[i] and x[j] by it. Once is enough."),
    SUSPECT(squares_of_root_weights, "a weighted mean, as by hand",
            "You used the roots of the weights. Multiply each example's share of A and of c by "
            "ratio[n] itself."),
    SUSPECT(squares_of_inverse_weights, "a weighted mean, as by hand",
            "You divided by the weights. A large weight must pull the fit toward its example: "
            "multiply."),
    SUSPECT(squares_divided_on_one_side, "a weighted mean, as by hand",
            "You divided A by N but not c. Divide both or none."),
    SUSPECT(squares_of_column_major, "with ratio 1, ordinary least squares",
            "You read x as if each feature's values stood side by side. Feature d of example n is "
            "row(x, n)[d]."),
    SUSPECT(squares_of_the_diagonal, "with ratio 1, ordinary least squares",
            "Only A's diagonal is filled, as if each feature were fitted alone. A[i][j] is needed "
            "for i and j that differ, too."),
    SUSPECT(squares_not_cleared, "a weighted mean, as by hand",
            "You add to what A and w held before the call. Set them to 0 first."),
    SUSPECT(squares_A_not_cleared, "a weighted mean, as by hand",
            "You add to what A held before the call. Set it to 0 first, as you do with w."),
    SUSPECT(squares_not_solved, "a weighted mean, as by hand",
            "w holds the right-hand side c. Call solve_symmetric(D, A, w): it puts the solution "
            "there."),
    SUSPECT(squares_with_a_ridge, "with ratio 1, ordinary least squares",
            "You added something to A's diagonal. That pulls w toward 0, and hides a system that "
            "has no answer. Leave A as the sums make it."),
    SUSPECT(squares_weigh_x_itself, "changes nothing else",
            "You multiplied x itself by the roots of the weights. x is an input: multiply where "
            "you add up."),
    {0},
};
