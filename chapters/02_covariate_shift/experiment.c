/* The experiment of chapter 2:   experiment FOLDER [SEED]

   Runs the functions of covariate_shift.c, prints what they find, and writes to FOLDER the numbers
   of the text (values.csv) and the tables of the figures. The same seed gives the same numbers. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/activations.h"
#include "common/cats.h"
#include "common/csv.h"
#include "common/linear.h"
#include "common/losses.h"
#include "common/network.h"
#include "common/optimizers.h"
#include "common/progress.h"
#include "common/random.h"
#include "covariate_shift.h"
#include "input_normalization.h"

static const char *folder;
static Csv values;

static void value(const char *name, double number)
{
    csv_row(&values, "%s,%.12g", name, number);
}

static double *vector_new(size_t n)
{
    double *v = calloc(n, sizeof *v);
    if (!v)
        bad_input("out of memory for %zu numbers", n);
    return v;
}

static double *ones_new(size_t n)
{
    double *v = vector_new(n);
    for (size_t i = 0; i < n; i++)
        v[i] = 1;
    return v;
}

/* ---- A linear classifier: least squares on labels of +1 and -1 ---- */

typedef struct {
    double *mean, *var, *w; /* w holds b behind the D weights */
} Trained;

static Trained train(Matrix x, const double *label)
{
    size_t N = x.rows, D = x.cols;
    Trained t = {vector_new(D), vector_new(D), vector_new(D + 1)};
    double *A = vector_new((D + 1) * (D + 1)), *ratio = ones_new(N);
    Matrix z = matrix_new(N, D), with_1 = matrix_new(N, D + 1);
    feature_mean(x, t.mean);
    feature_variance(x, t.mean, 0, t.var);
    standardize(x, t.mean, t.var, z);
    for (size_t n = 0; n < N; n++) {
        memcpy(row(with_1, n), row(z, n), D * sizeof(real));
        row(with_1, n)[D] = 1;
    }
    weighted_least_squares(with_1, label, ratio, A, t.w);
    free(A);
    free(ratio);
    matrix_free(z);
    matrix_free(with_1);
    return t;
}

static Classifier classifier(Trained t, size_t D)
{
    return (Classifier){t.mean, t.var, t.w, t.w[D]};
}

static void trained_free(Trained t)
{
    free(t.mean);
    free(t.var);
    free(t.w);
}

/* ---- Two stories with the same readings ---- */

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

