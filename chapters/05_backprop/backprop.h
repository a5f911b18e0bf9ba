#ifndef BACKPROP_H
#define BACKPROP_H

/* Chapter 5: the backward pass of batch normalization, in training.

   The forward pass of chapters 3 and 4, as a graph:

       x -> mean
       x, mean -> centered = x - mean -> var -> rstd
       centered, rstd -> xhat = centered * rstd -> y = gamma * xhat + beta -> loss

   The backward pass goes through it in the opposite direction, an edge at a time. A gradient is
   called d + name: dvar[d] is the derivative of the loss by var[d].

       x, xhat, y, centered              N x D   N examples (rows), D features (columns)
       dx, dxhat, dy, dcentered          N x D
       mean, var, rstd, and dmean, ...   D       statistics: sums over the batch, always double
       dgamma, dbeta                     D       sums over the batch, always double
       gamma, beta                       D       parameters, real

   You write the bodies in backprop.c. Each function writes only to its outputs. The caller
   owns all memory, and outputs do not overlap inputs. What "refuses" below goes to require
   (common/require.h). */

#include "common/matrix.h"

/* ---- The edges, from xhat back to x --------------------------------------------------- */

/* Exercise 5.1 (8 points)   From xhat to rstd.

       drstd[d] = sum over n of dxhat[n][d] * (x[n][d] - mean[d])

   dxhat   N x D   input
   x       N x D   input
   mean    D       input
   drstd   D       output
   Refuses a dxhat of another shape than x. */
void bn_drstd(Matrix dxhat, Matrix x, const double mean[x.cols], double drstd[x.cols]);

/* Exercise 5.2 (8 points)   From rstd to var.

       dvar[d] = drstd[d] * (-1/2) * rstd[d]^3

   drstd   D   input
   rstd    D   input, 1 / sqrt(var + eps)
   dvar    D   output */
void bn_dvar(size_t D, const double drstd[D], const double rstd[D], double dvar[D]);

/* Exercise 5.3 (12 points)   To centered: from xhat, and from var.

       dcentered[n][d] = dxhat[n][d] * rstd[d] + dvar[d] * (2/N) * (x[n][d] - mean[d])

   dxhat       N x D   input
   x           N x D   input
   mean        D       input
   rstd        D       input
   dvar        D       input
   dcentered   N x D   output
   Refuses a dxhat or a dcentered of another shape than x. */
void bn_dcentered(Matrix dxhat, Matrix x, const double mean[x.cols], const double rstd[x.cols],
                  const double dvar[x.cols], Matrix dcentered);

/* Exercise 5.4 (6 points)   From centered to mean.

       dmean[d] = -(sum over n of dcentered[n][d])

   dcentered   N x D   input
   dmean       D       output */
void bn_dmean(Matrix dcentered, double dmean[dcentered.cols]);

/* Exercise 5.5 (7 points)   To x: from centered, and from mean.

       dx[n][d] = dcentered[n][d] + dmean[d] / N

   dcentered   N x D   input
   dmean       D       input
   dx          N x D   output
   Refuses a dx of another shape than dcentered. */
void bn_dx(Matrix dcentered, const double dmean[dcentered.cols], Matrix dx);

/* What the staged backward pass hands out: the gradient at every node of the graph. */
typedef struct {
    double *drstd, *dvar; /* D       as in 5.1 and 5.2 */
    Matrix dcentered;     /* N x D   as in 5.3 */
    double *dmean;        /* D       as in 5.4 */
    Matrix dx;            /* N x D   as in 5.5 */
} BnStages;

/* Exercise 5.6 (11 points)   The backward pass in stages: from dxhat to dx, all gradients on the
   way.

   dxhat    N x D   input, N >= 2
   x        N x D   input, that of the forward pass
   mean     D       input, handed out by bn_forward
   rstd     D       input, handed out by bn_forward
   stages           outputs
   Refuses a batch of fewer than two examples, and what 5.1, 5.3 and 5.5 refuse. */
void bn_backward_staged(Matrix dxhat, Matrix x, const double mean[x.cols],
                        const double rstd[x.cols], BnStages stages);

/* ---- The closed form ------------------------------------------------------------------ */

/* What a backward pass through xhat, gamma and beta hands out. */
typedef struct {
    double *dgamma, *dbeta; /* D */
    Matrix dx;              /* N x D */
} BnGradients;

/* Exercise 5.7 (21 points)   The backward pass of batch norm, from dy, simplified.

       dbeta[d]  = sum over n of dy[n][d]
       dgamma[d] = sum over n of dy[n][d] * xhat[n][d]
       dx[n][d]  = gamma[d] * rstd[d] * (dy[n][d] - dbeta[d] / N - xhat[n][d] * dgamma[d] / N)

   dy          N x D   input, N >= 2
   xhat        N x D   input, from bn_forward
   gamma       D       input
   rstd        D       input, from bn_forward
   gradients           outputs
   Refuses a batch of fewer than two examples, and a dy or a dx of another shape than xhat. */
void bn_backward(Matrix dy, Matrix xhat, const real gamma[xhat.cols], const double rstd[xhat.cols],
                 BnGradients gradients);

/* ---- Checking a gradient -------------------------------------------------------------- */

/* A loss that depends on `parameters`, `count` of them; `context` is whatever else it needs. */
typedef double (*Loss)(const double *parameters, void *context);

/* Exercise 5.8 (15 points)   How far a gradient is from the slope of the loss.

       slope[i] = (loss with parameters[i] + step  -  loss with parameters[i] - step) / (2 step)
       error    = |gradient - slope| / (|gradient| + |slope|)

   |a| is the length sqrt(a[0]^2 + a[1]^2 + ...). The error is 0 when the two agree, and 1 when
   they point in opposite directions, or when one of them is 0. When both are 0 it is 0. A NaN in
   the gradient or in the loss makes it NaN.

   loss                 input, called as loss(parameters, context)
   context              input, handed on to loss
   count                the number of parameters
   parameters   count   where the gradient was taken; changed during the call, and put back
                        exactly
   gradient     count   input, what is to be checked
   step                 how far each parameter is moved up and down
   Returns the error. Refuses a step that is not positive. */
double gradient_check(Loss loss, void *context, size_t count, double parameters[count],
                      const double gradient[count], double step);

/* ---- A block of a network ------------------------------------------------------------- */

/* A linear layer without bias, batch norm and ReLU, with what the forward pass left:

       x = h W                       linear_forward
       xhat, rstd from x             bn_forward
       y = gamma * xhat + beta       bn_scale_shift
       out = y where y > 0, else 0   relu_forward */
typedef struct {
    Matrix h, weights;  /* N x K, K x D: K inputs, D units */
    const double *rstd; /* D */
    Matrix xhat;        /* N x D */
    const real *gamma;  /* D */
    Matrix out;         /* N x D */
} BlockForward;

typedef struct {
    Matrix dy, dx;          /* N x D */
    double *dgamma, *dbeta; /* D */
    Matrix dweights;        /* K x D */
    Matrix dh;              /* N x K */
} BlockGradients;

/* Exercise 5.9 (12 points)   Back through the block, from dout, the gradient by its output.

       dy                  through ReLU (relu_backward in common/activations.h)
       dx, dgamma, dbeta   through batch norm (5.7)
       dh, dweights        through the linear layer (linear_backward in common/linear.h)

   dout        N x D   input, N >= 2
   forward             input
   gradients           outputs
   Refuses what these three refuse. */
void block_backward(Matrix dout, BlockForward forward, BlockGradients gradients);

#endif
