/* oneDNN's batch norm as a side of `make bench`. It computes in float only. A batch of N x D is to
   it a picture of one pixel with D channels, channels last. */

#include <dnnl.h>
#include <stdbool.h>

#include "tests/bench/sides.h"

#define EPS 1e-5f

enum { X, Y, MEAN, VAR, GAMMA, BETA, DY, DX, DGAMMA, DBETA, MEMORIES };

static dnnl_engine_t engine;
static dnnl_stream_t stream;
static dnnl_primitive_t forward, backward;
static dnnl_memory_t memory[MEMORIES];
static real *statistics; /* mean, var, dgamma, dbeta */

static void good(dnnl_status_t status)
{
    require(status == dnnl_success, "oneDNN: status %d", (int)status);
}

/* What follows is for version 3. Of version 2 a description of memory is a struct, not a pointer,
   and that of a primitive is made in two steps. */
#if DNNL_VERSION_MAJOR >= 3
typedef const_dnnl_memory_desc_t Layout;
#define LAYOUT(description) (description)
#else
typedef const dnnl_memory_desc_t *Layout;
#define LAYOUT(description) (&(description))
#define dnnl_memory_desc_create_with_tag dnnl_memory_desc_init_by_tag
#define dnnl_memory_desc_destroy(description) dnnl_success

static dnnl_status_t dnnl_batch_normalization_forward_primitive_desc_create(
    dnnl_primitive_desc_t *made, dnnl_engine_t on, dnnl_prop_kind_t kind, Layout x, Layout y,
    float eps, unsigned flags, const_dnnl_primitive_attr_t attributes)
{
    dnnl_batch_normalization_desc_t description;
    require(x == y, "version 2 has one layout for both");
    good(dnnl_batch_normalization_forward_desc_init(&description, kind, x, eps, flags));
    return dnnl_primitive_desc_create(made, &description, attributes, on, NULL);
}

static dnnl_status_t dnnl_batch_normalization_backward_primitive_desc_create(
    dnnl_primitive_desc_t *made, dnnl_engine_t on, dnnl_prop_kind_t kind, Layout dx, Layout dy,
    Layout x, float eps, unsigned flags, const_dnnl_primitive_desc_t hint,
    const_dnnl_primitive_attr_t attributes)
{
    dnnl_batch_normalization_desc_t description;
    require(dx == dy, "version 2 has one layout for both");
    good(dnnl_batch_normalization_backward_desc_init(&description, kind, dy, x, eps, flags));
    return dnnl_primitive_desc_create(made, &description, attributes, on, hint);
}
#endif

static void primitives(Layout data)
{
    dnnl_primitive_desc_t there, back;
    unsigned flags = dnnl_use_scale | dnnl_use_shift;
    good(dnnl_batch_normalization_forward_primitive_desc_create(
        &there, engine, dnnl_forward_training, data, data, EPS, flags, NULL));
    good(dnnl_batch_normalization_backward_primitive_desc_create(
        &back, engine, dnnl_backward, data, data, data, EPS, flags, there, NULL));
    good(dnnl_primitive_create(&forward, there));
    good(dnnl_primitive_create(&backward, back));
    good(dnnl_primitive_desc_destroy(there));
    good(dnnl_primitive_desc_destroy(back));
}

void onednn_new(void);
void onednn_new(void)
{
    const Batch *b = batch_of();
    size_t D = b->x.cols;
    dnnl_dims_t pictures = {(dnnl_dim_t)b->x.rows, (dnnl_dim_t)D, 1, 1}, channels = {(dnnl_dim_t)D};
    dnnl_memory_desc_t data, feature;
    good(dnnl_memory_desc_create_with_tag(&data, 4, pictures, dnnl_f32, dnnl_nhwc));
    good(dnnl_memory_desc_create_with_tag(&feature, 1, channels, dnnl_f32, dnnl_a));
    good(dnnl_engine_create(&engine, dnnl_cpu, 0));
    good(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
    primitives(LAYOUT(data));
    statistics = matrix_new(4, D).v;
    void *numbers[MEMORIES] = {[X] = b->x.v,
                               [Y] = b->y.v,
                               [MEAN] = statistics,
                               [VAR] = statistics + D,
                               [GAMMA] = b->gamma,
                               [BETA] = b->beta,
                               [DY] = b->dy.v,
                               [DX] = b->dx.v,
                               [DGAMMA] = statistics + 2 * D,
                               [DBETA] = statistics + 3 * D};
    for (int m = 0; m < MEMORIES; m++) {
        bool whole = m == X || m == Y || m == DY || m == DX;
        good(dnnl_memory_create(&memory[m], whole ? LAYOUT(data) : LAYOUT(feature), engine,
                                numbers[m]));
    }
    good(dnnl_memory_desc_destroy(data));
    good(dnnl_memory_desc_destroy(feature));
}

void onednn_free(void);
void onednn_free(void)
{
    for (int m = 0; m < MEMORIES; m++)
        dnnl_memory_destroy(memory[m]);
    dnnl_primitive_destroy(forward);
    dnnl_primitive_destroy(backward);
    dnnl_stream_destroy(stream);
    dnnl_engine_destroy(engine);
    matrix_free((Matrix){4, 0, statistics});
}

static void run_forward(void)
{
    dnnl_exec_arg_t arguments[] = {
        {DNNL_ARG_SRC, memory[X]},       {DNNL_ARG_DST, memory[Y]},
        {DNNL_ARG_MEAN, memory[MEAN]},   {DNNL_ARG_VARIANCE, memory[VAR]},
        {DNNL_ARG_SCALE, memory[GAMMA]}, {DNNL_ARG_SHIFT, memory[BETA]},
    };
    good(dnnl_primitive_execute(forward, stream, 6, arguments));
    good(dnnl_stream_wait(stream));
}

static void run_backward(void)
{
    dnnl_exec_arg_t arguments[] = {
        {DNNL_ARG_SRC, memory[X]},
        {DNNL_ARG_MEAN, memory[MEAN]},
        {DNNL_ARG_VARIANCE, memory[VAR]},
        {DNNL_ARG_DIFF_DST, memory[DY]},
        {DNNL_ARG_SCALE, memory[GAMMA]},
        {DNNL_ARG_DIFF_SRC, memory[DX]},
        {DNNL_ARG_DIFF_SCALE, memory[DGAMMA]},
        {DNNL_ARG_DIFF_SHIFT, memory[DBETA]},
        {DNNL_ARG_SHIFT, memory[BETA]}, /* version 2 asks for it, version 3 refuses it */
    };
    good(dnnl_primitive_execute(backward, stream, DNNL_VERSION_MAJOR < 3 ? 9 : 8, arguments));
    good(dnnl_stream_wait(stream));
}

SIDE(bn_forward_onednn, run_forward())
SIDE(bn_both_onednn, run_forward(); run_backward())
