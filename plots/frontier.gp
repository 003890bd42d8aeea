# SPDX-License-Identifier: GPL-3.0-or-later
# Diversification frontier: what each mix of effort does to expected profit (up) and to
# its worst 5 %, or with how much concentration, with 95 % intervals. Filled points and
# the line: efficient mixes; hollow ones: dominated, or a gain that may be chance; the
# diamond: the mix of today; triangles: a cap on the largest client.
#
# DATA: point,x,x_low,x_high,y,y_low,y_high,mark,label_x,label_y
if (!exists("DATA")) DATA = "frontier.csv"
if (!exists("SCALE")) SCALE = 1e6
if (!exists("X_SCALE")) X_SCALE = SCALE
if (!exists("XLABEL")) XLABEL = "million"
if (!exists("YLABEL")) YLABEL = "million"
if (!exists("EDGE")) EDGE = 0
if (!exists("POINTS")) POINTS = 1
if (!exists("NAME")) {
    array NAME[POINTS]
    array MIX[POINTS]
    do for [i = 1:POINTS] { NAME[i] = sprintf("%d", i); MIX[i] = NAME[i] }
}
if (!exists("MEMBERS")) MEMBERS = 0
if (!exists("T_ORDER")) T_ORDER = "per cent, in this order:"
if (!exists("T_EFFICIENT")) T_EFFICIENT = "efficient"
if (!exists("T_HOLLOW")) T_HOLLOW = "not recommended"
if (!exists("T_CAPPED")) T_CAPPED = ""
if (!exists("T_PRESENT")) T_PRESENT = "today"
H = 560
load "style.gp"
if (EDGE < 1) {
    array EDGE_X[2] = [NaN, NaN]
    array EDGE_Y[2] = [NaN, NaN]
}

set rmargin at screen 0.76
set bmargin 5
if (exists("X_LOW")) {
    set xrange [X_LOW / X_SCALE:X_HIGH / X_SCALE]
    set yrange [Y_LOW / SCALE:Y_HIGH / SCALE]
}
set xlabel XLABEL textcolor rgb INK
set ylabel YLABEL textcolor rgb INK
set grid xtics ytics linetype 1 linewidth 0.5 linecolor rgb PALE
set xzeroaxis linetype 1 linewidth 0.8 linecolor rgb GREY
if (X_SCALE > 1) { set yzeroaxis linetype 1 linewidth 0.8 linecolor rgb GREY }
row(i) = 1 - 0.052 * (i - 0.6)
do for [i = 1:POINTS] {
    set label MIX[i] at screen 0.775,graph row(i) left font ",12" textcolor rgb INK
}
if (MEMBERS > 0) {
    set label T_ORDER at screen 0.775,graph row(POINTS + 1.2) left font ",10" \
        textcolor rgb GREY
    do for [i = 1:MEMBERS] {
        set label MEMBER[i] at screen 0.775,graph row(POINTS + 1.2 + 0.85 * i) left \
            font ",10" textcolor rgb GREY
    }
}
x(name) = column(name) / X_SCALE
y(name) = column(name) / SCALE
is(m) = int(column("mark")) == m
# the first element of the EDGE arrays is there twice: it is skipped like a header
plot DATA using (x("x")):(y("y")):(x("x_low")):(x("x_high")) with xerrorbars \
         pointtype -1 linewidth 1 linecolor rgb BAND50 notitle, \
     DATA using (x("x")):(y("y")):(y("y_low")):(y("y_high")) with yerrorbars \
         pointtype -1 linewidth 1 linecolor rgb BAND50 notitle, \
     EDGE_X using (EDGE_X[$1] / X_SCALE):(EDGE_Y[$1] / SCALE) with lines \
         linewidth 2 linecolor rgb LINE notitle, \
     DATA using (is(2) ? x("x") : NaN):(y("y")) with points pointtype 7 pointsize 1.3 \
         linecolor rgb LINE title T_EFFICIENT, \
     DATA using (is(0) || is(1) ? x("x") : NaN):(y("y")) with points pointtype 7 \
         pointsize 1.1 linecolor rgb "#ffffff" notitle, \
     DATA using (is(0) || is(1) ? x("x") : NaN):(y("y")) with points pointtype 6 \
         pointsize 1.1 linewidth 1.5 linecolor rgb LINE title T_HOLLOW, \
     DATA using (is(3) ? x("x") : NaN):(y("y")) with points pointtype 13 \
         pointsize 1.9 linecolor rgb ALARM title T_PRESENT, \
     DATA using (is(4) ? x("x") : NaN):(y("y")) with points pointtype 9 \
         pointsize 1.5 linecolor rgb LINE title T_CAPPED, \
     DATA using (x("label_x")):(y("label_y")):(NAME[int(column("point"))]) \
         with labels center font ",12" textcolor rgb INK notitle
