#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    size_t N;
    double *fur, *ear, *label;
} Cats;

static Cats draw_cats(Random *random, Fur fur, size_t N)
{
    Cats cats = {N, vector_new(N), vector_new(N), vector_new(N)};
    for (size_t n = 0; n < N; n++) {
        cats.fur[n] = random_normal(random, fur.mean, fur.sd);
        cats.ear[n] = random_normal(random, 0, 1);
        cats.label[n] = cats.ear[n] > curve(cats.fur[n]) ? 1 : -1;
    }
    return cats;
}

static void cats_free(Cats cats)
{
    free(cats.fur);
    free(cats.ear);
    free(cats.label);
}

/* Feature 0 is the ear, then come the model's features of the fur. */
static Matrix cat_features(Cats cats, Model model)
{
    real none[MOST_FEATURES];
    Matrix x = matrix_new(cats.N, 1 + model_features(model, 0, none));
    for (size_t n = 0; n < cats.N; n++) {
        row(x, n)[0] = (real)cats.ear[n];
        model_features(model, cats.fur[n], row(x, n) + 1);
    }
    return x;
}

/* ---- Tables ---- */

/* The ear at which the classifier changes its mind, for furs from -2.5 to 2. */
static void write_border(const Experiment *e, Trained trained, Model model)
{
    char name[64];
    snprintf(name, sizeof name, "border_%s.csv", model_names[model]);
    Csv csv = csv_open(e->folder, name, "fur,ear");
    const double *mean = trained.mean, *var = trained.var, *w = trained.w;
    for (int i = 0; i <= 180; i++) {
        double fur = -2.5 + 0.025 * i;
        real features[MOST_FEATURES];
        size_t count = model_features(model, fur, features);
        double rest = w[count + 1];
        for (size_t k = 0; k < count; k++)
            rest += w[k + 1] * (features[k] - mean[k + 1]) / sqrt(var[k + 1]);
        csv_row(&csv, "%.4f,%.6g", fur, mean[0] - rest / w[0] * sqrt(var[0]));
    }
    csv_close(&csv);
}

static void write_cats(const Experiment *e, const char *name, Cats cats)
{
    Csv csv = csv_open(e->folder, name, "fur,ear,label");
    for (size_t n = 0; n < 200; n++)
        csv_row(&csv, "%.4f,%.4f,%g", cats.fur[n], cats.ear[n], cats.label[n]);
    csv_close(&csv);
}

/* ---- Trained on black animals, tested on light ones ---- */

/* Of one model, over all repeats. */
typedef struct {
    double training, test; /* means */
    double least, most;    /* in the test */
} Accuracies;

static Accuracies accuracies_of(const Experiment *e, Model model, Random random)
{
    enum { N = 500, REPEATS = 100 };
    Accuracies sum = {.least = 1};
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        Cats seen = draw_cats(&random, black, N), unseen = draw_cats(&random, light, N);
        Matrix x = cat_features(seen, model), y = cat_features(unseen, model);
        Trained trained = train(x, seen.label);
        Classifier classifier = classifier_of(trained);
        double test = classifier_accuracy(y, unseen.label, classifier);
        sum.training += classifier_accuracy(x, seen.label, classifier) / REPEATS;
        sum.test += test / REPEATS;
        sum.least = fmin(sum.least, test);
        sum.most = fmax(sum.most, test);
        if (repeat == 0) {
            write_border(e, trained, model);
            write_cats(e, "black.csv", seen);
            write_cats(e, "light.csv", unseen);
        }
        trained_free(trained);
        matrix_free(x);
        matrix_free(y);
        cats_free(seen);
        cats_free(unseen);
    }
    return sum;
}

void colored_cats(Experiment *e, Random random)
{
    printf("Trained on black animals, tested on light ones (means)\n");
    for (Model model = 0; model < MODELS; model++) {
        const char *name = model_names[model];
        Accuracies a = accuracies_of(e, model, random); /* all models see the same cats */
        experiment_named_value(e, a.training, "colored_%s_train", name);
        experiment_named_value(e, a.test, "colored_%s_test", name);
        experiment_named_value(e, a.least, "colored_%s_least", name);
        experiment_named_value(e, a.most, "colored_%s_most", name);
        printf("  %-10s accuracy %.3f -> %.3f  (%.2f .. %.2f)\n", name, a.training, a.test, a.least,
               a.most);
    }
    putchar('\n');
}
