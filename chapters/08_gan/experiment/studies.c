/* The studies: where batch norm stands, and what that does, over many seeds. A study is many runs;
   each is a process of its own, which writes its result into a file of its own (ablation.sh). */

#include "studies.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/experiment.h"

/* A whole number, 1 or more. Anything else: one line, exit status 2. */
static size_t count_from(const char *text, const char *what)
{
    char *end;
    errno = 0;
    unsigned long count = strtoul(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end != '\0' || errno == ERANGE || count == 0)
        bad_input("'%s' is not a number of %s: a whole number, 1 or more", text, what);
    return count;
}

static const Study *study_named(const char *name)
{
    static const Study *const studies[] = {&ablation_study, &start_study, &cats_study,
                                           &pictures_study};
    char known[256] = "";
    for (size_t i = 0; i < COUNT_OF(studies); i++) {
        if (strcmp(studies[i]->name, name) == 0)
            return studies[i];
        size_t length = strlen(known);
        snprintf(known + length, sizeof known - length, "%s%s", i ? ", " : "", studies[i]->name);
    }
    bad_input("unknown study '%s': %s", name, known);
}

/* Under another name first, and renamed at the end: a file that is there is whole. */
static void run(const Study *study, const Placement *placement, size_t seed, size_t steps,
                const char *path)
{
    char unfinished[4096];
    if ((size_t)snprintf(unfinished, sizeof unfinished, "%s.new", path) >= sizeof unfinished)
        bad_input("%s: the path is too long", path);
    FILE *file = fopen(unfinished, "w");
    if (!file)
        bad_input("%s: cannot be written: %s", unfinished, strerror(errno));
    study->run(placement, seed, steps, file);
    int failed = ferror(file);
    if (fclose(file) != 0 || failed || rename(unfinished, path) != 0)
        bad_input("%s: could not be written to the end: %s", path, strerror(errno));
}

static void columns_print(const Study *study)
{
    if (study->columns)
        puts(study->columns);
}

void studies_main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (argc == 7 && strcmp(what, "--run") == 0)
        run(study_named(argv[2]), placement_named(argv[3]), count_from(argv[4], "a seed"),
            count_from(argv[5], "steps"), argv[6]);
    else if (argc == 3 && strcmp(what, "--columns") == 0)
        columns_print(study_named(argv[2]));
    else if (argc == 3 && strcmp(what, "--placements") == 0)
        placements_print(study_named(argv[2])->placements);
    else if (argc >= 4 && argc <= 6 && strcmp(what, "--data") == 0)
        data_run(argv[2], argv[3], placement_named(argc > 4 ? argv[4] : "generator"),
                 argc > 5 ? count_from(argv[5], "steps") : 4000);
    else
        bad_input("usage: experiment --run STUDY PLACEMENT SEED STEPS FILE, "
                  "experiment --columns|--placements STUDY, or "
                  "experiment --data cats|FILE FOLDER [PLACEMENT [STEPS]]");
    exit(0);
}
