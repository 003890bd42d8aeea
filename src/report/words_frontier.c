/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of the diversification frontier. Both languages have the same keys in the same
 * order; tests/unit/test_report_words.c proves it. */
#include "report/words.h"

static const struct fc_message messages_en[] = {
    {"page.frontier",
     "Diversification frontier: how to split the effort to win clients"},
    {"page.mixes", "Mixes, the safest on top"},
    {"page.mixes_note", "Differences are against the mix of today, world by world; the "
                        "small number after ± is their standard error."},
    {"section.mix", "The mix of today"},
    {"section.frontier", "The frontier"},
    {"section.price", "The price of safety"},
    {"section.moves", "Moving effort"},
    {"section.concentration", "Concentration"},
    {"section.caps", "A cap on the largest client"},
    {"page.caps_note",
     "Differences are against the same mix without the cap, world by world. The last "
     "of "
     "them is that of the distance from the expected profit to the worst 5 %."},
    {"frontier.by.segment", "client segment"},
    {"frontier.by.territory", "territory"},
    {"frontier.by.product", "product"},
    {"frontier.present", "today"},
    {"frontier.today", "The effort to win clients ({names}) is split by {axis} today: "
                       "{mix}. Operating profit over the whole horizon is expected at "
                       "{mean} (simulation error {error}); its mean in the worst 5 % "
                       "of the worlds is {es} (simulation error {es_error})."},
    {"frontier.tried", "{n} other {n|mix|mixes} in steps of {points} "
                       "{points|point|points} {n|was|were} tried in {paths} worlds, "
                       "and {again} of them again in {fresh} fresh worlds; at most "
                       "{speed} {speed|point moves|points move} in a quarter."},
    {"frontier.alone", "The mix of today is the only one on the frontier: no other mix "
                       "is seen to have more expected profit or a smaller 5 % "
                       "shortfall without losing in the other."},
    {"frontier.on", "The mix of today lies on the frontier, and others do, too."},
    {"frontier.off", "The mix of today does not lie on the frontier: there are better "
                     "ones."},
    {"frontier.none", "No mix is seen to be better than that of today; what others "
                      "gain may be chance."},
    {"frontier.mix", "Mix {name} ({mix}) {risk} and {profit}."},
    {"frontier.unsure", "What {n} more {n|mix|mixes} on the edge {n|gains|gain} on "
                        "{n|its|their} neighbours may be chance: {n|it is|they are} "
                        "drawn hollow and not recommended."},
    {"frontier.safety.more", "lowers the 5 % shortfall by {value} ± {half}"},
    {"frontier.safety.less", "raises the 5 % shortfall by {value} ± {half}"},
    {"frontier.safety.same", "does not visibly change the 5 % shortfall (mean of the "
                             "worst 5 %: {value} ± {half})"},
    {"frontier.profit.more", "brings {value} ± {half} more of expected profit"},
    {"frontier.profit.less", "costs {value} ± {half} of expected profit"},
    {"frontier.profit.same",
     "does not visibly change expected profit ({value} ± {half})"},
    {"frontier.gap.more",
     "the distance from the expected profit to the worst 5 % grows "
     "by {value} ± {half}"},
    {"frontier.gap.less", "the distance from the expected profit to the worst 5 % "
                          "shrinks by {value} ± {half}"},
    {"frontier.gap.same", "the distance from the expected profit to the worst 5 % does "
                          "not visibly change ({value} ± {half})"},
    {"frontier.cap_today", "the mix of today"},
    {"frontier.cap_mix", "mix {name}"},
    {"frontier.cap",
     "With {mix}, capping the largest client at {cap} % of recurring "
     "revenue {risk} and {profit}; {gap}. At the end of the horizon the "
     "largest client then has {top} of recurring revenue, {before} "
     "without the cap."},
    {"frontier.cap_idle",
     "With {mix}, a cap of {cap} % changes nothing: no client that "
     "renews comes near it."},
    {"frontier.cap_trust", "What a cap declines at a renewal is lost, and does not "
                           "come back; nothing comes in "
                           "return but the hours of service, so that safety has to "
                           "come from what these hours "
                           "win and from having less to lose."},
    {"frontier.price", "From mix {bolder} to mix {safer}: {cost} ± {cost_half} of "
                       "expected profit for {gain} ± {gain_half} less shortfall, that "
                       "is {price} ± {half} {currency} for each {currency} of safety."},
    {"frontier.no_price", "Safety has no price here: no two mixes that were tried are "
                          "seen to trade expected profit for a smaller shortfall."},
    {"frontier.move", "Moving {points} {points|point|points} from “{from}” to “{to}” "
                      "{risk} and {profit}."},
    {"frontier.no_help", "It does not help."},
    {"frontier.hhi", "At the end of the horizon recurring revenue is concentrated by "
                     "{axis} to {hhi} on a scale where 1 means all in one (HHI); the "
                     "largest client has {top} of it."},
    {"frontier.hhi_best", "None of the mixes tried again is less concentrated: "
                          "{name}, {hhi} ± {half}; it {profit}."},
    {"frontier.hhi_other", "Of the mixes tried again {name} is the least concentrated, "
                           "{hhi} (difference ± {half}); it {profit}."},
    {"frontier.trust",
     "Behind ± stands half of a 95 % interval of the simulation, taken in the same "
     "worlds. The 5 % shortfall is how bad the mean of the worst 5 % of the worlds is. "
     "Mixes were picked in other worlds than those of which the numbers are given, so "
     "that they are not flattered by the luck that made them win. Total spend and "
     "target hours stay the same, seats stay where they are, and people go on "
     "learning as they do with the mix of today."},
    {"frontier.watched",
     "The share of the largest clients is watched here; caps on it are tried where "
     "decisions.largest_client_caps lists them."},
    {"frontier.mark.efficient", "efficient"},
    {"frontier.mark.unsure", "gain may be chance"},
    {"frontier.mark.dominated", "another is better"},
    {"legend.efficient", "efficient"},
    {"legend.hollow", "not recommended"},
    {"legend.present", "today"},
    {"legend.order", "per cent, in this order:"},
    {"legend.capped", "largest client capped"},
    {"legend.cap", "{name}, at most {cap} %"},
    {"axis.d_profit", "expected operating profit, less today's, {scale}{currency}"},
    {"axis.d_es",
     "mean of the worst 5 % of the worlds, less today's, {scale}{currency} (right: "
     "safer)"},
    {"axis.hhi",
     "concentration of recurring revenue at the end, HHI (left: more even)"},
    {"axis.effort", "share of the effort, %"},
    {"axis.top_client", "share of the largest client at the end, %"},
    {"chart.caps", "Caps on the largest client: expected profit and worst 5 %"},
    {"chart.caps_share", "Caps on the largest client: expected profit, its share"},
    {"chart.frontier", "Mixes of effort by {axis}: expected profit and worst 5 %"},
    {"chart.frontier_hhi", "Mixes of effort by {axis}: expected profit, concentration"},
    {"chart.mixes", "Mixes of effort by {axis}, the safest on top"},
    {"th.mix", "Mix"},
    {"th.shares", "Shares of the effort"},
    {"th.profit", "Expected profit"},
    {"th.d_profit", "Difference"},
    {"th.es05", "Mean of the worst 5 %"},
    {"th.d_es05", "Difference"},
    {"th.hhi", "HHI"},
    {"th.top_client", "Largest client"},
    {"th.mark", "Verdict"},
    {"th.cap", "Cap"},
    {"th.d_gap", "Difference of the distance"},
    {"th.bolder", "From mix"},
    {"th.safer", "To mix"},
    {"th.cost", "Expected profit given up"},
    {"th.gain", "Less shortfall"},
    {"th.price", "Price of a unit of safety"},
    {NULL, NULL}};

