# SPDX-License-Identifier: GPL-3.0-or-later
# A folder that exists is not touched without --force; a foreign folder not even with
# it.
mkdir out && echo mine >out/notes
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 --charts none \
    -o out >summary
echo $?
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 --charts none \
    -o out --force >summary
echo $?
cat out/notes
ls -A
