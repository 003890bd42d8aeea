/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block holds FC_LANES paths side by side; every state variable is a row of FC_LANES
 * values, aligned to 64 bytes. The number is a build-time choice (64 or 256; results do
 * not depend on it, tests/repro checks). */
#ifndef FC_BASE_LANES_H
#define FC_BASE_LANES_H

#include <stdint.h>

#ifndef FC_LANES
#define FC_LANES 128
#endif
#if FC_LANES % 16 != 0
#error "FC_LANES must be a multiple of 16, the floats in the widest vector"
#endif

/* For every path of a block. Paths are apart: what the body writes for one lane it does
 * not read or write for another. Compilers that can be told are told, and make vector
 * code of bodies with many rows; a body that does mix lanes is a plain `for`. */
#if defined(__GNUC__) && !defined(__clang__)
#define FC_APART _Pragma("GCC ivdep")
#else
#define FC_APART
#endif
#define FC_EACH(lane) FC_APART for (uint32_t lane = 0; lane < FC_LANES; lane++)

/* Up from `first`, or down to it, where the compiler knows how far (a few stages): the
 * body is written out each time, so that what it holds by stage stays in registers. */
#if defined(__GNUC__) && !defined(__clang__)
#define FC_WRITTEN_OUT _Pragma("GCC unroll 8")
#else
#define FC_WRITTEN_OUT
#endif
#define FC_UP(i, first, end)    FC_WRITTEN_OUT for (int i = (first); i < (end); i++)
#define FC_DOWN(i, last, first) FC_WRITTEN_OUT for (int i = (last); i >= (first); i--)

#endif
