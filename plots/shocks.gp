# SPDX-License-Identifier: GPL-3.0-or-later
# Local shocks under several structures: what each structure loses by each shock (point)
# with its 95 % interval (line). The point on the right of a row loses most. Structures
# differ in the shape and in the lightness of their points.
#
# DATA: structure,row,loss,low,high
if (!exists("DATA")) DATA = "shocks.csv"
if (!exists("ROWS")) ROWS = 2
if (!exists("CURVES")) CURVES = 2
if (!exists("SCALE")) SCALE = 1e6
if (!exists("XLABEL")) XLABEL = "million"
if (!exists("LEFT")) LEFT = 0.24             # where the titles of the rows end
if (!exists("ROW_TITLE")) {
    array ROW_TITLE[ROWS]
    do for [i = 1:ROWS] { ROW_TITLE[i] = sprintf("%d", i) }
}
if (!exists("CURVE_TITLE")) {
    array CURVE_TITLE[CURVES]
    do for [i = 1:CURVES] { CURVE_TITLE[i] = sprintf("%d", i) }
}
H = 190 + 62 * ROWS
load "style.gp"
stats DATA using 4 nooutput name "L"
stats DATA using 5 nooutput name "U"

set yrange [ROWS + 0.6:0.4]
unset ytics # a label of a tic is a format, a % in a title would be one, too
do for [i = 1:ROWS] {
    set label ROW_TITLE[i] at graph 0,first i right offset -1,0 textcolor rgb INK
}
do for [i = 1:ROWS - 1] {
    set arrow from graph 0,first i + 0.5 to graph 1,first i + 0.5 nohead \
        linewidth 0.5 linecolor rgb PALE
}
set grid noytics xtics linetype 1 linecolor rgb PALE
set lmargin at screen LEFT
low = (L_min < 0 ? L_min : 0) / SCALE
high = (U_max > 0 ? U_max : 0) / SCALE
set xrange [low - (low < 0) * 0.04 * (high - low):high + 0.04 * (high - low)]
set xlabel XLABEL textcolor rgb INK
colours = LINE." ".ALARM." ".WARM." ".COOL." ".GREY." ".BAND50." ".INK." ".BAND80
colour(i) = word(colours, (i - 1) % 8 + 1)
shape(i) = int(word("7 4 9 6 11 5 8 12", (i - 1) % 8 + 1))
step = 0.7 / CURVES
y(i) = column("row") + (i - 0.5 * (CURVES + 1)) * step
x(name) = column(name) / SCALE
plot for [i = 1:CURVES] DATA using \
         ($1 == i ? x("low") : NaN):(y(i)):(x("high") - x("low")):(0) \
         with vectors nohead linewidth 2 linecolor rgb colour(i) notitle, \
     for [i = 1:CURVES] DATA using ($1 == i ? x(3) : NaN):(y(i)) with points \
         pointtype shape(i) pointsize 0.9 linecolor rgb colour(i) title CURVE_TITLE[i]
