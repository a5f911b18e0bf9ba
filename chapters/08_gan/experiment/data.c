/* make chapter8-run DATA=cats, or DATA=FILE: trains on pictures, and writes sheets of them. */

#include <stdio.h>
#include <string.h>

#include "cat_gan.h"
#include "common/idx.h"
#include "common/pictures.h"
#include "common/progress.h"
#include "studies.h"

enum { LOOKS = 100, STAGES = 10, ACROSS = 12, SAMPLES = 96, MOST_PIXELS = 64 * 64 };

typedef struct {
    const char *name;
    size_t height, pixels;
    DrawExamples draw;
    const void *set;
    const CatSet *cats; /* NULL: these are no cats, and there is nothing to measure */
    size_t steps;
    Matrix noise;  /* of SAMPLES: the same at each look */
    Matrix stages; /* ACROSS pictures at each stage of training */
    size_t looks;
} Gallery;

/* ---- Looking at the training ----------------------------------------------------------- */

static void heading(const Gallery *g)
{
    printf("   step   loss of D   of G%s\n", g->cats ? "     W1 of size   of fur   misfit" : "");
}

static void line(const Gallery *g, Gan *gan, size_t step, double discriminator_loss,
                 double generator_loss)
{
    printf("%7zu", step);
    if (step == 0)
        printf("           -      -");
    else
        printf("      %6.3f %6.3f", discriminator_loss, generator_loss);
    if (g->cats) {
        CatScore score = cat_score(g->cats, gan);
        printf("         %6.3f   %6.4f   %6.3f", score.size_distance, score.fur_distance,
               score.misfit);
    }
    putchar('\n');
    fflush(stdout);
}

static void watch(void *watcher, Gan *gan, size_t step, double discriminator_loss,
                  double generator_loss)
{
    Gallery *g = watcher;
    if (g->looks++ % (LOOKS / STAGES) == 0 || step == g->steps) {
        size_t stage = (g->looks - 1) / (LOOKS / STAGES);
        progress("training", g->steps, g->steps); /* the line goes where the bar is */
        line(g, gan, step, discriminator_loss, generator_loss);
        if (stage <= STAGES)
            gan_sample(gan, matrix_rows(g->noise, 0, ACROSS),
                       matrix_rows(g->stages, stage * ACROSS, ACROSS));
    }
    progress("training", step, g->steps);
}

/* ---- The sheets ------------------------------------------------------------------------ */

static void write_sheet(const char *folder, const char *name, const Gallery *g, Matrix pictures)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path)
        bad_input("%s/%s: the path is too long", folder, name);
    pictures_write(path, pictures, g->height, ACROSS);
}

/* Before the training: a folder that cannot be written to shows at once. */
static void write_real(const char *folder, const Gallery *g)
{
    Random random = random_new(10);
    Matrix pictures = matrix_new(SAMPLES, g->pixels);
    g->draw(&random, g->set, pictures);
    write_sheet(folder, "real.bmp", g, pictures);
    matrix_free(pictures);
}

static void write_fakes(const char *folder, const Gallery *g, Gan *gan)
{
    Matrix pictures = matrix_new(SAMPLES, g->pixels);
    gan_sample(gan, g->noise, pictures);
    write_sheet(folder, "samples.bmp", g, pictures);
    write_sheet(folder, "training.bmp", g, g->stages);
    matrix_free(pictures);
    printf("\nSheets of pictures, for any image viewer:\n"
           "  %s/real.bmp       what it was trained on\n"
           "  %s/samples.bmp    what it makes\n"
           "  %s/training.bmp   the same noise, a line for each stage of training\n",
           folder, folder, folder);
}

static void train(Gallery *g, const char *folder, const Placement *placement)
{
    Random random = random_new(9);
    Training training = picture_training(placement, g->pixels, g->steps);
    training.draw = g->draw;
    training.set = g->set;
    training.seed = 1;
    training.watch = watch;
    training.watcher = g;
    training.every = g->steps >= LOOKS ? g->steps / LOOKS : 1;
    g->noise = matrix_new(SAMPLES, training.shape.noise);
    g->stages = matrix_new((STAGES + 1) * ACROSS, g->pixels);
    draw_noise(&random, g->noise);
    write_real(folder, g);
    printf("%s, batch norm: %s\n", g->name, placement->name);
    heading(g);
    Gan gan = gan_trained(&training);
    write_fakes(folder, g, &gan);
    gan_free(&gan);
    matrix_free(g->noise);
    matrix_free(g->stages);
}

/* ---- The data sets --------------------------------------------------------------------- */

static void draw_idx(Random *random, const void *set, Matrix x)
{
    idx_draw(random, set, x);
}

static void run_cats(const char *folder, const Placement *placement, size_t steps)
{
    CatSet set = cat_set_new();
    Gallery g = {.name = "Cats of 16 x 16 pixels",
                 .height = PICTURE_SIDE,
                 .pixels = PICTURE_PIXELS,
                 .draw = cat_set_draw,
                 .set = &set,
                 .cats = &set,
                 .steps = steps};
    train(&g, folder, placement);
    cat_set_free(&set);
}

static void run_file(const char *path, const char *folder, const Placement *placement, size_t steps)
{
    Idx idx;
    char error[IDX_ERROR], name[80];
    if (!idx_load(path, &idx, error))
        bad_input("%s: %s", path, error);
    if (idx.height * idx.width > MOST_PIXELS)
        bad_input("%s: pictures of %zu x %zu pixels, expected at most %d pixels in each", path,
                  idx.height, idx.width, MOST_PIXELS);
    snprintf(name, sizeof name, "%zu pictures of %zu x %zu pixels", idx.count, idx.height,
             idx.width);
    Gallery g = {.name = name,
                 .height = idx.height,
                 .pixels = idx.height * idx.width,
                 .draw = draw_idx,
                 .set = &idx,
                 .steps = steps};
    train(&g, folder, placement);
    idx_free(&idx);
}

void data_run(const char *data, const char *folder, const Placement *placement, size_t steps)
{
    if (strcmp(data, "cats") == 0)
        run_cats(folder, placement, steps);
    else
        run_file(data, folder, placement, steps);
}
