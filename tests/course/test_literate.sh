#!/usr/bin/env bash
# docs/literate.awk: each mode on a good file, each error on a bad one, with every awk that is here.

. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/course/literate.sh
. "$(dirname "$0")/literate.sh"

cat >"$tmp/good.c" <<'END'
/*: # The forward pass

    The mean is $\mu = 1/N$:

    - one
      item

        indented code
*/

#include "forward_pass.h"

/* An ordinary comment: both see it. */
void bn_mean(size_t n, real *mean)
{
    /*: Prose in a function,
        *indented*. */

    real sum = 0;

    //> solution 3.1
    for (size_t i = 0; i < n; i++)
        sum += i;

    mean[0] = sum / n;
    //< solution

    /*: Last words. */
}


/*:
Flush left,
  two in.
*/

//> region the-rest
    int a;

        int b; /* ``` */
//< region
//> solution A.10
int c;
//< solution
/*: The end. */
END
printf '//> region a\r\nint x;\r\n//< region\r\n' >"$tmp/crlf.c"
: >"$tmp/empty.c"
printf 'int a;\n\n\n{\n\n    int b;\n\n}\n' >"$tmp/unmarked.c"

what_it_gives() {
    gives "stub" -v mode=stub "$tmp/good.c" <<'END'
#include "forward_pass.h"

/* An ordinary comment: both see it. */
void bn_mean(size_t n, real *mean)
{
    real sum = 0;

    TODO("3.1");
}

    int a;

        int b; /* ``` */
TODO("A.10");
END
    gives "clean" -v mode=clean "$tmp/good.c" <<'END'
#include "forward_pass.h"

/* An ordinary comment: both see it. */
void bn_mean(size_t n, real *mean)
{
    real sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += i;

    mean[0] = sum / n;
}

    int a;

        int b; /* ``` */
int c;
END
    gives "weave" -v mode=weave "$tmp/good.c" <<'END'
# The forward pass

The mean is $\mu = 1/N$:

- one
  item

    indented code

``` {.c .numberLines startFrom="11"}
#include "forward_pass.h"

/* An ordinary comment: both see it. */
void bn_mean(size_t n, real *mean)
{
```

Prose in a function,
*indented*.

``` {.c .numberLines startFrom="19"}
    real sum = 0;
```

``` {.c .numberLines .solution exercise="3.1" startFrom="22"}
    for (size_t i = 0; i < n; i++)
        sum += i;

    mean[0] = sum / n;
```

Last words.

``` {.c .numberLines startFrom="29"}
}
```

Flush left,
  two in.

```` {.c .numberLines startFrom="38"}
    int a;

        int b; /* ``` */
````

``` {.c .numberLines .solution exercise="A.10" startFrom="43"}
int c;
```

The end.
END
    gives "a region" -v mode=region -v name=the-rest "$tmp/good.c" <<'END'
int a;

    int b; /* ``` */
END
    gives "a solution as a region" -v mode=region -v name=solution-3.1 "$tmp/good.c" <<'END'
for (size_t i = 0; i < n; i++)
    sum += i;

mean[0] = sum / n;
END
    gives "a solution by its exercise" -v mode=region -v id=A.10 "$tmp/good.c" <<<'int c;'
    gives "lines that end in CR LF" -v mode=stub "$tmp/crlf.c" <<<'int x;'
    gives "an empty file" -v mode=stub "$tmp/empty.c" </dev/null

    gives "no marks, no change" -v mode=clean "$tmp/unmarked.c" <<<"$(cat "$tmp/unmarked.c")"
}

