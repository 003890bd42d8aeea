# SPDX-License-Identifier: GPL-3.0-or-later
# Funnel: how many leads become wins over the horizon, and which share passes each step.
#
# DATA: step,name,count,low,high,passed     (passed: share of the step before)
if (!exists("DATA")) DATA = "funnel.csv"
if (!exists("STEPS")) STEPS = 3
if (!exists("XLABEL")) XLABEL = "count over the horizon"
if (!exists("T_PASS")) T_PASS = "pass"
if (!exists("STEP_TITLE")) {
    array STEP_TITLE[STEPS]
    do for [i = 1:STEPS] { STEP_TITLE[i] = sprintf("%d", i) }
}
if (!exists("STEP_TEXT")) {
    array STEP_TEXT[STEPS]
    do for [i = 1:STEPS] { STEP_TEXT[i] = "" }
}
load "style.gp"
stats DATA using 3 nooutput name "S"

set yrange [STEPS + 0.6:0.4]
unset ytics # a label of a tic is a format, a % in a title would be one, too
do for [i = 1:STEPS] {
    set label STEP_TITLE[i] at graph 0,first i right offset -1,0 textcolor rgb INK
}
set grid noytics
unset xtics
set border 2 linecolor rgb GREY
unset key
set tmargin 5
set lmargin at screen 0.2
set rmargin at screen 0.97
set xrange [0:S_max * 1.25]
set xlabel XLABEL textcolor rgb INK
set style fill solid 1 border rgb LINE
set boxwidth 0.62
plot DATA using (column("count") / 2):1:(column("count") / 2):(0.31) with boxxyerror \
         linecolor rgb BAND80, \
     DATA using 3:1:(valid(4) ? column("low") : column("count")): \
         (valid(5) ? column("high") : column("count")) with xerrorbars \
         pointtype 7 pointsize 0.5 linewidth 1.5 \
         linecolor rgb INK, \
     DATA using (valid(5) ? column("high") : column("count")):1: \
         (STEP_TEXT[int(column("step"))]) with labels left offset 1,0
