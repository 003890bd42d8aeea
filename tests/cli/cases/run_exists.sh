# SPDX-License-Identifier: GPL-3.0-or-later
# A folder that exists is not touched without --force; a foreign folder not even with
# it, nor a file; which is told before the simulation (of more worlds than there is
# time for).
mkdir out && echo mine >out/notes
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 --charts none \
    -o out >summary
echo $?
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 --charts none \
    -o out --force >summary
echo $?
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 1000000000 --charts none \
    -o out --force >summary
echo $?
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 1000000000 --charts none \
    -o out/notes --force >summary
echo $?
cat out/notes
ls -A
