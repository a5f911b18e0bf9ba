/* Tries: to run before main, by a pointer in the section of constructors.
   Deserves: 0 */
#include "forward_pass.h"

static void first(int count, char **arguments)
{
    arguments[count] = arguments[0];
}
__attribute__((section(".init_array"), used)) static void (*const start)(int, char **) = first;
