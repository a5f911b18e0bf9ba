#ifndef ORACLE_08_H
#define ORACLE_08_H

/* Both networks, their losses and the gradients of these, made by the tests themselves: in long
   double, from the definitions and without a line of the solutions. The gradients are central
   differences, so there is no backward pass that could be wrong in the same way twice. */

#include "gan.h"

/* ---- What the header says of the layers ---- */

typedef struct {
    const char *kind; /* as in Layer */
    size_t inputs, outputs;
    bool bias;                     /* of a linear layer */
    Initialization initialization; /* of its weights */
} Piece;

typedef enum { GENERATOR, DISCRIMINATOR } Player;

/* Their number; at most MOST_PIECES. */
enum { MOST_PIECES = 12 };
size_t oracle_pieces(Player player, GanShape shape, Piece pieces[MOST_PIECES]);

/* ---- What a network computes ---- */

enum { MOST_EXAMPLES = 8, MOST_UNITS = 8 };

typedef struct {
    size_t rows, cols;
    long double v[MOST_EXAMPLES][MOST_UNITS];
} Values;

Values oracle_values(Matrix m);

/* With the parameters that the gan's player has now. EVALUATION reads the running statistics of
   its batch norms; nothing is changed. */
Values oracle_forward(const Gan *gan, Player player, const Values *x, Mode mode);

long double oracle_bce(const Values *s, double target);

/* What 8.4 and 8.5 return. */
long double oracle_discriminator_loss(const Gan *gan, Matrix x, Matrix z);
long double oracle_generator_loss(const Gan *gan, Matrix z);

/* ---- What a step makes of it ---- */

enum { MOST_PARAMETERS = 128 };

/* All parameters of the player, one after the other, as they must be after its step. */
void oracle_step(const Gan *gan, Player player, Matrix x, Matrix z, double after[MOST_PARAMETERS]);

/* The running mean and variance of each batch norm in a network after these batches went through
   it in TRAINING, one after the other: mean, var of the first, mean, var of the second. Returns
   how many numbers. */
size_t oracle_statistics(const Gan *gan, Player player, const Values *batches, size_t count,
                         double after[MOST_PARAMETERS]);

/* ---- The score ---- */

ModeScore oracle_score(Matrix samples, Matrix centers, double sd, size_t *good);

#endif