static const struct fc_message messages_ru[] = {
    {"page.frontier",
     "Граница диверсификации: как делить усилия по привлечению клиентов"},
    {"page.mixes", "Варианты деления, самый надёжный сверху"},
    {"page.mixes_note", "Разницы — с сегодняшним делением, мир за миром; мелкое число "
                        "после ± — их стандартная ошибка."},
    {"section.mix", "Сегодняшнее деление"},
    {"section.frontier", "Граница"},
    {"section.price", "Цена надёжности"},
    {"section.moves", "Сдвиги усилий"},
    {"section.concentration", "Концентрация"},
    {"section.caps", "Предел доли крупнейшего клиента"},
    {"page.caps_note",
     "Разницы — с тем же делением без предела, мир за миром. Последняя — разница "
     "расстояния от ожидаемой прибыли до худших 5 %."},
    {"frontier.by.segment", "сегментам клиентов"},
    {"frontier.by.territory", "территориям"},
    {"frontier.by.product", "продуктам"},
    {"frontier.present", "сегодня"},
    {"frontier.today", "Усилия по привлечению клиентов ({names}) сегодня делятся по "
                       "{axis} так: {mix}. Ожидаемая операционная прибыль за весь "
                       "период — {mean} (ошибка моделирования {error}); её среднее по "
                       "худшим 5 % миров — {es} (ошибка моделирования {es_error})."},
    {"frontier.tried",
     "Ещё {n} {n|вариант|варианта|вариантов} с шагом {points} "
     "{points|пункт|пункта|пунктов} {n|испытан|испытаны|испытаны} в "
     "{paths} мирах, из них {again} — снова в {fresh} новых мирах; за "
     "квартал сдвигается не больше {speed} "
     "{speed|пункта|пунктов|пунктов}."},
    {"frontier.alone", "На границе только сегодняшнее деление: не видно варианта, "
                       "который повышал бы ожидаемую прибыль или улучшал худшие 5 %, "
                       "не теряя в другом."},
    {"frontier.on", "Сегодняшнее деление лежит на границе, и не оно одно."},
    {"frontier.off", "Сегодняшнее деление не лежит на границе: есть варианты лучше."},
    {"frontier.none", "Не видно варианта лучше сегодняшнего; выигрыш других может быть "
                      "случайным."},
    {"frontier.mix", "Вариант {name} ({mix}) {risk} и {profit}."},
    {"frontier.unsure",
     "Ещё {n} {n|вариант|варианта|вариантов} на краю: {n|его|их|их} выигрыш "
     "относительно соседних может быть случайным, поэтому {n|он нарисован пустым и не "
     "рекомендуется|они нарисованы пустыми и не рекомендуются|они нарисованы пустыми и "
     "не рекомендуются}."},
    {"frontier.safety.more", "уменьшает провал в худших 5 % миров на {value} ± {half}"},
    {"frontier.safety.less", "углубляет провал в худших 5 % миров на {value} ± {half}"},
    {"frontier.safety.same",
     "заметно не меняет провал в худших 5 % миров (среднее по ним: {value} ± {half})"},
    {"frontier.profit.more", "приносит на {value} ± {half} больше ожидаемой прибыли"},
    {"frontier.profit.less", "стоит {value} ± {half} ожидаемой прибыли"},
    {"frontier.profit.same", "заметно не меняет ожидаемую прибыль ({value} ± {half})"},
    {"frontier.gap.more",
     "расстояние от ожидаемой прибыли до худших 5 % растёт на {value} ± {half}"},
    {"frontier.gap.less",
     "расстояние от ожидаемой прибыли до худших 5 % сокращается на {value} ± {half}"},
    {"frontier.gap.same", "расстояние от ожидаемой прибыли до худших 5 % заметно не "
                          "меняется ({value} ± {half})"},
    {"frontier.cap_today", "сегодняшнем делении"},
    {"frontier.cap_mix", "варианте {name}"},
    {"frontier.cap",
     "При {mix} предел доли крупнейшего клиента в {cap} % регулярной выручки {risk} и "
     "{profit}; {gap}. В конце периода на крупнейшего клиента приходится {top} "
     "регулярной выручки, без предела — {before}."},
    {"frontier.cap_idle", "При {mix} предел в {cap} % ничего не меняет: ни один клиент "
                          "при продлении к нему не приближается."},
    {"frontier.cap_trust",
     "От чего при продлении отказались, то потеряно и не возвращается; взамен "
     "освобождаются только часы обслуживания, поэтому надёжность может прийти лишь от "
     "того, что эти часы принесут, и от того, что терять становится меньше."},
    {"frontier.price", "От варианта {bolder} к варианту {safer}: {cost} ± {cost_half} "
                       "ожидаемой прибыли за уменьшение провала на {gain} ± "
                       "{gain_half}, то есть {price} ± {half} {currency} за каждый "
                       "{currency} надёжности."},
    {"frontier.no_price",
     "У надёжности здесь нет цены: среди испытанного не видно двух "
     "вариантов, которые обменивали бы ожидаемую прибыль на меньший "
     "провал."},
    {"frontier.move", "Сдвиг на {points} {points|пункт|пункта|пунктов}, «{from}» → "
                      "«{to}»: он {risk} и {profit}."},
    {"frontier.no_help", "Это не помогает."},
    {"frontier.hhi",
     "В конце периода концентрация регулярной выручки по {axis} — {hhi}, "
     "где 1 значит всё в одной части (HHI); на крупнейшего клиента "
     "приходится {top}."},
    {"frontier.hhi_best",
     "Среди испытанных снова никто не концентрирован меньше: {name}, "
     "{hhi} ± {half}; этот вариант {profit}."},
    {"frontier.hhi_other",
     "Из испытанных снова меньше всех концентрирован {name}: {hhi} "
     "(разница ± {half}); этот вариант {profit}."},
    {"frontier.trust",
     "После ± стоит половина 95-%-го интервала моделирования, взятого в одних и тех же "
     "мирах. Провал в худших 5 % миров — то, насколько плохо среднее по ним. Варианты "
     "выбирались в других мирах, а числа даны по новым, поэтому удача отбора их не "
     "украшает. Общие расходы и плановые часы не меняются, места остаются где были, "
     "люди учатся так же, как при сегодняшнем делении."},
    {"frontier.watched",
     "За долей крупнейших клиентов здесь наблюдают; пределы для неё испытываются, если "
     "их перечисляет decisions.largest_client_caps."},
    {"frontier.mark.efficient", "на границе"},
    {"frontier.mark.unsure", "выигрыш случаен?"},
    {"frontier.mark.dominated", "есть лучше"},
    {"legend.efficient", "на границе"},
    {"legend.hollow", "не рекомендуется"},
    {"legend.present", "сегодня"},
    {"legend.order", "проценты, по порядку:"},
    {"legend.capped", "с пределом доли"},
    {"legend.cap", "{name}, не более {cap} %"},
    {"axis.d_profit", "ожидаемая прибыль минус сегодняшняя, {scale}{currency}"},
    {"axis.d_es", "среднее по худшим 5 % миров минус сегодняшнее, {scale}{currency} "
                  "(правее — надёжнее)"},
    {"axis.hhi", "концентрация регулярной выручки в конце, HHI (левее — ровнее)"},
    {"axis.effort", "доля усилий, %"},
    {"axis.top_client", "доля крупнейшего клиента в конце, %"},
    {"chart.caps", "Предел доли крупнейшего клиента: ожидаемая прибыль и худшие 5 %"},
    {"chart.caps_share",
     "Предел доли крупнейшего клиента: ожидаемая прибыль, его доля"},
    {"chart.frontier", "Деление усилий по {axis}: ожидаемая прибыль и худшие 5 %"},
    {"chart.frontier_hhi", "Деление усилий по {axis}: ожидаемая прибыль, концентрация"},
    {"chart.mixes", "Деление усилий по {axis}, самое надёжное сверху"},
    {"th.mix", "Вариант"},
    {"th.shares", "Доли усилий"},
    {"th.profit", "Ожидаемая прибыль"},
    {"th.d_profit", "Разница"},
    {"th.es05", "Среднее по худшим 5 %"},
    {"th.d_es05", "Разница"},
    {"th.hhi", "HHI"},
    {"th.top_client", "Крупнейший клиент"},
    {"th.mark", "Вывод"},
    {"th.cap", "Предел"},
    {"th.d_gap", "Разница расстояния"},
    {"th.bolder", "От варианта"},
    {"th.safer", "К варианту"},
    {"th.cost", "Сколько ожидаемой прибыли отдаётся"},
    {"th.gain", "На сколько меньше провал"},
    {"th.price", "Цена единицы надёжности"},
    {NULL, NULL}};

