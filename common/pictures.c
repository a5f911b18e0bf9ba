#include "common/pictures.h"

#include <math.h>

#include "common/cats.h"

#define LARGEST_SIZE 9.0

static void require_pictures(Matrix cats, Matrix pictures)
{
    require(cats.cols == CAT_FEATURES, "a cat has %d features, cats has %zu columns", CAT_FEATURES,
            cats.cols);
    require(pictures.cols == PICTURE_PIXELS, "a picture has %d pixels, pictures has %zu columns",
            PICTURE_PIXELS, pictures.cols);
    require(cats.rows == pictures.rows, "%zu cats, %zu pictures", cats.rows, pictures.rows);
}

/* ---- Drawing --------------------------------------------------------------------------- */

/* A point of the face. The unit is the head's radius; u is the distance from the middle line,
   since a face is the same on both sides, and v runs downward from the middle of the head. */
typedef struct {
    double u, v;
} Point;

static int in_ellipse(Point p, Point center, double width, double height)
{
    double u = (p.u - center.u) / width, v = (p.v - center.v) / height;
    return u * u + v * v <= 1;
}

/* On which side of the line from a to b: the sign of the cross product. */
static double side(Point p, Point a, Point b)
{
    return (b.u - a.u) * (p.v - a.v) - (b.v - a.v) * (p.u - a.u);
}

static int in_triangle(Point p, Point a, Point b, Point c)
{
    double ab = side(p, a, b), bc = side(p, b, c), ca = side(p, c, a);
    return (ab >= 0 && bc >= 0 && ca >= 0) || (ab <= 0 && bc <= 0 && ca <= 0);
}

static int in_whiskers(Point p)
{
    double upper = 0.38 - 0.12 * (p.u - 0.6), lower = 0.5 + 0.12 * (p.u - 0.6);
    return p.u < 1.6 && (fabs(p.v - upper) < 0.035 || fabs(p.v - lower) < 0.035);
}

static int in_ear(Point p)
{
    return in_triangle(p, (Point){0.15, -0.7}, (Point){0.9, -1.45}, (Point){1.05, -0.1});
}

static int in_inner_ear(Point p)
{
    return in_triangle(p, (Point){0.42, -0.75}, (Point){0.82, -1.2}, (Point){0.88, -0.5});
}

/* What is in front is asked first. `fur` is the fur's gray. */
static double gray_at(Point p, double fur)
{
    const Point eye = {0.5, -0.14}, muzzle = {0.2, 0.42}, middle = {0, 0};
    if (in_ellipse(p, eye, 0.1, 0.24))
        return -0.9;
    if (in_ellipse(p, eye, 0.26, 0.24))
        return 0.85;
    if (in_ellipse(p, eye, 0.31, 0.28))
        return fur - 0.1;
    if (in_triangle(p, (Point){0, 0.16}, (Point){0.2, 0.16}, (Point){0, 0.4}))
        return 0;
    if (in_ellipse(p, muzzle, 0.29, 0.24))
        return fur + 0.25;
    if (in_ellipse(p, middle, 1.15, 0.95))
        return fur - 0.2 * p.v; /* lit from above */
    if (in_inner_ear(p))
        return 0.15;
    if (in_ear(p))
        return fur + 0.1;
    return in_whiskers(p) ? -0.2 : 0.9;
}

static void draw(double size, double fur, real *picture)
{
    enum { POINTS = 4 };
    const double radius = 3 + 3.5 * size / LARGEST_SIZE, gray = 0.5 - 1.2 * fur;
    const double middle = PICTURE_SIDE / 2.0, down = middle + 0.25 * radius; /* room for the ears */
    for (size_t pixel = 0; pixel < PICTURE_PIXELS; pixel++) {
        double sum = 0;
        for (size_t i = 0; i < POINTS * POINTS; i++) {
            double x = (double)(pixel % PICTURE_SIDE) + ((double)(i % POINTS) + 0.5) / POINTS;
            double y = (double)(pixel / PICTURE_SIDE) + ((double)(i / POINTS) + 0.5) / POINTS;
            sum += gray_at((Point){fabs(x - middle) / radius, (y - down) / radius}, gray);
        }
        picture[pixel] = (real)(sum / (POINTS * POINTS));
    }
}

