#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Scenario files that libconfig would crash on, hang on or swallow, and numbers that
# cannot be: each goes through `check` and through `run`; both must say exactly what
# hostile.tsv says (file, exit code, lines of stderr joined by " // ") and leave no
# output folder. Files too large or too odd for a repository are made here.
#
# usage: sh tests/cli/hostile.sh [--record] PROGRAM
set -u
record=
if [ "$1" = --record ]; then
    record=yes
    shift
fi
here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
export LC_ALL=C.UTF-8
unset FC_ISA LANG
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
cp "$here"/hostile/*.cfg "$scratch"
cd "$scratch" || exit 2
table=$here/hostile.tsv

repeat() { # TEXT TIMES
    awk -v text="$1" -v n="$2" 'BEGIN { while (n--) printf "%s", text }'
}

# ---- files made on the spot
mkfifo made_fifo.cfg
mkdir made_folder.cfg
ln -s made_loop.cfg made_loop.cfg
ln -s nowhere.cfg made_dangling.cfg
: >made_empty.cfg
{ cat base.cfg && repeat '# to the limit of a file
' 60000; } >made_large.cfg
{ printf 'extends = "base.cfg"; title = "' && repeat x 1000000 && echo '";'; } \
    >made_text.cfg
{ printf 'x = ' && repeat '{ a = ' 100000; } >made_groups.cfg
{ printf 'x = ' && repeat '( ' 100000; } >made_lists.cfg
{ printf 'x = ' && repeat '{ a = ' 33 && printf 1 && repeat '; }' 33 && echo ';'; } \
    >made_deep.cfg
{ echo 'extends = "base.cfg";' && seq -f 'key_%.0f = 1;' 20001; } >made_keys.cfg
{ printf 'extends = "base.cfg"; x = [ 1' && repeat ', 1' 100000 && echo ' ];'; } \
    >made_numbers.cfg
{ repeat k 65 && echo ' = 1;'; } >made_key.cfg
printf 'extends = "made_fifo.cfg";\n' >made_extends_fifo.cfg
printf 'extends = "made_folder.cfg";\n' >made_extends_folder.cfg
i=0
while [ $i -lt 10 ]; do
    printf 'extends = "made_chain_%d.cfg";\n' $((i + 1)) >made_chain_$i.cfg
    i=$((i + 1))
done
cp base.cfg made_chain_10.cfg

# says COMMAND...: sets code, and said: stderr in one line
says() {
    timeout 60 "$program" "$@" >stdout 2>stderr </dev/null
    code=$?
    said=$(awk '{ printf "%s%s", (NR > 1 ? " // " : ""), $0 }' stderr)
}

if [ -n "$record" ]; then
    : >"$table"
    for file in *.cfg; do
        [ "$file" = base.cfg ] && continue
        case $file in made_chain_[1-9]*) continue ;; esac
        says check "$file"
        printf '%s\t%s\t%s\n' "$file" "$code" "$said" >>"$table"
    done
    exit 0
fi

"$program" check -q base.cfg || { echo "base.cfg must be right" && exit 1; }
failed=0
count=0
tab=$(printf '\t')
while IFS="$tab" read -r file wanted text; do
    count=$((count + 1))
    for command in check run; do
        if [ $command = check ]; then
            says check "$file"
        else
            says run "$file" -o out -n 10
        fi
        if [ "$code" != "$wanted" ] || [ "$said" != "$text" ]; then
            printf '%s %s: exit %s, wanted %s\n  said:   %s\n  wanted: %s\n' \
                "$command" "$file" "$code" "$wanted" "$said" "$text"
            failed=1
        fi
        if [ -s stdout ]; then
            echo "$command $file: wrote to stdout"
            failed=1
        fi
        if [ -n "$(find . -maxdepth 1 \( -name out -o -name '.out*' \))" ]; then
            echo "$command $file: left a folder behind"
            rm -rf out .out*
            failed=1
        fi
    done
done <"$table"
for file in "$here"/hostile/*.cfg; do
    [ "$(basename "$file")" = base.cfg ] && continue
    grep -q "^$(basename "$file")$tab" "$table" ||
        { echo "$file is not in hostile.tsv" && failed=1; }
done
[ "$count" -ge 60 ] || { echo "only $count inputs" && failed=1; }
[ $failed -eq 0 ] && echo "$count hostile inputs, each refused as written"
exit $failed
