# SPDX-License-Identifier: GPL-3.0-or-later
# Structures in a fresh folder: what lies there; the same bytes on one thread and two;
# ingredients that are switched off bring nothing.
base=$SOURCE/tests/cli/hostile/base.cfg
funnelcloud structures "$base" -q -n 50 -j 1 -o deep/a >text
echo $?
ls deep/a
ls deep/a/charts | grep -v '^difference'
funnelcloud structures "$base" -q -n 50 -j 2 -o deep/b --charts none >/dev/null
cmp deep/a/structures.csv deep/b/structures.csv
cmp deep/a/summary.json deep/b/summary.json
grep -o 'From travel: nothing.' text
sed -n 's/.*"complete": *\([a-z]*\).*/complete \1/p' deep/a/manifest.json
funnelcloud structures "$base" -n 300 --dry-run | sed "s/about .*/about/" |
    grep -v -e memory -e series
