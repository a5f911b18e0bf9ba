/* Tries: to include itself for ever.
   Deserves: 0 */
#include "forward_pass.h"

#include __FILE__
