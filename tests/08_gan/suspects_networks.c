/* Networks with a mistake: exercises 8.1 and 8.2. See suspects_networks.h. */

#include <stdbool.h>

#include "gan.h"
#include "common/activations.h"
#include "tests/08_gan/suspects_networks.h"
#include "tests/harness/harness.h"

static void add_linear(Network *network, Random *random, const Plan *plan, size_t inputs,
                       size_t outputs, int place)
{
    const bool norm = plan->norms[place];
    Initialization initialization = place == 2 ? GLOROT_NORMAL : HE_NORMAL;
    if (plan->glorot_always)
        initialization = GLOROT_NORMAL;
    if (plan->he_always)
        initialization = HE_NORMAL;
    network_add(network, norm && !plan->bias_always
                             ? linear_layer_without_bias(random, inputs, outputs, initialization)
                             : linear_layer(random, inputs, outputs, initialization));
    if (norm && !plan->norm_last)
        network_add(network, batchnorm_layer(outputs));
}

static void add_activation(Network *network, const Plan *plan, size_t units, int place)
{
    network_add(network,
                plan->slope > 0 ? leaky_relu_layer(units, plan->slope) : relu_layer(units));
    if (plan->norms[place] && plan->norm_last)
        network_add(network, batchnorm_layer(units));
}

Network planned(Random *random, GanShape shape, const Plan *plan)
{
    Network network = network_new();
    require(shape.hidden >= 1 && shape.features >= 1 && shape.noise >= 1, "a shape with a 0");
    add_linear(&network, random, plan, plan->inputs, shape.hidden, 0);
    add_activation(&network, plan, shape.hidden, 0);
    if (!plan->forgets_hidden) {
        add_linear(&network, random, plan, shape.hidden, shape.hidden, 1);
        add_activation(&network, plan, shape.hidden, 1);
    }
    add_linear(&network, random, plan, shape.hidden, plan->outputs, 2);
    if (plan->ends_in_relu)
        network_add(&network, relu_layer(plan->outputs));
    if (plan->norms[2] && plan->norm_last)
        network_add(&network, batchnorm_layer(plan->outputs));
    if (plan->sigmoid)
        network_add(&network, sigmoid_layer(plan->outputs));
    if (plan->generator && shape.tanh)
        network_add(&network, tanh_layer(plan->outputs));
    return network;
}
