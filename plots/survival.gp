# SPDX-License-Identifier: GPL-3.0-or-later
# Cash under a stress test against none: bands and a line with the test, dashed lines
# without it, the line below which the department does not survive.
#
# DATA: month,date,p05,p25,p50,p75,p95,base05,base50
if (!exists("DATA")) DATA = "stress_cash.csv"
if (!exists("FIRST")) FIRST = 24324         # calendar month of month 1: 12 * 2027
if (!exists("MONTHS")) MONTHS = 36
if (!exists("SCALE")) SCALE = 1e6
if (!exists("YLABEL")) YLABEL = "million"
if (!exists("SURVIVAL")) SURVIVAL = 0       # in money
if (!exists("BEGIN")) BEGIN = 0             # month of the test; 0: not known
if (!exists("T_MEDIAN")) T_MEDIAN = "middle world with the test"
if (!exists("T_50")) T_50 = "half of the worlds"
if (!exists("T_90")) T_90 = "9 of 10"
if (!exists("T_BASE")) T_BASE = "without the test"
if (!exists("T_BASE05")) T_BASE05 = "the same, 1 in 20 below"
if (!exists("T_SURVIVAL")) T_SURVIVAL = "credit line used up"
if (!exists("T_BEGIN")) T_BEGIN = "the test begins"
load "style.gp"

set ylabel YLABEL textcolor rgb INK
set xrange [0.5 : MONTHS + 0.5]
set key maxrows 2 font ",11"
if (BEGIN > 0) {
    set arrow from BEGIN,graph 0 to BEGIN,graph 1 nohead front dashtype 3 \
        linewidth 1.5 linecolor rgb INK
    set label T_BEGIN at BEGIN,graph 0.98 right rotate by 90 offset -0.8,0 \
        font ",11" textcolor rgb INK front
}
set style fill solid 1 noborder
v(name) = column(name) / SCALE
plot DATA using 1:(v("p05")):(v("p95")) with filledcurves linecolor rgb BAND90 \
         title T_90, \
     DATA using 1:(v("p25")):(v("p75")) with filledcurves linecolor rgb BAND50 \
         title T_50, \
     DATA using 1:(v("p50")) with lines linewidth 2.5 linecolor rgb LINE \
         title T_MEDIAN, \
     DATA using 1:(v("base50")) with lines dashtype 2 linewidth 2 linecolor rgb INK \
         title T_BASE, \
     DATA using 1:(v("base05")) with lines dashtype 3 linewidth 2 linecolor rgb INK \
         title T_BASE05, \
     DATA using 1:(1.0 * SURVIVAL / SCALE) with linespoints pointtype 2 pointsize 0.5 \
         pointinterval 3 linewidth 2 linecolor rgb ALARM title T_SURVIVAL
