/* Feeds the tests' side of the wire (tests/harness/remote.c) with what libFuzzer makes up, as if
   the student's program had sent it: see run.sh. The first byte of an input says which function is
   called; the rest is what comes back.

   Whatever it is, the call must return, or end the test; and touch no memory but what the arguments
   point at. CHAPTER says whose functions: 5 has a callback and a token, 6 a file and a struct that
   is called back with, 8 networks. */

#include "tests/harness/remote.c"

#include <math.h>
#include <setjmp.h>
#include <stdint.h>

#include "common/random.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- What the harness has, in few words ---------------------------------------------------- */

static jmp_buf end_of_test;
static Outcome outcome;
Options options = {.subject = "fuzz.c"};
Outcome *outcomes = &outcome, *current = &outcome;

void end_test(Verdict verdict)
{
    longjmp(end_of_test, 1 + (int)verdict);
}

void take_refusal(const char *function, const char *file, int line, const char *message)
{
    snprintf(outcome.message, sizeof outcome.message, "%s %s %d %s", function, file, line, message);
    end_test(REFUSED);
}

void expect(int condition, const char *says, ...)
{
    (void)says;
    if (!condition)
        end_test(WRONG);
}

/* ---- The calls ------------------------------------------------------------------------------- */

static real numbers[64];
static double doubles[64];

static Matrix some(size_t rows, size_t cols)
{
    return (Matrix){rows, cols, numbers};
}

#if CHAPTER == 5
#include "backprop.h"
extern __typeof__(gradient_check) remote_gradient_check;
extern __typeof__(bn_backward) remote_bn_backward;

static double loss(const double *parameters, void *context)
{
    return parameters[0] + parameters[2] + *(double *)context;
}

static void call(uint8_t which)
{
    double context = 1, gradient[3] = {1, 2, 3};
    if (which % 2 == 0)
        remote_gradient_check(loss, &context, 3, doubles, gradient, 0.1);
    else
        remote_bn_backward(some(3, 2), some(3, 2), numbers, doubles,
                           (BnGradients){doubles, doubles + 8, some(3, 2)});
}
#elif CHAPTER == 6
#include "running_statistics.h"
extern __typeof__(batchnorm_forward) remote_batchnorm_forward;
extern __typeof__(bn_load) remote_bn_load;

static void update(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    for (size_t d = 0; d < norm->D; d++)
        norm->running_mean[d] += mean[d] + var[d] + (double)N;
}

static void call(uint8_t which)
{
    BatchNorm norm = {.D = 3,
                      .eps = 1,
                      .gamma = numbers,
                      .beta = numbers + 4,
                      .gamma_gradient = numbers + 8,
                      .beta_gradient = numbers + 12,
                      .running_mean = doubles,
                      .running_var = doubles + 4,
                      .update = update};
    BnForward forward = {TRAINING, doubles + 8, doubles + 12, doubles + 16, some(4, 3), some(4, 3)};
    char error[BN_ERROR] = "", bytes[32] = "batchnrm";
    FILE *file = which % 2 ? fmemopen(bytes, sizeof bytes, "rb") : NULL;
    if (!file)
        remote_batchnorm_forward(&norm, some(4, 3), TRAINING, &forward);
    else if (setjmp(end_of_test) == 0)
        remote_bn_load(file, &norm, error);
    if (file)
        fclose(file);
}
#else
#include "gan.h"
extern __typeof__(gan_generator) remote_gan_generator;
extern __typeof__(gan_generator_step) remote_gan_generator_step;

static void call(uint8_t which)
{
    GanShape shape = {.noise = 3, .hidden = 4, .features = 2, .norms = NORM_DCGAN};
    Random random = random_new(1);
    if (which % 2 == 0) {
        Network network = remote_gan_generator(&random, shape);
        if (network.layer_count > 0 && network.layers[0].inputs < 16)
            network_forward(&network, some(1, network.layers[0].inputs), EVALUATION);
    } else {
        Gan gan = gan_new(&random, shape, 0.1, 0.5);
        remote_gan_generator_step(&gan, some(4, 3));
    }
}
#endif

/* ---- An input -------------------------------------------------------------------------------- */

/* What a call has left behind when it ended the test is freed: the process would end. */
typedef const volatile void *Block;
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(Block, size_t),
                                              void (*on_free)(Block));
enum { MOST_BLOCKS = 1 << 14 };
static void *blocks[MOST_BLOCKS];
static size_t count;
static _Thread_local bool noting; /* libFuzzer has a thread of its own */

static void on_malloc(Block block, size_t size)
{
    (void)size;
    if (noting && count < MOST_BLOCKS)
        blocks[count++] = (void *)(uintptr_t)block;
}

static void on_free(Block block)
{
    for (size_t i = count; noting && i-- > 0;)
        if (blocks[i] == (void *)(uintptr_t)block) {
            blocks[i] = blocks[--count];
            return;
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool begun;
    if (!begun) {
        __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
        begun = true;
    }
    int sockets[2];
    if (size == 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0)
        return 0;
    if (write(sockets[1], data + 1, size - 1) < 0)
        return 0;
    shutdown(sockets[1], SHUT_WR);
    require_hook = take_refusal;
    wire = sockets[0];
    stage = sockets[0]; /* asked for the status of a process that has ended, it says nothing */
    noting = true;
    if (setjmp(end_of_test) == 0)
        call(data[0]);
    noting = false;
    while (count > 0)
        free(blocks[--count]);
    close(sockets[0]);
    close(sockets[1]);
    return 0;
}
