/* The blocks dealt out by the threads' numbers. All else is the solution's. */
#include "speed.h"

#ifdef _OPENMP
#include <omp.h>
#endif

static __typeof__(fast_forward) solution_forward __attribute__((unused));
static __typeof__(fast_backward) solution_backward __attribute__((unused));
#define fast_forward solution_forward
#define fast_backward solution_backward
#include "solutions/A_speed/speed.c"
#undef fast_forward
#undef fast_backward

typedef struct {
    size_t number, of;
} Place;

static Place place_of_thread(void)
{
#ifdef _OPENMP
    return (Place){(size_t)omp_get_thread_num(), (size_t)omp_get_num_threads()};
#else
    return (Place){0, 1};
#endif
}

void fast_forward(size_t threads, Matrix x, const real *gamma, const real *beta, double eps,
                  FastForward forward)
{
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    require(eps > 0, "eps is %g, it must be positive", eps);
    fast_require_shape("y", forward.y, x);
    const size_t width = fast_width(x.cols, threads);
#pragma omp parallel num_threads((int)threads)
    {
        const Place place = place_of_thread();
        for (size_t first = place.number * width; first < x.cols; first += place.of * width)
            fast_forward_block(x, fast_block(first, width, x.cols), gamma, beta, eps, forward);
    }
}

void fast_backward(size_t threads, Matrix dy, Matrix x, const real *gamma, FastForward forward,
                   BnGradients gradients)
{
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    fast_require_shape("dy", dy, x);
    fast_require_shape("dx", gradients.dx, x);
    const size_t width = fast_width(x.cols, threads);
#pragma omp parallel num_threads((int)threads)
    {
        const Place place = place_of_thread();
        for (size_t first = place.number * width; first < x.cols; first += place.of * width)
            fast_backward_block(dy, x, fast_block(first, width, x.cols), gamma, forward, gradients);
    }
}
