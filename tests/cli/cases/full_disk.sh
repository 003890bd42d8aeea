# SPDX-License-Identifier: GPL-3.0-or-later
# Small output, large output: a full disk must not pass for success.
[ -w /dev/full ] || exit 77
funnelcloud help >/dev/full
echo $?
funnelcloud init >/dev/full
echo $?
funnelcloud help --man >/dev/full
echo $?
