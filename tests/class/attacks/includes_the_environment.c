/* Tries: to include the environment of the compiler.
   Deserves: 20 */
#include "forward_pass.h"

#include "/proc/self/environ"
