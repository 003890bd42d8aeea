# SPDX-License-Identifier: GPL-3.0-or-later
# A scenario with an error: told before anything is simulated, no folder.
bad=$SOURCE/tests/cli/hostile/name_missing.cfg
funnelcloud structures "$bad" -q -o out 2>/dev/null
echo $?
ls