/* Where the classifier changes its mind, as a fur for each size: a line. */
static void write_line(const char *name, Classifier c)
{
    double size_weight = c.w[CAT_SIZE] / sqrt(c.var[CAT_SIZE]);
    double fur_weight = c.w[CAT_FUR] / sqrt(c.var[CAT_FUR]);
    Csv csv = csv_open(folder, name, "size,fur");
    for (int size = 0; size <= 9; size += 9)
        csv_row(&csv, "%d,%.6g", size,
                c.mean[CAT_FUR] - (c.b + size_weight * (size - c.mean[CAT_SIZE])) / fur_weight);
    csv_close(&csv);
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

static void compare_statistics(Stories s, Classifier with_train, Classifier with_test)
{
    double *all_cats = ones_new(s.reading.rows);
    double offset_train = classifier_accuracy(s.reading, s.offset, with_train);
    double offset_test = classifier_accuracy(s.reading, s.offset, with_test);
    double lighter_train = classifier_accuracy(s.reading, s.lighter, with_train);
    double lighter_test = classifier_accuracy(s.reading, s.lighter, with_test);
    value("offset_train", offset_train);
    value("offset_test", offset_test);
    value("lighter_train", lighter_train);
    value("lighter_test", lighter_test);
    value("cats_offset", fraction_of_cats(s.offset, s.reading.rows));
    value("cats_lighter", fraction_of_cats(s.lighter, s.reading.rows));
    value("cats_said", classifier_accuracy(s.reading, all_cats, with_test));
    printf("                        training's statistics   the test's\n");
    printf("  instrument's offset         %.3f                %.3f\n", offset_train, offset_test);
    printf("  lighter fur                 %.3f                %.3f\n\n", lighter_train,
           lighter_test);
    free(all_cats);

    write_line("border_train.csv", with_train);
    write_line("border_test.csv", with_test);
    Csv points = csv_open(folder, "stories.csv", "size,fur,offset,lighter");
    for (size_t n = 0; n < 250; n++)
        csv_row(&points, "%.4f,%.4f,%g,%g", (double)row(s.reading, n)[CAT_SIZE],
                (double)row(s.reading, n)[CAT_FUR], s.offset[n], s.lighter[n]);
    csv_close(&points);
}

static void two_stories(Random random)
{
    enum { N = 1000, D = CAT_FEATURES };
    Matrix x = matrix_new(N, D), reading = matrix_new(N, D);
    double *label = vector_new(N), mean[D], var[D];
    cats_draw(&random, x);
    cats_draw(&random, reading);
    for (size_t n = 0; n < N; n++)
        label[n] = cat_label(row(x, n)[CAT_SIZE], row(x, n)[CAT_FUR]);
    Trained trained = train(x, label);
    Classifier with_train = classifier(trained, D);
    value("accuracy_training", classifier_accuracy(x, label, with_train));
    value("cats_training", fraction_of_cats(label, N));

    feature_mean(reading, mean);
    value("distance_before", shift_distance(D, trained.mean, trained.var, mean));
    Stories stories = stories_new(reading);
    feature_mean(reading, mean);
    feature_variance(reading, mean, 0, var);
    double distance = shift_distance(D, trained.mean, trained.var, mean);
    value("distance", distance);
    printf("Two stories, one set of readings: fur %.2f standard deviations lower\n", distance);
    compare_statistics(stories, with_train, (Classifier){mean, var, with_train.w, with_train.b});

    trained_free(trained);
    free(label);
    free(stories.offset);
    free(stories.lighter);
    matrix_free(x);
    matrix_free(reading);
}

/* ---- Black cats, gray cats, light cats: a curve, and three models of it ---- */

static double curve(double fur)
{
    return 0.8 * sin(2 * fur);
}

typedef struct {
    const char *name;
    double mean, sd;
} Fur;

static const Fur black = {"black", -1, 0.5}, gray = {"gray", 0, 0.3}, light = {"light", 1, 0.3};

typedef enum { LINE, DEGREE_5, RIGHT_SHAPE, MODELS } Model;

static const char *const model_names[] = {"line", "degree5", "right"};

/* The model's features of a fur, without the 1; returns how many they are. */
static size_t model_features(Model model, double fur, real *features)
{
    size_t count = model == DEGREE_5 ? 5 : 1;
    for (size_t i = 0; i < count; i++)
        features[i] = (real)(model == RIGHT_SHAPE ? sin(2 * fur) : pow(fur, (double)i + 1));
    return count;
}

/* ---- ... as a border: a cat if its ear is above the curve ---- */

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
    real none[5];
    Matrix x = matrix_new(cats.N, 1 + model_features(model, 0, none));
    for (size_t n = 0; n < cats.N; n++) {
        row(x, n)[0] = (real)cats.ear[n];
        model_features(model, cats.fur[n], row(x, n) + 1);
    }
    return x;
}

/* The ear at which the classifier changes its mind, for furs from -2.5 to 2. */
static void write_border(Trained t, Model model)
{
    char name[64];
    snprintf(name, sizeof name, "border_%s.csv", model_names[model]);
    Csv csv = csv_open(folder, name, "fur,ear");
    for (int i = 0; i <= 180; i++) {
        double fur = -2.5 + 0.025 * i;
        real features[5];
        size_t count = model_features(model, fur, features);
        double rest = t.w[count + 1];
        for (size_t k = 0; k < count; k++)
            rest += t.w[k + 1] * (features[k] - t.mean[k + 1]) / sqrt(t.var[k + 1]);
        csv_row(&csv, "%.4f,%.6g", fur, t.mean[0] - rest / t.w[0] * sqrt(t.var[0]));
    }
    csv_close(&csv);
}

