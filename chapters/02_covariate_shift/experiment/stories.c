#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/cats.h"
#include "input_normalization.h"

#define LIGHTER 0.165 /* 3.3 standard deviations of the fur */

/* The rule of this small world: an animal is a cat when it is dark and large enough. */
static double cat_label(double size, double fur)
{
    return fur + size / 15 > 1.12 ? 1 : -1;
}

static double fraction_of_cats(const double *label, size_t N)
{
    double cats = 0;
    for (size_t n = 0; n < N; n++)
        cats += label[n] > 0;
    return cats / (double)N;
}

/* What is read of N animals, and who is a cat under each story. */
typedef struct {
    Matrix reading;
    double *offset, *lighter;
} Stories;

static Stories stories_new(Matrix reading)
{
    size_t N = reading.rows;
    double *offset = vector_new(N), *lighter = vector_new(N);
    //> region two-stories
    for (size_t n = 0; n < N; n++) {
        real *animal = row(reading, n);
        offset[n] = cat_label(animal[CAT_SIZE], animal[CAT_FUR]);
        animal[CAT_FUR] -= (real)LIGHTER;
        lighter[n] = cat_label(animal[CAT_SIZE], animal[CAT_FUR]);
    }
    //< region
    return (Stories){reading, offset, lighter};
}

static void stories_free(Stories stories)
{
    free(stories.offset);
    free(stories.lighter);
    matrix_free(stories.reading);
}

/* ---- Tables ---- */

/* Where the classifier changes its mind, as a fur for each size: a line. */
static void write_line(const Experiment *e, const char *name, Classifier c)
{
    double size_weight = c.w[CAT_SIZE] / sqrt(c.var[CAT_SIZE]);
    double fur_weight = c.w[CAT_FUR] / sqrt(c.var[CAT_FUR]);
    Csv csv = csv_open(e->folder, name, "size,fur");
    for (int size = 0; size <= 9; size += 9)
        csv_row(&csv, "%d,%.6g", size,
                c.mean[CAT_FUR] - (c.b + size_weight * (size - c.mean[CAT_SIZE])) / fur_weight);
    csv_close(&csv);
}

static void write_animals(const Experiment *e, Stories stories)
{
    Csv csv = csv_open(e->folder, "stories.csv", "size,fur,offset,lighter");
    for (size_t n = 0; n < 250; n++)
        csv_row(&csv, "%.4f,%.4f,%g,%g", (double)row(stories.reading, n)[CAT_SIZE],
                (double)row(stories.reading, n)[CAT_FUR], stories.offset[n], stories.lighter[n]);
    csv_close(&csv);
}

/* ---- Standardizing by the training's statistics, or by the test's own ---- */

static void compare_statistics(Experiment *e, Stories stories, Classifier with_train,
                               Classifier with_test)
{
    Matrix reading = stories.reading;
    double *all_cats = ones_new(reading.rows);
    double offset_train = classifier_accuracy(reading, stories.offset, with_train);
    double offset_test = classifier_accuracy(reading, stories.offset, with_test);
    double lighter_train = classifier_accuracy(reading, stories.lighter, with_train);
    double lighter_test = classifier_accuracy(reading, stories.lighter, with_test);
    experiment_value(e, "offset_train", offset_train);
    experiment_value(e, "offset_test", offset_test);
    experiment_value(e, "lighter_train", lighter_train);
    experiment_value(e, "lighter_test", lighter_test);
    experiment_value(e, "cats_offset", fraction_of_cats(stories.offset, reading.rows));
    experiment_value(e, "cats_lighter", fraction_of_cats(stories.lighter, reading.rows));
    experiment_value(e, "cats_said", classifier_accuracy(reading, all_cats, with_test));
    printf("                        training's statistics   the test's\n");
    printf("  instrument's offset         %.3f                %.3f\n", offset_train, offset_test);
    printf("  lighter fur                 %.3f                %.3f\n\n", lighter_train,
           lighter_test);
    free(all_cats);
}

static Trained train_on_cats(Experiment *e, Matrix x)
{
    double *label = vector_new(x.rows);
    for (size_t n = 0; n < x.rows; n++)
        label[n] = cat_label(row(x, n)[CAT_SIZE], row(x, n)[CAT_FUR]);
    Trained trained = train(x, label);
    experiment_value(e, "accuracy_training", classifier_accuracy(x, label, classifier_of(trained)));
    experiment_value(e, "cats_training", fraction_of_cats(label, x.rows));
    free(label);
    return trained;
}

void two_stories(Experiment *e, Random random)
{
    enum { N = 1000, D = CAT_FEATURES };
    Matrix x = cats_new(&random, N), reading = cats_new(&random, N);
    Trained trained = train_on_cats(e, x);

    double mean[D], var[D];
    feature_mean(reading, mean);
    experiment_value(e, "distance_before", shift_distance(D, trained.mean, trained.var, mean));
    Stories stories = stories_new(reading);
    feature_mean(reading, mean);
    feature_variance(reading, mean, 0, var);
    double distance = shift_distance(D, trained.mean, trained.var, mean);
    experiment_value(e, "distance", distance);
    printf("Two stories, one set of readings: fur %.2f standard deviations lower\n", distance);

    Classifier with_train = classifier_of(trained);
    Classifier with_test = {mean, var, with_train.w, with_train.b};
    compare_statistics(e, stories, with_train, with_test);
    write_line(e, "border_train.csv", with_train);
    write_line(e, "border_test.csv", with_test);
    write_animals(e, stories);

    trained_free(trained);
    stories_free(stories);
    matrix_free(x);
}
