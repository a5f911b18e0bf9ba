/* Tries: to include the work of another student.
   Deserves: 0 */
#include "forward_pass.h"

#include "../../../prints_a_score/forward_pass.c"