static void write_cats(const char *name, Cats cats)
{
    Csv csv = csv_open(folder, name, "fur,ear,label");
    for (size_t n = 0; n < 200; n++)
        csv_row(&csv, "%.4f,%.4f,%g", cats.fur[n], cats.ear[n], cats.label[n]);
    csv_close(&csv);
}

/* Accuracies of one model, over all repeats. */
typedef struct {
    double training, test, least, most;
} Accuracies;

static void write_accuracies(Model model, Accuracies a)
{
    const char *name = model_names[model];
    csv_row(&values, "colored_%s_train,%.6g", name, a.training);
    csv_row(&values, "colored_%s_test,%.6g", name, a.test);
    csv_row(&values, "colored_%s_least,%.6g", name, a.least);
    csv_row(&values, "colored_%s_most,%.6g", name, a.most);
    printf("  %-10s accuracy %.3f -> %.3f  (%.2f .. %.2f)\n", name, a.training, a.test, a.least,
           a.most);
}

static Accuracies colored_cats_with(Model model, Random random)
{
    enum { N = 500, REPEATS = 100 };
    Accuracies sum = {.least = 1};
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        Cats seen = draw_cats(&random, black, N), unseen = draw_cats(&random, light, N);
        Matrix x = cat_features(seen, model), y = cat_features(unseen, model);
        Trained t = train(x, seen.label);
        double test = classifier_accuracy(y, unseen.label, classifier(t, x.cols));
        sum.training += classifier_accuracy(x, seen.label, classifier(t, x.cols)) / REPEATS;
        sum.test += test / REPEATS;
        sum.least = fmin(sum.least, test);
        sum.most = fmax(sum.most, test);
        if (repeat == 0) {
            write_border(t, model);
            write_cats("black.csv", seen);
            write_cats("light.csv", unseen);
        }
        trained_free(t);
        matrix_free(x);
        matrix_free(y);
        cats_free(seen);
        cats_free(unseen);
    }
    return sum;
}

/* All models see the same cats. */
static void colored_cats(Random random)
{
    printf("Trained on black cats, tested on light ones (means)\n");
    for (Model model = 0; model < MODELS; model++)
        write_accuracies(model, colored_cats_with(model, random));
    putchar('\n');
}

/* ---- ... as a regression: the typical ear, with noise ---- */

enum { SAMPLE = 150, TESTS = 1000, LARGEST = 2 };

typedef struct {
    Matrix fur; /* SAMPLE x 1 */
    double *ear, *ratio, *ones;
} Sample;

static Sample sample_new(void)
{
    return (Sample){matrix_new(SAMPLE, 1), vector_new(SAMPLE), vector_new(SAMPLE),
                    ones_new(SAMPLE)};
}

static void sample_free(Sample s)
{
    matrix_free(s.fur);
    free(s.ear);
    free(s.ratio);
    free(s.ones);
}

static void sample_draw(Random *random, Fur test, Sample s)
{
    double train_var = black.sd * black.sd, test_var = test.sd * test.sd;
    for (size_t n = 0; n < SAMPLE; n++) {
        double fur = random_normal(random, black.mean, black.sd);
        s.fur.v[n] = (real)fur;
        s.ear[n] = curve(fur) + random_normal(random, 0, 0.1);
    }
    importance_weights(s.fur, (Normal){&black.mean, &train_var}, (Normal){&test.mean, &test_var},
                       s.ratio);
}

/* Fits a + c * (feature of the fur) to the sample: a to w[0], c to w[1]. */
static void fit(Sample s, Model model, const double *ratio, double *w)
{
    double A[LARGEST * LARGEST];
    Matrix x = matrix_new(SAMPLE, 2);
    for (size_t n = 0; n < SAMPLE; n++) {
        row(x, n)[0] = 1;
        model_features(model, s.fur.v[n], row(x, n) + 1);
    }
    weighted_least_squares(x, s.ear, ratio, A, w);
    matrix_free(x);
}

