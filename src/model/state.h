/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every array that the rooms of the model share, with its one writer.
 *
 * A row holds one value per lane (path). An array of axes rows x columns has
 * count(rows) * count(columns) lane rows: FC_ROW(b, stock, k * stages + n). LEVEL
 * arrays keep their value until the writer changes it; FLOW arrays are zeroed when a
 * month begins and the writer adds to them. Totals, breakdowns, traces and the
 * one-writer check of the dev preset come from this table. Counts are float32 (exact to
 * 2^24), money is double.
 */
#ifndef FC_MODEL_STATE_H
#define FC_MODEL_STATE_H

#include "scenario/field.h"

enum fc_life { FC_LEVEL_STATE, FC_FLOW_STATE };

/* classes of work, in the default order of priority */
enum fc_work {
    FC_W_CONTACT,
    FC_W_LATE,
    FC_W_EARLY,
    FC_W_SERVICE,
    FC_W_OUTBOUND,
    FC_W_COUNT
};
/* the tasks: first contact, each stage of the funnel, account service, outbound. Each
 * belongs to a class of work and to a role (fc_model.task_work, .task_role). */
enum { FC_T_CONTACT, FC_T_STAGES };

/* why a lead or deal was lost */
enum fc_reason {
    FC_R_NEGLECTED,
    FC_R_LATE,
    FC_R_UNFIT,
    FC_R_COMPETITOR,
    FC_R_NO_DECISION,
    FC_R_COUNT
};

#define LVL FC_LEVEL_STATE
#define FLW FC_FLOW_STATE
/*  name             writer     type    rows          columns     life unit      meaning
 */
