# SPDX-License-Identifier: GPL-3.0-or-later
# Mixes of effort, the safest on top: shares of the members in per cent, and what is
# thought of each mix.
#
# DATA: row,member,low,high
if (!exists("DATA")) DATA = "mixes.csv"
if (!exists("ROWS")) ROWS = 1
if (!exists("MEMBERS")) MEMBERS = 2
if (!exists("XLABEL")) XLABEL = "per cent"
if (!exists("ROW_TITLE")) {
    array ROW_TITLE[ROWS]
    array ROW_TEXT[ROWS]
    do for [i = 1:ROWS] { ROW_TITLE[i] = sprintf("%d", i); ROW_TEXT[i] = "" }
}
if (!exists("MEMBER_TITLE")) {
    array MEMBER_TITLE[MEMBERS]
    do for [i = 1:MEMBERS] { MEMBER_TITLE[i] = sprintf("%d", i) }
}
H = 190 + 30 * ROWS
load "style.gp"

set yrange [ROWS + 0.6:0.4]
set xrange [0:100]
unset ytics # a label of a tic is a format, a % in a title would be one, too
do for [i = 1:ROWS] {
    set label ROW_TITLE[i] at graph 0,first i right offset -1,0 textcolor rgb INK
    set label ROW_TEXT[i] at graph 1,first i left offset 1.2,0 font ",12" \
        textcolor rgb INK
}
set xlabel XLABEL textcolor rgb INK
set grid noytics noxtics
set lmargin at screen 0.14
set rmargin at screen 0.74
set style fill solid 1.0 border linecolor rgb INK
shades = LINE." ".BAND50." ".BAND90." ".WARM." ".GREY." ".PALE." ".COOL." ".BAND80
shade(m) = word(shades, (m - 1) % 8 + 1)
inks = "#ffffff #1a1a1a #1a1a1a #1a1a1a #ffffff #1a1a1a #ffffff #1a1a1a"
ink(m) = word(inks, (m - 1) % 8 + 1)
share(name) = column("high") - column("low")
text(p) = sprintf("%.0f", p)
plot for [m = 1:MEMBERS] DATA using \
         (int(column("member")) == m ? 0.5 * (column("low") + column("high")) : NaN): \
         (column("row")):(column("low")):(column("high")): \
         (column("row") - 0.33):(column("row") + 0.33) \
         with boxxyerror linecolor rgb shade(m) linewidth 0.8 title MEMBER_TITLE[m], \
     for [m = 1:MEMBERS] DATA using \
         (int(column("member")) == m && share(0) >= 4 ? \
              0.5 * (column("low") + column("high")) : NaN): \
         (column("row")):(text(share(0))) with labels center font ",11" \
         textcolor rgb ink(m) notitle
