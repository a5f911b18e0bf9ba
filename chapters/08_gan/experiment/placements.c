#include "placements.h"

#include <stdio.h>
#include <string.h>

#include "common/experiment.h"

static const Placement placements[] = {
    {.name = "nothing", .studies = IN_ABLATION | IN_CATS, .norms = NORM_NOWHERE},
    {.name = "generator", .studies = IN_ABLATION | IN_START | IN_CATS, .norms = NORM_GENERATOR},
    {.name = "discriminator", .studies = IN_ABLATION | IN_CATS, .norms = NORM_DISCRIMINATOR},
    {.name = "both", .studies = IN_ABLATION | IN_START | IN_CATS, .norms = NORM_DCGAN},
    {.name = "one_batch", .studies = IN_ABLATION, .norms = NORM_DCGAN, .one_batch = true},
    {.name = "generator_output",
     .studies = IN_ABLATION,
     .norms = NORM_GENERATOR | NORM_GENERATOR_OUTPUT},
    {.name = "discriminator_input",
     .studies = IN_ABLATION,
     .norms = NORM_DCGAN | NORM_DISCRIMINATOR_INPUT},
    {.name = "both_small", .studies = IN_START, .norms = NORM_DCGAN, .small_start = true},
};

const Placement *placement_named(const char *name)
{
    char known[256] = "";
    for (size_t i = 0; i < COUNT_OF(placements); i++) {
        if (strcmp(placements[i].name, name) == 0)
            return &placements[i];
        size_t length = strlen(known);
        snprintf(known + length, sizeof known - length, "%s%s", i ? ", " : "", placements[i].name);
    }
    bad_input("unknown placement '%s': %s", name, known);
}

void placements_print(unsigned studies)
{
    for (size_t i = 0; i < COUNT_OF(placements); i++)
        if (placements[i].studies & studies)
            puts(placements[i].name);
}
