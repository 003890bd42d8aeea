# SPDX-License-Identifier: GPL-3.0-or-later
# A comparison in a fresh folder: what lies there; the same bytes on one thread and two.
base=$SOURCE/tests/cli/hostile/base.cfg
funnelcloud compare "$base" "$base" -q -n 200 -j 1 -o deep/a >/dev/null
echo $?
ls deep/a deep/a/charts
funnelcloud compare "$base" "$base" -q -n 200 -j 2 -o deep/b >/dev/null
cmp deep/a/compare.csv deep/b/compare.csv && cmp deep/a/summary.json deep/b/summary.json
sed -n 's/.*"complete": *\([a-z]*\).*/complete \1/p' deep/a/manifest.json
