#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every command of README.md, CONTRIBUTING.md and docs/*.md that stands in an sh
# block, and every example of the help, in a copy of the folders they use. Blocks marked
# "console" are not run, nor are the scripts that build (the build is what runs this).
# What simulates many variants runs in 256 worlds here; as it stands with
# FC_LONG_TESTS=1.
#
# usage: sh tests/cli/readme.sh PROGRAM
set -u
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C.UTF-8
cp -r "$source/scenarios" "$source/plots" "$scratch"
cd "$scratch" || exit 2
mkdir -p build/release scripts
ln -s "$program" build/release/funnelcloud
mkdir bin
ln -s "$program" bin/funnelcloud
PATH=$scratch/bin:$PATH

for page in "$source"/README.md "$source"/CONTRIBUTING.md "$source"/docs/*.md; do
    [ -f "$page" ] || continue
    awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' "$page"
done | grep -vE '^(sh )?scripts/(demo|check)|^(git|cmake|ctest) |^sh tests/' >commands
for command in $("$program" help | awk '/^  [a-z]/ { print $1 }'); do
    [ "$command" = funnelcloud ] && continue
    "$program" "$command" --help | awk '/^Example:/ { on = 1; next } on' | sed 's/^ *//'
done >examples
# Charts are drawn once a run; the examples need what an earlier one left.
first='funnelcloud run scenarios/reference.cfg -n 200 -q -o out/reference --force'
printf '%s\n' "$first" |
    cat - commands examples >all
failed=0
count=0
# The same command in few worlds and another folder, so that none runs twice. A frontier
# shows the mean of the worst 5 %, which needs 400.
few() {
    case $1 in
    *funnelcloud\ frontier*) worlds='-n 400' ;;
    *funnelcloud\ autopsy*) worlds='--worlds 64 -n 256' ;;
    *) worlds='-n 256' ;;
    esac
    printf '%s\n' "$1" |
        sed "s/ --worlds [0-9]*//; s/ -n [0-9]*//; s/\$/ $worlds/" |
        sed 's# -o [^ ]*# -o out/few#'
}

while read -r line; do
    case $line in
    '' | '#'*) continue ;;
    esac
    count=$((count + 1))
    case $line in
    *--dry-run*) ;;
    *funnelcloud\ compare* | *funnelcloud\ structures* | *funnelcloud\ stress* | \
        *funnelcloud\ ledger* | *funnelcloud\ frontier* | *funnelcloud\ autopsy*)
        [ -n "${FC_LONG_TESTS:-}" ] || line=$(few "$line") ;;
    esac
    grep -Fxq -e "$line" ran 2>/dev/null && continue
    printf '%s\n' "$line" >>ran
    if ! timeout 300 sh -c "$line" >stdout 2>stderr </dev/null; then
        echo "failed: $line"
        tail -n 3 stderr
        failed=1
    fi
done <all
[ "$count" -ge 10 ] || { echo "only $count commands found" && failed=1; }
[ $failed -eq 0 ] && echo "$count commands of the documents run"
exit $failed
