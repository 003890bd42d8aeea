# SPDX-License-Identifier: GPL-3.0-or-later
# The page renders without a complaint and names every command and exit code.
funnelcloud help --man >page
for word in init check explain run plot help version EXAMPLE 64 65 66 69 70 71 73 74 \
    75 130; do
    grep -q "$word" page || [ $word = EXAMPLE ] || echo "missing: $word"
done
command -v man >/dev/null || exit 0
MANWIDTH=80 man --warnings -l page 2>&1 >/dev/null
