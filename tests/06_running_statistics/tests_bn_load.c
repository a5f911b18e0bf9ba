/* Exercise 6.5, bn_load: the graded tests. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "given/batchnorm_file.h"
#include "running_statistics.h"
#include "tests/06_running_statistics/files.h"
#include "tests/06_running_statistics/oracle.h"
#include "tests/06_running_statistics/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_load);

static bool load(const unsigned char *bytes, size_t count, BatchNorm *norm, char *error)
{
    FILE *file = file_of(bytes, count);
    error[0] = '\0';
    bool loaded = subject_bn_load(file, norm, error);
    fclose(file);
    return loaded;
}

/* A layer that knows nothing yet of the file. */
static BatchNorm other_norm(size_t D)
{
    BatchNorm norm = random_norm(201, D);
    norm.eps = 0.5;
    norm.momentum = 0.75;
    norm.batches = norm.examples = 1;
    return norm;
}

static void expect_loaded_parameters(const char *name, const real *got, const real *want, size_t D)
{
    char place[64];
    for (size_t d = 0; d < D; d++) {
        snprintf(place, sizeof place, "norm->%s[%zu]", name, d);
        expect_number(place, (double)got[d], (double)want[d], 0);
    }
}

/* To the last bit: saved numbers are not rounded. */
static void expect_loaded(const BatchNorm *loaded, const BatchNorm *saved)
{
    const size_t D = saved->D;
    expect_loaded_parameters("gamma", loaded->gamma, saved->gamma, D);
    expect_loaded_parameters("beta", loaded->beta, saved->beta, D);
    expect_vector("norm->running_mean", loaded->running_mean, saved->running_mean, D, 0);
    expect_vector("norm->running_var", loaded->running_var, saved->running_var, D, 0);
    expect(loaded->batches == saved->batches, "norm->batches: got %zu   want %zu", loaded->batches,
           saved->batches);
    expect(loaded->examples == saved->examples, "norm->examples: got %zu   want %zu",
           loaded->examples, saved->examples);
    expect_number("norm->eps", loaded->eps, saved->eps, 0);
    expect_number("norm->momentum", loaded->momentum, saved->momentum, 0);
    expect(loaded->D == D, "norm->D was %zu, and is %zu", D, loaded->D);
    expect(loaded->update == saved->update, "norm->update was changed");
}

static void load_gives_back_what_was_saved(void)
{
    BatchNorm saved = random_norm(211, 5), loaded = other_norm(5);
    char error[BN_ERROR] = "";
    saved.running_var[2] = 1.0 / 3; /* has no end, in binary or decimal */
    saved.running_mean[3] = -1e-310;
    FILE *file = tmpfile();
    require(file && bn_save(file, &saved, error), "bn_save: %s", error);
    rewind(file);
    given_values("5 features, as bn_save wrote them");
    bool good = subject_bn_load(file, &loaded, error);
    fclose(file);
    expect(good, "refused: %s", error);
    expect_loaded(&loaded, &saved);
}

static void load_reads_one_after_the_other(void)
{
    BatchNorm first = random_norm(221, 3), second = random_norm(222, 2);
    BatchNorm loaded_first = other_norm(3), loaded_second = other_norm(2);
    char error[BN_ERROR] = "";
    FILE *file = tmpfile();
    require(file && bn_save(file, &first, error) && bn_save(file, &second, error), "%s", error);
    rewind(file);
    given_values("a file of two batch norms, of 3 and of 2 features");
    bool good = subject_bn_load(file, &loaded_first, error);
    expect(good, "the first was refused: %s", error);
    good = subject_bn_load(file, &loaded_second, error);
    fclose(file);
    expect(good, "the second was refused: %s", error);
    expect_loaded(&loaded_first, &first);
    expect_loaded(&loaded_second, &second);
}

static void expect_bad_files_refused(Kind kind)
{
    unsigned char bytes[FILE_MOST];
    char error[BN_ERROR];
    const char *name;
    size_t count;
    BatchNorm saved = random_norm(231, 3), norm = other_norm(3);
    for (size_t i = 0; (name = bad_file(kind, i, &saved, bytes, &count)) != NULL; i++) {
        given_values("%s", name);
        bool loaded = load(bytes, count, &norm, error);
        expect(!loaded, "the file was taken for good");
    }
}

static void load_refuses_truncated(void)
{
    expect_bad_files_refused(TRUNCATED);
}

static void load_refuses_corrupted(void)
{
    expect_bad_files_refused(CORRUPTED);
}

static void load_refuses_another_version(void)
{
    expect_bad_files_refused(VERSION);
}

