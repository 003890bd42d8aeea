/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of the scorecard of policies, both languages. */
#include <stddef.h>

#include "report/words.h"

static const struct fc_message messages_en[] = {
    {"page.scorecard", "What the policies are worth"},
    {"section.scorecard", "What the policies are worth"},
    {"section.alarms", "Alarms"},
    {"scorecard.policy", "The policies change operating profit of the whole horizon by "
                         "{value} ± {half}, against doing nothing."},
    {"scorecard.policy_none", "The policies change nothing in any world ({value} ± "
                              "{half})."},
    {"scorecard.policy_unseen",
     "What the policies change of operating profit cannot be "
     "told from chance: {value} ± {half}, against doing "
     "nothing."},
    {"scorecard.sensing",
     "The same rules seeing the truth would change it by another {value} ± {half}: "
     "that is what better reporting and better forecasts of the economy are worth at "
     "most."},
    {"scorecard.sensing_worse",
     "Seeing the truth, the same rules would bring {value} ± {half} less: what they do "
     "pays at times they are not meant for, or does harm when they are."},
    {"scorecard.sensing_none", "Seeing the truth would change nothing ({value} ± "
                               "{half}): the rules see it already."},
    {"scorecard.sensing_unseen", "What seeing the truth would add cannot be told from "
                                 "chance: {value} ± {half}."},
    {"scorecard.alarms", "In a year the policies start {starts} ± {starts_half} times, "
                         "of that {false} ± {false_half} times on a false alarm, which "
                         "the exact figure would not have raised. They are at work "
                         "{months} ± {months_half} months of a year and cost {cost} ± "
                         "{cost_half} a year."},
    {"section.delay", "How soon they answer"},
    {"scorecard.delay",
     "In {onsets} {onsets|world|worlds} a recession begins. Six months "
     "later a policy is or has been at work in {share} ± {half} of "
     "them, seeing the truth in {seeing} ± {seeing_half}; in "
     "{before} one was at work when it began. Worlds that end before "
     "are counted up to then (Kaplan and Meier)."},
    {"scorecard.delay_few",
     "Only in {onsets} {onsets|world|worlds} a recession begins: too "
     "few to say how soon the policies answer it."},
    {"scorecard.meaning", "Static: without the policies. Adaptive: as written. "
                          "Clairvoyant: the same rules seeing the truth - every figure "
                          "exact and on time, and "
                          "for rules against a recession, when it begins and ends. All "
                          "three meet the same worlds; ± is 95 %."},
    {"th.score", "Score"},
    {"th.score_profit", "Operating profit"},
    {"th.score_revenue", "Revenue"},
    {NULL, NULL}};

static const struct fc_message messages_ru[] = {
    {"page.scorecard", "Чего стоят правила"},
    {"section.scorecard", "Чего стоят правила"},
    {"section.alarms", "Срабатывания"},
    {"scorecard.policy",
     "Правила меняют операционную прибыль за весь период на {value} "
     "± {half} по сравнению с бездействием."},
    {"scorecard.policy_none", "Правила ничего не меняют ни в одном мире ({value} ± "
                              "{half})."},
    {"scorecard.policy_unseen",
     "Что правила меняют в операционной прибыли, от "
     "случайности не отличить: {value} ± {half} по сравнению "
     "с бездействием."},
    {"scorecard.sensing",
     "Те же правила, видя правду, изменили бы её ещё на {value} ± {half}: больше этого "
     "лучшая отчётность и лучшие прогнозы экономики не стоят."},
    {"scorecard.sensing_worse",
     "Зная правду, те же правила принесли бы на {value} ± {half} меньше: то, что они "
     "делают, окупается и тогда, когда они не для этого задуманы, или вредит тогда, "
     "когда задуманы."},
    {"scorecard.sensing_none", "Видеть правду ничего не изменило бы ({value} ± "
                               "{half}): правила её уже видят."},
    {"scorecard.sensing_unseen", "Что добавило бы знание правды, от случайности не "
                                 "отличить: {value} ± {half}."},
    {"scorecard.alarms", "За год правила срабатывают: {starts} ± {starts_half}, из них "
                         "по ложной тревоге, которой точная цифра не подняла бы: "
                         "{false} ± {false_half}. За год они действуют {months} ± "
                         "{months_half} месяца и стоят {cost} ± {cost_half}."},
    {"section.delay", "Как скоро правила отвечают"},
    {"scorecard.delay",
     "Рецессия начинается в {onsets} {onsets|мире|мирах|мирах}. Через "
     "полгода правило действует или уже действовало в {share} ± "
     "{half} из них, зная правду, в {seeing} ± {seeing_half}; в "
     "{before} оно действовало в её начале. Миры, что кончаются "
     "раньше, учтены до своего конца (Каплан и Мейер)."},
    {"scorecard.delay_few", "Рецессия начинается только в {onsets} "
                            "{onsets|мире|мирах|мирах}: этого мало, чтобы сказать, как "
                            "скоро отвечают правила."},
    {"scorecard.meaning",
     "Static: без правил. Adaptive: правила как записаны. "
     "Clairvoyant: те же правила, знающие правду: все цифры точны и "
     "вовремя, а правилам против рецессии известно, когда она "
     "начинается и кончается. "
     "Миры во всех трёх случаях одни и те же; ± — это 95 %."},
    {"th.score", "Оценка"},
    {"th.score_profit", "Операционная прибыль"},
    {"th.score_revenue", "Выручка"},
    {NULL, NULL}};

