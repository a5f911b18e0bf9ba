#ifndef REQUIRE_H
#define REQUIRE_H

/* Two ways in which a function of the course refuses to go on.

   require(condition, "what is wrong, with the numbers: %zu", n);
       A broken contract: the caller gave a shape or a value that the function's header
       refuses. Prints function, file, line and message, and aborts.

   TODO("3.2");
       This exercise is not written yet. Prints which one and where, and exits with status 2.
       Delete the line when you write the exercise.

   Bad input from outside (a file, a flag) is no broken contract: see bad_input. */

#define require(condition, ...) \
    ((condition) ? (void)0 : require_failed(__func__, __FILE__, __LINE__, __VA_ARGS__))

#define TODO(exercise) todo_reached(exercise, __func__, __FILE__, __LINE__)

_Noreturn void require_failed(const char *function, const char *file, int line, const char *format,
                              ...) __attribute__((format(printf, 4, 5)));
_Noreturn void todo_reached(const char *exercise, const char *function, const char *file, int line);

/* Something that came from outside cannot be used: one line on stderr, exit status 2. */
_Noreturn void bad_input(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What happens before the program ends; NULL: nothing. The tests use these to take note
   and go on. */
extern void (*require_hook)(const char *function, const char *file, int line, const char *message);
extern void (*todo_hook)(const char *exercise, const char *function, const char *file, int line);

#endif
