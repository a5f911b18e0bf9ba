#ifndef EXPERIMENT_H
#define EXPERIMENT_H

/* What the chapters' experiments share. An experiment is a program

       experiment FOLDER [SEED]

   that prints a summary, and writes into FOLDER the numbers of the text (values.csv) and the
   tables of the figures. The same seed gives the same numbers, apart from those whose names
   begin with time_.

       int main(int argc, char **argv)
       {
           Experiment e = experiment_begin(argc, argv);
           Random random = random_new(e.seed);
           ...
           experiment_value(&e, "accuracy", accuracy);     {{accuracy}} in the text
           experiment_end(&e);
           return 0;
       }
*/

#include <stdint.h>

#include "common/csv.h"
#include "common/matrix.h"
#include "common/random.h"

/* What batch norm adds to each variance, in all experiments. */
#define EPS 1e-5

/* The number of elements of an array. */
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

typedef struct {
    const char *folder; /* for csv_open */
    uint64_t seed;      /* 1 when none is given */
    int digits;         /* of a number in values.csv: 12, unless the experiment asks for others */
    Csv values;
} Experiment;

/* Reads the arguments and opens values.csv. Other arguments than FOLDER and perhaps SEED, a seed
   that is not a whole number of 64 bits, a folder that cannot be written to: one line, exit
   status 2. */
Experiment experiment_begin(int argc, char **argv);

/* Writes a number that the text uses, and returns it. */
double experiment_value(Experiment *e, const char *name, double number);

/* The same for a name that is put together, as by printf:

       experiment_named_value(e, steps, "steps_%s", inputs);

   Refuses a name of 64 characters or more. */
double experiment_named_value(Experiment *e, double number, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Closes values.csv. A disk that is full: one line, exit status 2. */
void experiment_end(Experiment *e);

/* ---- Vectors ------------------------------------------------------------------------- */

/* A vector of so many zeros, to be freed with free. Out of memory: one line, exit status 2. */
double *vector_new(size_t count);

/* ---- Random matrices: new ones, to be freed with matrix_free ------------------------- */

/* Cats, a row each, as cats_draw draws them. */
Matrix cats_new(Random *random, size_t count);

/* Normal numbers with mean 0 and this standard deviation, drawn row after row. */
Matrix normal_matrix(Random *random, size_t rows, size_t cols, double sd);

#endif
