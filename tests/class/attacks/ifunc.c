/* Tries: to run while the program is loaded, as the resolver of a function.
   Deserves: 0 */
#include "forward_pass.h"

static void nothing(void) {}
static void (*resolve(void))(void)
{
    return nothing;
}
void chosen(void) __attribute__((ifunc("resolve")));
