# The student's program under gdb: of its processes the one in which the test's calls run.
set breakpoint pending on
set follow-fork-mode child
set detach-on-fork on
set print thread-events off
