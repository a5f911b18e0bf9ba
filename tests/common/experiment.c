#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/cats.h"
#include "common/experiment.h"
#include "tests/common/tools.h"

/* experiment.c */

/* ---- Runs in a folder of their own --------------------------------------------------- */

static char folder[32];

static void make_folder(void)
{
    strcpy(folder, "/tmp/experiment-XXXXXX");
    ck_assert(mkdtemp(folder) != NULL);
}

/* What values.csv holds. */
static const char *values_written(void)
{
    static char text[1024];
    char path[64];
    snprintf(path, sizeof path, "%s/values.csv", folder);
    FILE *file = fopen(path, "r");
    ck_assert(file != NULL);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    return text;
}

static void remove_folder(void)
{
    char path[64];
    snprintf(path, sizeof path, "%s/values.csv", folder);
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0); /* nothing else was written */
}

/* "experiment" with this folder and this seed; NULL: without it. */
static Experiment begin(const char *seed)
{
    char *arguments[] = {"experiment", folder, (char *)seed, NULL};
    return experiment_begin(seed ? 3 : 2, arguments);
}

/* ---- The arguments ------------------------------------------------------------------- */

START_TEST(folder_and_seed_are_read)
{
    static const struct {
        const char *text;
        uint64_t seed;
    } seeds[] = {{NULL, 1}, {"0", 0}, {"7", 7}, {"010", 10}, {"18446744073709551615", UINT64_MAX}};
    make_folder();
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        Experiment e = begin(seeds[i].text);
        ck_assert_str_eq(e.folder, folder);
        ck_assert(e.seed == seeds[i].seed);
        experiment_end(&e);
    }
    remove_folder();
}
END_TEST

static int argument_count;
static char *arguments[5];

static void begin_with_arguments(void)
{
    experiment_begin(argument_count, arguments);
}

/* How the experiment ends with these arguments, up to NULL. */
static Outcome outcome_with(const char *first, const char *second, const char *third)
{
    const char *const given[] = {"experiment", first, second, third, NULL};
    argument_count = 0;
    while (given[argument_count]) {
        arguments[argument_count] = (char *)given[argument_count];
        argument_count++;
    }
    return outcome(begin_with_arguments);
}

START_TEST(other_arguments_end_in_a_line)
{
    const char *const usage = "usage: experiment FOLDER [SEED]";
    make_folder();
    const Outcome ends[] = {outcome_with(NULL, NULL, NULL), outcome_with("", NULL, NULL),
                            outcome_with(folder, "1", "2")};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        ck_assert_int_eq(ends[i].status, 2);
        ck_assert(one_line(ends[i].stderr, usage));
    }
    ck_assert_int_eq(outcome_with(folder, "1", NULL).status, 0);
    remove_folder();
}
END_TEST

START_TEST(other_seeds_end_in_a_line)
{
    static const char *const seeds[] = {
        "", " 1", "1 ", "-1", "+1", "x", "1x", "1.5", "1e3", "0x1", "18446744073709551616"};
    make_folder();
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        char quoted[64];
        snprintf(quoted, sizeof quoted, "'%s' is no seed", seeds[i]);
        Outcome end = outcome_with(folder, seeds[i], NULL);
        ck_assert_msg(end.status == 2, "seed '%s': status %d", seeds[i], end.status);
        ck_assert_msg(one_line(end.stderr, quoted), "seed '%s': %s", seeds[i], end.stderr);
    }
    remove_folder();
}
END_TEST

START_TEST(an_unwritable_folder_ends_in_a_line)
{
    Outcome end = outcome_with("/dev/null", NULL, NULL);
    ck_assert_int_eq(end.status, 2);
    ck_assert(one_line(end.stderr, "/dev/null/values.csv: "));
    end = outcome_with("/tmp/there is no such folder", NULL, NULL);
    ck_assert_int_eq(end.status, 2);
    ck_assert(one_line(end.stderr, "/tmp/there is no such folder/values.csv: "));
}
END_TEST

