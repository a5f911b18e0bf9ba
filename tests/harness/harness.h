#ifndef HARNESS_H
#define HARNESS_H

/* What a chapter's graded tests are made of.

   For each exercise of a chapter, say bn_mean, tests/NN_name has
       tests_bn_mean.c       its tests with their points, and its probe
       suspects_bn_mean.c    its common mistakes
   What several exercises use is in shared.h and suspects.h. Which exercises there are, in which
   order, and how many points each has, the chapter's header says (tests/wire/contract.awk).
   Everything else about grading is in this folder.

   A test calls an exercise through a pointer, `subject_bn_mean`. By default it leads to the
   student's function, in the student's program (tests/wire/wire.h); the course's own tests put each
   suspect there. The name `bn_mean` itself is the reference's, in the tests and the suspects. Where
   a student's bn_forward calls bn_mean it gets the reference's too: a mistake in one exercise costs
   nothing in another (tests/wire/host.c). */

#include <setjmp.h>
#include <stddef.h>

#include "common/matrix.h"
#include "tests/wire/wire.h"

/* ---- The tables of a chapter -------------------------------------------------------- */

typedef struct {
    int points;
    const char *title; /* the property that is tested: "divides by N" */
    void (*run)(void);
} Test;

typedef enum {
    BY_VALUE,    /* a student's output is this suspect's when it has the same values */
    BY_PATTERN,  /* ... when it is wrong in the same places: for mistakes that magnify rounding,
                   where two programs with the same mistake differ in their values */
    BY_ROUNDING, /* ... and by no more than 100 times as much: for too short a type */
    BY_WALKS /* ... when it goes through the matrices as often (walks.h); its values are right */
} Match;

typedef struct {
    const char *name;      /* unique in the chapter, a-z and _ */
    const char *caught_by; /* the title of a test that must fail */
    const char *says;      /* what the student reads: what is wrong, and what would be right */
    Function function;
    Match match;
} Suspect;

typedef struct {
    const char *function; /* "bn_variance" */
    const char *file;     /* that has its tests */
    void *slot;           /* where the pointer is through which the tests call it */
    Function student;     /* a call of it, in the student's program */
    Function reference;
    void (*probe)(void);     /* calls it on several inputs, and observes all that it did */
    const Test *tests;       /* ends with a test without a title */
    const Suspect *suspects; /* ends with a suspect without a name */
    /* from the chapter's header */
    const char *id; /* "3.2" */
    int points;
    size_t index;
} Exercise;

/* What the header says of an exercise. */
typedef struct {
    const char *id;
    int points, line;
    Exercise *exercise;
} Contract;

typedef struct {
    const char *number, *title, *header; /* "3", "The forward pass", "forward_pass.h" */
    const Contract *contracts;
    size_t exercise_count;
} Chapter;

extern const Chapter chapter;

/* A row of the table: SUSPECT(mean_not_divided, "a test's title", "You return the sum. ..."). Of
   the braces in a macro each version of clang-format thinks otherwise. */
#define SUSPECT(function, caught_by, says) SUSPECT_BY(BY_VALUE, function, caught_by, says)
/* clang-format off */
#define SUSPECT_BY(match_, function_, caught_by_, says_) { \
    .name = #function_, .caught_by = caught_by_, .says = says_, \
    .function = (Function)function_, .match = match_ }
/* clang-format on */

/* In tests_bn_mean.c, SUBJECT(bn_mean) makes the pointer subject_bn_mean. remote_bn_mean is a call
   of the student's (tests/wire/exchange.awk). */
#define SUBJECT(name)                      \
    extern __typeof__(name) remote_##name; \
    __typeof__(name) *subject_##name = remote_##name

/* At the end of that file, EXERCISE(bn_mean) makes exercise_bn_mean: from the array `tests`, the
   function probe_bn_mean, and suspects_bn_mean. */
