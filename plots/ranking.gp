# SPDX-License-Identifier: GPL-3.0-or-later
# Ranking of scenarios: the difference against the base (point) with its 95 % interval
# (line), the best on top. An interval that touches the line at zero is no difference.
#
# DATA: row,difference,low,high
if (!exists("DATA")) DATA = "ranking_profit.csv"
if (!exists("ROWS")) ROWS = 2
if (!exists("SCALE")) SCALE = 1e6
if (!exists("XLABEL")) XLABEL = "million"
if (!exists("ROW_TITLE")) {
    array ROW_TITLE[ROWS]
    do for [i = 1:ROWS] { ROW_TITLE[i] = sprintf("%d", i) }
}
if (!exists("ROW_TEXT")) {
    array ROW_TEXT[ROWS]
    do for [i = 1:ROWS] { ROW_TEXT[i] = "" }
}
H = 170 + 48 * ROWS
load "style.gp"
stats DATA using 3 nooutput name "L"
stats DATA using 4 nooutput name "U"

set yrange [ROWS + 0.7:0.3]
unset ytics # a label of a tic is a format, a % in a title would be one, too
do for [i = 1:ROWS] {
    set label ROW_TITLE[i] at graph 0,first i right offset -1,0 textcolor rgb INK
}
set grid noytics xtics linetype 1 linecolor rgb PALE
set lmargin at screen 0.30
low = (L_min < 0 ? L_min : 0) / SCALE
high = (U_max > 0 ? U_max : 0) / SCALE
wide = high - low
set xrange [low - 0.06 * wide:high + 0.06 * wide]
set xlabel XLABEL textcolor rgb INK
set arrow from 0,graph 0 to 0,graph 1 nohead linewidth 1 linecolor rgb INK
unset key
set style textbox opaque fillcolor rgb "#ffffff" noborder margins 0.3,0.3
d(name) = column(name) / SCALE
at(x) = x < low + 0.7 * wide ? x : NaN
plot DATA using (d("low")):1:(d("high") - d("low")):(0) with vectors nohead \
         linewidth 4 linecolor rgb BAND50 notitle, \
     DATA using (d("difference")):1 with points pointtype 7 pointsize 0.9 \
         linecolor rgb LINE notitle, \
     DATA using (d("difference") < low + 0.55 * wide ? d("high") : NaN):1: \
         (ROW_TEXT[int(column("row"))]) with labels boxed left offset 0.8,0.7 \
         font ",11" notitle, \
     DATA using (d("difference") < low + 0.55 * wide ? NaN : d("low")):1: \
         (ROW_TEXT[int(column("row"))]) with labels boxed right offset -0.8,0.7 \
         font ",11" notitle
