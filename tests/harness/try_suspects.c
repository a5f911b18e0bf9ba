/* The course's own test of the tests: each suspect takes the student's place. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/internal.h"

int list_suspects(void)
{
    for (size_t e = 0; e < chapter.exercise_count; e++)
        for (const Suspect *s = chapter.contracts[e].exercise->suspects; s->name; s++)
            printf("%s\t%s\t%s\n", chapter.contracts[e].exercise->id, s->name, s->says);
    return 0;
}

int list_causes(void)
{
    printf("-\t%s\t%s\n", keeps_state.name, keeps_state.says);
    return list_suspects();
}

/* What is wrong with a suspect, after a run of the tests as it: NULL, nothing. */
static const char *problem_of(const Exercise *exercise, const Suspect *suspect)
{
    static char problem[1024];
    const Suspect *causes[MOST_TESTS] = {0}, *found = NULL, *other = NULL;
    bool caught = false, known_title = false;
    find_suspects(exercise, causes);
    for (size_t t = 0; t < test_count; t++) {
        const ChapterTest *test = &tests[t];
        bool own = test->exercise == exercise;
        bool passed = outcomes[t].verdict == PASSED;
        if (own && strcmp(test->title, suspect->caught_by) == 0) {
            known_title = true;
            caught = !passed;
            found = causes[t];
        }
        if (own && causes[t] && causes[t] != suspect) /* no test may name another */
            other = causes[t];
    }
    if (!known_title)
        snprintf(problem, sizeof problem, "there is no test \"%s\"", suspect->caught_by);
    else if (!caught)
        snprintf(problem, sizeof problem, "not caught by \"%s\"", suspect->caught_by);
    else if (found != suspect || other)
        snprintf(problem, sizeof problem, "named as %s", other ? other->name : "nobody");
    else
        return NULL;
    return problem;
}

static bool try_suspect(Exercise *exercise, const Suspect *suspect)
{
    Function student = exercise->student;
    exercise->student = suspect->function; /* for find_suspects */
    fill_slot(exercise, suspect->function);
    options.only = exercise->id;
    walks_unseen = suspect->match != BY_WALKS; /* written to have wrong values, by any walk */
    run_tests();
    const char *problem = problem_of(exercise, suspect);
    printf("%s suspect %s %s%s%s\n", problem ? "FAIL" : "ok  ", exercise->id, suspect->name,
           problem ? ": " : "", problem ? problem : "");
    exercise->student = student;
    fill_slot(exercise, student);
    return !problem;
}

int try_suspects(void)
{
    bool good = true;
    options.without_student = true;
    for (size_t e = 0; e < chapter.exercise_count; e++)
        for (const Suspect *s = chapter.contracts[e].exercise->suspects; s->name; s++)
            good &= try_suspect(chapter.contracts[e].exercise, s);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
