# SPDX-License-Identifier: GPL-3.0-or-later
# The look of every figure: terminal, colours, tics of months. Loaded by each script
# after its variables are set.
#
# By hand:  gnuplot revenue.gp > revenue.svg      (in the folder charts/ of a result)
#           gnuplot -e "TERM='png'" revenue.gp > revenue.png
# Variables: TERM svg, png or pdf; OUT a file instead of standard output; W, H in
#            pixels; DECIMAL the decimal sign.
# Everything must be readable in print without colour: bands differ in lightness, lines
# in dashes, points in shape, bars in density.

if (!exists("TERM")) TERM = "svg"
if (!exists("W")) W = 900
if (!exists("H")) H = 500
if (!exists("DECIMAL")) DECIMAL = "."
if (!exists("TITLE")) TITLE = ""
if (!exists("SUBTITLE")) SUBTITLE = ""

set encoding utf8
if (TERM eq "svg") {
    set terminal svg size W,H fixed noenhanced font "DejaVu Sans,13" \
        background "#ffffff"
}
if (TERM eq "png") {
    set terminal pngcairo size 2*W,2*H noenhanced font "DejaVu Sans,13" fontscale 1.54 \
        linewidth 2 pointscale 2 dashlength 1
}
if (TERM eq "pdf") {
    set terminal pdfcairo size W/96.,H/96. noenhanced font "DejaVu Sans,13" \
        fontscale 0.58
}
if (exists("OUT")) { set output OUT }

set datafile separator ","
set datafile columnheaders
set decimalsign DECIMAL
if (GPVAL_VERSION >= 5.4) { set minussign }

INK = "#1a1a1a"; GREY = "#666666"; PALE = "#d9d9d9"
BAND90 = "#e3eaf2"; BAND80 = "#bccfe3"; BAND50 = "#84a7cb"; LINE = "#123a63"
ALARM = "#8c1d18"; WARM = "#c98a3a"; COOL = "#2f6f8f"

set border 3 linewidth 1 linecolor rgb GREY
set tics nomirror out scale 0.6 textcolor rgb INK
set grid ytics linetype 1 linewidth 0.5 linecolor rgb PALE
set key at graph 0,1.02 left bottom horizontal Left reverse maxrows 2 samplen 2.2 \
    spacing 1.15 textcolor rgb INK
set label 101 TITLE at screen 0.02,screen 1 offset 0,-1.3 left font ",16" \
    textcolor rgb INK
set label 102 SUBTITLE at screen 0.02,screen 1 offset 0,-2.7 left font ",12" \
    textcolor rgb GREY
set tmargin 6.4
set rmargin 6

# Months on the x axis: 1 is the first one, FIRST its calendar month
# (12 * year + month - 1).
if (exists("FIRST") && exists("MONTHS")) {
    BACK = exists("ACTUALS") ? ACTUALS : 0
    span = MONTHS + BACK
    every = span <= 15 ? 1 : span <= 40 ? 3 : span <= 75 ? 6 : span <= 180 ? 12 : 60
    set xtics () nomirror out scale 0.6
    do for [i = 1 - BACK : MONTHS] {
        m = FIRST + i - 1
        if (m % every == 0) {
            set xtics add (every < 12 ? sprintf("%d-%02d", m / 12, m % 12 + 1) : \
                           sprintf("%d", m / 12) i)
        }
    }
}