/* The mean squared distance from the curve, over TESTS furs of the test. */
static double test_error(Random random, Fur test, Model model, const double *w)
{
    double sum = 0;
    for (size_t n = 0; n < TESTS; n++) {
        double fur = random_normal(&random, test.mean, test.sd);
        real feature;
        model_features(model, fur, &feature);
        sum += pow(w[0] + w[1] * feature - curve(fur), 2);
    }
    return sum / TESTS;
}

static void write_sample(Sample s)
{
    double line[2], weighted[2];
    fit(s, LINE, s.ones, line);
    fit(s, LINE, s.ratio, weighted);
    Csv points = csv_open(folder, "sample.csv", "fur,ear,ratio");
    for (size_t n = 0; n < SAMPLE; n++)
        csv_row(&points, "%.4f,%.4f,%.6g", (double)s.fur.v[n], s.ear[n], s.ratio[n]);
    csv_close(&points);
    Csv fits = csv_open(folder, "fits.csv", "fur,curve,line,weighted");
    for (int i = 0; i <= 140; i++) {
        double fur = -2.5 + 0.025 * i;
        csv_row(&fits, "%.4f,%.6g,%.6g,%.6g", fur, curve(fur), line[0] + line[1] * fur,
                weighted[0] + weighted[1] * fur);
    }
    csv_close(&fits);
}

static void weighting(Random random)
{
    enum { REPEATS = 200 };
    double error[2][2] = {{0}}, size = 0, mean = 0, size_light = 0; /* error[model][weighted] */
    static const Model models[] = {LINE, RIGHT_SHAPE};
    Sample s = sample_new();
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        sample_draw(&random, gray, s);
        size += effective_sample_size(SAMPLE, s.ratio) / REPEATS;
        for (size_t n = 0; n < SAMPLE; n++)
            mean += s.ratio[n] / SAMPLE / REPEATS;
        for (int m = 0; m < 2; m++)
            for (int weighted = 0; weighted < 2; weighted++) {
                double w[2];
                fit(s, models[m], weighted ? s.ratio : s.ones, w);
                error[m][weighted] += test_error(random_new(1), gray, models[m], w) / REPEATS;
            }
        if (repeat == 0)
            write_sample(s);
        sample_draw(&random, light, s);
        size_light += effective_sample_size(SAMPLE, s.ratio) / REPEATS;
    }
    value("line_plain", error[0][0]);
    value("line_weighted", error[0][1]);
    value("right_plain", error[1][0]);
    value("right_weighted", error[1][1]);
    value("line_gain", error[0][0] / error[0][1]);
    value("right_loss", error[1][1] / error[1][0]);
    value("sample_size", size);
    value("sample_size_light", size_light);
    value("mean_ratio", mean);
    printf("Importance weights, black to gray: %d examples are worth %.1f, mean weight %.2f\n",
           SAMPLE, size, mean);
    printf("  squared error of a line         %.4f, weighted %.4f\n", error[0][0], error[0][1]);
    printf("  ... of the right shape          %.5f, weighted %.5f\n", error[1][0], error[1][1]);
    printf("Black to light: %d examples are worth %.1f\n", SAMPLE, size_light);
    sample_free(s);
}

/* What an example is worth when the mean moves by so many standard deviations: exp(-shift^2). */
static void price(Random random)
{
    enum { N = 20000 };
    static const double shifts[] = {0.5, 1, 1.5, 2, 3.3};
    static const char *const names[] = {"05", "10", "15", "20", "33"};
    Matrix x = matrix_new(N, 1);
    double *ratio = vector_new(N), zero = 0, one = 1;
    for (size_t n = 0; n < N; n++)
        x.v[n] = (real)random_normal(&random, 0, 1);
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        char name[64];
        importance_weights(x, (Normal){&zero, &one}, (Normal){&shifts[i], &one}, ratio);
        snprintf(name, sizeof name, "worth_%s", names[i]);
        value(name, effective_sample_size(N, ratio) / N);
        snprintf(name, sizeof name, "worth_%s_formula", names[i]);
        value(name, exp(-shifts[i] * shifts[i]));
    }
    value("one_in_33", exp(3.3 * 3.3));
    matrix_free(x);
    free(ratio);
}

