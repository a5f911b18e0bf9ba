#include "experiment.h"

#include <math.h>
#include <stdio.h>

#include "common/elementary.h"

/* Where the cost is so much above its minimum: an ellipse around it. */
static void write_contour(Csv *csv, const Cost *cost, double gap)
{
    enum { POINTS = 120 };
    double a = cost->hessian[0], b = cost->hessian[1], c = cost->hessian[P + 1];
    for (int i = 0; i <= POINTS; i++) {
        double turns = (double)i / POINTS;
        double fur = sqrt(2 * gap / (c - b * b / a)) * sin_turns(turns);
        double size = sqrt(2 * gap / a) * cos_turns(turns) - b / a * fur;
        csv_row(csv, "%.6g,%.6g", cost->best[CAT_SIZE] + size, cost->best[CAT_FUR] + fur);
    }
    csv_row(csv, "%s", ""); /* for gnuplot: the next point begins another line */
}

/* The descent from weights of 1, after 1, 10, 100, ... steps and at its end. The bias starts at
   its best: it would not show. */
static void write_path(Csv *csv, const Cost *cost)
{
    double error[P] = {1 - cost->best[0], 1 - cost->best[1], 0}, gradient[P];
    csv_row(csv, "0,1,1");
    for (size_t steps = 0, wanted = 1; wanted <= MOST_STEPS; wanted *= 10) {
        steps +=
            descent_steps(P, cost->hessian, 1 / cost->largest, wanted - steps, error, gradient);
        csv_row(csv, "%zu,%.6g,%.6g", steps, cost->best[0] + error[0], cost->best[1] + error[1]);
        if (steps < wanted)
            break;
    }
}

void draw_landscape(const Experiment *e, const char *name, const Cost *cost)
{
    char file[64];
    snprintf(file, sizeof file, "%s.csv", name);
    Csv contours = csv_open(e->folder, file, "size,fur");
    for (int i = 1; i <= 4; i++) { /* they are 1.6, 3.2, 4.8 and 6.4 long */
        double half = 0.8 * i;
        write_contour(&contours, cost, cost->hessian[P + 1] * half * half / 2);
    }
    csv_close(&contours);

    snprintf(file, sizeof file, "%s_path.csv", name);
    Csv path = csv_open(e->folder, file, "steps,size,fur");
    write_path(&path, cost);
    csv_close(&path);
}
