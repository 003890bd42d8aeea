/* SPDX-License-Identifier: GPL-3.0-or-later */
/* English sentences. Same keys and {names} as in messages_ru.c. */
#include "report/words.h"

const struct fc_message fc__messages_en[] = {
    /* ---- the summary, in the order of reading ---- */
    {"section.run", "The run"},
    {"section.revenue", "Revenue"},
    {"section.targets", "Targets"},
    {"section.profit", "Profit"},
    {"section.cash", "Cash"},
    {"section.sales", "Sales"},
    {"section.clients", "Clients"},
    {"section.capacity", "Capacity"},
    {"section.crises", "Crises"},
    {"section.recovery", "Recovery"},
    {"section.trust", "How sure this is"},
    {"run.worlds", "{paths} simulated {paths|world|worlds} of the department, {months} "
                   "{months|month|months} each, from {from} to {to}."},
    {"run.crises",
     "Each world may meet {crises} {crises|kind|kinds} of crisis from the register."},
    {"run.no_crises", "No crisis is in the register."},
    {"run.partial",
     "The run stopped early ({reason}): only the first {paths} of {planned} planned "
     "worlds are used. The numbers are valid, but less exact."},
    {"range.horizon",
     "{metric} over the whole horizon is expected to be {mean} (simulation error "
     "{error}); in 8 worlds of 10 it lies between {low} and {high}."},
    {"range.year", "In {year} it is {mean} (simulation error {error}), in 8 worlds of "
                   "10 between {low} and {high}."},
    {"range.mean", "{metric} over the whole horizon is expected to be {mean} "
                   "(simulation error {error})."},
    {"range.mean_year", "In {year} it is {mean} (simulation error {error})."},
    {"tail",
     "In the worst 5 % of the worlds it is {var} or less; the mean of these worst "
     "worlds, the expected shortfall, is {es} (simulation error {error})."},
    {"tail.refused", "Nothing is said about the worst 5 % of the worlds: that takes at "
                     "least {needed} {needed|world|worlds}."},
    {"target.miss", "{metric}, {period}: the target of {value} is missed in {miss} of "
                    "the worlds (simulation error {error})."},
    {"target.inside", "Up to {accept} is accepted: this is inside the appetite."},
    {"target.outside", "Up to {accept} is accepted: this is outside the appetite."},
    {"target.close",
     "Up to {accept} is accepted: with so few worlds this is too close to call."},
    {"target.open", "No accepted probability is given, so there is no verdict."},
    {"target.none", "The scenario sets no target."},
    {"profit.ros", "In the last month return on sales is {ros}."},
    {"cash.low", "The lowest cash balance on the way is {median} in the middle world; "
                 "in 1 world of 10 it is {low} or less."},
    {"cash.ruined",
     "Cash runs out in {ruin} of the worlds (simulation error {error})."},
    {"cash.reserve",
     "With {reserve} in cash at the start, 95 worlds of 100 would never "
     "have needed credit (simulation error {error})."},
    {"cash.never", "Cash runs out in none of the simulated worlds."},
    {"sales.leads", "{leads} leads come in over the horizon and {wins} deals are won."},
    {"sales.conversion", "{conversion} of the leads become clients."},
    {"sales.win_rate", "{win_rate} of the deals past the first stage are won."},
    {"sales.cycle", "A won deal takes {cycle} months on average."},
    {"sales.deal", "An average deal is worth {deal}."},
    {"clients.base", "At the end of the horizon the department serves {clients} "
                     "clients, in 8 worlds of 10 between {low} and {high}."},
    {"clients.mean",
     "At the end of the horizon the department serves {clients} clients."},
    {"clients.flow", "It wins {new} and loses {lost} over the horizon."},
    {"clients.churn", "In the last year {churn} of the clients leave."},
    {"clients.kept", "The clients of a year ago bring {nrr} of what they brought then "
                     "(net revenue retention)."},
    {"clients.top", "The largest client stands for {top} of revenue."},
    {"capacity.utilisation",
     "The work needs {utilisation} of the selling hours there are."},
    {"capacity.bottleneck",
     "First to run short is {work}: in the mean month {coverage} of the hours it needs "
     "are there, in the worst month, {month}, {worst}."},
    {"capacity.fine", "Every class of work gets the hours it needs."},
    {"capacity.team",
     "The most loaded team is {team}: it needs {utilisation} of its hours."},
    {"crises.heaviest",
     "The heaviest crisis, frequency times severity, is “{title}”: {per_year} a year, "
     "mean peak severity {severity}; it strikes {any} of the worlds at least once."},
    {"crises.days", "A world spends {days} days in some crisis over the horizon."},
    {"crises.cost", "Crises cost {cost} directly over the horizon."},
    {"recovery.hit", "Against the same world without crises, {hit} of the worlds fall "
                     "behind by more than the tolerance."},
    {"recovery.time", "Half of those are back within {median} months, 9 of 10 within "
                      "{late} months; {never} do not recover within the horizon."},
    {"recovery.never", "{never} of those do not recover within the horizon."},
    {"trust.error",
     "With {paths} {paths|world|worlds} the mean of “{metric}” over the horizon is "
     "known "
     "to within {share} of its value: repeat the run with another seed and it moves by "
     "no more than that in 19 cases of 20."},
    {"trust.plan",
     "The worlds are drawn by how many rare crises strike them: {run} of those run "
     "have "
     "at least one, and together they count for the {true} that such worlds are."},
    {"trust.digits",
     "No number is printed with more digits than its simulation error supports."},
    {"trust.model",
     "All this holds inside the model and its assumptions, which are listed with their "
     "sources: {weak} of {all} numbers rest on assumption alone."},
    /* ---- comparing scenarios ---- */
    {"section.compare", "What is compared"},
    {"section.difference", "Difference"},
    {"section.worst", "The bad end"},
    {"section.dominance", "Which is better however you see risk"},
    {"section.regret", "Regret"},
    {"compare.what", "{n} {n|scenario|scenarios} in the same {paths} "
                     "{paths|world|worlds} of {months} {months|month|months} "
                     "each, from {from} to {to}; the base is “{base}”. The same "
                     "luck stands behind all of them, so that a difference shows "
                     "the choice."},
    {"compare.same_file", "“{alternative}” does not differ from it in any entry."},
    {"compare.differs", "“{alternative}” differs from it in {k} {k|entry|entries}: "
                        "{keys}."},
    {"compare.differs_more",
     "“{alternative}” differs from it in {k} {k|entry|entries}, "
     "among them {keys}."},
    {"compare.under_one", "fewer than 1"},
    {"compare.over_99", "more than 99"},
    {"compare.more", "{metric}, {period}: “{alternative}” brings {difference} ± "
                     "{half} more than “{base}” and is ahead in {beats} of 100 "
                     "worlds (95 % interval {low} to {high})."},
    {"compare.less", "{metric}, {period}: “{alternative}” brings {difference} ± "
                     "{half} less than “{base}” and is ahead in {beats} of "
                     "100 worlds (95 % interval {low} to {high})."},
    {"compare.equal", "{metric}, {period}: “{alternative}” and “{base}” are equal "
                      "in every world; the difference is exactly 0."},
    {"compare.unseen", "{metric}: no difference between “{alternative}” and the "
                       "base can be seen with {paths} {paths|world|worlds} "
                       "({difference} ± {half}); if it is as large as it looks, "
                       "{needed} {needed|world|worlds} would do."},
    {"compare.unseen_ever", "{metric}: no difference between “{alternative}” and the "
                            "base can be seen with {paths} {paths|world|worlds} "
                            "({difference} ± {half}), and no number of worlds that can "
                            "be run would show one so small."},
    {"compare.target", "{metric}, {period}: the target of {value} is missed in "
                       "{miss} of the worlds by “{alternative}”, in {before} by "
                       "“{base}” (difference ± {half})."},
    {"compare.target_same",
     "{metric}, {period}: the target of {value} is missed in the "
     "same worlds by “{alternative}” and “{base}”: {miss}."},
    {"compare.tail_better",
     "{metric}: the mean of the worst 5 % of the worlds is "
     "{difference} ± {half} better with “{alternative}” than with "
     "“{base}”."},
    {"compare.tail_worse", "{metric}: the mean of the worst 5 % of the worlds is "
                           "{difference} ± {half} worse with “{alternative}” than with "
                           "“{base}”."},
    {"compare.tail_unseen",
     "{metric}: in the mean of the worst 5 % of the worlds no "
     "difference between “{alternative}” and “{base}” can be seen "
     "({difference} ± {half})."},
    {"dominance.equal", "{metric}: “{winner}” and “{loser}” have the same outcomes."},
    {"dominance.first", "{metric}: whatever sum is asked for, “{winner}” reaches it "
                        "at least as often as “{loser}” (first-order dominance, 95 "
                        "%)."},
    {"dominance.second", "{metric}: whoever dislikes risk prefers “{winner}” to "
                         "“{loser}” (second-order dominance, 95 %); whoever likes it "
                         "may not."},
    {"dominance.neither", "{metric}: neither “{winner}” nor “{loser}” is better for "
                          "everybody; it depends on how risk is seen."},
    {"dominance.unseen", "{metric}: with so many worlds no dominance between "
                         "“{winner}” and “{loser}” can be told."},
    {"dominance.crossing", "The curves cross near {value}: “{safer}” falls short of "
                           "smaller sums less often, “{bolder}” reaches larger ones "
                           "more often."},
    {"compare.regret",
     "{metric}: choosing “{name}” gives up {mean} on average against the best choice "
     "of each world, more than {most} in 1 world of 20; it is the best in {best} of "
     "100 "
     "worlds."},
    {"compare.regret_mean",
     "{metric}: choosing “{name}” gives up {mean} on average against the best choice "
     "of each world; it is the best in {best} of 100 worlds."},
    {"compare.trust", "Behind ± stands half of a 95 % interval of the simulation, "
                      "from the differences world by world. It says nothing about "
                      "the model: both scenarios may share its faults."},
    {"axis.difference", "difference against the base, {scale}{currency}"},
    {"legend.base_scenario", "base"},
    {"chart.difference", "{metric} by month: “{alternative}” less “{base}”"},
    {"chart.ranking", "{metric}: difference against “{base}”, 95 % interval"},
    {"page.compare", "Comparison of scenarios in the same worlds"},
    {"page.against", "“{alternative}” against “{base}”"},
    {"page.paired_note", "Differences are alternative less base, world by world; the "
                         "small number behind ± is their standard error, the small "
                         "range a 95 % interval."},
    {"page.compare_targets", "Targets of the base"},
    {"page.regret", "Regret of each choice, operating profit"},
    {"page.differing", "What differs between the files"},
    {"page.differing_more", "The rest stands in differences.csv."},
    {"verdict.equal", "equal in every world"},
    {"verdict.seen", "seen"},
    {"verdict.unseen", "cannot be seen"},
    {"verdict.needed", "{needed} {needed|world|worlds} would show it"},
    {"th.base", "Base"},
    {"th.alternative", "Alternative"},
    {"th.difference", "Difference"},
    {"th.beats", "P(better)"},
    {"th.d_var", "Worst 5 % below: difference"},
    {"th.d_es", "Mean of the worst 5 %: difference"},
    {"th.seen", "Is it seen?"},
    {"th.scenario", "Scenario"},
    {"th.d_miss", "P(miss): difference"},
    {"th.regret", "Mean regret"},
    {"th.regret_most", "Exceeded in 1 world of 20"},
    {"th.best", "Best in"},
    /* ---- structures ---- */
    {"section.ranking", "Ranking"},
    {"section.why", "What the difference is made of"},
    {"section.break_even", "When another one would be best"},
    {"section.shocks", "Local shocks"},
    {"structures.best", "Of {n} {n|structure|structures} in the same {paths} "
                        "{paths|world|worlds} “{best}” has the highest mean "
                        "operating profit over the whole horizon, {mean} (simulation "
                        "error {error}); today it is “{own}”."},
    {"structures.whole", "Operating profit of “{to}” less that of “{from}”: "
                         "{difference} ± {half}."},
    {"structures.largest", "Most of it comes from {ingredient}: {share} ± {half}."},
    {"structures.share", "From {ingredient}: {share} ± {half}."},
    {"structures.nothing", "From {ingredient}: nothing."},
    {"structures.not_custom",
     "Teams that are listed one by one have no ingredients that "
     "could be exchanged: the difference is not decomposed."},
    {"structures.not_stopped", "The run stopped before the difference was decomposed."},
    {"structures.not_one", "In this scenario the structures differ in one ingredient "
                           "only; there is nothing to decompose."},
    {"structures.no_key", "The scenario does not say how complex products are, so that "
                          "no break-even is looked for."},
    {"structures.even", "“{best}” and “{next}” change places where “{key}” lies "
                        "between {low} and {high}."},
    {"structures.never", "“{best}” and “{next}” do not change places while “{key}” "
                         "lies between {low} and {high}."},
    {"structures.shocks", "In each case demand of one member falls by 60 % for a year "
                          "from month {month} on; what is lost is operating profit "
                          "over the whole horizon."},
    {"structures.shock", "“{member}”: “{most}” loses most, {loss} ± {half}, “{least}” "
                         "least, {other} ± {other_half}."},
    {"structures.trust", "The decomposition rests on {why} of the worlds, the shocks "
                         "on {shocks}."},
    {"page.structures", "One department under all structures, in the same worlds"},
    {"axis.share", "share of the difference, {scale}{currency}"},
    {"axis.loss", "operating profit lost over the whole horizon, {scale}{currency}"},
    {"chart.shocks", "Local shocks: what each structure loses, 95 % interval"},
    {"chart.ingredients", "Operating profit, “{to}” less “{from}”: what the difference "
                          "is made of"},
    {"th.ingredient", "Ingredient"},
    {"th.share_profit", "Operating profit"},
    {"th.share_es", "Its worst 5 %, mean"},
    {"th.share_revenue", "Revenue"},
    {"th.shock", "Demand falls by 60 % for a year in"},
    {"th.loss", "Operating profit: change"},
    /* ---- periods ---- */
    {"points", "points"},
    {"period.horizon", "whole horizon"},
    {"month.1", "January"},
    {"month.2", "February"},
    {"month.3", "March"},
    {"month.4", "April"},
    {"month.5", "May"},
    {"month.6", "June"},
    {"month.7", "July"},
    {"month.8", "August"},
    {"month.9", "September"},
    {"month.10", "October"},
    {"month.11", "November"},
    {"month.12", "December"},
    {"month.from.1", "January"},
    {"month.from.2", "February"},
    {"month.from.3", "March"},
    {"month.from.4", "April"},
    {"month.from.5", "May"},
    {"month.from.6", "June"},
    {"month.from.7", "July"},
    {"month.from.8", "August"},
    {"month.from.9", "September"},
    {"month.from.10", "October"},
    {"month.from.11", "November"},
    {"month.from.12", "December"},
    /* ---- axes and legends of charts ---- */
    {"scale.0", ""},
    {"scale.3", "thousand "},
    {"scale.6", "million "},
    {"scale.9", "billion "},
    {"scale.12", "trillion "},
    {"axis.money", "{scale}{currency}"},
    {"axis.money_month", "{scale}{currency} a month"},
    {"axis.share_worlds", "share of the worlds, %"},
    {"axis.reach", "probability to reach it, %"},
    {"axis.count", "number over the horizon (share of the step before)"},
    {"axis.hours_month", "{scale}hours a month"},
    {"axis.clients", "clients"},
    {"axis.clients_month", "a month"},
    {"axis.per_year", "events a year, logarithmic"},
    {"axis.severity", "mean peak severity, %"},
    {"legend.median", "median"},
    {"legend.50", "5 worlds of 10"},
    {"legend.80", "8 worlds of 10"},
    {"legend.90", "9 worlds of 10"},
    {"legend.target", "target"},
    {"legend.actual", "actual"},
    {"legend.curve", "simulated"},
    {"legend.error", "twice the simulation error"},
    {"legend.available", "hours available"},
    {"legend.needed", "hours needed"},
    {"legend.base", "clients, mean"},
    {"legend.new", "won"},
    {"legend.lost", "lost"},
    {"legend.band", "line: mean; band: 8 worlds of 10"},
    {"legend.sd", "line: mean; band: one standard deviation each way"},
    {"mark.mean", "mean {value}"},
    {"mark.var", "worst 5 %: below {value}"},
    {"mark.es", "mean of the worst 5 %: {value}"},
    {"mark.target", "target {value}"},
    {"mark.reached", "{value}: reached in {share}"},
    {"chart.fan", "{metric} by month"},
    {"chart.histogram",
     "{metric} over {months} {months|month|months}: how often each outcome"},
    {"chart.exceedance",
     "{metric} over {months} {months|month|months}: probability to reach a value"},
    {"chart.funnel", "Funnel over {months} {months|month|months}"},
    {"chart.capacity", "Capacity against demand, mean hours a month"},
    {"chart.teams", "Capacity by team, mean hours a month"},
    {"chart.clients", "Clients: base, won and lost"},
    {"chart.panels", "{metric} by {breakdown}"},
    {"chart.crises", "Crisis register: how often and how deep"},
    {"chart.partial", "{title} (partial run)"},
    {"alt.fan", "Fan chart of {metric}: median {start} in the first and {end} in the "
                "last month; 8 worlds of 10 end between {low} and {high}."},
    {"alt.plain", "Chart: {title}."},
    {"by.territory", "territory"},
    {"by.product", "product"},
    {"by.segment", "client segment"},
    /* ---- the page ---- */
    {"page.title", "Forecast of a sales department"},
    {"page.partial", "Partial result: {reason}. {paths} of {planned} worlds."},
    {"page.summary", "Summary"},
    {"page.targets", "Targets and appetite"},
    {"page.totals", "Totals"},
    {"page.charts", "Charts"},
    {"page.crises", "Crisis register"},
    {"page.ledger", "Assumption ledger"},
    {"page.repro", "Reproducing this result"},
    {"page.limits", "Limitations"},
    {"page.glossary", "Glossary"},
    {"page.glossary_open", "All terms, columns and keys"},
    {"page.no_charts", "Charts are missing"},
    {"page.chart_missing", "This chart could not be drawn: {reason}"},
    {"page.data", "Data and script: {files}"},
    {"page.error_note", "The small number behind ± is the standard error of the "
                        "simulation, not of the model."},
    {"page.ledger_note",
     "{all} numbers, {weak} of them weak (assumed, or without a source): marked with a "
     "dagger †. Confidence: H high, M medium, L low, A assumption."},
    {"page.ledger_section", "{section}: {all} {all|entry|entries}, {weak} weak"},
    {"page.preset", "default"},
    {"page.limits_text",
     "These numbers describe the model, not the world: they hold if its mechanisms and "
     "the assumptions above hold. The simulation error says how far the numbers would "
     "move with other random numbers, and nothing about wrong assumptions. Crises that "
     "are not in the register do not happen here; shares of tails rest on few worlds "
     "and deserve the least trust. A range of 8 worlds of 10 is left in 2 cases of 10 "
     "even if the model is right. Compare alternatives by their difference under the "
     "same random numbers rather than by two separate reports."},
    {"page.scheduled", "scheduled for {month}"},
    {"page.chance", "by chance"},
    {"page.yes", "yes"},
    {"page.no", "no"},
    {"verdict.inside", "inside"},
    {"verdict.outside", "outside"},
    {"verdict.close", "too close to call"},
    {"verdict.open", "no appetite given"},
    {"th.metric", "Metric"},
    {"th.period", "Period"},
    {"th.target", "Target"},
    {"th.miss", "P(miss)"},
    {"th.accept", "Accepted"},
    {"th.verdict", "Appetite"},
    {"th.mean", "Mean"},
    {"th.p10", "10 %"},
    {"th.p50", "Median"},
    {"th.p90", "90 %"},
    {"th.var", "Worst 5 %: below"},
    {"th.es", "Mean of the worst 5 %"},
    {"th.rank", "No."},
    {"th.crisis", "Crisis"},
    {"th.category", "Category"},
    {"th.owner", "Owner"},
    {"th.when", "When"},
    {"th.per_year", "Events a year"},
    {"th.any", "P(at least one)"},
    {"th.severity", "Mean peak severity"},
    {"th.key", "Key"},
    {"th.value", "Value"},
    {"th.unit", "Unit"},
    {"th.source", "Source"},
    {"th.confidence", "Conf."},
    {"th.term", "Term"},
    {"th.meaning", "Meaning"},
    {"repro.command", "Command"},
    {"repro.seed", "Seed"},
    {"repro.paths", "Worlds"},
    {"repro.hash", "Result hash (SHA-256 of all tallies)"},
    {"repro.version", "Program"},
    {"repro.scenario", "Scenario files (SHA-256)"},
    {"repro.set", "Overrides"},
    {"repro.note", "The same scenario, seed and number of worlds give the same hash on "
                   "any number of threads and any processor."},
    {NULL, NULL}};
