/* Tries: to make an object of 8 GB.
   Deserves: 0 */
#include "forward_pass.h"

char giant[(size_t)8 << 30] = {1};
