#!/usr/bin/env perl
# A class of made-up students: students.pl DIR COUNT
#
# Writes COUNT submissions into DIR, of eight kinds: right; untouched; some exercises wrong by a
# suspect, some not written; crashing, hanging and exiting; hostile; and mixtures. Prints, for each
# student, chapter and exercise, what stands there:
#
#     student, chapter, exercise, variant      variant: right, todo, crash, hang, exit, fork,
#                                              refused, or the name of a suspect
#
# What a variant deserves: students.sh. The choices depend on the student's number alone.
use strict;
use warnings;
use File::Path qw(make_path);

my ($dir, $count) = @ARGV;
die "usage: students.pl DIR COUNT\n" unless $count;
my $stage = 'build/grade/stage';

sub slurp { my ($path) = @_; open my $f, '<', $path or die "$path: $!\n"; local $/; <$f> }
sub definition { # of a function in a text, from its first line to the brace at the left margin
    my ($text, $name) = @_;
    $text =~ /^((?:static )?[a-zA-Z][^\n;=(]*\b\Q$name\E\([^;{]*\)\n\{.*?^\}\n)/ms ? $1 : undef;
}

my %body = (crash => 'abort();', exit => 'exit(0);', fork => "for (;;)\n        fork();",
    hang => "for (volatile int i = 0;; i++)\n        continue;");
my %chapters;
for my $kept (glob "$stage/kept/*") {
    my ($folder) = $kept =~ m{([^/]+)$};
    chomp(my $source = slurp("$kept/source"));
    my $solution = `awk -v mode=clean -f docs/literate.awk solutions/$folder/$source`;
    my $stub = slurp("chapters/$folder/$source");
    my @names = grep { !/^student_/ } split /\n/, slurp("$stage/given/$folder/exercises");
    my $any = join '|', @names;
    my %id = map { (split /\t/)[0] => 1 } split /\n/, slurp("$kept/tests.tsv");
    my %exercises;
    for my $name (@names) {
        my $todo = definition($stub, $name) or next;
        my ($number) = $todo =~ /TODO\("([^"]+)"\)/ or next;
        my $right = definition($solution, $name);
        my ($signature) = $right =~ /^(.*?\)\n)\{/s;
        my %variants = (right => $right, todo => $todo,
            map { $_ => "$signature\{\n    $body{$_}\n}\n" } keys %body);
        my $suspects = slurp("tests/$folder/suspects_$name.c");
        while ($suspects =~ /^    SUSPECT(?:_BY)?\(\s*(?:BY_\w+,\s*)?(\w+),/gm) {
            my $suspect = $1;
            my $wrong = definition($suspects, $suspect) or next;
            next if keys %variants >= 8;
            $wrong =~ s/\b($any)\b/right_$1/g;
            $wrong =~ s/^.*?\)\n\{/$signature\{/s;
            my ($old) = definition($suspects, $suspect) =~ /\(([^;{]*?)\)\n\{/s;
            $variants{$suspect} = $wrong if compatible($old, $signature);
        }
        $variants{right} =~ s/(?<!^)\b($any)\b(?!\([^;{]*\)\n\{)/right_$1/g;
        $exercises{$number} = {name => $name, variants => \%variants};
    }
    (my $rights = $solution) =~ s/\b($any)\b/right_$1/g;
    my $type = qr/void|bool|double|size_t|int|real|Network|Layer/;
    $rights =~ s/^(?!static)((?:$type)\b[ *]*right_)/static $1/gm;
    $chapters{$folder} = {source => $source, rights => $rights, stub => $stub,
        exercises => \%exercises, names => \@names, solution => $solution};
}

sub compatible { # the same parameters, whatever they are called in the comments
    my ($parameters, $signature) = @_;
    my ($theirs) = $signature =~ /\((.*)\)/s;
    s/\s+/ /g for $parameters, $theirs;
    $parameters eq $theirs;
}

my $usings = "#include <stdlib.h>\n#include <string.h>\n#include <math.h>\n#include <unistd.h>\n";
sub file_of { # chapter, the exercises' variants
    my ($chapter, $chosen) = @_;
    my $text = $usings . $chapter->{rights} . "\n";
    my %done;
    for my $id (sort keys %$chosen) {
        my $exercise = $chapter->{exercises}{$id};
        $text .= "$exercise->{variants}{$chosen->{$id}}\n";
        $done{$exercise->{name}} = 1;
    }
    for my $name (grep { !$done{$_} } @{$chapter->{names}}) { # given functions
        my $given = definition($chapter->{solution}, $name) or next;
        $text .= "$given\n";
    }
    $text;
}

my $compiler = 'gcc -std=c11 -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DREAL=double -fsyntax-only'
    . " -Werror=implicit-function-declaration -I. -I$stage/given -I$stage/given/headers";
sub compiles {
    my ($text) = @_;
    open my $cc, '|-', "$compiler -x c - 2>/dev/null" or die;
    print $cc $text;
    close $cc;
}

my @everywhere = qw(right todo crash exit hang fork); # each exercise has these variants
for my $folder (sort keys %chapters) { # a suspect that needs more than its function is left out
    my $chapter = $chapters{$folder};
    my @ids = sort keys %{$chapter->{exercises}};
    for my $v (@everywhere) {
        compiles(file_of($chapter, {map { $_ => $v } @ids})) or
            die "$folder $v does not compile\n";
    }
    for my $id (@ids) {
        my $variants = $chapter->{exercises}{$id}{variants};
        my %suspects = %$variants;
        delete @suspects{@everywhere};
        for my $v (sort keys %suspects) {
            my $text = file_of($chapter, {(map { $_ => 'todo' } @ids), $id => $v});
            if (!compiles($text)) {
                delete $variants->{$v};
                next;
            }
            make_path("$dir.variants/$folder");
            open my $f, '>', "$dir.variants/$folder/$id.$v.c" or die;
            print $f $text;
        }
    }
}

my $state;
sub random {
    my ($n) = @_;
    $state = ($state * 1103515245 + 12345) % 2147483648;
    int($state / 65536) % $n;
}
sub choose { # from pairs of a variant and its share in percent; suspect: any of the exercise's
    my ($exercise, @shares) = @_;
    my $at = random(100);
    my %suspects = %{$exercise->{variants}};
    delete @suspects{@everywhere};
    my @suspects = sort keys %suspects;
    while (my ($v, $share) = splice @shares, 0, 2) {
        next if ($at -= $share) >= 0;
        return $v ne 'suspect' ? $v : @suspects ? $suspects[random(scalar @suspects)] : 'todo';
    }
    return 'right';
}

my @kinds = ([right => 100], undef, [suspect => 40, todo => 10], [todo => 40, suspect => 20],
    [crash => 30], [hang => 8, exit => 20, todo => 30], [fork => 30, todo => 20],
    [suspect => 15, crash => 10, hang => 4, fork => 10, todo => 20]);
for my $n (1 .. $count) {
    my $student = sprintf 'student%03d', $n;
    my $kind = ($n - 1) % @kinds;
    my $shares = $kinds[$kind];
    $state = $n;
    for my $folder (sort keys %chapters) {
        my $chapter = $chapters{$folder};
        my $exercises = $chapter->{exercises};
        my %chosen = map { $_ => $shares ? choose($exercises->{$_}, @$shares) : 'todo' }
            sort keys %$exercises;
        my $text = $shares ? file_of($chapter, \%chosen) . "/* $student */\n" : $chapter->{stub};
        if ($kind == 6 && random(8) == 0) {
            $text .= "__attribute__((constructor)) static void first(void)\n{\n}\n";
            $chosen{$_} = 'refused' for keys %chosen;
        }
        make_path("$dir/$student");
        open my $f, '>', "$dir/$student/$chapter->{source}" or die;
        print $f $text;
        print join("\t", $student, $folder, $_, $chosen{$_}), "\n" for sort keys %chosen;
    }
}
