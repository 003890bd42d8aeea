# SPDX-License-Identifier: GPL-3.0-or-later
# A folder that cannot be written: 73 before anything is simulated. (Root writes
# everywhere, so root takes a folder of the kernel.)
mkdir shut && chmod 555 shut
[ -w shut ] && { rmdir shut && ln -s /proc shut; }
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 1000000 -o shut/out 2>stderr
echo $?
grep -c "cannot" stderr
