#ifndef GAN_SUSPECTS_NETWORKS_H
#define GAN_SUSPECTS_NETWORKS_H

/* Networks with a mistake: exercises 8.1 and 8.2. */

#include <stdbool.h>

#include "gan.h"
#include "tests/harness/harness.h"

/* What a network is, and what can be wrong with it. */
typedef struct {
    bool generator;
    size_t inputs, outputs;
    bool norms[3];    /* behind which linear layer */
    double slope;     /* 0: relu */
    bool bias_always; /* a bias in front of a batch norm too */
    bool norm_last;   /* behind the activation */
    bool forgets_hidden;
    bool glorot_always, he_always;
    bool ends_in_relu, sigmoid;
} Plan;

Network planned(Random *random, GanShape shape, const Plan *plan);

#define WRONG_NETWORK(name, player, change)             \
    static Network name(Random *random, GanShape shape) \
    {                                                   \
        Plan plan = player##_plan(shape);               \
        change;                                         \
        return planned(random, shape, &plan);           \
    }

#endif
