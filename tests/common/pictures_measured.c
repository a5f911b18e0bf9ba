/* Reading back what was drawn: pictures_measure. */

#include "common/pictures.h"

#include <stdlib.h>

#include "common/cats.h"
#include "tests/common/tools.h"

/* Cats from all over the range, not only where they are frequent. */
static Matrix any_cats(Random *random, size_t count)
{
    Matrix cats = matrix_new(count, CAT_FEATURES);
    for (size_t n = 0; n < count; n++) {
        row(cats, n)[CAT_SIZE] = (real)(9 * random_uniform(random));
        row(cats, n)[CAT_FUR] = (real)random_uniform(random);
    }
    return cats;
}

static Matrix drawn(Matrix cats)
{
    Matrix pictures = matrix_new(cats.rows, PICTURE_PIXELS);
    pictures_draw(cats, pictures);
    return pictures;
}

typedef struct {
    double size, fur, misfit; /* at worst */
    double size_rms, fur_rms; /* the roots of the mean squares */
    double size_mean, fur_mean;
} Errors;

static Errors errors_of(Matrix cats, Matrix read, const double *misfit)
{
    Errors e = {0};
    double count = (double)cats.rows;
    for (size_t n = 0; n < cats.rows; n++) {
        double size = (double)row(read, n)[CAT_SIZE] - row(cats, n)[CAT_SIZE];
        double fur = (double)row(read, n)[CAT_FUR] - row(cats, n)[CAT_FUR];
        e.size = fmax(e.size, fabs(size));
        e.fur = fmax(e.fur, fabs(fur));
        e.misfit = fmax(e.misfit, misfit[n]);
        e.size_rms += size * size / count;
        e.fur_rms += fur * fur / count;
        e.size_mean += size / count;
        e.fur_mean += fur / count;
    }
    e.size_rms = sqrt(e.size_rms);
    e.fur_rms = sqrt(e.fur_rms);
    return e;
}

/* What is read from drawings with so much noise on each pixel. */
static Errors errors(double noise, size_t count)
{
    Random random = random_new(4);
    Matrix cats = any_cats(&random, count), pictures = drawn(cats), read = copy_of(cats);
    double *misfit = calloc(count, sizeof *misfit);
    for (size_t i = 0; i < count * PICTURE_PIXELS; i++)
        pictures.v[i] += (real)random_normal(&random, 0, noise);
    pictures_measure(pictures, read, misfit);
    Errors e = errors_of(cats, read, misfit);
    matrix_free(cats);
    matrix_free(pictures);
    matrix_free(read);
    free(misfit);
    return e;
}

/* What pictures.h says. Among cats the standard deviations are 1.5 and 0.05. */
START_TEST(drawn_cats_are_read_back)
{
    Errors e = errors(0, 300);
    ck_assert_msg(e.size < 0.1 && e.fur < 0.02, "size off by %g, fur by %g", e.size, e.fur);
    ck_assert_msg(e.size_rms < 0.025 && e.fur_rms < 0.003, "rms %g and %g", e.size_rms, e.fur_rms);
    ck_assert_msg(e.misfit < 0.04, "misfit %g", e.misfit);
}
END_TEST

START_TEST(noise_is_averaged_out)
{
    Errors little = errors(0.1, 200), much = errors(0.5, 200);
    ck_assert_msg(little.size_rms < 0.06 && little.fur_rms < 0.02, "rms %g and %g", little.size_rms,
                  little.fur_rms);
    ck_assert_msg(much.size_rms < 0.4 && much.fur_rms < 0.08, "rms %g and %g", much.size_rms,
                  much.fur_rms);
    ck_assert(fabs(much.size_mean) < 0.1 && fabs(much.fur_mean) < 0.02); /* no bias */
    ck_assert(little.misfit > 0.08 && little.misfit < 0.13);             /* the noise is left */
}
END_TEST

/* No cat at all: the answer is a cat that can be, and the misfit is large. */
START_TEST(what_is_no_cat_has_a_large_misfit)
{
    enum { EMPTY, BLACK, STRIPES, BRIGHT, KINDS };
    Matrix pictures = matrix_new(KINDS, PICTURE_PIXELS), cats = matrix_new(KINDS, CAT_FEATURES);
    double misfit[KINDS];
    for (size_t i = 0; i < PICTURE_PIXELS; i++) {
        row(pictures, EMPTY)[i] = (real)0.9;
        row(pictures, BLACK)[i] = -1;
        row(pictures, STRIPES)[i] = i % 2 ? 1 : -1;
        row(pictures, BRIGHT)[i] = (real)1e30;
    }
    pictures_measure(pictures, cats, misfit);
    for (size_t n = 0; n < KINDS; n++) {
        ck_assert(row(cats, n)[CAT_SIZE] >= 0 && row(cats, n)[CAT_SIZE] <= 9);
        ck_assert(row(cats, n)[CAT_FUR] >= 0 && row(cats, n)[CAT_FUR] <= 1);
        ck_assert_msg(misfit[n] > 0.12, "picture %zu: %g", n, misfit[n]);
    }
    ck_assert(row(cats, EMPTY)[CAT_SIZE] < (real)0.1);
    matrix_free(pictures);
    matrix_free(cats);
}
END_TEST

START_TEST(nan_stays_in_its_picture)
{
    Random random = random_new(5);
    Matrix cats = any_cats(&random, 2), pictures = drawn(cats), read = matrix_new(2, CAT_FEATURES);
    double misfit[2];
    row(pictures, 0)[77] = NAN;
    pictures_measure(pictures, read, misfit);
    ck_assert(isnan(misfit[0]) && isnan(row(read, 0)[CAT_SIZE]) && isnan(row(read, 0)[CAT_FUR]));
    ck_assert(misfit[1] < 0.04);
    assert_close(row(read, 1)[CAT_SIZE], row(cats, 1)[CAT_SIZE], 0.1);
    matrix_free(cats);
    matrix_free(pictures);
    matrix_free(read);
}
END_TEST

TCase *picture_measure_tests(void)
{
    TCase *tests = tcase_create("pictures measured");
    tcase_add_test(tests, drawn_cats_are_read_back);
    tcase_add_test(tests, noise_is_averaged_out);
    tcase_add_test(tests, what_is_no_cat_has_a_large_misfit);
    tcase_add_test(tests, nan_stays_in_its_picture);
    return tests;
}
