/* Exercise 6.5, bn_load: its common mistakes, and what is to be said of each. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "given/batchnorm_file.h"
#include "running_statistics.h"
#include "tests/harness/harness.h"

/* What a loader may leave out. */
typedef enum {
    NAME = 1,
    VERSION = 2,
    NEWER = 4,
    FEATURES = 8,
    CHECKSUM = 16,
    CHECKSUM_OF_HEAD = 32,
    MESSAGE = 64,
    NUMBERS_IN_MESSAGE = 128,
    COUNTS = 256,
    SETTINGS = 512,
    PATIENCE = 1024, /* changes the norm as it reads */
    ORDER = 2048,    /* running_var where running_mean stands */
    LENGTH = 4096,   /* whether all was there */
    CHECKSUM_READ = 8192,
    ORDER_OF_PARAMETERS = 16384 /* beta where gamma stands */
} Without;

static bool refuse(Without without, char *error, uint64_t found, uint64_t expected)
{
    if (without & NUMBERS_IN_MESSAGE)
        snprintf(error, BN_ERROR, "bad file");
    else if (!(without & MESSAGE))
        snprintf(error, BN_ERROR, "%llu, expected %llu", (unsigned long long)found,
                 (unsigned long long)expected);
    return false;
}

static void fill(BatchNorm *norm, Without without, BnHead head, const double *numbers, size_t count)
{
    size_t D = norm->D;
    if (!(without & COUNTS)) {
        norm->batches = (size_t)head.batches;
        norm->examples = (size_t)head.examples;
    }
    if (!(without & SETTINGS)) {
        norm->eps = head.eps;
        norm->momentum = head.momentum;
    }
    double *mean = without & ORDER ? norm->running_var : norm->running_mean;
    double *var = without & ORDER ? norm->running_mean : norm->running_var;
    real *gamma = without & ORDER_OF_PARAMETERS ? norm->beta : norm->gamma;
    real *beta = without & ORDER_OF_PARAMETERS ? norm->gamma : norm->beta;
    for (size_t d = 0; d < D && d < count; d++) {
        gamma[d] = (real)numbers[d];
        beta[d] = (real)numbers[D + d];
        mean[d] = numbers[2 * D + d];
        var[d] = numbers[3 * D + d];
    }
}

static bool load_without(Without without, FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    enum { MOST = 256 };
    BnHead head = {"", 0, 0, 0, 0, 0, 0};
    double numbers[MOST] = {0};
    size_t count = 4 * norm->D;
    uint64_t stored = 0;
    require(count <= MOST, "%zu numbers", count);
    if (fread(&head, sizeof head, 1, file) != 1 && !(without & LENGTH))
        return refuse(without, error, 0, sizeof head);
    if (!(without & NAME) && memcmp(head.name, BN_NAME, sizeof head.name) != 0)
        return refuse(without, error, 0, 0);
    if (without & NEWER ? head.version < BN_VERSION
                        : !(without & VERSION) && head.version != BN_VERSION)
        return refuse(without, error, head.version, BN_VERSION);
    if (!(without & FEATURES) && head.D != norm->D)
        return refuse(without, error, head.D, norm->D);
    if (without & FEATURES) /* the numbers of the file's D, as many as fit */
        count = head.D <= norm->D ? 4 * (size_t)head.D : count;
    size_t found = fread(numbers, sizeof *numbers, count, file);
    if (!(without & CHECKSUM_READ))
        found += fread(&stored, sizeof stored, 1, file);
    if (without & PATIENCE)
        fill(norm, without, head, numbers, norm->D);
    uint64_t sum =
        bn_checksum(BN_CHECKSUM_START, &head, without & CHECKSUM_OF_HEAD ? 0 : sizeof head);
    sum = bn_checksum(sum, numbers, count * sizeof *numbers);
    if (!(without & LENGTH) && found != count + !(without & CHECKSUM_READ))
        return refuse(without, error, found, count + 1);
    if (!(without & CHECKSUM) && !(without & CHECKSUM_OF_HEAD) && stored != sum)
        return refuse(without, error, stored, sum);
    fill(norm, without, head, numbers, norm->D);
    return true;
}

#define WRONG_LOADER(name, without)                                     \
    static bool name(FILE *file, BatchNorm *norm, char error[BN_ERROR]) \
    {                                                                   \
        return load_without(without, file, norm, error);                \
    }

WRONG_LOADER(load_foreign, NAME)
WRONG_LOADER(load_any_version, VERSION)
WRONG_LOADER(load_newer, NEWER)
WRONG_LOADER(load_any_D, FEATURES)
WRONG_LOADER(load_without_checksum, CHECKSUM)
WRONG_LOADER(load_leaves_checksum_unread, CHECKSUM | CHECKSUM_READ)
WRONG_LOADER(load_cut_off, LENGTH | CHECKSUM)
WRONG_LOADER(load_silently, MESSAGE)
WRONG_LOADER(load_without_numbers, NUMBERS_IN_MESSAGE)
WRONG_LOADER(load_forgets_counts, COUNTS)
WRONG_LOADER(load_forgets_settings, SETTINGS)
WRONG_LOADER(load_before_checking, PATIENCE)
WRONG_LOADER(load_in_another_order, ORDER)
WRONG_LOADER(load_gamma_beta_swapped, ORDER_OF_PARAMETERS)

const Suspect suspects_bn_load[] = {
    SUSPECT(load_foreign, "refuses a foreign file",
            "You do not look at the first eight bytes. A file that does not begin with "
            "\"batchnrm\" is something else."),
    SUSPECT(load_any_version, "refuses another version",
            "You do not look at the version. What another version means by its bytes is not known "
            "here."),
    SUSPECT(load_newer, "refuses another version",
            "You accept a newer version. Refuse every version but BN_VERSION: this program cannot "
            "know what a newer one changed."),
    SUSPECT(load_any_D, "refuses another number of features",
            "You do not compare the file's D with norm->D. The arrays have norm->D places."),
    SUSPECT(load_without_checksum, "refuses a file with any byte changed",
            "You read the checksum and do not compare it. Compute it over the bytes that you read, "
            "and refuse a file where the two differ."),
    SUSPECT(load_leaves_checksum_unread, "reads one after the other",
            "You do not read the checksum. Compare it; and afterwards the file must stand behind "
            "it, where the next batch norm begins."),
    SUSPECT(load_cut_off, "refuses a file cut off at any length",
            "You do not look at what fread returns. It is the number of items that were there: "
            "with fewer than you asked for, the file ends too early."),
    SUSPECT(
        load_silently, "says what it found",
        "You return false and leave error empty. Say in it what you found and what you expected."),
    SUSPECT(load_without_numbers, "says what it found",
            "Your message does not say what was found. With the number found and the number "
            "expected in it, somebody can tell what went wrong."),
    SUSPECT(load_forgets_counts, "gives back exactly what was saved",
            "batches and examples stay as they were. They are in the file: the cumulative average "
            "goes on from them."),
    SUSPECT(load_forgets_settings, "gives back exactly what was saved",
            "eps and momentum stay as they were. They are in the file: with another eps evaluation "
            "gives other results."),
    SUSPECT(load_before_checking, "changes nothing when it refuses",
            "You write into norm before all is checked. Read into memory of your own, check, and "
            "only then copy."),
    SUSPECT(load_gamma_beta_swapped, "gives back exactly what was saved",
            "gamma and beta are swapped. In the file gamma comes first."),
    SUSPECT(load_in_another_order, "gives back exactly what was saved",
            "running_mean and running_var are swapped. In the file the means come first."),
    {0},
};