what_it_refuses() {
    local bad
    refuses_file "an unknown mark" 2 "unknown mark '//> solutoin 3.1'" <<'END'
int a;
    //> solutoin 3.1
//< solution
END
    refuses_file "a mark without a space" 1 "unknown mark" <<<'//>solution 3.1'
    refuses_file "an unknown closing mark" 2 "unknown mark" <<<$'//> region a\n//< regoin'
    refuses_file "a closing mark with an argument" 2 "unknown mark" <<<$'//> region a\n//< region a'
    refuses_file "a bare mark" 1 "unknown mark" <<<'//>'
    refuses_file "an unclosed solution" \
        2 "the solution of line 2 is not closed" <<<$'\n//> solution 3.1\n\n'
    refuses_file "an unclosed region" \
        1 "the region of line 1 is not closed" <<<$'//> region a\nint a;'
    refuses_file "unclosed prose" \
        2 "the prose of line 2 is not closed" <<<$'int a;\n/*: text\n\ntext'
    refuses_file "a solution closed but not opened" \
        1 "//< solution closes nothing" <<<'//< solution'
    refuses_file "a region closed but not opened" \
        2 "//< region closes nothing" <<<$'int a;\n//< region'
    refuses_file "a region closed as a solution" \
        3 "//< solution cannot close here" <<<$'\n//> region a\n//< solution'
    refuses_file "a solution closed as a region" \
        2 "//< region cannot close here" <<<$'//> solution 3.1\n//< region'
    refuses_file "a region in a region" \
        2 "nested mark" <<<$'//> region a\n//> region b\n//< region\n//< region'
    refuses_file "a solution in a region" \
        2 "nested mark" <<<$'//> region a\n//> solution 3.1\n//< solution\n//< region'
    refuses_file "a region in a solution" \
        3 "nested mark" <<<$'//> solution 3.1\nint a;\n//> region a'
    refuses_file "prose in a solution" \
        2 "nested mark" <<<$'//> solution 3.1\n/*: text */\n//< solution'
    refuses_file "prose in a region" 2 "nested mark" <<<$'//> region a\n/*: text */\n//< region'
    refuses_file "a mark in prose" 3 "nested mark" <<<$'/*: text\n\n//> region a\n*/'
    refuses_file "prose in prose" 2 "nested mark" <<<$'/*: text\n/*: text */'
    refuses_file "an exercise used twice" 3 "solution-3.1 is used twice; the first is in line 1" \
        <<<$'//> solution 3.1\n//< solution\n//> solution 3.1\n//< solution'
    refuses_file "a region used twice" 4 "a is used twice; the first is in line 1" \
        <<<$'//> region a\n//< region\n\n//> region a\n//< region'
    for bad in "" 3 3. .1 3.1.2 3.x 3.0 03.1 a.1 "3.1 3.2"; do
        refuses_file "the exercise id '$bad'" 1 "malformed exercise id" <<<"//> solution $bad"
    done
    for bad in "" A a_b "a b" a.b; do
        refuses_file "the region name '$bad'" 1 "malformed region name" <<<"//> region $bad"
    done
    refuses_file "a mark after code" \
        1 "a mark must stand first on its line" <<<'x = 1; //> region a'
    refuses_file "prose after code" \
        2 "a mark must stand first on its line" <<<$'\nx = 1; /*: text */'
    refuses_file "code after prose" 2 "text after the */" <<<$'/*: text\n*/ x = 1;'

    refuses "a region that is not there" \
        "$tmp/good.c:0: no region 'nowhere'" -v mode=region -v name=nowhere "$tmp/good.c"
    refuses "an exercise that is not there" \
        "$tmp/good.c:0: no region 'solution-3.9'" -v mode=region -v id=3.9 "$tmp/good.c"
    refuses "no region asked for" "$tmp/good.c:0: mode=region needs" -v mode=region "$tmp/good.c"
    refuses "no FILE" "literate.awk:0: usage" -v mode=stub
    refuses "two FILEs" "literate.awk:0: usage" -v mode=stub "$tmp/good.c" "$tmp/good.c"
    refuses "a FILE that is not there" "$tmp/none.c:0: cannot be read" -v mode=stub "$tmp/none.c"
    refuses "an unknown mode" "$tmp/good.c:0: unknown mode 'stubs'" -v mode=stubs "$tmp/good.c"
    refuses "no mode" "$tmp/good.c:0: unknown mode ''" "$tmp/good.c"
}

for awk in mawk gawk "gawk --posix" "busybox awk" original-awk awk; do
    program=$(command -v "${awk%% *}") || continue
    case $awk:$(readlink -f "$program") in
        awk:*/mawk | awk:*/gawk | awk:*/busybox | awk:*/original-awk) ;;    # had its turn
        *)
            what_it_gives
            what_it_refuses
            ;;
    esac
done
finish
