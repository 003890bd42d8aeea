/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set to normal, to see what it costs: the same worlds with one cause of
 * trouble taken out. This room only says which; the rooms concerned ask fc_is_normal()
 * while they compile, so that nothing is asked in a step.
 *
 *   leads        year factors and channel noise at 1; swings of the economy, of
 *                territories, products and segments: those of another world
 *   wins         which deals come and close: the luck of another world
 *   sizes        new deals are worth their mean (CV .05)
 *   churn        who leaves, fails, buys again or more: the luck of another world
 *   people       nobody leaves, the seats of the opening are filled, newcomers know
 *                their job at once, all are equally able
 *   coverage     there are always hours enough
 *   recession    none, neither by chance nor scheduled
 *   assumptions  uncertain numbers at their medians
 *
 * A draw belongs to a named site, so that all other luck stays what it was. The luck of
 * another world is that of other sites: the same law, independent, normal on average.
 * Checked by tests/unit/test_normal.c. */
#include "model/normal.h"

#include <stddef.h>
#include <string.h>

struct spec {
    struct fc_names causes;
};

static const struct fc_field rows[] = {
    {.key = "causes",
     .kind = FC_NAMES,
     .confidence = 'H',
     .at = offsetof(struct spec, causes),
     .of = "leads|wins|sizes|churn|people|coverage|recession|assumptions",
     .help = "causes of trouble that are taken out; 'funnelcloud autopsy' does it by "
             "itself"},
    {0}};

static const struct fc_section sections[] = {
    {.path = "normal",
     .rows = rows,
     .help = "What is set to normal, to see what it costs: leads, deals won, their "
             "sizes and clients lost as on average, no leavers and no newcomers, hours "
             "enough for all work, no recession, uncertain numbers at their medians"},
    {0}};

static fc_status compile(const void *spec_, struct fc_model *model, void **own,
                         struct fc_error *err)
{
    const struct spec *spec = spec_;
    (void)own;
    (void)err;
    for (size_t i = 0; i < spec->causes.n; i++)
        for (uint32_t c = 0; c < FC_CAUSE_COUNT; c++)
            if (strcmp(spec->causes.at[i], fc__cause_name((enum fc_cause)c)) == 0)
                model->normal |= 1u << c;
    return FC_OK;
}

const struct fc_mechanism FC_PER_ISA(fc_normal_room);
const struct fc_mechanism FC_PER_ISA(fc_normal_room) = {
    .name = "normal",
    .help = "what is set to normal, to see what it costs",
    .sections = sections,
    .spec_size = sizeof(struct spec),
    .first = true,
    .compile = compile,
};
