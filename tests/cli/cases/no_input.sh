# SPDX-License-Identifier: GPL-3.0-or-later
funnelcloud check there-is-none.cfg
