#ifndef RANDOM_H
#define RANDOM_H

/* Random numbers that are the same on every machine and in every run: a generator is its
   seed, and nothing else goes into it (SplitMix64: Steele, Lea and Flood 2014). */

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t state;
} Random;

Random random_new(uint64_t seed);

/* The next 64 random bits. */
uint64_t random_bits(Random *random);

/* Uniform in [0, 1). */
double random_uniform(Random *random);

/* Normal with this mean and standard deviation (Box and Muller 1958). */
double random_normal(Random *random, double mean, double sd);

/* A whole number in 0 .. n - 1, each as likely as the others; n is at least 1. */
size_t random_below(Random *random, size_t n);

#endif
