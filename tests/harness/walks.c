/* How a function walks through its matrices, by page faults: see walks.h. */

#include "tests/harness/walks.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/random.h"
#include "tests/harness/internal.h"

enum { MOST_WATCHED = 16 };

typedef struct {
    char *from;
    size_t pages, comes; /* how often the function came to a page */
    size_t open[WALKS_OPEN];
    bool *touched; /* each page: at all? */
} Watched;

static Watched watched[MOST_WATCHED];
static size_t watched_count;
static bool watching;
static struct sigaction segv_before, bus_before;

bool walks_unseen;

static size_t page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

size_t walks_page(void)
{
    return page_bytes() / sizeof(real);
}

/* ---- Memory ------------------------------------------------------------------------------- */

/* From malloc's heap, so that AddressSanitizer knows where it ends. */
static Matrix watched_matrix(size_t rows, size_t cols)
{
    size_t bytes = rows * cols * sizeof(real), pages = bytes / page_bytes();
    require(pages > 0 && pages * page_bytes() == bytes, "%zu x %zu numbers are no whole pages",
            rows, cols);
    require(watched_count < MOST_WATCHED, "over %d watched matrices", MOST_WATCHED);
    void *memory = NULL;
    if (posix_memalign(&memory, page_bytes(), bytes) != 0)
        memory = NULL;
    Watched *w = &watched[watched_count++];
    *w = (Watched){keep_memory(memory, bytes), pages, 0, {0}, keep_memory(calloc(pages, 1), pages)};
    return (Matrix){rows, cols, memory};
}

Matrix watched_input(unsigned seed, size_t rows, size_t cols)
{
    Matrix m = watched_matrix(rows, cols);
    Random random = random_new(seed);
    for (size_t i = 0; i < rows * cols; i++)
        m.v[i] = (real)random_uniform(&random);
    return m;
}

Matrix watched_output(size_t rows, size_t cols)
{
    Matrix m = watched_matrix(rows, cols);
    memset(m.v, 0, rows * cols * sizeof(real));
    return m;
}

void forget_walks(void)
{
    walks_end();
    watched_count = 0;
}

/* ---- Faults ------------------------------------------------------------------------------- */

static void set_access(Watched *w, size_t page, size_t pages, int access)
{
    if (mprotect(w->from + page * page_bytes(), pages * page_bytes(), access) != 0)
        bad_input("this system does not let a program protect its memory");
}

static bool counts_on(const Watched *w)
{
    return w->comes < WALKS_MOST * w->pages;
}

static void come_to(Watched *w, size_t page)
{
    size_t *place = &w->open[w->comes % WALKS_OPEN];
    if (w->comes >= WALKS_OPEN)
        set_access(w, *place, 1, PROT_NONE);
    *place = page;
    set_access(w, page, 1, PROT_READ | PROT_WRITE);
    w->touched[page] = true;
    w->comes++;
    if (!counts_on(w)) /* it is clear by now; a fault for each number would take long */
        set_access(w, 0, w->pages, PROT_READ | PROT_WRITE);
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)context;
    const char *address = info->si_addr;
    for (Watched *w = watched; w < watched + watched_count; w++)
        if (address >= w->from && address < w->from + w->pages * page_bytes() && counts_on(w)) {
            come_to(w, (size_t)(address - w->from) / page_bytes());
            return;
        }
    /* a crash: it happens again, and is reported as any other */
    sigaction(signal, signal == SIGSEGV ? &segv_before : &bus_before, NULL);
}

/* valgrind delivers no signal on a stack whose end was never touched, as that of large arrays. */
static void give_handler_a_stack(void)
{
    static char stack[1 << 16];
    stack_t now;
    if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE))
        sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
}

void walks_begin(void)
{
    if (walks_unseen)
        return;
    give_handler_a_stack();
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaction(SIGSEGV, &action, &segv_before);
    sigaction(SIGBUS, &action, &bus_before); /* macOS */
    for (Watched *w = watched; w < watched + watched_count; w++) {
        w->comes = 0;
        memset(w->touched, 0, w->pages);
        set_access(w, 0, w->pages, PROT_NONE);
    }
    watching = true;
}

void walks_end(void)
{
    if (!watching)
        return;
    watching = false;
    for (Watched *w = watched; w < watched + watched_count; w++)
        set_access(w, 0, w->pages, PROT_READ | PROT_WRITE);
    sigaction(SIGSEGV, &segv_before, NULL);
    sigaction(SIGBUS, &bus_before, NULL);
}

/* ---- What was seen ------------------------------------------------------------------------ */

static const Watched *watched_at(Matrix m)
{
    for (const Watched *w = watched; w < watched + watched_count; w++)
        if (w->from == (const char *)m.v)
            return w;
    require(false, "a matrix that is not watched");
    return NULL;
}

double walks_through(Matrix m)
{
    const Watched *w = watched_at(m);
    return (double)w->comes / (double)w->pages;
}

/* A row that others are compared with is come to now and then: that is not a walk. */
static int whole_walks(Matrix m)
{
    return (int)ceil(walks_through(m) - 0.5);
}

static void expect_all_touched(const char *name, Matrix m, const Watched *w)
{
    for (size_t page = 0; page < w->pages; page++)
        expect(w->touched[page], "%s: row %zu was not touched", name,
               page * page_bytes() / (m.cols * sizeof(real)));
}

static const char *times(int count)
{
    static const char *const words[] = {"never",   "once",    "twice",   "three times", "4 times",
                                        "5 times", "6 times", "7 times", "8 times"};
    _Static_assert(COUNT(words) == WALKS_MOST + 1, "a word for each count");
    return words[count];
}

void expect_walks(const char *name, Matrix m, int most)
{
    const Watched *w = watched_at(m);
    if (walks_unseen)
        return;
    expect_all_touched(name, m, w);
    expect(whole_walks(m) <= most,
           "your loops come to each cache line of %s %s%s, and %s is enough.\n"
           "A line holds %zu neighbors in a row, and is fetched again each time that you come back",
           name, times(whole_walks(m)), counts_on(w) ? "" : " or more", times(most),
           64 / sizeof(real));
}

void observe_walks(Matrix m)
{
    double count = fmin(whole_walks(m), 4);
    if (!walks_unseen)
        observe(&count, 1, OF_WALKS);
}
