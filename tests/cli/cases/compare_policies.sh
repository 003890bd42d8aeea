# SPDX-License-Identifier: GPL-3.0-or-later
# Policies on the scorecard: what lies there, the same bytes on one thread and two,
# rules that see exactly raise no false alarm; no policies; a second scenario.
cat "$SOURCE/tests/cli/hostile/base.cfg" >firm.cfg
cat >>firm.cfg <<END
policies = ( { name = "freeze"; watch = "leads"; compare_to = "opening";
  act_below = 0.95; noise_cv = 0.3; do = "freeze_hiring"; } );
END
funnelcloud compare firm.cfg --policies -q -n 60 -j 1 -o deep/a >text
echo $?
ls deep/a
funnelcloud compare firm.cfg --policies -q -n 60 -j 2 -o deep/b --charts none >b
cmp deep/a/scorecard.csv deep/b/scorecard.csv
cmp deep/a/summary.json deep/b/summary.json
grep '^clairvoyant,false_alarms' deep/a/scorecard.csv
funnelcloud compare "$SOURCE/tests/cli/hostile/base.cfg" --policies -q
echo $?
funnelcloud compare firm.cfg firm.cfg --policies -q
echo $?
