#ifndef HARNESS_INTERNAL_H
#define HARNESS_INTERNAL_H

/* What the harness's own files share. Chapters' tests include harness.h only. */

#include <stdbool.h>
#include <sys/types.h>

#include "tests/harness/harness.h"
#include "tests/wire/wire.h"

/* The outcomes are in memory that parent and child share: what a test writes here stays,
   however it ends. */
typedef struct {
    bool selected;
    Verdict verdict;
    pid_t pid;           /* of the process that the student's code ran in; 0: none */
    int signal;          /* that ended it; 0: none */
    int line;            /* in the student's file; 0: unknown */
    char input[256];     /* "x = {1, 2, 3, 4}" */
    char message[512];   /* what is wrong, a line or a few */
    char place[64];      /* "xhat[2][0]": where a number was wrong; or which expectation failed */
    double got;          /* the number there */
    char printed[512];   /* the first lines that the student's code printed */
    size_t rows, cols;   /* of the matrix that was given; 0: what was given was put in words */
    size_t expectations; /* how many there were */
} Outcome;

typedef struct {
    const char *subject;       /* path of the student's file */
    const char *only;          /* an exercise "3.2", a test "3.2.4", a part of a title; or NULL */
    const char *record;        /* path of the record to write; "-": to stdout, no report; or NULL */
    const char *valgrind_logs; /* folder of valgrind's logs, one for each process, or NULL */
    bool why;                  /* the selected tests are to be explained in full */
    bool debugging;            /* nothing is caught, nothing is limited */
    bool without_student;      /* suspects take the student's place */
} Options;

/* The chapter's tests in one row, exercise by exercise. */
typedef struct {
    const Exercise *exercise;
    size_t number; /* within its exercise, from 1 */
    int points;
    const char *title;
    void (*run)(void);
} ChapterTest;

enum { MOST_TESTS = 256 };
extern ChapterTest tests[MOST_TESTS];
extern size_t test_count;

extern Options options;
extern Outcome *outcomes; /* one for each of these tests */
extern Outcome *current;  /* in a child: the outcome of the running test */

/* exercises.c: looking things up in the chapter's tables and in the student's file */
/* From the exercises' tables; these must fit the header. */
void flatten_tests(void);
bool test_is_selected(size_t test);
void fill_slot(const Exercise *exercise, Function function);
int points_of(size_t test);
int function_line(const char *function); /* where the student defines it; 0: not found */
bool source_line(int line, char *text, size_t size);

/* run.c: runs the selected tests, each in a process of its own; fills outcomes */
void run_tests(void);

/* supervise.c: forks; the child is in a group of its own */
pid_t fork_supervised(void);
/* Waits for the child's end; *status is waitpid's. When it, and the process that is noted in one of
   these outcomes, have not computed for so many seconds, that one gets a SIGALRM, and if nothing
   comes of that, all of the group is killed: then it returns true. */
bool supervise(pid_t child, const Outcome *noted, size_t count, double most_waiting, int *status);

/* child.c: around one test, in its process */
bool is_first_to_end_early(size_t test); /* of its exercise */
void child_begin(const char *folder, size_t test);
void run_test(size_t test);
_Noreturn void child_end(void);
_Noreturn void end_test(Verdict verdict);

/* remote.c: the student's program */
extern char **student_command; /* how it is started; ends with a NULL */
/* Has it load what this exercise, from 0, is tested with; before children are forked. With
   chapter.exercise_count all functions are the reference's. */
void remote_stage(size_t exercise);
/* In a child. What the student's code prints, and the sanitizers' report, go to these files. */
void remote_begin(const char *output_path, const char *report_path, bool trace_wanted,
                  double most_seconds);
Verdict remote_end(void); /* PASSED, or what is to be said of its process at the end */
bool remote_saw_errors(void);
extern uint64_t remote_nanoseconds; /* that calls have taken there */

/* expect.c */
void expectations_begin(void);
/* A call has ended in this require. */
void take_refusal(const char *function, const char *file, int line, const char *message);

/* reports.c: what the sanitizers, valgrind and the student's code printed in a test */
void read_reports(const char *folder, size_t test);

/* findings.c: what such a report says, and in which line; what the outcome has already, stays */
void take_report(const char *text, Outcome *outcome);

/* inputs.c */
void free_inputs(void);
void *keep_memory(void *memory, size_t bytes); /* of malloc: until the inputs are freed */

/* walks.c */
void forget_walks(void);
/* Where faults would disturb: under a debugger, while time is taken, and as suspects that are there
   for their values. */
extern bool walks_unseen;
enum { OF_WALKS = -1 }; /* the tolerance of an observation of walks: for suspects BY_WALKS */

/* While this is set, the matrices that a test makes are cut to so many rows and columns, and
   their values made simpler. */
enum { AS_THEY_ARE, TENTHS, WHOLE, COUNTED, ZERO_OR_ONE, SIMPLICITIES };
typedef struct {
    size_t rows, cols;
    int values;
} Simpler;
extern const Simpler *simpler;
bool is_untouched(double value);
bool is_untouched_real(real value);

/* why.c: one test in full: input, results, and the smallest input on which it fails */
int explain(void);
void full_input(const char *name, Matrix x);
void full_results_begin(void); /* of one expectation: those of the one before are dropped */
void full_result(const char *place, double got, double want, bool right);

/* breaking.c: the learner's own tests, on the reference and on each suspect */
typedef struct {
    const char *function;
    void *slot;         /* the pointer through which the learner's test calls it */
    void (*test)(void); /* the learner's test of it */
} Breaking;
extern const Breaking *breakings; /* NULL where there is no break.c; ends without a function */
int try_to_break(void);

/* suspects.c */
void *shared_memory(size_t bytes); /* memory that parent and children share */
void free_shared(void *memory, size_t bytes);
/* Runs a test with this function as the exercise, in a process of its own: what came of it. */
void try_test(const Exercise *exercise, Function function, void (*run)(void), Outcome *outcome);
enum { MOST_OBSERVATIONS = 8192, MOST_SUSPECTS = 128 };

typedef struct {
    size_t count;
    double value[MOST_OBSERVATIONS], tolerance[MOST_OBSERVATIONS];
} Observations;

/* Runs the exercise's probe on this function. */
void run_probe(const Exercise *exercise, Function function, Observations *into);
extern const Suspect keeps_state; /* a mistake in any exercise */
/* For each test of the exercise that found something wrong: the suspect that explains it. */
void find_suspects(const Exercise *exercise, const Suspect **causes);

/* try_suspects.c */
int list_suspects(void);
int list_causes(void);  /* these, and what is named in any exercise */
int try_suspects(void); /* the course's own test: is each one caught, and rightly named? */

/* record.c */
extern const char *const verdict_names[];
const Suspect *cause_of(size_t test); /* why it failed; NULL: no suspect explains it */
void write_record(void);

/* terminal.c: text in color, where that is wanted, and in lines */
enum { WIDTH = 78 };
typedef enum { PLAIN, BOLD, GREEN, RED, DIM } Color;
void print_colored(Color which, const char *text);
void print_wrapped(int indent, const char *text);
void print_labeled(const char *label, int indent, const char *text);

/* views.c: the report in the terminal */
bool print_report(void); /* true at full marks */
void print_why(size_t test);
void print_more(void) __attribute__((weak)); /* a chapter's own lines (tests/A_speed); or NULL */
size_t first_failure(void); /* the test that the report explains; test_count: none */

/* compare.c: the student's functions beside the reference's */
int compare(void);

#endif
