# SPDX-License-Identifier: GPL-3.0-or-later
# Fan chart: what a quantity may do month by month; median, 50 %, 80 % and 90 % ranges,
# target (one dash a month), what really happened before, crises that are scheduled.
#
# DATA: month,date,p05,p10,p25,p50,p75,p90,p95,target,actual   (empty: not there)
# Month 1 is the first simulated month; actuals stand at months 0, -1, -2, ...
if (!exists("DATA")) DATA = "revenue.csv"
if (!exists("FIRST")) FIRST = 24324         # calendar month of month 1: 12 * 2027
if (!exists("MONTHS")) MONTHS = 36
if (!exists("ACTUALS")) ACTUALS = 0
if (!exists("SCALE")) SCALE = 1e6           # values are divided by this
if (!exists("YLABEL")) YLABEL = "million a month"
if (!exists("T_MEDIAN")) T_MEDIAN = "median"
if (!exists("T_50")) T_50 = "half of the worlds"
if (!exists("T_80")) T_80 = "8 of 10"
if (!exists("T_90")) T_90 = "9 of 10"
if (!exists("T_TARGET")) T_TARGET = "target"
if (!exists("T_ACTUAL")) T_ACTUAL = "actual"
if (!exists("HAS_50")) HAS_50 = 1
if (!exists("HAS_80")) HAS_80 = 1
if (!exists("HAS_90")) HAS_90 = 1
if (!exists("HAS_TARGET")) HAS_TARGET = 0
if (!exists("HAS_ZERO")) HAS_ZERO = 0       # values of both signs: a line at zero
if (!exists("CRISES")) CRISES = 0           # then CRISIS_MONTH[i] and CRISIS_TITLE[i]
load "style.gp"

set ylabel YLABEL textcolor rgb INK
set xrange [1 - ACTUALS - 0.5 : MONTHS + 0.5]
if (CRISES > 0) {
    do for [i = 1:CRISES] {
        set arrow from CRISIS_MONTH[i],graph 0 to CRISIS_MONTH[i],graph 1 nohead front \
            dashtype 3 linewidth 1.5 linecolor rgb INK
        set label CRISIS_TITLE[i] at CRISIS_MONTH[i],graph 0.98 right rotate by 90 \
            offset -0.8,0 font ",11" textcolor rgb INK front
    }
}
if (ACTUALS > 0) {
    set arrow from 0.5,graph 0 to 0.5,graph 1 nohead linewidth 1 linecolor rgb GREY
}

# where the ends of the ranges meet, their labels would cover each other
APART = HAS_80
if (HAS_80) {
    stats DATA using ($1 == MONTHS ? $8 - $4 : NaN) nooutput name "E"
    stats DATA using 4 nooutput name "L"
    stats DATA using 8 nooutput name "U"
    bottom = HAS_ZERO && L_min > 0 ? 0 : L_min
    APART = E_max > 0.07 * ((HAS_ZERO && U_max < 0 ? 0 : U_max) - bottom)
}

set style fill solid 1 noborder
v(name) = column(name) / SCALE
last(name) = column("month") == MONTHS ? column(name) / SCALE : NaN
plot for [i = 1:HAS_90] DATA using 1:(v("p05")):(v("p95")) with filledcurves \
         linecolor rgb BAND90 title T_90, \
     for [i = 1:HAS_80] DATA using 1:(v("p10")):(v("p90")) with filledcurves \
         linecolor rgb BAND80 title T_80, \
     for [i = 1:HAS_50] DATA using 1:(v("p25")):(v("p75")) with filledcurves \
         linecolor rgb BAND50 title T_50, \
     (HAS_ZERO ? 0 : NaN) with lines linewidth 1 linecolor rgb INK notitle, \
     DATA using 1:(v("p50")) with lines linewidth 2.5 linecolor rgb LINE \
         title T_MEDIAN, \
     for [i = 1:HAS_TARGET] DATA using ($1 - 0.3):(v("target")):(0.6):(0) \
         with vectors nohead linewidth 2.5 linecolor rgb ALARM title T_TARGET, \
     for [i = 1:(ACTUALS > 0)] DATA using 1:(v("actual")) with linespoints pointtype 6 \
         pointsize 0.5 linewidth 1 linecolor rgb INK title T_ACTUAL, \
     for [i = 1:APART] DATA using 1:(last("p90")):("90 %") with labels \
         left offset 0.6,0 font ",11" notitle, \
     DATA using 1:(last("p50")):("50 %") with labels left offset 0.6,0 \
         font ",11" notitle, \
     for [i = 1:APART] DATA using 1:(last("p10")):("10 %") with labels \
         left offset 0.6,0 font ",11" notitle
