# SPDX-License-Identifier: GPL-3.0-or-later
# What an autopsy cannot do: an unknown cause, a target that is not there, a scenario
# without targets.
base=$SOURCE/tests/cli/hostile/base.cfg
funnelcloud autopsy "$SOURCE/scenarios/reference.cfg" -q --causes weather
echo $?
funnelcloud autopsy "$SOURCE/scenarios/reference.cfg" -q --target 5
echo $?
grep -v '^targets' "$base" >none.cfg
funnelcloud autopsy none.cfg -q
echo $?
