# SPDX-License-Identifier: GPL-3.0-or-later
# A file that is wrong is told with its line, before anything is simulated.
cp "$SOURCE/tests/cli/hostile/base.cfg" .
echo 'title = ' >bad.cfg
funnelcloud compare base.cfg bad.cfg -q -o out
code=$?
ls
exit $code
