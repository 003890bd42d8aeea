# SPDX-License-Identifier: GPL-3.0-or-later
# What cannot be paired is refused, with both files and values.
sed 's/months *= *[0-9]*/months = 7/' "$SOURCE/tests/cli/hostile/base.cfg" >other.cfg
cp "$SOURCE/tests/cli/hostile/base.cfg" .
funnelcloud compare base.cfg other.cfg -q -n 100 -o out
code=$?
ls
exit $code
