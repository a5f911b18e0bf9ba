/* Text in the terminal: in color, and in lines. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/internal.h"

static void color(Color which)
{
    static const char *const codes[] = {"\033[0m", "\033[1m", "\033[32m", "\033[31m", "\033[2m"};
    static int wanted = -1;
    if (wanted < 0)
        wanted = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    if (wanted)
        fputs(codes[which], stdout);
}

void print_colored(Color which, const char *text)
{
    color(which);
    fputs(text, stdout);
    color(PLAIN);
}

/* Text in lines of WIDTH columns, each indented; newlines in the text stay. The label stands in
   the indentation of the first. */
void print_labeled(const char *label, int indent, const char *text)
{
    int column = printf("%-*s", indent, label);
    while (*text) {
        if (*text == '\n') {
            putchar('\n');
            column = 0;
            text++;
            continue;
        }
        int word = (int)strcspn(text, " \n");
        if (column > indent && column + 1 + word > WIDTH) {
            putchar('\n');
            column = 0;
        }
        if (column == 0)
            column = printf("%*s", indent, "");
        else if (column > indent)
            column += printf(" ");
        column += printf("%.*s", word, text);
        text += word;
        if (*text == ' ')
            text++;
    }
    putchar('\n');
}

void print_wrapped(int indent, const char *text)
{
    print_labeled("", indent, text);
}
