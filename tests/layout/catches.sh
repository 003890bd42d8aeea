#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Does layout.sh notice? A small tree that breaks each rule once; every rule must speak.
# (A rule that never fires protects nothing.)
set -eu
layout=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
spdx='/* SPDX-License-Identifier: GPL-3.0-or-later */'

mkdir -p "$tree/src/base" "$tree/src/model" "$tree/src/cli" \
    "$tree/include/funnelcloud"     "$tree/misc"
cd "$tree"
touch CMakeLists.txt
out() {
    file=$1
    shift
    printf '%s\n' "$spdx" "$@" >"$file"
}
out src/base/upward.c '#include "model/model.h"'
out src/cli/inside.c '#include "base/text.h"'
out include/funnelcloud/private.h '#include "base/error.h"'
out src/model/threads.c '#include <omp.h>'
out src/model/reader.c '#include <libconfig.h>'
out src/base/maths.c '#include <gsl/gsl_math.h>'
out src/model/print.c 'static void f(void) { printf("x"); }'
out src/model/leave.c 'static void g(void) { exit(1); }'
out src/model/locale.c 'static void h(void) { setlocale(LC_ALL, ""); }'
echo 'int x;' >src/model/licence.c
yes '' | head -n 600 >>src/model/licence.c
out src/model/wide.c "$(printf '/* %0100d */' 0)"
out src/model/trailing.c 'int y; '
out src/model/where.c '/* see /ho''me/me */'
out src/model/link.c '/* http''s://registry.invalid/x */'
echo x >misc/note

if sh "$layout" "$tree" >"$tree/said"; then
    cat "$tree/said"
    echo "layout.sh found nothing"
    exit 1
fi
missing=0
while read -r file rule; do
    if ! grep -q "^$rule.*$file" "$tree/said"; then
        echo "not noticed: $rule in $file"
        missing=1
    fi
done <<'END'
base/upward.c includes
cli/inside.c includes
funnelcloud/private.h includes
model/threads.c omp
model/reader.c libconfig
base/maths.c no gsl
model/print.c printf and exit
model/leave.c printf and exit
model/locale.c never setlocale
model/licence.c SPDX
model/licence.c at most 500
model/wide.c at most 88
model/trailing.c no tabs
model/where.c no machine
model/link.c unknown host
misc unknown at the top
END
exit $missing
