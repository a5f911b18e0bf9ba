/* What the interactive figures compute, computed here. Each line is one call:

       FIGURE CALL NUMBER... ; memory before ; memory after

   The memory is the figure's struct of doubles, in hexadecimal, bit for bit. figures.js makes the
   same calls in the page and compares. */

#include <inttypes.h>
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
        printf("\n");
    }
}

int main(void)
{
    Random random = random_new(1);
    batches(&random);
    return 0;
}
