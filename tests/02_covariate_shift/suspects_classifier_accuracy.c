/* Exercise 2.2, classifier_accuracy: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <stdlib.h>

#include "covariate_shift.h"
#include "tests/harness/harness.h"

static double score_of(const real *xn, size_t D, Classifier c)
{
    double score = c.b;
    for (size_t d = 0; d < D; d++)
        score += c.w[d] * (xn[d] - c.mean[d]) / sqrt(c.var[d]);
    return score;
}

static double accuracy_above(Matrix x, const double *label, Classifier c, double threshold)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++)
        right += (score_of(row(x, n), x.cols, c) > threshold) == (label[n] > 0);
    return right / (double)x.rows;
}

static double accuracy_in_integers(Matrix x, const double *label, Classifier c)
{
    size_t right = (size_t)(accuracy_above(x, label, c, 0) * (double)x.rows + 0.5);
    return (double)(right / x.rows);
}

static double accuracy_of_carried_scores(Matrix x, const double *label, Classifier c)
{
    double right = 0, score = c.b;
    for (size_t n = 0; n < x.rows; n++) {
        score += score_of(row(x, n), x.cols, c) - c.b;
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static double accuracy_counted(Matrix x, const double *label, Classifier c)
{
    return accuracy_above(x, label, c, 0) * (double)x.rows;
}

static double accuracy_of_errors(Matrix x, const double *label, Classifier c)
{
    return 1 - accuracy_above(x, label, c, 0);
}

static double accuracy_divided_by_D(Matrix x, const double *label, Classifier c)
{
    return accuracy_above(x, label, c, 0) * (double)x.rows / (double)x.cols;
}

static double accuracy_says_positive(Matrix x, const double *label, Classifier c)
{
    double said = 0;
    (void)label;
    for (size_t n = 0; n < x.rows; n++)
        said += score_of(row(x, n), x.cols, c) > 0;
    return said / (double)x.rows;
}

static double accuracy_with_0_positive(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++)
        right += (score_of(row(x, n), x.cols, c) >= 0) == (label[n] > 0);
    return right / (double)x.rows;
}

static double accuracy_at_a_half(Matrix x, const double *label, Classifier c)
{
    return accuracy_above(x, label, c, 0.5);
}

static double accuracy_of_products(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++)
        right += score_of(row(x, n), x.cols, c) * label[n] > 0;
    return right / (double)x.rows;
}

static double accuracy_of_own_statistics(Matrix x, const double *label, Classifier c)
{
    double *mean = calloc(2 * x.cols, sizeof *mean), *var = mean + x.cols;
    for (size_t d = 0; d < x.cols; d++) {
        for (size_t n = 0; n < x.rows; n++)
            mean[d] += row(x, n)[d] / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += pow(row(x, n)[d] - mean[d], 2) / (double)x.rows;
    }
    double result = accuracy_above(x, label, (Classifier){mean, var, c.w, c.b}, 0);
    free(mean);
    return result;
}

static double accuracy_on_raw_features(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double score = c.b;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * row(x, n)[d];
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static double accuracy_over_variance(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double score = c.b;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * (row(x, n)[d] - c.mean[d]) / c.var[d];
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static double accuracy_without_centering(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double score = c.b;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * row(x, n)[d] / sqrt(c.var[d]);
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static double accuracy_without_b(Matrix x, const double *label, Classifier c)
{
    c.b = 0;
    return accuracy_above(x, label, c, 0);
}

static double accuracy_with_one_statistic(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double score = c.b;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * (row(x, n)[d] - c.mean[0]) / sqrt(c.var[0]);
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static double accuracy_b_for_each_feature(Matrix x, const double *label, Classifier c)
{
    c.b *= (double)x.cols;
    return accuracy_above(x, label, c, 0);
}

static double accuracy_standardizes_x(Matrix x, const double *label, Classifier c)
{
    double result = accuracy_above(x, label, c, 0);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] = (real)((row(x, n)[d] - c.mean[d]) / sqrt(c.var[d]));
    return result;
}

const Suspect suspects_classifier_accuracy[] = {
    SUSPECT(accuracy_of_carried_scores, "three of four right, as by hand",
            "score goes on from one example to the next. Set it to b before each."),
    SUSPECT(accuracy_in_integers, "three of four right, as by hand",
            "Your accuracy is 0 unless every example is right. A division of two whole numbers "
            "drops what is behind the point: make the count a double first."),
    SUSPECT(accuracy_counted, "three of four right, as by hand",
            "You return how many are right. Divide by N, the number of examples."),
    SUSPECT(accuracy_of_errors, "three of four right, as by hand",
            "You return the fraction that is wrong. The accuracy is the fraction that is right."),
    SUSPECT(accuracy_divided_by_D, "three of four right, as by hand",
            "You divided by the number of features. Divide by the number of examples, x.rows."),
    SUSPECT(accuracy_says_positive, "three of four right, as by hand",
            "You counted how often the classifier says +1. Count how often it says what the label "
            "says."),
    SUSPECT(accuracy_with_0_positive, "a score of 0 is a -1",
            "You take a score of 0 for a +1. Only a positive score is: score > 0."),
    SUSPECT(accuracy_at_a_half, "three of four right, as by hand",
            "You compare the score with 0.5. That is the threshold for labels 0 and 1; for +1 and "
            "-1 it is 0."),
    SUSPECT(accuracy_of_products, "a score of 0 is a -1",
            "score * label > 0 counts a score of 0 as wrong for both labels. It says -1, and is "
            "right when the label is -1."),
    SUSPECT(accuracy_of_own_statistics, "uses the statistics that are given",
            "You standardized x with its own mean and variance. Use those in the classifier: "
            "whether a test set may bring statistics of its own is this chapter's question, and "
            "the caller's choice."),
    SUSPECT(accuracy_on_raw_features, "three of four right, as by hand",
            "You multiplied the weights with x as it is. They belong to standardized features: (x "
            "- mean) / sqrt(var)."),
    SUSPECT(accuracy_over_variance, "features are kept apart",
            "You divided by the variance. Standardizing divides by its square root."),
    SUSPECT(accuracy_without_centering, "three of four right, as by hand",
            "You divided by the standard deviation without subtracting the mean first. It is (x - "
            "mean) / sqrt(var)."),
    SUSPECT(accuracy_without_b, "three of four right, as by hand",
            "You left out b. The score starts with it."),
    SUSPECT(accuracy_with_one_statistic, "features are kept apart",
            "You used mean[0] and var[0] for every feature. Feature d has mean[d] and var[d]."),
    SUSPECT(accuracy_b_for_each_feature, "features are kept apart",
            "You added b once for each feature. It is added once for each example."),
    SUSPECT(accuracy_standardizes_x, "changes nothing",
            "You wrote the standardized features into x. x is an input: keep them in a variable."),
    {0},
};
