/* SPDX-License-Identifier: GPL-3.0-or-later */
/* English words of the report on measures against crises. Same keys and {names} as in
 * words_ledger_ru.c. */
#include "report/words.h"

const struct fc_message fc__ledger_messages_en[] = {
    {"section.ledger", "What is weighed"},
    {"section.appetite", "Risk against appetite"},
    {"section.measures", "Measures"},
    {"section.pairs", "Measures beside each other"},
    {"section.even", "When a measure pays"},
    {"section.best", "The best set"},
    {"ledger.what",
     "{n} {n|measure|measures} against {crises} {crises|kind|kinds} of crisis in the "
     "same {paths} {paths|world|worlds} of {months} {months|month|months} each, from "
     "{from} to {to}: {names}. Every number is a difference in the same worlds; money "
     "is that of the whole horizon."},
    {"ledger.partial", "The run stopped early ({reason}): parts that were not finished "
                       "are missing."},
    {"ledger.all_measures", "All measures"},
    {"ledger.no_measure", "no measure"},
    {"ledger.quoted", "{between}“{title}”"},
    {"ledger.tolerance",
     "{metric}, {period}: the tolerance is {value} or more, the appetite a miss in up "
     "to {accept} of the worlds."},
    {"ledger.tolerance_open",
     "{metric}, {period}: the tolerance is {value} or more; no appetite is given."},
    {"ledger.risk",
     "Inherent risk, without any measure: missed in {before} of the worlds, "
     "{verdict}. Residual risk, with all measures: {after}, "
     "{after_verdict}."},
    {"ledger.inside", "inside the appetite"},
    {"ledger.outside", "outside the appetite"},
    {"ledger.close", "too close to the appetite to call"},
    {"ledger.open", "without a verdict"},
    {"ledger.ruin", "All measures change the probability to run out of cash by "
                    "{change}."},
    {"ledger.cost", "“{title}” costs {cost}; of each {currency} spent {back} "
                    "comes back."},
    {"ledger.cost_all", "All measures together cost {cost}; of each {currency} spent "
                        "{back} comes back."},
    {"ledger.free", "“{title}” has no cost of its own that could be seen."},
    {"ledger.free_all", "All measures together have no cost that could be seen."},
    {"ledger.profit_up", "The mean operating profit rises by {change}."},
    {"ledger.profit_down", "The mean operating profit falls by {change}."},
    {"ledger.profit_unseen", "No change of the mean operating profit can be seen "
                             "({change})."},
    {"ledger.tail_up", "In the worst 5 % of the worlds it rises by {change}."},
    {"ledger.tail_down", "In the worst 5 % of the worlds it falls by {change}."},
    {"ledger.tail_unseen", "In the worst 5 % of the worlds no change can be seen "
                           "({change})."},
    {"ledger.whole", "Without measures, crises take {profit} of operating profit and "
                     "{revenue} of revenue on average."},
    {"ledger.by_shapley",
     "Each crisis has its fair share of that: what it takes on average over all orders "
     "in which crises may be added (Shapley), so that the shares add up."},
    {"ledger.by_last", "With so many crises, the share of each is what it takes beside "
                       "all others; these shares need not add up."},
    {"ledger.crisis", "“{title}” (owner: {owner}; {per_year} a year) takes {share}."},
    {"ledger.crisis_nobody", "“{title}” (no owner; {per_year} a year) takes {share}."},
    {"ledger.saved", "“{title}” saves more of it than any other measure: {saved}; with "
                     "all measures {after} is still lost."},
    {"ledger.saved_all", "“{title}” saves more of it than any other measure: {saved}; "
                         "with all measures nothing of it is lost."},
    {"ledger.saved_none", "No measure saves anything of it that could be seen."},
    {"ledger.overlap",
     "“{one}” and “{two}” together bring {change} less than both alone in "
     "sum: they overlap."},
    {"ledger.strengthen",
     "“{one}” and “{two}” together bring {change} more than both alone in "
     "sum: they strengthen each other."},
    {"ledger.no_pair", "No two measures overlap or strengthen each other by more than "
                       "the simulation error."},
    {"ledger.rest", "What three and more do together adds {rest}."},
    {"ledger.even_none", "“{title}” saves nothing of any crisis that could be seen: no "
                         "frequency is looked for at which it pays."},
    {"ledger.even_always", "“{title}” pays on average even if “{crisis}” never came."},
    {"ledger.even_found",
     "“{title}” pays on average if “{crisis}” comes at least {times} times as "
     "often as assumed ({per_year} a year is assumed)."},
    {"ledger.even_never",
     "“{title}” does not pay on average even if “{crisis}” came {times} times as often "
     "as assumed ({per_year} a year is assumed)."},
    {"ledger.budget",
     "Of all {sets} sets of measures those that cost up to {budget} are looked at, by "
     "what measures do alone and in pairs; the best and the next best are then "
     "simulated in {paths} {paths|world|worlds} of their own."},
    {"ledger.no_budget",
     "No budget is given, so that all {sets} sets of measures are looked at, by what "
     "measures do alone and in pairs; the best and the next best are then simulated in "
     "{paths} {paths|world|worlds} of their own."},
    {"ledger.goal_profit", "mean operating profit"},
    {"ledger.goal_es", "operating profit in the worst 5 % of the worlds"},
    {"ledger.best", "By {goal} the best set is {set}: {change} against no "
                    "measure, at a cost of {cost}."},
    {"ledger.best_none", "By {goal} it is best to take no measure."},
    {"ledger.best_risk", "With the best set, {metric}, {period}, is missed in {miss} "
                         "of the worlds: {verdict}."},
    {"ledger.ahead", "It is {change} ahead of the next best, {next}."},
    {"ledger.behind", "But in worlds of its own the next best, {next}, is {change} "
                      "ahead: take that one."},
    {"ledger.level",
     "It cannot be told from the next best, {next} ({change}): take the "
     "cheaper or the simpler of the two, or simulate {needed} {needed|world|worlds}."},
    {"ledger.level_ever",
     "It cannot be told from the next best, {next} ({change}), by any number "
     "of worlds that can be run: take the cheaper or the simpler of the two."},
    {"ledger.trust",
     "Behind ± stands half of a 95 % interval of the simulation, from differences "
     "world by world. Crises against measures rest on {half} {half|world|worlds}. "
     "Whether a measure works as it is assumed to, the simulation cannot tell."},
    /* ---- the page ---- */
    {"page.ledger_kind", "Measures against crises, in the same worlds"},
    {"page.measures_note",
     "Changes against no measure, over the whole horizon. Change for each unit of "
     "money spent: −1 means that nothing comes back, 0 that all does. Share: what is "
     "due to the measure of the effect of all, alone and half of what it does in each "
     "pair. The small number behind ± is the standard error."},
    {"page.misses", "Targets by measure"},
    {"page.saved", "What each measure saves of each crisis"},
    {"page.saved_note",
     "Operating profit: what the crisis takes without measures less what it takes with "
     "the measure. A measure may save elsewhere, too, and it has its price; both are "
     "in the table of measures."},
    {"page.pairs_note", "Both together less the sum of each alone: below 0 they "
                        "overlap, above 0 they strengthen each other."},
    {"page.best_risk", "Targets with the best set: before and after"},
    {"page.best_note", "In worlds that had no part in the choice."},
    {"th.tolerance", "Tolerance: at least"},
    {"th.inherent", "Inherent P(miss)"},
    {"th.residual", "Residual P(miss)"},
    {"th.bare_miss", "P(miss) without measures"},
    {"th.best_miss", "with the best set"},
    {"th.miss_change", "Change"},
    {"th.measure", "Measure"},
    {"th.measure_cost", "Cost"},
    {"th.measure_profit", "Operating profit"},
    {"th.measure_tail", "Its worst 5 %, mean"},
    {"th.measure_ruin", "P(cash runs out)"},
    {"th.per_cost", "Profit by unit of cost"},
    {"th.per_cost_es", "Worst 5 % by unit of cost"},
    {"th.its_share", "Share of the effect of all"},
    {"th.crisis_takes", "Takes of profit"},
    {"th.crisis_takes_revenue", "Takes of revenue"},
    {"th.loss_each", "Loss each time"},
    {"th.loss_before", "Inherent loss"},
    {"th.loss_after", "Residual loss"},
    {"th.beside", "beside"},
    {"th.pair_profit", "Operating profit: together less alone"},
    {"th.pair_es", "Its worst 5 %: together less alone"},
    {"th.best_by", "By"},
    {"th.best_set", "Set"},
    {"th.set_gain", "Gain against no measure"},
    {"th.set_ahead", "Ahead of the next best"},
    /* ---- charts ---- */
    {"axis.measures", "change against no measure, {scale}{currency}"},
    {"axis.attributed", "operating profit lost, {scale}{currency}"},
    {"axis.saved", "{scale}{currency} of operating profit"},
    {"axis.loss_each", "operating profit lost each time, {scale}{currency}"},
    {"legend.before", "inherent: without measures"},
    {"legend.after", "residual: with all measures"},
    {"legend.a_year", "{loss} a year"},
    {"chart.measures", "Measures: change of the mean operating profit, 95 % interval"},
    {"chart.measures_es",
     "Measures: change of operating profit in the worst 5 % of the worlds"},
    {"chart.attributed", "What each crisis takes of operating profit, 95 % interval"},
    {"chart.saved", "What each measure saves of each crisis"},
    {"chart.risk_map", "Crises: how often, and what each time costs"},
    {NULL, NULL}};

