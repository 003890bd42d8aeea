# SPDX-License-Identifier: GPL-3.0-or-later
# The teams of every structure: how many of its hours a team needs (filled points) and
# how much of its quota it sells (open points). Beyond the line at 100 % a team cannot
# do its work.
#
# DATA: row,structure,name,utilisation,attainment       in %; rows by structure
if (!exists("DATA")) DATA = "structure_teams.csv"
if (!exists("ROWS")) ROWS = 2
if (!exists("HAS_QUOTA")) HAS_QUOTA = 0
if (!exists("XLABEL")) XLABEL = "%"
if (!exists("T_UTILISATION")) T_UTILISATION = "load"
if (!exists("T_ATTAINMENT")) T_ATTAINMENT = "quota"
if (!exists("ROW_TITLE")) {
    array ROW_TITLE[ROWS]
    do for [i = 1:ROWS] { ROW_TITLE[i] = sprintf("%d", i) }
}
if (!exists("GROUP_TITLE")) {
    array GROUP_TITLE[ROWS]
    do for [i = 1:ROWS] { GROUP_TITLE[i] = "" }
}
H = 200 + 24 * ROWS
load "style.gp"
set tmargin at screen 1 - 105. / H
set bmargin at screen 60. / H
stats DATA using 4 nooutput name "U"
most = U_max
if (HAS_QUOTA) {
    stats DATA using 5 nooutput name "A"
    most = A_max > most ? A_max : most
}

set yrange [ROWS + 0.6:0.4]
unset ytics # a label of a tic is a format, a % in a title would be one, too
do for [i = 1:ROWS] {
    set label ROW_TITLE[i] at graph 0,first i right offset -1,0 font ",11" \
        textcolor rgb INK
    if (strlen(GROUP_TITLE[i]) > 0) {
        set label GROUP_TITLE[i] at screen 0.03,first i left textcolor rgb INK
    }
    if (i > 1 && strlen(GROUP_TITLE[i]) > 0) {
        set arrow from screen 0.03,first i - 0.5 to graph 1,first i - 0.5 nohead \
            linewidth 0.5 linecolor rgb PALE
    }
}
set arrow from 100,graph 0 to 100,graph 1 nohead linewidth 1 linecolor rgb GREY
set grid noytics xtics linetype 1 linecolor rgb PALE
set lmargin at screen 0.34
set xrange [0:(most > 100 ? most : 100) * 1.08]
set xlabel XLABEL textcolor rgb INK
set key maxrows 1
plot DATA using 4:1 with points pointtype 7 pointsize 1 linecolor rgb LINE \
         title T_UTILISATION, \
     for [i = 1:HAS_QUOTA] DATA using 5:1 with points pointtype 12 pointsize 1.1 \
         linewidth 1.5 linecolor rgb INK title T_ATTAINMENT
