# SPDX-License-Identifier: GPL-3.0-or-later
funnelcloud help >&-
echo $?
funnelcloud version 2>&- | sed -n 1p
