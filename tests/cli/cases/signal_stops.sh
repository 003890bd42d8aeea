# SPDX-License-Identifier: GPL-3.0-or-later
# SIGINT and SIGTERM: the run ends by the signal, and what was simulated until then is
# written and labelled.
env --default-signal=INT true 2>/dev/null || { echo "env is too old" >&2; exit 77; }
exec 2>/dev/null # the shell's own words about signals
stopped() { # NAME
    # A shell makes its background jobs deaf to SIGINT; env undoes it.
    env --default-signal=INT funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q \
        -n 200000000 --charts none -o "out_$1" >summary 2>stderr &
    pid=$!
    tries=0 # until it catches both signals: bits 2 and 15 of the mask
    until grep -q '^SigCgt:.*[4-7c-f]..[2367abef]$' /proc/$pid/status; do
        tries=$((tries + 1))
        [ $tries -lt 300 ] || break
        sleep 0.1
    done
    sleep 2
    kill -"$1" $pid
    wait $pid
    echo "$1: $?"
    sed -n 's/.*"complete": *\([a-z]*\).*/complete \1/p' "out_$1/manifest.json"
    grep -o 'stopped early' summary
    grep -o 'Partial result' "out_$1/report.html"
}
stopped TERM
stopped INT
ls
