/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Effects: what crises and practices do to the levers. One table reads them, one
 * compiler turns scope and effects into lists of lever rows with strengths.
 *
 * An effect of strength y on a row of its lever: c y + q y^2, with c = loss, ln(factor)
 * or the sum added, q the same of `squared`, each times the share of the row that lies
 * inside the scope (fc__model_overlap). A number may be uncertain: then c is drawn once
 * per path and stands in a row of its own. The laws of composition are in lever.h. */
#ifndef FC_MODEL_EFFECT_H
#define FC_MODEL_EFFECT_H

#include "model/model.h"

/* ---- the scenario ---- */
struct fc_effect_spec {
    int lever;          /* enum fc_lever_id */
    struct fc_names of; /* members the effect is restricted to; n = 0: all */
    struct fc_number loss, factor, log_odds, add; /* one of them, the others NAN */
    struct fc_number squared;                     /* NAN: no quadratic term */
};

extern const struct fc_field fc__effect_rows[];

/* ---- compiled ---- */
struct fc_pull {
    uint16_t lever;
    bool squared;   /* pulled with y^2 */
    uint32_t row;   /* of the lever */
    float c;        /* at y = 1 on the lever's scale; if it varies: the share reached */
    uint32_t drawn; /* row of fc_effects.strength, or FC_CERTAIN */
};
#define FC_CERTAIN UINT32_MAX

struct fc_pulls { /* what one member of the scope pulls */
    uint32_t n;
    struct fc_pull *at;
};

struct fc_effects {
    enum fc_axis axis;      /* of the scope; FC_ONE: everything */
    uint32_t member;        /* of a fixed scope */
    bool random;            /* one member of the axis, drawn for each event */
    uint32_t members;       /* of a random scope; 1 if the scope is fixed */
    struct fc_pulls *pulls; /* by member */
    bool tooled;            /* the scope is a tool: effects in proportion to its use */
    uint32_t tool;          /* practice */
    uint32_t drawn;         /* strengths that vary */
    fc_num *number;         /* of each */
    uint8_t *scale;         /* enum fc_scale of each */
    fc_rows strength;       /* [drawn] */
};

/* Whose effects they are, for reading and for messages. */
struct fc_aim {
    const char *list, *name, *scope; /* "crises", "fire", "territories:north" or NULL */
    const struct fc_list *effects;   /* struct fc_effect_spec */
    int line;
    bool by_event; /* the scope may be random, or a tool */
};

/* Scope and effects to lists of lever rows. When all axes have their members. */
fc_status fc__effects_aim(struct fc_effects *self, const struct fc_aim *aim,
                          struct fc_model *model, struct fc_error *err);

#define fc__effects_open FC_PER_ISA(fc__effects_open)
#define fc__pull_row     FC_PER_ISA(fc__pull_row)
#define fc__effects_pull FC_PER_ISA(fc__effects_pull)

/* The strengths of this block's paths. */
void fc__effects_open(const struct fc_effects *self, struct fc_block *b);

/* What a pull of strength y comes to, on the lever's scale: returns c; *strength is y,
 * y^2, or one of them times the strength drawn, in the room given. */
float fc__pull_row(const struct fc_effects *self, const struct fc_block *b,
                   const struct fc_pull *pull, const float *y, float *room,
                   const float **strength);

/* Pulls the levers of one member of the scope, y in [0, 1] per lane. */
void fc__effects_pull(const struct fc_effects *self, struct fc_block *b,
                      uint32_t member, const float *y);

#endif
