# SPDX-License-Identifier: GPL-3.0-or-later
# No gnuplot in PATH: 69, but tables, summary and manifest are there.
mkdir bin
ln -s "$PROGRAM" bin/funnelcloud
PATH=$PWD/bin $PWD/bin/funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 \
    -o out >summary 2>stderr
echo $?
grep -c gnuplot stderr
ls out
cmp summary out/summary.txt
# Who wants no charts needs no gnuplot.
PATH=$PWD/bin $PWD/bin/funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 \
    --charts none -o plain >summary
echo $?
