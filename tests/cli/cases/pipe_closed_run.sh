# SPDX-License-Identifier: GPL-3.0-or-later
# The reader of the summary goes away: the folder is complete, exit code 0.
{ funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 --charts none -o out
  echo $? >code; } | true
cat code
ls out
