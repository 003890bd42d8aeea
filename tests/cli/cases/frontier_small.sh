# SPDX-License-Identifier: GPL-3.0-or-later
# The frontier in a fresh folder: what lies there; the same bytes on one thread and two;
# how many runs it says it would take; bounds that fit nothing.
base=$SOURCE/tests/cli/hostile/base.cfg
set -- "$base" --set channels.website.spend_per_month=20000 --bound large=10..40
funnelcloud frontier "$@" -q -n 400 -j 1 --speed 100 -o deep/a >text
echo $?
ls deep/a
ls deep/a/charts
funnelcloud frontier "$@" -q -n 400 -j 2 --speed 100 -o deep/b --charts none >/dev/null
cmp deep/a/frontier.csv deep/b/frontier.csv
cmp deep/a/summary.json deep/b/summary.json
cut -d, -f1-4 deep/a/frontier.csv | grep -e '^share,present' -e '^row'
sed -n 's/.*"complete": *\([a-z]*\).*/complete \1/p' deep/a/manifest.json
funnelcloud frontier "$@" -n 4000 --dry-run | sed 's/about .*/about/'
funnelcloud frontier "$@" -q -n 400 --bound huge=1..2
echo $?
funnelcloud frontier "$base" -q -n 400
echo $?
