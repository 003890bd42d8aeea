# SPDX-License-Identifier: GPL-3.0-or-later
# Exceedance curves of several scenarios in the same worlds: the probability that a
# total over the horizon is at least so much. Lines differ in dashes and in lightness.
#
# DATA: curve,value,probability,se; curves parted by two empty lines
if (!exists("DATA")) DATA = "curves_profit.csv"
if (!exists("SCALE")) SCALE = 1e6
if (!exists("XLABEL")) XLABEL = "million"
if (!exists("YLABEL")) YLABEL = "probability to reach it, %"
if (!exists("CURVES")) CURVES = 2
if (!exists("CURVE_TITLE")) {
    array CURVE_TITLE[CURVES]
    do for [i = 1:CURVES] { CURVE_TITLE[i] = sprintf("%d", i) }
}
H = 500 + 22 * (CURVES > 4 ? 2 : 0)
load "style.gp"

set xlabel XLABEL textcolor rgb INK
set ylabel YLABEL textcolor rgb INK
set yrange [0:100]
set ytics 10
set grid xtics
unset key
set key at graph 0.99,0.97 right top vertical Left reverse maxrows 8 samplen 3.5 \
    spacing 1.2 textcolor rgb INK opaque
colours = LINE." ".ALARM." ".WARM." ".COOL." ".GREY." ".BAND50." ".INK." ".PALE
colour(i) = word(colours, i)
dash(i) = int(word("1 2 4 3 5 1 2 4", i))
set datafile columnheaders
plot for [i = 1:CURVES] DATA using \
         ($1 == i ? column("value") / SCALE : NaN):(100 * column("probability")) \
         with lines linewidth 2.5 dashtype dash(i) linecolor rgb colour(i) \
         title CURVE_TITLE[i]
