# SPDX-License-Identifier: GPL-3.0-or-later
funnelcloud compare "$SOURCE/tests/cli/hostile/base.cfg"
