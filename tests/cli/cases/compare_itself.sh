# SPDX-License-Identifier: GPL-3.0-or-later
# A scenario against itself: every difference is exactly 0, and it says so.
base=$SOURCE/tests/cli/hostile/base.cfg
funnelcloud compare "$base" "$base" -q -n 100 --lang en | grep -A 20 '^Difference'
funnelcloud compare "$base" "$base" -q -n 100 --lang ru | grep -c 'разница в точности 0'
