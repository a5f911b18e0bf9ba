/* The learner's own tests of a chapter: each runs on the reference, which must pass, and on every
   suspect of its exercise, which should not. What a suspect does is said once it is caught. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/internal.h"

const Breaking *breakings __attribute__((weak)) = NULL;

static const Breaking *playing;
static Function played;

static void play(void)
{
    memcpy(playing->slot, &played, sizeof played);
    playing->test();
}

static const Breaking *breaking_of(const Exercise *exercise)
{
    for (const Breaking *b = breakings; b && b->function; b++)
        if (strcmp(b->function, exercise->function) == 0)
            return b;
    bad_input("%s: break.c knows no such function", exercise->function);
}

static void try_learners_test(const Exercise *exercise, Function function, Outcome *outcome)
{
    playing = breaking_of(exercise);
    played = function;
    try_test(exercise, function, play, outcome);
}

/* Says what stands in the way of the game; false when nothing does. */
static bool rejects_reference(const Exercise *exercise, Outcome *outcome)
{
    try_learners_test(exercise, exercise->reference, outcome);
    if (outcome->verdict == PASSED && outcome->expectations > 0)
        return false;
    if (outcome->verdict == PASSED) {
        printf("no test yet: it expects nothing\n");
        return true;
    }
    printf("wrong: it rejects the reference\n");
    if (outcome->input[0])
        print_wrapped(5, outcome->input);
    print_wrapped(5, outcome->message[0] ? outcome->message
                                         : "It did not run to its end. Does it give arrays that "
                                           "are too small, or of the wrong shape?");
    return true;
}

/* Missed ones are told apart by the graded test that is there for them. */
static void print_missed(const Exercise *exercise, const bool *caught)
{
    for (size_t t = 0; t < test_count; t++) {
        size_t missed = 0;
        if (tests[t].exercise != exercise)
            continue;
        for (size_t s = 0; exercise->suspects[s].name; s++)
            missed += !caught[s] && strcmp(exercise->suspects[s].caught_by, tests[t].title) == 0;
        if (missed > 0)
            printf("   missed  %zu that the course catches by \"%s\"\n", missed, tests[t].title);
    }
}

/* How many of the exercise's suspects there are, and how many the learner's test catches. */
static void play_exercise(const Exercise *exercise, size_t *all, size_t *found, bool *good)
{
    Outcome *outcome = shared_memory(sizeof *outcome);
    size_t count = 0, caught_count = 0;
    for (const Suspect *s = exercise->suspects; s->name; s++)
        count++;
    *all += count;
    printf("%s test_%-24s ", exercise->id, exercise->function);
    if (rejects_reference(exercise, outcome)) {
        *good &= outcome->verdict == PASSED;
        free_shared(outcome, sizeof *outcome);
        return;
    }
    bool caught[MOST_SUSPECTS] = {false};
    for (size_t s = 0; exercise->suspects[s].name; s++) {
        require(s < MOST_SUSPECTS, "over %d suspects", MOST_SUSPECTS);
        try_learners_test(exercise, exercise->suspects[s].function, outcome);
        caught[s] = outcome->verdict != PASSED;
        caught_count += caught[s];
    }
    printf("catches %zu of %zu mistakes\n", caught_count, count);
    for (size_t s = 0; exercise->suspects[s].name; s++)
        if (caught[s])
            print_labeled("   caught", 11, exercise->suspects[s].says);
    print_missed(exercise, caught);
    *found += caught_count;
    free_shared(outcome, sizeof *outcome);
}

int try_to_break(void)
{
    size_t all = 0, found = 0;
    bool good = true;
    if (!breakings)
        bad_input("this program has no tests of a learner in it: make chapter%s-break",
                  chapter.number);
    printf("Chapter %s  %s   %s\n\n", chapter.number, chapter.title, options.subject);
    for (size_t e = 0; e < chapter.exercise_count; e++) {
        bool wanted = false;
        for (size_t t = 0; t < test_count; t++)
            wanted |= test_is_selected(t) && tests[t].exercise == chapter.contracts[e].exercise;
        if (wanted)
            play_exercise(chapter.contracts[e].exercise, &all, &found, &good);
    }
    printf("\nCaught: %zu of %zu\n", found, all);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
