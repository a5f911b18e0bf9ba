/* Around the student's code, in its process: limits, so that nothing it does goes on for long;
   traps, so that an endless loop, a call of exit and a leak are reported with their line. What it
   says of its own end is believed, since none of it is worth a point. */

#define _GNU_SOURCE /* RTLD_DEFAULT */
#include "tests/wire/worker.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/wire/confine.h"
#include "tests/wire/leaks.h"
#include "tests/wire/limits.h"
#include "tests/wire/watch.h"
#include "tests/wire/watchers.h"
#include "tests/wire/wire.h"

static const Served *functions;
static int tests;        /* the wire */
static bool has_threads; /* OpenMP is loaded */
static bool trace_wanted, debugging, ended, was_refused;
static Note note;
static sigjmp_buf refusal;
static unsigned long errors_before, leaked_before;
static void **require_hook_at, **todo_hook_at;

/* ---- Ends ----------------------------------------------------------------------------------- */

/* _exit: nothing of the student's runs after it. */
static _Noreturn void end(Verdict verdict)
{
    ended = true;
    fflush(stdout);
    note.errors = (uint32_t)(valgrind_errors() - errors_before);
    message_send(tests, ENDED, verdict, &note, NULL);
    _exit(0);
}

static void print_trace(void)
{
#ifdef WITH_SANITIZERS
    if (trace_wanted)
        __sanitizer_print_stack_trace();
#endif
}

static void on_limit(int signal)
{
    print_trace();
    end(signal == SIGALRM ? WAITED : HUNG);
}

static void on_exit_called(void)
{
    if (ended)
        return;
    print_trace();
    end(EXITED);
}

#ifdef WITH_SANITIZERS
const char *__asan_default_options(void);
void __asan_on_error(void);

const char *__asan_default_options(void)
{
    /* Memory from malloc starts as NaN, not as a zero that hides what was never set. Where memory
       was asked for is kept with four callers: each different trace costs every test two pages. */
    return "max_malloc_fill_size=16777216:malloc_fill_byte=255:detect_leaks=0:"
           "malloc_context_size=4:handle_abort=1:allocator_may_return_null=1:"
           "max_allocation_size_mb=1024";
}

const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void)
{
    return "print_stacktrace=1"; /* the line in the student's file, where row() is inlined */
}

/* Called when an error is found, before it is printed, which takes 80 ms. */
void __asan_on_error(void)
{
    if (tests > 0 && !trace_wanted && !debugging)
        end(CRASHED);
}
#endif

static void take_note(const char *function, const char *file, int line, const char *message)
{
    note.line = (uint32_t)line;
    snprintf(note.function, sizeof note.function, "%s", function);
    snprintf(note.file, sizeof note.file, "%s", file);
    snprintf(note.message, sizeof note.message, "%s", message);
}

static void on_require(const char *function, const char *file, int line, const char *message)
{
    take_note(function, file, line, message);
    siglongjmp(refusal, 1);
}

static void on_todo(const char *exercise, const char *function, const char *file, int line)
{
    take_note(function, file, line, exercise);
    end(UNWRITTEN);
}

/* In the place of a function that graded code may not call, where a class is graded. */
void wire_forbidden(const char *name)
{
    snprintf(note.message, sizeof note.message, "uses %.60s, which graded code may not", name);
    end(REFUSED);
}

/* ---- Calls ----------------------------------------------------------------------------------- */

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1000000000u * (uint64_t)t.tv_sec + (uint64_t)t.tv_nsec;
}

/* False: it ended in a require. */
static bool run(const Served *function, void *arguments, void *result)
{
    if (sigsetjmp(refusal, 0) != 0) {
        watch_end();
        leaks_end();
        leaks_forget(); /* what it held is lost, and no leak of its */
        was_refused = true;
        return false;
    }
    if (watch_has_any())
        watch_begin();
    leaks_begin();
    uint64_t start = now();
    function->serve(arguments, result);
    note.nanoseconds = now() - start;
    leaks_end();
    watch_end();
    return true;
}

