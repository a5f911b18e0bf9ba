#ifndef HARNESS_WALKS_H
#define HARNESS_WALKS_H

/* In which order a function goes through a matrix, and how often: seen, and not timed.

   A walk row by row comes to each cache line of x once, uses all of its numbers, and goes on. A
   walk down the columns comes back to each line for each of its numbers. A test asks for the
   former like this, with LINE the numbers in a cache line:

       Matrix x = watched_input(11, 1280, LINE);
       given_values("1280 examples x %d features", LINE);
       walks_begin();
       subject_bn_mean(x, mean);
       walks_end();
       expect_walks("x", x, 1);

   How it is seen. A watched matrix lies on pages of memory that nobody may touch. The first touch
   of a page is a fault: it is counted, the page is opened, and of the WATCH_OPEN pages that may be
   open at a time the one that was opened first is closed. So what is counted follows from the
   addresses that the function touches and their order, and from nothing else. It is the same on
   any processor, with any cache, for any compiler that keeps the order of the loops, and under
   any load.

   Two shapes show a cache line by means of pages:
   - rows of one cache line each, and so many that they fill more than twice WATCH_OPEN pages;
   - rows of one page each, more than WATCH_OPEN of them, of which the function takes a block that
   is
     one cache line wide.
   In both, a walk in tiles that are a line wide or wider counts as a walk by rows. So does one
   that works at some rows at a time, WATCH_OPEN at most. */

#include "common/matrix.h"
#include "tests/wire/watch.h"

/* Numbers in a page of memory. */
size_t walks_page(void);

/* A matrix of random numbers, and one for results; freed after the test. Its size is whole
   pages. */
Matrix watched_input(unsigned seed, size_t rows, size_t cols);
Matrix watched_output(size_t rows, size_t cols);

/* Between the two, all watched matrices of the test are watched. */
void walks_begin(void);
void walks_end(void);

/* How often the function came to a page of m, in the mean over its pages. */
double walks_through(Matrix m);

/* All of m was touched, and in no more walks than these. */
void expect_walks(const char *name, Matrix m, int most);

/* In a probe: 0, 1, 2 ... walks, all numbers from 4 on being one. */
void observe_walks(Matrix m);

#endif
