/* Tries: to overflow the stack of the compiler, by a million parentheses.
   Deserves: 0 */
#include "forward_pass.h"

#define A ((((((((((
#define B A A A A A A A A A A
#define C B B B B B B B B B B
#define D C C C C C C C C C C
#define E D D D D D D D D D D
#define F E E E E E E E E E E
#define a ))))))))))
#define b a a a a a a a a a a
#define c b b b b b b b b b b
#define d c c c c c c c c c c
#define e d d d d d d d d d d
#define f e e e e e e e e e e
static const int deep = F 1 f;
#undef a
#undef b
#undef c
#undef d
#undef e
#undef f
