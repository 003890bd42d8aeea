/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One wrong number at a time, and who notices: the series after each change failed with
 * 40,000 paths of the engine and 20,000 slow ones, most with |z| of 7 to 90. The
 * weakest are the monthly noise (leads of month 6, 7.4), the rank correlation (outbound
 * hours, 6.4) and the life of goodwill (leads, 6.4); FC_LONG_TESTS sharpens them. */
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
CHANGE(price, f->price_exponent = 0)
CHANGE(tender, f->deal.win_prob = 0.5)
CHANGE(certain_turnover, f->turnover = (struct interval){0.3639, 0.3641})
CHANGE(ramp, f->ramp_months = 9)
CHANGE(ability, f->ability_cv = 0.7)
CHANGE(no_plan, f->plan_month = 13)
CHANGE(alike, f->spread[SMALL] = f->spread[LARGE] = 0.02)
CHANGE(no_common, f->correlation = 0)
CHANGE(no_expansion, f->expansion = 0)
CHANGE(same_values, f->deal_cv[LARGE] = 0.5)
CHANGE(covered, f->coverage_log_odds = 0.8)
CHANGE(not_in_recession, f->crisis[1].in_recession = 1)
CHANGE(no_scar, f->crisis[2].scar = 0)
CHANGE(slow_cycle, f->half_life_months = 8)
CHANGE(certain_drop, f->drop = (struct interval){0.2199, 0.2201})
CHANGE(no_rank, f->rank = 0)
CHANGE(days, f->days_bad = 45)
CHANGE(commission, f->commission *= 1.1)

const struct mutation mutation[MUTATIONS] = {
    {"conversion of a stage + 5 %", conversion, {S_wins, S_no_decision, SEEN_END}},
    {"no contagion", no_contagion, {S_events, S_severity, S_referred, S_cash_24}},
    {"terms swapped", terms_swapped, {S_product_hhi_24, S_profit, S_cash_24, SEEN_END}},
    {"no season", no_season, {S_wins_6, S_open_2, S_needed_2, S_utilisation_12}},
    {"no yearly noise", no_year, {S_leads, S_leads_6, S_unfit, SEEN_END}},
    {"no monthly noise", no_noise, {S_leads_6, SEEN_END}},
    {"kept - .05", kept, {S_late, S_no_decision, SEEN_END}},
    {"referrals - 10 %", referral, {S_referred, S_no_decision, SEEN_END}},
    {"goodwill lives longer", adverts, {S_leads, S_unfit, SEEN_END}},
    {"outbound hours - 10 %",
     outbound,
     {S_prospected, S_utilisation_12, S_needed_2, SEEN_END}},
    {"no potential", potential, {S_leads_6, S_wins, S_clients_12, S_bookings}},
    {"outbound before service",
     priority,
     {S_grr_12, S_prospected, S_revenue_12, S_service_12}},
    {"dwell of a stage + 10 %", dwell, {S_open_2, S_open_12, S_pipeline_12, SEEN_END}},
    {"price moves no odds", price, {S_wins, S_bookings, SEEN_END}},
    {"tender wins twice", tender, {S_cash_12, S_profit_12, S_revenue_12, SEEN_END}},
    {"turnover known",
     certain_turnover,
     {S_leavers, S_hours, S_headcount_24, SEEN_END}},
    {"ramp + 50 %", ramp, {S_wins, S_bookings, SEEN_END}},
    {"ability varies twice", ability, {S_wins, S_no_decision, SEEN_END}},
    {"hire six months later",
     no_plan,
     {S_hours, S_utilisation_12, S_profit_12, S_prospected}},
    {"clients alike (theta)", alike, {S_grr_12, S_lost_clients, S_loyal_24, S_revenue}},
    {"insolvency independent",
     no_common,
     {S_lost_clients, S_grr_24, S_clients_24, S_profit}},
    {"no expansion", no_expansion, {S_nrr_24, S_revenue, S_annual_24, SEEN_END}},
    {"values alike", same_values, {S_client_hhi_24, S_bookings_12, S_nrr_24, SEEN_END}},
    {"service matters half", covered, {S_grr_12, S_lost_clients, S_profit, SEEN_END}},
    {"slump not in recession",
     not_in_recession,
     {S_events, S_severity, S_crisis_days, SEEN_END}},
    {"no scar", no_scar, {S_receivables_24, S_wins_24, S_referred, S_clients_24}},
    {"macro half-life 8", slow_cycle, {S_wins, S_open_12, S_bookings, SEEN_END}},
    {"drop known", certain_drop, {S_leads, S_leads_24, S_needed_2, SEEN_END}},
    {"no rank correlation", no_rank, {S_prospected, SEEN_END}},
    {"days in recession 45", days, {S_receivables_24, S_cash_12, S_cash_low, SEEN_END}},
    {"commission + 10 %", commission, {S_cash_12, SEEN_END}},
};
