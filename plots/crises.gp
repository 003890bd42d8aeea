# SPDX-License-Identifier: GPL-3.0-or-later
# Crisis register: how often (logarithmic) and how deep; the area of a mark is frequency
# times severity, its shape the category, its number the row of the list beside.
#
# DATA: row,name,category,per_year,severity,weight       heaviest first, weight 1 for it
if (!exists("DATA")) DATA = "crises.csv"
if (!exists("ROWS")) ROWS = 1
if (!exists("XLABEL")) XLABEL = "events a year (logarithmic)"
if (!exists("YLABEL")) YLABEL = "mean peak severity, %"
if (!exists("CATEGORIES")) CATEGORIES = 1
if (!exists("CATEGORY_TITLE")) {
    array CATEGORY_TITLE[CATEGORIES]
    do for [i = 1:CATEGORIES] { CATEGORY_TITLE[i] = sprintf("category %d", i) }
}
if (!exists("ROW_TITLE")) {
    array ROW_TITLE[ROWS]
    do for [i = 1:ROWS] { ROW_TITLE[i] = sprintf("%d", i) }
}
if (!exists("ROW_CATEGORY")) {
    array ROW_CATEGORY[ROWS]
    do for [i = 1:ROWS] { ROW_CATEGORY[i] = 1 }
}
H = ROWS > 20 ? 150 + 20 * ROWS : 560
load "style.gp"

stats DATA using 4 nooutput name "X"
stats DATA using (100 * column("severity")) nooutput name "Y"
array SHAPE[6] = [7, 5, 13, 9, 11, 15]
array TONE[6] = ["#84a7cb", "#c2c2c2", "#b9cfa0", "#e0b98a", "#c9b3d6", "#9ecac2"]
set logscale x
set format x "%g"
# ticks at 1, 2 and 5 of every decade: a register spans one or two
set xtics (0.001)
do for [e = -3:2] {
    set xtics add (sprintf("%g", 10. ** e) 10. ** e, \
        sprintf("%g", 2 * 10. ** e) 2 * 10. ** e, \
                   sprintf("%g", 5 * 10. ** e) 5 * 10. ** e)
}
set xlabel XLABEL textcolor rgb INK
set ylabel YLABEL textcolor rgb INK
set grid xtics
set rmargin at screen 0.64
set xrange [X_min / 2:X_max * 2]
set yrange [0:Y_max * 1.25]
do for [i = 1:ROWS] {
    set label sprintf("%d", i) at screen 0.67,screen 1 - (100. + 20 * i) / H right \
        font ",11" textcolor rgb INK
    set label ROW_TITLE[i] at screen 0.68,screen 1 - (100. + 20 * i) / H left \
        font ",11" textcolor rgb INK
}
size(w) = 1.2 + 4 * sqrt(w)
row(j) = (j + 1) / 2
y(r) = column("row") == r ? 100 * column("severity") : NaN
plot for [j = 1:2 * ROWS] DATA using 4:(y(row(j))): \
         (size(column("weight")) + (j % 2 ? 0.35 : 0)) with points pointsize variable \
         pointtype SHAPE[(ROW_CATEGORY[row(j)] - 1) % 6 + 1] \
         linecolor rgb j % 2 ? "#ffffff" : TONE[(ROW_CATEGORY[row(j)] - 1) % 6 + 1] \
         notitle, \
     for [k = 1:CATEGORIES] NaN with points pointtype SHAPE[(k - 1) % 6 + 1] \
         pointsize 1.6 linecolor rgb TONE[(k - 1) % 6 + 1] title CATEGORY_TITLE[k], \
     DATA using 4:(100 * column("severity")):(sprintf("%d", column("row"))) \
         with labels center font ",11" textcolor rgb INK notitle
