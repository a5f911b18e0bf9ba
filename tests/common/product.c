#include "common/product.h"

#include "tests/common/tools.h"

typedef void Product(Matrix a, Matrix b, Matrix c);

/* What a(i, t) and b(t, j) are in the sum over t. */
typedef struct {
    const char *name;
    Product *product;
    bool a_transposed, b_transposed;
} Case;

static const Case cases[] = {
    {"product_ab", product_ab, false, false},
    {"product_atb", product_atb, true, false},
    {"product_abt", product_abt, false, true},
};

static const size_t shapes[][3] = {{1, 1, 1},   {1, 5, 3},   {4, 1, 3},   {4, 5, 1},
                                   {7, 3, 5},   {17, 33, 9}, {64, 20, 5}, {20, 40, 37},
                                   {6, 300, 5}, {3, 257, 18}};

static real term(const Case *k, Matrix a, Matrix b, size_t t, size_t i, size_t j)
{
    return (k->a_transposed ? row(a, t)[i] : row(a, i)[t]) *
           (k->b_transposed ? row(b, j)[t] : row(b, t)[j]);
}

/* What product.h promises, to the bit: the terms in order, 256 at a time. */
static real in_order(const Case *k, Matrix a, Matrix b, size_t terms, size_t i, size_t j, real c)
{
    for (size_t first = 0; first < terms; first += 256) {
        real sum = 0;
        for (size_t t = first; t < terms && t < first + 256; t++)
            sum += term(k, a, b, t, i, j);
        c += sum;
    }
    return c;
}

/* c[i][j] += sum over t of a(i, t) b(t, j), in long double; the sum of absolute values too, to
   measure rounding by. */
static long double entry(const Case *k, Matrix a, Matrix b, size_t terms, size_t i, size_t j,
                         long double *magnitude)
{
    long double sum = 0;
    for (size_t t = 0; t < terms; t++) {
        long double exact = (long double)(k->a_transposed ? row(a, t)[i] : row(a, i)[t]) *
                            (k->b_transposed ? row(b, j)[t] : row(b, t)[j]);
        sum += exact;
        *magnitude += fabsl(exact);
    }
    return sum;
}

static void check_product(const Case *k, const size_t shape[3])
{
    size_t rows = shape[0], terms = shape[1], cols = shape[2];
    Random random = random_new(rows + 100 * terms + 10000 * cols);
    Matrix a =
        k->a_transposed ? random_matrix(&random, terms, rows) : random_matrix(&random, rows, terms);
    Matrix b =
        k->b_transposed ? random_matrix(&random, cols, terms) : random_matrix(&random, terms, cols);
    Matrix before = random_matrix(&random, rows, cols);
    Matrix c = copy_of(before);
    k->product(a, b, c);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++) {
            long double magnitude = fabsl((long double)row(before, i)[j]);
            long double want = row(before, i)[j] + entry(k, a, b, terms, i, j, &magnitude);
            double tolerance = REAL_EPSILON * (double)(terms + 1) * (double)magnitude;
            assert_close(row(c, i)[j], want, tolerance);
            ck_assert(row(c, i)[j] == in_order(k, a, b, terms, i, j, row(before, i)[j]));
        }
    matrix_free(a);
    matrix_free(b);
    matrix_free(before);
    matrix_free(c);
}

START_TEST(products_are_right)
{
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        check_product(&cases[_i], shapes[s]);
}
END_TEST

static void check_refusals(Product *product, bool a_transposed, bool b_transposed)
{
    Matrix two_three = matrix_new(2, 3), three_two = matrix_new(3, 2), four = matrix_new(4, 4);
    Matrix a = a_transposed ? three_two : two_three, b = b_transposed ? two_three : three_two;
    Matrix c = matrix_new(2, 2);
    product(a, b, c);
    ck_assert(refused(product(a, b, two_three)));
    ck_assert(refused(product(a, b, three_two)));
    ck_assert(refused(product(four, b, c)));
    ck_assert(refused(product(a, four, c)));
    matrix_free(two_three);
    matrix_free(three_two);
    matrix_free(four);
    matrix_free(c);
}

START_TEST(wrong_shapes_are_refused)
{
    const Case *k = &cases[_i];
    check_refusals(k->product, k->a_transposed, k->b_transposed);
}
END_TEST

static void multiply_empty_rows(void)
{
    Matrix a = matrix_new(2, 0), b = matrix_new(0, 3), c = matrix_new(2, 3);
    c.v[5] = 7;
    product_ab(a, b, c);
    require(c.v[5] == 7 && c.v[0] == 0, "something was added");
    matrix_free(a);
    matrix_free(b);
    matrix_free(c);
}

/* No examples, or sums without terms: nothing is added. */
START_TEST(empty_products_add_nothing)
{
    Outcome end = outcome(multiply_empty_rows);
    ck_assert_int_eq(end.status, 0);
    ck_assert_str_eq(end.stderr, "");
    Matrix none = matrix_new(0, 3), weights = matrix_new(3, 2), no_result = matrix_new(0, 2);
    Matrix no_dy = matrix_new(0, 2), dweights = matrix_new(3, 2);
    dweights.v[5] = 7;
    product_ab(none, weights, no_result);
    product_atb(none, no_dy, dweights);
    ck_assert(dweights.v[0] == 0 && dweights.v[5] == 7);
    matrix_free(none);
    matrix_free(weights);
    matrix_free(no_result);
    matrix_free(no_dy);
    matrix_free(dweights);
}
END_TEST

TCase *product_tests(void)
{
    TCase *tests = tcase_create("product");
    tcase_add_loop_test(tests, products_are_right, 0, 3);
    tcase_add_loop_test(tests, wrong_shapes_are_refused, 0, 3);
    tcase_add_test(tests, empty_products_add_nothing);
    return tests;
}
