/* Tries: to include the suspects.
   Deserves: 0 */
#include "forward_pass.h"

#include "../../tests/03_forward_pass/suspects_bn_mean.c"
