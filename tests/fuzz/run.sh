#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzes for some seconds, from the corpus and the hostile inputs of the command line.
# What breaks a promise is left in FOLDER/found and printed in base64, so that it can be
# added to the corpus from the log alone. libconfig 1.5 leaks when it refuses a text,
# hence
# -detect_leaks=0.
#
# usage: sh tests/fuzz/run.sh BUILD_FOLDER SECONDS
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$1" && pwd)/tests/fuzz/fuzz_scenario
work=$(cd "$1" && pwd)/fuzzing
seconds=$2
mkdir -p "$work/new" "$work/found" || exit 2
"$program" -detect_leaks=0 -max_total_time="$seconds" -max_len=20000 -timeout=10 \
    -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$work/found/" \
    "$work/new" "$here/corpus/scenario" "$here/../cli/hostile" >"$work/log" 2>&1
code=$?
grep -E '^stat::|^SUMMARY|^broken' "$work/log"
for file in "$work"/found/*; do
    [ -f "$file" ] || continue
    code=1
    echo "found: $file"
    base64 "$file" | head -n 100
done
[ $code -eq 0 ] || tail -n 30 "$work/log"
exit $code
