# SPDX-License-Identifier: GPL-3.0-or-later
# check --sourced: 65 and a line for every number without source and confidence; the
# reference department passes.
funnelcloud check --sourced "$SOURCE/tests/cli/hostile/base.cfg" 2>stderr
echo $?
grep -q "without a source" stderr && echo "and says which"
funnelcloud check -q --sourced "$SOURCE/scenarios/reference.cfg"
echo $?