static const struct fc_term terms_en[] = {
    {"column", "row", "row",
     "Kind of row: share, outcome, difference, mark, price, cap."},
    {"column", "mix", "mix",
     "Mix of effort: A, B, ... from the safest on, or present."},
    {"key", "by", "by", "Axis over which the effort is split."},
    {"key", "step_points", "step", "Distance of neighbouring mixes, points of effort."},
    {"key", "most_per_quarter", "speed", "Points that move in a quarter at most."},
    {"key", "screened", "screened", "Mixes that were tried, with that of today."},
    {"key", "screening_paths", "worlds of the screening",
     "Worlds in which mixes were picked; numbers come from others."},
    {"key", "mixes", "mixes", "Mixes simulated in the fresh worlds."},
    {"key", "present", "present", "True for the mix of today."},
    {"key", "shares", "shares", "Shares of the members in the effort."},
    {"key", "hhi", "HHI",
     "Concentration of recurring revenue by the axis at the end: sum of squared "
     "shares, 1 = all in one."},
    {"key", "d_mean", "difference of the mean",
     "Expected operating profit less that with the mix of today."},
    {"key", "d_es", "difference of the worst 5 %",
     "Mean of the worst 5 % of the worlds less that with the mix of today."},
    {"key", "d_hhi", "difference of the HHI", "HHI less that with the mix of today."},
    {"key", "mark_es", "mark by shortfall",
     "efficient, unsure (the gain on a neighbour may be chance) or dominated, by "
     "expected profit and the worst 5 %."},
    {"key", "mark_hhi", "mark by concentration",
     "The same by expected profit and HHI."},
    {"key", "prices", "prices",
     "Neighbours on the frontier and what going from the bolder to the safer one "
     "costs."},
    {"key", "bolder", "bolder", "The mix with more expected profit."},
    {"key", "safer", "safer", "The mix with the smaller shortfall."},
    {"key", "gained", "gained", "How much better the worst 5 % are."},
    {"key", "given_up", "given up", "Expected profit that is given up."},
    {"key", "price", "price of safety",
     "Expected profit given up for a unit of safety gained."},
    {"key", "moves", "moves", "Mixes that differ from today's by one step."},
    {"key", "giver", "giver", "Member whose share falls."},
    {"key", "taker", "taker", "Member whose share rises."},
    {"key", "caps", "caps",
     "Mixes with a cap on the share of the largest client in recurring revenue."},
    {"key", "cap", "cap",
     "Largest share of recurring revenue one client may renew at."},
    {"key", "d_gap", "difference of the distance",
     "Distance from the expected profit to the mean of the worst 5 % less that without "
     "the cap."},
    {"file", "frontier.csv", "frontier.csv",
     "Mixes with shares, outcomes, differences, marks and prices."},
    {"word", "shortfall", "5 % shortfall",
     "How bad the mean of the worst 5 % of the worlds is (expected shortfall)."},
    {"word", "frontier", "frontier",
     "The mixes of which none is beaten by another in both expected profit and "
     "safety."},
    {NULL, NULL, NULL, NULL}};