const struct fc_term fc__ledger_terms_en[] = {
    {"metric", "own_cost", "Own cost",
     "What a measure costs in its own lines: practices and policies."},
    {"stat", "times", "times",
     "Factor on the assumed frequency of the crisis at which the measure pays."},
    {"column", "what", "what",
     "inherent, residual (probability to miss), effect (of a measure), per_cost (for "
     "each unit of its cost), share and rest (of the effect of all), pair, attributed, "
     "loss_inherent, loss_residual, each_inherent, each_residual, saved, break_even, "
     "break_even_above, best, best_es (by the worst 5 %), next_best, ahead."},
    {"column", "crisis", "crisis", "Crisis that the row is about."},
    {"column", "measure", "measure", "Measure, or set of measures, of the row."},
    {"column", "other", "other", "The second measure of a pair; the next best set."},
    {"key", "measures", "measures",
     "Change against no measure by measure; the last one is all of them together."},
    {"key", "file", "file",
     "File that adds the measure; null for a practice of the scenario."},
    {"key", "cost", "cost", "What it costs in its own lines over the horizon."},
    {"key", "per_cost", "by unit of cost",
     "Change of operating profit for each unit of money that the measure costs."},
    {"key", "share", "share",
     "Part of the effect of all measures that is due to this one; of the last one, all "
     "measures: what three and more do together."},
    {"key", "misses", "misses",
     "Change of the probability to miss, by target in the order of `targets`."},
    {"key", "pairs", "pairs", "Two measures together less the sum of each alone."},
    {"key", "one", "one", "The first measure of a pair."},
    {"key", "two", "two", "The second measure of a pair."},
    {"key", "inherent", "inherent", "Without any measure."},
    {"key", "residual", "residual", "With all measures."},
    {"key", "loss", "loss", "Operating profit without the crisis less with it."},
    {"key", "loss_each", "loss each time",
     "The loss divided by the number of times the crisis strikes."},
    {"key", "attribution", "attribution",
     "How losses are shared out: shapley (fair shares that add up) or last_in (beside "
     "all other crises)."},
    {"key", "attributed", "attributed",
     "What the crisis takes of operating profit and revenue, without measures."},
    {"key", "saved", "saved",
     "Loss by the crisis without measures less that with the measure."},
    {"key", "outcome", "outcome",
     "found; always: it pays even without the crisis; never: not at the highest "
     "frequency looked at; none: it saves nothing that could be seen."},
    {"key", "crisis", "crisis", "Crisis of which the measure saves most."},
    {"key", "per_year", "events a year assumed",
     "Frequency of the crisis in the scenario, in an expansion."},
    {"key", "times", "times",
     "Factor on the assumed frequency from which on the measure pays on average."},
    {"key", "budget", "budget",
     "What measures may cost over the horizon; null if not given."},
    {"key", "best_sets", "best sets",
     "The best set of measures within the budget by mean (mean) and by the worst 5 % "
     "(es) of operating profit."},
    {"key", "best_members", "chosen", "Measures of the best set; empty: none."},
    {"key", "gain", "gain", "Its change against no measure, in worlds of its own."},
    {"key", "next_best", "next best", "Measures of the next best set; empty: none."},
    {"key", "ahead", "ahead", "Best set less next best."},
    {"file", "ledger.csv", "ledger.csv",
     "Measures, pairs of them, crises against measures, break-even and best sets, one "
     "number a line."},
    {"word", "measure", "measure",
     "Something that can be done against crises: a practice or a policy that can be "
     "switched on and off."},
    {"word", "tolerance", "tolerance",
     "The least value of a metric that is still acceptable: the target."},
    {"word", "inherent_risk", "inherent risk", "Risk before any measure is taken."},
    {"word", "residual_risk", "residual risk", "Risk that is left with all measures."},
    {"word", "owner", "owner", "Who answers for a crisis of the register."},
    {"word", "shapley", "fair share",
     "Shapley value: what somebody adds, averaged over all orders in which all may "
     "join; the shares add up to the whole."},
    {NULL, NULL, NULL, NULL}};
