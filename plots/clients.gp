# SPDX-License-Identifier: GPL-3.0-or-later
# Clients: the base with its range above; won (up) and lost (down) a month below.
#
# DATA: month,date,base,p10,p90,new,lost
if (!exists("DATA")) DATA = "clients.csv"
if (!exists("FIRST")) FIRST = 24324
if (!exists("MONTHS")) MONTHS = 36
if (!exists("YLABEL")) YLABEL = "clients"
if (!exists("YLABEL2")) YLABEL2 = "a month"
if (!exists("T_BASE")) T_BASE = "clients, mean"
if (!exists("T_80")) T_80 = "8 of 10 worlds"
if (!exists("T_NEW")) T_NEW = "won"
if (!exists("T_LOST")) T_LOST = "lost"
if (!exists("HAS_BASE")) HAS_BASE = 1
if (!exists("HAS_BAND")) HAS_BAND = 1
if (!exists("HAS_FLOW")) HAS_FLOW = 1
H = HAS_BASE && HAS_FLOW ? 640 : 460
load "style.gp"

split = HAS_FLOW ? 0.42 : 0.1
set xrange [0.5:MONTHS + 0.5]
set xzeroaxis linetype 1 linewidth 1 linecolor rgb INK
set lmargin at screen 0.095
set rmargin at screen 0.96
set multiplot
if (HAS_BASE) {
    set tmargin at screen 1 - 100. / H
    set bmargin at screen split + 0.06
    set ylabel YLABEL textcolor rgb INK
    set style fill solid 1 noborder
    plot for [i = 1:HAS_BAND] DATA using 1:(column("p10")):(column("p90")) \
             with filledcurves linecolor rgb BAND80 title T_80, \
         DATA using 1:(column("base")) with lines linewidth 2.5 linecolor rgb LINE \
             title T_BASE
    unset label 101
    unset label 102
}
if (HAS_FLOW) {
    if (HAS_BASE) {
        set tmargin at screen split - 0.06
    } else {
        set tmargin at screen 1 - 100. / H
    }
    set bmargin at screen 0.08
    set ylabel YLABEL2 textcolor rgb INK
    set boxwidth 0.75
    plot DATA using 1:(column("new")) with boxes fillstyle solid 1 noborder \
             linecolor rgb LINE title T_NEW, \
         DATA using 1:(-column("lost")) with boxes fillstyle solid 1 border rgb INK \
             linecolor rgb BAND80 title T_LOST
}
unset multiplot
