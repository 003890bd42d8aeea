#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Speed without a clock: instructions a path of the reference scenario, AVX2 code, by
# callgrind. The difference quotient of two runs takes set-up off:
#
#   (I(2 blocks) - I(1 block)) / 128 paths  <=  recorded * 1.05
#
# usage: test_bench_gate.sh PROGRAM SCENARIO RECORD COMPILER [record]
# RECORD has lines "COMPILER INSTRUCTIONS"; `record` writes the line of this compiler.
# Exit status 77: cannot be measured here.
set -u
export LC_ALL=C FC_ISA=v3 OMP_NUM_THREADS=1
program=$1 scenario=$2 record=$3 compiler=$4 mode=${5:-check}

skip() {
    echo "skipped: $1"
    exit 77
}
command -v valgrind >/dev/null || skip "valgrind is missing"
grep -qw avx2 /proc/cpuinfo 2>/dev/null || skip "this processor has no AVX2"
recorded=$(awk -v c="$compiler" '$1 == c { print $2 }' "$record") || exit 2
[ "$mode" = record ] || [ -n "$recorded" ] ||
    skip "nothing is recorded for $compiler in $record"

folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT

# Instructions of a run of $1 blocks.
count() {
    valgrind --tool=callgrind --callgrind-out-file="$folder/out.$1" "$program" \
        "$scenario" "$1" >"$folder/isa.$1" 2>"$folder/log.$1" || {
        cat "$folder/log.$1"
        return 1
    }
    sed -n 's/^\(summary\|totals\): *\([0-9]*\).*/\2/p' "$folder/out.$1" | head -n 1
}
few=$(count 1) && many=$(count 2) || exit 2
[ "$(cat "$folder/isa.1")" = v3 ] || skip "valgrind does not show AVX2 here"
[ -n "$few" ] && [ -n "$many" ] || {
    echo "callgrind told no counts"
    exit 2
}
now=$(((many - few) / 128))

if [ "$mode" = record ]; then
    { grep -v "^$compiler " "$record"; echo "$compiler $now"; } >"$folder/new"
    cat "$folder/new" >"$record"
    echo "$compiler $now"
    exit 0
fi
echo "$now instructions a path, recorded $recorded, at most $((recorded * 105 / 100))"
[ "$now" -gt 0 ] && [ "$now" -le $((recorded * 105 / 100)) ]
