#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/csv.h"
#include "common/progress.h"
#include "tests/common/tools.h"

/* csv.c, progress.c and require.c */

/* ---- Tables ---------------------------------------------------------------------------- */

START_TEST(csv_holds_what_was_written)
{
    char folder[] = "/tmp/csv-XXXXXX", path[64], text[64] = "";
    ck_assert(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/a.csv", folder);
    Csv csv = csv_open(folder, "a.csv", "step,loss");
    csv_row(&csv, "%d,%.3f", 1, 0.25);
    csv_row(&csv, "%d,%.3f", 2, 0.125);
    csv_close(&csv);
    FILE *file = fopen(path, "r");
    ck_assert(file != NULL);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    unlink(path);
    rmdir(folder);
    ck_assert_str_eq(text, "step,loss\n1,0.250\n2,0.125\n");
}
END_TEST

static void open_in_no_folder(void)
{
    csv_open("/dev/null", "a.csv", "header");
}

static void open_too_long(void)
{
    char folder[2000];
    memset(folder, 'a', sizeof folder - 1);
    folder[sizeof folder - 1] = 0;
    csv_open(folder, "a.csv", "header");
}

static void fill_the_disk(void)
{
    Csv csv = csv_open("/dev", "full", "header");
    csv_close(&csv);
}

/* Here the buffer is lost on the way, and closing the file by itself succeeds. */
static void fill_the_disk_before_the_end(void)
{
    Csv csv = csv_open("/dev", "full", "header");
    setvbuf(csv.file, NULL, _IONBF, 0);
    for (int i = 0; i < 10000; i++)
        csv_row(&csv, "%d", i);
    csv_close(&csv);
}

START_TEST(csv_errors_are_a_line)
{
    Outcome end = outcome(open_in_no_folder);
    ck_assert_int_eq(end.status, 2);
    ck_assert(one_line(end.stderr, "/dev/null/a.csv: "));

    end = outcome(open_too_long);
    ck_assert_int_eq(end.status, 2);
    ck_assert(one_line(end.stderr, "aaa/a.csv: the path is too long"));

    if (access("/dev/full", W_OK) != 0) /* Linux and the BSDs have it */
        return;
    end = outcome(fill_the_disk);
    ck_assert_int_eq(end.status, 2);
    ck_assert(one_line(end.stderr, "/dev/full: "));
    end = outcome(fill_the_disk_before_the_end);
    ck_assert_int_eq(end.status, 2);
    ck_assert(one_line(end.stderr, "/dev/full: "));
}
END_TEST

/* ---- Progress -------------------------------------------------------------------------- */

static void go_along(void)
{
    for (size_t i = 0; i <= 200; i++)
        progress("Training", i, 200);
}

START_TEST(progress_is_silent_in_a_pipe)
{
    Outcome end = outcome(go_along);
    ck_assert_int_eq(end.status, 0);
    ck_assert_str_eq(end.stderr, "");
}
END_TEST

/* All that go_along writes to a terminal. */
static void on_a_terminal(char *text, size_t size)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
    ck_assert_int_ge(terminal, 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(terminal, STDERR_FILENO);
        go_along();
        fflush(NULL);
        _exit(0);
    }
    close(terminal);
    size_t length = 0;
    ssize_t got; /* Linux ends a terminal that nobody holds with an error */
    while (length < size - 1 && (got = read(master, text + length, size - 1 - length)) > 0)
        length += (size_t)got;
    text[length] = 0;
    waitpid(child, NULL, 0);
    close(master);
}

START_TEST(progress_draws_on_a_terminal_and_cleans_up)
{
    static char text[20000];
    on_a_terminal(text, sizeof text);
    ck_assert(strstr(text, "\rTraining [....") != NULL);
    ck_assert(strstr(text, "####....") != NULL);
    ck_assert(strstr(text, "]  50%") != NULL);
    ck_assert(strchr(text, '\n') == NULL);
    size_t redrawn = 0;
    for (const char *at = text; (at = strstr(at, "\rTraining")); at++)
        redrawn++;
    ck_assert_uint_eq(redrawn, 100); /* once for each per cent, not for each step */
    ck_assert_str_eq(text + strlen(text) - 4, "\r\033[K");
}
END_TEST

/* ---- The ends of a program ------------------------------------------------------------- */

static void break_a_contract(void)
{
    require(1 + 1 == 2, "not this");
    require(1 + 1 == 3, "the sum is %d", 2);
}

static void reach_todo(void)
{
    TODO("3.2");
}

static void give_bad_input(void)
{
    bad_input("%s: not a number", "--seed x");
}

START_TEST(ends_say_why)
{
    Outcome end = outcome(break_a_contract);
    ck_assert_int_eq(end.status, -SIGABRT);
    ck_assert(strstr(end.stderr, "report.c:") != NULL);
    ck_assert(strstr(end.stderr, ": break_a_contract: the sum is 2\n") != NULL);
    end = outcome(reach_todo);
    ck_assert_int_eq(end.status, 2);
    ck_assert(one_line(end.stderr, "exercise 3.2, reach_todo, is not written yet"));
    end = outcome(give_bad_input);
    ck_assert_int_eq(end.status, 2);
    ck_assert_str_eq(end.stderr, "--seed x: not a number\n");
}
END_TEST

TCase *report_tests(void)
{
    TCase *tests = tcase_create("report");
    tcase_add_test(tests, csv_holds_what_was_written);
    tcase_add_test(tests, csv_errors_are_a_line);
    tcase_add_test(tests, progress_is_silent_in_a_pipe);
    tcase_add_test(tests, progress_draws_on_a_terminal_and_cleans_up);
    tcase_add_test(tests, ends_say_why);
    return tests;
}
