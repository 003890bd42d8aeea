# SPDX-License-Identifier: GPL-3.0-or-later
# No font: pictures drawn here would have no text. 69 and a plain sentence; the tables
# are there. An svg takes the reader's fonts.
mkdir bin
printf '#!/bin/sh\nexit 0\n' >bin/fc-list
chmod +x bin/fc-list
PATH=$PWD/bin:$PATH
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 --charts png -o out \
    >summary 2>stderr
echo $?
grep -c "no font" stderr
ls out
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 --charts svg -o plain \
    >summary
echo $?
