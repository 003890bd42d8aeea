#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the program alone in another way: other compiler, other block size.
#
# usage: sh tests/repro/build.sh SOURCE FOLDER OPTIONS_OF_CMAKE...
set -eu
source=$1
folder=$2
shift 2
cmake -S "$source" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release "$@" >/dev/null
cmake --build "$folder" -j 2 --target funnelcloud
