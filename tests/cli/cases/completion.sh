# SPDX-License-Identifier: GPL-3.0-or-later
# The completion is bash that bash understands, and it knows the options.
command -v bash >/dev/null || exit 77
funnelcloud help --bash >completion
bash -n completion || exit 1
bash -c '. ./completion
try() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _funnelcloud
    echo "${COMPREPLY[@]}"
}
try funnelcloud ""
try funnelcloud ex
try funnelcloud run --pre
try funnelcloud run --lang ""
touch a.cfg; try funnelcloud run a.
try funnelcloud check --so'
