/* Tries: to lay its data over the variables that the tests share with it.
   Deserves: 0 */
#include "forward_pass.h"

__attribute__((section("notes"))) size_t noted[512] = {1, 1, 1, 1};
