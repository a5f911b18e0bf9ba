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

static dnnl_primitive_t made(const_dnnl_op_desc_t description, const_dnnl_primitive_desc_t hint)
{
    dnnl_primitive_desc_t primitive_desc;
    dnnl_primitive_t primitive;
    good(dnnl_primitive_desc_create(&primitive_desc, description, NULL, engine, hint));
    good(dnnl_primitive_create(&primitive, primitive_desc));
    good(dnnl_primitive_desc_destroy(primitive_desc));
    return primitive;
}

static void primitives(const dnnl_memory_desc_t *data)
{
    dnnl_batch_normalization_desc_t description;
    dnnl_primitive_desc_t hint;
    unsigned flags = dnnl_use_scale | dnnl_use_shift;
    good(dnnl_batch_normalization_forward_desc_init(&description, dnnl_forward_training, data, EPS,
                                                    flags));
    forward = made(&description, NULL);
    good(dnnl_primitive_desc_create(&hint, &description, NULL, engine, NULL));
    good(dnnl_batch_normalization_backward_desc_init(&description, dnnl_backward, data, data, EPS,
                                                     flags));
    backward = made(&description, hint);
    good(dnnl_primitive_desc_destroy(hint));
}

void onednn_new(void);
void onednn_new(void)
{
    const Batch *b = batch_of();
    size_t D = b->x.cols;
    dnnl_dims_t pictures = {(dnnl_dim_t)b->x.rows, (dnnl_dim_t)D, 1, 1}, channels = {(dnnl_dim_t)D};
    dnnl_memory_desc_t data, feature;
    good(dnnl_memory_desc_init_by_tag(&data, 4, pictures, dnnl_f32, dnnl_nhwc));
    good(dnnl_memory_desc_init_by_tag(&feature, 1, channels, dnnl_f32, dnnl_a));
    good(dnnl_engine_create(&engine, dnnl_cpu, 0));
    good(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
    primitives(&data);
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
        good(dnnl_memory_create(&memory[m], whole ? &data : &feature, engine, numbers[m]));
    }
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
        {DNNL_ARG_SHIFT, memory[BETA]},
    };
    good(dnnl_primitive_execute(backward, stream, 9, arguments));
    good(dnnl_stream_wait(stream));
}

SIDE(bn_forward_onednn, run_forward())
SIDE(bn_both_onednn, run_forward(); run_backward())
