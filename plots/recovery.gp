# SPDX-License-Identifier: GPL-3.0-or-later
# Recovery: mean revenue of a month under each test, in percent of that of the same
# worlds without it. Curves differ in points, dashes and lightness.
#
# DATA: month,date,test1,se1,test2,se2,...
if (!exists("DATA")) DATA = "recovery.csv"
if (!exists("FIRST")) FIRST = 24324         # calendar month of month 1: 12 * 2027
if (!exists("MONTHS")) MONTHS = 36
if (!exists("YLABEL")) YLABEL = "revenue, % of the same worlds without the test"
if (!exists("CURVES")) CURVES = 2
if (!exists("T_WITHOUT")) T_WITHOUT = "without a test"
if (!exists("CURVE_TITLE")) {
    array CURVE_TITLE[CURVES]
    do for [i = 1:CURVES] { CURVE_TITLE[i] = sprintf("%d", i) }
}
H = 560 + 22 * ((CURVES + 1) / 2)
load "style.gp"

set ylabel YLABEL textcolor rgb INK
set xrange [0.5 : MONTHS + 0.5]
KEYROWS = (CURVES + 2) / 2
set key at screen 0.02,screen 0.015 left bottom vertical maxrows KEYROWS font ",11"
set bmargin 4 + KEYROWS * 1.3
every = MONTHS > 24 ? 3 : 1
colours = LINE." ".ALARM." ".WARM." ".COOL." ".GREY." ".BAND50." ".INK." ".BAND80
colour(i) = word(colours, (i - 1) % 8 + 1)
shape(i) = int(word("7 4 9 6 11 5 8 12", (i - 1) % 8 + 1))
dash(i) = 1 + (i - 1) % 4
plot for [i = 1:CURVES] DATA using 1:(column(2 * i + 1)) with linespoints \
         pointtype shape(i) pointsize 0.9 pointinterval every dashtype dash(i) \
         linewidth 2 linecolor rgb colour(i) title CURVE_TITLE[i], \
     100 with lines linewidth 1 linecolor rgb INK title T_WITHOUT
