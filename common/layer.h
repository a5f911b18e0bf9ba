#ifndef LAYER_H
#define LAYER_H

/* A layer of a network: three functions, and what they keep between calls.

       forward    y  = f(x)              N x inputs  ->  N x outputs
       backward   dx from dy             N x outputs ->  N x inputs

   where dy is the gradient of the loss by y, and dx its gradient by x.

   - y and dx belong to the layer. They hold until its next forward or backward, and are freed
     with it. Their memory grows with the largest batch; a smaller one allocates nothing.
   - backward belongs to the last forward, in whichever mode that was. The x of that forward
     must still be there, unchanged: a layer keeps the pointer, not a copy.
   - backward *adds* to the gradients of the parameters. So two batches (real and fake pictures)
     can make one step. Set the gradients to 0 before the first: parameters_zero_gradients.

   A new kind of layer is a struct with its state, the three functions, and a constructor that
   fills in a Layer: see common/activations.c for a short one, common/linear.c for one with
   parameters. */

#include "common/matrix.h"

/* What a layer should do where training and evaluation differ (batch norm, dropout). */
typedef enum { TRAINING, EVALUATION } Mode;

/* Numbers that are learned, and the gradient of the loss by each of them. They stay where they
   are for as long as the layer lives. */
typedef struct {
    const char *name; /* "weights" */
    size_t count;     /* 0: no such parameter */
    real *values, *gradients;
} Parameter;

enum { LAYER_PARAMETERS = 2 };

typedef struct {
    const char *kind;       /* "linear" */
    size_t inputs, outputs; /* features of an example, before and after */
    Parameter parameters[LAYER_PARAMETERS];
    void *state; /* the first argument of the functions below */
    Matrix (*forward)(void *state, Matrix x, Mode mode);
    Matrix (*backward)(void *state, Matrix dy);
    void (*free)(void *state);
} Layer;

/* These refuse an x without `inputs` columns, a dy without `outputs` columns. */
Matrix layer_forward(const Layer *layer, Matrix x, Mode mode);
Matrix layer_backward(const Layer *layer, Matrix dy);
void layer_free(Layer *layer);

/* ---- Parameters ---------------------------------------------------------------------- */

/* The parameters of a network (network.parameters), or of one layer:
   (Parameters){LAYER_PARAMETERS, layer.parameters}. */
typedef struct {
    size_t count;
    Parameter *list;
} Parameters;

/* How many numbers are learned. */
size_t parameters_total(Parameters parameters);

void parameters_zero_gradients(Parameters parameters);

/* ---- For those who write a layer ----------------------------------------------------- */

/* Memory for a layer's state, all zeros. Out of memory: one line, exit status 2. */
void *layer_state(size_t bytes);

/* A matrix that has as many rows as the batch at hand. */
typedef struct {
    Matrix m;
    size_t capacity; /* the rows for which there is memory */
} Buffer;

Buffer buffer_new(size_t cols);
void buffer_free(Buffer buffer);

/* Gives buffer->m this many rows and returns it. What it held is lost when it must grow. */
Matrix buffer_rows(Buffer *buffer, size_t rows);

#endif
