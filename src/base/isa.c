/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which instruction set to use. Checked by tests/repro (equal bytes for all of them).
 */
#include "base/isa.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
#define NAME(isa) #isa,
    FC_ISA_LIST(NAME)
#undef NAME
};

const char *fc_isa_name(enum fc_isa isa)
{
    return names[isa];
}

#if defined(__x86_64__) && !defined(FC_NARROW)
static enum fc_isa widest(void)
{
    __builtin_cpu_init();
    const int v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                   __builtin_cpu_supports("bmi2");
    const int v4 =
        v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl");
    return v4 ? FC_ISA_v4 : v3 ? FC_ISA_v3 : FC_ISA_v2;
}
#else
static enum fc_isa widest(void)
{
    return (enum fc_isa)0; /* the only one */
}
#endif

enum fc_isa fc_isa_best(void)
{
    enum fc_isa best = widest();
    const char *wanted = getenv("FC_ISA");
    for (int i = 0; wanted && i < FC_ISA_COUNT && i < (int)best; i++)
        if (strcmp(wanted, names[i]) == 0)
            best = (enum fc_isa)i;
    return best;
}