static const struct fc_term terms_en[] = {
    {"score", "policy", "The policies", "Adaptive less static, paired."},
    {"score", "sensing", "Seeing the truth", "Clairvoyant less adaptive, paired."},
    {"score", "whole", "Both", "Clairvoyant less static, paired."},
    {"column", "mode", "mode",
     "policy, sensing or whole: a paired difference over the horizon; adaptive or "
     "clairvoyant: a mean a year; answered_6: share of recessions with a policy at "
     "work "
     "within 6 months."},
    {"key", "scorecard", "scorecard", "What the policies are worth."},
    {"key", "static", "static", "Without the policies."},
    {"key", "adaptive", "adaptive", "With the policies; numbers are a year."},
    {"key", "clairvoyant", "clairvoyant",
     "The same rules seeing the truth: figures exact and on time, and against a "
     "recession when it begins and ends; numbers are a year."},
    {"key", "onsets", "onsets",
     "Worlds in which a recession begins, of a quarter of the worlds."},
    {"key", "answered_6", "answered in 6 months",
     "Share of recessions with a policy at work within 6 months (Kaplan-Meier)."},
    {"file", "scorecard.csv", "scorecard.csv", "What the policies are worth."},
    {NULL, NULL, NULL, NULL}};

static const struct fc_term terms_ru[] = {
    {"score", "policy", "Правила", "С правилами минус без них, попарно."},
    {"score", "sensing", "Знание правды", "Зная правду минус как записаны, попарно."},
    {"score", "whole", "Вместе", "Правила, знающие правду, минус без правил, попарно."},
    {"column", "mode", "режим",
     "policy, sensing или whole: попарная разность за период; adaptive или "
     "clairvoyant: "
     "среднее за год; answered_6: доля рецессий, где правило действует за 6 месяцев."},
    {"key", "scorecard", "оценка правил", "Чего стоят правила."},
    {"key", "static", "без правил", "Правил нет."},
    {"key", "adaptive", "с правилами", "Правила как записаны; числа за год."},
    {"key", "clairvoyant", "зная правду",
     "Те же правила, знающие правду: цифры точны и вовремя, а о рецессии известно, "
     "когда "
     "она начинается и кончается; числа за год."},
    {"key", "onsets", "начала", "Миры, где начинается рецессия, из четверти миров."},
    {"key", "answered_6", "ответ за 6 месяцев",
     "Доля рецессий, где правило действует не позже 6 месяцев (Каплан — Мейер)."},
    {"file", "scorecard.csv", "scorecard.csv", "Чего стоят правила."},
    {NULL, NULL, NULL, NULL}};

const struct fc_lexicon fc__lexicon_scorecard = {{messages_en, messages_ru},
                                                 {terms_en, terms_ru}};
