# SPDX-License-Identifier: GPL-3.0-or-later
# Exceedance curve: the probability that a total over the horizon is at least so much.
# The band is two Monte Carlo errors wide on each side.
#
# DATA: point,value,probability,se
if (!exists("DATA")) DATA = "revenue_exceedance.csv"
if (!exists("SCALE")) SCALE = 1e6
if (!exists("XLABEL")) XLABEL = "million"
if (!exists("YLABEL")) YLABEL = "probability to reach it, %"
if (!exists("T_CURVE")) T_CURVE = "simulated"
if (!exists("T_ERROR")) T_ERROR = "twice the simulation error"
if (!exists("T_TARGET")) T_TARGET = "target"
if (!exists("TARGETS")) TARGETS = 0  # then TARGET_AT[i], TARGET_P[i], TARGET_TEXT[i]
load "style.gp"

set xlabel XLABEL textcolor rgb INK
set ylabel YLABEL textcolor rgb INK
set yrange [0:100]
set ytics 10
set grid xtics
if (TARGETS > 0) {
    do for [i = 1:TARGETS] {
        set arrow from TARGET_AT[i] / SCALE,0 to TARGET_AT[i] / SCALE,TARGET_P[i] \
            nohead front dashtype 2 linewidth 2 linecolor rgb ALARM
        set label TARGET_TEXT[i] at TARGET_AT[i] / SCALE,TARGET_P[i] point pointtype 7 \
            offset 0.8,0.6 left front font ",11" textcolor rgb INK
    }
}
set style fill solid 1 noborder
p(sign) = 100 * (column("probability") + sign * 2 * column("se"))
plot DATA using (column("value") / SCALE):(p(-1)):(p(1)) with filledcurves \
         linecolor rgb BAND80 title T_ERROR, \
     DATA using (column("value") / SCALE):(p(0)) with lines linewidth 2.5 \
         linecolor rgb LINE title T_CURVE