static void by_hand(void)
{
    double ratio[4], zero = 0, one = 1;
    real furs[] = {-1, 0, 1, 2};
    importance_weights((Matrix){4, 1, furs}, (Normal){&zero, &one}, (Normal){&one, &one}, ratio);
    for (int n = 0; n < 4; n++) {
        char name[64];
        snprintf(name, sizeof name, "hand_ratio_%d", n + 1);
        value(name, ratio[n]);
    }
    value("hand_size", effective_sample_size(4, ratio));
}

/* ---- A hidden unit while the network learns ---- */

enum { UNITS = 16, PROBE = 256, BATCH = 64, STEPS = 3000, DEEP = 4, BELOW = DEEP - 1 };

static Network network_of_sigmoids(Random *random)
{
    Network net = network_new();
    network_add(&net, linear_layer(random, 2, UNITS, GLOROT_NORMAL));
    network_add(&net, sigmoid_layer(UNITS));
    network_add(&net, linear_layer(random, UNITS, UNITS, GLOROT_NORMAL));
    network_add(&net, sigmoid_layer(UNITS));
    network_add(&net, linear_layer(random, UNITS, UNITS, GLOROT_NORMAL)); /* layer DEEP */
    network_add(&net, sigmoid_layer(UNITS));
    network_add(&net, linear_layer(random, UNITS, 1, GLOROT_NORMAL));
    return net;
}

/* Cats of every color: fur and ear are N(0, 1). */
static void draw_batch(Random *random, Matrix x, Matrix target)
{
    for (size_t n = 0; n < x.rows; n++) {
        row(x, n)[0] = (real)random_normal(random, 0, 1);
        row(x, n)[1] = (real)random_normal(random, 0, 1);
        target.v[n] = row(x, n)[1] > curve((double)row(x, n)[0]) ? 1 : -1;
    }
}

/* A unit's weights and bias, out of its layer's. */
typedef struct {
    real w[UNITS], b;
} Unit;

static Unit unit_of(const Layer *layer, size_t d)
{
    Unit unit = {.b = layer->parameters[1].values[d]};
    for (size_t k = 0; k < layer->inputs; k++)
        unit.w[k] = layer->parameters[0].values[k * layer->outputs + d];
    return unit;
}

/* Mean and sd of all units of a layer. */
typedef struct {
    double mean[UNITS], sd[UNITS], var[UNITS];
} Distribution;

static Distribution distribution(Matrix x, const Unit *units)
{
    Distribution now;
    for (size_t d = 0; d < UNITS; d++) {
        track_unit(x, units[d].w, units[d].b, &now.mean[d], &now.sd[d]);
        now.var[d] = now.sd[d] * now.sd[d];
    }
    return now;
}

/* How far the units have moved, on average over them, in standard deviations at the start. */
static double moved(const Distribution *start, const Distribution *now)
{
    double sum = 0;
    for (size_t d = 0; d < UNITS; d++)
        sum += shift_distance(1, &start->mean[d], &start->var[d], &now->mean[d]) / UNITS;
    return sum;
}

static double sign_accuracy(Matrix y, Matrix target)
{
    double right = 0;
    for (size_t n = 0; n < y.rows; n++)
        right += (y.v[n] > 0) == (target.v[n] > 0);
    return right / (double)y.rows;
}

static void train_step(Network *net, Random *random, Matrix x, Matrix target, Matrix dy)
{
    draw_batch(random, x, target);
    parameters_zero_gradients(net->parameters);
    mean_squared_error_backward(network_forward(net, x, TRAINING), target, dy);
    network_backward(net, dy);
    sgd_step(net->parameters, 0.2);
}

