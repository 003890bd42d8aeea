#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs into a scratch folder, moves that folder, and builds a program against it by
# find_package and by pkg-config; the installed program runs from there.
#
# usage: sh tests/cli/install.sh BUILD_FOLDER SCENARIO
set -eu
build=$1
scenario=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake --install "$build" --prefix "$scratch/first" >/dev/null
mv "$scratch/first" "$scratch/moved"
cd "$scratch"
cat >main.c <<'END'
#include <funnelcloud/funnelcloud.h>
int main(int argc, char **argv)
{
    struct fc_error err = {0};
    struct fc_run_options how = FC_RUN_OPTIONS_INIT;
    fc_scenario *scenario = NULL;
    fc_forecast *forecast = NULL;
    how.paths = 100;
    fc_status status = argc < 2 ? FC_E_ARG : FC_OK;
    if (status == FC_OK)
        status = fc_scenario_read(argv[1], NULL, 0, &scenario, &err);
    if (status == FC_OK)
        status = fc_run(scenario, &how, &forecast, &err);
    fc_forecast_free(forecast);
    fc_scenario_free(scenario);
    return fc_status_exit_code(status);
}
END
cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.22)
project(consumer LANGUAGES C)
find_package(funnelcloud REQUIRED)
add_executable(consumer main.c)
target_link_libraries(consumer PRIVATE funnelcloud::funnelcloud)
END
cmake -S . -B built -DCMAKE_PREFIX_PATH="$scratch/moved" >/dev/null
cmake --build built >/dev/null
built/consumer "$scenario"
PKG_CONFIG_PATH=$(dirname "$(find moved -name funnelcloud.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046
cc main.c -o by_pkg_config $(pkg-config --cflags --libs --static funnelcloud)
LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH") ./by_pkg_config "$scenario"
moved/bin/funnelcloud run "$scenario" -n 100 -q --charts none -o out >summary
[ -s summary ] && [ -f out/report.html ]
echo "find_package, pkg-config and the installed program work"
