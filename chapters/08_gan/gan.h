#ifndef GAN_H
#define GAN_H

/* Chapter 8: a small GAN.

   Two networks play against each other. The generator G makes examples from noise. The
   discriminator D gives each example a logit s: positive means real, negative fake, and
   sigmoid(s) is the probability of "real" that it stands for.

       z          N x noise       noise, standard normal
       x, G(z)    N x features    real examples, and fake ones
       s, ds      N x 1           logits, and the gradient of the loss by each

   What each step may change (x: no byte of it):

                                  discriminator's step        generator's step
       generator's parameters     x                           one step of Adam
       generator's gradients      x                           those of this step
       discriminator's parameters one step of Adam            x
       discriminator's gradients  those of this step          of no use to anyone
       running statistics         of all that ran: both networks run in TRAINING

   The running statistics are no parameters: nothing in training reads them, and batch norms
   keep them for evaluation. So both steps let them move, as PyTorch does.

   You write the bodies in gan.c. The caller owns all memory; outputs do not overlap inputs. What
   "refuses" below goes to require (common/require.h). Sources: Goodfellow et al. 2014 for the
   game, Radford et al. 2015 (DCGAN) for the networks, Srivastava et al. 2017 (VEEGAN) for the
   score. */

#include <stdbool.h>

#include "common/linear.h"
#include "common/network.h"
#include "common/optimizers.h"
#include "common/random.h"
#include "given/batchnorm_layer.h"
#include "running_statistics.h"

/* ---- The two networks ----------------------------------------------------------------- */

/* Where batch norm stands: any of these, joined by |. */
typedef enum {
    NORM_NOWHERE = 0,
    NORM_GENERATOR = 1,           /* behind the generator's two hidden linear layers */
    NORM_GENERATOR_OUTPUT = 2,    /* behind its last linear layer */
    NORM_DISCRIMINATOR = 4,       /* behind the discriminator's second hidden linear layer */
    NORM_DISCRIMINATOR_INPUT = 8, /* behind its first */
    NORM_DCGAN = NORM_GENERATOR | NORM_DISCRIMINATOR
} NormPlaces;

typedef struct {
    size_t noise;    /* numbers that the generator makes an example from */
    size_t hidden;   /* units in each of the two hidden layers of either network */
    size_t features; /* of an example */
    bool tanh;       /* the generator ends in tanh: for pixels, which lie in -1 .. 1 */
    NormPlaces norms;
} GanShape;

#define GAN_SLOPE 0.2 /* of the discriminator's leaky ReLUs */

/* Given: appends a linear layer. With `norm` it has no bias, and a batch norm behind it. */
void gan_add_linear(Network *network, Random *random, size_t inputs, size_t outputs,
                    Initialization initialization, bool norm);

/* Exercise 8.1 (12 points)   The generator: three linear layers.

       linear    noise  -> hidden      HE_NORMAL
       batch norm                      if norms has NORM_GENERATOR
       relu
       linear    hidden -> hidden      HE_NORMAL
       batch norm                      if norms has NORM_GENERATOR
       relu
       linear    hidden -> features    GLOROT_NORMAL
       batch norm                      if norms has NORM_GENERATOR_OUTPUT
       tanh                            if shape.tanh

   A linear layer in front of a batch norm has no bias: gan_add_linear makes both. The weights
   are drawn in this order.

   random    changed by the draws
   Returns the network, which the caller frees.
   Refuses noise, hidden or features of 0, before it makes a layer. */
Network gan_generator(Random *random, GanShape shape);

/* Exercise 8.2 (12 points)   The discriminator: three linear layers, of which the last gives the
   logit.

       linear    features -> hidden    HE_NORMAL
       batch norm                      if norms has NORM_DISCRIMINATOR_INPUT
       leaky relu                      slope GAN_SLOPE
       linear    hidden   -> hidden    HE_NORMAL
       batch norm                      if norms has NORM_DISCRIMINATOR
       leaky relu                      slope GAN_SLOPE
       linear    hidden   -> 1         GLOROT_NORMAL

   There is no sigmoid at the end: bce_logits takes logits. The rest as in 8.1: who frees it, no
   bias in front of a batch norm, the order of the draws.

   random    changed by the draws
   Refuses hidden or features of 0, before it makes a layer. shape.noise and shape.tanh are the
   generator's. */
Network gan_discriminator(Random *random, GanShape shape);

/* ---- The loss ------------------------------------------------------------------------- */