static const struct fc_term terms_ru[] = {
    {"column", "row", "строка",
     "Вид строки: доля, итог, разница, отметка, цена, предел."},
    {"column", "mix", "вариант",
     "Деление усилий: A, B, ... от самого надёжного, или "
     "present — сегодняшнее."},
    {"key", "by", "по чему", "По какой оси делятся усилия."},
    {"key", "step_points", "шаг", "Расстояние между соседними вариантами, пункты."},
    {"key", "most_per_quarter", "скорость", "Сколько пунктов сдвигается за квартал."},
    {"key", "screened", "испытано", "Испытанные варианты вместе с сегодняшним."},
    {"key", "screening_paths", "миры отбора",
     "Миры, в которых выбирались варианты; числа даны по другим."},
    {"key", "mixes", "варианты", "Варианты, смоделированные в новых мирах."},
    {"key", "present", "сегодня", "Истина для сегодняшнего деления."},
    {"key", "shares", "доли", "Доли частей в усилиях."},
    {"key", "hhi", "HHI",
     "Концентрация регулярной выручки по оси в конце: сумма квадратов долей, 1 = всё "
     "в одной части."},
    {"key", "d_mean", "разница среднего",
     "Ожидаемая операционная прибыль минус сегодняшняя."},
    {"key", "d_es", "разница худших 5 %",
     "Среднее по худшим 5 % миров минус сегодняшнее."},
    {"key", "d_hhi", "разница HHI", "HHI минус сегодняшний."},
    {"key", "mark_es", "отметка по провалу",
     "efficient — на границе, unsure — выигрыш у соседа может быть случайным, "
     "dominated — есть лучше; по ожидаемой прибыли и худшим 5 %."},
    {"key", "mark_hhi", "отметка по концентрации", "То же по ожидаемой прибыли и HHI."},
    {"key", "prices", "цены",
     "Соседи на границе и чего стоит перейти от смелого к надёжному."},
    {"key", "bolder", "смелее", "Вариант с большей ожидаемой прибылью."},
    {"key", "safer", "надёжнее", "Вариант с меньшим провалом."},
    {"key", "gained", "выигрыш", "Насколько лучше худшие 5 %."},
    {"key", "given_up", "плата", "Сколько ожидаемой прибыли отдаётся."},
    {"key", "price", "цена надёжности", "Плата, делённая на выигрыш."},
    {"key", "moves", "сдвиги", "Варианты, отличные от сегодняшнего на один шаг."},
    {"key", "giver", "откуда", "Часть, доля которой падает."},
    {"key", "taker", "куда", "Часть, доля которой растёт."},
    {"key", "caps", "пределы",
     "Варианты с пределом доли крупнейшего клиента в регулярной выручке."},
    {"key", "cap", "предел",
     "Наибольшая доля регулярной выручки, на которую продлевают одного клиента."},
    {"key", "d_gap", "разница расстояния",
     "Расстояние от ожидаемой прибыли до среднего по худшим 5 % минус то же без "
     "предела."},
    {"file", "frontier.csv", "frontier.csv",
     "Варианты с долями, итогами, разницами, отметками и ценами."},
    {"word", "shortfall", "провал в худших 5 % миров",
     "Насколько плохо среднее по худшим 5 % миров (expected shortfall)."},
    {"word", "frontier", "граница",
     "Варианты, ни один из которых не превзойдён другим сразу и в ожидаемой прибыли, и "
     "в надёжности."},
    {NULL, NULL, NULL, NULL}};

const struct fc_lexicon fc__words_frontier = {{messages_en, messages_ru},
                                              {terms_en, terms_ru}};
