# SPDX-License-Identifier: GPL-3.0-or-later
# Read by scripts/demo and scripts/check: installs what is missing on Debian or Ubuntu.
# shellcheck shell=sh

fc_build_packages="build-essential cmake ninja-build pkg-config libgsl-dev \
libconfig-dev libmd-dev libcmocka-dev librandom123-dev gnuplot-nox \
fonts-dejavu-core fontconfig"
fc_check_packages="clang libomp-14-dev libclang-rt-14-dev libxml2-utils clang-format"

# need_packages NAME...
need_packages() {
    missing=
    for package in "$@"; do
        status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
        case $status in
        *" installed") ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "These Debian packages (or the like) are needed:$missing" >&2
        echo "There is no apt-get here; install them and run this again." >&2
        return 69
    fi
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "As root, run: apt-get install$missing" >&2
            return 69
        fi
        as_root=sudo
    fi
    echo "installing:$missing" >&2
    # Word splitting is wanted in both: a list of packages, sudo or nothing.
    # shellcheck disable=SC2086
    if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
        --no-install-recommends $missing </dev/null >&2; then
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null >&2
        # shellcheck disable=SC2086
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
            --no-install-recommends $missing </dev/null >&2
    fi
}
