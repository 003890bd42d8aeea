# SPDX-License-Identifier: GPL-3.0-or-later
# Stress tests in a fresh folder: what lies there; the same bytes on one thread and two;
# a test of one's own, laid over the scenario; what is left out says why.
base=$SOURCE/tests/cli/hostile/base.cfg
echo 'money = { overhead_per_month = 9000; };' >dearer.cfg
set -- "$base" -q -n 40 -t dearer.cfg --reverse 'revenue<900000'
funnelcloud stress "$@" -j 1 -o deep/a >text
echo $?
ls deep/a
ls deep/a/charts
funnelcloud stress "$@" -j 2 -o deep/b --charts none >/dev/null
for name in stress.csv reverse.csv summary.json; do
    cmp deep/a/$name deep/b/$name
done
cut -d, -f1 deep/a/stress.csv | uniq
funnelcloud stress "$base" -q -n 40 --set people.turnover_per_year=0 --dry-run |
    grep -E '^(test|reverse)'
sed -n 's/.*"complete": *\([a-z]*\).*/complete \1/p' deep/a/manifest.json
