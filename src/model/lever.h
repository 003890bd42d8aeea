/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levers: the only door through which crises and practices act.
 *
 * They start neutral each step; a lever nobody pulls points at a shared neutral row, so
 * that a crisis of severity 0 changes no bit. What a reader gets:
 *   FC_SHARE_LOST  the share kept, prod(1 - c y), at least 1 - high       neutral 1
 *   FC_RATE        the factor exp(sum c y), in [low, high]                neutral 1
 *   FC_ADD         the sum of c y, in [low, high]                         neutral 0
 * Held factors are counted (fc_block.clamps) and reported. Levers on crises, at the end
 * of the table, are read in the next step: crises come first, they take them over.
 */
#ifndef FC_MODEL_LEVER_H
#define FC_MODEL_LEVER_H

#include "scenario/field.h"

enum fc_scale { FC_RATE, FC_ADD, FC_SHARE_LOST };

/*   name          scale          rows          low   high  read by    meaning */
/* clang-format off */
#define FC_LEVERS(X) \
    X(demand, FC_SHARE_LOST, FC_MARKET, 0, 0.95, demand, \
      "share of all arrivals lost") \
    X(arrivals, FC_SHARE_LOST, FC_CHANNEL, 0, 0.95, demand, \
      "share of a channel's arrivals lost") \
    X(lead_flow, FC_RATE, FC_CHANNEL, 0.1, 10, demand, \
      "factor on the leads a channel brings") \
    X(marketing, FC_RATE, FC_CHANNEL, 0.01, 10, demand, \
      "factor on a channel's marketing spend") \
    X(prospecting, FC_RATE, FC_MARKET, 0.01, 100, demand, \
      "factor on the part of a team's calling hours that a market gets") \
    X(viable_share, FC_SHARE_LOST, FC_CHANNEL, 0, 0.95, demand, \
      "share of viable leads lost to late first contact") \
    X(neglect, FC_SHARE_LOST, FC_CHANNEL, 0, 1, demand, \
      "share of the leads nobody answers that are answered after all") \
    X(contact_delay, FC_RATE, FC_TEAM, 0.01, 100, contact, \
      "factor on the wait in the queue for first contact") \
    X(off_hours, FC_SHARE_LOST, FC_CHANNEL, 0, 1, contact, \
      "share of the leads outside office hours that are answered at once") \
    X(lead_scoring, FC_ADD, FC_ONE, 0, 3, contact, \
      "how well leads are ranked, standard deviations between good and bad ones") \
    X(hours, FC_SHARE_LOST, FC_TEAM, 0, 0.95, people, \
      "share of selling hours lost") \
    X(turnover, FC_RATE, FC_TEAM, 0.1, 20, people, \
      "factor on the hazard of leaving") \
    X(admin, FC_RATE, FC_TEAM, 0.1, 3, people, \
      "factor on the share of hours that goes to administration") \
    X(hours_used, FC_ADD, FC_TEAM, 0, 100, people, \
      "hours a month and person taken by training, mentoring or a new tool") \
    X(effort, FC_RATE, FC_TEAM, 0.5, 1.5, people, \
      "factor on the hours people put into selling") \
    X(hiring, FC_SHARE_LOST, FC_TEAM, 0, 1, people, \
      "share of searches for people that stand still") \
    X(lay_off, FC_ADD, FC_TEAM, 0, 1, people, \
      "share of the seats closed for good, when it rises") \
    X(walk_out, FC_ADD, FC_TEAM, 0, 1, people, \
      "share of the people who leave at once, when it rises") \
    X(knowledge_kept, FC_ADD, FC_TEAM, 0, 0.95, people, \
      "share of what is lost when accounts change hands that notes and tools keep") \
    X(travel, FC_RATE, FC_TEAM, 0.1, 10, contact, \
      "factor on the hours of ways to the clients") \
    X(ramp, FC_RATE, FC_TEAM, 0.1, 5, people, \
      "factor on the time newcomers need") \
    X(learning, FC_RATE, FC_TEAM, 0.1, 10, people, \
      "factor on the speed at which experience grows") \
    X(skill, FC_ADD, FC_TEAM, -0.5, 1, people, \
      "gain in proficiency by training, of those who were there") \
    X(mentoring, FC_ADD, FC_TEAM, 0, 2, people, \
      "share a month of the gap to the team's best that mentoring closes") \
    X(win_odds, FC_RATE, FC_MARKET, 0.05, 2, funnel, \
      "factor on the hazard to advance a stage") \
    X(loss_rate, FC_RATE, FC_MARKET, 0.05, 2, funnel, \
      "factor on the hazard to lose a deal") \
    X(stage_odds, FC_RATE, FC_STAGE, 0.05, 2, funnel, \
      "factor on the hazard to advance from a stage") \
    X(stage_speed, FC_RATE, FC_STAGE, 0.1, 2, funnel, \
      "factor on both hazards of a stage: deals stay there for a shorter time") \
    X(renewal_odds, FC_ADD, FC_MARKET, -4, 4, customers, \
      "log-odds of leaving at renewal") \
    X(renewals, FC_SHARE_LOST, FC_MARKET, 0, 1, customers, \
      "share of renewals that do not come up, because the contract runs on") \
    X(insolvency, FC_ADD, FC_MARKET, -4, 4, customers, \
      "normal score added to the clients' default threshold") \
    X(price, FC_SHARE_LOST, FC_MARKET, 0, 0.95, customers, \
      "share of the price of new deals lost") \
    X(satisfaction, FC_ADD, FC_MARKET, -5, 5, customers, \
      "satisfaction gained a month; of what is lost a part is recovered") \
    X(service, FC_RATE, FC_MARKET, 0.1, 10, customers, \
      "factor on the account service clients need") \
    X(repeat_rate, FC_RATE, FC_MARKET, 0.1, 10, customers, \
      "factor on how often clients without a contract buy") \
    X(drop_out, FC_RATE, FC_MARKET, 0.05, 20, customers, \
      "factor on the odds that a purchase without a contract is the last") \
    X(cross_sell, FC_RATE, FC_MARKET, 0.1, 10, customers, \
      "factor on what is sold into the market to clients of other products") \
    X(account_loss, FC_SHARE_LOST, FC_ACCOUNT, 0, 0.95, customers, \
      "probability a month that a key account leaves") \
    X(largest_client_cap, FC_SHARE_LOST, FC_ONE, 0, 0.999, customers, \
      "share taken off the cap on the largest clients: 0.9 of a cap of 1 leaves 0.1") \
    X(recognition, FC_ADD, FC_TEAM, -2, 2, motivation, \
      "recognition people get, log of its effect on those whom it moves as usual") \
    X(autonomy, FC_ADD, FC_TEAM, -2, 2, motivation, \
      "freedom in one's work, the same way") \
    X(competence, FC_ADD, FC_TEAM, -2, 2, motivation, \
      "mastery of one's work, the same way") \
    X(plan_fit, FC_ADD, FC_TEAM, 0, 1, motivation, \
      "how far what is offered follows what moves the person") \
    X(collections, FC_ADD, FC_ONE, 0, 180, money, \
      "days added to the time clients take to pay") \
    X(bad_debt, FC_RATE, FC_ONE, 0.1, 20, money, \
      "factor on the share of invoices never paid") \
    X(running_cost, FC_RATE, FC_ONE, 0.5, 5, money, \
      "factor on overhead") \
    X(kpi_noise, FC_RATE, FC_ONE, 0.05, 10, policy, \
      "factor on the error of the figures managers see") \
    X(kpi_lag, FC_RATE, FC_ONE, 0.05, 10, policy, \
      "factor on the age of the figures managers see") \
    X(cost_of_sales, FC_RATE, FC_MARKET, 0.2, 5, money, \
      "factor on the cost of what is sold and delivered") \
    X(exchange_rate, FC_RATE, FC_ONE, 0.1, 10, money, \
      "factor on the value of the foreign currency") \
    X(credit_line, FC_ADD, FC_ONE, 0, 1e12, money, \
      "money added to the credit line") \
    X(crisis_frequency, FC_SHARE_LOST, FC_CRISIS, 0, 1, crisis, \
      "share of the events of a crisis that are prevented") \
    X(crisis_severity, FC_RATE, FC_CRISIS, 0.02, 10, crisis, \
      "factor on the peak effect of an event") \
    X(crisis_plateau, FC_RATE, FC_CRISIS, 0.02, 10, crisis, \
      "factor on the time at the peak, while it lasts") \
    X(crisis_recovery, FC_RATE, FC_CRISIS, 0.02, 10, crisis, \
      "factor on the half-life of the recovery, while it goes on") \
    X(crisis_disclosure, FC_ADD, FC_CRISIS, 0, 1, crisis, \
      "probability that the firm makes an event public before others do") \
    X(crisis_disclosed_severity, FC_RATE, FC_CRISIS, 0.02, 10, crisis, \
      "factor on the peak effect of an event that is disclosed in time") \
    X(crisis_disclosed_recovery, FC_RATE, FC_CRISIS, 0.02, 10, crisis, \
      "factor on the half-life of the recovery after such an event") \
    X(crisis_second_shock, FC_ADD, FC_CRISIS, 0, 2, crisis, \
      "mean number of second shocks after an event whose disclosure came too late")
/* clang-format on */

enum fc_lever_id {
#define X(n, s, r, lo, hi, w, h) FC_L_##n,
    FC_LEVERS(X)
#undef X
        FC_L_COUNT
};

/* the levers a scenario may name, as an FC_CHOICE list: "demand|arrivals|..." */
extern const char *const fc__lever_choices;

struct fc_lever_row {
    const char *name, *reader, *meaning;
    uint8_t scale, axis;
    float low, high;
};
extern const struct fc_lever_row fc__lever_rows[FC_L_COUNT];

#endif