static void load_refuses_foreign(void)
{
    expect_bad_files_refused(FOREIGN);
}

static void load_refuses_another_D(void)
{
    expect_bad_files_refused(FEATURES);
}

/* Only of files that are refused: one that is wrongly taken is the business of the tests above. */
static void load_changes_nothing_when_it_refuses(void)
{
    unsigned char bytes[FILE_MOST];
    char error[BN_ERROR];
    const char *name;
    size_t count, refusals = 0;
    BatchNorm saved = random_norm(231, 3), norm = other_norm(3), copy = other_norm(3);
    for (Kind kind = TRUNCATED; kind <= FEATURES; kind++)
        for (size_t i = 0; (name = bad_file(kind, i, &saved, bytes, &count)) != NULL; i++) {
            given_values("%s", name);
            if (load(bytes, count, &norm, error)) {
                norm = other_norm(3);
                continue;
            }
            refusals++;
            expect_same_norm(&norm, &copy);
        }
    expect(refusals > 0, "not one bad file was refused");
}

static void load_says_what_it_found(void)
{
    unsigned char bytes[FILE_MOST];
    char error[BN_ERROR];
    BatchNorm saved = random_norm(241, 37), norm = other_norm(41);
    size_t count = oracle_file(&saved, BN_VERSION, "batchnrm", bytes);
    given_values("a file of 37 features, for a batch norm of 41");
    if (load(bytes, count, &norm, error))
        return; /* another test's business */
    expect(error[0] != '\0', "refused, but error is empty");
    expect(strstr(error, "37") && strstr(error, "41"),
           "error says \"%.60s\": it should name both numbers", error);
    expect(strlen(error) < BN_ERROR && !strchr(error, '\n'), "error is not one line");
    count = oracle_file(&norm, 59, "batchnrm", bytes);
    given_values("a file of version 59");
    if (!load(bytes, count, &norm, error))
        expect(strstr(error, "59") != NULL, "error says \"%.60s\": it should name the version",
               error);
}

/* found: a number that a refusal must name, or NULL */
static void probe_load(const unsigned char *bytes, size_t count, size_t D, const char *found)
{
    char error[BN_ERROR] = "";
    BatchNorm norm = random_norm(500, D);
    norm.eps = 0.5;
    norm.momentum = 0.75;
    norm.batches = norm.examples = 77;
    FILE *file = file_of(bytes, count);
    bool loaded = subject_bn_load(file, &norm, error);
    observe_number(loaded, 0);
    observe_number((double)ftell(file) * loaded, 0);
    observe_number(!loaded && error[0] != '\0', 0);
    observe_number(!loaded && found && strstr(error, found), 0);
    observe_norm(&norm, 0);
    fclose(file);
}

static void probe_bn_load(void)
{
    unsigned char bytes[FILE_MOST];
    BatchNorm norm = random_norm(600, 3);
    size_t count = oracle_file(&norm, BN_VERSION, "batchnrm", bytes);
    probe_load(bytes, count, 3, NULL);
    probe_load(bytes, count, 2, "3"); /* another D */
    probe_load(bytes, count, 4, "3");
    static const size_t cut[] = {0, 3, 8, 40, 56, 57, 64, 100, 151, 152, 159};
    for (size_t i = 0; i < COUNT(cut); i++)
        probe_load(bytes, cut[i], 3, NULL);
    for (size_t i = 0; i < count; i += 7) {
        bytes[i] ^= 0x10;
        probe_load(bytes, count, 3, NULL);
        bytes[i] ^= 0x10;
    }
    static const uint64_t version[] = {0, 2, 1000};
    for (size_t i = 0; i < COUNT(version); i++) {
        oracle_file(&norm, version[i], "batchnrm", bytes);
        probe_load(bytes, count, 3, NULL);
    }
    oracle_file(&norm, BN_VERSION, "BATCHNRM", bytes);
    probe_load(bytes, count, 3, NULL);
}

static const Test tests[] = {
    {3, "gives back exactly what was saved", load_gives_back_what_was_saved},
    {1, "reads one after the other", load_reads_one_after_the_other},
    {2, "refuses a file cut off at any length", load_refuses_truncated},
    {2, "refuses a file with any byte changed", load_refuses_corrupted},
    {1, "refuses another version", load_refuses_another_version},
    {1, "refuses a foreign file", load_refuses_foreign},
    {2, "refuses another number of features", load_refuses_another_D},
    {1, "changes nothing when it refuses", load_changes_nothing_when_it_refuses},
    {1, "says what it found", load_says_what_it_found},
    {0},
};

EXERCISE(bn_load);
