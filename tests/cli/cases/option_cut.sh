# SPDX-License-Identifier: GPL-3.0-or-later
funnelcloud run --hel | sed -n 1p; funnelcloud version --jso | head -n 1
