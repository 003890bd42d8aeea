/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies that hire: seats open when such a policy begins to work.
 *
 *   begins   `seats` of its closed seats open, in the order of their numbers:
 *            the search starts with the step and is filled, paid, ramped and
 *            left like any other
 *   ends     with close_seats all of its seats that are open are closed:
 *            whoever is on one is laid off
 *
 * A seat that opens again has a new search and a new person: the next number of the
 * seat. Seats that are closed give nothing to any sum, so that a policy that never acts
 * changes no bit (M11). Source: docs/model.md#policies. Checked by
 * tests/unit/test_hire.c. */
#include "model/people.h"

static void seat_open(const struct fc_people *own, struct fc_block *b, uint32_t seat,
                      uint32_t l)
{
    uint32_t words[FC_SEAT_WORDS];
    fc__person_words(own, b, seat, l, FC_ROW(b, seat_person, seat)[l], words);
    fc_own(b, own->closed, seat)[l] = 0.0f;
    fc_own(b, own->clock, seat)[l] = fc__search_months(own, b, l, words);
    fc_own(b, own->used, seat - own->planned)[0] = 1.0f;
}

static void seats_open(const struct fc_people *own, struct fc_block *b,
                       const struct fc_hire *hire, uint32_t l)
{
    float left = hire->each;
    for (uint32_t i = 0; i < hire->n && left > 0.5f; i++) {
        if (!(fc_own(b, own->closed, hire->first + i)[l] > 0.0f))
            continue;
        seat_open(own, b, hire->first + i, l);
        left -= 1.0f;
    }
}

static void hire_step(const struct fc_people *own, struct fc_block *b,
                      const struct fc_hire *hire)
{
    const float *on = FC_ROW(b, policy_on, hire->policy);
    float *before = fc_own(b, hire->before, 0), *ended = fc_own(b, hire->ended, 0);
    for (uint32_t l = 0; l < FC_LANES; l++)
        if (on[l] > before[l])
            seats_open(own, b, hire, l);
    FC_EACH (l) {
        ended[l] = on[l] < before[l] ? 1.0f : 0.0f;
        before[l] = on[l];
    }
}

/* Seats of policies that are open, by team. */
static void more_write(const struct fc_people *own, struct fc_block *b)
{
    for (uint32_t team = 0; team < own->teams; team++)
        FC_EACH (l)
            fc_own(b, own->more, team)[l] = 0.0f;
    for (uint32_t seat = own->planned; seat < own->seats; seat++) {
        const float *closed = fc_own(b, own->closed, seat);
        float *more = fc_own(b, own->more, b->model->seat_team[seat]);
        FC_EACH (l)
            more[l] += 1.0f - closed[l];
    }
}

void fc__people_hire(const struct fc_people *own, struct fc_block *b)
{
    for (uint32_t h = 0; h < own->hires; h++)
        hire_step(own, b, &own->hire[h]);
    if (own->hires)
        more_write(own, b);
}

/* A search that is broken off is over: the next one is another. */
static void seat_end(const struct fc_people *own, struct fc_block *b, uint32_t team,
                     uint32_t seat, uint32_t l)
{
    if (fc_own(b, own->closed, seat)[l] > 0.0f)
        return;
    if (fc_own(b, own->tenure, seat)[l] < 0.0f)
        FC_ROW(b, seat_person, seat)[l] += 1.0f;
    fc__people_close(own, b, team, seat, l);
}

void fc__people_hire_ends(const struct fc_people *own, struct fc_block *b,
                          uint32_t team)
{
    for (uint32_t h = 0; h < own->hires; h++) {
        const struct fc_hire *hire = &own->hire[h];
        const float *ended = fc_own(b, hire->ended, 0);
        for (uint32_t i = 0; hire->closes && i < hire->n; i++) {
            const uint32_t seat = hire->first + i;
            for (uint32_t l = 0; b->model->seat_team[seat] == team && l < FC_LANES; l++)
                if (ended[l] > 0.0f)
                    seat_end(own, b, team, seat, l);
        }
    }
}