/* ---- The numbers of the text --------------------------------------------------------- */

START_TEST(values_are_written_and_returned)
{
    make_folder();
    Experiment e = begin(NULL);
    ck_assert(experiment_value(&e, "third", 1.0 / 3) == 1.0 / 3);
    ck_assert(experiment_named_value(&e, -2, "steps_%s_%d", "raw", 4) == -2);
    e.digits = 3;
    experiment_value(&e, "short", 1.0 / 3);
    experiment_value(&e, "tiny", 1e-20);
    experiment_end(&e);
    ck_assert_str_eq(values_written(), "name,value\n"
                                       "third,0.333333333333\n"
                                       "steps_raw_4,-2\n"
                                       "short,0.333\n"
                                       "tiny,1e-20\n");
    remove_folder();
}
END_TEST

START_TEST(a_name_that_is_too_long_is_refused)
{
    make_folder();
    Experiment e = begin(NULL);
    experiment_named_value(&e, 1, "%063d", 0);
    ck_assert(refused(experiment_named_value(&e, 1, "%064d", 0)));
    experiment_end(&e);
    ck_assert_uint_eq(strlen(values_written()), strlen("name,value\n") + 63 + strlen(",1\n"));
    remove_folder();
}
END_TEST

/* ---- Vectors and matrices ------------------------------------------------------------ */

START_TEST(new_vector_is_zero)
{
    double *v = vector_new(5), *none = vector_new(0);
    for (size_t i = 0; i < 5; i++)
        ck_assert(v[i] == 0);
    ck_assert(none != NULL);
    free(v);
    free(none);
}
END_TEST

/* Addresses have 47 or 56 bits; this takes 60. */
static void ask_for_too_much(void)
{
    free(vector_new((size_t)1 << 57));
}

START_TEST(out_of_memory_ends_in_a_line)
{
    Outcome end = outcome(ask_for_too_much);
    ck_assert_int_eq(end.status, 2);
    ck_assert(strstr(end.stderr, "out of memory for 144115188075855872 numbers\n") != NULL);
}
END_TEST

START_TEST(cats_new_draws_as_cats_draw)
{
    Random one = random_new(3), two = random_new(3);
    Matrix cats = cats_new(&one, 20), want = matrix_new(20, CAT_FEATURES);
    cats_draw(&two, want);
    assert_same(cats, want);
    ck_assert(random_bits(&one) == random_bits(&two));
    matrix_free(cats);
    matrix_free(want);
}
END_TEST

START_TEST(normal_matrix_draws_row_after_row)
{
    Random one = random_new(4), two = random_new(4);
    Matrix m = normal_matrix(&one, 3, 5, 2.5), want = matrix_new(3, 5);
    for (size_t n = 0; n < 3; n++)
        for (size_t d = 0; d < 5; d++)
            row(want, n)[d] = (real)random_normal(&two, 0, 2.5);
    assert_same(m, want);
    ck_assert(random_bits(&one) == random_bits(&two));
    matrix_free(m);
    matrix_free(want);
}
END_TEST

TCase *experiment_tests(void)
{
    TCase *tests = tcase_create("experiment");
    tcase_add_test(tests, folder_and_seed_are_read);
    tcase_add_test(tests, other_arguments_end_in_a_line);
    tcase_add_test(tests, other_seeds_end_in_a_line);
    tcase_add_test(tests, an_unwritable_folder_ends_in_a_line);
    tcase_add_test(tests, values_are_written_and_returned);
    tcase_add_test(tests, a_name_that_is_too_long_is_refused);
    tcase_add_test(tests, new_vector_is_zero);
    tcase_add_test(tests, out_of_memory_ends_in_a_line);
    tcase_add_test(tests, cats_new_draws_as_cats_draw);
    tcase_add_test(tests, normal_matrix_draws_row_after_row);
    return tests;
}
