#ifndef CONFINE_H
#define CONFINE_H

/* What the student's process may ask of the system, where a class is graded: what a loop over
   numbers needs, and a report of the sanitizers. All else fails there as if it were not permitted.
   Only a program that is built for it (CONFINED, with libseccomp) does that; at home these do
   nothing. */

/* While the student's file is loaded: files may be read, and mapped as code. */
void confine_loading(void);
/* While it runs. */
void confine_running(void);

#endif
