# SPDX-License-Identifier: GPL-3.0-or-later
# Crises (rows) against measures (columns): what each measure saves of what each crisis
# takes. The darker a cell, the more; a point where nothing can be seen.
#
# DATA: row,column,saved,low,high
if (!exists("DATA")) DATA = "saved.csv"
if (!exists("ROWS")) ROWS = 1
if (!exists("COLUMNS")) COLUMNS = 1
if (!exists("SCALE")) SCALE = 1e3
if (!exists("NOTE")) NOTE = "thousand"
if (!exists("ROW_TITLE")) {
    array ROW_TITLE[ROWS]
    do for [i = 1:ROWS] { ROW_TITLE[i] = sprintf("%d", i) }
}
if (!exists("COLUMN_TITLE")) {
    array COLUMN_TITLE[COLUMNS]
    do for [i = 1:COLUMNS] { COLUMN_TITLE[i] = sprintf("%d", i) }
}
if (!exists("CELL_TEXT")) {
    array CELL_TEXT[ROWS * COLUMNS]
    do for [i = 1:ROWS * COLUMNS] { CELL_TEXT[i] = "" }
}
H = 222 + 38 * ROWS
W = COLUMNS > 7 ? 900 + 90 * (COLUMNS - 7) : 900
load "style.gp"
stats DATA using 3 nooutput name "S"

most = S_max > 0 ? S_max : 1
# from white to a grey on which black letters can be read
grey(v) = v > 0 ? int(255 - 120 * v / most) : 255
tone(v) = grey(v) * 65536 + grey(v) * 256 + grey(v)
cell(r, c) = CELL_TEXT[(int(r) - 1) * COLUMNS + int(c)]
unset border
unset xtics
unset ytics
unset key
set grid noxtics noytics
set lmargin at screen 279. / W
set rmargin at screen 1 - 63. / W
set tmargin at screen 1 - 160. / H
set bmargin at screen 44. / H
set xrange [0.5:COLUMNS + 0.5]
set yrange [ROWS + 0.5:0.5]
do for [i = 1:ROWS] {
    set label ROW_TITLE[i] at graph 0,first i right offset -1,0 font ",12" \
        textcolor rgb INK
}
do for [i = 1:COLUMNS] {
    set label COLUMN_TITLE[i] at first i - 0.1,graph 1 left offset 0,0.6 rotate by 28 \
        font ",11" textcolor rgb INK
}
set label 103 NOTE at screen 0.98,graph 0 right offset 0,-1.2 font ",11" \
    textcolor rgb GREY
set style fill solid 1 border rgb PALE
plot DATA using 2:1:(0.5):(0.5):(tone(column("saved"))) with boxxyerror \
         linewidth 1 linecolor rgb variable notitle, \
     DATA using 2:1:(cell(column("row"), column("column"))) with labels center \
         font ",11" textcolor rgb INK notitle
