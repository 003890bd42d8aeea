# SPDX-License-Identifier: GPL-3.0-or-later
funnelcloud help >a && funnelcloud --help >b && funnelcloud -h >c && cmp a b &&
    cmp b c &&
    funnelcloud help run >d && funnelcloud run -h >e && cmp d e
