# SPDX-License-Identifier: GPL-3.0-or-later
# The disk fills up while the results are written: 74 (or 73), no half folder, the
# earlier result intact.
[ "$(id -u)" -eq 0 ] || { echo "needs root to mount" >&2; exit 77; }
mkdir small
mount -t tmpfs -o size=64k tmpfs small 2>/dev/null || { echo "no mount" >&2; exit 77; }
trap 'umount small' EXIT
echo earlier >small/kept
funnelcloud run "$SOURCE/tests/cli/hostile/base.cfg" -q -n 100 -o small/out >/dev/null \
    2>stderr
code=$?
case $code in 73 | 74) echo "refused" ;; *) echo "exit $code" && cat stderr ;; esac
[ -s stderr ] && echo "and said why"
ls -A small
cat small/kept
