#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Command-line tests. A case is cases/NAME.sh and what it must say:
#   NAME.stdout, NAME.stderr   exact bytes; absent: silence
#   NAME.stdout.glob           instead: a shell pattern for the whole output
#   NAME.exit                  exit code; absent: 0. A case that ends with 77 is skipped
# Each case runs in a scratch folder of its own, with the program first in PATH, $SOURCE
# (the repository) and $PROGRAM set, in the locale C.UTF-8, without a terminal.
#
# usage: sh tests/cli/run.sh [--record] PROGRAM [NAME...]
#   --record   writes what the program said as the expectation (keeps .glob files)
set -u
record=
if [ "${1:-}" = --record ]; then
    record=yes
    shift
fi
here=$(cd "$(dirname "$0")" && pwd)
PROGRAM=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
SOURCE=$(cd "$here/../.." && pwd)
shift
# shellcheck disable=SC2046
[ $# -gt 0 ] ||
    set -- $(find "$here/cases" -name '*.sh' -exec basename {} .sh \; | sort)
export PROGRAM SOURCE LC_ALL=C.UTF-8 TERM=dumb
unset LANG LC_MESSAGES LANGUAGE FC_ISA OMP_NUM_THREADS NO_COLOR GNUPLOT_LIB
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$PROGRAM" "$scratch/bin/funnelcloud"
PATH=$scratch/bin:$PATH

# same WANTED GOT: exact file, glob, or silence
same() {
    if [ -f "$1.glob" ]; then
        pattern=$(cat "$1.glob")
        got=$(cat "$2")
        # shellcheck disable=SC2254
        case $got in
        $pattern) return 0 ;;
        esac
        diff "$1.glob" "$2" && return 0
        return 1
    fi
    if [ -f "$1" ]; then
        diff "$1" "$2"
    else
        diff /dev/null "$2"
    fi
}

keep() { # RECORDED GOT
    [ -f "$1.glob" ] && return
    rm -f "$1"
    [ -s "$2" ] && cp "$2" "$1"
}

failed=0
skipped=0
for name in "$@"; do
    case=$here/cases/$name
    mkdir -p "$scratch/$name/in"
    cd "$scratch/$name/in" || exit 2
    sh "$case.sh" >../stdout 2>../stderr </dev/null
    code=$?
    if [ $code -eq 77 ]; then
        echo "skipped: $name: $(cat ../stderr)"
        skipped=77
        continue
    fi
    if [ -n "$record" ]; then
        keep "$case.stdout" ../stdout
        keep "$case.stderr" ../stderr
        rm -f "$case.exit"
        [ $code -eq 0 ] || echo $code >"$case.exit"
        continue
    fi
    wanted=0
    [ -f "$case.exit" ] && wanted=$(cat "$case.exit")
    good=yes
    [ "$code" -eq "$wanted" ] || { echo "$name: exit $code, not $wanted" && good=; }
    for stream in stdout stderr; do
        same "$case.$stream" ../$stream >../diff ||
            { echo "$name: $stream" && cat ../diff && good=; }
    done
    [ -n "$good" ] || failed=1
done
[ $failed -eq 0 ] || exit 1
[ $# -gt 1 ] || exit $skipped
