# SPDX-License-Identifier: GPL-3.0-or-later
# Measures against crises in a fresh folder: what lies there; the same bytes on one
# thread and two; what a dry run tells; no measure is a wrong scenario.
cat >firm.cfg <<'END'
extends = "base.cfg";
crises = (
  { name = "fire"; title = "Fire"; category = "operational"; owner = "Head of sites";
    per_year = 1.0; severity = { median = 0.3; }; one_off_cost = 30000;
    effects = ( { lever = "hours"; loss = 0.3; } ); },
  { name = "scandal"; category = "reputational"; per_year = 0.5;
    severity = { median = 0.2; }; effects = ( { lever = "demand"; loss = 1.0; } ); } );
END
cat >cover.cfg <<'END'
practices = (
  { name = "cover"; title = "Full cover"; category = "countermeasure";
    monthly_cost = 1000; cover = { losses = "crises"; of = [ "fire" ]; }; } );
END
cat >calm.cfg <<'END'
practices = (
  { name = "calm"; title = "Calm words"; category = "countermeasure";
    monthly_cost = 200;
    effects = ( { lever = "crisis_severity"; of = [ "scandal" ]; factor = 0.7; } ); } );
END
cp "$SOURCE/tests/cli/hostile/base.cfg" base.cfg
funnelcloud ledger firm.cfg cover.cfg calm.cfg -q -n 100 -j 1 -o a >/dev/null
echo $?
ls a a/charts
funnelcloud ledger firm.cfg cover.cfg calm.cfg -q -n 100 -j 2 -o b >/dev/null
cmp a/ledger.csv b/ledger.csv && cmp a/summary.json b/summary.json
sed -n 's/.*"complete": *\([a-z]*\).*/complete \1/p' a/manifest.json
grep -c '"name": ".*\.cfg"' a/manifest.json
funnelcloud ledger firm.cfg cover.cfg calm.cfg -n 100 --dry-run | grep runs
funnelcloud ledger firm.cfg
echo $?
funnelcloud ledger firm.cfg cover.cfg --budget much
echo $?
