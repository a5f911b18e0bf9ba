/* What the report says of speed: shown, and no points. A time says as much of a machine as of the
   code, and so does a ratio of two times: how large the caches are, and how many numbers fit into a
   register, can change it by half. Points are for what the code does (tests/harness/walks.h).

   The sanitizers of a graded program make loops several times slower, so another program is
   started, ratio/ratio.c. It is built from the same file without them, in float and with -O3, and
   it times an exercise beside what chapters 3 to 5 do for the same. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/A_speed/shared.h"
#include "tests/harness/internal.h"

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
    const char *program = getenv("RATIO_PROGRAM"); /* chapter.mk */
    bool begun = false;
    for (size_t e = 1; e < COUNT(beside) && program && access(program, X_OK) == 0; e++)
        if (all_passed(chapter.contracts[e].exercise)) {
            if (!begun)
                printf("Speed, for no points: 128 x 256 floats, on this machine and now\n");
            begun = true;
            fflush(stdout);
            show_speed(chapter.contracts[e].exercise, program, beside[e]);
        }
    if (begun)
        putchar('\n');
}
