# SPDX-License-Identifier: GPL-3.0-or-later
# Waterfall: from the target on top, by what each cause takes (dark) or gives (pale), to
# what is reached. The thin line at the end of a bar is its 95 % interval.
#
# DATA: row,from,to,low,high     (first and last row: levels)
if (!exists("DATA")) DATA = "waterfall.csv"
if (!exists("ROWS")) ROWS = 3
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
H = 150 + 30 * ROWS
load "style.gp"
stats DATA using 4 nooutput name "L"
stats DATA using 5 nooutput name "U"

set yrange [ROWS + 0.8:0.2]
unset ytics # a label of a tic is a format, a % in a title would be one, too
do for [i = 1:ROWS] {
    set label ROW_TITLE[i] at graph 0,first i right offset -1,0 textcolor rgb INK
}
set grid noytics xtics linetype 1 linecolor rgb PALE
set lmargin at screen 0.30
low = L_min / SCALE
high = U_max / SCALE
wide = high > low ? high - low : 1.0
left = low - 0.08 * wide
right = high + 0.48 * wide
set xrange [left:right]
set xlabel XLABEL textcolor rgb INK
unset key
set style fill solid 1 border rgb LINE
d(name) = column(name) / SCALE
is_level(row) = row == 1 || row == ROWS
# a bar from `from` to `to` if the step goes the way that is asked for
bar(down) = is_level(column("row")) || (column("to") < column("from")) != down ? NaN : \
            0.5 * (d("from") + d("to"))
half(x) = abs(d("to") - d("from")) / 2
end_of(row) = d("high") > d("from") ? d("high") : d("from")
plot DATA using (bar(1)):1:(half(0)):(0.31) with boxxyerror linecolor rgb LINE, \
     DATA using (bar(0)):1:(half(0)):(0.31) with boxxyerror linecolor rgb BAND90, \
     DATA using (is_level(column("row")) ? NaN : d("to")):1:(0):(0.86) with vectors \
         nohead linewidth 1 linecolor rgb GREY, \
     DATA using (d("low")):1:(d("high") - d("low")):(0) with vectors nohead \
         linewidth 2 linecolor rgb WARM, \
     DATA using (is_level(column("row")) ? d("to") : NaN):1 with points pointtype 13 \
         pointsize 1.6 linecolor rgb INK, \
     DATA using (end_of(0)):1:(ROW_TEXT[int(column("row"))]) with labels left \
         offset 1,0 font ",11"