void pictures_draw(Matrix cats, Matrix pictures)
{
    require_pictures(cats, pictures);
    for (size_t n = 0; n < cats.rows; n++) {
        double size = row(cats, n)[CAT_SIZE], fur = row(cats, n)[CAT_FUR];
        require(size >= 0 && size <= LARGEST_SIZE, "cat %zu: size is %g, not 0 .. %g", n, size,
                LARGEST_SIZE);
        require(fur >= 0 && fur <= 1, "cat %zu: fur is %g, not 0 .. 1", n, fur);
        draw(size, fur, row(pictures, n));
    }
}

/* ---- Reading a cat back ------------------------------------------------------------------ */

/* Drawings of one size: picture = light + fur * change. */
typedef struct {
    real light[PICTURE_PIXELS], change[PICTURE_PIXELS];
    double square; /* of change */
} Size;

static Size size_of(double size)
{
    Size s = {.square = 0};
    draw(size, 0, s.light);
    draw(size, 1, s.change);
    for (size_t i = 0; i < PICTURE_PIXELS; i++) {
        s.change[i] -= s.light[i];
        s.square += (double)s.change[i] * s.change[i];
    }
    return s;
}

/* The best fur for this size, and the sum of squares that it leaves. */
static double fit(const Size *s, const real *picture, double *fur)
{
    double product = 0, all = 0;
    for (size_t i = 0; i < PICTURE_PIXELS; i++) {
        double d = (double)picture[i] - s->light[i];
        product += s->change[i] * d;
        all += d * d;
    }
    *fur = fmax(0, fmin(1, product / s->square));
    return all - *fur * (2 * product - *fur * s->square);
}

enum { STEPS = 90 }; /* from size 0 to LARGEST_SIZE */

/* The lowest point of the parabola through (-1, before), (0, least), (1, after). */
static double vertex(double before, double least, double after)
{
    double bend = before - 2 * least + after;
    return bend > 0 ? 0.5 * (before - after) / bend : 0;
}

/* rests[i] is what the best fur leaves at size number i. Returns a number between two of these. */
static double best_size(const double *rests)
{
    size_t best = 0;
    for (size_t i = 1; i <= STEPS; i++)
        if (rests[i] < rests[best])
            best = i;
    double between =
        best == 0 || best == STEPS ? 0 : vertex(rests[best - 1], rests[best], rests[best + 1]);
    return (double)best + between;
}

/* The drawings of a size between two others, of which it is t away from a: near enough. */
static Size size_between(const Size *a, const Size *b, double t)
{
    Size s = {.square = 0};
    for (size_t i = 0; i < PICTURE_PIXELS; i++) {
        s.light[i] = (real)((1 - t) * a->light[i] + t * b->light[i]);
        s.change[i] = (real)((1 - t) * a->change[i] + t * b->change[i]);
        s.square += (double)s.change[i] * s.change[i];
    }
    return s;
}

static double measure(const Size *sizes, const real *picture, real *cat)
{
    double rests[STEPS + 1], fur, rest = 0;
    for (size_t i = 0; i <= STEPS; i++)
        rests[i] = fit(&sizes[i], picture, &fur);
    double best = best_size(rests);
    size_t below = best < STEPS ? (size_t)best : STEPS - 1;
    Size found = size_between(&sizes[below], &sizes[below + 1], best - (double)below);
    fit(&found, picture, &fur);
    for (size_t i = 0; i < PICTURE_PIXELS; i++) { /* anew: in fit digits have canceled */
        double d = picture[i] - found.light[i] - fur * found.change[i];
        rest += d * d;
    }
    cat[CAT_SIZE] = (real)(isnan(rest) ? NAN : best * LARGEST_SIZE / STEPS);
    cat[CAT_FUR] = (real)(isnan(rest) ? NAN : fur);
    return sqrt(rest / PICTURE_PIXELS);
}

void pictures_measure(Matrix pictures, Matrix cats, double *misfit)
{
    require_pictures(cats, pictures);
    static Size sizes[STEPS + 1]; /* drawn once */
    for (size_t i = 0; i <= STEPS && sizes[i].square == 0; i++)
        sizes[i] = size_of((double)i * LARGEST_SIZE / STEPS);
    for (size_t n = 0; n < pictures.rows; n++)
        misfit[n] = measure(sizes, row(pictures, n), row(cats, n));
}
