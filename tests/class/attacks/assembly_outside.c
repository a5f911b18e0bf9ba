/* Tries: to write assembly outside of functions: a constructor, made by hand.
   Deserves: 0 */
#include "forward_pass.h"

__asm__(".section .init_array,\"aw\"\n.quad bn_variance\n.text\n");
