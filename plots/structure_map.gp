# SPDX-License-Identifier: GPL-3.0-or-later
# Which structure is best at which complexity: a cell names the winner and how far it is
# ahead of the next one; a white cell names those that cannot be told apart.
#
# DATA: row,column,winner                                winner 0: none
if (!exists("DATA")) DATA = "structure_map.csv"
if (!exists("LEVELS")) LEVELS = 3
if (!exists("XLABEL")) XLABEL = "products"
if (!exists("YLABEL")) YLABEL = "clients"
if (!exists("COLUMN_TITLE")) {
    array COLUMN_TITLE[LEVELS]
    do for [i = 1:LEVELS] { COLUMN_TITLE[i] = sprintf("%d", i) }
}
if (!exists("ROW_TITLE")) {
    array ROW_TITLE[LEVELS]
    do for [i = 1:LEVELS] { ROW_TITLE[i] = sprintf("%d", i) }
}
if (!exists("CELL_TITLE")) {
    array CELL_TITLE[LEVELS * LEVELS]
    do for [i = 1:LEVELS * LEVELS] { CELL_TITLE[i] = "" }
}
if (!exists("CELL_TEXT")) {
    array CELL_TEXT[LEVELS * LEVELS]
    do for [i = 1:LEVELS * LEVELS] { CELL_TEXT[i] = "" }
}
H = 170 + 110 * LEVELS
load "style.gp"

# a structure has its own grey; ten are enough for every list there is
array TONE[10] = [0xc4c4c4, 0xe9e9e9, 0xd7d7d7, 0xf3f3f3, 0xb2b2b2, \
                  0xcdcdcd, 0xe0e0e0, 0xbbbbbb, 0xefefef, 0xa8a8a8]
tone(w) = w > 0 ? TONE[1 + (int(w) - 1) % 10] : 0xffffff
unset grid
unset key
set border 0
unset tics
set tmargin at screen 1 - 80. / H
set bmargin at screen 80. / H
set lmargin at screen 0.2
set rmargin at screen 0.97
set xrange [0.5:LEVELS + 0.5]
set yrange [LEVELS + 0.5:0.5]
set xlabel XLABEL offset 0,-1.2 textcolor rgb INK
set label YLABEL at screen 0.025,graph 0.5 center rotate by 90 textcolor rgb INK
do for [i = 1:LEVELS] {
    set label COLUMN_TITLE[i] at first i,graph 0 center offset 0,-0.9 font ",12" \
        textcolor rgb INK
    set label ROW_TITLE[i] at graph 0,first i right offset -1,0 font ",12" \
        textcolor rgb INK
}
set style fill solid 1 border linecolor rgb GREY
plot DATA using 2:1:(0.48):(0.46):(tone($3)) with boxxyerror linewidth 1 \
         linecolor rgb variable notitle, \
     DATA using 2:1:(0.48):(0.46) with boxxyerror fillstyle empty linewidth 1 \
         linecolor rgb GREY notitle, \
     DATA using 2:1:(CELL_TITLE[int($0) + 1]) with labels center offset 0,0.6 \
         font ",13" textcolor rgb INK notitle, \
     DATA using 2:1:(CELL_TEXT[int($0) + 1]) with labels center offset 0,-0.7 \
         font ",11" textcolor rgb INK notitle