static void write_drift(const Distribution *start, const Distribution *now,
                        const Distribution *held)
{
    value("unit_mean_start", start->mean[0]);
    value("unit_sd_start", start->sd[0]);
    value("unit_mean_end", now->mean[0]);
    value("unit_sd_end", now->sd[0]);
    value("held_mean_end", held->mean[0]);
    value("held_sd_end", held->sd[0]);
    double wider = 0;
    for (size_t d = 0; d < UNITS; d++)
        wider += held->sd[d] / start->sd[d] / UNITS;
    value("units_moved", moved(start, now));
    value("held_moved", moved(start, held));
    value("held_wider", wider);
    printf("A unit of hidden layer 3: mean %.2f, sd %.2f at the start; %.2f, %.2f after %d steps\n",
           start->mean[0], start->sd[0], now->mean[0], now->sd[0], STEPS);
    printf("  the layer's units moved %.1f standard deviations; by the layers below alone: %.1f\n",
           moved(start, now), moved(start, held));
}

static void units_of(const Layer *layer, Unit *units)
{
    for (size_t d = 0; d < UNITS; d++)
        units[d] = unit_of(layer, d);
}

/* Trains the network, and follows the units of layer DEEP on the probe. */
static void follow(Network *net, Random *random, Matrix probe)
{
    Matrix x = matrix_new(BATCH, 2), target = matrix_new(BATCH, 1), dy = matrix_new(BATCH, 1);
    Unit held[UNITS], units[UNITS];
    Distribution start, now, from_below;
    Csv csv = csv_open(folder, "unit.csv", "step,mean,sd,held_mean,held_sd");
    units_of(&net->layers[DEEP], held);
    for (int step = 0; step <= STEPS; step++) {
        if (step < 100 || step % 10 == 0) {
            network_forward(net, probe, EVALUATION);
            units_of(&net->layers[DEEP], units);
            now = distribution(net->outputs[BELOW], units);
            from_below = distribution(net->outputs[BELOW], held);
            csv_row(&csv, "%d,%.6g,%.6g,%.6g,%.6g", step, now.mean[0], now.sd[0],
                    from_below.mean[0], from_below.sd[0]);
            if (step == 0)
                start = now;
        }
        progress("a network learns", (size_t)step, STEPS);
        if (step < STEPS)
            train_step(net, random, x, target, dy);
    }
    csv_close(&csv);
    write_drift(&start, &now, &from_below);
    matrix_free(x);
    matrix_free(target);
    matrix_free(dy);
}

static void hidden_unit(Random random)
{
    Network net = network_of_sigmoids(&random);
    Matrix probe = matrix_new(PROBE, 2), target = matrix_new(PROBE, 1);
    Unit first[UNITS];
    draw_batch(&random, probe, target);
    units_of(&net.layers[0], first);
    Distribution inputs_start = distribution(probe, first);
    value("net_loss_start", mean_squared_error(network_forward(&net, probe, EVALUATION), target));
    follow(&net, &random, probe);
    Matrix y = network_forward(&net, probe, EVALUATION);
    Distribution inputs_end = distribution(probe, first);
    value("net_loss_end", mean_squared_error(y, target));
    value("net_accuracy", sign_accuracy(y, target));
    value("inputs_moved", moved(&inputs_start, &inputs_end));
    network_free(&net);
    matrix_free(probe);
    matrix_free(target);
}

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 3)
        bad_input("usage: experiment FOLDER [SEED]");
    folder = argv[1];
    Random random = random_new(argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    values = csv_open(folder, "values.csv", "name,value");
    two_stories(random_new(random_bits(&random)));
    colored_cats(random_new(random_bits(&random)));
    weighting(random_new(random_bits(&random)));
    price(random_new(random_bits(&random)));
    by_hand();
    hidden_unit(random_new(random_bits(&random)));
    csv_close(&values);
    return 0;
}
