#ifndef TRAINING_H
#define TRAINING_H

/* Given: the loop that trains a GAN, on any data set. The experiments run it on the ring and on
   pictures. training.c is its code: a page, worth reading. */

#include "gan.h"

/* Fills x with real examples. `set` is whatever this needs to know of the data set. */
typedef void (*DrawExamples)(Random *random, const void *set, Matrix x);

/* Called now and then, to look at the GAN: after `step` steps, with their last losses. */
typedef void (*Watch)(void *watcher, Gan *gan, size_t step, double discriminator_loss,
                      double generator_loss);

typedef struct {
    GanShape shape;
    DrawExamples draw;
    const void *set;
    size_t batch;           /* N, of the real examples and of the fake ones */
    size_t steps;           /* of each of the two networks */
    double rate, beta1;     /* of both Adams */
    double beta2;           /* 0: Adam's own, 0.999 */
    double generator_share; /* the generator's rate, as a share of the other's; 0: the same */
    bool falling;           /* the rates fall in a straight line, to 0 behind the last step ... */
    double steady;          /* ... after this share of the steps */
    bool small_start;       /* the generator's last weights start small: see small_start */
    bool one_batch; /* real and fake examples in one batch: a mistake, to see what it does */
    uint64_t seed;  /* of weights, data and noise */
    Watch watch;    /* NULL: nobody looks */
    void *watcher;  /* its first argument */
    size_t every;   /* it is called before the first step, and after each so many */
} Training;

/* Trains a new GAN. The caller frees it. */
Gan gan_trained(const Training *training);

/* ... before its first step. */
Gan gan_untrained(const Training *training, Random *random);

/* The rates of both Adams for this step. */
void set_rates(const Training *training, Gan *gan, size_t step);

/* N x noise standard normal numbers. */
void draw_noise(Random *random, Matrix z);

/* Makes the weights of the generator's last linear layer 10 times smaller than they were drawn. All
   fakes then start close to 0, in the middle of the data, and no nearer to one mode than to
   another. (DCGAN draws all weights with a standard deviation of 0.02.) */
void small_start(Gan *gan);

/* What 8.4 must not do: one batch of real and fake examples together, normalized with the
   statistics of both. x and z have equally many rows. */
double discriminator_step_in_one_batch(Gan *gan, Matrix x, Matrix z);

#endif