#define EXERCISE(name)                      \
    extern const Suspect suspects_##name[]; \
    Exercise exercise_##name = {            \
        .function = #name,                  \
        .file = __FILE__,                   \
        .slot = &subject_##name,            \
        .student = (Function)remote_##name, \
        .reference = (Function)name,        \
        .probe = probe_##name,              \
        .tests = tests,                     \
        .suspects = suspects_##name,        \
    }

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Inputs and outputs -------------------------------------------------------------
   All of these are freed after the test. Each is an allocation of its own, so that a read or
   write past its end is seen. */

/* A matrix with these numbers: BATCH(2, 3, 1, 2, 3, 4, 5, 6). */
#define BATCH(rows, cols, ...) input(rows, cols, (const double[]){__VA_ARGS__})
Matrix input(size_t rows, size_t cols, const double *values);

/* A matrix of normal numbers: feature d has mean offset + d and standard deviation 1 + d/2,
   so that no two features are alike. */
Matrix random_input(unsigned seed, size_t rows, size_t cols, double offset);

/* A vector with these numbers, or of normal numbers with mean 1. */
double *vector(size_t n, const double *values);
#define VECTOR(n, ...) vector(n, (const double[]){__VA_ARGS__})
double *random_vector(unsigned seed, size_t n);

/* A place for results. It holds a NaN that no computation gives, so that what is never
   written is told from what is wrong. */
Matrix output(size_t rows, size_t cols);
double *output_vector(size_t n);

/* What a test makes by other means may be freed where all of it has passed, before leaks are looked
   for: looking is fast only where nothing is held. One function a test. */
void at_end(void (*free_all)(void));

/* ---- Expectations -------------------------------------------------------------------
   The first that fails ends the test. A value passes when |got - want| <= tolerance, which no
   NaN does. */

/* What a failure shows as the input; call it before the expectations it belongs to. */
void given(const char *name, Matrix x);
void given_values(const char *format, ...) __attribute__((format(printf, 1, 2)));

void expect_vector(const char *name, const double *got, const double *want, size_t n,
                   double tolerance);
void expect_matrix(const char *name, Matrix got, Matrix want, double tolerance);
void expect_number(const char *name, double got, double want, double tolerance);
/* Each is a number: what was never set, or set to NaN, is not. */
void expect_numbers(const char *name, const double *got, size_t n);
/* The same bytes: a function must not have written here. */
void expect_same(const char *name, const void *got, const void *want, size_t bytes);
/* Anything else: says must tell what is wrong, with the numbers. */
void expect(int condition, const char *says, ...) __attribute__((format(printf, 2, 3)));

/* The call must end in require: expect_refusal("a single example", subject_bn_forward(...)). */
#define expect_refusal(what, call) \
    expect(refused(call), "%s was not refused: the header asks for a require", what)

/* 1 when the call ended in require, 0 when it returned. */
#define refused(call) \
    (sigsetjmp(*refusal_begin(), 0) == 0 ? ((call), refusal_end()) : (refusal_end(), 1))
sigjmp_buf *refusal_begin(void);
#if defined(__GNUC__) && !defined(__clang__)
/* It fears for loop variables, which no test changes between sigsetjmp and the jump. */
#pragma GCC diagnostic ignored "-Wclobbered"
#endif
int refusal_end(void);

/* How far a right program may be from the exact result: so many units of rounding at this
   magnitude, that of the largest number in the computation. A sum of N numbers in any order is
   within N units. */
double rounding(double units, double magnitude);
/* For results that are double in both builds: the same, in double's units. */
double rounding_double(double units, double magnitude);

/* How many threads the process has that the function ran in; before a call: this one. */
unsigned threads_of_subject(void);

/* ---- Observations, inside a probe ---------------------------------------------------
   Everything that tells one program from another: outputs, and inputs if they may have
   changed. Differences up to the tolerance do not count. */
void observe(const double *values, size_t n, double tolerance);
void observe_matrix(Matrix m, double tolerance);
void observe_refusal(int refused);

#endif
