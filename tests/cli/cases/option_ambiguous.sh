# SPDX-License-Identifier: GPL-3.0-or-later
funnelcloud run x.cfg --p 3