static void serve_call(const Served *function, Wire *w)
{
    void *arguments = calloc(1, function->arguments), *result = calloc(1, function->result + 1);
    wire_take(w);
    function->exchange(w, arguments);
    note = (Note){0};
    if (!dlsym(RTLD_DEFAULT, function->name)) /* the student's file has no such function */
        end(UNWRITTEN);
    bool returned = run(function, arguments, result);
    wire_put(w);
    wire_pieces(w);
    if (returned && function->exchange_result)
        function->exchange_result(w, result);
    note.errors = (uint32_t)(valgrind_errors() - errors_before);
    note.threads = has_threads ? threads_of_process() : 1;
    message_send(tests, returned ? RETURNED : REFUSED_CALL, 0, &note, w);
    watch_forget();
    wire_free(w);
    free(arguments);
    free(result);
}

void wire_call_back(size_t number, Exchange exchange, void *arguments, Exchange exchange_result,
                    void *result)
{
    leaks_end();
    Wire w = {.at_students = true};
    Head head;
    wire_put(&w);
    exchange(&w, arguments);
    Note nothing = {0};
    if (!message_send(tests, CALL_BACK, number, &nothing, &w) ||
        !message_receive(tests, &head, NULL, &w) || head.kind != ANSWER)
        end(NOT_FINISHED);
    wire_take(&w);
    wire_pieces(&w);
    if (exchange_result)
        exchange_result(&w, result);
    wire_free(&w);
    leaks_begin();
}

/* ---- A test ---------------------------------------------------------------------------------- */

/* What is to be said at its end. */
static Verdict verdict_at_end(void)
{
    limit_computing(0); /* looking for leaks is not the student's work */
    if (valgrind_errors() > errors_before)
        return MEMORY;
    if (was_refused)
        return PASSED;
    if (trace_wanted && valgrind_leaked() > leaked_before)
        return LEAKED;
    return trace_wanted && leaks_report() ? LEAKED : PASSED;
}

static _Noreturn void serve(void)
{
    Wire w = {.at_students = true};
    Head head;
    size_t count = 0;
    while (functions[count].name)
        count++;
    while (message_receive(tests, &head, NULL, &w)) {
        if (head.kind == OVER)
            end(verdict_at_end());
        if (head.kind != CALL || head.number >= count)
            break;
        serve_call(&functions[head.number], &w);
    }
    ended = true;
    _exit(0); /* nobody is there any more */
}

static void redirect(const int descriptors[START_DESCRIPTORS])
{
    if (debugging)
        return;
    dup2(descriptors[1], STDOUT_FILENO);
    dup2(descriptors[1], STDERR_FILENO);
    int nothing = open("/dev/null", O_RDONLY); /* a scanf ends at once, and waits for no key */
    if (nothing >= 0)
        dup2(nothing, STDIN_FILENO);
    static char lines[BUFSIZ];
    setvbuf(stdout, lines, _IOLBF, sizeof lines); /* what was printed before a crash is seen */
#ifdef WITH_SANITIZERS
    __sanitizer_set_report_fd((void *)(uintptr_t)descriptors[2]);
#endif
}

void worker_prepare(char *const *libraries, void *exchanges)
{
    leaks_prepare(libraries);
    functions = dlsym(exchanges, "served");
    has_threads = dlsym(RTLD_DEFAULT, "omp_get_num_threads") != NULL;
    require_hook_at = dlsym(RTLD_DEFAULT, "require_hook");
    todo_hook_at = dlsym(RTLD_DEFAULT, "todo_hook");
    if (!functions || !require_hook_at || !todo_hook_at) {
        fprintf(stderr, "%s\n", dlerror());
        exit(2);
    }
}

void worker(const Order *order, const int descriptors[START_DESCRIPTORS])
{
    tests = descriptors[0];
    trace_wanted = order->trace;
    debugging = order->debugger;
    redirect(descriptors);
    void (*require_now)(const char *, const char *, int, const char *) = on_require;
    void (*todo_now)(const char *, const char *, const char *, int) = on_todo;
    memcpy(require_hook_at, &require_now, sizeof require_now);
    memcpy(todo_hook_at, &todo_now, sizeof todo_now);
    atexit(on_exit_called);
    leaked_before = valgrind_leaked();
    errors_before = valgrind_errors(); /* the leak check's are none of the student's */
    char hello = 0;
    if (write(tests, &hello, 1) != 1)
        _exit(0);
    if (!debugging)
        limit_this_process(on_limit, order->seconds);
    confine_running();
    serve();
}
