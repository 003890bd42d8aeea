# SPDX-License-Identifier: GPL-3.0-or-later
# Small multiples: the same quantity for each member of an axis, on one scale.
#
# DATA: panel,name,month,date,mean,low,high
if (!exists("DATA")) DATA = "revenue_by_territory.csv"
if (!exists("FIRST")) FIRST = 24324
if (!exists("MONTHS")) MONTHS = 36
if (!exists("SCALE")) SCALE = 1e6
if (!exists("YLABEL")) YLABEL = "million a month"
if (!exists("NOTE")) NOTE = "line: mean; band: 8 of 10 worlds"
if (!exists("PANELS")) PANELS = 4
if (!exists("PANEL_TITLE")) {
    array PANEL_TITLE[PANELS]
    do for [i = 1:PANELS] { PANEL_TITLE[i] = sprintf("%d", i) }
}
COLUMNS = PANELS < 4 ? PANELS : PANELS == 4 ? 2 : 3
ROWS = (PANELS + COLUMNS - 1) / COLUMNS
H = 110 + 215 * ROWS
load "style.gp"

unset key
set style fill solid 1 noborder
stats DATA using (column("high") / SCALE) nooutput name "HI"
stats DATA using (column("low") / SCALE) nooutput name "LO"
set yrange [(LO_min < 0 ? LO_min : 0):HI_max * 1.05]
set xrange [0.5:MONTHS + 0.5]
if (MONTHS > 15) {
    set xtics ()
    do for [i = 1:MONTHS] {
        m = FIRST + i - 1
        if (m % 12 == 0) { set xtics add (sprintf("%d", m / 12) i) }
    }
}
left = 80. / W; right = 14. / W; top = 92. / H; bottom = 34. / H; gap = 44. / H
wide = (1 - left - right) / COLUMNS
high = (1 - top - bottom + gap) / ROWS
set label 103 YLABEL at screen 18. / W,screen (1 - top + bottom) / 2 center \
    rotate by 90 textcolor rgb INK
set label 104 NOTE at screen 0.98,screen 1 offset 0,-4.1 right \
    font ",11" textcolor rgb GREY
set multiplot
do for [i = 1:PANELS] {
    c = (i - 1) % COLUMNS
    r = (i - 1) / COLUMNS
    set lmargin at screen left + c * wide
    set rmargin at screen left + (c + 1) * wide - 26. / W
    set tmargin at screen 1 - top - r * high - 16. / H
    set bmargin at screen 1 - top - (r + 1) * high + gap + 2. / H
    if (c > 0) { set format y "" } else { set format y "%g" }
    set label 105 PANEL_TITLE[i] at graph 0,graph 1 offset 0.3,0.7 left font ",12" \
        textcolor rgb INK
    plot DATA using 3:(column("panel") == i ? column("low") / SCALE : NaN): \
             (column("high") / SCALE) with filledcurves linecolor rgb BAND80, \
         DATA using 3:(column("panel") == i ? column("mean") / SCALE : NaN) with lines \
             linewidth 2 linecolor rgb LINE
    unset label 101; unset label 102; unset label 103; unset label 104
}
unset multiplot
