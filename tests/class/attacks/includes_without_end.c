/* Tries: to include a file that does not end.
   Deserves: 0 */
#include "forward_pass.h"

#include "/dev/zero"
