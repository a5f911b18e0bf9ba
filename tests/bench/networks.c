/* Whole training steps as sides of `make bench`: chapter 8's GAN, chapter 5's deep network, and the
   time of the GAN's matrix products alone. */

#include <math.h>
#include <stdlib.h>

#include "common/activations.h"
#include "common/product.h"
#include "gan.h"
#include "running_statistics.h"
#include "tests/bench/sides.h"

/* Widths, from the noise to the example and from the example to the logit; as in network.py. */
enum { LAYERS = 3 };
typedef struct {
    size_t generator[LAYERS + 1], discriminator[LAYERS + 1], batch;
} Widths;
static const Widths ring = {{64, 128, 128, 2}, {2, 128, 128, 1}, 256};
static const Widths wide = {{64, 256, 512, 256}, {256, 512, 256, 1}, 128};

/* A bias stands only where no batch norm does: at the end, and where the discriminator begins. */
static Network network(Random *random, const size_t *widths, bool generator)
{
    Network net = network_new();
    for (size_t i = 0; i < LAYERS; i++) {
        bool norm = i < LAYERS - 1 && (generator || i > 0);
        gan_add_linear(&net, random, widths[i], widths[i + 1], HE_NORMAL, norm);
        if (i < LAYERS - 1)
            network_add(&net, generator ? relu_layer(widths[i + 1])
                                        : leaky_relu_layer(widths[i + 1], GAN_SLOPE));
    }
    return net;
}

typedef struct {
    Gan gan;
    Matrix x, z;
} Game;

static Game games[2]; /* ring, wide */

static Matrix normal(Random *random, size_t rows, size_t cols)
{
    Matrix m = matrix_new(rows, cols);
    for (size_t i = 0; i < rows * cols; i++)
        m.v[i] = (real)random_normal(random, 0, 1);
    return m;
}

static Game game_new(Widths w)
{
    Random random = random_new(1);
    Gan gan = {.ds = buffer_new(1)};
    gan.shape.noise = w.generator[0];
    gan.shape.features = w.discriminator[0];
    gan.generator = network(&random, w.generator, true);
    gan.discriminator = network(&random, w.discriminator, false);
    gan.generator_adam = adam_new(gan.generator.parameters, 2e-4);
    gan.discriminator_adam = adam_new(gan.discriminator.parameters, 2e-4);
    gan.generator_adam.beta1 = gan.discriminator_adam.beta1 = 0.5;
    return (Game){gan, normal(&random, w.batch, w.discriminator[0]),
                  normal(&random, w.batch, w.generator[0])};
}

static void gan_step(Game *game)
{
    gan_discriminator_step(&game->gan, game->x, game->z);
    gan_generator_step(&game->gan, game->z);
}

/* ---- The products alone --------------------------------------------------------------- */

typedef struct {
    Matrix x, weights, y;    /* y = x weights */
    Matrix dx, dweights, dy; /* dweights = x' dy, dx = dy weights' */
} Product;
static Product products[2][2][LAYERS]; /* of ring and wide: generator, discriminator */

static void products_new(Product *p, const size_t *widths, size_t N)
{
    Random random = random_new(2);
    for (size_t i = 0; i < LAYERS; i++)
        p[i] = (Product){.x = normal(&random, N, widths[i]),
                         .weights = normal(&random, widths[i], widths[i + 1]),
                         .y = normal(&random, N, widths[i + 1]),
                         .dx = normal(&random, N, widths[i]),
                         .dweights = normal(&random, widths[i], widths[i + 1]),
                         .dy = normal(&random, N, widths[i + 1])};
}

static void clear(Matrix m)
{
    for (size_t i = 0; i < m.rows * m.cols; i++)
        m.v[i] = 0;
}

static void products_forward(Product *p)
{
    for (size_t i = 0; i < LAYERS; i++) {
        clear(p[i].y);
        product_ab(p[i].x, p[i].weights, p[i].y);
    }
}

/* The gradient by the input is that of the layers from `first` on. */
static void products_backward(Product *p, size_t first, bool weights)
{
    for (size_t i = 0; i < LAYERS; i++) {
        if (weights) {
            clear(p[i].dweights);
            product_atb(p[i].x, p[i].dy, p[i].dweights);
        }
        if (i >= first) {
            clear(p[i].dx);
            product_abt(p[i].dy, p[i].weights, p[i].dx);
        }
    }
}

/* The products of gan_discriminator_step, then those of gan_generator_step. `all` is as the course
   computes them. Nobody reads the gradient by the examples in the first, nor the gradients by the
   discriminator's weights and by the noise in the second. */
static void gan_products(Product p[2][LAYERS], bool all)
{
    Product *generator = p[0], *discriminator = p[1];
    products_forward(generator);
    for (int batch = 0; batch < 2; batch++) {
        products_forward(discriminator);
        products_backward(discriminator, all ? 0 : 1, true);
    }
    products_forward(generator);
    products_forward(discriminator);
    products_backward(discriminator, 0, all);
    products_backward(generator, all ? 0 : 1, true);
}

/* ---- Chapter 5's network: 20-64-64-64-64-64-1, sigmoids, 64 examples -------------------- */

enum { INPUTS = 20, WIDTH = 64, HIDDEN = 5, BATCH = 64 };
static Network deep;
static Matrix deep_x, deep_ds;

static void deep_new(void)
{
    Random random = random_new(3);
    deep = network_new();
    for (size_t i = 0; i < HIDDEN; i++) {
        gan_add_linear(&deep, &random, i == 0 ? INPUTS : WIDTH, WIDTH, GLOROT_NORMAL, true);
        network_add(&deep, sigmoid_layer(WIDTH));
    }
    gan_add_linear(&deep, &random, WIDTH, 1, GLOROT_NORMAL, false);
    deep_x = normal(&random, BATCH, INPUTS);
    deep_ds = matrix_new(BATCH, 1);
}

static void deep_step(void)
{
    parameters_zero_gradients(deep.parameters);
    bce_logits(network_forward(&deep, deep_x, TRAINING), 1, deep_ds);
    network_backward(&deep, deep_ds);
    sgd_step(deep.parameters, 1e-3);
}

void networks_new(void);
void networks_new(void)
{
    const Widths widths[2] = {ring, wide};
    for (int i = 0; i < 2; i++) {
        games[i] = game_new(widths[i]);
        products_new(products[i][0], widths[i].generator, widths[i].batch);
        products_new(products[i][1], widths[i].discriminator, widths[i].batch);
    }
    deep_new();
}

SIDE(gan_ring_reference, gan_step(&games[0]))
SIDE(gan_wide_reference, gan_step(&games[1]))
SIDE(gan_ring_products, gan_products(products[0], true))
SIDE(gan_wide_products, gan_products(products[1], true))
SIDE(gan_ring_needed, gan_products(products[0], false))
SIDE(gan_wide_needed, gan_products(products[1], false))
SIDE(deep_reference, deep_step())
