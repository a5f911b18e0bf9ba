/* What the report says of speed: shown, and no points. A time says as much of a machine as of the
   code, and so does a ratio of two times: how large the caches are, and how many numbers fit into a
   register, can change it by half. Points are for what the code does (tests/harness/walks.h).

   The sanitizers of a graded program make loops several times slower, so another program is
   started, ratio/ratio.c. It is built from the same file without them, in float and with -O3, and
   it times an exercise beside what chapters 3 to 5 do for the same. */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/A_speed/shared.h"
#include "tests/harness/internal.h"

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
    if (!slash)
        return path;
    *slash = '\0';
    return slash + 1;
}

/* This program is build/gcc-double/graded/A_speed/student/tests, the other
   build/gcc-float/ratio/student/ratio. True: it is there. */
static bool ratio_program(char program[512])
{
    char self[400] = "";
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return false;
    cut(self);
    const char *who = cut(self);
    cut(self);
    cut(self);
    const char *compiler = cut(self);
    snprintf(program, 512, "%s/%.*s-float/ratio/%s/ratio", self, (int)strcspn(compiler, "-"),
             compiler, who);
    return access(program, X_OK) == 0;
}

static void show_speed(const Exercise *exercise, const char *program, const char *before)
{
    char command[640], line[128] = "";
    snprintf(command, sizeof command, "'%s' %s 2>&1", program, exercise->function);
    FILE *pipe = popen(command, "r");
    if (!pipe)
        return;
    bool any = fgets(line, sizeof line, pipe) != NULL;
    int status = pclose(pipe);
    double first, yours;
    printf("%s %-19s ", exercise->id, exercise->function);
    if (!any || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        printf("built for speed, it does not come to its end: %.40s\n", line);
    else if (sscanf(line, "%lf %lf", &first, &yours) != 2)
        printf("built for speed, in float, it computes something else\n");
    else
        printf("%7.1f us, %.2f of the time of %s\n", yours, yours / first, before);
}

static bool all_passed(const Exercise *exercise)
{
    bool any = false;
    for (size_t t = 0; t < test_count; t++)
        if (tests[t].exercise == exercise) {
            any |= outcomes[t].selected;
            if (outcomes[t].selected && outcomes[t].verdict != PASSED)
                return false;
        }
    return any;
}

/* Speed counts for a right function only. */
void print_more(void)
{
    static const char *const beside[] = {NULL, "bn_mean and bn_variance",
                                         "bn_forward and bn_scale_shift", "bn_backward"};
    char program[512];
    bool begun = false;
    for (size_t e = 1; e < COUNT(beside) && ratio_program(program); e++)
        if (all_passed(chapter.exercises[e])) {
            if (!begun)
                printf("Speed, for no points: 128 x 256 floats, on this machine and now\n");
            begun = true;
            fflush(stdout);
            show_speed(chapter.exercises[e], program, beside[e]);
        }
    if (begun)
        putchar('\n');
}