/* Exercise 8.3 (16 points)   The cross-entropy of the probabilities sigmoid(s) with a target t,
   by the logits, and its gradient.

       loss  = 1/N * sum over n of  max(s[n], 0) - s[n] t + log(1 + exp(-|s[n]|))
       ds[n] = (sigmoid(s[n]) - t) / N

   This is -t log p - (1 - t) log(1 - p) with p = sigmoid(s), put so that nothing overflows and
   no logarithm of 0 is taken: loss and gradient are right for s = 10000 too. With log1p a loss of
   1e-18 keeps its digits.

   s        N x 1   input, any N of 1 or more
   target           t of all N examples: 1 real, 0 fake, or between
   ds       N x 1   output
   Returns the loss, a mean over the batch. A NaN among the logits makes it NaN.
   Refuses a target outside 0 .. 1, a batch without examples, and an s or a ds that is not
   N x 1. */
double bce_logits(Matrix s, double target, Matrix ds);

/* ---- The game ------------------------------------------------------------------------- */

typedef struct {
    GanShape shape;
    Network generator, discriminator;
    Adam generator_adam, discriminator_adam;
    Buffer ds; /* of one column, for the gradient by the logits */
} Gan;

/* Given: both networks, drawn (the generator first), and an Adam for each with this rate and
   beta1. DCGAN has a rate of 0.0002 and a beta1 of 0.5. */
Gan gan_new(Random *random, GanShape shape, double rate, double beta1);
void gan_free(Gan *gan);

/* Exercise 8.4 (22 points)   One step of the discriminator: a higher logit for real examples, a
   lower one for fakes.

       loss = mean over n of -log D(x[n])  +  mean over n of -log(1 - D(G(z[n])))

   where D stands for sigmoid(s). In this order:

     - the discriminator's gradients are set to 0, whatever they were;
     - the fakes G(z) are made, in TRAINING: these are what the generator's step will show it;
     - the real batch goes through the discriminator in TRAINING, forward and backward, target 1;
     - then the fake batch, target 0. They are separate batches: each is normalized with its own
       statistics;
     - Adam makes one step with the sum of both gradients.

   Nothing goes back through the generator, and no gradient or parameter of it changes.

   gan                      changed, as the table above says
   x        N x features    input
   z        N x noise       input; it may have another N than x
   Returns the loss before the step.
   Refuses an x or a z with another number of columns, before anything is changed. */
double gan_discriminator_step(Gan *gan, Matrix x, Matrix z);

/* Exercise 8.5 (18 points)   One step of the generator: fakes that get a higher logit.

       loss = mean over n of -log D(G(z[n]))

   This is the non-saturating loss: target 1 for the fakes (Goodfellow et al. 2014, section 3).
   In this order:

     - the generator's gradients are set to 0, whatever they were;
     - the noise goes through the generator, and what comes out through the discriminator, both
       in TRAINING;
     - the gradient goes back through the discriminator, and from there through the generator;
     - Adam makes one step, on the generator only.

   gan                      changed, as the table above says
   z        N x noise       input
   Returns the loss before the step.
   Refuses a z with another number of columns, before anything is changed. */
double gan_generator_step(Gan *gan, Matrix z);

/* Exercise 8.6 (9 points)   What the generator has learned: fakes, made in EVALUATION. A sample
   depends on its own noise only, and not on the other rows of z.

   gan                            input: its networks are run, and no number of theirs changes
   z           N x noise          input, any N: a single row too
   samples     N x features       output
   Refuses a z or samples of other shapes. */
void gan_sample(Gan *gan, Matrix z, Matrix samples);

/* ---- The score ------------------------------------------------------------------------ */

/* How well samples cover K modes. */
typedef struct {
    size_t modes;        /* the modes that have a good sample */
    double high_quality; /* the share of good samples, 0 .. 1 */
    double reverse_kl;   /* how unevenly the good samples lie: 0 even .. log K all in one mode */
} ModeScore;

/* Exercise 8.7 (11 points)   Counts modes, as VEEGAN and PacGAN do.

   A sample belongs to the mode whose center is nearest (of two that are equally near, the
   first). It is good if its distance to this center is at most 3 sd. With p[k] = good[k] / all
   good samples:

       reverse_kl = sum over the k with p[k] > 0 of  p[k] * log(p[k] * K)

   the divergence of p from an even share, 1 / K each. Without a good sample it is not defined:
   NaN.

   samples    N x features    input, any N of 1 or more; a sample that holds a NaN is not good
   centers    K x features    input, one row for each mode
   sd                         of each mode, in each feature, > 0
   good       K               output, the good samples of each mode
   score                      output
   Refuses no samples, no centers, different numbers of features, and an sd that is not
   positive. */
void mode_score(Matrix samples, Matrix centers, double sd, size_t good[centers.rows],
                ModeScore *score);

#endif
