/* Which layers the two networks have, in their order, as the header of the chapter says. */

#include "tests/08_gan/oracle.h"

static size_t add(Piece *pieces, size_t count, const char *kind, size_t inputs, size_t outputs)
{
    require(count < MOST_PIECES, "%zu pieces", count);
    pieces[count] = (Piece){kind, inputs, outputs, false, HE_NORMAL};
    return count + 1;
}

static size_t add_block(Piece *pieces, size_t count, size_t inputs, size_t outputs, bool norm,
                        Initialization initialization)
{
    count = add(pieces, count, "linear", inputs, outputs);
    pieces[count - 1].bias = !norm;
    pieces[count - 1].initialization = initialization;
    return norm ? add(pieces, count, "batch norm", outputs, outputs) : count;
}

size_t oracle_pieces(Player player, GanShape shape, Piece pieces[MOST_PIECES])
{
    const bool generator = player == GENERATOR;
    const size_t in = generator ? shape.noise : shape.features, H = shape.hidden;
    const NormPlaces first = generator ? NORM_GENERATOR : NORM_DISCRIMINATOR_INPUT;
    const NormPlaces second = generator ? NORM_GENERATOR : NORM_DISCRIMINATOR;
    const char *activation = generator ? "relu" : "leaky relu";
    size_t count = add_block(pieces, 0, in, H, (shape.norms & first) != 0, HE_NORMAL);
    count = add(pieces, count, activation, H, H);
    count = add_block(pieces, count, H, H, (shape.norms & second) != 0, HE_NORMAL);
    count = add(pieces, count, activation, H, H);
    if (!generator)
        return add_block(pieces, count, H, 1, false, GLOROT_NORMAL);
    count = add_block(pieces, count, H, shape.features, (shape.norms & NORM_GENERATOR_OUTPUT) != 0,
                      GLOROT_NORMAL);
    return shape.tanh ? add(pieces, count, "tanh", shape.features, shape.features) : count;
}
