#include "experiment.h"

#include "common/activations.h"
#include "common/linear.h"
#include "common/optimizers.h"

enum { HIDDEN = 32, BLOCKS = 2, TEST = 2000 };

static Network build(const Run *run, Random *random)
{
    Network net = network_new();
    size_t inputs = INPUTS;
    for (size_t i = 0; i < BLOCKS; i++, inputs = HIDDEN) {
        if (run->ghost) {
            network_add(&net, linear_layer_without_bias(random, inputs, HIDDEN, HE_NORMAL));
            network_add(&net, ghosts_layer(HIDDEN, run->ghost));
        } else {
            network_add(&net, linear_layer(random, inputs, HIDDEN, HE_NORMAL));
        }
        network_add(&net, relu_layer(HIDDEN));
        if (run->rate > 0)
            network_add(&net, dropout_layer(HIDDEN, run->rate, run->dropping,
                                            random_new(random_bits(random))));
    }
    network_add(&net, linear_layer(random, HIDDEN, 1, GLOROT_NORMAL));
    return net;
}

static void step(Network *net, Adam *adam, Matrix x, Matrix target)
{
    Matrix dscores = matrix_new(x.rows, 1);
    double unused;
    parameters_zero_gradients(net->parameters);
    logistic(network_forward(net, x, TRAINING), target, dscores, &unused);
    network_backward(net, dscores);
    adam_step(adam);
    matrix_free(dscores);
}

static double evaluate(Network *net, Examples e, double *wrong)
{
    const Matrix no_gradient = {0};
    return logistic(network_forward(net, e.x, EVALUATION), e.target, no_gradient, wrong);
}

Result train(const Run *run, Random random)
{
    Examples train_set = examples_new(&random, EXAMPLES, run->mislabeled);
    Examples test_set = examples_new(&random, TEST, 0);
    Network net = build(run, &random);
    Adam adam = adam_new(net.parameters, 0.01);
    Result result;
    double unused;
    for (size_t epoch = 0; epoch < run->epochs; epoch++) {
        shuffle(&random, train_set);
        for (size_t n = 0; n < EXAMPLES; n += run->batch)
            step(&net, &adam, matrix_rows(train_set.x, n, run->batch),
                 matrix_rows(train_set.target, n, run->batch));
    }
    settle(&net, train_set.x);
    result.train_loss = evaluate(&net, train_set, &unused);
    result.test_loss = evaluate(&net, test_set, &result.test_wrong);
    adam_free(&adam);
    network_free(&net);
    examples_free(train_set);
    examples_free(test_set);
    return result;
}
