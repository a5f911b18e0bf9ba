#ifndef REAL_H
#define REAL_H

/* The type of an example's numbers: double, or float with `make ... REAL=float`.

   Exercises are graded in double, where a mistake of 1e-7 stands out from rounding.
   Frameworks train in float. Sums over a batch are kept in double in both builds: in float,
   a sum of a million terms can lose its last four digits. */

#include <float.h>

#ifndef REAL
#define REAL double
#endif
typedef REAL real;

/* The distance from 1 to the next larger real: the unit in which rounding is measured. */
#define REAL_EPSILON (sizeof(real) == sizeof(float) ? (double)FLT_EPSILON : DBL_EPSILON)

#endif
