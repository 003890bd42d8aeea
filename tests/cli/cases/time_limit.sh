# SPDX-License-Identifier: GPL-3.0-or-later
# --time-limit: 75, a labelled partial result.
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 200000000 --charts none \
    --time-limit 3s -o out >summary 2>stderr
echo $?
sed -n 's/.*"complete": *\([a-z]*\).*/complete \1/p' out/manifest.json
