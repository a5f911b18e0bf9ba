#ifndef TOOLS_H
#define TOOLS_H

/* What the tests of common/ share. A suite is a function in a file of its own; main.c runs
   them all. */

#include <check.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "common/matrix.h"
#include "common/network.h"
#include "common/random.h"
#include "common/require.h"

TCase *algebra_tests(void), *data_tests(void), *elementary_tests(void), *experiment_tests(void),
    *idx_tests(void), *layer_tests(void), *linear_tests(void), *network_tests(void),
    *optimizer_tests(void), *outside_layer_tests(void), *picture_measure_tests(void),
    *picture_sheet_tests(void), *picture_tests(void), *product_tests(void), *random_tests(void),
    *report_tests(void), *wasserstein_tests(void);

/* Fails for a NaN too. */
#define assert_close(got, want, tolerance) \
    assert_close_((double)(got), (double)(want), (double)(tolerance), __LINE__)
#define assert_close_(g, w, t, line) \
    ck_assert_msg(fabs((g) - (w)) <= (t), "line %d: %.17g, not %.17g", line, g, w)

/* The same numbers, to the bit. */
void assert_same(Matrix got, Matrix want);

/* Whether the call ended in require. */
#define refused(call) \
    (setjmp(*refusal_begin()) == 0 ? ((call), refusal_end(), false) : (refusal_end(), true))
jmp_buf *refusal_begin(void);
void refusal_end(void);

/* What a function does in a process of its own. */
typedef struct {
    int status;        /* its exit status, or minus the signal that ended it */
    char stderr[4096]; /* what it wrote there, into a pipe */
} Outcome;
Outcome outcome(void (*function)(void));

/* One line, with this in it. */
bool one_line(const char *text, const char *part);

Matrix random_matrix(Random *random, size_t rows, size_t cols);
Matrix copy_of(Matrix m);

/* Compares what backward gives for x and for each parameter with central differences of
   sum(upstream * y), upstream random, on a batch of so many rows. With `gap`, no number of x is
   closer to 0 than that. */
void check_gradients(Network *network, size_t rows, double gap, Mode mode);

#endif
