# SPDX-License-Identifier: GPL-3.0-or-later
# Capacity by team: hours needed (filled bar) against hours available (frame), mean of
# the horizon. A filled bar that leaves its frame is a team that cannot do its work.
#
# DATA: row,name,needed,available
if (!exists("DATA")) DATA = "capacity_teams.csv"
if (!exists("ROWS")) ROWS = 4
if (!exists("SCALE")) SCALE = 1
if (!exists("XLABEL")) XLABEL = "hours a month"
if (!exists("T_NEEDED")) T_NEEDED = "needed"
if (!exists("T_AVAILABLE")) T_AVAILABLE = "available"
if (!exists("ROW_TITLE")) {
    array ROW_TITLE[ROWS]
    do for [i = 1:ROWS] { ROW_TITLE[i] = sprintf("%d", i) }
}
if (!exists("ROW_TEXT")) {
    array ROW_TEXT[ROWS]
    do for [i = 1:ROWS] { ROW_TEXT[i] = "" }
}
H = 170 + 42 * ROWS
load "style.gp"
stats DATA using 3 nooutput name "N"
stats DATA using 4 nooutput name "A"

set yrange [ROWS + 0.6:0.4]
unset ytics # a label of a tic is a format, a % in a title would be one, too
do for [i = 1:ROWS] {
    set label ROW_TITLE[i] at graph 0,first i right offset -1,0 textcolor rgb INK
}
set grid noytics xtics linetype 1 linecolor rgb PALE
set lmargin at screen 0.28
most = (N_max > A_max ? N_max : A_max) / SCALE
set xrange [0:most * 1.15]
set xlabel XLABEL textcolor rgb INK
n(i) = column("needed") / SCALE
a(i) = column("available") / SCALE
plot DATA using (n(0) / 2):1:(n(0) / 2):(0.22) with boxxyerror \
         fillstyle solid 1 noborder \
         linecolor rgb BAND50 title T_NEEDED, \
     DATA using (a(0) / 2):1:(a(0) / 2):(0.36) with boxxyerror fillstyle empty border \
         linewidth 2 linecolor rgb INK title T_AVAILABLE, \
     DATA using (n(0) > a(0) ? n(0) : a(0)):1: \
         (ROW_TEXT[int(column("row"))]) with labels \
         left offset 0.8,0 font ",11" notitle
