# SPDX-License-Identifier: GPL-3.0-or-later
# Histogram of a total over the horizon: how often each outcome happens, with the mean,
# the value at risk and the expected shortfall marked, and the target if there is one.
#
# DATA: bin,low,high,share
if (!exists("DATA")) DATA = "revenue_histogram.csv"
if (!exists("SCALE")) SCALE = 1e6
if (!exists("XLABEL")) XLABEL = "million"
if (!exists("YLABEL")) YLABEL = "share of worlds, %"
if (!exists("MARKS")) MARKS = 0     # then MARK_AT[i], MARK_TEXT[i], MARK_DASH[i]
if (!exists("TAIL")) TAIL = -1e300  # bins below this value are dark
load "style.gp"

set xlabel XLABEL textcolor rgb INK
set ylabel YLABEL textcolor rgb INK
set style fill solid 1 noborder
unset key
set tmargin 5
set yrange [0:*]
stats DATA using 4 nooutput name "S"
set yrange [0:100 * S_max * (1.08 + 0.085 * MARKS)]
if (MARKS > 0) {
    do for [i = 1:MARKS] {
        level = 1 - 0.07 * (i - 0.5)
        set arrow from MARK_AT[i] / SCALE,graph 0 to MARK_AT[i] / SCALE,graph level \
            nohead front dashtype MARK_DASH[i] linecolor rgb INK \
            linewidth 1.8 + 0.01 * i # svg: equal widths would share the first dash
        set label MARK_TEXT[i] at MARK_AT[i] / SCALE,graph level left \
            offset 0.6,0 front font ",11" textcolor rgb INK
    }
}
x(i) = (column("low") + column("high")) / 2 / SCALE
wide(i) = (column("high") - column("low")) / SCALE * 0.94
plot DATA using (x(0)):(column("high") > TAIL ? 100 * column("share") : NaN):(wide(0)) \
         with boxes linecolor rgb BAND50, \
     DATA using (x(0)):(column("high") <= TAIL ? 100 * column("share") : NaN): \
         (wide(0)) with boxes linecolor rgb LINE
