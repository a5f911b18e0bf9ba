/* Tries: to run after main.
   Deserves: 0 */
#include <unistd.h>
#include "forward_pass.h"

__attribute__((destructor)) static void last(void)
{
    _exit(0);
}