/* clang-format off */
#define FC_STATE(X) \
    X(recession, macro, float, FC_ONE, FC_ONE, LVL, "share", \
      "1 in a recession") \
    X(adverse, macro, float, FC_MARKET, FC_ONE, LVL, "z", \
      "adverse state of the market, 1 = full recession") \
    X(credit, macro, float, FC_ONE, FC_ONE, LVL, "sd", \
      "12-month mean of the macro residual, unit variance") \
    X(crisis_effect, crisis, float, FC_CRISIS, FC_ONE, LVL, "share", \
      "effect, averaged over the step") \
    X(crisis_active, crisis, float, FC_CRISIS, FC_ONE, LVL, "share", \
      "1 while the effect is above 5 % of its peak") \
    X(crisis_events, crisis, float, FC_CRISIS, FC_ONE, FLW, "events", \
      "onsets in the month") \
    X(crisis_severity, crisis, float, FC_CRISIS, FC_ONE, FLW, "share", \
      "sum of the peak effects of the onsets") \
    X(crisis_days, crisis, float, FC_CRISIS, FC_ONE, FLW, "days", \
      "days with the effect above 5 % of its peak") \
    X(crisis_cost, crisis, double, FC_CRISIS, FC_ONE, FLW, "money", \
      "one-off cost of the onsets, and what crises cost while they last") \
    X(practice_use, practice, float, FC_PRACTICE, FC_ONE, LVL, "share", \
      "use of the practice, averaged over the step") \
    X(practice_cost, practice, double, FC_PRACTICE, FC_ONE, FLW, "money", \
      "what the practice costs") \
    X(hours, people, float, FC_TEAM, FC_ROLE, LVL, "hours", \
      "selling hours of the team's role in this step") \
    X(skill, people, float, FC_MARKET, FC_ROLE, LVL, "factor", \
      "hours-weighted mean of proficiency^beta of the market's team") \
    X(role_headcount, people, float, FC_TEAM, FC_ROLE, LVL, "people", \
      "filled seats of the role at the end of the step") \
    X(headcount, people, float, FC_TEAM, FC_ONE, LVL, "people", \
      "filled seats at the end of the step") \
    X(vacancies, people, float, FC_TEAM, FC_ONE, LVL, "seats", \
      "open seats at the end of the step") \
    X(ramping, people, float, FC_TEAM, FC_ONE, LVL, "people", \
      "filled seats within their ramp") \
    X(hours_available, people, float, FC_TEAM, FC_ONE, FLW, "hours", \
      "selling hours") \
    X(seat_months, people, float, FC_TEAM, FC_ONE, FLW, "months", \
      "filled seat-months: what is paid") \
    X(hires, people, float, FC_TEAM, FC_ONE, FLW, "people", \
      "people who started") \
    X(leavers, people, float, FC_TEAM, FC_ONE, FLW, "people", \
      "people who left") \
    X(seat_filled, people, float, FC_SEAT, FC_ONE, LVL, "people", \
      "1 if somebody is there at the end of the step") \
    X(seat_person, people, float, FC_SEAT, FC_ONE, LVL, "number", \
      "persons the seat has had before, counting the open search") \
    X(seat_tenure, people, float, FC_SEAT, FC_ONE, LVL, "months", \
      "of the person with the company, 0 if nobody is there") \
    X(seat_output, people, float, FC_SEAT, FC_ONE, FLW, "hours", \
      "selling hours times proficiency") \
    X(laid_off, people, float, FC_TEAM, FC_ONE, FLW, "people", \
      "leavers who were laid off") \
    X(promoted, people, float, FC_TEAM, FC_ONE, FLW, "people", \
      "people who moved to the next role") \
    X(promotion_chance, people, float, FC_TEAM, FC_ROLE, LVL, "share", \
      "of those who may be promoted at the end of the year, as seats are vacant now") \
    X(team_departures, people, float, FC_TEAM, FC_ONE, LVL, "share", \
      "leavers of the last 3 months / seats") \
    X(handover, people, float, FC_TEAM, FC_ONE, LVL, "share", \
      "of what the team's clients buy, lost by changes of hands in 12 months") \
    X(handover_deals, people, float, FC_TEAM, FC_ONE, LVL, "share", \
      "of the speed of the team's open deals, lost the same way") \
    X(team_output, people, float, FC_TEAM, FC_ONE, FLW, "hours", \
      "selling hours times proficiency") \
    X(viable, demand, float, FC_MARKET, FC_ONE, LVL, "leads", \
      "expected viable leads of the step, before contact coverage") \
    X(waiting, demand, float, FC_MARKET, FC_ONE, LVL, "leads", \
      "those of the viable ones that wait for first contact: inbound") \
    X(waiting_by, demand, float, FC_MARKET, FC_CHANNEL, LVL, "leads", \
      "the same by channel") \
    X(queue, demand, float, FC_TEAM, FC_CHANNEL, LVL, "leads", \
      "expected inbound leads of the step that somebody will answer") \
    X(inbound, demand, float, FC_TEAM, FC_CHANNEL, FLW, "leads", \
      "expected inbound leads, neglected ones included") \
    X(stale, demand, float, FC_MARKET, FC_ONE, LVL, "leads", \
      "expected stale leads of the step: unfit") \
    X(stale_late, demand, float, FC_MARKET, FC_ONE, LVL, "leads", \
      "expected stale leads of the step: contacted too late") \
    X(neglected, demand, float, FC_MARKET, FC_ONE, LVL, "leads", \
      "expected leads of the step nobody answers") \
    X(potential, demand, float, FC_MARKET, FC_ONE, LVL, "clients", \
      "clients there can be at most, 0 = no limit") \
    X(channel_rate, demand, float, FC_MARKET, FC_CHANNEL, FLW, "leads", \
      "expected leads by channel") \
    X(marketing, demand, double, FC_CHANNEL, FC_ONE, FLW, "money", \
      "marketing spend") \
    X(advance_factor, contact, float, FC_MARKET, FC_ROLE, LVL, "factor", \
      "on the hazard to advance a stage of the role, coverage aside") \
    X(loss_factor, contact, float, FC_MARKET, FC_ONE, LVL, "factor", \
      "on the hazard to lose a deal") \
    X(coverage, contact, float, FC_TEAM, FC_TASK, LVL, "share", \
      "hours delivered / hours needed") \
    X(reached, contact, float, FC_MARKET, FC_ONE, LVL, "leads", \
      "expected leads of the step that are viable at first contact") \
    X(answered_hour, contact, float, FC_TEAM, FC_CHANNEL, FLW, "leads", \
      "expected inbound leads answered within an hour") \
    X(outbound_hours, contact, float, FC_TEAM, FC_ONE, LVL, "hours", \
      "prospecting hours delivered in this step") \
    X(hours_needed, contact, float, FC_TEAM, FC_WORK, FLW, "hours", \
      "hours the work needs at full attention") \
    X(hours_delivered, contact, float, FC_TEAM, FC_WORK, FLW, "hours", \
      "hours given to the work") \
    X(pool_hours, contact, float, FC_MARKET, FC_ONE, FLW, "hours", \
      "hours that specialists of a matrix give to its deals") \
    X(stock, funnel, float, FC_MARKET, FC_STAGE, LVL, "deals", \
      "open viable deals by stage") \
    X(stale_stock, funnel, float, FC_MARKET, FC_ONE, LVL, "leads", \
      "stale leads still in the first stage") \
    X(leads, funnel, float, FC_MARKET, FC_ONE, FLW, "leads", \
      "leads arrived") \
    X(channel_leads, funnel, float, FC_CHANNEL, FC_ONE, FLW, "leads", \
      "leads arrived by channel") \
    X(stage_entries, funnel, float, FC_MARKET, FC_STAGE, FLW, "deals", \
      "deals that entered the stage") \
    X(qualified, funnel, float, FC_MARKET, FC_ONE, FLW, "deals", \
      "passed the first stage") \
    X(won, funnel, float, FC_MARKET, FC_ONE, FLW, "deals", \
      "won, named deals included") \
    X(decided, funnel, float, FC_MARKET, FC_ONE, FLW, "deals", \
      "won or lost after the first stage") \
    X(losses, funnel, float, FC_MARKET, FC_REASON, FLW, "deals", \
      "lost leads and deals by reason") \
    X(won_age, funnel, float, FC_MARKET, FC_ONE, FLW, "months", \
      "sum of the expected ages of the deals won") \
    X(open_deals, funnel, float, FC_MARKET, FC_ONE, LVL, "deals", \
      "open deals after the first stage") \
    X(pipeline_value, funnel, double, FC_MARKET, FC_ONE, LVL, "money", \
      "expected value of the open deals after the first stage") \
    X(named_hours, funnel, float, FC_MARKET, FC_STAGE, LVL, "hours", \
      "hours the named open deals are expected to need in the next step") \
    X(named_won, funnel, float, FC_MARKET, FC_ONE, FLW, "deals", \
      "named deals won") \
    X(named_value, funnel, double, FC_MARKET, FC_ONE, FLW, "money a year", \
      "value of the named deals won, list units") \
    X(clients, customers, float, FC_MARKET, FC_ONE, LVL, "clients", \
      "contracts and key accounts") \
    X(new_clients, customers, float, FC_MARKET, FC_ONE, FLW, "clients", \
      "contracts started") \
    X(lost_clients, customers, float, FC_MARKET, FC_ONE, FLW, "clients", \
      "left or insolvent") \
    X(service_need, customers, float, FC_MARKET, FC_ONE, LVL, "hours a month", \
      "account service the clients need") \
    X(other_products, customers, float, FC_MARKET, FC_ONE, LVL, "contracts", \
      "products of other markets that its clients have, where somebody asks") \
    X(annual_value, customers, double, FC_MARKET, FC_ONE, LVL, "money a year", \
      "recurring value at current prices") \
    X(bookings, customers, double, FC_MARKET, FC_ONE, FLW, "money", \
      "annual value of new contracts + one-off sales") \
    X(recurring, customers, double, FC_MARKET, FC_ONE, FLW, "money", \
      "recurring revenue, key accounts included") \
    X(one_off, customers, double, FC_MARKET, FC_ONE, FLW, "money", \
      "one-off revenue") \
    X(repeat, customers, double, FC_MARKET, FC_ONE, FLW, "money", \
      "revenue of clients without a contract, first purchases included") \
    X(purchases, customers, float, FC_MARKET, FC_ONE, FLW, "purchases", \
      "purchases after the first one") \
    X(cross_sold, customers, float, FC_MARKET, FC_ONE, FLW, "contracts", \
      "sold to clients of another product") \
    X(sold, customers, float, FC_MARKET, FC_ONE, FLW, "deals", \
      "won, or sold across") \
    X(value_year_ago, customers, double, FC_MARKET, FC_ONE, LVL, "money a year", \
      "recurring value of the clients of 12 months ago, then") \
    X(value_kept, customers, double, FC_MARKET, FC_ONE, LVL, "money a year", \
      "what is left of it today, without expansion and uplift") \
    X(value_kept_net, customers, double, FC_MARKET, FC_ONE, LVL, "money a year", \
      "what is left of it today, with expansion and uplift") \
    X(loyal, customers, float, FC_MARKET, FC_ONE, LVL, "clients", \
      "clients with 3 or more renewals (expected)") \
    X(first_term, customers, float, FC_MARKET, FC_ONE, LVL, "clients", \
      "clients without a renewal so far (expected)") \
    X(renewed, customers, float, FC_MARKET, FC_ONE, LVL, "clients", \
      "clients with 1 or 2 renewals (expected)") \
    X(potential_clients, customers, float, FC_MARKET, FC_ONE, LVL, "clients", \
      "clients of a market that has a potential") \
    X(satisfaction, customers, float, FC_MARKET, FC_ONE, LVL, "sd", \
      "satisfaction of the clients, 0 = as usual") \
    X(satisfaction_sum, customers, float, FC_MARKET, FC_ONE, LVL, "sd x clients", \
      "satisfaction x clients") \
    X(account_active, customers, float, FC_ACCOUNT, FC_ONE, LVL, "clients", \
      "1 while the key account is a client") \
    X(deal_limit, customers, double, FC_PRODUCT, FC_ONE, LVL, "money a year", \
      "most that a new contract with a named client may be worth, list units; 0: any") \
    X(account_revenue, customers, double, FC_ACCOUNT, FC_ONE, FLW, "money", \
      "revenue of the key account") \
    X(client_hhi, customers, float, FC_ONE, FC_ONE, LVL, "index", \
      "Herfindahl index of the clients' recurring value") \
    X(top_share, customers, float, FC_ONE, FC_ONE, LVL, "share", \
      "share of the largest key account") \
    X(hhi_territory, customers, float, FC_ONE, FC_ONE, LVL, "index", \
      "Herfindahl index of recurring value by territory") \
    X(hhi_product, customers, float, FC_ONE, FC_ONE, LVL, "index", \
      "Herfindahl index of recurring value by product") \
    X(hhi_segment, customers, float, FC_ONE, FC_ONE, LVL, "index", \
      "Herfindahl index of recurring value by segment") \
    X(seat_effort, motivation, float, FC_SEAT, FC_ONE, LVL, "factor", \
      "effort of the person in the next step, 1 = reference") \
    X(seat_hazard, motivation, float, FC_SEAT, FC_ONE, LVL, "factor", \
      "on the person's hazard of leaving from the next step on") \
    X(seat_attainment, motivation, float, FC_SEAT, FC_ONE, LVL, "share", \
      "sales of the person / quota, this sales year") \
    X(seat_won, motivation, float, FC_SEAT, FC_ONE, FLW, "deals", \
      "deals won, credited to the seat") \
    X(seat_sold, motivation, double, FC_SEAT, FC_ONE, FLW, "money", \
      "bookings credited to the seat") \
    X(sold_to_date, motivation, double, FC_TEAM, FC_ONE, LVL, "money", \
      "sales of the people in the full months of this sales year") \
    X(quota_to_date, motivation, double, FC_TEAM, FC_ONE, LVL, "money", \
      "their quota for these months") \
    X(quota_seats, motivation, float, FC_TEAM, FC_ONE, LVL, "people", \
      "people with a quota at the end of the last full sales year") \
    X(quota_met, motivation, float, FC_TEAM, FC_ONE, LVL, "people", \
      "those of them who reached it") \
    X(effort_people, motivation, float, FC_TEAM, FC_ONE, LVL, "people", \
      "sum of the people's efforts") \
    X(commission, motivation, double, FC_TEAM, FC_ONE, FLW, "money", \
      "commission of the sellers, without on-costs") \
    X(bonus, motivation, double, FC_TEAM, FC_ONE, FLW, "money", \
      "quarterly bonuses, without on-costs") \
    X(grade_months, motivation, float, FC_TEAM, FC_ONE, FLW, "months", \
      "base pay of grades beyond that of the first, in months of base pay") \
    X(revenue, money, double, FC_MARKET, FC_ONE, FLW, "money", \
      "revenue") \
    X(gross_profit, money, double, FC_MARKET, FC_ONE, FLW, "money", \
      "revenue - cost of sales") \
    X(contribution, money, double, FC_MARKET, FC_ONE, FLW, "money", \
      "gross profit - direct selling cost") \
    X(pay, money, double, FC_TEAM, FC_ONE, FLW, "money", \
      "pay with on-costs, commission, hiring, severance") \
    X(insurance, money, double, FC_PRACTICE, FC_ONE, FLW, "money", \
      "what insurers pay for losses, by the practice that insures") \
    X(costs, money, double, FC_ONE, FC_ONE, FLW, "money", \
      "all costs but cost of sales, bad debt included") \
    X(profit, money, double, FC_ONE, FC_ONE, FLW, "money", \
      "operating profit") \
    X(total_revenue, money, double, FC_ONE, FC_ONE, FLW, "money", \
      "revenue of the department") \
    X(bad_debt, money, double, FC_ONE, FC_ONE, FLW, "money", \
      "invoices never paid") \
    X(receivables, money, double, FC_ONE, FC_ONE, LVL, "money", \
      "invoices not yet paid") \
    X(cash, money, double, FC_ONE, FC_ONE, LVL, "money", \
      "end of month, negative = credit line used") \
    X(cash_low, money, double, FC_ONE, FC_ONE, LVL, "money", \
      "lowest month-end cash so far") \
    X(required_reserve, money, double, FC_ONE, FC_ONE, LVL, "money", \
      "cash at the start that would have kept every month end so far at 0 or above") \
    X(drawdown, money, double, FC_ONE, FC_ONE, LVL, "money", \
      "largest fall of cash from a peak so far") \
    X(ruined, money, float, FC_ONE, FC_ONE, LVL, "share", \
      "1 once cash was below minus the credit line") \
    X(policy_on, policy, float, FC_POLICY, FC_ONE, LVL, "share", \
      "1 if the policy works in the next step") \
    X(policy_months, policy, float, FC_POLICY, FC_ONE, FLW, "months", \
      "1 if the policy is at work this month") \
    X(policy_starts, policy, float, FC_POLICY, FC_ONE, FLW, "starts", \
      "1 if this is its first month at work") \
    X(false_alarms, policy, float, FC_POLICY, FC_ONE, FLW, "starts", \
      "1 if the exact figure would not have caused this start") \
    X(policy_cost, policy, double, FC_POLICY, FC_ONE, FLW, "money", \
      "cost of the policy at work, added marketing aside")
/* clang-format on */

enum fc_state_id {
#define X(n, w, t, r, c, l, u, h) FC_S_##n,
    FC_STATE(X)
#undef X
        FC_S_COUNT
};

struct fc_state {
#define X(n, w, t, r, c, l, u, h) t *n;
    FC_STATE(X)
#undef X
};

struct fc_state_row {
    const char *name, *writer, *unit, *meaning;
    uint8_t rows, columns, life, bytes; /* bytes: 4 float, 8 double */
};
extern const struct fc_state_row fc__state_rows[FC_S_COUNT];

#endif
