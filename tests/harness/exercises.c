/* Looking things up in the chapter's tables, and in the student's file. */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/internal.h"

ChapterTest tests[MOST_TESTS];
size_t test_count;

static void add_tests(const Exercise *exercise, int line)
{
    size_t number = 0;
    int points = 0;
    for (const Test *test = exercise->tests; test->title; test++) {
        require(test_count < MOST_TESTS, "over %d tests", MOST_TESTS);
        tests[test_count++] =
            (ChapterTest){exercise, ++number, test->points, test->title, test->run};
        points += test->points;
    }
    if (points != exercise->points)
        bad_input("%s: the tests have %d points, but %s:%d gives exercise %s %d", exercise->file,
                  points, chapter.header, line, exercise->id, exercise->points);
}

void flatten_tests(void)
{
    for (size_t e = 0; e < chapter.exercise_count; e++) {
        const Contract *contract = &chapter.contracts[e];
        contract->exercise->id = contract->id;
        contract->exercise->points = contract->points;
        contract->exercise->index = e;
        add_tests(contract->exercise, contract->line);
    }
}

bool test_is_selected(size_t test)
{
    const ChapterTest *t = &tests[test];
    const char *only = options.only;
    char number[32];
    snprintf(number, sizeof number, "%s.%zu", t->exercise->id, t->number);
    if (!only || strcmp(only, t->exercise->id) == 0 || strcmp(only, number) == 0 ||
        strcmp(only, t->exercise->function) == 0)
        return true;
    /* a title has a word in it: T=3 is no part of "{1, 2, 3, 4}, as by hand" */
    return strpbrk(only, "abcdefghijklmnopqrstuvwxyz") && strlen(only) > 2 &&
           strstr(t->title, only);
}

void fill_slot(const Exercise *exercise, Function function)
{
    /* memcpy: the slot has the function's own pointer type */
    memcpy(exercise->slot, &function, sizeof function);
}

int points_of(size_t test)
{
    return outcomes[test].verdict == PASSED ? tests[test].points : 0;
}

/* A definition starts at the left margin, names the function before a parenthesis, and has no
   semicolon before its body. */
static bool is_definition(const char *text, const char *function)
{
    const char *name = strstr(text, function);
    if (isspace((unsigned char)text[0]) || !name)
        return false;
    char before = name == text ? ' ' : name[-1], after = name[strlen(function)];
    return !isalnum((unsigned char)before) && before != '_' && (after == '(' || after == ' ') &&
           text[strcspn(text, ";{")] != ';' && text[0] != '/' && text[0] != '*' && text[0] != '#';
}

int function_line(const char *function)
{
    FILE *file = fopen(options.subject, "r");
    char text[1024];
    int found = 0;
    for (int line = 1; file && !found && fgets(text, sizeof text, file); line++)
        if (is_definition(text, function))
            found = line;
    if (file)
        fclose(file);
    return found;
}

bool source_line(int line, char *text, size_t size)
{
    FILE *file = fopen(options.subject, "r");
    bool found = false;
    for (int at = 1; file && !found && fgets(text, (int)size, file); at++)
        found = at == line;
    if (file)
        fclose(file);
    if (found)
        text[strcspn(text, "\r\n")] = '\0';
    return found;
}
