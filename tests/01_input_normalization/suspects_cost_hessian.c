/* Exercise 1.5, cost_hessian: its common mistakes, and what is to be said of each. */

#include "input_normalization.h"
#include "tests/harness/harness.h"

static void scale_hessian(Matrix x, double *hessian, double by)
{
    cost_hessian(x, hessian);
    for (size_t i = 0; i < (x.cols + 1) * (x.cols + 1); i++)
        hessian[i] *= by;
}

static void hessian_not_divided(Matrix x, double *hessian)
{
    scale_hessian(x, hessian, (double)x.rows);
}

static void hessian_of_whole_error(Matrix x, double *hessian)
{
    scale_hessian(x, hessian, 2);
}

static void hessian_divided_by_D(Matrix x, double *hessian)
{
    scale_hessian(x, hessian, (double)x.rows / (double)x.cols);
}

static void hessian_divided_by_N_minus_1(Matrix x, double *hessian)
{
    scale_hessian(x, hessian, (double)x.rows / ((double)x.rows - 1));
}

static void hessian_divided_by_P(Matrix x, double *hessian)
{
    scale_hessian(x, hessian, (double)x.rows / (double)(x.cols + 1));
}

static void hessian_not_cleared(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++) {
            for (size_t n = 0; n < x.rows; n++)
                hessian[i * P + j] += (i < x.cols ? (double)row(x, n)[i] : 1) *
                                      (j < x.cols ? (double)row(x, n)[j] : 1);
            hessian[i * P + j] /= (double)x.rows;
        }
}

/* With the bias as parameter 0. */
static void hessian_bias_first(Matrix x, double *hessian)
{
    size_t D = x.cols, P = D + 1;
    double copy[64 * 64];
    require(P <= 64, "a suspect with %zu parameters", P);
    cost_hessian(x, copy);
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++)
            hessian[i * P + j] = copy[(i + D) % P * P + (j + D) % P];
}

/* D numbers in a row, not P: what is after them is left as it was. */
static void hessian_rows_of_D(Matrix x, double *hessian)
{
    size_t D = x.cols, P = D + 1;
    double copy[64 * 64];
    require(P <= 64, "a suspect with %zu parameters", P);
    cost_hessian(x, copy);
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++)
            hessian[i * D + j] = copy[i * P + j];
}

static void hessian_without_bias(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    cost_hessian(x, hessian);
    for (size_t i = 0; i < P; i++)
        hessian[i * P + x.cols] = hessian[x.cols * P + i] = 0;
}

/* D rows of D numbers; the places behind them are not touched. */
static void hessian_of_features_only(Matrix x, double *hessian)
{
    size_t D = x.cols;
    for (size_t i = 0; i < D; i++)
        for (size_t j = 0; j < D; j++) {
            hessian[i * D + j] = 0;
            for (size_t n = 0; n < x.rows; n++)
                hessian[i * D + j] += (double)row(x, n)[i] * (double)row(x, n)[j];
            hessian[i * D + j] /= (double)x.rows;
        }
}

static void hessian_corner_is_N(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    cost_hessian(x, hessian);
    hessian[P * P - 1] = (double)x.rows;
}

static void hessian_upper_half(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    cost_hessian(x, hessian);
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < i; j++)
            hessian[i * P + j] = 0;
}

static void hessian_is_covariance(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    cost_hessian(x, hessian);
    for (size_t i = 0; i < x.cols; i++)
        for (size_t j = 0; j < x.cols; j++)
            hessian[i * P + j] -= hessian[i * P + x.cols] * hessian[j * P + x.cols];
    for (size_t i = 0; i < x.cols; i++)
        hessian[i * P + x.cols] = hessian[x.cols * P + i] = 0;
}

static void hessian_column_major(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++) {
            double sum = 0;
            for (size_t n = 0; n < x.rows; n++)
                sum += (i < x.cols ? (double)x.v[i * x.rows + n] : 1) *
                       (j < x.cols ? (double)x.v[j * x.rows + n] : 1);
            hessian[i * P + j] = sum / (double)x.rows;
        }
}

const Suspect suspects_cost_hessian[] = {
    SUSPECT(hessian_not_divided, "four cats, as by hand",
            "You return the sum over the examples. Divide it by N."),
    SUSPECT(hessian_of_whole_error, "four cats, as by hand",
            "Every entry is twice too large: that is the Hessian of the mean squared error. The "
            "cost is half of it, so that this 2 cancels."),
    SUSPECT(hessian_divided_by_D, "four cats, as by hand",
            "You divided by the number of features. Divide by N, the number of examples."),
    SUSPECT(hessian_divided_by_N_minus_1, "four cats, as by hand",
            "You divided by N-1. The cost is a mean over the N examples, and so is its Hessian."),
    SUSPECT(hessian_divided_by_P, "four cats, as by hand",
            "You divided by the number of parameters. Divide by N, the number of examples."),
    SUSPECT(hessian_not_cleared, "four cats, as by hand",
            "You add to what the array hessian held before the call. Set it to 0 first, all P * P "
            "places."),
    SUSPECT(
        hessian_bias_first, "four cats, as by hand",
        "You put the bias first. The 1 stands after the last feature: the bias is parameter D."),
    SUSPECT(hessian_rows_of_D, "four cats, as by hand",
            "You wrote rows of D numbers. A row of the Hessian has P = D + 1: hessian[i * P + j]."),
    SUSPECT(hessian_without_bias, "four cats, as by hand",
            "The bias is missing: its row and its column are 0. It is a weight whose feature is "
            "always 1."),
    SUSPECT(
        hessian_of_features_only, "four cats, as by hand",
        "You made a matrix of D x D. The bias is a parameter too: P = D + 1, and a feature that "
        "is always 1 stands for it."),
    SUSPECT(hessian_corner_is_N, "four cats, as by hand",
            "The last entry is N. It is the mean of 1 * 1, which is 1: divide it too."),
    SUSPECT(
        hessian_upper_half, "four cats, as by hand",
        "Only one half of the matrix is right. It is symmetric: hessian[j][i] = hessian[i][j]."),
    SUSPECT(hessian_is_covariance, "nothing is subtracted",
            "You subtracted the means: that is the covariance. The Hessian takes x as it is, which "
            "is why centering changes it."),
    SUSPECT(hessian_column_major, "four cats, as by hand",
            "You read x as if each feature's values stood side by side. Feature d of example n is "
            "row(x, n)[d]."),
    {0},
};
