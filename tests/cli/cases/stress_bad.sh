# SPDX-License-Identifier: GPL-3.0-or-later
# A limit that is none, a test that is no scenario: told, and no folder.
base=$SOURCE/tests/cli/hostile/base.cfg
funnelcloud stress "$base" -q -n 40 -o out --reverse revenue
echo $?
echo 'money = { overhed_per_month = 9000; };' >wrong.cfg
funnelcloud stress "$base" -q -n 40 -o out -t wrong.cfg 2>/dev/null
echo $?
ls
