#!/bin/sh
# The learner's own tests of a chapter, in its break.c: break.sh HEADER CONTRACT PROGRAM EXERCISE
# Makes that file when it is not there, with an empty test for each function. No rule of make makes
# it: make deletes what it made when it is interrupted.
set -eu
header=$1 contract=$2 program=$3 only=$4
file=$(dirname "$header")/break.c
number=$(basename "$(dirname "$header")" | sed 's/^0*//; s/_.*//')
template() {
    cat <<END
/* Tests of your own for chapter $number. Can they catch every mistake that the course knows?

   make chapter$number-break runs each function below on the reference, which must pass, and on the
   common mistakes in that exercise, which should not. T=$number.1 does one exercise.

   Some of what a test can use; all of it is in tests/harness/harness.h (and how to see in which
   order a function goes through a matrix in tests/harness/walks.h):

       Matrix x = BATCH(3, 2, 1, 10, 2, 20, 6, 60);   3 examples x 2 features, row after row
       Matrix x = random_input(7, 64, 17, 0);         64 x 17 normal numbers, from seed 7
       Matrix xhat = output(3, 2);                    a place for results
       double *mean = output_vector(2);               the same for a vector
       VECTOR(2, 3, 30)                               a vector with these numbers
       given("x", x);                                 what is shown when it fails
       expect_number("mean[0]", mean[0], 3, 1e-12);   equal within 1e-12
       expect_vector("mean", mean, VECTOR(2, 3, 30), 2, 1e-12);
       expect_matrix("xhat", xhat, x, 1e-12);
       expect_refusal("eps = 0", f(x, 0));            the call must end in require */

#include "$(basename "$header")"
#include "tests/harness/harness.h"
END
    awk -F '\t' '
        $1 == "function" {
            print "\n/* " $2 "   " $7 " */\nvoid test_" $3 "(void)\n{\n}"
        }' "$contract"
}

if [ ! -e "$file" ]; then
    template >"$file"
    echo "$file is new: an empty test for each function." \
        "Write one, then make chapter$number-break again."
    exit 0
fi
make -s "$program"
exec "$program" --subject "$file" --break ${only:+--only "$only"}
