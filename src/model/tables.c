/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of state arrays and levers as data: one X-macro list each in state.h and
 * lever.h drives everything. Checked by tests/unit/test_model.c. */
#include "model/lever.h"
#include "model/state.h"

#include <stddef.h>

const struct fc_state_row fc__state_rows[FC_S_COUNT] = {
#define X(n, w, t, r, c, l, u, h) {#n, #w, u, h, r, c, l, sizeof(t)},
    FC_STATE(X)
#undef X
};

const struct fc_lever_row fc__lever_rows[FC_L_COUNT] = {
#define X(n, s, r, lo, hi, w, h) {#n, #w, h, s, r, (float)(lo), (float)(hi)},
    FC_LEVERS(X)
#undef X
};

/* "|demand|arrivals..." without the first bar */
static const char choices[] =
#define X(n, s, r, lo, hi, w, h) "|" #n
    FC_LEVERS(X)
#undef X
    ;
const char *const fc__lever_choices = choices + 1;
