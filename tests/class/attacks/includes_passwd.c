/* Tries: to include a file of the system, to read it in the error messages.
   Deserves: 0 */
#include "forward_pass.h"

#include "/etc/passwd"
