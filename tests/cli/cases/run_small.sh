# SPDX-License-Identifier: GPL-3.0-or-later
# A whole run in a fresh folder: what lies there, and nothing beside it.
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 200 -o deep/er/out >/dev/null
echo $?
ls -A deep/er
ls deep/er/out
sed -n 's/.*"complete": *\([a-z]*\).*/complete \1/p' deep/er/out/manifest.json
