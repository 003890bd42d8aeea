#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The house rules that a machine can check: who may include whom, who may print, names
# of symbols, licence lines, sizes, formatting, nothing of the machine it was written
# on.
#
# usage: sh tests/layout/layout.sh SOURCE_FOLDER [LIBRARY]
set -u
export LC_ALL=C.UTF-8
cd "$1" || exit 2
library=${2:-}
bad=$(mktemp) || exit 2
trap 'rm -f "$bad"' EXIT

# Everything that is, or is about to be, in the repository.
files() {
    if [ -e .git ] && command -v git >/dev/null; then
        git -c safe.directory="$PWD" ls-files -- "$@"
    else
        for one in "$@"; do
            find . -path ./build -prune -o -path "./$one" -type f -print |
                sed 's|^\./||'
        done
    fi | while read -r file; do [ -f "$file" ] && echo "$file"; done
}

# rule NAME: what stands on stdin breaks it
rule() {
    sed "s|^|$1: |" >>"$bad"
}

# --- who may include whom
files 'src/*.c' 'src/*.h' 'include/*.h' | xargs awk '
    BEGIN {
        n = split("base random stats scenario model engine decide report cli",
                  order, " ")
        for (i = 1; i <= n; i++) rank[order[i]] = i
        rank["calibrate"] = rank["decide"]
    }
    FNR == 1 {
        split(FILENAME, part, "/")
        here = part[1] == "include" ? "include" : part[2]
    }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        split($0, quote, "\"")
        slash = index(quote[2], "/")
        there = slash ? substr(quote[2], 1, slash - 1) : ""
        good = there == "funnelcloud" || there == here
        if (here == "include")
            good = there == "funnelcloud"
        else if (here != "cli" && (there in rank) && (here in rank) && there != here)
            good = rank[there] < rank[here]
        if (here == "cli" && quote[2] == "cli/build.h") good = 1
        if (!good) print FILENAME ":" FNR ": " here " may not include " quote[2]
    }' | rule includes

# --- headers that belong to one folder
only_in() { # header, folder
    files 'src/*.c' 'src/*.h' 'include/*.h' | grep -v "^src/$2/" |
        xargs grep -nE "#[ ]*include[ ]*<$1>" | rule "$1 only in $2"
}
only_in 'omp\.h' engine
only_in 'mpi\.h' engine
only_in 'libconfig\.h' scenario
files 'src/base/*' 'src/cli/*' 'include/*.h' | xargs grep -nE '#[ ]*include[ ]*<gsl/' |
    rule 'no gsl in base, cli and the public headers'

# --- printing and leaving are the program's business (comments aside)
files 'src/*.c' 'src/*.h' 'include/*.h' | grep -v '^src/cli/' | xargs grep -nE \
    '(^|[^A-Za-z0-9_])(printf|vprintf|puts|putchar|perror|exit|quick_exit)[ ]*\(' |
    grep -vE '^[^:]*:[0-9]+:[ ]*(/?\*|//)' | rule 'printf and exit only in cli'
files 'src/*.c' 'include/*.h' | xargs grep -nE 'setlocale[ ]*\([ ]*LC_ALL' |
    rule 'never setlocale(LC_ALL)'

# --- every exported symbol starts with fc_
if [ -n "$library" ]; then
    nm -g --defined-only "$library" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u |
        grep -vE '^(fc_|__|_fini$|_init$)' | rule 'exported symbols start with fc_'
fi

# --- licence line
files '*.c' '*.h' '*.in' '*.sh' '*.gp' '*.cmake' '*CMakeLists.txt' 'scripts/*' '.ci/*' |
    grep -vE '\.pc\.in$|Config\.cmake\.in$' | while read -r file; do
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
        echo "$file"
done | rule 'SPDX line in the first three lines'

# --- sizes
files '*.c' '*.h' '*.sh' '*.gp' '*.cmake' '*CMakeLists.txt' | while read -r file; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 500 ] || echo "$file: $lines lines"
done | rule 'at most 500 lines'
[ "$(wc -l <CMakeLists.txt)" -le 150 ] || echo CMakeLists.txt | rule 'at most 150 lines'
files 'src/cli/cmd_*.c' | while read -r file; do
    [ "$(wc -l <"$file")" -le 150 ] || echo "$file"
done | rule 'a command has at most 150 lines'
files '*.c' '*.h' '*.sh' '*.gp' '*.cmake' '*CMakeLists.txt' 'scripts/*' '.ci/*' |
    xargs grep -nE '^.{89,}' | cut -c 1-100 | rule 'at most 88 columns'
files '*.c' '*.h' '*.sh' '*.gp' '*.cmake' '*CMakeLists.txt' '*.cfg' |
    grep -vE '^tests/(cli/hostile|fuzz/corpus)/' |
    xargs grep -nE "$(printf '[ \t]+$|\t')" |
    rule 'no tabs, no spaces at the end'

# --- formatting
if clang-format --version 2>/dev/null | grep -q 'version 14'; then
    files '*.c' '*.h' | xargs clang-format --dry-run 2>&1 |
        grep -E 'warning|error' | sed 's/: warning.*//' | rule clang-format
else
    echo "clang-format 14 is not here: formatting not checked"
fi

# --- nothing of the machine it was written on, links only where readers can follow
machine='(^|[^A-Za-z0-9_.*}])/(home|work|root|mnt|Users|tmp/b)[/-][A-Za-z0-9]'
files '*' | grep -v '^LICENSE$' |
    xargs grep -nIE "$machine" | rule 'no machine paths'
hosts='www\.gnu\.org|gnu\.org|www\.fsf\.org|spdx\.org|semver\.org|keepachangelog\.com'
hosts="$hosts|doi\\.org|arxiv\\.org|www\\.w3\\.org|[a-z.]*\\.example"
files '*' | grep -v '^LICENSE$' |
    xargs grep -noIE '(https?|ftp|git)://[A-Za-z0-9._-]+' |
    grep -vE "://($hosts)\$" | rule 'unknown host'

# --- the top level holds what CONTRIBUTING.md lists
files '*' | cut -d / -f 1 | sort -u | grep -vxE \
    'CMakeLists\.txt|CMakePresets\.json|README\.md|LICENSE|CHANGELOG\.md' |
    grep -vxE 'CONTRIBUTING\.md|\.clang-format|\.gitignore|\.ci' |
    grep -vxE 'include|src|scenarios|plots|tests|docs' |
    grep -vxE 'scripts' | rule 'unknown at the top level'

if [ -s "$bad" ]; then
    cat "$bad"
    echo "$(wc -l <"$bad") places break the house rules"
    exit 1
fi
echo "house rules hold"
