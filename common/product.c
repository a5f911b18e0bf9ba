/* The product, tile by tile: the sums of a tile stay in registers while the terms go by. Each sum
   is taken in the order of its terms, whatever the width of the registers; so the result has the
   same bits on every machine. */

#include "common/product.h"

#ifdef __AVX__
enum { REGISTER = 32 }; /* bytes */
#else
enum { REGISTER = 16 };
#endif

/* A tile is ROWS rows of c, and of each REGISTERS registers full of numbers. No more than TERMS
   terms are added up before the tile is added to c. */
enum { ROWS = 4, REGISTERS = 2, WIDTH = REGISTER / sizeof(real), COLS = REGISTERS * WIDTH };
enum { TERMS = 256 };

typedef real Register __attribute__((vector_size(REGISTER)));
typedef union {
    Register registers[REGISTERS];
    real numbers[COLS];
} Line;

/* A matrix to be read: element i, k is v[i * down + k * right]. To transpose, exchange the two. */
typedef struct {
    const real *v;
    size_t down, right;
} View;

static View as_is(Matrix m)
{
    return (View){m.v, m.cols, 1};
}

static View transposed(Matrix m)
{
    return (View){m.v, 1, m.cols};
}

static View from(View view, size_t i, size_t k)
{
    return (View){view.v + i * view.down + k * view.right, view.down, view.right};
}

static size_t at_most(size_t n, size_t limit)
{
    return n < limit ? n : limit;
}

/* The part of b that a column of tiles needs. To the right of b there are zeros. */
static void copy_lines(View b, size_t terms, size_t cols, Line *lines)
{
    for (size_t k = 0; k < terms; k++)
        for (size_t j = 0; j < COLS; j++)
            lines[k].numbers[j] = j < cols ? b.v[k * b.down + j * b.right] : 0;
}

/* The sums of one tile. Where a has fewer rows, its last one is taken again. */
static void tile_sums(View a, size_t rows, const Line *lines, size_t terms, Line *sums)
{
    const real *element[ROWS];
    Line sum[ROWS] = {{{{0}}}}; /* in registers, which what a pointer leads to would not be */
    for (size_t i = 0; i < ROWS; i++)
        element[i] = a.v + at_most(i, rows - 1) * a.down;
    for (size_t k = 0; k < terms; k++)
        for (size_t i = 0; i < ROWS; i++)
            for (size_t r = 0; r < REGISTERS; r++)
                sum[i].registers[r] += element[i][k * a.right] * lines[k].registers[r];
    for (size_t i = 0; i < ROWS; i++)
        sums[i] = sum[i];
}
/* c += a b */
static void add_product(View a, View b, size_t terms, Matrix c)
{
    Line lines[TERMS], sums[ROWS];
    for (size_t k = 0; k < terms; k += TERMS)
        for (size_t j = 0; j < c.cols; j += COLS) {
            size_t some = at_most(terms - k, TERMS), cols = at_most(c.cols - j, COLS);
            copy_lines(from(b, k, j), some, cols, lines);
            for (size_t i = 0; i < c.rows; i += ROWS) {
                size_t rows = at_most(c.rows - i, ROWS);
                tile_sums(from(a, i, k), rows, lines, some, sums);
                for (size_t t = 0; t < rows; t++)
                    for (size_t u = 0; u < cols; u++)
                        row(c, i + t)[j + u] += sums[t].numbers[u];
            }
        }
}

static void require_shapes(size_t rows, size_t cols, size_t terms, size_t other_terms, Matrix c)
{
    require(terms == other_terms, "sums of %zu terms of a, %zu of b", terms, other_terms);
    require(c.rows == rows && c.cols == cols, "c is %zu x %zu, the product is %zu x %zu", c.rows,
            c.cols, rows, cols);
}

void product_ab(Matrix a, Matrix b, Matrix c)
{
    require_shapes(a.rows, b.cols, a.cols, b.rows, c);
    add_product(as_is(a), as_is(b), a.cols, c);
}

void product_atb(Matrix a, Matrix b, Matrix c)
{
    require_shapes(a.cols, b.cols, a.rows, b.rows, c);
    add_product(transposed(a), as_is(b), a.rows, c);
}

void product_abt(Matrix a, Matrix b, Matrix c)
{
    require_shapes(a.rows, b.rows, a.cols, b.cols, c);
    add_product(as_is(a), transposed(b), a.cols, c);
}
