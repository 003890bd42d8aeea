/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slow/mutations.h"

#define CHANGE(name, ...)                                                              \
    static void name(struct firm *f)                                                   \
    {                                                                                  \
        __VA_ARGS__;                                                                   \
    }

CHANGE(conversion, f->conversion[1][SMALL] *= 1.05)
CHANGE(no_contagion, for (int i = 0; i < NL; i++) f->contagion[i].mean = 0)
CHANGE(terms_swapped, f->term[0] = 3; f->term[1] = 12)
CHANGE(no_season, f->season_amplitude = 0)
CHANGE(no_year, f->yearly_cv = 0)
CHANGE(no_noise, for (int c = 0; c < NC; c++) f->channel[c].dispersion = 1e5)
CHANGE(kept, f->channel[0].kept -= 0.05)
CHANGE(referral, f->channel[4].per_client_year *= 0.9)
CHANGE(adverts, f->channel[1].half_life_weeks = 30)
CHANGE(outbound, f->channel[3].hours_per_seat *= 0.9)
CHANGE(potential, f->potential[SMALL] = 0)
CHANGE(priority, f->priority[3] = PROSPECT; f->priority[4] = SERVICE)
CHANGE(dwell, f->dwell_weeks[1][LARGE] *= 1.1)
CHANGE(tender, f->deal.win_prob = 0.5)
CHANGE(certain_turnover, f->turnover = (struct interval){0.3599, 0.3601})
CHANGE(ramp, f->ramp_months = 9)
CHANGE(ability, f->ability_cv = 0.1)
CHANGE(no_plan, f->plan_month = 13)
CHANGE(alike, f->spread[SMALL] = f->spread[LARGE] = 0.02)
CHANGE(no_common, f->correlation = 0)
CHANGE(no_expansion, f->expansion = 0)
CHANGE(same_values, f->deal_cv[LARGE] = 0.5)
CHANGE(covered, f->coverage_log_odds = 0.8)
CHANGE(not_in_recession, f->crisis[1].in_recession = 1)
CHANGE(no_scar, f->crisis[2].scar = 0)
CHANGE(slow_cycle, f->half_life_months = 8)
CHANGE(certain_drop, f->drop = (struct interval){0.1899, 0.1901})
CHANGE(no_rank, f->rank = 0.9)
CHANGE(days, f->days_bad = 45)
CHANGE(commission, f->commission *= 1.05)

const struct mutation mutation[MUTATIONS] = {
    {"conversion of a stage + 5 %", conversion, {0}},
    {"no contagion", no_contagion, {0}},
    {"terms swapped", terms_swapped, {0}},
    {"no season", no_season, {0}},
    {"no yearly noise", no_year, {0}},
    {"no monthly noise", no_noise, {0}},
    {"kept - .05", kept, {0}},
    {"referrals - 10 %", referral, {0}},
    {"goodwill lives longer", adverts, {0}},
    {"outbound hours - 10 %", outbound, {0}},
    {"no potential", potential, {0}},
    {"outbound before service", priority, {0}},
    {"dwell of a stage + 10 %", dwell, {0}},
    {"tender wins twice", tender, {0}},
    {"turnover known", certain_turnover, {0}},
    {"ramp + 50 %", ramp, {0}},
    {"people alike", ability, {0}},
    {"hire six months later", no_plan, {0}},
    {"clients alike (theta)", alike, {0}},
    {"insolvency independent", no_common, {0}},
    {"no expansion", no_expansion, {0}},
    {"values alike", same_values, {0}},
    {"service matters half", covered, {0}},
    {"slump not in recession", not_in_recession, {0}},
    {"no scar", no_scar, {0}},
    {"macro half-life 8", slow_cycle, {0}},
    {"drop known", certain_drop, {0}},
    {"rank +.9 for -.5", no_rank, {0}},
    {"days in recession 45", days, {0}},
    {"commission + 5 %", commission, {0}},
};
