# SPDX-License-Identifier: GPL-3.0-or-later
# Map of crises: how often (logarithmic) and what each time costs, without measures
# (full mark, its 95 % interval a line) and with all of them (open mark at the end of
# the arrow). Grey: the darker, the more a crisis costs a year; along a curve frequency
# times loss is the same.
#
# DATA: row,name,per_year,loss,per_year_after,loss_after,low,high
if (!exists("DATA")) DATA = "risk_map.csv"
if (!exists("ROWS")) ROWS = 1
if (!exists("SCALE")) SCALE = 1e3
if (!exists("XLABEL")) XLABEL = "events a year, logarithmic"
if (!exists("YLABEL")) YLABEL = "operating profit lost each time, thousand"
if (!exists("T_BEFORE")) T_BEFORE = "inherent"
if (!exists("T_AFTER")) T_AFTER = "residual"
if (!exists("LEVEL")) { array LEVEL[3] = [1e3, 1e4, 5e4] }
if (!exists("LEVEL_TEXT")) {
    array LEVEL_TEXT[3] = ["1,000 a year", "10,000 a year", "50,000 a year"]
}
if (!exists("ROW_TITLE")) {
    array ROW_TITLE[ROWS]
    do for [i = 1:ROWS] { ROW_TITLE[i] = sprintf("%d", i) }
}
H = ROWS > 20 ? 150 + 20 * ROWS : 560
load "style.gp"

stats DATA using 3 nooutput name "X"
stats DATA using 5 nooutput name "XA"
stats DATA using 8 nooutput name "Y"
stats DATA using 7 nooutput name "YL"
stats DATA using 6 nooutput name "YA"
set logscale x
set format x "%g"
comma(s, p) = p ? s[1:p - 1].DECIMAL.s[p + 1:strlen(s)] : s
name(x) = comma(sprintf("%g", x), strstrt(sprintf("%g", x), "."))
set xtics (0.001)
do for [e = -3:2] {
    set xtics add (name(10. ** e) 10. ** e, name(2 * 10. ** e) 2 * 10. ** e, \
                   name(5 * 10. ** e) 5 * 10. ** e)
}
set xlabel XLABEL textcolor rgb INK
set ylabel YLABEL textcolor rgb INK
set rmargin at screen 0.66
left = (XA_min < X_min ? XA_min : X_min) / 2.6
right = (XA_max > X_max ? XA_max : X_max) * 2.2
low = (YA_min < YL_min ? YA_min : YL_min) / SCALE
top = 1.08 * (YA_max > Y_max ? YA_max : Y_max) / SCALE
set xrange [left:right]
set yrange [low < 0 ? 1.1 * low : 0:top]
do for [i = 1:ROWS] {
    set label sprintf("%d", i) at screen 0.7,screen 1 - (100. + 20 * i) / H right \
        font ",11" textcolor rgb INK
    set label ROW_TITLE[i] at screen 0.71,screen 1 - (100. + 20 * i) / H left \
        font ",11" textcolor rgb INK
}
set samples 400
set style fill solid 1 noborder
set style textbox opaque fillcolor rgb "#ffffff" noborder margins 0.3,0.3
array TONE[3] = ["#f3f3f3", "#e4e4e4", "#cfcfcf"]
curve(x, k) = LEVEL[k] / SCALE / x
over(x, k) = curve(x, k) < top ? curve(x, k) : top
# a curve is named where it comes in, on the left or at the top
at_top(k) = curve(left, k) > 0.95 * top
do for [k = 1:3] {
    set label LEVEL_TEXT[k] at (at_top(k) ? LEVEL[k] / SCALE / top : left), \
        over(left, k) left offset 0.6,(at_top(k) ? -0.7 : 0.5) front font ",10" \
        textcolor rgb GREY
}
set grid noxtics noytics
plot for [k = 1:3] over(x, k) with filledcurves y1=top linecolor rgb TONE[k] notitle, \
     for [k = 1:3] curve(x, k) with lines linewidth 0.5 linecolor rgb GREY notitle, \
     DATA using 3:($7 / SCALE):(0):(($8 - $7) / SCALE) with vectors nohead \
         linewidth 1.5 linecolor rgb LINE notitle, \
     DATA using 3:($4 / SCALE) with points pointtype 7 \
         pointsize 2.4 linecolor rgb LINE title T_BEFORE, \
     DATA using 5:($6 / SCALE) with points pointtype 6 pointsize 2.4 linewidth 2 \
         linecolor rgb INK title T_AFTER, \
     DATA using 3:($4 / SCALE):($5 - $3):(($6 - $4) / SCALE) with vectors \
         head filled size screen 0.012,20 linewidth 1.5 linecolor rgb INK notitle, \
     DATA using 3:($4 / SCALE):(sprintf("%d", column("row"))) with labels boxed \
         offset 1.6,0.6 font ",11" textcolor rgb INK notitle
