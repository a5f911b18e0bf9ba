/* What the interactive figures compute, computed here. Each line is one call:

       FIGURE CALL NUMBER... ; memory before ; memory after ; result

   The result of a function without one is 0. The memory is the figure's struct of doubles, in
   hexadecimal, bit for bit. figures.js makes the same calls in the page and compares. */

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "common/random.h"

static void print_memory(const double *memory, size_t count)
{
    printf(" ;");
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &memory[i], sizeof bits);
        printf(" %016" PRIx64, bits);
    }
}

static double between(Random *random, double low, double high)
{
    return low + (high - low) * random_uniform(random);
}

/* ---- batch.c ---- */

double *batch_memory(void);
void batch_run(int examples);

static void batches(Random *random)
{
    enum { MOST = 8, COUNT = 6 + 3 * MOST };
    double *memory = batch_memory();
    for (int i = 0; i < 1000; i++) {
        int N = 2 + (int)random_below(random, MOST - 1);
        memory[0] = between(random, -3, 3);
        memory[1] = between(random, -5, 5);
        memory[2] = i % 2 ? 1e-5 : between(random, 0.01, 30);
        for (int n = 0; n < MOST; n++)
            memory[6 + n] = between(random, -10, 10);
        printf("batch batch_run %d", N);
        print_memory(memory, COUNT);
        batch_run(N);
        print_memory(memory, COUNT);
        printf(" ; 0\n");
    }
}

/* ---- descent.c ---- */

double *descent_memory(void);
void descent_cats(void);
int descent_step(int side, int count);
int descent_needed(int side);

static void descents(Random *random)
{
    enum { P = 3, SIDE = P * P + 2 + P + 1, COUNT = 1 + 2 * SIDE };
    double *memory = descent_memory();
    printf("descent descent_cats");
    print_memory(memory, COUNT);
    descent_cats();
    print_memory(memory, COUNT);
    printf(" ; 0\n");
    for (int i = 0; i < 1000; i++) {
        int side = i % 2, count = (int)random_below(random, 100);
        memory[0] = between(random, 0.05, 2.2);
        for (int p = 0; p < P; p++)
            memory[1 + side * SIDE + P * P + 2 + p] = between(random, -2, 2);
        bool all = i < 20;
        printf(all ? "descent descent_needed %d" : "descent descent_step %d %d", side, count);
        print_memory(memory, COUNT);
        int steps = all ? descent_needed(side) : descent_step(side, count);
        print_memory(memory, COUNT);
        printf(" ; %d\n", steps);
    }
}

/* ---- running.c ---- */

double *running_memory(void);
void running_reset(int seed);
void running_batch(int examples);

static void runnings(Random *random)
{
    enum { COUNT = 10 };
    double *memory = running_memory();
    for (int i = 0; i < 1000; i++) {
        memory[0] = between(random, 0.01, 1);
        memory[1] = between(random, 4, 7);
        memory[2] = between(random, 1, 2);
        memory[3] = between(random, 0, 9);
        int number = i % 100 == 0 ? i : 2 + (int)random_below(random, 255);
        printf(i % 100 == 0 ? "running running_reset %d" : "running running_batch %d", number);
        print_memory(memory, COUNT);
        i % 100 == 0 ? running_reset(number) : running_batch(number);
        print_memory(memory, COUNT);
        printf(" ; 0\n");
    }
}

/* ---- game.c ---- */

double *game_memory(void);
void game_start(int norms, int seed);
void game_steps(int count);
void game_look(void);

/* A call of a function of two numbers or fewer, as a line. */
static void game_call(const char *name, int a, int b)
{
    enum { COUNT = 6 + 2 * 500 + 32 * 32 };
    double *memory = game_memory();
    int numbers = strcmp(name, "game_start") == 0 ? 2 : strcmp(name, "game_steps") == 0 ? 1 : 0;
    printf("game %s", name);
    if (numbers > 0)
        printf(" %d", a);
    if (numbers > 1)
        printf(" %d", b);
    print_memory(memory, COUNT);
    numbers == 2 ? game_start(a, b) : numbers == 1 ? game_steps(a) : game_look();
    print_memory(memory, COUNT);
    printf(" ; 0\n");
}

/* Batch norm nowhere, in the generator, in the discriminator, in both. */
static void games(void)
{
    const int places[] = {0, 1, 4, 5};
    for (int i = 0; i < 4; i++) {
        game_call("game_start", places[i], i + 1);
        game_call("game_steps", 20, 0);
        game_call("game_look", 0, 0);
    }
}

int main(void)
{
    Random random = random_new(1);
    batches(&random);
    descents(&random);
    runnings(&random);
    games();
    return 0;
}
