# SPDX-License-Identifier: GPL-3.0-or-later
# Every way to write a number wrongly: 64 and a sentence, and nothing is run.
try() {
    funnelcloud run x.cfg "$@"
    [ $? -eq 64 ] || echo "not refused: $*"
}
for n in '' 0 -1 +5 1.5 1e3 10x ' 10' 0x10 nan inf 1000000001 99999999999999999999; do
    try --paths "$n"
done
try --seed -1
try --seed 18446744073709551616
try --threads 0
try --threads 1025
try --only-path 1000000000
for t in '' 0 -1 nan inf 1d 1mm 0x10 s 1e99; do
    try --time-limit "$t"
done
for m in '' 0 -1 1.5G 5T G 1GB 99999999999999999999 99999999999G; do
    try --max-memory "$m"
done
try --charts ''
try --charts svg,
try --charts svg,bmp
try --lang de
try --plan sobol
try --set ''
try --set =5
try --set people.seats
try --precision ''
try --output ''
