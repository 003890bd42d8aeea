/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instruction sets. The samplers (src/random) and the rooms of the model (src/model)
 * are compiled once for each instruction set from the same source; FC_PER_ISA(name)
 * gives a symbol its suffix, so that a room compiled for v3 calls the v3 kernels
 * directly. The build sets FC_ISA to v2, v3 or v4 on x86-64 and leaves it alone
 * elsewhere. */
#ifndef FC_BASE_ISA_H
#define FC_BASE_ISA_H

#ifndef FC_ISA
#define FC_ISA plain
#endif
#define FC_ISA_GLUE_(name, isa) name##_##isa
#define FC_ISA_GLUE(name, isa)  FC_ISA_GLUE_(name, isa)
#define FC_PER_ISA(name)        FC_ISA_GLUE(name, FC_ISA)

#if defined(__x86_64__) && defined(FC_NARROW) /* the oldest alone: quicker builds */
#define FC_ISA_LIST(X) X(v2)
#elif defined(__x86_64__)
#define FC_ISA_LIST(X) X(v2) X(v3) X(v4)
#else
#define FC_ISA_LIST(X) X(plain)
#endif

enum fc_isa {
#define FC_ISA_ENUM(isa) FC_ISA_##isa,
    FC_ISA_LIST(FC_ISA_ENUM)
#undef FC_ISA_ENUM
        FC_ISA_COUNT
};

/* The best instruction set this processor has. The environment variable FC_ISA (v2, v3,
 * v4) lowers it, never raises it: the tests compare the bytes of all three. */
enum fc_isa fc_isa_best(void);

/* "v2", "v3", "v4" or "plain". Borrowed. */
const char *fc_isa_name(enum fc_isa isa);

#endif
