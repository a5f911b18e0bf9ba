/* The tests of speed. The sanitizers of a graded program make loops several times slower, so
   these tests start another program, ratio/ratio.c. It is built from the same file without them, in
   float and with -O3, and it times the exercise beside what chapters 3 to 5 do for the same.

   What must be reached is far below what a right version reaches: see `enough`. */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/A_speed/shared.h"

extern __typeof__(fast_statistics) student_fast_statistics, *subject_fast_statistics;
extern __typeof__(fast_forward_block) student_fast_forward_block, *subject_fast_forward_block;
extern __typeof__(fast_backward_block) student_fast_backward_block, *subject_fast_backward_block;

/* A ratio is enough at about half of what the reference reaches on a quiet machine. */
static const double enough_statistics = 1.5, enough_forward = 1.4, enough_backward = 1.2;

int threads_of_process(void)
{
    DIR *folder = opendir("/proc/self/task");
    if (!folder)
        return 0;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

/* Cuts the last part off a path and returns it. */
static const char *cut(char *path)
{
    char *slash = strrchr(path, '/');
    expect(slash != NULL,
           "this system does not tell where a program lies, so the one that measures "
           "speed is not found: it runs on Linux only");
    *slash = '\0';
    return slash + 1;
}

/* This program is build/gcc-double/graded/A_speed/student/tests, the other
   build/gcc-float/ratio/student/ratio. */
static void ratio_program(char program[512])
{
    char self[400] = "", *compiler;
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        self[0] = '\0';
    cut(self);
    const char *who = cut(self);
    cut(self);
    cut(self);
    compiler = (char *)cut(self);
    compiler[strcspn(compiler, "-")] = '\0';
    snprintf(program, 512, "%s/%s-float/ratio/%s/ratio", self, compiler, who);
}

static void expect_faster(const char *function, double enough, const char *first)
{
    char command[600], program[512], line[128] = "";
    ratio_program(program);
    snprintf(command, sizeof command, "'%s' %s %g 2>&1", program, function, enough);
    FILE *pipe = popen(command, "r");
    expect(pipe != NULL, "%s did not start", program);
    char *got = fgets(line, sizeof line, pipe);
    int status = pclose(pipe);
    given_values("128 x 256 numbers, in float, without sanitizers");
    expect(got && WIFEXITED(status) && WEXITSTATUS(status) == 0,
           "built for speed, %s does not come to its end: %.60s", function, line);
    expect(strncmp(line, "wrong", 5) != 0, "built for speed, in float, it computes something else: "
                                           "speed counts for a right function only");
    double ratio = 0, before = 0, yours = 0, spread = 0;
    sscanf(line, "%lf %lf %lf %lf", &ratio, &before, &yours, &spread);
    expect(ratio >= enough, "%s takes %.1f us, yours %.1f us: %.2f times as fast, want %.2f%s",
           first, before, yours, ratio, enough,
           spread > 1.3 ? "\n(this machine is busy: try it again when it is quiet)" : "");
}

/* Each calls the exercise here first, on a small batch: one that is not written yet says so. When a
   suspect stands in its place, there is nothing to time: the other program has the file's. */

void statistics_are_faster(void)
{
    given_values("4 examples x 3 features, random");
    subject_fast_statistics(random_input(1, 4, 3, 0), (Block){0, 3}, output_vector(3),
                            output_vector(3));
    if (subject_fast_statistics == student_fast_statistics)
        expect_faster("fast_statistics", enough_statistics, "bn_mean with bn_variance");
}

void forward_is_faster(void)
{
    given_values("4 examples x 3 features, random");
    subject_fast_forward_block(random_input(1, 4, 3, 0), (Block){0, 3}, random_parameters(2, 3),
                               random_parameters(3, 3), 0.1, forward_outputs(4, 3));
    if (subject_fast_forward_block == student_fast_forward_block)
        expect_faster("fast_forward_block", enough_forward, "bn_forward with bn_scale_shift");
}

void backward_is_faster(void)
{
    Matrix x = random_input(1, 4, 3, 0), dy = random_input(2, 4, 3, 0);
    FastForward forward = {random_vector(4, 3), NULL, random_vector(5, 3), dy};
    given("x", x);
    subject_fast_backward_block(dy, x, (Block){0, 3}, random_parameters(3, 3), forward,
                                gradient_outputs(4, 3));
    if (subject_fast_backward_block == student_fast_backward_block)
        expect_faster("fast_backward_block", enough_backward, "bn_backward");
}
