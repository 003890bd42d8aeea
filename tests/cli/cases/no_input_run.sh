# SPDX-License-Identifier: GPL-3.0-or-later
funnelcloud run there-is-none.cfg -o out; code=$?; [ ! -e out ] && exit $code
