# SPDX-License-Identifier: GPL-3.0-or-later
funnelcloud version --json | tee json && funnelcloud run --version | sed -n 1p
