/* Tries: to include the tests.
   Deserves: 0 */
#include "forward_pass.h"

#include "../../tests/03_forward_pass/tests_bn_mean.c"
