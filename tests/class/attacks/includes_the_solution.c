/* Tries: to include the solution.
   Deserves: 0 */
#include "forward_pass.h"

#include "../../solutions/03_forward_pass/forward_pass.c"
