/* Tries: the same with the priority of AddressSanitizer's own, to be taken for one of these.
   Deserves: 0 */
#include "forward_pass.h"

__attribute__((constructor(99))) static void first(void)
{
    require_hook = 0;
}
