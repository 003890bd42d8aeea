# SPDX-License-Identifier: GPL-3.0-or-later
# An autopsy in a fresh folder: what lies there; the same bytes on one thread and two;
# the parts of the table add up; the list of runs beforehand.
base=$SOURCE/tests/cli/hostile/base.cfg
cat >goal.cfg <<END
targets = ( { metric = "revenue"; over = "horizon"; value = 100000000; } );
END
cat "$base" goal.cfg >firm.cfg
funnelcloud autopsy firm.cfg --dry-run -n 40 --worlds 30 | grep -v memory | grep -v time
funnelcloud autopsy firm.cfg -q -n 40 --worlds 30 -j 1 -o deep/a >text
echo $?
ls deep/a
ls deep/a/charts
funnelcloud autopsy firm.cfg -q -n 40 --worlds 30 -j 2 -o deep/b --charts none >b
cmp deep/a/autopsy.csv deep/b/autopsy.csv
cmp deep/a/autopsy_worlds.csv deep/b/autopsy_worlds.csv
cmp deep/a/summary.json deep/b/summary.json
awk -F, 'NR > 1 { if ($1 == "shortfall") all = $2; else sum += $2 }
         END { print sum == all ? "adds up" : "does not add up" }' deep/a/autopsy.csv
awk -F, 'NR > 1 { if ($2 == "shortfall") all[$1] = $3; else sum[$1] += $3 }
         END { for (w in all) { n++; good += sum[w] == all[w] } print n, good }' \
    deep/a/autopsy_worlds.csv
sed -n 's/.*"complete": *\([a-z]*\).*/complete \1/p' deep/a/manifest.json
