# SPDX-License-Identifier: GPL-3.0-or-later
# Capacity against demand: selling hours a month that the work needs, stacked by class
# of work, and the hours there are. Work above the line waits or is lost.
#
# DATA: month,date,available,needed_1,needed_2,...  (needed_k holds classes 1 to k)
if (!exists("DATA")) DATA = "capacity.csv"
if (!exists("FIRST")) FIRST = 24324
if (!exists("MONTHS")) MONTHS = 36
if (!exists("SCALE")) SCALE = 1
if (!exists("YLABEL")) YLABEL = "hours a month"
if (!exists("T_AVAILABLE")) T_AVAILABLE = "hours available"
if (!exists("CLASSES")) CLASSES = 1
if (!exists("CLASS_TITLE")) {
    array CLASS_TITLE[CLASSES]
    do for [i = 1:CLASSES] { CLASS_TITLE[i] = sprintf("class %d", i) }
}
H = 520
load "style.gp"

set ylabel YLABEL textcolor rgb INK
set xrange [0.5:MONTHS + 0.5]
set yrange [0:*]
set key maxrows 3
array TONE[6] = ["#123a63", "#f0f3f7", "#6f97c0", "#c7d6e6", "#3f6d9c", "#e3eaf2"]
set style fill solid 1 border rgb GREY
plot for [k = CLASSES:1:-1] DATA using 1:(k > 1 ? column(2 + k) / SCALE : 0): \
         (column(3 + k) / SCALE) with filledcurves linecolor rgb TONE[(k - 1) % 6 + 1] \
         title CLASS_TITLE[k], \
     DATA using 1:(column("available") / SCALE) with lines linewidth 5 \
         linecolor rgb "#ffffff" notitle, \
     DATA using 1:(column("available") / SCALE) with lines linewidth 3 dashtype 1 \
         linecolor rgb ALARM title T_AVAILABLE
